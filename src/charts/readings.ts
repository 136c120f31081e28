import type { DrawnLine } from './lines';
import type { ChartModel } from './model';

/** Value of a line at an epoch. */
export interface Reading {
  readonly line: DrawnLine;
  /** NaN if the line has no value there. */
  readonly value: number;
  /** Standard deviation over seeds; NaN with one seed. */
  readonly deviation: number;
}

/** The epochs that can be selected: those of the run's longest line. */
export function epochsOf(model: ChartModel): Float64Array {
  let longest = new Float64Array(0);
  for (const { kind, line } of model.lines) {
    if (kind !== 'compared' && line.x.length > longest.length) longest = line.x as typeof longest;
  }
  return longest;
}

/** Index of the value nearest to `wanted` in a sorted array; −1 if it is empty. */
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

/**
 * Values of all lines at an epoch, or their last values for `null`. For a compared run the nearest epoch is used, since
 * it may have been evaluated at others; for `null` its last one where it ended before.
 */
export function readings(model: ChartModel, epoch: number | null): readonly Reading[] {
  const here = epoch ?? epochsOf(model).at(-1);
  return model.lines.map((line) => {
    const { y, deviation } = line.line;
    const index = line.kind === 'compared' ? besideAt(line, epoch, here) : exactlyAt(line, epoch);
    return {
      line,
      value: index < 0 ? Number.NaN : y[index],
      deviation: index < 0 || !deviation ? Number.NaN : deviation[index],
    };
  });
}

function exactlyAt({ line: { x } }: DrawnLine, epoch: number | null): number {
  if (epoch === null) return x.length - 1;
  const index = nearestIndex(x, epoch);
  return x[index] === epoch ? index : -1;
}

/** Without a cursor a run that ended before is read at its end. */
function besideAt(line: DrawnLine, epoch: number | null, here: number | undefined): number {
  const index = nearTo(line, here);
  return index < 0 && epoch === null ? line.line.x.length - 1 : index;
}

/** Index of the nearest value; −1 beyond the end of the line. */
function nearTo({ line: { x } }: DrawnLine, epoch: number | undefined): number {
  return epoch === undefined || epoch > x[x.length - 1] ? -1 : nearestIndex(x, epoch);
}
