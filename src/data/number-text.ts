/** A mark that stands before the decimals in one country and between thousands in another. */
export type Mark = '.' | ',';

/** A number as a person wrote it. */
export interface Written {
  /** Of what can be read in two ways (`1.050`), with the mark before the decimals. */
  readonly value: number;
  /** The other reading of it, with the mark between thousands. */
  readonly grouped?: number;
  /** The mark that can be read in two ways. */
  readonly open?: Mark;
  /** A mark that can only stand before decimals, and one that can only stand between thousands. */
  readonly decimal?: Mark;
  readonly group?: Mark;
  /** What stands beside the number: `%`, a currency, a unit; empty for none. */
  readonly affix: string;
}

/** No number with its currency is longer. */
const LONGEST = 40;
const DASHES = '\u2010-\u2013\u2212\u2796\ufe58\ufe63\uff0d';
const LEADING_DASH = new RegExp(`^(\\(?[^\\d${DASHES}]{0,6})[${DASHES}](?=[^\\d]{0,6}\\d)`, 'u');
/** `15,-` and `1'200.—`: no cents. */
const NO_CENTS = new RegExp(`(\\d)[.,][-\u2014${DASHES}]{1,2}$`, 'u');
// linear: a number has at most LONGEST characters.
const BRACKETS = /^\(\s*([^()]*)\s*\)$/;
const BLANKS = '[ \u00a0\u2007\u2009\u202f]';
// linear: a number has at most LONGEST characters.
const PARTS = new RegExp(
  `^([^\\d.,+-]{0,6}?)\\s*([+-]?)\\s*([^\\d.,+-]{0,4}?)\\s*([.,]?\\d(?:[\\d.,'\u2019]|${BLANKS}(?=\\d))*(?:e[+-]?\\d+)?)\\s*([^\\d,+-]{0,10}?)([+-]?)$`,
  'iu',
);
const MANTISSA = /^([\d.,' ]+)(e[+-]?\d+)?$/i;
const GROUPS = /^\d{1,3}(?:(['., ])\d{3})(?:\1\d{3})*$/;
/** Lakhs and crores: `12,34,567`. */
const INDIAN = /^\d{1,2}(?:,\d{2})+,\d{3}$/;
const OPEN = /^[1-9]\d{0,2}[.,]\d{3}$/;

const PERCENT = /^[%‰\u066a\uff05]$/u;
const CURRENCY = /^(?:[A-Z]{0,3}\p{Sc}|\p{Sc}[A-Z]{1,3})$/u;
const CURRENCY_NAMES = new Set(
  'aud brl cad chf cny czk dkk eur gbp hkd huf idr ils inr jpy krw mxn myr nok nzd php pln ron rub sek sgd thb try twd usd zar kr kr. zł kč ft fr fr. sfr sfr. rs rs. lei tl руб руб. р. 원 円 元'.split(
    ' ',
  ),
);
const UNIT = /^[\p{L}°µ/²³·.]{1,8}$/u;

/** Whether an affix belongs to numbers wherever it stands. A unit only does where a whole column has it. */
export const isUnit = (affix: string): boolean => !PERCENT.test(affix) && !isCurrency(affix);

const isCurrency = (affix: string) => CURRENCY.test(affix) || CURRENCY_NAMES.has(affix.toLowerCase());

/**
 * Reads a number as people write it: decimal commas, thousands apart (`1.234`, `1,234`, `1 234`, `1'234`), signs that
 * are dashes, `(12)` and `12-` for −12, percent, currencies and units. Undefined: it is no number.
 */
export function writtenNumber(text: string): Written | undefined {
  if (text.length > LONGEST || !/\d/.test(text)) return undefined;
  const clean = text.trim().replace(LEADING_DASH, '$1-').replace(NO_CENTS, '$1');
  const inner = BRACKETS.exec(clean);
  const parts = PARTS.exec(inner ? inner[1] : clean);
  if (!parts) return undefined;
  const [, before, sign, middle, body, after, trailing] = parts;
  const affix = affixOf(`${before}${middle}`.trim(), after.trim());
  if (affix === undefined || [inner?.[0], sign, trailing].filter(Boolean).length > 1) return undefined;
  const read = readBody(body.replaceAll('\u2019', "'").replace(new RegExp(BLANKS, 'g'), ' '));
  if (!read) return undefined;
  const negative = inner !== null || sign === '-' || trailing === '-';
  return { ...read, ...(negative && negated(read)), affix };
}

function affixOf(before: string, after: string): string | undefined {
  if (before !== '' && after !== '') return undefined;
  const affix = before || after;
  if (affix === '' || PERCENT.test(affix) || isCurrency(affix)) return affix;
  return before === '' && UNIT.test(after) ? after : undefined;
}

const negated = ({ value, grouped }: Omit<Written, 'affix'>) => ({
  value: -value,
  ...(grouped !== undefined && { grouped: -grouped }),
});

/** The digits and what stands between them. */
function readBody(body: string): Omit<Written, 'affix'> | undefined {
  const parts = MANTISSA.exec(body);
  if (!parts) return undefined;
  const [, mantissa, exponent = ''] = parts;
  const marks = mantissa.match(/[.,]/g) ?? [];
  const last = marks.at(-1) as Mark | undefined;
  const apart = /[' ]/.test(mantissa);
  if (last === undefined) return apart ? grouped(mantissa, exponent) : finite({}, mantissa + exponent);
  const isAlike = marks.length > 1 && marks.every((mark) => mark === last);
  if (isAlike) return apart ? undefined : grouped(mantissa, exponent, last);
  return OPEN.test(mantissa) ? open(mantissa, exponent, last) : decimal(mantissa, exponent, marks as Mark[]);
}

/** The last of the marks stands before the decimals, and another one between thousands. */
function decimal(mantissa: string, exponent: string, marks: readonly Mark[]) {
  const last = marks.at(-1)!;
  const at = mantissa.lastIndexOf(last);
  const whole = mantissa.slice(0, at);
  const decimals = mantissa.slice(at + 1);
  if (/\D/.test(decimals) || whole.includes(last)) return undefined;
  if (!/^\d*$/.test(whole) && !isGrouped(whole)) return undefined;
  const more = { decimal: last, ...(marks.length > 1 && { group: marks[0] }) };
  return finite(more, `${whole.replace(/\D/g, '') || '0'}.${decimals}${exponent}`);
}

const isGrouped = (text: string) => GROUPS.test(text) || INDIAN.test(text);

function grouped(mantissa: string, exponent: string, mark?: Mark) {
  if (!isGrouped(mantissa)) return undefined;
  return finite(mark ? { group: mark } : {}, mantissa.replace(/\D/g, '') + exponent);
}

function open(mantissa: string, exponent: string, mark: Mark) {
  const value = Number(mantissa.replace(mark, '.') + exponent);
  return finite({ open: mark, value }, mantissa.replace(mark, '') + exponent);
}

/** With the value of some digits; what is open has it as its other reading. */
function finite(more: Partial<Omit<Written, 'affix'>>, digits: string): Omit<Written, 'affix'> | undefined {
  const value = Number(digits);
  if (!Number.isFinite(value)) return undefined;
  return more.value === undefined ? { ...more, value } : { ...more, value: more.value, grouped: value };
}
