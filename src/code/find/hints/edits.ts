import * as l10n from '@vscode/l10n';
import { greatest } from '../../../core/lists';
import type { CodeEdit, HintFix, Span } from '../../finding';
import type { Call, Node } from '../../syntax/tree';
import type { Context } from '../context';
import { statementsAround } from './places';

/** A fix that puts one text for another. */
export function changed({ start, end }: Span, newText: string, shown = newText): HintFix {
  return { title: l10n.t('Change to {0}', shown), edits: [{ start, end, newText }] };
}

/** A fix that gives a call one more argument; `undefined`: it has none. */
export function withArgument({ text }: Context, call: Call, argument: string): HintFix | undefined {
  const given = [...call.args, ...call.keywords];
  if (given.length === 0) return undefined;
  const last = greatest(given.map(({ end }) => end));
  // Brackets around the last argument are not part of it.
  const behind = /^[\s)]*(?=\))/.exec(text.slice(last, call.end))?.[0] ?? '';
  const at = last + behind.trimEnd().length;
  const edit = { start: at, end: at, newText: `, ${argument}` };
  return { title: l10n.t('Add {0}', argument), edits: [edit] };
}

/** What stands before and behind a span on its lines, and where these lines begin and end (their line break included). */
interface Surroundings extends Span {
  readonly before: string;
  readonly behind: string;
}

function surroundings(text: string, start: number, end: number): Surroundings {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineBreak = text.indexOf('\n', end);
  const lineEnd = lineBreak < 0 ? text.length : lineBreak + 1;
  const [before, behind] = [text.slice(lineStart, start), text.slice(end, lineEnd)];
  return { before, behind, start: lineStart, end: lineEnd };
}

const blank = /^[ \t]*$/;
const nothingOrComment = /^[ \t]*(?:#.*)?[\r\n]*$/;

/** The white space before an offset on its line; `undefined`: something else stands there. */
export function indentAt(text: string, offset: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return blank.test(before) ? before : undefined;
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Deletes a statement with its lines; `undefined`: it shares them with another, or its block would be empty. */
export function withoutStatement({ text }: Context, statement: Node): CodeEdit | undefined {
  const siblings = statementsAround(statement) ?? [];
  const { before, behind, start, end } = surroundings(text, statement.start, statement.end);
  if (siblings.length < 2 || !blank.test(before) || !nothingOrComment.test(behind)) return undefined;
  return { start, end, newText: '' };
}

/** Deletes a member of a list or of arguments with its comma, and its lines where nothing else stands on them. */
export function withoutMember(
  { text }: Context,
  member: Node,
  siblings: readonly Node[],
): CodeEdit | undefined {
  const previous = siblings[siblings.indexOf(member) - 1];
  if (!previous) return undefined;
  const { start, end } = member;
  const comma = /^[ \t]*,/.exec(text.slice(end, end + LONGEST_GAP))?.[0] ?? '';
  const around = surroundings(text, start, end + comma.length);
  if (blank.test(around.before) && nothingOrComment.test(around.behind))
    return { start: around.start, end: around.end, newText: '' };
  // Brackets around what stands before it belong to that.
  const close = /^[\s)]*\)(?=\s*,)/.exec(text.slice(previous.end, start))?.[0].length ?? 0;
  return { start: previous.end + close, end, newText: '' };
}

/** Characters between a member and its comma. */
const LONGEST_GAP = 200;
