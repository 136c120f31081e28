import * as l10n from '@vscode/l10n';
import { DASHES } from '../charts/chart-spec';
import type { Point } from '../charts/decimate';
import { colorOf } from '../charts/line-color';
import type { DrawnLine } from '../charts/lines';
import { greatest } from '../core/lists';
import { framed, PADDING } from './chart-frame';
import { type Box, epochTicks, pathOf, type Scales, scalesOf, valueTicks } from './chart-layout';
import { legend } from './chart-legend';
import { brokenEnds, marks } from './chart-marks';
import type { ChartPicture } from './chart-picture';
import { SMALL, TEXT, TITLE, text } from './chart-text';
import type { Palette } from './palette';
import { element, paint, short, textWidth } from './svg';

/** Default size of a chart in pixels. */
export const CHART_SIZE = { width: 720, height: 405 } as const;

/** A chart as a standalone SVG: lines, spread, axes with titles, legend with last values, marks. */
export function chartSvg(picture: ChartPicture): string {
  const { spec, model, palette, width, height, hidden } = picture;
  const title = spec.title(model.task);
  const ticks = valueTicks(spec, model);
  const left = PADDING + 22 + greatest([...ticks.map(({ text }) => textWidth(text, SMALL)), 10]);
  const room = { left, right: width - PADDING, top: PADDING + TITLE + 8, size: TEXT };
  const key = legend(spec, model, hidden, palette, room);
  const box: Box = { left, top: room.top + key.height + 10, right: width - PADDING - 6, bottom: height - 46 };
  const scales = scalesOf(model, box);
  const clip = `plot-${spec.id}`;
  return framed(title, picture, left, [
    key.markup,
    axes(picture, box, scales, title),
    `<clipPath id="${clip}">${element('rect', { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top })}</clipPath>`,
    `<g clip-path="url(#${clip})" fill="none" stroke-linejoin="round">`,
    ...curves(
      model.lines.filter(({ spec: { id } }) => !hidden.has(id)),
      palette,
      scales,
    ),
    '</g>',
    ...marks(picture, box, scales),
    ...brokenEnds(picture, box, scales),
  ]);
}

function axes({ spec, model, palette }: ChartPicture, box: Box, scales: Scales, title: string): string {
  const { left, right, top, bottom } = box;
  const rows = valueTicks(spec, model).map(({ value, text: words }) => {
    const y = scales.y(value);
    const line = element('line', { x1: left, x2: right, y1: y, y2: y, ...paint('stroke', palette.grid) });
    return line + text(words, left - 6, y + SMALL * 0.35, SMALL, palette.muted, { 'text-anchor': 'end' });
  });
  const columns = epochTicks(model, 8).map(({ value, text: words }) => {
    const x = scales.x(value);
    const line = element('line', {
      x1: x,
      x2: x,
      y1: bottom,
      y2: bottom + 4,
      ...paint('stroke', palette.muted),
    });
    return line + text(words, x, bottom + 17, SMALL, palette.muted, { 'text-anchor': 'middle' });
  });
  const middle = (top + bottom) / 2;
  const unit = model.logarithmic ? l10n.t('{0} (logarithmic)', title) : title;
  return [
    ...rows,
    ...columns,
    element('line', { x1: left, x2: right, y1: bottom, y2: bottom, ...paint('stroke', palette.muted) }),
    text(
      model.unit === 'step' ? l10n.t('Step') : l10n.t('Epoch'),
      (left + right) / 2,
      bottom + 36,
      TEXT,
      palette.foreground,
      {
        'text-anchor': 'middle',
      },
    ),
    text(unit, PADDING + 4, middle, TEXT, palette.foreground, {
      'text-anchor': 'middle',
      transform: `rotate(-90 ${short(PADDING + 4)} ${short(middle)})`,
    }),
  ].join('\n');
}

/**
 * Paints spread areas first, then single seeds, lines, solid lines, and on top the compared runs, whose thin lines
 * cover none.
 */
function curves(lines: readonly DrawnLine[], palette: Palette, scales: Scales): string[] {
  const rank = ({ kind, spec }: DrawnLine) => (kind === 'compared' ? 2 : spec.stroke === 'solid' ? 1 : 0);
  const ranked = lines.toSorted((a, b) => rank(a) - rank(b));
  return [
    ...lines.map((line) => area(line, palette, scales)),
    ...lines.flatMap((line) => line.others.map((one) => stroke(one, line, palette, scales, true))),
    ...ranked.map((line) => stroke(line.points, line, palette, scales, false)),
  ].filter(Boolean);
}

function area(line: DrawnLine, palette: Palette, scales: Scales): string {
  const { band, kind } = line;
  const edge = band
    ? [...band.upper, ...[...band.lower].reverse()].filter(({ y }) => Number.isFinite(y))
    : [];
  if (edge.length === 0) return '';
  return element('path', {
    d: `${pathOf(edge, scales, short)}Z`,
    ...paint('fill', palette[colorOf(line)], kind === 'compared' ? 0.12 : 0.18),
  });
}

/** A line; faint ones are single seeds. */
function stroke(
  points: readonly Point[],
  line: DrawnLine,
  palette: Palette,
  scales: Scales,
  faint: boolean,
): string {
  const { spec } = line;
  const d = pathOf(points, scales, short);
  if (d === '') return '';
  const alpha = faint ? 0.4 : spec.stroke === 'dotted' ? 0.75 : 1;
  return element('path', {
    d,
    ...paint('stroke', palette[colorOf(line)], alpha),
    'stroke-width': faint ? 1 : spec.width,
    'stroke-dasharray': faint ? '' : DASHES[spec.stroke].join(' '),
  });
}
