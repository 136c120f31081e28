import * as l10n from '@vscode/l10n';
import { DataError } from './errors';

/** The largest number of 32 bits, which the network computes with. */
const MOST = 3.4028234663852886e38;

/** Whether a number is finite in 32 bits. */
export const fits = (value: number): boolean => Math.abs(value) <= MOST;

/**
 * A scaled value, or a DataError with its place where it, or the value in the file, does not fit into 32 bits: a value
 * beside which all others are alike, or far from those that train.
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
