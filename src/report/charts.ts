import { charts } from '../charts/index';
import { LineCache } from '../charts/lines';
import { chartModel } from '../charts/model';
import { CHART_SIZE, chartSvg } from './chart-svg';
import { PAPER } from './palette';
import { type RecordedRun, rowsOf } from './recorded-run';

/** A chart of a run as an SVG file. */
export interface DrawnChart {
  /** The chart's: `loss`. */
  readonly id: string;
  readonly title: string;
  readonly svg: string;
}

/** Every chart of a run, for paper. */
export function drawCharts(recorded: RecordedRun, logarithmic: boolean): DrawnChart[] {
  const { run } = recorded;
  const series = rowsOf(recorded);
  const hidden: ReadonlySet<string> = new Set();
  // The plot's size, less axes, legend and title: for the distance of ticks and marks.
  const [width, height] = [CHART_SIZE.width - 80, CHART_SIZE.height - 140];
  return charts.map((spec) => {
    const view = { logarithmic, hidden, width, height, cache: new LineCache() };
    const model = chartModel(spec, run, series, view);
    const svg = chartSvg({ spec, model, hidden, palette: PAPER, caption: run.name, ...CHART_SIZE });
    return { id: spec.id, title: spec.title(model.task), svg };
  });
}
