import type { DropoutRuleId } from '../../core/dropout/index';
import type { Experiment } from '../../experiment/schema';
import { inOrder, type NormWords } from './normalization';
import { connectionsDropped, dropsGroups, type Network, type Plan } from './plan';
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

/** A rule written as a module: its forward pass, in training and in evaluation. */
interface RuleModule {
  readonly doc: string;
  readonly training: string;
  readonly evaluation: string;
}

/** The rules that PyTorch does not have; null: it has the rule. */
const modules: Readonly<Record<DropoutRuleId, RuleModule | null>> = {
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

/** The rules that PyTorch has, for groups of neurons, which it has not. */
const groupsOf: Readonly<Partial<Record<DropoutRuleId, RuleModule>>> = {
  inverted: {
    doc: 'Drops groups of adjacent neurons; what is kept is scaled by 1 / (1 - p).',
    training: 'x * (torch.rand_like(x) >= self.p) / (1 - self.p)',
    evaluation: 'x',
  },
  alpha: {
    doc: 'Sets groups of adjacent neurons to alpha; mean and variance are kept (for SELU).',
    training:
      '((1 - self.p) * (1 + self.p * ALPHA**2)) ** -0.5 * (torch.where(torch.rand_like(x) >= self.p, x, torch.full_like(x, ALPHA)) - self.p * ALPHA)',
    evaluation: 'x',
  },
};

const byGroup: Part = [
  'ALPHA = -1.7580993408473766',
  '',
  '',
  'def by_group(draw, x, size):',
  '    """Random numbers like x, the same for all neurons of a group."""',
  '    numbers = draw(len(x), -(-x.shape[1] // size), device=x.device)',
  '    return numbers.repeat_interleave(size, dim=1)[:, : x.shape[1]]',
  '',
  '',
];

const inGroups = (training: string): string =>
  training.replace(/torch\.(randn?)_like\(x\)/, 'by_group(torch.$1, x, self.size)');

/** The class of the layers of dropout. */
export const ruleName = (plan: Plan): string => {
  const { rule } = plan.experiment.dropout;
  if (dropsGroups(plan.experiment) && groupsOf[rule]) return 'GroupDropout';
  return worded(plan, rules, rule, (call) => call);
};

/** A layer that drops connections: the last argument is the fraction. */
export function connectionClass({ training }: Experiment): Part {
  if (training.dropConnect === 0) return null;
  return [
    'class DropConnect(nn.Linear):',
    '    """Drops weights in training, the same for the whole batch (Wan et al. 2013)."""',
    '',
    '    def __init__(self, inputs, outputs, fraction):',
    '        super().__init__(inputs, outputs)',
    '        self.fraction = fraction',
    '',
    '    def forward(self, x):',
    '        return F.linear(x, F.dropout(self.weight, self.fraction, self.training), self.bias)',
    '',
    '',
  ];
}

export function ruleClass(plan: Plan): Part {
  const { dropout } = plan.experiment;
  const grouped = dropsGroups(plan.experiment);
  const rule = plan.hasDropout ? (modules[dropout.rule] ?? (grouped && groupsOf[dropout.rule])) : undefined;
  if (!rule) return null;
  return [
    grouped && byGroup,
    `class ${ruleName(plan)}(nn.Module):`,
    `    """${rule.doc}"""`,
    '',
    `    def __init__(self, p${grouped ? ', size' : ''}):`,
    '        super().__init__()',
    '        self.p = p',
    grouped && '        self.size = size',
    '',
    '    def forward(self, x):',
    `        return ${grouped ? inGroups(rule.training) : rule.training} if self.training else ${rule.evaluation}`,
    '',
    '',
  ];
}

/** The network as one `nn.Sequential`. */
export function network(plan: Plan): Part {
  const { experiment, ratios, stands, variance } = plan;
  const { hidden } = experiment.network;
  const { groupSize, inputGroups } = experiment.dropout;
  const size = (site: number) => {
    const grouped = site === 0 ? inputGroups === 'size' : site <= hidden.length;
    return grouped ? groupSize : 1;
  };
  const sizeOf = (site: number) => (dropsGroups(experiment) ? `, size=${size(site)}` : '');
  const drop = (site: number) =>
    stands[site] ? `${ruleName(plan)}(p=${float(ratios[site]!)}${sizeOf(site)}),` : null;
  const linear = (index: number, inputs: number | string | undefined, outputs: number | string) => {
    const fraction = connectionsDropped(experiment, index);
    return fraction > 0
      ? `DropConnect(${inputs}, ${outputs}, ${float(fraction)}),`
      : `nn.Linear(${inputs}, ${outputs}),`;
  };
  const act = written(plan, activations, experiment.network, 'activation');
  const layers = hidden.map((width, index) => [
    linear(index, index === 0 ? 'features' : hidden[index - 1], width),
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
      [
        drop(0),
        layers,
        linear(hidden.length, hidden.at(-1) ?? 'features', 'outputs'),
        drop(hidden.length + 1),
      ],
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
