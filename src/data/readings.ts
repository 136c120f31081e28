import { type CellKinds, isNumeric, sortCells } from './cells';
import type { Column } from './column';
import type { RawColumn } from './column-builder';
import { decimalMarks, type FileMarks, type MarkReading, readMarks, regroup } from './marks';
import type { Mark } from './number-text';
import { type ColumnKind, type ColumnReading, readColumn } from './read-column';

interface Spec {
  readonly decimal?: Mark | undefined;
  readonly missing?: readonly string[] | undefined;
  readonly columns?: Readonly<Record<string, ColumnKind>> | undefined;
  readonly delimiter: string;
}

/** Reads the columns of a table: each by its own cells, and ambiguous ones by the other columns. */
export class Readings {
  readonly #raw: readonly RawColumn[];
  readonly #kinds: readonly CellKinds[];
  readonly #marks: readonly MarkReading[];
  readonly #missing: ReadonlySet<string>;

  readonly #spec: Spec;

  constructor(raw: readonly RawColumn[], spec: Spec) {
    this.#spec = spec;
    this.#missing = new Set(spec.missing?.map((text) => text.trim()));
    this.#raw = raw;
    const { columns = {} } = spec;
    this.#kinds = raw.map((column) => {
      const declared = Object.hasOwn(columns, column.name) && columns[column.name] === 'number';
      return sortCells(column, this.#missing, declared);
    });
    const file: FileMarks = { declared: spec.decimal, seen: this.#seen(), delimiter: spec.delimiter };
    this.#marks = raw.map((column, i) => readMarks(column, this.#kinds[i], file));
    for (const [i, { thousands }] of this.#marks.entries()) regroup(raw[i], thousands);
  }

  columns(): Column[] {
    return this.#raw.map((raw, i) => readColumn(raw, this.#reading(i)));
  }

  /** A column, read as the target. */
  target(i: number): Column {
    return readColumn(this.#raw[i], this.#reading(i), true);
  }

  #reading(i: number): ColumnReading {
    const { columns = {} } = this.#spec;
    const { name } = this.#raw[i];
    return {
      kinds: this.#kinds[i],
      marks: this.#marks[i],
      kind: Object.hasOwn(columns, name) ? columns[name] : undefined,
      missing: this.#missing,
    };
  }

  /** The only mark that is a decimal mark in the numeric columns; undefined if there is none or more than one. */
  #seen(): Mark | undefined {
    const marks = new Set(
      this.#raw.flatMap((raw, i) => (isNumeric(this.#kinds[i]) ? decimalMarks(raw, this.#kinds[i]) : [])),
    );
    const [first] = marks;
    return marks.size === 1 ? first : undefined;
  }
}
