import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';

/** A column as the first rows show it. */
export interface ColumnPreview {
  readonly name: string;
  readonly isNumeric: boolean;
  readonly different: number;
  readonly missing: number;
  /** The first few values, as they are written. */
  readonly examples: readonly string[];
  /** Of a numeric column. */
  readonly range: readonly [number, number] | null;
  readonly isWhole: boolean;
}

export interface TablePreview {
  readonly columns: readonly ColumnPreview[];
  /** How many rows were looked at. */
  readonly rows: number;
}

/** Enough to tell classes from measurements. */
const ROWS = 2_000;
const EXAMPLES = 5;
/** Whole numbers with at most this many values are taken for classes, as the reader of tables does. */
const MOST_CLASSES = 20;
const missing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);
const usualNames =
  /^(?:target|label|labels|class|classes|y|outcome|diagnosis|species|variety|kind|quality|survived)$/i;

/**
 * Reads the columns from the beginning of a table. `isWhole`: `text` is the whole file, so its last line is complete.
 * Throws an `Error` where there are no two columns with a row of values.
 */
export function previewTable(text: string, isWhole: boolean): TablePreview {
  const cut = isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  const { data } = Papa.parse<string[]>(cut.replace(/^\ufeff/, ''), {
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', '\t', ';', '|'],
    preview: ROWS + 1,
  });
  const [header, ...rows] = data;
  if (header === undefined || header.length < 2) {
    throw new Error(l10n.t('A table with a header and at least two columns is expected.'));
  }
  if (rows.length === 0) throw new Error(l10n.t('There is a header and no row of values below it.'));
  const columns = header.map((name, index) =>
    previewColumn(
      // As the reader of tables names it: experiments mean the same in every language.
      name.trim() || `column ${index + 1}`,
      rows.map((row) => row[index] ?? ''),
    ),
  );
  return { columns, rows: rows.length };
}

function previewColumn(name: string, cells: readonly string[]): ColumnPreview {
  const known = cells.map((cell) => cell.trim()).filter((cell) => !missing.has(cell.toLowerCase()));
  const values = new Set(known);
  const numbers = known.map(Number);
  const isNumeric = known.length > 0 && numbers.every(Number.isFinite);
  return {
    name,
    isNumeric,
    different: values.size,
    missing: cells.length - known.length,
    examples: [...values].slice(0, EXAMPLES),
    range: isNumeric ? [least(numbers), most(numbers)] : null,
    isWhole: isNumeric && numbers.every(Number.isInteger),
  };
}

const least = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b));
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b));

/** The index of the column that is probably to be predicted: one with a usual name, or else the last. */
export function guessTarget({ columns }: TablePreview): number {
  const named = columns.findIndex(({ name }) => usualNames.test(name));
  return named >= 0 ? named : columns.length - 1;
}

export function guessTask({ isWhole, isNumeric, different }: ColumnPreview): 'classification' | 'regression' {
  return !isNumeric || (isWhole && different <= MOST_CLASSES) ? 'classification' : 'regression';
}

/** `numbers from 1.2 to 7.9` or `3 different texts`, and what is missing. */
export function columnWords({ range, different, missing: gaps }: ColumnPreview): string {
  const what = range
    ? l10n.t('numbers from {0} to {1}', range[0], range[1])
    : l10n.t('{0} different texts', different);
  return gaps === 0 ? what : l10n.t('{0}, {1} missing', what, gaps);
}
