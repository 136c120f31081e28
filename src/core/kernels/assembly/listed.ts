// Products with a matrix that is mostly zeros, as ReLU and dropout leave it: every row comes as a list of its numbers
// that are not zero, and only those are multiplied. A zero adds nothing to a sum, so the bits are those of the dense
// product; the sums run in the same order.

import { PLACES, VALUES } from './lists';
import { shortLoops } from './loops';
import { LINE, TILE } from './net';

/** Initial value of a sum. */
export enum Start {
  /** A line of numbers, the same for every row. */
  line,
  /** Zeros. */
  zero,
  /** The result of an earlier product. */
  sum,
}

/** What to do with a sum. */
export enum Finish {
  store,
  /** Multiply it by the existing value. */
  multiply,
  /** Add it to the existing value. */
  add,
}

class Product {
  /** `multiplyListed` for a constant number of vectors: the compiler leaves out the others. */
  @inline
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one loop, unrolled over the vectors
  static of(
    vectors: i32,
    lists: usize,
    listStride: usize,
    rows: i32,
    matrix: usize,
    start: Start,
    from: usize,
    fromStride: usize,
    output: usize,
    outputStride: usize,
    finish: Finish,
  ): void {
    for (let row = 0; row < rows; row++) {
      const out = output + <usize>(row >> 2) * outputStride + <usize>(row & 3) * LINE;
      const zero = f32x4.splat(0);
      let c0 = zero;
      let c1 = zero;
      let c2 = zero;
      let c3 = zero;
      let c4 = zero;
      let c5 = zero;
      let c6 = zero;
      let c7 = zero;
      let c8 = zero;
      let c9 = zero;
      if (start == Start.line) {
        c0 = v128.load(from);
        if (vectors > 1) c1 = v128.load(from, 16);
        if (vectors > 2) c2 = v128.load(from, 32);
        if (vectors > 3) c3 = v128.load(from, 48);
        if (vectors > 4) c4 = v128.load(from, 64);
        if (vectors > 5) c5 = v128.load(from, 80);
        if (vectors > 6) c6 = v128.load(from, 96);
        if (vectors > 7) c7 = v128.load(from, 112);
        if (vectors > 8) c8 = v128.load(from, 128);
        if (vectors > 9) c9 = v128.load(from, 144);
      } else if (start == Start.sum) {
        const sum = from + <usize>(row >> 2) * fromStride + <usize>(row & 3) * LINE;
        c0 = v128.load(sum);
        if (vectors > 1) c1 = v128.load(sum, 16);
        if (vectors > 2) c2 = v128.load(sum, 128);
        if (vectors > 3) c3 = v128.load(sum, 144);
        if (vectors > 4) c4 = v128.load(sum, 256);
        if (vectors > 5) c5 = v128.load(sum, 272);
        if (vectors > 6) c6 = v128.load(sum, 384);
        if (vectors > 7) c7 = v128.load(sum, 400);
        if (vectors > 8) c8 = v128.load(sum, 512);
        if (vectors > 9) c9 = v128.load(sum, 528);
      }
      const end = lists + PLACES + ((<usize>load<i32>(lists)) << 2);
      for (let at = lists + PLACES; at != end; at += 4) {
        const b = matrix + load<u32>(at);
        const s = v128.load32_splat(at, VALUES - PLACES);
        c0 = f32x4.add(c0, f32x4.mul(s, v128.load(b)));
        if (vectors > 1) c1 = f32x4.add(c1, f32x4.mul(s, v128.load(b, 16)));
        if (vectors > 2) c2 = f32x4.add(c2, f32x4.mul(s, v128.load(b, 128)));
        if (vectors > 3) c3 = f32x4.add(c3, f32x4.mul(s, v128.load(b, 144)));
        if (vectors > 4) c4 = f32x4.add(c4, f32x4.mul(s, v128.load(b, 256)));
        if (vectors > 5) c5 = f32x4.add(c5, f32x4.mul(s, v128.load(b, 272)));
        if (vectors > 6) c6 = f32x4.add(c6, f32x4.mul(s, v128.load(b, 384)));
        if (vectors > 7) c7 = f32x4.add(c7, f32x4.mul(s, v128.load(b, 400)));
        if (vectors > 8) c8 = f32x4.add(c8, f32x4.mul(s, v128.load(b, 512)));
        if (vectors > 9) c9 = f32x4.add(c9, f32x4.mul(s, v128.load(b, 528)));
      }
      if (finish == Finish.multiply) {
        c0 = f32x4.mul(c0, v128.load(out));
        if (vectors > 1) c1 = f32x4.mul(c1, v128.load(out, 16));
        if (vectors > 2) c2 = f32x4.mul(c2, v128.load(out, 128));
        if (vectors > 3) c3 = f32x4.mul(c3, v128.load(out, 144));
        if (vectors > 4) c4 = f32x4.mul(c4, v128.load(out, 256));
        if (vectors > 5) c5 = f32x4.mul(c5, v128.load(out, 272));
        if (vectors > 6) c6 = f32x4.mul(c6, v128.load(out, 384));
        if (vectors > 7) c7 = f32x4.mul(c7, v128.load(out, 400));
        if (vectors > 8) c8 = f32x4.mul(c8, v128.load(out, 512));
        if (vectors > 9) c9 = f32x4.mul(c9, v128.load(out, 528));
      } else if (finish == Finish.add) {
        c0 = f32x4.add(v128.load(out), c0);
        if (vectors > 1) c1 = f32x4.add(v128.load(out, 16), c1);
        if (vectors > 2) c2 = f32x4.add(v128.load(out, 128), c2);
        if (vectors > 3) c3 = f32x4.add(v128.load(out, 144), c3);
        if (vectors > 4) c4 = f32x4.add(v128.load(out, 256), c4);
        if (vectors > 5) c5 = f32x4.add(v128.load(out, 272), c5);
        if (vectors > 6) c6 = f32x4.add(v128.load(out, 384), c6);
        if (vectors > 7) c7 = f32x4.add(v128.load(out, 400), c7);
        if (vectors > 8) c8 = f32x4.add(v128.load(out, 512), c8);
        if (vectors > 9) c9 = f32x4.add(v128.load(out, 528), c9);
      }
      v128.store(out, c0);
      if (vectors > 1) v128.store(out, c1, 16);
      if (vectors > 2) v128.store(out, c2, 128);
      if (vectors > 3) v128.store(out, c3, 144);
      if (vectors > 4) v128.store(out, c4, 256);
      if (vectors > 5) v128.store(out, c5, 272);
      if (vectors > 6) v128.store(out, c6, 384);
      if (vectors > 7) v128.store(out, c7, 400);
      if (vectors > 8) v128.store(out, c8, 512);
      if (vectors > 9) v128.store(out, c9, 528);
      // The rest of the last column of tiles is unused.
      if (vectors & 1) v128.store(out + <usize>(vectors >> 1) * TILE, zero, 16);
      lists += listStride;
    }
  }
}

