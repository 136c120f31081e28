import type { DrawnLine } from './lines';
import type { ChartModel } from './model';

/** What one line says at an epoch. */
export interface Reading {
  readonly line: DrawnLine;
  /** NaN where the line has no value. */
  readonly value: number;
  /** Standard deviation over seeds; NaN with one seed. */
  readonly deviation: number;
}

/** The epochs that can be pointed at: those of the longest line. */
export function epochsOf(model: ChartModel): Float64Array {
  let longest = new Float64Array(0);
  for (const { line } of model.lines) if (line.x.length > longest.length) longest = line.x as typeof longest;
  return longest;
}

/** Index of the value that lies nearest to `wanted` in a rising array; −1 if it is empty. */
export function nearestIndex(values: Float64Array, wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && wanted - values[low - 1] <= values[low] - wanted) return low - 1;
  return values.length === 0 ? -1 : low;
}

/** Every line's value at an epoch, or its last value for `null`. */
export function readings(model: ChartModel, epoch: number | null): readonly Reading[] {
  return model.lines.map((line) => {
    const { x, y, deviation } = line.line;
    const index = epoch === null ? x.length - 1 : nearestIndex(x, epoch);
    const there = index >= 0 && (epoch === null || x[index] === epoch);
    return {
      line,
      value: there ? y[index] : Number.NaN,
      deviation: there && deviation ? deviation[index] : Number.NaN,
    };
  });
}
