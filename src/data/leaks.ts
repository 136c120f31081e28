import * as l10n from '@vscode/l10n';
import type { Dataset, Task } from '../core/dataset';
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

/**
 * Names the columns that give the target away, or that name rows: each can be left out. Returns the former, `complete` where
 * they say all of the target; a column that is the only one is all there is to learn from.
 */
export function remarkOnLeaks(
  columns: readonly Column[],
  target: Column,
  task: Task,
  remarks: Remarks,
): Dataset['leaks'] {
  const tells = task === 'classification' ? givenAway(columns, target) : sameOrder(columns, target);
  const isNamed = columns.some(({ named }) => named);
  for (const column of columns) {
    const words = tells.words.get(column) ?? rowWords(column, isNamed);
    if (words === undefined) continue;
    if (columns.length > 1)
      remarks.offer(words, l10n.t('Leave It Out'), ['columns', column.name], 'leaveOut');
    else if (tells.words.has(column)) remarks.note(words);
  }
  const names = [...tells.words.keys()].map(({ name }) => name);
  return names.length > 0 && columns.length > 1 ? { names, complete: tells.complete } : undefined;
}

/** What columns say of the target. */
interface Tells {
  readonly words: Map<Column, string>;
  /** All of it. */
  readonly complete: boolean;
}

const copyWords = ({ name }: Column, target: Column): string =>
  l10n.t(
    '“{0}” says the same as the target “{1}” in every row: nothing is left to learn.',
    name,
    target.name,
  );

