import * as l10n from '@vscode/l10n';
import { decaysApart } from '../../core/optimizers/index';
import type { Experiment } from '../../experiment/schema';
import { functions, isOverBatch, network } from './numpy-network';
import {
  connectionsDropped,
  dropoutFactor,
  dropsGroups,
  leftOut,
  notesOf,
  type Plan,
  planOf,
  rateFactor,
  sumsLosses,
} from './plan';
import { epochs, loadedNames, pythonProgram, type Weights } from './python-parts';
import { isBinary, type LossWriters, lossOf, outputsOf, type Writers, written } from './said';
import { indented, list, numeral, type Part } from './text';
import type { CodeGenerator } from './types';

type Training = Experiment['training'];

const squares = 'return ((output - y) ** 2).mean(), 2 * (output - y) / y.size';

const entropy = ({ labelSmoothing }: Training): readonly [Part, Part] => [
  [
    'shifted = output - output.max(axis=1, keepdims=True)',
    'probabilities = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)',
    'picked = np.log(np.maximum(probabilities[np.arange(len(y)), y], 1e-300))',
    labelSmoothing > 0
      ? [
          'target = (1 - smoothing) * np.eye(output.shape[1])[y] + smoothing / output.shape[1]',
          'return -picked.mean(), (probabilities - target) / len(y)',
        ]
      : 'return -picked.mean(), (probabilities - np.eye(output.shape[1])[y]) / len(y)',
  ],
  squares,
];

const losses: LossWriters<Part> = {
  auto: entropy,
  crossEntropy: entropy,
  binaryCrossEntropy: ({ labelSmoothing }) => [
    [
      'z = output[:, 0]',
      'small = np.exp(-np.abs(z))',
      'probability = np.where(z < 0, small, 1) / (1 + small)',
      'loss = np.maximum(z, 0) - z * y + np.log1p(small)',
      labelSmoothing > 0 && 'y = y * (1 - smoothing) + smoothing / 2',
      'return loss.mean(), (probability - y)[:, None] / len(y)',
    ],
    squares,
  ],
  meanSquaredError: () => ['y = np.eye(output.shape[1])[y]', squares],
  meanAbsoluteError: () => [squares, 'return np.abs(output - y).mean(), np.sign(output - y) / y.size'],
  huber: ({ huberDelta }) => [
    squares,
    [
      'distance = np.abs(output - y)',
      `near = np.minimum(distance, ${numeral(huberDelta)})`,
      'return (near * (distance - near / 2)).mean(), np.sign(output - y) * near / y.size',
    ],
  ],
};

function loss(plan: Plan): Part {
  const smooths = plan.experiment.training.labelSmoothing > 0;
  const [classes, numbers] = lossOf<Part>(plan, losses, (call) => call);
  const right = isBinary(plan) ? '(output[:, 0] > 0) == y' : 'output.argmax(axis=1) == y';
  return [
    `def loss_of(output, y${smooths ? ', smoothing=0' : ''}):`,
    '    """The mean loss and its gradient with respect to the output."""',
    '    if y.ndim == 1:',
    indented(classes, 8),
    indented(numbers),
    '',
    '',
    'def evaluate(layers, x, y, ratios):',
    '    """The loss with dropout off, and the accuracy (or R squared)."""',
    '    output, *_ = forward(layers, x, [(evaluation_factor(p), 0) for p in ratios])',
    '    if y.ndim == 1:',
    `        return loss_of(output, y)[0], (${right}).mean()`,
    '    return loss_of(output, y)[0], 1 - ((output - y) ** 2).mean() / y.var(axis=0).mean()',
  ];
}

type AdamTraining = Extract<Training, { optimizer: 'adam' | 'adamw' }>;

const adam = ({ optimizer, beta1, beta2, epsilon, weightDecay }: AdamTraining): Part => [
  `m[...] = ${numeral(beta1)} * m + (1 - ${numeral(beta1)}) * g`,
  `v[...] = ${numeral(beta2)} * v + (1 - ${numeral(beta2)}) * g**2`,
  decaysApart(optimizer) && weightDecay > 0 && `p *= 1 - rate * ${numeral(weightDecay)}`,
  `p -= rate * m / (1 - ${numeral(beta1)} ** step) / (np.sqrt(v / (1 - ${numeral(beta2)} ** step)) + ${numeral(epsilon)})`,
];

