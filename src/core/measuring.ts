import type { Conditions } from './conditions';
import { type Dataset, type Samples, validationOf } from './dataset';
import { Evaluation, perSet } from './evaluation';
import { givesSquares, type LossCode } from './losses';
import type { Network } from './network';
import type { EvaluatedSet, SetScore } from './network-types';
import { fitOf, meanSquare, totalVariance } from './score';
import type { EpochRecord } from './trainer-types';

/** A pending record: a running evaluation and the moment it began. */
export interface Pending {
  readonly evaluation: Evaluation;
  /** The fields known from the start. */
  readonly moment: Pick<
    EpochRecord,
    'epoch' | 'step' | 'trainLossWithDropout' | 'learningRate' | 'dropRatio'
  >;
  /** Whether it completes an epoch. */
  readonly endsEpoch: boolean;
}

/** Measures a network in training and creates its records. */
export class Measuring {
  /** Variance of regression targets, for R². */
  readonly #variances: Readonly<Record<EvaluatedSet, number>>;
  readonly #samples: Readonly<Record<EvaluatedSet, Samples>>;

  readonly #network: Network;
  readonly #conditions: Conditions;
  readonly #data: Dataset;
  /** What epochs that end are evaluated on at first. */
  readonly #sets: readonly EvaluatedSet[] | undefined;

  /** Whether a loss of numbers is the mean square that R² is made of. */
  readonly #givesSquares: boolean;

  /** @param isSparing whether other rows than those that choose are left out at first; see {@link Sparing}. */
  constructor(
    network: Network,
    conditions: Conditions,
    data: Dataset,
    { isSparing, loss }: { readonly isSparing: boolean; readonly loss: LossCode },
  ) {
    this.#givesSquares = givesSquares(loss);
    this.#network = network;
    this.#conditions = conditions;
    this.#data = data;
    this.#samples = { train: data.train, validation: validationOf(data), test: data.test };
    this.#sets = isSparing ? [this.#samples.validation.count > 0 ? 'validation' : 'test'] : undefined;
    this.#variances = perSet((set) => totalVariance(this.#samples[set], data));
  }

  /** Begins a record after `step` steps. The moment is stored, since settings may change before the evaluation ends. */
  begin(step: number, epoch: number, endsEpoch: boolean): Pending {
    const used = Math.max(0, step - 1);
    const moment = {
      epoch,
      step,
      trainLossWithDropout: this.#network.epochLoss,
      learningRate: this.#conditions.learningRate(used),
      dropRatio: this.#conditions.dropRatio(used),
    };
    return { evaluation: this.#evaluation(endsEpoch ? this.#sets : undefined), moment, endsEpoch };
  }

  /** Begins the complete evaluation of an epoch, of which the network has the weights again. */
  again(moment: Pending['moment']): Pending {
    return { evaluation: this.#evaluation(undefined), moment, endsEpoch: false };
  }

  #evaluation(sets: readonly EvaluatedSet[] | undefined): Evaluation {
    return new Evaluation(
      this.#network,
      perSet((set) => this.#samples[set].count),
      sets,
    );
  }

  /** The record of a complete evaluation. */
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
    if (this.#data.task === 'classification') return hits / this.#samples[set].count;
    const known = Number.isNaN(loss) || this.#givesSquares;
    const squares = known ? loss : meanSquare(this.#network.answers(set), this.#samples[set].y);
    return fitOf(squares, this.#variances[set]);
  }
}