/** `isNamed`: columns of the file have names, so that one without is an index. */
function rowWords(column: Column, isNamed: boolean): string | undefined {
  const { name, named, numbers, texts } = column;
  if (texts || isRowNumber(column) || numbers.length < ENOUGH || !Number.isInteger(numbers[0]))
    return undefined;
  if (rises(numbers) || falls(numbers))
    return l10n.t('“{0}” numbers the rows in their order: it says next to nothing about new ones.', name);
  const isKey = named ? KEY_NAME.test(name) : isNamed;
  if (isKey && numbers.every(Number.isInteger) && new Set(numbers).size === numbers.length)
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

/** Columns that tell classes: all of them, or as indicators one each. */
function givenAway(columns: readonly Column[], target: Column): Tells {
  const isCopy = relabelled(target);
  const isFiner = refines(target);
  const words = new Map<Column, string>();
  let complete = false;
  const told = new Set<number>();
  for (const column of columns) {
    const copies = isCopy(column);
    if (copies || isFiner(column)) {
      words.set(column, copies ? copyWords(column, target) : finerWords(column, target));
      complete = true;
      continue;
    }
    const label = indicated(column, target);
    if (label === undefined) continue;
    told.add(label);
    words.set(column, indicatorWords(column, target, label));
  }
  const rest = restOfOneHot(columns, target);
  for (const column of rest) words.set(column, restWords(column, target));
  const all = told.size >= classesOf(target).size - 1;
  return { words, complete: complete || rest.length > 0 || (all && told.size > 0) };
}

const finerWords = ({ name }: Column, target: Column): string =>
  l10n.t(
    'Each value of “{0}” stands with one class of the target “{1}” only: it gives the class away.',
    name,
    target.name,
  );

const indicatorWords = ({ name }: Column, { texts, name: target }: Column, label: number): string =>
  l10n.t(
    '“{0}” tells the class “{1}” of the target “{2}” from all others: it gives that class away.',
    name,
    texts ? texts.values[label] : label,
    target,
  );

const restWords = ({ name }: Column, target: Column): string =>
  l10n.t(
    '“{0}” is never 1 where the target “{1}” is, and one of such columns always is: together they give it away.',
    name,
    target.name,
  );

const classesOf = (target: Column): Set<number> => new Set(target.texts?.codes ?? target.numbers);

/** Whether each of a column's texts stands with one class only; of numbers a threshold may honestly do that. */
const refines =
  (target: Column) =>
  (column: Column): boolean => {
    if (!column.texts) return false;
    const classOf = new Map<number, number>();
    let seen = 0;
    for (const [row, value] of column.texts.codes.entries()) {
      const label = keyOf(target, row);
      if (value === MISSING || label === undefined) continue;
      if ((classOf.get(value) ?? label) !== label) return false;
      classOf.set(value, label);
      seen++;
    }
    return new Set(classOf.values()).size > 1 && seen >= ENOUGH * classOf.size;
  };

/** The class that a column of two values stands for: one of them in all of its rows and in no other. */
function indicated(column: Column, target: Column): number | undefined {
  const rows = (column.texts?.codes ?? column.numbers).length;
  const values: number[] = [];
  const labels: Set<number>[] = [new Set(), new Set()];
  const counts = [0, 0];
  for (let row = 0; row < rows; row++) {
    const [value, label] = [keyOf(column, row), keyOf(target, row)];
    if (value === undefined || label === undefined) continue;
    if (!values.includes(value)) values.push(value);
    if (values.length > 2) return undefined;
    const at = values.indexOf(value);
    labels[at].add(label);
    counts[at]++;
    if (labels[0].size > 1 && labels[1].size > 1) return undefined;
  }
  const at = labels.findIndex((some, i) => some.size === 1 && counts[i] >= ENOUGH);
  if (at < 0 || values.length < 2) return undefined;
  const [label] = labels[at];
  return labels[1 - at].has(label) ? undefined : label;
}

/** Columns that make a one-hot code together with a target of 0 and 1: in each row one of them all is 1. */
function restOfOneHot(columns: readonly Column[], target: Column): Column[] {
  if (!isBinary(target)) return [];
  const taken = Float64Array.from(target.numbers);
  const rest = columns.filter((column) => {
    if (!isBinary(column) || column.numbers.some((value, row) => value + taken[row] > 1)) return false;
    for (const [row, value] of column.numbers.entries()) taken[row] += value;
    return true;
  });
  return rest.length > 1 && taken.every((value) => value === 1) ? rest : [];
}

/** Zeros, and ones in enough rows. */
function isBinary({ numbers, texts }: Column): boolean {
  if (texts || numbers.some((value) => value !== 0 && value !== 1)) return false;
  return numbers.reduce((sum, value) => sum + value, 0) >= ENOUGH;
}

/** Columns of numbers that are the target in other units, or that have its order: its logarithm, rank or rounded value. */
function sameOrder(columns: readonly Column[], target: Column): Tells {
  const isCopy = rescaled(target);
  const isOrdered = ordered(target);
  const words = new Map<Column, string>();
  let complete = false;
  for (const column of columns) {
    if (isCopy(column)) {
      words.set(column, copyWords(column, target));
      complete = true;
    } else if (columns.length > 1 && isOrdered(column)) {
      // What rises from row to row, or falls, as the target does, may be the time: that is said by other words.
      if (steps(Uint32Array.from(column.numbers.keys()), column.numbers) > 0) continue;
      words.set(
        column,
        l10n.t(
          '“{0}” has the order of the target “{1}” in every row, as its logarithm, its rank or its rounded value has: it gives the target away.',
          column.name,
          target.name,
        ),
      );
      complete = true;
    }
  }
  return { words, complete };
}

/** Whether a column rises with the target, or falls, in every row. */
function ordered(target: Column): (column: Column) => boolean {
  const goal = target.numbers;
  let order: Uint32Array | undefined;
  return ({ numbers, texts }) => {
    if (texts || goal.length < ENOUGH) return false;
    order ??= Uint32Array.from(goal.keys()).sort((a, b) => goal[a] - goal[b]);
    const values = steps(order, numbers);
    return values >= ENOUGH || (values > 2 && goal.length >= ENOUGH * values);
  };
}

/** How many different values there are in this order, one after the other up or down; 0 where they turn. */
function steps(order: Uint32Array, numbers: Float64Array): number {
  let [last, sign, values] = [Number.NaN, 0, 0];
  for (const row of order) {
    const value = numbers[row];
    if (Number.isNaN(value) || value === last) continue;
    const step = Math.sign(value - last) || 0;
    if (step * sign < 0) return 0;
    [last, sign, values] = [value, step, values + 1];
  }
  return values;
}

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
