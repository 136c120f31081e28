// The product of `multiply.ts` for a column of tiles that is half empty.

import { LINE, TILE } from './net';

/** As `multiply`, for the first 4 of the 8 columns: half the work. The others become 0. */
export function multiplyNarrow(
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
  const start = v128.load(first);
  const zero = f32x4.splat(0);
  let u: v128;
  for (let row = 0; row < rowTiles; row++) {
    let a = input;
    let b = matrix;
    let c0 = start;
    let c1 = start;
    let c2 = start;
    let c3 = start;
    // Four lines of the matrix, half a tile of the input: to the other half, or to the next tile.
    let jump: usize = 16;
    for (let fours = depth >> 2; fours > 0; fours--) {
      u = v128.load(b);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a), u));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a, 32), u));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a, 64), u));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a, 96), u));
      u = v128.load(b, 32);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a, 4), u));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a, 36), u));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a, 68), u));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a, 100), u));
      u = v128.load(b, 64);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a, 8), u));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a, 40), u));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a, 72), u));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a, 104), u));
      u = v128.load(b, 96);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a, 12), u));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a, 44), u));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a, 76), u));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a, 108), u));
      a += jump;
      jump = TILE - jump;
      b += matrixStride;
    }
    for (let rest = depth & 3; rest > 0; rest--) {
      u = v128.load(b);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a), u));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a, 32), u));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a, 64), u));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a, 96), u));
      a += 4;
      b += LINE;
    }
    if (gate) {
      c0 = f32x4.mul(c0, v128.load(output));
      c1 = f32x4.mul(c1, v128.load(output, 32));
      c2 = f32x4.mul(c2, v128.load(output, 64));
      c3 = f32x4.mul(c3, v128.load(output, 96));
    }
    v128.store(output, c0);
    v128.store(output, zero, 16);
    v128.store(output, c1, 32);
    v128.store(output, zero, 48);
    v128.store(output, c2, 64);
    v128.store(output, zero, 80);
    v128.store(output, c3, 96);
    v128.store(output, zero, 112);
    input += inputStride;
    output += outputStride;
  }
}
