import { countWhile } from '../../core/lists';
import type { Span } from '../finding';

/** Code cells as one Python text. Imports of one cell count in the next. */
export interface JoinedCells {
  readonly text: string;
  /** Where each cell begins in `text`. */
  readonly starts: readonly number[];
}

const cellMagic = /^\s*%%(?!time|timeit|capture|prun)/;
const lineMagic = /^([ \t]*)[%!?]/gm;

/** A cell as Python: magics and shell lines become comments of the same length, other languages white space. */
export function pythonOfCell(text: string): string {
  if (cellMagic.test(text)) return text.replace(/[^\r\n]/g, ' ');
  return text.replace(lineMagic, '$1#');
}

/** Joins the code cells of a notebook. */
export function joinCells(cells: readonly string[]): JoinedCells {
  const starts: number[] = [];
  let text = '';
  for (const cell of cells) {
    starts.push(text.length);
    text += `${pythonOfCell(cell)}\n\n`;
  }
  return { text, starts };
}

/** Turns offsets in the joined text into offsets in a cell. */
export function toCell(starts: readonly number[], { start, end }: Span): Span {
  const cell = Math.max(0, countWhile(starts, (at) => at <= start) - 1);
  const base = starts[cell] ?? 0;
  return { start: start - base, end: end - base, cell };
}
