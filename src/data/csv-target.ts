import type { Task } from '../core/dataset';
import { type Column, isMissing } from './csv-table';
import { DataError } from './errors';
import type { Split } from './split';

/** What is predicted. */
export interface Target {
  readonly task: Task;
  /** Classification: class numbers. Regression: standardized by the training rows. One a row of the file. */
  readonly values: Float32Array;
  readonly outputNames: readonly string[];
  readonly notes: readonly string[];
}

/** Whole numbers with at most this many values are taken for classes. */
const MOST_CLASSES = 20;
const MOST_TEXT_CLASSES = 1000;

/** Finds the column: the one that is named, or the last. */
export function targetColumn(file: string, columns: readonly Column[], name: string | undefined): Column {
  if (name === undefined) return columns[columns.length - 1];
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const names = columns.slice(0, 20).map((column) => `“${column.name}”`);
  const more = columns.length > names.length ? ` and ${columns.length - names.length} more` : '';
  throw new DataError(
    file,
    `there is no column “${name}” to predict; the columns are ${names.join(', ')}${more}.`,
  );
}

/** Reads the target; the task is guessed from it where it is left out, and the guess is noted. */
export function readTarget(file: string, column: Column, wanted: Task | undefined, split: Split): Target {
  const { name, cells } = column;
  const gap = cells.findIndex(isMissing);
  if (gap >= 0)
    throw new DataError(
      file,
      `row ${gap + 2}: the target “${name}” is missing. Fill it in or leave the row out.`,
    );
  const numbers = cells.map(Number);
  const numeric = numbers.every(Number.isFinite);
  const task = wanted ?? guess(cells, numbers, numeric);
  const notes = wanted ? [] : [guessNote(name, task, numeric)];
  if (task === 'classification') return { ...classes(file, name, cells), notes };
  if (!numeric) {
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    throw new DataError(
      file,
      `row ${bad + 2}: the target “${name}” is “${cells[bad]}”, and regression needs a number.`,
    );
  }
  return { ...standardized(file, name, numbers, split), notes };
}

function guess(cells: readonly string[], numbers: readonly number[], numeric: boolean): Task {
  if (!numeric) return 'classification';
  return numbers.every(Number.isInteger) && new Set(cells).size <= MOST_CLASSES
    ? 'classification'
    : 'regression';
}

function guessNote(name: string, task: Task, numeric: boolean): string {
  if (task === 'regression') return `“${name}” is taken for a number to predict (regression).`;
  return numeric
    ? `“${name}” has few whole numbers and is taken for classes (classification).`
    : `“${name}” is text and is taken for classes (classification).`;
}

function classes(file: string, name: string, cells: readonly string[]): Omit<Target, 'notes'> {
  const names = [...new Set(cells.map((cell) => cell.trim()))].sort(naturally);
  if (names.length < 2)
    throw new DataError(
      file,
      `the target “${name}” has one class only (“${names[0]}”); there is nothing to tell apart.`,
    );
  if (names.length > MOST_TEXT_CLASSES)
    throw new DataError(
      file,
      `the target “${name}” has ${names.length} different values; at most ${MOST_TEXT_CLASSES} classes are possible. Is it the right column?`,
    );
  const numberOf = new Map(names.map((one, i) => [one, i]));
  return {
    task: 'classification',
    values: Float32Array.from(cells, (cell) => numberOf.get(cell.trim())!),
    outputNames: names,
  };
}

function naturally(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function standardized(
  file: string,
  name: string,
  numbers: readonly number[],
  { train }: Split,
): Omit<Target, 'notes'> {
  const { mean, deviation } = moments(train, (row) => numbers[row]);
  if (deviation === 0)
    throw new DataError(
      file,
      `the target “${name}” is ${mean} in every training row; there is nothing to learn.`,
    );
  return {
    task: 'regression',
    values: Float32Array.from(numbers, (value) => (value - mean) / deviation),
    outputNames: [name],
  };
}

/** Mean and population standard deviation of what `at` gives for some rows. */
export function moments(rows: Uint32Array, at: (row: number) => number): { mean: number; deviation: number } {
  let sum = 0;
  for (const row of rows) sum += at(row);
  const mean = sum / rows.length;
  let squares = 0;
  for (const row of rows) squares += (at(row) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / rows.length) };
}
