import * as l10n from '@vscode/l10n';
import { numberOf } from '../../evaluate/arithmetic';
import type { Extra } from '../../finding';
import { type ExtraKind, extraOfCall } from '../../frameworks/extras';
import type { Place } from '../../frameworks/types';
import { around, type Call, type Expression, lastName, type Node, pathOf } from '../../syntax/tree';
import { inside, targetOf } from '../../syntax/walk';
import { type Arguments, argumentsOf, pick } from '../arguments';
import type { Context } from '../context';
import { givenNumber, isConstant } from '../given';
import { stoppingOf } from '../stopping';
import { fraction, ofPerceptron } from '../validation';
import { lossRead } from './losses';
import { quoted } from './quoted';
import { type Facts, noted, type ReadExtra, taken } from './types';

/** A call as the readers take it. */
interface ExtraCall {
  readonly call: Call;
  readonly args: Arguments;
  /** The last part of what is called. */
  readonly word: string;
}

type Reader = (context: Context, call: ExtraCall) => ReadExtra | undefined;

const readers: Readonly<Record<ExtraKind, Reader>> = {
  schedule,
  clipping,
  stopping,
  constraint,
  averaging: (context, { call }) => noted(l10n.t('weights are averaged: {0}', quoted(context, call))),
  trainer,
  noise,
  mixing,
  connections,
  step: stepInTurns,
  fit,
  loss: lossRead,
};

/** Reads what a call says beside hyperparameters; `undefined`: nothing. */
export function ofCall(context: Context, call: Node): ReadExtra | undefined {
  const word = call.type === 'call' ? lastName(call.callee) : undefined;
  const kind = word === undefined ? undefined : extraOfCall(word);
  if (call.type !== 'call' || word === undefined || !kind) return undefined;
  return readers[kind](context, { call, args: argumentsOf(call), word });
}

/** `torch.clip(image, 0, 1)` and `tf.clip_by_value(logits, …)` clip other things. */
function isOfGradients(context: Context, { call, word }: ExtraCall): boolean {
  if (/grad|global_norm|Gradient/i.test(word)) return true;
  if (context.qualify(call.callee)?.startsWith('optax.')) return true;
  return [...call.args, ...call.keywords].some((given) => /grad/i.test(context.slice(given)));
}

/** Limits of the norm of the whole gradient and of each of its numbers, by the calls that hold them. */
const clips: readonly (readonly [RegExp, 'clipNorm' | 'clipValue', Place])[] = [
  [/^clip_grad_norm_?$/, 'clipNorm', { names: ['max_norm'], position: 1 }],
  [/^clip_grad_value_$/, 'clipValue', { names: ['clip_value'], position: 1 }],
  [/^ClipGradByGlobalNorm$/, 'clipNorm', { names: ['clip_norm'], position: 0 }],
];

/** `clip_grad_norm_(net.parameters(), 1.0)`, `optax.clip_by_global_norm(1.0)`, `tf.clip_by_global_norm(gradients, 5)` */
function clipping(context: Context, found: ExtraCall): ReadExtra | undefined {
  if (!isOfGradients(context, found)) return undefined;
  const { call, args, word } = found;
  const isOptax = context.qualify(call.callee)?.startsWith('optax.') === true;
  const byNorm = { names: ['clip_norm', 'max_norm'], position: isOptax ? 0 : 1 };
  const [, key, place] =
    clips.find(([name]) => name.test(word)) ??
    (word === 'clip_by_global_norm'
      ? [null, 'clipNorm' as const, byNorm]
      : isOptax && word === 'clip'
        ? [null, 'clipValue' as const, { names: ['max_delta'], position: 0 }]
        : []);
  const limit = place && givenNumber(context, args, place);
  if (key && limit === Number.POSITIVE_INFINITY) return undefined;
  return key && limit !== undefined && limit > 0 && limit <= 1e6
    ? taken({ [key]: limit })
    : noted(l10n.t('gradients are clipped: {0}', quoted(context, call)));
}

const leftOut = (schedule: string) =>
  l10n.t('the learning-rate schedule {0} is not available and was left out', schedule);

/** Whether a schedule is advanced within a loop over batches: then it does not count epochs. */
function isPerBatch({ program }: Context, call: Call): boolean {
  const assignment = around(call, 'declaration', 'assignment');
  const name = assignment && pathOf(assignment.target);
  if (!name) return false;
  return program.callsOf('step').some((step) => {
    const isOwn = step.callee.type === 'member' && pathOf(step.callee.object) === name;
    const loop = isOwn ? loopAround(step) : null;
    return loop !== null && loopAround(loop) !== null;
  });
}

