import * as l10n from '@vscode/l10n';
import { numberOf, rounded } from '../evaluate/arithmetic';
import { lookedUp } from '../evaluate/lookups';
import type { Option } from '../evaluate/options';
import type { Confidence, Finding } from '../finding';
import {
  isOfOtherSection,
  isPlausible,
  kindOfHelp,
  kindOfName,
  kindOfSetting,
  type NamedKind,
} from '../names';
import type { Binding } from '../program/scopes';
import { around, type Call, type Expression, lastName, type Node } from '../syntax/tree';
import type { Context } from './context';
import { saysKept } from './hints/remarks';
import { type NamedValue, namesOf, type Place } from './named';

/** A value that stands for what its name says. */
interface Named {
  readonly name: string;
  readonly use: Node;
  readonly value: Expression;
  readonly confidence: Confidence;
  /** What it is, where the name does not tell. */
  readonly about?: NamedKind;
  /** The value is followed to its literal; otherwise it has to be one. */
  readonly isFollowed?: boolean;
}

/**
 * The literals beside hyperparameters' usual names, which no call of a framework needs to lead to: constants that
 * another file reads, fields, defaults. Options first: an option's default may stand beside a usual name of its own.
 */
export function findingsByName(context: Context): Finding[] {
  const { evaluator, program } = context;
  const lookups = program.calls.flatMap((call) => lookup(context, call) ?? []);
  const names = namesOf(context).flatMap((one) => settingAt(context, one) ?? []);
  const inOrder = [...lookups, ...names].sort((a, b) => a.at - b.at);
  return [...evaluator.options.flatMap((option) => ofOption(option) ?? []), ...inOrder].flatMap(
    (one) => finding(context, one) ?? [],
  );
}

/** The default of a command-line option that has a hyperparameter's usual name. */
function ofOption({ name, call: use, default: value, help }: Option): Named | undefined {
  const about = kindOfSetting(name) ?? kindOfHelp(help);
  return value && about ? { name, about, use, value, confidence: 'medium' } : undefined;
}

function settingAt(context: Context, named: NamedValue): (Named & { at: number }) | undefined {
  const { name, place, at } = named;
  const about = kindOfSetting(name);
  if (!about || (!kindOfName(name) && place.kind !== 'member' && !isConstant(context, name)))
    return undefined;
  const found = valueAt(context, named, about);
  return found?.value ? { name, at, ...found, value: found.value } : undefined;
}

/**
 * `epoch` and `batch` alone are counters and batches, unless they are members of a configuration, or constants beside
 * a framework: `EPOCH = 20`.
 */
const isConstant = ({ framework }: Context, word: string) =>
  framework !== undefined && word === word.toUpperCase();

function finding(context: Context, named: Named): Finding | undefined {
  const about = named.about ?? kindOfSetting(named.name)!;
  const isFollowed = named.isFollowed || isReference(context, named.value);
  const { expression, complement, steps } = isFollowed
    ? context.evaluator.follow(named.value)
    : { expression: named.value, complement: false, steps: [] };
  const number = expression && context.number({ expression });
  if (!number) return severalValues(context, named, about);
  if (!isPlausible(about, number.value)) return undefined;
  const isSaid = about.kind === 'dropout' && saysKept(context.text, number.edit.end, number.value);
  const keep = (about.keep || isSaid) !== complement;
  return context.finding(named.use, about.kind, {
    value: keep ? rounded(1 - number.value) : number.value,
    edit: { ...number.edit, keep },
    spelling: named.name,
    confidence: context.framework ? named.confidence : 'low',
    chain: steps,
  });
}

/** `ml_collections.FieldReference(0.1)` */
function isReference(context: Context, value: Expression): boolean {
  const [only, ...more] =
    value.type === 'name' ? context.program.scopes.find(value.name, value) : [{ value }];
  const made = more.length === 0 ? only?.value : null;
  return made?.type === 'call' && /\.FieldReference$/.test(context.qualify(made.callee) ?? '');
}

/** `0.1 if big else 0.01`, and a sweep over one value: `{'lr': {'values': [0.1]}}`. */
function severalValues(context: Context, named: Named, about: NamedKind): Finding | undefined {
  const { value, use, name, confidence } = named;
  const condition = value.type === 'condition' ? value : undefined;
  const values = condition ? [condition.yes, condition.no] : sweptOnce(value, use);
  const numbers = values.flatMap((one) => numberOf(one) ?? []);
  if (numbers.length !== values.length || numbers.length === 0) return undefined;
  if (!numbers.every((number) => isPlausible(about, number))) return undefined;
  const isOne = new Set(numbers).size === 1;
  const shown = about.keep ? rounded(1 - numbers[0]!) : numbers[0]!;
  return context.finding(use, about.kind, {
    value: isOne ? shown : null,
    spelling: name,
    confidence: context.framework ? confidence : 'low',
    reason: condition ? l10n.t('depends on a condition: {0}', context.slice(condition.test)) : null,
    edit: condition ? null : (context.number({ expression: values[0]! })?.edit ?? null),
  });
}

