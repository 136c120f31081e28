import { randomUUID } from 'node:crypto';
import { closeSync, lstatSync, openSync, renameSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** Time as the lock sees it: a clock that never goes back, and waiting by it. Milliseconds. */
export interface LockClock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const SYSTEM: LockClock = { now: () => performance.now(), sleep: (milliseconds) => setTimeout(milliseconds) };

/** Where neither the lock nor the journal has changed for this long, whoever took the lock was killed. As Optuna has it. */
const GRACE_MILLISECONDS = 30_000;
const MOST_WAIT_MILLISECONDS = 50;

/** What file systems and Windows accounts without symbolic links answer. */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'UNKNOWN']);

/** A lock that is held. */
export interface HeldLock {
  /** Whether nobody has taken it for stale meanwhile, as happens to a process that was stopped for long. */
  isOurs(): boolean;
  release(): void;
}

const held = new Set<HeldLock>();

/** Gives back all locks of this process; for one that exits immediately. */
export function releaseLocks(): void {
  for (const lock of held) lock.release();
}

/**
 * The lock by which writers of a journal take turns, those of this program and Optuna's alike: a symbolic link to the
 * journal beside it, `JOURNAL.lock`; where there are no symbolic links a file of that name (`JournalFileOpenLock`).
 */
export class JournalLock {
  readonly #file: string;
  /** Before, it is not taken again. */
  #restUntil = Number.NEGATIVE_INFINITY;

  readonly #journal: string;
  readonly #clock: LockClock;
  readonly #grace: number;

  constructor(journal: string, clock: LockClock = SYSTEM, grace = GRACE_MILLISECONDS) {
    this.#journal = journal;
    this.#clock = clock;
    this.#grace = grace;
    this.#file = `${journal}.lock`;
  }

  /**
   * Waits for the lock and takes it. Between two times it is left alone for as long as it was held: Optuna, which looks
   * for it more and more seldom, would hardly ever get it from a program that writes all the time.
   * @throws system errors, as of a folder that cannot be written to.
   */
  async acquire(): Promise<HeldLock> {
    const rest = this.#restUntil - this.#clock.now();
    if (rest > 0) await this.#clock.sleep(rest);
    let wait = 1;
    let seen: string | undefined;
    let since = 0;
    while (!this.#take()) {
      const now = this.#appearance();
      if (now !== seen) {
        seen = now;
        since = this.#clock.now();
      } else if (this.#clock.now() - since > this.#grace) {
        this.#break();
        wait = 1;
        continue;
      }
      await this.#clock.sleep(wait);
      wait = Math.min(2 * wait, MOST_WAIT_MILLISECONDS);
    }
    return this.#hold();
  }

  /** Whether the lock could be taken. Only one process can create what is not there. */
  #take(): boolean {
    try {
      // Absolute: Optuna looks through the link for when the journal was last written to.
      symlinkSync(resolve(this.#journal), this.#file);
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST') return false;
      if (!WITHOUT_LINKS.has(code)) throw error;
      return this.#takeAsFile();
    }
  }

  #takeAsFile(): boolean {
    try {
      closeSync(openSync(this.#file, 'wx'));
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  #hold(): HeldLock {
    const identity = identityOf(this.#file);
    const taken = this.#clock.now();
    const lock: HeldLock = {
      isOurs: () => identity !== undefined && identityOf(this.#file) === identity,
      release: () => {
        held.delete(lock);
        this.#restUntil = 2 * this.#clock.now() - taken;
        if (lock.isOurs()) this.#remove();
      },
    };
    held.add(lock);
    return lock;
  }

  /** What changes whenever somebody takes the lock or writes under it. */
  #appearance(): string {
    const journal = statSync(this.#journal, { throwIfNoEntry: false });
    return `${identityOf(this.#file)} ${journal?.size} ${journal?.mtimeMs}`;
  }

  /** Removes the lock of a process that was killed. */
  #break(): void {
    const identity = identityOf(this.#file);
    if (identity !== undefined) this.#remove(identity);
  }

  /** Renamed first: of several that remove it at the same time one succeeds, and none meets the lock of the next. */
  #remove(identity?: string): void {
    const aside = `${this.#file}${randomUUID()}.rename`;
    try {
      renameSync(this.#file, aside);
      if (identity !== undefined && identityOf(aside) !== identity && identityOf(this.#file) === undefined)
        // Another has broken the stale one in between, and this is its own.
        renameSync(aside, this.#file);
      else unlinkSync(aside);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
}

/** Tells one lock from the next of the same name; undefined where there is none. */
function identityOf(file: string): string | undefined {
  const status = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  return status && `${status.ino} ${status.mtimeNs}`;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
