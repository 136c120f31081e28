import type { Chart, Plugin } from 'chart.js';
import { beside } from '../../src/charts/beside';
import type { LineKind } from '../../src/charts/chart-spec';
import type { Point } from '../../src/charts/decimate';
import { type ComparedColor, colorOf } from '../../src/charts/line-color';
import type { ChartModel } from '../../src/charts/model';
import { withAlpha } from '../color';
import type { Theme } from '../theme';

/** What is drawn around the lines. */
export interface OverlayState {
  model: ChartModel | undefined;
  hidden: ReadonlySet<string>;
  theme: Theme;
  /** Epoch under the cursor. */
  cursor: number | null;
  /** Where the cursor meets the lines. */
  dots: readonly { readonly kind: LineKind; readonly color?: ComparedColor; readonly y: number }[];
}

const LABEL_HEIGHT = 15;
const LABEL_ROWS = 3;

/** Bands and marks behind the lines; broken ends and the cursor before them. */
export function overlayPlugin(state: OverlayState, labelsMarks: boolean): Plugin<'line'> {
  return {
    id: 'overlay',
    beforeDatasetsDraw: (chart) => {
      if (!state.model) return;
      clipped(chart, () => drawBands(chart, state));
      drawMarks(chart, state, labelsMarks);
    },
    afterDatasetsDraw: (chart) => {
      if (!state.model) return;
      drawEnds(chart, state, labelsMarks);
      if (state.cursor !== null) drawCursor(chart, state);
    },
  };
}

function clipped(chart: Chart, draw: () => void): void {
  const { ctx, chartArea: area } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  ctx.clip();
  draw();
  ctx.restore();
}

function drawBands(chart: Chart, { model, hidden, theme }: OverlayState): void {
  const { ctx, scales } = chart;
  for (const line of model!.lines) {
    const { spec, kind, band } = line;
    if (!band || hidden.has(spec.id)) continue;
    // On a logarithmic axis a lower edge below zero lies beyond the picture.
    const y = (point: Point) => scales.y.getPixelForValue(Math.max(point.y, model!.y.from));
    ctx.beginPath();
    for (const point of band.upper) ctx.lineTo(scales.x.getPixelForValue(point.x), y(point));
    for (const point of [...band.lower].reverse()) ctx.lineTo(scales.x.getPixelForValue(point.x), y(point));
    ctx.closePath();
    ctx.fillStyle = withAlpha(theme[colorOf(line)], kind === 'compared' ? 0.12 : 0.18);
    ctx.fill();
  }
}

function drawMarks(chart: Chart, { model, theme }: OverlayState, labelled: boolean): void {
  const { ctx, chartArea: area, scales } = chart;
  const ends = new Array<number>(LABEL_ROWS).fill(Number.NEGATIVE_INFINITY);
  ctx.save();
  ctx.font = `${theme.fontSize - 2}px ${theme.fontFamily}`;
  ctx.lineWidth = 1;
  for (const { epoch, since, text } of model!.marks) {
    const x = Math.round(scales.x.getPixelForValue(epoch)) + 0.5;
    if (since !== undefined) {
      const start = Math.max(area.left, scales.x.getPixelForValue(since));
      ctx.fillStyle = withAlpha(theme.warning, 0.12);
      ctx.fillRect(start, area.top, x - start, area.bottom - area.top);
    }
    ctx.strokeStyle = withAlpha(theme.warning, 0.9);
    ctx.setLineDash([2, 3]);
    ctx.beginPath();
    ctx.moveTo(x, area.top);
    ctx.lineTo(x, area.bottom);
    ctx.stroke();
    if (!labelled) continue;
    const width = ctx.measureText(text).width;
    const left = beside(x, 4, width, area);
    const row = ends.findIndex((end) => left > end + 6);
    if (row < 0) continue;
    ends[row] = left + width;
    label(ctx, text, left, area.top + row * LABEL_HEIGHT + 8, theme.foreground, theme);
  }
  ctx.restore();
}

/** A cross where the curve ended, and the reason. */
function drawEnds(chart: Chart, { model, theme }: OverlayState, labelled: boolean): void {
  const { ctx, chartArea: area, scales } = chart;
  ctx.save();
  ctx.font = `${theme.fontSize - 2}px ${theme.fontFamily}`;
  let lowest = Number.NEGATIVE_INFINITY;
  for (const end of [...model!.ends].sort((a, b) => b.y - a.y)) {
    const x = Math.min(area.right, scales.x.getPixelForValue(end.epoch));
    const value = Number.isFinite(end.y) ? scales.y.getPixelForValue(end.y) : area.top;
    const y = Math.min(area.bottom - 5, Math.max(area.top + 5, value));
    ctx.strokeStyle = theme.error;
    ctx.lineWidth = 2;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x - 4, y - 4);
    ctx.lineTo(x + 4, y + 4);
    ctx.moveTo(x + 4, y - 4);
    ctx.lineTo(x - 4, y + 4);
    ctx.stroke();
    if (!labelled) continue;
    // Seeds that ended close together share the room for words.
    const textY = Math.max(y, lowest + LABEL_HEIGHT);
    lowest = textY;
    const width = ctx.measureText(end.text).width;
    label(ctx, end.text, beside(x, 8, width, area), textY, theme.error, theme);
  }
  ctx.restore();
}

/** Text on a plate, so that lines behind it do not strike it through. */
function label(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  middle: number,
  color: string,
  theme: Theme,
): void {
  ctx.textBaseline = 'middle';
  ctx.fillStyle = withAlpha(theme.background, 0.8);
  ctx.fillRect(x - 2, middle - LABEL_HEIGHT / 2, ctx.measureText(text).width + 4, LABEL_HEIGHT);
  ctx.fillStyle = color;
  ctx.fillText(text, x, middle);
}

function drawCursor(chart: Chart, { cursor, dots, theme }: OverlayState): void {
  const { ctx, chartArea: area, scales } = chart;
  const x = scales.x.getPixelForValue(cursor!);
  if (!(x >= area.left - 1 && x <= area.right + 1)) return;
  const crisp = Math.round(x) + 0.5;
  ctx.save();
  ctx.strokeStyle = withAlpha(theme.foreground, 0.6);
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(crisp, area.top);
  ctx.lineTo(crisp, area.bottom);
  ctx.stroke();
  for (const { y, ...dot } of dots) {
    const pixel = scales.y.getPixelForValue(y);
    if (!(pixel >= area.top && pixel <= area.bottom)) continue;
    ctx.beginPath();
    ctx.arc(x, pixel, 3, 0, 2 * Math.PI);
    ctx.fillStyle = theme[colorOf(dot)];
    ctx.fill();
    ctx.strokeStyle = theme.background;
    ctx.stroke();
  }
  ctx.restore();
}
