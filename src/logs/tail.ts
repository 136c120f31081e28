import * as l10n from '@vscode/l10n';
import { reasonOf } from '../files/reasons';
import type { Disk, Status } from './disk';
import { FileLog } from './file-log';
import type { FoundFile } from './find';
import { formats } from './formats/index';
import type { LogReader } from './reader';

/** Bytes that are read and taken apart at a time: some ten milliseconds. */
const CHUNK = 1 << 20;
/** Bytes at the beginning by which a file is known again. */
const KNOWN = 256;
/** Readings of a file that is replaced while it is read; then it waits for the next look. */
const MOST_TIMES = 3;

/** One file that is read as far as it goes, and on when it grows. */
export class Tail {
  readonly file: FoundFile;
  readonly #disk: Disk;
  readonly #points: number | undefined;
  /** What was read. Of a file that was begun anew, the former one until the new one is read. */
  log: FileLog;
  #writing: FileLog;
  #reader: LogReader;
  #offset = 0;
  #changedAt = Number.NaN;
  #id = Number.NaN;
  #head = new Uint8Array();
  size = 0;
  /** Why it cannot be read just now, in words that follow its name; what was read of it stays. */
  problem: string | undefined;

  /** @param points that are kept of a curve; left out: all. */
  constructor(file: FoundFile, disk: Disk, points?: number) {
    this.file = file;
    this.#disk = disk;
    this.#points = points;
    this.log = this.#writing = new FileLog(file.prefix, points);
    this.#reader = this.#start();
  }

  get offset(): number {
    return this.#offset;
  }

  #start(): LogReader {
    return formats[this.file.format].start(this.#writing, this.file.path.replaceAll('\\', '/'));
  }

  /**
   * Reads what is new; resolves to whether anything is. Between pieces it lets others have the thread.
   * @param pause resolves when it may go on.
   */
  async read(pause: () => Promise<void>, signal: AbortSignal): Promise<boolean> {
    try {
      const hasNews = await this.#readOn(pause, signal);
      const { problem } = this;
      this.problem = undefined;
      return hasNews || problem !== undefined;
    } catch (error) {
      const before = this.problem;
      // A database that somebody has locked is tried again.
      if (this.#reader.readFile) this.#changedAt = Number.NaN;
      this.problem = reasonOf(error);
      return this.problem !== before;
    }
  }

  async #readOn(pause: () => Promise<void>, signal: AbortSignal): Promise<boolean> {
    const { log } = this;
    const { version } = log;
    const status = await this.#status();
    if (status.size === this.size && status.changedAt === this.#changedAt) return false;
    if (this.#offset > 0 && (this.#isRewritten || (await this.#isAnother(status)))) this.#begin();
    await this.#toEnd(status, pause, signal);
    if (!signal.aborted) this.#reader.idle?.();
    if (this.log !== this.#writing && !this.#isRewritten && !goesOn(this.log, this.#writing))
      this.#writing.remark(l10n.t('it was started anew while it was being read.'));
    this.log = this.#writing;
    return this.log !== log || log.version !== version;
  }

  /** Of a database with what has been added to it and lies beside it. */
  async #status(): Promise<Status> {
    const { path } = this.file;
    const { size, changedAt, id } = await this.#disk.status(path);
    if (!this.#reader.readFile) return { size, changedAt, id };
    const added = await this.#disk.status(`${path}-wal`).catch(() => ({ size: 0, changedAt: 0 }));
    return { size: size + added.size, changedAt: Math.max(changedAt, added.changedAt), id };
  }

  async #toEnd(status: Status, pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
    for (let times = 0, now = status; times < MOST_TIMES; times++) {
      ({ size: this.size, changedAt: this.#changedAt, id: this.#id } = now);
      if (this.#reader.readFile) {
        await this.#reader.readFile(this.file.path, pause, signal);
        this.#offset = this.size;
        return;
      }
      while (!signal.aborted && this.#offset < this.size && (await this.#piece())) await pause();
      if (signal.aborted) return;
      now = await this.#status();
      // What was truncated or replaced meanwhile is half of one file and half of another.
      if (!(await this.#isAnother(now))) return;
      this.#begin();
    }
  }

  get #isRewritten(): boolean {
    return formats[this.file.format].isRewritten === true;
  }

  async #piece(): Promise<boolean> {
    // A buffer of its own: a reader may keep what it was given.
    const into = new Uint8Array(Math.min(CHUNK, this.size - this.#offset));
    const { bytes } = await this.#disk.read(this.file.path, this.#offset, into);
    if (bytes === 0) return false;
    if (this.#head.length < KNOWN && this.#offset < KNOWN)
      this.#head = Uint8Array.from([
        ...this.#head,
        ...into.subarray(0, Math.min(bytes, KNOWN - this.#head.length)),
      ]);
    this.#offset += bytes;
    this.#reader.push(into.subarray(0, bytes));
    return true;
  }

  /** Whether the file was truncated or written anew. */
  async #isAnother({ size, id }: Status): Promise<boolean> {
    if (this.#offset === 0) return false;
    if (size < this.#offset || id !== this.#id) return true;
    const head = new Uint8Array(this.#head.length);
    const { bytes } = await this.#disk.read(this.file.path, 0, head);
    return Buffer.compare(head.subarray(0, bytes), this.#head) !== 0;
  }

  #begin(): void {
    this.#writing = new FileLog(this.file.prefix, this.#points);
    this.#reader = this.#start();
    this.#offset = 0;
    this.#head = new Uint8Array();
  }
}

/** Whether a file that was written anew has all that it had before: Lightning does so for each further column. */
function goesOn(before: FileLog, after: FileLog): boolean {
  const curves = after.attempts[0]!;
  return [...before.attempts[0]!].every(([name, one]) => {
    const other = curves.get(name);
    return other !== undefined && one.length <= other.length && one.values[0] === other.values[0];
  });
}
