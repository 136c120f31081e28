import type { Experiment } from '../../experiment/schema';
import { pythonData, pythonImports } from './data/python';
import { dropoutFactor, type Plan, planOf, rateFactor } from './plan';
import { indented, list, numeral, type Part, program, quoted } from './text';
import type { CodeGenerator } from './types';

/** Each activation and its slope, as expressions of `z`. */
const activations: Readonly<Record<Experiment['network']['activation'], { value: string; slope: string }>> = {
  relu: { value: 'np.maximum(z, 0)', slope: '(z > 0).astype(z.dtype)' },
  tanh: { value: 'np.tanh(z)', slope: '1 - np.tanh(z) ** 2' },
  sigmoid: { value: '1 / (1 + np.exp(-z))', slope: 'activation(z) * (1 - activation(z))' },
  gelu: {
    value: '0.5 * z * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3)))',
    slope:
      '0.5 * (1 + (t := np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3)))) + 0.5 * z * (1 - t**2) * (2 / np.pi) ** 0.5 * (1 + 0.134145 * z**2)',
  },
  selu: {
    value: '1.0507009873554805 * np.where(z > 0, z, 1.6732632423543772 * np.expm1(np.minimum(z, 0)))',
    slope: '1.0507009873554805 * np.where(z > 0, 1, 1.6732632423543772 * np.exp(np.minimum(z, 0)))',
  },
  linear: { value: 'z', slope: 'np.ones_like(z)' },
};

/** Each rule's mask: a factor and an offset for every neuron, and the factor of evaluation, for a ratio p > 0. */
const rules: Readonly<
  Record<Experiment['dropout']['rule'], { doc: string; mask: readonly string[]; evaluation: string }>
> = {
  inverted: {
    doc: 'Kept neurons are scaled by 1 / (1 - p) in training; evaluation changes nothing.',
    mask: ['return (rng.random(shape) >= p) / (1 - p), 0'],
    evaluation: '1',
  },
  classic: {
    doc: 'A bare mask in training, the fraction kept in evaluation.',
    mask: ['return (rng.random(shape) >= p).astype(float), 0'],
    evaluation: '1 - p',
  },
  'as-written': {
    doc: 'A slip, for demonstration: evaluation multiplies by the fraction dropped.',
    mask: ['return (rng.random(shape) >= p).astype(float), 0'],
    evaluation: 'p',
  },
  gaussian: {
    doc: 'Noise N(1, p / (1 - p)) in training; nobody is dropped.',
    mask: ['return 1 + (p / (1 - p)) ** 0.5 * rng.standard_normal(shape), 0'],
    evaluation: '1',
  },
  alpha: {
    doc: 'Dropped neurons are set to alpha; mean and variance are kept (for SELU).',
    mask: [
      'alpha = -1.7580993408473766',
      'kept = rng.random(shape) >= p',
      'scale = ((1 - p) * (1 + p * alpha**2)) ** -0.5',
      'return scale * kept, scale * alpha * (1 - kept) - scale * p * alpha',
    ],
    evaluation: '1',
  },
};

function functions({ experiment }: Plan): Part {
  const { value, slope } = activations[experiment.network.activation];
  const { doc, mask, evaluation } = rules[experiment.dropout.rule];
  return [
    'def activation(z):',
    `    return ${value}`,
    '',
    '',
    'def slope(z):',
    `    return ${slope}`,
    '',
    '',
    'def mask(rng, shape, p):',
    `    """${doc} Returns a factor and an offset."""`,
    '    if p == 0:',
    '        return 1, 0',
    indented(mask),
    '',
    '',
    'def evaluation_factor(p):',
    `    return ${evaluation === '1' ? '1' : `${evaluation} if p > 0 else 1`}`,
  ];
}

function network({ variance }: Plan): Part {
  return [
    'def build(rng, widths):',
    '    """Weights (inputs x outputs) and biases of each layer."""',
    '    return [',
    `        (rng.standard_normal((inputs, outputs)) * (${variance}) ** 0.5, np.zeros(outputs))`,
    '        for inputs, outputs in zip(widths, widths[1:])',
    '    ]',
    '',
    '',
    'def forward(layers, x, masks):',
    '    """The output, and what the backward pass needs: inputs and sums of each layer."""',
    '    a = x * masks[0][0] + masks[0][1]',
    '    inputs, sums = [], []',
    '    for (w, b), (factor, offset) in zip(layers, masks[1:]):',
    '        inputs.append(a)',
    '        z = a @ w + b',
    '        sums.append(z)',
    '        a = (z if len(sums) == len(layers) else activation(z)) * factor + offset',
    '    return a, inputs, sums',
    '',
    '',
    'def backward(layers, delta, masks, inputs, sums):',
    '    """The gradients of all weights and biases, from the gradient of the loss with respect to the output."""',
    '    gradients = []',
    '    delta = delta * masks[-1][0]',
    '    for index in reversed(range(len(layers))):',
    '        gradients.insert(0, (inputs[index].T @ delta, delta.sum(axis=0)))',
    '        if index > 0:',
    '            delta = (delta @ layers[index][0].T) * masks[index][0] * slope(sums[index - 1])',
    '    return gradients',
  ];
}

