import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DisposableObject } from '../disposable';
import { Emitter } from '../store/emitter';
import { FolderWatch } from '../store/folder-watch';
import { type KeptHead, keptHead } from './kept-log';

const KEPT = '.jsonl';
const REMOVED = '.removed';

/** A line of the list of logs. */
export interface LogSummary extends KeptHead {
  readonly id: string;
  /** Nothing is there any more: what is shown is what its curves were. */
  readonly isGone: boolean;
}

/** Beside the runs of the same workspace. */
export const logsFolderOf = (runsFolder: string): string => join(dirname(runsFolder), 'logs');

/**
 * The logs that were opened in a workspace, each with what its curves were. The thread that reads a log writes its file
 * whole; any window may remove one.
 */
export class LogHistory extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #path: string;
  readonly #warn: (message: string) => void;
  readonly #watch: FolderWatch;
  #summaries: readonly LogSummary[] = [];

  constructor(path: string, warn: (message: string) => void) {
    super();
    this.#path = path;
    this.#warn = warn;
    const isOther = (name: string) => !name.endsWith(KEPT);
    this.#watch = this.register(
      new FolderWatch(
        path,
        isOther,
        () => false,
        () => void this.refresh(),
      ),
    );
  }

  /** Newest first. */
  get summaries(): readonly LogSummary[] {
    return this.#summaries;
  }

  /** Looks for logs, now and whenever one is written. What was removed in an earlier session is gone now. */
  async open(): Promise<void> {
    await mkdir(this.#path, { recursive: true }).catch(() => {});
    const names = await readdir(this.#path).catch(() => []);
    for (const name of names.filter((one) => one.endsWith(REMOVED)))
      await rm(join(this.#path, name), { force: true }).catch(() => {});
    await this.#watch.begin();
    await this.refresh();
  }

  /** Where a log with these paths is kept: the same each time it is opened. */
  fileFor(paths: readonly string[]): string {
    const id = createHash('sha256').update(JSON.stringify(paths.toSorted())).digest('hex').slice(0, 24);
    return this.#file(id);
  }

  async refresh(): Promise<void> {
    try {
      const names = await readdir(this.#path);
      const ids = names.filter((name) => name.endsWith(KEPT)).map((name) => name.slice(0, -KEPT.length));
      const found = await Promise.all(ids.map((id) => this.#summaryOf(id)));
      this.#summaries = found.flatMap((one) => one ?? []).sort((a, b) => b.openedAt - a.openedAt);
      this.#changed.fire();
    } catch (error) {
      this.#warn(`Training logs cannot be looked for: ${error}`);
    }
  }

  async #summaryOf(id: string): Promise<LogSummary | undefined> {
    const head = await keptHead(this.#file(id));
    if (!head) return undefined;
    const there = await Promise.all(
      head.paths.map((path) =>
        stat(path).then(
          () => true,
          () => false,
        ),
      ),
    );
    return { ...head, id, isGone: !there.includes(true) };
  }

  /** Takes a log from the list; its own files are left alone. */
  async remove(id: string): Promise<void> {
    await rename(this.#file(id), `${this.#file(id)}${REMOVED}`);
    await this.refresh();
  }

  /** Undoes {@link remove}, as long as the window is open. */
  async restore(id: string): Promise<void> {
    await rename(`${this.#file(id)}${REMOVED}`, this.#file(id));
    await this.refresh();
  }

  #file(id: string): string {
    return join(this.#path, id + KEPT);
  }
}
