import { EventEmitter } from 'node:events';
import { type Deferred, deferred } from '../../study/deferred';
import type { Train, TrainingRequest } from '../../study/training';
import {
  type Broker,
  type BullEvent,
  type BullEvents,
  type BullJob,
  type BullQueue,
  PIECES,
  persistently,
  TRAININGS,
} from './bull';
import { LOST_FILE, Shipper } from './data-files';
import {
  type Answer,
  answerOf,
  idOf,
  Milestones,
  type Payload,
  payloadOf,
  readAnswer,
  resultOf,
} from './payload';

/** Milliseconds between looks at what is awaited: a message can be lost, as while the database restarts. */
const LOOK = 2_000;
/** How often a training is begun before it counts as failed, and after how many milliseconds again. */
const ATTEMPTS = 3;
const BACKOFF = 500;
/** Answers that the queue keeps for a proposer that was broken off: seconds, and how many. */
const KEPT = { age: 86_400, count: 5_000 };
/** How often a data file that is gone is sent anew for a training. */
const RESENDS = 3;

interface Awaited extends Deferred<Answer> {
  readonly payload: Payload;
  /** As it is asked for here. */
  readonly request: TrainingRequest;
  /** What was heard of it is being looked into. */
  isTaken: boolean;
  resends: number;
}

/** An answer that has been counted. */
interface Counted {
  readonly machine: string;
  readonly payload: Payload;
  readonly request: TrainingRequest;
  readonly rows: string;
}

export interface FleetEvents {
  /** A training has ended on a machine. */
  trained: [machine: string, seconds: number];
  /** A machine went away from a training, which another one begins anew. */
  stalled: [];
  failed: [reason: string];
  /** A machine does not train what it is given. */
  refused: [machine: string, reason: string];
  /** A training was run here as well, and the bits compared. */
  checked: [machine: string, isSame: boolean];
  /** What a machine gave before it was found out was wrong: the study cannot go on. */
  spoilt: [machine: string];
}

export interface FleetOptions {
  /** See `programOf`. */
  readonly program: string;
  /** Trains here. */
  readonly here: Train;
  /** The share of trainings that are also run here, 0..1. */
  readonly checked: number;
}

/** Has trainings done by the machines that have joined a queue. */
export class Fleet extends EventEmitter<FleetEvents> {
  readonly #awaited = new Map<string, Awaited>();
  /** The last answers: the queue keeps as many of this proposer. */
  readonly #counted = new Map<string, Counted>();
  readonly #aside = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #closing = new AbortController();

  readonly #queue: BullQueue;
  readonly #shipper: Shipper;
  readonly #options: FleetOptions;

  private constructor(queue: BullQueue, pieces: BullQueue, options: FleetOptions) {
    super();
    this.#queue = queue;
    this.#shipper = new Shipper(pieces);
    this.#options = options;
  }

  static async join(broker: Broker, options: FleetOptions): Promise<Fleet> {
    // Whoever comes first sets PostgreSQL up.
    const queue = await broker.queue(TRAININGS);
    const [pieces, events] = await Promise.all([broker.queue(PIECES), broker.events(TRAININGS)]);
    const fleet = new Fleet(queue, pieces, options);
    fleet.#hear(events);
    return fleet;
  }

