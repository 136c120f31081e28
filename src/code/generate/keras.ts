import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../experiment/schema';
import { gelu, network, ruleClass } from './keras-network';
import { dropoutFactor, type Plan, planOf } from './plan';
import { loadedNames, pythonProgram } from './python-parts';
import { float, indented, numeral, type Part } from './text';
import type { CodeGenerator } from './types';

/** The factor of the learning rate as an expression of `elapsed`, epochs in fractions. */
function scheduleExpression(schedule: Experiment['training']['schedule']): string {
  switch (schedule.kind) {
    case 'step':
      return `${numeral(schedule.gamma)} ** ops.floor(elapsed / ${numeral(schedule.every)})`;
    case 'cosine':
      return `${numeral(schedule.floor)} + (1 - ${numeral(schedule.floor)}) * (1 + ops.cos(np.pi * elapsed / EPOCHS)) / 2`;
    case 'warmup': {
      const rise = `${numeral(schedule.start)} + (1 - ${numeral(schedule.start)}) * elapsed / ${numeral(schedule.epochs)}`;
      return `ops.minimum(1.0, ${rise})`;
    }
    default:
      return '1.0';
  }
}

function schedule({ experiment, hasRateSchedule }: Plan): Part {
  if (!hasRateSchedule) return null;
  return [
    'class Schedule(keras.optimizers.schedules.LearningRateSchedule):',
    '    def __init__(self, per_epoch):',
    '        self.per_epoch = per_epoch',
    '',
    '    def __call__(self, step):',
    '        elapsed = ops.cast(step, "float32") / self.per_epoch',
    `        return LEARNING_RATE * (${scheduleExpression(experiment.training.schedule)})`,
    '',
    '',
  ];
}

function ratioSchedule({ experiment, hasDropout, hasDropoutSchedule }: Plan): Part {
  if (!hasDropout || !hasDropoutSchedule) return null;
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
    `            layer.rate = ratio * (${dropoutFactor(experiment.dropout.schedule, 'python')})`,
    '        self.step += 1',
    '',
    '',
  ];
}

/** Where the optimizers of Keras 3 are not those of the playground and of PyTorch. */
function optimizerNotes({ training }: Experiment): string[] {
  const { optimizer: id, schedule } = training;
  if (id === 'rmsprop') return [l10n.t('RMSProp of Keras adds ε inside of the root.')];
  return (id === 'momentum' || id === 'nesterov') && schedule.kind !== 'constant'
    ? [l10n.t('Momentum of Keras keeps past steps at the learning rate that they were taken with.')]
    : [];
}

/** Keras adds ε before the correction of the means; only a large one shows it. */
function largeEpsilon({ training }: Experiment): boolean {
  return (training.optimizer === 'adam' || training.optimizer === 'adamw') && training.epsilon > 1e-6;
}

function adamClass(experiment: Experiment): Part {
  if (!largeEpsilon(experiment)) return null;
  return [
    `class Optimizer(keras.optimizers.${experiment.training.optimizer === 'adam' ? 'Adam' : 'AdamW'}):`,
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

function optimizer(experiment: Experiment): string {
  const { training } = experiment;
  const own = largeEpsilon(experiment) ? 'Optimizer' : undefined;
  switch (training.optimizer) {
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, epsilon, weightDecay } = training;
      const shared = `rate, beta_1=${numeral(beta1)}, beta_2=${numeral(beta2)}, epsilon=${numeral(epsilon)}`;
      return training.optimizer === 'adam'
        ? `${own ?? 'keras.optimizers.Adam'}(${shared})`
        : `${own ?? 'keras.optimizers.AdamW'}(${shared}, weight_decay=${float(weightDecay)})`;
    }
    case 'momentum':
      return `keras.optimizers.SGD(rate, momentum=${float(training.momentum)})`;
    case 'nesterov':
      return `keras.optimizers.SGD(rate, momentum=${float(training.momentum)}, nesterov=True)`;
    case 'rmsprop':
      return `keras.optimizers.RMSprop(rate, rho=${numeral(training.rho)}, epsilon=${numeral(training.epsilon ** 2)})`;
    default:
      return 'keras.optimizers.SGD(rate)';
  }
}

/** Loss and metrics; `data_loss` is the loss without penalties on weights. */
function compiled({ experiment: { training }, validates }: Plan): Part {
  const squares = training.loss === 'meanSquaredError';
  const targets = validates ? 'y, y_val, y_test' : 'y, y_test';
  return [
    'if y.ndim == 1:',
    squares
      ? [
          `    ${targets} = (np.eye(outputs, dtype="float32")[labels] for labels in (${targets}))`,
          '    loss, metric = keras.losses.MeanSquaredError(), keras.metrics.MeanSquaredError(name="data_loss")',
          '    score = keras.metrics.CategoricalAccuracy(name="score")',
        ]
      : [
          '    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
          '    metric = keras.metrics.SparseCategoricalCrossentropy(from_logits=True, name="data_loss")',
          '    score = keras.metrics.SparseCategoricalAccuracy(name="score")',
        ],
    'else:',
    '    loss, metric = keras.losses.MeanSquaredError(), keras.metrics.MeanSquaredError(name="data_loss")',
    '    score = keras.metrics.R2Score(name="score")',
  ];
}

/** Keras restores the best weights at the end as well; a patience of all epochs never stops. */
function stopping({ training: { earlyStopping, restoreBest } }: Experiment): string {
  const patience = earlyStopping > 0 ? numeral(earlyStopping) : 'EPOCHS';
  const restored = restoreBest ? ', restore_best_weights=True' : '';
  return `keras.callbacks.EarlyStopping("val_data_loss", mode="min", patience=${patience}${restored})`;
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
      `net = build(x.shape[1], outputs, ${experiment.baseline ? 'dropout' : 'True'})`,
      `rate = ${hasRateSchedule ? 'Schedule(per_epoch)' : 'LEARNING_RATE'}`,
      `optimizer = ${optimizer(experiment)}`,
      scheduled && '# Eager, since the drop ratios change from step to step.',
      `net.compile(optimizer=optimizer, loss=loss, metrics=[metric, score]${scheduled ? ', run_eagerly=True' : ''})`,
      'net.fit(',
      indented([
        'x,',
        'y,',
        'batch_size=BATCH_SIZE,',
        'epochs=EPOCHS,',
        'verbose=0,',
        plan.chooses && [
          `validation_data=${chosen},`,
          evaluateEvery > 1 && `validation_freq=${evaluateEvery},`,
        ],
        (plan.chooses || scheduled) && [
          'callbacks=[',
          plan.chooses && `    ${stopping(experiment)},`,
          scheduled && '    Ratios(net, per_epoch * EPOCHS),',
          '],',
        ],
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
    return { code, notes: [...plan.notes, ...optimizerNotes(experiment)] };
  },
};
