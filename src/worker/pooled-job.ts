import type { AnalysisId } from '../core/analysis/ids';
import type { Change } from '../core/spec';
import type { FromWorker, Observation, ToWorker } from '../protocol';
import type { SharedMemory } from './memory';

/** Messages of a thread, including one that only the pool handles: a job lacks memory beside the others. */
export type FromThread =
  | FromWorker
  | { readonly type: 'crowded'; readonly job: number; readonly reason: string };

/** The part of `worker_threads.Worker` that the pool uses; tests provide their own. */
export interface Workerish {
  postMessage(message: ToWorker): void;
  terminate(): unknown;
  on(event: 'message', listener: (message: FromThread) => void): unknown;
  on(event: 'error' | 'messageerror', listener: (error: Error & { code?: string }) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  /** Only threads with a job keep the process alive. */
  ref?(): void;
  unref?(): void;
}

/** A start message without the job id, which the pool assigns. */
export type JobRequest = Omit<Extract<ToWorker, { type: 'start' }>, 'type' | 'job'>;

/** Handle of a job for its owner. After the last message (`ended` or `failed`), calls have no effect. */
export interface JobHandle {
  readonly id: number;
  pause(): void;
  resume(): void;
  step(steps: number): void;
  change(change: Change): void;
  observe(observe: Observation): void;
  analyse(analyses: readonly AnalysisId[]): void;
  ack(seq: number): void;
  stop(): void;
}

/** State of a job: queued, in a thread, or over. */
type JobState = { at: 'queue' } | { at: 'thread'; thread: Thread } | { at: 'end' };

/** A thread of the pool and its current job. */
export interface Thread {
  readonly worker: Workerish;
  readonly memory: SharedMemory;
  job: PooledJob | undefined;
  /** Number of threads that may work on its job. */
  share: number;
}

/** The part of the pool that a job uses. */
interface Surroundings {
  readonly patience: number;
  unqueue(job: PooledJob): void;
  kill(thread: Thread): void;
}

/** A job in the pool: buffers messages while it waits, and guarantees that its owner is notified of its end. */
export class PooledJob implements JobHandle {
  #state: JobState = { at: 'queue' };
  #paused: boolean;
  #observe: Observation;
  #analyses: readonly AnalysisId[];
  #changes: readonly Change[] = [];
  /** Steps to take once a thread is free. */
  #owed = 0;
  #progress = { step: 0, epoch: 0 };
  /** Whether the thread has started the job; before that, the job may be queued again. */
  #begun = false;
  #stopping = false;

  readonly #request: JobRequest;
  readonly #listener: (message: FromWorker) => void;
  readonly #pool: Surroundings;

  constructor(
    readonly id: number,
    request: JobRequest,
    listener: (message: FromWorker) => void,
    pool: Surroundings,
  ) {
    this.#request = request;
    this.#listener = listener;
    this.#pool = pool;
    this.#paused = request.paused;
    this.#observe = request.observe;
    this.#analyses = request.analyses ?? [];
  }

  /** Assigns a thread; sends the buffered messages first. */
  enter(thread: Thread): void {
    this.#state = { at: 'thread', thread };
    this.#post({
      type: 'start',
      job: this.id,
      ...this.#request,
      paused: this.#paused,
      observe: this.#observe,
      analyses: this.#analyses,
    });
    for (const change of this.#changes) this.#post({ type: 'change', job: this.id, change });
    if (this.#owed > 0) this.#post({ type: 'step', job: this.id, steps: this.#owed });
  }

  /** Queues the job again for lack of memory; false if it is over. */
  leave(): boolean {
    if (this.#stopping) this.stopped();
    if (this.#state.at === 'end') return false;
    this.#state = { at: 'queue' };
    return true;
  }

  hear(message: FromWorker): void {
    if (this.#state.at === 'end') return;
    if (message.type === 'started') this.#begun = true;
    if (message.type === 'frame')
      this.#progress = { step: message.progress.step, epoch: Math.floor(message.progress.epoch) };
    if (message.type === 'ended' || message.type === 'failed') this.#state = { at: 'end' };
    this.#listener(message);
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
    this.#owed = 0;
    this.#post({ type: 'resume', job: this.id });
  }

  step(steps: number): void {
    this.#paused = true;
    if (!this.#begun) this.#owed += steps;
    this.#post({ type: 'step', job: this.id, steps });
  }

  change(change: Change): void {
    if (!this.#begun) this.#changes = [...this.#changes, change];
    this.#post({ type: 'change', job: this.id, change });
  }

  observe(observe: Observation): void {
    this.#observe = observe;
    this.#post({ type: 'observe', job: this.id, observe });
  }

  analyse(analyses: readonly AnalysisId[]): void {
    this.#analyses = analyses;
    this.#post({ type: 'analyse', job: this.id, analyses });
  }

  ack(seq: number): void {
    this.#post({ type: 'ack', job: this.id, seq });
  }

  stop(): void {
    this.#stopping = true;
    if (this.#state.at === 'queue') {
      this.#pool.unqueue(this);
      this.stopped();
    } else if (this.#state.at === 'thread') {
      this.#post({ type: 'stop', job: this.id });
      this.#insist(this.#state.thread);
    }
  }

  /** Terminates a thread that does not respond to messages. */
  #insist(thread: Thread): void {
    const timer = setTimeout(() => {
      if (this.#state.at === 'thread') this.#pool.kill(thread);
    }, this.#pool.patience);
    timer.unref?.();
  }

  #post(message: ToWorker): void {
    if (this.#state.at === 'thread') this.#state.thread.worker.postMessage(message);
  }
}
