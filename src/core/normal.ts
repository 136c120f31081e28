// The standard normal distribution in double precision, the same bits in every engine (elementary.ts).
import { exp, ln, ln1p } from './elementary';

/** c₀ + c₁ x + c₂ x² + … */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = sum * x + coefficients[k]!;
  return sum;
}

// Rational approximations of erfc by intervals: W. J. Cody's method with the coefficients of FreeBSD's msun/s_erf.c
// (© 1993 Sun Microsystems, Inc.; permission to use, copy, modify and distribute freely with this notice). Errors are
// below 1 unit in the last place.
const SMALL = [
  [
    0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
    -0.000023763016656650163,
  ],
  [
    1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
    -0.000003960228278775368,
  ],
] as const;
const NEAR_ONE = [
  [
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
    -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
  ],
  [
    1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
    0.011984499846799107,
  ],
] as const;
const MIDDLE = [
  [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
    -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
    108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
] as const;
const TAIL = [
  [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
    -1025.0951316110772, -483.5191916086514,
  ],
  [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
    474.52854120695537, -22.44095244658582,
  ],
] as const;
const ERF_NEAR_ONE = 0.8450629115104675;

/** 1 − erf(x), to the last digits also where it is tiny. */
function erfc(x: number): number {
  const size = Math.abs(x);
  if (size < 0.84375) {
    const z = x * x;
    return 1 - (x + (x * polynomial(SMALL[0], z)) / polynomial(SMALL[1], z));
  }
  if (size < 1.25) {
    const erf = ERF_NEAR_ONE + polynomial(NEAR_ONE[0], size - 1) / polynomial(NEAR_ONE[1], size - 1);
    return x > 0 ? 1 - erf : 1 + erf;
  }
  const [numerator, denominator] = size < 1 / 0.35 ? MIDDLE : TAIL;
  const s = 1 / (size * size);
  // x² in two parts, of which the square of the first is exact.
  const head = Math.fround(size);
  const rest = (head - size) * (head + size) + polynomial(numerator, s) / polynomial(denominator, s);
  const tail = (exp(-head * head - 0.5625) * exp(rest)) / size;
  return x > 0 ? tail : 2 - tail;
}

/** Φ(x): the probability of a value below x. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** ln √(2π) */
export const LN_SQRT_2PI = 0.9189385332046728;

/** ln Φ(x), also where Φ(x) is too small for a number. */
export function lnNormalCdf(x: number): number {
  if (x > 0) return ln1p(-normalCdf(-x));
  if (x > -20) return ln(normalCdf(x));
  // Asymptotic series of Mills' ratio (Abramowitz and Stegun 26.2.12); from −20 on its terms fall below 1e-17.
  let [term, sum] = [1, 1];
  for (let k = 1; k <= 11; k++) {
    term *= -(2 * k - 1) / (x * x);
    sum += term;
  }
  return -0.5 * x * x - LN_SQRT_2PI - ln(-x) + ln(sum);
}

/** ln(Φ(high) − Φ(low)) for low < high, also in the tails. */
export function lnNormalMass(low: number, high: number): number {
  if (low > 0) return lnNormalMass(-high, -low);
  if (high > 0) return ln1p(-normalCdf(low) - normalCdf(-high));
  const upper = lnNormalCdf(high);
  return upper + ln1p(-exp(lnNormalCdf(low) - upper));
}

// M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37 (1988),
// PPND16: relative error about 1e-16.
const CENTRE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
] as const;
const OUTER = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
const EXTREME = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

/** Φ⁻¹(p) for 0 < p < 1; −∞ and ∞ at the ends. Give the smaller tail: near 1 a p has few digits left. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE[0], r)) / polynomial(CENTRE[1], r);
  }
  const tail = q < 0 ? p : 1 - p;
  if (tail <= 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-ln(tail));
  const x =
    r <= 5
      ? polynomial(OUTER[0], r - 1.6) / polynomial(OUTER[1], r - 1.6)
      : polynomial(EXTREME[0], r - 5) / polynomial(EXTREME[1], r - 5);
  return q < 0 ? -x : x;
}
