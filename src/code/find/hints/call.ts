import type { CodeHint, Finding, HintFix } from '../../finding';
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
} from '../../hints';
import { around, type Expression, lastName, type Node, pathOf } from '../../syntax/tree';
import { inside } from '../../syntax/walk';
import { type Picked, pick } from '../arguments';
import { isKeep } from '../call-findings';
import type { Context } from '../context';
import { modeArgumentOf } from '../dropout-mode';
import type { KnownCall } from '../known-call';
import { changed, withArgument } from './edits';
import { functionAround, networkAround } from './places';
import { saysKept } from './remarks';
import { asksForMode, isGuarded, isOnPurpose, speaksOfMode } from './switches';

/**
 * What is probably a mistake in a call.
 *
 * @param findings those of the call
 */
export function hintsOfCall(context: Context, known: KnownCall, findings: readonly Finding[]): CodeHint[] {
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

function keptRates(context: Context, known: KnownCall, ratios: readonly Finding[]): CodeHint[] {
  if (ratios.some(({ edit }) => edit?.keep)) return [];
  return known.spelling.args.flatMap((argument) => {
    if (argument.kind !== 'dropout' || argument.keep) return [];
    const given = pick(known.args, argument.names, argument.position);
    if (!given || !speaksOfKeeping(given.value)) return [];
    if (isKeep(context, known, argument, given) === true) return [];
    return keepAsRate(given.value, context.slice(given.value), known.name);
  });
}

function speaksOfKeeping(value: Expression): boolean {
  const named = value.type === 'index' ? value.object : value;
  return /keep/i.test(lastName(named) ?? '');
}

/** `rate=dropout` where the line `dropout = 0.75  # probability to keep` says otherwise. */
function keptByRemark({ text }: Context, known: KnownCall, ratios: readonly Finding[]): CodeHint[] {
  return ratios.flatMap(({ edit, start, end, value }) => {
    if (!edit || edit.keep || edit.text === '') return [];
    return saysKept(text, edit.end, value ?? undefined)
      ? keptSays({ start, end }, edit.text, known.name)
      : [];
  });
}

type HintsOf = (context: Context, known: KnownCall) => CodeHint[];

/** What a call may be wrong in beside its ratio. */
const kinds: readonly (readonly [RegExp, HintsOf])[] = [
  [/^torch\.nn\.functional\.scaled_dot_product_attention$/, hintsOfAttention],
  [/^(?:torch|paddle)\.nn\.(?:LSTM|GRU|RNN|SimpleRNN)$/, hintsOfRecurrent],
  [/^(?:tensorflow\.nn|keras\.backend|keras\.random)\.dropout$/, hintsOfRaw],
];

function modeHints(context: Context, known: KnownCall): CodeHint[] {
  if (known.partial) return [];
  const read = kinds.find(([pattern]) => pattern.test(known.name))?.[1] ?? hintsOfFunction;
  return read(context, known);
}

/** Functions whose training mode is an argument; without it some are always on, and some always off. */
function hintsOfFunction(context: Context, known: KnownCall): CodeHint[] {
  const { call, args, name } = known;
  const argument = modeArgumentOf(name);
  if (!argument || args.splats.length > 0 || isGuarded(call)) return [];
  const mode = pick(args, argument.names, argument.position);
  return mode ? toldToTrain(context, known, mode.value) : leftOpen(context, known, argument.isOn);
}

/** No argument says whether it trains. */
function leftOpen(context: Context, known: KnownCall, isOn: boolean): CodeHint[] {
  const { call, args, name, spelling } = known;
  const ratio = spelling.args[0] && pick(args, ['p'], spelling.args[0].position);
  if (ratio && isFlag(ratio.value))
    return [trainingAsRatio(call, context.slice(ratio.value), ratioFix(context, ratio))];
  if (isOn) return isOnPurpose(context, call) ? [] : [alwaysOn(call, name)];
  const isTorch = name.startsWith('torch.') && networkAround(context, call);
  const fix = isTorch ? withArgument(context, call, 'training=self.training') : undefined;
  return [alwaysOff(call, name, fix)];
}

/** `training=True`, unless Monte-Carlo dropout is meant or the caller decides. */
function toldToTrain(context: Context, { call, name }: KnownCall, mode: Expression): CodeHint[] {
  const { expression } = context.evaluator.follow(mode);
  const isTrue = expression?.type === 'constant' && expression.value === true;
  if (!isTrue || isParameter(context, mode) || isOnPurpose(context, call)) return [];
  // In a method of a network there is a `self.training`.
  const mayAsk = mode.type === 'constant' && networkAround(context, call);
  return [alwaysTold(call, name, mayAsk ? changed(mode, 'self.training') : undefined)];
}

/** `self.training`, `training`, `True` */
function isFlag(value: Expression): boolean {
  if (value.type === 'constant') return value.value !== null;
  const isPlain = pathOf(value) !== undefined;
  return isPlain && /^(?:is_?)?train(?:ing|_mode)?$/.test(lastName(value) ?? '');
}

function isParameter({ program }: Context, value: Expression): boolean {
  return (
    value.type === 'name' && program.scopes.find(value.name, value).some(({ formal }) => formal !== undefined)
  );
}

function ratioFix(context: Context, { at, value }: Picked): HintFix | undefined {
  return value.type === 'constant' ? undefined : changed(at, `training=${context.slice(value)}`);
}

/** Attention as a function knows no mode: what it is given has to be 0 in evaluation. */
function hintsOfAttention(context: Context, { call, args }: KnownCall): CodeHint[] {
  const value = pick(args, ['dropout_p'], 4)?.value;
  if (!value || args.splats.length > 0 || isGuarded(call) || isOnPurpose(context, call)) return [];
  const number = numberAt(context, value);
  if (number === 0 || (value.type !== 'member' && number === undefined)) return [];
  if (isSwitched(context, value) || isParameter(context, value)) return [];
  const inEvaluation = `${context.slice(value)} if self.training else 0.0`;
  const fix = networkAround(context, call) ? changed(value, inEvaluation) : undefined;
  return [attentionAlwaysOn(call, fix)];
}

/** Whether what is given says somewhere whether it trains: `self.p if self.training else 0.0`. */
function isSwitched({ program, evaluator }: Context, value: Expression): boolean {
  const { steps } = evaluator.follow(value);
  if (asksForMode(value) || steps.some(({ text }) => speaksOfMode(text))) return true;
  if (value.type === 'condition' || (value.type === 'binary' && /^(?:and|or)$/.test(value.operator)))
    return true;
  const bindings = value.type === 'name' ? program.scopes.find(value.name, value) : [];
  return bindings.length > 1 || bindings.some(({ at }) => at.up && (asksForMode(at.up) || isGuarded(at.up)));
}

/** What recurrent layers drop is between them. */
function hintsOfRecurrent(context: Context, { callee, args, name }: KnownCall): CodeHint[] {
  const given = pick(args, ['dropout'], name.startsWith('paddle.') ? 4 : 5);
  if (!given || args.splats.length > 0 || given.value.type === 'condition') return [];
  const layers = pick(args, ['num_layers'], 2)?.value;
  const count = layers ? numberAt(context, layers) : 1;
  const ratio = numberAt(context, given.value);
  if (count !== 1 || ratio === 0 || (ratio === undefined && mayBeNothing(given.value))) return [];
  if (layers && isParameter(context, layers)) return [];
  return [betweenNoLayers(given.at, context.slice(callee))];
}

function mayBeNothing(value: Node): boolean {
  return [...inside(value)].some(
    (part) => part.type === 'condition' || (part.type === 'constant' && part.value === null),
  );
}

function numberAt({ evaluator }: Context, value: Expression): number | undefined {
  const outcome = evaluator.number(value);
  return outcome.reason === null ? outcome.value : undefined;
}

/** `tf.nn.dropout(x, rate=0.5)` in the `call` of a layer: TensorFlow's function always drops. */
function hintsOfRaw(context: Context, { call, args }: KnownCall): CodeHint[] {
  const method = functionAround(call);
  const rate = pick(args, ['rate', 'level'], 1)?.value;
  if (method?.name?.name !== 'call' || !around(call, 'class') || !rate) return [];
  if (numberAt(context, rate) === undefined || isGuarded(call) || isOnPurpose(context, call)) return [];
  return asksForMode(rate) || isSwitchedElsewhere(method) ? [] : [ignoresTraining(call)];
}

/** `K.in_train_phase(…)`, `tf.cond(training, …)` */
function isSwitchedElsewhere(method: Node): boolean {
  return [...inside(method)].some(
    (part) =>
      part.type === 'call' && /^(?:in_train_phase|smart_cond|cond)$/.test(lastName(part.callee) ?? ''),
  );
}
