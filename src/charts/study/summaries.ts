import type { StudyAxis } from '../../protocol/search-state';
import { type Cells, cellsOf } from './cells';
import { goodEnd, type Quantity, type Trials } from './trials';

/** Trials that share a place: a cell of a heat map, a part of a setting's range. */
export interface Summary {
  /** Those that count, the best first. */
  readonly trials: readonly number[];
  /** Over these; NaN without any. One that is far off moves a mean, and not a median. */
  readonly median: number;
  /** The quartiles: half of the trials lie between them. NaN without any. */
  readonly low: number;
  readonly high: number;
  /** Those that were pruned, have failed or diverged: they were there, and say nothing of the mean. */
  readonly others: readonly number[];
}

/** A point of a setting's curve. */
export interface CurvePoint extends Summary {
  /** The setting's value; of several in a range, their median. */
  readonly x: number;
  readonly name: string;
}

/** Trials by a key from 0 to `count` − 1; those at −1 are left out. Running ones are not over, and in neither list. */
function summarize(
  trials: Trials,
  quantity: Quantity,
  count: number,
  keyOf: (trial: number) => number,
): Summary[] {
  const [counting, others] = [0, 1].map(() => Array.from({ length: count }, (): number[] => []));
  for (let trial = 0; trial < trials.count; trial++) {
    const key = keyOf(trial);
    if (key < 0 || trials.state(trial) === 'running') continue;
    (trials.counts(trial, quantity) ? counting : others)![key]!.push(trial);
  }
  const values = trials.column(quantity);
  const low = goodEnd(quantity) === 'low';
  return counting!.map((list, key) => {
    list.sort(low ? (a, b) => values[a]! - values[b]! : (a, b) => values[b]! - values[a]!);
    const sorted = Float64Array.from(list, (trial) => values[trial]!);
    const [first, median, last] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
    return {
      ...{ trials: list, median: median!, others: others![key]! },
      ...(low ? { low: first!, high: last! } : { low: last!, high: first! }),
    };
  });
}

/** Between the two nearest values, linearly; NaN of none. */
function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? Number.NaN : low + (at % 1) * (high - low);
}

/**
 * What trials come to against one setting, in the order of its values. Where it is all that varies, each value is a
 * point; else a point is a part of its range, over whatever the other settings were.
 */
export function curveOf(
  trials: Trials,
  axes: readonly StudyAxis[],
  at: number,
  quantity: Quantity,
): CurvePoint[] {
  const axis = axes[at];
  if (!axis) return [];
  const values = trials.values(at);
  if (axes.length === 1 && axis.kind !== 'choice') return singles(trials, values, quantity);
  const cells = cellsOf(axis, values);
  const summaries = summarize(trials, quantity, cells.count, (trial) => cells.cellOf(values[trial]!));
  return summaries.flatMap((summary, cell): CurvePoint[] => {
    const there = [...summary.trials, ...summary.others].map((trial) => values[trial]!);
    if (there.length === 0) return [];
    return [
      {
        ...summary,
        x: quantile(
          there.sort((a, b) => a - b),
          0.5,
        ),
        name: cells.name(cell),
      },
    ];
  });
}

/** A point for each value. */
function singles(trials: Trials, values: Float64Array, quantity: Quantity): CurvePoint[] {
  const different = [...new Set(values.filter(Number.isFinite).sort())];
  const index = new Map(different.map((value, i) => [value, i]));
  const summaries = summarize(trials, quantity, different.length, (trial) => index.get(values[trial]!) ?? -1);
  return summaries.flatMap((summary, i) =>
    summary.trials.length + summary.others.length > 0
      ? [{ ...summary, x: different[i]!, name: String(different[i]) }]
      : [],
  );
}

/** A study over two of its settings. */
export interface HeatMap {
  readonly columns: Cells;
  readonly rows: Cells;
  /** Row by row, the lowest first. */
  readonly cells: readonly Summary[];
}

/** Divides the plane of two settings. What else varies is averaged over. */
export function heatMapOf(
  trials: Trials,
  axes: readonly StudyAxis[],
  [x, y]: readonly [number, number],
  quantity: Quantity,
): HeatMap {
  const [across, up] = [trials.values(x), trials.values(y)];
  const [columns, rows] = [cellsOf(axes[x]!, across), cellsOf(axes[y]!, up)];
  const cells = summarize(trials, quantity, columns.count * rows.count, (trial) => {
    const [column, row] = [columns.cellOf(across[trial]!), rows.cellOf(up[trial]!)];
    return column < 0 || row < 0 ? -1 : row * columns.count + column;
  });
  return { columns, rows, cells };
}
