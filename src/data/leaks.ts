import * as l10n from '@vscode/l10n';
import type { Dataset, Task } from '../core/dataset';
import { type Column, MISSING } from './column';
import type { Remarks } from './remarks';

/** Column names of keys and row counters. */
const KEY_NAME =
  /^(?:#|no\.?|nr\.?|num(?:ber)?|index|idx|key|uuid|guid|row|(?:row|record|sample|obs(?:ervation)?|case|serial|sr|sl)[ _.-]?(?:id|no\.?|nr\.?|num(?:ber)?|index)?|s\.?no\.?|.*[ _.-]id|id[ _.-]?.*|.*[a-z](?:Id|ID)|unnamed: ?\d+(?:\.\d+)*|번호|순번|연번|.*[ _]?번호)$/i;
/** The name that pandas gives a column without one. */
const UNNAMED = /^Unnamed: \d+(?:\.\d+)*$/;
/** Tolerance, as a fraction of the target's range, for a column to count as the target in other units. */
const ROUNDING = 1e-3;
/** With this many rows, two columns do not agree by chance. */
const ENOUGH = 10;

/**
 * Whether a column is a row index, as pandas and spreadsheets write it. It would leak the class if the rows are sorted
 * by class.
 */
export function isRowNumber({ name, named, numbers, texts }: Column): boolean {
  if ((named && !UNNAMED.test(name)) || texts) return false;
  return numbers[0] >= 0 && numbers[0] <= 1 && numbers.every((n, i) => n === numbers[0] + i);
}

/**
 * Notes columns that leak the target or identify rows, and offers to leave each out. Returns the leaking columns;
 * `complete`: they determine the target. A single feature column is never reported.
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

/** Columns that leak the target. */
interface Leaks {
  readonly words: Map<Column, string>;
  /** Whether they determine the target completely. */
  readonly complete: boolean;
}

const copyWords = ({ name }: Column, target: Column): string =>
  l10n.t(
    '“{0}” says the same as the target “{1}” in every row: nothing is left to learn.',
    name,
    target.name,
  );

/**
 * The note about a column that identifies rows, or undefined. `isNamed`: the file names its columns, so an unnamed one
 * is an index.
 */
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

/** Strictly increasing whole numbers: a counter, possibly with rows removed. */
const rises = (numbers: Float64Array): boolean =>
  numbers.every((value, i) => Number.isInteger(value) && (i === 0 || value > numbers[i - 1]));

/** A counter that counts down by one. */
const falls = (numbers: Float64Array): boolean => numbers.every((value, i) => value === numbers[0] - i);

/** A key that identifies the value of a cell; undefined if it is missing. */
function keyOf({ numbers, texts }: Column, row: number): number | undefined {
  const key = texts ? texts.codes[row] : numbers[row];
  return Number.isNaN(key) || (texts && key === MISSING) ? undefined : key;
}

/** Whether the values of a column map one-to-one to the classes. */
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

/** Columns that leak classes: every class, or a single one as an indicator. */
function givenAway(columns: readonly Column[], target: Column): Leaks {
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

/**
 * Whether each text of a column occurs with one class only. Not asked of numbers: a threshold may legitimately separate
 * classes.
 */
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

/** The class indicated by a two-valued column: one value occurs in all rows of the class and in no others. */
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

/** Columns that form a one-hot code together with a 0/1 target: in each row exactly one of them is 1. */
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

/** Whether a column holds only 0 and 1, with enough ones. */
function isBinary({ numbers, texts }: Column): boolean {
  if (texts || numbers.some((value) => value !== 0 && value !== 1)) return false;
  return numbers.reduce((sum, value) => sum + value, 0) >= ENOUGH;
}

/**
 * Numeric columns that are the target in other units, or a monotone function of it: its logarithm, rank or rounded
 * value.
 */
function sameOrder(columns: readonly Column[], target: Column): Leaks {
  const isCopy = rescaled(target);
  const isOrdered = ordered(target);
  const words = new Map<Column, string>();
  let complete = false;
  for (const column of columns) {
    if (isCopy(column)) {
      words.set(column, copyWords(column, target));
      complete = true;
    } else if (columns.length > 1 && isOrdered(column)) {
      // A column that rises or falls from row to row, as the target does, may be time; another note covers that.
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

/** Whether a column is a monotone function of the target. */
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

/** Number of distinct values along this order if they are monotone, otherwise 0. */
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

/** Whether a column is a linear function of the target, up to rounding. */
function rescaled(target: Column): (column: Column) => boolean {
  const goal = target.numbers;
  const least = goal.reduce((best, value, row) => (value < goal[best] ? row : best), 0);
  const most = goal.reduce((best, value, row) => (value > goal[best] ? row : best), 0);
  return ({ numbers, texts }) => {
    const slope = texts ? 0 : (numbers[most] - numbers[least]) / (goal[most] - goal[least]);
    if (!Number.isFinite(slope) || slope === 0 || goal.length < ENOUGH) return false;
    const miss = (row: number) => Math.abs(numbers[least] + slope * (goal[row] - goal[least]) - numbers[row]);
    // Most columns fail within a few rows.
    const roughly = ROUNDING * Math.abs(numbers[most] - numbers[least]);
    if (!numbers.every((value, row) => Number.isNaN(value) || miss(row) <= roughly)) return false;
    const near = ROUNDING * spreadOf(numbers);
    return numbers.every((value, row) => Number.isNaN(value) || miss(row) <= near);
  };
}

/** Mean absolute deviation. */
function spreadOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  return known.reduce((sum, value) => sum + Math.abs(value - mean) / known.length, 0);
}
