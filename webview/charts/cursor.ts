/** The epoch that the person points at, shared by all charts of a panel. */
export class ChartCursor {
  #epoch: number | null = null;
  readonly #listeners = new Set<() => void>();

  get epoch(): number | null {
    return this.#epoch;
  }

  move(epoch: number | null): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    for (const listener of this.#listeners) listener();
  }

  /** @returns a function that ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
