/** Tells which of some named elements are on the screen; none are while the page is hidden. */
export class Watcher {
  readonly #elements = new Map<string, Element>();
  readonly #inside = new Set<Element>();
  readonly #observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#inside.add(target);
      else this.#inside.delete(target);
    }
    this.#tell();
  });
  readonly #tell = () => this.#changed(this.#onScreen());

  readonly #changed: (onScreen: ReadonlySet<string>) => void;

  constructor(changed: (onScreen: ReadonlySet<string>) => void) {
    this.#changed = changed;
    document.addEventListener('visibilitychange', this.#tell);
  }

  /** Watches the element under this name; null: there is none any more. */
  watch(name: string, element: Element | null): void {
    const known = this.#elements.get(name);
    if (known === (element ?? undefined)) return;
    if (known) {
      this.#observer.unobserve(known);
      this.#inside.delete(known);
      this.#elements.delete(name);
    }
    if (element) {
      this.#elements.set(name, element);
      this.#observer.observe(element);
    } else {
      this.#tell();
    }
  }

  disconnect(): void {
    this.#observer.disconnect();
    document.removeEventListener('visibilitychange', this.#tell);
  }

  #onScreen(): ReadonlySet<string> {
    if (document.visibilityState === 'hidden') return new Set();
    return new Set(
      [...this.#elements].filter(([, element]) => this.#inside.has(element)).map(([name]) => name),
    );
  }
}
