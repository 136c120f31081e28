// Transposed weights, which the backward pass multiplies by.

import { Layer, TILE } from './net';

/**
 * Copies `lines` (a multiple of 4) lines of weights from line `line` (a multiple of 8) on, in columns of tiles `begin` …
 * `end` − 1, into the transposed weights.
 */
export function transposeTiles(layer: Layer, line: i32, lines: i32, begin: i32, end: i32): void {
  const stride = layer.weightStride;
  const intoStride = layer.transposedStride;
  let from = layer.weights + <usize>(line >> 2) * stride;
  let into = layer.transposed + <usize>(line >> 3) * TILE;
  for (let i = 0; i < lines; i += 8) {
    for (let p = begin; p < end; p++) {
      const tile = from + <usize>p * TILE;
      const target = into + <usize>p * 2 * intoStride;
      square(tile, target);
      square(tile + 16, target + intoStride);
      if (i + 4 < lines) {
        square(tile + stride, target + 16);
        square(tile + stride + 16, target + intoStride + 16);
      }
    }
    from += 2 * stride;
    into += TILE;
  }
}

/** Transposes 4 × 4 numbers, in lines of 8. */
function square(from: usize, into: usize): void {
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
