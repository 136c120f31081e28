import * as l10n from '@vscode/l10n';
import type { Chart } from 'chart.js';
import { formatNumber } from '../format';
import type { Theme } from '../theme';
import type { PlotAxis, PlotSpec } from './plot-spec';

/** Whether an axis that shows a part of the values leaves this one out; what diverged, any axis does. */
export const isOutside = ({ from, to }: PlotAxis, value: number): boolean =>
  value === Number.POSITIVE_INFINITY || value > (to ?? value) || value < (from ?? value);

/** The value of a point outside of the axis, in words. */
export const outsideText = (y: number): string =>
  y === Number.POSITIVE_INFINITY ? l10n.t('diverged') : formatNumber(y);

const SIZE = 5;

/** A triangle at the edge of the plot for each point that its axis leaves out, with its number where there is room. */
export function drawEdgeMarks(chart: Chart, { series, y: axis }: PlotSpec, theme: Theme): void {
  const { ctx, chartArea: area, scales } = chart;
  ctx.save();
  ctx.font = `${theme.fontSize - 2}px ${theme.fontFamily}`;
  const labelled: { top: boolean; from: number; to: number }[] = [];
  const label = (text: string, x: number, top: boolean) => {
    const width = ctx.measureText(text).width;
    const right = x + SIZE + 3 + width <= area.right;
    const from = right ? x + SIZE + 3 : x - SIZE - 3 - width;
    const to = from + width;
    if (labelled.some((other) => other.top === top && other.from < to + 4 && from < other.to + 4)) return;
    labelled.push({ top, from, to });
    ctx.fillText(text, from, top ? area.top + 2 * SIZE + 1 : area.bottom - 3);
  };
  for (const { points, color } of series) {
    ctx.fillStyle = theme[color];
    for (const { x: at, y } of points) {
      if (!isOutside(axis, y)) continue;
      const x = scales.x.getPixelForValue(at);
      const top = y > (axis.from ?? Number.NEGATIVE_INFINITY);
      triangle(ctx, x, top ? area.top + 1 : area.bottom - 1, top ? 1 : -1);
      label(outsideText(y), x, top);
    }
  }
  ctx.restore();
}

/** Its tip is at the place, and it opens downward (1) or upward (−1). */
function triangle(ctx: CanvasRenderingContext2D, x: number, y: number, down: 1 | -1): void {
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + SIZE, y + down * 2 * SIZE * 0.85);
  ctx.lineTo(x - SIZE, y + down * 2 * SIZE * 0.85);
  ctx.closePath();
  ctx.fill();
}
