import { isUnit, scaled, type Written } from './number-text';

/** A column's cells that look like numbers as people write them. */
export interface Candidates {
  /** By the codes of their texts; the rules take out what is no number here. */
  readonly numbers: Map<number, Written>;
  readonly values: readonly string[];
  readonly counts: readonly number[];
  /** Cells that are numbers as a program writes them. */
  readonly plain: number;
}

/** The part of a column's cells that has to have a unit: then it is everyone's. */
const EVERYONE = 0.95;
/** Different numbers from which on it is hardly by chance that no group of three digits begins with a zero. */
const ENOUGH_GROUPS = 15;

/** Takes out what only is a number elsewhere: here the column speaks against it. `said`: a person says that it has numbers. */
export function keepNumbers(cells: Candidates, said: boolean): void {
  withoutMarks(cells);
  if (!said) withoutCodes(cells);
  inFull(cells);
  withoutForeign(cells);
}

/** A minus behind, and brackets: signs in accounts, whose amounts have decimals or thousands. Else grades, charges, lists. */
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

/** Addresses and versions: points between groups of three digits, equally many in all, and no group like `007`. */
function withoutCodes({ numbers, values, plain }: Candidates): void {
  if (plain > 0 || numbers.size === 0) return;
  const texts = [...numbers.keys()].map((code) => values[code]);
  if (!texts.every((text) => /^\d{1,3}(?:\.[1-9]\d\d){2,}$/.test(text))) return;
  const groups = texts.map((text) => text.split('.'));
  if (groups.some(({ length }) => length !== groups[0].length)) return;
  const isAddress = groups.every((bytes) => bytes.length === 4 && bytes.every((byte) => Number(byte) < 256));
  if (isAddress || texts.length >= ENOUGH_GROUPS) numbers.clear();
}

/** `2.5K` and `1.2M`, or `300` beside them: each is read in full. Where all have the same letter, it is a unit. */
function inFull({ numbers, plain }: Candidates): void {
  const scales = new Set([...numbers.values()].map(({ scale }) => scale?.exponent ?? 0));
  if (plain > 0) scales.add(0);
  if (scales.size > 1) for (const [code, written] of numbers) numbers.set(code, scaled(written));
}

/** Numbers of another currency than most are no numbers of the same measure; a unit has to be everyone's. */
function withoutForeign({ numbers, counts, plain }: Candidates): void {
  const { byAffix, bare } = affixes({ numbers, counts, plain });
  if (byAffix.size === 0) return;
  const [most, count] = [...byAffix].reduce((best, one) => (one[1] > best[1] ? one : best));
  const known = !isUnit(most) || count >= EVERYONE * (count + bare);
  for (const [code, { affix }] of numbers) if (affix && (affix !== most || !known)) numbers.delete(code);
}

/** How many cells have which unit, currency or percent; `bare`: how many have none. */
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
