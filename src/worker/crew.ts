import type { Crew, SharedWork } from '../core/crew';

/** More threads than this gain nothing with the networks of this trainer. */
const MOST = 16;

/** What a crew needs of a helping thread. */
export interface Helper {
  postMessage(message: unknown): void;
}

/** Threads that help one trainer at a time. They start when they are first needed. */
export class ThreadCrew implements Crew {
  readonly most: number;
  #allowed = 1;
  readonly #helpers: Helper[] = [];
  #work: SharedWork | undefined;
  /** Helpers that were told of the work. */
  #called = 0;

  /**
   * @param cores of the machine.
   * @param startHelper starts a thread that runs `helper.ts`.
   */
  constructor(
    cores: number,
    private readonly startHelper: () => Helper,
  ) {
    this.most = Math.max(1, Math.min(MOST, cores));
  }

  /** How many threads may work, the trainer's own among them; takes effect at once. */
  allow(threads: number): void {
    this.#allowed = Math.max(1, Math.min(this.most, threads));
    this.#call();
  }

  enlist(work: SharedWork): void {
    this.#work?.setThreads(0);
    this.#work = work;
    this.#called = 0;
    this.#call();
  }

  release(work: SharedWork): void {
    if (this.#work === work) this.#work = undefined;
  }

  #call(): void {
    if (!this.#work) return;
    const { module, memory, net } = this.#work;
    for (; this.#called < this.#allowed - 1; this.#called++) {
      this.#helpers[this.#called] ??= this.startHelper();
      this.#helpers[this.#called].postMessage({ task: { module, memory, net }, thread: this.#called + 1 });
    }
    this.#work.setThreads(this.#allowed);
  }
}
