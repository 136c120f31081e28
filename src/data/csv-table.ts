import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { type Column, detached } from './column';
import { ColumnBuilder, type RawColumn } from './column-builder';
import { type FormSpec, isBlank, isComment, isRule, sniffForm, type TableForm } from './csv-form';
import { decodeText } from './decode';
import { DataError } from './errors';
import { LIMITS } from './limits';
import { Places, placeWords } from './places';
import type { ColumnKind } from './read-column';
import { Readings } from './readings';
import { Remarks } from './remarks';
import { TableEnd, type TableRecord } from './table-end';

/** The user's settings for reading a table; anything omitted is detected. */
export interface TableSpec extends FormSpec {
  /** Decimal mark for numbers that can be read in two ways. */
  readonly decimal?: '.' | ',' | undefined;
  /** Texts that mean a missing value, in addition to the usual ones. */
  readonly missing?: readonly string[] | undefined;
  /** Column kinds by column name. */
  readonly columns?: Readonly<Record<string, ColumnKind>> | undefined;
}

/** A table as read from a file. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Notes about what was detected. */
  readonly remarks: Remarks;
  /** Describes the position of a data row (0-based) in the file. */
  place(row: number): string;
  /** The column read as a target, where words for a missing value may be classes. */
  asTarget(column: Column): Column;
}

/** Limits reading to the beginning of a file, for a preview of its columns. */
export interface Beginning {
  /** Maximum number of data rows to read. */
  readonly rows: number;
  /** Whether the bytes are the whole file; if not, an incomplete last line is dropped. */
  readonly isWhole: boolean;
}

/** Rows between two progress reports. */
const REPORT = 1000;

/**
 * Reads a table with cells separated by comma, semicolon, tab, bar or blanks, quoted as in RFC 4180. `onProgress`
 * receives the fraction of the text read, 0..1. `beginning` limits how much is read. Throws a DataError.
 */
export function readTable(
  file: string,
  bytes: Uint8Array,
  onProgress: (fraction: number) => void,
  spec: TableSpec = {},
  beginning: Beginning = { rows: Number.POSITIVE_INFINITY, isWhole: true },
): Table {
  const remarks = new Remarks();
  const text = decodeText(file, beginning.isWhole ? bytes : completeLines(bytes), remarks);
  const form = sniffForm(text, spec);
  remarks.add(form.remarks);
  const names = namesOf(file, form.names, remarks);
  const places = new Places();
  const raw = readRows(file, form, names, beginning, places, remarks, onProgress);
  const readings = new Readings(raw, { ...spec, delimiter: form.written });
  const all = readings.columns();
  const columns = withoutEnd(file, form.rowNames ? all.slice(1) : all, raw[0].rows);
  return {
    columns,
    rows: raw[0].rows,
    remarks,
    place: (row) => places.words(row),
    asTarget: (column) => readings.target(all.indexOf(column)),
  };
}

/** Drops trailing columns with neither name nor values: spreadsheets leave separators behind the last cell. */
function withoutEnd(file: string, columns: readonly Column[], rows: number): readonly Column[] {
  const last = columns.findLastIndex(({ named, missing }) => named || missing < rows);
  if (last < 1) refuseOne(file, columns[0].name);
  return columns.slice(0, last + 1);
}

function refuseOne(file: string, name: string): never {
  const words = l10n.t(
    'only one column (“{0}”): at least one feature and a target are needed, separated by comma, semicolon, tab or bar (|).',
    name,
  );
  throw new DataError(file, words);
}

/** The bytes up to the last line end; a multi-byte character may be cut off after it. */
function completeLines(bytes: Uint8Array): Uint8Array {
  // Classic Mac OS files end lines with a carriage return only.
  const lineFeed = bytes.includes(10) ? bytes.lastIndexOf(10) : bytes.lastIndexOf(13);
  // In UTF-16LE the line feed has a second byte.
  return bytes.subarray(0, lineFeed + (bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 1));
}

/** Reads the rows of a table into column builders. */
function readRows(
  file: string,
  form: TableForm,
  names: readonly Name[],
  beginning: Beginning,
  places: Places,
  remarks: Remarks,
  onProgress: (fraction: number) => void,
): RawColumn[] {
  const capacity = Math.min(countLines(form.text), LIMITS.rows, beginning.rows);
  const columns = names.map(({ name, named }) => new ColumnBuilder(name, named, capacity));
  const header = form.firstRow > 0 ? form.names.map((name) => name.trim()) : undefined;
  const end = new TableEnd(columns.length, header);
  let above = form.firstRow;
  let rows = 0;
  const take = ({ cells, record, line }: TableRecord) => {
    addRow(file, columns, cells, () => placeWords(record, line));
    places.add(rows, record, line);
    if (++rows % REPORT === 0) onProgress(Math.min(1, rows / capacity));
  };
  eachRecord(form, columns.length, (cells, record, line, broken) => {
    if (broken && !beginning.isWhole) return false;
    if (broken)
      throw new DataError(
        file,
        l10n.t('{0}: a quote is not closed, or is in the wrong place.', placeWords(record, line)),
      );
    if (above-- > 0) return true;
    for (const one of end.next({ cells, record, line })) take(one);
    return rows < beginning.rows;
  });
  for (const one of end.finish(rows, remarks)) take(one);
  if (rows === 0) throw new DataError(file, l10n.t('there is a header row and no row of data below it.'));
  return columns.map((column) => column.build());
}

