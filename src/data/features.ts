import * as l10n from '@vscode/l10n';
import { type Column, MISSING, shownCell, type Texts } from './column';
import { DataError } from './errors';
import { isRowNumber } from './leaks';
import { standardOf } from './moments';
import { Remarks } from './remarks';
import type { Split } from './split';

/** Neighbouring features that come from one column, or from one image. */
export interface Encoder {
  /** One a feature. */
  readonly names: readonly string[];
  /** Writes a row's features to `x` from `at` on; `x` holds zeros. */
  write(row: number, x: Float32Array, at: number): void;
}

/** Different texts that a column may have to be one-hot encoded. */
const MOST_CATEGORIES = 50;
/** With more texts than this, a column that seldom repeats one is a name or a key. */
const FEW = 10;

/** Numbers are standardized by the training rows, texts one-hot encoded; what is missing is filled in and noted. */
export function encodeColumns(
  file: string,
  columns: readonly Column[],
  split: Split,
): { encoders: Encoder[]; remarks: Remarks } {
  const remarks = new Remarks();
  const encoders = columns.flatMap((column) => encode(column, split, remarks) ?? []);
  if (encoders.length === 0)
    throw new DataError(file, l10n.t('no column is left to predict from. {0}', remarks.notes.join(' ')));
  return { encoders, remarks };
}

function encode(column: Column, split: Split, remarks: Remarks): Encoder | undefined {
  if (isRowNumber(column)) {
    remarks.note(
      column.named
        ? l10n.t('“{0}”, which pandas wrote and which counts the rows, is left out.', column.name)
        : l10n.t('A column without a name, which counts the rows, is left out.'),
    );
    return undefined;
  }
  return column.texts
    ? oneHot(column, column.texts, split, remarks.notes)
    : standardized(column, split, remarks.notes);
}

function standardized(
  { name, numbers, missing }: Column,
  split: Split,
  notes: string[],
): Encoder | undefined {
  const standard = standardOf(split.train, (row) => numbers[row]);
  if (!standard) return leaveOutEmpty(name, notes);
  if (standard.deviation === 0) return leaveOutConstant(name, notes);
  if (missing > 0)
    notes.push(
      l10n.t(
        '“{0}”: {1} missing values filled with the training mean, {2}.',
        name,
        missing,
        Number(standard.mean.toPrecision(4)),
      ),
    );
  return {
    names: [name],
    write(row, x, at) {
      const value = numbers[row];
      // The mean of standardized numbers is 0.
      x[at] = Number.isNaN(value) ? 0 : standard.of(value);
    },
  };
}

function oneHot(
  { name, missing }: Column,
  { values, codes, first }: Texts,
  split: Split,
  notes: string[],
): Encoder | undefined {
  const counts = countCodes(codes, split.train);
  if (counts.size === 0) return leaveOutEmpty(name, notes);
  if (counts.size > MOST_CATEGORIES || (counts.size > FEW && counts.size > split.train.length / 2)) {
    notes.push(
      l10n.t(
        '“{0}” has {1} different texts in {2} rows and is left out. The first that is no number: “{3}”.',
        name,
        counts.size,
        split.train.length,
        shownCell(values[codes[first]]),
      ),
    );
    return undefined;
  }
  if (counts.size === 1) return leaveOutConstant(name, notes);
  const [frequent] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  if (missing > 0)
    notes.push(
      l10n.t(
        '“{0}”: {1} missing values filled with the most frequent, “{2}”.',
        name,
        missing,
        shownCell(values[frequent]),
      ),
    );
  const unseen = countCodes(codes, split.test);
  for (const code of counts.keys()) unseen.delete(code);
  if (unseen.size > 0)
    notes.push(
      l10n.t('“{0}”: {1} texts of the test rows never train; they are no category.', name, unseen.size),
    );
  const categories = [...counts.keys()].sort((a, b) => (values[a] < values[b] ? -1 : 1));
  const placeOf = new Map(categories.map((code, i) => [code, i]));
  placeOf.set(MISSING, placeOf.get(frequent)!);
  return {
    names: categories.map((code) => `${name} = ${values[code]}`),
    write(row, x, at) {
      const place = placeOf.get(codes[row]);
      if (place !== undefined) x[at + place] = 1;
    },
  };
}

/** How often each text stands in some rows. */
function countCodes(codes: Int32Array, rows: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows)
    if (codes[row] !== MISSING) counts.set(codes[row], (counts.get(codes[row]) ?? 0) + 1);
  return counts;
}

function leaveOutEmpty(name: string, notes: string[]): undefined {
  notes.push(l10n.t('“{0}” is empty in every training row and left out.', name));
}

function leaveOutConstant(name: string, notes: string[]): undefined {
  notes.push(l10n.t('“{0}” is the same in every training row and left out.', name));
}
