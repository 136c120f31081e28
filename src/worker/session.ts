import type { Crew } from '../core/crew';
import type { Dataset } from '../core/dataset';
import type { TrainerSpec } from '../core/spec';
import type { Trainer, Variant } from '../core/trainer-types';
import type { DataSpec } from '../experiment/schema';
import type { ToWorker } from '../protocol';
import type { Clock } from './clock';
import { Job } from './job';
import type { MemoryPart, ThreadMemory } from './memory';
import type { FromThread } from './pooled-job';

/** Asks for the memory of a part before it is taken; throws where there is no room, and where the job is over. */
export type Hold = (part: MemoryPart, bytes: number) => void;

/** What a session needs of the thread that it runs in. */
export interface SessionContext extends Clock {
  post(message: FromThread, transfer?: ArrayBuffer[]): void;
  load(
    data: DataSpec,
    seed: number,
    folder: string | null,
    onProgress: (fraction: number) => void,
    runSeed: number,
    hold: Hold,
  ): Promise<Dataset>;
  createTrainer(options: {
    spec: TrainerSpec;
    data: Dataset;
    seed: number;
    variant: Variant;
    crew?: Crew | undefined;
    claim?: ((bytes: number) => void) | undefined;
  }): Trainer;
  /** What is asked before much memory is taken, and told when it is not needed any more. */
  readonly memory?: Pick<ThreadMemory, 'hold' | 'release'> | undefined;
  /** Threads that may share the work of the trainer (not that of analyses beside it). */
  readonly crew?: Crew & { allow(threads: number): void };
}

type Start = Extract<ToWorker, { type: 'start' }>;

/** Trains one job at a time as it is told by messages. Knows no thread: a test drives it over a MessageChannel. */
export class Session {
  #job: Job | undefined;

  constructor(private readonly context: SessionContext) {}

  /** Takes a message. One for a job that is over is of no interest any more and is dropped. */
  receive(message: ToWorker): void {
    if (message.type === 'start') void this.#start(message);
    else if (message.type === 'threads') this.context.crew?.allow(message.threads);
    else if (this.#job?.id === message.job) this.#job.receive(message);
  }

  async #start(start: Start): Promise<void> {
    this.#job?.abandon();
    const job = new Job(start, this.context);
    this.#job = job;
    await job.run();
  }
}
