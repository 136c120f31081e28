import type { Point } from '../charts/decimate';
import { SMALL, TITLE, text } from './chart-text';
import type { Palette } from './palette';
import { element, escapeXml, paint, textWidth } from './svg';

/** Around a picture, in pixels. */
export const PADDING = 14;

/** What every picture has. */
export interface Frame {
  readonly palette: Palette;
  /** Size of the whole picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** Shown beside the title: what it is of. */
  readonly caption: string;
}

/** A standalone SVG with its title at the top. @param left where the title begins */
export function framed(
  title: string,
  { palette, width, height, caption }: Frame,
  left: number,
  parts: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escapeXml(palette.fontFamily)}">`,
    element('title', {}, escapeXml([title, caption].filter(Boolean).join(': '))),
    element('rect', { width, height, ...paint('fill', palette.background) }),
    heading(title, caption, palette, left, width),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function heading(title: string, caption: string, palette: Palette, left: number, width: number): string {
  const baseline = PADDING + TITLE * 0.8;
  const start = left + textWidth(title, TITLE) * 1.08 + 12;
  const most = Math.max(0, Math.floor((width - PADDING - start) / (SMALL * 0.53)));
  const fits = caption.length <= most ? caption : `${caption.slice(0, Math.max(0, most - 1))}…`;
  return [
    text(title, left, baseline, TITLE, palette.foreground, { 'font-weight': 600 }),
    caption !== '' && most > 3 ? text(fits, start, baseline, SMALL, palette.muted) : '',
  ].join('');
}

/** A line through points. */
export const lineThrough = (points: readonly Point[], write: (value: number) => string): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${write(x)} ${write(y)}`).join('');
