/**
 * Exact inference on the centre of differences that are independent and each symmetric about it, whatever their
 * distribution: under "no difference", a pair's difference is as likely to be −d as d. Fisher 1935; Hartigan, "Using
 * subsample values as typical values", JASA 1969.
 */

/** All 2ⁿ sign patterns are looked at up to this n. */
export const MOST_EXACT = 16;

/** The sums over all non-empty subsets, each divided by the subset's size: 2ⁿ − 1 means, unsorted. */
function subsetMeans(values: readonly number[]): Float64Array {
  const patterns = 2 ** values.length;
  const sums = new Float64Array(patterns);
  const counts = new Uint8Array(patterns);
  for (const [i, value] of values.entries()) {
    const half = 2 ** i;
    for (let pattern = half; pattern < 2 * half; pattern++) {
      sums[pattern] = sums[pattern - half]! + value;
      counts[pattern] = counts[pattern - half]! + 1;
    }
  }
  return sums.subarray(1).map((sum, i) => sum / counts[i + 1]!);
}

/**
 * The centres that the two-sided sign-flip test at `level` does not reject. The means of all subsets cut the line into
 * 2ⁿ parts in each of which the centre lies with the same probability (Hartigan); as many are left out at either end as
 * the level allows. Unbounded where n is too small for the level.
 */
export function typicalInterval(values: readonly number[], level: number): readonly [number, number] {
  const outside = Math.floor((level / 2) * 2 ** values.length + 1e-9);
  if (outside < 1) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const means = subsetMeans(values).sort();
  return [means[outside - 1]!, means[means.length - outside]!];
}

/**
 * The two-sided p value of no difference: the share of sign patterns whose sum is at least as far from 0 as the sum of
 * the values. At most {@link MOST_EXACT} values.
 */
export function signFlipP(values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  const scale = values.reduce((sum, value) => sum + Math.abs(value), 0);
  // Sums in another order differ by rounding.
  const least = Math.abs(total) - 1e-12 * scale;
  const patterns = 2 ** values.length;
  const sums = new Float64Array(patterns);
  let reached = 0;
  for (const [i, value] of values.entries()) {
    const half = 2 ** i;
    for (let pattern = half; pattern < 2 * half; pattern++) sums[pattern] = sums[pattern - half]! + 2 * value;
  }
  for (const sum of sums) if (Math.abs(sum - total) >= least) reached++;
  return reached / patterns;
}
