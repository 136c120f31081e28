import { EPOCH_COLUMNS, type EpochRecord } from '../../core/trainer-types';

/** The last record of a frame's rows (rows × EPOCH_COLUMNS, row-major), if it has one. */
export function lastRecord(rows: Float64Array): EpochRecord | undefined {
  if (rows.length === 0) return undefined;
  const from = rows.length - EPOCH_COLUMNS.length;
  const entries = EPOCH_COLUMNS.map((column, i) => [column, rows[from + i]]);
  return Object.fromEntries(entries) as unknown as EpochRecord;
}
