import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DELETED = /^deleted-(\d{13})-[0-9a-f]{8}$/;
/** So long a deletion can be undone. */
const KEPT_MILLISECONDS = 24 * 3_600_000;

/** Where the runs of one deletion lie: a folder's name, which says when it was. */
export const newBatch = (): string => `deleted-${Date.now()}-${randomBytes(4).toString('hex')}`;

const timeOf = (name: string): number | undefined => {
  const [, time] = DELETED.exec(name) ?? [];
  return time === undefined ? undefined : Number(time);
};

/**
 * Deleted runs, set aside in the folder of runs for a day: one folder for each deletion, so that what went together comes
 * back together, in whichever window and after whatever crash. A run is in one of both places at any moment.
 */
export class RunBin {
  readonly #path: string;
  readonly #kinds: readonly [string, ...string[]];

  /** @param kinds the endings of a run's files, its own first; the others are of lines that are only appended */
  constructor(path: string, kinds: readonly [string, ...string[]]) {
    this.#path = path;
    this.#kinds = kinds;
  }

  /** Sets a run aside. Rejects where its file is still there afterwards. */
  async put(id: string, batch: string): Promise<void> {
    const [own, ...others] = this.#kinds;
    const aside = join(this.#path, batch);
    await mkdir(aside, { recursive: true });
    // First copies of what belongs to it: a run never stands in the list without its name.
    for (const kind of others)
      await copyFile(join(this.#path, id + kind), join(aside, id + kind)).catch(unlessGone);
    await rename(join(this.#path, id + own), join(aside, id + own)).catch(unlessGone);
    for (const kind of others) await rm(join(this.#path, id + kind), { force: true }).catch(() => {});
  }

  /** Brings back what was deleted last. Returns its ids; none where nothing can come back. */
  async restore(): Promise<string[]> {
    for (const batch of await this.#batches()) {
      const back = await this.#empty(join(this.#path, batch));
      if (back.length > 0) return back;
    }
    return [];
  }

  /** Of the names in the folder of runs those of deletions. */
  deletions(names: Iterable<string>): string[] {
    return [...names].filter((name) => timeOf(name) !== undefined);
  }

  /** Throws away what was deleted more than a day ago; returns whether anything is left. */
  async sweep(names: Iterable<string>): Promise<boolean> {
    let isLeft = false;
    for (const name of this.deletions(names)) {
      if (Date.now() - timeOf(name)! < KEPT_MILLISECONDS) isLeft = true;
      else await rm(join(this.#path, name), { recursive: true, force: true }).catch(() => {});
    }
    return isLeft;
  }

  /** The newest first. */
  async #batches(): Promise<string[]> {
    const names = await readdir(this.#path).catch(() => [] as string[]);
    return this.deletions(names).sort((a, b) => timeOf(b)! - timeOf(a)! || (a < b ? 1 : -1));
  }

  async #empty(aside: string): Promise<string[]> {
    const [own] = this.#kinds;
    const names = await readdir(aside).catch(() => [] as string[]);
    const ids = names.filter((name) => name.endsWith(own)).map((name) => name.slice(0, -own.length));
    const back: string[] = [];
    for (const id of ids) if (await this.#bringBack(aside, id)) back.push(id);
    await rmdir(aside).catch(() => {});
    return back;
  }

  /** False where another run has the id by now: it is not written over. */
  async #bringBack(aside: string, id: string): Promise<boolean> {
    const [own, ...others] = this.#kinds;
    if (await exists(join(this.#path, id + own))) return false;
    // What belongs to it first, and copied: cut off in between, it can be brought back again.
    for (const kind of others)
      await putBefore(join(aside, id + kind), join(this.#path, id + kind)).catch(unlessGone);
    try {
      await rename(join(aside, id + own), join(this.#path, id + own));
    } catch (error) {
      // Another window was faster.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    for (const kind of others) await rm(join(aside, id + kind), { force: true }).catch(() => {});
    return true;
  }
}

/** Lines that a window which did not know of the deletion has written meanwhile come after those that were set aside. */
async function putBefore(aside: string, here: string): Promise<void> {
  const lines = [await readFile(aside), await readFile(here).catch(() => Buffer.alloc(0))];
  const temporary = `${here}.${randomBytes(4).toString('hex')}.tmp`;
  await writeFile(temporary, Buffer.concat(lines));
  await rename(temporary, here);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
