/** Text of a program: strings are lines, lists are nested parts, what is not there is left out. */
export type Part = string | false | null | undefined | readonly Part[];

function linesOf(part: Part): string[] {
  if (part === false || part === null || part === undefined) return [];
  return typeof part === 'string' ? part.split('\n') : part.flatMap(linesOf);
}

/** The parts as one text, with a line end at the end. */
export function program(...parts: readonly Part[]): string {
  return `${linesOf(parts).join('\n')}\n`;
}

/** The parts, each line moved in by four spaces (or `spaces`). */
export function indented(part: Part, spaces = 4): string[] {
  return linesOf(part).map((line) => (line === '' ? line : ' '.repeat(spaces) + line));
}

/** A string literal valid in Python and JavaScript; harmless in a comment of either. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A number literal valid in Python and JavaScript: `0.003`, `1e-7`. */
export function numeral(value: number): string {
  return String(Number(value.toPrecision(15)));
}

/** A float literal of Python: `1.0`, never `1`. */
export function float(value: number): string {
  const text = numeral(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A list literal of both. */
export function list(values: readonly number[]): string {
  return `[${values.map(numeral).join(', ')}]`;
}
