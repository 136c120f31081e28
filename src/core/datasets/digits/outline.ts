import { SKELETONS } from './skeletons';

/** Line segments in the unit box of the glyph, four numbers each: start x, y and end x, y. */
export type Segments = Float64Array;

/** Segments between two knots. */
const PIECES = 5;

type Knot = readonly [number, number];

/** Catmull–Rom spline between b and c, with neighbours a and d; t is 0..1. */
function between(a: number, b: number, c: number, d: number, t: number): number {
  const linear = c - a;
  const square = 2 * a - 5 * b + 4 * c - d;
  const cube = 3 * b - a - 3 * c + d;
  return b + 0.5 * t * (linear + t * (square + t * cube));
}

function curve(knots: readonly Knot[], out: number[]): void {
  const at = (i: number) => knots[Math.min(Math.max(i, 0), knots.length - 1)];
  let [x, y] = knots[0]!;
  for (let i = 0; i + 1 < knots.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    if (b![0] === c![0] && b![1] === c![1]) continue;
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      const nextX = between(a![0], b![0], c![0], d![0], t);
      const nextY = between(a![1], b![1], c![1], d![1], t);
      out.push(x, y, nextX, nextY);
      [x, y] = [nextX, nextY];
    }
  }
}

function segmentsOf(skeleton: string): Segments {
  const out: number[] = [];
  for (const stroke of skeleton.split(' | ')) {
    const knots = stroke.split(' ').map((knot): Knot => {
      const [x, y] = knot.split(',').map(Number);
      return [x! / 100, y! / 100];
    });
    curve(knots, out);
  }
  return Float64Array.from(out);
}

/** The stroke variants of each digit, as segments. */
export const OUTLINES: readonly (readonly Segments[])[] = SKELETONS.map((ways) => ways.map(segmentsOf));
