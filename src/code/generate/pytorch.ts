import * as l10n from '@vscode/l10n';
import { decaysApart } from '../../core/optimizers/index';
import type { PlateauParams } from '../../core/schedules/plateau';
import type { Experiment } from '../../experiment/schema';
import { dropoutFactor, leftOut, notesOf, type Plan, planOf, rateFactor, sumsLosses } from './plan';
import { epochs, loadedNames, pythonProgram, type Weights } from './python-parts';
import { connectionClass, network, ruleClass, ruleName } from './pytorch-network';
import { isBinary, type LossWriters, lossOf, outputsOf, type Writers, written } from './said';
import { float, indented, numeral, type Part } from './text';
import type { CodeGenerator } from './types';

type Training = Experiment['training'];

/** PyTorch's AdamW decays weights by default. */
const decay = ({ weightDecay, optimizer }: Training) =>
  weightDecay > 0 || decaysApart(optimizer) ? `, weight_decay=${float(weightDecay)}` : '';

const GIVEN = 'net.parameters(), lr=LEARNING_RATE';
type AdamTraining = Extract<Training, { optimizer: 'adam' | 'adamw' | 'adamax' | 'nadam' }>;
const adam = (name: string) => (training: AdamTraining) =>
  `torch.optim.${name}(${GIVEN}, betas=(${numeral(training.beta1)}, ${numeral(training.beta2)}), eps=${numeral(training.epsilon)}${training.optimizer === 'nadam' ? `, momentum_decay=${numeral(training.momentumDecay)}` : ''}${decay(training)})`;

const optimizers: Writers<Training, 'optimizer', string> = {
  adam: adam('Adam'),
  adamw: adam('AdamW'),
  adamax: adam('Adamax'),
  nadam: adam('NAdam'),
  adagrad: (training) => `torch.optim.Adagrad(${GIVEN}, eps=${numeral(training.epsilon)}${decay(training)})`,
  lion: (training) =>
    `Lion(${GIVEN}, betas=(${numeral(training.beta1)}, ${numeral(training.beta2)})${decay(training)})`,
  sgd: (training) => `torch.optim.SGD(${GIVEN}${decay(training)})`,
  momentum: (training) =>
    `torch.optim.SGD(${GIVEN}, momentum=${numeral(training.momentum)}${decay(training)})`,
  nesterov: (training) =>
    `torch.optim.SGD(${GIVEN}, momentum=${numeral(training.momentum)}${training.momentum > 0 ? ', nesterov=True' : ''}${decay(training)})`,
  rmsprop: (training) =>
    `torch.optim.RMSprop(${GIVEN}, alpha=${numeral(training.rho)}, eps=${numeral(training.epsilon)}${decay(training)})`,
};

/** PyTorch has no Lion. */
function lionClass({ training }: Experiment): Part {
  if (training.optimizer !== 'lion') return null;
  return [
    'class Lion(torch.optim.Optimizer):',
    '    """Moves every weight by the learning rate, along the sign of a mean gradient (Chen et al. 2023)."""',
    '',
    '    def __init__(self, params, lr, betas, weight_decay):',
    '        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})',
    '',
    '    @torch.no_grad()',
    '    def step(self):',
    '        for group in self.param_groups:',
    '            beta1, beta2 = group["betas"]',
    '            for p in group["params"]:',
    '                mean = self.state[p].setdefault("mean", torch.zeros_like(p))',
    '                p.mul_(1 - group["lr"] * group["weight_decay"])',
    '                p.sub_(group["lr"] * (beta1 * mean + (1 - beta1) * p.grad).sign())',
    '                mean.mul_(beta2).add_(p.grad, alpha=1 - beta2)',
    '',
    '',
  ];
}

const squares = 'F.mse_loss(output, y)';
const entropy = ({ labelSmoothing }: Training) =>
  [`F.cross_entropy(output, y${labelSmoothing > 0 ? ', label_smoothing=smoothing' : ''})`, squares] as const;

