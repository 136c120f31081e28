import * as l10n from '@vscode/l10n';
import { parse } from 'papaparse';
import { Lines } from '../lines';
import type { Role } from '../metric';
import { numberOf } from '../number';
import { placeOf } from '../output-line';
import type { LogFormat, LogReader, LogSink } from '../reader';
import { namedRoles } from '../roles';

/** A table with a row for each epoch or step: of Keras' CSVLogger, Lightning, Ultralytics and many loops. */
export const csv: LogFormat = {
  title: 'CSV',
  matches: (path, head) => /\.(?:csv|tsv)$/i.test(path) && hasMeasure(new TextDecoder().decode(head)),
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
    this.#header ??= headerOf(lines.shift()!);
    const { delimiter, names } = this.#header;
    for (const row of rowsOf(lines, delimiter)) {
      // A program that goes on with its file may write the names again.
      if (row[0]?.trim() !== names[0] || row.at(-1)?.trim() !== names.at(-1)) this.#row(row, this.#header);
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

  #row(cells: readonly string[], { names, roles, step, epoch }: Header): void {
    this.#rows++;
    if (cells.length !== names.length) this.#raggedRow(cells.length, names.length);
    const epochs = numberOf(cells[epoch] ?? '') ?? Number.NaN;
    const steps = numberOf(cells[step] ?? '') ?? Number.NaN;
    const place = Number.isNaN(steps) ? (Number.isNaN(epochs) ? this.#rows : epochs) : steps;
    for (let column = 0; column < names.length; column++) {
      const name = names[column]!;
      if (column === step || column === epoch || name === '') continue;
      const value = numberOf(cells[column] ?? '');
      if (value !== undefined) this.#sink.value(name, place, epochs, value, roles[column]);
    }
  }
}

function headerOf(line: string): Header {
  const text = line.replace(/^\uFEFF/, '').trim();
  const { delimiter } = parse(text).meta;
  const names = cellsOf(text, delimiter).map((name) => name.replace(/^#\s*/, ''));
  const columnOf = (place: string) => names.findIndex((name) => placeOf(name) === place);
  return {
    delimiter,
    names,
    roles: namedRoles(names),
    step: columnOf('step'),
    epoch: columnOf('epoch'),
  };
}
