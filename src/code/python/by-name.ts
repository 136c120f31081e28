import * as l10n from '@vscode/l10n';
import { saysKept } from '../find/hints/remarks';
import type { Confidence, Finding } from '../finding';
import {
  isOfOtherSection,
  isPlausible,
  kindOfHelp,
  kindOfName,
  kindOfSetting,
  type NamedKind,
} from '../names';
import type { Binding } from './bindings';
import type { Context } from './context';
import { valueOfKey } from './dicts';
import { formalOfField } from './fields';
import { type Formal, givenTo, isAlwaysGiven } from './formals';
import { numberOf } from './literals';
import { type Node, textOf } from './node';
import type { Option } from './options';
import { BRANCHES, enclosing, MODULE, same } from './scopes';
import { complementOf } from './values';

/** A value beside a name: `lr = 0.1`, `'lr': 0.1`, `Trainer(lr=0.1)`, `def train(lr=0.1)`. */
interface Named {
  readonly name: string;
  readonly use: Node;
  readonly value: Node;
  readonly confidence: Confidence;
  /** What it is, where the name does not tell. */
  readonly about?: NamedKind;
  /** The value is followed to its literal; otherwise it has to be one. */
  readonly isFollowed?: boolean;
}

/** Whether a word is a hyperparameter's usual name. */
export function isUsualName(word: string): boolean {
  return kindOfSetting(word) !== undefined;
}

/**
 * The literal beside a hyperparameter's usual name at `node`, which no call of a framework needs to lead to: a
 * constant that another file reads, a field, a default.
 */
export function findingByName(context: Context, word: string, node: Node): Finding | undefined {
  const about = kindOfSetting(word)!;
  if (!kindOfName(word) && node.parent?.type !== 'attribute' && !isConstant(context, word)) return undefined;
  const place = node.type === 'identifier' ? atIdentifier(context, node, about) : atString(context, node);
  return place && finding(context, { name: word, ...place });
}

/**
 * `epoch` and `batch` alone are counters and batches, unless they are members of a configuration, or constants beside
 * a framework: `EPOCH = 20`.
 */
const isConstant = ({ framework }: Context, word: string) =>
  framework !== undefined && word === word.toUpperCase();

/** The default of a command-line option that has a hyperparameter's usual name. */
export function findingOfOption(context: Context, option: Option): Finding | undefined {
  const about = kindOfSetting(option.name) ?? kindOfHelp(option.help);
  if (!option.default || !about) return undefined;
  return finding(context, {
    name: option.name,
    about,
    use: option.call,
    value: option.default,
    confidence: 'medium',
  });
}

function finding(context: Context, named: Named): Finding | undefined {
  const about = named.about ?? kindOfSetting(named.name)!;
  const isFollowed = named.isFollowed || isReference(context, named.value);
  const found = isFollowed ? context.tracer.trace(named.value) : { ...WRITTEN, node: named.value };
  const number = found.node ? context.number(found) : undefined;
  if (!number) return severalValues(context, named, about);
  if (!isPlausible(about, number.value)) return undefined;
  const isSaid =
    about.kind === 'dropout' && saysKept(context.file.source.text, number.edit.end, number.value);
  const keep = (about.keep || isSaid) !== found.complement;
  return context.finding(named.use, about.kind, {
    value: keep ? complementOf(number.value) : number.value,
    edit: { ...number.edit, keep },
    spelling: named.name,
    confidence: context.framework ? named.confidence : 'low',
    chain: found.chain,
  });
}

/** `ml_collections.FieldReference(0.1)` */
function isReference({ file }: Context, value: Node): boolean {
  const bindings = value.type === 'identifier' ? file.bindings.of(textOf(value), value) : [];
  const made = bindings.length === 1 ? bindings[0]!.value : value;
  const callee = made?.type === 'call' ? made.childForFieldName('function') : null;
  return !!callee && /\.FieldReference$/.test(file.qualify(callee) ?? '');
}

/** `0.1 if big else 0.01`, and a sweep over one value: `{'lr': {'values': [0.1]}}`. */
function severalValues(context: Context, named: Named, about: NamedKind): Finding | undefined {
  const { value, use, name, confidence } = named;
  const isCondition = value.type === 'conditional_expression';
  const values = isCondition ? [value.namedChildren[0], value.namedChildren[2]] : sweptOnce(value, use);
  const numbers = values.flatMap((one) => (one && numberOf(one)) ?? []);
  if (numbers.length !== values.length || numbers.length === 0) return undefined;
  if (!numbers.every((number) => isPlausible(about, number))) return undefined;
  const isOne = new Set(numbers).size === 1;
  const shown = about.keep ? complementOf(numbers[0]!) : numbers[0]!;
  return context.finding(use, about.kind, {
    value: isOne ? shown : null,
    spelling: name,
    confidence: context.framework ? confidence : 'low',
    reason: isCondition ? l10n.t('depends on a condition: {0}', textOf(value.namedChildren[1]!)) : null,
    edit: isCondition ? null : (context.number({ ...WRITTEN, node: values[0]! })?.edit ?? null),
  });
}

