import * as l10n from '@vscode/l10n';
import { listed, quoted, shortened } from '../experiment/listed';
import { type Column, firstText, MISSING, type Texts } from './column';
import { DataError } from './errors';
import { isRowNumber } from './leaks';

/** A table that tests, and what a message says about its places. */
export interface TestTable {
  readonly file: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  place(row: number): string;
}

/** Names of columns that a message lists. */
const LISTED = 10;

/** A test table needs the columns of the table that trains, but for those that are left out there. */
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
 * The columns of a table with the rows of the test table below their own, found by name in any order; what counts rows
 * stays as it is. Refuses texts below numbers.
 */
export function stackColumns(file: string, columns: readonly Column[], test: TestTable): Column[] {
  const byName = new Map(test.columns.map((column) => [column.name, column]));
  return columns.map((column) => {
    const below = byName.get(column.name);
    return below && !isRowNumber(column) ? stack(file, column, below, test) : column;
  });
}

/** The columns that stand in the test table only. */
export function extraColumns(columns: readonly Column[], test: TestTable): Column[] {
  const names = new Set(columns.map(({ name }) => name));
  return test.columns.filter(({ name, named }) => named && !names.has(name));
}

/** Says which columns stand in the test table only. */
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
  // Among texts a number stands in its shortest spelling.
  const codes = below.texts
    ? below.texts.codes.map((one) => (one === MISSING ? MISSING : code(below.texts!.values[one])))
    : Int32Array.from(below.numbers, (one) => (Number.isNaN(one) ? MISSING : code(String(one))));
  const all = new Int32Array(texts.codes.length + codes.length);
  all.set(texts.codes);
  all.set(codes, texts.codes.length);
  return { ...texts, values: [...codeOf.keys()], codes: all };
}
