import type { FinalTest } from '../core/analysis/final-test';
import type { Sparing } from '../core/trainer-options';
import { choosingLoss, type EpochRecord, type Variant } from '../core/trainer-types';
import type { Experiment } from '../experiment/schema';
import type { FromWorker, RunInfo } from '../protocol';
import { COLUMNS, recordOf } from '../report/curve';
import type { JobHandle, JobRequest } from '../worker/pool';
import type { Checkpoint } from './pruning';

/** One training of a trial. */
export interface TrainingRequest {
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly seed: number;
  /** What paths of the experiment are relative to. */
  readonly folder: string | null;
  /**
   * Sees each evaluated epoch in order; true ends the training there: its results are those until then. Of records it
   * looks at the loss that chooses.
   */
  readonly isEnough?: (record: EpochRecord) => boolean;
  /** What `isEnough` goes by: where there are none, it ends no training. Left out: it goes by something else. */
  readonly checkpoints?: readonly Checkpoint[];
  /** What counts is the last epoch that is evaluated, not the best one. */
  readonly atEnd?: boolean;
  /** Hears of the data and the network before the first step. */
  readonly begun?: (info: RunInfo) => void;
}

/** What a training came to. */
export interface TrainingResult {
  readonly seed: number;
  /** The epoch with the least validation loss (test loss where nothing validates), or with `atEnd` the last; the untrained network's is 0. */
  readonly best: EpochRecord;
  readonly diverged: boolean;
  /** `isEnough` ended it. */
  readonly cut: boolean;
  /** The predictions for the test rows at the end, where the trainer kept them. */
  readonly test?: FinalTest | undefined;
  readonly info: RunInfo;
  /** From its start in its thread to its end, by the clock. */
  readonly seconds: number;
}

/**
 * Trains once. Rejects with an `Error` where the data cannot be used or the training fails; with the signal's reason
 * once that is aborted.
 */
export type Train = (request: TrainingRequest, signal?: AbortSignal) => Promise<TrainingResult>;

/** What starts trainings in threads: a worker pool, or what stands before one. */
export interface Starter {
  start(request: JobRequest, listener: (message: FromWorker) => void): JobHandle;
}

export const NOTHING = { boundary: false, network: false };

/** Trains in the threads of a pool. */
export function trainerOf(pool: Starter): Train {
  return async ({ isEnough, checkpoints, begun, atEnd = false, ...what }, signal) => {
    signal?.throwIfAborted();
    const course = new Course(what.seed, isEnough, atEnd);
    const own: { job?: JobHandle } = {};
    const stop = () => own.job?.stop();
    signal?.addEventListener('abort', stop, { once: true });
    // Where it may be ended before, the best epoch until then has to be known.
    const sparing: Sparing = isEnough && checkpoints?.length !== 0 ? 'better' : 'best';
    const request = { ...what, observe: NOTHING, paused: false, ...(!atEnd && { sparing }) };
    const hear = (message: FromWorker) => {
      if (message.type === 'started') {
        course.begin(message.info);
        begun?.(message.info);
      }
      if (message.type !== 'frame') return;
      if (course.add(message.rows)) stop();
      own.job?.ack(message.seq);
    };
    try {
      const ending = await new Promise<Extract<FromWorker, { type: 'ended' | 'failed' }>>((resolve) => {
        own.job = pool.start(request, (message) => {
          hear(message);
          if (message.type === 'ended' || message.type === 'failed') resolve(message);
        });
      });
      signal?.throwIfAborted();
      if (ending.type === 'failed') throw new Error(ending.reason);
      return course.result(ending.ending.kind === 'diverged', ending.test);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  };
}

/** What is kept of a training while it goes on. */
export class Course {
  #info: RunInfo | undefined;
  #startedAt = 0;
  #best: EpochRecord | undefined;
  #isCut = false;

  readonly #seed: number;
  readonly #isEnough: TrainingRequest['isEnough'];
  readonly #atEnd: boolean;

  constructor(seed: number, isEnough: TrainingRequest['isEnough'], atEnd = false) {
    this.#atEnd = atEnd;
    this.#seed = seed;
    this.#isEnough = isEnough;
  }

  begin(info: RunInfo): void {
    this.#info = info;
    this.#startedAt = performance.now();
  }

  /** Adds packed rows; true: what is known is enough. */
  add(rows: Float64Array): boolean {
    for (let at = 0; at < rows.length && !this.#isCut; at += COLUMNS) this.#see(recordOf(rows, at));
    return this.#isCut;
  }

  #see(record: EpochRecord): void {
    if (record.epoch > 0 && record.epoch === this.#best?.epoch) {
      // It comes again where it was evaluated on the other rows as well.
      this.#best = record;
      return;
    }
    if (this.#atEnd || isBetter(record, this.#best)) this.#best = record;
    this.#isCut = record.epoch > 0 && (this.#isEnough?.(record) ?? false);
  }

  result(diverged: boolean, test: FinalTest | undefined): TrainingResult {
    if (!this.#info || !this.#best) throw new Error('A training ended before it began.');
    return {
      seed: this.#seed,
      best: this.#best,
      // After the epoch that was enough it goes on for as long as the message takes.
      diverged: diverged && !this.#isCut,
      cut: this.#isCut,
      test,
      info: this.#info,
      seconds: (performance.now() - this.#startedAt) / 1000,
    };
  }
}

/** The untrained network counts only while there is nothing else. */
function isBetter(record: EpochRecord, best: EpochRecord | undefined): boolean {
  if (best === undefined || best.epoch === 0) return true;
  const loss = choosingLoss(record);
  return Number.isFinite(loss) && !(choosingLoss(best) <= loss);
}
