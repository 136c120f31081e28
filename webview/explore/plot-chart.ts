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
  type PointStyle,
  type Scale,
  type ScaleOptionsByType,
} from 'chart.js';
import { labelled } from '../../src/charts/axis';
import { formatTick } from '../../src/charts/chart-spec';
import type { PlotAxis, PlotColor, PlotPlace, PlotSeries, PlotSpec } from '../../src/charts/plot-spec';
import { greatest, least } from '../../src/core/lists';
import { withAlpha } from '../color';
import type { Theme } from '../theme';
import { drawEdgeMarks, isOutside } from './plot-edges';

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

const DASHES: Partial<Record<PlotSeries['style'], number[]>> = { dashed: [6, 4], dotted: [2, 3] };
const SYMBOLS: Partial<Record<PlotSeries['style'], PointStyle>> = {
  points: 'circle',
  crosses: 'crossRot',
  rings: 'circle',
};
/** Pixels around a point in which the pointer finds it. */
const REACH = 24;

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
        drawEdgeMarks(chart, this.#spec, this.#theme);
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
    const isBars = spec.series.some(({ style }) => style === 'bars');
    const categories = isBars ? spec.x.categories : undefined;
    this.#chart.data = {
      ...(categories && { labels: [...categories] }),
      datasets: spec.series.map((series) => dataset(series, spec.y, theme)),
    };
    this.#chart.options.scales = {
      x: axis(spec.x, theme, false, isBars) as never,
      y: { ...axis(spec.y, theme, true, isBars), ...room(spec) } as never,
    };
    this.#chart.update('none');
  }

  /** The point nearest to a place on the canvas, in CSS pixels; undefined where none is near. */
  nearest(x: number, y: number): PlotPlace | undefined {
    let found: PlotPlace | undefined;
    let least = REACH ** 2;
    this.#spec?.series.forEach(({ points }, series) => {
      // Of a hundred thousand points most are ruled out by where they lie across.
      const { data } = this.#chart.getDatasetMeta(series);
      points.forEach((_, index) => {
        if (Math.abs((data[index]?.x ?? Number.NaN) - x) > REACH) return;
        const at = this.pixelOf({ series, index });
        const distance = at ? (at.x - x) ** 2 + (at.y - y) ** 2 : Number.POSITIVE_INFINITY;
        if (distance < least) [found, least] = [{ series, index }, distance];
      });
    });
    return found;
  }

  /** The value of the horizontal axis at a place on the canvas, in CSS pixels; undefined: nothing is drawn yet. */
  across(x: number): number | undefined {
    return this.#chart.scales.x?.getValueForPixel(x);
  }

  /** Where a point is on the canvas, in CSS pixels; one outside of the axis at its edge; undefined: a gap. */
  pixelOf({ series, index }: PlotPlace): { readonly x: number; readonly y: number } | undefined {
    const point = this.#spec?.series[series]?.points[index];
    const { chartArea: area, scales } = this.#chart;
    const element = this.#chart.getDatasetMeta(series).data[index];
    if (!point || !element || Number.isNaN(point.y)) return undefined;
    const edge = point.y > 0 ? area.top : area.bottom;
    const y = Number.isFinite(point.y) ? scales.y.getPixelForValue(point.y) : edge;
    return { x: element.x, y: Math.min(area.bottom, Math.max(area.top, y)) };
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

function colorOf(theme: Theme, color: PlotColor): string {
  return theme[color];
}

function dataset(series: PlotSeries, axis: PlotAxis, theme: Theme): Dataset {
  const { style, points } = series;
  const color = colorOf(theme, series.color);
  const data = points.map(({ x, y }) => ({ x, y: drawable(y, axis) }));
  if (style === 'bars')
    return {
      type: 'bar',
      data,
      backgroundColor: withAlpha(color, 0.75),
      borderColor: color,
      borderWidth: 1,
      barPercentage: 0.9,
    };
  const shape = SYMBOLS[style] ? symbols(series, color) : line(series, color);
  return { type: 'line', data, borderColor: color, hoverRadius: 0, ...shape } as object as Dataset;
}

/** A line to a point far outside leaves the picture; the canvas has no pixels for any number. */
function drawable(y: number, { from = Number.NaN, to = Number.NaN }: PlotAxis): number {
  if (!Number.isFinite(y)) return Number.NaN;
  const far = 100 * (to - from);
  return Number.isNaN(far) ? y : Math.min(to + far, Math.max(from - far, y));
}

const line = ({ style, points, group }: PlotSeries, color: string) => ({
  backgroundColor: color,
  ...(group !== undefined && { borderColor: withAlpha(color, 0.6) }),
  borderWidth: group !== undefined ? 1 : style === 'dotted' ? 1.5 : 2,
  borderDash: DASHES[style] ?? [],
  stepped: style === 'steps',
  pointRadius: style !== 'steps' && points.length <= 20 ? 3 : 0,
});

const symbols = ({ style, points }: PlotSeries, color: string) => ({
  showLine: false,
  pointStyle: SYMBOLS[style],
  pointRadius: dotRadius(points.length),
  borderWidth: style === 'points' ? 0 : 1.5,
  // Where many dots lie on each other, it is seen.
  backgroundColor: style === 'rings' ? 'transparent' : withAlpha(color, points.length > 200 ? 0.5 : 1),
});

/** Of many dots each is small. */
const dotRadius = (count: number): number => (count <= 100 ? 4 : count <= 1_000 ? 3 : 2);

/** Error bars and marks belong into the picture, and not only the points. */
function room({ series, marks = [], y }: PlotSpec): { suggestedMin?: number; suggestedMax?: number } {
  const values = [
    ...series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high])),
    ...marks.map((mark) => mark.y),
  ].filter((value): value is number => value !== undefined && Number.isFinite(value) && !isOutside(y, value));
  if (values.length === 0) return {};
  return { suggestedMin: least(values), suggestedMax: greatest(values) };
}

