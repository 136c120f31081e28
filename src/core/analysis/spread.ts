/** Mean over seeds, sample standard deviation (NaN with one seed), and number of seeds. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly count: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN, count };
}

/** Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom. */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
];

/** Uncertainty of a mean beyond its own spread. */
export interface Uncertainty {
  /** Factor ≥ 1 on the standard error, for overlapping samples, which are not independent. */
  readonly inflation?: number;
  /** A standard error that the spread does not include, because all values share the same draw. */
  readonly shared?: number;
}

/** Half-width of the 95 % confidence interval of the mean; infinite for a single value. */
export function halfInterval(
  { deviation, count }: Spread,
  { inflation = 1, shared = 0 }: Uncertainty = {},
): number {
  if (count < 2) return Number.POSITIVE_INFINITY;
  const t = T95[Math.min(count - 2, T95.length - 1)];
  return t! * Math.hypot((inflation * deviation) / Math.sqrt(count), shared);
}

/** Whether the mean is significant: its 95 % confidence interval excludes zero. */
export function isDistinct(spread: Spread, uncertainty: Uncertainty = {}): boolean {
  return Math.abs(spread.mean) > halfInterval(spread, uncertainty);
}
