import * as l10n from '@vscode/l10n';
import type { Confidence, Finding } from '../finding';
import { callNames, methods, optimizerOfName, spellings } from '../frameworks/index';
import { TF_NN_DROPOUT } from '../frameworks/tensorflow';
import type { Argument, MethodSpelling, Spelling } from '../frameworks/types';
import { type Arguments, argumentsOf, pick } from './arguments';
import { type Context, complementOf, lower } from './context';
import { valueInDict, valueOfKey } from './dicts';
import type { Node } from './node';
import { objectAllows } from './objects';
import { same } from './scopes';
import { keepsInsteadOfDrops } from './tensorflow-version';
import type { Outcome } from './trace';

/** A call that the tables know. */
export interface KnownCall {
  readonly call: Node;
  readonly callee: Node;
  readonly args: Arguments;
  readonly spelling: Spelling;
  /** The qualified name, or the bare name of a method. */
  readonly name: string;
  readonly confidence: Confidence;
}

const asName = /\bas[ \t]+(\w+)/g;
const assignedName = /^[ \t]*(\w+)[ \t]*=[ \t]*[\w.]*?(\w+)[ \t]*$/gm;

/** Names of this file that may stand for something in the tables: `as D`, `Drop = nn.Dropout`. */
function aliases(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, name] of text.matchAll(asName)) found.add(name!);
  for (const [, name, tail] of text.matchAll(assignedName)) if (callNames.has(tail!)) found.add(name!);
  return found;
}

/** The calls of a file that the tables know, resolved through its imports. */
export function* knownCalls(context: Context): Generator<KnownCall> {
  const { source } = context.file;
  const known = aliases(source.text);
  const wrapped = source.text.includes('inject_hyperparams');
  const isWorthALook = (word: string) =>
    callNames.has(word) || known.has(word) || (wrapped && word === 'inject_hyperparams');
  for (const { node } of source.marked('calls', isWorthALook)) {
    const found = callAt(context, node);
    if (found) yield found;
  }
}

/** The call whose callee ends in the identifier `name`. */
function callOf(context: Context, name: Node): { call: Node; callee: Node } | undefined {
  const parent = name.parent;
  const isMember = parent?.type === 'attribute' && same(parent.childForFieldName('attribute'), name);
  const callee = isMember ? parent : name;
  const call = callee.parent;
  if (call?.type !== 'call' || !same(call.childForFieldName('function'), callee)) return undefined;
  const outer = context.file.text(name) === 'inject_hyperparams' ? call.parent : null;
  return outer?.type === 'call' ? { call: outer, callee: call } : { call, callee };
}

function callAt(context: Context, name: Node): KnownCall | undefined {
  const found = name.type === 'identifier' ? callOf(context, name) : undefined;
  const args = found && argumentsOf(context.file, found.call);
  if (!found || !args) return undefined;
  const { callee } = found;
  const qualified = context.file.qualify(callee) ?? '';
  const spelling = spellings.get(qualified);
  if (spelling) {
    const confidence = context.file.isFromStar(callee) ? 'medium' : 'high';
    return { ...found, args, spelling, name: qualified, confidence };
  }
  const method = callee.type === 'attribute' ? methods.get(context.file.text(name)) : undefined;
  const confidence = method && methodAllowed(context, callee, args, method);
  return confidence && { ...found, args, spelling: method, name: method.names[0]!, confidence };
}

function methodAllowed(
  context: Context,
  callee: Node,
  args: Arguments,
  method: MethodSpelling,
): Confidence | undefined {
  const { file } = context;
  const object = callee.childForFieldName('object');
  if (!object || !method.packages.some((name) => file.packages.has(name))) return undefined;
  const asked = method.requires.length === 0 || method.requires.some((name) => args.keywords.has(name));
  return objectAllows(context, object, method.packages, asked);
}

/** The hyperparameters of a call. */
export function findingsOfCall(context: Context, known: KnownCall): Finding[] {
  const { spelling, args } = known;
  const found: Finding[] = [];
  if (spelling.optimizer) found.push(optimizerFinding(context, known, known.call, spelling.optimizer));
  for (const argument of spelling.args) found.push(...findingsOfArgument(context, known, argument));
  if (spelling.optimizer) found.push(...groupFindings(context, known));
  if (spelling.optimizerArgument) {
    const holder = pick(args, spelling.optimizerArgument.names, spelling.optimizerArgument.position);
    if (holder) found.push(...namedOptimizer(context, known, holder));
  }
  return found;
}

function optimizerFinding(context: Context, known: KnownCall, use: Node, name: string): Finding {
  return context.finding(use, 'optimizer', {
    name,
    spelling: known.name,
    framework: known.spelling.framework,
    confidence: known.confidence,
  });
}

/** `optimizer='adam'`, `solver='sgd'`. */
function namedOptimizer(
  context: Context,
  known: KnownCall,
  holder: { argument: Node; value: Node },
): Finding[] {
  const text = context.tracer.stringAt(holder.value);
  const name =
    text === undefined ? undefined : (optimizerOfName(text) ?? (text === 'lbfgs' ? text : undefined));
  if (name === undefined) return [];
  const finding = optimizerFinding(context, known, holder.argument, name);
  const rate = [...spellings.values()]
    .find(({ framework, optimizer }) => framework === 'keras' && optimizer === name)
    ?.args.find(({ kind }) => kind === 'learningRate')?.default;
  if (known.spelling.framework !== 'keras' || rate === undefined) return [finding];
  return [finding, { ...finding, kind: 'learningRate', name: null, value: rate, ...byDefault(`'${text}'`) }];
}

