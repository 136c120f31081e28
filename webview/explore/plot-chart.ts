import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartArea,
  type ChartDataset,
  type ChartTypeRegistry,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
  type ScaleOptionsByType,
} from 'chart.js';
import { formatTick } from '../../src/charts/chart-spec';
import { greatest, least } from '../../src/core/lists';
import { withAlpha } from '../color';
import type { Theme } from '../theme';
import type { PlotAxis, PlotColor, PlotSeries, PlotSpec } from './plot-spec';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
);

type Mixed = Chart<'bar' | 'line', { x: number; y: number }[]>;
type Dataset = ChartDataset<'bar' | 'line', { x: number; y: number }[]>;

const DASHES = { solid: [], dashed: [6, 4], dotted: [2, 3], bars: [], points: [] } as const;

/** A chart.js chart of a {@link PlotSpec}, with error bars and marks. */
export class PlotChart {
  readonly #chart: Mixed;
  #spec: PlotSpec | undefined;
  #theme: Theme | undefined;

  constructor(canvas: HTMLCanvasElement) {
    const around: Plugin = {
      id: 'around',
      beforeDatasetsDraw: (chart) => {
        if (this.#spec && this.#theme) drawBands(chart, this.#spec, this.#theme);
      },
      afterDatasetsDraw: (chart) => {
        if (!this.#spec || !this.#theme) return;
        drawMarks(chart, this.#spec, this.#theme);
        drawErrorBars(chart, this.#spec, this.#theme);
      },
    };
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        layout: { padding: { top: 14, right: 12 } },
        scales: {},
      },
      plugins: [around],
    }) as unknown as Mixed;
  }

  show(spec: PlotSpec, theme: Theme): void {
    this.#spec = spec;
    this.#theme = theme;
    const categories = spec.x.categories;
    this.#chart.data = {
      ...(categories && { labels: [...categories] }),
      datasets: spec.series.map((series) => dataset(series, theme)),
    };
    this.#chart.options.scales = {
      x: axis(spec.x, theme, false) as never,
      y: { ...axis(spec.y, theme, true), ...room(spec) } as never,
    };
    this.#chart.update('none');
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

function colorOf(theme: Theme, color: PlotColor): string {
  return theme[color];
}

function dataset({ color: name, style, points }: PlotSeries, theme: Theme): Dataset {
  const color = colorOf(theme, name);
  const data = points.map(({ x, y }) => ({ x, y }));
  if (style === 'bars')
    return {
      type: 'bar',
      data,
      backgroundColor: withAlpha(color, 0.75),
      borderColor: color,
      borderWidth: 1,
      barPercentage: 0.9,
    };
  return {
    type: 'line',
    data,
    borderColor: color,
    backgroundColor: color,
    borderWidth: style === 'dotted' ? 1.5 : 2,
    borderDash: [...DASHES[style]],
    showLine: style !== 'points',
    pointRadius: points.length <= 20 ? 3 : 0,
    hoverRadius: 0,
  } as Dataset;
}

/** Error bars and marks belong into the picture, and not only the points. */
function room({ series, marks = [] }: PlotSpec): { suggestedMin?: number; suggestedMax?: number } {
  const values = [
    ...series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high])),
    ...marks.map(({ y }) => y),
  ].filter((value): value is number => value !== undefined && Number.isFinite(value));
  if (values.length === 0) return {};
  return { suggestedMin: least(values), suggestedMax: greatest(values) };
}

function axis(
  spec: PlotAxis,
  theme: Theme,
  grid: boolean,
): Partial<ScaleOptionsByType<ChartTypeRegistry['line']['scales']>> {
  const font = { family: theme.fontFamily, size: theme.fontSize - 2 };
  const type = spec.categories ? 'category' : spec.logarithmic ? 'logarithmic' : 'linear';
  return {
    type,
    ...(spec.from !== undefined && { min: spec.from }),
    ...(spec.to !== undefined && { max: spec.to }),
    title: { display: !grid, text: spec.title, color: theme.muted, font, padding: 2 },
    grid: { display: grid, color: withAlpha(theme.grid, 0.6), drawTicks: false },
    border: { display: !grid, color: theme.grid },
    ticks: {
      color: theme.muted,
      font,
      // Names of features would be left out rather than turned: they are needed, numbers are not.
      maxRotation: spec.categories ? 60 : 0,
      padding: 6,
      autoSkipPadding: spec.categories ? 2 : 12,
      ...(!spec.categories && {
        callback: (value: string | number) => tick(Number(value), spec.logarithmic === true),
      }),
    },
  } as never;
}