function loopAround(node: Node): Node | null {
  let branch = around(node, 'branch');
  while (branch && !branch.isLoop) branch = around(branch, 'branch');
  return branch;
}

type Taken = Extra['training'] | undefined;

/** The schedules that the playground has as well. */
const schedules: ReadonlyMap<string, (context: Context, args: Arguments, facts: Facts) => Taken> = new Map([
  [
    'StepLR',
    (context: Context, args: Arguments) =>
      stepped(
        givenNumber(context, args, { names: ['step_size'], position: 1 }),
        numberOr(context, args, { names: ['gamma'], position: 2 }, 0.1),
      ),
  ],
  [
    'ExponentialLR',
    (context: Context, args: Arguments) =>
      stepped(1, givenNumber(context, args, { names: ['gamma'], position: 1 })),
  ],
  ['LinearLR', warmup],
  ['CosineAnnealingLR', cosine],
  ['CosineAnnealingWarmRestarts', restarts],
  ['OneCycleLR', oneCycle],
  ['ReduceLROnPlateau', plateauOf('torch')],
]);

/** Where the arguments of `ReduceLROnPlateau` are, PyTorch's and Keras'. */
const plateaus = {
  torch: { factor: 2, patience: 3, threshold: 4, cooldown: 6, least: 7 },
  keras: { factor: 1, patience: 2, threshold: 5, cooldown: 6, least: 7 },
} as const;

/** Keras ends a patience and a cooldown one epoch earlier, and its threshold is absolute. */
function plateauOf(library: keyof typeof plateaus) {
  return (context: Context, args: Arguments, facts: Facts) => plateau(context, args, facts, library);
}

function plateau(context: Context, args: Arguments, { rate }: Facts, library: keyof typeof plateaus): Taken {
  const isKeras = library === 'keras';
  const at = plateaus[library];
  const text = (names: readonly string[], position: number) => {
    const given = pick(args, names, position);
    return given && (context.stringAt(given.value) ?? '?');
  };
  const mode = text(['mode'], isKeras ? 4 : 1) ?? 'min';
  const watches = isKeras ? (text(['monitor'], 0) ?? 'val_loss') : 'val_loss';
  const thresholdMode = isKeras ? 'abs' : (text(['threshold_mode'], 5) ?? 'rel');
  const number = (names: readonly string[], position: number, usual: number) =>
    numberOr(context, args, { names, position }, usual);
  const factor = number(['factor'], at.factor, 0.1);
  const patience = number(['patience'], at.patience, 10);
  const threshold = number([isKeras ? 'min_delta' : 'threshold'], at.threshold, 1e-4);
  const cooldown = number(['cooldown'], at.cooldown, 0);
  const floor = floorOf(number(['min_lr'], at.least, 0), rate);
  const isOfLoss =
    /^(?:min|auto)$/.test(mode) && watches === 'val_loss' && /^(?:rel|abs)$/.test(thresholdMode);
  if (!isOfLoss || factor === undefined || factor <= 0 || factor >= 1 || floor === undefined)
    return undefined;
  if (
    threshold === undefined ||
    ![patience, cooldown].every((count) => Number.isInteger(count) && count! >= 0)
  )
    return undefined;
  const sooner = isKeras ? 1 : 0;
  return {
    schedule: {
      kind: 'plateau',
      factor,
      patience: Math.max(0, patience! - sooner),
      threshold: Math.abs(threshold),
      thresholdMode: thresholdMode === 'rel' ? 'relative' : 'absolute',
      cooldown: Math.max(0, cooldown! - sooner),
      floor,
    },
  };
}

function cyclesMomentum(context: Context, args: Arguments): boolean {
  const given = pick(args, ['cycle_momentum'], 7);
  return !given || !isConstant(context.evaluator.follow(given.value).expression, false);
}

const momentumStays = () => l10n.t('OneCycleLR cycles the momentum as well; here it stays as it is');

function restarts(context: Context, args: Arguments, { rate }: Facts): Taken {
  const first = givenNumber(context, args, { names: ['T_0'], position: 1 });
  const times = numberOr(context, args, { names: ['T_mult'], position: 2 }, 1);
  const floor = floorOf(numberOr(context, args, { names: ['eta_min'], position: 3 }, 0), rate);
  const isAllowed = [first, times].every((count) => Number.isInteger(count) && count! >= 1);
  return isAllowed && times! <= 100 && floor !== undefined
    ? { schedule: { kind: 'restarts', first: first!, times: times!, floor } }
    : undefined;
}

