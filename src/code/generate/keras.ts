import * as l10n from '@vscode/l10n';
import { decaysApart } from '../../core/optimizers/index';
import type { Experiment } from '../../experiment/schema';
import { gelu, network, ruleClass } from './keras-network';
import { dropoutFactor, leftOut, notesOf, type Plan, planOf, shareOfCycle } from './plan';
import { loadedNames, pythonProgram } from './python-parts';
import { type LossWriters, lossOf, outputsOf, type Writers, written } from './said';
import { float, indented, numeral, type Part } from './text';
import type { CodeGenerator } from './types';

const KERAS = {
  log: 'ops.log',
  floor: ([a, b]: readonly [string, string]) => `ops.floor(${a} / ${b})`,
};

/** From `from` along half a cosine to `to`, as an expression of the share of the way. */
const alongCosine = (from: number, to: number, share: string) =>
  `${numeral(to)} + ${numeral((from - to) / 2)} * (1 + ops.cos(np.pi * ${share}))`;

/** The factor of the learning rate as an expression of `elapsed`, epochs in fractions. */
const rateFactors: Writers<Experiment['training']['schedule'], 'kind', string> = {
  constant: () => '1.0',
  plateau: () => '1.0',
  step: ({ gamma, every }) => `${numeral(gamma)} ** ops.floor(elapsed / ${numeral(every)})`,
  cosine: ({ floor }) =>
    `${numeral(floor)} + (1 - ${numeral(floor)}) * (1 + ops.cos(np.pi * elapsed / EPOCHS)) / 2`,
  exponential: ({ gamma }) => `${numeral(gamma)} ** elapsed`,
  restarts: (schedule) => alongCosine(1, schedule.floor, shareOfCycle(KERAS, schedule)),
  oneCycle: ({ rise, start, end }) => {
    const steps = 'self.per_epoch * EPOCHS';
    const top = `(${numeral(rise)} * ${steps} - 1)`;
    const at = 'elapsed * self.per_epoch';
    const fall = `(${at} - ${top}) / (${numeral(1 - rise)} * ${steps})`;
    return `ops.where(${at} < ${top}, ${alongCosine(start, 1, `${at} / ${top}`)}, ${alongCosine(1, end, fall)})`;
  },
  warmup: ({ start, epochs }) =>
    `ops.minimum(1.0, ${numeral(start)} + (1 - ${numeral(start)}) * elapsed / ${numeral(epochs)})`,
};

function schedule(plan: Plan): Part {
  if (!plan.hasRateSchedule) return null;
  const factor = written(plan, rateFactors, plan.experiment.training.schedule, 'kind');
  return [
    'class Schedule(keras.optimizers.schedules.LearningRateSchedule):',
    '    def __init__(self, per_epoch):',
    '        self.per_epoch = per_epoch',
    '',
    '    def __call__(self, step):',
    '        elapsed = ops.cast(step, "float32") / self.per_epoch',
    `        return LEARNING_RATE * (${factor})`,
    '',
    '',
  ];
}

function ratioSchedule(plan: Plan): Part {
  if (!plan.hasDropout || !plan.hasDropoutSchedule) return null;
  return [
    'class Ratios(keras.callbacks.Callback):',
    '    """Sets the drop ratios before each step."""',
    '',
    '    def __init__(self, net, steps):',
    '        super().__init__()',
    '        self.ratios = {layer: layer.rate for layer in net.layers if hasattr(layer, "rate")}',
    '        self.step, self.steps = 0, steps',
    '',
    '    def on_train_batch_begin(self, batch, logs=None):',
    '        step, steps = self.step, self.steps',
    '        for layer, ratio in self.ratios.items():',
    `            layer.rate = ratio * (${dropoutFactor(plan, 'python')})`,
    '        self.step += 1',
    '',
    '',
  ];
}

type Training = Experiment['training'];

