import type { ComparedRun } from '../protocol';
import { DisposableObject } from './disposable';
import { Emitter } from './store/emitter';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';

/** The run that a person keeps to compare others with: its test curve is drawn behind those of the run on the screen. */
export class Comparison extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #run: Run | null = null;
  /** As it was told last; a person may rename it in the list. */
  #name = '';

  constructor(private readonly store: RunStore) {
    super();
    this.register(store.onDidChangeCurrent(() => this.#run !== null && this.#changed.fire()));
    this.register(store.onDidChangeRun((run) => run === this.#run && this.#changed.fire()));
    this.register(store.onDidChangeList(() => this.#follow()));
  }

  /** Its id; undefined where nothing is compared. */
  get id(): string | undefined {
    return this.#run?.id;
  }

  get state(): ComparedRun | null {
    const run = this.#run;
    if (run === null) return null;
    const state = { ...run.state(), name: this.#name };
    return { run: state, series: run.id === this.store.current?.id ? [] : run.series() };
  }

  /** Compares with this run from now on; null: with none. */
  with(run: Run | null): void {
    if (run?.id === this.#run?.id) return;
    this.#run = run;
    this.store.pinned = run?.id;
    this.#name = run?.name ?? '';
    this.#changed.fire();
  }

  /** Compares again with the run that was kept before the window was reloaded, where it is still there. */
  async restore(id: string | undefined): Promise<void> {
    const run = id === undefined ? undefined : await this.store.load(id);
    if (run !== undefined && this.#run === null) this.with(run);
  }

  /** It may have been deleted or renamed. */
  #follow(): void {
    const run = this.#run;
    if (run === null) return;
    const summary = this.store.summaries.find(({ id }) => id === run.id);
    if (summary === undefined) {
      this.with(null);
    } else if (summary.name !== this.#name) {
      this.#name = summary.name;
      this.#changed.fire();
    }
  }
}
