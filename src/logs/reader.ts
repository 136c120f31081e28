import type { Role } from './metric';

/** Takes what a reader finds. */
export interface LogSink {
  /**
   * @param step what the log calls a step; epochs where it has no steps.
   * @param epoch NaN where the log does not say.
   * @param role where more than the name says it.
   */
  value(name: string, step: number, epoch: number, value: number, role?: Role | null): void;
  /** What follows is of the training of this name: of a file that holds several. */
  training?(name: string): void;
  /** A hyperparameter of the run. */
  setting(name: string, value: string): void;
  /** What of the file could not be read, in words that follow its name. */
  remark(words: string): void;
}

/** Reads one file from its beginning; half a record at the end waits for the rest. Never throws for what is in a file. */
export interface LogReader {
  push(bytes: Uint8Array): void;
  /** Reads a file that is no sequence, in place of {@link push}, from where it was read to before. @param pause resolves when it may go on. */
  readFile?(path: string, pause: () => Promise<void>, signal: AbortSignal): Promise<void>;
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

/** A record of more bytes holds a picture, a graph or a film: it is passed over and never in memory. */
export const MOST_RECORD = 1 << 24;

/**
 * Bytes that arrive in pieces, taken off at the front. What has been taken is never overwritten: a reader may keep a part
 * of {@link bytes}.
 */
export class Pending {
  bytes: Uint8Array = new Uint8Array();
  view = new DataView(this.bytes.buffer);
  /** Where the bytes that are left begin and end in {@link bytes}. */
  at = 0;
  #end = 0;
  /** Whether there may be room behind the end: a piece that was given has none. */
  #isOwn = false;

  /** @param bytes belong to this object from now on. */
  add(bytes: Uint8Array): void {
    const { length } = this;
    if (length === 0) {
      this.#hold(bytes);
      this.#isOwn = false;
    } else {
      if (!this.#isOwn || this.bytes.length - this.#end < bytes.length) this.#grow(length, bytes.length);
      this.bytes.set(bytes, this.#end);
    }
    this.#end += bytes.length;
  }

  /** Room for the bytes that are left and more; twice as much for a long record, so that its pieces are not copied for each further one. */
  #grow(left: number, more: number): void {
    const room = new Uint8Array(left > more ? 2 * (left + more) : left + more);
    room.set(this.bytes.subarray(this.at, this.#end));
    this.#hold(room);
    this.#isOwn = true;
    this.#end = left;
  }

  #hold(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = this.#end = 0;
  }

  get length(): number {
    return this.#end - this.at;
  }

  /** The next bytes, which stay; undefined where there are fewer. */
  peek(count: number): Uint8Array | undefined {
    return count > this.length ? undefined : this.bytes.subarray(this.at, this.at + count);
  }

  skip(count: number): void {
    this.at += count;
  }
}
