import type { StudyState } from '../../protocol';
import { placeOn, robustRange } from '../robust-range';
import { scaleOf, type ThemeKind } from './scale';
import type { HeatMap } from './summaries';
import { goodEnd, type Quantity } from './trials';
import { quantityText } from './words';

/** The colours of a heat map, which a cell far off cannot flatten. */
export interface HeatColors {
  colorOf(value: number): readonly [number, number, number];
  /** From the low end of the values to the high one. */
  readonly ramp: readonly (readonly [number, number, number])[];
  /** What stands at these ends. */
  readonly ends: readonly [low: string, high: string];
}

export function heatColors(
  { cells }: HeatMap,
  quantity: Quantity,
  { task }: Pick<StudyState, 'task'>,
  kind: ThemeKind,
): HeatColors {
  const good = goodEnd(quantity);
  const medians = cells.map(({ median }) => median);
  const near = medians.filter(nearBest(medians, good));
  const range = robustRange(near, good) ?? { from: 0, to: 1, logarithmic: false, above: 0, below: 0 };
  const colorAt = scaleOf({ kind });
  const atPlace = (place: number) => colorAt(good === 'high' ? 1 - place : place);
  const [low, high] = [range.from, range.to].map((end) => quantityText(quantity, end, task));
  return {
    colorOf: (value) => atPlace(placeOn(range, value)),
    ramp: [0, 0.25, 0.5, 0.75, 1].map(atPlace),
    ends: [
      medians.some((value) => value < range.from) ? `≤ ${low}` : low!,
      medians.some((value) => value > range.to) ? `≥ ${high}` : high!,
    ],
  };
}

/** Cells worse than the best by more than so many times what the middle one is worse share the last colour. */
const FAR = 4;

/** Where a third of the plane diverges, what is left has all colours to itself. */
function nearBest(medians: readonly number[], good: 'low' | 'high'): (value: number) => boolean {
  const sign = good === 'low' ? 1 : -1;
  const worse = medians
    .filter(Number.isFinite)
    .map((value) => sign * value)
    .sort((a, b) => a - b);
  const [best = 0, middle = 0] = [worse[0], worse[Math.floor(worse.length / 2)]];
  const limit = middle > best ? best + FAR * (middle - best) : Number.POSITIVE_INFINITY;
  return (value) => sign * value <= limit;
}
