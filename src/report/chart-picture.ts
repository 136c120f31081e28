import type { ChartSpec } from '../charts/chart-spec';
import type { ChartModel } from '../charts/model';
import type { Palette } from './palette';

/** Options for drawing a chart. */
export interface ChartPicture {
  readonly spec: ChartSpec;
  readonly model: ChartModel;
  /** Ids of hidden lines. */
  readonly hidden: ReadonlySet<string>;
  readonly palette: Palette;
  /** Size of the whole picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** Shown below the chart's title: the run's name. */
  readonly caption: string;
}
