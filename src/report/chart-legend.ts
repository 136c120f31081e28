import { type ChartSpec, DASHES } from '../charts/chart-spec';
import { errorWords } from '../charts/compared';
import { colorOf } from '../charts/line-color';
import { type DrawnLine, lineName } from '../charts/lines';
import type { ChartModel } from '../charts/model';
import { readings } from '../charts/readings';
import type { Palette } from './palette';
import { element, escapeXml, paint, textWidth } from './svg';

const SAMPLE = 22;
const GAP = 18;
const ROW = 18;

interface Item {
  readonly x: number;
  readonly y: number;
  readonly markup: string;
}

/** The legend: stroke, name and last value of every line, wrapped to the width. */
export function legend(
  spec: ChartSpec,
  model: ChartModel,
  hidden: ReadonlySet<string>,
  palette: Palette,
  room: { readonly left: number; readonly right: number; readonly top: number; readonly size: number },
): { readonly markup: string; readonly height: number } {
  const { left, right, top, size } = room;
  const items: Item[] = [];
  let [x, y] = [left, top + ROW / 2];
  let kind: string | undefined;
  for (const { line, value, deviation } of readings(model, null)) {
    if (hidden.has(line.spec.id)) continue;
    const spread = Number.isFinite(deviation) ? ` ± ${spec.format(deviation, model.task)}` : '';
    const text = [lineName(line), spec.format(value, model.task) + spread, errorWords(line)]
      .filter(Boolean)
      .join(' ');
    const width = SAMPLE + 6 + textWidth(text, size);
    const begins = kind !== undefined && (line.kind !== kind || line.kind === 'compared');
    if (items.length > 0 && (begins || x + width > right)) [x, y] = [left, y + ROW];
    kind = line.kind;
    items.push({ x, y, markup: sample(line, palette, x, y) + words(text, palette, x, y, size) });
    x += width + GAP;
  }
  const height = items.length === 0 ? 0 : y - top + ROW / 2;
  return { markup: items.map(({ markup }) => markup).join('\n'), height };
}

function sample(line: DrawnLine, palette: Palette, x: number, y: number): string {
  const { spec } = line;
  return element('line', {
    x1: x,
    x2: x + SAMPLE,
    y1: y,
    y2: y,
    ...paint('stroke', palette[colorOf(line)]),
    'stroke-width': spec.width,
    'stroke-dasharray': DASHES[spec.stroke].join(' '),
  });
}

function words(text: string, palette: Palette, x: number, y: number, size: number): string {
  const place = { x: x + SAMPLE + 6, y: y + size * 0.35, 'font-size': size };
  return element('text', { ...place, ...paint('fill', palette.foreground) }, escapeXml(text));
}
