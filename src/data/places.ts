import * as l10n from '@vscode/l10n';

/**
 * Positions of the data rows in a file: the record number, as a spreadsheet counts rows, and the line number of an
 * editor.
 */
export class Places {
  // An entry only where a row does not directly follow the previous one.
  readonly #rows: number[] = [];
  readonly #records: number[] = [];
  readonly #lines: number[] = [];

  /** Records the position of data row `row`; rows must be added in order. */
  add(row: number, record: number, line: number): void {
    const last = this.#rows.length - 1;
    const on = last < 0 ? Number.NaN : row - this.#rows[last];
    if (record === this.#records[last] + on && line === this.#lines[last] + on) return;
    this.#rows.push(row);
    this.#records.push(record);
    this.#lines.push(line);
  }

  /** `row 5`, or `row 5 (line 6 of the file)`. */
  words(row: number): string {
    const next = this.#rows.findIndex((one) => one > row);
    const at = (next < 0 ? this.#rows.length : next) - 1;
    const on = row - this.#rows[at];
    return placeWords(this.#records[at] + on, this.#lines[at] + on);
  }
}

export function placeWords(record: number, line: number): string {
  return line === record ? l10n.t('row {0}', record) : l10n.t('row {0} (line {1} of the file)', record, line);
}
