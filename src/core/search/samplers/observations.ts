import { allows, type Dimension, type Point } from '../distribution';
import type { PastTrial } from '../sampler';

/** Trials as TPE sees them: the best, and everything else, each in the order of their numbers. */
export interface Division {
  /** How many trials have ended with a value. */
  readonly finished: number;
  readonly good: readonly Point[];
  readonly other: readonly Point[];
}

/** The best tenth of the trials, at most 25. */
function goodCount(finished: number): number {
  return Math.min(Math.ceil(0.1 * finished), 25);
}

function hasEnded({ state, value }: PastTrial): boolean {
  return (state === 'complete' || state === 'pruned') && value !== undefined && !Number.isNaN(value);
}

/** Complete trials by their values; after them pruned ones, first those that came furthest. */
function compare(a: PastTrial, b: PastTrial): number {
  if (a.state !== b.state) return a.state === 'complete' ? -1 : 1;
  const further = a.state === 'pruned' ? (b.reached ?? 0) - (a.reached ?? 0) : 0;
  if (further !== 0) return further;
  return a.value! < b.value! ? -1 : a.value! > b.value! ? 1 : 0;
}

/**
 * Divides a history. What still runs is taken for bad (the constant liar), so that those who ask meanwhile look
 * elsewhere; what failed as well: a training that diverged would do so again.
 */
export function divide(history: readonly PastTrial[]): Division {
  const ended = history.filter(hasEnded);
  const best = ended.toSorted(compare).slice(0, goodCount(ended.length));
  const isGood = new Set(best);
  const points = (good: boolean) =>
    history.filter((trial) => isGood.has(trial) === good).map(({ point }) => point);
  return { finished: ended.length, good: points(true), other: points(false) };
}

/** Whether a point has a value for each dimension that is one of the dimension's. */
export function hasAll(dimensions: readonly Dimension[], point: Point): boolean {
  return dimensions.every(
    ({ name, distribution }) => Object.hasOwn(point, name) && allows(distribution, point[name]!),
  );
}
