import type { Brushes, ParallelAxis } from '../charts/study/parallel';
import { isBright } from '../charts/study/scale-color';
import type { HeatMap, Summary } from '../charts/study/summaries';
import { greatest } from '../core/lists';
import { type Frame, framed, lineThrough, PADDING } from './chart-frame';
import { SMALL, TEXT, TITLE, text } from './chart-text';
import { element, paint, short, textWidth } from './svg';

type Rgb = readonly [number, number, number];

const css = ([red, green, blue]: Rgb): string => `rgb(${red}, ${green}, ${blue})`;
const CENTRED = { 'text-anchor': 'middle' };
const TOP = PADDING + TITLE + 10;

/** A heat map, and what its view knows of it. */
export interface HeatPicture {
  readonly map: HeatMap;
  readonly title: string;
  readonly titles: readonly [x: string, y: string];
  colorOf(value: number): Rgb;
  /** The number in a cell. */
  textOf(value: number): string;
  /** The ramp from its low end to its high one, with what stands beside it. */
  readonly ramp: readonly Rgb[];
  readonly ends: readonly [low: string, high: string];
}

/** A heat map as a standalone SVG. */
export function heatSvg(
  { map, title, titles, colorOf, textOf, ramp, ends }: HeatPicture,
  frame: Frame,
): string {
  const { palette, width, height } = frame;
  const { columns, rows, cells } = map;
  const left = PADDING + 26 + greatest([0, ...rows.ticks.map((tick) => textWidth(tick.text, SMALL))]);
  const [top, right, bottom] = [TOP + 22, width - PADDING, height - 46];
  const [cellWidth, cellHeight] = [(right - left) / columns.count, (bottom - top) / rows.count];
  const cell = ({ trials, others, median }: Summary, index: number): string => {
    const x = left + (index % columns.count) * cellWidth;
    const y = bottom - (Math.floor(index / columns.count) + 1) * cellHeight;
    const box = { x, y, width: cellWidth - 1, height: cellHeight - 1 };
    const [middle, base] = [x + cellWidth / 2, y + cellHeight / 2 + SMALL * 0.35];
    if (trials.length === 0) {
      const empty = element('rect', { ...box, fill: 'none', ...paint('stroke', palette.grid) });
      return others.length === 0 ? empty : empty + text('×', middle, base, SMALL, palette.muted, CENTRED);
    }
    const color = colorOf(median);
    const words = textOf(median);
    const filled = element('rect', { ...box, ...paint('fill', css(color)) });
    if (textWidth(words, SMALL) + 4 > cellWidth || cellHeight < 14) return filled;
    return filled + text(words, middle, base, SMALL, isBright(color) ? '#000000' : '#ffffff', CENTRED);
  };
  let lowest = Number.POSITIVE_INFINITY;
  const up = rows.ticks.map((tick) => {
    const y = bottom - tick.at * (bottom - top);
    if (lowest - y < 13) return '';
    lowest = y;
    return text(tick.text, left - 6, y + SMALL * 0.35, SMALL, palette.muted, { 'text-anchor': 'end' });
  });
  let end = Number.NEGATIVE_INFINITY;
  const across = columns.ticks.map((tick) => {
    const [x, half] = [left + tick.at * (right - left), textWidth(tick.text, SMALL) / 2];
    if (x - half < end + 6) return '';
    end = x + half;
    return text(tick.text, x, bottom + 15, SMALL, palette.muted, CENTRED);
  });
  const [x, y] = titles;
  const middle = (top + bottom) / 2;
  const turned = { ...CENTRED, transform: `rotate(-90 ${short(PADDING + 4)} ${short(middle)})` };
  return framed(title, frame, left, [
    rampSvg(ramp, ends, left, frame),
    ...cells.map(cell),
    ...up,
    ...across,
    text(x, (left + right) / 2, bottom + 34, TEXT, palette.foreground, CENTRED),
    text(y, PADDING + 4, middle, TEXT, palette.foreground, turned),
  ]);
}

