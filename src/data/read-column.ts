import { type CellKinds, isNumeric } from './cells';
import { type Column, MISSING, type OddCells, type Texts, type WrittenCells } from './column';
import type { RawColumn } from './column-builder';
import { type MarkReading, readValue } from './marks';
import { writtenNumber } from './number-text';

/** The user's setting for a column. */
export type ColumnKind = 'number' | 'category' | 'leaveOut';

/** Settings for reading a column. */
export interface ColumnReading {
  readonly kinds: CellKinds;
  readonly marks: MarkReading;
  /** Default: decided by the cells. */
  readonly kind?: ColumnKind | undefined;
  /** Texts that mean a missing value here. */
  readonly missing: ReadonlySet<string>;
}

/** Number of cells that a message shows. */
const SHOWN = 3;
/** A word for a missing value is a class if it is at least this share as frequent as the average class. */
const CLASS_PART = 0.2;

/** Reads a column from its cells. `isTarget`: words for a missing value may be classes. */
export function readColumn(raw: RawColumn, reading: ColumnReading, isTarget = false): Column {
  const { kinds, kind } = reading;
  withoutMissing(raw, reading);
  const numeric = kind === 'category' ? false : kind === 'number' || isNumeric(kinds);
  const isEmpty = kinds.counts.numbers + kinds.counts.texts + kinds.counts.gaps === 0;
  return numeric || (isEmpty && !isTarget) ? numbersOf(raw, reading) : textsOf(raw, reading, isTarget);
}

/** Replaces numbers that mean a missing value, such as -999, with NaN. */
function withoutMissing({ numbers }: RawColumn, { missing, marks }: ColumnReading): void {
  if (!numbers || missing.size === 0) return;
  const values = new Set<number>();
  for (const text of missing) {
    const written = writtenNumber(text);
    if (written) values.add(readValue(written, marks.thousands));
  }
  if (values.size === 0) return;
  for (let row = 0; row < numbers.length; row++) if (values.has(numbers[row])) numbers[row] = Number.NaN;
}

function numbersOf(raw: RawColumn, reading: ColumnReading): Column {
  const numbers = raw.numbers ?? new Float64Array(raw.rows).fill(Number.NaN);
  const { kinds, marks } = reading;
  const { values, codes } = raw.cells ?? { values: [], codes: new Int32Array(0) };
  const some: { row: number; text: string }[] = [];
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code === MISSING) continue;
    const written = kinds.numbers.get(code);
    if (written) numbers[row] = readValue(written, marks.thousands);
    else if (!kinds.absent.has(code) && some.length < SHOWN) some.push({ row, text: values[code] });
  }
  const odd: OddCells = { count: kinds.counts.texts + kinds.counts.gaps, some };
  const { name, named } = raw;
  return {
    name,
    named,
    numbers,
    missing: countGaps(numbers),
    ...(odd.count > 0 && { odd }),
    written: writtenOf(raw, reading),
  };
}

function countGaps(numbers: Float64Array): number {
  let count = 0;
  for (let row = 0; row < numbers.length; row++) if (Number.isNaN(numbers[row])) count++;
  return count;
}

/** Facts about the notation of a column's numbers, for notes. */
function writtenOf(raw: RawColumn, reading: ColumnReading): WrittenCells {
  const { kinds } = reading;
  const { thousands, guessed } = reading.marks;
  const decimalCommas =
    (raw.commas.open > 0 && !thousands[',']) ||
    raw.commas.isDecimal ||
    [...kinds.numbers.values()].some(({ decimal, open }) => (decimal ?? open) === ',' && !thousands[',']);
  const example = exampleOf(raw, kinds, thousands);
  const open = guessed && writtenNumber(guessed.example);
  return {
    decimalCommas,
    ...(example && { example }),
    ...(kinds.mixed && { mixed: kinds.mixed }),
    ...(open && guessed && { open: readings(guessed.example, guessed.mark, thousands) }),
  };
}

