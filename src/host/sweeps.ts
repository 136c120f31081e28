import { type SweepId, sweeps } from '../experiment/sweeps';
import { reasonOf } from '../files/reasons';
import type { StudyState } from '../protocol';
import { DisposableObject } from './disposable';
import type { SetupPlace } from './gap';
import { Emitter, type Event } from './store/emitter';
import type { StudyStore, StudySummary } from './store/study-store';
import { differencesToStudy } from './study-gap';
import type { Study, StudyRunner } from './study-runner';

/** How often it is looked at how far another window is. */
const LOOK_MILLISECONDS = 2_000;

interface SweepSource {
  /** Runs one at a time. */
  readonly runner: StudyRunner;
  /** Null where there is no disk. */
  readonly store: StudyStore | null;
  /** What states are made from beside the sweeps themselves: the set-up. */
  readonly setup: { readonly onDidChange: Event<unknown> };
  readonly log: { warn(message: string): void };
}

/** The sweeps of the lesson: of each kind the last one of the workspace, whichever window has run it, and whenever. */
export class Sweeps extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #last = new Map<SweepId, Study>();
  /** Of sweeps that rest, until something changes. */
  readonly #states = new Map<SweepId, StudyState>();
  #onScreen: Study | null = null;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  readonly runner: StudyRunner;
  readonly #store: StudyStore | null;
  readonly #log: SweepSource['log'];

  constructor({ runner, store, setup, log }: SweepSource) {
    super();
    this.runner = runner;
    this.#store = store;
    this.#log = log;
    this.register(runner.onDidChange(() => this.#follow()));
    this.register(
      setup.onDidChange(() => {
        this.#states.clear();
        this.#changed.fire();
      }),
    );
    if (store) this.register(store.onDidChange(() => this.#lookSoon()));
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  /** In the order of the lesson. */
  get state(): readonly StudyState[] {
    return sweeps.flatMap(({ id }) => this.#stateOf(id) ?? []);
  }

  /** Those that a set-up was swept in, so far as they are complete. */
  of(setup: SetupPlace): StudyState[] {
    return this.state.filter(({ id, status }) => {
      const study = this.find(id);
      return status === 'completed' && study && differencesToStudy(study, setup).length === 0;
    });
  }

  /** The last sweep of a kind. */
  last(id: SweepId): Study | undefined {
    return this.#last.get(id);
  }

  /** The sweep with the identifier of a study. */
  find(study: string): Study | undefined {
    return [...this.#last.values()].find(({ id }) => id === study);
  }

  /** A sweep is about to be deleted. Resolves when nothing writes to it any more. */
  async forget(study: string): Promise<void> {
    await this.runner.forget(study);
    const sweep = this.find(study)?.sweep;
    if (sweep) this.#drop(sweep);
  }

  #stateOf(id: SweepId): StudyState | undefined {
    const study = this.#last.get(id);
    if (!study) return undefined;
    if (study === this.runner.study) return this.runner.state ?? undefined;
    const state = this.#states.get(id) ?? this.runner.stateOf(study);
    this.#states.set(id, state);
    return state;
  }

  #follow(): void {
    const { study } = this.runner;
    if (study !== this.#onScreen) this.#states.clear();
    this.#onScreen = study;
    if (study?.sweep) this.#last.set(study.sweep, study);
    this.#changed.fire();
  }

  #put(study: Study): void {
    this.#last.set(study.sweep!, study);
    this.#states.delete(study.sweep!);
    this.#changed.fire();
  }

  #drop(id: SweepId): void {
    this.#last.delete(id);
    this.#states.delete(id);
    this.#changed.fire();
  }

  /** One look after the other; what changes meanwhile is seen by the next. */
  #lookSoon(): void {
    this.#looking = (this.#looking ?? Promise.resolve()).then(() => this.#look());
  }

  /** Takes what other windows, an earlier session or an undone deletion have left. */
  async #look(): Promise<void> {
    for (const { id } of sweeps) await this.#lookFor(id, this.#store!.summaries);
    const isElsewhere = [...this.#last.values()].some(({ status }) => status === 'elsewhere');
    if (!isElsewhere) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#lookSoon();
    }, LOOK_MILLISECONDS).unref();
  }

  async #lookFor(id: SweepId, summaries: readonly StudySummary[]): Promise<void> {
    const known = this.#last.get(id);
    // What this window shows or runs, it knows better; one that has just begun stands in no list yet.
    if (known && known === this.runner.study) return;
    const newest = summaries.find(({ sweep }) => sweep === id);
    if (newest === undefined) {
      if (known) this.#drop(id);
      return;
    }
    if (newest.id === known?.id && known.status !== 'elsewhere') return this.#rename(known, newest);
    try {
      const study = await this.#store!.load(newest.id);
      if (this.#last.get(id) === known) this.#put(study);
    } catch (error) {
      this.#log.warn(`Study ${newest.id}: ${reasonOf(error)}`);
    }
  }

  #rename(study: Study, { name }: StudySummary): void {
    if (study.name === name) return;
    study.name = name;
    this.#put(study);
  }
}