/** One update of a parameter `p` with gradient `g`; `m` and `v` are its running means. */
const updates: Writers<Training, 'optimizer', Part> = {
  adam,
  adamw: adam,
  adamax: ({ beta1, beta2, epsilon }) => [
    `m[...] = ${numeral(beta1)} * m + (1 - ${numeral(beta1)}) * g`,
    `v[...] = np.maximum(${numeral(beta2)} * v, np.abs(g) + ${numeral(epsilon)})`,
    `p -= rate * m / (1 - ${numeral(beta1)} ** step) / v`,
  ],
  nadam: ({ beta1, beta2, epsilon, momentumDecay }) => [
    `momenta = ${numeral(beta1)} * (1 - 0.5 * 0.96 ** (${numeral(momentumDecay)} * np.arange(1, step + 2)))`,
    'product = momenta[:-1].prod()',
    `m[...] = ${numeral(beta1)} * m + (1 - ${numeral(beta1)}) * g`,
    `v[...] = ${numeral(beta2)} * v + (1 - ${numeral(beta2)}) * g**2`,
    'ahead = (1 - momenta[-2]) / (1 - product) * g + momenta[-1] / (1 - product * momenta[-1]) * m',
    `p -= rate * ahead / (np.sqrt(v / (1 - ${numeral(beta2)} ** step)) + ${numeral(epsilon)})`,
  ],
  adagrad: ({ epsilon }) => ['v += g**2', `p -= rate * g / (np.sqrt(v) + ${numeral(epsilon)})`],
  lion: ({ beta1, beta2, weightDecay }) => [
    weightDecay > 0 && `p *= 1 - rate * ${numeral(weightDecay)}`,
    `p -= rate * np.sign(${numeral(beta1)} * m + (1 - ${numeral(beta1)}) * g)`,
    `m[...] = ${numeral(beta2)} * m + (1 - ${numeral(beta2)}) * g`,
  ],
  sgd: () => 'p -= rate * g',
  momentum: ({ momentum }) => [`m[...] = ${numeral(momentum)} * m + g`, 'p -= rate * m'],
  nesterov: ({ momentum }) => [
    `m[...] = ${numeral(momentum)} * m + g`,
    `p -= rate * (g + ${numeral(momentum)} * m)`,
  ],
  rmsprop: ({ rho, epsilon }) => [
    `v[...] = ${numeral(rho)} * v + (1 - ${numeral(rho)}) * g**2`,
    `p -= rate * g / (np.sqrt(v) + ${numeral(epsilon)})`,
  ],
};

function penalties({ training }: Experiment): Part {
  const { l1, weightDecay, optimizer } = training;
  return [
    weightDecay > 0 && !decaysApart(optimizer) && `g = g + ${numeral(weightDecay)} * p`,
    l1 > 0 && ['if p.ndim == 2:', `    g = g + ${numeral(l1)} * np.sign(p)`],
  ];
}

function clipping({ training: { clipNorm, clipValue } }: Experiment): Part {
  return [
    clipNorm > 0 && [
      'norm = sum((g**2).sum() for pair in gradients for g in pair) ** 0.5',
      `gradients = [[g * min(1, ${numeral(clipNorm)} / (norm + 1e-6)) for g in pair] for pair in gradients]`,
    ],
    clipValue > 0 &&
      `gradients = [[np.clip(g, -${numeral(clipValue)}, ${numeral(clipValue)}) for g in pair] for pair in gradients]`,
  ];
}

const mixing = ({ mixup }: Training): Part =>
  mixup > 0 && [`share = rng.beta(${numeral(mixup)}, ${numeral(mixup)})`, 'partners = rng.permutation(rows)'];

/** What is left of the weights in a step. */
const thinning = ({ dropConnect }: Training): Part =>
  dropConnect > 0 && [
    'factors = [(rng.random(w.shape) >= p) / (1 - p) for (w, *_), p in zip(layers, CONNECTIONS)]',
    'thinned = [(w * factor, *rest) for (w, *rest), factor in zip(layers, factors)]',
  ];

