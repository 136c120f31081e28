import * as l10n from '@vscode/l10n';
import { reasonOf } from '../files/reasons';
import type { Disk } from './disk';
import { FileLog } from './file-log';
import type { FoundFile } from './find';
import { formats } from './formats/index';
import type { LogReader } from './reader';

/** Bytes that are read and taken apart at a time: some ten milliseconds. */
const CHUNK = 1 << 20;
/** Bytes at the beginning by which a file is known again. */
const KNOWN = 256;

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
      this.problem = reasonOf(error);
      return this.problem !== before;
    }
  }

  async #readOn(pause: () => Promise<void>, signal: AbortSignal): Promise<boolean> {
    const status = await this.#disk.status(this.file.path);
    if (status.size === this.size && status.changedAt === this.#changedAt) return false;
    if (await this.#isAnother(status)) this.#begin();
    this.size = status.size;
    this.#changedAt = status.changedAt;
    const { log } = this;
    const { version } = log;
    while (!signal.aborted && this.#offset < this.size) {
      if (!(await this.#piece())) break;
      await pause();
    }
    if (!signal.aborted) this.#reader.idle?.();
    this.log = this.#writing;
    return this.log !== log || log.version !== version;
  }

  async #piece(): Promise<boolean> {
    // A buffer of its own: a reader may keep what it was given.
    const into = new Uint8Array(CHUNK);
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
  async #isAnother({ size }: { readonly size: number }): Promise<boolean> {
    if (this.#offset === 0) return false;
    if (size < this.#offset || formats[this.file.format].isRewritten) return true;
    const head = new Uint8Array(this.#head.length);
    const { bytes } = await this.#disk.read(this.file.path, 0, head);
    return Buffer.compare(head.subarray(0, bytes), this.#head) !== 0;
  }

  #begin(): void {
    const isRewritten = formats[this.file.format].isRewritten === true;
    this.#writing = new FileLog(this.file.prefix, this.#points);
    if (!isRewritten) this.#writing.remark(l10n.t('it was started anew while it was being read.'));
    this.#reader = this.#start();
    this.#offset = 0;
    this.#head = new Uint8Array();
  }
}