const losses: LossWriters<string> = {
  auto: entropy,
  crossEntropy: entropy,
  binaryCrossEntropy: ({ labelSmoothing }) => [
    `F.binary_cross_entropy_with_logits(output[:, 0], ${labelSmoothing > 0 ? 'y * (1 - smoothing) + smoothing / 2' : 'y.float()'})`,
    squares,
  ],
  meanSquaredError: () => ['F.mse_loss(output, F.one_hot(y, output.shape[1]).float())', squares],
  meanAbsoluteError: () => [squares, 'F.l1_loss(output, y)'],
  huber: ({ huberDelta }) => [squares, `F.huber_loss(output, y, delta=${numeral(huberDelta)})`],
};

/** The loss as a function of logits (or outputs) and targets. */
function lossFunction(plan: Plan): Part {
  const smooths = plan.experiment.training.labelSmoothing > 0;
  const [classes, numbers] = lossOf(plan, losses, (call) => call);
  const right = isBinary(plan) ? '(output[:, 0] > 0) == (y == 1)' : 'output.argmax(1) == y';
  return [
    `def loss_of(output, y${smooths ? ', smoothing=0.0' : ''}):`,
    '    if y.dtype == torch.int64:',
    `        return ${classes}`,
    `    return ${numbers}`,
    '',
    '',
    'def evaluate(net, x, y):',
    '    """The loss with dropout off, and the accuracy (or R squared)."""',
    '    net.eval()',
    '    with torch.no_grad():',
    '        output = net(x)',
    '        loss = loss_of(output, y).item()',
    '        if y.dtype == torch.int64:',
    `            return loss, (${right}).float().mean().item()`,
    '        return loss, 1 - (F.mse_loss(output, y) / y.var(0, unbiased=False).mean()).item()',
  ];
}

/** The loss of a step, with the noise and the mixing of its batch. */
function lossOfStep({ mixup, inputNoise, labelSmoothing }: Training): Part {
  const more = labelSmoothing > 0 ? `, ${numeral(labelSmoothing)}` : '';
  if (mixup === 0 && inputNoise === 0) return `loss = loss_of(net(x[rows]), y[rows]${more})`;
  const inputs = mixup > 0 ? 'share * x[rows] + (1 - share) * x[partners]' : 'x[rows]';
  return [
    mixup > 0 && [
      `share = torch.distributions.Beta(${float(mixup)}, ${float(mixup)}).sample()`,
      'partners = rows[torch.randperm(len(rows))]',
    ],
    `inputs = ${inputs}`,
    inputNoise > 0 && `inputs = inputs + ${numeral(inputNoise)} * torch.randn_like(inputs)`,
    'output = net(inputs)',
    mixup > 0
      ? `loss = share * loss_of(output, y[rows]${more}) + (1 - share) * loss_of(output, y[partners]${more})`
      : `loss = loss_of(output, y[rows]${more})`,
  ];
}

function step(plan: Plan): Part {
  const { hasRateSchedule, hasDropoutSchedule, hasDropout } = plan;
  const { training } = plan.experiment;
  const scheduled = hasDropoutSchedule && hasDropout;
  return [
    (hasRateSchedule || scheduled) && 'elapsed, steps = step / per_epoch, per_epoch * EPOCHS',
    hasRateSchedule && [
      'for group in optimizer.param_groups:',
      `    group["lr"] = LEARNING_RATE * (${rateFactor(plan, 'python')})`,
    ],
    scheduled && [
      'for module, ratio in ratios.items():',
      `    module.p = ratio * (${dropoutFactor(plan, 'python')})`,
    ],
    lossOfStep(training),
    'optimizer.zero_grad()',
    'loss.backward()',
    training.clipNorm > 0 && `nn.utils.clip_grad_norm_(net.parameters(), ${float(training.clipNorm)})`,
    training.clipValue > 0 && `nn.utils.clip_grad_value_(net.parameters(), ${float(training.clipValue)})`,
    training.l1 > 0 && [
      'for weight in weights:',
      `    weight.grad.add_(weight.detach().sign(), alpha=${numeral(training.l1)})`,
    ],
    'optimizer.step()',
    sumsLosses(plan) && 'epoch_loss += loss.item() * len(rows)',
    training.maxNorm > 0 && [
      'with torch.no_grad():',
      '    for weight in weights:',
      `        weight.copy_(weight.renorm(2, 0, ${numeral(training.maxNorm)}))`,
    ],
  ];
}

