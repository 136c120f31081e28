import type { Extent } from './chart-spec';

/** A value axis that a few values far off cannot flatten. */
export interface RobustRange extends Extent {
  readonly logarithmic: boolean;
  /** How many values lie outside, those that are no numbers left out. */
  readonly above: number;
  readonly below: number;
}

/** Values are left outside where the axis of the others is so many times shorter … */
const WORTH = 6;
/** … and never more of them than one in so many. */
const OUTSIDE = 3;
/** Positive values that differ by more than this factor are shown on a logarithmic axis. */
const WIDE = 20;
/** A logarithmic axis spans no more than this factor: a loss that underflows says no more than a small one. */
const DEEPEST = 1e20;
/** Room at both ends, as a share of the axis. */
const MARGIN = 0.05;

/** How many of the largest of sorted values to leave outside. */
function outside(sorted: readonly number[]): number {
  const { length } = sorted;
  const most = Math.floor(length / OUTSIDE);
  const span = (left: number) => sorted[length - 1 - left]! - sorted[0]!;
  let left = 0;
  for (let next = 1; next <= most; next++) {
    const rest = span(next);
    // What goes on without a gap is no group of its own.
    if (sorted[length - next]! - sorted[length - 1 - next]! <= rest) continue;
    // Equal numbers have no axis of their own.
    if (rest > 1e-9 * Math.abs(sorted[0]!) && rest * WORTH < span(left)) left = next;
  }
  return left;
}

/**
 * The range that shows values best: all of them, unless a few (at most a third) lie so far off that the others would be
 * flat, on a logarithmic axis too. The `good` end is never cut: of losses the low one. Undefined where no value is
 * finite.
 */
export function robustRange(
  values: Iterable<number>,
  good: 'low' | 'high' | 'none',
): RobustRange | undefined {
  const sorted = Array.from(Float64Array.from([...values].filter(Number.isFinite)).sort());
  if (sorted.length === 0) return undefined;
  const scaled = isWide(sorted) ? sorted.map(Math.log) : sorted;
  const above = good === 'high' ? 0 : outside(scaled);
  const rest = scaled.slice(0, scaled.length - above);
  const below = good === 'low' ? 0 : outside(rest.map((value) => -value).reverse());
  const kept = sorted.slice(below, sorted.length - above);
  const deep = isWide(kept) ? kept.filter((value) => value * DEEPEST < kept[kept.length - 1]!).length : 0;
  kept.splice(0, deep);
  const [low, high] = [kept[0]!, kept[kept.length - 1]!];
  const logarithmic = isWide(kept);
  return {
    ...(logarithmic ? widerRatio(low, high) : wider(low, high)),
    logarithmic,
    above,
    below: below + deep,
  };
}

const isWide = (sorted: readonly number[]): boolean =>
  sorted[0]! > 0 && sorted[sorted.length - 1]! > WIDE * sorted[0]!;

function wider(low: number, high: number): Extent {
  const room = MARGIN * (high - low) || MARGIN * Math.abs(high) || 1;
  const from = low - room;
  // Losses and scores have no values below 0 unless one is there.
  return { from: low >= 0 ? Math.max(0, from) : from, to: high + room };
}

function widerRatio(low: number, high: number): Extent {
  const room = (high / low) ** MARGIN;
  return { from: low / room, to: high * room };
}

/** Where a value stands on an axis, 0 at its low end and 1 at its high one; beyond them outside of 0 to 1. */
export function placeOn(
  { from, to, logarithmic }: Extent & { readonly logarithmic: boolean },
  value: number,
) {
  if (!logarithmic) return (value - from) / (to - from);
  if (value <= 0) return Number.NEGATIVE_INFINITY;
  return Math.log(value / from) / Math.log(to / from);
}
