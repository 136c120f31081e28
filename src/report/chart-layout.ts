import { labelled } from '../charts/axis';
import type { ChartSpec } from '../charts/chart-spec';
import type { Point } from '../charts/decimate';
import { formatCount } from '../charts/format';
import type { ChartModel } from '../charts/model';

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Maps values to pixels. */
export interface Scales {
  readonly x: (epoch: number) => number;
  readonly y: (value: number) => number;
}

/** Lines further outside than this, in pixels, are clipped. */
const OUTSIDE = 2_000;

/** The scales of a model in a box. Values without a logarithm are placed below the picture. */
export function scalesOf({ x, y, logarithmic }: ChartModel, { left, top, right, bottom }: Box): Scales {
  const place = logarithmic
    ? (value: number) => Math.log10(Math.max(value, y.from / 1e3))
    : (value: number) => value;
  const [low, high] = [place(y.from), place(y.to)];
  return {
    x: (epoch) => left + ((epoch - x.from) / (x.to - x.from)) * (right - left),
    y: (value) => {
      const pixel = bottom - ((place(value) - low) / (high - low)) * (bottom - top);
      return Math.min(bottom + OUTSIDE, Math.max(top - OUTSIDE, pixel));
    },
  };
}

/** The `d` attribute of a line; missing values are gaps, and a value between two gaps is a dot. */
export function pathOf(points: readonly Point[], { x, y }: Scales, write: (value: number) => string): string {
  const parts: string[] = [];
  let begun = false;
  for (const [index, point] of points.entries()) {
    if (!Number.isFinite(point.y)) {
      begun = false;
      continue;
    }
    const place = `${write(x(point.x))} ${write(y(point.y))}`;
    const alone = !begun && !Number.isFinite(points[index + 1]?.y ?? Number.NaN);
    parts.push(alone ? `M${place}h0.01` : `${begun ? 'L' : 'M'}${place}`);
    begun = true;
  }
  return parts.join('');
}

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** Ticks of the value axis with their labels. */
export function valueTicks(spec: ChartSpec, { y, logarithmic, task }: ChartModel): Tick[] {
  const values = logarithmic ? decades(y.from, y.to).filter((value) => labelled(value, y)) : steps(y);
  return values.map((value) => ({ value, text: spec.tick(value, task) }));
}

function steps({ from, to, step }: ChartModel['y']): number[] {
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((from + index * step).toPrecision(12)));
}

/** 1, 2, 3 … 9 times each power of ten within bounds. */
export function decades(from: number, to: number): number[] {
  const first = Math.floor(Math.log10(from) + 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const powers = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  return powers
    .flatMap((power) =>
      Array.from({ length: 9 }, (_, index) => Number(((index + 1) * power).toPrecision(12))),
    )
    .filter((value) => value >= from * (1 - 1e-9) && value / to <= 1 + 1e-9);
}

/** Ticks at whole epochs and round intervals, at most `most`. */
export function epochTicks({ x }: ChartModel, most: number): Tick[] {
  const rough = Math.max(1, (x.to - x.from) / most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, power * ([1, 2, 5].find((round) => round * power >= rough * (1 - 1e-9)) ?? 10));
  const first = Math.ceil(x.from / step - 1e-9);
  const count = Math.floor(x.to / step + 1e-9) - first;
  return Array.from({ length: count + 1 }, (_, index) => ({
    value: (first + index) * step,
    text: formatCount((first + index) * step),
  }));
}
