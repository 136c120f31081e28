/** Red, green, blue in 0..255 and alpha in 0..1. */
export type Rgba = readonly [number, number, number, number];

/**
 * Parses `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()` and `rgba()`, the formats in VS Code themes; otherwise
 * undefined.
 */
export function parseColor(text: string): Rgba | undefined {
  const color = text.trim();
  if (color.startsWith('#')) return parseHex(color.slice(1));
  const match = /^rgba?\(([^)]*)\)$/i.exec(color);
  if (!match) return undefined;
  const parts = match[1].split(/[\s,/]+/).filter((part) => part !== '');
  const [red, green, blue] = parts.map(Number.parseFloat);
  const alpha = parts[3] === undefined ? 1 : Number.parseFloat(parts[3]) / (parts[3].endsWith('%') ? 100 : 1);
  return [red, green, blue, alpha].every(Number.isFinite) ? [red, green, blue, alpha] : undefined;
}

function parseHex(digits: string): Rgba | undefined {
  if (!/^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(digits)) return undefined;
  const wide = digits.length > 4 ? digits : digits.replace(/./g, '$&$&');
  const byte = (index: number) => Number.parseInt(wide.slice(index * 2, index * 2 + 2), 16);
  return [byte(0), byte(1), byte(2), wide.length === 8 ? byte(3) / 255 : 1];
}

/** Multiplies the opacity of a colour by `alpha`; returns unparsable text unchanged. */
export function withAlpha(color: string, alpha: number): string {
  const rgba = parseColor(color);
  if (!rgba) return color;
  const [red, green, blue, opacity] = rgba;
  return `rgba(${red}, ${green}, ${blue}, ${Number((opacity * alpha).toFixed(3))})`;
}

/** Makes a colour opaque; returns unparsable text unchanged. */
export function opaque(color: string): string {
  const rgba = parseColor(color);
  return rgba ? `rgb(${rgba[0]}, ${rgba[1]}, ${rgba[2]})` : color;
}