function loss({ training }: Experiment): Part {
  const squares = training.loss === 'meanSquaredError';
  return [
    'def loss_of(output, y):',
    '    """The mean loss and its gradient with respect to the output."""',
    '    if y.ndim == 1:',
    squares
      ? ['        y = np.eye(output.shape[1])[y]']
      : [
          '        shifted = output - output.max(axis=1, keepdims=True)',
          '        probabilities = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)',
          '        picked = np.log(np.maximum(probabilities[np.arange(len(y)), y], 1e-300))',
          '        return -picked.mean(), (probabilities - np.eye(output.shape[1])[y]) / len(y)',
        ],
    '    return ((output - y) ** 2).mean(), 2 * (output - y) / y.size',
    '',
    '',
    'def evaluate(layers, x, y, ratios):',
    '    """The loss with dropout off, and the accuracy (or R squared)."""',
    '    output, _, _ = forward(layers, x, [(evaluation_factor(p), 0) for p in ratios])',
    '    if y.ndim == 1:',
    '        return loss_of(output, y)[0], (output.argmax(axis=1) == y).mean()',
    '    return loss_of(output, y)[0], 1 - ((output - y) ** 2).mean() / y.var(axis=0).mean()',
  ];
}

/** One update of a parameter `p` with gradient `g`; `m` and `v` are its running means. */
function update({ training }: Experiment): Part {
  switch (training.optimizer) {
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, epsilon, weightDecay } = training;
      return [
        `m[...] = ${numeral(beta1)} * m + (1 - ${numeral(beta1)}) * g`,
        `v[...] = ${numeral(beta2)} * v + (1 - ${numeral(beta2)}) * g**2`,
        training.optimizer === 'adamw' &&
          weightDecay > 0 && ['if p.ndim == 2:', `    p *= 1 - rate * ${numeral(weightDecay)}`],
        `p -= rate * m / (1 - ${numeral(beta1)} ** step) / (np.sqrt(v / (1 - ${numeral(beta2)} ** step)) + ${numeral(epsilon)})`,
      ];
    }
    case 'momentum':
      return [`m[...] = ${numeral(training.momentum)} * m + g`, 'p -= rate * m'];
    case 'nesterov':
      return [
        `m[...] = ${numeral(training.momentum)} * m + g`,
        `p -= rate * (g + ${numeral(training.momentum)} * m)`,
      ];
    case 'rmsprop':
      return [
        `v[...] = ${numeral(training.rho)} * v + (1 - ${numeral(training.rho)}) * g**2`,
        `p -= rate * g / (np.sqrt(v) + ${numeral(training.epsilon)})`,
      ];
    default:
      return 'p -= rate * g';
  }
}

function penalties({ training }: Experiment): Part {
  const { l1, weightDecay, optimizer } = training;
  const l2 = weightDecay > 0 && optimizer !== 'adamw';
  if (!l2 && l1 === 0) return null;
  const terms = [l2 && `${numeral(weightDecay)} * p`, l1 > 0 && `${numeral(l1)} * np.sign(p)`].filter(
    (term) => term !== false,
  );
  return ['if p.ndim == 2:', `    g = g + ${terms.join(' + ')}`];
}

