import { detached, MISSING } from './column';

/** A column's cells as they were taken up: numbers where a program would write them so, texts for all else. */
export interface RawColumn {
  readonly name: string;
  readonly named: boolean;
  readonly rows: number;
  /** One a row; NaN where the cell is no plain number. Undefined: none is. Open marks are read as those before decimals. */
  readonly numbers: Float64Array | undefined;
  /** One a row: the character code of the open mark in a plain number, or 0. Undefined: none has one. */
  readonly open: Uint8Array | undefined;
  /** The cells that are no plain numbers, trimmed; none for a column of plain numbers. */
  readonly cells: RawCells | undefined;
  readonly blanks: number;
  /** What points and commas in the numbers may mean. */
  readonly points: MarkFacts;
  readonly commas: MarkFacts;
  /** Whether numbers of a thousand or more stand there without a mark. */
  readonly large: boolean;
}

export interface RawCells {
  /** The different texts, in the order in which they first appear. */
  readonly values: readonly string[];
  readonly counts: readonly number[];
  /** One a row, or MISSING. */
  readonly codes: Int32Array;
}

/** What the cells say about a mark that stands before decimals here and between thousands there. */
export interface MarkFacts {
  /** Some number can only have it before its decimals. */
  readonly isDecimal: boolean;
  /** Cells such as `1.050`, and the first of them. */
  readonly open: number;
  readonly example: string | undefined;
}

/** `Number` reads 0x1F, 0b1 and 0o7 too; in a table these are names. */
const RADIX = /^[+-]?0[box]/i;
const [COMMA, POINT, DIGIT_ZERO, DIGIT_NINE] = [44, 46, 48, 57];
/** What can only have a decimal comma: `1,234` may be a thousand or more. */
const DECIMAL_COMMA =
  /^\s*[+-]?(?:(?:0*,\d+|0+,\d*|\d{4,},\d*|\d+,(?:\d{0,2}|\d{4,}))(?:e[+-]?\d+)?|\d+,\d{3}e[+-]?\d+)\s*$/i;
const OPEN = /^\s*[+-]?[1-9]\d{0,2}[.,]\d{3}\s*$/;

/** Whether a cell is a number with two readings; the expression is only asked where it may say yes. */
function isOpen(cell: string): boolean {
  const mark = cell.charCodeAt(cell.length - 4);
  const isDigit =
    cell.charCodeAt(cell.length - 1) <= DIGIT_NINE && cell.charCodeAt(cell.length - 1) >= DIGIT_ZERO;
  return (mark === POINT || mark === COMMA || !isDigit) && OPEN.test(cell);
}

/** No whole number of so few characters has a mark in it. */
const SHORT = 2;

/** Takes a column's cells one by one. */
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
      // Until a number is seen whose point has no second reading.
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

  /** Of the cell that is put next. */
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
