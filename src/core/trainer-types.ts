import type { Change, RecordedChange } from './spec';

/** A run with dropout, or its baseline: same data, initial weights and batch order, without masks. */
export type Variant = 'dropout' | 'baseline';

/**
 * Measurements after an epoch. Losses: mean cross-entropy in nats, or mean error in the units of the (standardized)
 * target. Scores: accuracy 0..1, or R² for regression.
 */
export interface EpochRecord {
  /** 0 is the untrained network. */
  readonly epoch: number;
  readonly step: number;
  /** Over all training samples, without dropout. */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Mean over the epoch's batches during training, with dropout; NaN at epoch 0. */
  readonly trainLossWithDropout: number;
  readonly trainScore: number;
  readonly testScore: number;
  /** Value at the last step of the epoch, after schedules. */
  readonly learningRate: number;
  readonly dropRatio: number;
  /** Over the validation samples; NaN if there are none. */
  readonly validationLoss: number;
  readonly validationScore: number;
}

/**
 * The loss used for choices: the validation loss, or without a validation set the test loss. Records of older runs lack
 * a validation loss.
 */
export const choosingLoss = ({
  validationLoss,
  testLoss,
}: Pick<EpochRecord, 'validationLoss' | 'testLoss'>): number =>
  Number.isFinite(validationLoss) ? validationLoss : testLoss;

/** Columns of an {@link EpochRecord}, in streaming order. */
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

/** How a run ended. `diverged`: a loss or weight was not finite. */
export interface Outcome {
  readonly kind: 'completed' | 'stoppedEarly' | 'diverged';
  readonly step: number;
  readonly epoch: number;
  /** The epoch whose weights were restored, if it was not the last. */
  readonly restored?: number;
}

/** Result of one call of `advance`, which never crosses the end of an epoch. */
export interface Advance {
  /** Number of steps taken. */
  readonly steps: number;
  /** Number of samples evaluated; undefined if none. */
  readonly samples?: number;
  /** Present if an epoch has ended and been evaluated, or a requested evaluation is complete. */
  readonly epoch?: EpochRecord;
  /** Present if the run has ended. */
  readonly outcome?: Outcome;
}

/** Sites where dropout can stand: 0 the input, 1…n the hidden activations, n + 1 the logits. */
export type SiteIndex = number;

/** The thinned net of the last step: what it did with the first sample of the batch. */
export interface Realization {
  readonly step: number;
  /** Batch size of that step. */
  readonly samples: number;
  /** Per site: drop ratio in that step; 0 for none. */
  readonly ratios: readonly number[];
  /** Per site: random number of each neuron, 0 ≤ u < 1; null without dropout. */
  readonly draws: readonly (Float64Array | null)[];
  /** Per site: 1 kept (u ≥ drop ratio), 0 dropped (Gaussian rules: 1 everywhere). */
  readonly kept: readonly Uint8Array[];
  /** Per site: input of the mask. */
  readonly before: readonly Float32Array[];
  /** Per site: output of the masked forward pass. */
  readonly activations: readonly Float32Array[];
  /** Per site: gradient of this sample's loss with respect to the pre-activations; null for the input. */
  readonly gradients: readonly (Float32Array | null)[];
}

/** Activations of a forward pass: count × width per site, row-major; the last are the logits. */
export interface ForwardPass {
  readonly sites: readonly Float32Array[];
}

/**
 * Masks of a forward pass: none (evaluation), those of a numbered draw, or given multipliers (count × width per site).
 */
export type Masking =
  | { readonly kind: 'evaluation' }
  | { readonly kind: 'draw'; readonly draw: number }
  | { readonly kind: 'given'; readonly multipliers: readonly (Float32Array | null)[] };

/** Copies of a dense layer's weights: w is inputs × outputs, row-major; b has one value per output. */
export interface LayerWeights {
  readonly inputs: number;
  readonly outputs: number;
  readonly w: Float32Array;
  readonly b: Float32Array;
  /**
   * Of the layer's normalization, if it has one: a scale per output, then a shift per output; for batch normalization
   * then the running means and the running variances, whose gradient is 0.
   */
  readonly norm?: Float32Array;
}

/**
 * A network in training. Each trainer owns one WebAssembly memory; `advance` allocates only to save weights that may be
 * restored.
 */
export interface Trainer {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** Widths of all sites: features, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly parameterCount: number;
  /** Completed steps and epochs. */
  readonly step: number;
  readonly epoch: number;
  /** Drop ratio of every site in the next step, after placement and schedule. */
  readonly ratios: readonly number[];
  readonly learningRate: number;
  readonly outcome: Outcome | undefined;
  /** Whether an evaluation is in progress; further calls of `advance` continue it. */
  readonly evaluating: boolean;
  /**
   * Takes up to `maxSteps` steps, stopping at the end of an epoch. An evaluation of more than `maxSamples` samples
   * (default: no limit) is spread over the following calls: each evaluates about that many and takes no step; the last
   * returns the record or outcome, identical to the bit. Takes no steps after the outcome.
   */
  advance(maxSteps: number, maxSamples?: number): Advance;
  /** Applies a change from the next step on; returns it in recorded form. */
  change(change: Change): RecordedChange;
  /**
   * Assumes the conditions of a training after `step` steps, with schedules and recorded changes, without training.
   * With given weights, the network then computes what that training's would. Cannot go backwards.
   */
  standAt(step: number): void;
  /**
   * Begins an evaluation unless one is in progress; the next calls of `advance` return its record before taking steps.
   */
  beginEvaluation(): void;
  /** Evaluates on all samples now. */
  evaluate(): EpochRecord;
  realization(): Realization | undefined;
  /** count × features in; count × outputs out: class probabilities, or regression outputs. */
  predict(x: Float32Array, count: number): Float32Array;
  forward(x: Float32Array, count: number, masking: Masking): ForwardPass;
  /** Mean loss over the samples, and its gradient per layer. */
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
