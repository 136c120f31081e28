import type { CodeHint, Finding, Model, Span } from '../../finding';
import { dropoutAfterLastLayer } from '../../hints';
import {
  around,
  type Call,
  type Class,
  contains,
  type Expression,
  lastName,
  type Node,
  pathOf,
} from '../../syntax/tree';
import type { Context } from '../context';
import type { Owners } from '../owners';
import { functionAround, nodesOf } from './places';
import { withoutDropout } from './without-dropout';

/** Dropout after the last layer. Parts of a network may well end in it; only the output of a whole, trained one is told. */
export function hintsOfLastDropout(
  context: Context,
  models: readonly Model[],
  findings: readonly Finding[],
  owners: Owners,
): CodeHint[] {
  return models.flatMap((model) => {
    const dropouts = lastDropouts(model);
    if (dropouts.length === 0 || isPart(context, model, findings, owners)) return [];
    return dropouts.map(({ start, end }) => {
      const layer = dropouts.length === 1 ? callAt(context, { start, end }) : undefined;
      return dropoutAfterLastLayer({ start, end }, layer && withoutDropout(context, layer));
    });
  });
}

function lastDropouts({ layers, notes, trained }: Model): readonly Span[] {
  const output = layers.findLastIndex(({ kind }) => kind === 'linear');
  if (!trained || notes.length > 0 || output < 0) return [];
  return layers.slice(output).filter(({ kind }) => kind === 'dropout');
}

const isAt = (node: Span, { start, end }: Span) => node.start === start && node.end === end;
const callAt = ({ program }: Context, span: Span) => program.calls.find((call) => isAt(call, span));

/** Whether a network feeds another: they share an optimizer, one is kept in the other, or is applied to what it gives. */
function isPart(context: Context, model: Model, findings: readonly Finding[], owners: Owners): boolean {
  const isShared = findings.some(
    ({ kind, trains = [] }) =>
      kind === 'optimizer' && trains.length > 1 && trains.some(({ start }) => start === model.start),
  );
  if (isShared) return true;
  const feeding = { model, owners, nodes: nodesOf(context) };
  return madeBy(context, model, feeding.nodes).some((call) => feeds(call, feeding));
}

interface Feeding {
  readonly model: Model;
  readonly owners: Owners;
  /** All of the file. */
  readonly nodes: readonly Node[];
}

/** The calls that make a model: it is one itself, or its class is called. */
function madeBy(context: Context, model: Model, nodes: readonly Node[]): readonly Call[] {
  const isClass = (node: Node): node is Class => node.type === 'class' && isAt(node, model);
  const owner = nodes.find(isClass);
  if (owner) return context.callsOf(owner);
  const call = callAt(context, model);
  return call ? [call] : [];
}

/** Where what a call makes is kept, in a variable or member; `undefined`: nowhere. */
function keptIn(call: Call): Expression | undefined {
  const kept = around(call, 'declaration', 'assignment', 'block', 'callable');
  return kept?.type === 'declaration' || kept?.type === 'assignment' ? kept.target : undefined;
}

function feeds(made: Call, feeding: Feeding): boolean {
  const kept = keptIn(made);
  if (!kept) return isGivenToAnother(made, feeding);
  const path = pathOf(kept);
  return feeding.nodes.some((use) => {
    if ((use.type !== 'name' && use.type !== 'member') || use === kept || pathOf(use) !== path) return false;
    const call = use.up?.type === 'call' && use.up.callee === use ? use.up : undefined;
    return call ? isFed(call, feeding) : isArgument(use) && isGivenToAnother(use, feeding);
  });
}

const isArgument = ({ up }: Node) => up?.type === 'call' || (up?.type === 'entry' && up.up?.type === 'call');

/** `head(encoder(x))`, and `h = encoder(x)` before `head(h)`. */
function isFed(call: Call, feeding: Feeding): boolean {
  if (isGivenToAnother(call, feeding)) return true;
  const kept = keptIn(call);
  if (kept?.type !== 'name') return false;
  const owner = functionAround(call);
  return feeding.nodes.some(
    (use) =>
      use.type === 'name' &&
      use.name === kept.name &&
      isArgument(use) &&
      functionAround(use) === owner &&
      isGivenToAnother(use, feeding),
  );
}

/** Whether an expression is an argument of another model, or of what makes one. */
function isGivenToAnother(node: Node, { model, owners }: Feeding): boolean {
  for (let call = around(node, 'call'); call; call = around(call, 'call')) {
    const { callee } = call;
    if (contains(callee, node)) continue;
    if (owners.of(callee).some(({ start }) => start !== model.start)) return true;
    if (/net|model|head|classif|decod|project|predict|sequential/i.test(lastName(callee) ?? '')) return true;
  }
  return false;
}
