import type { StudyAxis } from '../../protocol/search-state';
import { formatNumber, formatPlace } from '../format';
import { placeOn, robustRange } from '../robust-range';
import { bounds } from './cells';
import { goodEnd, type Quantity, type Trials } from './trials';

/** An upright axis of a plot of parallel coordinates. */
export interface ParallelAxis {
  /** Path of the setting; that of the results has the quantity's name. */
  readonly id: string;
  readonly title: string;
  /** Where a trial stands, 0 (low end) to 1; beyond them what the axis leaves out; NaN: it has no such value. */
  placeOf(trial: number): number;
  /** The value at a place, in words. */
  textAt(place: number): string;
  /** How far a key moves an end of a brush: a choice, or a part of a range. */
  readonly step: number;
  /** Words beside it. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** Parts of axes, by their ids: a trial passes if it stands within all of them. */
export type Brushes = ReadonlyMap<string, readonly [low: number, high: number]>;

/** Of an axis of numbers. */
const STEP = 0.05;
/** Ends of a brush as near as this to those of its axis leave nothing out. */
const NEAR = 1e-6;

/** A trial that an axis leaves out stands at its end. */
const clamped = (place: number): number => Math.min(1, Math.max(0, place));

/** Whether a trial stands within all brushes. */
export function passes(trial: number, axes: readonly ParallelAxis[], brushes: Brushes): boolean {
  return axes.every(({ id, placeOf }) => {
    const brush = brushes.get(id);
    if (!brush) return true;
    const place = clamped(placeOf(trial));
    return place >= brush[0] && place <= brush[1];
  });
}

/** The axes of the settings, and last that of a quantity, which few values far off cannot flatten. */
export function parallelAxes(
  trials: Trials,
  axes: readonly StudyAxis[],
  quantity: Quantity,
  title: string,
): ParallelAxis[] {
  const all = trials.column(quantity);
  const values = trials.counting(quantity).map((trial) => all[trial]!);
  const range = robustRange(values, goodEnd(quantity)) ?? {
    from: 0,
    to: 1,
    logarithmic: false,
    above: 0,
    below: 0,
  };
  const result: ParallelAxis = {
    id: quantity,
    title,
    placeOf: (trial) => placeOn(range, all[trial]!),
    textAt: (place) => textAt(range, place, formatNumber),
    step: STEP,
    // What the axis leaves out stands at its end.
    ticks: ticksOf(range, formatNumber).map(({ at, text }) => {
      const sign = at === 1 && range.above > 0 ? '≥ ' : at === 0 && range.below > 0 ? '≤ ' : '';
      return { at, text: sign + text };
    }),
  };
  return [...axes.map((axis, i) => settingAxis(trials, axis, i)), result];
}

function settingAxis(trials: Trials, axis: StudyAxis, at: number): ParallelAxis {
  const { name: id, title, choices } = axis;
  if (choices) {
    const centre = (index: number) => (index + 0.5) / choices.length;
    return {
      id,
      title,
      placeOf: (trial) => centre(trials.value(trial, at)),
      textAt: (place) => choices[Math.min(choices.length - 1, Math.floor(place * choices.length))] ?? '',
      step: 1 / choices.length,
      ticks: choices.map((text, index) => ({ at: centre(index), text })),
    };
  }
  const { low: from, high: to } = bounds(
    axis,
    axis.high === undefined ? trials.values(at).filter(Number.isFinite).sort() : [],
  );
  const range = { from, to, logarithmic: axis.log === true && from > 0 };
  return {
    id,
    title,
    placeOf: (trial) => placeOn(range, trials.value(trial, at)),
    textAt: (place) => textAt(range, place, formatPlace),
    step: STEP,
    ticks: ticksOf(range, formatPlace),
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly logarithmic: boolean;
}

function textAt({ from, to, logarithmic }: Range, at: number, format: (value: number) => string): string {
  return format(Number((logarithmic ? from * (to / from) ** at : from + at * (to - from)).toPrecision(2)));
}

/** Both ends, and three values between them. */
const ticksOf = (range: Range, format: (value: number) => string): ParallelAxis['ticks'] =>
  [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: textAt(range, at, format) }));

/** A brush with one of its ends moved: never beyond the other; undefined where it is the whole axis. */
export function movedEnd(
  brush: readonly [low: number, high: number] | undefined,
  end: 0 | 1,
  to: number,
): readonly [low: number, high: number] | undefined {
  const [low, high] = brush ?? [0, 1];
  const place = Math.min(1, Math.max(0, to));
  const moved = end === 0 ? ([Math.min(place, high), high] as const) : ([low, Math.max(place, low)] as const);
  return moved[0] < NEAR && moved[1] > 1 - NEAR ? undefined : moved;
}

/**
 * The line nearest to a place of the plot: `across` is 0 at the first axis and 1 at the next, `up` 0 to 1.
 * @returns the trial, and how far off it passes; undefined where no line passes.
 */
export function nearestLine(
  lines: readonly number[],
  axes: readonly ParallelAxis[],
  across: number,
  up: number,
): { readonly trial: number; readonly distance: number } | undefined {
  const left = Math.min(axes.length - 2, Math.max(0, Math.floor(across)));
  const [from, to] = [axes[left], axes[left + 1]];
  if (!from || !to) return undefined;
  const share = across - left;
  let found: { trial: number; distance: number } | undefined;
  for (const trial of lines) {
    const [start, end] = [clamped(from.placeOf(trial)), clamped(to.placeOf(trial))];
    const distance = Math.abs(start + share * (end - start) - up);
    // Of lines at the same place the one that is drawn on top.
    if (distance <= (found?.distance ?? Number.POSITIVE_INFINITY)) found = { trial, distance };
  }
  return found;
}
