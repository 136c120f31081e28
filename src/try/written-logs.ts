import { realpath } from 'node:fs/promises';
import { disk } from '../logs/disk';
import { type FoundFile, logAt } from '../logs/find';
import { formats } from '../logs/formats/index';
import type { Metric, Role } from '../logs/metric';
import type { LogReader, LogSink } from '../logs/reader';
import { roleOf } from '../logs/role';

/** Bytes that are read at a time. */
const CHUNK = 1 << 17;
/** Logs of one trial that are read. */
const MOST_LOGS = 50;

/** Which trials write to which files, of those that go on. */
export type Writers = Map<string, Set<WrittenLogs>>;

/** Takes what a trial's logs say. */
export interface LogsListener {
  write(path: string, metric: Metric): void;
  /** What was read of it is not that trial's alone. */
  forget(path: string): void;
}

/**
 * The logs that one trial opens to write to, read while they grow. What was in them before is another training's. A file
 * that two trials write to at the same time is not read on: nobody could tell whose a line is.
 */
export class WrittenLogs {
  readonly #writers: Writers;
  readonly #listener: LogsListener;
  readonly #logs = new Map<string, WrittenLog>();
  readonly #shared = new Set<string>();
  #last: Promise<void> = Promise.resolve();

  constructor(writers: Writers, listener: LogsListener) {
    this.#writers = writers;
    this.#listener = listener;
  }

  /** Files that another trial wrote to at the same time. */
  get shared(): readonly string[] {
    return [...this.#shared];
  }

  /** @param from bytes of it that were there before. */
  opened(path: string, from: number): void {
    const known = this.#logs.get(path);
    if (known) {
      if (from === 0) known.begunAnew();
      return;
    }
    if (this.#logs.size >= MOST_LOGS) return;
    const writers = this.#writers.get(path) ?? new Set();
    this.#writers.set(path, writers.add(this));
    if (writers.size > 1) for (const writer of writers) writer.#share(path);
    const heard = (metric: Metric) => {
      if (!this.#shared.has(path)) this.#listener.write(path, metric);
    };
    this.#logs.set(path, new WrittenLog(path, from, heard));
  }

  #share(path: string): void {
    this.#shared.add(path);
    this.#listener.forget(path);
  }

  /** Reads what has come since; never rejects. */
  read(isOver = false): Promise<void> {
    this.#last = this.#last.then(async () => {
      for (const [path, log] of this.#logs) if (!this.#shared.has(path)) await log.read(isOver);
    });
    return this.#last;
  }

  /** Reads the last of them. */
  async end(): Promise<void> {
    await this.read(true);
    for (const path of this.#logs.keys()) {
      const writers = this.#writers.get(path);
      writers?.delete(this);
      if (writers?.size === 0) this.#writers.delete(path);
    }
  }
}

class WrittenLog implements LogSink {
  readonly #path: string;
  readonly #heard: (metric: Metric) => void;
  #from: number;
  #file: FoundFile | undefined;
  #reader: LogReader | undefined;
  #offset = 0;
  #isNew = false;
  /** Values heard of each name, and of these those read again of a file that is written anew with all that it had. */
  readonly #counts = new Map<string, number>();
  #again = new Map<string, number>();

  constructor(path: string, from: number, heard: (metric: Metric) => void) {
    this.#path = path;
    this.#from = from;
    this.#heard = heard;
  }

  begunAnew(): void {
    this.#from = 0;
    this.#offset = 0;
    this.#reader = undefined;
    this.#again = new Map();
  }

  async read(isOver: boolean): Promise<void> {
    try {
      this.#file ??= await logAt(await realpath(this.#path), disk);
      if (!this.#file) return;
      const { size } = await disk.status(this.#path);
      if (size < this.#offset) this.begunAnew();
      // One that is written whole each time is read when nobody writes any more.
      if (formats[this.#file.format].isRewritten && !isOver) return;
      while (this.#offset < size && (await this.#piece(this.#file, size)));
      if (isOver) this.#reader?.idle?.();
    } catch {
      // It may be gone again: then there is nothing to be read.
    }
  }

  async #piece(file: FoundFile, size: number): Promise<boolean> {
    this.#reader ??= formats[file.format].start(this, file.path.replaceAll('\\', '/'));
    const end = this.#offset < this.#from ? Math.min(size, this.#from) : size;
    const into = new Uint8Array(Math.min(CHUNK, end - this.#offset));
    const { bytes } = await disk.read(this.#path, this.#offset, into);
    this.#isNew = this.#offset >= this.#from;
    this.#offset += bytes;
    this.#reader.push(into.subarray(0, bytes));
    return bytes > 0;
  }

  value(name: string, step: number, epoch: number, value: number, role?: Role | null): void {
    if (!this.#isNew) return;
    const full = this.#file!.prefix + name;
    const again = (this.#again.get(full) ?? 0) + 1;
    this.#again.set(full, again);
    if (again <= (this.#counts.get(full) ?? 0)) return;
    this.#counts.set(full, again);
    this.#heard({
      ...{ name: full, role: role ?? roleOf(full), step, value },
      epoch: Number.isNaN(epoch) ? null : epoch,
    });
  }

  setting(): void {}

  remark(): void {}
}
