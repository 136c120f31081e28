import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { greatest } from '../core/lists';
import { ABSENT, GAP } from '../experiment/file-words';
import { shortened } from '../experiment/listed';
import { tabsForBlanks, withoutQuoteBlanks } from './blanks';

import { guessHeader } from './header';
import { writtenNumber } from './number-text';
import { Remarks } from './remarks';

/** What a person says of a table's form; what is left out is guessed. */
export interface FormSpec {
  readonly delimiter?: string | undefined;
  readonly header?: boolean | undefined;
}

/** How a table stands in its text. */
export interface TableForm {
  /** The text that is parsed: blanks between cells are tabs in it. */
  readonly text: string;
  readonly delimiter: string;
  /** As a person would write it: a blank where the text has tabs for blanks. */
  readonly written: string;
  /** Lines before the first record: `sep=;`. */
  readonly skipped: number;
  /** The names of the columns as they stand in the file, or one empty name each. */
  readonly names: readonly string[];
  /** Which of the records that are neither blank nor comments is the first with data. */
  readonly firstRow: number;
  /** The first column has the names of the rows. */
  readonly rowNames: boolean;
  readonly remarks: Remarks;
}

/** Records that are looked at, how many with blank ones, and characters that they are looked for in. */
const RECORDS = 50;
const SEEN = 2000;
const WITHIN = 2_000_000;
const DELIMITERS = ['\t', ';', '|', ','] as const;
/** What separates cells where nothing else does. */
const SELDOM = ['^', '~', '\u0001', '\u001f', ':'] as const;
const COMMENT = /^\s*#/;
const SEPARATOR = /^\ufeff?"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)/i;

/** Looks at the beginning of a text for what stands between its cells and where its data begins. */
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

/** A record that is not blank: not even separators only. */
export const isBlank = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell === '' || cell.trim() === '');

const RULE = /^[\s:+|=-]*$/;

/** A line of dashes, as under the header of a table in Markdown or from a data base's shell. */
export const isRule = (cells: readonly string[]): boolean =>
  RULE.test(cells[0]) && cells.every((cell) => RULE.test(cell)) && cells.some((cell) => /---|===/.test(cell));

/** `# a comment`; a row of data may begin so too, and then has as many cells as the others. */
export const isComment = (cells: readonly string[], columns: number): boolean =>
  COMMENT.test(cells[0]) && (cells.length !== columns || /^\s*#(\s|$)/.test(cells[0]));

function beginning(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  // Blank lines above a table are none of its records, and there may be any number of them.
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
  // The last one may be cut off.
  return isWhole || seen >= SEEN || records.length >= RECORDS || records.length < 2
    ? records
    : records.slice(0, -1);
}

/** What makes most records equally long; blanks where nothing else separates, or where they make many more cells. */
function sniffDelimiter(text: string): string {
  let best = { delimiter: ',', share: 0, width: 1 };
  for (const delimiter of DELIMITERS) {
    const found = regularity(beginning(text, delimiter));
    if (found.share > best.share) best = { delimiter, ...found };
  }
  if (best.share > 0 && best.delimiter !== '\t') return best.delimiter;
  const blanks = regularity(beginning(tabsForBlanks(text.slice(0, WITHIN)), '\t'));
  // Columns made of blanks, with a tab somewhere in each row.
  const isMore = blanks.share >= best.share && blanks.width >= MANY_MORE * best.width;
  if (blanks.share > MOST_LINES && (best.share === 0 || isMore)) return ' ';
  const seldom = (delimiter: string) => regularity(beginning(text, delimiter)).share > MOST_LINES;
  return best.share > 0 ? best.delimiter : (SELDOM.find(seldom) ?? best.delimiter);
}

/** Prose has blanks too, but not as many in each line. */
const MOST_LINES = 0.9;
const MANY_MORE = 2;

/** How many cells most records have, and the part of the records that has so many; 0 where that is one cell. */
function regularity(records: readonly string[][]): { width: number; share: number } {
  const rows = records.filter((cells) => !COMMENT.test(cells[0]));
  const widths = new Map<number, number>();
  for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1);
  let [width, count] = [1, 0];
  for (const [one, times] of widths)
    if (times > count || (times === count && one > width)) [width, count] = [one, times];
  // Names of rows have no name themselves.
  const named = rows[0]?.length === width - 1 ? 1 : 0;
  return { width, share: width > 1 ? (count + named) / rows.length : 0 };
}

type Head = Pick<TableForm, 'names' | 'firstRow' | 'rowNames' | 'remarks'>;

function readHead(records: readonly string[][], said: boolean | undefined): Head {
  const plain = records.filter((cells) => !COMMENT.test(cells[0]));
  const width = plain.at(-1)?.length ?? 0;
  const all = records.filter((cells) => !isComment(cells, width));
  const remarks = new Remarks();
  if (all.length === 0) return { names: [], firstRow: 0, rowNames: false, remarks };
  const titles = countTitles(all);
  if (titles > 0) remarkOnTitles(all, titles, remarks);
  const rows = all.slice(titles);
  const head = headOf(records, rows, said, remarks);
  return { ...head, firstRow: titles + head.firstRow };
}

function headOf(
  records: readonly string[][],
  rows: readonly string[][],
  said: boolean | undefined,
  remarks: Remarks,
): Head {
  const guess = guessHeader(rows);
  const comment = guess.header || said === false ? undefined : commentNames(records, rows);
  if (comment?.length === rows[0].length) return { names: comment, firstRow: 0, rowNames: false, remarks };
  const { header, sure } = said === undefined ? guess : { header: said, sure: true };
  if (header) return withHeader(rows, sure, remarks);
  if (said === undefined) {
    const message = l10n.t(
      'The first row looks like the others and is read as data (data.header): the columns are called “column 1” to “column {0}”.',
      rows[0].length,
    );
    remarks.offer(message, l10n.t('It Is the Header'), ['header'], true);
  }
  return { names: rows[0].map(() => ''), firstRow: 0, rowNames: false, remarks };
}

/** Cells as far as the last that is not blank. */
const filled = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

/** How many records above the header say what the table is about: they have fewer cells than the rows below. */
function countTitles(rows: readonly string[][]): number {
  const widths = rows.map(filled);
  const width = mostFrequent(widths);
  const first = widths.indexOf(width);
  if (width < 2) return 0;
  if (first === 0) return isDoubled(rows) ? 1 : 0;
  const above = rows.slice(0, first);
  if (rows.length - first > 1 && isSureHeader(rows.slice(first))) return first;
  // Names of columns whose rows have names themselves.
  const isHeader = above.length === 1 && widths[0] >= width - 1;
  const fits = above.some(({ length }) => length === rows[first].length);
  return isHeader || fits || widths[0] > width ? 0 : first;
}

const isSureHeader = (rows: readonly string[][]): boolean => {
  const { header, sure } = guessHeader(rows);
  return header && sure;
};

/** A header of merged cells above the one with the names. */
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
      ? l10n.t('The line above the header (“{0}”) is no part of the table and is left out.', text)
      : l10n.t(
          '{0} lines above the header (“{1}” …) are no part of the table and are left out.',
          titles,
          text,
        ),
  );
}

/** The last comment before the data may be the header, as NumPy writes it: `# x y`. */
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

/** A separator behind the last name that the rows do not have. */
function withoutEnds(header: readonly string[], data: readonly string[][]): readonly string[] {
  const widest = greatest([0, ...data.map(({ length }) => length)]);
  return data.length > 0 && widest < header.length
    ? header.slice(0, Math.max(widest, filled(header)))
    : header;
}

/** Whether the first row below the header says in which units the numbers below it are. */
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
