import { constants, gunzipSync } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import type { Task } from '../../core/dataset';
import type { Column } from '../../data/column';
import { FEW_CLASSES } from '../../data/csv';
import { readTable } from '../../data/csv-table';
import { guessTask } from '../../data/target';

/** A column as the first rows show it. */
export interface ColumnPreview {
  readonly name: string;
  readonly isNumeric: boolean;
  readonly different: number;
  readonly missing: number;
  /** The first few values. */
  readonly examples: readonly string[];
  /** Of a numeric column. */
  readonly range: readonly [number, number] | null;
  /** What it is taken for as the target. */
  readonly task: Task;
}

export interface TablePreview {
  readonly columns: readonly ColumnPreview[];
  /** How many rows were looked at. */
  readonly rows: number;
}

/** Enough to tell classes from measurements. */
const ROWS = 2_000;
/** As much of a table as its preview needs. */
export const PREVIEW_BYTES = 512 * 1024;
/** Parts of a gzipped table: a part that unpacks to more is halved, and 2 KB cannot. */
const PACKED_BYTES = 64 * 1024;
const UNPACKED_BYTES = 4 * 1024 * 1024;
const EXAMPLES = 5;
const usualNames =
  /^(?:target|label|labels|class|classes|y|outcome|diagnosis|species|variety|kind|quality|survived)$/i;

/**
 * The beginning of a table, unpacked where it is gzipped. `isWhole`: `bytes` are the whole file. Throws an error that
 * says so where gzip data is damaged.
 */
export function beginningOf(bytes: Uint8Array, isWhole: boolean): { bytes: Uint8Array; isWhole: boolean } {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes, isWhole };
  // Gzip packs up to a thousandfold: the first part is enough for a preview.
  for (let length = Math.min(bytes.length, PACKED_BYTES); ; length >>= 1) {
    const whole = isWhole && length === bytes.length;
    const finishFlush = whole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    try {
      const unpacked = gunzipSync(bytes.subarray(0, length), {
        finishFlush,
        maxOutputLength: UNPACKED_BYTES,
      });
      const beginning = unpacked.subarray(0, PREVIEW_BYTES);
      return { bytes: beginning, isWhole: whole && beginning.length === unpacked.length };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') continue;
      throw new Error(l10n.t('the gzip data is damaged: {0}', (error as Error).message));
    }
  }
}

/**
 * Reads the columns from the beginning of a table, as a run reads them. `isWhole`: `bytes` are the whole file, so its
 * last line is complete. Throws a DataError in the words of a run where the table cannot be used.
 */
export function previewTable(file: string, bytes: Uint8Array, isWhole: boolean): TablePreview {
  const { columns, rows, asTarget } = readTable(file, bytes, () => {}, {}, { rows: ROWS, isWhole });
  return { columns: columns.map((column) => previewColumn(column, asTarget(column))), rows };
}

function previewColumn(column: Column, target: Column): ColumnPreview {
  const { name, missing, texts } = column;
  const numbers = [...new Set(column.numbers.filter((value) => !Number.isNaN(value)))];
  const isNumeric = texts === undefined && numbers.length > 0;
  const values = texts?.values ?? numbers.map(String);
  return {
    name,
    isNumeric,
    different: values.length,
    missing,
    examples: values.slice(0, EXAMPLES),
    range: isNumeric ? [least(numbers), most(numbers)] : null,
    task: guessTask({ column: target, fewClasses: FEW_CLASSES }),
  };
}

const least = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b));
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b));

/** The index of the column that is probably to be predicted: one with a usual name, or else the last. */
export function guessTarget({ columns }: TablePreview): number {
  const named = columns.findIndex(({ name }) => usualNames.test(name));
  return named >= 0 ? named : columns.length - 1;
}

/** `numbers from 1.2 to 7.9` or `3 different texts`, and what is missing. */
export function columnWords({ range, different, missing: gaps }: ColumnPreview): string {
  const what = range
    ? l10n.t('numbers from {0} to {1}', range[0], range[1])
    : l10n.t('{0} different texts', different);
  return gaps === 0 ? what : l10n.t('{0}, {1} missing', what, gaps);
}
