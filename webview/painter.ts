/**
 * Paints when something has changed, the thing is on the screen and the last painting is long enough ago: never more
 * than once a frame, and nothing at all while nobody looks.
 */
export class Painter {
  #dirty = false;
  #scheduled = false;
  #visible = false;
  #paintedAt = Number.NEGATIVE_INFINITY;

  readonly #paint: () => void;
  readonly #framesPerSecond: () => number;

  /** @param framesPerSecond the most there may be. */
  constructor(paint: () => void, framesPerSecond: () => number) {
    this.#paint = paint;
    this.#framesPerSecond = framesPerSecond;
  }

  set visible(visible: boolean) {
    this.#visible = visible;
    this.#schedule();
  }

  /** What is on the screen is out of date. */
  invalidate(): void {
    this.#dirty = true;
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#dirty || !this.#visible || this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame((now) => this.#frame(now));
  }

  #frame(now: number): void {
    this.#scheduled = false;
    if (!this.#visible) return;
    // Frames of the screen come every 16 ms or so: half of one is the tolerance.
    if (now - this.#paintedAt < 1_000 / this.#framesPerSecond() - 8) {
      this.#schedule();
      return;
    }
    this.#dirty = false;
    this.#paintedAt = now;
    this.#paint();
  }
}
