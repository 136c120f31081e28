import type { EpochRecord, Trainer } from '../core/trainer-types';
import type { Clock } from './clock';

/** Milliseconds of training between two checks for messages. */
export const SLICE = 8;
/** Milliseconds per call into the trainer; the last call of a slice may begin shortly before its end. */
const CALL = SLICE / 2;
/** Samples in the first part of an evaluation, before its cost is known. */
const FIRST_SAMPLES = 64;

/** Result of a slice. */
export interface Slice {
  readonly steps: number;
  readonly milliseconds: number;
}

/** Number of items that fit into a call if `count` of them took `milliseconds`; grows at most by a factor of 4. */
function fitting(milliseconds: number, count: number, before: number): number {
  const each = Math.max(milliseconds, 0.01) / Math.max(1, count);
  return Math.max(1, Math.min(Math.floor(CALL / each), before * 4));
}

/**
 * Adapts the size of calls into the trainer: whole epochs if short, single steps if long, and parts of large
 * evaluations, so that messages never wait much longer than a slice or a step.
 */
export class Slices {
  /** Estimated steps, and evaluation samples, that fit into a call. */
  #steps = 1;
  #samples = FIRST_SAMPLES;

  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Trains for about one slice and at most `most` steps; an evaluation in progress continues beyond them. */
  run(trainer: Trainer, onEpoch: (record: EpochRecord) => void, most = Number.POSITIVE_INFINITY): Slice {
    const begun = this.#clock.now();
    let [steps, milliseconds] = [0, 0];
    while (milliseconds < SLICE && (steps < most || trainer.evaluating) && !trainer.outcome) {
      const done = trainer.advance(Math.min(this.#steps, most - steps), this.#samples);
      if (done.epoch) onEpoch(done.epoch);
      const now = this.#clock.now() - begun;
      this.#adapt(now - milliseconds, done.steps, done.samples);
      steps += done.steps;
      milliseconds = now;
    }
    return { steps, milliseconds };
  }

  /** Adapts the estimates; a call without a step was part of an evaluation. */
  #adapt(milliseconds: number, steps: number, samples = 0): void {
    if (steps > 0) this.#steps = fitting(milliseconds, steps, this.#steps);
    else this.#samples = fitting(milliseconds, samples, this.#samples);
  }
}
