import { type FinalTest, finalTest } from '../core/analysis/final-test';
import type { AnalysisId } from '../core/analysis/ids';
import { rangeTest } from '../core/analysis/range-test';
import { flatten, unflatten } from '../core/analysis/vectors';
import type { Dataset } from '../core/dataset';
import type { Change } from '../core/spec';
import type { Trainer } from '../core/trainer-types';
import { NoRoomError } from '../data/errors';
import { type Figure, figures } from '../experiment/figures/index';
import type { Ending, FromWorker, Observation, ToWorker } from '../protocol';
import { Analyst } from './analyst';
import { FrameSender } from './frame-sender';
import type { MemoryPart } from './memory';
import { runInfo } from './run-info';
import type { SessionContext } from './session-context';
import { SLICE, Slices } from './slices';

type Start = Extract<ToWorker, { type: 'start' }>;
type Order = Exclude<ToWorker, { type: 'start' | 'threads' }>;

/** Weights of networks with more parameters than this are not kept after the end. */
const MOST_KEPT = 2_000_000;

/** Bytes for the thread itself, and for copies made at the end of a training. */
const BESIDE = 48 * 2 ** 20;

/** Trains one member in slices, between which messages are handled. */
export class Job {
  readonly id: number;
  #observe: Observation;
  #paused: boolean;
  /** Single steps to take while paused. */
  #owed = 0;
  /** Changes received before the trainer existed. */
  readonly #early: Change[] = [];
  #analyses: readonly AnalysisId[];
  #over = false;
  #scheduled = false;
  #trainer: Trainer | undefined;
  #data: Dataset | undefined;
  #frames: FrameSender | undefined;
  #analyst: Analyst | undefined;
  readonly #slices: Slices;
  /** Milliseconds of training, excluding pauses. */
  #trained = 0;

  readonly #start: Start;
  readonly #context: SessionContext;

  constructor(start: Start, context: SessionContext) {
    this.#start = start;
    this.#context = context;
    this.id = start.job;
    this.#observe = start.observe;
    this.#paused = start.paused;
    this.#analyses = start.analyses ?? [];
    this.#slices = new Slices(context);
  }

