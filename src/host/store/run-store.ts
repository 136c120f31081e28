import type { NamedRun } from '../../experiment/label';
import type { RunSummary } from '../../protocol';
import { Emitter } from './emitter';
import type { Member, Run } from './run';
import type { RunFolder } from './run-folder';
import { Saver } from './saver';

/** A run that goes on is saved this often; sooner when it begins, pauses or ends. */
const GROWTH_MILLISECONDS = 3_000;
const TURN_MILLISECONDS = 300;
const RETRY_MILLISECONDS = 30_000;

export interface RunStoreOptions {
  /** Null where there is no place to keep runs: they live as long as the window. */
  readonly folder: RunFolder | null;
  /** How many runs are kept; the oldest go first. */
  readonly maxRuns: () => number;
  readonly log: (message: string) => void;
  /** Runs cannot be written: told once until writing works again. */
  readonly onNotKept: (reason: string) => void;
}

/** All runs: the one on the screen and those that go on in memory, the others on disk, summaries of all. */
export class RunStore {
  readonly #runs = new Map<string, Run>();
  readonly #summaries = new Map<string, RunSummary>();
  readonly #saver = new Saver((id) => this.#save(id));
  readonly #unsaved = new Set<string>();
  /** Their files may still be there for a moment, or for good where they cannot be deleted. */
  readonly #removed = new Set<string>();
  /** The last look into the folder: until its end it may have seen what has been deleted meanwhile. */
  #looking: Promise<void> = Promise.resolve();
  /** The run that others are compared with. */
  pinned: string | undefined;
  #current: Run | null = null;
  #failing = false;

  readonly #list = new Emitter<void>();
  readonly #changed = new Emitter<Run>();
  readonly #grown = new Emitter<{ readonly run: Run; readonly member: Member }>();
  readonly #shown = new Emitter<Run | null>();
  /** The list of runs: one came or went, or one's line changed. */
  readonly onDidChangeList = this.#list.event;
  /** A run's state, curves left out. */
  readonly onDidChangeRun = this.#changed.event;
  readonly onDidGrow = this.#grown.event;
  /** Another run is on the screen, or the same one anew. */
  readonly onDidChangeCurrent = this.#shown.event;

  constructor(private readonly options: RunStoreOptions) {}

