import * as l10n from '@vscode/l10n';
import type { Extra } from '../finding';
import type { ExtraKind, ExtraSetting } from '../frameworks/extras';
import { oneLine } from '../lines';
import { type Arguments, argumentsOf, pick } from './arguments';
import type { Context } from './context';
import { stoppingAt } from './data-reader';
import type { Facts, ReadExtra, SettingPlace } from './extra-types';
import { type Node, textOf } from './node';
import { BRANCHES, enclosing } from './scopes';
import { numberAt } from './validation-split';

/** A call as the readers take it. */
export interface ExtraCall {
  readonly call: Node;
  readonly callee: Node;
  readonly args: Arguments;
  /** The last part of what is called. */
  readonly word: string;
}

type Reader = (context: Context, call: ExtraCall) => ReadExtra | undefined;

const readers: Readonly<Record<ExtraKind, Reader>> = {
  schedule,
  clipping: (context, call) =>
    isOfGradients(context, call)
      ? () => ({ note: l10n.t('gradients are clipped: {0}', quoted(context, call.call)) })
      : undefined,
  stopping,
  constraint,
  averaging:
    (context, { call }) =>
    () => ({
      note: l10n.t('weights are averaged: {0}', quoted(context, call)),
    }),
  trainer,
  step: stepInTurns,
  fit,
};

/** Reads what a call says beside hyperparameters; `undefined`: nothing. */
export function ofCall(context: Context, kind: ExtraKind, call: ExtraCall): ReadExtra | undefined {
  return readers[kind](context, call);
}

/** As it is written, a call without the module that it comes from. */
function quoted({ tracer }: Context, node: Node): string {
  const callee = node.type === 'call' ? node.childForFieldName('function') : null;
  if (callee?.type !== 'attribute') return tracer.quote(node);
  return oneLine(textOf(node).slice(callee.childForFieldName('attribute')!.startIndex - node.startIndex), 40);
}

/** `torch.clip(image, 0, 1)` and `tf.clip_by_value(logits, …)` clip other things. */
function isOfGradients({ file }: Context, { callee, args, word }: ExtraCall): boolean {
  if (/grad|global_norm|Gradient/i.test(word)) return true;
  const name = file.qualify(callee) ?? '';
  return /^optax\./.test(name) || /grad/i.test(textOf(args.list));
}

function scheduleOut(context: Context, node: Node): Extra {
  return {
    note: l10n.t('the learning-rate schedule {0} is not there and was left out', quoted(context, node)),
  };
}

/** Whether a schedule is advanced within a loop over batches: then it does not count epochs. */
function isPerBatch({ file }: Context, call: Node): boolean {
  const left = enclosing(call, 'assignment')?.childForFieldName('left');
  if (!left) return false;
  const name = textOf(left);
  return file.calls.get('step').some((step) => {
    const object = step.childForFieldName('function')?.childForFieldName('object');
    if (!object || textOf(object) !== name) return false;
    const loop = enclosing(step, 'for_statement', 'while_statement');
    return loop !== null && enclosing(loop, 'for_statement', 'while_statement') !== null;
  });
}

type Taken = Extra['training'] | undefined;

/** The schedules that the playground has as well. */
const taken: Readonly<Record<string, (context: Context, args: Arguments, facts: Facts) => Taken>> = {
  StepLR(context, args) {
    const every = numberAt(context, args, { names: ['step_size'], position: 1 });
    return stepped(every, numberOr(context, args, { names: ['gamma'], position: 2 }, 0.1));
  },
  ExponentialLR: (context, args) => stepped(1, numberAt(context, args, { names: ['gamma'], position: 1 })),
  LinearLR(context, args) {
    const start = numberOr(context, args, { names: ['start_factor'], position: 1 }, 1 / 3);
    const end = numberOr(context, args, { names: ['end_factor'], position: 2 }, 1);
    const epochs = numberOr(context, args, { names: ['total_iters'], position: 3 }, 5);
    const isWarmup = end === 1 && start !== undefined && start >= 0 && start <= 1;
    return isWarmup && epochs !== undefined && epochs > 0
      ? { schedule: { kind: 'warmup', epochs, start: Number(start.toPrecision(12)) } }
      : undefined;
  },
  CosineAnnealingLR(context, args, { epochs, rate }) {
    const until = numberAt(context, args, { names: ['T_max'], position: 1 });
    const least = numberOr(context, args, { names: ['eta_min'], position: 2 }, 0);
    if (until === undefined || until !== epochs || least === undefined) return undefined;
    if (least !== 0 && !rate) return undefined;
    const floor = least === 0 ? 0 : Number((least / rate!).toPrecision(6));
    return floor >= 0 && floor <= 1 ? { schedule: { kind: 'cosine', floor } } : undefined;
  },
};

