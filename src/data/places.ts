import * as l10n from '@vscode/l10n';

/** Where the rows of data stand in a file: a row is counted as a spreadsheet does, a line as an editor does. */
export class Places {
  // One entry wherever a row does not directly follow the one before.
  readonly #rows: number[] = [];
  readonly #records: number[] = [];
  readonly #lines: number[] = [];

  /** Says where the row of data `row` stands; rows come in their order. */
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
