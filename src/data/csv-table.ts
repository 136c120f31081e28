import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { type Column, ColumnBuilder, detached } from './column';
import { decodeText } from './decode';
import { DataError } from './errors';
import { LIMITS } from './limits';

/** A table as it stands in a file. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Where a row of data (the first is 0) stands in the file, in words. */
  place(row: number): string;
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
 * Reads a table with a header row: comma, semicolon, tab or bar between the cells, quotes as in RFC 4180. `onProgress` is
 * told which part of the text is read, 0..1. `beginning`: reads no more than that. Throws a DataError.
 */
export function readTable(
  file: string,
  bytes: Uint8Array,
  onProgress: (fraction: number) => void,
  beginning: Beginning = { rows: Number.POSITIVE_INFINITY, isWhole: true },
): Table {
  const text = decodeText(file, beginning.isWhole ? bytes : completeLines(bytes));
  const delimiter = sniffDelimiter(text);
  const capacity = Math.min(countLines(text), LIMITS.rows, beginning.rows);
  let columns: ColumnBuilder[] | undefined;
  let rows = 0;
  eachRecord(text, delimiter, (cells, place, broken) => {
    if (broken && !beginning.isWhole) return false;
    if (broken)
      throw new DataError(file, l10n.t('{0}: a quote is not closed, or stands in the wrong place.', place));
    if (!columns) {
      columns = readHeader(file, cells, capacity, delimiter === ';');
      return true;
    }
    addRow(file, columns, cells, place);
    if (++rows % REPORT === 0) onProgress(rows / capacity);
    return rows < beginning.rows;
  });
  if (!columns)
    throw new DataError(file, l10n.t('there is no header row: the file holds nothing but blank lines.'));
  if (rows === 0) throw new DataError(file, l10n.t('there is a header row and no row of data below it.'));
  return {
    columns: withoutEnd(
      file,
      columns.map((column) => column.build()),
      rows,
    ),
    rows,
    place: (row) => placeOf(text, delimiter, row),
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

/** Told of a record that is not blank; answers whether to go on. */
type Visit = (cells: string[], place: string, broken: boolean) => boolean;

/** Walks through the records; a row is counted as a spreadsheet does, a line as an editor does, both from 1. */
function eachRecord(text: string, delimiter: string, visit: Visit): void {
  const quoted = text.includes('"');
  let row = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter,
    step: ({ data, errors }, parser) => {
      row++;
      const begins = line;
      line += 1 + (quoted ? newlinesIn(data) : 0);
      if (data.every((cell) => cell === '' || cell.trim() === '')) return;
      const broken = errors.some(({ type }) => type === 'Quotes');
      const place =
        begins === row ? l10n.t('row {0}', row) : l10n.t('row {0} (line {1} of the file)', row, begins);
      if (!visit(data, place, broken)) parser.abort();
    },
  });
}

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (/[\r\n]/.test(cell)) count += cell.split(/\r\n|\r|\n/).length - 1;
  return count;
}

/** Only for words of a refusal: reads the file once more rather than remember every place. */
function placeOf(text: string, delimiter: string, wanted: number): string {
  let found = '';
  let row = -2;
  eachRecord(text, delimiter, (_cells, place) => {
    found = place;
    return ++row < wanted;
  });
  return found;
}

/** What stands most often between the names of the header. */
function sniffDelimiter(text: string): string {
  const counts = new Map([',', '\t', ';', '|'].map((one) => [one, 0]));
  const from = text.search(/\S/);
  let inQuotes = false;
  for (let i = Math.max(from, 0); i < text.length; i++) {
    const char = text[i];
    if (char === '"') inQuotes = !inQuotes;
    if (inQuotes) continue;
    if (char === '\n' || char === '\r') break;
    const count = counts.get(char);
    if (count !== undefined) counts.set(char, count + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
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

function readHeader(file: string, cells: string[], capacity: number, commas: boolean): ColumnBuilder[] {
  if (cells.length > LIMITS.columns)
    throw new DataError(file, l10n.t('{0} columns; at most {1} are read.', cells.length, LIMITS.columns));
  // Not translated: experiments name columns, and mean the same in every language.
  const names = cells.map((cell, i) => detached(cell.trim()) || `column ${i + 1}`);
  if (names.length < 2) refuseOne(file, names[0]);
  refuseData(file, names);
  const double = names.find((name, i) => names.indexOf(name) !== i);
  if (double !== undefined)
    throw new DataError(
      file,
      l10n.t('row 1: two columns are called “{0}”; every column needs a name of its own.', double),
    );
  return names.map((name, i) => new ColumnBuilder(name, cells[i].trim() !== '', capacity, commas));
}

/** Names may be numbers (years, say), but hardly broken ones: then the header is missing. */
function refuseData(file: string, names: readonly string[]): void {
  const numbers = names.filter((name) => Number.isFinite(Number(name)));
  const broken = numbers.find((name) => name.includes('.'));
  if (broken !== undefined && numbers.length >= names.length / 2)
    throw new DataError(
      file,
      l10n.t(
        'row 1 holds numbers (“{0}”) and no names: a first line with the names of the columns is needed.',
        broken,
      ),
    );
}

function addRow(file: string, columns: readonly ColumnBuilder[], cells: string[], place: string): void {
  if (cells.length !== columns.length) refuseRagged(file, columns, cells, place);
  if (columns[0].rows >= LIMITS.rows)
    throw new DataError(file, l10n.t('more than {0} rows of data; at most that many are read.', LIMITS.rows));
  for (let i = 0; i < cells.length; i++) columns[i].add(cells[i]);
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