function numberOr(
  context: Context,
  args: Arguments,
  place: { names: readonly string[]; position?: number },
  usual: number,
): number | undefined {
  return pick(args, place.names, place.position) ? numberAt(context, args, place) : usual;
}

function stepped(every: number | undefined, gamma: number | undefined): Taken {
  if (every === undefined || gamma === undefined) return undefined;
  const isAllowed = Number.isInteger(every) && every >= 1 && gamma > 0 && gamma <= 1;
  return isAllowed ? { schedule: { kind: 'step', every, gamma } } : undefined;
}

/** Words that others have for something else, unless they come from a library of schedules. */
const ambiguous = /^(?:lr_schedule|fine_tune|piecewise_constant\w*|exponential_decay|[A-Z]\w*LR)$/;

function schedule(context: Context, { call, callee, args, word }: ExtraCall): ReadExtra | undefined {
  const name = context.file.qualify(callee);
  if (/(?:^|_)constant_schedule$/.test(word) || isConstant(context, word, args)) return undefined;
  if (word === 'fine_tune' && !context.file.traits.packages.has('fastai')) return undefined;
  if (/^[A-Z]\w*LR$/.test(word) && name === undefined && context.file.definitionOf(callee) === undefined)
    if (!/lr_scheduler|optim/.test(textOf(callee))) return undefined;
  if (
    ambiguous.test(word) &&
    name !== undefined &&
    !/lr_scheduler|schedul|optim|train|keras|optax/.test(name)
  )
    return undefined;
  const read = Object.hasOwn(taken, word) && name?.startsWith('torch.') ? taken[word] : undefined;
  return (facts) => {
    const training = read && !isPerBatch(context, call) ? read(context, args, facts) : undefined;
    return training ? { training, note: null } : scheduleOut(context, call);
  };
}

/** `get_scheduler('constant', …)` */
function isConstant({ tracer }: Context, word: string, args: Arguments): boolean {
  if (!/^get_(?:\w+_)?scheduler?$/.test(word)) return false;
  const name = pick(args, ['name'], 0);
  return name !== undefined && tracer.stringAt(name.value) === 'constant';
}

function stopping(context: Context, { call, args, word }: ExtraCall): ReadExtra {
  const found = stoppingAt(context, { word: word === 'EarlyStopper' ? 'EarlyStopping' : word, args });
  if (!found) return () => ({ note: l10n.t('early stopping is left out: {0}', quoted(context, call)) });
  const restored = found.restoresBest ? { restoreBest: true } : {};
  return () => ({ training: { earlyStopping: found.patience, ...restored }, note: null });
}

/** `kernel_constraint=MaxNorm(3)`; a penalty's own name is read where it is given. */
function constraint(context: Context, { call, args, word }: ExtraCall): ReadExtra | undefined {
  if (/^renorm_?$/.test(word))
    return () => ({ note: l10n.t('the norm of weights is limited: {0}', quoted(context, call)) });
  const holder = enclosing(call, 'keyword_argument')?.childForFieldName('name');
  if (holder && textOf(holder) !== 'kernel_constraint' && textOf(holder) !== 'W_constraint') return undefined;
  if (!/max/i.test(word) || /min/i.test(word))
    return () => ({ note: l10n.t('a constraint on the weights is left out: {0}', quoted(context, call)) });
  const limit = numberOr(context, args, { names: ['max_value', 'm'], position: 0 }, 2);
  if (limit === undefined || limit <= 0 || limit > 1000)
    return () => ({ note: l10n.t('the norm of weights is limited: {0}', quoted(context, call)) });
  return () => ({ training: { maxNorm: limit }, note: null });
}

