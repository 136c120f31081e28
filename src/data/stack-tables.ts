import * as l10n from '@vscode/l10n';
import { listed, quoted, shortened } from '../experiment/listed';
import { type Column, firstText, MISSING, type Texts } from './column';
import { DataError } from './errors';
import { isRowNumber } from './leaks';

/** A test table, with row positions for messages. */
export interface TestTable {
  readonly file: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  place(row: number): string;
}

/** Number of column names that a message lists. */
const LISTED = 10;

/** Throws a DataError if the test table lacks columns of the training table that are in use. */
export function refuseMissing(
  file: string,
  columns: readonly Column[],
  test: Pick<TestTable, 'file' | 'columns'>,
): void {
  const there = new Set(test.columns.map(({ name }) => name));
  const missing = columns.filter((column) => !there.has(column.name) && !isRowNumber(column));
  if (missing.length === 0) return;
  throw new DataError(
    test.file,
    l10n.t(
      'columns of {0} are missing in this test file: {1}. It has {2}.',
      file,
      namesOf(missing),
      namesOf(test.columns),
    ),
  );
}

/**
 * Appends the rows of the test table to the columns of the training table, matched by name in any order; row indices
 * are left as they are. Throws a DataError for text in a numeric column.
 */
export function stackColumns(file: string, columns: readonly Column[], test: TestTable): Column[] {
  const byName = new Map(test.columns.map((column) => [column.name, column]));
  return columns.map((column) => {
    const below = byName.get(column.name);
    return below && !isRowNumber(column) ? stack(file, column, below, test) : column;
  });
}

/** The columns that only the test table has. */
export function extraColumns(columns: readonly Column[], test: TestTable): Column[] {
  const names = new Set(columns.map(({ name }) => name));
  return test.columns.filter(({ name, named }) => named && !names.has(name));
}

/** The note listing columns that only the test table has. */
export function extraNote(file: string, columns: readonly Column[], test: TestTable): string[] {
  const extra = extraColumns(columns, test);
  return extra.length === 0
    ? []
    : [l10n.t('{0} has columns that {1} has not, which are left out: {2}.', test.file, file, namesOf(extra))];
}

const namesOf = (columns: readonly Column[]): string =>
  listed(
    columns.map(({ name }) => name),
    LISTED,
    quoted,
  );

function stack(file: string, column: Column, below: Column, test: TestTable): Column {
  const missing = column.missing + below.missing;
  if (column.texts) return { ...column, missing, texts: stackTexts(column.texts, below) };
  if (below.texts) refuseText(file, column, below.texts, test);
  const numbers = new Float64Array(column.numbers.length + below.numbers.length);
  numbers.set(column.numbers);
  numbers.set(below.numbers, column.numbers.length);
  return { ...column, missing, numbers };
}

function refuseText(file: string, { name }: Column, texts: Texts, test: TestTable): never {
  const { row, text } = firstText(texts);
  throw new DataError(
    test.file,
    l10n.t(
      '{0}: “{1}” is “{2}”, and in {3} that column holds numbers.',
      test.place(row),
      name,
      shortened(text),
      file,
    ),
  );
}

function stackTexts(texts: Texts, below: Column): Texts {
  const codeOf = new Map(texts.values.map((value, code) => [value, code]));
  const code = (text: string) => {
    if (!codeOf.has(text)) codeOf.set(text, codeOf.size);
    return codeOf.get(text)!;
  };
  // In a text column, numbers are in their shortest notation.
  const codes = below.texts
    ? below.texts.codes.map((one) => (one === MISSING ? MISSING : code(below.texts!.values[one])))
    : Int32Array.from(below.numbers, (one) => (Number.isNaN(one) ? MISSING : code(String(one))));
  const all = new Int32Array(texts.codes.length + codes.length);
  all.set(texts.codes);
  all.set(codes, texts.codes.length);
  return { ...texts, values: [...codeOf.keys()], codes: all };
}
