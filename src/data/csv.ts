import * as l10n from '@vscode/l10n';
import type { Dataset, Task } from '../core/dataset';
import { listed, quoted } from '../experiment/listed';
import { type Column, MISSING } from './column';
import { gapFacts, inFileOrder, leftOutFacts } from './column-facts';
import { namesWords, oddWords, remarkOnNumbers, remarkOnOdd } from './column-remarks';
import { readTable, type Table, type TableSpec } from './csv-table';
import { DataError } from './errors';
import { encodeColumns } from './features';
import { gather } from './gather';
import { remarkOnLeaks } from './leaks';
import { readBytes } from './read-bytes';
import { Remarks } from './remarks';
import { remarkOnOrder } from './row-order';
import { remarkOnSentinels } from './sentinels';
import type { ReadContext } from './source';
import { splitRows } from './split';
import type { SplitSpec } from './split-spec';
import { extraColumns, extraNote, refuseMissing, stackColumns, type TestTable } from './stack-tables';
import { readTarget, strataOf } from './target';
import { remarkOnTarget } from './target-choice';

export interface CsvSpec extends SplitSpec, TableSpec {
  readonly file: string;
  /** Default: the last column. */
  readonly target?: string | undefined;
  readonly task?: Task | undefined;
  /** A file whose rows are all used for testing. Default: a share of the rows of `file`. */
  readonly testFile?: string | undefined;
  /** How to handle rows without a target. Default: reject the file. */
  readonly unlabeled?: 'refuse' | 'leaveOut' | undefined;
}

/** Whole numbers with at most this many distinct values count as classes. */
export const FEW_CLASSES = 20;
/** Number of column names that an error lists. */
const LISTED = 20;

/** Reads a CSV or TSV file, and a test file with the same columns. Throws a DataError that names row and column. */
export async function readCsv(spec: CsvSpec, context: ReadContext): Promise<Dataset> {
  const { file } = spec;
  const { onProgress } = context;
  const bytes = await readBytes(file, context.readFile);
  onProgress(0.1);
  const table = readTable(file, bytes, (fraction) => onProgress(0.1 + 0.6 * fraction), spec);
  const { column, others, rows, place, remarks } = labelled(spec, table);
  const test = await testTable(spec, [column, ...others], remarks, context);
  const [predicted, ...features] = test ? stackColumns(file, [column, ...others], test) : [column, ...others];
  const placeOf = (row: number) =>
    test && row >= rows ? `${test.file}, ${test.place(row - rows)}` : place(row);
  const source = { file, column: predicted, place: placeOf, fewClasses: FEW_CLASSES };
  const own = test && { file: test.file, count: test.rows };
  const split = splitRows(
    { file, count: rows, test: own, classes: strataOf(source, spec.task) },
    spec,
    context,
  );
  const target = readTarget(source, spec.task, split);
  remarkOnNumbers([column, ...others], remarks);
  remarkOnSentinels([column, ...others], spec.missing ?? [], remarks);
  for (const other of others) remarkOnOdd(other, table.place, remarks);
  const leaks = remarkOnLeaks(others, column, target.task, remarks);
  const { encoders, facts, remarks: encoded } = encodeColumns(file, features, split, placeOf);
  remarks.add(encoded);
  if (test) for (const note of extraNote(file, table.columns, test)) remarks.note(note);
  const order = remarkOnOrder(others, column, rows, split.facts, remarks);
  onProgress(0.8);
  const unread = [
    ...leftOutColumns(spec, table.columns).map((one) => leftOutFacts(one, { why: 'asked' })),
    ...(test
      ? extraColumns(table.columns, test).map((one) => leftOutFacts(one, { why: 'testFileOnly' }))
      : []),
  ];
  const all = [{ ...target.facts, ...gapFacts(predicted, undefined) }, ...facts, ...unread];
  const columns = inFileOrder(all, table.columns);
  return gather(file, encoders, target, { ...split, facts: order }, { ...remarks, columns, leaks });
}

/** The columns that the experiment leaves out. */
function leftOutColumns({ columns: kinds = {} }: CsvSpec, columns: readonly Column[]): Column[] {
  return columns.filter(({ name }) => Object.hasOwn(kinds, name) && kinds[name] === 'leaveOut');
}

/**
 * Reads the test file with the settings of the first. `columns`: the columns of the first file in use, target first.
 */
async function testTable(
  spec: CsvSpec,
  columns: readonly Column[],
  remarks: Remarks,
  { readFile, onProgress }: ReadContext,
): Promise<TestTable | undefined> {
  const { testFile: file } = spec;
  if (file === undefined) return undefined;
  const bytes = await readBytes(file, readFile);
  const table = readTable(file, bytes, (fraction) => onProgress(0.7 + 0.1 * fraction), spec);
  refuseMissing(spec.file, columns, { file, columns: table.columns });
  const there = new Set(table.columns.map(({ name }) => name));
  // Columns that are left out need not exist in the test file.
  const kinds = Object.fromEntries(Object.entries(spec.columns ?? {}).filter(([name]) => there.has(name)));
  const { column, others, rows, place } = labelled(
    { ...spec, file, target: columns[0].name, columns: kinds },
    table,
  );
  for (const note of table.remarks.notes) remarks.note(`${file}: ${note}`);
  return { file, columns: [column, ...others], rows, place };
}

