import type { Role } from './metric';

/** Takes what a reader finds. */
export interface LogSink {
  /**
   * @param step what the log calls a step; epochs where it has no steps.
   * @param epoch NaN where the log does not say.
   * @param role where more than the name says it.
   */
  value(name: string, step: number, epoch: number, value: number, role?: Role | null): void;
  /** A hyperparameter of the run. */
  setting(name: string, value: string): void;
  /** What of the file could not be read, in words that follow its name. */
  remark(words: string): void;
}

/** Reads one file from its beginning; half a record at the end waits for the rest. Never throws for what is in a file. */
export interface LogReader {
  push(bytes: Uint8Array): void;
  /** The file is not being written just now: a last line may be read that nothing ends. May be called again later. */
  idle?(): void;
}

/** A kind of log. */
export interface LogFormat {
  /** As people call it. */
  readonly title: string;
  /** Whether a file is one, by its path with `/` and its first bytes. */
  matches(path: string, head: Uint8Array): boolean;
  /** Some programs write the whole file anew each time. */
  readonly isRewritten?: true;
  start(sink: LogSink, path: string): LogReader;
}

/** Logs could be larger than anybody reads; a record of more bytes is taken for damage. */
export const MOST_RECORD = 1 << 28;

/** Bytes that arrive in pieces, taken off at the front. */
export class Pending {
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;

  add(bytes: Uint8Array): void {
    if (this.#at === this.#bytes.length) this.#bytes = bytes;
    else {
      const rest = this.#bytes.length - this.#at;
      const joined = new Uint8Array(rest + bytes.length);
      joined.set(this.#bytes.subarray(this.#at));
      joined.set(bytes, rest);
      this.#bytes = joined;
    }
    this.#at = 0;
  }

  get length(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next bytes, which stay; undefined where there are fewer. */
  peek(count: number): Uint8Array | undefined {
    return count > this.length ? undefined : this.#bytes.subarray(this.#at, this.#at + count);
  }

  skip(count: number): void {
    this.#at += count;
  }
}