function step({ experiment, hasRateSchedule, hasDropoutSchedule }: Plan): Part {
  const { training, dropout } = experiment;
  return [
    (hasRateSchedule || hasDropoutSchedule) && 'elapsed, steps = step / per_epoch, per_epoch * EPOCHS',
    hasRateSchedule
      ? `rate = LEARNING_RATE * (${rateFactor(training.schedule, 'python')})`
      : 'rate = LEARNING_RATE',
    hasDropoutSchedule &&
      `ratios = [ratio * (${dropoutFactor(dropout.schedule, 'python')}) for ratio in shared]`,
    'masks = [mask(rng, (len(rows), width), p) for width, p in zip(widths, ratios)]',
    'output, inputs, sums = forward(layers, x[rows], masks)',
    '_, delta = loss_of(output, y[rows])',
    'gradients = backward(layers, delta, masks, inputs, sums)',
    'step += 1',
    'for parameters, means, gradient in zip(layers, running, gradients):',
    indented([
      'for p, (m, v), g in zip(parameters, means, gradient):',
      indented([penalties(experiment), update(experiment)]),
      training.maxNorm > 0 && [
        'norms = np.linalg.norm(parameters[0], axis=0)',
        `parameters[0][...] *= np.minimum(1, ${numeral(training.maxNorm)} / np.maximum(norms, 1e-12))`,
      ],
    ]),
  ];
}

function training(plan: Plan): Part {
  const { experiment, hasDropoutSchedule } = plan;
  const { earlyStopping, evaluateEvery } = experiment.training;
  const shared = experiment.baseline ? 'RATIOS if dropout else [0] * len(RATIOS)' : 'RATIOS';
  return [
    `def train(seed${experiment.baseline ? ', dropout=True' : ''}):`,
    indented([
      'rng = np.random.default_rng(seed)',
      'x, y, x_test, y_test = load_data(rng)',
      'outputs = int(max(y.max(), y_test.max())) + 1 if y.ndim == 1 else y.shape[1]',
      'widths = [x.shape[1], *HIDDEN, outputs]',
      'layers = build(rng, widths)',
      'running = [[(np.zeros_like(p), np.zeros_like(p)) for p in layer] for layer in layers]',
      hasDropoutSchedule ? `shared = ${shared}` : `ratios = ${shared}`,
      'per_epoch = -(-len(x) // BATCH_SIZE)',
      'step = 0',
      earlyStopping > 0 && 'best, since = float("inf"), 0',
      'for epoch in range(1, EPOCHS + 1):',
      indented([
        'order = rng.permutation(len(x))',
        'for first in range(0, len(x), BATCH_SIZE):',
        indented(['rows = order[first:first + BATCH_SIZE]', step(plan)]),
        evaluateEvery > 1 && [`if epoch % ${evaluateEvery} != 0 and epoch < EPOCHS:`, '    continue'],
        'train_loss, train_score = evaluate(layers, x, y, ratios)',
        'test_loss, test_score = evaluate(layers, x_test, y_test, ratios)',
        earlyStopping > 0 && [
          'since = 0 if test_loss < best else since + 1',
          'best = min(best, test_loss)',
          `if since >= ${earlyStopping}:`,
          '    break',
        ],
      ]),
      'return train_loss, train_score, test_loss, test_score',
    ]),
  ];
}

/** The part of a Python program that trains with every seed and prints what came out. */
export function pythonMain({ experiment, seeds }: Plan): Part {
  const report =
    'print(f"seed {seed}{label}: train loss {result[0]:.4f} ({result[1]:.3f}), test loss {result[2]:.4f} ({result[3]:.3f})")';
  return [
    'if __name__ == "__main__":',
    `    for seed in ${list(seeds)}:`,
    experiment.baseline
      ? [
          '        for label, dropout in [("", True), (" without dropout", False)]:',
          '            result = train(seed, dropout)',
          `            ${report}`,
        ]
      : ['        result = train(seed)', '        label = ""', `        ${report}`],
  ];
}

export const numpy: CodeGenerator = {
  id: 'numpy',
  title: 'NumPy',
  language: 'python',
  extension: '.py',
  generate(experiment) {
    const plan = planOf(experiment);
    const { epochs, batchSize, learningRate } = experiment.training;
    const code = program(
      `# Experiment ${quoted(experiment.name)} of Dropout Playground, from scratch. Needs numpy.`,
      pythonImports(experiment.data),
      'import numpy as np',
      '',
      `HIDDEN = ${list(experiment.network.hidden)}`,
      '# Drop ratios: the input, each hidden layer, the output.',
      `RATIOS = ${list(plan.ratios)}`,
      `EPOCHS = ${numeral(epochs)}`,
      `BATCH_SIZE = ${numeral(batchSize)}`,
      `LEARNING_RATE = ${numeral(learningRate)}`,
      '',
      '',
      pythonData(experiment.data),
      '',
      '',
      functions(plan),
      '',
      '',
      network(plan),
      '',
      '',
      loss(experiment),
      '',
      '',
      training(plan),
      '',
      '',
      pythonMain(plan),
    );
    return { code, notes: plan.notes };
  },
};
