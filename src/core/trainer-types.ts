import type { Change, RecordedChange } from './spec';

/** A run with dropout, or its twin without: same data, initial weights and batch order, no masks. */
export type Variant = 'dropout' | 'baseline';

/**
 * What is measured after an epoch. Losses: mean cross-entropy in nats, or mean squared error in the units of the
 * (standardized) target. Scores: accuracy 0..1, or R² for regression.
 */
export interface EpochRecord {
  /** 0 is the network before its first step. */
  readonly epoch: number;
  readonly step: number;
  /** On all training samples, dropout off. */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Mean over the epoch's masked batches while they trained; NaN at epoch 0. */
  readonly trainLossWithDropout: number;
  readonly trainScore: number;
  readonly testScore: number;
  /** What the epoch's last step used, schedules applied. */
  readonly learningRate: number;
  readonly dropRatio: number;
  /** On the validation samples; NaN where there are none. */
  readonly validationLoss: number;
  readonly validationScore: number;
}

/**
 * What choices go by: the validation loss, or where nothing validates the test loss. Records of older runs have no
 * validation loss at all.
 */
export const choosingLoss = ({
  validationLoss,
  testLoss,
}: Pick<EpochRecord, 'validationLoss' | 'testLoss'>): number =>
  Number.isFinite(validationLoss) ? validationLoss : testLoss;

/** The columns of an {@link EpochRecord} in the order in which they are streamed. */
export const EPOCH_COLUMNS = [
  'epoch',
  'step',
  'trainLoss',
  'testLoss',
  'trainLossWithDropout',
  'trainScore',
  'testScore',
  'learningRate',
  'dropRatio',
  'validationLoss',
  'validationScore',
] as const satisfies readonly (keyof EpochRecord)[];

/** How a run ended. `diverged`: the first step whose loss or weights were not finite. */
export interface Outcome {
  readonly kind: 'completed' | 'stoppedEarly' | 'diverged';
  readonly step: number;
  readonly epoch: number;
  /** The epoch whose weights were put back, where the best were to be restored and others came after it. */
  readonly restored?: number;
}

/** What one call of `advance` did. It never crosses the end of an epoch. */
export interface Advance {
  /** Steps taken in this call. */
  readonly steps: number;
  /** Samples evaluated in this call, if there were any. */
  readonly samples?: number;
  /** Present when an epoch ended and was evaluated, or when an evaluation that was asked for is complete. */
  readonly epoch?: EpochRecord;
  /** Present when the run is over. */
  readonly outcome?: Outcome;
}

/** Sites where dropout can stand: 0 the input, 1…n the hidden activations, n + 1 the logits. */
export type SiteIndex = number;

/** What the network did with the first sample of the last step's batch: the thinned net. */
export interface Realization {
  readonly step: number;
  /** In that step's batch. */
  readonly samples: number;
  /** Per site: the drop ratio of that step; 0 where there was none. */
  readonly ratios: readonly number[];
  /** Per site: the random number of each neuron, 0 ≤ u < 1; null where nobody is dropped. */
  readonly draws: readonly (Float64Array | null)[];
  /** Per site: 1 kept (u ≥ drop ratio), 0 dropped (Gaussian rules: 1 everywhere). */
  readonly kept: readonly Uint8Array[];
  /** Per site: what came to the mask. */
  readonly before: readonly Float32Array[];
  /** Per site: what the masked forward pass put out. */
  readonly activations: readonly Float32Array[];
  /** Per site: gradient of this sample's loss by the neurons' sums, before activation and mask; null for the input. */
  readonly gradients: readonly (Float32Array | null)[];
}

/** Activations of a forward pass: per site count × width, row-major; the last one are the logits. */
export interface ForwardPass {
  readonly sites: readonly Float32Array[];
}

/** A forward pass's masks: none (evaluation), fresh ones of a numbered draw, or given multipliers (count × width a site). */
export type Masking =
  | { readonly kind: 'evaluation' }
  | { readonly kind: 'draw'; readonly draw: number }
  | { readonly kind: 'given'; readonly multipliers: readonly (Float32Array | null)[] };

/** Weights of one dense layer as plain copies: w is inputs × outputs, row-major; b has outputs values. */
export interface LayerWeights {
  readonly inputs: number;
  readonly outputs: number;
  readonly w: Float32Array;
  readonly b: Float32Array;
}

/**
 * A network in training. One object owns one WebAssembly memory; nothing in `advance` allocates but the weights that are kept to be
 * restored.
 */
export interface Trainer {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** Widths of all sites: features, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly parameterCount: number;
  /** Steps and whole epochs done. */
  readonly step: number;
  readonly epoch: number;
  /** Drop ratio of every site at the next step, placement and schedule applied. */
  readonly ratios: readonly number[];
  readonly learningRate: number;
  readonly outcome: Outcome | undefined;
  /** An evaluation has begun whose record is not complete; the next calls of `advance` go on with it. */
  readonly evaluating: boolean;
  /**
   * Takes up to `maxSteps` steps, stopping at the end of an epoch. An evaluation of more than `maxSamples` samples
   * (default: no limit) is left to the calls that follow; each of them evaluates about as many and takes no step, and
   * the last one brings the record, or the outcome, the same to the last bit. After the outcome: no steps.
   */
  advance(maxSteps: number, maxSamples?: number): Advance;
  /** Applies from the next step on; returns the change as it has to be recorded. */
  change(change: Change): RecordedChange;
  /**
   * Takes the conditions of a training that has done `step` steps, schedules and recorded changes applied, and trains
   * nothing: what the network computes from given weights is then what that training's would. Never goes back.
   */
  standAt(step: number): void;
  /** Begins an evaluation, unless one goes on: the next calls of `advance` bring its record before they take steps. */
  beginEvaluation(): void;
  /** Evaluates on all samples now. */
  evaluate(): EpochRecord;
  realization(): Realization | undefined;
  /** count × features in; count × outputs out: class probabilities, or regression outputs. */
  predict(x: Float32Array, count: number): Float32Array;
  forward(x: Float32Array, count: number, masking: Masking): ForwardPass;
  /** Mean loss over the samples and its gradient, layer by layer. */
  gradient(
    x: Float32Array,
    y: Float32Array,
    count: number,
    masking: Masking,
  ): { loss: number; layers: LayerWeights[] };
  weights(): LayerWeights[];
  setWeights(layers: readonly LayerWeights[]): void;
  dispose(): void;
}