/** Number of columns of tiles for the next product: 4, or all of the last 5; with short loops 3. */
export function groupOf(panels: i32): i32 {
  if (shortLoops()) return min(3, panels);
  return panels == 5 ? 5 : min(4, panels);
}

/** Vectors of 4 columns in a group of `panels` columns of tiles, of which `used` columns (or all of them) are in use. */
export function vectorsOf(panels: i32, used: i32): i32 {
  return min(panels << 1, (used + 3) >> 2);
}

/**
 * `rows` listed rows × `vectors` (1 … 10) times 4 columns of a matrix, from `matrix` on. The lists are `listStride` bytes
 * apart; `start` and `finish` say what happens to the sums.
 */
export function multiplyListed(
  vectors: i32,
  lists: usize,
  listStride: usize,
  rows: i32,
  matrix: usize,
  start: Start,
  from: usize,
  fromStride: usize,
  output: usize,
  outputStride: usize,
  finish: Finish,
): void {
  if (vectors == 8)
    Product.of(8, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else if (vectors == 10)
    Product.of(10, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else if (vectors == 9)
    Product.of(9, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else if (vectors == 7)
    Product.of(7, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else if (vectors == 6)
    Product.of(6, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else if (vectors == 5)
    Product.of(5, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else if (vectors == 4)
    Product.of(4, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else if (vectors == 3)
    Product.of(3, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else if (vectors == 2)
    Product.of(2, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
  else Product.of(1, lists, listStride, rows, matrix, start, from, fromStride, output, outputStride, finish);
}
