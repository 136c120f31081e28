import * as l10n from '@vscode/l10n';
import { saysKept } from '../find/hints/remarks';
import type { CodeEdit, CodeHint, Finding, HintFix } from '../finding';
import {
  alwaysOff,
  alwaysOn,
  alwaysTold,
  attentionAlwaysOn,
  betweenNoLayers,
  ignoresTraining,
  keepAsRate,
  keptSays,
  ratioOutOfRange,
  trainingAsRatio,
} from '../hints';
import { pick } from './arguments';
import { isKeep } from './call-findings';
import type { KnownCall } from './calls';
import type { Context } from './context';
import { modeArgumentOf } from './dropout-mode';
import { numberOf } from './literals';
import { type Node, textOf } from './node';
import { classOf, enclosing } from './scopes';
import { isGuarded, isMethodOfModule, isRepeatedOnPurpose, speaksOfTraining } from './switches';

/** What is probably a mistake in a call. */
export function hintsOfCall(
  context: Context,
  known: KnownCall,
  findings: readonly Finding[],
): readonly CodeHint[] {
  const ratios = findings.filter(({ kind }) => kind === 'dropout');
  return [
    ...keptRates(context, known, ratios),
    ...keptByRemark(context, known, ratios),
    ...ratios.flatMap(({ value, spelling, ...span }) =>
      value !== null && (value >= 1 || value < 0) ? ratioOutOfRange(span, value, spelling) : [],
    ),
    ...modeHints(context, known),
  ];
}

const names = new Set(['identifier', 'attribute', 'subscript']);

function keptRates(context: Context, known: KnownCall, ratios: readonly Finding[]): CodeHint[] {
  if (ratios.some(({ edit }) => edit?.keep)) return [];
  return known.spelling.args.flatMap((argument) => {
    if (argument.kind !== 'dropout' || argument.keep) return [];
    const given = pick(known.args, argument.names, argument.position);
    if (!given || !names.has(given.value.type) || !speaksOfKeeping(given.value)) return [];
    if (isKeep(context, known, argument, given.argument) === true) return [];
    return keepAsRate(context.file.source.span(given.value), textOf(given.value), known.name);
  });
}

/** `rate=dropout` where the line `dropout = 0.75  # probability to keep` says otherwise. */
function keptByRemark({ file }: Context, known: KnownCall, ratios: readonly Finding[]): CodeHint[] {
  return ratios.flatMap(({ edit, start, end, value }) => {
    if (!edit || edit.keep || edit.text === '') return [];
    if (!saysKept(file.source.text, edit.end, value ?? undefined)) return [];
    return keptSays({ start, end }, edit.text, known.name);
  });
}

function speaksOfKeeping(node: Node): boolean {
  const text = textOf(node);
  return /keep/i.test(text.slice(text.lastIndexOf('.') + 1));
}

type HintsOf = (context: Context, known: KnownCall) => readonly CodeHint[];

/** What a call may be wrong in beside its ratio. */
const kinds: readonly (readonly [RegExp, HintsOf])[] = [
  [/^torch\.nn\.functional\.scaled_dot_product_attention$/, hintsOfAttention],
  [/^(?:torch|paddle)\.nn\.(?:LSTM|GRU|RNN|SimpleRNN)$/, hintsOfRecurrent],
  [/^(?:tensorflow\.nn|keras\.backend|keras\.random)\.dropout$/, hintsOfRaw],
];

function modeHints(context: Context, known: KnownCall): readonly CodeHint[] {
  if (known.partial) return [];
  const read = kinds.find(([pattern]) => pattern.test(known.name))?.[1] ?? hintsOfFunction;
  return read(context, known);
}

const flag = /^(?:\w+\.)*(?:is_?)?train(?:ing|_mode)?$/;

/** Functions that are told by an argument whether they train; without it some are always on, and some always off. */
function hintsOfFunction(context: Context, known: KnownCall): readonly CodeHint[] {
  const { call, args, name } = known;
  const argument = modeArgumentOf(name);
  if (!argument || args.splats.length > 0 || isGuarded(call)) return [];
  const mode = pick(args, argument.names, argument.position);
  return mode ? toldToTrain(context, known, mode.value) : leftOpen(context, known);
}

/** No argument says whether it trains. */
function leftOpen(context: Context, known: KnownCall): readonly CodeHint[] {
  const { call, args, name, spelling } = known;
  const span = context.file.source.span(call);
  const ratio = spelling.args[0] && pick(args, ['p'], spelling.args[0].position);
  if (ratio && isFlag(ratio.value))
    return [trainingAsRatio(span, textOf(ratio.value), ratioFix(context, ratio))];
  const fix = name.startsWith('torch.') ? addTraining(context, call) : undefined;
  if (!modeArgumentOf(name)?.isOn) return [alwaysOff(span, name, fix)];
  return isRepeatedOnPurpose(call) ? [] : [alwaysOn(span, name)];
}

/** `training=True`, unless Monte-Carlo dropout is meant or the caller decides. */
function toldToTrain(context: Context, { call, name }: KnownCall, mode: Node): readonly CodeHint[] {
  const isTrue = mode.type === 'true' || context.tracer.trace(mode).node?.type === 'true';
  const isOpen = mode.type !== 'true' && isOfParameter(context, mode);
  if (!isTrue || isOpen || isRepeatedOnPurpose(call)) return [];
  const fix = mode.type === 'true' ? asTraining(context, call, mode) : undefined;
  return [alwaysTold(context.file.source.span(call), name, fix)];
}

