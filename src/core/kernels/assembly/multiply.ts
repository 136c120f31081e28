// The product of forward and backward passes.
//
// Each output number is one plain sum in the order of its depth, whatever tile it stands in and however rows and lines
// are shared out: the bits never depend on the split. Multiplication and addition are separate instructions, since a
// fused one would round differently from one processor to the next. A tile of 4 × 8 sums lives in registers; the loops
// are unrolled by hand to constant offsets.

import { shortLoops } from './loops';
import { multiplyNarrow } from './multiply-narrow';
import { multiplyShort } from './multiply-short';
import { LINE, TILE } from './net';
import { Tile } from './tile';

/**
 * Rows of tiles × one column of tiles, of whose 8 columns `used` (or all, if that is more) are in use:
 * out = first + a · b, where `first` is a line of 8 numbers. With `gate`, the result is multiplied by what is in `output`
 * already.
 */
export function multiply(
  used: i32,
  input: usize,
  inputStride: usize,
  matrix: usize,
  matrixStride: usize,
  depth: i32,
  first: usize,
  rows: i32,
  output: usize,
  outputStride: usize,
  gate: bool,
): void {
  if (used <= 4)
    multiplyNarrow(input, inputStride, matrix, matrixStride, depth, first, rows, output, outputStride, gate);
  else if (shortLoops())
    multiplyShort(input, inputStride, matrix, matrixStride, depth, first, rows, output, outputStride, gate);
  else eight(input, inputStride, matrix, matrixStride, depth, first, rows, output, outputStride, gate);
}

function eight(
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
  const whole = <usize>(depth >> 3) * TILE;
  let u: v128, v: v128, s: v128;
  for (let row = 0; row < rowTiles; row++) {
    let a = input;
    let b = matrix;
    const end = a + whole;
    let c0a = firstA;
    let c0b = firstB;
    let c1a = firstA;
    let c1b = firstB;
    let c2a = firstA;
    let c2b = firstB;
    let c3a = firstA;
    let c3b = firstB;
    while (a != end) {
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
      u = v128.load(b, 32);
      v = v128.load(b, 48);
      s = v128.load32_splat(a, 4);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 36);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 68);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 100);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      u = v128.load(b, 64);
      v = v128.load(b, 80);
      s = v128.load32_splat(a, 8);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 40);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 72);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 104);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      u = v128.load(b, 96);
      v = v128.load(b, 112);
      s = v128.load32_splat(a, 12);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 44);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 76);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 108);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      b += matrixStride;
      u = v128.load(b);
      v = v128.load(b, 16);
      s = v128.load32_splat(a, 16);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 48);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 80);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 112);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      u = v128.load(b, 32);
      v = v128.load(b, 48);
      s = v128.load32_splat(a, 20);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 52);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 84);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 116);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      u = v128.load(b, 64);
      v = v128.load(b, 80);
      s = v128.load32_splat(a, 24);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 56);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 88);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 120);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      u = v128.load(b, 96);
      v = v128.load(b, 112);
      s = v128.load32_splat(a, 28);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 60);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 92);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 124);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      b += matrixStride;
      a += TILE;
    }
    for (let rest = depth & 7; rest > 0; rest--) {
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
      a += 4;
      b += rest == (depth & 7) - 3 ? matrixStride - 3 * LINE : LINE;
    }
    if (gate) Tile.multiply(output, c0a, c0b, c1a, c1b, c2a, c2b, c3a, c3b);
    else Tile.store(output, c0a, c0b, c1a, c1b, c2a, c2b, c3a, c3b);
    input += inputStride;
    output += outputStride;
  }
}
