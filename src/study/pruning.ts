import { studentQuantile } from '../core/analysis/compare/student';
import { spreadOf } from '../core/analysis/spread';

/** How unpromising trials are ended early. */
export interface Pruning {
  /** By seeds: trials race on the same seeds, and one that the best so far clearly beats trains no more seeds. */
  readonly seeds: boolean;
  /** By epochs: a training ends where it is not worth going on. */
  readonly epochs: 'none' | 'median' | 'halving';
}

export const NO_PRUNING: Pruning = { seeds: false, epochs: 'none' };

/** Level of the one-sided test that ends a race: losing a good trial costs more than a few trainings. */
const RACE_LEVEL = 0.05;

/**
 * Whether a trial is beaten on the seeds that it has in common with the best one so far. Losses in the order of the
 * seeds. From two seeds on a paired t test decides; after one, nothing is known of how much seeds vary.
 */
export function isBeaten(losses: readonly number[], best: readonly number[]): boolean {
  const count = Math.min(losses.length, best.length);
  if (count < 2) return false;
  const { mean, deviation } = spreadOf(losses.slice(0, count).map((loss, i) => loss - best[i]!));
  if (!(mean > 0)) return false;
  return mean > studentQuantile(2 * RACE_LEVEL, count - 1) * (deviation / Math.sqrt(count));
}

/**
 * The least loss that a training had by each checkpoint that it has come to. Checkpoints are fractions of the epochs of
 * a training, so that trials of different lengths can be compared.
 */
export type Course = readonly number[];

/** So many trials have to have come to a checkpoint before one is ended there. */
const FEWEST_TRIALS = 5;
/** The median rule leaves the first tenth out, which says too little. */
const MEDIAN = { checkpoints: Array.from({ length: 18 }, (_, i) => 0.1 + 0.05 * i), share: 1 / 2 };
/** Successive halving: a third goes on at each rung. */
const HALVING = { checkpoints: [1 / 9, 1 / 3], share: 1 / 3 };

const rules: Readonly<Record<Pruning['epochs'], { checkpoints: readonly number[]; share: number }>> = {
  none: { checkpoints: [], share: 1 },
  median: MEDIAN,
  halving: HALVING,
};

/** The fractions of the epochs at which a training may be ended, ascending. */
export const checkpointsOf = (kind: Pruning['epochs']): readonly number[] => rules[kind].checkpoints;

/**
 * Whether a training with the least loss `loss` by a checkpoint is ended there: it is not among the best share of the
 * earlier trials that have come there on the same seed.
 */
export function isEndedAt(
  kind: Pruning['epochs'],
  checkpoint: number,
  loss: number,
  earlier: readonly Course[],
): boolean {
  const others = earlier.filter(({ length }) => length > checkpoint).map((course) => course[checkpoint]!);
  if (others.length < FEWEST_TRIALS) return false;
  others.sort((a, b) => a - b);
  return loss > others[Math.ceil(others.length * rules[kind].share) - 1]!;
}
