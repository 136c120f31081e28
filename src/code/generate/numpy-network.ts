import type { DropoutRuleId } from '../../core/dropout/index';
import type { NormalizationPlace } from '../../core/normalizations/index';
import type { BatchSpec, LayerSpec, Normalization } from './normalization';
import { dropsGroups, type Network, type Plan } from './plan';
import { type Words, type Writers, worded, written } from './said';
import { indented, numeral, type Part } from './text';

/** An activation and its slope, as expressions of `z`. */
interface Curve {
  readonly value: string;
  readonly slope: string;
}

const activations: Writers<Network, 'activation', Curve> = {
  relu: () => ({ value: 'np.maximum(z, 0)', slope: '(z > 0).astype(z.dtype)' }),
  tanh: () => ({ value: 'np.tanh(z)', slope: '1 - np.tanh(z) ** 2' }),
  sigmoid: () => ({ value: '1 / (1 + np.exp(-z))', slope: 'activation(z) * (1 - activation(z))' }),
  gelu: () => ({
    value: '0.5 * z * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3)))',
    slope:
      '0.5 * (1 + (t := np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3)))) + 0.5 * z * (1 - t**2) * (2 / np.pi) ** 0.5 * (1 + 0.134145 * z**2)',
  }),
  selu: () => ({
    value: '1.0507009873554805 * np.where(z > 0, z, 1.6732632423543772 * np.expm1(np.minimum(z, 0)))',
    slope: '1.0507009873554805 * np.where(z > 0, 1, 1.6732632423543772 * np.exp(np.minimum(z, 0)))',
  }),
  leakyRelu: ({ negativeSlope }) => ({
    value: `np.where(z > 0, z, ${numeral(negativeSlope)} * z)`,
    slope: `np.where(z > 0, 1, ${numeral(negativeSlope)})`,
  }),
  elu: ({ alpha }) => ({
    value: `np.where(z > 0, z, ${numeral(alpha)} * np.expm1(np.minimum(z, 0)))`,
    slope: `np.where(z > 0, 1, ${numeral(alpha)} * np.exp(np.minimum(z, 0)))`,
  }),
  silu: () => ({
    value: 'z / (1 + np.exp(-z))',
    slope: '(s := 1 / (1 + np.exp(-z))) * (1 + z * (1 - s))',
  }),
  softplus: () => ({ value: 'np.logaddexp(z, 0)', slope: '1 / (1 + np.exp(-z))' }),
  linear: () => ({ value: 'z', slope: 'np.ones_like(z)' }),
};

interface Rule {
  readonly doc: string;
  readonly mask: readonly string[];
  readonly evaluation: string;
}

