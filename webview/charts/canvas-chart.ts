import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from 'chart.js';
import { labelled } from '../../src/charts/axis';
import { type ChartSpec, DASHES } from '../../src/charts/chart-spec';
import type { Point } from '../../src/charts/decimate';
import { formatCount } from '../../src/charts/format';
import { colorOf } from '../../src/charts/line-color';
import type { DrawnLine } from '../../src/charts/lines';
import type { ChartModel } from '../../src/charts/model';
import { withAlpha } from '../color';
import type { Theme } from '../theme';
import { type OverlayState, overlayPlugin } from './overlay';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** Of the value axis in CSS pixels: fixed, so that charts above one another share their epochs. */
const AXIS_WIDTH = 48;

type LineData = ChartDataset<'line', Point[]>;

/** A chart.js chart that is handed a model; it computes nothing and never animates. */
export class CanvasChart {
  readonly #chart: Chart<'line', Point[]>;
  readonly #state: OverlayState;

  readonly #spec: ChartSpec;

  constructor(canvas: HTMLCanvasElement, spec: ChartSpec, theme: Theme) {
    this.#spec = spec;
    this.#state = { model: undefined, hidden: new Set(), theme, cursor: null, dots: [] };
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: options(),
      plugins: [overlayPlugin(this.#state, spec.labelsMarks)],
    });
  }

  get canvas(): HTMLCanvasElement {
    return this.#chart.canvas;
  }

  /** Of the plot in CSS pixels; 0 before the first layout. */
  get size(): { readonly width: number; readonly height: number } {
    const area = this.#chart.chartArea;
    return area
      ? { width: area.right - area.left, height: area.bottom - area.top }
      : { width: this.#chart.width, height: this.#chart.height };
  }

  /** Shows a model. */
  show(model: ChartModel, hidden: ReadonlySet<string>, theme: Theme): void {
    Object.assign(this.#state, { model, hidden, theme });
    this.#chart.data.datasets = model.lines
      .filter(({ spec }) => !hidden.has(spec.id))
      .flatMap((line) => datasets(line, theme));
    this.#setAxes(model, theme);
    this.#chart.update('none');
  }

  /** Moves the cursor; the lines stay as they are. */
  setCursor(cursor: number | null, dots: OverlayState['dots']): void {
    Object.assign(this.#state, { cursor, dots });
    this.#chart.draw();
  }

  /** The epoch (in fractions) below a place on the screen. */
  epochAt(clientX: number): number {
    const { left } = this.#chart.canvas.getBoundingClientRect();
    return this.#chart.scales.x.getValueForPixel(clientX - left) ?? 0;
  }

  resize(): void {
    this.#chart.resize();
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #setAxes(model: ChartModel, theme: Theme): void {
    const font = { family: theme.fontFamily, size: theme.fontSize - 2 };
    const grid = { color: withAlpha(theme.grid, 0.6), drawTicks: false, tickColor: theme.grid };
    const border = { color: theme.grid, display: false };
    const ticks = { color: theme.muted, font, maxRotation: 0, padding: 6, autoSkipPadding: 16 };
    const scales = this.#chart.options.scales!;
    scales.x = {
      type: 'linear',
      min: model.x.from,
      max: model.x.to,
      grid: { ...grid, display: false },
      border: { ...border, display: true },
      ticks: {
        ...ticks,
        maxTicksLimit: 7,
        precision: 0,
        // The ends of a zoom, in fractions of an epoch, would take the places of round numbers.
        includeBounds: Number.isInteger(model.x.from) && Number.isInteger(model.x.to),
        callback: (value) => formatCount(Number(value)),
      },
      afterBuildTicks: (axis) => {
        // A last tick that is almost the end would touch the one before.
        axis.ticks = axis.ticks.filter(({ value }) => Number.isInteger(value));
      },
    };
    scales.y = {
      type: model.logarithmic ? 'logarithmic' : 'linear',
      min: model.y.from,
      max: model.y.to,
      grid,
      border,
      afterFit: (axis) => {
        axis.width = AXIS_WIDTH;
      },
      ticks: {
        ...ticks,
        autoSkip: model.logarithmic,
        ...(model.logarithmic ? {} : { stepSize: model.y.step }),
        callback: (value) => this.#tickLabel(Number(value), model),
      },
    } as NonNullable<typeof scales.y>;
  }

  #tickLabel(value: number, model: ChartModel): string | null {
    if (model.logarithmic && !labelled(value, model.y)) return null;
    return this.#spec.tick(value, model.task);
  }
}

function options(): NonNullable<ChartConfiguration<'line'>['options']> {
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    // The component listens itself: there is no tooltip, and hit tests would cost a walk over all points.
    events: [],
    layout: { padding: { top: 6, right: 12 } },
    elements: {
      point: { radius: 0, hoverRadius: 0, hitRadius: 0 },
      line: { tension: 0, borderJoinStyle: 'round' },
    },
    scales: {},
  };
}

function datasets(line: DrawnLine, theme: Theme): LineData[] {
  const { spec, kind, points, others } = line;
  const color = theme[colorOf(line)];
  const main: LineData = {
    data: points as Point[],
    borderColor: spec.stroke === 'dotted' ? withAlpha(color, 0.75) : color,
    borderWidth: spec.width,
    borderDash: [...DASHES[spec.stroke]],
    order: kind === 'compared' ? -1 : spec.stroke === 'solid' ? 0 : 1,
  };
  const faint = others.map(
    (data): LineData => ({
      data: data as Point[],
      borderColor: withAlpha(color, 0.4),
      borderWidth: 1,
      order: 2,
    }),
  );
  return [main, ...faint];
}
