import { ABSENT, GAP } from '../experiment/file-words';
import { affixes, keepNumbers } from './cell-rules';
import { countDifferent } from './column';
import type { RawColumn } from './column-builder';
import { isCurrency, type Written, writtenNumber } from './number-text';

/** Classification of a column's cells that are not plain numbers, keyed by the code of their text. */
export interface CellKinds {
  /** Numbers in human notation. */
  readonly numbers: ReadonlyMap<number, Written>;
  /** Words that mean a missing value (`NA`, `null`). */
  readonly absent: ReadonlySet<number>;
  /** Other words that stand for a missing value in a numeric column. */
  readonly gaps: ReadonlySet<number>;
  /** Cell counts: numbers (including plain ones), texts, gaps, and words for a missing value. */
  readonly counts: {
    readonly numbers: number;
    readonly texts: number;
    readonly gaps: number;
    readonly absent: number;
  };
  /** A unit or percent sign that `bare` of the numbers lack. */
  readonly mixed?: { readonly affix: string; readonly bare: number };
}

/** No word for a missing value is longer. */
const LONGEST_ABSENT = 12;
/** After this many distinct texts, few of them numbers, the rest of the column is not checked for numbers. */
const ENOUGH = 1000;
/** Share of cells that must be numbers for a column with some texts to be numeric. */
export const MOSTLY = 0.95;
/** Not a missing value, but not usable either: reported in a message. */
const INFINITE = /^[+-]?inf(?:inity)?$/i;
/** With this few numbers, an unknown word may be one more category. */
const FEW = 19;
/** As `MOSTLY`, where all other cells are words for a missing value. */
const SOME = 0.1;

/**
 * Classifies the distinct cells of a column. `missing`: texts that mean a missing value here; `declared`: the user declared
 * the column numeric.
 */
export function sortCells(raw: RawColumn, missing: ReadonlySet<string>, declared = false): CellKinds {
  const { values, counts } = raw.cells ?? { values: [], counts: [] };
  const plain = raw.rows - raw.blanks - counts.reduce((sum, count) => sum + count, 0);
  const { numbers, absent, gaps, others } = sortTexts(raw, plain, missing);
  keepNumbers({ numbers, values, counts, plain }, declared);
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

/** Classifies each distinct cell on its own. */
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

/** Whether all plain numbers are 0 or 1; stops at the first that is not. */
const isZeroOrOne = ({ numbers }: RawColumn): boolean =>
  numbers?.every((value) => value === 0 || value === 1 || Number.isNaN(value)) ?? false;

/** Reads `TRUE` and `FALSE` as 1 and 0. */
const truth = (text: string): Written | undefined =>
  /^(?:true|false)$/i.test(text) ? { value: text.length === 4 ? 1 : 0, affix: '' } : undefined;

/** A single word, repeated among many different numbers, means a missing value in any language. */
function isLoneWord(raw: RawColumn, others: readonly number[], numbers: number): boolean {
  const { values, counts } = raw.cells ?? { values: [], counts: [] };
  const [code] = others;
  if (others.length !== 1 || counts[code] < 2 || counts[code] >= numbers) return false;
  return !/\d/.test(values[code]) && raw.numbers !== undefined && countDifferent(raw.numbers, FEW) > FEW;
}

/** Whether a column with these cells is numeric. */
export function isNumeric({ counts: { numbers, texts, gaps } }: CellKinds): boolean {
  if (numbers === 0) return false;
  const others = texts + gaps;
  return texts === 0 ? numbers >= SOME * (numbers + others) : numbers >= MOSTLY * (numbers + others);
}
