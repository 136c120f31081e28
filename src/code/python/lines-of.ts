import type { CodeEdit } from '../finding';
import type { Node } from './node';
import type { PythonSource } from './source';

/** What stands before and behind a span on its lines, and where these lines begin and end (their line break included). */
interface Surroundings {
  readonly before: string;
  readonly behind: string;
  readonly start: number;
  readonly end: number;
}

function surroundings(text: string, start: number, end: number): Surroundings {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineBreak = text.indexOf('\n', end);
  const lineEnd = lineBreak < 0 ? text.length : lineBreak + 1;
  return {
    before: text.slice(lineStart, start),
    behind: text.slice(end, lineEnd),
    start: lineStart,
    end: lineEnd,
  };
}

const blank = /^[ \t]*$/;
const nothingOrComment = /^[ \t]*(?:#.*)?[\r\n]*$/;

/** The white space that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))![0];
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Deletes a statement with its lines; `undefined`: it shares them with another, or its block would be empty. */
export function withoutStatement(source: PythonSource, statement: Node): CodeEdit | undefined {
  const siblings = statement.parent?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
  const { start, end } = source.span(statement);
  const around = surroundings(source.text, start, end);
  if (siblings.length < 2 || !blank.test(around.before) || !nothingOrComment.test(around.behind))
    return undefined;
  return { start: around.start, end: around.end, newText: '' };
}

/** Deletes a member of a list or of arguments with its comma, and its lines where nothing else stands on them. */
export function withoutMember(source: PythonSource, member: Node): CodeEdit | undefined {
  const { text } = source;
  const siblings = member.parent?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
  const previous = siblings[siblings.indexOf(member) - 1];
  if (siblings.length < 2 || !previous) return undefined;
  const { start, end } = source.span(member);
  const comma = /^[ \t]*,/.exec(text.slice(end))?.[0] ?? '';
  const around = surroundings(text, start, end + comma.length);
  if (blank.test(around.before) && nothingOrComment.test(around.behind))
    return { start: around.start, end: around.end, newText: '' };
  return { start: source.end(previous), end, newText: '' };
}
