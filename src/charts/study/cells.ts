import type { StudyAxis } from '../../protocol/search-state';
import { formatPlace } from '../format';

/** A setting's axis divided into cells of equal width, 0 at its low end and 1 at its high one. */
export interface Cells {
  readonly count: number;
  /** The cell of a value; −1: none. */
  cellOf(value: number): number;
  /** Where a value stands, 0..1; NaN: nowhere. */
  placeOf(value: number): number;
  /** The value at a place, between those of cells that are one value each. */
  valueAt(place: number): number;
  /** The values of a cell in words: `0.3`, `0.2 – 0.4`. */
  name(cell: number): string;
  /** Each cell is one value, and not a range of them. */
  readonly exact: boolean;
  /** Words along the axis. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** Cells along an axis, at most: of fewer there are more than three trials in each, if they spread over two axes. */
const [FEWEST, MOST] = [4, 16];

/**
 * Divides a setting: a choice into its values; numbers that come again and again, as those of a grid, into these; others
 * into ranges of equal width, as many as there are trials for.
 */
export function cellsOf(axis: StudyAxis, values: Float64Array): Cells {
  if (axis.kind === 'choice') return listed((axis.choices ?? []).map((text, value) => ({ value, text })));
  const known = values.filter(Number.isFinite).sort();
  const different = [...new Set(known)];
  const comesAgain = different.length > 1 && 2 * different.length <= known.length;
  if (comesAgain && different.length <= 2 * MOST) return numbers(different);
  const { low, high } = bounds(axis, different);
  if (axis.kind === 'integer' && high - low < MOST)
    return numbers(Array.from({ length: high - low + 1 }, (_, i) => low + i));
  const count = Math.min(MOST, Math.max(FEWEST, Math.round(Math.sqrt(known.length / 3))));
  return ranges(axis.log === true && low > 0, low, high, count);
}

/** The range of a setting; where it has none, that of its values. */
export function bounds(
  { low, high }: StudyAxis,
  sorted: ArrayLike<number>,
): { readonly low: number; readonly high: number } {
  const from = low ?? sorted[0] ?? 0;
  const to = high ?? sorted[sorted.length - 1] ?? 1;
  return { low: from, high: to > from ? to : from + 1 };
}

const numbers = (sorted: readonly number[]): Cells =>
  listed(sorted.map((value) => ({ value, text: formatPlace(value) })));

/** One cell for each value of a sorted list. */
function listed(values: readonly { readonly value: number; readonly text: string }[]): Cells {
  const count = values.length;
  const index = new Map(values.map(({ value }, i) => [value, i]));
  const centre = (cell: number) => (cell + 0.5) / count;
  return {
    count,
    exact: true,
    cellOf: (value) => index.get(value) ?? -1,
    placeOf(value) {
      const next = values.findIndex((one) => one.value >= value);
      const [low, high] = [values[next - 1], values[next]];
      if (high?.value === value) return centre(next);
      if (!low || !high) return Number.NaN;
      return centre(next - 1 + (value - low.value) / (high.value - low.value));
    },
    valueAt(place) {
      const at = place * count - 0.5;
      const low = Math.max(0, Math.min(count - 2, Math.floor(at)));
      const [one, next] = [values[low]!.value, (values[low + 1] ?? values[low]!).value];
      return one + (at - low) * (next - one);
    },
    name: (cell) => values[cell]?.text ?? '',
    ticks: values.map(({ text }, i) => ({ at: centre(i), text })),
  };
}

/** Ranges of equal width, on a logarithmic scale of equal ratio. */
function ranges(log: boolean, low: number, high: number, count: number): Cells {
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const edge = (i: number) => {
    const at = from + (i / count) * (to - from);
    return Number((log ? Math.exp(at) : at).toPrecision(3));
  };
  const placeOf = (value: number) => ((log ? Math.log(value) : value) - from) / (to - from);
  return {
    count,
    exact: false,
    placeOf,
    valueAt(place) {
      const at = from + place * (to - from);
      return log ? Math.exp(at) : at;
    },
    cellOf: (value) =>
      Number.isNaN(value) ? -1 : Math.min(count - 1, Math.max(0, Math.floor(placeOf(value) * count))),
    name: (cell) => `${formatPlace(edge(cell))} – ${formatPlace(edge(cell + 1))}`,
    ticks: Array.from({ length: count + 1 }, (_, i) => ({ at: i / count, text: formatPlace(edge(i)) })),
  };
}
