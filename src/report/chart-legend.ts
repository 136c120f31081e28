import { type ChartSpec, DASHES } from '../charts/chart-spec';
import type { ChartModel } from '../charts/model';
import { readings } from '../charts/readings';
import { variantTitle } from '../charts/variant';
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

/** The legend: every line's stroke, name and last value, in as many rows as the width wants. */
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
  let variant: string | undefined;
  for (const { line, value, deviation } of readings(model, null)) {
    if (hidden.has(line.spec.id)) continue;
    const spread = Number.isFinite(deviation) ? ` ± ${spec.format(deviation, model.task)}` : '';
    const name = `${variantTitle(line.spec.variant)} ${line.spec.title}`;
    const text = `${name} ${spec.format(value, model.task)}${spread}`;
    const width = SAMPLE + 6 + textWidth(text, size);
    const begins = variant !== undefined && line.spec.variant !== variant;
    if (items.length > 0 && (begins || x + width > right)) [x, y] = [left, y + ROW];
    variant = line.spec.variant;
    items.push({ x, y, markup: sample(line.spec, palette, x, y) + words(text, palette, x, y, size) });
    x += width + GAP;
  }
  const height = items.length === 0 ? 0 : y - top + ROW / 2;
  return { markup: items.map(({ markup }) => markup).join('\n'), height };
}

function sample(spec: ChartModel['lines'][number]['spec'], palette: Palette, x: number, y: number): string {
  return element('line', {
    x1: x,
    x2: x + SAMPLE,
    y1: y,
    y2: y,
    ...paint('stroke', palette[spec.variant]),
    'stroke-width': spec.width,
    'stroke-dasharray': DASHES[spec.stroke].join(' '),
  });
}

function words(text: string, palette: Palette, x: number, y: number, size: number): string {
  const place = { x: x + SAMPLE + 6, y: y + size * 0.35, 'font-size': size };
  return element('text', { ...place, ...paint('fill', palette.foreground) }, escapeXml(text));
}
