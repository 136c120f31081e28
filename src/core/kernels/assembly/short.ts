// The two products with loops of a single step, for engines that do not keep the order of longer ones; see `loops.ts`.

import { LINE, TILE } from './net';

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
    if (gate) {
      c0a = f32x4.mul(c0a, v128.load(output));
      c0b = f32x4.mul(c0b, v128.load(output, 16));
      c1a = f32x4.mul(c1a, v128.load(output, 32));
      c1b = f32x4.mul(c1b, v128.load(output, 48));
      c2a = f32x4.mul(c2a, v128.load(output, 64));
      c2b = f32x4.mul(c2b, v128.load(output, 80));
      c3a = f32x4.mul(c3a, v128.load(output, 96));
      c3b = f32x4.mul(c3b, v128.load(output, 112));
    }
    v128.store(output, c0a);
    v128.store(output, c0b, 16);
    v128.store(output, c1a, 32);
    v128.store(output, c1b, 48);
    v128.store(output, c2a, 64);
    v128.store(output, c2b, 80);
    v128.store(output, c3a, 96);
    v128.store(output, c3b, 112);
    input += inputStride;
    output += outputStride;
  }
}

/** As `outer`. */
export function outerShort(
  input: usize,
  inputStride: usize,
  delta: usize,
  deltaStride: usize,
  rows: i32,
  lines: i32,
  output: usize,
  outputStride: usize,
  more: bool,
): void {
  const end = delta + <usize>(rows >> 2) * deltaStride + <usize>(rows & 3) * LINE;
  let u: v128, v: v128, s: v128;
  for (let line = 0; line < lines; line += 4) {
    let a = input + <usize>(line >> 3) * TILE + <usize>(line & 4) * 4;
    let b = delta;
    let c0a = f32x4.splat(0);
    let c0b = f32x4.splat(0);
    let c1a = f32x4.splat(0);
    let c1b = f32x4.splat(0);
    let c2a = f32x4.splat(0);
    let c2b = f32x4.splat(0);
    let c3a = f32x4.splat(0);
    let c3b = f32x4.splat(0);
    for (let i = 1; b != end; i++) {
      u = v128.load(b);
      v = v128.load(b, 16);
      s = v128.load32_splat(a);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 4);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 8);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 12);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      a += i & 3 ? LINE : inputStride - 3 * LINE;
      b += i & 3 ? LINE : deltaStride - 3 * LINE;
    }
    if (more) {
      c0a = f32x4.add(c0a, v128.load(output));
      c0b = f32x4.add(c0b, v128.load(output, 16));
      c1a = f32x4.add(c1a, v128.load(output, 32));
      c1b = f32x4.add(c1b, v128.load(output, 48));
      c2a = f32x4.add(c2a, v128.load(output, 64));
      c2b = f32x4.add(c2b, v128.load(output, 80));
      c3a = f32x4.add(c3a, v128.load(output, 96));
      c3b = f32x4.add(c3b, v128.load(output, 112));
    }
    v128.store(output, c0a);
    v128.store(output, c0b, 16);
    v128.store(output, c1a, 32);
    v128.store(output, c1b, 48);
    v128.store(output, c2a, 64);
    v128.store(output, c2b, 80);
    v128.store(output, c3a, 96);
    v128.store(output, c3b, 112);
    output += outputStride;
  }
}
