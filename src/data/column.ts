/** A column as it stands in a file: numbers, or texts where too many cells are no number. */
export interface Column {
  readonly name: string;
  /** Whether the name stands in the file. */
  readonly named: boolean;
  /** One a row; NaN where a value is missing. Empty for a column of texts. */
  readonly numbers: Float64Array;
  readonly texts?: Texts;
  /** How many cells are empty, say that there is no value, or are no numbers among numbers. */
  readonly missing: number;
  /** Cells that are no numbers, in a column of numbers. */
  readonly odd?: OddCells;
  /** Numbers that stand in the file otherwise than a program writes them. */
  readonly written?: WrittenCells;
  /** Words for no value that are classes here, in a target. */
  readonly words?: readonly string[];
}

export interface Texts {
  /** The different texts, trimmed, in the order in which they first appear. */
  readonly values: readonly string[];
  /** One a row: which of the values it is, or MISSING. */
  readonly codes: Int32Array;
}

export interface OddCells {
  readonly count: number;
  /** The first few. */
  readonly some: readonly { readonly row: number; readonly text: string }[];
}

export interface WrittenCells {
  readonly decimalCommas: boolean;
  /** A unit or percent that `bare` of the numbers do not have. */
  readonly mixed?: { readonly affix: string; readonly bare: number };
  /** The first cell that needs more than a decimal comma to be read. */
  readonly example?: { readonly text: string; readonly value: number };
  /** A cell that has two readings, between which nothing in its column decides. */
  readonly open?: { readonly text: string; readonly value: number; readonly other: number };
}

export const MISSING = -1;

/** The first cell of a column of texts that is no number, and its row; numbers stand there in their shortest spelling. */
export function firstText({ values, codes }: Texts): { row: number; text: string } {
  const isText = values.map((text) => String(Number(text)) !== text);
  const row = Math.max(
    0,
    codes.findIndex((code) => isText[code]),
  );
  return { row, text: values[codes[row]] ?? '' };
}

/** How many different numbers there are, NaN aside; no more than `most` + 1 are counted. */
export function countDifferent(numbers: Float64Array, most: number): number {
  const different = new Set<number>();
  // Where numbers repeat, most are found here, which is quicker than to look them up.
  const recent = new Float64Array(64).fill(Number.NaN);
  for (let row = 0; row < numbers.length && different.size <= most; row++) {
    const value = numbers[row];
    if (recent[value & 63] === value || Number.isNaN(value)) continue;
    recent[value & 63] = value;
    different.add(value);
  }
  return different.size;
}

/** A copy of its own: what is cut out of a file's text would keep all of it in memory. */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text));
}