/** A rise and a fall along cosines; the learning rate is that of the top. */
function oneCycle(context: Context, args: Arguments): Taken {
  const top = givenNumber(context, args, { names: ['max_lr'], position: 1 });
  const rise = numberOr(context, args, { names: ['pct_start'], position: 5 }, 0.3);
  const first = numberOr(context, args, { names: ['div_factor'], position: 10 }, 25);
  const last = numberOr(context, args, { names: ['final_div_factor'], position: 11 }, 1e4);
  const shape = pick(args, ['anneal_strategy'], 6);
  if (shape && context.stringAt(shape.value) !== 'cos') return undefined;
  if (top === undefined || rise === undefined || first === undefined || last === undefined) return undefined;
  if (top <= 0 || rise < 0 || rise >= 1 || first < 1 || first * last < 1) return undefined;
  const [start, end] = [1 / first, 1 / (first * last)].map((share) => Number(share.toPrecision(6)));
  return { schedule: { kind: 'oneCycle', rise, start: start!, end: end! }, learningRate: top };
}

function warmup(context: Context, args: Arguments): Taken {
  const start = numberOr(context, args, { names: ['start_factor'], position: 1 }, 1 / 3);
  const end = numberOr(context, args, { names: ['end_factor'], position: 2 }, 1);
  const epochs = numberOr(context, args, { names: ['total_iters'], position: 3 }, 5);
  const isWarmup = end === 1 && start !== undefined && start >= 0 && start <= 1;
  return isWarmup && epochs !== undefined && epochs > 0
    ? { schedule: { kind: 'warmup', epochs, start: Number(start.toPrecision(12)) } }
    : undefined;
}

function cosine(context: Context, args: Arguments, { epochs, rate }: Facts): Taken {
  const until = givenNumber(context, args, { names: ['T_max'], position: 1 });
  const floor = floorOf(numberOr(context, args, { names: ['eta_min'], position: 2 }, 0), rate);
  if (until === undefined || until !== epochs || floor === undefined) return undefined;
  return { schedule: { kind: 'cosine', floor } };
}

/** The least rate as a share of the whole; `undefined`: one of them is not known, or it is no share. */
function floorOf(least: number | undefined, rate: number | null): number | undefined {
  if (least === undefined || (least !== 0 && !rate)) return undefined;
  const floor = least === 0 ? 0 : Number((least / rate!).toPrecision(6));
  return floor >= 0 && floor <= 1 ? floor : undefined;
}

/** The number that an argument is, or what it is where it is left out; `undefined`: it is not written. */
export function numberOr(context: Context, args: Arguments, place: Place, usual: number): number | undefined {
  return pick(args, place.names, place.position) ? givenNumber(context, args, place) : usual;
}

function stepped(every: number | undefined, gamma: number | undefined): Taken {
  if (every === undefined || gamma === undefined) return undefined;
  const isAllowed = Number.isInteger(every) && every >= 1 && gamma > 0 && gamma <= 1;
  return isAllowed ? { schedule: { kind: 'step', every, gamma } } : undefined;
}

/** Words that others have for something else, unless they come from a library of schedules. */
const ambiguous = /^(?:lr_schedule|fine_tune|piecewise_constant\w*|exponential_decay|[A-Z]\w*LR)$/;

function isSchedule(context: Context, { call: { callee }, word, args }: ExtraCall): boolean {
  const name = context.qualify(callee);
  if (/(?:^|_)constant_schedule$/.test(word) || isConstantRate(context, word, args)) return false;
  if (word === 'fine_tune' && !context.traits.packages.has('fastai')) return false;
  const isUnknown = name === undefined && context.definitionOf(callee) === undefined;
  if (isUnknown && /^[A-Z]\w*LR$/.test(word) && !/lr_scheduler|optim/.test(context.slice(callee)))
    return false;
  const isOfOthers = name !== undefined && !/lr_scheduler|schedul|optim|train|keras|optax/.test(name);
  return !(isOfOthers && ambiguous.test(word));
}

function schedule(context: Context, found: ExtraCall): ReadExtra | undefined {
  if (!isSchedule(context, found)) return undefined;
  const { call, args, word } = found;
  const name = context.qualify(call.callee) ?? '';
  const isKeras = word === 'ReduceLROnPlateau' && /\bkeras\./.test(name);
  if (isKeras && isKept(context, call)) return undefined;
  const ofTorch = name.startsWith('torch.') ? schedules.get(word) : undefined;
  const read = isKeras ? plateauOf('keras') : ofTorch;
  return (facts) => {
    const isInTurn = word === 'OneCycleLR' || !isPerBatch(context, call);
    const training = read && isInTurn ? read(context, args, facts) : undefined;
    if (!training) return { note: leftOut(quoted(context, call)) };
    return {
      training,
      note: word === 'OneCycleLR' && cyclesMomentum(context, args) ? momentumStays() : null,
    };
  };
}

