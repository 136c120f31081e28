/** How a number is written: the parts of a literal that a person chose. */
interface Notation {
  readonly whole: string;
  readonly dot: boolean;
  readonly fraction: string;
  /** `e` or `E`, the sign if written, and the digits; `undefined`: not scientific. */
  readonly exponent?: { readonly letter: string; readonly sign: string; readonly digits: string };
  readonly suffix: string;
  readonly grouped: boolean;
}

const literal = /^[+-]?([\d_]*)(?:(\.)([\d_]*))?(?:([eE])([+-]?)([\d_]+))?([lLn]?)$/;

function notationOf(text: string): Notation | undefined {
  const match = literal.exec(text);
  if (!match || !/\d/.test(text)) return undefined;
  const [, whole = '', dot = '', fraction = '', letter, sign = '', digits = '', suffix = ''] = match;
  const base = { whole, dot: dot === '.', fraction, suffix, grouped: text.includes('_') };
  return letter === undefined ? base : { ...base, exponent: { letter, sign, digits } };
}

/** Enough digits for any hyperparameter, and none of the noise of binary fractions. */
const DIGITS = 6;

/** Digits without an exponent: `0.00003`, never `3e-5`. */
function plainDigits(value: number): string {
  const text = String(Number(value.toPrecision(DIGITS)));
  return /e/.test(text)
    ? value
        .toFixed(20)
        .replace(/(?<!0)0+$/, '')
        .replace(/\.$/, '')
    : text;
}

/** At least as many decimals as were written where the last of them is a zero: `0.50` becomes `0.30`. */
function padded(digits: string, { dot, fraction }: Notation): string {
  const [whole = '0', decimals = ''] = digits.split('.');
  if (!dot) return digits;
  const least = fraction.endsWith('0') ? fraction.length : 0;
  const all = decimals.padEnd(least, '0');
  if (all !== '') return `${whole}.${all}`;
  return fraction === '' ? `${whole}.` : `${whole}.0`;
}

/** `.25` stays without its zero. */
function trimmed(digits: string, { whole, dot }: Notation): string {
  return dot && whole === '' ? digits.replace(/^(-?)0\./, '$1.') : digits;
}

function scientific(value: number, notation: Notation, exponent: NonNullable<Notation['exponent']>): string {
  const [mantissa = '0', power = '0'] = Number(value.toPrecision(DIGITS)).toExponential().split('e');
  const size = String(Math.abs(Number(power))).padStart(exponent.digits.length, '0');
  const sign = Number(power) < 0 ? '-' : exponent.sign === '+' ? '+' : '';
  return `${padded(mantissa, notation)}${exponent.letter}${sign}${size}`;
}

/**
 * Writes `value` as the literal `sample` is written: `1e-3` → `3e-4`, `.25` → `.3`, `0.50` → `0.30`, `1.` → `2.`,
 * `1_000` → `2_000`, `64` → `128`. What is no plain literal (`1/2`, `0x10`) becomes one.
 */
export function formatLike(sample: string, value: number): string {
  const notation = notationOf(sample);
  if (!notation) return plainDigits(value);
  if (notation.exponent && value !== 0) return scientific(value, notation, notation.exponent);
  const digits = plainDigits(value);
  if (notation.exponent) return padded(digits, { ...notation, dot: true, fraction: '0' });
  if (notation.dot) return trimmed(padded(digits, notation), notation);
  if (!Number.isInteger(value)) return digits;
  const grouped = notation.grouped ? Number(digits).toLocaleString('en-US').replaceAll(',', '_') : digits;
  return `${grouped}${notation.suffix}`;
}
