import * as v from 'valibot';
import { activations } from './activations/index';
import { dropoutRules } from './dropout/index';
import { dropoutSchedules } from './dropout/schedules/index';
import { initializers } from './initializers';
import { classWeightings, losses } from './losses';
import { normalizations } from './normalizations/index';
import { optimizers } from './optimizers/index';
import { choice, flag, integer, real, variant } from './params';
import { learningRateSchedules } from './schedules/index';

/** Maximum number and width of hidden layers, and of features. */
export const LIMITS = { hiddenLayers: 16, width: 8192, features: 100_000 } as const;

const width = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.width));

const ratio = real({
  title: 'Drop ratio',
  description: 'The fraction of neurons dropped in a training step (keep = 1 − ratio).',
  default: 0.5,
  min: 0,
  below: 1,
  step: 0.01,
  slider: [0, 0.95],
  usual: [0.2, 0.5],
});

/** What dropout at the input drops together. */
export const inputGroupings = [
  { id: 'each', title: 'Each by itself', description: 'Every input is dropped or kept by itself.' },
  {
    id: 'features',
    title: 'Columns of a feature, rows of an image',
    description:
      'What a column of the file has become is dropped together, such as the inputs of its categories; of an image, each row.',
  },
  { id: 'size', title: 'By group size', description: 'Adjacent inputs, as many as the group size says.' },
] as const;

/** `true`: the shared ratio; `false`: no dropout; a number: a drop ratio of its own. */
const site = v.union([v.boolean(), v.pipe(v.number(), v.minValue(0), v.ltValue(1))]);

const learningRate = real({
  title: 'Learning rate',
  description: 'The size of an update: each step moves the weights by this times the (adapted) gradient.',
  default: 0.003,
  above: 0,
  max: 1e9,
  scale: 'log',
  slider: [1e-5, 10],
});

const networkCommon = {
  hidden: v.optional(
    v.pipe(
      v.array(width),
      v.maxLength(LIMITS.hiddenLayers),
      v.metadata({ title: 'Hidden layers', description: 'Neurons in each hidden layer, first to last.' }),
    ),
    [128, 128],
  ),
  init: choice(initializers, 'he', { title: 'Initial weights' }),
  normalization: variant('kind', {}, normalizations, { title: 'Normalization' }),
};

export const networkSchema = variant('activation', networkCommon, activations, { title: 'Network' });

export const placementSchema = v.strictObject({
  input: v.optional(v.pipe(site, v.metadata({ title: 'Input', description: 'Drops features.' })), false),
  hidden: v.optional(
    v.pipe(
      v.union([site, v.pipe(v.array(site), v.maxLength(LIMITS.hiddenLayers))]),
      v.metadata({
        title: 'Hidden',
        description: 'All hidden layers alike, or a list with one entry a layer.',
      }),
    ),
    true,
  ),
  output: v.optional(
    v.pipe(site, v.metadata({ title: 'Output', description: 'Drops logits: allowed, rarely wanted.' })),
    false,
  ),
});

export const dropoutSchema = v.optional(
  v.strictObject({
    rule: choice(dropoutRules, 'inverted', { title: 'Rule' }),
    ratio,
    placement: v.optional(placementSchema, {}),
    groupSize: integer({
      title: 'Group size',
      description:
        'So many adjacent neurons of a hidden layer are dropped together (structured dropout; Tompson et al. 2015); 1: each by itself.',
      default: 1,
      min: 1,
      max: LIMITS.width,
      slider: [1, 16],
      advanced: true,
    }),
    inputGroups: choice(inputGroupings, 'each', { title: 'Groups of inputs', advanced: true }),
    schedule: variant('kind', {}, dropoutSchedules, { title: 'Dropout schedule', advanced: true }),
  }),
  {},
);

