// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a block of four
// 32-bit words is a function of a 128-bit counter and a 64-bit key. Four blocks at a time, one a lane.

import { Purpose } from './codes';
import { LINE } from './net';

class Product {
  /** The low halves of four products of 32 × 32 bits, given as two pairs. */
  @inline
  static low(ab: v128, cd: v128): v128 {
    return i8x16.shuffle(ab, cd, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
  }

  @inline
  static high(ab: v128, cd: v128): v128 {
    return i8x16.shuffle(ab, cd, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
  }
}

/**
 * The blocks with counters (c0 + lane, c1, c2, c3) under the key (key0, key1). Word i of the four blocks goes to
 * `out + i · stride`, lane after lane.
 */
export function philox(
  c0: u32,
  c1: u32,
  c2: u32,
  c3: u32,
  key0: u32,
  key1: u32,
  out: usize,
  stride: usize,
): void {
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  let x0 = i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3));
  let x1 = i32x4.splat(c1);
  let x2 = i32x4.splat(c2);
  let x3 = i32x4.splat(c3);
  let k0 = i32x4.splat(key0);
  let k1 = i32x4.splat(key1);
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(x0, m0);
    const b = i64x2.extmul_high_i32x4_u(x0, m0);
    const c = i64x2.extmul_low_i32x4_u(x2, m1);
    const d = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(Product.high(c, d), x1), k0);
    x2 = v128.xor(v128.xor(Product.high(a, b), x3), k1);
    x1 = Product.low(c, d);
    x3 = Product.low(a, b);
    k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9));
    k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85));
  }
  v128.store(out, x0);
  v128.store(out + stride, x1);
  v128.store(out + 2 * stride, x2);
  v128.store(out + 3 * stride, x3);
}

/** Random words for the tile of 4 rows × 8 units at `rowTile`, `unit`: word i of unit u's block belongs to row i. */
export function tileWords(
  unit: i32,
  rowTile: i32,
  step: u32,
  site: u32,
  seed: u32,
  purpose: u32,
  out: usize,
): void {
  philox(unit, rowTile, step, site, seed, purpose, out, LINE);
  philox(unit + 4, rowTile, step, site, seed, purpose, out + 16, LINE);
}

/**
 * Fills `order` with a random permutation of 0 … count − 1, a function of seed and epoch alone: the numbers that
 * `createStream(seed, 'shuffle', epoch)` gives. `scratch` holds 64 bytes.
 */
export function shuffle(order: usize, count: i32, seed: u32, epoch: u32, scratch: usize): void {
  permute(order, count, epoch, 0, seed, Purpose.shuffle, scratch);
}

/** Fisher and Yates, by the random words whose counters end in `low` and `high`. */
export function permute(
  order: usize,
  count: i32,
  low: u32,
  high: u32,
  seed: u32,
  purpose: u32,
  scratch: usize,
): void {
  for (let i = 0; i < count; i++) store<u32>(order + ((<usize>i) << 2), i);
  let word: u32 = 0;
  for (let i = count - 1; i > 0; i--) {
    const range = <u32>i + 1;
    // Multiplication maps a word to 0 … range − 1; the few words that would make some values likelier are skipped.
    const least: u32 = (<u32>0 - range) % range;
    let product: u64 = 0;
    do {
      if ((word & 15) == 0) philox(word >> 2, 0, low, high, seed, purpose, scratch, 16);
      product = <u64>load<u32>(scratch + ((word & 3) << 4) + (((word >> 2) & 3) << 2)) * range;
      word++;
    } while (<u32>product < least);
    const j = <u32>(product >> 32);
    const other = order + ((<usize>j) << 2);
    const here = order + ((<usize>i) << 2);
    const value = load<u32>(here);
    store<u32>(here, load<u32>(other));
    store<u32>(other, value);
  }
}