function axis(
  spec: PlotAxis,
  theme: Theme,
  grid: boolean,
  isBars: boolean,
): Partial<ScaleOptionsByType<ChartTypeRegistry['line']['scales']>> {
  const font = { family: theme.fontFamily, size: theme.fontSize - 2 };
  const { categories } = spec;
  const type = categories && isBars ? 'category' : spec.logarithmic ? 'logarithmic' : 'linear';
  return {
    type,
    // Points stand at the numbers of categories, and several may share one.
    ...(categories && !isBars && { min: -0.5, max: categories.length - 0.5, afterBuildTicks: wholeTicks }),
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
      // Where a person has zoomed to are no round numbers.
      includeBounds: [spec.from, spec.to].every((end = 0) => Number(end.toPrecision(3)) === end),
      autoSkipPadding: spec.categories ? 2 : 12,
      ...(type !== 'category' && {
        callback(this: Scale, value: string | number) {
          return categories
            ? categories[Number(value)]
            : tick(Number(value), spec.logarithmic === true, this);
        },
      }),
    },
  } as never;
}

/** A tick for each category. */
function wholeTicks(scale: Scale): void {
  scale.ticks = Array.from({ length: Math.ceil(scale.max) }, (_, value) => ({ value }));
}

/** On a logarithmic axis over decades only powers of ten have room for words. */
function tick(value: number, logarithmic: boolean, { min, max }: Scale): string | null {
  return logarithmic && !labelled(value, { from: min, to: max }) ? null : formatTick(value);
}

function drawBands({ ctx, scales, chartArea }: Chart, { bands = [], series }: PlotSpec, theme: Theme): void {
  for (const { between, color } of bands) {
    const [there, back] = between.map((index) => series[index].points.filter(({ y }) => Number.isFinite(y)));
    ctx.beginPath();
    for (const { x, y } of [...there, ...back.toReversed()])
      ctx.lineTo(scales.x.getPixelForValue(x), scales.y.getPixelForValue(y));
    ctx.closePath();
    ctx.fillStyle = withAlpha(colorOf(theme, color), 0.2);
    ctx.fill();
  }
  ctx.save();
  clipToArea(ctx, chartArea);
  for (const one of series) if (one.area) drawArea(ctx, scales, one, theme);
  ctx.restore();
}

function clipToArea(ctx: CanvasRenderingContext2D, { left, top, width, height }: ChartArea): void {
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
}

/** The area between the ends of points that follow each other. */
function drawArea(
  ctx: CanvasRenderingContext2D,
  { x: across, y: up }: Chart['scales'],
  { points, color }: PlotSeries,
  theme: Theme,
): void {
  const known = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  const place = (value: number) =>
    up.getPixelForValue(up.type === 'logarithmic' ? Math.max(value, up.min) : value);
  ctx.beginPath();
  for (const { x, high } of known) ctx.lineTo(across.getPixelForValue(x), place(high!));
  for (const { x, low } of known.toReversed()) ctx.lineTo(across.getPixelForValue(x), place(low!));
  ctx.closePath();
  ctx.fillStyle = withAlpha(colorOf(theme, color), 0.2);
  ctx.fill();
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
  stroke(ctx, area.left, y, area.right, y);
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
  stroke(ctx, x, area.top, x, area.bottom);
  const span = freeSpan(x, ctx.measureText(label).width, area, taken);
  taken.push(span);
  const [from, , row] = span;
  plate(ctx, label, from, area.top - 4 + 13 * row, background);
}

function stroke(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

function drawErrorBars(chart: Chart, { series }: PlotSpec, theme: Theme): void {
  const { ctx, scales } = chart;
  ctx.save();
  clipToArea(ctx, chart.chartArea);
  ctx.lineWidth = 1.5;
  series.forEach(({ points, color, area }, index) => {
    if (area) return;
    const elements = chart.getDatasetMeta(index).data;
    ctx.strokeStyle = colorOf(theme, color);
    points.forEach(({ low, high, y }, i) => {
      if (low === undefined || high === undefined || !Number.isFinite(y) || !elements[i]) return;
      const x = elements[i].x;
      const [top, bottom] = [
        scales.y.getPixelForValue(high),
        scales.y.getPixelForValue(Math.max(low, scales.y.min)),
      ];
      stroke(ctx, x, top, x, bottom);
      stroke(ctx, x - 3, top, x + 3, top);
      stroke(ctx, x - 3, bottom, x + 3, bottom);
    });
  });
  ctx.restore();
}
