import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deferred } from '../../study/deferred';
import { InputError, UsageError } from '../io';

/** The queue of trainings, and that of the pieces of data files. */
export const TRAININGS = 'dropout-playground';
export const PIECES = 'dropout-playground-data';

/** Milliseconds after which a training of a machine that is not heard of any more is given to another one. */
export const LEASE = 10_000;
/** Milliseconds until a queue has to answer at first. */
const FIRST_ANSWER = 10_000;
/** Milliseconds by which a clock may be off: the leases of trainings go by the clocks of all machines. */
const CLOCKS = 3_000;
/** What is asked of a database that restarts is asked again after so many milliseconds. */
const AGAIN = 500;
/** Why a machine is not let in, whose asking again is of no use: errors of Node, Redis and PostgreSQL. */
const REFUSALS = /^(CERT_|DEPTH_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|28)/;
const UNTRUSTED = /^(DEPTH_|SELF_SIGNED_|UNABLE_TO_)/;

// What is used of BullMQ. Its own types are not: it may be left out of an installation.

export interface BullJob {
  readonly id?: string;
  readonly data: unknown;
  readonly progress: unknown;
  readonly returnvalue: unknown;
  readonly failedReason?: string;
  /** The name of the worker. */
  readonly processedBy?: string;
  getState(): Promise<string>;
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
  updateProgress(progress: object): Promise<void>;
  remove(): Promise<void>;
}

interface Endpoint {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

/** What its database is asked besides. */
interface Backend {
  /** Redis. */
  readonly client?: Promise<{ time(): Promise<[seconds: string | number, microseconds: string | number]> }>;
  /** PostgreSQL. */
  readonly connection?: { readonly pool?: { query(text: string): Promise<{ rows: { ms: string }[] }> } };
}

export interface BullQueue extends Endpoint {
  readonly backend: Backend;
  add(name: string, data: object, options: object): Promise<BullJob>;
  getJob(id: string): Promise<BullJob | undefined>;
  getJobs(states: readonly string[]): Promise<readonly BullJob[]>;
  getWorkers(): Promise<readonly { readonly name?: string; readonly rawname?: string }[]>;
}

export interface BullEvents extends Endpoint {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: string, listener: (event: BullEvent) => void): unknown;
}

/** Of `completed`, `failed`, `stalled` and `progress`. */
export interface BullEvent {
  readonly jobId: string;
  /** What a worker has made known, of `progress`. */
  readonly data?: unknown;
}

export interface BullWorker extends Endpoint {
  close(force?: boolean): Promise<void>;
}

type Process = (job: BullJob, token?: string) => Promise<object>;

interface Classes {
  readonly Queue: new (name: string, options: object) => BullQueue;
  readonly QueueEvents: new (name: string, options: object) => BullEvents;
  readonly Worker: new (name: string, process: Process, options: object) => BullWorker;
}

interface Bull extends Classes {
  readonly DelayedError: new () => Error;
  readonly createPostgresBackend: unknown;
  withBackend(factory: unknown): Classes;
}

/** BullMQ at one address: Redis or PostgreSQL. */
export class Broker {
  /** Without name and password. */
  readonly place: string;
  readonly DelayedError: Bull['DelayedError'];
  readonly #classes: Classes;
  readonly #connection: object;
  readonly #open: Endpoint[] = [];
  readonly #password: string;
  readonly #lease: number;
  #error: Error | undefined;

  /**
   * @param folder from which BullMQ is looked for
   * @param lease see {@link LEASE}
   * @throws UsageError for what is no address; InputError where BullMQ is not installed
   */
  constructor(address: string, folder: string, lease = LEASE) {
    this.#lease = lease;
    const url = addressOf(address);
    this.place = `${url.protocol}//${url.host}${url.pathname}`;
    this.#password = url.password;
    const bull = load(folder);
    this.DelayedError = bull.DelayedError;
    const isRedis = url.protocol.startsWith('redis');
    this.#classes = isRedis ? bull : bull.withBackend(bull.createPostgresBackend);
    this.#connection = isRedis
      ? { url: address, maxRetriesPerRequest: null }
      : { connectionString: address, migrate: true };
  }

