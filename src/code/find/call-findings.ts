import * as l10n from '@vscode/l10n';
import { append } from '../../core/lists';
import { lower } from '../confidence';
import { rounded } from '../evaluate/arithmetic';
import type { Outcome } from '../evaluate/outcome';
import { lookUp } from '../evaluate/records';
import type { Confidence, Finding } from '../finding';
import { optimizerOfName, spellings } from '../frameworks/index';
import { TF_NN_DROPOUT } from '../frameworks/tensorflow';
import type { Argument } from '../frameworks/types';
import type { Call, Expression, Node } from '../syntax/tree';
import { type Arguments, isRecordSplat, type Picked, pick } from './arguments';
import type { Context } from './context';
import type { KnownCall } from './known-call';
import { keepsInsteadOfDrops } from './tensorflow-version';

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
  const { name: spelling, confidence } = known;
  return context.finding(use, 'optimizer', {
    ...{ name, spelling, confidence, framework: known.spelling.framework },
  });
}

/** `optimizer='adam'`, `solver='sgd'`, `optimizer=torch.optim.Adam`. */
function namedOptimizer(context: Context, known: KnownCall, holder: Picked): Finding[] {
  const text = context.stringAt(holder.value);
  const name =
    text === undefined
      ? spellings.get(context.qualify(holder.value) ?? '')?.optimizer
      : optimizerOfName(text);
  if (name === undefined) return [];
  const finding = optimizerFinding(context, known, holder.at, name);
  const rate = [...spellings.values()]
    .find(({ framework, optimizer }) => framework === 'keras' && optimizer === name)
    ?.args.find(({ kind }) => kind === 'learningRate')?.default;
  if (known.spelling.framework !== 'keras' || rate === undefined) return [finding];
  return [finding, { ...finding, kind: 'learningRate', name: null, value: rate, ...byDefault(`'${name}'`) }];
}

function byDefault(name: string): Pick<Finding, 'isDefault' | 'reason'> {
  return { isDefault: true, reason: l10n.t('the default of {0}, not written in the file', name) };
}

function findingsOfArgument(context: Context, known: KnownCall, argument: Argument): Finding[] {
  const { args, spelling, name } = known;
  const given = pick(args, argument.names, argument.position) ?? unpacked(context, args, argument);
  if (!given) return defaultFinding(context, known, argument);
  const use = spelling.whole ? known.call : given.at;
  const keep = argument.keep ?? isKeep(context, known, argument, given);
  const confidence = lower(known.confidence, keep === 'perhaps' ? 'medium' : 'high');
  const about = { kind: argument.kind, keep: keep === true, spelling: name, framework: spelling.framework };
  const finding = traced(context, use, given.value, { ...about, confidence });
  return finding ? [finding] : [];
}

/** `DataLoader(data, **kwargs)` with `kwargs = {'batch_size': 64}`. */
function unpacked({ evaluator }: Context, args: Arguments, argument: Argument): Picked | undefined {
  for (const splat of args.splats.filter(isRecordSplat)) {
    const { expression } = evaluator.follow(splat.of);
    for (const keyword of expression?.type === 'record' ? argument.names : []) {
      const { value, isOpen } = lookUp(
        evaluator,
        expression as Extract<Expression, { type: 'record' }>,
        keyword,
      );
      if (value && !isOpen) return { at: splat.up!, value, keyword };
    }
  }
  return undefined;
}

/** Whether an argument is the fraction kept, though the table has it as the fraction dropped. */
export function isKeep(
  context: Context,
  known: KnownCall,
  argument: Argument,
  given: Picked,
): boolean | 'perhaps' {
  if (known.name !== TF_NN_DROPOUT || argument.kind !== 'dropout' || given.keyword !== null) return false;
  return keepsInsteadOfDrops(context, known.callee);
}

interface Use {
  readonly kind: Finding['kind'];
  readonly keep: boolean;
  readonly spelling: string;
  readonly framework: Finding['framework'];
  readonly confidence: Confidence;
}

