import type { ChartSpec } from '../charts/chart-spec';
import type { ChartModel } from '../charts/model';
import type { Frame } from './chart-frame';

/** Options for drawing a chart. */
export interface ChartPicture extends Frame {
  readonly spec: ChartSpec;
  readonly model: ChartModel;
  /** Ids of hidden lines. */
  readonly hidden: ReadonlySet<string>;
}
