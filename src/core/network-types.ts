import type { Crew } from './crew';
import type { Samples } from './dataset';
import type { Groups } from './dropout/groups';
import type { LossCode } from './losses';
import type { NetworkSize } from './network-plan';

/** Options for creating a network. */
export interface NetworkOptions
  extends Omit<
    NetworkSize,
    'trainCount' | 'validationCount' | 'testCount' | 'targetBytes' | 'sparseInput' | 'threads'
  > {
  /** Kernel code of the hidden layers' activation. */
  readonly activation: number;
  /** What it takes as its slope left of 0. */
  readonly slope?: number;
  readonly loss: LossCode;
  /** Default: 1. */
  readonly huberDelta?: number;
  /** Factor per class on the gradient of its samples; cross-entropy only. */
  readonly classWeights?: Float32Array | undefined;
  /** Cross-entropy: the share of a target that is spread over all classes. Default: 0. */
  readonly labelSmoothing?: number;
  readonly weightDecay: number;
  /** Weight decay shrinks the weights directly (AdamW); absent: it is part of the gradient. */
  readonly decoupledDecay?: boolean;
  readonly l1: number;
  readonly maxNorm: number;
  /** The most that the norm of the whole gradient, and each of its numbers, may be; 0 or absent: no limit. */
  readonly clipNorm?: number;
  readonly clipValue?: number;
  /** Mixup: the parameter of λ's distribution, Beta(α, α). Default: 0, nothing is mixed. */
  readonly mixup?: number;
  /** Whether steps add noise to the inputs, which leaves none of them 0. */
  readonly noisy?: boolean;
  /** DropConnect: the fraction of each layer's connections that a step drops. Default: none. */
  readonly dropConnect?: readonly number[] | undefined;
  /** What dropout drops together at each site. Default: every neuron by itself. */
  readonly groups?: readonly (Groups | undefined)[];
  readonly seed: number;
  /** Seed of the training masks. Default: `seed`. */
  readonly maskSeed?: number;
  readonly train: Samples;
  /** Empty if there is none. */
  readonly validation: Samples;
  readonly test: Samples;
  /** Helper threads. Default: single-threaded. */
  readonly crew?: Crew | undefined;
  /** Kernels with further kinds of layers. Default: the built-in ones. */
  readonly kernels?: WebAssembly.Module | undefined;
  /** Called with the memory size in bytes before allocation. */
  readonly claim?: ((bytes: number) => void) | undefined;
}

/** The sets that are evaluated. */
export type EvaluatedSet = 'train' | 'validation' | 'test';

/** Mean loss over a set, and the number of correct predictions. */
export interface SetScore {
  readonly loss: number;
  readonly hits: number;
}

/** Dropout settings of a site in a pass; see `Site` in the kernels. */
export interface SiteSetting {
  readonly mode: number;
  readonly threshold: number;
  readonly scale: number;
  readonly shift: number;
  readonly dropped: number;
  /** Standard deviation of noise that is added first; of the input alone. */
  readonly noise: number;
}

/** Settings of a site without dropout. */
export const NO_DROPOUT: SiteSetting = { mode: 0, threshold: 0, scale: 1, shift: 0, dropped: 0, noise: 0 };

/** Masks of a pass over given rows. */
export type PassMasks =
  | { readonly kind: 'evaluation' }
  | { readonly kind: 'draw'; readonly draw: number }
  | { readonly kind: 'given'; readonly multipliers: readonly (Float32Array | null)[] };

/** State of the first sample of a training step. */
export interface Snapshot {
  /** Output of every site. */
  readonly activations: readonly Float32Array[];
  /** Gradient of the batch's mean loss with respect to the pre-activations of every layer. */
  readonly gradients: readonly Float32Array[];
  /** Input of a site that had dropout. */
  before(site: number): Float32Array;
}
