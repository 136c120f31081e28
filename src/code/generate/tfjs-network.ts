import type { DropoutRuleId } from '../../core/dropout/index';
import { decaysApart } from '../../core/optimizers/index';
import { inOrder, type NormWords } from './normalization';
import type { Network, Plan } from './plan';
import { type Words, type Writers, worded, written } from './said';
import { indented, numeral, type Part } from './text';

const named = (name: string) => `tf.layers.activation({ activation: '${name}' })`;

const activations: Writers<Network, 'activation', string | null> = {
  relu: () => named('relu'),
  leakyRelu: ({ negativeSlope }) => `tf.layers.leakyReLU({ alpha: ${numeral(negativeSlope)} })`,
  elu: ({ alpha }) => `tf.layers.elu({ alpha: ${numeral(alpha)} })`,
  silu: () => named('swish'),
  gelu: () => 'new Gelu({})',
  selu: () => named('selu'),
  softplus: () => named('softplus'),
  tanh: () => named('tanh'),
  sigmoid: () => named('sigmoid'),
  linear: () => null,
};

/** The library counts momentum as the share that is kept; its running variance is not corrected for the batch being small. */
const normalizations: NormWords = {
  none: () => () => null,
  batch:
    ({ momentum, epsilon }) =>
    () =>
      `tf.layers.batchNormalization({ ...decay, momentum: ${numeral(1 - momentum)}, epsilon: ${numeral(epsilon)} }),`,
  layer:
    ({ epsilon }) =>
    () =>
      `tf.layers.layerNormalization({ ...decay, epsilon: ${numeral(epsilon)} }),`,
};

const rules: Words<DropoutRuleId, (rate: string) => string> = {
  inverted: (rate) => `tf.layers.dropout({ rate: ${rate} }),`,
  alpha: (rate) => `new AlphaDropout(${rate}),`,
  gaussian: (rate) => `tf.layers.gaussianDropout({ rate: ${rate} }),`,
  classic: (rate) => `new MaskDropout(${rate}),`,
  'as-written': (rate) => `new MaskDropout(${rate}),`,
};

export function layerClasses({ experiment: { dropout, network }, hasDropout }: Plan): Part {
  const masks = hasDropout && (dropout.rule === 'classic' || dropout.rule === 'as-written');
  const slip = dropout.rule === 'as-written';
  return [
    network.activation === 'gelu' && gelu,
    hasDropout && dropout.rule === 'alpha' && alphaDropout,
    masks && [
      slip
        ? '/** A slip, for demonstration: evaluation multiplies by the fraction dropped. */'
        : '/** A bare mask in training, the fraction kept in evaluation (Srivastava et al. 2014). */',
      'class MaskDropout extends tf.layers.Layer {',
      "  static className = 'MaskDropout';",
      '  constructor(rate) {',
      '    super({});',
      '    this.rate = rate;',
      '  }',
      '  call(inputs, { training = false }) {',
      '    const x = Array.isArray(inputs) ? inputs[0] : inputs;',
      '    return tf.tidy(() => {',
      `      if (!training) return x.mul(${slip ? 'this.rate' : '1 - this.rate'});`,
      "      return x.mul(tf.randomUniform(x.shape).greaterEqual(this.rate).cast('float32'));",
      '    });',
      '  }',
      '}',
      '',
    ],
  ];
}

const gelu = `class Gelu extends tf.layers.Layer {
  static className = 'Gelu';
  call(inputs) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => {
      const inner = x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
      return x.mul(0.5).mul(inner.tanh().add(1));
    });
  }
}
`;

const alphaDropout = `/** The library's own sets dropped neurons to 1.758 instead of -1.758 (tfjs-layers 4.22). */
class AlphaDropout extends tf.layers.Layer {
  static className = 'AlphaDropout';
  constructor(rate) {
    super({});
    this.rate = rate;
  }
  call(inputs, { training = false }) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const p = this.rate;
    if (!training || p === 0) return x;
    const alpha = -1.7580993408473766;
    const scale = ((1 - p) * (1 + p * alpha ** 2)) ** -0.5;
    return tf.tidy(() => {
      const kept = tf.randomUniform(x.shape).greaterEqual(p);
      return tf.where(kept, x, tf.fill(x.shape, alpha)).mul(scale).sub(scale * p * alpha);
    });
  }
}
`;

export function network(plan: Plan): Part {
  const { experiment, ratios, stands, variance } = plan;
  const { hidden } = experiment.network;
  const { weightDecay, l1, optimizer, inputNoise } = experiment.training;
  const l2 = decaysApart(optimizer) ? 0 : weightDecay / 2;
  const act = written(plan, activations, experiment.network, 'activation');
  const rule = worded(plan, rules, experiment.dropout.rule, (call) => () => `${call},`);
  const drop = (site: number) => (stands[site] ? rule(numeral(ratios[site]!)) : null);
  const widths = ['features', ...hidden.map(String), 'outputs'];
  return [
    'function dense(inputs, outputs) {',
    indented(
      [
        'return tf.layers.dense({',
        indented(
          [
            'units: outputs,',
            `kernelInitializer: tf.initializers.randomNormal({ mean: 0, stddev: Math.sqrt(${variance}) }),`,
            (l1 > 0 || l2 > 0) &&
              `kernelRegularizer: tf.regularizers.l1l2({ l1: ${numeral(l1)}, l2: ${numeral(l2)} }),`,
            l2 > 0 && `biasRegularizer: tf.regularizers.l2({ l2: ${numeral(l2)} }),`,
          ],
          2,
        ),
        '});',
      ],
      2,
    ),
    '}',
    '',
    'function build(features, outputs, dropout) {',
    experiment.network.normalization.kind !== 'none' && [
      '  // Weight decay holds for scales and shifts too.',
      l2 > 0
        ? [
            `  const l2 = tf.regularizers.l2({ l2: ${numeral(l2)} });`,
            '  const decay = { gammaRegularizer: l2, betaRegularizer: l2 };',
          ]
        : '  const decay = {};',
    ],
    '  const layers = [',
    indented(
      [
        'tf.layers.inputLayer({ inputShape: [features] }),',
        inputNoise > 0 && `tf.layers.gaussianNoise({ stddev: ${numeral(inputNoise)} }),`,
        drop(0),
        hidden.map((width, index) => [
          `dense(${widths[index]}, ${widths[index + 1]}),`,
          inOrder(plan, normalizations, {
            activation: act && `${act},`,
            dropout: drop(index + 1),
            width,
          }),
        ]),
        `dense(${widths.at(-2)}, outputs),`,
        drop(hidden.length + 1),
      ],
      4,
    ),
    '  ];',
    "  return tf.sequential({ layers: layers.filter((layer) => dropout || !('rate' in layer)) });",
    '}',
  ];
}
