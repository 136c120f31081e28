import { availableParallelism } from 'node:os';
import type { FromWorker } from '../protocol';
import { type JobHandle, type JobRequest, WorkerPool } from '../worker/pool';
import { startThread, type ThreadData } from '../worker/thread';
import { DisposableObject } from './disposable';

/** The pair of a run trains at once even on a small machine; more threads than this gain nothing for small nets. */
const FEWEST = 2;
const MOST = 16;

/** The worker threads, as many as the settings say. They start when they are first needed, or just before. */
export class Training extends DisposableObject {
  #pool: WorkerPool | undefined;
  #size = 0;
  #jobs = 0;

  readonly #script: string;
  readonly #wanted: () => number;
  readonly #data: ThreadData;

  /**
   * @param script the bundled worker.
   * @param wanted the setting: 0 for as many as suit the machine.
   * @param data what every thread is given, such as translations.
   */
  constructor(script: string, wanted: () => number, data: ThreadData = {}) {
    super();
    this.#script = script;
    this.#wanted = wanted;
    this.#data = data;
    this.register({ dispose: () => this.#pool?.dispose() });
  }

  /** How many members can train at once. */
  get size(): number {
    const wanted = this.#wanted();
    return wanted > 0 ? wanted : Math.min(MOST, Math.max(FEWEST, availableParallelism() - 1));
  }

  /** Starts the threads of a pair. */
  prewarm(): void {
    this.#current().prewarm(Math.min(FEWEST, this.size));
  }

  start(request: JobRequest, listener: (message: FromWorker) => void): JobHandle {
    const pool = this.#current();
    this.#jobs += 1;
    return pool.start(request, (message) => {
      if (message.type === 'ended' || message.type === 'failed') this.#jobs -= 1;
      listener(message);
    });
  }

  /** Another size needs another pool; the old one is let go of between two runs. */
  #current(): WorkerPool {
    const { size } = this;
    if (this.#pool !== undefined && (this.#size === size || this.#jobs > 0)) return this.#pool;
    this.#pool?.dispose();
    this.#size = size;
    const cores = this.#wanted() || availableParallelism();
    this.#pool = new WorkerPool({
      size,
      cores,
      createWorker: (memory) => startThread(this.#script, { ...this.#data, memory }),
    });
    return this.#pool;
  }
}
