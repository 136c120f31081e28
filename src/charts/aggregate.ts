import { least } from '../core/lists';
import type { Variant } from '../core/trainer-types';
import type { MemberState } from '../protocol';
import type { Curve } from './decimate';
import { isOver } from './over';
import { COLUMN, type Column, type Rows } from './rows';

/** A line of a chart: one seed, or the mean of several. */
export interface Line extends Curve {
  /** Sample standard deviation at each x; absent with one seed. */
  readonly deviation?: Float64Array;
  /** Number of seeds in the mean. */
  readonly seeds: number;
}

/** One seed's curve. */
export interface Seed {
  readonly key: string;
  readonly rows: Rows;
  readonly over: boolean;
  /** Whether its training finished normally. */
  readonly whole: boolean;
}

/** The seeds of a variant, grouped for drawing. */
export interface SeedGroups {
  /** Drawn as one line: the running seed, or all finished seeds. */
  readonly together: readonly Seed[];
  /** Drawn individually: still training, or cut short. */
  readonly apart: readonly Seed[];
}

/**
 * Groups the seeds of a variant. Only finished seeds are averaged: a mean over a changing number of seeds would jump
 * whenever one ends. A seed that diverged, failed or was stopped is drawn individually, since it would distort or
 * shorten the mean.
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
    // The end of a seed may be known before its last rows arrive, which must not shorten the mean.
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

/** A column of one seed, or mean and deviation over several, up to the last epoch common to all. */
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

/** Interpolates linearly between rows, since the host may have thinned members differently. */
function interpolate(rows: Rows, epoch: number, column: number): number {
  const index = rows.indexOfEpoch(epoch);
  const before = rows.at(index, COLUMN.epoch);
  if (before === epoch || index + 1 >= rows.count) return rows.at(index, column);
  const after = rows.at(index + 1, COLUMN.epoch);
  const part = (epoch - before) / (after - before);
  return rows.at(index, column) * (1 - part) + rows.at(index + 1, column) * part;
}
