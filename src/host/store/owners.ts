import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** An owner touches its file this often. */
const BEAT_MILLISECONDS = 2_000;
/** One that has not for this long was killed, or sleeps. */
const STALE_MILLISECONDS = 15_000;

/** What stands in an owner file: which process it is of. */
interface Owner {
  readonly window: string;
  readonly host: string;
  readonly pid: number;
}

/**
 * Says to other windows which runs go on in this one. Beside the file of such a run lies its owner file, which its window
 * touches every few seconds and deletes at the end. A window that was killed leaves one that nobody touches.
 */
export class Owners {
  readonly #me: Owner = { window: randomBytes(8).toString('hex'), host: hostname(), pid: process.pid };
  readonly #claimed = new Set<string>();
  #beat: NodeJS.Timeout | undefined;

  readonly #beatMilliseconds: number;

  constructor(beatMilliseconds = BEAT_MILLISECONDS) {
    this.#beatMilliseconds = beatMilliseconds;
  }

  /** Writes the owner file of a run that begins here. */
  async claim(file: string): Promise<void> {
    if (this.#claimed.has(file)) return;
    this.#claimed.add(file);
    try {
      await writeFile(file, JSON.stringify(this.#me));
    } catch (error) {
      this.#claimed.delete(file);
      // A full disk leaves an empty one, which nobody would delete.
      await rm(file, { force: true }).catch(() => {});
      throw error;
    }
    this.#beat ??= setInterval(() => void this.#touchAll(), this.#beatMilliseconds).unref();
  }

  /** The run is over and saved, or gone. */
  async release(file: string): Promise<void> {
    if (!this.#claimed.delete(file)) return;
    if (this.#claimed.size === 0) this.#rest();
    await rm(file, { force: true });
  }

  /** Nothing is touched any more, as if the window were killed. */
  dispose(): void {
    this.#rest();
  }

  async releaseAll(): Promise<void> {
    await Promise.allSettled([...this.#claimed].map((file) => this.release(file)));
  }

  /** Whether another window that is alive trains the run of this owner file; a file that is not there says no. */
  async isElsewhere(file: string): Promise<boolean> {
    if (this.#claimed.has(file)) return false;
    try {
      const { mtimeMs } = await stat(file);
      if (Math.abs(Date.now() - mtimeMs) > STALE_MILLISECONDS) return false;
      return isAlive(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return false;
    }
  }

  /** Deletes the owner file of a window that is no more, and one of this window's that could not be deleted in time. */
  async sweep(file: string): Promise<void> {
    if (this.#claimed.has(file)) return;
    try {
      const owner: Partial<Owner> = JSON.parse(await readFile(file, 'utf8'));
      if (owner.window === this.#me.window || !isAlive(owner)) await rm(file, { force: true });
    } catch {
      // Half written, or it has gone meanwhile: it is looked at again.
    }
  }

  #rest(): void {
    clearInterval(this.#beat);
    this.#beat = undefined;
  }

  async #touchAll(): Promise<void> {
    const now = new Date();
    for (const file of this.#claimed) await utimes(file, now, now).catch(() => this.#writeAgain(file));
  }

  /** Somebody has tidied it away. */
  async #writeAgain(file: string): Promise<void> {
    if (this.#claimed.has(file)) await writeFile(file, JSON.stringify(this.#me)).catch(() => {});
  }
}

/** Of a process of this machine the system knows at once; for others their beat has to do. */
function isAlive(owner: Partial<Owner>): boolean {
  if (owner.host !== hostname() || typeof owner.pid !== 'number') return true;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
