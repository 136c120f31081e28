// Numbers by which the other side says what is to be done; `layout.ts` there has them from here.

/** What a layer applies to its sums. */
export enum Activation {
  linear,
  relu,
  tanh,
  sigmoid,
  gelu,
  selu,
}

export enum Optimizer {
  sgd,
  momentum,
  nesterov,
  rmsprop,
  adam,
  adamw,
}

export enum Loss {
  softmaxCrossEntropy,
  /** Squared error of numbers. */
  squaredError,
  /** Squared error of one-hot classes. */
  squaredErrorOfClasses,
}

/** How dropout works at a site. The first four draw random numbers, or do nothing. */
export enum Mode {
  none,
  /** Keep or drop. */
  binary,
  gaussian,
  alpha,
  /** Multipliers from outside; for the alpha rule. */
  given,
  givenAlpha,
  /** One factor for all neurons. */
  factor,
}

/** What random numbers are for: each purpose has a stream of its own, so that using one never shifts another. */
export enum Purpose {
  data,
  init,
  shuffle,
  masks,
  analysis,
  validation,
}
