import type { Crew, SharedWork } from '../core/crew';

/** More threads than this do not speed up networks of the supported size. */
const MOST = 16;

/** The part of a helper thread that a crew uses. */
export interface Helper {
  postMessage(message: unknown): void;
}

/** A crew of helper threads for one trainer at a time; they are started on first use. */
export class ThreadCrew implements Crew {
  readonly most: number;
  #allowed = 1;
  readonly #helpers: Helper[] = [];
  #work: SharedWork | undefined;
  /** Number of helpers that have been sent the work. */
  #called = 0;

  readonly #startHelper: () => Helper;

  /**
   * @param cores of the machine.
   * @param startHelper starts a thread that runs `helper.ts`.
   */
  constructor(cores: number, startHelper: () => Helper) {
    this.#startHelper = startHelper;
    this.most = Math.max(1, Math.min(MOST, cores));
  }

  /** Sets the number of threads, including the trainer's own; takes effect immediately. */
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
      this.#helpers[this.#called] ??= this.#startHelper();
      this.#helpers[this.#called].postMessage({ task: { module, memory, net }, thread: this.#called + 1 });
    }
    this.#work.setThreads(this.#allowed);
  }
}
