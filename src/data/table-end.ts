import * as l10n from '@vscode/l10n';
import { shortened } from '../experiment/listed';

import { writtenNumber } from './number-text';
import { placeWords } from './places';
import type { Remarks } from './remarks';

/** A record and its position. */
export interface TableRecord {
  readonly cells: string[];
  readonly record: number;
  readonly line: number;
}

/** Labels of rows with totals and the like. */
const SUM =
  /^(?:(?:grand |sub-?)?totals?|sum|summe|gesamt(?:summe)?|somme|suma|mean|average|avg\.?|mittelwert|moyenne|promedio|median|sd|std\.?(?: ?dev\.?)?|합계|총계|총합|소계|평균|合計|合计|总计|平均)\s*:?$/i;
const SOURCE =
  /^\s*(?:sources?|notes?|quelle|fuente|copyright|©|last updated|출처|자료|비고|資料|出典|来源|\*|\()/i;
/** Beyond this many records below the table, one note covers all. */
const MOST_NOTED = 5;
/** More total rows than this are data. */
const MOST_SUMS = 5;

/** Detects footers: holds back records that may stand below the table until later records decide. */
export class TableEnd {
  #held: TableRecord[] = [];
  #sums = 0;
  /** A totals label occurred within the data. */
  #areRows = false;

  readonly #columns: number;
  readonly #names: readonly string[] | undefined;

  constructor(columns: number, names: readonly string[] | undefined) {
    this.#columns = columns;
    this.#names = names;
  }

  /** Rows that repeat the header, as in concatenated tables. */
  repeated = 0;

  /** Takes the next record; returns those now known to be data rows. */
  next(record: TableRecord): TableRecord[] {
    const { cells } = record;
    if (this.#isHeader(cells)) {
      this.repeated++;
      return [];
    }
    const isSum = !this.#areRows && SUM.test(firstOf(cells));
    if (isSum) this.#sums++;
    if (this.#sums <= MOST_SUMS && (isSum || this.#isFooter(cells))) {
      this.#held.push(record);
      return [];
    }
    if (this.#sums > 0) this.#areRows = true;
    this.#sums = 0;
    return [...this.#release(), record];
  }

  /** Called at the end of the file: records still held back are footers, unless there are no other rows. */
  finish(rows: number, remarks: Remarks): TableRecord[] {
    const held = this.#release();
    if (rows === 0) return held;
    if (this.repeated > 0) remarkOnRepeated(this.repeated, remarks);
    if (held.length > MOST_NOTED) {
      remarkOnMany(held, remarks);
      return [];
    }
    for (const { cells, record, line } of held)
      remarks.note(
        l10n.t(
          '{0} (“{1}” …) stands below the table and is left out.',
          placeWords(record, line),
          shortened(firstOf(cells)),
        ),
      );
    return [];
  }

  #release(): TableRecord[] {
    const held = this.#held;
    if (held.length > 0) this.#held = [];
    return held;
  }

  #isHeader(cells: readonly string[]): boolean {
    const names = this.#names;
    if (names === undefined || cells[0].trim() !== names[0]) return false;
    return cells.length >= names.length && names.every((name, i) => cells[i].trim() === name);
  }

  /** Whether a record is a footer: a single text, or a remark split at its commas. */
  #isFooter(cells: readonly string[]): boolean {
    const { length } = cells;
    if (length < this.#columns && SOURCE.test(cells[0])) return true;
    // Almost all rows return here.
    if (length > 1 && (this.#columns < 3 || cells[length - 1].trim() !== '')) return false;
    const isAlone = cells.every((cell, i) => i === 0 || cell.trim() === '');
    return isAlone && this.#columns > 1 && cells[0].trim() !== '' && writtenNumber(cells[0]) === undefined;
  }
}

function remarkOnMany(held: readonly TableRecord[], remarks: Remarks): void {
  const [{ cells, record, line }] = held;
  remarks.note(
    l10n.t(
      '{0} rows from {1} on (“{2}” …) stand below the table and are left out.',
      held.length,
      placeWords(record, line),
      shortened(firstOf(cells)),
    ),
  );
}

function remarkOnRepeated(count: number, remarks: Remarks): void {
  remarks.note(
    count === 1
      ? l10n.t('One row repeats the header and is left out.')
      : l10n.t('{0} rows repeat the header and are left out.', count),
  );
}

const firstOf = (cells: readonly string[]): string => {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return cell.trim();
  return '';
};
