import type { DropoutRuleId } from '../../core/dropout/index';
import type { InitializerId } from '../../core/initializers';
import { decaysApart } from '../../core/optimizers/index';
import { inOrder, type NormWords } from './normalization';
import { connectionsDropped, type Network, type Plan } from './plan';
import { type Words, type Writers, worded, written } from './said';
import { float, indented, numeral, type Part } from './text';

const activations: Writers<Network, 'activation', string | null> = {
  relu: () => '"relu"',
  leakyRelu: ({ negativeSlope }) => `layers.LeakyReLU(negative_slope=${numeral(negativeSlope)})`,
  elu: ({ alpha }) => (alpha === 1 ? '"elu"' : `layers.ELU(alpha=${numeral(alpha)})`),
  silu: () => '"silu"',
  gelu: () => 'gelu',
  selu: () => '"selu"',
  softplus: () => '"softplus"',
  tanh: () => '"tanh"',
  sigmoid: () => '"sigmoid"',
  linear: () => null,
};

const initializers: Words<InitializerId> = {
  he: 'keras.initializers.VarianceScaling(2.0, "fan_in", "untruncated_normal")',
  xavier: 'keras.initializers.VarianceScaling(1.0, "fan_avg", "untruncated_normal")',
  lecun: 'keras.initializers.VarianceScaling(1.0, "fan_in", "untruncated_normal")',
};

/** Keras counts momentum as the share that is kept; its running variance is not corrected for the batch being small. */
const normalizations: NormWords = {
  none: () => () => null,
  batch:
    ({ momentum, epsilon }) =>
    () =>
      `norm(layers.BatchNormalization, momentum=${numeral(1 - momentum)}, epsilon=${numeral(epsilon)}),`,
  layer:
    ({ epsilon }) =>
    () =>
      `norm(layers.LayerNormalization, epsilon=${numeral(epsilon)}),`,
};

const rules: Words<DropoutRuleId> = {
  inverted: 'layers.Dropout',
  alpha: 'layers.AlphaDropout',
  gaussian: 'layers.GaussianDropout',
  classic: 'MaskDropout',
  'as-written': 'MaskDropout',
};

/** The rules that Keras does not have: a bare mask, and a factor in evaluation. */
export function ruleClass({ experiment: { dropout }, hasDropout }: Plan): Part {
  if (!hasDropout || rules[dropout.rule] !== 'MaskDropout') return null;
  const slip = dropout.rule === 'as-written';
  return [
    'class MaskDropout(layers.Layer):',
    slip
      ? '    """A slip, for demonstration: evaluation multiplies by the fraction dropped."""'
      : '    """A bare mask in training, the fraction kept in evaluation (Srivastava et al. 2014)."""',
    '',
    '    def __init__(self, rate):',
    '        super().__init__()',
    '        self.rate = rate',
    '        self.random = keras.random.SeedGenerator()',
    '',
    '    def call(self, x, training=False):',
    '        if not training:',
    `            return x * ${slip ? 'self.rate' : '(1 - self.rate)'}`,
    '        kept = keras.random.uniform(ops.shape(x), seed=self.random) >= self.rate',
    '        return x * ops.cast(kept, x.dtype)',
    '',
    '',
  ];
}

const connectionClass: Part = [
  'class DropConnect(layers.Dense):',
  '    """Drops weights in training, the same for the whole batch (Wan et al. 2013)."""',
  '',
  '    def __init__(self, *given, fraction, **options):',
  '        super().__init__(*given, **options)',
  '        self.fraction = fraction',
  '        self.random = keras.random.SeedGenerator()',
  '',
  '    def call(self, x, training=False):',
  '        kernel = self.kernel',
  '        if training and self.fraction > 0:',
  '            kernel = keras.random.dropout(kernel, self.fraction, seed=self.random)',
  '        return self.activation(ops.matmul(x, kernel) + self.bias)',
  '',
  '',
];

export function gelu({ experiment }: Plan): Part {
  if (experiment.network.activation !== 'gelu') return null;
  return ['def gelu(x):', '    return keras.activations.gelu(x, approximate=True)', '', ''];
}

/** Weight decay holds for scales and shifts too. */
const normLayer = (l2: number): Part => [
  'def norm(layer, **options):',
  l2 > 0
    ? [
        `    decay = keras.regularizers.L2(${float(l2)})`,
        '    return layer(gamma_regularizer=decay, beta_regularizer=decay, **options)',
      ]
    : '    return layer(**options)',
  '',
  '',
];

export function network(plan: Plan): Part {
  const { experiment, ratios, stands } = plan;
  const { hidden, init, normalization } = experiment.network;
  const { weightDecay, l1, maxNorm, optimizer, inputNoise, dropConnect } = experiment.training;
  const l2 = decaysApart(optimizer) ? 0 : weightDecay / 2;
  const options = [
    'units',
    'activation',
    dropConnect > 0 && 'fraction=fraction',
    `kernel_initializer=${worded(plan, initializers, init, (call) => call)}`,
    (l1 > 0 || l2 > 0) && `kernel_regularizer=keras.regularizers.L1L2(${float(l1)}, ${float(l2)})`,
    l2 > 0 && `bias_regularizer=keras.regularizers.L2(${float(l2)})`,
    maxNorm > 0 && `kernel_constraint=keras.constraints.MaxNorm(${numeral(maxNorm)}, axis=0)`,
  ].filter((option) => option !== false);
  const act = written(plan, activations, experiment.network, 'activation');
  const rule = worded(plan, rules, experiment.dropout.rule, (call) => call);
  const drop = (site: number) => (stands[site] ? `${rule}(${float(ratios[site]!)}),` : null);
  const normed = normalization.kind !== 'none';
  const fraction = (index: number) => {
    const dropped = connectionsDropped(experiment, index);
    return dropped > 0 ? `, fraction=${float(dropped)}` : '';
  };
  const hiddenLayer = (width: number, index: number) => {
    const behind = { activation: act && `layers.Activation(${act}),`, dropout: drop(index + 1), width };
    return normed
      ? [`dense(${width}${fraction(index)}),`, inOrder(plan, normalizations, behind)]
      : [`dense(${width}${act ? `, ${act}` : ''}${fraction(index)}),`, drop(index + 1)];
  };
  return [
    dropConnect > 0 && connectionClass,
    `def dense(units, activation=None${dropConnect > 0 ? ', fraction=0.0' : ''}):`,
    `    return ${dropConnect > 0 ? 'DropConnect' : 'layers.Dense'}(`,
    indented(
      options.map((option) => `${option},`),
      8,
    ),
    '    )',
    '',
    '',
    normed && normLayer(l2),
    'def build(features, outputs, dropout):',
    '    net = [',
    indented(
      [
        'keras.Input((features,)),',
        inputNoise > 0 && `layers.GaussianNoise(${float(inputNoise)}),`,
        drop(0),
        hidden.map(hiddenLayer),
        `dense(outputs${fraction(hidden.length)}),`,
        drop(hidden.length + 1),
      ],
      8,
    ),
    '    ]',
    '    return keras.Sequential([layer for layer in net if dropout or not hasattr(layer, "rate")])',
  ];
}
