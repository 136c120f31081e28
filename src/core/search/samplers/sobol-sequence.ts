import { PURPOSES, philox } from '../../random';

/**
 * The primitive polynomials and first direction numbers of dimensions 2 to 20: S. Joe and F. Y. Kuo, "Constructing
 * Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30 (2008), their file
 * new-joe-kuo-6.21201. The degree of a polynomial is the number of direction numbers; its inner coefficients are the
 * bits of the first number.
 */
const DIRECTIONS: readonly (readonly [number, readonly number[]])[] = [
  [0, [1]],
  [1, [1, 3]],
  [1, [1, 3, 1]],
  [2, [1, 1, 1]],
  [1, [1, 1, 3, 3]],
  [4, [1, 3, 5, 13]],
  [2, [1, 1, 5, 5, 17]],
  [4, [1, 1, 5, 5, 5]],
  [7, [1, 1, 7, 11, 19]],
  [11, [1, 1, 5, 1, 1]],
  [13, [1, 1, 1, 3, 11]],
  [14, [1, 3, 5, 5, 31]],
  [1, [1, 3, 3, 9, 7, 49]],
  [13, [1, 1, 1, 15, 21, 21]],
  [16, [1, 3, 1, 13, 27, 49]],
  [19, [1, 1, 1, 15, 7, 5]],
  [22, [1, 3, 1, 15, 13, 25]],
  [25, [1, 1, 5, 5, 19, 61]],
  [1, [1, 3, 7, 11, 23, 15, 103]],
];

/** How many dimensions there are numbers for. */
export const MOST_DIMENSIONS = DIRECTIONS.length + 1;

const BITS = 32;

/** What each bit of an index adds to a dimension's number, the lowest bit first. */
function matrixOf(dimension: number): Uint32Array {
  const matrix = new Uint32Array(BITS);
  const [inner, first] = DIRECTIONS[dimension - 1] ?? [0, []];
  const degree = first.length;
  for (let k = 0; k < BITS; k++) {
    if (dimension === 0) matrix[k] = 1 << (BITS - 1 - k);
    else if (k < degree) matrix[k] = first[k]! << (BITS - 1 - k);
    else {
      let bits = matrix[k - degree]! ^ (matrix[k - degree]! >>> degree);
      for (let j = 1; j < degree; j++) {
        if ((inner >>> (degree - 1 - j)) & 1) bits ^= matrix[k - j]!;
      }
      matrix[k] = bits;
    }
  }
  return matrix;
}

const matrices = Array.from({ length: MOST_DIMENSIONS }, (_, dimension) => matrixOf(dimension));

/** Coordinate of a point of the Sobol sequence (in the order of its indices in binary) as 32 bits after the point. */
export function sobolBits(index: number, dimension: number): number {
  const matrix = matrices[dimension]!;
  let bits = 0;
  for (let k = 0, rest = index; rest > 0; k++, rest >>>= 1) if (rest & 1) bits ^= matrix[k]!;
  return bits >>> 0;
}

const block = new Uint32Array(4);

/**
 * Nested uniform scrambling (A. B. Owen, "Randomly permuted (t, m, s)-nets and (t, s)-sequences", 1995): each bit is
 * flipped or not by a random function of the dimension and the bits before it. The random words are those of the key of
 * the purpose `study` whose counter ends in 1; those of streams end in 0.
 */
export function scramble(bits: number, dimension: number, seed: number): number {
  let flips = 0;
  for (let k = 0; k < BITS; k++) {
    const before = k === 0 ? 0 : bits >>> (BITS - k);
    philox([before, k, dimension, 1], [seed >>> 0, PURPOSES.study], block);
    flips = (flips << 1) | (block[0]! & 1);
  }
  return (bits ^ flips) >>> 0;
}