/** A table in which every row has a target. */
interface Labelled {
  /** The target. */
  readonly column: Column;
  /** The columns available as features. */
  readonly others: readonly Column[];
  readonly rows: number;
  readonly remarks: Remarks;
  place(row: number): string;
}

/** Finds the target column; rows without a target are dropped, or rejected with a DataError. */
export function labelled(spec: CsvSpec, table: Table): Labelled {
  const { file } = spec;
  const kinds = spec.columns ?? {};
  refuseUnknown(file, table.columns, Object.keys(kinds));
  const left = new Set(Object.keys(kinds).filter((name) => kinds[name] === 'leaveOut'));
  const used = table.columns.filter(({ name }) => !left.has(name));
  if (spec.target !== undefined && left.has(spec.target))
    throw new DataError(file, l10n.t('“{0}” is the target, and data.columns leaves it out.', spec.target));
  const feature = targetColumn(file, used, spec.target);
  const column = table.asTarget(feature);
  const remarks = new Remarks();
  remarks.add(table.remarks);
  if (spec.target === undefined) remarkOnTarget(column, used, remarks);
  remarkOnWords(column, spec, remarks);
  const others = used.filter((one) => one !== feature);
  const gaps = gapsOf(column);
  if (gaps.length === 0) return { column, others, rows: table.rows, place: table.place, remarks };
  if (spec.unlabeled !== 'leaveOut') refuseGaps(file, column, gaps, table);
  remarks.note(
    column.odd
      ? l10n.t(
          '{0} rows whose target “{1}” is missing or not a number are left out: {2}.',
          gaps.length,
          column.name,
          oddWords(column.odd, table.place),
        )
      : l10n.t('{0} rows whose target “{1}” is missing are left out.', gaps.length, column.name),
  );
  const without = new Set(gaps);
  const rows = Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => !without.has(row));
  return {
    column: keepRows(column, rows),
    others: others.map((other) => keepRows(other, rows)),
    rows: rows.length,
    place: (row) => table.place(rows[row]),
    remarks,
  };
}

/** Indices of the rows in which a column has no value. */
function gapsOf({ numbers, texts }: Column): number[] {
  const gaps: number[] = [];
  if (texts) for (const [row, code] of texts.codes.entries()) code === MISSING && gaps.push(row);
  else for (const [row, value] of numbers.entries()) Number.isNaN(value) && gaps.push(row);
  return gaps;
}

function refuseGaps(file: string, { name, odd }: Column, gaps: readonly number[], table: Table): never {
  if (odd && odd.some[0].row === gaps[0])
    throw new DataError(
      file,
      l10n.t(
        '{0}: the target “{1}” is “{2}” where nearly all others are numbers; {3} rows have something else there: {4}. Correct them, leave them out (data.unlabeled: "leaveOut"), or treat the whole column as classes (data.columns: "category").',
        table.place(odd.some[0].row),
        name,
        odd.some[0].text,
        gaps.length,
        oddWords(odd, table.place),
      ),
    );
  throw new DataError(
    file,
    l10n.t(
      '{0}: the target “{1}” is missing, in {2} of {3} rows. Fill it in, or leave such rows out (data.unlabeled: "leaveOut").',
      table.place(gaps[0]),
      name,
      gaps.length,
      table.rows,
    ),
  );
}

function keepRows(column: Column, rows: Uint32Array): Column {
  const { texts, numbers } = column;
  if (!texts) return { ...column, numbers: Float64Array.from(rows, (row) => numbers[row]) };
  return { ...column, texts: { ...texts, codes: Int32Array.from(rows, (row) => texts.codes[row]) } };
}

/** Notes which words for a missing value were read as classes. */
function remarkOnWords({ name, words = [] }: Column, spec: CsvSpec, remarks: Remarks): void {
  if (words.length === 0 || spec.columns?.[name] === 'category') return;
  remarks.offer(
    l10n.t(
      '{0} in the target “{1}” is a class: about as many rows have it as other classes.',
      namesWords(words),
      name,
    ),
    l10n.t('It Means No Value'),
    ['missing'],
    [...(spec.missing ?? []), ...words],
  );
}

function refuseUnknown(file: string, columns: readonly Column[], names: readonly string[]): void {
  const unknown = names.find((name) => !columns.some((column) => column.name === name));
  if (unknown === undefined) return;
  throw new DataError(
    file,
    l10n.t(
      'data.columns names “{0}”, and there is no such column; the columns are {1}.',
      unknown,
      namesOf(columns),
    ),
  );
}

/** The column with the given name, or the last one. Throws a DataError if no column has that name. */
function targetColumn(file: string, columns: readonly Column[], name: string | undefined): Column {
  if (name === undefined) return columns[columns.length - 1];
  const bare = (text: string) => text.replace(/^#+\s*/, '').trim();
  const found =
    columns.find((column) => column.name === name) ?? columns.find((column) => column.name === bare(name));
  if (found) return found;
  const near = columns.filter((column) => column.name.toLowerCase() === bare(name).toLowerCase());
  if (near.length === 1)
    throw new DataError(
      file,
      l10n.t('there is no column “{0}” to predict. Did you mean “{1}” (data.target)?', name, near[0].name),
    );
  throw new DataError(
    file,
    l10n.t('there is no column “{0}” to predict; the columns are {1}.', name, namesOf(columns)),
  );
}

const namesOf = (columns: readonly Column[]): string =>
  listed(
    columns.map(({ name }) => name),
    LISTED,
    quoted,
  );
