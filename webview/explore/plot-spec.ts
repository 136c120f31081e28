/** Whose colour a series has. */
export type PlotColor = 'dropout' | 'baseline' | 'good' | 'warning' | 'error' | 'foreground';

export interface PlotPoint {
  /** On a category axis: the index of the category. */
  readonly x: number;
  /** NaN: a gap. */
  readonly y: number;
  /** Ends of an error bar. */
  readonly low?: number;
  readonly high?: number;
}

export interface PlotSeries {
  readonly label: string;
  readonly color: PlotColor;
  readonly style: 'solid' | 'dashed' | 'dotted' | 'bars' | 'points';
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

/** Marks that can be drawn: a network that has diverged says NaN. */
export const finiteMarks = (marks: readonly PlotMark[]): PlotMark[] =>
  marks.filter(({ x, y }) => Number.isFinite(x ?? y));
