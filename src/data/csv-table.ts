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

/** What a person says of how a table is to be read; what is left out is guessed. */
export interface TableSpec extends FormSpec {
  /** The mark before decimals, of numbers that can be read in two ways. */
  readonly decimal?: '.' | ',' | undefined;
  /** Texts that mean no value, beside the usual ones. */
  readonly missing?: readonly string[] | undefined;
  /** What columns are, by their names. */
  readonly columns?: Readonly<Record<string, ColumnKind>> | undefined;
}

/** A table as it stands in a file. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** What was guessed about the form of the table. */
  readonly remarks: Remarks;
  /** Where a row of data (the first is 0) stands in the file, in words. */
  place(row: number): string;
  /** A column as what is predicted: words for no value may be classes there. */
  asTarget(column: Column): Column;
}

/** A part of a file, enough to show what its columns hold. */
export interface Beginning {
  /** Rows of data to read at the most. */
  readonly rows: number;
  /** The bytes are all of the file; otherwise a last line that is cut off is left out. */
  readonly isWhole: boolean;
}

/** Rows from one report of progress to the next. */
const REPORT = 1000;

/**
 * Reads a table: comma, semicolon, tab, bar or blanks between the cells, quotes as in RFC 4180. `onProgress` is told
 * which part of the text is read, 0..1. `beginning`: reads no more than that. Throws a DataError.
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

/** Spreadsheets leave separators behind the last cell: columns at the end without a name and without a value. */
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

/** Up to the last end of a line; a character of two or more bytes may be cut off after it. */
function completeLines(bytes: Uint8Array): Uint8Array {
  // Files of old Macintoshes have none.
  const lineFeed = bytes.includes(10) ? bytes.lastIndexOf(10) : bytes.lastIndexOf(13);
  // UTF-16 with the lower byte first has another byte behind it.
  return bytes.subarray(0, lineFeed + (bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 1));
}

/** Takes up the rows of a table. */
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
        l10n.t('{0}: a quote is not closed, or stands in the wrong place.', placeWords(record, line)),
      );
    if (above-- > 0) return true;
    for (const one of end.next({ cells, record, line })) take(one);
    return rows < beginning.rows;
  });
  for (const one of end.finish(rows, remarks)) take(one);
  if (rows === 0) throw new DataError(file, l10n.t('there is a header row and no row of data below it.'));
  return columns.map((column) => column.build());
}

/** Told of a record that is neither blank nor a comment; answers whether to go on. */
type Visit = (cells: string[], record: number, line: number, broken: boolean) => boolean;

/** Walks through the records; records and lines are counted from 1. */
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

/** Blanks come before it. */
const HASH = 35;

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (/[\r\n]/.test(cell)) count += cell.split(/\r\n|\r|\n/).length - 1;
  return count;
}

/** At least as many as there are records. */
function countLines(text: string): number {
  // Either may end lines, and the other may stand in quoted cells.
  return 1 + Math.max(count(text, '\n'), count(text, '\r'));
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++;
  return found;
}

/** A column's name is sent to views, and edits say it. */
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
  // Not translated: experiments name columns, and mean the same in every language.
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

/** Names that stand twice get a number, as pandas gives them: a, a.1. */
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
  // A separator behind the last cell of every row but the header's.
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
