import { labelled, linearAxis, logarithmicAxis } from '../charts/axis';
import { formatTick } from '../charts/chart-spec';
import type { Point } from '../charts/decimate';
import type { PlotAxis, PlotColor, PlotPoint, PlotSeries, PlotSpec } from '../charts/plot-spec';
import { placeOn } from '../charts/robust-range';
import { greatest, least } from '../core/lists';
import { type Frame, framed, lineThrough, PADDING } from './chart-frame';
import { type Box, decades, type Tick } from './chart-layout';
import { SMALL, TEXT, TITLE, text } from './chart-text';
import type { Palette } from './palette';
import { element, paint, short, textWidth } from './svg';

const [SAMPLE, ROW] = [22, 18];
/** Ticks of an axis, at most. */
const TICKS = 8;
/** Lines with more points than this have no dots on them. */
const FEW = 40;
const DASHES: Partial<Record<PlotSeries['style'], string>> = { dashed: '6 4', dotted: '1.5 3' };
const LINES: ReadonlySet<PlotSeries['style']> = new Set(['solid', 'dashed', 'dotted', 'steps']);

/** An axis with its ends: values to pixels, and its words. */
interface Scale {
  place(value: number): number;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
}

const colorOf = (palette: Palette, color: PlotColor): string =>
  palette[color === 'good' ? 'compared2' : color];

/** A plot as a standalone SVG: its series with key, axes and marks, and at the edges what they leave out. */
export function plotSvg(spec: PlotSpec, frame: Frame): string {
  const { palette, width, height } = frame;
  const y = axisOf(
    spec.y,
    valuesOf(spec, ({ y: value, low, high }) => [value, low ?? value, high ?? value]),
  );
  const x = axisOf(
    spec.x,
    valuesOf(spec, ({ x: value }) => [value]),
  );
  const left = PADDING + 22 + greatest([10, ...y.ticks.map((tick) => textWidth(tick.text, SMALL))]);
  const key = keyOf(spec.series, palette, { left, right: width - PADDING, top: PADDING + TITLE + 8 });
  const box: Box = { left, top: key.bottom + 10, right: width - PADDING - 6, bottom: height - 46 };
  const across = scaled(x, box.left, box.right);
  const up = scaled(y, box.bottom, box.top);
  const drawn = spec.series.map((series, i) =>
    seriesSvg(series, { spec, across, up, box, palette, place: i }),
  );
  return framed(spec.label, frame, left, [
    key.markup,
    axes(spec, across, up, box, palette),
    `<clipPath id="plot">${element('rect', { x: box.left, y: box.top - 1, width: box.right - box.left, height: box.bottom - box.top + 2 })}</clipPath>`,
    `<g clip-path="url(#plot)" stroke-linejoin="round">`,
    ...drawn.map(({ area }) => area),
    ...drawn.map(({ lines }) => lines),
    '</g>',
    ...marksSvg(spec, across, box, palette),
    ...edges(spec, across, up, box, palette),
  ]);
}

function valuesOf({ series }: PlotSpec, of: (point: PlotPoint) => number[]): number[] {
  return series.flatMap(({ points }) => points.flatMap(of)).filter(Number.isFinite);
}

/** Ends and words of an axis. */
function axisOf({ categories, logarithmic = false, from, to }: PlotAxis, values: readonly number[]) {
  if (categories) {
    const ticks = categories.map((words, value): Tick => ({ value, text: words }));
    return { from: -0.5, to: categories.length - 0.5, ticks, logarithmic: false };
  }
  const known = from !== undefined && to !== undefined ? { from, to } : undefined;
  const extent = { from: from ?? least([...values]), to: to ?? greatest([...values]) };
  if (logarithmic) {
    const ends = known ?? logarithmicAxis(extent);
    const ticks = decades(ends.from, ends.to).filter((value) => labelled(value, ends));
    return { ...ends, ticks: ticks.map(tickOf), logarithmic };
  }
  const round = linearAxis(extent, TICKS);
  const ends = known ?? round;
  const count = Math.round((round.to - round.from) / round.step);
  const all = Array.from({ length: count + 1 }, (_, i) =>
    Number((round.from + i * round.step).toPrecision(12)),
  );
  const slack = 1e-9 * (ends.to - ends.from);
  const ticks = all.filter((value) => value >= ends.from - slack && value <= ends.to + slack);
  return { ...ends, ticks: ticks.map(tickOf), logarithmic };
}

const tickOf = (value: number): Tick => ({ value, text: formatTick(value) });

function scaled(axis: ReturnType<typeof axisOf>, start: number, end: number): Scale {
  const place = (value: number) => {
    const at = placeOn(axis, value);
    return start + Math.min(3, Math.max(-3, at)) * (end - start);
  };
  return { ...axis, place };
}

