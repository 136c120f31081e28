import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { greatest } from '../core/lists';
import { ABSENT, GAP } from '../experiment/file-words';
import { shortened } from '../experiment/listed';
import { tabsForBlanks, withoutQuoteBlanks } from './blanks';

import { guessHeader } from './header';
import { writtenNumber } from './number-text';
import { Remarks } from './remarks';

/** The user's settings for the format of a table; anything omitted is detected. */
export interface FormSpec {
  readonly delimiter?: string | undefined;
  readonly header?: boolean | undefined;
}

/** The format of a table, detected or given. */
export interface TableForm {
  /** The text to parse. If blanks separate the cells, they are replaced with tabs. */
  readonly text: string;
  readonly delimiter: string;
  /** The delimiter as written in the file: a blank where `text` has tabs in place of blanks. */
  readonly written: string;
  /** Lines before the first record, such as `sep=;`. */
  readonly skipped: number;
  /** Column names as in the file; empty strings if it has none. */
  readonly names: readonly string[];
  /** Index of the first record with data, not counting blank records and comments. */
  readonly firstRow: number;
  /** The first column holds row names. */
  readonly rowNames: boolean;
  readonly remarks: Remarks;
}

/** Limits for detection: records, records including blank ones, and characters. */
const RECORDS = 50;
const SEEN = 2000;
const WITHIN = 2_000_000;
const DELIMITERS = ['\t', ';', '|', ','] as const;
/** Rare separators, tried only if no common one fits. */
const SELDOM = ['^', '~', '\u0001', '\u001f', ':'] as const;
const COMMENT = /^\s*#/;
const SEPARATOR = /^\ufeff?"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)/i;

/** Detects the delimiter and the first data row from the beginning of a text. */
export function sniffForm(text: string, spec: FormSpec): TableForm {
  const told = SEPARATOR.exec(text);
  const body = withoutQuoteBlanks(told ? text.slice(told[0].length) : text, WITHIN);
  const delimiter = spec.delimiter ?? told?.[1] ?? sniffDelimiter(body);
  const blanks = delimiter === ' ';
  const parsed = blanks ? tabsForBlanks(body) : body;
  const records = beginning(parsed, blanks ? '\t' : delimiter);
  const head = readHead(records, spec.header);
  return {
    text: parsed,
    delimiter: blanks ? '\t' : delimiter,
    written: delimiter,
    skipped: told ? 1 : 0,
    ...head,
  };
}

/** Whether a record is blank: nothing but separators and blanks. */
export const isBlank = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell === '' || cell.trim() === '');

const RULE = /^[\s:+|=-]*$/;

/**
 * Whether a record is a line of dashes, as under the header of a Markdown table or in the output of a database shell.
 */
export const isRule = (cells: readonly string[]): boolean =>
  RULE.test(cells[0]) && cells.every((cell) => RULE.test(cell)) && cells.some((cell) => /---|===/.test(cell));

