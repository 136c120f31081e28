import type { TrainingSpec } from './spec';
import { choosingLoss, type EpochRecord } from './trainer-types';

/**
 * The item with the lowest loss. The first stands for the network before its first step: it is the best only where
 * there is no other. Losses that are not finite lose. @throws TypeError for no items.
 */
export function bestOf<T>(items: readonly T[], lossOf: (item: T) => number): T {
  const trained = items.length > 1 ? items.slice(1) : items;
  const loss = (item: T) => (Number.isFinite(lossOf(item)) ? lossOf(item) : Number.POSITIVE_INFINITY);
  return trained.reduce((best, item) => (loss(item) < loss(best) ? item : best));
}

/**
 * The item of the network that a training left: the last, or where weights were put back that of their epoch (the
 * nearest before it, where curves are thinned out). Undefined for no items.
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
  readonly epoch: number;
  /** Makes the network what it was then. */
  readonly restore: () => void;
}

/** The epoch with the lowest validation loss so far (test loss where nothing validates): what training stops by. */
export class BestEpoch {
  /** What to put back at the end; undefined where nothing is kept. */
  kept: Kept | undefined;
  #loss = Number.POSITIVE_INFINITY;
  #evaluationsSince = 0;

  /** @param keep keeps the network as it is now, and answers how to put it back; called only where that is wanted. */
  constructor(
    private readonly training: Pick<TrainingSpec, 'earlyStopping' | 'restoreBest'>,
    private readonly keep: () => () => void,
  ) {}

  /** Takes the record of an epoch that ended; answers whether patience is at its end. */
  see(record: EpochRecord): boolean {
    const { earlyStopping, restoreBest } = this.training;
    const loss = choosingLoss(record);
    const better = loss < this.#loss;
    this.#evaluationsSince = better ? 0 : this.#evaluationsSince + 1;
    if (better) this.#loss = loss;
    if (better && restoreBest) this.kept = { epoch: record.epoch, restore: this.keep() };
    return earlyStopping > 0 && this.#evaluationsSince >= earlyStopping;
  }
}
