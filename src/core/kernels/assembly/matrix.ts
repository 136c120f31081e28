// The two products that training is made of. Each output number is one plain sum in the order of its depth, whatever
// tile it stands in and however rows and panels are shared out: the bits never depend on the split. Multiplication and
// addition are separate instructions, since a fused one would round differently from one processor to the next.
// A tile of 4 × 8 sums lives in registers; the loops are unrolled by hand to constant offsets.

import { LINE, TILE } from './net';

/**
 * Rows of tiles × one panel: out = panel's first line + a · panel, for `rowTiles` rows of tiles. With `gate`, out is
 * instead multiplied by that (without the first line, which is zero in panels of transposed weights).
 */
export function multiply(
  input: usize,
  inputStride: usize,
  panel: usize,
  depth: i32,
  rowTiles: i32,
  output: usize,
  outputStride: usize,
  gate: bool,
): void {
  const firstA = v128.load(panel);
  const firstB = v128.load(panel, 16);
  const whole = panel + LINE + <usize>(depth >> 3) * 8 * LINE;
  const end = panel + LINE + <usize>depth * LINE;
  let u: v128, v: v128, s: v128;
  for (let row = 0; row < rowTiles; row++) {
    let a = input;
    let b = panel + LINE;
    let c0a = firstA;
    let c0b = firstB;
    let c1a = firstA;
    let c1b = firstB;
    let c2a = firstA;
    let c2b = firstB;
    let c3a = firstA;
    let c3b = firstB;
    while (b != whole) {
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
      u = v128.load(b, 128);
      v = v128.load(b, 144);
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
      u = v128.load(b, 160);
      v = v128.load(b, 176);
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
      u = v128.load(b, 192);
      v = v128.load(b, 208);
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
      u = v128.load(b, 224);
      v = v128.load(b, 240);
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
      a += TILE;
      b += 8 * LINE;
    }
    while (b != end) {
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
      b += LINE;
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

/**
 * One panel of a weight gradient: out[line] (+)= Σ over rows of a[row][line] · delta[row], for `lines` lines (a multiple
 * of 4). `a` and `delta` are tiles; only whole rows of the batch are summed. With `more`, adds to what is there.
 */
export function outer(
  input: usize,
  inputStride: usize,
  delta: usize,
  deltaStride: usize,
  rows: i32,
  lines: i32,
  output: usize,
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
    output += TILE;
  }
}

/** The gradient of a panel's biases: the sum of delta's rows. With `more`, adds to what is there. */
export function columnSums(delta: usize, deltaStride: usize, rows: i32, output: usize, more: bool): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (let row = 0; row < rows; row += 4) {
    const tile = delta + <usize>(row >> 2) * deltaStride;
    const end = tile + <usize>min(4, rows - row) * LINE;
    for (let line = tile; line < end; line += LINE) {
      a = f32x4.add(a, v128.load(line));
      b = f32x4.add(b, v128.load(line, 16));
    }
  }
  if (more) {
    a = f32x4.add(a, v128.load(output));
    b = f32x4.add(b, v128.load(output, 16));
  }
  v128.store(output, a);
  v128.store(output, b, 16);
}

/**
 * Copies a panel (8 neurons, `inputs` lines) into the transposed weights: line `1 + 8·index…` of each of their panels.
 * `transposedBytes` is the size of one of those. Lines beyond `inputs` are zeros and stay so.
 */
export function transpose(
  panel: usize,
  lines: i32,
  index: i32,
  transposed: usize,
  transposedBytes: usize,
): void {
  let from = panel + LINE;
  let into = transposed + LINE + <usize>index * 8 * LINE;
  for (let line = 0; line < lines; line += 8) {
    transposeSquare(from, into);
    if (line + 4 < lines) transposeSquare(from + 4 * LINE, into + 16);
    from += 8 * LINE;
    into += transposedBytes;
  }
}

/** 4 lines of 8 become 8 lines of 4 (in lines of 8: 32 bytes apart). */
function transposeSquare(from: usize, into: usize): void {
  transposeHalf(from, into);
  transposeHalf(from + 16, into + 4 * LINE);
}

function transposeHalf(from: usize, into: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 32);
  const c = v128.load(from, 64);
  const d = v128.load(from, 96);
  const ab = i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const cd = i8x16.shuffle(c, d, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const AB = i8x16.shuffle(a, b, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  const CD = i8x16.shuffle(c, d, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  v128.store(into, i8x16.shuffle(ab, cd, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
  v128.store(into, i8x16.shuffle(ab, cd, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 32);
  v128.store(into, i8x16.shuffle(AB, CD, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23), 64);
  v128.store(into, i8x16.shuffle(AB, CD, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 96);
}
