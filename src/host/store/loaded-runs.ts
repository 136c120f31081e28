import { reasonOf } from '../../files/reasons';
import type { Run } from './run';
import { isOfSystem, type RunEntry, type RunFolder } from './run-folder';
import { isLive, type RunList } from './run-list';

/** The runs in memory: the one on the screen, those that go on, and those that were asked for. */
export class LoadedRuns {
  readonly #runs = new Map<string, Run>();
  /** Of which state of its file a run is. */
  readonly #stamps = new Map<string, string>();
  readonly #folder: RunFolder | null;
  readonly #list: RunList;
  readonly #log: (message: string) => void;
  readonly #onFinding: () => void;

  /** @param onFinding a file turned out to be damaged, which the list says now */
  constructor(
    folder: RunFolder | null,
    list: RunList,
    log: (message: string) => void,
    onFinding: () => void,
  ) {
    this.#folder = folder;
    this.#list = list;
    this.#log = log;
    this.#onFinding = onFinding;
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  has(id: string): boolean {
    return this.#runs.has(id);
  }

  set(run: Run): void {
    this.#runs.set(run.id, run);
  }

  delete(id: string): void {
    this.#runs.delete(id);
    this.#stamps.delete(id);
  }

  /** From memory or from disk; undefined where there is no such run or its file is broken. */
  async load(id: string): Promise<Run | undefined> {
    const known = this.#runs.get(id);
    if (known !== undefined || this.#folder === null || this.#list.get(id) === undefined) return known;
    const run = await this.read(id);
    // Two may have asked at once: there is one truth about a run.
    return this.#runs.get(id) ?? run;
  }

  /** Whether the file of a run in memory says by now that something has become of it. */
  isStale(run: Run, entry: RunEntry): boolean {
    return run.elsewhere !== isLive(entry) || this.#stamps.get(run.id) !== entry.stamp;
  }

  /** What a file holds now; undefined where nothing of it can be used, and the list says why, unless it was the system's fault. */
  async read(id: string): Promise<Run | undefined> {
    const entry = this.#list.entry(id);
    try {
      const run = await this.#folder!.read(id, entry !== undefined && isLive(entry));
      if (entry !== undefined) this.#stamps.set(id, entry.stamp);
      if (run.damage.length > 0) this.#find(id, { damage: run.damage });
      return run;
    } catch (error) {
      this.#log(`Run ${id} cannot be read: ${String(error)} ${(error as Error).cause ?? ''}`);
      if (!isOfSystem(error)) this.#find(id, { reason: reasonOf(error) });
      return undefined;
    }
  }

  #find(id: string, finding: Parameters<RunList['find']>[1]): void {
    this.#list.find(id, finding);
    this.#onFinding();
  }
}