/** On a logarithmic axis only powers of ten have room for words. */
function tick(value: number, logarithmic: boolean): string | null {
  return logarithmic && !Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6)
    ? null
    : formatTick(value);
}

function drawBands({ ctx, scales }: Chart, { bands = [], series }: PlotSpec, theme: Theme): void {
  for (const { between, color } of bands) {
    const [there, back] = between.map((index) => series[index].points.filter(({ y }) => Number.isFinite(y)));
    ctx.beginPath();
    for (const { x, y } of [...there, ...back.toReversed()])
      ctx.lineTo(scales.x.getPixelForValue(x), scales.y.getPixelForValue(y));
    ctx.closePath();
    ctx.fillStyle = withAlpha(colorOf(theme, color), 0.2);
    ctx.fill();
  }
}

function drawMarks(chart: Chart, { marks = [] }: PlotSpec, theme: Theme): void {
  const { ctx } = chart;
  const taken: Span[] = [];
  ctx.save();
  ctx.font = `${theme.fontSize - 2}px ${theme.fontFamily}`;
  ctx.setLineDash([4, 3]);
  for (const { x, y, label, color, side } of marks) {
    ctx.strokeStyle = ctx.fillStyle = colorOf(theme, color);
    if (y !== undefined) drawAcross(chart, y, label, side === 'left', theme.background);
    else if (x !== undefined) drawUpright(chart, x, label, taken, theme.background);
  }
  ctx.restore();
}

/** Where a label above an upright line stands: from, to, row. */
type Span = readonly [from: number, to: number, row: number];

/** Right of the line, else left of it, else a row further down: where no other label stands. */
function freeSpan(x: number, width: number, { left, right }: ChartArea, taken: readonly Span[]): Span {
  for (let row = 0; row < 4; row++) {
    for (const from of [x + 4, x - 4 - width]) {
      const to = from + width;
      if (from < left || to > right) continue;
      if (taken.every(([start, end, other]) => other !== row || to + 6 < start || from - 6 > end))
        return [from, to, row];
    }
  }
  return [Math.max(left, right - width), right, 0];
}

function drawAcross(
  { ctx, chartArea: area, scales }: Chart,
  value: number,
  label: string,
  left: boolean,
  background: string,
): void {
  const y = Math.round(scales.y.getPixelForValue(value)) + 0.5;
  if (!(y >= area.top && y <= area.bottom)) return;
  line(ctx, area.left, y, area.right, y);
  const x = left ? area.left + 4 : area.right - ctx.measureText(label).width - 4;
  plate(ctx, label, x, y - 4, background);
}

/** Text that points behind it do not strike through. */
function plate(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, background: string): void {
  const { fillStyle } = ctx;
  ctx.fillStyle = withAlpha(background, 0.75);
  ctx.fillRect(x - 2, y - 10, ctx.measureText(text).width + 4, 12);
  ctx.fillStyle = fillStyle;
  ctx.fillText(text, x, y);
}

function drawUpright(chart: Chart, value: number, label: string, taken: Span[], background: string): void {
  const { ctx, chartArea: area, scales } = chart;
  const x = Math.round(scales.x.getPixelForValue(value)) + 0.5;
  if (!(x >= area.left && x <= area.right)) return;
  line(ctx, x, area.top, x, area.bottom);
  const span = freeSpan(x, ctx.measureText(label).width, area, taken);
  taken.push(span);
  const [from, , row] = span;
  plate(ctx, label, from, area.top - 4 + 13 * row, background);
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

function drawErrorBars(chart: Chart, { series }: PlotSpec, theme: Theme): void {
  const { ctx, scales } = chart;
  ctx.save();
  ctx.lineWidth = 1.5;
  series.forEach(({ points, color }, index) => {
    const elements = chart.getDatasetMeta(index).data;
    ctx.strokeStyle = colorOf(theme, color);
    points.forEach(({ low, high, y }, i) => {
      if (low === undefined || high === undefined || !Number.isFinite(y) || !elements[i]) return;
      const x = elements[i].x;
      const [top, bottom] = [
        scales.y.getPixelForValue(high),
        scales.y.getPixelForValue(Math.max(low, scales.y.min)),
      ];
      line(ctx, x, top, x, bottom);
      line(ctx, x - 3, top, x + 3, top);
      line(ctx, x - 3, bottom, x + 3, bottom);
    });
  });
  ctx.restore();
}
