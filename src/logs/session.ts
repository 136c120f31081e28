import { basename, dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { formatCount } from '../experiment/number-text';
import { reasonOf } from '../files/reasons';
import type { Disk } from './disk';
import { type FoundFile, findLogs, MOST_ENTRIES } from './find';
import { type Corrections, type LogRun, runsOf } from './run';
import { settingsIn, settingsInPath } from './settings-file';
import { Tail } from './tail';

/** Milliseconds of work at a time, and between two looks at files and at folders. */
const SLICE = 8;
const FILES = 400;
const FOLDERS = 3_000;
/** Bytes that are read of a file of settings, and such files. */
const SETTINGS_BYTES = 1 << 18;
const SETTINGS_FILES = 2_000;

export interface SessionOptions {
  readonly disk: Disk;
  /** Called when there is something new, after each slice of work in which there was. */
  readonly onChange: () => void;
  /** Whether it looks for more after the first reading. */
  readonly follow: boolean;
  /** Points that are kept of a curve, a power of two; left out: all. */
  readonly points?: number;
}

/** What could not be read, or only in part. */
export interface Problem {
  readonly path: string;
  readonly words: string;
}

type Settings = ReadonlyMap<string, string>;

/** What the name of a run says, and the files in the folders around it: the nearest one last. */
function settingsAround(id: string, folders: ReadonlyMap<string, Settings[]>): Settings {
  let all: Settings[] = [settingsInPath(id)];
  if (folders.size > 0)
    for (let folder = id, last = ''; folder !== last; folder = dirname(folder)) {
      all = [...(folders.get(folder) ?? []), ...all];
      last = folder;
    }
  return new Map(all.flatMap((some) => [...some]));
}

/** Logs that are open: read once, and then as they grow. */
export class LogSession {
  readonly #options: SessionOptions;
  readonly #tails = new Map<string, Tail>();
  readonly #stopping = new AbortController();
  readonly #problems = new Map<string, string>();
  readonly #settings = new Map<string, { readonly changedAt: number; readonly values: Settings }>();
  #sliceAt = 0;
  #isReading = false;
  corrections: Corrections = {};

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Reads the logs at these paths; resolves when they are read, then follows them until {@link dispose}. */
  async open(paths: readonly string[]): Promise<void> {
    this.#isReading = true;
    await this.#search(paths);
    await this.#readAll();
    this.#isReading = false;
    this.#options.onChange();
    if (this.#options.follow && !this.#stopping.signal.aborted) void this.#follow(paths);
  }

  dispose(): void {
    this.#stopping.abort();
  }

  /** Whether the first reading goes on. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** Bytes read and there. */
  get progress(): { readonly read: number; readonly size: number } {
    let read = 0;
    let size = 0;
    for (const tail of this.#tails.values()) {
      read += tail.offset;
      size += Math.max(tail.size, tail.offset);
    }
    return { read, size };
  }

  /** The trainings that the logs hold. */
  get runs(): LogRun[] {
    const byRun = new Map<string, Tail[]>();
    for (const tail of this.#tails.values()) {
      const tails = byRun.get(tail.file.run);
      if (tails) tails.push(tail);
      else byRun.set(tail.file.run, [tail]);
    }
    const beside = this.#settingsByFolder();
    return [...byRun].flatMap(([id, tails]) =>
      runsOf(id, tails, this.corrections, settingsAround(id, beside)),
    );
  }

  #settingsByFolder(): ReadonlyMap<string, Settings[]> {
    const folders = new Map<string, Settings[]>();
    for (const [path, { values }] of this.#settings) {
      const folder = dirname(path);
      // Hydra's lie in a folder of their own.
      const home = basename(folder) === '.hydra' ? dirname(folder) : folder;
      folders.set(home, [...(folders.get(home) ?? []), values]);
    }
    return folders;
  }

  async #readSettings(path: string): Promise<boolean> {
    const { disk } = this.#options;
    const known = this.#settings.get(path);
    if (!known && this.#settings.size >= SETTINGS_FILES) return false;
    try {
      const { size, changedAt } = await disk.status(path);
      if (changedAt === known?.changedAt || size > SETTINGS_BYTES) return false;
      const into = new Uint8Array(size);
      const { bytes } = await disk.read(path, 0, into);
      this.#settings.set(path, { changedAt, values: settingsIn(basename(path), into.subarray(0, bytes)) });
      return true;
    } catch {
      // One that cannot be read says nothing.
      return false;
    }
  }

  get files(): readonly FoundFile[] {
    return [...this.#tails.values()].map(({ file }) => file);
  }

  get problems(): Problem[] {
    const found = [...this.#problems].map(([path, words]) => ({ path, words }));
    for (const { file, log, problem } of this.#tails.values()) {
      if (problem !== undefined) found.push({ path: file.path, words: problem });
      for (const words of log.remarks) found.push({ path: file.path, words });
    }
    return found;
  }

  async #search(paths: readonly string[]): Promise<boolean> {
    let hasNews = false;
    for (const path of paths) {
      try {
        const { files, isCut, settings, closed } = await findLogs(path, this.#options.disk);
        this.#problems.delete(path);
        if (isCut)
          this.#problems.set(
            path,
            l10n.t('it has more than {0} files; open a folder in it.', formatCount(MOST_ENTRIES)),
          );
        for (const one of settings) hasNews = (await this.#readSettings(one)) || hasNews;
        for (const folder of closed) this.#problems.set(folder, l10n.t('this folder may not be read.'));
        for (const file of files) {
          if (this.#tails.has(file.path)) continue;
          this.#tails.set(file.path, new Tail(file, this.#options.disk, this.#options.points));
          hasNews = true;
        }
      } catch (error) {
        this.#problems.set(path, reasonOf(error));
      }
    }
    return hasNews;
  }

  async #readAll(): Promise<boolean> {
    let hasNews = false;
    const { signal } = this.#stopping;
    for (const tail of this.#tails.values()) {
      if (signal.aborted) return hasNews;
      hasNews = (await tail.read(() => this.#pause(), signal)) || hasNews;
    }
    return hasNews;
  }

  /** Gives the thread to others after each slice of work. */
  async #pause(): Promise<void> {
    const now = performance.now();
    if (now - this.#sliceAt < SLICE) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#sliceAt = performance.now();
    if (this.#isReading) this.#options.onChange();
  }

  async #follow(paths: readonly string[]): Promise<void> {
    let lookedAt = performance.now();
    let took = 0;
    for (;;) {
      const { signal } = this.#stopping;
      // Thousands of files take a while to look at: looking is a fifth of the time at the most.
      const isOver = await setTimeout(Math.max(FILES, 4 * took), false, { signal }).catch(() => true);
      if (isOver) return;
      const begun = performance.now();
      let hasNews = false;
      if (performance.now() - lookedAt > FOLDERS) {
        lookedAt = performance.now();
        hasNews = await this.#search(paths);
      }
      if ((await this.#readAll()) || hasNews) this.#options.onChange();
      took = performance.now() - begun;
    }
  }
}
