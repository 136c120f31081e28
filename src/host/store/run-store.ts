import * as l10n from '@vscode/l10n';
import type { NamedRun } from '../../experiment/label';
import { reasonOf } from '../../files/reasons';
import type { RunSummary } from '../../protocol';
import { Emitter } from './emitter';
import { FolderWatch } from './folder-watch';
import { LoadedRuns } from './loaded-runs';
import { isMarked, type MarksChange, MOST_OF_NAME } from './marks';
import type { Member, Run } from './run';
import { newBatch } from './run-bin';
import type { RunEntry, RunFolder } from './run-folder';
import { INDEX } from './run-index';
import { RunKeeper } from './run-keeper';
import { type DamagedRun, RunList } from './run-list';
import { beyond, type Quota, removeRun } from './run-removal';
import { type RunsRead, readRunSet, writeRunSet } from './run-set';

/** A run that goes on is saved this often; sooner when it begins or pauses, and at once when it ends. */
const GROWTH_MILLISECONDS = 3_000;
const TURN_MILLISECONDS = 300;

export interface RunStoreOptions {
  /** Null where there is no place to keep runs: they live as long as the window. */
  readonly folder: RunFolder | null;
  /** How much is kept; left out: everything. */
  readonly quota?: () => Quota;
  /** Asks a person whether runs that are beyond the quota may be deleted; the oldest come first. */
  readonly mayDelete?: (runs: readonly RunSummary[]) => Promise<boolean>;
  readonly log: (message: string) => void;
  /** Runs cannot be written: reported once until writing works again. */
  readonly onNotKept: (reason: string) => void;
  /** Something has become of runs that a person has to know, in words. */
  readonly tell?: (words: string) => void;
}

/**
 * All runs: the one on the screen and those that go on in memory, the others on disk, summaries of all. Other windows may
 * have the same folder open: what they do there is noticed, and each run is written only by the window that trains it.
 */
export class RunStore {
  readonly #list = new RunList();
  readonly #runs: LoadedRuns;
  readonly #keeper: RunKeeper;
  /** Trained in this window: nobody knows them better. */
  readonly #trained = new Set<string>();
  readonly #watch: FolderWatch | undefined;
  /** The runs that others are compared with. */
  compared: ReadonlySet<string> = new Set();
  #isAsking = false;
  #current: Run | null = null;
  #turns: Promise<unknown> = Promise.resolve();
  #looking: Promise<void> | undefined;

  readonly #listed = new Emitter<void>();
  readonly #changed = new Emitter<Run>();
  readonly #grown = new Emitter<{ readonly run: Run; readonly member: Member }>();
  readonly #shown = new Emitter<Run | null>();
  /** The list of runs: one came or went, or one's line changed. */
  readonly onDidChangeList = this.#listed.event;
  /** A run's state, curves left out. */
  readonly onDidChangeRun = this.#changed.event;
  readonly onDidGrow = this.#grown.event;
  /** Another run is on the screen, or the same one anew. */
  readonly onDidChangeCurrent = this.#shown.event;

  readonly #options: RunStoreOptions;