/** Where the optimizers of Keras 3 are not those of the playground and of PyTorch. */
function optimizerNotes({ training }: Experiment): string[] {
  const { optimizer: id, schedule } = training;
  if (schedule.kind === 'plateau' && schedule.thresholdMode === 'relative' && schedule.threshold > 0)
    return [l10n.t('ReduceLROnPlateau of Keras takes the threshold as absolute.')];
  if (id === 'rmsprop') return [l10n.t('RMSProp of Keras adds ε inside the root.')];
  if (id === 'adagrad') return [l10n.t('Adagrad of Keras adds ε inside the root.')];
  if (id === 'nadam' && training.momentumDecay !== 1)
    return [l10n.t('NAdam of Keras has a momentum decay of 1.')];
  return (id === 'momentum' || id === 'nesterov') && schedule.kind !== 'constant'
    ? [l10n.t('Momentum of Keras keeps past steps at the learning rate that they were taken with.')]
    : [];
}

/** Keras adds ε before the correction of the means; only a large one shows it. */
function largeEpsilon(training: Training): boolean {
  return (training.optimizer === 'adam' || training.optimizer === 'adamw') && training.epsilon > 1e-6;
}

/** The call that makes the optimizer, with what it clips. */
function optimizer(plan: Plan): string {
  const { clipNorm, clipValue } = plan.experiment.training;
  const call = written(plan, optimizers, plan.experiment.training, 'optimizer');
  const name = clipNorm > 0 ? 'global_clipnorm' : 'clipvalue';
  const limit = clipNorm > 0 ? clipNorm : clipValue;
  return limit > 0 ? `${call.slice(0, -1)}, ${name}=${float(limit)})` : call;
}

function adamClass({ training }: Experiment): Part {
  if (!largeEpsilon(training)) return null;
  return [
    `class Optimizer(keras.optimizers.${training.optimizer === 'adam' ? 'Adam' : 'AdamW'}):`,
    '    """Adds epsilon after the correction of the means, as Algorithm 1 of Kingma and Ba and PyTorch do."""',
    '',
    '    def update_step(self, gradient, variable, learning_rate):',
    '        epsilon = self.epsilon',
    '        step = ops.cast(self.iterations + 1, variable.dtype)',
    '        self.epsilon = epsilon * ops.sqrt(1 - ops.power(ops.cast(self.beta_2, variable.dtype), step))',
    '        super().update_step(gradient, variable, learning_rate)',
    '        self.epsilon = epsilon',
    '',
    '',
  ];
}

/** Keras clips with the penalties in the gradient, and only one way. */
function clippingNotes({
  training: { clipNorm, clipValue, l1, weightDecay, optimizer },
}: Experiment): string[] {
  if (clipNorm === 0 && clipValue === 0) return [];
  const penalized = l1 > 0 || (weightDecay > 0 && !decaysApart(optimizer));
  return [
    ...(penalized ? [l10n.t('The gradient is clipped with the penalties in it.')] : []),
    ...(clipNorm > 0 && clipValue > 0
      ? [l10n.t('Keras clips one way only: each value is not clipped.')]
      : []),
  ];
}

type AdamTraining = Extract<Training, { optimizer: 'adam' | 'adamw' | 'adamax' | 'nadam' }>;
const adam = (name: string, training: AdamTraining, ...more: string[]) => {
  const { beta1, beta2, epsilon } = training;
  const given = [
    'rate',
    `beta_1=${numeral(beta1)}`,
    `beta_2=${numeral(beta2)}`,
    `epsilon=${numeral(epsilon)}`,
    ...more,
  ];
  return `${largeEpsilon(training) ? 'Optimizer' : `keras.optimizers.${name}`}(${given.join(', ')})`;
};

