import type { ToWorker } from '../protocol';
import { Job } from './job';
import type { SessionContext } from './session-context';

type Start = Extract<ToWorker, { type: 'start' }>;

/** Trains one job at a time, controlled by messages. Independent of threads: tests drive it over a MessageChannel. */
export class Session {
  #job: Job | undefined;

  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** Handles a message; those for a job that is over are ignored. */
  receive(message: ToWorker): void {
    if (message.type === 'start') void this.#start(message);
    else if (message.type === 'threads') this.#context.crew?.allow(message.threads);
    else if (this.#job?.id === message.job) this.#job.receive(message);
  }

  async #start(start: Start): Promise<void> {
    this.#job?.abandon();
    const job = new Job(start, this.#context);
    this.#job = job;
    await job.run();
  }
}
