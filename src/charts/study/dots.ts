/** Parts of the picture across and up, in each of which one dot is as good as many. */
const [ACROSS, UP] = [150, 80];
/** Fewer dots are all drawn. */
const MANY = 2_000;

interface Dot {
  readonly x: number;
  readonly y: number;
}

/** Of dots that would lie on each other the first; `placeX` and `placeY` say where in the picture a value stands, 0..1. */
export function thinnedDots<T extends Dot>(
  dots: readonly T[],
  placeX: (x: number) => number,
  placeY: (y: number) => number,
): readonly T[] {
  if (dots.length <= MANY) return dots;
  const taken = new Set<number>();
  return dots.filter(({ x, y }) => {
    // What lies outside is marked at the edge, once for each part across.
    const up = Math.round(UP * Math.min(1.1, Math.max(-0.1, placeY(y))));
    const part = Math.round(ACROSS * placeX(x)) * 4 * UP + up;
    if (taken.has(part)) return false;
    taken.add(part);
    return true;
  });
}
