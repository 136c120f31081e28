import { detached, MISSING } from './column';

/** Cells of a column as collected: plain numbers as numbers, everything else as text. */
export interface RawColumn {
  readonly name: string;
  readonly named: boolean;
  readonly rows: number;
  /**
   * One per row; NaN where the cell is not a plain number. Undefined if none is. Ambiguous marks are read as decimal
   * marks.
   */
  readonly numbers: Float64Array | undefined;
  /** One per row: character code of the ambiguous mark in a plain number, or 0. Undefined if there is none. */
  readonly open: Uint8Array | undefined;
  /** The cells that are not plain numbers, trimmed; undefined if all are. */
  readonly cells: RawCells | undefined;
  readonly blanks: number;
  /** What points and commas in the numbers may mean: decimal mark or thousands separator. */
  readonly points: MarkFacts;
  readonly commas: MarkFacts;
  /** Whether some numbers of a thousand or more have no separator. */
  readonly large: boolean;
}

export interface RawCells {
  /** The distinct texts in order of first appearance. */
  readonly values: readonly string[];
  readonly counts: readonly number[];
  /** One per row: index into `values`, or MISSING. */
  readonly codes: Int32Array;
}

/** Evidence about a mark that may be the decimal mark or the thousands separator. */
export interface MarkFacts {
  /** Some number is only valid with it as the decimal mark. */
  readonly isDecimal: boolean;
  /** Number of ambiguous cells such as `1.050`, and the first of them. */
  readonly open: number;
  readonly example: string | undefined;
}

/** `Number` also parses 0x1F, 0b1 and 0o7; in a table these are identifiers. */
const RADIX = /^[+-]?0[box]/i;
const [COMMA, POINT, DIGIT_ZERO, DIGIT_NINE] = [44, 46, 48, 57];
/**
 * Numbers whose comma must be a decimal comma. `1,234` does not match: it may be one thousand two hundred thirty-four.
 */
const DECIMAL_COMMA =
  /^\s*[+-]?(?:(?:0*,\d+|0+,\d*|\d{4,},\d*|\d+,(?:\d{0,2}|\d{4,}))(?:e[+-]?\d+)?|\d+,\d{3}e[+-]?\d+)\s*$/i;
const OPEN = /^\s*[+-]?[1-9]\d{0,2}[.,]\d{3}\s*$/;

/** Whether a cell is a number with two readings. Cheap checks come first, the regular expression last. */
function isOpen(cell: string): boolean {
  const mark = cell.charCodeAt(cell.length - 4);
  const isDigit =
    cell.charCodeAt(cell.length - 1) <= DIGIT_NINE && cell.charCodeAt(cell.length - 1) >= DIGIT_ZERO;
  return (mark === POINT || mark === COMMA || !isDigit) && OPEN.test(cell);
}

/** A whole number of at most this many characters has no mark in it. */
const SHORT = 2;

/** Collects a column cell by cell. */
export class ColumnBuilder {
  #numbers: Float64Array | undefined;
  #open: Uint8Array | undefined;
  #codes: Int32Array | undefined;
  readonly #codeOf = new Map<string, number>();
  readonly #counts: number[] = [];
  readonly #points = { isDecimal: false, open: 0, example: undefined as string | undefined };
  readonly #commas = { isDecimal: false, open: 0, example: undefined as string | undefined };
  #rows = 0;
  #blanks = 0;
  #large = false;

  constructor(
    readonly name: string,
    readonly named: boolean,
    readonly capacity: number,
  ) {}

  get rows(): number {
    return this.#rows;
  }

  add(cell: string): void {
    const value = Number(cell);
    if (!Number.isFinite(value) || (value === 0 && cell.trim() === '')) this.#addText(cell);
    else if (cell.charCodeAt(1) > DIGIT_NINE && RADIX.test(cell)) this.#addText(cell);
    else {
      // Only until some number settles that the point is a decimal point.
      const watches = !this.#points.isDecimal && (cell.length > SHORT || !Number.isInteger(value));
      if (watches) this.#watch(cell, value);
      this.#put(value);
    }
  }

  build(): RawColumn {
    const rows = this.#rows;
    return {
      name: this.name,
      named: this.named,
      rows,
      numbers: this.#numbers?.subarray(0, rows),
      open: this.#open?.subarray(0, rows),
      cells: this.#codes && {
        values: [...this.#codeOf.keys()],
        counts: this.#counts,
        codes: this.#codes.subarray(0, rows),
      },
      blanks: this.#blanks,
      points: this.#points,
      commas: this.#commas,
      large: this.#large,
    };
  }

  #put(value: number): void {
    this.#numbers ??= new Float64Array(this.capacity).fill(Number.NaN);
    this.#numbers[this.#rows++] = value;
  }

  #addText(cell: string): void {
    const isDecimal = cell.includes(',') && DECIMAL_COMMA.test(cell);
    if (isDecimal) this.#commas.isDecimal = true;
    else if (cell.includes(',') && isOpen(cell)) this.#countOpen(cell, this.#commas, COMMA);
    else {
      this.#keep(cell.trim());
      return;
    }
    this.#put(Number(cell.replace(',', '.')));
  }

  /** Counts an ambiguous cell; called just before it is appended. */
  #countOpen(cell: string, facts: { open: number; example: string | undefined }, mark: number): void {
    facts.open++;
    facts.example ??= detached(cell.trim());
    this.#open ??= new Uint8Array(this.capacity);
    this.#open[this.#rows] = mark;
  }

  #keep(text: string): void {
    if (text === '') {
      this.#blanks++;
      this.#rows++;
      return;
    }
    this.#codes ??= new Int32Array(this.capacity).fill(MISSING);
    this.#codes[this.#rows++] = this.#code(text);
  }

  #code(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) {
      this.#counts[known]++;
      return known;
    }
    this.#codeOf.set(detached(text), this.#counts.length);
    return this.#counts.push(1) - 1;
  }

  #watch(cell: string, value: number): void {
    if (!cell.includes('.')) {
      if (value >= 1000 || value <= -1000) this.#large = true;
    } else if (isOpen(cell)) this.#countOpen(cell, this.#points, POINT);
    else this.#points.isDecimal = true;
  }
}
