import type { Moment } from './member-summary';
import { halfInterval, type Spread, spreadOf, type Uncertainty } from './spread';

/**
 * How dropout's test loss compares with the baseline's. `lower`, `higher`: a significant and relevant difference.
 * `tooSmall`: significant but irrelevant. `small`: significant, of unclear relevance. `alike`: the interval excludes a
 * relevant difference. `unknown`: inconclusive.
 */
export type Outcome = 'lower' | 'higher' | 'small' | 'tooSmall' | 'alike' | 'unknown';

/** Dropout compared with its baseline at one moment, paired by seed. */
export interface Comparison {
  readonly outcome: Outcome;
  /** Dropout − baseline test loss. */
  readonly difference: Spread;
  /**
   * ln(dropout / baseline) of the same losses. This is what is tested, since effects on the loss are multiplicative.
   */
  readonly logRatio: Spread;
  /** Half-width of the 95 % interval of the mean log ratio, or a lower bound of it; infinite with one pair. */
  readonly half: number;
  /** Dropout − baseline test score: accuracy 0..1 or R². */
  readonly score: Spread;
  readonly scoreHalf: number;
  /** Whether the scores significantly point the other way, by at least one point. */
  readonly disagrees: boolean;
  /** Why the interval is wider than the spread over seeds implies. */
  readonly widened?: TestLuck['widened'];
}

/** Uncertainty that the choice of test rows adds to the spread over seeds. */
export interface TestLuck {
  /**
   * For the mean loss and the mean score: see {@link Uncertainty}. `shared` of the loss is relative to the larger loss.
   */
  readonly loss: Uncertainty;
  readonly score: Uncertainty;
  /** Standard error of a single pair from the test rows, relative to the larger loss. */
  readonly onePair: number;
  /** Whether all seeds are tested on the same rows, or share most of them. */
  readonly widened?: 'sameRows' | 'sharedRows' | undefined;
}

/** The smallest relevant effect: 10 % of the loss, or one point of accuracy. */
export const SMALLEST = { loss: Math.log(1.1), score: 0.01 } as const;
/** If the scores agree, a smaller difference in loss suffices. */
const WITH_SCORE = Math.log(1.02);
/** A difference below this fraction of the chance loss is irrelevant: a loss of 0.0003 is as good as 0.0001. */
const WORTH_OF_CHANCE = 0.001;
/**
 * Threshold for a single pair, which has no spread. Losses of trainings that differ only in their masks have a standard
 * deviation of 2 to 18 %: lowest without overfitting, highest if few rows choose the epoch. In the latter case, 1 %
 * exceed this.
 */
const WORTH_OF_ONE = Math.log(1.5);
/**
 * A single pair must also exceed this many standard errors over the test rows; initial weights and masks add noise of
 * their own.
 */
const ROWS_OF_ONE = 3;
/** Floor for losses in ratios, which are undefined at 0. */
const TINY = 1e-12;

/** Compares pairs of moments: dropout and its baseline. Needs at least one pair. */
export function comparePairs(
  pairs: readonly (readonly [dropout: Moment, baseline: Moment])[],
  chance: number,
  { loss, score: scoreLuck, onePair, widened }: TestLuck,
): Comparison {
  const scale = logRatioPerShare(pairs);
  const ofOne = Math.max(WORTH_OF_ONE, ROWS_OF_ONE * scale * onePair);
  const differences = pairs.map(([one, twin]) => one.test - twin.test);
  const logRatio = spreadOf(
    pairs.map(([one, twin]) => Math.log(Math.max(one.test, TINY) / Math.max(twin.test, TINY))),
  );
  const score = spreadOf(pairs.map(([one, twin]) => one.score - twin.score));
  const common = {
    difference: spreadOf(differences),
    logRatio,
    half: Math.max(
      halfInterval(logRatio, { ...loss, shared: scale * (loss.shared ?? 0) }),
      // Two pairs that agree by chance appear to have no spread, so they count as one.
      pairs.length === 2 ? ofOne : 0,
    ),
    score,
    scoreHalf: halfInterval(score, scoreLuck),
  };
  const outcome = outcomeOf(common, differences, chance, ofOne);
  const sign = outcome === 'lower' ? -1 : outcome === 'higher' ? 1 : 0;
  const disagrees = sign !== 0 && isDistinctScore(common) && sign * score.mean > 0;
  return { ...common, outcome, disagrees, ...(widened && { widened }) };
}

/**
 * Factor that converts a share of the larger loss into a log ratio. With it, the log ratio is as many standard errors
 * over the rows from zero as the difference is. Otherwise a loss dominated by two rows would appear overly significant.
 */
function logRatioPerShare(pairs: readonly (readonly [Moment, Moment])[]): number {
  const sum = (side: 0 | 1) => pairs.reduce((total, pair) => total + Math.max(pair[side].test, TINY), 0);
  const ratio = Math.abs(Math.log(sum(0) / sum(1)));
  return ratio < 1e-6 ? 1 : ratio / (1 - Math.exp(-ratio));
}

type Measured = Omit<Comparison, 'outcome' | 'disagrees' | 'widened'>;

/** Whether the score difference is significant; for one pair, at least two points. */
function isDistinctScore({ score, scoreHalf }: Measured): boolean {
  const size = Math.abs(score.mean);
  return score.count === 1 ? size >= 2 * SMALLEST.score : size > scoreHalf && size >= SMALLEST.score;
}

function outcomeOf(
  measured: Measured,
  differences: readonly number[],
  chance: number,
  ofOne: number,
): Outcome {
  const { logRatio, difference, half } = measured;
  const sizeable = (value: number) => Math.abs(value) > WORTH_OF_CHANCE * chance;
  if (!differences.some(sizeable)) return 'alike';
  const beyond = logRatio.count === 1 ? ofOne : half;
  if (Math.abs(logRatio.mean) <= beyond) return leavesNoRoom(measured) ? 'alike' : 'unknown';
  if (isContradictory(measured)) return 'unknown';
  if (!sizeable(difference.mean)) return 'tooSmall';
  if (matters(measured)) return logRatio.mean < 0 ? 'lower' : 'higher';
  return Math.abs(logRatio.mean) + half < SMALLEST.loss ? 'tooSmall' : 'small';
}

/** Whether the mean difference and the mean log ratio have opposite signs, as one bad seed can cause. */
export function isContradictory({
  logRatio,
  difference,
}: Pick<Comparison, 'logRatio' | 'difference'>): boolean {
  return Math.sign(logRatio.mean) !== Math.sign(difference.mean);
}

/** Whether the interval excludes zero; false for one pair, which has no interval. */
export function excludesNone({ logRatio, half }: Pick<Comparison, 'logRatio' | 'half'>): boolean {
  // Infinity is saved as null.
  return logRatio.count > 1 && half !== null && Math.abs(logRatio.mean) > half;
}

/** Whether a difference is relevant: by its size, or because the scores agree. */
function matters(measured: Measured): boolean {
  const size = Math.abs(measured.logRatio.mean);
  if (size >= SMALLEST.loss) return true;
  const { logRatio, score } = measured;
  return (
    size >= WITH_SCORE && isDistinctScore(measured) && Math.sign(score.mean) === -Math.sign(logRatio.mean)
  );
}

/** Whether the interval excludes a relevant difference; never for one pair, whose interval is infinite. */
function leavesNoRoom({ logRatio, half }: Measured): boolean {
  return logRatio.mean - half > -SMALLEST.loss;
}