/** `get_scheduler('constant', …)` */
function isConstantRate(context: Context, word: string, args: Arguments): boolean {
  const name = /^get_(?:\w+_)?scheduler?$/.test(word) ? pick(args, ['name'], 0) : undefined;
  return name !== undefined && context.stringAt(name.value) === 'constant';
}

/** Whether a value only lies in a variable, or in a list that does. */
function isKept(context: Context, value: Node): boolean {
  const target = targetOf(value);
  if (target?.type !== 'name') return false;
  const uses = context.program.usesOf(target.name).filter(({ start }) => start > value.end);
  return uses.every(({ up }) => up?.type === 'list' && isKept(context, up));
}

function stopping(context: Context, { call, args, word }: ExtraCall): ReadExtra | undefined {
  if (isKept(context, call)) return undefined;
  const found = stoppingOf(context, call, word === 'EarlyStopper' ? 'EarlyStopping' : word);
  if (!found) return noted(l10n.t('early stopping is left out: {0}', quoted(context, call)));
  const training = {
    earlyStopping: found.patience,
    ...(found.minDelta && { minDelta: found.minDelta }),
    ...(found.restoresBest && { restoreBest: true }),
  };
  const given = word === 'EarlyStopper' ? undefined : pick(args, ['monitor'], 0);
  const watched = given && (context.stringAt(given.value) ?? context.slice(given.value).slice(0, 60));
  return () => ({ training, note: watched === undefined || isLoss.test(watched) ? null : watches(watched) });
}

/** Names of what is the lower the better. */
const isLoss = /loss|mse|mae|error|perplexity/i;

const watches = (what: string) =>
  l10n.t('early stopping goes by {0}; here it goes by the validation loss', what);

/** `kernel_constraint=MaxNorm(3)`; a penalty's own name is read where it is given. */
function constraint(context: Context, { call, args, word }: ExtraCall): ReadExtra | undefined {
  const text = quoted(context, call);
  const limited = noted(l10n.t('the norm of weights is limited: {0}', text));
  if (/^renorm_?$/.test(word)) return limited;
  const holder = around(call, 'entry')?.key;
  if (holder != null && holder !== 'kernel_constraint' && holder !== 'W_constraint') return undefined;
  if (!/max/i.test(word) || /min/i.test(word))
    return noted(l10n.t('a constraint on the weights is left out: {0}', text));
  const maxNorm = numberOr(context, args, { names: ['max_value', 'm'], position: 0 }, 2);
  return maxNorm === undefined || maxNorm <= 0 || maxNorm > 1000 ? limited : taken({ maxNorm });
}

/** What trainers do by default: Hugging Face's learning rate decays linearly. */
function trainer(context: Context, found: ExtraCall): ReadExtra | undefined {
  const { args, word } = found;
  if (word.startsWith('MLP')) return perceptron(context, found);
  const given = pick(args, ['lr_scheduler_type'])?.value;
  const type = given ? (context.stringAt(given) ?? context.slice(given)) : 'linear';
  const warms = ['warmup_steps', 'warmup_ratio'].some((name) => args.keywords.has(name));
  if (/constant/.test(type) && !warms) return undefined;
  return noted(leftOut(warms ? `${type} (warmup)` : type));
}

/** scikit-learn's perceptron: Nesterov's momentum unless it is switched off, and schedules of plain gradient descent. */
function perceptron(context: Context, { call, args, word }: ExtraCall): ReadExtra | undefined {
  const found = stoppingOf(context, call, word);
  const stops = found && { earlyStopping: found.patience, restoreBest: found.restoresBest };
  const validation = found && fraction(ofPerceptron(context, args));
  const held = validation === undefined ? {} : { validation };
  const textOf = (name: string) => {
    const given = pick(args, [name]);
    return given && context.stringAt(given.value);
  };
  const score = found && watches(word === 'MLPRegressor' ? 'R²' : 'accuracy');
  if (textOf('solver') !== 'sgd') return stops && (() => ({ training: stops, note: score ?? null, ...held }));
  const type = textOf('learning_rate') ?? 'constant';
  const note = type === 'constant' ? (score ?? null) : leftOut(type);
  const training = { ...stops, ...momentumOf(context, args) };
  return () => ({ training, note, ...held });
}

