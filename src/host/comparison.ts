import type { RunCurves } from '../charts/compared';
import { Rows } from '../charts/rows';
import type { ComparedRun } from '../protocol';
import { DisposableObject } from './disposable';
import { Emitter } from './store/emitter';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';

/** A compared run, as it was named last: a person may rename it in the list. */
interface Compared {
  readonly run: Run;
  readonly name: string;
}

/** The runs that a person compares with the one on the screen: their test curves are drawn with its own. */
export class Comparison extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #compared: readonly Compared[] = [];

  readonly #store: RunStore;

  constructor(store: RunStore) {
    super();
    this.#store = store;
    this.register(store.onDidChangeCurrent(() => this.#compared.length > 0 && this.#changed.fire()));
    this.register(store.onDidChangeRun((run) => this.has(run.id) && this.#changed.fire()));
    this.register(store.onDidChangeList(() => this.#follow()));
  }

  /** Their ids, in the order in which they are shown. */
  get ids(): readonly string[] {
    return this.#compared.map(({ run }) => run.id);
  }

  has(id: string): boolean {
    return this.#compared.some(({ run }) => run.id === id);
  }

  get state(): readonly ComparedRun[] {
    const current = this.#store.current?.id;
    return this.#compared.map(({ run, name }) => ({
      run: { ...run.state(), name },
      series: run.id === current ? [] : run.series(),
    }));
  }

  /** The same with their curves, for what is drawn in the host. */
  get curves(): readonly RunCurves[] {
    return this.#compared.map(({ run, name }) => ({
      run: { ...run.state(), name },
      series: new Map(run.series().map(({ key, rows }) => [key, new Rows(rows)])),
    }));
  }

  /** Compares with these runs from now on; with none: no longer. */
  with(runs: readonly Run[]): void {
    const same = runs.length === this.#compared.length && runs.every(({ id }, i) => this.ids[i] === id);
    if (same) return;
    this.#set(runs.map((run) => ({ run, name: this.#line(run.id)?.name ?? run.name })));
  }

  /** Takes one of them away. */
  without(id: string): void {
    this.with(this.#compared.map(({ run }) => run).filter((run) => run.id !== id));
  }

  /** Compares again with the runs that were compared before the window was reloaded, where they are still there. */
  async restore(ids: readonly string[]): Promise<void> {
    const runs = await Promise.all(ids.map((id) => this.#store.load(id)));
    if (this.#compared.length === 0) this.with(runs.filter((run) => run !== undefined));
  }

  #set(compared: readonly Compared[]): void {
    this.#compared = compared;
    this.#store.compared = new Set(this.ids);
    this.#changed.fire();
  }

  /** One may have been deleted or renamed. */
  #follow(): void {
    const before = this.#compared;
    const after = before.flatMap((one) => {
      const line = this.#line(one.run.id);
      if (line === undefined) return [];
      return line.name === one.name ? [one] : [{ ...one, name: line.name }];
    });
    if (after.length < before.length || after.some((one, i) => one !== before[i])) this.#set(after);
  }

  #line(id: string) {
    return this.#store.summaryOf(id);
  }
}
