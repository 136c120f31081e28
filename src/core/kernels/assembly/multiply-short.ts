// The product of `multiply.ts` in loops of a single step, for engines that do not keep the order of longer ones; see
// `loops.ts`.

import { LINE, TILE } from './net';
import { Tile } from './tile';

/** As `multiply`, for all 8 columns. */
export function multiplyShort(
  input: usize,
  inputStride: usize,
  matrix: usize,
  matrixStride: usize,
  depth: i32,
  first: usize,
  rowTiles: i32,
  output: usize,
  outputStride: usize,
  gate: bool,
): void {
  const firstA = v128.load(first);
  const firstB = v128.load(first, 16);
  const size = <usize>(depth >> 3) * TILE + <usize>(depth & 7) * 4;
  let u: v128, v: v128, s: v128;
  for (let row = 0; row < rowTiles; row++) {
    let a = input;
    let b = matrix;
    const end = a + size;
    let c0a = firstA;
    let c0b = firstB;
    let c1a = firstA;
    let c1b = firstB;
    let c2a = firstA;
    let c2b = firstB;
    let c3a = firstA;
    let c3b = firstB;
    for (let i = 1; a != end; i++) {
      u = v128.load(b);
      v = v128.load(b, 16);
      s = v128.load32_splat(a);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 32);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 64);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 96);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      a += i & 7 ? 4 : TILE - 28;
      b += i & 3 ? LINE : matrixStride - 3 * LINE;
    }
    if (gate) Tile.multiply(output, c0a, c0b, c1a, c1b, c2a, c2b, c3a, c3b);
    else Tile.store(output, c0a, c0b, c1a, c1b, c2a, c2b, c3a, c3b);
    input += inputStride;
    output += outputStride;
  }
}
