import { ABSENT, GAP } from '../experiment/file-words';
import type { RawColumn } from './column-builder';
import { isUnit, type Written, writtenNumber } from './number-text';

/** What the cells of a column are that no program writes for a number. By the codes of their texts. */
export interface CellKinds {
  /** Numbers as people write them. */
  readonly numbers: ReadonlyMap<number, Written>;
  /** Words for no value. */
  readonly absent: ReadonlySet<number>;
  /** Words that stand for no value among numbers. */
  readonly gaps: ReadonlySet<number>;
  /** How many cells are numbers, plain ones among them; texts; gaps; words for no value. */
  readonly counts: {
    readonly numbers: number;
    readonly texts: number;
    readonly gaps: number;
    readonly absent: number;
  };
}

/** Longer than any word for no value. */
const LONGEST_ABSENT = 12;
/** Different texts after which a column that has been no number is not looked at for numbers any more. */
const ENOUGH = 1000;
/** The part of a column's cells that has to be numbers, where others are texts. */
export const MOSTLY = 0.95;
/** The same where all others are words for no value. */
const SOME = 0.1;

/** Sorts a column's different cells. `missing`: texts that mean no value here. */
export function sortCells(raw: RawColumn, missing: ReadonlySet<string>): CellKinds {
  const { values, counts } = raw.cells ?? { values: [], counts: [] };
  const numbers = new Map<number, Written>();
  const absent = new Set<number>();
  const gaps = new Set<number>();
  const plain = raw.rows - raw.blanks - counts.reduce((sum, count) => sum + count, 0);
  for (const [code, text] of values.entries()) {
    const looks = code < ENOUGH || plain > 0 || numbers.size > ENOUGH / 2;
    const written = looks && !missing.has(text) ? writtenNumber(text) : undefined;
    if (written) numbers.set(code, written);
    else if (missing.has(text) || (text.length <= LONGEST_ABSENT && ABSENT.test(text))) absent.add(code);
    else if (text.length <= 2 * LONGEST_ABSENT && GAP.test(text)) gaps.add(code);
  }
  withoutForeign(numbers, counts, plain);
  const total = (codes: Iterable<number>) => {
    let sum = 0;
    for (const code of codes) sum += counts[code];
    return sum;
  };
  const found = { absent: total(absent), gaps: total(gaps), numbers: plain + total(numbers.keys()) };
  const texts = raw.rows - raw.blanks - found.absent - found.gaps - found.numbers;
  return { numbers, absent, gaps, counts: { ...found, texts } };
}

/** Numbers of another currency than most are no numbers of the same measure; a unit has to be everyone's. */
function withoutForeign(numbers: Map<number, Written>, counts: readonly number[], plain: number): void {
  const byAffix = new Map<string, number>();
  for (const [code, { affix }] of numbers)
    if (affix) byAffix.set(affix, (byAffix.get(affix) ?? 0) + counts[code]);
  if (byAffix.size === 0) return;
  const bare = [...numbers].reduce((sum, [code, { affix }]) => (affix ? sum : sum + counts[code]), plain);
  const [most, count] = [...byAffix].reduce((best, one) => (one[1] > best[1] ? one : best));
  const known = !isUnit(most) || count >= MOSTLY * (count + bare);
  for (const [code, { affix }] of numbers) if (affix && (affix !== most || !known)) numbers.delete(code);
}

/** Whether a column with these cells is one of numbers. */
export function isNumeric({ counts: { numbers, texts, gaps } }: CellKinds): boolean {
  if (numbers === 0) return false;
  const others = texts + gaps;
  return texts === 0 ? numbers >= SOME * (numbers + others) : numbers >= MOSTLY * (numbers + others);
}