/** What each series looks like, and is called; those that are alike together. */
function keyOf(
  series: readonly PlotSeries[],
  palette: Palette,
  { left, right, top }: { readonly left: number; readonly right: number; readonly top: number },
): { readonly markup: string; readonly bottom: number } {
  const parts: string[] = [];
  let [x, y] = [left, top + ROW / 2];
  const known = new Map(series.map((one) => [one.group ?? one.label, one]));
  for (const [label, one] of known) {
    const width = SAMPLE + 6 + textWidth(label, TEXT);
    if (parts.length > 0 && x + width > right) [x, y] = [left, y + ROW];
    parts.push(sample(one, colorOf(palette, one.color), x, y));
    parts.push(text(label, x + SAMPLE + 6, y + TEXT * 0.35, TEXT, palette.foreground));
    x += width + ROW;
  }
  return { markup: parts.join('\n'), bottom: y + ROW / 2 };
}

function sample({ style }: PlotSeries, color: string, x: number, y: number): string {
  const middle = x + SAMPLE / 2;
  if (style === 'bars')
    return element('rect', { x: middle - 5, y: y - 5, width: 10, height: 10, ...paint('fill', color) });
  if (!LINES.has(style)) return dot(style, middle, y, color);
  return stroke(`M${short(x)} ${short(y)}h${SAMPLE}`, color, DASHES[style]);
}

function stroke(d: string, color: string, dashes?: string, width = 2): string {
  return element('path', {
    ...{ d, fill: 'none', ...paint('stroke', color), 'stroke-width': width },
    'stroke-dasharray': dashes,
  });
}

function dot(style: PlotSeries['style'], x: number, y: number, color: string): string {
  if (style === 'crosses')
    return stroke(`M${short(x - 3)} ${short(y - 3)}l6 6m0 -6l-6 6`, color, undefined, 1.5);
  const isRing = style === 'rings';
  return element('circle', {
    ...{ cx: x, cy: y, r: 3 },
    ...(isRing ? { fill: 'none', ...paint('stroke', color), 'stroke-width': 1.5 } : paint('fill', color)),
  });
}

interface Drawing {
  readonly spec: PlotSpec;
  readonly across: Scale;
  readonly up: Scale;
  readonly box: Box;
  readonly palette: Palette;
  /** Of the series. */
  readonly place: number;
}

function seriesSvg(series: PlotSeries, drawing: Drawing): { readonly area: string; readonly lines: string } {
  const { across, up, palette } = drawing;
  const color = colorOf(palette, series.color);
  const known = series.points.filter(({ y }) => Number.isFinite(y));
  if (series.style === 'bars') return { area: '', lines: bars(known, color, drawing) };
  const at = ({ x, y }: Point) => ({ x: across.place(x), y: up.place(y) });
  const places = known.map(at);
  const isLine = LINES.has(series.style);
  const lines = [
    isLine ? stroke(pathThrough(series, at), color, DASHES[series.style]) : '',
    ...(isLine && (known.length > FEW || series.style === 'steps')
      ? []
      : places.map(({ x, y }) => dot(isLine ? 'points' : series.style, x, y, color))),
    ...(series.area ? [] : known.map((point) => errorBar(point, drawing, color))),
  ].join('');
  return { area: series.area ? area(known, drawing, color) : '', lines };
}

/** With gaps where a value is missing. */
function pathThrough({ points, style }: PlotSeries, at: (point: Point) => Point): string {
  const parts: string[] = [];
  let begun = false;
  for (const point of points) {
    if (Number.isNaN(point.y)) {
      begun = false;
      continue;
    }
    const { x, y } = at(point);
    const to = `${short(x)} ${short(y)}`;
    parts.push(!begun ? `M${to}` : style === 'steps' ? `H${short(x)}V${short(y)}` : `L${to}`);
    begun = true;
  }
  return parts.join('');
}

function area(points: readonly PlotPoint[], { across, up }: Drawing, color: string): string {
  const known = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  if (known.length < 2) return '';
  const edge = (of: (point: PlotPoint) => number) =>
    known.map((point) => ({ x: across.place(point.x), y: up.place(of(point)) }));
  const outline = [...edge(({ high }) => high!), ...edge(({ low }) => low!).reverse()];
  return element('path', {
    d: `${lineThrough(outline, short)}Z`,
    ...paint('fill', color, 0.2),
    stroke: 'none',
  });
}

function errorBar({ x, low, high }: PlotPoint, { across, up }: Drawing, color: string): string {
  if (low === undefined || high === undefined) return '';
  const [at, top, bottom] = [across.place(x), up.place(high), up.place(low)];
  const [left, y0, y1] = [at - 3, top, bottom].map(short);
  return stroke(`M${left} ${y0}h6M${short(at)} ${y0}V${y1}M${left} ${y1}h6`, color, undefined, 1.5);
}

