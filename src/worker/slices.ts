import type { EpochRecord, Trainer } from '../core/trainer-types';
import type { Clock } from './clock';

/** Milliseconds of training between two looks at the messages. */
const SLICE = 8;

/** What a slice did. */
export interface Slice {
  readonly steps: number;
  readonly milliseconds: number;
}

/**
 * Sizes the calls into the trainer: whole epochs where they are short, single steps where those are long, so that a
 * message never waits much longer than a slice or a step.
 */
export class Slices {
  /** Steps that are thought to fit into a slice. */
  #fitting = 1;

  constructor(private readonly clock: Clock) {}

  /** Trains for about a slice, and for `most` steps at the most. */
  run(trainer: Trainer, onEpoch: (record: EpochRecord) => void, most = Number.POSITIVE_INFINITY): Slice {
    const begun = this.clock.now();
    let [steps, milliseconds] = [0, 0];
    while (milliseconds < SLICE && steps < most && !trainer.outcome) {
      const done = trainer.advance(Math.min(this.#fitting, most - steps));
      if (done.epoch) onEpoch(done.epoch);
      const now = this.clock.now() - begun;
      this.#adapt(now - milliseconds, done.steps);
      steps += done.steps;
      milliseconds = now;
    }
    return { steps, milliseconds };
  }

  #adapt(milliseconds: number, steps: number): void {
    const each = Math.max(milliseconds, 0.01) / Math.max(1, steps);
    const fitting = Math.floor(SLICE / each);
    this.#fitting = Math.max(1, Math.min(fitting, this.#fitting * 4));
  }
}
