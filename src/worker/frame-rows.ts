import { EPOCH_COLUMNS, type EpochRecord } from '../core/trainer-types';

/** Packs records for transfer: rows × EPOCH_COLUMNS, row-major. */
export function packRecords(records: readonly EpochRecord[]): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(records.length * EPOCH_COLUMNS.length);
  records.forEach((record, i) => {
    EPOCH_COLUMNS.forEach((column, j) => {
      rows[i * EPOCH_COLUMNS.length + j] = record[column];
    });
  });
  return rows;
}

/** Unpacks records from rows × EPOCH_COLUMNS, row-major. */
export function unpackRecords(rows: Float64Array): EpochRecord[] {
  return Array.from({ length: rows.length / EPOCH_COLUMNS.length }, (_, i) => {
    const record: Partial<Record<keyof EpochRecord, number>> = {};
    EPOCH_COLUMNS.forEach((column, j) => {
      record[column] = rows[i * EPOCH_COLUMNS.length + j];
    });
    return record as EpochRecord;
  });
}
