// The two dense products that training is made of. Each output number is one plain sum in the order of its depth,
// whatever tile it stands in and however rows and lines are shared out: the bits never depend on the split.
// Multiplication and addition are separate instructions, since a fused one would round differently from one processor to
// the next. A tile of 4 × 8 sums lives in registers; the loops are unrolled by hand to constant offsets.

import { shortLoops } from './loops';
import { LINE, TILE } from './net';
import { multiplyShort, outerShort } from './short';

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
    four(input, inputStride, matrix, matrixStride, depth, first, rows, output, outputStride, gate);
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

/** The first 4 of the 8 columns: half the work. The others become 0. */
function four(
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
