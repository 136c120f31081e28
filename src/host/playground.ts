import type { Change } from '../core/spec';
import { dataFiles } from '../data/move-paths';
import { liveChange } from '../experiment/edit';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import { DisposableObject } from './disposable';
import type { Runner } from './runner';
import type { EditResult, Setup, SetupChange } from './setup';
import { Emitter } from './store/emitter';
import { fingerprintOf } from './store/fingerprint';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';
import { settled } from './store/settled';
import type { Trust } from './trust';

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
  /** What may happen here without a person's word. Left out: everything. */
  readonly trust?: Pick<Trust, 'isTrusted' | 'mayRead' | 'allows' | 'onDidGrant'>;
  /** When the newest of these files was changed, in milliseconds since 1970. Left out: nobody knows. */
  readonly dataChangedAt?: (files: readonly string[]) => Promise<number>;
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
  /** A run of the set-up would have started by itself, were the workspace trusted. */
  #held = false;
  /** A run that began with a single step: nobody has paused it. */
  #stepped: Run | undefined;
  readonly #plan = this.register(new Emitter<void>());
  /** {@link isPlanned} has changed. */
  readonly onDidChangePlan = this.#plan.event;

  constructor(options: PlaygroundOptions) {
    super();
    this.#options = options;
    this.register(options.setup.onDidChange((change) => this.#follow(change)));
    if (options.trust) this.register(options.trust.onDidGrant(() => this.#lift()));
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

  /** Whether a run of the set-up starts in a moment. */
  get isPlanned(): boolean {
    return this.#restart !== undefined;
  }

  /** Whether a run goes on and takes every edit of the set-up. */
  follows(run: Run): boolean {
    return run === this.#options.runner.active && !this.#apart;
  }

  /** Whether a run goes on, paused or not. */
  get isBusy(): boolean {
    return this.#options.runner.active !== null;
  }

  /**
   * Puts another experiment in the place of the set-up and runs it; what goes on is ended, not changed by it.
   *
   * @param dataNote what has to be said of every run on its data
   */
  replaceAndRun(experiment: Experiment, folder: string | null, dataNote: string | null = null): void {
    this.#quiet = true;
    this.#options.setup.replace(experiment, folder);
    this.#options.setup.noteData(dataNote);
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
    this.#stepped = undefined;
    this.#options.runner.pause();
  }

  resume(): void {
    this.#options.runner.resume();
  }

  /**
   * One step of the run that goes on; where there is no run at all, the first one of a run that starts paused. False
   * where that would put another run in the place of what is on the screen: a person is asked first.
   */
  step(): boolean {
    const { runner, store } = this.#options;
    const { active } = runner;
    if (active !== null && !this.#apart) {
      runner.step(1);
      if (store.current !== active) void store.select(active.id);
      return true;
    }
    if (active !== null || store.current !== null) return false;
    this.stepAnew();
    return true;
  }

  /** Starts a run of the set-up that takes its first step and rests. */
  stepAnew(): void {
    this.#start(true, (run) => {
      this.#stepped = run;
      this.#options.runner.step(1);
    });
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

  /**
   * Puts on the screen what has been run of the set-up, where something else is there: the run that goes on, one that
   * a person looked at last (`preferred`), the newest. Where nothing has been run of it, nothing is shown.
   */
  async showOwn(preferred: string | undefined): Promise<void> {
    const { setup, store, runner } = this.#options;
    const { experiment, folder } = setup;
    const { current } = store;
    if (current !== null && this.#isOf(current, experiment, folder)) return;
    if (this.isPlanned) {
      store.clear();
      return;
    }
    const { active } = runner;
    const own = active !== null && this.#isOf(active, experiment, folder) ? active.id : undefined;
    const looked = preferred !== undefined && store.has(preferred) ? preferred : undefined;
    const id = own ?? looked ?? this.#newest(experiment, folder)?.id;
    const run = id === undefined ? undefined : await store.load(id);
    // Another file, or another run, was clicked meanwhile.
    if (setup.experiment !== experiment || store.current !== current) return;
    if (run === undefined) store.clear();
    else await store.select(run.id);
  }

  /** The newest run of this training, or of one with these settings from its beginning. */
  #newest(experiment: Experiment, folder: string | null) {
    const { store } = this.#options;
    return (
      store.newest(fingerprintOf(experiment, folder)) ??
      store.newest(fingerprintOf(settled(experiment), folder))
    );
  }

  #isOf(run: Run, experiment: Experiment, folder: string | null): boolean {
    return run.folder === folder && trainsAlike(settled(run.experiment), settled(experiment));
  }

  /** Puts a run on the screen. False where it cannot be read. */
  async show(id: string): Promise<boolean> {
    const { store } = this.#options;
    const before = store.current;
    const found = await store.select(id);
    if (before !== null) this.#followScreen(before);
    return found;
  }

  /** Stops the run where it goes on, and sets it aside. @param batch of all that is deleted at the same time */
  async deleteRun(id: string, batch?: string): Promise<void> {
    const { runner, store } = this.#options;
    const before = store.current;
    if (runner.active?.id === id) this.stop();
    await store.remove(id, batch);
    // A file's editor never shows another's curves as if they were its own.
    if (this.#options.setup.isHeld && before?.id === id) await this.showOwn(undefined);
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

  /** Starts a run, where need be after a person has allowed to read its files. */
  #start(paused: boolean, begun: (run: Run) => void = () => {}): void {
    this.#cancel();
    const { setup, runner, trust } = this.#options;
    const { experiment, folder } = setup;
    if (trust?.mayRead(experiment, folder) === false) {
      void this.#startIfAllowed(trust, paused, begun);
      return;
    }
    this.#stepped = undefined;
    this.#apart = false;
    this.#held = false;
    begun(runner.start(experiment, folder, paused, setup.dataNote));
  }

  async #startIfAllowed(
    trust: Pick<Trust, 'allows'>,
    paused: boolean,
    begun: (run: Run) => void,
  ): Promise<void> {
    const { experiment, folder } = this.#options.setup;
    const isAllowed = await trust.allows(experiment, folder);
    // What was allowed is this set-up, and not another that has come meanwhile.
    if (isAllowed && !this.disposed && this.#options.setup.experiment === experiment)
      this.#start(paused, begun);
  }

  /** The workspace is trusted now: what waited for that starts. */
  #lift(): void {
    const { runner, mayAutoRun } = this.#options;
    if (this.#held && runner.active === null && mayAutoRun()) this.#startSoon();
    this.#held = false;
  }

  /**
   * Starts a run because the set-up has changed, not because a person asked for one: where a complete run of the very
   * same training is there, that is what there is to see.
   */
  async #startUnlessKnown(): Promise<void> {
    const { setup, runner, store, trust } = this.#options;
    const { experiment, folder } = setup;
    if (trust?.mayRead(experiment, folder) === false) {
      // A run that goes on is not one of this set-up, and waits for nobody.
      this.#cancel();
      this.#apart = true;
      this.#held = true;
      return;
    }
    const plan = this.#restart;
    const known = await this.#known(experiment, folder);
    // An edit, a run or Stop came in between.
    if (this.#restart !== plan || setup.experiment !== experiment) return;
    if (known === undefined) {
      this.#start(this.#restsOnEdit(runner.active));
      return;
    }
    this.#cancel();
    this.#apart = false;
    runner.giveWay();
    await store.select(known);
  }

  /** The complete run of this training, where its data cannot have changed since. */
  async #known(experiment: Experiment, folder: string | null): Promise<string | undefined> {
    const { store, dataChangedAt } = this.#options;
    const run = store.completed(fingerprintOf(experiment, folder));
    if (run === undefined) return undefined;
    const files = dataFiles(experiment, folder);
    if (files.length === 0) return run.id;
    const changedAt = (await dataChangedAt?.(files)) ?? Number.POSITIVE_INFINITY;
    return changedAt < run.startedAt ? run.id : undefined;
  }

  /** A run that a person paused makes way for one that is paused; one that was only stepped into does not. */
  #restsOnEdit(active: Run | null): boolean {
    return active?.paused === true && !(active === this.#stepped && this.#options.mayAutoRun());
  }

  #follow({ before, after }: SetupChange): void {
    const { runner, mayAutoRun, trust } = this.#options;
    if (this.#quiet || trainsAlike(before, after)) return;
    if (runner.active === null) {
      if (trust?.isTrusted === false) this.#held = true;
      else if (mayAutoRun()) this.#startSoon();
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
    this.#restart = setTimeout(() => void this.#startUnlessKnown(), RESTART_MILLISECONDS);
    this.#plan.fire();
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
    const wasPlanned = this.isPlanned;
    clearTimeout(this.#restart);
    clearTimeout(this.#changeTimer);
    this.#restart = undefined;
    if (wasPlanned) this.#plan.fire();
    this.#changeTimer = undefined;
    this.#change = undefined;
  }
}

/** Neither a name nor a study trains anything. */
function trainsAlike(one: Experiment, other: Experiment): boolean {
  const trained = ({ study: _study, ...rest }: Experiment) => ({ ...rest, name: '' });
  return sameJson(trained(one), trained(other));
}
