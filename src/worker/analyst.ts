import type { Slices } from '../core/analysis/analysis';
import type { AnalysisId } from '../core/analysis/ids';
import { analyses } from '../core/analysis/index';
import type { Dataset } from '../core/dataset';
import { createStream } from '../core/random';
import type { Change } from '../core/spec';
import type { Trainer } from '../core/trainer-types';
import { NoRoomError } from '../data/errors';
import type { AnalysisOutput, ToWorker } from '../protocol';
import type { SessionContext } from './session';

type Start = Extract<ToWorker, { type: 'start' }>;

/** The share of the time that analyses may take from training; with what pictures take, less than a tenth. */
const SHARE = 0.04;
/** Milliseconds of analysis that may be saved up while there is nothing to compute: a view that opens gets an answer. */
const SAVED = 60;
/** Milliseconds between two rounds on a network that still trains. */
const PAUSE = 1000;

/**
 * Computes analyses on a copy of the weights, a slice at a time. While the network trains it begins anew, at most once
 * a second; once the network stands still, one round tells everything.
 */
export class Analyst {
  #ids: readonly AnalysisId[] = [];
  #queue: [AnalysisId, Slices<unknown>][] = [];
  #probe: Trainer | undefined;
  /** Changes that the probe does not know of yet. */
  readonly #changes: { readonly after: number; readonly change: Change }[] = [];
  /** The step that the round in work or the last one looked at. */
  #step = -1;
  #roundAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds that may be spent beside training; below 0 after a slice that took longer. */
  #credit = SAVED;
  #trained = 0;

  constructor(
    private readonly start: Start,
    private readonly data: Dataset,
    private readonly trainer: Trainer,
    private readonly context: SessionContext,
  ) {}

  /** What is looked at from now on; what is not is given up. */
  set(ids: readonly AnalysisId[]): void {
    const added = ids.some((id) => !this.#ids.includes(id));
    this.#ids = ids;
    this.#queue = this.#queue.filter(([id]) => ids.includes(id));
    if (added) this.#step = -1;
  }

  /** The training goes on under other conditions; to be called before the trainer takes them. */
  change(change: Change): void {
    this.#changes.push({ after: this.trainer.step, change });
  }

  /** There is something to compute on a network that stands still. */
  get pending(): boolean {
    return this.#queue.length > 0 || (this.#ids.length > 0 && this.#step !== this.trainer.step);
  }

  /** A slice beside training, if the share allows it. `trained`: milliseconds of training so far. */
  beside(trained: number): void {
    this.#credit = Math.min(SAVED, this.#credit + SHARE * (trained - this.#trained));
    this.#trained = trained;
    if (this.#ids.length === 0 || this.#credit < 0) return;
    const begun = this.context.now();
    if (this.#queue.length === 0 && begun - this.#roundAt < PAUSE) return;
    this.slice();
    this.#credit -= this.context.now() - begun;
  }

  /** One slice. */
  slice(): void {
    if (this.#queue.length === 0 && !this.#begun()) return;
    const next = this.#queue[0];
    if (next) this.#advance(next);
  }

  dispose(): void {
    this.#queue = [];
    this.#probe?.dispose();
  }

  #advance([id, slices]: [AnalysisId, Slices<unknown>]): void {
    const { value, done } = slices.next();
    if (done) this.#queue.shift();
    else if (value !== undefined)
      this.context.post({ type: 'analysis', job: this.start.job, id, result: value } as {
        type: 'analysis';
        job: number;
      } & AnalysisOutput);
  }

  /** Without room for a copy of the network there is nothing to look at; the training goes on. */
  #begun(): boolean {
    try {
      this.#begin(this.context.now());
      return true;
    } catch (error) {
      if (!(error instanceof NoRoomError) && !(error instanceof RangeError)) throw error;
      this.#ids = [];
      return false;
    }
  }

  #begin(now: number): void {
    this.#stand();
    const weights = this.trainer.weights();
    this.#step = this.trainer.step;
    this.#roundAt = now;
    this.#queue = this.#ids.map((id) => [id, this.#slicesOf(id, weights)]);
  }

  /** Makes the probe's conditions those of the trainer as it is now. */
  #stand(): void {
    const { experiment, seed, variant } = this.start;
    // Twice: there is a third one for a moment, where an analysis asks for the first weights.
    const claim = (bytes: number) => this.context.memory?.hold('analyses', 2 * bytes);
    this.#probe ??= this.context.createTrainer({ spec: experiment, data: this.data, seed, variant, claim });
    for (const { after, change } of this.#changes.splice(0)) {
      this.#probe.standAt(after);
      this.#probe.change(change);
    }
    this.#probe.standAt(this.trainer.step);
  }

  /** Each analysis starts from the trainer's weights, whatever the one before it did to the probe. */
  *#slicesOf(id: AnalysisId, weights: ReturnType<Trainer['weights']>): Slices<unknown> {
    const probe = this.#probe!;
    probe.setWeights(weights);
    const { ratios, learningRate } = this.trainer;
    const stream = createStream(this.start.seed, 'analysis');
    yield* analyses[id].run({
      spec: this.start.experiment,
      data: this.data,
      probe,
      initialWeights: () => this.#initialWeights(),
      ratios,
      learningRate,
      stream,
    });
  }

  /** Every network of this start begins with the same weights. */
  #initialWeights(): ReturnType<Trainer['weights']> {
    const { experiment, seed, variant } = this.start;
    const fresh = this.context.createTrainer({ spec: experiment, data: this.data, seed, variant });
    const weights = fresh.weights();
    fresh.dispose();
    return weights;
  }
}