const trainingCommon = {
  learningRate,
  schedule: variant('kind', {}, learningRateSchedules, { title: 'Learning-rate schedule', advanced: true }),
  batchSize: integer({
    title: 'Batch size',
    default: 32,
    min: 1,
    max: 1_000_000,
    scale: 'log',
    slider: [1, 512],
  }),
  epochs: integer({ title: 'Epochs', default: 300, min: 1, max: 1_000_000, scale: 'log', slider: [1, 2000] }),
  loss: choice(losses, 'auto', { title: 'Loss' }),
  huberDelta: real({
    title: 'Huber δ',
    description: 'The distance from the target up to which the loss is half the square.',
    default: 1,
    above: 0,
    max: 1e6,
    slider: [0, 5],
    step: 0.1,
    only: ['loss', 'huber'],
  }),
  classWeights: choice(classWeightings, 'none', { title: 'Class weights', advanced: true }),
  labelSmoothing: real({
    title: 'Label smoothing',
    description:
      'The share of each target that training spreads over all classes (Szegedy et al. 2016); losses are reported without it.',
    default: 0,
    min: 0,
    below: 1,
    step: 0.01,
    slider: [0, 0.3],
    advanced: true,
  }),
  inputNoise: real({
    title: 'Input noise',
    description:
      'Standard deviation of the normal noise that each step adds to every input (Bishop 1995); evaluation adds none.',
    default: 0,
    min: 0,
    max: 100,
    step: 0.01,
    slider: [0, 1],
    advanced: true,
  }),
  mixup: real({
    title: 'Mixup α',
    description:
      'Mixes each sample with another of its batch, λ and 1 − λ of inputs and losses, with λ from Beta(α, α) for each batch (Zhang et al. 2018); 0: none.',
    default: 0,
    min: 0,
    max: 10,
    step: 0.05,
    slider: [0, 2],
    advanced: true,
  }),
  dropConnect: real({
    title: 'DropConnect',
    description:
      'The fraction of connections dropped in a training step, the same for its whole batch; kept weights are scaled by 1 / (1 − ratio), evaluation uses all as they are (Wan et al. 2013).',
    default: 0,
    min: 0,
    below: 1,
    step: 0.01,
    slider: [0, 0.95],
    advanced: true,
  }),
  dropConnectLayers: v.optional(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.hiddenLayers + 1))),
      v.maxLength(LIMITS.hiddenLayers + 1),
      v.metadata({
        title: 'Layers of DropConnect',
        description:
          'Whose incoming connections are dropped, counted from the first hidden layer; the output layer comes last. Empty: all.',
        advanced: true,
      }),
    ),
    [],
  ),
  weightDecay: real({
    title: 'Weight decay',
    description: 'L2: adds this times the weight, or bias, to its gradient (AdamW: decoupled).',
    default: 0,
    min: 0,
    max: 10,
    scale: 'log',
    advanced: true,
  }),
  l1: real({
    title: 'L1',
    description: 'Adds this times the sign of the weight to its gradient; biases are left alone.',
    default: 0,
    min: 0,
    max: 10,
    scale: 'log',
    advanced: true,
  }),
  maxNorm: real({
    title: 'Max-norm',
    description: "Upper limit on the norm of a neuron's incoming weights after each step; 0: no limit.",
    default: 0,
    min: 0,
    max: 1000,
    slider: [0, 10],
    advanced: true,
  }),
  clipNorm: real({
    title: 'Clip the norm',
    description:
      'The most that the norm of the gradient of all weights may be: a longer one is scaled down before penalties are added; 0: no limit.',
    default: 0,
    min: 0,
    max: 1e6,
    slider: [0, 10],
    advanced: true,
  }),
  clipValue: real({
    title: 'Clip each value',
    description:
      'The most that each number of the gradient may be, either way, after the norm is clipped; 0: no limit.',
    default: 0,
    min: 0,
    max: 1e6,
    slider: [0, 1],
    advanced: true,
  }),
  earlyStopping: integer({
    title: 'Early stopping',
    description:
      'Stop after this many evaluated epochs without a lower validation loss (test loss where nothing validates); 0: never.',
    default: 0,
    min: 0,
    max: 1_000_000,
    slider: [0, 200],
    advanced: true,
  }),
  minDelta: real({
    title: 'Least improvement',
    description: 'Early stopping: how much lower a loss has to be to count.',
    default: 0,
    min: 0,
    max: 1000,
    slider: [0, 0.1],
    advanced: true,
  }),
  restoreBest: flag({
    title: 'Restore the best weights',
    description:
      'End with the weights of the epoch with the lowest validation loss (test loss where nothing validates).',
    default: false,
    advanced: true,
  }),
  evaluateEvery: integer({
    title: 'Evaluate every',
    description: 'Epochs from one evaluation on all samples to the next.',
    default: 1,
    min: 1,
    max: 1_000_000,
    slider: [1, 100],
    advanced: true,
  }),
};

export const trainingSchema = variant('optimizer', trainingCommon, optimizers, { title: 'Training' });

/** Settings that may change during a run. */
export const changeSchema = v.strictObject({
  ratio: v.optional(v.pipe(v.number(), v.minValue(0), v.ltValue(1))),
  placement: v.optional(placementSchema),
  learningRate: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e9))),
});

/** A change to a running experiment, effective from step `step` (the first is 1). */
export const recordedChangeSchema = v.strictObject({
  step: v.pipe(v.number(), v.integer(), v.minValue(1)),
  ...changeSchema.entries,
});

export type NetworkSpec = v.InferOutput<typeof networkSchema>;
export type DropoutSpec = v.InferOutput<typeof dropoutSchema>;
export type Placement = v.InferOutput<typeof placementSchema>;
export type Site = v.InferOutput<typeof site>;
export type TrainingSpec = v.InferOutput<typeof trainingSchema>;
export type Change = v.InferOutput<typeof changeSchema>;
export type RecordedChange = v.InferOutput<typeof recordedChangeSchema>;

/** Everything the trainer needs besides the data. */
export interface TrainerSpec {
  readonly network: NetworkSpec;
  readonly dropout: DropoutSpec;
  readonly training: TrainingSpec;
  /** 0 … 2³² − 1. All random streams (data, init, shuffle, masks) derive from it. */
  readonly seed: number;
  /** Changes to replay, in the order of their steps. */
  readonly changes: readonly RecordedChange[];
}
