import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Dataset } from '../../src/core/dataset';
import { EPOCH_COLUMNS, type Trainer } from '../../src/core/trainer-types';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { FromWorker, Observation, ToWorker } from '../../src/protocol';
import { Session } from '../../src/worker/session';
import { type FakeOptions, FakeTrainer, square } from './fake-trainer';

/** Nobody looks. */
const NOTHING: Observation = { boundary: false, network: false };
type Frame = Extract<FromWorker, { type: 'frame' }>;

/** A clock that goes on only while somebody works, so that what takes how long does not depend on the machine. */
export class WorkClock {
  /** Milliseconds. */
  now = 0;

  spend(milliseconds: number): void {
    this.now += milliseconds;
  }
}

/** A session behind a MessageChannel, as in a worker thread, with a made-up trainer. */
export class Rig {
  readonly messages: FromWorker[] = [];
  readonly trainers: FakeTrainer[] = [];
  /** Whether frames are acknowledged as they come. */
  acknowledging = true;
  readonly #port: MessagePort;
  readonly #far: MessagePort;
  readonly #waiting = new Set<() => void>();

  readonly #load: () => Promise<Dataset>;

  constructor(
    options: FakeOptions = {},
    load: () => Promise<Dataset> = async () => square(),
    now: () => number = () => performance.now(),
  ) {
    this.#load = load;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#far = port2;
    const session = new Session({
      post: (message, transfer) => port2.postMessage(message, transfer),
      load: () => this.#load(),
      createTrainer: () => {
        options.onCreate?.(this.trainers.length);
        const trainer = new FakeTrainer(options);
        this.trainers.push(trainer);
        return trainer as unknown as Trainer;
      },
      now,
      soon: setImmediate,
    });
    port2.on('message', (message: ToWorker) => session.receive(message));
    port1.on('message', (message: FromWorker) => this.#receive(message));
  }

  #receive(message: FromWorker): void {
    this.messages.push(message);
    if (message.type === 'frame' && this.acknowledging)
      this.send({ type: 'ack', job: message.job, seq: message.seq });
    for (const look of this.#waiting) look();
  }

  send(message: ToWorker): void {
    this.#port.postMessage(message);
  }

  start(extra: Partial<Extract<ToWorker, { type: 'start' }>> = {}): void {
    this.send({
      type: 'start',
      job: 1,
      experiment: defaultExperiment(),
      variant: 'dropout',
      seed: 1,
      folder: null,
      observe: NOTHING,
      paused: false,
      ...extra,
    });
  }

  /** The first message, already here or to come, that fits. */
  until<T extends FromWorker['type']>(
    type: T,
    fits: (message: Extract<FromWorker, { type: T }>) => boolean = () => true,
  ): Promise<Extract<FromWorker, { type: T }>> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.messages.find(
          (message): message is Extract<FromWorker, { type: T }> =>
            message.type === type && fits(message as Extract<FromWorker, { type: T }>),
        );
        if (!found) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  get frames(): Frame[] {
    return this.messages.filter((message): message is Frame => message.type === 'frame');
  }

  /** One column of all rows that arrived. */
  column(name: (typeof EPOCH_COLUMNS)[number]): number[] {
    const at = EPOCH_COLUMNS.indexOf(name);
    return this.frames.flatMap(({ rows }) => [...rows].filter((_, i) => i % EPOCH_COLUMNS.length === at));
  }

  get trainer(): FakeTrainer {
    return this.trainers.at(-1)!;
  }

  /** Ends what still trains: a session would go on for ever. */
  close(): void {
    for (const trainer of this.trainers) trainer.outcome ??= { kind: 'completed', step: 0, epoch: 0 };
    this.#port.close();
    this.#far.close();
  }
}
