import * as l10n from '@vscode/l10n';
import type { Change } from '../core/spec';
import type { FromWorker, Observation, ToWorker } from '../protocol';

/** What the pool needs of a thread: `worker_threads.Worker` fits, and a test brings its own. */
export interface Workerish {
  postMessage(message: ToWorker): void;
  terminate(): unknown;
  on(event: 'message', listener: (message: FromWorker) => void): unknown;
  on(event: 'error' | 'messageerror', listener: (error: Error & { code?: string }) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  /** An idle thread does not keep the process alive; one with a job does. */
  ref?(): void;
  unref?(): void;
}

export interface PoolOptions {
  /** Threads at the most. */
  readonly size: number;
  createWorker(): Workerish;
  /** Milliseconds that a job has to stop by itself before its thread is ended; default 1000. */
  readonly patience?: number;
}

/** What to train; the pool numbers the job itself. */
export type JobRequest = Omit<Extract<ToWorker, { type: 'start' }>, 'type' | 'job'>;

/** A job as its owner sees it. After its last message (`ended` or `failed`) every call is without effect. */
export interface JobHandle {
  readonly id: number;
  pause(): void;
  resume(): void;
  step(steps: number): void;
  change(change: Change): void;
  observe(observe: Observation): void;
  ack(seq: number): void;
  stop(): void;
}

/** Where a job is: waiting for a thread, in one, or over. */
type JobState = { at: 'queue' } | { at: 'thread'; thread: Thread } | { at: 'end' };

interface Thread {
  readonly worker: Workerish;
  job: PooledJob | undefined;
}

/** Trains jobs in worker threads, first come first served. */
export class WorkerPool {
  readonly #queue: PooledJob[] = [];
  readonly #threads = new Set<Thread>();
  #nextId = 1;
  #disposed = false;

  constructor(private readonly options: PoolOptions) {}

  /** Starts threads before they are needed: a first run then begins at once. */
  prewarm(count: number): void {
    while (this.#threads.size < Math.min(count, this.options.size)) this.#threads.add(this.#createThread());
  }

  /** Queues a job. `listener` hears every message of it; the last one is `ended` or `failed`. */
  start(request: JobRequest, listener: (message: FromWorker) => void): JobHandle {
    const job = new PooledJob(this.#nextId++, request, listener, {
      patience: this.options.patience ?? 1000,
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

  /** Ends every thread; jobs that have not ended are told that they were stopped. */
  dispose(): void {
    this.#disposed = true;
    for (const job of this.#queue.splice(0)) job.stopped();
    for (const thread of [...this.#threads]) this.#kill(thread);
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && !this.#disposed) {
      const idle = [...this.#threads].find((thread) => !thread.job);
      if (!idle && this.#threads.size >= this.options.size) return;
      this.#enter(this.#queue.shift()!, idle);
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
    const worker = this.options.createWorker();
    const thread: Thread = { worker, job: undefined };
    worker.on('message', (message) => this.#receive(thread, message));
    worker.on('messageerror', (error) => this.#lose(thread, error.message));
    worker.on('error', (error) => this.#lose(thread, reasonOf(error)));
    worker.on('exit', (code) =>
      this.#lose(thread, l10n.t('The worker thread ended by itself (exit code {0}).', code)),
    );
    worker.unref?.();
    return thread;
  }

  #receive(thread: Thread, message: FromWorker): void {
    const job = thread.job;
    // A late word of a job that was replaced or killed.
    if (!job || job.id !== message.job) return;
    if (message.type === 'ended' || message.type === 'failed') release(thread);
    job.hear(message);
    if (!thread.job) this.#dispatch();
  }

  /** A thread died: its job has failed, the others go on. */
  #lose(thread: Thread, reason: string): void {
    if (!this.#threads.delete(thread)) return;
    const job = thread.job;
    thread.job = undefined;
    void thread.worker.terminate();
    job?.failed(reason);
    this.#dispatch();
  }

  #kill(thread: Thread): void {
    if (!this.#threads.delete(thread)) return;
    const job = thread.job;
    thread.job = undefined;
    void thread.worker.terminate();
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

interface Surroundings {
  readonly patience: number;
  unqueue(job: PooledJob): void;
  kill(thread: Thread): void;
}

class PooledJob implements JobHandle {
  #state: JobState = { at: 'queue' };
  #paused: boolean;
  #observe: Observation;
  #changes: readonly Change[] = [];
  #progress = { step: 0, epoch: 0 };

  constructor(
    readonly id: number,
    private readonly request: JobRequest,
    private readonly listener: (message: FromWorker) => void,
    private readonly pool: Surroundings,
  ) {
    this.#paused = request.paused;
    this.#observe = request.observe;
  }

  /** A thread is free: what was said while the job waited comes first. */
  enter(thread: Thread): void {
    this.#state = { at: 'thread', thread };
    this.#post({
      type: 'start',
      job: this.id,
      ...this.request,
      paused: this.#paused,
      observe: this.#observe,
    });
    for (const change of this.#changes) this.change(change);
  }

  hear(message: FromWorker): void {
    if (this.#state.at === 'end') return;
    if (message.type === 'frame')
      this.#progress = { step: message.progress.step, epoch: Math.floor(message.progress.epoch) };
    if (message.type === 'ended' || message.type === 'failed') this.#state = { at: 'end' };
    this.listener(message);
  }

  failed(reason: string): void {
    this.hear({ type: 'failed', job: this.id, step: this.#progress.step, reason });
  }

  stopped(): void {
    this.hear({ type: 'ended', job: this.id, ending: { kind: 'stopped', ...this.#progress, seconds: 0 } });
  }

  pause(): void {
    this.#paused = true;
    this.#post({ type: 'pause', job: this.id });
  }

  resume(): void {
    this.#paused = false;
    this.#post({ type: 'resume', job: this.id });
  }

  step(steps: number): void {
    this.#paused = true;
    this.#post({ type: 'step', job: this.id, steps });
  }

  change(change: Change): void {
    if (this.#state.at === 'queue') this.#changes = [...this.#changes, change];
    this.#post({ type: 'change', job: this.id, change });
  }

  observe(observe: Observation): void {
    this.#observe = observe;
    this.#post({ type: 'observe', job: this.id, observe });
  }

  ack(seq: number): void {
    this.#post({ type: 'ack', job: this.id, seq });
  }

  stop(): void {
    if (this.#state.at === 'queue') {
      this.pool.unqueue(this);
      this.stopped();
    } else if (this.#state.at === 'thread') {
      this.#post({ type: 'stop', job: this.id });
      this.#insist(this.#state.thread);
    }
  }

  /** A thread that never looks at its messages is ended from outside. */
  #insist(thread: Thread): void {
    const timer = setTimeout(() => {
      if (this.#state.at === 'thread') this.pool.kill(thread);
    }, this.pool.patience);
    timer.unref?.();
  }

  #post(message: ToWorker): void {
    if (this.#state.at === 'thread') this.#state.thread.worker.postMessage(message);
  }
}