const optimizers: Writers<Training, 'optimizer', string> = {
  adam: (training) => adam('Adam', training),
  adamw: (training) => adam('AdamW', training, `weight_decay=${float(training.weightDecay)}`),
  adamax: (training) => adam('Adamax', training),
  nadam: (training) => adam('Nadam', training),
  adagrad: ({ epsilon }) =>
    `keras.optimizers.Adagrad(rate, initial_accumulator_value=0.0, epsilon=${numeral(epsilon ** 2)})`,
  lion: ({ beta1, beta2, weightDecay }) =>
    `keras.optimizers.Lion(rate, beta_1=${numeral(beta1)}, beta_2=${numeral(beta2)}, weight_decay=${float(weightDecay)})`,
  sgd: () => 'keras.optimizers.SGD(rate)',
  momentum: ({ momentum }) => `keras.optimizers.SGD(rate, momentum=${float(momentum)})`,
  nesterov: ({ momentum }) => `keras.optimizers.SGD(rate, momentum=${float(momentum)}, nesterov=True)`,
  rmsprop: ({ rho, epsilon }) =>
    `keras.optimizers.RMSprop(rate, rho=${numeral(rho)}, epsilon=${numeral(epsilon ** 2)})`,
};

const both = (name: string) =>
  `loss, metric = keras.losses.${name}(), keras.metrics.${name}(name="data_loss")`;
const squares = both('MeanSquaredError');

const entropy = ({ labelSmoothing }: Training): readonly [Part, Part] => [
  [
    labelSmoothing > 0
      ? [
          'def loss(labels, output):',
          '    labels = ops.one_hot(ops.reshape(labels, (-1,)), outputs)',
          `    return keras.losses.categorical_crossentropy(labels, output, from_logits=True, label_smoothing=${numeral(labelSmoothing)})`,
          '',
        ]
      : 'loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
    'metric = keras.metrics.SparseCategoricalCrossentropy(from_logits=True, name="data_loss")',
    'score = keras.metrics.SparseCategoricalAccuracy(name="score")',
  ],
  squares,
];

const losses: LossWriters<Part> = {
  auto: entropy,
  crossEntropy: entropy,
  binaryCrossEntropy: ({ labelSmoothing }) => [
    [
      `loss = keras.losses.BinaryCrossentropy(from_logits=True${labelSmoothing > 0 ? `, label_smoothing=${numeral(labelSmoothing)}` : ''})`,
      'metric = keras.metrics.BinaryCrossentropy(from_logits=True, name="data_loss")',
      'score = keras.metrics.BinaryAccuracy(threshold=0.0, name="score")',
    ],
    squares,
  ],
  meanSquaredError: () => [[squares, 'score = keras.metrics.CategoricalAccuracy(name="score")'], squares],
  meanAbsoluteError: () => [squares, both('MeanAbsoluteError')],
  huber: ({ huberDelta }) => [
    squares,
    [
      `loss = keras.losses.Huber(delta=${numeral(huberDelta)})`,
      `metric = keras.metrics.MeanMetricWrapper(keras.losses.huber, name="data_loss", delta=${numeral(huberDelta)})`,
    ],
  ],
};

/** Loss and metrics; `data_loss` is the loss without penalties on weights. */
function compiled(plan: Plan): Part {
  const targets = plan.validates ? 'y, y_val, y_test' : 'y, y_test';
  const [classes, numbers] = lossOf<Part>(plan, losses, (call) => call);
  return [
    'if y.ndim == 1:',
    plan.experiment.training.loss === 'meanSquaredError' &&
      `    ${targets} = (np.eye(outputs, dtype="float32")[labels] for labels in (${targets}))`,
    indented(classes),
    'else:',
    indented(numbers),
    '    score = keras.metrics.R2Score(name="score")',
  ];
}

/** Keras counts the epoch that a patience or a cooldown of PyTorch ends with as well. */
function plateauOf({ plateau, validates }: Plan): Part {
  if (!plateau) return null;
  const { factor, patience, threshold, cooldown, floor } = plateau;
  return [
    `    keras.callbacks.ReduceLROnPlateau("${validates ? 'val_' : ''}data_loss", mode="min", factor=${numeral(factor)},`,
    `        patience=${patience + 1}, min_delta=${numeral(threshold)}, cooldown=${cooldown && cooldown + 1}, min_lr=LEARNING_RATE * ${numeral(floor)}),`,
  ];
}

