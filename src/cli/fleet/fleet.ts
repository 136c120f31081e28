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
  CANCELLED,
  idOf,
  Milestones,
  type Payload,
  payloadOf,
  readAnswer,
  resultOf,
} from './payload';

/** Milliseconds between looks at what is awaited: a message can be lost, as while the database restarts. */
const LOOK = 2_000;
/** Machines on which a training fails before it counts as failed; where there are fewer, they try again. */
const TRIES = 3;
/** Milliseconds until then. */
const BACKOFF = 500;
/** Trials for each thread of a machine: none waits for an answer to travel. */
const AHEAD = 2;
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
  /** How many wait for it. */
  waiting: number;
  /** Where it has failed. */
  readonly failedOn: string[];
}

/** A machine that has joined. */
export interface Joined {
  readonly name: string;
  readonly threads: number;
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
  /** None of the machines that have joined trains: each with its reason. */
  deserted: [reasons: ReadonlyMap<string, string>];
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
  /** Machines that do not train, and why. */
  readonly #unfit = new Map<string, string>();
  readonly #cancelling = new Set<Promise<void>>();
  #places = 0;
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
    const queue = await broker.trainings();
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
      if (!this.#awaited.has(jobId) || typeof refused !== 'string' || typeof machine !== 'string') return;
      this.#unfit.set(machine, refused);
      this.emit('refused', machine, refused);
    });
    this.#timer = setInterval(() => {
      for (const id of this.#awaited.keys()) void this.#look(id);
      void this.#count().catch(() => {});
    }, LOOK);
  }

  /** How many trials can go on at once. */
  readonly places = (): number => this.#places;

  async #count(): Promise<void> {
    const machines = await this.machines();
    const fit = machines.filter(({ name }) => !this.#unfit.has(name));
    this.#places = AHEAD * fit.reduce((sum, { threads }) => sum + threads, 0);
    if (machines.length > 0 && fit.length === 0 && this.waiting > 0)
      this.emit('deserted', new Map(machines.map(({ name }) => [name, this.#unfit.get(name)!])));
  }

  /** How many trainings have been given away and not come back. */
  get waiting(): number {
    return this.#awaited.size;
  }

  /** The machines that have joined, by name. */
  async machines(): Promise<Joined[]> {
    const workers = await this.#queue.getWorkers();
    // What stands before its name is the queue's.
    const names = workers.map(({ rawname, name = '' }) => (rawname ?? name).split(':w:').at(1));
    return [...new Set(names.filter((name) => name !== undefined))].sort().map(joinedAs);
  }

  readonly train: Train = async (request, signal) => {
    signal?.throwIfAborted();
    const shipped = await this.#shipper.ship(request.experiment, request.folder).catch(() => undefined);
    // What cannot be read fails here, in the words of its reader.
    if (!shipped) return this.#options.here(request, signal);
    signal?.throwIfAborted();
    const travelling = { ...request, experiment: shipped.experiment };
    const payload = payloadOf(this.#options.program, travelling);
    try {
      return resultOf(await unless(this.#answer(payload, request), signal), request);
    } catch (error) {
      if (signal?.aborted) this.#leave(idOf(payload));
      signal?.throwIfAborted();
      const words = (error as Error).message;
      throw new Error([...shipped.names].reduce((text, [from, to]) => text.replaceAll(from, to), words));
    }
  };

  #answer(payload: Payload, request: TrainingRequest): Promise<Answer> {
    const id = idOf(payload);
    const known = this.#awaited.get(id);
    // A sampler may propose a point twice.
    if (known) {
      known.waiting += 1;
      return known.promise;
    }
    const state = { isTaken: false, resends: 0, waiting: 1, failedOn: [] };
    const awaited: Awaited = { payload, request, ...state, ...deferred<Answer>() };
    this.#awaited.set(id, awaited);
    void this.#look(id, true);
    return awaited.promise;
  }

  /** Somebody does not wait for a training any more. */
  #leave(id: string): void {
    const awaited = this.#awaited.get(id);
    if (!awaited || --awaited.waiting > 0) return;
    this.#awaited.delete(id);
    const cancelling = this.#cancel(id).finally(() => this.#cancelling.delete(cancelling));
    this.#cancelling.add(cancelling);
  }

  /** Takes a training back; one that a machine has begun ends there. */
  async #cancel(id: string): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++)
      try {
        const job = await this.#queue.getJob(id);
        await job?.remove().catch(() => job.updateProgress({ cancelled: true }));
        return;
      } catch {
        // It may have ended meanwhile, or the database is slow.
      }
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
    else if (job && state === 'delayed' && awaited.failedOn.length > 0 && !(await this.#hasOther(awaited)))
      // Those that were to try it have gone.
      await this.#resume(id, awaited.payload);
    else if (!job || state === 'failed' || state === 'unknown') await this.#resume(id, awaited.payload);
  }

  /** Puts a training into the queue, in place of what became of it before. */
  async #again(id: string, payload: Payload, tried: readonly string[] = [], delay = 0): Promise<void> {
    await this.#queue.getJob(id).then((job) => job?.remove());
    const without = this.#aside.size > 0 ? [...this.#aside] : undefined;
    const more = { without, ...(tried.length > 0 && { tried }) };
    const kept = { removeOnComplete: KEPT, removeOnFail: KEPT };
    await this.#queue.add('training', { ...payload, ...more }, { jobId: id, delay, ...kept });
  }

  /** As {@link #again}, for somebody who waits and may leave while it is on its way. */
  async #resume(
    id: string,
    ...rest: [payload: Payload, tried?: readonly string[], delay?: number]
  ): Promise<void> {
    await this.#again(id, ...rest);
    if (!this.#awaited.has(id)) await this.#cancel(id);
  }

  /** Whether there is a machine that has not tried a training yet. */
  async #hasOther({ failedOn }: Awaited): Promise<boolean> {
    const machines = await this.machines();
    return machines.some(({ name }) => !failedOn.includes(name) && !this.#unfit.has(name));
  }

  async #take(id: string, job: BullJob, awaited: Awaited): Promise<void> {
    const answer = readAnswer(job.returnvalue);
    const machine = nameOf(job);
    const isGood = answer !== undefined && (await this.#isGood(machine, id, answer, awaited));
    if (this.#closing.signal.aborted) return;
    if (!isGood) {
      if (!answer) this.emit('refused', machine, UNREADABLE);
      this.#setAside(machine, answer ? DIFFERS : UNREADABLE);
      await persistently(() => this.#again(id, awaited.payload), this.#closing.signal).catch(() => {});
      awaited.isTaken = false;
      return;
    }
    this.#awaited.delete(id);
    this.#keep(id, { ...awaited, machine, rows: answer.rows });
    this.emit('trained', machine, answer.seconds);
    awaited.resolve(answer);
  }

  #keep(id: string, { machine, payload, request, rows }: Counted): void {
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
    this.#setAside(machine, DIFFERS);
    for (const [id, { payload, request, rows, machine: by }] of [...this.#counted]) {
      if (by !== machine) continue;
      this.#counted.delete(id);
      await persistently(() => this.#again(id, payload), this.#closing.signal);
      const again = await this.#answer(payload, request);
      if (again.rows !== rows) return void this.emit('spoilt', machine);
    }
  }

  #setAside(machine: string, reason: string): void {
    this.#aside.add(machine);
    this.#unfit.set(machine, reason);
  }

  async #fail(id: string, job: BullJob, awaited: Awaited): Promise<void> {
    const { failedReason = '' } = job;
    // Another study has left it.
    if (failedReason === CANCELLED) return this.#resume(id, awaited.payload);
    if (failedReason === LOST_FILE && awaited.resends++ < RESENDS) {
      this.#shipper.resend();
      await this.#shipper.ship(awaited.request.experiment, awaited.request.folder);
      return this.#resume(id, awaited.payload);
    }
    const { failedOn } = awaited;
    failedOn.push(nameOf(job));
    const isGone = failedReason === STALLED;
    if (failedOn.length < TRIES && !isGone) {
      const isElsewhere = await this.#hasOther(awaited);
      return this.#resume(id, awaited.payload, isElsewhere ? failedOn : [], BACKOFF);
    }
    if (!this.#awaited.delete(id)) return;
    const reason = isGone ? GONE : failedReason;
    this.emit('failed', reason);
    awaited.reject(new Error(reason));
  }

  /** Takes back what no machine has begun. @param isOver nobody will ask for the answers that the queue keeps */
  async leave(isOver: boolean): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    const ids = [...this.#awaited.keys(), ...(isOver ? this.#counted.keys() : [])];
    this.#awaited.clear();
    await Promise.all(ids.map((id) => this.#cancel(id)));
    await Promise.all(this.#cancelling);
    if (isOver) await this.#shipper.forget().catch(() => {});
  }
}

/** What the queue says of a training whose machines have gone, one after the other. */
const STALLED = 'job stalled more than allowable limit';
const GONE = `${TRIES} machines have gone while they trained it.`;
const UNREADABLE = 'it gave no answer that can be read';
const DIFFERS = 'it computes otherwise than this machine';

/** As a machine names itself in the queue: with its threads. */
export const queueName = ({ name, threads }: Joined): string => `${name}*${threads}`;

function joinedAs(queueName: string): Joined {
  const [name = '', threads] = queueName.split('*');
  return { name, threads: Number(threads) || 1 };
}

const nameOf = ({ processedBy = '' }: BullJob): string => joinedAs(processedBy).name;

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
