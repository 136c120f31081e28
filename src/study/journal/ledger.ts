import { isUtf8 } from 'node:buffer';
import { type FaultReason, type Operation, readOperation } from './operations';
import { Replay } from './replay';

/** A line of a journal that was passed over. */
export interface Fault {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: FaultReason;
  /** What stands there, at most 500 characters of it. */
  readonly text: string;
}

const MOST_TEXT = 500;
/** That many faults are kept; all are counted. */
const MOST_FAULTS = 1_000;
const NEWLINE = 10;
/** What every operation begins with, Optuna's and ours; in a string of JSON the quotes would be escaped. */
export const HEAD = '{"op_code":';

/** Follows the lines of a journal; what cannot be followed is named and passed over. */
export class Ledger {
  readonly replay = new Replay();
  readonly faults: Fault[] = [];
  faultCount = 0;
  /** How many were read. */
  lines = 0;
  /** How many of them say something. */
  operations = 0;

  readonly #keep: ((line: string) => void) | undefined;

  /** @param keep gets each line that is followed; of one that stands behind the rest of another, itself */
  constructor(keep?: (line: string) => void) {
    this.#keep = keep;
  }

  /** @param bytes whole lines */
  followLines(bytes: Buffer): void {
    if (isUtf8(bytes)) {
      const lines = bytes.toString().split('\n');
      lines.pop();
      for (const line of lines) this.follow(line);
    } else this.#followBytes(bytes);
  }

  /** As above, for bytes of which some are no text. */
  #followBytes(bytes: Buffer): void {
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(NEWLINE, start);
      const line = bytes.subarray(start, end);
      if (isUtf8(line)) this.follow(line.toString());
      else this.#pass(line.toString(), 'damaged');
      start = end + 1;
    }
  }

  /** @param line without its end */
  follow(line: string): void {
    const operation = readOperation(line);
    if (typeof operation === 'string') this.#pass(line, operation);
    else this.#count(line, operation);
  }

  /** Does what is about to be written. @throws Error for what Optuna could not follow */
  apply(operation: Operation): void {
    this.replay.apply(operation);
    this.lines++;
    this.operations++;
  }

  /** A line was never finished, and makes room for another. */
  noteTorn(line: number, text: string): void {
    this.#note(line, 'damaged', text);
  }

  #count(line: string, operation: Operation | undefined): void {
    this.lines++;
    this.operations++;
    try {
      if (operation) this.replay.apply(operation);
      this.#keep?.(line);
    } catch {
      this.#note(this.lines, 'unfitting operation', line);
    }
  }

  /** Where another line stands behind the rest of one that was cut off, that other is followed. */
  #pass(line: string, reason: FaultReason): void {
    const at = reason === 'damaged' ? line.lastIndexOf(HEAD) : -1;
    const behind = at > 0 ? readOperation(line.slice(at)) : reason;
    if (typeof behind === 'string') {
      this.lines++;
      this.#note(this.lines, reason, line);
    } else {
      this.#note(this.lines + 1, reason, line.slice(0, at));
      this.#count(line.slice(at), behind);
    }
  }

  #note(line: number, reason: FaultReason, text: string): void {
    this.faultCount++;
    if (this.faults.length < MOST_FAULTS) this.faults.push({ line, reason, text: text.slice(0, MOST_TEXT) });
  }
}
