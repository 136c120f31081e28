import type { Extent } from './chart-spec';

/** A value axis with round ends and a tick interval. */
export interface Axis extends Extent {
  readonly step: number;
}

/** The smallest round number ≥ `size`: a mantissa times a power of ten. */
function roundUp(size: number, mantissas: readonly number[] = [1, 2, 5, 10]): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const mantissa = mantissas.find((round) => round * power >= size * (1 - 1e-9)) ?? 10;
  return mantissa * power;
}

/** A running training that has come this far, in epochs, does not show the whole of a far longer plan. */
const LONG = 1_000;

/**
 * The end of the axis of epochs. A training that is over ends it where it ended, one that goes on where it is planned
 * to; where that is far away, at a round number with room to grow, so that what there is can be seen.
 */
export function lastEpochShown(planned: number, reached: number, isOver: boolean): number {
  if (isOver && reached > 0) return Math.min(planned, reached);
  const roomy = reached >= LONG ? roundUp(1.5 * reached) : planned;
  return Math.max(1, Math.min(planned, roomy));
}

/** Widens an extent to round ends, at most `ticks` steps apart. An empty one becomes 0 to 1. */
export function linearAxis({ from, to }: Extent, ticks: number): Axis {
  if (!(to > from) || !Number.isFinite(to - from)) return { from, to: from + 1, step: 0.2 };
  const step = roundUp((to - from) / ticks, [1, 2, 2.5, 5, 10]);
  const clean = (value: number) => Number(value.toPrecision(12));
  const axis = {
    from: clean(Math.floor(from / step + 1e-9) * step),
    to: clean(Math.ceil(to / step - 1e-9) * step),
    step,
  };
  // Values near the limits of a double leave no room for steps.
  return axis.to > axis.from && Number.isFinite(axis.to) ? axis : { from: 0, to: 1, step: 0.2 };
}

/** Below this, a smaller decade would underflow. */
const SMALLEST = 1e-300;

/** Round ends (1, 2 or 5 × 10ⁿ) around positive values, at most six decades apart. */
export function logarithmicAxis({ from, to }: Extent): Extent {
  if (!(to > SMALLEST) || !Number.isFinite(to)) return { from: 0.1, to: 1 };
  const top = Math.min(roundUp(to), Number.MAX_VALUE);
  const lowest = Math.max(from > 0 ? from : to / 1000, top / 1e6, SMALLEST);
  const power = 10 ** Math.floor(Math.log10(lowest));
  const bottom = ([5, 2, 1].find((round) => round * power <= lowest * (1 + 1e-9)) ?? 1) * power;
  return { from: bottom < top ? bottom : top / 10, to: top };
}

/** Whether a logarithmic axis with this extent has room for a label at `value`. */
export function labelled(value: number, { from, to }: Extent): boolean {
  const exact = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  // 1.5 is no round number of an axis over decades.
  const mantissa = Math.abs(exact - Math.round(exact)) < 1e-6 ? Math.round(exact) : 0;
  const decades = Math.log10(to / from);
  if (decades > 2) return mantissa === 1;
  return decades > 1 ? [1, 2, 5].includes(mantissa) : true;
}