/** Whether a record is a comment (`# …`). A data row may begin with `#` too, but has as many cells as the others. */
export const isComment = (cells: readonly string[], columns: number): boolean =>
  COMMENT.test(cells[0]) && (cells.length !== columns || /^\s*#(\s|$)/.test(cells[0]));

function beginning(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  // Skip the blank lines above the table first: there may be more than the limit on records.
  const first = text.search(/\S/);
  if (first < 0) return records;
  const from = Math.max(text.lastIndexOf('\n', first), text.lastIndexOf('\r', first)) + 1;
  const isWhole = text.length - from <= WITHIN;
  let seen = 0;
  Papa.parse<string[]>(text.slice(from, from + WITHIN), {
    delimiter,
    step: ({ data }, parser) => {
      if (!isBlank(data) && !isRule(data)) records.push(data);
      if (records.length >= RECORDS || ++seen >= SEEN) parser.abort();
    },
  });
  // The last record may be cut off.
  return isWhole || seen >= SEEN || records.length >= RECORDS || records.length < 2
    ? records
    : records.slice(0, -1);
}

/**
 * Picks the delimiter that gives most records the same number of cells. Blanks win only if nothing else fits, or if
 * they give many more cells.
 */
function sniffDelimiter(text: string): string {
  let best = { delimiter: ',', share: 0, width: 1 };
  for (const delimiter of DELIMITERS) {
    const found = regularity(beginning(text, delimiter));
    if (found.share > best.share) best = { delimiter, ...found };
  }
  if (best.share > 0 && best.delimiter !== '\t') return best.delimiter;
  const blanks = regularity(beginning(tabsForBlanks(text.slice(0, WITHIN)), '\t'));
  // Columns aligned with blanks, with a tab somewhere in each row.
  const isMore = blanks.share >= best.share && blanks.width >= MANY_MORE * best.width;
  if (blanks.share > MOST_LINES && (best.share === 0 || isMore)) return ' ';
  const seldom = (delimiter: string) => regularity(beginning(text, delimiter)).share > MOST_LINES;
  return best.share > 0 ? best.delimiter : (SELDOM.find(seldom) ?? best.delimiter);
}

/** Prose has blanks too, but a different number in each line. */
const MOST_LINES = 0.9;
const MANY_MORE = 2;

/** The most common number of cells per record, and the share of records that have it; 0 if that number is one. */
function regularity(records: readonly string[][]): { width: number; share: number } {
  const rows = records.filter((cells) => !COMMENT.test(cells[0]));
  const widths = new Map<number, number>();
  for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1);
  let [width, count] = [1, 0];
  for (const [one, times] of widths)
    if (times > count || (times === count && one > width)) [width, count] = [one, times];
  // The column of row names has no name itself.
  const named = rows[0]?.length === width - 1 ? 1 : 0;
  return { width, share: width > 1 ? (count + named) / rows.length : 0 };
}

type Head = Pick<TableForm, 'names' | 'firstRow' | 'rowNames' | 'remarks'>;

function readHead(records: readonly string[][], declared: boolean | undefined): Head {
  const plain = records.filter((cells) => !COMMENT.test(cells[0]));
  const width = plain.at(-1)?.length ?? 0;
  const all = records.filter((cells) => !isComment(cells, width));
  const remarks = new Remarks();
  if (all.length === 0) return { names: [], firstRow: 0, rowNames: false, remarks };
  const titles = countTitles(all);
  if (titles > 0) remarkOnTitles(all, titles, remarks);
  const rows = all.slice(titles);
  const head = headOf(records, rows, declared, remarks);
  return { ...head, firstRow: titles + head.firstRow };
}

function headOf(
  records: readonly string[][],
  rows: readonly string[][],
  declared: boolean | undefined,
  remarks: Remarks,
): Head {
  const guess = guessHeader(rows);
  const comment = guess.header || declared === false ? undefined : commentNames(records, rows);
  if (comment?.length === rows[0].length) return { names: comment, firstRow: 0, rowNames: false, remarks };
  const { header, sure } = declared === undefined ? guess : { header: declared, sure: true };
  if (header) return withHeader(rows, sure, remarks);
  if (declared === undefined) {
    const message = l10n.t(
      'The first row looks like the others and is read as data (data.header): the columns are called “column 1” to “column {0}”.',
      rows[0].length,
    );
    remarks.offer(message, l10n.t('It Is the Header'), ['header'], true);
  }
  return { names: rows[0].map(() => ''), firstRow: 0, rowNames: false, remarks };
}

/** Number of cells up to the last one that is not blank. */
const filled = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

/** Counts title lines above the header: records with fewer cells than the rows below. */
function countTitles(rows: readonly string[][]): number {
  const widths = rows.map(filled);
  const width = mostFrequent(widths);
  const first = widths.indexOf(width);
  if (width < 2) return 0;
  if (first === 0) return isDoubled(rows) ? 1 : 0;
  const above = rows.slice(0, first);
  if (rows.length - first > 1 && isSureHeader(rows.slice(first))) return first;
  // A header that is one name short because the rows have names.
  const isHeader = above.length === 1 && widths[0] >= width - 1;
  const fits = above.some(({ length }) => length === rows[first].length);
  return isHeader || fits || widths[0] > width ? 0 : first;
}

