// Normal random numbers by Box and Muller, from the arithmetic of `math.ts`: the same bits everywhere.

import { Vec } from './math';
import { LINE, TILE } from './net';

/**
 * Turns a tile of random words into normal numbers, mean 0 and variance 1, in place: rows 0 and 1 make a pair, rows 2
 * and 3 another.
 */
export function normalTile(words: usize): void {
  for (let i: usize = 0; i < TILE; i += i & 16 ? LINE + 16 : 16) {
    const uniform = Vec.madd(
      f32x4.convert_i32x4_u(v128.load(words + i)),
      Vec.of(2.3283064365386963e-10),
      Vec.of(1.1641532182693481e-10),
    );
    const radius = f32x4.sqrt(f32x4.mul(Vec.ln(uniform), Vec.of(-2)));
    // The angle in quarter turns: the two upper bits say which quarter, the rest where between −⅛ and ⅛ of a turn.
    const angle = v128.load(words + i, LINE);
    const quarter = i32x4.shr_u(i32x4.add(angle, i32x4.splat(0x20000000)), 30);
    const within = i32x4.sub(angle, i32x4.shl(quarter, 30));
    const x = f32x4.mul(f32x4.convert_i32x4_s(within), Vec.of(1.4629180792671596e-9));
    const sin = Vec.sinCore(x);
    const cos = Vec.cosCore(x);
    const odd = i32x4.eq(v128.and(quarter, i32x4.splat(1)), i32x4.splat(1));
    const sinSign = i32x4.shl(v128.and(quarter, i32x4.splat(2)), 30);
    const cosSign = i32x4.shl(v128.and(i32x4.add(quarter, i32x4.splat(1)), i32x4.splat(2)), 30);
    v128.store(words + i, f32x4.mul(radius, v128.xor(v128.bitselect(sin, cos, odd), cosSign)));
    v128.store(words + i, f32x4.mul(radius, v128.xor(v128.bitselect(cos, sin, odd), sinSign)), LINE);
  }
}
