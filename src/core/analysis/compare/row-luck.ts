import { type DataFacts, sharesTestRows } from '../data-facts';
import type { Uncertainty } from '../spread';

/** Losses of the same test rows on both sides of a pair. */
export type RowLosses = readonly [first: ArrayLike<number>, second: ArrayLike<number>];

/** Standard error of the mean loss difference over the rows, whatever the seeds; undefined where it is not known. */
export function rowError(pairs: readonly RowLosses[]): number | undefined {
  const rows = pairs[0]?.[0].length ?? 0;
  if (rows === 0 || pairs.some(([first, second]) => first.length !== rows || second.length !== rows))
    return undefined;
  // A single row has no spread, so nothing can be concluded.
  if (rows === 1) return Number.POSITIVE_INFINITY;
  const differences = new Float64Array(rows);
  for (const [first, second] of pairs)
    for (let row = 0; row < rows; row++) differences[row]! += (first[row]! - second[row]!) / pairs.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / rows;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (rows - 1) / rows);
}

/**
 * What the choice of test rows adds to a mean loss difference, in units of the loss.
 *
 * - Seeds that draw new samples: nothing, their spread holds it.
 * - Seeds that divide the rows of one file anew share most of them: the standard error grows by √(1 + J·n₂/n₁) with J
 *   seeds, n₁ training and n₂ test rows (Nadeau and Bengio 2003).
 * - Seeds that share one test set: the standard error over its rows stands beside that over the seeds.
 */
export function rowLuck(
  data: Pick<DataFacts, 'split' | 'trainCount' | 'testCount'>,
  pairs: readonly RowLosses[],
): Uncertainty {
  if (!data.split) return {};
  if (sharesTestRows(data)) return { shared: rowError(pairs) ?? 0 };
  return { inflation: Math.sqrt(1 + (pairs.length * data.testCount) / Math.max(1, data.trainCount)) };
}
