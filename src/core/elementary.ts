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