/** What trainers do by themselves: Hugging Face's rate falls in a straight line unless it is told otherwise. */
function trainer(context: Context, { args, word }: ExtraCall): ReadExtra | undefined {
  if (word.startsWith('MLP')) return perceptron(context, args, word);
  const given = pick(args, ['lr_scheduler_type'])?.value;
  const type = given ? (context.tracer.stringAt(given) ?? textOf(given)) : 'linear';
  const warms = ['warmup_steps', 'warmup_ratio'].some((name) => args.keywords.has(name));
  if (/constant/.test(type) && !warms) return undefined;
  return () => ({
    note: l10n.t(
      'the learning-rate schedule {0} is not there and was left out',
      warms ? `${type} (warmup)` : type,
    ),
  });
}

/** scikit-learn's perceptron: Nesterov's momentum unless it is switched off, and schedules of plain gradient descent. */
function perceptron(context: Context, args: Arguments, word: string): ReadExtra | undefined {
  const { tracer } = context;
  const found = stoppingAt(context, { word, args });
  const stops = found && { earlyStopping: found.patience, restoreBest: found.restoresBest };
  const share = found ? (numberOr(context, args, { names: ['validation_fraction'] }, 0.1) ?? 0) : 0;
  const held = share > 0 && share < 1 ? { validation: share } : {};
  const solver = pick(args, ['solver']);
  if (!solver || tracer.stringAt(solver.value) !== 'sgd')
    return stops && (() => ({ training: stops, note: null, ...held }));
  const given = pick(args, ['nesterovs_momentum']);
  const isPlain = given !== undefined && tracer.trace(given.value).node?.type === 'false';
  const mass = numberOr(context, args, { names: ['momentum'] }, 0.9);
  const momentum = mass !== undefined &&
    mass > 0 &&
    mass < 1 && { optimizer: isPlain ? 'momentum' : 'nesterov', momentum: mass };
  const name = pick(args, ['learning_rate']);
  const type = name && tracer.stringAt(name.value);
  const note =
    type === undefined || type === 'constant'
      ? null
      : l10n.t('the learning-rate schedule {0} is not there and was left out', type);
  return () => ({ training: { ...stops, ...momentum }, note, ...held });
}

/** What `fit` holds back for validation. */
function fit(context: Context, { args }: ExtraCall): ReadExtra | undefined {
  const validation = numberAt(context, args, { names: ['validation_split'] });
  if (validation === undefined || validation <= 0 || validation >= 1) return undefined;
  return () => ({ note: null, validation: Number(validation.toPrecision(6)) });
}

/** `if (i + 1) % 4 == 0: optimizer.step()` */
function stepInTurns(context: Context, { call, callee }: ExtraCall): ReadExtra | undefined {
  const object = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
  if (!object || !/opt|accelerator|scaler/i.test(textOf(object)) || /sched/i.test(textOf(object)))
    return undefined;
  const branch = enclosing(call, ...BRANCHES, 'function_definition');
  const condition = branch?.type === 'if_statement' ? branch.childForFieldName('condition') : null;
  if (!condition || !/%/.test(textOf(condition))) return undefined;
  return () => ({
    note: l10n.t('gradients are accumulated over several batches: {0}', quoted(context, condition)),
  });
}

/** Reads a setting such as `clipnorm=1.0`; `undefined`: it is switched off. */
export function ofSetting(context: Context, kind: ExtraSetting, place: SettingPlace): ReadExtra | undefined {
  const value = context.tracer.trace(place.value).node ?? place.value;
  if (/^(?:none|false)$/.test(value.type)) return undefined;
  const number = context.number({ ...START, node: value })?.value;
  if (kind === 'penalty') return penalty(context, place, value);
  if (kind === 'limit') return limitByWord(context, place, value);
  const isOff = kind === 'accumulation' ? number === 1 : number === 0;
  if (isOff || (kind === 'classWeights' && place.use.type === 'assignment')) return undefined;
  const text = quoted(context, place.use);
  return () => ({ note: notes[kind](text) });
}

