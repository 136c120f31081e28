// Memory layout of the network; `layout.ts` is generated from these classes. Pointers are byte addresses.
// All matrices (inputs, activations, gradients: rows are samples; weights: rows are inputs, columns neurons) are grids
// of tiles of 4 rows × 8 columns, 128 bytes each, one row of tiles after the other. Products read and write them in
// order, and a row of tiles belongs to one thread. Cells beyond the last column are 0.

/** Bytes of a tile of 4 × 8 numbers. */
export const TILE: usize = 128;
/** Bytes of a line of 8 numbers. */
export const LINE: usize = 32;

/**
 * One layer. Its dropout site has the number index + 1. Every kind of layer has inputs, outputs, the tiles of its output
 * and of the gradient that comes back; the other fields mean what its kind makes of them, here what `dense.ts` does.
 */
@unmanaged
export class Layer {
  /** Inputs: features or neurons. */
  inputs: i32;
  /** Neurons. */
  outputs: i32;
  /** Columns of tiles: neurons / 8, rounded up. */
  panels: i32;
  /** Lines of weights: inputs rounded up to 4. */
  lines: i32;
  /** Of `Activation`; and its slope left of 0, where it has one. */
  activation: i32;
  slope: f32;
  /** Whether the input may be sparse enough for lists of non-zeros: 0 no, 1 with dropout, 2 yes. */
  sparseInput: i32;
  /** The same for the gradient in the backward pass. */
  sparseDelta: i32;
  /** Tiles of weights, and after them a line of biases. */
  weights: usize;
  /** Bytes of a row of tiles of weights, and of all of them. */
  weightStride: usize;
  weightBytes: usize;
  /** The transposed weights: rows are neurons, columns inputs; 0 for the first layer. */
  transposed: usize;
  transposedStride: usize;
  /** The optimizer's two running means, laid out as weights and biases. */
  first: usize;
  second: usize;
  /** Lines per unit, a multiple of 8; and the number of units. */
  unitLines: i32;
  units: i32;
  /** Output tiles, and the gradient with respect to them. */
  output: usize;
  delta: usize;
  /** Bytes of a row of tiles of both. */
  stride: usize;
  /** First row of tiles before the mask of the last step, if the layer has dropout. */
  before: usize;
  /** The `Norm` of a hidden layer, or 0. */
  norm: usize;
  /** DropConnect: what is left of weights and biases in a step, and of the transposed weights; 0: nothing is dropped. */
  masked: usize;
  maskedTransposed: usize;
  /** A connection is dropped where its random word is below this; the factor of a kept one. */
  dropThreshold: u32;
  dropScale: f32;
  /** Indices of the functions of its kind; see `layers.ts`. */
  forward: i32;
  backward: i32;
  gradient: i32;
  update: i32;
  limit: i32;
  initialize: i32;
  refresh: i32;
}

/** The normalization of a layer. Lines have one number per neuron; unused cells are 0. */
@unmanaged
export class Norm {
  /** Of `Normalization` and `Place`. */
  kind: i32;
  place: i32;
  /** The share of a batch in the new running statistics. */
  momentum: f32;
  epsilon: f32;
  /** Lines of scales, then of shifts; and likewise their gradient and the optimizer's two running means. */
  affine: usize;
  gradient: usize;
  first: usize;
  second: usize;
  /** Batch: lines of running means, then of running variances. */
  running: usize;
  /** What the values are multiplied by, 1 / σ: of each neuron (batch, in a step) or of each row (layer). */
  inverse: usize;
  /** Layer: the mean of each row. */
  mean: usize;
  /** Tiles like the layer's: normalized values; and the derivative of what stands before the normalization. */
  normed: usize;
  slope: usize;
}

/** A set of samples. */
@unmanaged
export class Samples {
  count: i32;
  /** Tiles. */
  x: usize;
  /** Class numbers (u32), or lines of targets. */
  y: usize;
  /** For each chunk of rows: the sum of its losses (f64), then the number of right answers (i32 in 8 bytes). */
  sums: usize;
  /** What the last evaluation answered, laid out as `y`; 0: it is not kept. */
  answers: usize;
}

