import type { Dataset } from '../core/dataset';
import type { Outcome, Trainer } from '../core/trainer-types';
import type { Ending, FromWorker, Observation, ToWorker } from '../protocol';
import { FrameSender } from './frame-sender';
import { runInfo } from './run-info';
import type { SessionContext } from './session';
import { Slices } from './slices';

type Start = Extract<ToWorker, { type: 'start' }>;
type Order = Exclude<ToWorker, { type: 'start' }>;

/** One member in training: slices of steps, and between them a look at the messages. */
export class Job {
  readonly id: number;
  #observe: Observation;
  #paused: boolean;
  #over = false;
  #scheduled = false;
  #trainer: Trainer | undefined;
  #frames: FrameSender | undefined;
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
    this.#slices = new Slices(context);
  }

  /** Loads the data and begins; every failure on the way is told as `failed`. */
  async run(): Promise<void> {
    try {
      const { experiment, seed, variant, folder } = this.start;
      const data = await this.context.load(experiment.data, seed, folder, (fraction) =>
        this.#loading(fraction),
      );
      if (this.#over) return;
      this.#begin(data, this.context.createTrainer({ spec: experiment, data, seed, variant }));
    } catch (error) {
      this.#fail(error);
    }
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
    this.#trainer?.dispose();
  }

  #begin(data: Dataset, trainer: Trainer): void {
    this.#trainer = trainer;
    this.#post({ type: 'started', job: this.id, info: runInfo(data, trainer) });
    this.#frames = new FrameSender(
      this.id,
      this.start.experiment.training.epochs,
      trainer,
      data,
      this.context,
    );
    this.#frames.add(trainer.evaluate());
    this.#frames.send(this.#observe, 0);
    this.#proceed();
  }

  #obey(order: Order): void {
    switch (order.type) {
      case 'pause':
        this.#paused = true;
        this.#show();
        break;
      case 'resume':
        this.#paused = false;
        this.#proceed();
        break;
      case 'step':
        this.#paused = true;
        this.#take(order.steps);
        break;
      case 'change':
        this.#change(order);
        break;
      case 'observe':
        this.#observe = order.observe;
        if (this.#paused) this.#show();
        break;
      case 'ack':
        this.#frames?.acknowledge();
        break;
      case 'stop':
        this.#stop();
    }
  }

  /** A frame at once, whatever has been acknowledged. */
  #show(): void {
    this.#frames?.sendNow(this.#observe, this.#trained);
  }

  #change({ change }: Extract<Order, { type: 'change' }>): void {
    const recorded = this.#trainer?.change(change);
    if (recorded) this.#post({ type: 'changed', job: this.id, change: recorded });
    if (this.#paused) this.#show();
  }

  #stop(): void {
    const { step = 0, epoch = 0 } = this.#trainer ?? {};
    this.#end({ kind: 'stopped', step, epoch });
  }

  #proceed(): void {
    if (this.#scheduled || this.#over || this.#paused || !this.#trainer) return;
    this.#scheduled = true;
    this.context.soon(() => {
      this.#scheduled = false;
      if (!this.#over && !this.#paused) this.#slice();
    });
  }

  #slice(): void {
    try {
      const trainer = this.#trainer!;
      this.#trained += this.#slices.run(trainer, (record) => this.#frames!.add(record));
      if (trainer.outcome) {
        this.#end(trainer.outcome);
      } else {
        this.#frames!.send(this.#observe, this.#trained);
        this.#proceed();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Steps while paused. */
  #take(steps: number): void {
    const trainer = this.#trainer;
    if (!trainer) return;
    const begun = this.context.now();
    for (let left = steps; left > 0 && !trainer.outcome; ) {
      const done = trainer.advance(left);
      if (done.epoch) this.#frames!.add(done.epoch);
      left -= Math.max(1, done.steps);
    }
    this.#trained += this.context.now() - begun;
    if (trainer.outcome) this.#end(trainer.outcome);
    else this.#show();
  }

  #end(outcome: Pick<Ending, 'step' | 'epoch'> & { kind: Outcome['kind'] | 'stopped' }): void {
    this.#show();
    this.#over = true;
    const { kind, step, epoch } = outcome;
    this.#post({ type: 'ended', job: this.id, ending: { kind, step, epoch, seconds: this.#trained / 1000 } });
    this.#trainer?.dispose();
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#post({ type: 'failed', job: this.id, step: this.#trainer?.step ?? 0, reason });
    this.#trainer?.dispose();
  }

  #loading(fraction: number): void {
    if (!this.#over) this.#post({ type: 'loading', job: this.id, fraction });
  }

  #post(message: FromWorker): void {
    this.context.post(message);
  }
}
