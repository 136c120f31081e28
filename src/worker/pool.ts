import * as l10n from '@vscode/l10n';
import type { FromWorker } from '../protocol';
import { memoryBudget, PoolMemory, type SharedMemory } from './memory';
import {
  type FromThread,
  type JobHandle,
  type JobRequest,
  PooledJob,
  type Thread,
  type Workerish,
} from './pooled-job';

export type { JobHandle, JobRequest, Workerish } from './pooled-job';

/** Delay in milliseconds before cores are reassigned, since jobs often arrive together and end soon. */
const SETTLING = 50;

export interface PoolOptions {
  /** Maximum number of concurrent jobs, each in its own thread. */
  readonly size: number;
  /** Cores that jobs may use; with fewer jobs than cores, several threads work on one job. Default: `size`. */
  readonly cores?: number;
  /** Starts a thread, which reserves large amounts in `memory`. */
  createWorker(memory: SharedMemory): Workerish;
  /** Bytes that all threads together may hold; called while nothing trains. */
  readonly budget?: () => number;
  /** Milliseconds for a job to stop by itself before its thread is terminated. Default: 500. */
  readonly patience?: number;
}

/** Trains jobs in worker threads, first come first served. Cores are divided evenly among the running jobs. */
export class WorkerPool {
  readonly #queue: PooledJob[] = [];
  readonly #threads = new Set<Thread>();
  readonly #memory = new PoolMemory();
  /** Set if a job lacked memory beside others; no job is started until one of them ends. */
  #crowded = false;
  /** Jobs that once lacked memory although no other job held any. */
  readonly #alone = new WeakSet<PooledJob>();
  /** Number of terminating threads, which still hold their memory. */
  #leaving = 0;
  #nextId = 1;
  #disposed = false;
  #sharing: ReturnType<typeof setTimeout> | undefined;

  readonly #options: PoolOptions;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Starts threads ahead of time, so that a first run begins immediately. */
  prewarm(count: number): void {
    while (this.#threads.size < Math.min(count, this.#options.size)) this.#threads.add(this.#createThread());
  }

  /** Queues a job. `listener` receives all its messages; the last is `ended` or `failed`. */
  start(request: JobRequest, listener: (message: FromWorker) => void): JobHandle {
    const job = new PooledJob(this.#nextId++, request, listener, {
      patience: this.#options.patience ?? 500,
      unqueue: (one) => this.#queue.splice(this.#queue.indexOf(one), 1),
      kill: (thread) => this.#kill(thread),
    });
    if (this.#disposed) {
      job.stopped();
      return job;
    }
    this.#queue.push(job);
    this.#dispatch();
    return job;
  }

  /** Terminates all threads; unfinished jobs are reported as stopped. */
  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#sharing);
    for (const job of this.#queue.splice(0)) job.stopped();
    for (const thread of [...this.#threads]) this.#kill(thread);
  }

  #dispatch(): void {
    if (this.#busy().length === 0 && this.#leaving === 0) {
      this.#crowded = false;
      this.#memory.allow((this.#options.budget ?? memoryBudget)());
    }
    while (this.#queue.length > 0 && !this.#crowded && !this.#disposed) {
      const idle = [...this.#threads].find((thread) => !thread.job);
      if (!idle && this.#threads.size >= this.#options.size) break;
      this.#enter(this.#queue.shift()!, idle);
    }
    this.#sharing ??= setTimeout(() => this.#shareOut(), SETTLING);
    this.#sharing.unref?.();
  }

  #busy(): Thread[] {
    return [...this.#threads].filter(({ job }) => job);
  }

  /** Notifies threads whose number of cores has changed. */
  #shareOut(): void {
    this.#sharing = undefined;
    const busy = this.#busy();
    const { size, cores = size } = this.#options;
    const share = Math.max(1, Math.floor(cores / Math.max(1, busy.length)));
    for (const thread of busy) {
      if (thread.share === share) continue;
      thread.share = share;
      thread.worker.postMessage({ type: 'threads', threads: share });
    }
  }

  #enter(job: PooledJob, idle: Thread | undefined): void {
    let thread = idle;
    try {
      thread ??= this.#createThread();
      this.#threads.add(thread);
      occupy(thread, job);
      job.enter(thread);
    } catch (error) {
      if (thread) release(thread);
      job.failed(l10n.t('No worker thread could be started: {0}', (error as Error).message));
    }
  }

  #createThread(): Thread {
    const memory = this.#memory.share();
    const worker = this.#options.createWorker(memory);
    const thread: Thread = { worker, memory, job: undefined, share: 1 };
    worker.on('message', (message) => this.#receive(thread, message));
    worker.on('messageerror', (error) => this.#lose(thread, error.message));
    worker.on('error', (error) => this.#lose(thread, reasonOf(error)));
    worker.on('exit', (code) =>
      this.#lose(thread, l10n.t('The worker thread ended by itself (exit code {0}).', code)),
    );
    worker.unref?.();
    return thread;
  }

  #receive(thread: Thread, message: FromThread): void {
    const job = thread.job;
    // A late message of a job that was replaced or terminated.
    if (!job || job.id !== message.job) return;
    if (message.type === 'crowded') {
      this.#putBack(thread, job, message.reason);
      return;
    }
    if (message.type === 'ended' || message.type === 'failed') this.#release(thread);
    job.hear(message);
    if (!thread.job) this.#dispatch();
  }

  /** Queues a job again that lacked memory: fewer concurrent jobs are better than a failed one. */
  #putBack(thread: Thread, job: PooledJob, reason: string): void {
    release(thread);
    this.#crowded = true;
    const alone = this.#busy().length === 0 && this.#leaving === 0;
    // Other jobs may have ended meanwhile; but if it was alone last time too, it would wait forever.
    if (alone && this.#alone.has(job)) job.failed(reason);
    else if (job.leave()) this.#queue.unshift(job);
    if (alone) this.#alone.add(job);
    this.#dispatch();
  }

  #release(thread: Thread): void {
    this.#crowded = false;
    release(thread);
  }

  /** Removes a thread; its memory is released once it has terminated. */
  #remove(thread: Thread): boolean {
    if (!this.#threads.delete(thread)) return false;
    this.#leaving++;
    void this.#ended(thread).then(() => {
      this.#leaving--;
      this.#crowded = false;
      this.#memory.forget(thread.memory);
      this.#dispatch();
    });
    return true;
  }

  async #ended({ worker }: Thread): Promise<void> {
    try {
      await worker.terminate();
    } catch {
      // If it cannot be terminated, it has already ended.
    }
  }

  /** Handles a thread that died: its job has failed, others continue. */
  #lose(thread: Thread, reason: string): void {
    if (!this.#remove(thread)) return;
    const job = thread.job;
    thread.job = undefined;
    job?.failed(reason);
    this.#dispatch();
  }

  #kill(thread: Thread): void {
    if (!this.#remove(thread)) return;
    const job = thread.job;
    thread.job = undefined;
    job?.stopped();
    this.#dispatch();
  }
}

function occupy(thread: Thread, job: PooledJob): void {
  thread.job = job;
  thread.worker.ref?.();
}

function release(thread: Thread): void {
  thread.job = undefined;
  thread.worker.unref?.();
}

function reasonOf(error: Error & { code?: string }): string {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? l10n.t('The worker thread ran out of memory: use fewer or narrower layers, or less data.')
    : error.message;
}