/** The finding of a written value; `undefined` for `None`, `True` and words such as `'auto'`. */
export function traced(context: Context, use: Node, value: Expression, about: Use): Finding | undefined {
  const { keep: _, ...rest } = about;
  const outcome = context.evaluator.follow(about.kind === 'learningRate' ? withoutMinus(value) : value);
  const { expression, steps: chain } = outcome;
  if (expression?.type === 'constant') {
    const name = chain[0]?.text;
    if (expression.value !== null || about.kind !== 'dropout' || name === undefined) return undefined;
    const reason = l10n.t('{0} is None unless it is given', name);
    return context.finding(use, about.kind, { ...rest, confidence: 'medium', chain, reason });
  }
  const number = expression ? context.number({ expression }) : undefined;
  const confidence = lower(about.confidence, outcome.confidence);
  if (number) return ofNumber(context, use, number, outcome, { ...about, confidence });
  if (expression?.type === 'text') return undefined;
  const reason = whyNot(context, outcome, about.kind);
  if (reason === undefined) return undefined;
  return context.finding(use, about.kind, { ...rest, confidence, chain, reason });
}

function ofNumber(
  context: Context,
  use: Node,
  { value, edit }: NonNullable<ReturnType<Context['number']>>,
  { steps: chain, complement, shared }: Outcome,
  { keep, ...about }: Use,
): Finding | undefined {
  // Lightning's `max_epochs=-1`: there is no limit.
  if (about.kind === 'epochs' && value < 0) return undefined;
  const isKept = keep !== complement;
  return context.finding(use, about.kind, {
    ...about,
    value: isKept ? rounded(1 - value) : value,
    edit: shared === undefined ? { ...edit, keep: isKept } : null,
    chain,
    reason: shared ?? null,
  });
}

/** Updates are added: some chains of transformations are given the rate with a minus. */
function withoutMinus(value: Expression): Expression {
  const inner = value.type === 'unary' ? value.operand : undefined;
  return inner?.type === 'name' || inner?.type === 'member' ? inner : value;
}

/** Why a trail ends without a number; `undefined` where a schedule has a finding of its own. */
function whyNot(context: Context, outcome: Outcome, kind: Finding['kind']): string | undefined {
  const { expression } = outcome;
  if (!expression) return outcome.reason;
  const text = context.evaluator.quote(expression);
  if (expression.type === 'list' && !expression.isTuple) return l10n.t('one of several values: {0}', text);
  if (expression.type !== 'call') return l10n.t('computed: {0}', text);
  const spelling = spellings.get(context.qualify(expression.callee) ?? '');
  if (kind === 'learningRate' && spelling?.schedule && spelling.args.length > 0) return undefined;
  return l10n.t('computed by {0}', text);
}

function defaultFinding(context: Context, known: KnownCall, argument: Argument): Finding[] {
  const { args, spelling, call } = known;
  const value = argument.default;
  if (value === undefined || args.splats.length > 0 || known.partial) return [];
  const ofOptimizer = argument.kind === 'learningRate' || argument.kind === 'momentum';
  if (argument.kind !== 'dropout' && !(ofOptimizer && spelling.optimizer)) return [];
  const last = lastArgument(call);
  const at = last ? last.end : context.text.indexOf('(', call.callee.end) + 1;
  const isNext = argument.position === args.positional.length && args.keywords.size === 0;
  const before = `${last ? ', ' : ''}${isNext ? '' : `${argument.names[0]}=`}`;
  return [
    context.finding(call, argument.kind, {
      value: argument.keep ? rounded(1 - value) : value,
      spelling: known.name,
      framework: spelling.framework,
      confidence: known.confidence,
      edit: { start: at, end: at, text: '', keep: argument.keep ?? false, before },
      ...byDefault(known.name),
    }),
  ];
}

/** Keywords and positional arguments may stand in any order: `f(a=1, *b)`. */
function lastArgument({ args, keywords }: Call): Node | undefined {
  const [one, other] = [args.at(-1), keywords.at(-1)];
  return one && other ? (one.end > other.end ? one : other) : (one ?? other);
}

/** Parameter groups: `optim.SGD([{'params': a, 'lr': 1e-2}, …], lr=1e-3)`. */
function groupFindings(context: Context, known: KnownCall): Finding[] {
  const first = known.args.positional[0] ?? known.args.keywords.get('params')?.value;
  const groups = first && context.evaluator.follow(first).expression;
  if (groups?.type !== 'list' || groups.isTuple) return [];
  const { name: spelling, confidence } = known;
  const rest = { keep: false, spelling, framework: known.spelling.framework, confidence };
  return groups.items.flatMap((group) => {
    if (group.type !== 'record') return [];
    return known.spelling.args.flatMap(({ kind, names }) => {
      const entry = group.entries.findLast(({ key }) => key === names[0]);
      return entry ? (traced(context, entry, entry.value, { kind, ...rest }) ?? []) : [];
    });
  });
}
