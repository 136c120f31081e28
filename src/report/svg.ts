import { parseColor } from '../charts/color';

/** What is no character of XML 1.0 (section 2.2), in no form. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand in an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"]/g, (character) => ESCAPES[character]);
}

/** An element; attributes that are undefined are left out. Children are markup. */
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

/** To a hundredth of a pixel. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);

/**
 * A colour as `fill` or `stroke`. Its transparency, times `alpha`, gets an attribute of its own: programs for drawing
 * do not read `rgba()`.
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

/** About how wide a text is, for want of a screen: a sans-serif letter is a little over half its height. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]/.test(character) ? 1 : 0.53;
  return width * size;
}
