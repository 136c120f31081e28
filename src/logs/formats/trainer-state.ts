import * as l10n from '@vscode/l10n';
import type { LogFormat, LogReader, LogSink } from '../reader';

/** The state of a Trainer of Hugging Face; `log_history` has a row for each time that it logged. */
export const trainerState: LogFormat = {
  title: 'Hugging Face Trainer',
  matches: (path) => /(?:^|\/)trainer_state\.json$/.test(path),
  isRewritten: true,
  start: (sink) => new Reader(sink),
};

class Reader implements LogReader {
  readonly #sink: LogSink;
  readonly #decoder = new TextDecoder();
  #text = '';
  #isRead = false;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    this.#text += this.#decoder.decode(bytes, { stream: true });
  }

  /** JSON is whole or nothing. */
  idle(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    let state: unknown;
    try {
      state = JSON.parse(withoutBareNumbers(this.#text));
    } catch (error) {
      this.#sink.remark(l10n.t('it is not JSON, or only half written: {0}', (error as Error).message));
      return;
    }
    const history = (state as { log_history?: unknown } | null)?.log_history;
    if (!Array.isArray(history)) {
      this.#sink.remark(l10n.t('it has no “log_history”.'));
      return;
    }
    for (const row of history)
      if (row !== null && typeof row === 'object') this.#row(row as Record<string, unknown>);
  }

  #row(row: Record<string, unknown>): void {
    const epoch = numeric(row.epoch) ?? Number.NaN;
    const step = numeric(row.step) ?? epoch;
    if (Number.isNaN(step)) return;
    for (const [name, cell] of Object.entries(row)) {
      const value = name === 'epoch' || name === 'step' ? undefined : numeric(cell);
      if (value !== undefined) this.#sink.value(name, step, epoch, value);
    }
  }
}

const NOT_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function numeric(cell: unknown): number | undefined {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' && Object.hasOwn(NOT_FINITE, cell) ? NOT_FINITE[cell] : undefined;
}

/** Python writes NaN and Infinity bare, which JSON has not: they become texts. Texts stay as they are. */
export const withoutBareNumbers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)/gs, (part) =>
    part.startsWith('"') ? part : `"${part}"`,
  );
