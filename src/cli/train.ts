import type { FinalTest } from '../core/analysis/final-test';
import type { RowFacts } from '../core/analysis/verdict';
import type { EpochRecord } from '../core/trainer-types';
import type { MemberId } from '../experiment/label';
import type { Ending, FromWorker } from '../protocol';
import { type JobHandle, WorkerPool } from '../worker/pool';
import { InputError, type Io } from './io';
import type { MemberCourse } from './member-course';
import { type Listener, OrderedProgress } from './progress';
import type { Located } from './read-experiment';

/** Where and why a training failed. */
export interface Failure {
  readonly step: number;
  readonly reason: string;
}

/** Result of one member; has either an ending or a failure. */
export interface MemberResult extends MemberId {
  readonly course: MemberCourse;
  readonly ending?: Ending | undefined;
  readonly failure?: Failure | undefined;
  readonly test?: FinalTest | undefined;
  readonly rows?: RowFacts | undefined;
}

/** The record of the final network; undefined if none was evaluated. */
export function finalRecord({ course, ending }: MemberResult): EpochRecord | undefined {
  return course.final(ending?.restored);
}

/** The epoch with the best validation loss (test loss without a validation set); undefined if none was evaluated. */
export function bestRecord({ course }: MemberResult): EpochRecord | undefined {
  return course.best;
}

/** Maximum number of concurrent members; more does not help small networks. */
const MOST_AT_ONCE = 8;

export interface TrainOptions {
  readonly located: Located;
  readonly ids: readonly MemberId[];
  /** Maximum number of processor cores. */
  readonly cores: number;
  readonly listener: Listener;
  readonly io: Io;
  /** Stops all members; their results are what they have reached. */
  readonly stop?: AbortSignal;
}

/**
 * Trains members in worker threads, concurrently on up to `cores` cores, and reports them one after another, so that an
 * experiment always prints the same lines. A failed member does not affect the others.
 * @throws InputError if the data cannot be used.
 */
export async function trainMembers(options: TrainOptions): Promise<MemberResult[]> {
  const { ids, cores, listener, io, stop } = options;
  const size = Math.min(ids.length, cores, MOST_AT_ONCE);
  const pool = new WorkerPool({ size, cores, createWorker: (memory) => io.startWorker(memory) });
  const progress = new OrderedProgress(ids, listener, io.stdout);
  const handles: JobHandle[] = [];
  const stopAll = () => {
    for (const handle of handles) handle.stop();
  };
  stop?.addEventListener('abort', stopAll);
  try {
    return await Promise.all(ids.map((_, index) => trainMember(options, pool, progress, handles, index)));
  } finally {
    stop?.removeEventListener('abort', stopAll);
    pool.dispose();
  }
}

function trainMember(
  { located: { experiment, folder }, ids }: TrainOptions,
  pool: WorkerPool,
  progress: OrderedProgress,
  handles: JobHandle[],
  index: number,
): Promise<MemberResult> {
  const id = ids[index];
  const { variant, seed } = id;
  const observe = { boundary: false, network: false };
  const request = { experiment, folder, observe, paused: false, variant, seed };
  return new Promise((resolve, reject) => {
    const over = (how: Pick<MemberResult, 'ending' | 'failure' | 'test'>) =>
      resolve({ ...id, ...how, course: progress.course(index), rows: progress.rows(index) });
    const hear = (message: FromWorker) => {
      const { type } = message;
      progress.receive(index, message, () => {
        if (type === 'frame') handles[index]?.ack(message.seq);
      });
      if (type === 'ended') over({ ending: message.ending, test: message.test });
      // A failure before any training has begun concerns the data, which all members share; later ones concern this
      // member only.
      else if (type === 'failed' && message.step === 0 && !progress.hasBegun)
        reject(new InputError(message.reason));
      else if (type === 'failed') over({ failure: { step: message.step, reason: message.reason } });
    };
    handles[index] = pool.start(request, hear);
  });
}
