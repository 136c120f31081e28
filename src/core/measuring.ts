import type { Conditions } from './conditions';
import { type Dataset, type Samples, validationOf } from './dataset';
import { Evaluation, perSet } from './evaluation';
import type { Network } from './network';
import type { EvaluatedSet, SetScore } from './network-types';
import { fitOf, totalVariance } from './score';
import type { EpochRecord } from './trainer-types';

/** A record in the making: an evaluation that goes on, and the moment that it began at. */
export interface Pending {
  readonly evaluation: Evaluation;
  /** What of it is known from the beginning. */
  readonly moment: Pick<
    EpochRecord,
    'epoch' | 'step' | 'trainLossWithDropout' | 'learningRate' | 'dropRatio'
  >;
  /** Whether an epoch ends with it. */
  readonly endsEpoch: boolean;
}

/** Makes records of a network in training. */
export class Measuring {
  /** Variance of regression targets, for R². */
  readonly #variances: Readonly<Record<EvaluatedSet, number>>;
  readonly #samples: Readonly<Record<EvaluatedSet, Samples>>;

  constructor(
    private readonly network: Network,
    private readonly conditions: Conditions,
    private readonly data: Dataset,
  ) {
    this.#samples = { train: data.train, validation: validationOf(data), test: data.test };
    this.#variances = perSet((set) => totalVariance(this.#samples[set], data));
  }

  /** Begins a record after `step` steps. The moment is kept: a change may come before the last part. */
  begin(step: number, epoch: number, endsEpoch: boolean): Pending {
    const used = Math.max(0, step - 1);
    const moment = {
      epoch,
      step,
      trainLossWithDropout: this.network.epochLoss,
      learningRate: this.conditions.learningRate(used),
      dropRatio: this.conditions.dropRatio(used),
    };
    const evaluation = new Evaluation(
      this.network,
      perSet((set) => this.#samples[set].count),
    );
    return { evaluation, moment, endsEpoch };
  }

  /** The record of an evaluation of which nothing is left. */
  record({ evaluation, moment }: Pending): EpochRecord {
    const { train, validation, test } = evaluation.result();
    const { epoch, step, trainLossWithDropout, learningRate, dropRatio } = moment;
    return {
      epoch,
      step,
      trainLoss: train.loss,
      testLoss: test.loss,
      trainLossWithDropout,
      trainScore: this.#score('train', train),
      testScore: this.#score('test', test),
      learningRate,
      dropRatio,
      validationLoss: validation.loss,
      validationScore: this.#score('validation', validation),
    };
  }

  #score(set: EvaluatedSet, { loss, hits }: SetScore): number {
    if (this.data.task === 'classification') return hits / this.#samples[set].count;
    return fitOf(loss, this.#variances[set]);
  }
}
