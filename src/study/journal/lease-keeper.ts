import type { StudyJournal } from './study-journal';

/** A third of what a lease lasts. */
const EVERY_MILLISECONDS = 20_000;

/** Renews the leases of the trials that are evaluated here, for as long as there are any. */
export class LeaseKeeper {
  readonly #numbers = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  readonly #study: StudyJournal;
  readonly #onProblem: (error: unknown) => void;

  /** @param onProblem a renewal could not be written; it is tried again */
  constructor(study: StudyJournal, onProblem: (error: unknown) => void) {
    this.#study = study;
    this.#onProblem = onProblem;
  }

  get numbers(): number[] {
    return [...this.#numbers];
  }

  add(number: number): void {
    this.#numbers.add(number);
    this.#timer ??= setInterval(() => this.#renew(), EVERY_MILLISECONDS).unref();
  }

  delete(number: number): void {
    this.#numbers.delete(number);
    if (this.#numbers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #renew(): void {
    this.#study.renew(this.numbers).catch(this.#onProblem);
  }
}
