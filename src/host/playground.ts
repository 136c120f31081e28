import type { Change } from '../core/spec';
import { liveChange } from '../experiment/edit';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import { DisposableObject } from './disposable';
import type { Runner } from './runner';
import type { EditResult, Setup, SetupChange } from './setup';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';
import { settled } from './store/settled';

/** After the last edit of a series, a run (re)starts. */
const RESTART_MILLISECONDS = 300;
/** Changes that reach the trainers while a slider is dragged: the first at once, then at most one in this time. */
const CHANGE_MILLISECONDS = 40;

export interface PlaygroundOptions {
  readonly setup: Setup;
  readonly runner: Runner;
  readonly store: RunStore;
  readonly defaults: () => Experiment;
  /** Whether an edit may start a run where none goes on. */
  readonly mayAutoRun: () => boolean;
}

/** What a person does to set-up and run, and what follows from an edit. */
export class Playground extends DisposableObject {
  readonly #options: PlaygroundOptions;
  #restart: NodeJS.Timeout | undefined;
  #change: Change | undefined;
  #changeTimer: NodeJS.Timeout | undefined;
  /** The set-up changes without anything following from it. */
  #quiet = false;
  /** The run that goes on is of another set-up: an edit of this one is no change of that run. */
  #apart = false;

  constructor(options: PlaygroundOptions) {
    super();
    this.#options = options;
    this.register(options.setup.onDidChange((change) => this.#follow(change)));
    this.register({ dispose: () => this.#cancel() });
  }

  edit(path: readonly (string | number)[], value: unknown): EditResult {
    return this.#options.setup.edit(path, value);
  }

  /** Puts another experiment in the place of the set-up. */
  open(experiment: Experiment, folder: string | null): void {
    this.#options.setup.replace(experiment, folder);
  }

  /** Puts another experiment in the place of the set-up; where that is a file's, into the file. */
  rewrite(experiment: Experiment, folder: string | null): void {
    const result = this.#options.setup.rewrite(experiment, folder);
    if (!result.ok) throw new Error(result.message);
  }

  /**
   * The set-up says what its file says. Quietly: a person looks at another file, and wants nothing to start or to be
   * ended by that.
   */
  follow(experiment: Experiment, folder: string | null, quietly: boolean): void {
    this.#quiet = quietly;
    this.#options.setup.follow(experiment, folder);
    this.#quiet = false;
    if (quietly) this.#apart = !this.#isOfActive(experiment, folder);
  }

  /** Whether a run goes on, paused or not. */
  get isBusy(): boolean {
    return this.#options.runner.active !== null;
  }

  /** Puts another experiment in the place of the set-up and runs it; what goes on is ended, not changed by it. */
  replaceAndRun(experiment: Experiment, folder: string | null): void {
    this.#quiet = true;
    this.#options.setup.replace(experiment, folder);
    this.#quiet = false;
    this.#start(false);
  }

  /** Whether the run that goes on is one of this set-up. */
  #isOfActive(experiment: Experiment, folder: string | null): boolean {
    const { active } = this.#options.runner;
    if (active === null) return true;
    return active.folder === folder && trainsAlike(settled(active.experiment), settled(experiment));
  }

  /** Starts a run. Where one is going on it comes back on the screen, and goes on if it was paused. */
  run(): void {
    const { runner, store } = this.#options;
    const { active } = runner;
    if (active === null || this.#apart) {
      this.#start(false);
      return;
    }
    runner.resume();
    if (store.current !== active) void store.select(active.id);
  }

  restart(): void {
    this.#start(false);
  }

  pause(): void {
    this.#options.runner.pause();
  }

  resume(): void {
    this.#options.runner.resume();
  }

  /** One step; where nothing runs, the first one of a run that starts paused. */
  step(): void {
    if (this.#options.runner.active === null || this.#apart) this.#start(true);
    this.#options.runner.step(1);
  }

  stop(): void {
    this.#cancel();
    this.#options.runner.stop();
  }

  reset(): void {
    const { setup, defaults } = this.#options;
    this.rewrite(defaults(), setup.folder);
  }

  /** Takes over the settings of a run, as it was started. False where it cannot be read. */
  async useRun(id: string): Promise<boolean> {
    const run = await this.#options.store.load(id);
    if (run === undefined) return false;
    this.rewrite(run.experiment, run.folder);
    return true;
  }

  /** Puts a run on the screen. False where it cannot be read. */
  async show(id: string): Promise<boolean> {
    const { store } = this.#options;
    const before = store.current;
    const found = await store.select(id);
    if (before !== null) this.#followScreen(before);
    return found;
  }

  /** Stops the run where it goes on, and throws it away. */
  async deleteRun(id: string): Promise<void> {
    const { runner, store } = this.#options;
    const before = store.current;
    if (runner.active?.id === id) this.stop();
    await store.remove(id);
    if (before !== null) this.#followScreen(before);
  }

  /** Controls that showed the run that was on the screen show the one that is; what a person has set since stays. */
  #followScreen(before: Run): void {
    const { setup, store, runner } = this.#options;
    const { current } = store;
    // A file says what it says, whichever run is on the screen.
    if (current === null || current === before || runner.active !== null || setup.isHeld) return;
    if (!trainsAlike(setup.experiment, settled(before.experiment))) return;
    this.#quiet = true;
    setup.replace(settled(current.experiment), current.folder);
    this.#quiet = false;
  }

  #start(paused: boolean): void {
    this.#cancel();
    this.#apart = false;
    const { setup, runner } = this.#options;
    runner.start(setup.experiment, setup.folder, paused);
  }

  #follow({ before, after }: SetupChange): void {
    const { runner, mayAutoRun } = this.#options;
    if (this.#quiet || trainsAlike(before, after)) return;
    if (runner.active === null) {
      if (mayAutoRun()) this.#startSoon();
      return;
    }
    const { name, changes } = after;
    const past = { ...before, name, changes };
    const change = this.#restart === undefined && !this.#apart ? liveChange(past, after) : null;
    if (change === null) this.#startSoon();
    else this.#sendChange(change);
  }

  #startSoon(): void {
    clearTimeout(this.#restart);
    this.#restart = setTimeout(
      () => this.#start(this.#options.runner.active?.paused === true),
      RESTART_MILLISECONDS,
    );
  }

  #sendChange(change: Change): void {
    this.#change = { ...this.#change, ...change };
    if (this.#changeTimer !== undefined) return;
    this.#flushChange();
  }

  #flushChange(): void {
    if (this.#change === undefined) {
      this.#changeTimer = undefined;
      return;
    }
    this.#options.runner.change(this.#change);
    this.#change = undefined;
    this.#changeTimer = setTimeout(() => this.#flushChange(), CHANGE_MILLISECONDS);
  }

  #cancel(): void {
    clearTimeout(this.#restart);
    clearTimeout(this.#changeTimer);
    this.#restart = undefined;
    this.#changeTimer = undefined;
    this.#change = undefined;
  }
}

/** A name trains nothing. */
function trainsAlike(one: Experiment, other: Experiment): boolean {
  return sameJson({ ...one, name: '' }, { ...other, name: '' });
}