function momentumOf(context: Context, args: Arguments): Taken {
  const given = pick(args, ['nesterovs_momentum']);
  const isPlain = given && isConstant(context.evaluator.follow(given.value).expression, false);
  const momentum = numberOr(context, args, { names: ['momentum'] }, 0.9);
  return momentum !== undefined && momentum > 0 && momentum < 1
    ? { optimizer: isPlain ? 'momentum' : 'nesterov', momentum }
    : undefined;
}

/** `GaussianNoise(0.1)` in front of all layers with weights, `x + 0.1 * torch.randn_like(x)` in a training. */
function noise(context: Context, found: ExtraCall): ReadExtra | undefined {
  const { call, args, word } = found;
  const isLayer = word === 'GaussianNoise';
  const sum = isLayer ? undefined : noiseSum(context, call);
  if (!isLayer && !sum) return undefined;
  const deviation = isLayer ? givenNumber(context, args, { names: ['stddev'], position: 0 }) : sum?.deviation;
  const note = l10n.t('noise is left out: {0}', context.evaluator.quote(sum?.node ?? call));
  const allowed = deviation !== undefined && deviation > 0 && deviation <= 100;
  return ({ model }) => {
    const isOfInputs = isLayer
      ? model.layers.every(({ kind, start }) => kind !== 'linear' || start > call.start)
      : call.start < model.start || call.start > model.end;
    return allowed && isOfInputs ? { training: { inputNoise: deviation }, note: null } : { note };
  };
}

/** The sum that noise like something is added in, and its standard deviation where that is written. */
function noiseSum(context: Context, call: Call): { node: Node; deviation: number | undefined } | undefined {
  let deviation: number | undefined = 1;
  for (let node: Node | null = call; node?.up?.type === 'binary'; node = node.up) {
    const { operator, left, right } = node.up;
    if (operator === '+') return { node: node.up, deviation };
    if (operator !== '*') return undefined;
    deviation = numberOf(context.evaluator.follow(left === node ? right : left).expression ?? left);
  }
  return undefined;
}

/** Mixup by this parameter. */
export const mixed = (alpha: number | undefined): ReadExtra | undefined =>
  alpha !== undefined && alpha > 0 && alpha <= 10 ? taken({ mixup: alpha }) : undefined;

export const mixingNote = (context: Context, node: Node): ReadExtra =>
  noted(l10n.t('inputs are mixed: {0}', quoted(context, node)));

/** `np.random.beta(alpha, alpha)`: what mixup takes its share from. */
function mixing(context: Context, { call, args, word }: ExtraCall): ReadExtra | undefined {
  const path = context.qualify(call.callee) ?? context.slice(call.callee);
  if (!(word === 'beta' ? /random|rng/ : /distributions|^Beta$/).test(path)) return undefined;
  const [one, other] = [0, 1].map((position) => givenNumber(context, args, { names: [], position }));
  return one === other ? (mixed(one) ?? mixingNote(context, call)) : undefined;
}

/** `F.dropout(self.weight, 0.5, self.training)` */
function connections(context: Context, { call, args }: ExtraCall): ReadExtra | undefined {
  const [first] = call.args;
  if (!first || !/(?:^|[._])(?:weight|kernel|w)$/i.test(context.slice(first))) return undefined;
  const ratio = numberOr(context, args, { names: ['p', 'rate'], position: 1 }, 0.5);
  if (ratio === 0) return undefined;
  return ratio !== undefined && ratio > 0 && ratio < 1
    ? taken({ dropConnect: ratio })
    : noted(l10n.t('connections are dropped: {0}', quoted(context, call)));
}

/** What `fit` holds back for validation. */
function fit(context: Context, { args }: ExtraCall): ReadExtra | undefined {
  const validation = fraction(givenNumber(context, args, { names: ['validation_split'] }));
  return validation === undefined ? undefined : () => ({ note: null, validation });
}

/** `if (i + 1) % 4 == 0: optimizer.step()` */
function stepInTurns(context: Context, { call: { callee }, call }: ExtraCall): ReadExtra | undefined {
  const object = callee.type === 'member' ? context.slice(callee.object) : '';
  if (!/opt|accelerator|scaler/i.test(object) || /sched/i.test(object)) return undefined;
  const branch = around(call, 'branch', 'callable');
  const [condition] = branch?.type === 'branch' && branch.word === 'if_statement' ? branch.parts : [];
  const isInTurns = condition && [...inside(condition)].some((one) => isModulo(one as Expression));
  return isInTurns
    ? noted(l10n.t('gradients are accumulated over several batches: {0}', quoted(context, condition)))
    : undefined;
}

const isModulo = (one: Expression) => one.type === 'binary' && one.operator === '%';