/** `self.training`, `training`, `True` */
function isFlag(value: Node): boolean {
  return /^(?:true|false)$/.test(value.type) || flag.test(textOf(value));
}

function isOfParameter({ file }: Context, value: Node): boolean {
  return (
    value.type === 'identifier' &&
    file.bindings.of(textOf(value), value).some(({ kind }) => kind === 'parameter')
  );
}

function ratioFix(
  context: Context,
  { argument, value, keyword }: { argument: Node; value: Node; keyword: string | null },
): HintFix | undefined {
  if (/^(?:true|false)$/.test(value.type)) return undefined;
  const newText = `training=${textOf(value)}`;
  const span = context.file.source.span(keyword === null ? value : argument);
  return { title: l10n.t('Change to {0}', newText), edits: [{ ...span, newText }] };
}

/** In a method of a network there is a `self.training`. */
function asTraining(context: Context, call: Node, value: Node): HintFix | undefined {
  if (!isMethodOfModule(context, call)) return undefined;
  const edit: CodeEdit = { ...context.file.source.span(value), newText: 'self.training' };
  return { title: l10n.t('Change to {0}', 'self.training'), edits: [edit] };
}

function addTraining(context: Context, call: Node): HintFix | undefined {
  const list = call.childForFieldName('arguments');
  const last = list?.namedChildren.filter(({ type }) => type !== 'comment').at(-1);
  if (!last || !isMethodOfModule(context, call)) return undefined;
  const at = context.file.source.end(last);
  const edit = { start: at, end: at, newText: ', training=self.training' };
  return { title: l10n.t('Add {0}', 'training=self.training'), edits: [edit] };
}

/** Attention as a function knows no mode: what it is given has to be 0 in evaluation. */
function hintsOfAttention(context: Context, { call, args }: KnownCall): readonly CodeHint[] {
  const given = pick(args, ['dropout_p'], 4);
  if (!given || args.splats.length > 0 || isGuarded(call) || isRepeatedOnPurpose(call)) return [];
  const { value } = given;
  const outcome = context.tracer.trace(value);
  const number = outcome.node ? numberOf(outcome.node) : undefined;
  if (number === 0 || isSwitched(context, value, outcome.chain)) return [];
  if (value.type !== 'attribute' && number === undefined) return [];
  if (isOfParameter(context, value)) return [];
  return [attentionAlwaysOn(context.file.source.span(call), zeroInEvaluation(context, call, value))];
}

/** Whether what is given says somewhere whether it trains: `self.p if self.training else 0.0`. */
function isSwitched(context: Context, value: Node, chain: readonly { text: string }[]): boolean {
  if (speaksOfTraining(textOf(value)) || chain.some(({ text }) => speaksOfTraining(text))) return true;
  if (value.type === 'conditional_expression' || value.type === 'boolean_operator') return true;
  const bindings = value.type === 'identifier' ? context.file.bindings.of(textOf(value), value) : [];
  return (
    bindings.length > 1 || bindings.some(({ owner }) => speaksOfTraining(textOf(owner)) || isGuarded(owner))
  );
}

function zeroInEvaluation(context: Context, call: Node, value: Node): HintFix | undefined {
  if (!isMethodOfModule(context, call)) return undefined;
  const newText = `${textOf(value)} if self.training else 0.0`;
  return {
    title: l10n.t('Change to {0}', newText),
    edits: [{ ...context.file.source.span(value), newText }],
  };
}

/** What recurrent layers drop is between them. */
function hintsOfRecurrent(context: Context, { call, args, name }: KnownCall): readonly CodeHint[] {
  const place = name.startsWith('paddle.') ? 4 : 5;
  const given = pick(args, ['dropout'], place);
  if (!given || args.splats.length > 0 || given.value.type === 'conditional_expression') return [];
  const layers = pick(args, ['num_layers'], 2);
  const count = layers ? numberAt(context, layers.value) : 1;
  const ratio = numberAt(context, given.value);
  if (count !== 1 || ratio === 0 || (ratio === undefined && /\bif\b|none/i.test(textOf(given.value))))
    return [];
  if (layers && isOfParameter(context, layers.value)) return [];
  const span = context.file.source.span(given.argument);
  return [betweenNoLayers(span, textOf(call.childForFieldName('function') ?? call))];
}

function numberAt(context: Context, node: Node): number | undefined {
  const { node: found } = context.tracer.trace(node);
  return found ? numberOf(found) : undefined;
}

/** `tf.nn.dropout(x, rate=0.5)` in the `call` of a layer: TensorFlow's function always drops. */
function hintsOfRaw(context: Context, { call, args }: KnownCall): readonly CodeHint[] {
  const definition = enclosing(call, 'function_definition');
  const name = definition?.childForFieldName('name');
  const rate = pick(args, ['rate', 'level'], 1)?.value;
  if (!name || textOf(name) !== 'call' || classOf(call) === null || !rate) return [];
  if (numberAt(context, rate) === undefined || isGuarded(call) || isRepeatedOnPurpose(call)) return [];
  if (speaksOfTraining(textOf(rate)) || /in_train_phase|smart_cond|tf\.cond/.test(textOf(definition!)))
    return [];
  return [ignoresTraining(context.file.source.span(call))];
}
