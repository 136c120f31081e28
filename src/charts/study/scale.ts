import { viridis } from './scale-color';

/** Of a colour theme of VS Code. */
export type ThemeKind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

type Rgb = readonly [number, number, number];

/** Colours from the good end (0) to the bad one (1): what is good stands out from the background, dark or light. */
export function scaleOf({ kind }: { readonly kind: ThemeKind }): (place: number) => Rgb {
  const isDark = kind === 'dark' || kind === 'highContrast';
  return (place) => {
    const clamped = Math.min(1, Math.max(0, place));
    return viridis(isDark ? 1 - 0.85 * clamped : 0.9 * clamped);
  };
}

export const cssOf = ([red, green, blue]: Rgb): string => `rgb(${red}, ${green}, ${blue})`;
