import { studentQuantile } from '../core/analysis/compare/student';
import { spreadOf } from '../core/analysis/spread';
import { choosingLoss, type EpochRecord } from '../core/trainer-types';

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
export const isEndedAt = (
  kind: Pruning['epochs'],
  checkpoint: number,
  loss: number,
  earlier: readonly Course[],
): boolean => loss > mostAt(kind, checkpoint, earlier);

/** The greatest least loss with which a training goes on at a checkpoint. */
function mostAt(kind: Pruning['epochs'], checkpoint: number, earlier: readonly Course[]): number {
  const others = earlier.filter(({ length }) => length > checkpoint).map((course) => course[checkpoint]!);
  if (others.length < FEWEST_TRIALS) return Number.POSITIVE_INFINITY;
  others.sort((a, b) => a - b);
  return others[Math.ceil(others.length * rules[kind].share) - 1]!;
}

/** Where a training may be ended: it goes on from the first evaluated epoch ≥ `epoch` with a least loss ≤ `most`. */
export interface Checkpoint {
  /** A fraction of the epochs seldom is a whole one. */
  readonly epoch: number;
  readonly most: number;
}

/** The checkpoints of a training of so many epochs, ascending. */
export const checkpointsFor = (
  kind: Pruning['epochs'],
  epochs: number,
  earlier: readonly Course[],
): Checkpoint[] =>
  checkpointsOf(kind).map((share, i) => ({ epoch: share * epochs, most: mostAt(kind, i, earlier) }));

/** Follows a training to its checkpoints. */
export class Watch {
  /** The least loss by each checkpoint that it has come to. */
  readonly course: number[] = [];
  isCut = false;
  /** With the least loss so far. */
  least: EpochRecord | undefined;

  readonly #checkpoints: readonly Checkpoint[];

  constructor(checkpoints: readonly Checkpoint[]) {
    this.#checkpoints = checkpoints;
  }

  /** True: the training is not worth going on with. */
  see(record: EpochRecord): boolean {
    if (choosingLoss(record) < this.#loss) this.least = record;
    for (let next = this.#next; next !== undefined && record.epoch >= next.epoch; next = this.#next) {
      this.course.push(this.#loss);
      if (this.#loss > next.most) this.isCut = true;
      if (this.isCut) break;
    }
    return this.isCut;
  }

  get #next(): Checkpoint | undefined {
    return this.#checkpoints[this.course.length];
  }

  get #loss(): number {
    return this.least ? choosingLoss(this.least) : Number.POSITIVE_INFINITY;
  }
}
