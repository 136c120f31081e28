import type { Analysis, Slices } from '../core/analysis/analysis';
import type { AnalysisId } from '../core/analysis/ids';
import { analyses } from '../core/analysis/index';
import type { Dataset } from '../core/dataset';
import { createStream } from '../core/random';
import type { Change } from '../core/spec';
import type { Trainer } from '../core/trainer-types';
import { NoRoomError } from '../data/errors';
import type { AnalysisOutput, ToWorker } from '../protocol';
import type { SessionContext } from './session-context';

type Start = Extract<ToWorker, { type: 'start' }>;

/** Share of training time that analyses may take; together with pictures, less than a tenth. */
const SHARE = 0.04;
/** Maximum credit in milliseconds that accumulates while idle, so that a newly opened view gets a prompt answer. */
const SAVED = 60;
/** Milliseconds between two rounds while the network trains. */
const PAUSE = 1000;
/** The same where every analysis follows the training. */
const TRACKING = 50;

/**
 * Computes analyses on a copy of the weights, one slice at a time. While the network trains, rounds start at most once
 * a second, or twenty times where all that is asked for follows the training; once it stands still, a single round
 * suffices.
 */
export class Analyst {
  #ids: readonly AnalysisId[] = [];
  #queue: [AnalysisId, Slices<unknown>][] = [];
  #probe: Trainer | undefined;
  readonly #runs = new Map<AnalysisId, Analysis['run']>();
  /** Changes not yet applied to the probe. */
  readonly #changes: { readonly after: number; readonly change: Change }[] = [];
  /** The step analysed by the current or last round. */
  #step = -1;
  #roundAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds that may be spent alongside training; negative after a slice that took longer. */
  #credit = SAVED;
  #trained = 0;

  readonly #start: Start;
  readonly #data: Dataset;
  readonly #trainer: Trainer;
  readonly #context: SessionContext;

  constructor(start: Start, data: Dataset, trainer: Trainer, context: SessionContext) {
    this.#start = start;
    this.#data = data;
    this.#trainer = trainer;
    this.#context = context;
  }

  /** Sets the analyses to compute; others are aborted. */
  set(ids: readonly AnalysisId[]): void {
    const added = ids.some((id) => !this.#ids.includes(id));
    this.#ids = ids;
    this.#queue = this.#queue.filter(([id]) => ids.includes(id));
    if (added) this.#step = -1;
  }

  /** Records a change of the training; must be called before the trainer applies it. */
  change(change: Change): void {
    this.#changes.push({ after: this.#trainer.step, change });
  }

  /** Whether there is work left on a network that stands still. */
  get pending(): boolean {
    return this.#queue.length > 0 || (this.#ids.length > 0 && this.#step !== this.#trainer.step);
  }

  /** Runs a slice alongside training if the credit allows. `trained`: milliseconds of training so far. */
  beside(trained: number): void {
    this.#credit = Math.min(SAVED, this.#credit + SHARE * (trained - this.#trained));
    this.#trained = trained;
    if (this.#ids.length === 0 || this.#credit < 0) return;
    const begun = this.#context.now();
    if (this.#queue.length === 0 && begun - this.#roundAt < this.#pause) return;
    this.slice();
    this.#credit -= this.#context.now() - begun;
  }

  get #pause(): number {
    return this.#ids.every((id) => analyses[id].track) ? TRACKING : PAUSE;
  }

  /** Runs one slice. */
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
      this.#context.post({ type: 'analysis', job: this.#start.job, id, result: value } as {
        type: 'analysis';
        job: number;
      } & AnalysisOutput);
  }

  /** Creates the probe; false without memory for it, in which case the training continues without analyses. */
  #begun(): boolean {
    try {
      this.#begin(this.#context.now());
      return true;
    } catch (error) {
      if (!(error instanceof NoRoomError) && !(error instanceof RangeError)) throw error;
      this.#ids = [];
      return false;
    }
  }

  #begin(now: number): void {
    this.#stand();
    const weights = this.#trainer.weights();
    this.#step = this.#trainer.step;
    this.#roundAt = now;
    this.#queue = this.#ids.map((id) => [id, this.#slicesOf(id, weights)]);
  }

  /** Brings the probe to the trainer's current conditions. */
  #stand(): void {
    const { experiment, seed, variant } = this.#start;
    // Twice, because a third network exists briefly when an analysis needs the initial weights.
    const claim = (bytes: number) => this.#context.memory?.hold('analyses', 2 * bytes);
    this.#probe ??= this.#context.createTrainer({ spec: experiment, data: this.#data, seed, variant, claim });
    for (const { after, change } of this.#changes.splice(0)) {
      this.#probe.standAt(after);
      this.#probe.change(change);
    }
    this.#probe.standAt(this.#trainer.step);
  }

  /** Runs an analysis from the trainer's weights, whatever the previous one did to the probe. */
  *#slicesOf(id: AnalysisId, weights: ReturnType<Trainer['weights']>): Slices<unknown> {
    const probe = this.#probe!;
    probe.setWeights(weights);
    const { ratios, learningRate } = this.#trainer;
    const stream = createStream(this.#start.seed, 'analysis');
    yield* this.#runOf(id)({
      spec: this.#start.experiment,
      data: this.#data,
      probe,
      initialWeights: () => this.#initialWeights(),
      ratios,
      learningRate,
      stream,
    });
  }

  #runOf(id: AnalysisId): Analysis['run'] {
    const run = this.#runs.get(id) ?? analyses[id].track?.() ?? analyses[id].run;
    this.#runs.set(id, run);
    return run;
  }

  /** The initial weights, which every network with this start message shares. */
  #initialWeights(): ReturnType<Trainer['weights']> {
    const { experiment, seed, variant } = this.#start;
    const fresh = this.#context.createTrainer({ spec: experiment, data: this.#data, seed, variant });
    const weights = fresh.weights();
    fresh.dispose();
    return weights;
  }
}
