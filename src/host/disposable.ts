import type { Disposable } from './store/emitter';

/** Base of everything that holds on to something: what is registered is let go of with it, last first. */
export abstract class DisposableObject implements Disposable {
  readonly #held: Disposable[] = [];
  #disposed = false;

  protected get disposed(): boolean {
    return this.#disposed;
  }

  /** Registered too late (after `dispose`), a thing is let go of at once. */
  protected register<T extends Disposable>(thing: T): T {
    if (this.#disposed) thing.dispose();
    else this.#held.push(thing);
    return thing;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const thing of this.#held.splice(0).reverse()) thing.dispose();
  }
}
