import type { CodeHint, Finding, Model } from '../finding';
import { dropoutAfterLastLayer } from '../hints';
import type { Context } from './context';
import { hintsOfEvaluation } from './eval-hints';
import { hintsOfModes, hintsOfTapes } from './mode-hints';
import { type Node, textOf } from './node';
import { Owners } from './owners';
import { enclosing } from './scopes';
import { nodeAt, withoutDropout } from './without-dropout';

/** What is probably a mistake in a file as a whole. */
export function hintsOfFile(
  context: Context,
  findings: readonly Finding[],
  models: readonly Model[],
): readonly CodeHint[] {
  const owners = models.length > 0 ? new Owners(context, models) : undefined;
  return [
    ...models.flatMap((model) => lastDropout(context, model, findings, owners!)),
    ...hintsOfEvaluation(context, findings),
    ...hintsOfModes(context),
    ...hintsOfTapes(context, findings, owners),
  ];
}

/** Parts of a network may well end in dropout; only the output of a whole, trained one is told. */
function lastDropout(
  context: Context,
  model: Model,
  findings: readonly Finding[],
  owners: Owners,
): CodeHint[] {
  const { layers, notes, trained } = model;
  if (!trained || notes.length > 0) return [];
  const output = layers.findLastIndex(({ kind }) => kind === 'linear');
  if (output < 0) return [];
  const dropouts = layers.slice(output).filter(({ kind }) => kind === 'dropout');
  if (dropouts.length === 0 || isPart(context, model, findings, owners)) return [];
  return dropouts.map(({ start, end }) => {
    const fix = dropouts.length === 1 ? withoutDropout(context.file.source, { start, end }) : undefined;
    return dropoutAfterLastLayer({ start, end }, fix);
  });
}

/** Whether a network feeds another: they share an optimizer, one is kept in the other, or is applied to what it gives. */
function isPart(context: Context, model: Model, findings: readonly Finding[], owners: Owners): boolean {
  const isShared = findings.some(
    ({ kind, trains }) =>
      kind === 'optimizer' && (trains?.length ?? 0) > 1 && trains!.some(({ start }) => start === model.start),
  );
  return isShared || namesOf(context, model).some((name) => feeds(context, name, model, owners));
}

/** The variables and members that a model, or an object of its class, is kept in; what is kept in a class is a part. */
function namesOf(context: Context, model: Model): Node[] {
  const { file } = context;
  const node = nodeAt(file.source, model, 'class_definition') ?? nodeAt(file.source, model, 'call');
  const made = node?.type === 'class_definition' ? file.callsOf(node) : node ? [node] : [];
  return made.flatMap((call) => {
    const assignment = enclosing(call, 'assignment', 'block');
    const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
    return left ? [left] : [call];
  });
}

function feeds({ file }: Context, name: Node, model: Model, owners: Owners): boolean {
  const text = textOf(name);
  const word = text.slice(text.lastIndexOf('.') + 1);
  if (name.type === 'call') return isGivenToAnother(name, model, owners);
  const uses = [...file.calls.get(word), ...file.given.get(word)];
  return uses.some((use) => {
    const callee = use.type === 'call' ? use.childForFieldName('function') : use;
    if (!callee || textOf(callee) !== text) return false;
    return use.type === 'call' ? isFed(file.given, use, model, owners) : isGivenToAnother(use, model, owners);
  });
}

/** `head(encoder(x))`, and `h = encoder(x)` before `head(h)`. */
function isFed(given: Context['file']['given'], call: Node, model: Model, owners: Owners): boolean {
  if (isGivenToAnother(call, model, owners)) return true;
  const assignment = enclosing(call, 'assignment', 'block');
  const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
  if (left?.type !== 'identifier') return false;
  const owner = enclosing(call, 'function_definition');
  return given
    .get(textOf(left))
    .some((use) => enclosing(use, 'function_definition') === owner && isGivenToAnother(use, model, owners));
}

/** Whether an expression is an argument of another model, or of what makes one. */
function isGivenToAnother(node: Node, model: Model, owners: Owners): boolean {
  for (let part = enclosing(node, 'call'); part; part = enclosing(part, 'call')) {
    const callee = part.childForFieldName('function');
    if (!callee || callee.endIndex >= node.endIndex) continue;
    const others = owners.of(callee).filter(({ start }) => start !== model.start);
    if (
      others.length > 0 ||
      /net|model|head|classif|decod|project|predict|sequential/i.test(lastPart(textOf(callee)))
    )
      return true;
  }
  return false;
}

const lastPart = (text: string) => text.slice(text.lastIndexOf('.') + 1);