const weightsOf = ({ dropConnect }: Training): string => (dropConnect > 0 ? 'thinned' : 'layers');

/** The inputs of a step as an expression, mixed and with noise. */
function inputsOf({ mixup, inputNoise }: Training): string {
  const mixed = mixup > 0 ? 'share * x[rows] + (1 - share) * x[partners]' : 'x[rows]';
  return inputNoise > 0
    ? `${mixed} + ${numeral(inputNoise)} * rng.standard_normal((len(rows), x.shape[1]))`
    : mixed;
}

/** The gradient of a step's loss with respect to the output. */
function deltaOf(plan: Plan): Part {
  const { mixup, labelSmoothing } = plan.experiment.training;
  const sums = sumsLosses(plan);
  const more = labelSmoothing > 0 ? `, ${numeral(labelSmoothing)}` : '';
  if (mixup === 0) return `${sums ? 'batch_loss' : '_'}, delta = loss_of(output, y[rows]${more})`;
  const mixed = (part: number, given: string) =>
    `share * loss_of(output, y[rows]${given})[${part}] + (1 - share) * loss_of(output, y[partners]${given})[${part}]`;
  return [`delta = ${mixed(1, more)}`, sums && `batch_loss = ${mixed(0, '')}`];
}

function step(plan: Plan): Part {
  const { experiment, hasRateSchedule, hasDropoutSchedule } = plan;
  const { training, dropout } = experiment;
  const slip = dropout.rule === 'as-written';
  return [
    (hasRateSchedule || hasDropoutSchedule) && 'elapsed, steps = step / per_epoch, per_epoch * EPOCHS',
    hasRateSchedule
      ? `rate = LEARNING_RATE * (${rateFactor(plan, 'python')})`
      : `rate = ${plan.plateau ? 'plateau.rate' : 'LEARNING_RATE'}`,
    hasDropoutSchedule &&
      `ratios = [${slip ? 'ratio and ' : ''}ratio * (${dropoutFactor(plan, 'python')}) for ratio in shared]`,
    dropsGroups(experiment)
      ? 'masks = [mask(rng, (len(rows), width), p, size) for width, p, size in zip(widths, ratios, GROUPS)]'
      : 'masks = [mask(rng, (len(rows), width), p) for width, p in zip(widths, ratios)]',
    mixing(training),
    thinning(training),
    `output, inputs, sums = forward(${weightsOf(training)}, ${inputsOf(training)}, masks${isOverBatch(plan) ? ', training=True' : ''})`,
    deltaOf(plan),
    `gradients = backward(${weightsOf(training)}, delta, masks, inputs, sums)`,
    training.dropConnect > 0 &&
      'gradients = [(g * factor, *rest) for (g, *rest), factor in zip(gradients, factors)]',
    clipping(experiment),
    sumsLosses(plan) && 'epoch_loss += batch_loss * len(rows)',
    'step += 1',
    'for parameters, means, gradient in zip(layers, running, gradients):',
    indented([
      'for p, (m, v), g in zip(parameters, means, gradient):',
      indented([penalties(experiment), written(plan, updates, training, 'optimizer')]),
      training.maxNorm > 0 && [
        'norms = np.linalg.norm(parameters[0], axis=0)',
        `parameters[0][...] *= np.minimum(1, ${numeral(training.maxNorm)} / np.maximum(norms, 1e-12))`,
      ],
    ]),
  ];
}

