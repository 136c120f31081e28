/** Between two writes at least this long, and at least this many times as long as the last write took. */
const GAP_MILLISECONDS = 500;
const GAP_WRITES = 10;
const AT_ONCE = 0;

/** Writes what has changed, one thing at a time and not too often, each within the time that was asked for. */
export class Saver {
  readonly #due = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #notBefore = 0;
  #ended = false;

  readonly #write: (id: string) => Promise<void>;

  /** `write` never rejects: what to do about a failure is its business. */
  constructor(write: (id: string) => Promise<void>) {
    this.#write = write;
  }

  /** Asks for `id` to be written within about so many milliseconds; 0: at once, however lately something was. */
  request(id: string, within: number): void {
    const due = within === 0 ? AT_ONCE : Date.now() + within;
    if ((this.#due.get(id) ?? Number.POSITIVE_INFINITY) <= due) return;
    this.#due.set(id, due);
    this.#arm();
  }

  cancel(id: string): void {
    this.#due.delete(id);
  }

  /** Waits for the write that is under way, and for those that follow it at once. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  /** Writes now what was due when it was called. */
  async flush(): Promise<void> {
    const ids = [...this.#due.keys()];
    for (const id of ids) {
      await this.settled();
      if (this.#due.has(id)) await this.#writeOne(id);
    }
    await this.settled();
  }

  /** Begins no further write. */
  dispose(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#ended || this.#writing !== undefined || this.#due.size === 0) return;
    const [id, due] = [...this.#due].reduce((first, other) => (other[1] < first[1] ? other : first));
    if (due === AT_ONCE) return void this.#writeOne(id);
    const delay = Math.max(this.#notBefore, due) - Date.now();
    this.#timer = setTimeout(() => void this.#writeOne(id), Math.max(0, delay));
    this.#timer.unref();
  }

  #writeOne(id: string): Promise<void> {
    clearTimeout(this.#timer);
    this.#due.delete(id);
    const begun = Date.now();
    this.#writing = this.#write(id).finally(() => {
      const now = Date.now();
      this.#notBefore = now + Math.max(GAP_MILLISECONDS, GAP_WRITES * (now - begun));
      this.#writing = undefined;
      this.#arm();
    });
    return this.#writing;
  }
}