/** Called for each record that is neither blank nor a comment; returns whether to continue. */
type Visit = (cells: string[], record: number, line: number, broken: boolean) => boolean;

/** Visits each record; record and line numbers start at 1. */
function eachRecord({ text, delimiter, skipped }: TableForm, columns: number, visit: Visit): void {
  const quoted = text.includes('"');
  let record = 0;
  let line = 1 + skipped;
  Papa.parse<string[]>(text, {
    delimiter,
    step: ({ data, errors }, parser) => {
      record++;
      const begins = line;
      line += 1 + (quoted ? newlinesIn(data) : 0);
      if (isBlank(data) || isRule(data) || (data[0].charCodeAt(0) <= HASH && isComment(data, columns)))
        return;
      const broken = errors.some(({ type }) => type === 'Quotes');
      if (!visit(data, record, begins, broken)) parser.abort();
    },
  });
}

/** Character code of `#`. Codes of blanks are smaller. */
const HASH = 35;

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (/[\r\n]/.test(cell)) count += cell.split(/\r\n|\r|\n/).length - 1;
  return count;
}

/** An upper bound on the number of records. */
function countLines(text: string): number {
  // Lines may end with either; the other may occur in quoted cells.
  return 1 + Math.max(count(text, '\n'), count(text, '\r'));
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++;
  return found;
}

/** Column names are sent to views and written into edits, so their length is limited. */
const LONGEST_NAME = 1000;

interface Name {
  readonly name: string;
  readonly named: boolean;
}

function namesOf(file: string, header: readonly string[], remarks: Remarks): Name[] {
  if (header.length === 0)
    throw new DataError(file, l10n.t('there is no header row: the file holds nothing but blank lines.'));
  if (header.length > LIMITS.columns)
    throw new DataError(file, l10n.t('{0} columns; at most {1} are read.', header.length, LIMITS.columns));
  // Not translated: experiments refer to columns by name, whatever the language.
  const long = header.findIndex((cell) => cell.length > LONGEST_NAME);
  if (long >= 0) refuseName(file, long, header[long]);
  const names = header.map((cell, i) => ({
    name: detached(cell.trim()) || `column ${i + 1}`,
    named: cell.trim() !== '',
  }));
  if (names.length < 2) refuseOne(file, names[0].name);
  return withoutTwins(names, remarks);
}

function refuseName(file: string, index: number, { length }: string): never {
  throw new DataError(
    file,
    l10n.t(
      'the name of column {0} has {1} characters; at most {2} are allowed. Is a quote not closed, or is there no header row (data.header)?',
      index + 1,
      length,
      LONGEST_NAME,
    ),
  );
}

/** Numbers duplicate names as pandas does: a, a.1. */
function withoutTwins(names: readonly Name[], remarks: Remarks): Name[] {
  const taken = new Set(names.map(({ name }) => name));
  const seen = new Set<string>();
  return names.map(({ name, named }) => {
    let unique = name;
    for (let i = 1; seen.has(unique); i++) unique = taken.has(`${name}.${i}`) ? unique : `${name}.${i}`;
    seen.add(unique);
    if (unique !== name)
      remarks.note(l10n.t('Another column is called “{0}” too; it is read as “{1}”.', name, unique));
    return { name: unique, named };
  });
}

function addRow(file: string, columns: readonly ColumnBuilder[], cells: string[], place: () => string): void {
  const { length } = columns;
  // A trailing separator in every row except the header.
  const isEnded = cells.length === length + 1 && cells[length].trim() === '';
  if (cells.length !== length && !isEnded) refuseRagged(file, columns, cells, place());
  if (columns[0].rows >= LIMITS.rows)
    throw new DataError(file, l10n.t('more than {0} rows of data; at most that many are read.', LIMITS.rows));
  for (let i = 0; i < length; i++) columns[i].add(cells[i]);
}

function refuseRagged(
  file: string,
  columns: readonly ColumnBuilder[],
  cells: readonly string[],
  place: string,
): never {
  const last = columns[Math.min(cells.length, columns.length) - 1].name;
  const words =
    cells.length < columns.length
      ? l10n.t(
          '{0}: {1} cells where the header has {2}; the row ends at column “{3}”.',
          place,
          cells.length,
          columns.length,
          last,
        )
      : l10n.t(
          '{0}: {1} cells where the header has {2}; there is more behind the last column, “{3}”.',
          place,
          cells.length,
          columns.length,
          last,
        );
  throw new DataError(file, words);
}
