import { EventEmitter } from 'node:events';
import type { Train, TrainingRequest } from '../../study/training';
import { type Broker, type BullEvents, type BullJob, type BullQueue, persistently, TRAININGS } from './bull';
import { deferred } from './deferred';
import { type Answer, idOf, type Payload, payloadOf, readAnswer, resultOf } from './payload';

/** Milliseconds between looks at what is awaited: a message can be lost, as while the database restarts. */
const LOOK = 2_000;
/** How often a training is begun before it counts as failed, and after how many milliseconds again. */
const ATTEMPTS = 3;
const BACKOFF = 500;
/** Answers that the queue keeps for a proposer that was broken off: seconds, and how many. */
const KEPT = { age: 86_400, count: 5_000 };

interface Awaited {
  readonly payload: Payload;
  readonly promise: Promise<Answered>;
  resolve(answered: Answered): void;
  reject(error: Error): void;
}

/** An answer, and which machine gave it. */
export interface Answered {
  readonly answer: Answer;
  readonly machine: string;
}

export interface FleetEvents {
  /** A training has ended on a machine. */
  trained: [machine: string, seconds: number];
  /** A machine went away from a training, which another one begins anew. */
  stalled: [];
  failed: [reason: string];
  /** A machine does not train what it is given. */
  refused: [machine: string, reason: string];
}

/** Has trainings done by the machines that have joined a queue. */
export class Fleet extends EventEmitter<FleetEvents> {
  readonly #awaited = new Map<string, Awaited>();
  /** What the queue keeps of this proposer. */
  readonly #taken: string[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #closing = new AbortController();

  readonly #queue: BullQueue;
  readonly #program: string;

  private constructor(queue: BullQueue, program: string) {
    super();
    this.#queue = queue;
    this.#program = program;
  }

  /** @param program see `programOf` */
  static async join(broker: Broker, program: string): Promise<Fleet> {
    const [queue, events] = await Promise.all([broker.queue(TRAININGS), broker.events(TRAININGS)]);
    const fleet = new Fleet(queue, program);
    fleet.#hear(events);
    return fleet;
  }

  #hear(events: BullEvents): void {
    const look = ({ jobId }: { readonly jobId: string }) => void this.#look(jobId);
    events.on('completed', look);
    events.on('failed', look);
    events.on('stalled', ({ jobId }) => this.#awaited.has(jobId) && this.emit('stalled'));
    events.on('progress', ({ jobId, data }) => {
      const { refused, machine } = (data ?? {}) as { refused?: unknown; machine?: unknown };
      if (this.#awaited.has(jobId) && typeof refused === 'string' && typeof machine === 'string')
        this.emit('refused', machine, refused);
    });
    this.#timer = setInterval(() => {
      for (const id of this.#awaited.keys()) void this.#look(id);
    }, LOOK);
  }

  /** How many trainings have been given away and not come back. */
  get waiting(): number {
    return this.#awaited.size;
  }

  /** The names of the machines that have joined. */
  async machines(): Promise<string[]> {
    const workers = await this.#queue.getWorkers();
    const names = workers.map(({ rawname, name }) => /:w:(.+)$/.exec(rawname ?? name ?? '')?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))].sort();
  }

  readonly train: Train = async (request, signal) => {
    signal?.throwIfAborted();
    const answered = await unless(this.#answered(request), signal);
    return resultOf(answered.answer, request);
  };

  #answered(request: TrainingRequest): Promise<Answered> {
    const payload = payloadOf(this.#program, request);
    const id = idOf(payload);
    const known = this.#awaited.get(id);
    // A sampler may propose a point twice.
    if (known) return known.promise;
    const awaited = { payload, ...deferred<Answered>() };
    this.#awaited.set(id, awaited);
    void this.#look(id, true);
    return awaited.promise;
  }

  /** Takes what has become of a training, or has it done. @param isFirst what failed before is tried anew */
  async #look(id: string, isFirst = false): Promise<void> {
    try {
      await persistently(() => this.#settle(id, isFirst), this.#closing.signal);
    } catch {
      // Nobody waits any more.
    }
  }

  async #settle(id: string, isFirst: boolean): Promise<void> {
    const awaited = this.#awaited.get(id);
    if (!awaited) return;
    const job = await this.#queue.getJob(id);
    const state = await job?.getState();
    if (job && state === 'completed') return this.#take(id, job, awaited);
    if (job && state === 'failed' && !isFirst) return this.#fail(id, job, awaited);
    if (job && state === 'failed') await job.remove();
    if (!job || state === 'failed' || state === 'unknown') await this.#add(id, awaited.payload);
  }

  async #add(id: string, payload: Payload): Promise<void> {
    await this.#queue.add('training', payload, {
      ...{ jobId: id, attempts: ATTEMPTS, backoff: { type: 'fixed', delay: BACKOFF } },
      ...{ removeOnComplete: KEPT, removeOnFail: KEPT },
    });
  }

  async #take(id: string, job: BullJob, awaited: Awaited): Promise<void> {
    const answer = readAnswer(job.returnvalue);
    const machine = job.processedBy ?? '';
    if (!answer) {
      this.emit('refused', machine, 'it gave no answer that can be read');
      await job.remove();
      return this.#add(id, awaited.payload);
    }
    // Whoever looked first has it.
    if (!this.#awaited.delete(id)) return;
    this.#taken.push(id);
    if (this.#taken.length > KEPT.count) this.#taken.shift();
    this.emit('trained', machine, answer.seconds);
    awaited.resolve({ answer, machine });
  }

  #fail(id: string, { failedReason = '' }: BullJob, { reject }: Awaited): void {
    if (!this.#awaited.delete(id)) return;
    this.emit('failed', failedReason);
    reject(new Error(failedReason));
  }

  /** Takes back what no machine has begun. @param isOver nobody will ask for the answers that the queue keeps */
  async leave(isOver: boolean): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    const ids = [...this.#awaited.keys(), ...(isOver ? this.#taken : [])];
    this.#awaited.clear();
    // One that a machine trains stays, and its answer with it.
    for (const id of ids)
      await this.#queue
        .getJob(id)
        .then((job) => job?.remove())
        .catch(() => {});
  }
}

/** The promise, or the signal's reason once that is aborted. */
async function unless<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  const { promise: aborted, reject } = deferred<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
