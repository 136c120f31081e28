// Products with a matrix that is mostly zeros, as ReLU and dropout leave it: every row comes as a list of its numbers
// that are not zero, and only those are multiplied. A zero adds nothing to a sum, so the bits are those of the dense
// product; the sums run in the same order.

import { shortLoops } from './loops';
import { LINE, Site, TILE } from './net';

/** The most numbers that a list can hold; longer rows are cut into several lists. */
export const DEPTH: i32 = 192;
/** A list: its length, then for each number its place in the other matrix (a byte offset), then the numbers. */
export const LIST: usize = 1600;
const PLACES: usize = 16;
const VALUES: usize = 816;

/** The drop threshold of a quarter: from there on, a mask leaves zeros enough. */
const QUARTER: u32 = 0x40000000;

/** Whether numbers may be worth listing: `sparse` is a layer's flag, `site` where they come from. */
export function mayBeListed(sparse: i32, site: Site): bool {
  return sparse == 2 || (sparse == 1 && site.mode == 1 && site.threshold >= QUARTER);
}

/** Lists are worth using where at least a quarter of the numbers is 0. */
export function fewEnough(count: i32, all: i32): bool {
  return <i64>count * 4 <= <i64>all * 3;
}

/** For each set of lanes, the bytes that bring these lanes to the front. */
// biome-ignore format: a table
const FRONT = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  4, 5, 6, 7, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 255, 255, 255, 255, 255, 255, 255, 255,
  8, 9, 10, 11, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 8, 9, 10, 11, 255, 255, 255, 255, 255, 255, 255, 255,
  4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 255, 255,
  12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255,
  4, 5, 6, 7, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 255, 255, 255, 255,
  8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255,
  4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
], 16);

class Lists {
  /** Appends the lanes of `values` that are not zero, with their places, at `at`; returns the end. */
  @inline
  static append(at: usize, values: v128, places: v128): usize {
    const mask = i32x4.bitmask(f32x4.ne(values, f32x4.splat(0)));
    const front = v128.load(FRONT + ((<usize>mask) << 4));
    v128.store(at, i8x16.swizzle(places, front));
    v128.store(at, i8x16.swizzle(values, front), VALUES - PLACES);
    return at + ((<usize>popcnt(mask)) << 2);
  }
}

/**
 * Lists of columns `from` … `to` (a multiple of 8, and at most DEPTH apart) of each of `rows` rows of tiled numbers; the
 * lists are `listStride` bytes apart. Places are those of lines in a tiled matrix, from line `from` on. Returns how many
 * numbers there are in all.
 */
export function listRows(
  tiles: usize,
  stride: usize,
  rows: i32,
  from: i32,
  to: i32,
  matrixStride: usize,
  lists: usize,
  listStride: usize,
): i32 {
  const end = <usize>((to - from + 7) >> 3) * TILE;
  const steps = i32x4(0, 32, 64, 96);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const start = tiles + <usize>(row >> 2) * stride + <usize>(row & 3) * LINE + <usize>(from >> 3) * TILE;
    const first = lists + PLACES;
    let at = first;
    let places = steps;
    const step = i32x4.splat(<i32>matrixStride);
    for (let tile = start; tile != start + end; tile += TILE) {
      at = Lists.append(at, v128.load(tile), places);
      places = i32x4.add(places, step);
      at = Lists.append(at, v128.load(tile, 16), places);
      places = i32x4.add(places, step);
    }
    const length = <i32>((at - first) >> 2);
    store<i32>(lists, length);
    count += length;
    lists += listStride;
  }
  return count;
}

/**
 * Lists of the first `rows` (at most DEPTH) rows of each of `columns` columns (a multiple of 8) of tiled numbers, from
 * the column of tiles `tiles` on, LIST bytes apart. Places are those of rows in a tiled matrix. Returns how many numbers
 * there are in all.
 */
export function listColumns(
  tiles: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  matrixStride: usize,
  lists: usize,
): i32 {
  let count = 0;
  for (let column = 0; column < columns; column += 4) {
    const start = tiles + <usize>(column >> 3) * TILE + <usize>(column & 4) * 4;
    count += listFour(start, stride, rows, matrixStride, lists);
    lists += 4 * LIST;
  }
  return count;
}

function listFour(start: usize, stride: usize, rows: i32, matrixStride: usize, lists: usize): i32 {
  const step = i32x4.splat(<i32>matrixStride);
  const first = lists + PLACES;
  let places = i32x4(0, 32, 64, 96);
  let at0 = first;
  let at1 = first + LIST;
  let at2 = first + 2 * LIST;
  let at3 = first + 3 * LIST;
  let tile = start;
  for (let row = 0; row < rows; row += 4) {
    const a = v128.load(tile);
    const b = v128.load(tile, 32);
    const c = v128.load(tile, 64);
    const d = v128.load(tile, 96);
    // Rows beyond the last are not part of the batch, whatever is there.
    const used = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(rows - row));
    const ab = i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const cd = i8x16.shuffle(c, d, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const AB = i8x16.shuffle(a, b, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    const CD = i8x16.shuffle(c, d, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    const v0 = i8x16.shuffle(ab, cd, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    const v1 = i8x16.shuffle(ab, cd, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    const v2 = i8x16.shuffle(AB, CD, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    const v3 = i8x16.shuffle(AB, CD, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    at0 = Lists.append(at0, v128.and(v0, used), places);
    at1 = Lists.append(at1, v128.and(v1, used), places);
    at2 = Lists.append(at2, v128.and(v2, used), places);
    at3 = Lists.append(at3, v128.and(v3, used), places);
    places = i32x4.add(places, step);
    tile += stride;
  }
  store<i32>(lists, <i32>((at0 - first) >> 2));
  store<i32>(lists + LIST, <i32>((at1 - first - LIST) >> 2));
  store<i32>(lists + 2 * LIST, <i32>((at2 - first - 2 * LIST) >> 2));
  store<i32>(lists + 3 * LIST, <i32>((at3 - first - 3 * LIST) >> 2));
  return <i32>((at0 + at1 + at2 + at3 - 4 * first - 6 * LIST) >> 2);
}

/** What a sum begins with. */
export enum Start {
  /** A line of numbers, the same for every row. */
  line,
  /** Zeros. */
  zero,
  /** What an earlier product left. */
  sum,
}

/** What becomes of a sum. */
export enum Finish {
  store,
  /** It is multiplied by what is there. */
  multiply,
  /** It is added to what is there. */
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
      // What is left of the last column of tiles is not in use.
      if (vectors & 1) v128.store(out + <usize>(vectors >> 1) * TILE, zero, 16);
      lists += listStride;
    }
  }
}

/** How many of the columns of tiles that are left the next product takes: 4, or all of the last 5; in short loops 3. */
export function groupOf(panels: i32): i32 {
  if (shortLoops()) return min(3, panels);
  return panels == 5 ? 5 : min(4, panels);
}

/** Vectors of 4 columns in a group of `panels` columns of tiles, of which `used` columns (or all of them) are in use. */
export function vectorsOf(panels: i32, used: i32): i32 {
  return min(panels << 1, (used + 3) >> 2);
}

/** A row of `depth` numbers is listed in parts of as many as this: equally long ones, of DEPTH numbers at the most. */
export function partOf(depth: i32): i32 {
  const parts = (depth + DEPTH - 1) / DEPTH;
  return ((depth + parts - 1) / parts + 7) & ~7;
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
