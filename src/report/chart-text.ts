import { element, escapeXml, paint } from './svg';

// Font sizes in pixels.
export const TITLE = 15;
export const TEXT = 12;
export const SMALL = 11;

/** A line of text that starts at `x` on the baseline `y`. */
export function text(
  words: string,
  x: number,
  y: number,
  size: number,
  color: string,
  more: Readonly<Record<string, string | number | undefined>> = {},
): string {
  return element('text', { x, y, 'font-size': size, ...paint('fill', color), ...more }, escapeXml(words));
}
