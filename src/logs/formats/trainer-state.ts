import * as l10n from '@vscode/l10n';
import type { LogFormat, LogReader, LogSink } from '../reader';
import { TextPieces } from '../text';

/** The state of a Trainer of Hugging Face; `log_history` has a row for each time that it logged. */
export const trainerState: LogFormat = {
  title: 'Hugging Face Trainer',
  matches: (path) => /(?:^|\/)trainer_state\.json$/.test(path),
  isRewritten: true,
  start: (sink) => new Reader(sink),
};

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);
/** A row of more characters is none; and more than a key has. */
const MOST_CHARACTERS = 1 << 20;
const KEY_CHARACTERS = 64;

/** Takes the rows out of the text as it arrives: of a state of any size only one row is in memory. */
class Reader implements LogReader {
  readonly #sink: LogSink;
  readonly #text = new TextPieces();
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  /** The last text beside the state's own keys: before a list, its key. */
  #key = '';
  #hasHistory = false;
  #isHistory = false;
  #piece = '';
  /** Where the part of a row or of a key begins in this piece. */
  #from = 0;
  /** What has come of a row; null: no row is open. */
  #row: string | null = null;
  #hasBegun = false;
  #isBad = false;
  #isRead = false;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    this.#piece = this.#text.push(bytes);
    this.#from = 0;
    for (let at = 0; at < this.#piece.length; at++) this.#next(this.#piece.charCodeAt(at), at);
    this.#keep(this.#piece.length);
  }

  #next(code: number, at: number): void {
    if (this.#isText) this.#inText(code, at);
    else if (code === QUOTE) {
      this.#isText = true;
      if (this.#depth === 1) [this.#key, this.#from] = ['', at + 1];
    } else if (OPENS.has(code)) this.#open(at);
    else if (CLOSES.has(code)) this.#close(at);
  }

  #inText(code: number, at: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) {
      if (this.#row === null) this.#keep(at);
      this.#isText = false;
    }
  }

  /** Keeps what has come of a row or of a key, as far as here. */
  #keep(to: number): void {
    const { length } = this.#key;
    if (this.#row !== null) {
      if (this.#row.length <= MOST_CHARACTERS) this.#row += this.#piece.slice(this.#from, to);
    } else if (this.#isText && this.#depth === 1 && length < KEY_CHARACTERS)
      this.#key += this.#piece.slice(this.#from, Math.min(to, this.#from + KEY_CHARACTERS));
  }

  #open(at: number): void {
    this.#depth++;
    this.#hasBegun = true;
    if (this.#depth === 2) {
      this.#isHistory = this.#key === 'log_history';
      this.#hasHistory ||= this.#isHistory;
    }
    if (this.#depth === 3 && this.#isHistory) [this.#row, this.#from] = ['', at];
  }

  #close(at: number): void {
    this.#depth--;
    if (this.#depth !== 2 || this.#row === null) return;
    this.#keep(at + 1);
    const row = this.#row;
    this.#row = null;
    try {
      this.#values(JSON.parse(withoutBareNumbers(row)));
    } catch {
      this.#isBad = true;
    }
  }

  idle(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    if (this.#isBad || this.#depth !== 0 || !this.#hasBegun)
      this.#sink.remark(l10n.t('it is not JSON, or only half written.'));
    else if (!this.#hasHistory) this.#sink.remark(l10n.t('it has no “log_history”.'));
  }

  #values(row: Readonly<Record<string, unknown>>): void {
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

export function numeric(cell: unknown): number | undefined {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' && Object.hasOwn(NOT_FINITE, cell) ? NOT_FINITE[cell] : undefined;
}

/** Python writes NaN and Infinity bare, which JSON has not: they become texts. Texts stay as they are. */
export const withoutBareNumbers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)/gs, (part) =>
    part.startsWith('"') ? part : `"${part}"`,
  );
