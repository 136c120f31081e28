import type { TrainingSpec } from './spec';
import { choosingLoss, type EpochRecord } from './trainer-types';

/**
 * The item with the lowest loss. The first item is the untrained network, and is only returned if it is the only one;
 * items with a non-finite loss are last. @throws TypeError for no items.
 */
export function bestOf<T>(items: readonly T[], lossOf: (item: T) => number): T {
  const trained = items.length > 1 ? items.slice(1) : items;
  const loss = (item: T) => (Number.isFinite(lossOf(item)) ? lossOf(item) : Number.POSITIVE_INFINITY);
  return trained.reduce((best, item) => (loss(item) < loss(best) ? item : best));
}

/**
 * The item of the final network: the last one, or that of the restored epoch (the nearest earlier one, if curves are
 * thinned out). Undefined for no items.
 */
export function finalOf<T>(
  items: readonly T[],
  epochOf: (item: T) => number,
  restored: number | undefined,
): T | undefined {
  return restored === undefined
    ? items.at(-1)
    : (items.findLast((item) => epochOf(item) <= restored) ?? items.at(-1));
}

interface Kept {
  readonly record: EpochRecord;
  /** Restores the network to this state. */
  readonly restore: () => void;
}

/** Tracks the epoch with the lowest validation loss (test loss without a validation set) for early stopping. */
export class BestEpoch {
  /** The state to restore at the end; undefined if none is kept. */
  kept: Kept | undefined;
  #loss = Number.POSITIVE_INFINITY;
  /** The last loss that was lower by enough to count for patience. */
  #reference = Number.POSITIVE_INFINITY;
  #evaluationsSince = 0;

  readonly #training: Pick<TrainingSpec, 'earlyStopping' | 'minDelta' | 'restoreBest'>;
  readonly #keep: () => () => void;

  /** @param keep saves the current network and returns a function that restores it; called only with `restoreBest`. */
  constructor(
    training: Pick<TrainingSpec, 'earlyStopping' | 'minDelta' | 'restoreBest'>,
    keep: () => () => void,
  ) {
    this.#training = training;
    this.#keep = keep;
  }

  /** Whether the loss of a finished epoch is below those of all epochs before. */
  isBetter(record: EpochRecord): boolean {
    return choosingLoss(record) < this.#loss;
  }

  /** Takes the record of a finished epoch; returns whether patience is exhausted. */
  see(record: EpochRecord): boolean {
    const { earlyStopping, minDelta, restoreBest } = this.#training;
    const better = this.isBetter(record);
    const loss = choosingLoss(record);
    const counts = loss < this.#reference - minDelta;
    if (counts) this.#reference = loss;
    this.#evaluationsSince = counts ? 0 : this.#evaluationsSince + 1;
    if (better) this.#loss = loss;
    if (better && restoreBest) this.kept = { record, restore: this.#keep() };
    return earlyStopping > 0 && this.#evaluationsSince >= earlyStopping;
  }
}
