// Elementary functions in double precision, built from + − × ÷ only: `Math.log`, `Math.cos` and `**` may differ in
// their last bits between engines, and results must not.

const bits = new DataView(new ArrayBuffer(8));

/** Natural logarithm of a normal positive number. */
export function ln(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  // ln m = 2 artanh s, s = (m − 1) / (m + 1), |s| ≤ 0.172
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * z + 1 / k;
  return exponent * Math.LN2 + 2 * s * sum;
}

/** ln(1 + x) for x ≥ −1, also where 1 + x has lost the digits of x (Kahan). */
export function ln1p(x: number): number {
  const sum = 1 + x;
  if (sum === 1) return x;
  return sum > 0 ? (ln(sum) * x) / (sum - 1) : Number.NEGATIVE_INFINITY;
}

/** ln 2 in two parts: of the first, the last bits are 0, so that its product with a small whole number is exact. */
const [LN2_HIGH, LN2_LOW] = [0.6931471803691238, 1.9082149292705877e-10];
const [E3, E4, E5, E6, E7] = [1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040] as const;
const [E8, E9, E10, E11] = [1 / 40320, 1 / 362880, 1 / 3628800, 1 / 39916800] as const;
const [E12, E13] = [1 / 479001600, 1 / 6227020800] as const;

/** 2 to the power n − 1023, for 0 < n < 2047: the normal numbers. */
const POWERS = Float64Array.from({ length: 2047 }, (_, n) => {
  bits.setUint32(0, n << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
});

/** e to the power x; 0 where that is below the normal numbers. */
export function exp(x: number): number {
  if (x > 709.7827) return Number.POSITIVE_INFINITY;
  if (x < -708) return 0;
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  // Taylor's series, |r| ≤ 0.347
  const upper = E7 + r * (E8 + r * (E9 + r * (E10 + r * (E11 + r * (E12 + r * E13)))));
  const sum = 1 + r * (1 + r * (0.5 + r * (E3 + r * (E4 + r * (E5 + r * (E6 + r * upper))))));
  // 2 to the power k − 1, which exists for every k here.
  return sum * 2 * POWERS[k + 1022]!;
}

function sinSmall(x: number): number {
  const z = -x * x;
  let sum = 1;
  for (let k = 18; k >= 2; k -= 2) sum = 1 + (sum * z) / (k * (k + 1));
  return x * sum;
}

function cosSmall(x: number): number {
  const z = -x * x;
  let sum = 1;
  for (let k = 17; k >= 1; k -= 2) sum = 1 + (sum * z) / (k * (k + 1));
  return sum;
}

/** cos(2π·turns). */
export function cosTurn(turns: number): number {
  const quarter = Math.round(turns * 4);
  const x = (turns - quarter / 4) * 2 * Math.PI;
  const sign = (quarter + 1) & 2 ? -1 : 1;
  return sign * (quarter & 1 ? sinSmall(x) : cosSmall(x));
}

/** sin(2π·turns). */
export function sinTurn(turns: number): number {
  return cosTurn(turns - 0.25);
}

/** base to the power n, for whole n ≥ 0. */
export function power(base: number, n: number): number {
  let result = 1;
  let square = base;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