function plateauClass({ plateau }: Plan): Part {
  if (!plateau) return null;
  const { factor, patience, threshold, thresholdMode, cooldown, floor } = plateau;
  const limit =
    thresholdMode === 'relative'
      ? `self.best * (1 - ${numeral(threshold)})`
      : `self.best - ${numeral(threshold)}`;
  return [
    'class Plateau:',
    '    """Lowers the rate where a loss has stopped falling."""',
    '',
    '    def __init__(self):',
    '        self.rate, self.best, self.bad, self.cooldown = LEARNING_RATE, float("inf"), 0, 0',
    '',
    '    def step(self, loss):',
    `        better = loss < ${limit}`,
    '        self.best = loss if better else self.best',
    '        self.bad = 0 if better or self.cooldown > 0 else self.bad + 1',
    '        self.cooldown = max(0, self.cooldown - 1)',
    `        if self.bad > ${patience}:`,
    `            self.bad, self.cooldown = 0, ${cooldown}`,
    `            self.rate = max(self.rate * ${numeral(factor)}, LEARNING_RATE * ${numeral(floor)})`,
  ];
}

/** The ratios as a list; for the slip, which evaluates with a ratio of 0 otherwise than without dropout, with None. */
function ratiosOf({ experiment, ratios, sites }: Plan): string {
  if (experiment.dropout.rule !== 'as-written') return list(ratios);
  return `[${sites.map((ratio) => (ratio === null ? 'None' : numeral(ratio))).join(', ')}]`;
}

/** Settings of groups and dropped connections. */
function regularizersOf(experiment: Experiment): Part[] {
  const { dropout, network, training } = experiment;
  const { groupSize, inputGroups } = dropout;
  const sizes = [inputGroups === 'size' ? groupSize : 1, ...network.hidden.map(() => groupSize), 1];
  const fractions = [...network.hidden, 0].map((_, index) => connectionsDropped(experiment, index));
  return [
    dropsGroups(experiment) && ['# Neurons that are dropped together, likewise.', `GROUPS = ${list(sizes)}`],
    training.dropConnect > 0 && [
      '# Connections dropped: to each hidden layer, to the output.',
      `CONNECTIONS = ${list(fractions)}`,
    ],
  ];
}

const weightsOfLayers: Weights = {
  evaluate: (data) => `evaluate(layers, ${data}, ratios)`,
  copied: '[[p.copy() for p in layer] for layer in layers]',
  restored: 'layers = kept',
};

function training(plan: Plan): Part {
  const { experiment, hasDropoutSchedule } = plan;
  const none = experiment.dropout.rule === 'as-written' ? 'None' : '0';
  const shared = experiment.baseline ? `RATIOS if dropout else [${none}] * len(RATIOS)` : 'RATIOS';
  return [
    `def train(seed${experiment.baseline ? ', dropout=True' : ''}):`,
    indented([
      'rng = np.random.default_rng(seed)',
      `${loadedNames(plan)}, outputs = load_data(rng)`,
      `widths = [x.shape[1], *HIDDEN, ${outputsOf(plan)}]`,
      'layers = build(rng, widths)',
      'running = [[(np.zeros_like(p), np.zeros_like(p)) for p in layer] for layer in layers]',
      hasDropoutSchedule ? `shared = ${shared}` : `ratios = ${shared}`,
      'per_epoch = -(-len(x) // BATCH_SIZE)',
      'step = 0',
      plan.plateau && 'plateau = Plateau()',
      epochs(plan, weightsOfLayers, [
        'order = rng.permutation(len(x))',
        'for first in range(0, len(x), BATCH_SIZE):',
        indented(['rows = order[first:first + BATCH_SIZE]', step(plan)]),
      ]),
    ]),
  ];
}

export const numpy: CodeGenerator = {
  id: 'numpy',
  title: 'NumPy',
  description: () =>
    l10n.t('From scratch: forward pass, masks, gradients and optimizer, to read and step through'),
  language: 'python',
  extension: '.py',
  generate(experiment) {
    const plan = planOf(experiment);
    const code = pythonProgram(plan, {
      needs: ', from scratch. Needs numpy.',
      imports: 'import numpy as np',
      settings: [
        `HIDDEN = ${list(experiment.network.hidden)}`,
        '# Drop ratios: the input, each hidden layer, the output.',
        `RATIOS = ${ratiosOf(plan)}`,
        ...regularizersOf(experiment),
      ],
      parts: [functions(plan), network(plan), loss(plan), plateauClass(plan), training(plan)].filter(Boolean),
    });
    return { code, notes: [...notesOf(plan), ...leftOut(experiment, ['inputGroups'])] };
  },
};
