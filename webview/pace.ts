/** What a pace needs of the page; a test brings its own. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls back after so many milliseconds. */
  later(callback: () => void, milliseconds: number): void;
}

/** Does something at most so often: at once where it may, else as soon as it may; the last request is never lost. */
export class Pace {
  #waiting = false;
  #doneAt = Number.NEGATIVE_INFINITY;

  readonly #clock: Clock;
  /** Milliseconds from one time to the next, at least. */
  readonly #interval: number;
  readonly #act: () => void;

  constructor(clock: Clock, interval: number, act: () => void) {
    this.#clock = clock;
    this.#interval = interval;
    this.#act = act;
  }

  request(): void {
    if (this.#waiting) return;
    const wait = this.#doneAt + this.#interval - this.#clock.now();
    if (wait <= 0) {
      this.#act();
      return;
    }
    this.#waiting = true;
    this.#clock.later(() => {
      this.#waiting = false;
      this.#act();
    }, wait);
  }

  /** To be called whenever it has been done, also without a request. */
  done(): void {
    this.#doneAt = this.#clock.now();
  }
}
