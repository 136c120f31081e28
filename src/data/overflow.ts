import * as l10n from '@vscode/l10n';
import { DataError } from './errors';

/** The largest float32; the network computes in float32. */
const MOST = 3.4028234663852886e38;

/** Whether a number is finite as float32. */
export const fits = (value: number): boolean => Math.abs(value) <= MOST;

/**
 * Returns the scaled value. Throws a DataError naming the position if it, or the value in the file, overflows float32.
 */
export function fitting(
  scaled: number,
  value: number,
  row: number,
  { file, name, place }: { file: string; name: string; place(row: number): string },
): number {
  if (fits(value) && fits(scaled)) return scaled;
  throw new DataError(
    file,
    l10n.t(
      '{0}: “{1}” is {2}, which is too large: as it is and when scaled by the training rows, a number has to fit into 32 bits. Correct it; in a table, data.missing can say that it means no value.',
      place(row),
      name,
      value,
    ),
  );
}
