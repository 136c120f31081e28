import { type Column, isMissing } from './csv-table';
import { moments } from './csv-target';
import { DataError } from './errors';
import { LIMITS } from './limits';
import type { Split } from './split';

/** One column of the features that the network sees. */
export interface Feature {
  readonly name: string;
  /** One a row of the file. */
  readonly values: Float32Array;
}

/** Different texts that a column may have to be one-hot encoded. */
const MOST_CATEGORIES = 50;
/** With more texts than this, a column that seldom repeats one is a name or a key. */
const FEW = 10;

/** Numbers are standardized by the training rows, texts one-hot encoded; what is missing is filled in and noted. */
export function readFeatures(
  file: string,
  columns: readonly Column[],
  split: Split,
): { features: Feature[]; notes: string[] } {
  const notes: string[] = [];
  const features = columns.flatMap((column) => encode(column, split, notes));
  if (features.length === 0)
    throw new DataError(file, 'no column is left to predict from: all are constant or all different.');
  if (features.length > LIMITS.columns)
    throw new DataError(
      file,
      `${features.length} features after one-hot encoding; at most ${LIMITS.columns} are possible.`,
    );
  return { features, notes };
}

function encode(column: Column, split: Split, notes: string[]): Feature[] {
  const missing = column.cells.filter(isMissing).length;
  if (missing === column.cells.length) {
    notes.push(`“${column.name}” is empty and left out.`);
    return [];
  }
  const numbers = column.cells.map((cell) => (isMissing(cell) ? Number.NaN : Number(cell)));
  const numeric = column.cells.every((cell, i) => isMissing(cell) || Number.isFinite(numbers[i]));
  return numeric ? number(column, numbers, missing, split, notes) : categories(column, missing, split, notes);
}

function number(
  { name }: Column,
  numbers: number[],
  missing: number,
  split: Split,
  notes: string[],
): Feature[] {
  const known = split.train.filter((row) => !Number.isNaN(numbers[row]));
  const { mean, deviation } =
    known.length > 0 ? moments(known, (row) => numbers[row]) : { mean: 0, deviation: 0 };
  if (deviation === 0) {
    notes.push(`“${name}” is the same in every training row and left out.`);
    return [];
  }
  if (missing > 0)
    notes.push(
      `“${name}”: ${missing} missing values filled with the training mean, ${Number(mean.toPrecision(4))}.`,
    );
  return [
    {
      name,
      values: Float32Array.from(numbers, (value) => (Number.isNaN(value) ? 0 : (value - mean) / deviation)),
    },
  ];
}

function categories({ name, cells }: Column, missing: number, { train }: Split, notes: string[]): Feature[] {
  const counts = new Map<string, number>();
  for (const row of train)
    if (!isMissing(cells[row])) counts.set(cells[row].trim(), (counts.get(cells[row].trim()) ?? 0) + 1);
  const [frequent] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [''];
  if (counts.size > MOST_CATEGORIES || (counts.size > FEW && counts.size > train.length / 2)) {
    notes.push(`“${name}” has ${counts.size} different texts in ${train.length} rows and is left out.`);
    return [];
  }
  if (counts.size < 2) {
    notes.push(`“${name}” is the same in every training row and left out.`);
    return [];
  }
  if (missing > 0)
    notes.push(`“${name}”: ${missing} missing values filled with the most frequent, “${frequent}”.`);
  const unseen = new Set(cells.filter((cell) => !isMissing(cell) && !counts.has(cell.trim())));
  if (unseen.size > 0)
    notes.push(`“${name}”: ${unseen.size} texts of the test rows never train; they are no category at all.`);
  const filled = cells.map((cell) => (isMissing(cell) ? frequent : cell.trim()));
  return [...counts.keys()].sort().map((category) => ({
    name: `${name} = ${category}`,
    values: Float32Array.from(filled, (cell) => Number(cell === category)),
  }));
}
