import type { DropoutRuleId } from '../../core/dropout/index';
import { inOrder, type NormWords } from './normalization';
import type { Network, Plan } from './plan';
import { type Words, type Writers, worded, written } from './said';
import { float, indented, numeral, type Part } from './text';

const activations: Writers<Network, 'activation', string | null> = {
  relu: () => 'nn.ReLU()',
  leakyRelu: ({ negativeSlope }) => `nn.LeakyReLU(${numeral(negativeSlope)})`,
  elu: ({ alpha }) => `nn.ELU(${float(alpha)})`,
  silu: () => 'nn.SiLU()',
  gelu: () => 'nn.GELU(approximate="tanh")',
  selu: () => 'nn.SELU()',
  softplus: () => 'nn.Softplus()',
  tanh: () => 'nn.Tanh()',
  sigmoid: () => 'nn.Sigmoid()',
  linear: () => null,
};

const normalizations: NormWords = {
  none: () => () => null,
  batch:
    ({ momentum, epsilon }) =>
    (width) =>
      `nn.BatchNorm1d(${width}, eps=${numeral(epsilon)}, momentum=${numeral(momentum)}),`,
  layer:
    ({ epsilon }) =>
    (width) =>
      `nn.LayerNorm(${width}, eps=${numeral(epsilon)}),`,
};

const rules: Words<DropoutRuleId> = {
  inverted: 'nn.Dropout',
  alpha: 'nn.AlphaDropout',
  gaussian: 'GaussianDropout',
  classic: 'ClassicDropout',
  'as-written': 'AsWrittenDropout',
};

/** The rules that PyTorch does not have; null: it has the rule. */
const modules: Readonly<Record<DropoutRuleId, { doc: string; training: string; evaluation: string } | null>> =
  {
    inverted: null,
    alpha: null,
    gaussian: {
      doc: 'Multiplies by noise N(1, p / (1 - p)) in training.',
      training: 'x * (1 + (self.p / (1 - self.p)) ** 0.5 * torch.randn_like(x))',
      evaluation: 'x',
    },
    classic: {
      doc: 'A bare mask in training, the fraction kept in evaluation (Srivastava et al. 2014).',
      training: 'x * (torch.rand_like(x) >= self.p)',
      evaluation: 'x * (1 - self.p)',
    },
    'as-written': {
      doc: 'A slip, for demonstration: evaluation multiplies by the fraction dropped.',
      training: 'x * (torch.rand_like(x) >= self.p)',
      evaluation: 'x * self.p',
    },
  };

/** The class of the layers of dropout. */
export const ruleName = (plan: Plan): string =>
  worded(plan, rules, plan.experiment.dropout.rule, (call) => call);

export function ruleClass(plan: Plan): Part {
  const { dropout } = plan.experiment;
  const rule = plan.hasDropout ? modules[dropout.rule] : undefined;
  if (!rule) return null;
  return [
    `class ${ruleName(plan)}(nn.Module):`,
    `    """${rule.doc}"""`,
    '',
    '    def __init__(self, p):',
    '        super().__init__()',
    '        self.p = p',
    '',
    '    def forward(self, x):',
    `        return ${rule.training} if self.training else ${rule.evaluation}`,
    '',
    '',
  ];
}

/** The network as one `nn.Sequential`. */
export function network(plan: Plan): Part {
  const { experiment, ratios, stands, variance } = plan;
  const { hidden } = experiment.network;
  const drop = (site: number) => (stands[site] ? `${ruleName(plan)}(p=${float(ratios[site]!)}),` : null);
  const act = written(plan, activations, experiment.network, 'activation');
  const layers = hidden.map((width, index) => [
    `nn.Linear(${index === 0 ? 'features' : hidden[index - 1]}, ${width}),`,
    inOrder(plan, normalizations, {
      activation: act && `${act},`,
      dropout: drop(index + 1),
      width,
    }),
  ]);
  return [
    'def build(features, outputs):',
    '    net = nn.Sequential(',
    indented(
      [drop(0), layers, `nn.Linear(${hidden.at(-1) ?? 'features'}, outputs),`, drop(hidden.length + 1)],
      8,
    ),
    '    )',
    '    for layer in net:',
    '        if isinstance(layer, nn.Linear):',
    '            inputs, outputs = layer.in_features, layer.out_features',
    `            nn.init.normal_(layer.weight, std=(${variance}) ** 0.5)`,
    '            nn.init.zeros_(layer.bias)',
    '    return net',
  ];
}
