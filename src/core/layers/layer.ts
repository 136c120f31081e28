import type { Heap, Plan } from '../kernels/heap';
import type { Kernels } from '../kernels/instance';
import type { LAYER } from '../kernels/layout';
import type { Update } from '../optimizers/optimizer';
import type { LayerWeights } from '../trainer-types';

/** Fields of a layer that its kernel fills in, or that concern activation, normalization and dropout. */
type NotPlanned =
  | 'activation'
  | 'slope'
  | 'norm'
  | 'masked'
  | 'maskedTransposed'
  | 'dropThreshold'
  | 'dropScale'
  | 'forward'
  | 'backward'
  | 'gradient'
  | 'update'
  | 'limit'
  | 'initialize'
  | 'refresh';

/** Memory layout of a layer: addresses and sizes in bytes, named as in the kernels. */
export type LayerPlan = Readonly<Record<Exclude<keyof typeof LAYER.fields, NotPlanned>, number>>;

/** Sizes that determine a layer's memory. */
export interface LayerSize {
  readonly inputs: number;
  readonly outputs: number;
  /** Whether this is the first layer, which needs no backward pass. */
  readonly isFirst: boolean;
  /** Rows of tiles processed at a time. */
  readonly rowTiles: number;
  readonly update: Update;
  /** Whether many inputs are 0, and many values of the incoming gradient. */
  readonly zerosIn: boolean;
  readonly zerosBack: boolean;
}

/** Shape of a layer's trainable parameters. */
export interface LayerShape {
  readonly w: number;
  readonly b: number;
}

/**
 * A kind of layer. The kernels (`assembly/layers.ts`) implement forward, backward, gradient, update and initialization;
 * this interface plans its memory, and reads and writes its weights.
 */
export interface LayerKind {
  /** Whether hidden layers of this kind are followed by the network's activation. */
  readonly activates: boolean;
  shape(inputs: number, outputs: number): LayerShape;
  /** Reserves a layer's memory. `output`, `delta` and `before` take `stride` bytes per row of tiles. */
  plan(plan: Plan, size: LayerSize): LayerPlan;
  /** Bytes of a thread's scratch memory: for lists, and at `net.sums` for sums and a unit's gradient. */
  scratch(layer: LayerPlan, chunkRows: number): { readonly lists: number; readonly sums: number };
  /** Registers the layer described at this address as one of this kind. */
  become(kernels: Kernels, address: number): void;
  /** Copies the weights out of memory, row-major. */
  read(heap: Heap, layer: LayerPlan): LayerWeights;
  /** @param weights with the shape of this layer */
  write(heap: Heap, layer: LayerPlan, weights: LayerWeights): void;
  /** Indices in `heap.f32` of the first of all its weights, as they lie in memory, and of what is behind the last. */
  kept(layer: LayerPlan): [from: number, to: number];
  /** Adds the gradient of a unit, stored at index `place` of `heap.f32`, to the sums. */
  addGradient(heap: Heap, place: number, layer: LayerPlan, unit: number, all: GradientSums): void;
}

/** Accumulated gradients, row-major as in `LayerWeights`. */
export interface GradientSums {
  readonly w: Float64Array;
  readonly b: Float64Array;
  /** Of a layer's normalization. */
  readonly norm?: Float64Array;
}