/** A list of one value; of more none is the value. */
function sweptOnce(value: Expression, { type }: Node): readonly Expression[] {
  return type === 'entry' && value.type === 'list' && !value.isTuple && value.items.length === 1
    ? value.items
    : [];
}

type Value = Omit<Named, 'name' | 'value'> & { readonly value: Expression | null };

function valueAt(context: Context, named: NamedValue, about: NamedKind): Value | undefined {
  const { place } = named;
  switch (place.kind) {
    case 'binding':
      return atBinding(context, named, place, about);
    case 'member':
      return place.isKey ? atKey(context, named, place) : atMember(context, named, place, about);
    case 'keyword':
      return atKeyword(context, named, place.call, about);
    case 'pair':
      return atPair(context, named);
  }
}

/** `config.lr = 0.1`, `cfg.SOLVER.BASE_LR = 0.01`, `self.lr = 0.1`. */
function atMember(
  context: Context,
  { name, use, value }: NamedValue,
  { target }: Extract<Place, { kind: 'member' }>,
  { kind }: NamedKind,
): Value | undefined {
  const path = context.slice(target).split('.');
  const isCounter = !kindOfName(name) && path[0] === 'self';
  if (isCounter || isOfOtherSection(path.slice(1, -1), kind)) return undefined;
  return { use, value, confidence: 'medium' };
}

/** `config['lr'] = 0.1`; optimizers and tables have members of the name, too. */
function atKey(
  context: Context,
  { use, value }: NamedValue,
  { target }: Extract<Place, { kind: 'member' }>,
): Value | undefined {
  const isOther = /group|^g$|^pg$|^df|frame/i.test(context.slice(target.object));
  return isOther ? undefined : { use, value, confidence: 'medium' };
}

const schedules = /sched|lr_|LR$|[Dd]ecay|[Aa]nneal|[Ww]armup|[Cc]allback|Rngs?$|BatchNorm/;

/** Functions whose batches are not learned from. */
const ofEvaluation = /^(?:eval|accuracy|predict|infer|valid|test|score|export|generate|sample)|onnx|summary/i;

/**
 * The learning rate of boosted trees is a shrinkage, what scikit-learn trains by gradients is in the tables, and what
 * is dropped from pictures is no neuron.
 */
const others = /^(?:sklearn|xgboost|lightgbm|catboost|albumentations|imgaug|kornia)\./;

/** `Trainer(lr=0.1)`, `dict(type='SGD', lr=0.02)`; a schedule's and a random generator's arguments are others. */
function atKeyword(
  context: Context,
  { use, value }: NamedValue,
  { callee }: Call,
  { kind }: NamedKind,
): Value | undefined {
  const text = context.slice(callee);
  const name = text.slice(text.lastIndexOf('.') + 1).replace(/weight_?decay/i, '');
  if (schedules.test(name) || /scheduler/.test(text)) return undefined;
  if (kind === 'momentum' && text !== 'dict') return undefined;
  if (others.test(context.qualify(callee) ?? '')) return undefined;
  if (kind === 'batchSize' && ofEvaluation.test(name)) return undefined;
  // What this file defines is looked at there.
  const isFollowed = callee.type === 'name' && !context.definitionOf(callee);
  return { use, value, confidence: text === 'dict' ? 'medium' : 'low', isFollowed };
}

/** Constants, fields and defaults. A name that is assigned again is not constant. */
function atBinding(
  context: Context,
  { use, value }: NamedValue,
  { binding, alike }: Extract<Place, { kind: 'binding' }>,
  about: NamedKind,
): Value | undefined {
  if (!isSetOnce(context, alike) || isOther(binding, about)) return undefined;
  if (use.type === 'field' && isEnum(context, use)) return undefined;
  if (about.kind === 'batchSize' && isShape(context, binding)) return undefined;
  const asked = context.evaluator.askedOf(binding);
  if (asked && context.evaluator.isAlwaysGiven(asked)) {
    // `train(18, 0.1)`: what the only call gives; arguments with a name are found by that.
    const [given, ...more] = context.evaluator.givenTo(asked).given;
    const isNamed = given?.up?.type === 'entry';
    return given && more.length === 0 && !isNamed
      ? { use: given, value: given, confidence: 'low' }
      : undefined;
  }
  return { use, value: asked ? asked.default : value, confidence: 'medium' };
}

