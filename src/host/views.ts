import { type AnalysisId, analysisIds } from '../core/analysis/ids';
import type { Observation, ToView } from '../protocol';
import { DisposableObject } from './disposable';
import { type Disposable, Emitter } from './store/emitter';
import { type Told, ViewLink, type ViewPort, type ViewSource } from './view-link';

/** All views that are open. */
export class Views extends DisposableObject {
  readonly #links = new Set<ViewLink>();
  readonly #observed = this.register(new Emitter<Observation>());
  /** What the views on the screen, taken together, look at. */
  readonly onDidChangeObservation = this.#observed.event;
  readonly #told = this.register(new Emitter<Told>());
  /** Fires when the progress of the run was sent to a view that shows curves. */
  readonly onDidTell = this.#told.event;
  readonly #attached = this.register(new Emitter<void>());
  readonly onDidAttach = this.#attached.event;

  readonly #source: ViewSource;

  constructor(source: ViewSource) {
    super();
    this.#source = source;
    this.register({
      dispose: () => {
        for (const link of this.#links) link.dispose();
      },
    });
  }

  get observation(): Observation {
    const observations = [...this.#links].map((link) => link.observation);
    return {
      boundary: observations.some(({ boundary }) => boundary),
      network: observations.some(({ network }) => network),
    };
  }

  /** What the views on the screen, taken together, want to have computed. */
  get analyses(): AnalysisId[] {
    return analysisIds.filter((id) => [...this.#links].some((link) => link.analyses.includes(id)));
  }

  /** Sends a message to one view that shows charts; false where none is on the screen. */
  post(message: ToView): boolean {
    return [...this.#links].some((link) => link.postToCharts(message));
  }

  /** Keeps the view behind `port` up to date until the result is disposed of. */
  attach(port: ViewPort): Disposable {
    const changed = () => this.#observed.fire(this.observation);
    const link = new ViewLink(port, this.#source, changed, (told) => this.#told.fire(told));
    this.#links.add(link);
    this.#attached.fire();
    return {
      dispose: () => {
        this.#links.delete(link);
        link.dispose();
        changed();
      },
    };
  }
}
