import { greatest } from '../lists';
import type { Stream } from '../random';
import { dot, norm, plus } from './vectors';

/** Numbers of the vectors that are kept meanwhile; a large network makes do with fewer. */
const KEPT = 8_000_000;
/** Products that every map gets, however large. */
const LEAST = 4;
/** Residual over eigenvalue at which it ends. */
const CLOSE = 0.01;
/** Of a small matrix: its power of 2¹⁶ tells eigenvalues apart that differ by a thousandth. */
const SQUARINGS = 16;
/** Share of noise in a start: a gradient may be an eigenvector itself, and another may have overtaken a known one. */
const NOISE = 0.1;

export interface Eigenpair {
  readonly value: number;
  readonly vector: Float64Array;
}

/** Where to begin: near a direction that is likely to have a part along the eigenvector. */
export function startNear(direction: Float64Array, stream: Stream): Float64Array {
  const noise = direction.map(() => stream.normal());
  return plus(direction, (NOISE * norm(direction)) / norm(noise), noise);
}

/**
 * The largest eigenvalue of a symmetric map and its unit vector, by Lanczos' method with every vector orthogonal to all
 * before; undefined where a product is not finite. Of as many products power iteration comes nowhere near as close.
 *
 * @param most products
 * @param times the map; yields between slices of its work
 * @param report told the estimate after each product
 */
export function* lanczos(
  start: Float64Array,
  most: number,
  times: (unit: Float64Array) => Generator<undefined, Float64Array>,
  report: (value: number) => void = () => {},
): Generator<undefined, Eigenpair | undefined> {
  const limit = Math.max(LEAST, Math.min(most, Math.floor(KEPT / start.length)));
  const basis: Float64Array[] = [];
  const small = Array.from({ length: limit }, () => new Array<number>(limit).fill(0));
  let rest = start;
  let top = { value: 0, parts: [] as number[] };
  for (let k = 0; k < limit; k++) {
    const size = norm(rest);
    if (!Number.isFinite(size)) return undefined;
    if (k > 0 && size * Math.abs(top.parts[k - 1]!) <= CLOSE * Math.abs(top.value)) break;
    if (k > 0) small[k]![k - 1] = small[k - 1]![k] = size;
    const unit = rest.map((part) => part / size);
    basis.push(unit);
    rest = yield* times(unit);
    small[k]![k] = dot(unit, rest);
    for (const one of basis) rest = plus(rest, -dot(one, rest), one);
    top = largest(small.slice(0, k + 1).map((row) => row.slice(0, k + 1)));
    report(top.value);
  }
  const vector = basis.reduce((sum, one, i) => plus(sum, top.parts[i]!, one), new Float64Array(start.length));
  return { value: top.value, vector };
}

/** The largest eigenvalue of a small symmetric matrix and its unit vector: the matrix, shifted to be positive, squared often. */
function largest(matrix: readonly (readonly number[])[]): { value: number; parts: number[] } {
  const n = matrix.length;
  // More than its norm: with just as much, a matrix of one negative number would become 0.
  const shift = 1.001 * greatest(matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
  let power = matrix.map((row, i) => row.map((value, j) => value + (i === j ? shift : 0)));
  for (let i = 0; i < SQUARINGS; i++) {
    const scale = power.reduce((sum, row, j) => sum + row[j]!, 0) || 1;
    power = power.map((row) =>
      row.map((_, j) => row.reduce((sum, value, k) => sum + (value / scale) * (power[k]![j]! / scale), 0)),
    );
  }
  const longest = power.reduce((a, b, i) => (b[i]! > power[a]![a]! ? i : a), 0);
  const size = norm(Float64Array.from(power[longest]!)) || 1;
  const parts = power[longest]!.map((value) => value / size);
  let value = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) value += matrix[i]![j]! * parts[i]! * parts[j]!;
  return { value, parts };
}
