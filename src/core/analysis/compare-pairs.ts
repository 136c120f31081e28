import type { Moment } from './member-summary';
import { halfInterval, type Spread, spreadOf, type Uncertainty } from './spread';

/**
 * How dropout's test loss stands against the baseline's: `lower` or `higher` where the pairs carry it, `tooSmall` where
 * they carry a difference that does not matter, `small` where it is small and may matter or not, `alike` where they leave
 * no room for a gain that does, `unknown` where they show none of these.
 */
export type Outcome = 'lower' | 'higher' | 'small' | 'tooSmall' | 'alike' | 'unknown';

/** Dropout held against its baseline at one moment of their trainings, seed by seed. */
export interface Comparison {
  readonly outcome: Outcome;
  /** Dropout − baseline test loss. */
  readonly difference: Spread;
  /** ln(dropout / baseline) of the same losses, which is what is tested: what makes one seed larger by half may double another. */
  readonly logRatio: Spread;
  /** Half of the 95 % interval of the mean log ratio, at least; infinite with one pair. */
  readonly half: number;
  /** Dropout − baseline test score: accuracy 0..1 or R². */
  readonly score: Spread;
  readonly scoreHalf: number;
  /** Whether the scores point the other way, beyond their interval and by a point or more. */
  readonly disagrees: boolean;
  /** Why the interval is wider than the spread over seeds alone would make it. */
  readonly widened?: TestLuck['widened'];
}

/** What the test set adds to the spread over seeds. */
export interface TestLuck {
  /** Of the mean loss and the mean score: see {@link Uncertainty}. `shared` of the loss is a share of the larger loss. */
  readonly loss: Uncertainty;
  readonly score: Uncertainty;
  /** Standard error that its rows give a single pair, as a share of the larger loss. */
  readonly onePair: number;
  /** Every seed is tested on the same rows, or the seeds share most of theirs. */
  readonly widened?: 'sameRows' | 'sharedRows' | undefined;
}

/** The smallest effect that is called one: a tenth of the loss, or a hundredth of accuracy. */
export const SMALLEST = { loss: Math.log(1.1), score: 0.01 } as const;
/** Where the scores point the same way, a difference of this much of the loss will do. */
const WITH_SCORE = Math.log(1.02);
/** A difference below this share of what guessing costs is of no use: a loss of 0.0003 is as good as one of 0.0001. */
const WORTH_OF_CHANCE = 0.001;
/**
 * One pair has no spread to be held against. Trainings with the same dropout and other masks come out 2 to 18 % apart,
 * one standard deviation: least where nothing overfits, most where a few rows choose the epoch. One in a hundred of the
 * latter is beyond this.
 */
const WORTH_OF_ONE = Math.log(1.5);
/** Standard errors of its test rows that it must be beyond: initial weights and masks have their chance besides. */
const ROWS_OF_ONE = 3;
/** Losses of nothing have no ratio. */
const TINY = 1e-12;

/** Compares pairs of moments: with dropout, and its twin without. There must be at least one. */
export function comparePairs(
  pairs: readonly (readonly [dropout: Moment, baseline: Moment])[],
  chance: number,
  { loss, score: scoreLuck, onePair, widened }: TestLuck,
): Comparison {
  const scale = inLogarithms(pairs);
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
      // Two pairs that come out alike by chance seem to have no spread: they are as good as one, and no better.
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
 * What a share of the larger loss is as a log ratio. So a log ratio is as many standard errors of the rows from zero as
 * the difference is: a loss that two rows make is soon sixteen times another, and says no more for it.
 */
function inLogarithms(pairs: readonly (readonly [Moment, Moment])[]): number {
  const sum = (side: 0 | 1) => pairs.reduce((total, pair) => total + Math.max(pair[side].test, TINY), 0);
  const ratio = Math.abs(Math.log(sum(0) / sum(1)));
  return ratio < 1e-6 ? 1 : ratio / (1 - Math.exp(-ratio));
}

type Measured = Omit<Comparison, 'outcome' | 'disagrees' | 'widened'>;

/** One pair has no interval: two points of accuracy then. */
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

/** One seed in which everything went wrong can turn the mean difference against the mean ratio. */
export function isContradictory({
  logRatio,
  difference,
}: Pick<Comparison, 'logRatio' | 'difference'>): boolean {
  return Math.sign(logRatio.mean) !== Math.sign(difference.mean);
}

/** Whether the interval leaves out that there is no difference; of one pair, which has none, it does not. */
export function excludesNone({ logRatio, half }: Pick<Comparison, 'logRatio' | 'half'>): boolean {
  // Saved, infinity is null.
  return logRatio.count > 1 && half !== null && Math.abs(logRatio.mean) > half;
}

/** By its size, or where the scores point the same way. */
function matters(measured: Measured): boolean {
  const size = Math.abs(measured.logRatio.mean);
  if (size >= SMALLEST.loss) return true;
  const { logRatio, score } = measured;
  return (
    size >= WITH_SCORE && isDistinctScore(measured) && Math.sign(score.mean) === -Math.sign(logRatio.mean)
  );
}

/** One pair, whose interval is infinite, always leaves some. */
function leavesNoRoom({ logRatio, half }: Measured): boolean {
  return logRatio.mean - half > -SMALLEST.loss;
}
