import { least } from '../core/lists';
import type { Variant } from '../core/trainer-types';
import type { MemberState } from '../protocol';
import type { Curve } from './decimate';
import { isOver } from './over';
import { COLUMN, type Column, type Rows } from './rows';

/** A line of a chart, made of one or several seeds. */
export interface Line extends Curve {
  /** Sample standard deviation at each x; absent with one seed. */
  readonly deviation?: Float64Array;
  /** Seeds in the mean. */
  readonly seeds: number;
}

/** One seed's curve. */
export interface Seed {
  readonly key: string;
  readonly rows: Rows;
  readonly over: boolean;
  /** It went as far as it was meant to. */
  readonly whole: boolean;
}

/** Which seeds of a variant are drawn as one line, and which for themselves. */
export interface SeedGroups {
  /** The streaming seed; once it is over, all seeds that are over. */
  readonly together: readonly Seed[];
  /** Still training, or cut short. */
  readonly apart: readonly Seed[];
}

/**
 * Parts a variant's seeds. Only seeds that have come to an end are averaged: a mean over a changing number of seeds would
 * jump where a seed ends. A seed that diverged, failed or was stopped stays a line of its own: it would carry the mean
 * away with it, or cut it short.
 */
export function groupSeeds(
  members: readonly MemberState[],
  series: ReadonlyMap<string, Rows>,
  variant: Variant,
): SeedGroups | undefined {
  const seeds = members.flatMap((member): Seed[] => {
    const rows = series.get(member.key);
    if (member.variant !== variant || !rows || rows.count === 0) return [];
    const { kind, epoch = 0 } = member.ending ?? {};
    // That a seed is over may be known before its last rows have come: a mean must not be cut short by that.
    const here = lastEpoch(rows) >= epoch;
    const whole = here && (kind === 'completed' || kind === 'stoppedEarly');
    return [{ key: member.key, rows, over: isOver(member) && here, whole }];
  });
  const leader = seeds[0];
  if (!leader) return undefined;
  const settled = seeds.filter(({ whole }) => whole);
  const together = leader.over && settled.length > 0 ? settled : [leader];
  return { together, apart: seeds.filter((seed) => !together.includes(seed)) };
}

/** One column of one seed, or its mean and deviation over several, up to the epoch that all of them reached. */
export function lineOf(seeds: readonly Seed[], column: Column): Line {
  if (seeds.length > 1)
    return mean(
      seeds.map(({ rows }) => rows),
      column,
    );
  const { rows } = seeds[0];
  const x = new Float64Array(rows.count);
  const y = new Float64Array(rows.count);
  for (let index = 0; index < rows.count; index += 1) {
    x[index] = rows.at(index, COLUMN.epoch);
    y[index] = rows.at(index, COLUMN[column]);
  }
  return { x, y, seeds: 1 };
}

const lastEpoch = (rows: Rows): number => rows.at(rows.count - 1, COLUMN.epoch);

function mean(members: readonly Rows[], column: Column): Line {
  const end = least(members.map(lastEpoch));
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
