/** Standardization of a column to mean 0 and variance 1. */
export interface Standard {
  readonly mean: number;
  /** Population standard deviation; 0 if all numbers are equal. */
  readonly deviation: number;
  /** (value − mean) / deviation. */
  of(value: number): number;
}

/** Mean and standard deviation of `at(row)` over some rows, ignoring NaN; undefined if no value remains. */
export function standardOf(rows: Uint32Array, at: (row: number) => number): Standard | undefined {
  let [least, most, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const row of rows) {
    const value = at(row);
    if (Number.isNaN(value)) continue;
    count++;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (count === 0) return undefined;
  // Rounding errors would give equal numbers a deviation slightly above 0.
  if (least === most) return { mean: least, deviation: 0, of: () => 0 };
  // Scaled by the largest magnitude, so that squares neither overflow nor underflow.
  const unit = Math.max(Math.abs(least), Math.abs(most));
  const mean = sum(rows, (row) => at(row) / unit) / count;
  const deviation = Math.sqrt(sum(rows, (row) => square(at(row) / unit - mean)) / count);
  return {
    mean: mean * unit,
    deviation: deviation * unit,
    of: (value) => (value / unit - mean) / deviation,
  };
}

/** A product is exact to the bit in every JavaScript engine; a power is not. */
function square(value: number): number {
  return value * value;
}

function sum(rows: Uint32Array, at: (row: number) => number): number {
  let total = 0;
  for (const row of rows) {
    const value = at(row);
    if (!Number.isNaN(value)) total += value;
  }
  return total;
}