  constructor(options: RunStoreOptions) {
    this.#options = options;
    const { folder, log, onNotKept } = options;
    this.#runs = new LoadedRuns(folder, this.#list, log, () => this.#listed.fire());
    this.#keeper = new RunKeeper({
      ...{ folder, log, onNotKept },
      runOf: (id) => this.#runs.get(id),
      onKept: (id) => this.#forget(id),
    });
    this.#watch =
      folder === null
        ? undefined
        : new FolderWatch(
            folder.path,
            (name) =>
              name === INDEX ||
              (/\.(run|owner)$/.test(name) && this.#keeper.owns(name.slice(0, name.lastIndexOf('.')))),
            () => this.#list.summaries.some(({ status }) => status === 'elsewhere'),
            () => void this.refresh(),
          );
  }

  /** Newest first. */
  get summaries(): readonly RunSummary[] {
    return this.#list.summaries;
  }

  /** Runs of whose files nothing can be used; newest first. */
  get damaged(): DamagedRun[] {
    return this.#list.damaged;
  }

  /** A run's line in the list; undefined: it is not there, or cannot be used. */
  summaryOf(id: string): RunSummary | undefined {
    return this.#list.get(id);
  }

  /** Whether a run is in the list. */
  has(id: string): boolean {
    return this.#list.get(id) !== undefined;
  }

  /** What runs are called, newest first. */
  get names(): NamedRun[] {
    return this.#list.names;
  }

  /** The newest complete and whole run of this very training; undefined: there is none. */
  completed(fingerprint: string): RunSummary | undefined {
    return this.summaries.find(
      ({ status, damage, ...run }) =>
        status === 'completed' && damage === undefined && run.fingerprint === fingerprint,
    );
  }

  /** The newest run of this very training, complete or not. */
  newest(fingerprint: string): RunSummary | undefined {
    return this.summaries.find((run) => run.fingerprint === fingerprint);
  }

  /** The run on the screen. */
  get current(): Run | null {
    return this.#current;
  }

  /** Where a run's file lies; undefined where runs are not kept on a disk. */
  fileOf(id: string): string | undefined {
    return this.#options.folder?.file(id);
  }

  /** Why a run cannot be shown, in words; undefined: nothing is known against it. */
  reasonOf(id: string): string | undefined {
    return this.#list.damagedOf(id)?.reason;
  }

  /**
   * Reads what is on disk, and shows the run of that id, or else the newest that is whole, unless a run is on the screen
   * already. From now on what other windows do is noticed.
   */
  async open(preferred: string | undefined): Promise<void> {
    await this.#watch?.begin();
    await this.refresh();
    if (this.#current !== null) return;
    const wanted =
      preferred !== undefined && this.#list.ids.includes(preferred) ? preferred : this.#newestId();
    const run = wanted === undefined ? null : ((await this.load(wanted)) ?? (await this.#newest()));
    if (this.#current !== null) return;
    if (run !== null) this.#show(run);
    const broken = wanted === undefined ? undefined : this.#list.damagedOf(wanted);
    if (broken !== undefined) this.#options.tell?.(instead(broken, run));
  }

  /** Looks for what other windows have saved, renamed or deleted. */
  refresh(): Promise<void> {
    const { folder } = this.#options;
    if (folder === null) return Promise.resolve();
    this.#looking ??= this.#turn(async () => {
      this.#looking = undefined;
      await this.#look(folder);
    });
    return this.#looking;
  }

  /** A run that begins: it is on the screen from now on. */
  add(run: Run): void {
    this.#runs.set(run);
    this.#keeper.begin(run.id);
    this.#trained.add(run.id);
    this.#show(run);
    this.changed(run);
    void this.#trim();
  }

  /** To be called after each change of a run's state. */
  changed(run: Run): void {
    if (!this.#runs.has(run.id)) return;
    const summary = run.summary();
    const isTurn = this.#list.get(run.id)?.status !== summary.status;
    this.#list.set(summary);
    const within = isTurn ? TURN_MILLISECONDS : GROWTH_MILLISECONDS;
    // What a person reads is complete has to be there after whatever happens next.
    this.#keeper.saveSoon(run.id, run.over ? 0 : within);
    this.#changed.fire(run);
    this.#listed.fire();
  }

  /** To be called after each frame. */
  grew(run: Run, member: Member): void {
    if (!this.#runs.has(run.id)) return;
    this.#keeper.saveSoon(run.id, GROWTH_MILLISECONDS);
    this.#grown.fire({ run, member });
  }

  /** From memory or from disk; undefined where there is no such run or its file is broken. */
  load(id: string): Promise<Run | undefined> {
    return this.#runs.load(id);
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

  /**
   * An empty name is no name: it is left as it was. False where there is no such run. Rejects, with words for a person,
   * where the name cannot be kept.
   */
  rename(id: string, name: string): Promise<boolean> {
    const trimmed = name.trim().slice(0, MOST_OF_NAME);
    return trimmed === '' ? Promise.resolve(false) : this.mark(id, { name: trimmed });
  }

  /** Sets what is a person's to set. False where there is no such run. Rejects, with words, where it cannot be kept. */
  async mark(id: string, change: MarksChange): Promise<boolean> {
    const summary = this.#list.get(id);
    if (summary === undefined) return false;
    try {
      return await this.#turn(() => this.#setMarks(id, change));
    } catch (error) {
      this.#options.log(`Run ${id} cannot be marked: ${String(error)}`);
      const [name, reason] = [summary.name, reasonOf(error)];
      throw new Error(
        change.name === undefined
          ? l10n.t('The changes to the run “{0}” cannot be saved: {1}.', name, reason)
          : l10n.t('The run “{0}” cannot be renamed: {1}.', name, reason),
      );
    }
  }

  /**
   * Sets a run aside, from where {@link undoDelete} brings it back. The run must not be going on here. Rejects, with words
   * for a person, where another window trains it or its file cannot be moved: it is then still in the list.
   * @param batch of all that is deleted at the same time; null: for good.
   */
  async remove(id: string, batch: string | null = newBatch()): Promise<void> {
    const { folder, log } = this.#options;
    if (folder === null) return this.#drop(id);
    const name = this.#list.get(id)?.name ?? this.#list.damagedOf(id)?.name ?? id;
    await removeRun(id, name, {
      ...{ folder, batch, log, keeper: this.#keeper },
      turn: (act) => this.#turn(act),
      drop: (dropped) => this.#drop(dropped),
    });
  }

  /** Whether there is a deletion to undo. */
  get canUndoDelete(): boolean {
    return this.#options.folder?.canRestore === true;
  }

  /** Brings back what was deleted last, in this window or another; returns it, newest first. */
  async undoDelete(): Promise<readonly RunSummary[]> {
    const { folder } = this.#options;
    if (folder === null) return [];
    const ids = new Set(await this.#turn(() => folder.restore()));
    await this.refresh();
    return this.summaries.filter(({ id }) => ids.has(id));
  }

  /** Writes runs, with what was set of them, into one new file at `path`. Rejects with the reason in words. */
  async exportRuns(path: string, ids: readonly string[]): Promise<void> {
    const { folder } = this.#options;
    if (folder === null) throw new Error(l10n.t('Runs are not kept here.'));
    await this.flush();
    await writeRunSet(path, folder, ids);
  }

  /** Takes in the runs of a file that {@link exportRuns} has written. Rejects with the reason in words. */
  async importRuns(path: string): Promise<RunsRead> {
    const { folder } = this.#options;
    if (folder === null) throw new Error(l10n.t('Runs are not kept here.'));
    const read = await readRunSet(path, folder);
    await this.refresh();
    return read;
  }

  /** Writes what has not been written. */
  flush(): Promise<void> {
    return this.#keeper.flush();
  }

  /** The window closes: what has not been written is, and other windows know at once that nothing goes on here. */
  async close(): Promise<void> {
    await this.flush();
    this.dispose();
    // A write that had begun by itself would say again that its run goes on here.
    await this.#keeper.settled();
    await this.#options.folder?.close();
  }

  /** Writes nothing more and looks at nothing. */
  dispose(): void {
    this.#keeper.dispose();
    this.#watch?.dispose();
  }

  #show(run: Run | null): void {
    const before = this.#current;
    this.#current = run;
    if (run !== null) this.#runs.set(run);
    if (before !== null && before.id !== run?.id) this.#forget(before.id);
    this.#shown.fire(run);
  }

  #newestId(): string | undefined {
    const [whole, broken] = [this.summaries.at(0), this.damaged.at(0)];
    return broken !== undefined && isNewer(broken, whole, this.#list) ? broken.id : whole?.id;
  }

  /** The newest run that is whole. */
  async #newest(): Promise<Run | null> {
    for (const { id } of this.summaries) {
      const run = await this.load(id);
      if (run !== undefined) return run;
    }
    return null;
  }

  /** Lets go of a run that is safe on disk and not on the screen. */
  #forget(id: string): void {
    const run = this.#runs.get(id);
    if (run === undefined || run === this.#current || this.#keeper.owns(id) || this.#options.folder === null)
      return;
    this.#runs.delete(id);
  }

  /** One after the other: what is being deleted is not found at the same time. */
  #turn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(act);
    this.#turns = turn.catch(() => {});
    return turn;
  }

  async #look(folder: RunFolder): Promise<void> {
    let entries: readonly RunEntry[];
    // One that is written for the first time meanwhile is not missed.
    const own = this.#keeper.owned;
    try {
      entries = await folder.list();
    } catch (error) {
      // What was known still holds.
      this.#options.log(`Saved runs cannot be looked for: ${String(error)}`);
      return;
    }
    const found = new Set(entries.map(({ id }) => id));
    for (const entry of entries)
      if (!this.#keeper.isHeld(entry.id)) await this.#take(entry, own.has(entry.id));
    const gone = this.#list.ids.filter((id) => !found.has(id) && !own.has(id) && !this.#keeper.owns(id));
    for (const id of gone) await this.#deletedElsewhere(id);
    this.#listed.fire();
  }

  /** @param wasOwn it was trained here when the look began: what was seen then is not the last word. */
  async #take(entry: RunEntry, wasOwn: boolean): Promise<void> {
    const { id, marks } = entry;
    const run = this.#runs.get(id);
    if (!wasOwn && !this.#keeper.owns(id)) this.#list.take(entry);
    else this.#list.takeMarks(id, marks);
    if (run === undefined) return;
    if (marks.name !== undefined) this.#takeName(id, marks.name);
    if (this.#trained.has(id) || !this.#runs.isStale(run, entry)) return;
    const anew = await this.#runs.read(id);
    if (this.#runs.get(id) !== run) return;
    if (anew !== undefined) this.#runs.set(anew);
    if (this.#current === run) this.#show(anew ?? run);
  }

  async #setMarks(id: string, change: MarksChange): Promise<boolean> {
    await this.#options.folder?.mark(id, change);
    // Deleted meanwhile.
    if (this.#list.get(id) === undefined) return false;
    this.#list.mark(id, change);
    if (change.name !== undefined) this.#takeName(id, change.name);
    this.#listed.fire();
    return true;
  }

  #takeName(id: string, name: string): void {
    const run = this.#runs.get(id);
    if (run === undefined || (run.named && run.name === name)) return;
    run.named = true;
    run.name = name;
    this.changed(run);
  }

  async #deletedElsewhere(id: string): Promise<void> {
    const name = this.#list.get(id)?.name;
    const wasShown = this.#current?.id === id;
    await this.#drop(id);
    if (wasShown && name !== undefined)
      this.#options.tell?.(l10n.t('The run “{0}” has been deleted in another window.', name));
  }

  /** It is on the disk no more. */
  async #drop(id: string): Promise<void> {
    this.#runs.delete(id);
    this.#trained.delete(id);
    this.#keeper.forget(id);
    this.#list.delete(id);
    if (this.#current?.id === id) this.#show(await this.#newest());
    this.#listed.fire();
  }

  /** Nothing is deleted before a person has said so. */
  async #trim(): Promise<void> {
    const { mayDelete, log } = this.#options;
    if (mayDelete === undefined || this.#isAsking || this.#beyond().length === 0) return;
    this.#isAsking = true;
    // Another window may have deleted them, or set something of them.
    await this.refresh();
    const runs = this.#beyond();
    try {
      if (runs.length > 0 && (await mayDelete(runs))) await this.#removeOld(runs);
    } catch (error) {
      log(String(error));
    } finally {
      this.#isAsking = false;
    }
  }

  async #removeOld(runs: readonly RunSummary[]): Promise<void> {
    const batch = newBatch();
    for (const { id } of runs) {
      const marks = await this.#options.folder?.marksOf(id);
      const isHeld = this.#isHeld(id) || (marks !== undefined && isMarked(marks));
      if (!isHeld) await this.remove(id, batch).catch((error) => this.#options.log(String(error)));
    }
  }

  #beyond(): RunSummary[] {
    const { quota } = this.#options;
    if (quota === undefined) return [];
    const bytesOf = (id: string) => this.#list.entry(id)?.bytes ?? 0;
    return beyond(this.summaries, quota(), bytesOf, (id) => this.#isHeld(id));
  }

  /** On the screen, compared with, or going on. */
  #isHeld(id: string): boolean {
    return (
      id === this.#current?.id ||
      this.compared.has(id) ||
      this.#runs.get(id)?.over === false ||
      this.#list.get(id)?.status === 'elsewhere'
    );
  }
}

/** Whether a broken run was written after the newest whole one. */
function isNewer(broken: DamagedRun, whole: RunSummary | undefined, list: RunList): boolean {
  return whole === undefined || broken.writtenAt > (list.entry(whole.id)?.writtenAt ?? whole.startedAt);
}

/** What is shown in the place of a run that cannot be. */
function instead({ name, reason }: DamagedRun, shown: Run | null): string {
  return shown === null
    ? l10n.t('The run “{0}” cannot be shown. {1} The list of runs says where its file is.', name, reason)
    : l10n.t(
        'The run “{0}” cannot be shown. {1} The newest whole one, “{2}”, is shown in its place.',
        name,
        reason,
        shown.name,
      );
}
