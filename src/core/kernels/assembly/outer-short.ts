// The product of `outer.ts` in loops of a single step, for engines that do not keep the order of longer ones; see
// `loops.ts`.

import { LINE, TILE } from './net';
import { Tile } from './tile';

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
    if (more) Tile.add(output, c0a, c0b, c1a, c1b, c2a, c2b, c3a, c3b);
    else Tile.store(output, c0a, c0b, c1a, c1b, c2a, c2b, c3a, c3b);
    output += outputStride;
  }
}
