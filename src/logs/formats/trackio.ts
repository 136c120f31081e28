import type { DatabaseSync } from 'node:sqlite';
import * as l10n from '@vscode/l10n';
import type { LogFormat, LogReader, LogSink } from '../reader';
import { numeric, withoutBareNumbers } from './trainer-state';

/** Rows that are read at a time: no lock is held between two readings. */
const ROWS = 2_000;
const MARK = 'SQLite format 3\0';

/** Databases of Trackio: `metrics` has a row for each time that a run logged, `configs` what it was set to, as JSON. */
export const trackio: LogFormat = {
  title: 'Trackio',
  matches(path, head) {
    const text = new TextDecoder('latin1').decode(head);
    return (
      path.endsWith('.db') && text.startsWith(MARK) && /\brun_name\b/.test(text) && /\bmetrics\b/.test(text)
    );
  },
  start: (sink) => new Reader(sink),
};

class Reader implements LogReader {
  readonly #sink: LogSink;
  /** The last row that was read. */
  #last = -1;
  #isUnreadable = false;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  push(): void {}

  async readFile(path: string, pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
    // Not imported: Node.js before 22.13 has none, and the rest works there.
    const sqlite = process.getBuiltinModule?.('node:sqlite');
    if (!sqlite) {
      if (!this.#isUnreadable)
        this.#sink.remark(
          l10n.t(
            'it is a database of Trackio, which Node.js {0} cannot read; 22.13 and later can. Python can turn it into CSV: {1}',
            process.versions.node,
            'pd.json_normalize(pd.read_sql("SELECT * FROM metrics", sqlite3.connect("…")).metrics.map(json.loads)).to_csv("metrics.csv")',
          ),
        );
      this.#isUnreadable = true;
      return;
    }
    const database = new sqlite.DatabaseSync(path, { readOnly: true });
    try {
      this.#settings(database);
      while (!signal.aborted && this.#rows(database)) await pause();
    } finally {
      database.close();
    }
  }

  #settings(database: DatabaseSync): void {
    const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'configs'").get();
    if (!known) return;
    for (const { run_name, config } of database.prepare('SELECT run_name, config FROM configs').iterate()) {
      this.#sink.training?.(textOf(run_name));
      for (const [name, value] of Object.entries(objectIn(config)))
        if (!name.startsWith('_') && value !== null && typeof value !== 'object')
          this.#sink.setting(name, String(value).slice(0, 200));
    }
  }

  /** Reads some further rows; false where there are none. */
  #rows(database: DatabaseSync): boolean {
    const statement = database.prepare(
      'SELECT id, run_name, step, metrics FROM metrics WHERE id > ? ORDER BY id LIMIT ?',
    );
    const rows = statement.all(this.#last, ROWS);
    for (const { id, run_name, step, metrics } of rows) {
      this.#last = Number(id);
      this.#sink.training?.(textOf(run_name));
      const values = objectIn(metrics);
      const epoch = numeric(values.epoch) ?? Number.NaN;
      for (const [name, cell] of Object.entries(values)) {
        const value = name === 'epoch' ? undefined : numeric(cell);
        if (value !== undefined) this.#sink.value(name, Number(step), epoch, value);
      }
    }
    return rows.length === ROWS;
  }
}

/** Trackio writes JSON as texts or, with orjson, as bytes. */
const textOf = (cell: unknown): string =>
  cell instanceof Uint8Array ? new TextDecoder().decode(cell) : String(cell);

/** The object in a cell; an empty one where there is none. */
function objectIn(cell: unknown): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(withoutBareNumbers(textOf(cell)));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
