import { beside } from '../charts/beside';
import type { Box, Scales } from './chart-layout';
import type { ChartPicture } from './chart-picture';
import { SMALL, text } from './chart-text';
import type { Palette } from './palette';
import { element, paint, short, textWidth } from './svg';

const LABEL_ROW = 15;
const LABEL_ROWS = 3;

/** Marks for changes during training: a line at the epoch, with a label if the chart shows labels. */
export function marks({ spec, model, palette }: ChartPicture, box: Box, scales: Scales): string[] {
  const ends = new Array<number>(LABEL_ROWS).fill(Number.NEGATIVE_INFINITY);
  return model.marks.map(({ epoch, since, text: words }) => {
    const x = scales.x(epoch);
    const start = since === undefined ? x : Math.max(box.left, scales.x(since));
    const drag = element('rect', {
      x: start,
      y: box.top,
      width: x - start,
      height: box.bottom - box.top,
      ...paint('fill', palette.warning, 0.12),
    });
    const line = element('line', {
      x1: x,
      x2: x,
      y1: box.top,
      y2: box.bottom,
      ...paint('stroke', palette.warning, 0.9),
      'stroke-dasharray': '2 3',
    });
    const width = textWidth(words, SMALL);
    const left = beside(x, 4, width, box);
    const row = ends.findIndex((end) => left > end + 6);
    const says = spec.labelsMarks && row >= 0;
    if (says) ends[row] = left + width;
    const place = box.top + row * LABEL_ROW + 11;
    return `${start < x ? drag : ''}${line}${says ? plate(words, left, place, palette.foreground, palette) : ''}`;
  });
}

/** A cross where a run diverged, labelled with the step. */
export function brokenEnds({ spec, model, palette }: ChartPicture, box: Box, scales: Scales): string[] {
  let lowest = Number.NEGATIVE_INFINITY;
  return [...model.ends]
    .sort((a, b) => b.y - a.y)
    .map(({ epoch, y: value, text: words }) => {
      const x = Math.min(box.right, scales.x(epoch));
      const wanted = Number.isFinite(value) ? scales.y(value) : box.top;
      const y = Math.min(box.bottom - 5, Math.max(box.top + 5, wanted));
      const d = `M${short(x - 4)} ${short(y - 4)}l8 8m0 -8l-8 8`;
      const cross = element('path', {
        d,
        fill: 'none',
        ...paint('stroke', palette.error),
        'stroke-width': 2,
      });
      if (!spec.labelsMarks) return cross;
      const place = Math.max(y, lowest + LABEL_ROW);
      lowest = place;
      const width = textWidth(words, SMALL);
      const left = beside(x, 8, width, box);
      return cross + plate(words, left, place + SMALL * 0.35, palette.error, palette);
    });
}

/** Text on an opaque background, so that lines behind it do not obscure it. */
function plate(words: string, x: number, y: number, color: string, palette: Palette): string {
  const behind = element('rect', {
    x: x - 2,
    y: y - SMALL,
    width: textWidth(words, SMALL) + 4,
    height: LABEL_ROW,
    ...paint('fill', palette.background, 0.85),
  });
  return behind + text(words, x, y, SMALL, color);
}
