import type { Heap, Plan } from '../kernels/heap';
import type { Kernels } from '../kernels/instance';
import type { LAYER } from '../kernels/layout';
import type { Update } from '../optimizers/optimizer';
import type { LayerWeights } from '../trainer-types';

/** Fields of a layer that its kind's kernel fills in, or that say what follows its sums. */
type NotPlanned =
  | 'activation'
  | 'forward'
  | 'backward'
  | 'gradient'
  | 'update'
  | 'limit'
  | 'initialize'
  | 'refresh';

/** Where one layer's numbers lie: addresses and sizes in bytes, named as in the kernels. */
export type LayerPlan = Readonly<Record<Exclude<keyof typeof LAYER.fields, NotPlanned>, number>>;

/** What a layer's memory is planned from. */
export interface LayerSize {
  readonly inputs: number;
  readonly outputs: number;
  /** Nothing is passed back through the first layer. */
  readonly isFirst: boolean;
  /** Rows of tiles that go through at a time. */
  readonly rowTiles: number;
  readonly update: Update;
  /** Whether many numbers that come in are 0, and many of the gradient that comes back. */
  readonly zerosIn: boolean;
  readonly zerosBack: boolean;
}

/** How many numbers of each sort a layer trains. */
export interface LayerShape {
  readonly w: number;
  readonly b: number;
}

/**
 * A kind of layer. What it computes is in the kernels (`assembly/layers.ts`): forward, backward, gradient, update and
 * initial weights. Here it says what memory that takes, and how its weights are read from there and written.
 */
export interface LayerKind {
  /** Whether the network's activation follows its sums in a hidden layer. */
  readonly activates: boolean;
  shape(inputs: number, outputs: number): LayerShape;
  /** Reserves a layer's memory. `output`, `delta` and `before` have `stride` bytes for a row of tiles. */
  plan(plan: Plan, size: LayerSize): LayerPlan;
  /** Bytes of a thread's working memory for lists, and from `net.sums` on for sums and a unit's gradient. */
  scratch(layer: LayerPlan, chunkRows: number): { readonly lists: number; readonly sums: number };
  /** Lets the kernels know a layer, described at this address, as one of this kind. */
  become(kernels: Kernels, address: number): void;
  /** A copy of its weights, row by row. */
  read(heap: Heap, layer: LayerPlan): LayerWeights;
  /** @param weights of this layer's shape */
  write(heap: Heap, layer: LayerPlan, weights: LayerWeights): void;
  /** Adds the gradient of a unit, which lies from index `place` of `heap.f32` on, to that of all. */
  addGradient(heap: Heap, place: number, layer: LayerPlan, unit: number, all: GradientSums): void;
}

/** A gradient in the making, row by row as `LayerWeights` are. */
export interface GradientSums {
  readonly w: Float64Array;
  readonly b: Float64Array;
}