@unmanaged
export class Net {
  layerCount: i32;
  layers: usize;
  /** Rows that are worked on at a time, so that they stay in the cache; a multiple of 4. */
  chunkRows: i32;
  train: usize;
  validation: usize;
  test: usize;
  batch: i32;
  /** The order of the epoch: a u32 for each training sample. */
  order: usize;
  /** Number of samples done in the epoch. */
  position: i32;
  /** The batch: tiles of inputs, targets, and losses of its rows (f32). */
  x: usize;
  xStride: usize;
  features: i32;
  y: usize;
  /** Bytes of a sample's target: 4 for a class, else lines. */
  targetBytes: usize;
  rowLosses: usize;
  /** Of `Loss`. */
  loss: i32;
  /** Huber: where squares end. */
  huberDelta: f32;
  /** Cross-entropy: a factor (f32) on the gradient of each class's samples; 0: none. */
  classWeights: usize;
  /** Cross-entropy: the share of a target that is spread over all classes, in the gradient alone. */
  smoothing: f32;
  /** Scratch memory of each thread: 128 bytes, then lists, then sums. */
  scratch: usize;
  scratchBytes: usize;
  /** Where the sums begin. */
  sums: usize;
  /** 32 bytes that are 0. */
  zeros: usize;
  /** 1 if a step goes layer by layer through the whole batch, because it normalizes over the batch. */
  staged: i32;
  /** Of `Optimizer`. */
  optimizer: i32;
  epsilon: f32;
  weightDecay: f32;
  /** 1 if weight decay shrinks the weights directly and is no part of the gradient. */
  decoupledDecay: i32;
  l1: f32;
  maxNorm: f32;
  /** The most that the norm of the whole gradient, and each of its numbers, may be; 0: no limit. */
  clipNorm: f32;
  clipValue: f32;
  /** With a limit of the norm: the sum of squares of the gradient of each unit (f64), counted through all layers. */
  squares: usize;
  /** The `MaskKey` of training, whose counter is the number of steps done. */
  key: usize;
  /** Settings of the steps to come, and bytes from one step's to the next's (0: all the same). */
  settings: usize;
  settingsStride: usize;
  scalars: usize;
  /** First row of tiles of every site, as the last step left it; after them those of the layers' gradients. */
  snapshot: usize;
  /** First row of tiles of the inputs before the mask of the last step, where dropout stands there. */
  xBefore: usize;
  /** 1 if layers drop connections in a step; 1 while they are dropped; and the `MaskKey` by which. */
  connections: i32;
  dropping: i32;
  connectionKey: usize;
  /** Mixup: room for the partner (u32) of each row of a batch, 0: none; for λ (f32) of each batch of an epoch. */
  partners: usize;
  shares: usize;
  /** λ of this step, and 1 while it goes on. */
  share: f32;
  mixing: i32;
  /** The partners' targets, losses against them, and their gradients: as `y`, `rowLosses` and the last layer's `delta`. */
  mixedY: usize;
  mixedLosses: usize;
  mixedDelta: usize;
  /** 1 if a loss or weight was not finite. */
  diverged: i32;
  /** Correct predictions in the last evaluation. */
  hits: i32;
  /** The `Crew`, or 0; and how many threads may share a step, and the chunks of an evaluation. */
  crew: usize;
  stepThreads: i32;
  chunkThreads: i32;
}

/** Numbers that need double precision. */
@unmanaged
export class Scalars {
  /** Momentum or β₁; β₂ or ρ; their powers with the number of steps done. */
  beta1: f64;
  beta2: f64;
  beta1Power: f64;
  beta2Power: f64;
  /** NAdam: 0.96^ψ, its power with the number of steps done, and the product of the momenta of these steps. */
  momentumDecay: f64;
  momentumDecayPower: f64;
  momentumProduct: f64;
  /** What the gradient of this step is multiplied by, so that its norm keeps to the limit. */
  clip: f64;
  /** Sum over steps of the mean loss of the batch × its samples, since the caller set it to 0. */
  lossSum: f64;
}

/** What may differ from step to step: the learning rate, followed by one `Site` for each site. */
@unmanaged
export class Settings {
  learningRate: f64;
}

/** Dropout settings of a site. */
@unmanaged
export class Site {
  /** Of `Mode`. */
  mode: i32;
  /** A neuron is dropped where its random word is below this. */
  threshold: u32;
  /** A kept neuron's factor; for Gaussian masks the standard deviation. */
  scale: f32;
  /** Alpha: what is added to kept neurons, and what dropped ones put out. */
  shift: f32;
  dropped: f32;
  /** Tiles of given multipliers. */
  given: usize;
  /** The number (u32) of the group of each neuron, which is dropped as a whole; 0: each by itself. */
  groups: usize;
  /** Standard deviation of the noise that is added in front of the mask; of the input alone. */
  noise: f32;
}

/** The layer with this index. */
export function layerAt(net: Net, index: i32): Layer {
  return changetype<Layer>(net.layers + <usize>index * offsetof<Layer>());
}

/** The normalization of a layer that has one. */
export function normOf(layer: Layer): Norm {
  return changetype<Norm>(layer.norm);
}

/** The dropout of a site: 0 the input, i + 1 the output of layer i. */
export function siteAt(settings: usize, index: i32): Site {
  return changetype<Site>(settings + offsetof<Settings>() + <usize>index * offsetof<Site>());
}
