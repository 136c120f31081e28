import type { Task } from '../core/dataset';
import type { Variant } from '../core/trainer-types';
import { formatCount } from '../experiment/number-text';
import type { Column } from './rows';

/** Dash style of a line. Kinds differ in dash as well as colour; the colour is that of the variant. */
export type Stroke =
  | 'solid'
  | 'dashed'
  | 'longDashed'
  | 'dotted'
  | 'dashDotted'
  | 'dashDoubleDotted'
  | 'longShort'
  | 'shortDashed';

/** Lengths of dash and gap in CSS pixels. */
export const DASHES: Readonly<Record<Stroke, readonly number[]>> = {
  solid: [],
  dashed: [6, 4],
  longDashed: [12, 4],
  dotted: [1.5, 3],
  dashDotted: [8, 3, 1.5, 3],
  dashDoubleDotted: [8, 3, 1.5, 3, 1.5, 3],
  longShort: [12, 3, 4, 3],
  shortDashed: [3, 2.5],
};

/** Source of a line, which determines its colour. `compared`: an earlier run that the current one is compared with. */
export type LineKind = Variant | 'compared';

/** One line of a chart: a column of a variant's records. */
export interface LineSpec {
  readonly id: string;
  readonly variant: Variant;
  readonly column: Column;
  /** Shown in the readout after the variant's name: `test`. */
  readonly title: string;
  readonly stroke: Stroke;
  /** Line width in CSS pixels. */
  readonly width: number;
  /** What the band around a mean and the ± behind it are; left out: one standard deviation. */
  readonly spread?: 'error';
}

/** Lowest and highest value. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** A chart of epoch records. Charts are display-only. */
export interface ChartSpec {
  /** Persisted in the view's state; never renamed. */
  readonly id: string;
  title(task: Task): string;
  lines(): readonly LineSpec[];
  /** Formats a value for the readout and the table. */
  format(value: number, task: Task): string;
  /** Formats a round value for the axis. */
  tick(value: number, task: Task): string;
  /** Whether marks are labelled; the other charts show them without labels. */
  readonly labelsMarks: boolean;
  /** Whether a logarithmic axis is available. */
  readonly logarithmic: boolean;
  /**
   * The axis for values within `extent`.
   * @param ceiling values beyond it are outliers: spikes, or the last ones before divergence.
   */
  axis(extent: Extent, task: Task, ceiling: number): Extent;
}

/** Formats a round number as briefly as possible: `0.25`, `1,600`, `2.5e6`, `5e-5`. */
export function formatTick(value: number): string {
  const round = Number(value.toPrecision(6));
  if (Number.isInteger(round) && Math.abs(round) < 1e6) return formatCount(round);
  const text = String(round);
  return text.length > 6 ? round.toExponential().replace('e+', 'e') : text;
}
