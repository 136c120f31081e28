import { movePaths } from '../data/move-paths';
import { editExperiment } from '../experiment/edit';
import { sourceName } from '../experiment/label';
import type { Experiment } from '../experiment/schema';
import { Emitter } from './store/emitter';

/** The set-up before and after a change, and what caused it. */
export interface SetupChange {
  readonly before: Experiment;
  readonly after: Experiment;
  /** All there was before: what undo brings back. */
  readonly from: SetupState;
  /**
   * `edit`: a person set something. `replace`: another experiment took its place. `file`: the file that it belongs to
   * says so.
   */
  readonly cause: 'edit' | 'replace' | 'file';
}

/** A set-up as it can be put back. */
export interface SetupState {
  readonly experiment: Experiment;
  readonly folder: string | null;
  /** A person has typed the name: it stays over edits. Any other name is that of what was opened, not of what it becomes. */
  readonly nameTyped: boolean;
  /** What has to be said of every run on data of this name; null: nothing. */
  readonly dataNote: { readonly source: string; readonly words: string } | null;
}

/** The file that a set-up belongs to. */
export interface SetupHolder {
  /** Called before an edit: why it cannot be written now; undefined: it can. */
  refusal(): string | undefined;
}

export type EditResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** What may be edited without making an experiment another one: its recorded changes still mean something. */
const REPEATS = new Set<string | number | undefined>([
  'name',
  'changes',
  'seed',
  'seeds',
  'baseline',
  'study',
]);

/** The experiment that the controls show: what the next run will be. */
export class Setup {
  readonly #changed = new Emitter<SetupChange>();
  readonly onDidChange = this.#changed.event;
  #state: SetupState;
  #holder: SetupHolder | null = null;

  constructor(experiment: Experiment, folder: string | null, nameTyped = false) {
    this.#state = { experiment, folder, nameTyped, dataNote: null };
  }

  /** What has to be said of every run on the data that are set, in words; null: nothing. */
  get dataNote(): string | null {
    const { dataNote, experiment } = this.#state;
    return dataNote?.source === sourceName(experiment.data) ? dataNote.words : null;
  }

  /** Has it said of every run on the data that are set now, until others take their place. */
  noteData(words: string | null): void {
    const dataNote = words === null ? null : { source: sourceName(this.experiment.data), words };
    this.#state = { ...this.#state, dataNote };
  }

  get experiment(): Experiment {
    return this.#state.experiment;
  }

  /** What the experiment's paths are relative to; null without a folder on disk. */
  get folder(): string | null {
    return this.#state.folder;
  }

  get nameTyped(): boolean {
    return this.#state.nameTyped;
  }

  get state(): SetupState {
    return this.#state;
  }

  /** Whether it belongs to a file. */
  get isHeld(): boolean {
    return this.#holder !== null;
  }

  /** Makes it a file's, or nobody's. A file's set-up keeps the file's folder. */
  hold(holder: SetupHolder | null): void {
    this.#holder = holder;
  }

  /** Sets one value (`undefined`: back to its default), or says why not; nothing has changed then. */
  edit(path: readonly (string | number)[], value: unknown): EditResult {
    const refusal = this.#holder?.refusal();
    if (refusal !== undefined) return { ok: false, message: refusal };
    const edited = editExperiment(this.experiment, path, value);
    if (!edited.ok) return { ok: false, message: edited.problems.map(({ message }) => message).join(' ') };
    const nameTyped = this.nameTyped || path[0] === 'name';
    const { experiment } = edited;
    const name = nameTyped ? experiment.name : '';
    // What another run went through in its course has no place in a run with other settings; a file's are its own.
    const changes = REPEATS.has(path[0]) || this.isHeld ? experiment.changes : [];
    this.#set({ ...this.#state, experiment: { ...experiment, name, changes }, nameTyped }, 'edit');
    return { ok: true };
  }

  /** Puts another experiment in the place of this one. */
  replace(experiment: Experiment, folder: string | null): void {
    this.#set({ experiment, folder, nameTyped: false, dataNote: null }, 'replace');
  }

  /** As {@link replace}; where the set-up belongs to a file, an edit of that file. */
  rewrite(experiment: Experiment, folder: string | null): EditResult {
    if (this.#holder === null) {
      this.replace(experiment, folder);
      return { ok: true };
    }
    const refusal = this.#holder.refusal();
    if (refusal !== undefined) return { ok: false, message: refusal };
    const moved = movePaths(experiment, folder, this.folder);
    this.#set({ ...this.#state, experiment: moved, dataNote: null }, 'edit');
    return { ok: true };
  }

  /** Puts back what was there before; where the set-up belongs to a file, an edit of that file. */
  restore(state: SetupState): EditResult {
    const refusal = this.#holder?.refusal();
    if (refusal !== undefined) return { ok: false, message: refusal };
    this.#set(state, 'edit');
    return { ok: true };
  }

  /** Says what the file says that it belongs to. The name is the file's as well. */
  follow(experiment: Experiment, folder: string | null): void {
    this.#set({ experiment, folder, nameTyped: true, dataNote: null }, 'file');
  }

  #set(state: SetupState, cause: SetupChange['cause']): void {
    const from = this.#state;
    this.#state = state;
    this.#changed.fire({ before: from.experiment, after: state.experiment, from, cause });
  }
}
