import { type FinalTest, finalTest } from '../core/analysis/final-test';
import type { AnalysisId } from '../core/analysis/ids';
import { flatten, unflatten } from '../core/analysis/vectors';
import type { Dataset } from '../core/dataset';
import type { Change } from '../core/spec';
import type { Trainer } from '../core/trainer-types';
import { NoRoomError } from '../data/errors';
import type { Ending, FromWorker, Observation, ToWorker } from '../protocol';
import { Analyst } from './analyst';
import { FrameSender } from './frame-sender';
import type { MemoryPart } from './memory';
import { runInfo } from './run-info';
import type { SessionContext } from './session';
import { Slices } from './slices';

type Start = Extract<ToWorker, { type: 'start' }>;
type Order = Exclude<ToWorker, { type: 'start' | 'threads' }>;

/** Weights of a larger network are not kept after its end. */
const MOST_KEPT = 2_000_000;

/** Bytes of the thread itself, and of what is copied at the end of a training. */
const BESIDE = 48 * 2 ** 20;

/** One member in training: slices of steps, and between them a look at the messages. */
export class Job {
  readonly id: number;
  #observe: Observation;
  #paused: boolean;
  /** Steps to take although paused. */
  #owed = 0;
  /** Changes that came before there was a trainer. */
  readonly #early: Change[] = [];
  #analyses: readonly AnalysisId[];
  #over = false;
  #scheduled = false;
  #trainer: Trainer | undefined;
  #data: Dataset | undefined;
  #frames: FrameSender | undefined;
  #analyst: Analyst | undefined;
  readonly #slices: Slices;
  /** Milliseconds of training, pauses left out. */
  #trained = 0;

  constructor(
    private readonly start: Start,
    private readonly context: SessionContext,
  ) {
    this.id = start.job;
    this.#observe = start.observe;
    this.#paused = start.paused;
    this.#analyses = start.analyses ?? [];
    this.#slices = new Slices(context);
  }

  /** Loads the data and begins; every failure on the way is reported as `failed`. */
  async run(): Promise<void> {
    try {
      const { experiment, seed, variant, folder } = this.start;
      const data = await this.context.load(
        experiment.data,
        seed,
        folder,
        (fraction) => this.#loading(fraction),
        experiment.seed,
        (part, bytes) => this.#hold(part, bytes),
      );
      if (this.#over) return;
      const { crew } = this.context;
      this.#begin(
        data,
        this.context.createTrainer({
          spec: experiment,
          data,
          seed,
          variant,
          crew,
          claim: (bytes) => this.#claim(bytes),
        }),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #claim(bytes: number): void {
    const kept = this.start.experiment.training.restoreBest ? bytes / 2 : 0;
    this.#hold('network', bytes + kept + BESIDE);
  }

  /** A file may still be read when its job is over: the thread's memory is another's then. */
  #hold(part: MemoryPart, bytes: number): void {
    if (this.#over) throw new Error('The job is over.');
    this.context.memory?.hold(part, bytes);
  }

  receive(order: Order): void {
    if (this.#over) return;
    try {
      this.#obey(order);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Another job takes the thread: nothing more is said of this one. */
  abandon(): void {
    this.#over = true;
    this.#dispose();
  }

  #begin(data: Dataset, trainer: Trainer): void {
    this.#trainer = trainer;
    this.#data = data;
    this.#analyst = new Analyst(this.start, data, trainer, this.context);
    this.#analyst.set(this.#analyses);
    this.#post({
      type: 'started',
      job: this.id,
      info: runInfo(data, trainer, this.start.experiment.training.loss),
    });
    if (this.start.inspect) {
      this.#inspect(trainer, this.start.inspect);
      return;
    }
    this.#frames = new FrameSender(
      this.id,
      this.start.experiment.training.epochs,
      trainer,
      data,
      this.context,
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

  /** Nothing is trained: the weights are given. */
  #inspect(trainer: Trainer, { weights, step }: NonNullable<Start['inspect']>): void {
    trainer.standAt(step);
    trainer.setWeights(unflatten(Float64Array.from(weights), trainer.weights()));
    this.#paused = true;
    this.#proceed();
  }

  #pause(paused = true): void {
    this.#paused = paused;
    this.#owed = 0;
  }

  /** A frame at once, whatever has been acknowledged. */
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
    // First, and without pictures: where the rest takes longer than anybody waits, the curve is there.
    this.#frames?.sendNow({ boundary: false, network: false }, this.#trained);
    this.#end({ kind: 'stopped', step, epoch });
  }

  get #idle(): boolean {
    if (this.#over || !this.#trainer) return true;
    return this.#resting ? !this.#analyst!.pending : this.#frames?.full === true;
  }

  /** No step is to be taken now, and no evaluation goes on. */
  get #resting(): boolean {
    return this.#paused && this.#owed === 0 && !this.#trainer?.evaluating;
  }

  #proceed(): void {
    if (this.#scheduled || this.#idle) return;
    this.#scheduled = true;
    this.context.soon(() => {
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

  /** Analyses of a network that stands still. */
  #analyse(analyst: Analyst): void {
    analyst.slice();
    if (this.start.inspect && !analyst.pending) this.#stop();
    else this.#proceed();
  }

  #slice(trainer: Trainer, frames: FrameSender): void {
    // What is known before the first step is shown before it.
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
    // Pictures of what it came to, whoever looks now: a view that comes later cannot ask for them any more.
    this.#frames?.sendNow({ boundary: true, network: true }, this.#trained);
    const weights = this.#finalWeights();
    const test = this.#finalTest();
    // Only now: what failed above is reported, and a job that says nothing more would never end for its owner.
    this.#over = true;
    const ending = { ...outcome, seconds: this.#trained / 1000 };
    this.#dispose();
    this.#post({ type: 'ended', job: this.id, ending, ...(weights && { weights }), ...(test && { test }) });
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const step = this.#trainer?.step ?? 0;
    // Before others hear of it: what this one held is free again.
    this.#dispose();
    if (error instanceof NoRoomError && error.crowded) {
      this.context.post({ type: 'crowded', job: this.id, reason: error.message });
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.#post({ type: 'failed', job: this.id, step, reason });
  }

  /** The test loss of each row: a verdict needs to know how much a few rows decide. */
  #finalTest(): FinalTest | undefined {
    const { start } = this;
    if (!this.#trainer || !this.#data || this.#trainer.step === 0 || start.inspect) return undefined;
    return finalTest(this.#trainer, this.#data, start.experiment.training.loss === 'meanSquaredError');
  }

  /** What an inspection starts from later. */
  #finalWeights(): Float32Array | undefined {
    const trainer = this.#trainer;
    if (!trainer || trainer.step === 0 || trainer.parameterCount > MOST_KEPT) return undefined;
    return Float32Array.from(flatten(trainer.weights()));
  }

  /** Its thread may stay idle for hours: a table of a gigabyte would stay with it. */
  #dispose(): void {
    this.#analyst?.dispose();
    this.#trainer?.dispose();
    this.context.memory?.release();
    this.#analyst = undefined;
    this.#trainer = undefined;
    this.#data = undefined;
    this.#frames = undefined;
  }

  #loading(fraction: number): void {
    if (!this.#over) this.#post({ type: 'loading', job: this.id, fraction });
  }

  #post(message: FromWorker): void {
    this.context.post(message);
  }
}
