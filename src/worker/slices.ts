import type { EpochRecord, Trainer } from '../core/trainer-types';
import type { Clock } from './clock';

/** Milliseconds of training between two looks at the messages. */
const SLICE = 8;
/** Milliseconds of one call into the trainer: the last one of a slice may begin shortly before its end. */
const CALL = SLICE / 2;
/** Samples of the first part of an evaluation, whose time nobody knows yet. */
const FIRST_SAMPLES = 64;

/** What a slice did. */
export interface Slice {
  readonly steps: number;
  readonly milliseconds: number;
}

/** How many things fit into a call when `count` of them took these milliseconds; growing by a factor of 4 at the most. */
function fitting(milliseconds: number, count: number, before: number): number {
  const each = Math.max(milliseconds, 0.01) / Math.max(1, count);
  return Math.max(1, Math.min(Math.floor(CALL / each), before * 4));
}

/**
 * Sizes the calls into the trainer: whole epochs where they are short, single steps where those are long, parts of an
 * evaluation where there are many samples, so that a message never waits much longer than a slice or a step.
 */
export class Slices {
  /** Steps, and samples of an evaluation, that are thought to fit into a call. */
  #steps = 1;
  #samples = FIRST_SAMPLES;

  constructor(private readonly clock: Clock) {}

  /** Trains for about a slice, and for `most` steps at the most; an evaluation that has begun goes on beyond them. */
  run(trainer: Trainer, onEpoch: (record: EpochRecord) => void, most = Number.POSITIVE_INFINITY): Slice {
    const begun = this.clock.now();
    let [steps, milliseconds] = [0, 0];
    while (milliseconds < SLICE && (steps < most || trainer.evaluating) && !trainer.outcome) {
      const done = trainer.advance(Math.min(this.#steps, most - steps), this.#samples);
      if (done.epoch) onEpoch(done.epoch);
      const now = this.clock.now() - begun;
      this.#adapt(now - milliseconds, done.steps, done.samples);
      steps += done.steps;
      milliseconds = now;
    }
    return { steps, milliseconds };
  }

  /** A call without a step was a part of an evaluation. */
  #adapt(milliseconds: number, steps: number, samples = 0): void {
    if (steps > 0) this.#steps = fitting(milliseconds, steps, this.#steps);
    else this.#samples = fitting(milliseconds, samples, this.#samples);
  }
}