const START = { chain: [], confidence: 'high', complement: false, reason: null } as const;

const notes: Readonly<Record<Exclude<ExtraSetting, 'penalty' | 'limit'>, (text: string) => string>> = {
  clipping: (text) => l10n.t('gradients are clipped: {0}', text),
  accumulation: (text) => l10n.t('gradients are accumulated over several batches: {0}', text),
  smoothing: (text) => l10n.t('labels are smoothed: {0}', text),
  classWeights: (text) => l10n.t('classes are weighted: {0}', text),
  averaging: (text) => l10n.t('weights are averaged: {0}', text),
};

/** A limit that a call makes is read there. */
function limitByWord(context: Context, { use }: SettingPlace, value: Node): ReadExtra | undefined {
  if (value.type === 'call') return undefined;
  return () => ({ note: l10n.t('a constraint on the weights is left out: {0}', quoted(context, use)) });
}

/**
 * Keras adds its factor times the sum of the squared weights to the loss, of which the gradient is twice the factor
 * times the weight; TensorFlow 1's adds half of it.
 */
function penalty(context: Context, { use }: SettingPlace, value: Node): ReadExtra {
  const name = use.childForFieldName('name') ?? use.childForFieldName('left') ?? use;
  const left = (): Extra => ({ note: l10n.t('a penalty on weights is left out: {0}', quoted(context, use)) });
  if (!/kernel|weights|^W_/.test(textOf(name)) || use.type !== 'keyword_argument') return left;
  const factors = factorsOf(context, value);
  if (!factors) return left;
  const { l1, l2 } = factors;
  return ({ model }) => {
    const training = {
      ...(l1 > 0 && { l1 }),
      ...(l2 > 0 && { weightDecay: Number((2 * l2).toPrecision(12)) }),
    };
    return {
      training,
      note: isOfAll(context, use, model)
        ? null
        : l10n.t('the penalty {0} of some layers is taken for all', quoted(context, value)),
    };
  };
}

/** Whether as many layers with weights are penalized as a model has. */
function isOfAll({ file }: Context, use: Node, { layers }: Facts['model']): boolean {
  const weighed = layers.filter(({ kind }) => kind === 'linear');
  const name = use.childForFieldName('name');
  return weighed.every(
    ({ start, end }) => !name || file.source.text.slice(start, end).includes(textOf(name)),
  );
}

const usual = 0.01;

interface Factors {
  readonly l1: number;
  readonly l2: number;
}

function factorsOf(context: Context, value: Node): Factors | undefined {
  const word = context.tracer.stringAt(value);
  if (word !== undefined) return factorsOfWord(word.toLowerCase());
  const callee = value.type === 'call' ? value.childForFieldName('function') : null;
  const args = argumentsOf(value);
  return callee && args ? factorsOfCall(context, textOf(callee), args) : undefined;
}

/** `kernel_regularizer='l2'` */
function factorsOfWord(word: string): Factors | undefined {
  if (!/^(?:l1|l2|l1_l2|l1l2)$/.test(word)) return undefined;
  return { l1: word.includes('l1') ? usual : 0, l2: word.includes('l2') ? usual : 0 };
}

function factorsOfCall(context: Context, callee: string, args: Arguments): Factors | undefined {
  const name = callee.slice(callee.lastIndexOf('.') + 1).toLowerCase();
  const kind = name.replace('_regularizer', '').replaceAll('_', '');
  const half = name.endsWith('_regularizer') ? 0.5 : 1;
  const read = (key: string, position: number, otherwise: number) =>
    numberOr(context, args, { names: [key, 'l', 'scale'], position }, otherwise);
  const isBoth = kind === 'l1l2';
  const l1 = isBoth || kind === 'l1' ? read('l1', 0, isBoth ? 0 : usual) : 0;
  const l2 = isBoth || kind === 'l2' ? read('l2', isBoth ? 1 : 0, isBoth ? 0 : usual) : 0;
  if (l1 === undefined || l2 === undefined || !/^l(?:1|2|1l2)$/.test(kind)) return undefined;
  return { l1, l2: l2 * half };
}
