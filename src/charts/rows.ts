import { EPOCH_COLUMNS } from '../core/trainer-types';

/** Numbers per row. */
export const STRIDE = EPOCH_COLUMNS.length;

export type Column = (typeof EPOCH_COLUMNS)[number];

/** Index of each quantity within a row. */
export const COLUMN = Object.fromEntries(EPOCH_COLUMNS.map((name, index) => [name, index])) as Readonly<
  Record<Column, number>
>;

/** A member's curves: a growing array of rows × EPOCH_COLUMNS. Capacity doubles, so that appending is cheap. */
export class Rows {
  #values: Float64Array;
  #count: number;

  /** @param initial whole rows, row-major; copied. */
  constructor(initial: Float64Array = new Float64Array(0)) {
    this.#values = initial.slice();
    this.#count = initial.length / STRIDE;
  }

  get count(): number {
    return this.#count;
  }

  /** Row `index`, column `column`. */
  at(index: number, column: number): number {
    return this.#values[index * STRIDE + column];
  }

  /** Copies all values of one quantity. */
  column(name: Column): Float64Array {
    return Float64Array.from({ length: this.#count }, (_, index) => this.at(index, COLUMN[name]));
  }

  /**
   * Writes rows from index `first` on, replacing existing ones.
   * @returns false, without changes, if rows before `first` are missing.
   */
  put(first: number, rows: Float64Array): boolean {
    if (first > this.#count) return false;
    const end = first + rows.length / STRIDE;
    this.#reserve(end);
    this.#values.set(rows, first * STRIDE);
    this.#count = Math.max(this.#count, end);
    return true;
  }

  /** Index of the last row with an epoch ≤ `epoch`; −1 if there is none. */
  indexOfEpoch(epoch: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle, COLUMN.epoch) <= epoch) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #reserve(rows: number): void {
    if (rows * STRIDE <= this.#values.length) return;
    const grown = new Float64Array(Math.max(rows, 64, this.#count * 2) * STRIDE);
    grown.set(this.#values.subarray(0, this.#count * STRIDE));
    this.#values = grown;
  }
}
