import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { reasonOf } from '../../files/reasons';
import type { RunSummary } from '../../protocol';
import { forEachAtOnce, inSlices } from './at-once';
import { Owners } from './owners';
import type { Run } from './run';
import { encodeHead, HEAD_BYTES } from './run-chunks';
import { decodeSteps, decodeSummary, encodeChunks, SUMMARY_BYTES } from './run-file';
import { damageWords } from './run-words';

/** A run, who trains it, and the name that a person gave it: three files, each with one that writes it. */
const RUN = '.run';
const OWNER = '.owner';
const NAME = '.name.json';
/** What a window that was killed while it wrote has left behind, and sidecars whose run is gone. */
const STALE_MILLISECONDS = 3_600_000;
/** Files that are looked at at once. */
const AT_ONCE = 16;

const nameSchema = v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) });

/** What lies in the folder of one run. */
export interface RunEntry {
  readonly id: string;
  /** Changes with the run's file. */
  readonly stamp: string;
  /** When it was written last, in milliseconds since 1970. */
  readonly writtenAt: number;
  /** As it was saved, with the name that a person gave it since; undefined where nothing of its file can be used. */
  readonly summary: RunSummary | undefined;
  /** Why there is no summary, in words. */
  readonly reason?: string;
  /** A window that is alive, and not this one, trains it. */
  readonly elsewhere: boolean;
}

type Known = Pick<RunEntry, 'stamp' | 'writtenAt' | 'summary' | 'reason'>;

/**
 * The saved runs: a folder that all windows of a workspace share. The file of a run is written by the window that trains
 * it and by no other, beside and renamed into place; what a person sets lies in files of its own. So no window can write
 * over what another knows better.
 */
export class RunFolder {
  readonly #known = new Map<string, Known>();
  readonly #owners: Owners;

  /** @param beatMilliseconds how often other windows are told that a run still goes on here */
  constructor(
    readonly path: string,
    private readonly log: (message: string) => void,
    beatMilliseconds?: number,
  ) {
    this.#owners = new Owners(beatMilliseconds);
  }

  /**
   * All runs; files that have not changed since the last call are not read again. Rejects where the folder is there and
   * cannot be read.
   */
  async list(): Promise<RunEntry[]> {
    const names = new Set(await readdir(this.path).catch(orNothing));
    const ids = [...names].filter((name) => name.endsWith(RUN)).map((name) => name.slice(0, -RUN.length));
    const here = new Set(ids);
    for (const id of this.#known.keys()) if (!here.has(id)) this.#known.delete(id);
    const entries: RunEntry[] = [];
    await forEachAtOnce(ids, AT_ONCE, async (id) => {
      const known = await this.#look(id);
      if (known === undefined) return;
      const name = names.has(id + NAME) ? await this.#readName(id) : undefined;
      const elsewhere = names.has(id + OWNER) && (await this.#isOwned(id));
      const summary = known.summary && { ...known.summary, ...(name !== undefined && { name, named: true }) };
      entries.push({ id, ...known, summary, elsewhere });
    });
    await this.#sweep([...names].filter((name) => isLeftover(name, here)));
    return entries;
  }

  /** Rejects, with words for a person, where the file is missing or nothing of it can be used. */
  async read(id: string, elsewhere = false): Promise<Run> {
    const run = await inSlices(decodeSteps(await readFile(this.file(id)), { elsewhere }));
    if (run.id !== id) throw new Error(damageWords.other(run.id));
    const name = await this.#readName(id);
    if (name !== undefined) {
      run.named = true;
      run.name = name;
    }
    return run;
  }

  /**
   * Writes a run that this window trains. Rejects where the folder cannot be written to; what was there before is then
   * still there. Returns the bytes written.
   */
  async write(run: Run): Promise<number> {
    await mkdir(this.path, { recursive: true });
    if (!run.over) await this.#owners.claim(this.#path(run.id, OWNER));
    let size = HEAD_BYTES;
    await this.#replace(this.file(run.id), async (temporary) => {
      const handle = await open(temporary, 'wx');
      try {
        // A single write may be short without an error, on a disk that is about to be full; these go on to the end.
        await handle.appendFile(Buffer.alloc(HEAD_BYTES));
        for (const chunk of encodeChunks(run)) {
          await handle.appendFile(chunk);
          size += chunk.length;
        }
        await handle.write(encodeHead(size), 0, HEAD_BYTES, 0);
        // Finished work outlives a power cut.
        if (run.over) await handle.datasync();
      } finally {
        await handle.close();
      }
    });
    return size;
  }

  /** The run is over and written: this window has nothing more to say about it. */
  async release(id: string): Promise<void> {
    await this.#owners.release(this.#path(id, OWNER)).catch(() => {});
  }

  /** Lets go of all runs: the window closes. */
  async close(): Promise<void> {
    await this.#owners.releaseAll();
  }

