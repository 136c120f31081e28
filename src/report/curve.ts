import { EPOCH_COLUMNS, type EpochRecord } from '../core/trainer-types';

/** Values per row. */
export const COLUMNS = EPOCH_COLUMNS.length;

const FIRST_CAPACITY = 512;

/**
 * The curve of one member: a growing array of rows × {@link COLUMNS}. At `maxRows`, every second row is dropped, and
 * from then on only every second (fourth, eighth …) new row is kept, so that long curves stay evenly sampled. The
 * newest row is always available.
 */
export class Curve {
  #data = new Float64Array(FIRST_CAPACITY * COLUMNS);
  #count = 0;
  #seen = 0;
  #stride = 1;
  #skipped: Float64Array | undefined;
  readonly #maxRows: number;

  /** `maxRows` must be even and at least 2. */
  constructor(maxRows: number, rows: Float64Array = new Float64Array()) {
    if (maxRows < 2 || maxRows % 2 !== 0)
      throw new RangeError(`maxRows must be even and >= 2, not ${maxRows}`);
    this.#maxRows = maxRows;
    this.append(rows);
  }

  /** Number of rows kept. */
  get count(): number {
    return this.#count;
  }

  /** One row in this many is kept. When it grows, all row indices change. */
  get stride(): number {
    return this.#stride;
  }

  /** Appends whole rows, row-major; an incomplete last row is ignored. */
  append(rows: Float64Array): void {
    const count = Math.floor(rows.length / COLUMNS);
    if (count === 0) return;
    const first = this.#seen;
    const end = first + count;
    for (let index = this.#nextKept(first); index < end; index = this.#nextKept(index)) {
      const taken = this.#stride === 1 ? Math.min(end - index, this.#maxRows - this.#count) : 1;
      this.#keep(rows.subarray((index - first) * COLUMNS, (index - first + taken) * COLUMNS));
      if (this.#count >= this.#maxRows) this.#thin();
      index += taken;
    }
    this.#seen = end;
    const isKept = (end - 1) % this.#stride === 0;
    this.#skipped = isKept ? undefined : rows.slice((count - 1) * COLUMNS, count * COLUMNS);
  }

  /** Keeps the newest row even if thinning would drop it, so that a finished curve shows its last point. */
  finish(): void {
    const row = this.#skipped;
    if (row === undefined) return;
    this.#skipped = undefined;
    this.#keep(row);
  }

  /** Copies the kept rows from index `from` on to a new buffer. */
  slice(from = 0): Float64Array {
    return this.#data.slice(from * COLUMNS, this.#count * COLUMNS);
  }

  /** A value of the newest row; undefined if there is none. */
  last(column: keyof EpochRecord): number | undefined {
    const index = EPOCH_COLUMNS.indexOf(column);
    if (this.#skipped !== undefined) return this.#skipped[index];
    return this.#count === 0 ? undefined : this.#data[(this.#count - 1) * COLUMNS + index];
  }

  /** At most `most` of the kept rows, evenly spaced and including the newest. */
  records(most: number): EpochRecord[] {
    const every = Math.max(1, Math.ceil(this.#count / most));
    const records: EpochRecord[] = [];
    for (let row = (this.#count - 1) % every; row < this.#count; row += every) {
      records.push(recordOf(this.#data, row * COLUMNS));
    }
    if (this.#skipped !== undefined) records.push(recordOf(this.#skipped, 0));
    return records;
  }

  /** The first row kept from `index` on, counted from the beginning of the run. */
  #nextKept(index: number): number {
    return Math.ceil(index / this.#stride) * this.#stride;
  }

  #keep(rows: Float64Array): void {
    const end = this.#count * COLUMNS + rows.length;
    if (end > this.#data.length) {
      const larger = new Float64Array(Math.max(end, this.#data.length * 2));
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data.set(rows, this.#count * COLUMNS);
    this.#count += rows.length / COLUMNS;
  }

  #thin(): void {
    const half = this.#count / 2;
    for (let row = 0; row < half; row++) {
      this.#data.copyWithin(row * COLUMNS, 2 * row * COLUMNS, (2 * row + 1) * COLUMNS);
    }
    this.#count = half;
    this.#stride *= 2;
  }
}

/** The record in the row that starts at `data[at]`. */
export function recordOf(data: Float64Array, at: number): EpochRecord {
  const record: Partial<Record<keyof EpochRecord, number>> = {};
  for (let column = 0; column < COLUMNS; column++) record[EPOCH_COLUMNS[column]!] = data[at + column]!;
  return record as EpochRecord;
}

/** Maximum rows per member: the rows of a run are divided among its members, up to what a chart can show. */
export function rowsPerMember(members: number): number {
  const share = Math.floor(400_000 / Math.max(1, members));
  const rows = Math.min(50_000, Math.max(4_000, share));
  return rows - (rows % 2);
}