  #hear(events: BullEvents): void {
    const look = ({ jobId }: BullEvent) => void this.#look(jobId);
    events.on('completed', look);
    events.on('failed', look);
    events.on('stalled', ({ jobId }: BullEvent) => this.#awaited.has(jobId) && this.emit('stalled'));
    events.on('progress', ({ jobId, data }: BullEvent) => {
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
    // What stands before its name is the queue's.
    const names = workers.map(({ rawname, name = '' }) => (rawname ?? name).split(':w:').at(1));
    return [...new Set(names.filter((name) => name !== undefined))].sort();
  }

  readonly train: Train = async (request, signal) => {
    signal?.throwIfAborted();
    const shipped = await this.#shipper.ship(request.experiment, request.folder).catch(() => undefined);
    // What cannot be read fails here, in the words of its reader.
    if (!shipped) return this.#options.here(request, signal);
    const travelling = { ...request, experiment: shipped.experiment };
    try {
      const answer = this.#answer(payloadOf(this.#options.program, travelling), request);
      return resultOf(await unless(answer, signal), request);
    } catch (error) {
      signal?.throwIfAborted();
      const words = (error as Error).message;
      throw new Error([...shipped.names].reduce((text, [from, to]) => text.replaceAll(from, to), words));
    }
  };

  #answer(payload: Payload, request: TrainingRequest): Promise<Answer> {
    const id = idOf(payload);
    const known = this.#awaited.get(id);
    // A sampler may propose a point twice.
    if (known) return known.promise;
    const awaited = { payload, request, isTaken: false, resends: 0, ...deferred<Answer>() };
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
    if (!awaited || awaited.isTaken) return;
    const state = await this.#queue.getJob(id).then((job) => job?.getState());
    // Read after its state: it may have ended between the two, and what was read before knows no result.
    const job = await this.#queue.getJob(id);
    if (awaited.isTaken) return;
    if (job && state === 'completed') {
      awaited.isTaken = true;
      void this.#take(id, job, awaited);
    } else if (job && state === 'failed' && !isFirst) await this.#fail(id, job, awaited);
    else if (!job || state === 'failed' || state === 'unknown') await this.#again(id, awaited);
  }

  /** Puts a training into the queue, in place of what became of it before. */
  async #again(id: string, { payload }: Pick<Awaited, 'payload'>): Promise<void> {
    await this.#queue.getJob(id).then((job) => job?.remove());
    const without = this.#aside.size > 0 ? [...this.#aside] : undefined;
    await this.#queue.add(
      'training',
      { ...payload, without },
      {
        ...{ jobId: id, attempts: ATTEMPTS, backoff: { type: 'fixed', delay: BACKOFF } },
        ...{ removeOnComplete: KEPT, removeOnFail: KEPT },
      },
    );
  }

  async #take(id: string, job: BullJob, awaited: Awaited): Promise<void> {
    const answer = readAnswer(job.returnvalue);
    const machine = job.processedBy ?? '';
    const isGood = answer !== undefined && (await this.#isGood(machine, id, answer, awaited));
    if (this.#closing.signal.aborted) return;
    if (!isGood) {
      if (!answer) this.emit('refused', machine, 'it gave no answer that can be read');
      this.#aside.add(machine);
      await persistently(() => this.#again(id, awaited), this.#closing.signal).catch(() => {});
      awaited.isTaken = false;
      return;
    }
    this.#awaited.delete(id);
    this.#count(id, { ...awaited, machine, rows: answer.rows });
    this.emit('trained', machine, answer.seconds);
    awaited.resolve(answer);
  }

  #count(id: string, { machine, payload, request, rows }: Counted): void {
    this.#counted.set(id, { machine, payload, request, rows });
    if (this.#counted.size > KEPT.count) this.#counted.delete(this.#counted.keys().next().value!);
  }

  /** Whether an answer is to be counted: of some it is looked whether it comes to the same bits here. */
  async #isGood(
    machine: string,
    id: string,
    { rows }: Answer,
    { payload, request }: Awaited,
  ): Promise<boolean> {
    if (this.#aside.has(machine)) return false;
    if (!isPicked(id, this.#options.checked)) return true;
    const { isEnough: _own, begun: _heard, ...training } = request;
    const milestones = new Milestones(payload.checkpoints);
    const result = await this.#options
      .here({ ...training, isEnough: milestones.see.bind(milestones) }, this.#closing.signal)
      .catch(() => undefined);
    if (this.#closing.signal.aborted) return false;
    const isSame = result !== undefined && answerOf(result, milestones).rows === rows;
    this.emit('checked', machine, isSame);
    if (!isSame) await this.#putAside(machine);
    return isSame;
  }

  /** Has everything that a machine has given done again by others. */
  async #putAside(machine: string): Promise<void> {
    if (this.#aside.has(machine)) return;
    this.#aside.add(machine);
    for (const [id, { payload, request, rows, machine: by }] of [...this.#counted]) {
      if (by !== machine) continue;
      this.#counted.delete(id);
      await persistently(() => this.#again(id, { payload }), this.#closing.signal);
      const again = await this.#answer(payload, request);
      if (again.rows !== rows) return void this.emit('spoilt', machine);
    }
  }

  async #fail(id: string, { failedReason = '' }: BullJob, awaited: Awaited): Promise<void> {
    if (failedReason === LOST_FILE && awaited.resends++ < RESENDS) {
      this.#shipper.resend();
      await this.#shipper.ship(awaited.request.experiment, awaited.request.folder);
      return this.#again(id, awaited);
    }
    if (!this.#awaited.delete(id)) return;
    this.emit('failed', failedReason);
    awaited.reject(new Error(failedReason));
  }

  /** Takes back what no machine has begun. @param isOver nobody will ask for the answers that the queue keeps */
  async leave(isOver: boolean): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    const ids = [...this.#awaited.keys(), ...(isOver ? this.#counted.keys() : [])];
    this.#awaited.clear();
    // One that a machine trains stays, and its answer with it.
    for (const id of ids)
      await this.#queue
        .getJob(id)
        .then((job) => job?.remove())
        .catch(() => {});
    if (isOver) await this.#shipper.forget().catch(() => {});
  }
}

/** The same ones on every machine and at every run. */
const isPicked = (id: string, share: number): boolean =>
  Number.parseInt(id.slice(2, 10), 16) < share * 2 ** 32;

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
