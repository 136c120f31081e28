import type { Crew } from './crew';
import type { Samples } from './dataset';
import type { LossCode } from './losses';
import type { NetworkSize } from './network-plan';

/** What a network is made of. */
export interface NetworkOptions
  extends Omit<
    NetworkSize,
    'trainCount' | 'validationCount' | 'testCount' | 'targetBytes' | 'sparseInput' | 'threads'
  > {
  /** The kernels' number of the hidden layers' activation. */
  readonly activation: number;
  readonly loss: LossCode;
  /** A factor for each class on the gradient of its samples; softmax cross-entropy only. */
  readonly classWeights?: Float32Array | undefined;
  readonly weightDecay: number;
  readonly l1: number;
  readonly maxNorm: number;
  readonly seed: number;
  /** What the masks of training follow from; left out: the seed. */
  readonly maskSeed?: number;
  readonly train: Samples;
  /** Of no samples: there is none. */
  readonly validation: Samples;
  readonly test: Samples;
  /** Threads that may help; left out: one thread does everything. */
  readonly crew?: Crew | undefined;
  /** Kernels that know more kinds of layers; left out: those that ship. */
  readonly kernels?: WebAssembly.Module | undefined;
  /** Told how many bytes the memory will have, before there is one. */
  readonly claim?: ((bytes: number) => void) | undefined;
}

/** What is evaluated. */
export type EvaluatedSet = 'train' | 'validation' | 'test';

/** Mean loss over a set, and how many of its samples are right. */
export interface SetScore {
  readonly loss: number;
  readonly hits: number;
}

/** How dropout works at a site in a pass; see `Site` in the kernels. */
export interface SiteSetting {
  readonly mode: number;
  readonly threshold: number;
  readonly scale: number;
  readonly shift: number;
  readonly dropped: number;
}

/** The site's numbers where nothing happens. */
export const NO_DROPOUT: SiteSetting = { mode: 0, threshold: 0, scale: 1, shift: 0, dropped: 0 };

/** Masks of a pass over rows that are handed in. */
export type PassMasks =
  | { readonly kind: 'evaluation' }
  | { readonly kind: 'draw'; readonly draw: number }
  | { readonly kind: 'given'; readonly multipliers: readonly (Float32Array | null)[] };

/** The first sample of a training step. */
export interface Snapshot {
  /** What every site put out. */
  readonly activations: readonly Float32Array[];
  /** Gradient of the batch's mean loss by the sums of every layer. */
  readonly gradients: readonly Float32Array[];
  /** What a site that dropped was given. */
  before(site: number): Float32Array;
}