/** Beside each other at each category. */
function bars(points: readonly PlotPoint[], color: string, drawing: Drawing): string {
  const { across, up, spec, place } = drawing;
  const all = spec.series.filter(({ style }) => style === 'bars').length;
  const room = (across.place(1) - across.place(0)) * 0.8;
  return points
    .map((point) => {
      const x = across.place(point.x) - room / 2 + (place * room) / all;
      const [y, base] = [up.place(point.y), up.place(Math.max(0, up.from))];
      const box = { x, y: Math.min(y, base), width: room / all - 1, height: Math.abs(base - y) };
      const bar = element('rect', { ...box, ...paint('fill', color) });
      const middle = { ...point, x: point.x + (x + room / all / 2 - across.place(point.x)) / (room / 0.8) };
      return bar + errorBar(middle, drawing, drawing.palette.foreground);
    })
    .join('');
}

function axes(spec: PlotSpec, across: Scale, up: Scale, box: Box, palette: Palette): string {
  const { left, right, top, bottom } = box;
  const line = (x1: number, y1: number, x2: number, y2: number, color: string) =>
    element('line', { x1, x2, y1, y2, ...paint('stroke', color) });
  let lowest = Number.POSITIVE_INFINITY;
  const rows = up.ticks.map(({ value, text: words }) => {
    const y = up.place(value);
    if (lowest - y < SMALL + 2) return '';
    lowest = y;
    const at = { 'text-anchor': 'end' };
    return (
      line(left, y, right, y, palette.grid) +
      text(words, left - 6, y + SMALL * 0.35, SMALL, palette.muted, at)
    );
  });
  let end = Number.NEGATIVE_INFINITY;
  const columns = across.ticks.map(({ value, text: words }) => {
    const x = across.place(value);
    const half = textWidth(words, SMALL) / 2;
    const tick = line(x, bottom, x, bottom + 4, palette.muted);
    if (x - half < end + 4) return tick;
    end = x + half;
    return tick + text(words, x, bottom + 17, SMALL, palette.muted, { 'text-anchor': 'middle' });
  });
  const middle = (top + bottom) / 2;
  const turned = `rotate(-90 ${short(PADDING + 4)} ${short(middle)})`;
  const centred = { 'text-anchor': 'middle' };
  return [
    ...rows,
    ...columns,
    line(left, bottom, right, bottom, palette.muted),
    text(spec.x.title, (left + right) / 2, bottom + 36, TEXT, palette.foreground, centred),
    text(spec.y.title, PADDING + 4, middle, TEXT, palette.foreground, { ...centred, transform: turned }),
  ].join('\n');
}

/** Upright lines with their words. */
function marksSvg({ marks = [] }: PlotSpec, across: Scale, box: Box, palette: Palette): string[] {
  return marks.flatMap(({ x: value, label, color }) => {
    if (value === undefined || !Number.isFinite(value)) return [];
    const x = across.place(value);
    if (x < box.left - 1 || x > box.right + 1) return [];
    const paintOf = colorOf(palette, color);
    const width = textWidth(label, SMALL);
    const start = x + 4 + width > box.right ? x - 4 - width : x + 4;
    return [
      stroke(`M${short(x)} ${short(box.top)}V${short(box.bottom)}`, paintOf, '4 3', 1),
      text(label, start, box.top - 2, SMALL, paintOf),
    ];
  });
}

/** A triangle with its number for each point that the axis leaves out. */
function edges({ series }: PlotSpec, across: Scale, up: Scale, box: Box, palette: Palette): string[] {
  let end = { top: Number.NEGATIVE_INFINITY, bottom: Number.NEGATIVE_INFINITY };
  const outside = series
    .flatMap(({ points, color }) => points.map(({ x, y }) => ({ x, y, color })))
    .filter(({ y }) => y > up.to || y < up.from)
    .sort((one, other) => one.x - other.x);
  /** Whether another mark on the same side begins before a place. */
  const isTaken = (from: number, to: number, side: string) =>
    outside
      .slice(from)
      .some(({ x, y }) => (y > up.to ? 'top' : 'bottom') === side && across.place(x) - 6 < to);
  return outside.map(({ x: value, y, color }, i) => {
    const side = y > up.to ? 'top' : 'bottom';
    const [x, at, down] =
      side === 'top' ? [across.place(value), box.top, 8] : [across.place(value), box.bottom, -8];
    const tip = element('path', {
      d: `M${short(x)} ${short(at)}l5 ${down}h-10z`,
      ...paint('fill', colorOf(palette, color)),
    });
    const words = Number.isFinite(y) ? formatTick(Number(y.toPrecision(3))) : '';
    const width = textWidth(words, SMALL);
    if (words === '' || x + 8 < end[side] || x + 8 + width > box.right || isTaken(i + 1, x + 8 + width, side))
      return tip;
    end = { ...end, [side]: x + 12 + width };
    return tip + text(words, x + 8, at + (down > 0 ? 9 : -2), SMALL, colorOf(palette, color));
  });
}
