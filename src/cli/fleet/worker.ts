import { hostname } from 'node:os';
import type { RunInfo } from '../../protocol';
import { deferred } from '../../study/deferred';
import { type Train, trainerOf } from '../../study/training';
import { WorkerPool } from '../../worker/pool';
import { coresOf } from '../arguments';
import { type Interruption, type Io, UsageError } from '../io';
import { programOf } from './answers';
import { Broker, type BullJob, type BullQueue, PIECES } from './bull';
import { DataCache } from './data-files';
import { queueName } from './fleet';
import { type QueueFlags, queueAddress } from './password';
import {
  type Answer,
  answerOf,
  CANCELLED,
  Milestones,
  type Payload,
  PayloadError,
  readPayload,
} from './payload';

export interface WorkerFlags extends QueueFlags {
  readonly json: boolean;
  readonly threads?: string | undefined;
  readonly 'max-cost'?: string | undefined;
  /** Where data files are kept. */
  readonly cache?: string | undefined;
}

/** Epochs × parameters × training rows. On one core about an hour. */
const MOST_COST = 1e13;
/** Milliseconds after which another machine, or this one, looks at a training that was refused. */
const REFUSED = 1_000;
/** Milliseconds between looks whether anyone still waits for what is trained. */
const LOOK = 2_000;

/** `worker`: trains what studies put into a queue, until it is interrupted. Returns the exit status. */
export async function workerCommand(paths: readonly string[], flags: WorkerFlags, io: Io): Promise<number> {
  if (paths.length > 0) throw new UsageError('worker takes no file.');
  const address = await queueAddress(flags, io);
  if (address === undefined)
    throw new UsageError('worker needs --queue redis://… or postgres://…, or DROPOUT_PLAYGROUND_QUEUE.');
  const cores = coresOf(flags.threads, 'threads');
  const cost = costOf(flags['max-cost']);
  const broker = new Broker(address, io.assets);
  const pool = new WorkerPool({ size: cores, createWorker: (memory) => io.startWorker(memory) });
  const ended = deferred<Interruption>();
  const unlisten = io.onInterruption?.(ended.resolve);
  const output = outputOf(flags.json, io);
  try {
    const queue = await broker.trainings();
    const train = trainerOf(pool);
    const name = machineName();
    const program = await programOf(train);
    const cache = new DataCache(await broker.queue(PIECES), flags.cache);
    const bench = new Bench({ train, program, cache, cost, name, output, broker, queue });
    const named = queueName({ name, threads: cores });
    const worker = await broker.worker((job, token) => bench.work(job, token), named, cores);
    output.joined(broker.place, name, cores);
    const { status, words } = await ended.promise;
    output.leaving(words);
    await worker.close();
    return status;
  } finally {
    unlisten?.();
    await broker.close();
    pool.dispose();
  }
}

function costOf(text: string | undefined): number {
  if (text === undefined) return MOST_COST;
  const cost = Number(text);
  if (text.trim() !== '' && cost > 0) return cost;
  throw new UsageError(`--max-cost ${text}: a number above 0 is needed, such as 1e12.`);
}

/** Short enough for what databases keep of a connection's name. */
const machineName = (): string =>
  `${hostname()
    .replace(/[^\w.-]/g, '-')
    .slice(0, 18)}/${process.pid}`;

interface Output {
  joined(place: string, name: string, threads: number): void;
  trained(id: string, seconds: number): void;
  refused(id: string, reason: string): void;
  cancelled(id: string): void;
  leaving(why: string | undefined): void;
}