  queue(name: string): Promise<BullQueue> {
    return this.#ready(new this.#classes.Queue(name, { connection: this.#connection }));
  }

  /** The queue of trainings. @throws InputError where the clocks of this machine and of the database differ */
  async trainings(): Promise<BullQueue> {
    const queue = await this.queue(TRAININGS);
    const before = Date.now();
    const there = await clockOf(queue.backend);
    // It was read at some moment between the two.
    const [ahead, behind] = [before - there, there - Date.now()];
    if (Math.max(ahead, behind) > CLOCKS) throw new InputError(clockWords(ahead, behind, this.place));
    return queue;
  }

  events(name: string): Promise<BullEvents> {
    return this.#ready(new this.#classes.QueueEvents(name, { connection: this.#connection }));
  }

  /** @param name of the machine, without blanks */
  worker(process: Process, name: string, concurrency: number): Promise<BullWorker> {
    const options = {
      ...{ connection: this.#connection, name, concurrency },
      ...{ lockDuration: this.#lease, stalledInterval: this.#lease / 2, maxStalledCount: 2 },
    };
    return this.#ready(new this.#classes.Worker(TRAININGS, process, options));
  }

  async #ready<E extends Endpoint>(endpoint: E): Promise<E> {
    this.#open.push(endpoint);
    const refused = deferred<never>();
    endpoint.on('error', (error: Error) => {
      this.#error = error;
      if (isRefusal(error)) refused.reject(error);
    });
    const timer = setTimeout(() => refused.reject(this.#error ?? new Error('no answer')), FIRST_ANSWER);
    try {
      await Promise.race([endpoint.waitUntilReady(), refused.promise]);
      return endpoint;
    } catch (error) {
      throw new InputError(`The queue ${this.place} cannot be reached: ${this.#words(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Without the password, whatever the database answers. */
  #words(error: unknown): string {
    const words = wordsOf(error);
    if (!this.#password) return words;
    return words.replaceAll(this.#password, '…').replaceAll(decodeURIComponent(this.#password), '…');
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#open.map((endpoint) => endpoint.close()));
  }
}

async function clockOf({ client, connection }: Backend): Promise<number> {
  if (connection?.pool) {
    const query = 'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms';
    return Number((await connection.pool.query(query)).rows[0]!.ms);
  }
  const [seconds, microseconds] = await (await client!).time();
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}

function clockWords(ahead: number, behind: number, place: string): string {
  const [ms, how] = ahead > behind ? [ahead, 'ahead of'] : [behind, 'behind'];
  return `The clock of this machine is ${Math.round(ms / 1000)} s ${how} that of ${place}: set it. With clocks that differ by more than ${CLOCKS / 1000} s, trainings that go on are taken for lost.`;
}

/** Asks until the database answers: it may restart. Rejects with the signal's reason. */
export async function persistently<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await ask();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? '');

const isRefusal = (error: Error): boolean =>
  REFUSALS.test(codeOf(error)) || /^(WRONGPASS|NOAUTH)/.test(error.message);

/** Of several addresses that were tried each has its own error. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ');
  const words = (error as Error).message || codeOf(error);
  return UNTRUSTED.test(codeOf(error))
    ? `its certificate is not trusted here (${words}). NODE_EXTRA_CA_CERTS=FILE names the certificate of who has signed it.`
    : words;
}

export function addressOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^(rediss?|postgres|postgresql):$/.test(url.protocol)) return url;
  throw new UsageError('--queue: redis://…, rediss://… or postgres://… is needed.');
}

function load(folder: string): Bull {
  try {
    return createRequire(join(folder, 'cli.js'))('bullmq') as Bull;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new InputError(
      `BullMQ is not installed, which trainings on many machines need:\n  npm install --omit=dev --no-save --prefix ${JSON.stringify(dirname(folder))} bullmq@6 ioredis@5 pg@8`,
    );
  }
}
