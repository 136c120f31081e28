import type { Boundary, Bounds } from '../../src/protocol';
import type { Rgba } from '../color';

/** What a plane is coloured with. */
export interface FieldColors {
  /** One a class; the first two are also the ends of the scale of a regression: low, high. */
  readonly classes: readonly Rgba[];
  readonly background: Rgba;
}

/** How much of a class's colour the plane takes where the network is unsure, and where it is sure. A value of 0 has none. */
const FAINT = 0.16;
const STRONG = 0.56;

/**
 * The colours of a boundary's cells as RGBA bytes. The less sure the network is of a cell, the nearer is its colour to
 * the background. `range` is the value of a regression at which a colour is full; its zero has the background's colour.
 */
export function fieldPixels(
  boundary: Boundary,
  colors: FieldColors,
  range: number,
): Uint8ClampedArray<ArrayBuffer> {
  const cells = boundary.columns * boundary.rows;
  const pixels = new Uint8ClampedArray(cells * 4);
  for (let cell = 0; cell < cells; cell++) {
    const [index, sureness] = boundary.values
      ? valueShade(boundary.values[cell], range)
      : classShade(boundary, cell, colors.classes.length);
    const color = colors.classes[index % colors.classes.length];
    const faint = boundary.values ? 0 : FAINT;
    const share = Number.isFinite(sureness) ? faint + (STRONG - faint) * sureness : 0;
    for (let channel = 0; channel < 3; channel++) {
      const ground = colors.background[channel];
      pixels[cell * 4 + channel] = ground + (color[channel] - ground) * share;
    }
    pixels[cell * 4 + 3] = 255;
  }
  return pixels;
}

/** Class and sureness, 0..1. */
function classShade(boundary: Boundary, cell: number, classes: number): readonly [number, number] {
  return [boundary.winner?.[cell] ?? 0, sureness(boundary.strength?.[cell] ?? 255, classes)];
}

/** How far a winner's probability (0..255) lies above that of a blind guess, 0..1. */
function sureness(strength: number, classes: number): number {
  const guess = 1 / Math.max(2, classes);
  return Math.max(0, (strength / 255 - guess) / (1 - guess));
}

function valueShade(value: number, range: number): readonly [number, number] {
  return [value < 0 ? 0 : 1, Math.min(1, Math.abs(value) / range)];
}

/** The value at which a regression's colours are full: the greatest distance of a target from 0. */
export function targetRange(points: Float32Array): number {
  let range = 0;
  for (let i = 2; i < points.length; i += 3) range = Math.max(range, Math.abs(points[i]));
  return range || 1;
}

/** Maps the plane to a picture of `width` × `height`, y upward. */
export interface PlaneScale {
  x(value: number): number;
  y(value: number): number;
}

export function planeScale([left, right, bottom, top]: Bounds, width: number, height: number): PlaneScale {
  return {
    x: (value) => ((value - left) / (right - left || 1)) * width,
    y: (value) => ((top - value) / (top - bottom || 1)) * height,
  };
}

/** The class that the network gives to a place; −1 outside of the picture or for a regression. */
export function classAt(boundary: Boundary, x: number, y: number): number {
  const { columns, rows, winner } = boundary;
  const scale = planeScale(boundary.bounds, columns, rows);
  const [column, row] = [Math.floor(scale.x(x)), Math.floor(scale.y(y))];
  const inside = column >= 0 && column < columns && row >= 0 && row < rows;
  return winner && inside ? winner[row * columns + column] : -1;
}

/** Of the points (x, y, class triples) the indexes of those that lie on the wrong side. */
export function misplaced(boundary: Boundary, points: Float32Array): Set<number> {
  const wrong = new Set<number>();
  if (!boundary.winner) return wrong;
  for (let i = 0; i < points.length / 3; i++) {
    const given = classAt(boundary, points[i * 3], points[i * 3 + 1]);
    if (given >= 0 && given !== points[i * 3 + 2]) wrong.add(i);
  }
  return wrong;
}

/** Line segments x1, y1, x2, y2, … in a unit square, y downward. */
export type Segments = readonly number[];

/**
 * Where the two classes of a boundary are equally probable, by marching squares on the difference of their
 * probabilities; empty with more than two classes.
 */
export function separatingLine(boundary: Boundary, classes: number): Segments {
  const { columns, rows, winner, strength } = boundary;
  if (!winner || !strength || classes !== 2) return [];
  // Never exactly 0, so that no corner lies on the line.
  const lead = (cell: number) => (winner[cell] === 0 ? 1 : -1) * (strength[cell] / 127.5 - 1 + 1e-3);
  const segments: number[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const cell = row * columns + column;
      const corners = [lead(cell), lead(cell + 1), lead(cell + columns + 1), lead(cell + columns)] as const;
      crossings(corners).forEach(([x, y]) => {
        segments.push((column + 0.5 + x) / columns, (row + 0.5 + y) / rows);
      });
    }
  }
  return segments;
}

/** Corners of a cell in the order of `separatingLine`: top left, top right, bottom right, bottom left. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** Where the sides of a cell are crossed: no, two or (a saddle) four places, each two of which are one segment. */
function crossings(corners: readonly [number, number, number, number]): (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  for (let side = 0; side < 4; side++) {
    const [from, to] = [corners[side], corners[(side + 1) % 4]];
    if (from > 0 === to > 0) continue;
    const share = from / (from - to);
    const [start, end] = [CORNERS[side], CORNERS[(side + 1) % 4]];
    places.push([start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share]);
  }
  return places;
}

/** Which of `count` points are drawn where only `most` find room: spread evenly over all. */
export function thinned(count: number, most: number): number[] {
  const drawn = Math.min(count, Math.max(1, Math.floor(most)));
  return Array.from({ length: drawn }, (_, index) => Math.floor((index * count) / drawn));
}
