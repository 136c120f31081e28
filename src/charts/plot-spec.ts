import { linearAxis } from './axis';
import type { ComparedColor } from './line-color';
import { robustRange } from './robust-range';

/** Whose colour a series has. */
export type PlotColor =
  | ComparedColor
  | 'dropout'
  | 'baseline'
  | 'good'
  | 'warning'
  | 'error'
  | 'foreground'
  | 'muted';

export interface PlotPoint {
  /** On a category axis: the index of the category. */
  readonly x: number;
  /** NaN: a gap. ±∞: it diverged. What lies outside of the axis is marked at its edge. */
  readonly y: number;
  /** Ends of an error bar. */
  readonly low?: number;
  readonly high?: number;
  /** What a person chooses with it: the number of a trial. */
  readonly id?: number;
}

/** Points alone are dots, crosses or rings; `steps` go on level to the next point. */
export type PlotStyle = 'solid' | 'dashed' | 'dotted' | 'steps' | 'bars' | 'points' | 'crosses' | 'rings';

export interface PlotSeries {
  readonly label: string;
  readonly color: PlotColor;
  readonly style: PlotStyle;
  /** One of many alike: drawn faintly, and named in the key together. */
  readonly group?: string;
  /** The ends of the points' error bars are the edges of an area instead. */
  readonly area?: boolean;
  readonly points: readonly PlotPoint[];
}

/** A line across the plot, at an x or at a y. */
export interface PlotMark {
  readonly x?: number;
  readonly y?: number;
  readonly label: string;
  readonly color: PlotColor;
  /** Of a line across: at which end its label stands, the right unless said otherwise. */
  readonly side?: 'left' | 'right';
}

export interface PlotAxis {
  readonly title: string;
  readonly logarithmic?: boolean;
  readonly categories?: readonly string[];
  readonly from?: number;
  readonly to?: number;
}

/** The area between two series with the same x. */
export interface PlotBand {
  /** Indexes of series. */
  readonly between: readonly [number, number];
  readonly label: string;
  readonly color: PlotColor;
}

/** A plot that is drawn once in a while: results of an analysis or a sweep. */
export interface PlotSpec {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly series: readonly PlotSeries[];
  readonly bands?: readonly PlotBand[];
  readonly marks?: readonly PlotMark[];
}

/** A point of a plot: indexes of its series and in it. */
export interface PlotPlace {
  readonly series: number;
  readonly index: number;
}

/** Of an axis of values, at most. */
const TICKS = 8;

/**
 * The axis of values, some of which may be far off: it shows the others well, and those at its edge. Of some quantities
 * one end is the good one, which is never cut.
 */
export function robustAxis(title: string, values: Iterable<number>, good: 'low' | 'high' | 'none'): PlotAxis {
  const range = robustRange(values, good);
  if (!range) return { title };
  const { logarithmic, above, below } = range;
  // Where nothing is outside, the axis finds round ends itself.
  if (!logarithmic && above === 0 && below === 0) return { title, logarithmic };
  const { from, to } = logarithmic ? range : linearAxis(range, TICKS);
  return { title, logarithmic, from, to };
}

/** Marks that can be drawn: a network that has diverged says NaN. */
export const finiteMarks = (marks: readonly PlotMark[]): PlotMark[] =>
  marks.filter(({ x, y }) => Number.isFinite(x ?? y));
