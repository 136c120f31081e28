/** Listeners by topic. A listener to several topics that change together is called once. */
export class Topics<T extends string> {
  readonly #listeners = new Map<T, Set<() => void>>();

  /** @returns a function that ends it. */
  subscribe(topics: readonly T[], listener: () => void): () => void {
    for (const topic of topics) {
      const listeners = this.#listeners.get(topic) ?? new Set();
      this.#listeners.set(topic, listeners.add(listener));
    }
    return () => {
      for (const topic of topics) this.#listeners.get(topic)?.delete(listener);
    };
  }

  notify(topics: readonly T[]): void {
    const due = new Set<() => void>();
    for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) due.add(listener);
    for (const listener of due) listener();
  }
}