  /** Whether a window that is alive, and not this one, trains a run. */
  isElsewhere(id: string): Promise<boolean> {
    return this.#owners.isElsewhere(this.#path(id, OWNER));
  }

  /** Keeps the name that a person gave. Any window may; the last one counts. */
  async setName(id: string, name: string): Promise<void> {
    await mkdir(this.path, { recursive: true });
    const text = `${JSON.stringify({ name })}\n`;
    await this.#replace(this.#path(id, NAME), (temporary) => writeFile(temporary, text, { flag: 'wx' }));
  }

  /** Whether a person gave a run its name since it was saved. */
  async hasName(id: string): Promise<boolean> {
    return (await this.#readName(id)) !== undefined;
  }

  /** Rejects where the file is still there afterwards. */
  async remove(id: string): Promise<void> {
    await rm(this.file(id), { force: true });
    this.#known.delete(id);
    await this.release(id);
    for (const kind of [NAME, OWNER]) await rm(this.#path(id, kind), { force: true }).catch(() => {});
  }

  /** Where a run lies. */
  file(id: string): string {
    return this.#path(id, RUN);
  }

  #path(id: string, kind: string): string {
    return join(this.path, id + kind);
  }

  async #replace(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await write(temporary);
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
  }

  async #readName(id: string): Promise<string | undefined> {
    const text = await readFile(this.#path(id, NAME), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return v.parse(nameSchema, JSON.parse(text)).name;
    } catch (error) {
      this.log(`The name of run ${id} cannot be read: ${String(error)}`);
      return undefined;
    }
  }

  /** Undefined where it has gone meanwhile. */
  async #look(id: string): Promise<Known | undefined> {
    const file = this.file(id);
    const before = this.#known.get(id);
    const found = await stat(file).catch((error) => (error.code === 'ENOENT' ? null : undefined));
    if (found === null) return undefined;
    // Busy for a moment: what was known of it still holds.
    if (found === undefined) return before;
    const { mtimeMs: writtenAt, size } = found;
    const stamp = `${writtenAt}/${size}`;
    if (before?.stamp === stamp) return before;
    try {
      const known = { stamp, writtenAt, ...(await this.#summaryOf(id, size)) };
      this.#known.set(id, known);
      return known;
    } catch (error) {
      // The system's word, not the file's: it is asked again at the next look.
      return before ?? { stamp, writtenAt, summary: undefined, reason: reasonOf(error) };
    }
  }

  /** Rejects where the system does not let the file be read. */
  async #summaryOf(id: string, size: number): Promise<Pick<Known, 'summary' | 'reason'>> {
    try {
      const summary = await readSummary(this.file(id), size).catch(() => this.#rebuild(id));
      if (summary.id !== id) throw new Error(damageWords.other(summary.id));
      return { summary };
    } catch (error) {
      this.log(`Saved run ${this.file(id)}: ${String(error)} ${(error as Error).cause ?? ''}`);
      if (isOfSystem(error)) throw error;
      return { summary: undefined, reason: reasonOf(error) };
    }
  }

  /** What the rest of a file tells where its summary is damaged. */
  async #rebuild(id: string): Promise<RunSummary> {
    const run = await this.read(id);
    this.log(`Saved run ${this.file(id)} is damaged: ${run.damage.join(' ')}`);
    return run.summary();
  }

  /** Whether another window trains it. The owner file of one that was killed goes. */
  async #isOwned(id: string): Promise<boolean> {
    const elsewhere = await this.isElsewhere(id);
    if (!elsewhere) await this.#owners.sweep(this.#path(id, OWNER));
    return elsewhere;
  }

  async #sweep(names: readonly string[]): Promise<void> {
    await forEachAtOnce(names, AT_ONCE, async (name) => {
      const file = join(this.path, name);
      if (name.endsWith(OWNER)) await this.#owners.sweep(file);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > STALE_MILLISECONDS) await rm(file, { force: true }).catch(() => {});
    });
  }
}

/** Whether the system does not let a file be read now, whatever is in it: too many open files, a lock, no permission. */
export const isOfSystem = (error: unknown): boolean => (error as NodeJS.ErrnoException).errno !== undefined;

/** A folder that is not there yet holds no runs. */
function orNothing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function isLeftover(name: string, runs: ReadonlySet<string>): boolean {
  if (name.endsWith('.tmp')) return true;
  const kind = [NAME, OWNER].find((ending) => name.endsWith(ending));
  return kind !== undefined && !runs.has(name.slice(0, -kind.length));
}

async function readSummary(file: string, size: number): Promise<RunSummary> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(SUMMARY_BYTES), 0, SUMMARY_BYTES, 0);
    return decodeSummary(buffer.subarray(0, bytesRead), size);
  } finally {
    await handle.close();
  }
}
