// Codes shared with the TypeScript side; `layout.ts` there is generated from this file.

/** Activation of a layer. */
export enum Activation {
  linear,
  relu,
  tanh,
  sigmoid,
  gelu,
  selu,
  leakyRelu,
  elu,
  silu,
  softplus,
}

export enum Optimizer {
  sgd,
  momentum,
  nesterov,
  rmsprop,
  adam,
  adamw,
  adagrad,
  adamax,
  nadam,
  lion,
}

export enum Loss {
  softmaxCrossEntropy,
  /** Squared error of numbers. */
  squaredError,
  /** Squared error of one-hot classes. */
  squaredErrorOfClasses,
  /** Of two classes, by one logit. */
  binaryCrossEntropy,
  /** Of numbers. */
  absoluteError,
  huber,
}

/** What normalizes a hidden layer: each neuron over the batch, or each row over its neurons. */
export enum Normalization {
  none,
  batch,
  layer,
}

/** Where a normalization stands, in the order of a layer. */
export enum Place {
  beforeActivation,
  afterActivation,
  afterDropout,
}

/** Dropout mode of a site. The first four draw random numbers, or do nothing. */
export enum Mode {
  none,
  /** Keep or drop. */
  binary,
  gaussian,
  alpha,
  /** Multipliers given from outside, under the alpha rule. */
  given,
  givenAlpha,
  /** One factor for all neurons. */
  factor,
}

/** Purposes of random numbers; each has its own stream, so that using one never shifts another. */
export enum Purpose {
  data,
  init,
  shuffle,
  masks,
  analysis,
  validation,
  /** The points of a study. */
  study,
  mixup,
}
