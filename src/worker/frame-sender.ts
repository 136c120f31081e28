import type { Dataset } from '../core/dataset';
import type { EpochRecord, Trainer } from '../core/trainer-types';
import type { Boundary, Frame, FromWorker, NetworkFrame, Observation, Progress } from '../protocol';
import { BoundaryProbe } from './boundary';
import type { Clock } from './clock';
import { packRecords } from './frame-rows';
import { networkFrame } from './network-frame';
import { boundsOf } from './run-info';

/** Milliseconds between two frames: 20 a second. */
const INTERVAL = 50;
/** Maximum number of unacknowledged frames; later ones are coalesced. */
const UNACKNOWLEDGED = 2;
/** Maximum number of queued records; beyond it, training waits for the reader. */
const MOST_RECORDS = 50_000;
/** Share of training time that pictures may take. */
const PICTURE_SHARE = 0.05;

interface Sender extends Clock {
  post(message: FromWorker, transfer?: ArrayBuffer[]): void;
}

/** Collects epoch records and sends them in frames, at the pace of the receiver. */
export class FrameSender {
  #records: EpochRecord[] = [];
  #seq = 0;
  #unacknowledged = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds spent on pictures. */
  #pictures = 0;
  readonly #boundary: BoundaryProbe | undefined;

  readonly #job: number;
  readonly #epochs: number;
  readonly #trainer: Trainer;
  readonly #data: Dataset;
  readonly #context: Sender;

  constructor(job: number, epochs: number, trainer: Trainer, data: Dataset, context: Sender) {
    this.#job = job;
    this.#epochs = epochs;
    this.#trainer = trainer;
    this.#data = data;
    this.#context = context;
    if (data.features === 2) this.#boundary = new BoundaryProbe(trainer, data, boundsOf(data));
  }

  add(record: EpochRecord): void {
    this.#records.push(record);
  }

  /** Whether the queue is full until the receiver catches up. */
  get full(): boolean {
    return this.#records.length >= MOST_RECORDS && this.#unacknowledged >= UNACKNOWLEDGED;
  }

  acknowledge(): void {
    this.#unacknowledged = Math.max(0, this.#unacknowledged - 1);
  }

  /** Sends a frame if one is due and the receiver has kept up. `trained`: milliseconds of training so far. */
  send(observe: Observation, trained: number): void {
    const now = this.#context.now();
    if (this.#unacknowledged >= UNACKNOWLEDGED || now - this.#sentAt < INTERVAL) return;
    const affordable = this.#pictures <= PICTURE_SHARE * trained || this.#seq === 0;
    this.#post(trained, affordable ? this.#observed(observe) : {});
  }

  /** Sends a frame regardless of acknowledgements: for pauses, single steps and the end. */
  sendNow(observe: Observation, trained: number): void {
    this.#post(trained, this.#observed(observe));
  }

  #observed(observe: Observation): { boundary?: Boundary; network?: NetworkFrame } {
    const begun = this.#context.now();
    const pictures = {
      ...(observe.boundary && this.#boundary && { boundary: this.#boundary.measure() }),
      ...(observe.network && { network: networkFrame(this.#trainer) }),
    };
    this.#pictures += this.#context.now() - begun;
    return pictures;
  }

  #post(trained: number, pictures: Pick<Frame, 'boundary' | 'network'>): void {
    const rows = packRecords(this.#records);
    this.#records = [];
    this.#sentAt = this.#context.now();
    this.#unacknowledged++;
    const frame: Frame = { rows, progress: this.#progress(trained), ...pictures };
    this.#context.post({ type: 'frame', job: this.#job, seq: this.#seq++, ...frame }, [rows.buffer]);
  }

  #progress(trained: number): Progress {
    const { step, totalSteps, stepsPerEpoch } = this.#trainer;
    const seconds = trained / 1000;
    const stepsPerSecond = seconds > 0 ? step / seconds : 0;
    const epoch = step / stepsPerEpoch;
    return {
      step,
      epoch,
      totalSteps,
      totalEpochs: this.#epochs,
      samplesPerSecond: seconds > 0 ? (epoch * this.#data.train.count) / seconds : 0,
      secondsLeft: stepsPerSecond > 0 ? (totalSteps - step) / stepsPerSecond : 0,
    };
  }
}
