import type { Variant } from '../../src/core/trainer-types';
import type { MemberState } from '../../src/protocol';
import { COLUMN, type Column, type Rows } from '../rows';
import { isOver } from '../run-facts';
import type { Curve } from './decimate';

/** A line of a chart, made of one or several seeds. */
export interface Line extends Curve {
  /** Sample standard deviation at each x; absent with one seed. */
  readonly deviation?: Float64Array;
  /** Seeds in the mean. */
  readonly seeds: number;
}

/** What is drawn of one column of a variant. */
export interface LineSet {
  /** The streaming seed; once it is over, the mean over all seeds that are over. */
  readonly main: Line;
  /** Seeds that are not in the main line: still training, or diverged. */
  readonly others: readonly Curve[];
}

interface Traced {
  readonly rows: Rows;
  readonly over: boolean;
  readonly diverged: boolean;
}

/**
 * Puts a variant's seeds together. Only seeds that have come to an end are averaged, up to the epoch that all of them
 * reached: a mean over a changing number of seeds would jump where a seed ends. A seed that diverged stays a line of
 * its own; it would carry the mean away with it.
 */
export function lineSet(
  members: readonly MemberState[],
  series: ReadonlyMap<string, Rows>,
  variant: Variant,
  column: Column,
): LineSet | undefined {
  const traced = members.flatMap((member): Traced[] => {
    const rows = series.get(member.key);
    if (member.variant !== variant || !rows || rows.count === 0) return [];
    return [{ rows, over: isOver(member), diverged: member.ending?.kind === 'diverged' }];
  });
  const leader = traced[0];
  if (!leader) return undefined;
  const settled = traced.filter(({ over, diverged }) => over && !diverged);
  const averaged = leader.over && settled.length > 0 ? settled : [leader];
  const others = traced.filter((one) => !averaged.includes(one)).map(({ rows }) => curveOf(rows, column));
  const main =
    averaged.length === 1
      ? { ...curveOf(averaged[0].rows, column), seeds: 1 }
      : mean(
          averaged.map(({ rows }) => rows),
          column,
        );
  return { main, others };
}

function curveOf(rows: Rows, column: Column): Curve {
  const x = new Float64Array(rows.count);
  const y = new Float64Array(rows.count);
  for (let index = 0; index < rows.count; index += 1) {
    x[index] = rows.at(index, COLUMN.epoch);
    y[index] = rows.at(index, COLUMN[column]);
  }
  return { x, y };
}

const lastEpoch = (rows: Rows): number => rows.at(rows.count - 1, COLUMN.epoch);

function mean(members: readonly Rows[], column: Column): Line {
  const end = Math.min(...members.map(lastEpoch));
  const [first] = members;
  const count = first.indexOfEpoch(end) + 1;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const deviation = new Float64Array(count);
  const values = new Float64Array(members.length);
  for (let index = 0; index < count; index += 1) {
    x[index] = first.at(index, COLUMN.epoch);
    members.forEach((rows, seed) => {
      values[seed] = interpolate(rows, x[index], COLUMN[column]);
    });
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
    y[index] = average;
    deviation[index] = Math.sqrt(squares / (values.length - 1));
  }
  return { x, y, deviation, seeds: members.length };
}

/** Members may have been thinned differently by the host: between two rows the value lies on the straight line. */
function interpolate(rows: Rows, epoch: number, column: number): number {
  const index = rows.indexOfEpoch(epoch);
  const before = rows.at(index, COLUMN.epoch);
  if (before === epoch || index + 1 >= rows.count) return rows.at(index, column);
  const after = rows.at(index + 1, COLUMN.epoch);
  const part = (epoch - before) / (after - before);
  return rows.at(index, column) * (1 - part) + rows.at(index + 1, column) * part;
}