/** The colours from one end to the other, between the numbers that they stand for. */
function rampSvg(
  ramp: readonly Rgb[],
  [low, high]: readonly [string, string],
  left: number,
  { palette }: Frame,
): string {
  const start = left + textWidth(low, SMALL) + 6;
  const part = 72 / ramp.length;
  return [
    text(low, left, TOP + 9, SMALL, palette.muted),
    ...ramp.map((color, i) =>
      element('rect', {
        x: start + i * part,
        y: TOP,
        width: part + 0.5,
        height: 10,
        ...paint('fill', css(color)),
      }),
    ),
    text(high, start + 78, TOP + 9, SMALL, palette.muted),
  ].join('');
}

/** A plot of parallel coordinates, and what its view knows of it. */
export interface ParallelPicture {
  readonly title: string;
  readonly axes: readonly ParallelAxis[];
  /** The trials that pass, the best first, and some that do not. */
  readonly lines: readonly number[];
  readonly faint: readonly number[];
  readonly brushes: Brushes;
  readonly chosen: number | undefined;
  /** From the best (0) to the worst (1). */
  colorAt(place: number): Rgb;
}

/** A plot of parallel coordinates as a standalone SVG. */
export function parallelSvg(picture: ParallelPicture, frame: Frame): string {
  const { title, axes, lines, faint, brushes, chosen, colorAt } = picture;
  const { palette, width, height } = frame;
  const [left, right, top, bottom] = [PADDING + 40, width - PADDING - 52, TOP + 34, height - PADDING - 8];
  const xOf = (axis: number) => left + (axis * (right - left)) / Math.max(1, axes.length - 1);
  const yOf = (place: number) =>
    bottom - (Number.isNaN(place) ? 0 : Math.min(1, Math.max(0, place))) * (bottom - top);
  const through = (trial: number) =>
    lineThrough(
      axes.map(({ placeOf }, axis) => ({ x: xOf(axis), y: yOf(placeOf(trial)) })),
      short,
    );
  const line = (trial: number, color: string, alpha: number, stroke: number) =>
    element('path', {
      ...{ d: through(trial), fill: 'none', ...paint('stroke', color, alpha), 'stroke-width': stroke },
    });
  const alpha = Math.max(0.25, Math.min(0.9, 60 / Math.max(1, lines.length)));
  // The best lie on top.
  const drawn = lines.map((trial, i) =>
    line(trial, css(colorAt(i / Math.max(1, lines.length - 1))), alpha, lines.length < 200 ? 1.5 : 1),
  );
  return framed(title, frame, PADDING, [
    ...faint.map((trial) => line(trial, palette.muted, 0.08, 1)),
    ...drawn.reverse(),
    chosen === undefined ? '' : line(chosen, palette.foreground, 1, 2),
    ...axes.map((axis, i) => axisSvg(axis, xOf(i), i, yOf, brushes.get(axis.id), frame)),
  ]);
}

function axisSvg(
  { title, ticks }: ParallelAxis,
  x: number,
  index: number,
  yOf: (place: number) => number,
  brush: readonly [number, number] | undefined,
  { palette, width }: Frame,
): string {
  const bar = (low: number, high: number, color: string, stroke: number) =>
    element('line', {
      x1: x,
      x2: x,
      y1: yOf(low),
      y2: yOf(high),
      ...paint('stroke', color),
      'stroke-width': stroke,
    });
  let last = Number.POSITIVE_INFINITY;
  const words = ticks.map((tick) => {
    const y = yOf(tick.at);
    if (last - y < 13) return '';
    last = y;
    const room = textWidth(tick.text, SMALL);
    const behind = {
      x: x + 4,
      y: y - 7,
      width: room + 2,
      height: 14,
      ...paint('fill', palette.background, 0.75),
    };
    return element('rect', behind) + text(tick.text, x + 5, y + SMALL * 0.35, SMALL, palette.muted);
  });
  const half = textWidth(title, SMALL) / 2;
  const middle = Math.min(width - half - 2, Math.max(half + 2, x));
  return [
    bar(0, 1, palette.muted, 1),
    brush ? bar(brush[0], brush[1], palette.foreground, 5) : '',
    ...words,
    text(title, middle, TOP + (index % 2 === 0 ? 26 : 12), SMALL, palette.foreground, CENTRED),
  ].join('');
}