/** The momentum of a moving average, or the batch size of an evaluation. */
function isOther({ formal }: Binding, { kind }: NamedKind): boolean {
  if (!formal) return false;
  return kind === 'momentum' || (kind === 'batchSize' && ofEvaluation.test(formal.of.name?.name ?? ''));
}

const drawn = /^(?:rand|randn|randint|zeros|ones|empty|full|normal|uniform|random\w*|standard_normal)$/;

/**
 * `batch_size = 2` before `torch.randn(batch_size, 3, 256, 256)`, and nothing else: the shape of a test's input, where
 * the code around it trains nothing.
 */
function isShape({ program }: Context, { at, formal }: Binding): boolean {
  const owner = around(at, 'callable');
  if (formal || program.callsOf('backward').some((call) => around(call, 'callable') === owner)) return false;
  const home = program.scopes.homeOf(at.name, at);
  const uses = program.usesOf(at.name).filter((use) => program.scopes.homeOf(at.name, use) === home);
  const isDrawn = (call: Call | null) => call !== null && drawn.test(lastName(call.callee) ?? '');
  return uses.length > 0 && uses.every((use) => isDrawn(around(use, 'call')));
}

/** `class Reason(Enum): DROPOUT = 1`: a number that stands for a word. */
function isEnum(context: Context, { up }: Node): boolean {
  return up?.type === 'class' && up.bases.some((base) => /(?:Enum|Flag)\b/.test(context.slice(base)));
}

/** One binding; or several numbers one after the other, as the cells of a notebook and long scripts have them. */
function isSetOnce({ program }: Context, bindings: readonly Binding[]): boolean {
  if (bindings.length === 1) return true;
  const known = constants.get(bindings);
  const areNumbers =
    known ??
    bindings.every(
      ({ at, value, formal }) =>
        !formal &&
        value !== null &&
        numberOf(value) !== undefined &&
        around(at, 'callable', 'class', 'branch', 'block') === program.file,
    );
  constants.set(bindings, areNumbers);
  return areNumbers;
}

/** A name that a long file sets a thousand times is not looked at a thousand times over. */
const constants = new WeakMap<readonly Binding[], boolean>();

/** `{'lr': 0.1}`. */
function atPair(context: Context, { use, value: written }: NamedValue): Value | undefined {
  const inner = written?.type === 'record' ? written.entries : undefined;
  // A sweep of Weights & Biases: `'lr': {'value': 0.1}`.
  const value = inner
    ? (inner.findLast(({ key }) => key === 'value') ?? inner.findLast(({ key }) => key === 'values'))?.value
    : written;
  return value && !isRandom(context, use) ? { use, value, confidence: 'medium' } : undefined;
}

/** Optimizers, tables and records have members of the name that are no settings. */
const noSettings = /group|^g$|^pg$|state|logs?$|metric|stats|histor|record|result|df$|frame|optim/i;
const settingsLike = /arg|conf|cfg|opt|param|hp|flag|setting|spec|self/i;

/** `config.get('lr', 0.1)`, `kwargs.pop('dropout', 0.2)`, `getattr(args, 'lr', 0.1)`. */
function lookup(context: Context, call: Call): (Named & { at: number }) | undefined {
  const looked = lookedUp(call, /^(?:get|pop|setdefault)$/);
  const about = looked && kindOfSetting(looked.name);
  if (!about || !looked.otherwise) return undefined;
  const { name, otherwise: value, object } = looked;
  if (!kindOfName(name) && !isConstant(context, name)) return undefined;
  const text = context.slice(object);
  const isGetattr = lastName(call.callee) === 'getattr';
  if (noSettings.test(text) || (isGetattr && !settingsLike.test(text))) return undefined;
  // The file may say elsewhere what is looked up.
  const found = context.evaluator.follow(call).expression;
  if (found && found !== value && found !== call) return undefined;
  return { name, at: looked.at, use: call, value, confidence: 'medium' };
}

/** `rngs={'params': 0, 'dropout': 1}` are seeds. */
function isRandom(context: Context, pair: Node): boolean {
  let holder = pair.up;
  while (holder && !isNamed(holder)) holder = holder.up;
  const name =
    holder?.type === 'entry'
      ? holder.key
      : holder?.type === 'declaration' || holder?.type === 'assignment'
        ? context.slice(holder.target)
        : null;
  return name !== null && /rng|key|seed/i.test(name);
}

const isNamed = (node: Node) =>
  node.type === 'declaration' ||
  node.type === 'assignment' ||
  (node.type === 'entry' && node.up?.type === 'call');