  /** Loads the data and starts training; any failure is reported as `failed`. */
  async run(): Promise<void> {
    try {
      const { experiment, seed, variant, folder, sparing, figure } = this.#start;
      if (figure !== undefined) {
        this.#reproduce(figures.find(({ id }) => id === figure)!.reproduce());
        return;
      }
      const data = await this.#context.load(
        experiment.data,
        seed,
        folder,
        (fraction) => this.#loading(fraction),
        experiment.seed,
        (part, bytes) => this.#hold(part, bytes),
      );
      if (this.#over) return;
      // A range test looks at gradients too, as analyses do, which no helper shares.
      const crew = this.#start.range ? undefined : this.#context.crew;
      this.#begin(
        data,
        this.#context.createTrainer({
          spec: experiment,
          data,
          seed,
          variant,
          crew,
          sparing,
          claim: (bytes) => this.#claim(bytes),
        }),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #claim(bytes: number): void {
    const kept = this.#start.experiment.training.restoreBest ? bytes / 2 : 0;
    this.#hold('network', bytes + kept + BESIDE);
  }

  /**
   * Holds memory; throws once the job is over, since a file may still be loading when the memory belongs to another
   * job.
   */
  #hold(part: MemoryPart, bytes: number): void {
    if (this.#over) throw new Error('The job is over.');
    this.#context.memory?.hold(part, bytes);
  }

  receive(order: Order): void {
    if (this.#over) return;
    try {
      this.#obey(order);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Called when another job takes the thread; this one sends nothing more. */
  abandon(): void {
    this.#over = true;
    this.#dispose();
  }

  #begin(data: Dataset, trainer: Trainer): void {
    this.#trainer = trainer;
    this.#data = data;
    this.#analyst = new Analyst(this.#start, data, trainer, this.#context);
    this.#analyst.set(this.#analyses);
    this.#post({
      type: 'started',
      job: this.id,
      info: runInfo(data, trainer, this.#start.experiment.training),
    });
    if (this.#start.inspect) {
      this.#inspect(trainer, this.#start.inspect);
      return;
    }
    if (this.#start.range) {
      const { training } = this.#start.experiment;
      this.#rangeOn(rangeTest(trainer, data, { plan: this.#start.range, loss: training }));
      return;
    }
    this.#frames = new FrameSender(
      this.id,
      this.#start.experiment.training.epochs,
      trainer,
      data,
      this.#context,
    );
    trainer.beginEvaluation();
    for (const change of this.#early) this.#change(change);
    this.#proceed();
  }

  #obey(order: Order): void {
    switch (order.type) {
      case 'pause':
        this.#pause();
        this.#show();
        break;
      case 'resume':
        this.#pause(false);
        this.#proceed();
        break;
      case 'step':
        this.#paused = true;
        this.#owed += order.steps;
        this.#proceed();
        break;
      case 'change':
        this.#change(order.change);
        break;
      case 'observe':
        this.#observe = order.observe;
        if (this.#paused) this.#show();
        break;
      case 'analyse':
        this.#analyses = order.analyses;
        this.#analyst?.set(order.analyses);
        this.#proceed();
        break;
      case 'ack':
        this.#frames?.acknowledge();
        this.#proceed();
        break;
      case 'stop':
        this.#stop();
    }
  }

  /** Inspects a network with given weights, without training. */
  #inspect(trainer: Trainer, { weights, step }: NonNullable<Start['inspect']>): void {
    trainer.standAt(step);
    trainer.setWeights(unflatten(Float64Array.from(weights), trainer.weights()));
    this.#paused = true;
    this.#proceed();
  }

  /** Goes on with a range test, a slice at a time. */
  #rangeOn(test: ReturnType<typeof rangeTest>): void {
    this.#context.soon(() => {
      if (this.#over) return;
      try {
        if (this.#rangeSlice(test)) this.#end({ kind: 'completed', step: this.#trainer!.step, epoch: 0 });
        else this.#rangeOn(test);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** Whether the test is over. */
  #rangeSlice(test: ReturnType<typeof rangeTest>): boolean {
    const begun = this.#context.now();
    const steps: number[] = [];
    let done: boolean | undefined;
    while (!done && this.#context.now() - begun < SLICE) {
      const next = test.next();
      done = next.done;
      if (next.done || !next.value) continue;
      if ('start' in next.value) this.#post({ type: 'rangeStart', job: this.id, start: next.value.start });
      else steps.push(next.value.step.rate, next.value.step.loss);
    }
    this.#trained += this.#context.now() - begun;
    if (steps.length > 0) this.#post({ type: 'rangeSteps', job: this.id, steps: Float64Array.from(steps) });
    return done === true;
  }

  /** Goes on with a published figure, a slice at a time. */
  #reproduce(figure: ReturnType<Figure['reproduce']>): void {
    this.#context.soon(() => {
      if (this.#over) return;
      try {
        if (this.#figureSlice(figure)) this.#end({ kind: 'completed', step: 0, epoch: 0 });
        else this.#reproduce(figure);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** Whether all has been measured. */
  #figureSlice(figure: ReturnType<Figure['reproduce']>): boolean {
    const begun = this.#context.now();
    let next = figure.next();
    let result = next.value;
    while (!next.done && this.#context.now() - begun < SLICE) {
      next = figure.next();
      result = next.value ?? result;
    }
    this.#trained += this.#context.now() - begun;
    if (result) this.#post({ type: 'figure', job: this.id, result });
    return next.done === true;
  }

  #pause(paused = true): void {
    this.#paused = paused;
    this.#owed = 0;
  }

  /** Sends a frame immediately, regardless of acknowledgements. */
  #show(): void {
    this.#frames?.sendNow(this.#observe, this.#trained);
  }

  #change(change: Change): void {
    if (!this.#trainer) {
      this.#early.push(change);
      return;
    }
    this.#analyst?.change(change);
    this.#post({ type: 'changed', job: this.id, change: this.#trainer.change(change) });
    if (this.#paused) this.#show();
  }

  #stop(): void {
    const { step = 0, epoch = 0 } = this.#trainer ?? {};
    // The records go first, without pictures, so that the curve arrives even if the rest takes long.
    this.#frames?.sendNow({ boundary: false, network: false }, this.#trained);
    this.#end({ kind: 'stopped', step, epoch });
  }

  get #idle(): boolean {
    if (this.#over || !this.#trainer) return true;
    return this.#resting ? !this.#analyst!.pending : this.#frames?.full === true;
  }

  /** Whether there is no step to take and no evaluation in progress. */
  get #resting(): boolean {
    return this.#paused && this.#owed === 0 && !this.#trainer?.evaluating;
  }

  #proceed(): void {
    if (this.#scheduled || this.#idle) return;
    this.#scheduled = true;
    this.#context.soon(() => {
      this.#scheduled = false;
      if (this.#idle) return;
      try {
        if (this.#resting) this.#analyse(this.#analyst!);
        else this.#slice(this.#trainer!, this.#frames!);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  /** Runs analyses while the network stands still. */
  #analyse(analyst: Analyst): void {
    analyst.slice();
    if (this.#start.inspect && !analyst.pending) this.#stop();
    else this.#proceed();
  }

  #slice(trainer: Trainer, frames: FrameSender): void {
    // Show the initial state before the first step.
    const first = trainer.step === 0 && trainer.evaluating;
    const most = first ? 0 : this.#paused ? this.#owed : Number.POSITIVE_INFINITY;
    const { steps, milliseconds } = this.#slices.run(trainer, (record) => frames.add(record), most);
    this.#trained += milliseconds;
    if (this.#paused) this.#owed -= steps;
    if (trainer.outcome) {
      this.#end(trainer.outcome);
    } else {
      if (this.#resting) this.#show();
      else if (!first || !trainer.evaluating) frames.send(this.#observe, this.#trained);
      this.#analyst?.beside(this.#trained);
      this.#proceed();
    }
  }

  #end(outcome: Omit<Ending, 'seconds'>): void {
    const isRange = this.#start.range !== undefined;
    const isShown = !this.#start.sparing;
    // Send the final pictures even if no view observes: one opened later could not request them.
    this.#frames?.sendNow({ boundary: isShown, network: isShown }, this.#trained);
    const weights = isRange || !isShown ? undefined : this.#finalWeights();
    const test = isRange ? undefined : this.#finalTest();
    // Set only here, so that failures above are still reported; otherwise the job would never end for its owner.
    this.#over = true;
    const ending = { ...outcome, seconds: this.#trained / 1000 };
    this.#dispose();
    this.#post({ type: 'ended', job: this.id, ending, ...(weights && { weights }), ...(test && { test }) });
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const step = this.#trainer?.step ?? 0;
    // Release the memory before others learn of the end.
    this.#dispose();
    if (error instanceof NoRoomError && error.crowded) {
      this.#context.post({ type: 'crowded', job: this.id, reason: error.message });
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.#post({ type: 'failed', job: this.id, step, reason });
  }

  /** Per-row test results, from which a verdict sees how much depends on a few rows. */
  #finalTest(): FinalTest | undefined {
    const start = this.#start;
    if (!this.#trainer || !this.#data || this.#trainer.step === 0 || start.inspect) return undefined;
    return finalTest(this.#trainer, this.#data, start.experiment.training);
  }

  /** The final weights, for a later inspection. */
  #finalWeights(): Float32Array | undefined {
    const trainer = this.#trainer;
    if (!trainer || trainer.step === 0 || trainer.parameterCount > MOST_KEPT) return undefined;
    return Float32Array.from(flatten(trainer.weights()));
  }

  /** Frees all references, since the thread may stay idle for hours. */
  #dispose(): void {
    this.#analyst?.dispose();
    this.#trainer?.dispose();
    this.#context.memory?.release();
    this.#analyst = undefined;
    this.#trainer = undefined;
    this.#data = undefined;
    this.#frames = undefined;
  }

  #loading(fraction: number): void {
    if (!this.#over) this.#post({ type: 'loading', job: this.id, fraction });
  }

  #post(message: FromWorker): void {
    this.#context.post(message);
  }
}
