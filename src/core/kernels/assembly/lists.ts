// Lists of non-zeros in rows and columns of a matrix, for the products of `listed.ts`.

import { Mode } from './codes';
import { LINE, Site, TILE } from './net';

/** Maximum length of a list; longer rows are split into several lists. */
export const DEPTH: i32 = 192;
/** A list: its length, then for each number its place in the other matrix (a byte offset), then the numbers. */
export const LIST: usize = 1600;
export const PLACES: usize = 16;
export const VALUES: usize = 816;

/** A row of `depth` numbers is listed in parts of as many as this: equally long ones, of DEPTH numbers at the most. */
export function partOf(depth: i32): i32 {
  const parts = (depth + DEPTH - 1) / DEPTH;
  return ((depth + parts - 1) / parts + 7) & ~7;
}

/** Drop threshold for a ratio of 1/4, from which a mask yields enough zeros. */
const QUARTER: u32 = 0x40000000;

/** Whether numbers may be worth listing: `sparse` is a layer's flag, `site` where they come from. */
export function mayBeListed(sparse: i32, site: Site): bool {
  return sparse == 2 || (sparse == 1 && site.mode == Mode.binary && site.threshold >= QUARTER);
}

/** Lists pay off if at least a quarter of the numbers is 0. */
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
    // Rows beyond the last are not part of the batch.
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
