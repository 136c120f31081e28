import { greatest } from '../core/lists';
/** Escapes text for Markdown, including table cells. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~&]/g, (character) => `\\${character}`)
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** Formats text as inline code, even if it contains backticks. */
export function code(text: string): string {
  const clean = text.replace(/\s+/g, ' ');
  const longest = greatest([0, ...(clean.match(/`+/g) ?? []).map((run) => run.length)]);
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${clean.replaceAll('|', '\\|')}${space}${fence}`;
}

/** A fenced code block. */
export function codeBlock(text: string, language: string): string {
  const longest = greatest([2, ...(text.match(/`+/g) ?? []).map((run) => run.length)]);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** A table; the cells are Markdown already. `right` columns hold numbers. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (right.has(index) ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
