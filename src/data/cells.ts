import { ABSENT, GAP } from '../experiment/file-words';
import { affixes, keepNumbers } from './cell-rules';
import { countDifferent } from './column';
import type { RawColumn } from './column-builder';
import { isCurrency, type Written, writtenNumber } from './number-text';

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
  /** A unit or percent that some of the numbers lack, and how many. */
  readonly mixed?: { readonly affix: string; readonly bare: number };
}

/** Longer than any word for no value. */
const LONGEST_ABSENT = 12;
/** Different texts after which a column that has been no number is not looked at for numbers any more. */
const ENOUGH = 1000;
/** The part of a column's cells that has to be numbers, where others are texts. */
export const MOSTLY = 0.95;
/** No missing value, but nothing to calculate with: a message shows it. */
const INFINITE = /^[+-]?inf(?:inity)?$/i;
/** With so few numbers another word may be one more category. */
const FEW = 19;
/** The same where all others are words for no value. */
const SOME = 0.1;

/**
 * Sorts a column's different cells. `missing`: texts that mean no value here; `said`: a person says that these are
 * numbers.
 */
export function sortCells(raw: RawColumn, missing: ReadonlySet<string>, said = false): CellKinds {
  const { values, counts } = raw.cells ?? { values: [], counts: [] };
  const plain = raw.rows - raw.blanks - counts.reduce((sum, count) => sum + count, 0);
  const { numbers, absent, gaps, others } = sortTexts(raw, plain, missing);
  keepNumbers({ numbers, values, counts, plain }, said);
  const total = (codes: Iterable<number>) => {
    let sum = 0;
    for (const code of codes) sum += counts[code];
    return sum;
  };
  const found = { absent: total(absent), numbers: plain + total(numbers.keys()) };
  if (isLoneWord(raw, others, found.numbers)) gaps.add(others[0]);
  const inGaps = total(gaps);
  const texts = raw.rows - raw.blanks - found.absent - inGaps - found.numbers;
  const mixed = mixedIn(numbers, counts, plain);
  return { numbers, absent, gaps, counts: { ...found, gaps: inGaps, texts }, ...(mixed && { mixed }) };
}

/** What each different cell looks like by itself. */
function sortTexts(raw: RawColumn, plain: number, missing: ReadonlySet<string>) {
  const numbers = new Map<number, Written>();
  const absent = new Set<number>();
  const gaps = new Set<number>();
  const others: number[] = [];
  const isSwitch = plain > 0 && isZeroOrOne(raw);
  const written = (code: number, text: string) => {
    const looks = code < ENOUGH || plain > 0 || numbers.size > ENOUGH / 2;
    return looks && !missing.has(text)
      ? (writtenNumber(text) ?? (isSwitch ? truth(text) : undefined))
      : undefined;
  };
  for (const [code, text] of (raw.cells?.values ?? []).entries()) {
    const number = written(code, text);
    if (number) numbers.set(code, number);
    else if (missing.has(text) || isAbsent(text)) absent.add(code);
    else if (isGap(text)) gaps.add(code);
    else others.push(code);
  }
  return { numbers, absent, gaps, others };
}

const isAbsent = (text: string) => text.length <= LONGEST_ABSENT && ABSENT.test(text) && !INFINITE.test(text);

const isGap = (text: string) => text.length <= 2 * LONGEST_ABSENT && (GAP.test(text) || INFINITE.test(text));

function mixedIn(
  numbers: CellKinds['numbers'],
  counts: readonly number[],
  plain: number,
): CellKinds['mixed'] {
  const { byAffix, bare } = affixes({ numbers, counts, plain });
  const [affix] = byAffix.keys();
  return bare > 0 && affix !== undefined && !isCurrency(affix) ? { affix, bare } : undefined;
}

/** Whether no plain number is another than 0 and 1; they are looked at as far as the first other one. */
const isZeroOrOne = ({ numbers }: RawColumn): boolean =>
  numbers?.every((value) => value === 0 || value === 1 || Number.isNaN(value)) ?? false;

/** `TRUE` among ones. */
const truth = (text: string): Written | undefined =>
  /^(?:true|false)$/i.test(text) ? { value: text.length === 4 ? 1 : 0, affix: '' } : undefined;

/** One and the same word again and again among many different numbers stands for no value, in whatever language. */
function isLoneWord(raw: RawColumn, others: readonly number[], numbers: number): boolean {
  const { values, counts } = raw.cells ?? { values: [], counts: [] };
  const [code] = others;
  if (others.length !== 1 || counts[code] < 2 || counts[code] >= numbers) return false;
  return !/\d/.test(values[code]) && raw.numbers !== undefined && countDifferent(raw.numbers, FEW) > FEW;
}

/** Whether a column with these cells is one of numbers. */
export function isNumeric({ counts: { numbers, texts, gaps } }: CellKinds): boolean {
  if (numbers === 0) return false;
  const others = texts + gaps;
  return texts === 0 ? numbers >= SOME * (numbers + others) : numbers >= MOSTLY * (numbers + others);
}
