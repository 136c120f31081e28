import type { Task } from '../core/dataset';
import type { Variant } from '../core/trainer-types';
import { formatCount } from '../experiment/number-text';
import type { Column } from './rows';

/** How a line is drawn. Kinds differ by dash as well as by colour; the variant gives the colour. */
export type Stroke = 'solid' | 'dashed' | 'longDashed' | 'dotted' | 'dashDotted';

/** Lengths of dash and gap in CSS pixels. */
export const DASHES: Readonly<Record<Stroke, readonly number[]>> = {
  solid: [],
  dashed: [6, 4],
  longDashed: [12, 4],
  dotted: [1.5, 3],
  dashDotted: [8, 3, 1.5, 3],
};

/** What a line is of: gives its colour. `compared`: an earlier run that the one on the screen is compared with. */
export type LineKind = Variant | 'compared';

/** One line of a chart: a column of a variant's records. */
export interface LineSpec {
  readonly id: string;
  readonly variant: Variant;
  readonly column: Column;
  /** In the readout, beside the variant's name: `test`. */
  readonly title: string;
  readonly stroke: Stroke;
  /** In CSS pixels. */
  readonly width: number;
}

/** Lowest and highest value. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** A chart of epoch records. Charts only show: they never send. */
export interface ChartSpec {
  /** Kept in the view's state; never renamed. */
  readonly id: string;
  title(task: Task): string;
  lines(): readonly LineSpec[];
  /** For the readout and the table. */
  format(value: number, task: Task): string;
  /** For the value axis: round values only. */
  tick(value: number, task: Task): string;
  /** Says at each mark what happened there; charts below it show the mark alone. */
  readonly labelsMarks: boolean;
  /** May be drawn on a logarithmic axis. */
  readonly logarithmic: boolean;
  /**
   * The axis for values that reach from `extent.from` to `extent.to`.
   * @param ceiling values beyond it are few and far off: a spike, or the last ones before a run diverged.
   */
  axis(extent: Extent, task: Task, ceiling: number): Extent;
}

/** A round number as short as it can be said: `0.25`, `1,600`, `2.5e6`, `5e-5`. */
export function formatTick(value: number): string {
  const round = Number(value.toPrecision(6));
  if (Number.isInteger(round) && Math.abs(round) < 1e6) return formatCount(round);
  const text = String(round);
  return text.length > 6 ? round.toExponential().replace('e+', 'e') : text;
}