const isSureHeader = (rows: readonly string[][]): boolean => {
  const { header, sure } = guessHeader(rows);
  return header && sure;
};

/** Whether a row of merged group headings stands above the header proper. */
function isDoubled([first, second = [], ...rest]: readonly string[][]): boolean {
  const isUnique = (cells: readonly string[]) => new Set(cells).size === cells.length;
  return !isUnique(first) && isUnique(second) && rest.length > 1 && isSureHeader([second, ...rest]);
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

function remarkOnTitles(rows: readonly string[][], titles: number, remarks: Remarks): void {
  const [first] = rows;
  const text = shortened(first.map((cell) => cell.trim()).find((cell) => cell !== '') ?? '');
  remarks.note(
    titles === 1
      ? l10n.t('The line above the header (“{0}”) is not part of the table and is left out.', text)
      : l10n.t(
          '{0} lines above the header (“{1}” …) are not part of the table and are left out.',
          titles,
          text,
        ),
  );
}

/** Column names from the last comment before the data, as NumPy writes them: `# x y`. */
function commentNames(records: readonly string[][], rows: readonly string[][]): string[] | undefined {
  const before = records[records.indexOf(rows[0]) - 1];
  const names = before?.map((cell) => cell.trim());
  if (!names) return undefined;
  names[0] = names[0].replace(/^#+\s*/, '');
  return names[0] === '' ? names.slice(1) : names;
}

function withHeader(rows: readonly string[][], sure: boolean, remarks: Remarks): Head {
  const [header, ...data] = rows;
  const isShort = data.length > 1 && data.every(({ length }) => length === header.length + 1);
  const rowNames = isShort && data.some((cells) => cells.at(-1)?.trim() !== '');
  const names = rowNames ? ['', ...header] : withoutEnds(header, data);
  if (rowNames)
    remarks.note(
      l10n.t('The header is one name short: the first column, which names the rows, is left out.'),
    );
  if (!sure)
    remarks.offer(
      l10n.t('The first row (“{0}” …) is read as the names of the columns (data.header).', header[0].trim()),
      l10n.t('It Is Data'),
      ['header'],
      false,
    );
  const units = hasUnits(data);
  if (units)
    remarks.note(
      l10n.t(
        'The row below the header (“{0}”) holds units and no data, and is left out.',
        data[0].map((cell) => cell.trim()).join(' '),
      ),
    );
  return { names, firstRow: units ? 2 : 1, rowNames, remarks };
}

/** Drops a trailing separator of the header that the rows do not have. */
function withoutEnds(header: readonly string[], data: readonly string[][]): readonly string[] {
  const widest = greatest([0, ...data.map(({ length }) => length)]);
  return data.length > 0 && widest < header.length
    ? header.slice(0, Math.max(widest, filled(header)))
    : header;
}

/** Whether the first row below the header holds units. */
function hasUnits([units, ...rest]: readonly string[][]): boolean {
  if (rest.length < 2) return false;
  const numeric = units
    .map((cell, i) => ({ cell: cell.trim(), below: rest.map((cells) => cells[i]?.trim() ?? '') }))
    .filter(({ below }) => isNumeric(below));
  const named = numeric.filter(({ cell }) => cell !== '');
  if (numeric.length === 0 || named.some(({ cell }) => writtenNumber(cell) || /^[<>≤≥~=≈]/.test(cell)))
    return false;
  const words = named.filter(({ cell }) => !GAP.test(cell) && !ABSENT.test(cell));
  const bracketed = words.some(({ cell }) => /^[[({].*[\])}]$/.test(cell));
  return bracketed || words.length >= Math.max(2, numeric.length / 2);
}

function isNumeric(cells: readonly string[]): boolean {
  const there = cells.filter((cell) => !ABSENT.test(cell) && !GAP.test(cell));
  const numbers = there.filter((cell) => Number.isFinite(Number(cell)) || writtenNumber(cell));
  return there.length > 0 && numbers.length >= 0.8 * there.length;
}
