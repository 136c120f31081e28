import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { openRegular } from '../../files/read-whole';
import { reasonOf } from '../../files/reasons';
import { type Fault, HEAD, Ledger } from './ledger';
import { JournalLock } from './lock';
import { type Operation, readOperation, writeOperation } from './operations';
import type { Replay } from './replay';

/** A journal that cannot be read or written; the message names file and reason. */
export class JournalError extends Error {}

/** Does one thing to the journal; takes effect at once for what follows in the same transaction. */
export type Write = (operation: Operation) => void;

interface Job {
  run(write: Write): void;
  fail(error: unknown): void;
  succeed(): void;
}

const CHUNK = 1 << 20;
const NEWLINE = 10;

/**
 * A file of Optuna's `JournalStorage`: a line for each operation, appended under a lock that Optuna heeds too, and
 * flushed to the disk. What others append is taken by {@link refresh}, and before every transaction.
 */
export class Journal {
  readonly #lock: JournalLock;
  readonly #writer = randomUUID();
  #ledger = new Ledger();
  /** Bytes that were followed: up to the end of a line. */
  #offset = 0;
  /** What stands behind: a line that is still written, or whose writer was killed. */
  #tail = Buffer.alloc(0);
  #seen: BigIntStats | undefined;
  readonly #jobs: Job[] = [];
  #turns: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly path: string,
    lock?: JournalLock,
  ) {
    this.#lock = lock ?? new JournalLock(path);
  }

  /**
   * Reads a journal; where `isNew`, there may be none, and the first transaction makes it.
   * @throws JournalError also for a file that holds something else.
   */
  static async open(path: string, { isNew = false, lock }: JournalOptions = {}): Promise<Journal> {
    const journal = new Journal(path, lock);
    await journal.#sync(isNew);
    if (!journal.#isJournal()) throw unreadable(path, l10n.t('it is not an Optuna journal'));
    return journal;
  }

  /** Empty, begun, or with a line that says something. */
  #isJournal(): boolean {
    const begun = this.#tail.toString('utf8', 0, HEAD.length);
    return this.#ledger.operations > 0 || (this.#offset === 0 && HEAD.startsWith(begun));
  }

  /** What the operations have come to; another object after the file was replaced. */
  get replay(): Replay {
    return this.#ledger.replay;
  }

  /** The lines that were passed over, at most 1,000 of them. */
  get faults(): readonly Fault[] {
    return this.#ledger.faults;
  }

  get faultCount(): number {
    return this.#ledger.faultCount;
  }

  /**
   * Takes what others have appended since; costs one look at the file's status where there is nothing.
   * @returns whether there was something.
   * @throws JournalError
   */
  refresh(): Promise<boolean> {
    return this.#inTurn(() => this.#sync());
  }

  /**
   * Decides on operations and appends them while no other writer can come in between: `work` sees the newest state, and
   * either all that it writes is in the file in the end, or nothing. Transactions that wait for the lock at the same time
   * are written together.
   * @throws JournalError; what `work` throws, which should be before it writes.
   */
  transact<T>(work: (write: Write, replay: Replay) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#jobs.push({
        run: (write) => {
          result = work(write, this.replay);
        },
        succeed: () => resolve(result),
        fail: reject,
      });
      // One that waits for its turn takes what comes until then.
      if (this.#jobs.length === 1) void this.#inTurn(() => this.#commit());
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(work);
    this.#turns = turn.catch(() => {});
    return turn;
  }

  async #commit(): Promise<void> {
    const jobs = this.#jobs.splice(0);
    if (jobs.length === 0) return;
    try {
      const done = await this.#locked((isOurs) => this.#append(jobs, isOurs));
      for (const job of done) job.succeed();
    } catch (error) {
      for (const job of jobs) job.fail(error instanceof JournalError ? error : unwritable(this.path, error));
    }
  }

  async #locked<T>(work: (isOurs: () => boolean) => Promise<T>): Promise<T> {
    for (;;) {
      const lock = await this.#lock.acquire();
      try {
        return await work(() => lock.isOurs());
      } catch (error) {
        if (error !== LOST) throw error;
      } finally {
        lock.release();
      }
    }
  }

  /** Lets the jobs decide and appends what they write; those that throw fail by themselves. */
  async #append(jobs: readonly Job[], isOurs: () => boolean): Promise<Job[]> {
    await this.#sync(true);
    const lines = this.#tailIsWhole() ? [this.#followTail()] : [];
    const next = this.#ledger.lines + 1;
    const write: Write = (operation) => {
      this.#ledger.apply(operation);
      lines.push(writeOperation(operation, this.#writer));
    };
    const done = jobs.filter((job) => {
      try {
        job.run(write);
        return true;
      } catch (error) {
        job.fail(error);
        return false;
      }
    });
    if (lines.length === 0) return done;
    try {
      if (!isOurs()) throw LOST;
      await this.#write(lines.join(''), next);
    } catch (error) {
      // The state is ahead of the file.
      this.#forget();
      await this.#sync(true).catch(() => {});
      throw error;
    }
    return done;
  }

  #tailIsWhole(): boolean {
    return this.#tail.length > 0 && typeof readOperation(this.#tail.toString()) !== 'string';
  }

  /** A line that lacks only its end counts; returns the end. */
  #followTail(): string {
    this.#ledger.follow(this.#tail.toString());
    this.#offset += this.#tail.length;
    this.#tail = Buffer.alloc(0);
    return '\n';
  }

  /** @param line number of the first */
  async #write(text: string, line: number): Promise<void> {
    const bytes = Buffer.from(text);
    const handle = await open(this.path, 'a');
    try {
      if (this.#tail.length > 0) {
        // A line whose writer was killed, and so was never told that it is written. Behind it, Optuna could read no other.
        this.#ledger.noteTorn(line, this.#tail.toString());
        await handle.truncate(this.#offset);
      }
      await appendAll(handle, bytes, this.#offset);
      this.#offset += bytes.length;
      this.#tail = Buffer.alloc(0);
      this.#seen = await handle.stat({ bigint: true });
    } finally {
      await handle.close();
    }
  }

  /** Reads on from where it was; from the beginning where the file is another one. */
  async #sync(mayBeMissing = false): Promise<boolean> {
    try {
      const status = await stat(this.path, { bigint: true });
      const { ino, dev, size, mtimeNs } = this.#seen ?? {};
      if (status.ino === ino && status.dev === dev && status.size === size && status.mtimeNs === mtimeNs)
        return false;
      if (this.#seen && (status.ino !== ino || status.dev !== dev || status.size < this.#offset))
        this.#forget();
      const { handle } = await openRegular(this.path);
      try {
        const seen = await handle.stat({ bigint: true });
        const isMore = await this.#read(handle, Number(seen.size) - this.#offset);
        // Not before: what could not be read is read the next time.
        this.#seen = seen;
        return isMore;
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (mayBeMissing && (error as NodeJS.ErrnoException).code === 'ENOENT') {
        this.#forget();
        return false;
      }
      throw unreadable(this.path, reasonOf(error));
    }
  }

  #forget(): void {
    this.#ledger = new Ledger();
    this.#offset = 0;
    this.#tail = Buffer.alloc(0);
    this.#seen = undefined;
  }

  /** @param expected bytes, of which there may be more by now */
  async #read(handle: FileHandle, expected: number): Promise<boolean> {
    const before = this.#ledger.lines;
    const chunk = Buffer.alloc(Math.min(CHUNK, expected + 1));
    let rest = Buffer.alloc(0);
    for (;;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, this.#offset + rest.length);
      if (bytesRead === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      this.#ledger.followLines(bytes.subarray(0, end));
      this.#offset += end;
      rest = bytes.subarray(end);
    }
    this.#tail = rest;
    return this.#ledger.lines > before;
  }
}

export interface JournalOptions {
  /** Whether there need not be a file yet. */
  readonly isNew?: boolean;
  /** Made by tests, with a clock of their own. */
  readonly lock?: JournalLock;
}

/** The lock was taken for stale while this process was stopped: what was decided may be outdated. */
const LOST = new Error('the lock was lost');

/** Appends all bytes and flushes them to the disk, or none: behind half a line Optuna could read no other. */
async function appendAll(handle: FileHandle, bytes: Buffer, size: number): Promise<void> {
  try {
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, written);
      written += bytesWritten;
    }
    await handle.sync();
  } catch (error) {
    await handle.truncate(size).catch(() => {});
    throw error;
  }
}

/** What is thrown for a file that cannot be written. */
export function unwritable(path: string, error: unknown): JournalError {
  return new JournalError(l10n.t('{0} cannot be written: {1}', path, reasonOf(error)), { cause: error });
}

function unreadable(path: string, reason: string): JournalError {
  return new JournalError(l10n.t('{0} cannot be read: {1}', path, reason));
}
