import * as l10n from '@vscode/l10n';
import { parse } from 'papaparse';
import { Lines } from '../lines';
import type { Role } from '../metric';
import { numberOf } from '../number';
import { placeOf } from '../output-line';
import type { LogFormat, LogReader, LogSink } from '../reader';
import { namedRoles } from '../roles';
import { textOf } from '../text';

/** A table with a row for each epoch or step: of Keras' CSVLogger, Lightning, Ultralytics and many loops. */
export const csv: LogFormat = {
  title: 'CSV',
  matches: (path, head) => /\.(?:csv|tsv)$/i.test(path) && hasMeasure(textOf(head)),
  start: (sink) => new TableReader(sink),
};

/** Whether the first line names a loss or score, and something that counts. */
function hasMeasure(head: string): boolean {
  const names = cellsOf(head.split('\n', 1)[0]!);
  return names.length > 1 && namedRoles(names).some((role) => role !== null) && names.some(placed);
}

const placed = (name: string) => placeOf(name.replace(/^[#\s]+/, '')) !== undefined;

function cellsOf(line: string, delimiter?: string): string[] {
  const { data } = parse<string[]>(line, { ...(delimiter !== undefined && { delimiter }) });
  return (data[0] ?? []).map((cell) => cell.trim());
}

/** Only quotes need a parser, which then gets all rows at once: one for each row would take forty times as long. */
function rowsOf(lines: readonly string[], delimiter: string): readonly (readonly string[])[] {
  if (!lines.some((line) => line.includes('"'))) return lines.map((line) => line.split(delimiter));
  return parse<string[]>(lines.join('\n'), { delimiter }).data;
}

interface Header {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly roles: readonly (Role | null)[];
  readonly step: number;
  readonly epoch: number;
}

class TableReader implements LogReader {
  readonly #sink: LogSink;
  readonly #lines = new Lines();
  #header: Header | undefined;
  #rows = 0;
  #ragged = 0;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    const lines = this.#lines.push(bytes).filter((line) => line.trim() !== '');
    if (lines.length === 0) return;
    this.#header ??= headerOf(cellsOf(lines[0]!), delimiterOf(lines.shift()!));
    for (const row of rowsOf(lines, this.#header.delimiter)) {
      // A program that goes on with its file may write the names again, and further ones.
      if (isHeader(row)) this.#header = headerOf(row, this.#header.delimiter);
      else this.#row(row, this.#header);
    }
  }

  /** A last row that nothing ends; where it goes on, the whole row takes its place. */
  idle(): void {
    const header = this.#header;
    const cells = header && cellsOf(this.#lines.rest, header.delimiter);
    if (!header || cells?.length !== header.names.length) return;
    this.#row(cells, header);
    this.#rows--;
  }

  /** Said of the first one. */
  #raggedRow(cells: number, names: number): void {
    if (this.#ragged++ > 0) return;
    this.#sink.remark(
      l10n.t(
        'row {0} has {1} cells, the header {2}; it is read as far as it goes.',
        this.#rows,
        cells,
        names,
      ),
    );
  }

  #row(cells: readonly string[], { names, roles, step, epoch, delimiter }: Header): void {
    this.#rows++;
    if (cells.length !== names.length) this.#raggedRow(cells.length, names.length);
    // Where nothing else stands between cells, a comma is no decimal mark.
    const numberAt = (column: number) => {
      const cell = cells[column] ?? '';
      return numberOf(delimiter === ',' ? cell : cell.replace(',', '.'));
    };
    const epochs = numberAt(epoch) ?? Number.NaN;
    const steps = numberAt(step) ?? Number.NaN;
    const place = Number.isNaN(steps) ? (Number.isNaN(epochs) ? this.#rows : epochs) : steps;
    for (let column = 0; column < names.length; column++) {
      const name = names[column]!;
      if (column === step || column === epoch || name === '') continue;
      const value = numberAt(column);
      if (value !== undefined) this.#sink.value(name, place, epochs, value, roles[column]);
    }
  }
}

const delimiterOf = (line: string): string => parse(line.trim()).meta.delimiter;

/** Words alone, one of them a place. */
function isHeader(row: readonly string[]): boolean {
  return row.every((cell) => numberOf(cell) === undefined) && row.some(placed);
}

function headerOf(cells: readonly string[], delimiter: string): Header {
  const counts = new Map<string, number>();
  const names = cells.map((cell) => {
    const name = cell.replace(/^[#\s]+/, '').trim();
    const before = counts.get(name) ?? 0;
    counts.set(name, before + 1);
    // As pandas names those that come again.
    return before === 0 || name === '' ? name : `${name}.${before}`;
  });
  const columnOf = (place: string) => names.findIndex((name) => placeOf(name) === place);
  return {
    delimiter,
    names,
    roles: namedRoles(names),
    step: columnOf('step'),
    epoch: columnOf('epoch'),
  };
}