function byDefault(name: string): Pick<Finding, 'isDefault' | 'reason'> {
  return { isDefault: true, reason: l10n.t('the default of {0}, not written in the file', name) };
}

function findingsOfArgument(context: Context, known: KnownCall, argument: Argument): Finding[] {
  const { args, spelling } = known;
  const given = pick(args, argument.names, argument.position) ?? unpacked(context, args, argument);
  if (!given) return defaultFinding(context, known, argument);
  const use = spelling.whole ? known.call : given.argument;
  const keep = argument.keep ?? isKeep(context, known, argument, given.argument);
  const confidence = lower(known.confidence, keep === 'perhaps' ? 'medium' : 'high');
  const finding = traced(context, use, given.value, {
    kind: argument.kind,
    keep: keep === true,
    spelling: known.name,
    framework: spelling.framework,
    confidence,
  });
  return finding ? [finding] : [];
}

/** `DataLoader(data, **kwargs)` with `kwargs = {'batch_size': 64}`. */
function unpacked(context: Context, args: Arguments, argument: Argument) {
  for (const splat of args.splats) {
    if (splat.type !== 'dictionary_splat') continue;
    for (const name of argument.names) {
      const value = valueInDict(context.tracer, splat.firstNamedChild, name);
      if (value) return { argument: splat, value };
    }
  }
  return undefined;
}

function isKeep(context: Context, known: KnownCall, argument: Argument, given: Node): boolean | 'perhaps' {
  if (known.name !== TF_NN_DROPOUT || argument.kind !== 'dropout') return false;
  if (given.type === 'keyword_argument') return false;
  return keepsInsteadOfDrops(context.file, known.callee);
}

interface Use {
  readonly kind: Finding['kind'];
  readonly keep: boolean;
  readonly spelling: string;
  readonly framework: Finding['framework'];
  readonly confidence: Confidence;
}

/** The finding of a written value; `undefined` for `None`, `True` and words such as `'auto'`. */
export function traced(context: Context, use: Node, value: Node, about: Use): Finding | undefined {
  const { keep, ...rest } = about;
  const outcome = context.tracer.trace(value);
  if (outcome.node && /^(?:none|true|false)$/.test(outcome.node.type)) return undefined;
  const number = outcome.node ? context.number(outcome) : undefined;
  const confidence = lower(about.confidence, outcome.confidence);
  if (number) {
    const isKept = keep !== outcome.complement;
    return context.finding(use, about.kind, {
      ...rest,
      confidence,
      value: isKept ? complementOf(number.value) : number.value,
      edit: { ...number.edit, keep: isKept },
      chain: outcome.chain,
    });
  }
  if (outcome.node?.type === 'string') return undefined;
  const reason = whyNot(context, outcome, about.kind);
  if (reason === undefined) return undefined;
  return context.finding(use, about.kind, { ...rest, confidence, chain: outcome.chain, reason });
}

/** Why a trail ends without a number; `undefined` where a schedule has a finding of its own. */
function whyNot(context: Context, outcome: Outcome, kind: Finding['kind']): string | undefined {
  if (!outcome.node) return outcome.reason;
  const text = context.tracer.quote(outcome.node);
  if (outcome.node.type !== 'call') return l10n.t('computed: {0}', text);
  const callee = outcome.node.childForFieldName('function');
  const spelling = callee ? spellings.get(context.file.qualify(callee) ?? '') : undefined;
  if (kind === 'learningRate' && spelling?.schedule && spelling.args.length > 0) return undefined;
  return l10n.t('computed by {0}', text);
}

function defaultFinding(context: Context, known: KnownCall, argument: Argument): Finding[] {
  const { args, spelling, call } = known;
  const value = argument.default;
  if (value === undefined || args.splats.length > 0) return [];
  if (argument.kind !== 'dropout' && !(argument.kind === 'learningRate' && spelling.optimizer)) return [];
  const last = args.list.namedChildren.filter((child) => child && child.type !== 'comment').at(-1);
  const at = last ? context.file.source.end(last) : context.file.source.start(args.list) + 1;
  const isNext = argument.position === args.positional.length && args.keywords.size === 0;
  const before = `${last ? ', ' : ''}${isNext ? '' : `${argument.names[0]}=`}`;
  return [
    context.finding(call, argument.kind, {
      value: argument.keep ? complementOf(value) : value,
      spelling: known.name,
      framework: spelling.framework,
      confidence: known.confidence,
      edit: { start: at, end: at, text: '', keep: argument.keep ?? false, before },
      ...byDefault(known.name),
    }),
  ];
}

/** Parameter groups: `optim.SGD([{'params': a, 'lr': 1e-2}, …], lr=1e-3)`. */
function groupFindings(context: Context, known: KnownCall): Finding[] {
  const { file, tracer } = context;
  const first = known.args.positional[0] ?? known.args.keywords.get('params')?.value;
  if (!first) return [];
  const { node } = tracer.trace(first);
  if (node?.type !== 'list') return [];
  return node.namedChildren.flatMap((group) => {
    if (group?.type !== 'dictionary') return [];
    return known.spelling.args.flatMap(({ kind, names }) => {
      const value = valueOfKey(file, group, names[0]!);
      if (!value?.parent) return [];
      const { name, spelling, confidence } = known;
      const about = { kind, keep: false, spelling: name, framework: spelling.framework, confidence };
      return traced(context, value.parent, value, about) ?? [];
    });
  });
}
