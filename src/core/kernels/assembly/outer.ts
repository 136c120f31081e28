// The products of weight gradients: sums over the rows of a batch. What `multiply.ts` says holds here too.

import { shortLoops } from './loops';
import { LINE, TILE } from './net';
import { outerShort } from './outer-short';
import { Tile } from './tile';

/**
 * One column of tiles of a weight gradient: out[line] (+)= Σ over rows of a[row][line] · delta[row], for `lines` lines (a
 * multiple of 4) from the input's column of tiles `input` on. Only the first `rows` rows are summed. With `more`, the
 * sum is added to what is there.
 */
export function outer(
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
  if (shortLoops())
    outerShort(input, inputStride, delta, deltaStride, rows, lines, output, outputStride, more);
  else outerLong(input, inputStride, delta, deltaStride, rows, lines, output, outputStride, more);
}

function outerLong(
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
  const whole = delta + <usize>(rows >> 2) * deltaStride;
  const rest = whole + <usize>(rows & 3) * LINE;
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
    while (b != whole) {
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
      u = v128.load(b, 32);
      v = v128.load(b, 48);
      s = v128.load32_splat(a, 32);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 36);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 40);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 44);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      u = v128.load(b, 64);
      v = v128.load(b, 80);
      s = v128.load32_splat(a, 64);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 68);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 72);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 76);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      u = v128.load(b, 96);
      v = v128.load(b, 112);
      s = v128.load32_splat(a, 96);
      c0a = f32x4.add(c0a, f32x4.mul(s, u));
      c0b = f32x4.add(c0b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 100);
      c1a = f32x4.add(c1a, f32x4.mul(s, u));
      c1b = f32x4.add(c1b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 104);
      c2a = f32x4.add(c2a, f32x4.mul(s, u));
      c2b = f32x4.add(c2b, f32x4.mul(s, v));
      s = v128.load32_splat(a, 108);
      c3a = f32x4.add(c3a, f32x4.mul(s, u));
      c3b = f32x4.add(c3b, f32x4.mul(s, v));
      a += inputStride;
      b += deltaStride;
    }
    while (b != rest) {
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
      a += LINE;
      b += LINE;
    }
    if (more) Tile.add(output, c0a, c0b, c1a, c1b, c2a, c2b, c3a, c3b);
    else Tile.store(output, c0a, c0b, c1a, c1b, c2a, c2b, c3a, c3b);
    output += outputStride;
  }
}

/** Sums of `panels` × 8 columns of delta's rows: the gradient of the biases. With `more`, adds to what is there. */
export function columnSums(
  delta: usize,
  stride: usize,
  rows: i32,
  panels: i32,
  output: usize,
  more: bool,
): void {
  const whole = <usize>(rows >> 2) * stride;
  const rest = <usize>(rows & 3) * LINE;
  for (let p = 0; p < panels; p++) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let tile = delta;
    for (const end = delta + whole; tile != end; tile += stride) {
      a = f32x4.add(a, v128.load(tile));
      b = f32x4.add(b, v128.load(tile, 16));
      a = f32x4.add(a, v128.load(tile, 32));
      b = f32x4.add(b, v128.load(tile, 48));
      a = f32x4.add(a, v128.load(tile, 64));
      b = f32x4.add(b, v128.load(tile, 80));
      a = f32x4.add(a, v128.load(tile, 96));
      b = f32x4.add(b, v128.load(tile, 112));
    }
    for (const end = tile + rest; tile != end; tile += LINE) {
      a = f32x4.add(a, v128.load(tile));
      b = f32x4.add(b, v128.load(tile, 16));
    }
    if (more) {
      a = f32x4.add(a, v128.load(output));
      b = f32x4.add(b, v128.load(output, 16));
    }
    v128.store(output, a);
    v128.store(output, b, 16);
    delta += TILE;
    output += LINE;
  }
}
