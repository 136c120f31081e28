import * as l10n from '@vscode/l10n';
import type { Task } from '../core/dataset';
import { type Column, MISSING } from './column';
import type { Remarks } from './remarks';

/** Names of keys and counters of rows. */
const KEY_NAME =
  /^(?:#|no\.?|nr\.?|num(?:ber)?|index|idx|key|uuid|guid|row|(?:row|record|sample|obs(?:ervation)?|case|serial|sr|sl)[ _.-]?(?:id|no\.?|nr\.?|num(?:ber)?|index)?|s\.?no\.?|.*[ _.-]id|id[ _.-]?.*|.*[a-z](?:Id|ID)|unnamed: ?\d+(?:\.\d+)*|번호|순번|연번|.*[ _]?번호)$/i;
/** What pandas calls a column without a name. */
const UNNAMED = /^Unnamed: \d+(?:\.\d+)*$/;
/** The part of the target's range by which a column may miss being the target in other units. */
const ROUNDING = 1e-3;
/** Rows from which on it is no accident that two columns agree. */
const ENOUGH = 10;

/** What pandas and spreadsheets write beside a table: it would give away the class of rows that are sorted by it. */
export function isRowNumber({ name, named, numbers, texts }: Column): boolean {
  if ((named && !UNNAMED.test(name)) || texts) return false;
  return numbers[0] >= 0 && numbers[0] <= 1 && numbers.every((n, i) => n === numbers[0] + i);
}

/** Names the columns that give the target away, or that name rows: each can be left out. */
export function remarkOnLeaks(
  columns: readonly Column[],
  target: Column,
  task: Task,
  remarks: Remarks,
): void {
  const isCopy = task === 'classification' ? relabelled(target) : rescaled(target);
  for (const column of columns) {
    const copies = isCopy(column);
    const message = copies ? copyWords(column, target) : rowWords(column);
    if (message === undefined) continue;
    if (columns.length > 1)
      remarks.offer(message, l10n.t('Leave It Out'), ['columns', column.name], 'leaveOut');
    else if (copies) remarks.note(message);
  }
}

const copyWords = ({ name }: Column, target: Column): string =>
  l10n.t(
    '“{0}” says the same as the target “{1}” in every row: nothing is left to learn.',
    name,
    target.name,
  );

function rowWords(column: Column): string | undefined {
  const { name, numbers, texts } = column;
  if (texts || isRowNumber(column) || numbers.length < ENOUGH || !Number.isInteger(numbers[0]))
    return undefined;
  if (rises(numbers) || falls(numbers))
    return l10n.t('“{0}” numbers the rows in their order: it says next to nothing about new ones.', name);
  if (KEY_NAME.test(name) && numbers.every(Number.isInteger) && new Set(numbers).size === numbers.length)
    return l10n.t(
      '“{0}” has a different number in every row: it identifies rows and says next to nothing about new ones.',
      name,
    );
  return undefined;
}

/** Whole numbers, each larger than the one before: a counter, or what is left of one. */
const rises = (numbers: Float64Array): boolean =>
  numbers.every((value, i) => Number.isInteger(value) && (i === 0 || value > numbers[i - 1]));

/** A counter backwards. */
const falls = (numbers: Float64Array): boolean => numbers.every((value, i) => value === numbers[0] - i);

/** Cells that can be told from one another; undefined where one is missing. */
function keyOf({ numbers, texts }: Column, row: number): number | undefined {
  const key = texts ? texts.codes[row] : numbers[row];
  return Number.isNaN(key) || (texts && key === MISSING) ? undefined : key;
}

/** Whether a column has one value for each class and one class for each value. */
const relabelled =
  (target: Column) =>
  (column: Column): boolean => {
    const classOf = new Map<number, number>();
    const valueFor = new Map<number, number>();
    const rows = (target.texts?.codes ?? target.numbers).length;
    let seen = 0;
    for (let row = 0; row < rows; row++) {
      const [value, label] = [keyOf(column, row), keyOf(target, row)];
      if (value === undefined || label === undefined) continue;
      if ((classOf.get(value) ?? label) !== label || (valueFor.get(label) ?? value) !== value) return false;
      classOf.set(value, label);
      valueFor.set(label, value);
      seen++;
    }
    return classOf.size > 1 && seen >= Math.max(ENOUGH, 2 * classOf.size);
  };

/** Whether a column is the target in other units: on the line through its ends, but for rounding. */
function rescaled(target: Column): (column: Column) => boolean {
  const goal = target.numbers;
  const least = goal.reduce((best, value, row) => (value < goal[best] ? row : best), 0);
  const most = goal.reduce((best, value, row) => (value > goal[best] ? row : best), 0);
  return ({ numbers, texts }) => {
    const slope = texts ? 0 : (numbers[most] - numbers[least]) / (goal[most] - goal[least]);
    if (!Number.isFinite(slope) || slope === 0 || goal.length < ENOUGH) return false;
    const miss = (row: number) => Math.abs(numbers[least] + slope * (goal[row] - goal[least]) - numbers[row]);
    // Few columns get further than a few rows.
    const roughly = ROUNDING * Math.abs(numbers[most] - numbers[least]);
    if (!numbers.every((value, row) => Number.isNaN(value) || miss(row) <= roughly)) return false;
    const near = ROUNDING * spreadOf(numbers);
    return numbers.every((value, row) => Number.isNaN(value) || miss(row) <= near);
  };
}

/** Mean distance from the mean. */
function spreadOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  return known.reduce((sum, value) => sum + Math.abs(value - mean) / known.length, 0);
}
