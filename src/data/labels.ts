import * as l10n from '@vscode/l10n';
import { type Column, MISSING } from './column';
import { DataError } from './errors';
import type { NumberArray } from './number-array';
import { fits } from './overflow';

/** One class index or target per row. */
export interface Labels {
  readonly values: Float64Array;
  /** For text labels: the distinct texts, indexed by the values. */
  readonly texts?: readonly string[] | undefined;
  /** The labels were one-hot rows. */
  readonly oneHot: boolean;
}

/**
 * Reads the labels of `rows` rows: one number per row, in an array of any shape, or one-hot rows. Throws a DataError.
 */
export function labelsOf(file: string, y: NumberArray, rows: number): Labels {
  if (y.count === rows) {
    const values = Float64Array.from({ length: rows }, (_, i) => finite(file, y, 1, i));
    if (y.type === 'i8' || y.type === 'u8') refuseUnsafe(file, values);
    return { values, texts: y.texts, oneHot: false };
  }
  const [first, classes = 0, ...more] = y.shape;
  if (first !== rows || classes < 2 || more.length > 0 || y.texts)
    throw new DataError(file, l10n.t('{0} targets for {1} rows; one a row is expected.', y.count, rows));
  return { values: Float64Array.from({ length: rows }, (_, i) => hotOf(file, y, classes, i)), oneHot: true };
}

/** Concatenates the labels of several files. Throws a DataError if only some of them are texts. */
export function joinLabels(
  labels: readonly Labels[],
  files: readonly string[],
): Pick<Column, 'numbers' | 'texts'> {
  const mixed = labels.findIndex(({ texts }) => (texts === undefined) !== (labels[0].texts === undefined));
  if (mixed >= 0)
    throw new DataError(
      files[mixed],
      l10n.t(
        'one of these labels and those of {0} are texts, the others numbers: all must be texts or all numbers.',
        files[0],
      ),
    );
  const numbers = new Float64Array(labels.reduce((sum, { values }) => sum + values.length, 0));
  const known = new Map<string, number>();
  let end = 0;
  for (const { values, texts } of labels) {
    const codes = texts?.map((text) => {
      if (text === '') return MISSING;
      const code = known.get(text) ?? known.size;
      known.set(text, code);
      return code;
    });
    numbers.set(codes ? values.map((value) => codes[value]) : values, end);
    end += values.length;
  }
  if (!labels[0].texts) return { numbers };
  return {
    numbers: new Float64Array(0),
    texts: { values: [...known.keys()], codes: Int32Array.from(numbers) },
  };
}

/** The position of the single 1 in a one-hot row. Throws a DataError if the row is not one-hot. */
function hotOf(file: string, y: NumberArray, classes: number, row: number): number {
  let hot = -1;
  for (let c = 0; c < classes; c++) {
    const value = y.at(row * classes + c);
    if (value === 0) continue;
    if (value !== 1 || hot >= 0) return refuseHot(file, classes, row);
    hot = c;
  }
  return hot < 0 ? refuseHot(file, classes, row) : hot;
}

function refuseHot(file: string, classes: number, row: number): never {
  throw new DataError(
    file,
    l10n.t(
      'row {0}: its {1} numbers are not one-hot (a single 1 among zeros); otherwise one target per row is expected.',
      row,
      classes,
    ),
  );
}

/** Rejects labels beyond 2⁵³, where distinct integers map to the same double. */
function refuseUnsafe(file: string, values: Float64Array): void {
  const row = values.findIndex((value) => !Number.isSafeInteger(value));
  if (row < 0) return;
  throw new DataError(
    file,
    l10n.t(
      'row {0}: the label {1} is beyond 2⁵³, where labels can no longer be distinguished.',
      row,
      values[row],
    ),
  );
}

/** As {@link finite}, but lets NaN through as a missing value. */
export function finiteOrGap(file: string, array: NumberArray, columns: number, index: number): number {
  const value = array.at(index);
  return Number.isNaN(value) ? value : finite(file, array, columns, index);
}

/** Reads one number. Throws a DataError for NaN, infinity, and values that overflow float32. */
export function finite(file: string, array: NumberArray, columns: number, index: number): number {
  const value = array.at(index);
  if (fits(value)) return value;
  const [row, column] = [Math.floor(index / columns), index % columns];
  throw new DataError(
    file,
    Number.isFinite(value)
      ? l10n.t(
          'row {0}, column {1}: {2} is too large; numbers up to ±{3} fit into 32 bits.',
          row,
          column,
          value,
          '3.4e38',
        )
      : l10n.t('row {0}, column {1}: {2} is not a finite number.', row, column, value),
  );
}
