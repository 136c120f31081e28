import type { AnalysisId } from '../../src/core/analysis/ids';
import type { Change } from '../../src/core/spec';
import type { Trainers } from '../../src/host/runner';
import type { Ending, FromWorker, Observation, RunInfo } from '../../src/protocol';
import type { JobHandle, JobRequest } from '../../src/worker/pool';
import { info, progress, rows } from './fixtures';

type Said = FromWorker extends infer M ? (M extends unknown ? Omit<M, 'job'> : never) : never;

/** A job that a test plays the worker of. */
export class FakeJob implements JobHandle {
  readonly told: string[] = [];
  observed: Observation;
  analysed: readonly AnalysisId[] = [];
  acknowledged = -1;
  over = false;
  #rows = 0;

  readonly #listener: (message: FromWorker) => void;

  constructor(
    readonly id: number,
    readonly request: JobRequest,
    listener: (message: FromWorker) => void,
  ) {
    this.#listener = listener;
    this.observed = request.observe;
  }

  get key(): string {
    return `${this.request.variant}:${this.request.seed}`;
  }

  pause(): void {
    this.told.push('pause');
  }
  resume(): void {
    this.told.push('resume');
  }
  step(steps: number): void {
    this.told.push(`step ${steps}`);
  }
  change(change: Change): void {
    this.told.push(`change ${JSON.stringify(change)}`);
  }
  observe(observe: Observation): void {
    this.observed = observe;
  }
  analyse(analyses: readonly AnalysisId[]): void {
    this.analysed = analyses;
  }
  ack(seq: number): void {
    this.acknowledged = seq;
  }
  stop(): void {
    this.told.push('stop');
  }

  say(message: Said): void {
    if (message.type === 'ended' || message.type === 'failed') this.over = true;
    this.#listener({ ...message, job: this.id } as FromWorker);
  }

  /** `facts`: what it says otherwise of its data. */
  start(facts: Partial<RunInfo> = {}): void {
    this.say({ type: 'started', info: { ...info, ...facts } });
  }

  frame(count: number): void {
    const from = this.#rows;
    this.#rows += count;
    this.say({ type: 'frame', seq: this.#rows, rows: rows(from, count), progress: progress(this.#rows) });
  }

  end(kind: Ending['kind'] = 'completed'): void {
    this.say({ type: 'ended', ending: { kind, step: this.#rows, epoch: this.#rows, seconds: 1 } });
  }
}

/** Trainers that a test plays. */
export class FakeTrainers implements Trainers {
  readonly jobs: FakeJob[] = [];
  /** Fails the next jobs as they start. */
  failing: string | undefined;

  constructor(readonly size = 2) {}

  /** Jobs that have not ended. */
  get live(): FakeJob[] {
    return this.jobs.filter(({ over }) => !over);
  }

  start(request: JobRequest, listener: (message: FromWorker) => void): JobHandle {
    const job = new FakeJob(this.jobs.length + 1, request, listener);
    this.jobs.push(job);
    if (this.failing !== undefined) job.say({ type: 'failed', step: 0, reason: this.failing });
    return job;
  }
}