function readings(text: string, mark: '.' | ',', thousands: MarkReading['thousands']) {
  const { value, grouped = value } = writtenNumber(text)!;
  return thousands[mark] ? { text, value: grouped, other: value } : { text, value, other: grouped };
}

function exampleOf(raw: RawColumn, { numbers }: CellKinds, thousands: MarkReading['thousands']) {
  const plainComma = /^[+-]?\d*,\d*$/;
  for (const [code, written] of numbers) {
    const text = raw.cells!.values[code];
    if (!plainComma.test(text) || thousands[',']) return { text, value: readValue(written, thousands) };
  }
  for (const [mark, { example }] of [['.', raw.points] as const, [',', raw.commas] as const])
    if (example !== undefined && thousands[mark])
      return { text: example, value: readValue(writtenNumber(example)!, thousands) };
  return undefined;
}

function textsOf(raw: RawColumn, reading: ColumnReading, isTarget: boolean): Column {
  const words = isTarget || reading.kind === 'category' ? classWords(raw, reading) : new Set<number>();
  const isMissing = (code: number) => reading.kinds.absent.has(code) && !words.has(code);
  const texts = new TextCodes(raw).read(isMissing);
  const { name, named } = raw;
  return {
    name,
    named,
    numbers: new Float64Array(0),
    texts,
    missing: texts.codes.reduce((sum, code) => (code === MISSING ? sum + 1 : sum), 0),
    ...(words.size > 0 && { words: [...words].map((code) => raw.cells!.values[code]) }),
  };
}

/** Words for a missing value that are classes: about as frequent as other classes, or declared so by the user. */
function classWords(raw: RawColumn, { kinds, kind, missing }: ColumnReading): Set<number> {
  const { values, counts } = raw.cells ?? { values: [], counts: [] };
  const isWord = (code: number) => /\p{L}/u.test(values[code]) && !missing.has(values[code]);
  const candidates = [...kinds.absent].filter(isWord);
  if (kind === 'category') return new Set(candidates);
  if (kinds.counts.numbers > 0) return new Set();
  const others = values.length - kinds.absent.size;
  const usual = (kinds.counts.texts + kinds.counts.gaps) / Math.max(1, others);
  const enough = (code: number) => others < 2 || (counts[code] > 1 && counts[code] >= CLASS_PART * usual);
  return new Set(candidates.filter(enough));
}

/** Assigns codes to the texts of a column in order of appearance; numbers are converted to their shortest notation. */
class TextCodes {
  readonly #codeOf = new Map<string, number>();
  /** Codes of the distinct cells, so that each text is looked up once. */
  readonly #known: Int32Array;

  readonly #raw: RawColumn;

  constructor(raw: RawColumn) {
    this.#raw = raw;
    this.#known = new Int32Array(raw.cells?.values.length ?? 0).fill(MISSING);
  }

  read(isMissing: (code: number) => boolean): Texts {
    const { rows, numbers, cells } = this.#raw;
    const codes = new Int32Array(rows).fill(MISSING);
    for (let row = 0; row < rows; row++) {
      const code = cells ? cells.codes[row] : MISSING;
      if (code === MISSING) codes[row] = this.#ofNumber(numbers ? numbers[row] : Number.NaN);
      else if (!isMissing(code)) codes[row] = this.#ofText(code);
    }
    return { values: [...this.#codeOf.keys()], codes };
  }

  #ofNumber(value: number): number {
    return Number.isNaN(value) ? MISSING : this.#codeFor(String(value));
  }

  #ofText(code: number): number {
    if (this.#known[code] === MISSING) this.#known[code] = this.#codeFor(this.#raw.cells!.values[code]);
    return this.#known[code];
  }

  #codeFor(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    this.#codeOf.set(text, this.#codeOf.size);
    return this.#codeOf.size - 1;
  }
}
