/** `waiting`: nothing has come yet. `lost`: the host has not been heard for three seconds. */
export type Connection = 'waiting' | 'live' | 'lost';

/** Milliseconds without a word from the host after which it counts as gone. */
const SILENCE = 3_000;

/** Listens for the host's silence. */
export class Listener {
  #state: Connection = 'waiting';
  #heardAt: number;
  #checkedAt: number;

  readonly #now: () => number;

  /** @param now milliseconds, monotonic. */
  constructor(now: () => number) {
    this.#now = now;
    this.#heardAt = now();
    this.#checkedAt = this.#heardAt;
  }

  get state(): Connection {
    return this.#state;
  }

  /** The host has said something. @returns how things stood before. */
  heard(): Connection {
    const before = this.#state;
    this.#heardAt = this.#now();
    this.#state = 'live';
    return before;
  }

  /** To be called every second. @returns whether the host has just been found silent. */
  check(): boolean {
    const now = this.#now();
    // A machine that slept, or a page that was throttled, has not listened: that is no silence of the host's.
    const late = now - this.#checkedAt > SILENCE / 2;
    this.#checkedAt = now;
    if (late) this.#heardAt = Math.max(this.#heardAt, now - SILENCE / 2);
    if (now - this.#heardAt <= SILENCE || this.#state === 'lost') return false;
    this.#state = 'lost';
    return true;
  }
}
