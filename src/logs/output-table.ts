import { numberOf } from './number';
import { type Field, type LineFacts, placeOf } from './output-line';
import { roleOf } from './role';

const NAME = /^[\p{L}_][\p{L}\d_/@.-]*$/u;

/** A table that is printed row by row: fastai's, and those of many loops. */
export class OutputTable {
  #names: readonly string[] | undefined;

  /** The facts of a header or of a row below it; undefined for any other line, which ends nothing. */
  read(line: string): LineFacts | undefined {
    const cells = line.split(/[\s|│┃,]/).filter((cell) => cell !== '');
    if (cells.length < 2) return undefined;
    if (isHeader(cells)) {
      this.#names = cells;
      return { epoch: null, step: null, done: null, fields: [], rows: null };
    }
    const names = this.#names;
    if (names === undefined || cells.length !== names.length || numberOf(cells[0]!) === undefined)
      return undefined;
    return rowOf(names, cells);
  }
}

/** Words alone, the first a place and one of them a measure. */
function isHeader(cells: readonly string[]): boolean {
  const place = placeOf(cells[0]!);
  if (place !== 'epoch' && place !== 'step') return false;
  return cells.every((cell) => NAME.test(cell)) && cells.slice(1).some((cell) => roleOf(cell) !== null);
}

function rowOf(names: readonly string[], cells: readonly string[]): LineFacts {
  const facts = { epoch: null as number | null, step: null as number | null };
  const fields: Field[] = [];
  for (const [index, cell] of cells.entries()) {
    const value = numberOf(cell);
    if (value === undefined) continue;
    const name = names[index]!;
    const place = placeOf(name);
    if (place === 'epoch' || place === 'step') facts[place] ??= value;
    else fields.push({ name, value, isPair: true, rows: null });
  }
  return { ...facts, done: null, fields, rows: null };
}