function outputOf(isJson: boolean, io: Io): Output {
  const json = (value: object) => io.stdout.write(`${JSON.stringify(value)}\n`);
  const line = (text: string) => io.stdout.write(`${text}\n`);
  let last = '';
  if (isJson)
    return {
      joined: (queue, machine, threads) => json({ type: 'joined', queue, machine, threads }),
      trained: (job, seconds) => json({ type: 'trained', job, seconds }),
      refused: (job, reason) => json({ type: 'refused', job, reason }),
      cancelled: (job) => json({ type: 'cancelled', job }),
      leaving: () => json({ type: 'leaving' }),
    };
  return {
    joined: (place, name, threads) =>
      line(`${name} has joined ${place} with ${threads} threads. Ctrl+C ends it after what it is training.`),
    trained: (id, seconds) => line(`${id.slice(0, 10)} trained in ${seconds.toFixed(2)} s`),
    refused(id, reason) {
      // The same training comes back again and again.
      if (reason !== last) io.stderr.write(`${id.slice(0, 10)} is not trained here: ${reason}\n`);
      last = reason;
    },
    cancelled: (id) => line(`${id.slice(0, 10)} ended early: ${CANCELLED}`),
    leaving: (why) => line(`Leaving${why ? ` (${why})` : ''}: what is being trained is finished first.`),
  };
}

interface BenchOptions {
  readonly train: Train;
  readonly program: string;
  readonly cache: DataCache;
  readonly cost: number;
  readonly name: string;
  readonly output: Output;
  readonly broker: Pick<Broker, 'DelayedError'>;
  readonly queue: Pick<BullQueue, 'getJob'>;
}

/** Trains jobs, and trusts none of them. */
class Bench {
  readonly #options: BenchOptions;

  constructor(options: BenchOptions) {
    this.#options = options;
  }

  /** An error that it rejects with is a reason to try again, here or elsewhere. */
  async work(job: BullJob, token: string | undefined): Promise<Answer> {
    const { output, program, name } = this.#options;
    const payload = readPayload(job.data);
    if (payload.program !== program) return this.#refuse(job, token, otherProgram(payload.program, program));
    if (payload.without?.includes(name)) return this.#refuse(job, token, ASIDE);
    if (payload.tried?.includes(name)) return this.#pass(job, token);
    const answer = await this.#answer(payload, job.id ?? '');
    output.trained(job.id ?? '', answer.seconds);
    return answer;
  }

  async #answer({ experiment, variant, seed, checkpoints }: Payload, id: string): Promise<Answer> {
    await this.#options.cache.bring(experiment);
    const { folder } = this.#options.cache;
    const milestones = new Milestones(checkpoints);
    const ending = new AbortController();
    const begun = (info: RunInfo) => {
      const cost = experiment.training.epochs * info.parameterCount * info.trainCount;
      if (cost > this.#options.cost) ending.abort(new PayloadError(costly(cost, this.#options.cost)));
    };
    const isEnough = milestones.see.bind(milestones);
    const { checkpoints: known } = milestones;
    const request = { experiment, variant, seed, folder, begun, isEnough, checkpoints: known };
    const timer = setInterval(() => void this.#endIfLeft(id, ending), LOOK);
    try {
      return answerOf(await this.#options.train(request, ending.signal), milestones);
    } catch (error) {
      if ((error as Error).message === CANCELLED) this.#options.output.cancelled(id);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  async #endIfLeft(id: string, ending: AbortController): Promise<void> {
    const job = await this.#options.queue.getJob(id).catch(() => undefined);
    if ((job?.progress as { cancelled?: unknown } | undefined)?.cancelled === true)
      ending.abort(new Error(CANCELLED));
  }

  /** Puts it back for another machine, which is no failure of the training. */
  async #refuse(job: BullJob, token: string | undefined, reason: string): Promise<never> {
    const { output, name } = this.#options;
    output.refused(job.id ?? '', reason);
    await job.updateProgress({ refused: reason, machine: name });
    return this.#pass(job, token);
  }

  async #pass(job: BullJob, token: string | undefined): Promise<never> {
    await job.moveToDelayed(Date.now() + REFUSED, token);
    throw new this.#options.broker.DelayedError();
  }
}

const ASIDE = 'this machine was put aside, because it computed otherwise than the one that asks.';

const costly = (cost: number, most: number): string =>
  `It would take ${cost.toExponential(1)} epochs × parameters × rows; --max-cost allows ${most.toExponential(1)}.`;

function otherProgram(asked: string, own: string): string {
  const [version, bits] = own.split('/');
  const [otherVersion, otherBits] = asked.split('/');
  return version === otherVersion
    ? `its kernels compute otherwise (${otherBits} asks, ${bits} is here): another processor or Node?`
    : `version ${otherVersion} asks, version ${version} is here: install the same.`;
}
