import type { CodeHint, Finding, Model, Span } from '../../finding';
import { dropoutAfterLastLayer } from '../../hints';
import { around, type Call, contains, type Expression, lastName, type Node, pathOf } from '../../syntax/tree';
import { nodeAt } from '../../syntax/walk';
import type { Context } from '../context';
import type { Owners } from '../owners';
import { hintsOfEvaluation } from './evaluation';
import { hintsOfModes, hintsOfTapes } from './mode';
import { functionAround, nodesOf } from './places';
import { withoutDropout } from './without-dropout';

/** What is probably a mistake in a file as a whole. */
export function hintsOfFile(
  context: Context,
  owners: Owners,
  findings: readonly Finding[],
  models: readonly Model[],
): CodeHint[] {
  return [
    ...lastDropout(context, models, findings, owners),
    ...hintsOfEvaluation(context, findings),
    ...hintsOfModes(context),
    ...hintsOfTapes(context, findings, owners),
  ];
}

/** Dropout after the last layer. Parts of a network may well end in it; only at the output of a whole, trained one it is reported. */
function lastDropout(
  context: Context,
  models: readonly Model[],
  findings: readonly Finding[],
  owners: Owners,
): CodeHint[] {
  return models.flatMap((model) => {
    const dropouts = lastDropouts(model);
    if (dropouts.length === 0 || isPart(context, model, findings, owners)) return [];
    return dropouts.map(({ start, end }) => {
      const layer = nodeAt(context.program.file, { start, end });
      const isOnly = dropouts.length === 1 && layer.type === 'call';
      return dropoutAfterLastLayer({ start, end }, isOnly ? withoutDropout(context, layer) : undefined);
    });
  });
}

function lastDropouts({ layers, notes, trained }: Model): readonly Span[] {
  const output = layers.findLastIndex(({ kind }) => kind === 'linear');
  if (!trained || notes.length > 0 || output < 0) return [];
  return layers.slice(output).filter(({ kind }) => kind === 'dropout');
}

/** Whether a network feeds another: they share an optimizer, one is kept in the other, or is applied to what it gives. */
function isPart(context: Context, model: Model, findings: readonly Finding[], owners: Owners): boolean {
  const isShared = findings.some(
    ({ kind, trains = [] }) =>
      kind === 'optimizer' && trains.length > 1 && trains.some(({ start }) => start === model.start),
  );
  if (isShared) return true;
  return madeBy(context, model).some((call) => feeds(call, { context, model, owners }));
}

interface Feeding {
  readonly context: Context;
  readonly model: Model;
  readonly owners: Owners;
}

/** The calls that make a model: it is one itself, or its class is called. */
function madeBy(context: Context, model: Model): readonly Call[] {
  const node = nodeAt(context.program.file, model);
  if (node.type === 'class') return context.callsOf(node);
  return node.type === 'call' ? [node] : [];
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
  return nodesOf(feeding.context).some((use) => {
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
  return feeding.context.program
    .usesOf(kept.name)
    .some(
      (use) =>
        isArgument(use) && functionAround(use) === functionAround(call) && isGivenToAnother(use, feeding),
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
