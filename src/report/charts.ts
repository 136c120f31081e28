import { charts } from '../charts/index';
import { LineCache } from '../charts/lines';
import { chartModel } from '../charts/model';
import { CHART_SIZE, chartSvg } from './chart-svg';
import { PAPER } from './palette';
import { type RecordedRun, rowsOf } from './recorded-run';

/** A chart of a run as an SVG file. */
export interface DrawnChart {
  /** Id of the chart: `loss`. */
  readonly id: string;
  readonly title: string;
  readonly svg: string;
}

/** All charts of a run, in colours for print. */
export function drawCharts(recorded: RecordedRun, logarithmic: boolean): DrawnChart[] {
  const { run } = recorded;
  const series = rowsOf(recorded);
  const hidden: ReadonlySet<string> = new Set();
  // Size of the plot without axes, legend and title, which determines the spacing of ticks and marks.
  const [width, height] = [CHART_SIZE.width - 80, CHART_SIZE.height - 140];
  return charts.map((spec) => {
    const view = { logarithmic, hidden, width, height, cache: new LineCache() };
    const model = chartModel(spec, run, series, view, recorded.compared, recorded.trainings);
    const svg = chartSvg({ spec, model, hidden, palette: PAPER, caption: run.name, ...CHART_SIZE });
    return { id: spec.id, title: spec.title(model.task), svg };
  });
}