/** A list of one value; of more none is the value. */
function sweptOnce(value: Node, use: Node): readonly Node[] {
  return use.type === 'pair' && value.type === 'list' && value.namedChildCount === 1
    ? value.namedChildren
    : [];
}

const WRITTEN = { reason: null, chain: [], confidence: 'low', complement: false } as const;

type Place = Omit<Named, 'name'>;

function atIdentifier(context: Context, node: Node, about: NamedKind): Place | undefined {
  const parent = node.parent;
  switch (parent?.type) {
    case 'attribute':
      return atMember(parent, node, about);
    case 'keyword_argument':
      return same(parent.childForFieldName('name'), node) ? atKeyword(context, parent, about) : undefined;
    default:
      return atBinding(context, node, about);
  }
}

/** `config.lr = 0.1`, `cfg.SOLVER.BASE_LR = 0.01`, `self.lr = 0.1`. */
function atMember(attribute: Node, name: Node, { kind }: NamedKind): Place | undefined {
  const statement = attribute.parent;
  if (statement?.type !== 'assignment' || !same(attribute.childForFieldName('attribute'), name))
    return undefined;
  const value = statement.childForFieldName('right');
  if (!value || !same(statement.childForFieldName('left'), attribute)) return undefined;
  const sections = textOf(attribute).split('.').slice(1, -1);
  if (isOfOtherSection(sections, kind)) return undefined;
  const isCounter = !kindOfName(textOf(name)) && textOf(attribute).startsWith('self.');
  return isCounter ? undefined : { use: statement, value, confidence: 'medium' };
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
function atKeyword(context: Context, argument: Node, about: NamedKind): Place | undefined {
  const call = enclosing(argument, 'call');
  const callee = call?.childForFieldName('function');
  const value = argument.childForFieldName('value');
  if (!callee || !value || !same(argument.parent, call?.childForFieldName('arguments'))) return undefined;
  const text = context.file.text(callee);
  const name = text.slice(text.lastIndexOf('.') + 1).replace(/weight_?decay/i, '');
  if (schedules.test(name) || /scheduler/.test(text)) return undefined;
  if (about.kind === 'momentum' && text !== 'dict') return undefined;
  if (others.test(context.file.qualify(callee) ?? '')) return undefined;
  if (about.kind === 'batchSize' && ofEvaluation.test(name)) return undefined;
  // What this file defines is looked at there.
  const isFollowed = callee.type === 'identifier' && !context.file.definitionOf(callee);
  return { use: argument, value, confidence: text === 'dict' ? 'medium' : 'low', isFollowed };
}

/** Constants, fields and defaults. A name that is assigned again is not constant. */
function atBinding(context: Context, node: Node, about: NamedKind): Place | undefined {
  const { binding, alike } = context.file.bindings.at(node) ?? {};
  if (!binding || (binding.kind !== 'assign' && binding.kind !== 'parameter')) return undefined;
  if (!isSetOnce(alike ?? [])) return undefined;
  if (binding.kind === 'parameter' && isOther(context, binding, about)) return undefined;
  if (isMemberOfEnum(context, binding)) return undefined;
  const formal = formalAt(context, binding);
  if (formal && isAlwaysGiven(context.tracer, formal)) return givenByPlace(context, formal);
  const value = formal ? formal.default : binding.value;
  if (!value) return undefined;
  const use = binding.kind === 'parameter' ? (value.parent ?? node) : binding.owner;
  return { use, value, confidence: 'medium' };
}

/** `train(18, 0.1)`: what the only call gives; arguments with a name are found by that. */
function givenByPlace({ tracer }: Context, formal: Formal): Place | undefined {
  const [value, ...more] = givenTo(tracer, formal).given;
  const isKeyword = value?.parent?.type === 'keyword_argument';
  return value && more.length === 0 && !isKeyword ? { use: value, value, confidence: 'low' } : undefined;
}

/** The momentum of a moving average, or the batch size of an evaluation. */
function isOther({ file }: Context, { scope }: Binding, { kind }: NamedKind): boolean {
  if (kind !== 'batchSize' || scope === MODULE) return kind === 'momentum';
  const name = scope.childForFieldName('name');
  return name !== null && ofEvaluation.test(file.text(name));
}

/** `class Reason(Enum): DROPOUT = 1`: a number that stands for a word. */
function isMemberOfEnum({ file }: Context, { scope }: Binding): boolean {
  const bases = scope === MODULE ? null : scope.childForFieldName('superclasses');
  return bases !== null && /(?:Enum|Flag)\b/.test(file.text(bases));
}

/** The parameter or the field of a class that a binding is; a plain constant is neither. */
function formalAt({ file, tracer }: Context, binding: Binding): Formal | undefined {
  if (binding.kind === 'parameter') return tracer.parameters.formalOf(binding);
  const owner = enclosing(binding.name, 'class_definition', 'function_definition');
  return owner?.type === 'class_definition' ? formalOfField(file, owner, file.text(binding.name)) : undefined;
}

/** One binding; or several numbers one after the other, as the cells of a notebook and long scripts have them. */
function isSetOnce(bindings: readonly Binding[]): boolean {
  if (bindings.length === 1) return true;
  let known = constants.get(bindings);
  if (known === undefined) {
    known = areNumbers(bindings);
    constants.set(bindings, known);
  }
  return known;
}

/** A name that a long file sets a thousand times is not looked at a thousand times over. */
const constants = new WeakMap<readonly Binding[], boolean>();

function areNumbers(bindings: readonly Binding[]): boolean {
  return bindings.every(
    ({ scope, value, owner }) =>
      scope === MODULE &&
      value !== null &&
      numberOf(value) !== undefined &&
      enclosing(owner, ...BRANCHES) === null,
  );
}

/** A name as a string: a key of a dictionary, a member that is set, a setting that is looked up. */
function atString(context: Context, node: Node): Place | undefined {
  const string = node.type === 'string' ? node : node.parent;
  const owner = string?.parent;
  if (string?.type !== 'string' || !owner) return undefined;
  if (context.file.text(node) !== context.file.text(string).slice(1, -1)) return undefined;
  if (owner.type === 'argument_list') return lookedUp(context, owner, string);
  return owner.type === 'subscript' ? atSubscript(context, owner) : atPair(context, owner, string);
}

/** `{'lr': 0.1}`. */
function atPair(context: Context, pair: Node, key: Node): Place | undefined {
  if (pair.type !== 'pair' || !same(pair.childForFieldName('key'), key)) return undefined;
  const written = pair.childForFieldName('value');
  // A sweep of Weights & Biases: `'lr': {'value': 0.1}`.
  const value =
    written?.type === 'dictionary'
      ? (valueOfKey(written, 'value') ?? valueOfKey(written, 'values'))
      : written;
  return value && !isRandom(context, pair) ? { use: pair, value, confidence: 'medium' } : undefined;
}

/** `config['lr'] = 0.1`; optimizers and tables have members of the name, too. */
function atSubscript(context: Context, subscript: Node): Place | undefined {
  const statement = subscript.parent;
  if (statement?.type !== 'assignment' || !same(statement.childForFieldName('left'), subscript))
    return undefined;
  const object = subscript.childForFieldName('value');
  if (!object || /group|^g$|^pg$|^df|frame/i.test(context.file.text(object))) return undefined;
  const value = statement.childForFieldName('right');
  return value ? { use: statement, value, confidence: 'medium' } : undefined;
}

const lookups = /(?:\.(?:get|pop|setdefault)|^getattr)$/;
/** Optimizers, tables and records have members of the name that are no settings. */
const noSettings = /group|^g$|^pg$|state|logs?$|metric|stats|histor|record|result|df$|frame|optim/i;
const settingsLike = /arg|conf|cfg|opt|param|hp|flag|setting|spec|self/i;

/** `config.get('lr', 0.1)`, `kwargs.pop('dropout', 0.2)`, `getattr(args, 'lr', 0.1)`. */
function lookedUp(context: Context, list: Node, key: Node): Place | undefined {
  const callee = list.parent?.childForFieldName('function');
  const name = callee ? context.file.text(callee) : '';
  if (!lookups.test(name)) return undefined;
  const args = list.namedChildren;
  const place = name === 'getattr' ? 1 : 0;
  const value = same(args[place], key) ? args[place + 1] : undefined;
  const object = place === 1 ? args[0] : callee?.childForFieldName('object');
  if (!value || !list.parent || !object) return undefined;
  const text = context.file.text(object);
  if (noSettings.test(text) || (place === 1 && !settingsLike.test(text))) return undefined;
  // The file may say elsewhere what is looked up.
  const found = context.tracer.trace(list.parent).node;
  if (found && !same(found, value) && !same(found, list.parent)) return undefined;
  return { use: list.parent, value, confidence: 'medium' };
}

/** `rngs={'params': 0, 'dropout': 1}` are seeds. */
function isRandom(context: Context, pair: Node): boolean {
  const holder = enclosing(pair, 'keyword_argument', 'assignment');
  const name = holder?.childForFieldName(holder.type === 'assignment' ? 'left' : 'name');
  return !!name && /rng|key|seed/i.test(context.file.text(name));
}
