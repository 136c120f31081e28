import { randomBytes } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../../files/reasons';
import type { RunSummary } from '../../protocol';
import { forEachAtOnce, inSlices } from './at-once';
import { type Marks, type MarksChange, marksLine, readMarks } from './marks';
import { Owners } from './owners';
import type { Run } from './run';
import { RunBin } from './run-bin';
import { encodeHead, HEAD_BYTES } from './run-chunks';
import { decodeSteps, decodeSummary, encodeChunks, SUMMARY_BYTES } from './run-file';
import { INDEX, type Known, readIndex, writeIndex } from './run-index';
import { damageWords } from './run-words';

/** A run, who trains it, and what a person set of it: three files, each written in one way. */
const RUN = '.run';
const OWNER = '.owner';
const MARKS = '.name.json';
/** What a window that was killed while it wrote has left behind, and sidecars whose run is gone. */
const STALE_MILLISECONDS = 3_600_000;
/** A file that takes longer to look at lies far away, unless the machine was busy; so many may. */
const [SLOW_MILLISECONDS, MOST_SLOW] = [1, 20];
/** Files that are looked at at once. */
const AT_ONCE = 64;
/** Where so many had to be read, the next window finds them in the index. */
const WORTH_AN_INDEX = 50;

/** What lies in the folder of one run. */
export interface RunEntry extends Known {
  readonly id: string;
  /** Changes with the run's file. */
  readonly stamp: string;
  /** What a person has set of it. */
  readonly marks: Marks;
  /** A window that is alive, and not this one, trains it. */
  readonly elsewhere: boolean;
}

/**
 * The saved runs: a folder that all windows of a workspace share. The file of a run is written by the window that trains
 * it and by no other, beside and renamed into place; what a person sets lies in files of its own. So no window can write
 * over what another knows better.
 */
export class RunFolder {
  readonly #known = new Map<string, Known>();
  readonly #marks = new Map<string, { readonly stamp: string; readonly marks: Marks }>();
  readonly #owners: Owners;
  readonly #bin: RunBin;
  /** Files whose summaries were read since the index was written. */
  #read = 0;
  #hasIndex = false;
  #canRestore = false;

  readonly #log: (message: string) => void;

  /** @param beatMilliseconds how often this window marks its runs as still running, for other windows */
  constructor(
    readonly path: string,
    log: (message: string) => void,
    beatMilliseconds?: number,
  ) {
    this.#log = log;
    this.#owners = new Owners(beatMilliseconds);
    this.#bin = new RunBin(path, [RUN, MARKS]);
  }

  /** Whether a deletion could be undone when the folder was looked at last. */
  get canRestore(): boolean {
    return this.#canRestore;
  }

