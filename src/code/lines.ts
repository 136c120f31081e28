import { countWhile } from '../core/lists';
import type { Span } from './finding';

/** 1-based line and column; columns count UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets into lines and columns. Lines end at `\n`, `\r\n` or `\r`. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) this.#starts.push(i + 1);
    }
  }

  /** How many lines there are; a text without a line end has one. */
  get count(): number {
    return this.#starts.length;
  }

  /** The offset of the first character of the 0-based line `index`. */
  startOf(index: number): number {
    return this.#starts[index] ?? 0;
  }

  /** The position of `offset`. */
  at(offset: number): Position {
    const line = Math.max(
      1,
      countWhile(this.#starts, (start) => start <= offset),
    );
    return { line, column: offset - this.startOf(line - 1) + 1 };
  }
}

/** Whether `offset` lies in `span`, both ends included. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** `text` on one line, at most `limit` characters. */
export function oneLine(text: string, limit = 160): string {
  const flat = text.length > limit * 2 ? text.slice(0, limit * 2) : text;
  const line = flat.replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
