// Written by kernels-layout.mjs from assembly/*.ts, where the fields are explained.

export const ACTIVATION = {
  linear: 0,
  relu: 1,
  tanh: 2,
  sigmoid: 3,
  gelu: 4,
  selu: 5,
  leakyRelu: 6,
  elu: 7,
  silu: 8,
  softplus: 9,
} as const;

export const OPTIMIZER = {
  sgd: 0,
  momentum: 1,
  nesterov: 2,
  rmsprop: 3,
  adam: 4,
  adamw: 5,
  adagrad: 6,
  adamax: 7,
  nadam: 8,
  lion: 9,
} as const;

export const LOSS = {
  softmaxCrossEntropy: 0,
  squaredError: 1,
  squaredErrorOfClasses: 2,
  binaryCrossEntropy: 3,
  absoluteError: 4,
  huber: 5,
} as const;

export const NORMALIZATION = {
  none: 0,
  batch: 1,
  layer: 2,
} as const;

export const PLACE = {
  beforeActivation: 0,
  afterActivation: 1,
  afterDropout: 2,
} as const;

export const MODE = {
  none: 0,
  binary: 1,
  gaussian: 2,
  alpha: 3,
  given: 4,
  givenAlpha: 5,
  factor: 6,
} as const;

export const PURPOSE = {
  data: 0,
  init: 1,
  shuffle: 2,
  masks: 3,
  analysis: 4,
  validation: 5,
  study: 6,
  mixup: 7,
} as const;

export const CREW = {
  bytes: 48,
  fields: {
    threads: { offset: 0, kind: 'u32' },
    signal: { offset: 4, kind: 'u32' },
    open: { offset: 8, kind: 'u32' },
    task: { offset: 12, kind: 'u32' },
    shares: { offset: 16, kind: 'u32' },
    settings: { offset: 20, kind: 'u32' },
    samples: { offset: 24, kind: 'u32' },
    first: { offset: 28, kind: 'u32' },
    rows: { offset: 32, kind: 'u32' },
    piece: { offset: 36, kind: 'u32' },
    layer: { offset: 40, kind: 'u32' },
    failed: { offset: 44, kind: 'u32' },
  },
} as const;

export const SHARE_BYTES = 64;

export const CREW_BYTES = 128;

export const MASK_KEY = {
  bytes: 16,
  fields: {
    seed: { offset: 0, kind: 'u32' },
    purpose: { offset: 4, kind: 'u32' },
    low: { offset: 8, kind: 'u32' },
    high: { offset: 12, kind: 'u32' },
  },
} as const;

export const START = {
  line: 0,
  zero: 1,
  sum: 2,
} as const;

export const FINISH = {
  store: 0,
  multiply: 1,
  add: 2,
} as const;

export const DEPTH = 192;

export const LIST = 1600;

export const PLACES = 16;

export const VALUES = 816;

export const LAYER = {
  bytes: 132,
  fields: {
    inputs: { offset: 0, kind: 'u32' },
    outputs: { offset: 4, kind: 'u32' },
    panels: { offset: 8, kind: 'u32' },
    lines: { offset: 12, kind: 'u32' },
    activation: { offset: 16, kind: 'u32' },
    slope: { offset: 20, kind: 'f32' },
    sparseInput: { offset: 24, kind: 'u32' },
    sparseDelta: { offset: 28, kind: 'u32' },
    weights: { offset: 32, kind: 'u32' },
    weightStride: { offset: 36, kind: 'u32' },
    weightBytes: { offset: 40, kind: 'u32' },
    transposed: { offset: 44, kind: 'u32' },
    transposedStride: { offset: 48, kind: 'u32' },
    first: { offset: 52, kind: 'u32' },
    second: { offset: 56, kind: 'u32' },
    unitLines: { offset: 60, kind: 'u32' },
    units: { offset: 64, kind: 'u32' },
    output: { offset: 68, kind: 'u32' },
    delta: { offset: 72, kind: 'u32' },
    stride: { offset: 76, kind: 'u32' },
    before: { offset: 80, kind: 'u32' },
    norm: { offset: 84, kind: 'u32' },
    masked: { offset: 88, kind: 'u32' },
    maskedTransposed: { offset: 92, kind: 'u32' },
    dropThreshold: { offset: 96, kind: 'u32' },
    dropScale: { offset: 100, kind: 'f32' },
    forward: { offset: 104, kind: 'u32' },
    backward: { offset: 108, kind: 'u32' },
    gradient: { offset: 112, kind: 'u32' },
    update: { offset: 116, kind: 'u32' },
    limit: { offset: 120, kind: 'u32' },
    initialize: { offset: 124, kind: 'u32' },
    refresh: { offset: 128, kind: 'u32' },
  },
} as const;

export const NORM = {
  bytes: 52,
  fields: {
    kind: { offset: 0, kind: 'u32' },
    place: { offset: 4, kind: 'u32' },
    momentum: { offset: 8, kind: 'f32' },
    epsilon: { offset: 12, kind: 'f32' },
    affine: { offset: 16, kind: 'u32' },
    gradient: { offset: 20, kind: 'u32' },
    first: { offset: 24, kind: 'u32' },
    second: { offset: 28, kind: 'u32' },
    running: { offset: 32, kind: 'u32' },
    inverse: { offset: 36, kind: 'u32' },
    mean: { offset: 40, kind: 'u32' },
    normed: { offset: 44, kind: 'u32' },
    slope: { offset: 48, kind: 'u32' },
  },
} as const;

