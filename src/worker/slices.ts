import type { EpochRecord, Trainer } from '../core/trainer-types';
import type { Clock } from './clock';

/** Milliseconds of training between two looks at the messages. */
const SLICE = 8;

/**
 * Sizes the calls into the trainer: whole epochs where they are short, single steps where those are long, so that a
 * message never waits much longer than a slice or a step.
 */
export class Slices {
  /** Steps that are thought to fit into a slice. */
  #steps = 1;

  constructor(private readonly clock: Clock) {}

  /** Trains for about a slice; returns the milliseconds that it took. */
  run(trainer: Trainer, onEpoch: (record: EpochRecord) => void): number {
    const begun = this.clock.now();
    let spent = 0;
    while (spent < SLICE && !trainer.outcome) {
      const done = trainer.advance(this.#steps);
      if (done.epoch) onEpoch(done.epoch);
      const now = this.clock.now() - begun;
      this.#adapt(now - spent, done.steps);
      spent = now;
    }
    return spent;
  }

  #adapt(milliseconds: number, steps: number): void {
    const each = Math.max(milliseconds, 0.01) / Math.max(1, steps);
    const fitting = Math.floor(SLICE / each);
    this.#steps = Math.max(1, Math.min(fitting, this.#steps * 4));
  }
}
