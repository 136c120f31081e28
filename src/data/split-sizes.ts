import * as l10n from '@vscode/l10n';
import { DataError } from './errors';
import type { Rows, SplitSpec } from './split-spec';

/** Number of rows in each set, of the rows to be split. */
export interface SetSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** The sizes given in the experiment. */
type Given = { readonly [Key in keyof SetSizes]: number | undefined };

/**
 * Determines the set sizes; given counts take precedence. Test defaults to all rows that a given `train` leaves,
 * otherwise to a fifth. Validation defaults to a fifth, but at most a quarter of what remains after the test set, or
 * half of what a given `train` leaves. Training gets the rest. Throws a DataError if there are too few rows.
 */
export function setSizes(rows: Rows, spec: SplitSpec): SetSizes {
  const { count } = rows;
  const given: Given = {
    train: spec.train,
    validation: rows.validation ? 0 : validationOf(spec.validation, count),
    test: rows.test ? 0 : spec.test,
  };
  refuseTooFew(rows.file, count, given);
  const fifth = Math.floor(count / 5);
  if (given.train !== undefined)
    return besideTraining(count - given.train, fifth, { ...given, train: given.train });
  const test = given.test ?? Math.min(Math.ceil(count / 5), count - 1 - (given.validation ?? 0));
  const validation = given.validation ?? Math.min(fifth, Math.floor((count - test) / 4));
  return { train: count - test - validation, validation, test };
}

/** Divides the rows that a given `train` leaves. */
function besideTraining(
  left: number,
  fifth: number,
  { train, validation, test }: Given & { train: number },
): SetSizes {
  const validates = validation ?? Math.min(fifth, test === undefined ? Math.floor(left / 2) : left - test);
  return { train, validation: validates, test: test ?? left - validates };
}

function validationOf(validation: number | undefined, count: number): number | undefined {
  return validation !== undefined && validation < 1 ? Math.round(validation * count) : validation;
}

function refuseTooFew(file: string, rows: number, { train, validation = 0, test }: Given): void {
  // A set without a given size needs at least one row.
  if ((train ?? 1) + validation + (test ?? 1) <= rows) return;
  throw new DataError(file, tooFew(rows, train, validation, test));
}

function tooFew(
  rows: number,
  train: number | undefined,
  validation: number,
  test: number | undefined,
): string {
  if (train === undefined && test === undefined && validation === 0)
    return l10n.t('{0} rows of data; at least 2 are needed, one to train and one to test.', rows);
  if (validation > 0)
    return l10n.t(
      '{0} rows, but {1} are to train, {2} to validate and {3} to test: at most {4} can validate.',
      rows,
      train ?? 1,
      validation,
      test ?? 1,
      Math.max(0, rows - (train ?? 1) - (test ?? 1)),
    );
  if (test === undefined)
    return l10n.t(
      '{0} rows, and {1} of them are to train: no row is left to test. At most {2} can train.',
      rows,
      train!,
      rows - 1,
    );
  if (test === 0)
    return l10n.t('{0} rows, and {1} of them are to train: at most {0} can train.', rows, train ?? 1);
  return l10n.t(
    '{0} rows, but {1} are to train and {2} to test: at most {3} can test.',
    rows,
    train ?? 1,
    test,
    Math.max(0, rows - (train ?? 1)),
  );
}