/** Each rule's mask: a factor and an offset for every neuron, and the factor of evaluation, for a ratio p > 0. */
const rules: Words<DropoutRuleId, Rule> = {
  inverted: {
    doc: 'Kept neurons are scaled by 1 / (1 - p) in training; evaluation changes nothing.',
    mask: ['return (rng.random(shape) >= p) / (1 - p), 0'],
    evaluation: '1',
  },
  classic: {
    doc: 'A bare mask in training, the fraction kept in evaluation.',
    mask: ['return (rng.random(shape) >= p).astype(float), 0'],
    evaluation: '1 - p if p > 0 else 1',
  },
  'as-written': {
    doc: 'A slip, for demonstration: evaluation multiplies by the fraction dropped.',
    mask: ['return (rng.random(shape) >= p).astype(float), 0'],
    evaluation: '1 if p is None else p',
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

export function functions(plan: Plan): Part {
  const { network, dropout } = plan.experiment;
  const grouped = dropsGroups(plan.experiment);
  const curve = written(plan, activations, network, 'activation');
  const { value, slope } = typeof curve === 'string' ? { value: curve, slope: curve } : curve;
  const { doc, mask, evaluation } = worded(plan, rules, dropout.rule, (call) => ({
    doc: 'Is not written here.',
    mask: [call],
    evaluation: call,
  }));
  return [
    'def activation(z):',
    `    return ${value}`,
    '',
    '',
    'def slope(z):',
    `    return ${slope}`,
    '',
    '',
    `def mask(rng, shape, p${grouped ? ', size' : ''}):`,
    `    """${doc} Returns a factor and an offset."""`,
    '    if not p:',
    '        return 1, 0',
    grouped && [
      '    rows, width = shape',
      '    if size > 1:',
      '        factor, offset = mask(rng, (rows, -(-width // size)), p, 1)',
      '        both = np.broadcast_arrays(factor, offset)',
      '        return tuple(one.repeat(size, axis=1)[:, :width] for one in both)',
    ],
    indented(mask),
    '',
    '',
    'def evaluation_factor(p):',
    `    return ${evaluation}`,
  ];
}

/** Whether a step normalizes over its batch, and evaluation otherwise. */
export const isOverBatch = ({ experiment }: Plan): boolean =>
  experiment.network.normalization.kind === 'batch';

const kept = ['normed = (z - mean) * inverse', 'return normed * scale + shift, (normed, inverse)'];

/** The function `normalize`: normalized values, and what the backward pass needs. */
const normalizations: Writers<Normalization, 'kind', Part> = {
  none: () => null,
  batch: ({ momentum, epsilon }) => [
    'def normalize(z, scale, shift, statistics, training):',
    '    """Each neuron over the batch; evaluation uses running mean and variance."""',
    '    mean, variance = statistics',
    '    if training:',
    '        mean, variance = z.mean(axis=0), z.var(axis=0)',
    '        unbiased = variance * len(z) / (len(z) - 1)',
    `        statistics += ${numeral(momentum)} * (np.stack([mean, unbiased]) - statistics)`,
    `    inverse = 1 / np.sqrt(variance + ${numeral(epsilon)})`,
    indented(kept),
  ],
  layer: ({ epsilon }) => [
    'def normalize(z, scale, shift):',
    '    """Each sample over the neurons of the layer."""',
    '    mean = z.mean(axis=1, keepdims=True)',
    `    inverse = 1 / np.sqrt(z.var(axis=1, keepdims=True) + ${numeral(epsilon)})`,
    indented(kept),
  ],
};

/** The way back through `normalize`. */
const denormalize = (axis: number): Part => [
  'def denormalize(delta, scale, normed, inverse):',
  '    """The gradient of what was normalized, and those of scales and shifts."""',
  '    affine = (delta * normed).sum(axis=0), delta.sum(axis=0)',
  '    delta = delta * scale',
  `    slant = (delta * normed).mean(axis=${axis}, keepdims=True)`,
  `    return inverse * (delta - delta.mean(axis=${axis}, keepdims=True) - normed * slant), affine`,
];

/** A hidden layer behind its sums, forward and back, by the place of its normalization. */
const places: Readonly<Record<NormalizationPlace, { readonly forward: Part; readonly backward: Part }>> = {
  beforeActivation: {
    forward: ['z, kept = normalize(z, *norm)', 'a = activation(z) * factor + offset'],
    backward: [
      'delta = delta * factor * slope(z)',
      'delta, affine = denormalize(delta, layers[index][2], *kept)',
    ],
  },
  afterActivation: {
    forward: ['a, kept = normalize(activation(z), *norm)', 'a = a * factor + offset'],
    backward: [
      'delta, affine = denormalize(delta * factor, layers[index][2], *kept)',
      'delta = delta * slope(z)',
    ],
  },
  afterDropout: {
    forward: 'a, kept = normalize(activation(z) * factor + offset, *norm)',
    backward: [
      'delta, affine = denormalize(delta, layers[index][2], *kept)',
      'delta = delta * factor * slope(z)',
    ],
  },
};

export function network(plan: Plan): Part {
  const { normalization } = plan.experiment.network;
  return normalization.kind === 'none' ? plainNetwork(plan) : normalizedNetwork(plan, normalization);
}

function normalizedNetwork(plan: Plan, normalization: BatchSpec | LayerSpec): Part {
  const overBatch = normalization.kind === 'batch';
  const { forward, backward } = places[normalization.place];
  return [
    written(plan, normalizations, normalization, 'kind'),
    '',
    '',
    denormalize(overBatch ? 0 : 1),
    '',
    '',
    'def build(rng, widths):',
    overBatch
      ? '    """Weights (inputs x outputs) and biases; of hidden layers also scales, shifts and running statistics."""'
      : '    """Weights (inputs x outputs) and biases; of hidden layers also scales and shifts."""',
    '    layers = [',
    `        (rng.standard_normal((inputs, outputs)) * (${plan.variance}) ** 0.5, np.zeros(outputs))`,
    '        for inputs, outputs in zip(widths, widths[1:])',
    '    ]',
    '    for index, width in enumerate(HIDDEN):',
    `        layers[index] += (np.ones(width), np.zeros(width)${overBatch ? ', np.stack([np.zeros(width), np.ones(width)])' : ''})`,
    '    return layers',
    '',
    '',
    `def forward(layers, x, masks${overBatch ? ', training=False' : ''}):`,
    '    """The output, and what the backward pass needs: inputs of each layer, sums and normalized values of hidden ones."""',
    '    a = x * masks[0][0] + masks[0][1]',
    '    inputs, sums = [], []',
    '    for (w, b, *norm), (factor, offset) in zip(layers, masks[1:]):',
    '        inputs.append(a)',
    '        z = a @ w + b',
    '        if not norm:',
    '            return z * factor + offset, inputs, sums',
    overBatch && '        norm.append(training)',
    indented(forward, 8),
    '        sums.append((z, kept))',
    '',
    '',
    'def backward(layers, delta, masks, inputs, sums):',
    '    """The gradients of all that is trained, from the gradient of the loss with respect to the output."""',
    '    gradients = []',
    '    for index in reversed(range(len(layers))):',
    '        factor, affine = masks[index + 1][0], ()',
    '        if index == len(sums):',
    '            delta = delta * factor',
    '        else:',
    '            z, kept = sums[index]',
    indented(backward, 12),
    '        gradients.insert(0, (inputs[index].T @ delta, delta.sum(axis=0), *affine))',
    '        if index > 0:',
    '            delta = delta @ layers[index][0].T',
    '    return gradients',
  ];
}

function plainNetwork({ variance }: Plan): Part {
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
