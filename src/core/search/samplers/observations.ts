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
  const isGood = new Set(bestOf(ended, goodCount(ended.length)));
  const [good, other]: [Point[], Point[]] = [[], []];
  for (const trial of history) (isGood.has(trial) ? good : other).push(trial.point);
  return { finished: ended.length, good, other };
}

/** The first `count` in the order of {@link compare}; of equal ones those that come first. Sorting all takes longest. */
function bestOf(trials: readonly PastTrial[], count: number): PastTrial[] {
  const best: PastTrial[] = [];
  for (const trial of trials) {
    if (best.length >= count && compare(trial, best.at(-1)!) >= 0) continue;
    const at = best.findIndex((one) => compare(trial, one) < 0);
    best.splice(at < 0 ? best.length : at, 0, trial);
    if (best.length > count) best.pop();
  }
  return best;
}

/** Whether a point has a value for each dimension that is one of the dimension's. */
export function hasAll(dimensions: readonly Dimension[], point: Point): boolean {
  return dimensions.every(
    ({ name, distribution }) => Object.hasOwn(point, name) && allows(distribution, point[name]!),
  );
}