const plateauOf = ({ factor, patience, threshold, thresholdMode, cooldown, floor }: PlateauParams): Part => [
  'plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(',
  `    optimizer, factor=${numeral(factor)}, patience=${patience}, threshold=${numeral(threshold)},`,
  `    threshold_mode="${thresholdMode.slice(0, 3)}", cooldown=${cooldown}, min_lr=LEARNING_RATE * ${numeral(floor)},`,
  ')',
];

/** What penalties of weights alone look at. */
function weights(usesWeights: boolean): Part {
  return usesWeights ? 'weights = [p for p in net.parameters() if p.dim() > 1]' : null;
}

const weightsOfNet: Weights = {
  evaluate: (data) => `evaluate(net, ${data})`,
  copied: '{name: value.clone() for name, value in net.state_dict().items()}',
  restored: 'net.load_state_dict(kept)',
};

function training(plan: Plan): Part {
  const { experiment, hasDropout, hasDropoutSchedule, hasRateSchedule } = plan;
  const { l1, maxNorm } = experiment.training;
  const scheduled = hasRateSchedule || (hasDropout && hasDropoutSchedule);
  return [
    `def train(seed${experiment.baseline ? ', dropout=True' : ''}):`,
    indented([
      'torch.manual_seed(seed)',
      '*arrays, outputs = load_data(np.random.default_rng(seed))',
      `${loadedNames(plan)} = map(torch.from_numpy, arrays)`,
      `net = build(x.shape[1], ${outputsOf(plan)})`,
      experiment.baseline &&
        hasDropout && [
          'if not dropout:',
          `    net = nn.Sequential(*(layer for layer in net if not isinstance(layer, ${ruleName(plan)})))`,
        ],
      hasDropout &&
        hasDropoutSchedule &&
        'ratios = {module: module.p for module in net if hasattr(module, "p")}',
      weights(l1 > 0 || maxNorm > 0),
      `optimizer = ${written(plan, optimizers, experiment.training, 'optimizer')}`,
      plan.plateau && plateauOf(plan.plateau),
      scheduled && ['per_epoch = -(-len(x) // BATCH_SIZE)', 'step = 0'],
      epochs(plan, weightsOfNet, [
        'net.train()',
        'for rows in torch.randperm(len(x)).split(BATCH_SIZE):',
        indented([step(plan), scheduled && 'step += 1']),
      ]),
    ]),
  ];
}

export const pytorch: CodeGenerator = {
  id: 'pytorch',
  title: 'PyTorch',
  description: () =>
    l10n.t('A network, a training loop and an evaluation, as PyTorch code is usually written'),
  language: 'python',
  extension: '.py',
  generate(experiment) {
    const plan = planOf(experiment);
    const code = pythonProgram(plan, {
      needs: '. Needs numpy and torch.',
      imports: [
        'import numpy as np',
        'import torch',
        'import torch.nn.functional as F',
        'from torch import nn',
      ],
      parts: [
        [ruleClass(plan), connectionClass(experiment), lionClass(experiment), network(plan)],
        lossFunction(plan),
        training(plan),
      ],
    });
    return { code, notes: [...notesOf(plan), ...leftOut(experiment, ['inputGroups'])] };
  },
};
