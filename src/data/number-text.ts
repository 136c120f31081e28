/** A mark that is the decimal mark in some countries and the thousands separator in others. */
export type Mark = '.' | ',';

/** A number parsed from human notation. */
export interface Written {
  /** The value; if ambiguous (`1.050`), read with the mark as decimal mark. */
  readonly value: number;
  /** The other reading, with the mark as thousands separator. */
  readonly grouped?: number;
  /** The ambiguous mark. */
  readonly open?: Mark;
  /** The mark that must be a decimal mark, and the one that must separate thousands. */
  readonly decimal?: Mark;
  readonly group?: Mark;
  /** Text next to the number: `%`, a currency or a unit; empty if there is none. */
  readonly affix: string;
  /** A negative sign that is not a leading one: `(12)`, `12-`. With whole numbers it often means something else. */
  readonly mark?: 'brackets' | 'behind';
  /** For `2.5K`: the power of ten if the letter is a magnitude, and the affix without the letter. */
  readonly scale?: { readonly exponent: number; readonly affix: string };
}

const WIDE = /[\uff0b-\uff0e\uff10-\uff19]/g;
const ARABIC = /[\u0660-\u0669\u06f0-\u06f9]/g;
/** No number, currency included, is longer. */
const LONGEST = 40;
const DASHES = '\u2010-\u2013\u2212\u2796\ufe58\ufe63\uff0d';
const LEADING_DASH = new RegExp(`^(\\(?[^\\d${DASHES}]{0,6})[${DASHES}](?=[^\\d]{0,6}\\d)`, 'u');
/** Amounts without cents: `15,-`, `1'200.—` and `1,500/-`. */
const NO_CENTS = new RegExp(`(\\d)[.,/][-\u2014${DASHES}]{1,2}$`, 'u');
/** `$(12)` and `$-` (zero), as spreadsheets write them. */
const CURRENCY_FIRST = /^(\p{Sc})\s*\(/u;
const NOTHING = new RegExp(`^(\\p{Sc})\\s*[${DASHES}-]$`, 'u');
// linear: a number has at most LONGEST characters.
const BRACKETS = /^\(\s*([^()]*)\s*\)$/;
const BLANKS = '[ \u00a0\u2007\u2009\u202f]';
// linear: a number has at most LONGEST characters.
const PARTS = new RegExp(
  `^(\\p{L}{1,4}\\.|[^\\d.,+-]{0,6}?)\\s*([+-]?)\\s*([^\\d.,+-]{0,4}?)\\s*([.,]?\\d(?:[\\d.,'\u2019]|${BLANKS}(?=\\d))*(?:e[+-]?\\d+)?)\\s*([^\\d,+-]{0,10}?)(-?)$`,
  'iu',
);
const MANTISSA = /^([\d.,' ]+)(e[+-]?\d+)?$/i;
const GROUPS = /^\d{1,3}(?:(['., ])\d{3})(?:\1\d{3})*$/;
/** Indian grouping (lakhs and crores): `12,34,567`. */
const INDIAN = /^\d{1,2}(?:,\d{2})+,\d{3}$/;
const OPEN = /^[1-9]\d{0,2}[.,]\d{3}$/;

const PERCENT = /^[%‰\u066a\uff05]$/u;
const CURRENCY = /^(?:[A-Z]{0,3}\p{Sc}|\p{Sc}[A-Z]{1,3})$/u;
const CURRENCY_NAMES = new Set(
  'aud brl cad chf cny czk dkk eur gbp hkd huf idr ils inr jpy krw mxn myr nok nzd php pln ron rub sek sgd thb try twd usd zar kr kr. zł kč ft fr fr. sfr sfr. rs rs. lei tl руб руб. р. 원 円 元'.split(
    ' ',
  ),
);
/** Letters for magnitudes. Not `m`, which is metres, nor `b`. */
const MAGNITUDES = new Map<string, number>([
  ...['k', 'K', '천', '千'].map((one) => [one, 3] as const),
  ...['만', '万', '萬'].map((one) => [one, 4] as const),
  ...['M', 'Mn', 'mn', 'Mio', 'Mio.', 'mln', '백만'].map((one) => [one, 6] as const),
  ...['억', '億', '亿'].map((one) => [one, 8] as const),
  ...['B', 'bn', 'Bn', 'Mrd', 'Mrd.', '십억'].map((one) => [one, 9] as const),
  ...['T', '조', '兆'].map((one) => [one, 12] as const),
]);
/** Currency codes that may precede a number without a blank. */
const GLUED = /^(?:[A-Z]{3}|Rs)$/;
const UNIT = /^[\p{L}°µ/²³·.]{1,8}$/u;

/** Whether an affix is a unit. Unlike a percent sign or currency, it makes a number only if the whole column has it. */
export const isUnit = (affix: string): boolean => !PERCENT.test(affix) && !isCurrency(affix);

/** Whether an affix is a currency sign or code. */
export const isCurrency = (affix: string) => CURRENCY.test(affix) || CURRENCY_NAMES.has(affix.toLowerCase());

/**
 * Parses a number in human notation: decimal commas, thousands separators (`1.234`, `1,234`, `1 234`, `1'234`), dashes
 * as signs, `(12)` and `12-` for −12, percent, currencies and units. Undefined if it is not a number.
 */
export function writtenNumber(text: string): Written | undefined {
  if (text.length > LONGEST) return undefined;
  const trimmed = inAscii(text.trim());
  if (!/\d/.test(trimmed)) return nothing(trimmed);
  const clean = trimmed.replace(CURRENCY_FIRST, '($1').replace(LEADING_DASH, '$1-').replace(NO_CENTS, '$1');
  const inner = BRACKETS.exec(clean);
  const plain = inner ? inner[1] : clean;
  const parts = PARTS.exec(plain);
  if (!parts) return undefined;
  const [, before, sign, middle, body, after, trailing] = parts;
  const glued = /\p{L}[+-]?$/u.test(plain.slice(0, plain.indexOf(body)));
  const beside = affixOf(`${before}${middle}`.trim(), after.trim(), glued);
  if (!beside || [inner?.[0], sign, trailing].filter(Boolean).length > 1) return undefined;
  const read = readBody(body.replaceAll('\u2019', "'").replace(new RegExp(BLANKS, 'g'), ' '));
  if (!read) return undefined;
  const negative = inner !== null || sign === '-' || trailing === '-';
  const mark = inner ? 'brackets' : trailing === '-' ? 'behind' : undefined;
  return { ...read, ...(negative && negated(read)), ...beside, ...(mark && { mark }) };
}

/**
 * Converts to ASCII: full-width and Arabic digits and marks, and exponents as in Fortran (`1.5D+02`) and prose
 * (`1.5×10^2`).
 */
function inAscii(text: string): string {
  return text
    .replace(WIDE, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(ARABIC, (one) => String(one.charCodeAt(0) & 15))
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',')
    .replace(/^([+-]?\d*\.\d*)d([+-]?\d{1,3})$/i, '$1e$2')
    .replace(/(\d) ?[×x*] ?10\^([+-]?\d{1,3})$/, '$1e$2');
}

function nothing(text: string): Written | undefined {
  const found = NOTHING.exec(text);
  return found ? { value: 0, affix: found[1] } : undefined;
}

/**
 * Combines the text before and after a number. `glued`: no blank before the number; identifiers may begin like a
 * currency: `rs2236008`, `php7`.
 */
function affixOf(
  before: string,
  after: string,
  glued: boolean,
): Pick<Written, 'affix' | 'scale'> | undefined {
  if (glued && /^\p{L}+$/u.test(before) && !GLUED.test(before)) return undefined;
  const exponent = MAGNITUDES.get(after);
  if (exponent !== undefined && (before === '' || isCurrency(before)))
    return { affix: before + after, scale: { exponent, affix: before } };
  if (before !== '' && after !== '') return undefined;
  const affix = before || after;
  if (affix === '' || PERCENT.test(affix) || isCurrency(affix)) return { affix };
  return before === '' && UNIT.test(after) ? { affix } : undefined;
}

/** Applies the magnitude letter of a number. */
export function scaled({ scale, ...written }: Written): Written {
  if (!scale) return written;
  const { value, grouped, ...more } = written;
  const full = (number: number) => Number(`${number}e${scale.exponent}`) || 0;
  return {
    ...more,
    value: full(value),
    ...(grouped !== undefined && { grouped: full(grouped) }),
    affix: scale.affix,
  };
}

const negated = ({ value, grouped }: Omit<Written, 'affix'>) => ({
  value: -value,
  ...(grouped !== undefined && { grouped: -grouped }),
});

/** Parses digits and the marks between them. */
function readBody(body: string): Omit<Written, 'affix'> | undefined {
  const parts = MANTISSA.exec(body);
  if (!parts) return undefined;
  const [, mantissa, exponent = ''] = parts;
  const marks = mantissa.match(/[.,]/g) ?? [];
  const last = marks.at(-1) as Mark | undefined;
  const apart = /[' ]/.test(mantissa);
  if (last === undefined) return apart ? grouped(mantissa, exponent) : finite({}, mantissa + exponent);
  const isSingleMark = marks.length > 1 && marks.every((mark) => mark === last);
  if (isSingleMark) return apart ? undefined : grouped(mantissa, exponent, last);
  // A number with thousands separators has no exponent.
  const isOpen = exponent === '' && OPEN.test(mantissa);
  return isOpen ? open(mantissa, last) : decimal(mantissa, exponent, marks as Mark[]);
}

/** The last mark is the decimal mark; any other separates thousands. */
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

function open(mantissa: string, mark: Mark) {
  const value = Number(mantissa.replace(mark, '.'));
  return finite({ open: mark, value }, mantissa.replace(mark, ''));
}

/** Adds the value of `digits`; for an ambiguous number, as the grouped reading. Undefined if it is not finite. */
function finite(more: Partial<Omit<Written, 'affix'>>, digits: string): Omit<Written, 'affix'> | undefined {
  const value = Number(digits);
  if (!Number.isFinite(value)) return undefined;
  return more.value === undefined ? { ...more, value } : { ...more, value: more.value, grouped: value };
}