  /** Newest first. */
  get summaries(): RunSummary[] {
    return [...this.#summaries.values()].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
  }

  /** Whether a run is in the list. */
  has(id: string): boolean {
    return this.#summaries.has(id);
  }

  /** What runs are called, newest first. */
  get names(): NamedRun[] {
    return this.summaries.map(({ name, settings = [], fingerprint = '' }) => ({
      name,
      settings,
      fingerprint,
    }));
  }

  /** The newest complete run of this very training; undefined: there is none. */
  completed(fingerprint: string): RunSummary | undefined {
    return this.summaries.find((run) => run.status === 'completed' && run.fingerprint === fingerprint);
  }

  /** The newest run of this very training, complete or not. */
  newest(fingerprint: string): RunSummary | undefined {
    return this.summaries.find((run) => run.fingerprint === fingerprint);
  }

  /** The run on the screen. */
  get current(): Run | null {
    return this.#current;
  }

  /** Reads what is on disk, and shows the run of that id, or else the newest, unless a run is on the screen already. */
  async open(preferred: string | undefined): Promise<void> {
    await this.refresh();
    const id =
      preferred !== undefined && this.#summaries.has(preferred) ? preferred : this.summaries.at(0)?.id;
    if (id === undefined || this.#current !== null) return;
    const run = await this.load(id);
    if (run !== undefined && this.#current === null) this.#show(run);
  }

  /** Looks for runs that other windows have saved or deleted. */
  refresh(): Promise<void> {
    const look = () => this.#look();
    this.#looking = this.#looking.then(look, look);
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { folder } = this.options;
    if (folder === null) return;
    const found = new Map((await folder.list()).map((summary) => [summary.id, summary]));
    for (const id of this.#summaries.keys()) {
      if (!found.has(id) && !this.#runs.has(id)) this.#summaries.delete(id);
    }
    for (const [id, summary] of found) {
      if (this.#runs.has(id) || this.#removed.has(id)) continue;
      this.#summaries.set(id, { ...summary, status: endedStatus(summary) });
    }
    this.#list.fire();
  }

  /** A run that begins: it is on the screen from now on. */
  add(run: Run): void {
    this.#runs.set(run.id, run);
    this.#unsaved.add(run.id);
    this.#show(run);
    this.changed(run);
    void this.#trim();
  }

  /** To be called after each change of a run's state. */
  changed(run: Run): void {
    if (!this.#runs.has(run.id)) return;
    const summary = run.summary();
    const isTurn = run.over || this.#summaries.get(run.id)?.status !== summary.status;
    this.#summaries.set(run.id, summary);
    this.#unsaved.add(run.id);
    this.#saver.request(run.id, isTurn ? TURN_MILLISECONDS : GROWTH_MILLISECONDS);
    this.#changed.fire(run);
    this.#list.fire();
  }

  /** To be called after each frame. */
  grew(run: Run, member: Member): void {
    if (!this.#runs.has(run.id)) return;
    this.#unsaved.add(run.id);
    this.#saver.request(run.id, GROWTH_MILLISECONDS);
    this.#grown.fire({ run, member });
  }

  /** From memory or from disk; undefined where there is no such run or its file is broken. */
  async load(id: string): Promise<Run | undefined> {
    const known = this.#runs.get(id);
    const { folder } = this.options;
    if (known !== undefined || folder === null || !this.#summaries.has(id)) return known;
    try {
      const run = await folder.read(id);
      // Two may have asked at once: there is one truth about a run.
      return this.#runs.get(id) ?? run;
    } catch (error) {
      this.options.log(`Run ${id} cannot be read: ${String(error)}`);
      return undefined;
    }
  }

  /** Puts a run on the screen. False where it cannot be read. */
  async select(id: string): Promise<boolean> {
    const run = await this.load(id);
    if (run === undefined) return false;
    this.#show(run);
    return true;
  }

  /** Takes the run off the screen; no other takes its place. */
  clear(): void {
    if (this.#current !== null) this.#show(null);
  }

  /** An empty name is no name: it is left as it was. False where there is no such run. */
  async rename(id: string, name: string): Promise<boolean> {
    const run = await this.load(id);
    const trimmed = name.trim().slice(0, 200);
    if (run === undefined || trimmed === '') return false;
    run.named = true;
    run.name = trimmed;
    this.#runs.set(id, run);
    this.changed(run);
    return true;
  }

  /** The run must not be going on. */
  async remove(id: string): Promise<void> {
    this.#removed.add(id);
    this.#saver.cancel(id);
    this.#runs.delete(id);
    this.#unsaved.delete(id);
    this.#summaries.delete(id);
    if (this.#current?.id === id) this.#show(await this.#newest());
    this.#list.fire();
    await this.#saver.settled();
    try {
      await this.options.folder?.remove(id);
      await this.#looking.catch(() => {});
      this.#removed.delete(id);
    } catch (error) {
      this.options.log(`Run ${id} cannot be deleted: ${String(error)}`);
    }
  }

  /** Writes what has not been written. */
  async flush(): Promise<void> {
    for (const id of this.#unsaved) this.#saver.request(id, 0);
    await this.#saver.flush();
  }

  #show(run: Run | null): void {
    const before = this.#current;
    this.#current = run;
    if (run !== null) this.#runs.set(run.id, run);
    if (before !== null && before !== run) this.#forget(before.id);
    this.#shown.fire(run);
  }

  async #newest(): Promise<Run | null> {
    const newest = this.summaries.at(0);
    return (newest && (await this.load(newest.id))) ?? null;
  }

  /** Lets go of a run that is safe on disk, over and not on the screen. */
  #forget(id: string): void {
    const run = this.#runs.get(id);
    if (run === undefined || run === this.#current || !run.over || this.#unsaved.has(id)) return;
    this.#runs.delete(id);
  }

  async #save(id: string): Promise<void> {
    const run = this.#runs.get(id);
    const { folder } = this.options;
    if (run === undefined || folder === null) return;
    this.#unsaved.delete(id);
    try {
      await folder.write(run);
      this.#failing = false;
      this.#forget(id);
    } catch (error) {
      this.#unsaved.add(id);
      this.#saver.request(id, RETRY_MILLISECONDS);
      this.#notKept(error);
    }
  }

  #notKept(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.options.log(`Runs cannot be saved: ${reason}`);
    if (this.#failing) return;
    this.#failing = true;
    this.options.onNotKept(reason);
  }

  async #trim(): Promise<void> {
    // What a person gave a name, or compares with, is theirs to delete.
    const loose = this.summaries.filter(({ id, named }) => named !== true && id !== this.pinned);
    const old = loose.slice(Math.max(1, this.options.maxRuns()));
    for (const { id } of old) {
      const run = this.#runs.get(id);
      if (run === this.#current || (run !== undefined && !run.over)) continue;
      await this.remove(id);
    }
  }
}

/** A saved run that was going on when it was saved goes on no more: its window was closed or killed. */
function endedStatus(summary: RunSummary): RunSummary['status'] {
  const { status } = summary;
  return status === 'loading' || status === 'running' || status === 'paused' ? 'stopped' : status;
}
