import { isUnit, scaled, type Written } from './number-text';

/** The cells of a column that look like numbers in human notation (`1,234.5 €`, `(12)`). */
export interface Candidates {
  /** Keyed by the code of the text; the rules below remove entries that are not numbers in this column. */
  readonly numbers: Map<number, Written>;
  readonly values: readonly string[];
  readonly counts: readonly number[];
  /** Count of cells in plain notation, as a program writes numbers. */
  readonly plain: number;
}

/** Share of cells that must carry a unit for it to count as the unit of the column. */
const EVERYONE = 0.95;
/** With this many distinct numbers, it is unlikely to be chance that no group of three digits begins with a zero. */
const ENOUGH_GROUPS = 15;

/**
 * Removes candidates that the rest of the column shows not to be numbers. `declared`: the user declared the column numeric.
 */
export function keepNumbers(cells: Candidates, declared: boolean): void {
  withoutMarks(cells);
  if (!declared) withoutCodes(cells);
  inFull(cells);
  withoutForeign(cells);
}

/**
 * Trailing minus and brackets are signs in accounting, where amounts have decimals or thousands separators. Without
 * these, the cells are grades, charges or lists.
 */
function withoutMarks({ numbers, values, plain }: Candidates): void {
  const marked = [...numbers].filter(([, { mark }]) => mark !== undefined);
  if (marked.length === 0) return;
  const isAmount = marked.some(([, { decimal, group, open, affix }]) => decimal ?? group ?? (open || affix));
  const hasPlus = () => values.some((text) => /\d\s*\+$/.test(text));
  const bare = plain + numbers.size - marked.length;
  for (const [code, { mark }] of marked) {
    const isSign = mark === 'behind' ? isAmount && !hasPlus() : isAmount || bare > 0;
    if (!isSign) numbers.delete(code);
  }
}

/**
 * Addresses and version numbers: groups of three digits separated by points, the same number of groups in every cell,
 * and none like `007`.
 */
function withoutCodes({ numbers, values, plain }: Candidates): void {
  if (plain > 0 || numbers.size === 0) return;
  const texts = [...numbers.keys()].map((code) => values[code]);
  if (!texts.every((text) => /^\d{1,3}(?:\.[1-9]\d\d){2,}$/.test(text))) return;
  const groups = texts.map((text) => text.split('.'));
  if (groups.some(({ length }) => length !== groups[0].length)) return;
  const isAddress = groups.every((bytes) => bytes.length === 4 && bytes.every((byte) => Number(byte) < 256));
  if (isAddress || texts.length >= ENOUGH_GROUPS) numbers.clear();
}

/**
 * Expands `2.5K` and `1.2M` when the column mixes magnitudes or has plain numbers too. If all cells share one letter,
 * it is a unit.
 */
function inFull({ numbers, plain }: Candidates): void {
  const scales = new Set([...numbers.values()].map(({ scale }) => scale?.exponent ?? 0));
  if (plain > 0) scales.add(0);
  if (scales.size > 1) for (const [code, written] of numbers) numbers.set(code, scaled(written));
}

/** Removes amounts in a currency other than the most frequent one, and units that not nearly all cells carry. */
function withoutForeign({ numbers, counts, plain }: Candidates): void {
  const { byAffix, bare } = affixes({ numbers, counts, plain });
  if (byAffix.size === 0) return;
  const [most, count] = [...byAffix].reduce((best, one) => (one[1] > best[1] ? one : best));
  const known = !isUnit(most) || count >= EVERYONE * (count + bare);
  for (const [code, { affix }] of numbers) if (affix && (affix !== most || !known)) numbers.delete(code);
}

/** Counts the cells by affix (unit, currency or percent); `bare`: cells without one. */
export function affixes({
  numbers,
  counts,
  plain,
}: {
  readonly numbers: ReadonlyMap<number, Written>;
  readonly counts: readonly number[];
  readonly plain: number;
}): { byAffix: Map<string, number>; bare: number } {
  const byAffix = new Map<string, number>();
  let bare = plain;
  for (const [code, { affix }] of numbers)
    if (affix) byAffix.set(affix, (byAffix.get(affix) ?? 0) + counts[code]);
    else bare += counts[code];
  return { byAffix, bare };
}
