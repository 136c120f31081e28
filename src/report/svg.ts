import { parseColor } from '../charts/color';

/** Code points that XML 1.0 does not allow (section 2.2), even escaped. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes text for an element or attribute. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"]/g, (character) => ESCAPES[character]);
}

/** Formats an element. Undefined attributes are omitted; children are markup. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(value!)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** Rounds to a hundredth of a pixel. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);

/**
 * A colour as `fill` or `stroke`. Opacity, multiplied by `alpha`, is a separate attribute, since drawing programs do
 * not read `rgba()`.
 */
export function paint(
  name: 'fill' | 'stroke',
  color: string,
  alpha = 1,
): Readonly<Record<string, string | number | undefined>> {
  const rgba = parseColor(color);
  if (!rgba) return { [name]: color, [`${name}-opacity`]: alpha < 1 ? alpha : undefined };
  const [red, green, blue, own] = rgba;
  const hex = [red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('');
  const opacity = own * alpha;
  return { [name]: `#${hex}`, [`${name}-opacity`]: opacity < 1 ? opacity : undefined };
}

/** Estimated text width: a sans-serif letter is a little over half its height. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]/.test(character) ? 1 : 0.53;
  return width * size;
}

/** A picture as an address that stands in a text itself. */
export function dataUri(svg: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(svg)) bytes += String.fromCharCode(byte);
  return `data:image/svg+xml;base64,${btoa(bytes)}`;
}
