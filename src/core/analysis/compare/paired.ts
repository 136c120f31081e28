import type { Uncertainty } from '../spread';
import { LEVEL, type Look, lastLook, nextLook } from './looks';
import { MOST_EXACT, typicalInterval } from './sign-flip';
import { studentQuantile } from './student';

/**
 * What a comparison carries. `lower`, `higher`: the first side's value against the second's. `none`: whatever difference
 * there is does not matter. `open`: the pairs so far do not settle it.
 */
export type Claim = 'lower' | 'higher' | 'none' | 'open';

/** How an interval was found: exactly by sign flips, or by Student's t, which assumes means that are nearly normal. */
export type IntervalMethod = 'signFlip' | 't';

/** A mean difference and its interval; infinite bounds where the pairs are too few for one. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** The probability that the interval misses the true difference. */
  readonly level: number;
  readonly method: IntervalMethod;
}

export interface PairedComparison {
  readonly claim: Claim;
  /** Of the pairs that the claim rests on. */
  readonly difference: Interval;
  /** How many pairs the claim rests on; between two looks that is the number of the last one. */
  readonly pairs: number;
  /** How many pairs the next claim would rest on. */
  readonly nextLook: number;
  /**
   * Pairs that would probably settle an open comparison, if they vary as those so far; null: more than
   * {@link MOST_PAIRS}, or no number of them would.
   */
  readonly pairsNeeded: number | null;
}

export interface PairedOptions {
  /** Pairs that were planned before any was seen: the first number at which a claim is made. */
  readonly planned: number;
  /** A difference of this size or less does not matter. */
  readonly relevant: number;
  /** So many comparisons are made side by side: each has its share of the level (Bonferroni). */
  readonly comparisons?: number;
  /** What the choice of test rows adds, in units of the difference. */
  readonly luck?: Uncertainty;
}

/** Nobody waits for more. */
export const MOST_PAIRS = 1000;

/**
 * Compares two sides by the differences first − second of their pairs, in the order of their seeds. Needs at least one
 * pair; all finite.
 */
export function comparePaired(differences: readonly number[], options: PairedOptions): PairedComparison {
  const { planned, comparisons = 1 } = options;
  const look = lastLook(planned, differences.length);
  const seen = look ? differences.slice(0, look.pairs) : differences;
  const next = nextLook(planned, differences.length);
  const difference = intervalOf(seen, (look ?? next).level / comparisons, options.luck);
  const claim = look ? claimOf(difference, options.relevant) : 'open';
  return {
    claim,
    difference,
    pairs: seen.length,
    nextLook: next.pairs,
    pairsNeeded: claim === 'open' ? pairsNeeded(differences, next, options) : null,
  };
}

/** The interval of the true mean difference, exact up to {@link MOST_EXACT} pairs. */
export function intervalOf(differences: readonly number[], level = LEVEL, luck: Uncertainty = {}): Interval {
  const count = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / count;
  const isExact = count <= MOST_EXACT;
  const [low, high] = isExact ? typicalInterval(differences, level) : studentInterval(differences, level);
  const { inflation = 1, shared = 0 } = luck;
  const extra = shared === 0 ? 0 : shared * studentQuantile(level, Math.max(1, count - 1));
  const widened = (bound: number) => Math.hypot(inflation * (bound - mean), extra);
  return {
    mean,
    // The mean is a typical value itself, but rounding may put a bound on its other side.
    low: mean - widened(Math.min(low, mean)),
    high: mean + widened(Math.max(high, mean)),
    level,
    method: isExact ? 'signFlip' : 't',
  };
}

function studentInterval(values: readonly number[], level: number): readonly [number, number] {
  const { mean, error } = meanAndError(values);
  const half = studentQuantile(level, values.length - 1) * error;
  return [mean - half, mean + half];
}

function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / Math.max(1, count - 1) / count) };
}

function claimOf({ low, high }: Interval, relevant: number): Claim {
  if (low >= -relevant && high <= relevant) return 'none';
  if (high < 0) return 'lower';
  return low > 0 ? 'higher' : 'open';
}

/** The first look at which pairs that vary as these would make a claim. */
function pairsNeeded(
  differences: readonly number[],
  from: Look,
  { planned, relevant, comparisons = 1, luck: { inflation = 1, shared = 0 } = {} }: PairedOptions,
): number | null {
  if (differences.length < 2) return null;
  const { mean, error } = meanAndError(differences);
  const deviation = error * Math.sqrt(differences.length);
  for (let look = from; look.pairs <= MOST_PAIRS; look = nextLook(planned, look.pairs)) {
    const quantile = studentQuantile(look.level / comparisons, look.pairs - 1);
    const half = quantile * Math.hypot((inflation * deviation) / Math.sqrt(look.pairs), shared);
    const isClaim = Math.abs(mean) > half || Math.abs(mean) + half <= relevant;
    if (isClaim) return look.pairs;
  }
  return null;
}
