import { greatest, least } from '../core/lists';
import { ABSENT, GAP } from '../experiment/file-words';
import { writtenNumber } from './number-text';

/** Guess as to whether the first row of a table is a header. */
export interface HeaderGuess {
  readonly header: boolean;
  /** Beyond reasonable doubt: no note is needed. */
  readonly sure: boolean;
}

/** First cell and remaining cells of a column. */
interface Column {
  readonly first: string;
  readonly rest: readonly string[];
  readonly numeric: boolean;
}

/** Share of cells that must be numbers. */
const MOSTLY = 0.8;

/** Compares the first row with the others: a number above numbers is data, a text above numbers is a name. */
export function guessHeader(rows: readonly (readonly string[])[]): HeaderGuess {
  const [first, ...rest] = rows;
  if (rest.length === 0) return { header: true, sure: true };
  // Row names come before the first named column.
  const shift = rest.every(({ length }) => length === first.length + 1) ? 1 : 0;
  const columns = first.map((cell, i) =>
    columnOf(
      cell,
      rest.map((cells) => cells[i + shift] ?? ''),
    ),
  );
  const numeric = columns.filter((column) => column.numeric && column.first !== '');
  const texts = columns.filter((column) => !column.numeric && column.first !== '');
  return numeric.length > 0 ? byNumbers(numeric, texts) : byTexts(texts);
}

function columnOf(cell: string, below: readonly string[]): Column {
  const rest = below.map((one) => one.trim()).filter((one) => !ABSENT.test(one));
  const numbers = rest.filter((one) => numberIn(one) !== undefined).length;
  return { first: cell.trim(), rest, numeric: rest.length > 0 && numbers >= MOSTLY * rest.length };
}

function numberIn(cell: string): number | undefined {
  const value = Number(cell);
  return cell !== '' && Number.isFinite(value) ? value : writtenNumber(cell)?.value;
}

function byNumbers(numeric: readonly Column[], texts: readonly Column[]): HeaderGuess {
  if (numeric.every(({ first }) => isGap(first))) return byGaps(numeric, texts);
  const values = numeric.map(({ first }) => numberIn(first));
  const numbers = values.filter((value) => value !== undefined);
  const gaps = numeric.filter(({ first }) => isGap(first)).length;
  // A single odd cell in an otherwise numeric first row is not a name.
  const names = numeric.length - numbers.length - gaps;
  const isNamed = names >= numbers.length || count(numbers);
  if (names > 0 && isNamed) return { header: true, sure: true };
  if (numbers.length > 1 && numbers.length === numeric.length && count(numbers)) {
    const outside = numeric.some(({ rest }, i) => isOutside(numbers[i], rest));
    if (outside || numbers.length > 2) return { header: true, sure: false };
  }
  return { header: false, sure: false };
}

const isGap = (cell: string) => ABSENT.test(cell) || GAP.test(cell);

/** Decides if the first row has only gaps above numbers: missing values, or columns named “value” or “num”. */
function byGaps(numeric: readonly Column[], texts: readonly Column[]): HeaderGuess {
  const areWords = numeric.every(({ first }) => !ABSENT.test(first) && /^\p{L}+$/u.test(first));
  const header = texts.length > 0 ? byTexts(texts).header : areWords;
  return { header, sure: header && areWords };
}

/** Whether the numbers are consecutive: years, or generated column numbers. */
function count(numbers: readonly number[]): boolean {
  return numbers.every((value, i) => Number.isInteger(value) && (i === 0 || value === numbers[i - 1] + 1));
}

function isOutside(value: number, cells: readonly string[]): boolean {
  const values = cells.flatMap((cell) => numberIn(cell) ?? []);
  return value > greatest(values) || value < least(values);
}

/** Decides without numeric columns: a name seldom occurs as a value of its own column. */
function byTexts(columns: readonly Column[]): HeaderGuess {
  const again = columns.filter(({ first, rest }) => rest.includes(first)).length;
  const isData = columns.length > 0 && again >= columns.length / 2;
  return { header: !isData, sure: false };
}
