import * as l10n from '@vscode/l10n';
import type { Chart } from 'chart.js';
import type { PlotAxis, PlotSpec } from '../../src/charts/plot-spec';
import { formatNumber } from '../format';
import type { Theme } from '../theme';

/** Whether an axis that shows a part of the values leaves this one out; what diverged (±∞), any axis does. */
export const isOutside = ({ from, to }: PlotAxis, value: number): boolean =>
  Math.abs(value) === Number.POSITIVE_INFINITY || value > (to ?? value) || value < (from ?? value);

/** The value of a point outside of the axis, in words. */
export const outsideText = (y: number): string =>
  Math.abs(y) === Number.POSITIVE_INFINITY ? l10n.t('diverged') : formatNumber(y);

const SIZE = 5;

/** With more of them there is room for no number. */
const MOST_LABELLED = 200;

/** A part of an edge that something stands on. */
interface Taken {
  readonly top: boolean;
  readonly from: number;
  readonly to: number;
}

/** A triangle at the edge of the plot for each point that its axis leaves out, with its number where there is room. */
export function drawEdgeMarks(chart: Chart, { series, y: axis }: PlotSpec, theme: Theme): void {
  const { ctx, chartArea: area, scales } = chart;
  const marks = series.flatMap(({ points, color }) =>
    points
      .filter(({ y }) => isOutside(axis, y))
      .map(({ x, y }) => ({
        ...{ color, text: outsideText(y), x: scales.x.getPixelForValue(x) },
        top: y > (axis.from ?? -Number.MAX_VALUE),
      })),
  );
  ctx.save();
  ctx.font = `${theme.fontSize - 2}px ${theme.fontFamily}`;
  const taken: Taken[] = marks.map(({ x, top }) => ({ top, from: x - SIZE, to: x + SIZE }));
  for (const { x, top, color, text } of marks) {
    ctx.fillStyle = theme[color];
    triangle(ctx, x, top ? area.top + 1 : area.bottom - 1, top ? 1 : -1);
    if (marks.length > MOST_LABELLED) continue;
    const width = ctx.measureText(text).width;
    const from = [x + SIZE + 3, x - SIZE - 3 - width].find((start) => {
      const to = start + width;
      if (start < area.left || to > area.right) return false;
      return taken.every((other) => other.top !== top || other.to + 2 < start || other.from - 2 > to);
    });
    if (from === undefined) continue;
    taken.push({ top, from, to: from + width });
    ctx.fillText(text, from, top ? area.top + 2 * SIZE + 1 : area.bottom - 3);
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
