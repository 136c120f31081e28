import { EPOCH_COLUMNS } from '../../core/trainer-types';
import { toCsv } from '../../data/csv-write';
import { COLUMNS } from '../../report/curve';
import type { Run } from '../store/run';

/** Rows that are turned into text at a time: the host's thread has other things to do as well. */
const ROWS_AT_A_TIME = 2_000;

/** The table's text. Losses and scores as the trainer gave them; a value that is not finite is an empty cell. */
export async function csvOf(run: Run): Promise<string> {
  const parts = [toCsv([['variant', 'seed', ...EPOCH_COLUMNS]])];
  for (const { variant, seed, curve } of run.members) {
    const values = curve.slice();
    for (let from = 0; from < values.length; from += ROWS_AT_A_TIME * COLUMNS) {
      const rows: (string | number | null)[][] = [];
      const to = Math.min(values.length, from + ROWS_AT_A_TIME * COLUMNS);
      for (let at = from; at < to; at += COLUMNS) {
        rows.push([variant, seed, ...Array.from(values.subarray(at, at + COLUMNS), orNull)]);
      }
      parts.push(toCsv(rows));
      await new Promise((done) => setImmediate(done));
    }
  }
  return parts.join('');
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
