import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ViewStore } from './store';
import type { Topic } from './topic';

/** Updates a Lit element whenever one of the topics changes. The element's `store` is set before it is connected. */
export class StoreController implements ReactiveController {
  #unsubscribe: (() => void) | undefined;

  readonly #host: ReactiveControllerHost & { store: ViewStore };
  readonly #topics: readonly Topic[];

  constructor(host: ReactiveControllerHost & { store: ViewStore }, topics: readonly Topic[]) {
    this.#host = host;
    this.#topics = topics;
    host.addController(this);
  }

  hostConnected(): void {
    this.#unsubscribe = this.#host.store.subscribe(this.#topics, () => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
  }
}
