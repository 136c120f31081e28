import type { CodeHint, Finding } from '../finding';
import { alwaysOn, keepAsRate, keptSays, ratioOutOfRange } from '../hints';
import { pick } from './arguments';
import { isKeep } from './call-findings';
import type { KnownCall } from './calls';
import type { Context } from './context';
import { type Node, textOf } from './node';
import { saysKept } from './remarks';
import { enclosing } from './scopes';

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
    ...(isAlwaysOn(known) && !isGuarded(known.call) ? [alwaysOn(context.file.source.span(known.call))] : []),
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
  return ratios.flatMap(({ edit, start, end }) => {
    if (!edit || edit.keep || edit.text === '' || !saysKept(file.source.text, edit.end)) return [];
    return keptSays({ start, end }, edit.text, known.name);
  });
}

function speaksOfKeeping(node: Node): boolean {
  const text = textOf(node);
  return /keep/i.test(text.slice(text.lastIndexOf('.') + 1));
}

/** `F.dropout(x, p)`: `training` is the third argument, and true where it is left out; `alpha_dropout` has it false. */
function isAlwaysOn({ name, args, partial }: KnownCall): boolean {
  if (partial) return false;
  if (!/^torch\.nn\.functional\.dropout\d?d?$/.test(name)) return false;
  return !args.keywords.has('training') && args.positional.length < 3 && args.splats.length === 0;
}

/** `if self.training: x = F.dropout(x)`. */
function isGuarded(call: Node): boolean {
  for (let owner = enclosing(call, 'if_statement'); owner; owner = enclosing(owner, 'if_statement')) {
    const condition = owner.childForFieldName('condition');
    if (condition && /train/.test(textOf(condition))) return true;
  }
  return false;
}
