import { ABSENT } from '../experiment/file-words';
/** A column as it stands in a file: numbers, or texts as soon as one cell is no number. */
export interface Column {
  readonly name: string;
  /** Whether the name stands in the file. */
  readonly named: boolean;
  /** One a row; NaN where a value is missing. Empty for a column of texts. */
  readonly numbers: Float64Array;
  readonly texts?: Texts;
  /** How many cells are empty or say that there is no value. */
  readonly missing: number;
  readonly decimalCommas: boolean;
}

export interface Texts {
  /** The different texts, trimmed, in the order in which they first appear. */
  readonly values: readonly string[];
  /** One a row: which of the values it is, or MISSING. */
  readonly codes: Int32Array;
  /** The first row whose cell is no number. */
  readonly first: number;
}

export const MISSING = -1;

/** Characters of a cell that a message shows. */
const LONGEST_SHOWN = 60;

/** `Number` reads 0x1F, 0b1 and 0o7 too; in a table these are names. */
const RADIX = /^0[box]/i;
const DIGIT_NINE = 57;
const DECIMAL_COMMA = /^\s*[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?\s*$/i;

/** Takes a column's cells one by one and keeps them as numbers for as long as they are. */
export class ColumnBuilder {
  #numbers: Float64Array;
  #rows = 0;
  #missing = 0;
  #decimalCommas = false;
  #texts: { codeOf: Map<string, number>; codes: Int32Array; first: number } | undefined;

  /** `commas`: numbers may have a decimal comma, since something else separates the cells. */
  constructor(
    readonly name: string,
    readonly named: boolean,
    capacity: number,
    readonly commas: boolean,
  ) {
    this.#numbers = new Float64Array(capacity);
  }

  get rows(): number {
    return this.#rows;
  }

  add(cell: string): void {
    const row = this.#rows++;
    const value = this.#read(cell);
    const absent = value === undefined && ABSENT.test(cell.trim());
    if (absent) this.#missing++;
    if (this.#texts) this.#texts.codes[row] = absent ? MISSING : this.#codeOf(value ?? cell);
    else if (absent) this.#numbers[row] = Number.NaN;
    else if (value === undefined) this.#toTexts(row, cell);
    else this.#numbers[row] = value;
  }

  build(): Column {
    const { name, named } = this;
    const numbers = this.#numbers.subarray(0, this.#rows);
    const common = { name, named, numbers, missing: this.#missing };
    if (!this.#texts) return { ...common, decimalCommas: this.#decimalCommas };
    const { codeOf, codes, first } = this.#texts;
    const texts = { values: [...codeOf.keys()], codes: codes.subarray(0, this.#rows), first };
    return { ...common, decimalCommas: false, texts };
  }

  /** The number that a cell writes; undefined for a text and for no value. */
  #read(cell: string): number | undefined {
    const value = Number(cell);
    // `Number` takes blanks for 0.
    if (value === 0 && cell.trim() === '') return undefined;
    if (Number.isFinite(value))
      return cell.charCodeAt(1) > DIGIT_NINE && RADIX.test(cell) ? undefined : value;
    if (!this.commas || !DECIMAL_COMMA.test(cell)) return undefined;
    this.#decimalCommas = true;
    return Number(cell.replace(',', '.'));
  }

  /** The first cell that is no number makes texts of the numbers before it. */
  #toTexts(row: number, cell: string): void {
    const codes = new Int32Array(this.#numbers.length);
    this.#texts = { codeOf: new Map(), codes, first: row };
    for (let i = 0; i < row; i++) {
      const value = this.#numbers[i];
      codes[i] = Number.isNaN(value) ? MISSING : this.#codeOf(value);
    }
    codes[row] = this.#codeOf(cell);
    this.#numbers = new Float64Array(0);
  }

  /** Among texts a number stands in its shortest spelling: `1.0` and `1` are one text. */
  #codeOf(cell: string | number): number {
    const { codeOf } = this.#texts!;
    const text = String(cell).trim();
    const known = codeOf.get(text);
    if (known !== undefined) return known;
    codeOf.set(detached(text), codeOf.size);
    return codeOf.size - 1;
  }
}

/** A cell as a message shows it: what is longer than a line is cut. */
export function shownCell(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}

/** A copy of its own: what is cut out of a file's text would keep all of it in memory. */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text));
}