  /**
   * All runs; files that have not changed since the last call are not read again. Rejects where the folder is there and
   * cannot be read.
   */
  async list(): Promise<RunEntry[]> {
    const names = new Set(await readdir(this.path).catch(orNothing));
    const ids = [...names].filter((name) => name.endsWith(RUN)).map((name) => name.slice(0, -RUN.length));
    const here = new Set(ids);
    await this.#remember(names, here);
    const entries: RunEntry[] = [];
    const stats = await inSlices(this.#statsOf(ids));
    await forEachAtOnce(ids, AT_ONCE, async (id) => {
      const known = await this.#look(id, stats.get(id));
      if (known === undefined) return;
      const marks = names.has(id + MARKS) ? await this.#marksOf(id) : {};
      const elsewhere = names.has(id + OWNER) && (await this.#isOwned(id));
      entries.push({ id, stamp: `${known.writtenAt}/${known.bytes}`, ...known, marks, elsewhere });
    });
    await this.#sweep([...names].filter((name) => isLeftover(name, here)));
    this.#canRestore = await this.#bin.sweep(names);
    await this.#writeIndex();
    return entries;
  }

  /** What is known of runs that are here: at first what the last window knew. */
  async #remember(names: ReadonlySet<string>, here: ReadonlySet<string>): Promise<void> {
    if (!this.#hasIndex && names.has(INDEX)) {
      const index = await inSlices(readIndex(await readFile(join(this.path, INDEX)).catch(() => null)));
      for (const [id, known] of index) if (!this.#known.has(id)) this.#known.set(id, known);
    }
    this.#hasIndex = true;
    for (const map of [this.#known, this.#marks])
      for (const id of map.keys()) if (!here.has(id)) map.delete(id);
  }

  /** A window that cannot write it is slower to open, no more. */
  async #writeIndex(): Promise<void> {
    if (this.#read < WORTH_AN_INDEX) return;
    this.#read = 0;
    await this.#replace(join(this.path, INDEX), (temporary) => writeIndex(temporary, this.#known)).catch(
      () => {},
    );
  }

  /** Rejects, with words for a person, where the file is missing or nothing of it can be used. */
  async read(id: string, elsewhere = false): Promise<Run> {
    const run = await inSlices(decodeSteps(await readFile(this.file(id)), { elsewhere }));
    if (run.id !== id) throw new Error(damageWords.other(run.id));
    const { name } = await this.marksOf(id);
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

  /**
   * Keeps what a person has set. Any window may: what they set is appended, and the last word on each thing counts.
   * Returns what holds now.
   */
  async mark(id: string, change: MarksChange): Promise<Marks> {
    await mkdir(this.path, { recursive: true });
    const line = Buffer.from(marksLine(change));
    const handle = await open(this.#path(id, MARKS), 'a');
    try {
      // One write, so that lines of two windows do not mix.
      const { bytesWritten } = await handle.write(line);
      if (bytesWritten < line.length) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    } finally {
      await handle.close();
    }
    return this.marksOf(id);
  }

  /** What a person has set of a run by now. */
  async marksOf(id: string): Promise<Marks> {
    const text = await readFile(this.#path(id, MARKS), 'utf8').catch(() => '');
    return readMarks(text, (why) => this.#log(`A mark of run ${id} cannot be read: ${String(why)}`));
  }

  /** Sets a run aside, with what was deleted at the same time; without a `batch` it is gone for good. Rejects where its file is still there afterwards. */
  async remove(id: string, batch: string | null): Promise<void> {
    if (batch === null) await this.#throwAway(id);
    else await this.#bin.put(id, batch);
    this.#canRestore ||= batch !== null;
    this.#known.delete(id);
    await this.release(id);
    await rm(this.#path(id, OWNER), { force: true }).catch(() => {});
  }

  async #throwAway(id: string): Promise<void> {
    for (const kind of [RUN, MARKS]) await rm(this.#path(id, kind), { force: true });
  }

  /** Brings back the runs that were deleted last, in this window or another; returns their ids. */
  restore(): Promise<string[]> {
    return this.#bin.restore();
  }

  /** Names and contents of what is kept of a run. Rejects where its file cannot be read. */
  async filesOf(id: string): Promise<(readonly [name: string, bytes: Uint8Array])[]> {
    const marks = await readFile(this.#path(id, MARKS)).catch(() => undefined);
    const run = [id + RUN, await readFile(this.file(id))] as const;
    return marks === undefined ? [run] : [run, [id + MARKS, marks]];
  }

  /**
   * Takes in a run of another folder. False where one of its id is here already, which stays as it is. Rejects, with words
   * for a person, where nothing of it can be used or it cannot be written.
   */
  async take(id: string, bytes: Uint8Array, marks: Uint8Array | undefined): Promise<boolean> {
    const run = await inSlices(decodeSteps(bytes, { elsewhere: false }));
    if (run.id !== id) throw new Error(damageWords.other(run.id));
    await mkdir(this.path, { recursive: true });
    const isHere = await stat(this.file(id)).then(
      () => true,
      () => false,
    );
    if (isHere) return false;
    // First what was set of it: a run never stands in the list without its name.
    if (marks) await this.#replace(this.#path(id, MARKS), (temporary) => writeFile(temporary, marks));
    await this.#replace(this.file(id), (temporary) => writeFile(temporary, bytes));
    return true;
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

  async #marksOf(id: string): Promise<Marks> {
    const before = this.#marks.get(id);
    const found = await stat(this.#path(id, MARKS)).catch(() => null);
    if (found === null) return before?.marks ?? {};
    const stamp = `${found.mtimeMs}/${found.size}`;
    if (before?.stamp === stamp) return before.marks;
    const marks = await this.marksOf(id);
    this.#marks.set(id, { stamp, marks });
    return marks;
  }

  /**
   * Looks at files on this thread, in steps: on a local disk that takes microseconds each, and asking another thread ten
   * times as long. Where it takes longer, as over a network, the rest is left to other threads.
   */
  *#statsOf(ids: readonly string[]): Generator<void, ReadonlyMap<string, Stats>> {
    const stats = new Map<string, Stats>();
    let slow = 0;
    for (const id of ids) {
      const begun = performance.now();
      try {
        stats.set(id, statSync(this.file(id)));
      } catch {
        // Gone or busy: it is asked for again, and the reason looked at.
      }
      if (performance.now() - begun > SLOW_MILLISECONDS && ++slow > MOST_SLOW) break;
      yield;
    }
    return stats;
  }

  /** Undefined where it has gone meanwhile. */
  async #look(id: string, seen: Stats | undefined): Promise<Known | undefined> {
    const file = this.file(id);
    const before = this.#known.get(id);
    const found = seen ?? (await stat(file).catch((error) => (error.code === 'ENOENT' ? null : undefined)));
    if (found === null) return undefined;
    // Busy for a moment: what was known of it still holds.
    if (found === undefined) return before;
    const { mtimeMs: writtenAt, size: bytes } = found;
    if (before?.writtenAt === writtenAt && before.bytes === bytes) return before;
    try {
      const known = { writtenAt, bytes, ...(await this.#summaryOf(id, bytes)) };
      this.#known.set(id, known);
      this.#read++;
      return known;
    } catch (error) {
      // The system's word, not the file's: it is asked again at the next look.
      return before ?? { writtenAt, bytes, summary: undefined, reason: reasonOf(error) };
    }
  }

  /** Rejects where the system does not let the file be read. */
  async #summaryOf(id: string, size: number): Promise<Pick<Known, 'summary' | 'reason'>> {
    try {
      const summary = await readSummary(this.file(id), size).catch(() => this.#rebuild(id));
      if (summary.id !== id) throw new Error(damageWords.other(summary.id));
      return { summary };
    } catch (error) {
      this.#log(`Saved run ${this.file(id)}: ${String(error)} ${(error as Error).cause ?? ''}`);
      if (isOfSystem(error)) throw error;
      return { summary: undefined, reason: reasonOf(error) };
    }
  }

  /** What the rest of a file tells where its summary is damaged. */
  async #rebuild(id: string): Promise<RunSummary> {
    const run = await this.read(id);
    this.#log(`Saved run ${this.file(id)} is damaged: ${run.damage.join(' ')}`);
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
  const kind = [MARKS, OWNER].find((ending) => name.endsWith(ending));
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
