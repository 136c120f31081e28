/**
 * The colours of viridis at equal distances: even in lightness, and told apart by colour-blind people (van der Walt and
 * Smith, matplotlib 1.5).
 */
const VIRIDIS = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
] as const;

/** Red, green and blue in 0..255 at a place from 0 (dark) to 1 (bright). */
export function viridis(place: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, place)) * (VIRIDIS.length - 1);
  const low = Math.min(Math.floor(at), VIRIDIS.length - 2);
  const mix = (channel: 0 | 1 | 2) => {
    const [from, to] = [VIRIDIS[low]![channel], VIRIDIS[low + 1]![channel]];
    return Math.round(from + (at - low) * (to - from));
  };
  return [mix(0), mix(1), mix(2)];
}

/** Whether dark text stands out better on a colour than bright text. */
export const isBright = ([red, green, blue]: readonly [number, number, number]): boolean =>
  0.299 * red + 0.587 * green + 0.114 * blue > 140;
