// Elementary functions on four float32 at once. Only + − × ÷ √ and bit operations: the same bits on every processor.
// Coefficients of exp were fitted for its range (least squares, reweighted towards the largest relative error); the
// others are Taylor's.
// Constants are stored in memory, each four times: loading them is faster than creating them.

// biome-ignore format: a table
const EXP = memory.data<f32>([
  87, 87, 87, 87, // e^±87 are normal numbers
  -87, -87, -87, -87,
  1.4426950408889634, 1.4426950408889634, 1.4426950408889634, 1.4426950408889634, // 1 / ln 2
  0.693359375, 0.693359375, 0.693359375, 0.693359375, // ln 2 in two parts, the first of few bits
  2.12194440e-4, 2.12194440e-4, 2.12194440e-4, 2.12194440e-4,
  0.0013814467238262296, 0.0013814467238262296, 0.0013814467238262296, 0.0013814467238262296,
  0.008368780836462975, 0.008368780836462975, 0.008368780836462975, 0.008368780836462975,
  0.04166839271783829, 0.04166839271783829, 0.04166839271783829, 0.04166839271783829,
  0.1666651964187622, 0.1666651964187622, 0.1666651964187622, 0.1666651964187622,
  0.4999999403953552, 0.4999999403953552, 0.4999999403953552, 0.4999999403953552,
  1, 1, 1, 1,
], 16);
/** 127, the offset of an exponent. */
const BIAS = memory.data<i32>([127, 127, 127, 127], 16);

export class Vec {
  /** Row `index` of a table of constants. */
  @inline
  static row(table: usize, index: usize): v128 {
    return v128.load(table + index * 16);
  }

  /** A vector of four equal numbers. */
  @inline
  static of(value: f32): v128 {
    return f32x4.splat(value);
  }

  @inline
  static madd(a: v128, b: v128, c: v128): v128 {
    return f32x4.add(f32x4.mul(a, b), c);
  }

  /** Flushes magnitudes below `least` to 0, to avoid slow denormals. */
  @inline
  static flush(x: v128, least: f32): v128 {
    return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(least)));
  }

  /** x / ln 2, rounded: the power of two next to eˣ. */
  @inline
  static exponent(x: v128): v128 {
    return f32x4.nearest(f32x4.mul(x, Vec.row(EXP, 2)));
  }

  /** x − n·ln 2. */
  @inline
  static reduced(x: v128, n: v128): v128 {
    const high = f32x4.sub(x, f32x4.mul(n, Vec.row(EXP, 3)));
    return f32x4.add(high, f32x4.mul(n, Vec.row(EXP, 4)));
  }

  /** eʳ − 1 for |r| ≤ ln 2 / 2. */
  @inline
  static expm1Core(r: v128): v128 {
    let q = Vec.madd(r, Vec.row(EXP, 5), Vec.row(EXP, 6));
    q = Vec.madd(r, q, Vec.row(EXP, 7));
    q = Vec.madd(r, q, Vec.row(EXP, 8));
    q = Vec.madd(r, q, Vec.row(EXP, 9));
    return Vec.madd(f32x4.mul(r, r), q, r);
  }

  /** 2ⁿ for whole n in −126…127. */
  @inline
  static powerOfTwo(n: v128): v128 {
    return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), v128.load(BIAS)), 23);
  }

  /** eˣ, relative error below 3e-7; held within e^±87, so that neither end overflows. NaN stays NaN. */
  @inline
  static exp(value: v128): v128 {
    const x = f32x4.pmax(f32x4.pmin(value, Vec.row(EXP, 0)), Vec.row(EXP, 1));
    const n = Vec.exponent(x);
    const p = Vec.expm1Core(Vec.reduced(x, n));
    const scale = Vec.powerOfTwo(n);
    return Vec.madd(scale, p, scale);
  }

  /** eˣ − 1, exact to 4e-7 relative near 0 too; for x ≤ 0. */
  @inline
  static expm1(value: v128): v128 {
    const x = f32x4.pmax(value, Vec.row(EXP, 1));
    const n = Vec.exponent(x);
    const p = Vec.expm1Core(Vec.reduced(x, n));
    const scale = Vec.powerOfTwo(n);
    return Vec.madd(scale, p, f32x4.sub(scale, Vec.row(EXP, 10)));
  }

  /** 1 / (1 + e⁻ˣ). */
  @inline
  static sigmoid(x: v128): v128 {
    const one = Vec.row(EXP, 10);
    return f32x4.div(one, f32x4.add(one, Vec.exp(f32x4.neg(x))));
  }

  /** Natural logarithm of normal positive numbers: exponent, and 2·artanh of the rest. */
  @inline
  static ln(x: v128): v128 {
    // The mantissa is brought into √½…√2 by taking its upper half down an exponent.
    const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
    const n = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
    const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
    const f = f32x4.sub(m, Vec.of(1));
    const s = f32x4.div(f, f32x4.add(f, Vec.of(2)));
    const z = f32x4.mul(s, s);
    let p = Vec.madd(z, Vec.of(0.2222222222222222), Vec.of(0.2857142857142857));
    p = Vec.madd(z, p, Vec.of(0.4));
    p = Vec.madd(z, p, Vec.of(0.6666666666666666));
    const tail = f32x4.mul(f32x4.mul(s, z), p);
    const small = f32x4.add(tail, f32x4.mul(n, Vec.of(-2.1219444e-4)));
    return f32x4.add(f32x4.add(small, f32x4.add(s, s)), f32x4.mul(n, Vec.of(0.693359375)));
  }

  /** ln(1 + eˣ), relative error below 1e-6. */
  @inline
  static softplus(x: v128): v128 {
    const one = Vec.row(EXP, 10);
    const t = Vec.exp(f32x4.neg(f32x4.abs(x)));
    // ln(1 + t) = ln(u) · t / (u − 1), u being 1 + t as it is rounded: exact for small t too.
    const u = f32x4.add(one, t);
    const rest = f32x4.div(f32x4.mul(Vec.ln(u), t), f32x4.sub(u, one));
    return f32x4.add(f32x4.pmax(x, Vec.of(0)), v128.bitselect(t, rest, f32x4.eq(u, one)));
  }

  /** sin x for |x| ≤ π/4 (Taylor). */
  @inline
  static sinCore(x: v128): v128 {
    const z = f32x4.mul(x, x);
    let p = Vec.madd(z, Vec.of(2.7557319223985893e-6), Vec.of(-1.984126984126984e-4));
    p = Vec.madd(z, p, Vec.of(8.333333333333333e-3));
    p = Vec.madd(z, p, Vec.of(-0.16666666666666666));
    return Vec.madd(f32x4.mul(x, z), p, x);
  }

  /** cos x for |x| ≤ π/4 (Taylor). */
  @inline
  static cosCore(x: v128): v128 {
    const z = f32x4.mul(x, x);
    let p = Vec.madd(z, Vec.of(2.48015873015873e-5), Vec.of(-1.388888888888889e-3));
    p = Vec.madd(z, p, Vec.of(4.1666666666666664e-2));
    p = Vec.madd(z, p, Vec.of(-0.5));
    return Vec.madd(z, p, Vec.of(1));
  }
}
