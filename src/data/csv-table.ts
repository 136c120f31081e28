import Papa from 'papaparse';
import { DataError } from './errors';
import { LIMITS } from './limits';

/** A column as it stands in the file. */
export interface Column {
  readonly name: string;
  /** One a row; empty for a missing value. */
  readonly cells: string[];
}

/** Spellings of a value that is not there. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);

export function isMissing(cell: string): boolean {
  return MISSING.has(cell.trim().toLowerCase());
}

/** Reads a table with a header row: comma, semicolon, tab or bar between cells, quotes as in RFC 4180. */
export function readTable(file: string, bytes: Uint8Array): Column[] {
  const text = decode(file, bytes);
  let columns: Column[] | undefined;
  let row = 0;
  Papa.parse<string[]>(text, {
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', '\t', ';', '|'],
    step: ({ data, errors }) => {
      row++;
      const broken = errors.find(({ type }) => type === 'Quotes');
      if (broken)
        throw new DataError(
          file,
          `row ${row}: a quote is not closed or stands in the wrong place (${broken.message}).`,
        );
      if (columns) addRow(file, columns, data, row);
      else columns = header(file, data);
    },
  });
  if (!columns) throw new DataError(file, 'there is no header row: the file holds nothing but blank lines.');
  if (columns[0].cells.length === 0)
    throw new DataError(file, 'there is a header row and no row of data below it.');
  return columns;
}

function decode(file: string, bytes: Uint8Array): string {
  if (bytes.subarray(0, 4096).includes(0))
    throw new DataError(file, 'this is not a text file: it has zero bytes. A CSV file in UTF-8 is expected.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(file, 'the text is not UTF-8: save the table as “CSV UTF-8”.');
  }
}

function header(file: string, cells: readonly string[]): Column[] {
  if (cells.length > LIMITS.columns)
    throw new DataError(file, `${cells.length} columns; at most ${LIMITS.columns} are read.`);
  const names = cells.map((cell, i) => cell.trim() || `column ${i + 1}`);
  const double = names.find((name, i) => names.indexOf(name) !== i);
  if (double !== undefined)
    throw new DataError(
      file,
      `row 1: two columns are called “${double}”; every column needs a name of its own.`,
    );
  if (names.length < 2)
    throw new DataError(
      file,
      `only one column (“${names[0]}”): at least one feature and a target are needed.`,
    );
  return names.map((name) => ({ name, cells: [] }));
}

function addRow(file: string, columns: readonly Column[], cells: readonly string[], row: number): void {
  if (cells.length !== columns.length) {
    const last = columns[Math.min(cells.length, columns.length) - 1].name;
    const side =
      cells.length < columns.length
        ? `the row ends at column “${last}”`
        : `there is more behind the last column, “${last}”`;
    throw new DataError(
      file,
      `row ${row}: ${cells.length} cells where the header has ${columns.length}; ${side}.`,
    );
  }
  if (columns[0].cells.length >= LIMITS.rows)
    throw new DataError(file, `more than ${LIMITS.rows} rows of data; at most that many are read.`);
  for (let i = 0; i < cells.length; i++) columns[i].cells.push(cells[i]);
}
