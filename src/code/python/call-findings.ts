import * as l10n from '@vscode/l10n';
import { append } from '../../core/lists';
import type { Confidence, Finding } from '../finding';
import { optimizerOfName, spellings } from '../frameworks/index';
import { TF_NN_DROPOUT } from '../frameworks/tensorflow';
import type { Argument } from '../frameworks/types';
import { type Arguments, pick } from './arguments';
import type { KnownCall } from './calls';
import type { Context } from './context';
import { valueInDict, valueOfKey } from './dicts';
import type { Node } from './node';
import { keepsInsteadOfDrops } from './tensorflow-version';
import type { Outcome } from './trace';
import { complementOf, lower } from './values';

/** The hyperparameters of a call. */
export function findingsOfCall(context: Context, known: KnownCall): Finding[] {
  const { spelling, args } = known;
  const found: Finding[] = [];
  if (spelling.optimizer) found.push(optimizerFinding(context, known, known.call, spelling.optimizer));
  for (const argument of spelling.args) append(found, findingsOfArgument(context, known, argument));
  if (spelling.optimizer) append(found, groupFindings(context, known));
  if (spelling.optimizerArgument) {
    const holder = pick(args, spelling.optimizerArgument.names, spelling.optimizerArgument.position);
    if (holder) append(found, namedOptimizer(context, known, holder));
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

/** `optimizer='adam'`, `solver='sgd'`, `optimizer=torch.optim.Adam`. */
function namedOptimizer(
  context: Context,
  known: KnownCall,
  holder: { argument: Node; value: Node },
): Finding[] {
  const text = context.tracer.stringAt(holder.value);
  const name = text === undefined ? optimizerClass(context, holder.value) : optimizerOfName(text);
  if (name === undefined) return [];
  const finding = optimizerFinding(context, known, holder.argument, name);
  const rate = [...spellings.values()]
    .find(({ framework, optimizer }) => framework === 'keras' && optimizer === name)
    ?.args.find(({ kind }) => kind === 'learningRate')?.default;
  if (known.spelling.framework !== 'keras' || rate === undefined) return [finding];
  return [finding, { ...finding, kind: 'learningRate', name: null, value: rate, ...byDefault(`'${name}'`) }];
}

function optimizerClass(context: Context, value: Node): string | undefined {
  return spellings.get(context.file.qualify(value) ?? '')?.optimizer;
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

/** Whether the argument at `given` is the fraction kept, though the table has it as the fraction dropped. */
export function isKeep(
  context: Context,
  known: KnownCall,
  argument: Argument,
  given: Node,
): boolean | 'perhaps' {
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
  const { keep: _, ...rest } = about;
  const outcome = context.tracer.trace(about.kind === 'learningRate' ? withoutMinus(value) : value);
  if (outcome.node && /^(?:none|true|false)$/.test(outcome.node.type)) {
    const name = outcome.chain[0]?.text;
    if (outcome.node.type !== 'none' || about.kind !== 'dropout' || name === undefined) return undefined;
    const reason = l10n.t('{0} is None unless it is given', name);
    return context.finding(use, about.kind, { ...rest, confidence: 'medium', chain: outcome.chain, reason });
  }
  const number = outcome.node ? context.number(outcome) : undefined;
  const confidence = lower(about.confidence, outcome.confidence);
  if (number) return ofNumber(context, use, number, outcome, { ...about, confidence });
  if (outcome.node?.type === 'string') return undefined;
  const reason = whyNot(context, outcome, about.kind);
  if (reason === undefined) return undefined;
  return context.finding(use, about.kind, { ...rest, confidence, chain: outcome.chain, reason });
}

function ofNumber(
  context: Context,
  use: Node,
  { value, edit }: NonNullable<ReturnType<Context['number']>>,
  { chain, complement, shared }: Outcome,
  { keep, ...about }: Use,
): Finding | undefined {
  // Lightning's `max_epochs=-1`: there is no limit.
  if (about.kind === 'epochs' && value < 0) return undefined;
  const isKept = keep !== complement;
  return context.finding(use, about.kind, {
    ...about,
    value: isKept ? complementOf(value) : value,
    edit: shared === undefined ? { ...edit, keep: isKept } : null,
    chain,
    reason: shared ?? null,
  });
}

/** Updates are added: some chains of transformations are given the rate with a minus. */
function withoutMinus(value: Node): Node {
  const inner = value.type === 'unary_operator' ? value.childForFieldName('argument') : null;
  return inner?.type === 'identifier' || inner?.type === 'attribute' ? inner : value;
}

/** Why a trail ends without a number; `undefined` where a schedule has a finding of its own. */
function whyNot(context: Context, outcome: Outcome, kind: Finding['kind']): string | undefined {
  if (!outcome.node) return outcome.reason;
  const text = context.tracer.quote(outcome.node);
  if (outcome.node.type === 'list') return l10n.t('one of several values: {0}', text);
  if (outcome.node.type !== 'call') return l10n.t('computed: {0}', text);
  const callee = outcome.node.childForFieldName('function');
  const spelling = callee ? spellings.get(context.file.qualify(callee) ?? '') : undefined;
  if (kind === 'learningRate' && spelling?.schedule && spelling.args.length > 0) return undefined;
  return l10n.t('computed by {0}', text);
}

function defaultFinding(context: Context, known: KnownCall, argument: Argument): Finding[] {
  const { args, spelling, call } = known;
  const value = argument.default;
  if (value === undefined || args.splats.length > 0 || known.partial) return [];
  const ofOptimizer = argument.kind === 'learningRate' || argument.kind === 'momentum';
  if (argument.kind !== 'dropout' && !(ofOptimizer && spelling.optimizer)) return [];
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
  const { tracer } = context;
  const first = known.args.positional[0] ?? known.args.keywords.get('params')?.value;
  if (!first) return [];
  const { node } = tracer.trace(first);
  if (node?.type !== 'list') return [];
  return node.namedChildren.flatMap((group) => {
    if (group?.type !== 'dictionary') return [];
    return known.spelling.args.flatMap(({ kind, names }) => {
      const value = valueOfKey(group, names[0]!);
      if (!value?.parent) return [];
      const { name, spelling, confidence } = known;
      const about = { kind, keep: false, spelling: name, framework: spelling.framework, confidence };
      return traced(context, value.parent, value, about) ?? [];
    });
  });
}
