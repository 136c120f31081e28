import type { Activation } from './activations/activation';
import { activations } from './activations/index';
import type { Crew } from './crew';
import { classCounts, type Dataset, validationOf } from './dataset';
import { groupsOf } from './dropout/groups';
import { LOSS } from './kernels/layout';
import { givesSquares, lossOf } from './losses';
import type { NetworkOptions } from './network-types';
import { batchNear, leavesSingle } from './normalizations/batches';
import { type NormSetting, normalizations, placeCode } from './normalizations/index';
import { optimizers } from './optimizers/index';
import type { Update } from './optimizers/optimizer';
import type { NetworkSpec, TrainerSpec, TrainingSpec } from './spec';
import type { Variant } from './trainer-types';

/**
 * Epochs are evaluated on the rows that choose the best one alone. On all others each epoch that is `better` than those
 * before; or only the `best` of all, whose record comes once more at the end, where the best weights are restored. What
 * an epoch was not evaluated on is NaN in its record. For searches, most of whose time evaluations would take.
 */
export type Sparing = 'better' | 'best';

/** Options for creating a trainer. */
export interface TrainerOptions {
  readonly spec: TrainerSpec;
  readonly data: Dataset;
  readonly variant: Variant;
  /** Overrides the seed of the spec, for a member of a run with several seeds. */
  readonly seed?: number;
  /** Seed of the masks alone, to separate their randomness from all other. Default: the seed. */
  readonly maskSeed?: number;
  readonly sparing?: Sparing | undefined;
  /** Helper threads. Default: only the caller's thread. */
  readonly crew?: Crew | undefined;
  /** Called with the network's size in bytes before allocation; may throw to refuse. */
  readonly claim?: ((bytes: number) => void) | undefined;
}

/**
 * Balanced class weights, N / (K · nₖ) over the classes with training samples, with mean 1 over the training samples;
 * as scikit-learn's `class_weight='balanced'`.
 * @throws RangeError for regression.
 */
function balancedWeights({ task, train, outputs }: Dataset): Float32Array {
  if (task !== 'classification')
    throw new RangeError(
      'training.classWeights is balanced, which needs classes; this data has numbers to predict: use none.',
    );
  const counts = classCounts(train, outputs);
  const present = counts.reduce((sum, count) => sum + Number(count > 0), 0);
  return Float32Array.from(counts, (count) => (count > 0 ? train.count / (present * count) : 1));
}

/**
 * How hidden layers are normalized; undefined for not at all.
 * @throws RangeError where batch normalization would meet a batch of one sample, whose variance is 0.
 */
function normOf(
  { normalization, hidden }: NetworkSpec,
  count: number,
  batchSize: number,
): NormSetting | undefined {
  if (normalization.kind === 'none' || hidden.length === 0) return undefined;
  const { code } = normalizations.find((entry) => entry.id === normalization.kind)!;
  if (normalization.kind === 'batch') refuseSingle(count, batchSize);
  const { place, momentum = 0, epsilon } = normalization;
  return { kind: code, place: placeCode(place), momentum, epsilon };
}

function refuseSingle(count: number, batchSize: number): void {
  if (!leavesSingle(count, batchSize)) return;
  const need = 'batch normalization needs at least 2 samples in every batch';
  const instead = 'or layer normalization (network.normalization)';
  if (count === 1) throw new RangeError(`There is 1 training sample, and ${need}: use more, ${instead}.`);
  if (batchSize === 1)
    throw new RangeError(`training.batchSize is 1, and ${need}: use a larger batch, ${instead}.`);
  throw new RangeError(
    `training.batchSize ${batchSize} leaves a last batch of 1 of the ${count} training samples, and ${need}: ` +
      `use ${batchNear(count, batchSize)}, ${instead}.`,
  );
}

/** The fraction of connections that each of `layers` layers drops; undefined where none does. */
function dropConnectOf(
  { dropConnect, dropConnectLayers: chosen }: TrainingSpec,
  layers: number,
): number[] | undefined {
  if (dropConnect === 0) return undefined;
  const drops = (layer: number) => chosen.length === 0 || chosen.includes(layer);
  return Array.from({ length: layers }, (_, index) => (drops(index + 1) ? dropConnect : 0));
}

/**
 * The network options of a spec for this data.
 * @throws RangeError if the loss does not fit the data.
 */
export function networkOptions({
  spec,
  data,
  seed = spec.seed,
  maskSeed = seed,
  crew,
  claim,
}: TrainerOptions): NetworkOptions {
  const { network, training } = spec;
  const optimizer = optimizers.find((entry) => entry.id === training.optimizer)!;
  const activation: Activation = activations.find((entry) => entry.id === network.activation)!;
  const loss = lossOf(training.loss, data);
  return {
    widths: [data.features, ...network.hidden, loss === LOSS.binaryCrossEntropy ? 1 : data.outputs],
    activation: activation.code,
    slope: (activation.slope as ((params: unknown) => number) | undefined)?.(network) ?? 0,
    sparseHidden: network.activation === 'relu',
    norm: normOf(network, data.train.count, training.batchSize),
    loss,
    huberDelta: training.huberDelta,
    keepsAnswers: !givesSquares(loss),
    update: (optimizer.update as (params: unknown) => Update)(training),
    batch: Math.min(training.batchSize, data.train.count),
    classWeights: training.classWeights === 'balanced' ? balancedWeights(data) : undefined,
    labelSmoothing: training.labelSmoothing,
    mixup: training.mixup,
    noisy: training.inputNoise > 0,
    dropConnect: dropConnectOf(training, network.hidden.length + 1),
    groups: groupsOf(spec.dropout, data, network.hidden.length + 2),
    weightDecay: training.weightDecay,
    decoupledDecay: optimizer.decoupledDecay,
    l1: training.l1,
    maxNorm: training.maxNorm,
    clipNorm: training.clipNorm,
    clipValue: training.clipValue,
    seed,
    maskSeed,
    train: data.train,
    validation: validationOf(data),
    test: data.test,
    crew,
    claim,
  };
}
