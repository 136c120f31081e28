/** A column of a file: numeric, or text if too many cells are not numbers. */
export interface Column {
  readonly name: string;
  /** Whether the file names the column; otherwise the name is generated. */
  readonly named: boolean;
  /** One per row; NaN where a value is missing. Empty for a text column. */
  readonly numbers: Float64Array;
  readonly texts?: Texts;
  /** Number of missing cells: empty, a word for a missing value, or not a number in a numeric column. */
  readonly missing: number;
  /** The invalid cells of a numeric column. */
  readonly odd?: OddCells;
  /** How numbers are written that are not in plain notation. */
  readonly written?: WrittenCells;
  /** Words for a missing value that are classes in this target. */
  readonly words?: readonly string[];
}

export interface Texts {
  /** The distinct texts, trimmed, in order of first appearance. */
  readonly values: readonly string[];
  /** One per row: index into `values`, or MISSING. */
  readonly codes: Int32Array;
}

export interface OddCells {
  readonly count: number;
  /** The first few of them. */
  readonly some: readonly { readonly row: number; readonly text: string }[];
}

export interface WrittenCells {
  readonly decimalCommas: boolean;
  /** A unit or percent sign that `bare` of the numbers lack. */
  readonly mixed?: { readonly affix: string; readonly bare: number };
  /** The first cell that needed more than a decimal comma to be parsed. */
  readonly example?: { readonly text: string; readonly value: number };
  /** An ambiguous cell, where nothing else in the column decides between its two readings. */
  readonly open?: { readonly text: string; readonly value: number; readonly other: number };
}

export const MISSING = -1;

/**
 * The first cell of a text column that is not a number, and its row. Numbers in a text column are in their shortest
 * notation.
 */
export function firstText({ values, codes }: Texts): { row: number; text: string } {
  const isText = values.map((text) => String(Number(text)) !== text);
  const row = Math.max(
    0,
    codes.findIndex((code) => isText[code]),
  );
  return { row, text: values[codes[row]] ?? '' };
}

/** Counts the distinct numbers, ignoring NaN; stops at `most` + 1. */
export function countDifferent(numbers: Float64Array, most: number): number {
  const different = new Set<number>();
  // A small direct-mapped cache: catches most repeated numbers without a set lookup.
  const recent = new Float64Array(64).fill(Number.NaN);
  for (let row = 0; row < numbers.length && different.size <= most; row++) {
    const value = numbers[row];
    if (recent[value & 63] === value || Number.isNaN(value)) continue;
    recent[value & 63] = value;
    different.add(value);
  }
  return different.size;
}

/** Copies a string: a slice of a file's text would keep the whole text in memory. */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text));
}