/** Keras restores the best weights at the end as well; a patience of all epochs never stops. */
function stopping({ training: { earlyStopping, minDelta, restoreBest } }: Experiment): string {
  const patience = earlyStopping > 0 ? numeral(earlyStopping) : 'EPOCHS';
  const restored = `${minDelta > 0 ? `, min_delta=${numeral(minDelta)}` : ''}${restoreBest ? ', restore_best_weights=True' : ''}`;
  return `keras.callbacks.EarlyStopping("val_data_loss", mode="min", patience=${patience}${restored})`;
}

function callbacks(plan: Plan, scheduled: boolean): Part {
  if (!plan.chooses && !plan.plateau && !scheduled) return null;
  return [
    'callbacks=[',
    plateauOf(plan),
    plan.chooses && `    ${stopping(plan.experiment)},`,
    scheduled && '    Ratios(net, per_epoch * EPOCHS),',
    '],',
  ];
}

function training(plan: Plan): Part {
  const { experiment, hasRateSchedule, hasDropout, hasDropoutSchedule } = plan;
  const { evaluateEvery } = experiment.training;
  const chosen = plan.validates ? '(x_val, y_val)' : '(x_test, y_test)';
  const scheduled = hasDropout && hasDropoutSchedule;
  const needsPerEpoch = hasRateSchedule || scheduled;
  return [
    `def train(seed${experiment.baseline ? ', dropout=True' : ''}):`,
    indented([
      'keras.utils.set_random_seed(seed)',
      `${loadedNames(plan)}, outputs = load_data(np.random.default_rng(seed))`,
      compiled(plan),
      needsPerEpoch && 'per_epoch = -(-len(x) // BATCH_SIZE)',
      `net = build(x.shape[1], ${outputsOf(plan)}, ${experiment.baseline ? 'dropout' : 'True'})`,
      `rate = ${hasRateSchedule ? 'Schedule(per_epoch)' : 'LEARNING_RATE'}`,
      `optimizer = ${optimizer(plan)}`,
      scheduled && '# Eager, since the drop ratios change from step to step.',
      `net.compile(optimizer=optimizer, loss=loss, metrics=[metric, score]${scheduled ? ', run_eagerly=True' : ''})`,
      'net.fit(',
      indented([
        'x,',
        'y,',
        'batch_size=BATCH_SIZE,',
        'epochs=EPOCHS,',
        'verbose=0,',
        (plan.chooses || plan.validates) && [
          `validation_data=${chosen},`,
          evaluateEvery > 1 && `validation_freq=${evaluateEvery},`,
        ],
        callbacks(plan, scheduled),
      ]),
      ')',
      'train_result = net.evaluate(x, y, verbose=0, return_dict=True)',
      'test_result = net.evaluate(x_test, y_test, verbose=0, return_dict=True)',
      'return (',
      '    train_result["data_loss"], train_result["score"], test_result["data_loss"], test_result["score"]',
      ')',
    ]),
  ];
}

export const keras: CodeGenerator = {
  id: 'keras',
  title: 'Keras 3',
  description: () => l10n.t('Keras 3 layers and a training loop, on TensorFlow, JAX or PyTorch'),
  language: 'python',
  extension: '.py',
  generate(experiment) {
    const plan = planOf(experiment);
    const code = pythonProgram(plan, {
      needs: '. Needs numpy, keras 3 and one of its backends.',
      imports: ['import keras', 'import numpy as np', 'from keras import layers, ops'],
      parts: [
        [
          gelu(plan),
          ruleClass(plan),
          schedule(plan),
          adamClass(experiment),
          ratioSchedule(plan),
          network(plan),
        ],
        training(plan),
      ],
    });
    const left = leftOut(experiment, ['mixup', 'groups', 'inputGroups']);
    return {
      code,
      notes: [...notesOf(plan), ...left, ...optimizerNotes(experiment), ...clippingNotes(experiment)],
    };
  },
};
