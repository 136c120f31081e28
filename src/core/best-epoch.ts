import type { TrainingSpec } from './spec';
import { choosingLoss, type EpochRecord, type LayerWeights } from './trainer-types';

interface Kept {
  readonly epoch: number;
  readonly weights: readonly LayerWeights[];
}

/** The epoch with the lowest validation loss so far (test loss where nothing validates): what training stops by. */
export class BestEpoch {
  /** Weights to put back at the end; undefined where none are kept. */
  kept: Kept | undefined;
  #loss = Number.POSITIVE_INFINITY;
  #evaluationsSince = 0;

  /** @param weights copies the weights as they are now; called only where they are to be restored. */
  constructor(
    private readonly training: Pick<TrainingSpec, 'earlyStopping' | 'restoreBest'>,
    private readonly weights: () => readonly LayerWeights[],
  ) {}

  /** Takes the record of an epoch that ended; answers whether patience is at its end. */
  see(record: EpochRecord): boolean {
    const { earlyStopping, restoreBest } = this.training;
    const loss = choosingLoss(record);
    const better = loss < this.#loss;
    this.#evaluationsSince = better ? 0 : this.#evaluationsSince + 1;
    if (better) this.#loss = loss;
    if (better && restoreBest) this.kept = { epoch: record.epoch, weights: this.weights() };
    return earlyStopping > 0 && this.#evaluationsSince >= earlyStopping;
  }
}