export const SAMPLES = {
  bytes: 20,
  fields: {
    count: { offset: 0, kind: 'u32' },
    x: { offset: 4, kind: 'u32' },
    y: { offset: 8, kind: 'u32' },
    sums: { offset: 12, kind: 'u32' },
    answers: { offset: 16, kind: 'u32' },
  },
} as const;

export const NET = {
  bytes: 216,
  fields: {
    layerCount: { offset: 0, kind: 'u32' },
    layers: { offset: 4, kind: 'u32' },
    chunkRows: { offset: 8, kind: 'u32' },
    train: { offset: 12, kind: 'u32' },
    validation: { offset: 16, kind: 'u32' },
    test: { offset: 20, kind: 'u32' },
    batch: { offset: 24, kind: 'u32' },
    order: { offset: 28, kind: 'u32' },
    position: { offset: 32, kind: 'u32' },
    x: { offset: 36, kind: 'u32' },
    xStride: { offset: 40, kind: 'u32' },
    features: { offset: 44, kind: 'u32' },
    y: { offset: 48, kind: 'u32' },
    targetBytes: { offset: 52, kind: 'u32' },
    rowLosses: { offset: 56, kind: 'u32' },
    loss: { offset: 60, kind: 'u32' },
    huberDelta: { offset: 64, kind: 'f32' },
    classWeights: { offset: 68, kind: 'u32' },
    smoothing: { offset: 72, kind: 'f32' },
    scratch: { offset: 76, kind: 'u32' },
    scratchBytes: { offset: 80, kind: 'u32' },
    sums: { offset: 84, kind: 'u32' },
    zeros: { offset: 88, kind: 'u32' },
    staged: { offset: 92, kind: 'u32' },
    optimizer: { offset: 96, kind: 'u32' },
    epsilon: { offset: 100, kind: 'f32' },
    weightDecay: { offset: 104, kind: 'f32' },
    decoupledDecay: { offset: 108, kind: 'u32' },
    l1: { offset: 112, kind: 'f32' },
    maxNorm: { offset: 116, kind: 'f32' },
    clipNorm: { offset: 120, kind: 'f32' },
    clipValue: { offset: 124, kind: 'f32' },
    squares: { offset: 128, kind: 'u32' },
    key: { offset: 132, kind: 'u32' },
    settings: { offset: 136, kind: 'u32' },
    settingsStride: { offset: 140, kind: 'u32' },
    scalars: { offset: 144, kind: 'u32' },
    snapshot: { offset: 148, kind: 'u32' },
    xBefore: { offset: 152, kind: 'u32' },
    connections: { offset: 156, kind: 'u32' },
    dropping: { offset: 160, kind: 'u32' },
    connectionKey: { offset: 164, kind: 'u32' },
    partners: { offset: 168, kind: 'u32' },
    shares: { offset: 172, kind: 'u32' },
    share: { offset: 176, kind: 'f32' },
    mixing: { offset: 180, kind: 'u32' },
    mixedY: { offset: 184, kind: 'u32' },
    mixedLosses: { offset: 188, kind: 'u32' },
    mixedDelta: { offset: 192, kind: 'u32' },
    diverged: { offset: 196, kind: 'u32' },
    hits: { offset: 200, kind: 'u32' },
    crew: { offset: 204, kind: 'u32' },
    stepThreads: { offset: 208, kind: 'u32' },
    chunkThreads: { offset: 212, kind: 'u32' },
  },
} as const;

export const SCALARS = {
  bytes: 72,
  fields: {
    beta1: { offset: 0, kind: 'f64' },
    beta2: { offset: 8, kind: 'f64' },
    beta1Power: { offset: 16, kind: 'f64' },
    beta2Power: { offset: 24, kind: 'f64' },
    momentumDecay: { offset: 32, kind: 'f64' },
    momentumDecayPower: { offset: 40, kind: 'f64' },
    momentumProduct: { offset: 48, kind: 'f64' },
    clip: { offset: 56, kind: 'f64' },
    lossSum: { offset: 64, kind: 'f64' },
  },
} as const;

export const SETTINGS = {
  bytes: 8,
  fields: { learningRate: { offset: 0, kind: 'f64' } },
} as const;

export const SITE = {
  bytes: 32,
  fields: {
    mode: { offset: 0, kind: 'u32' },
    threshold: { offset: 4, kind: 'u32' },
    scale: { offset: 8, kind: 'f32' },
    shift: { offset: 12, kind: 'f32' },
    dropped: { offset: 16, kind: 'f32' },
    given: { offset: 20, kind: 'u32' },
    groups: { offset: 24, kind: 'u32' },
    noise: { offset: 28, kind: 'f32' },
  },
} as const;

export const TILE = 128;

export const LINE = 32;
