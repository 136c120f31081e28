import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { ThreadCrew } from '../../src/worker/crew';
import { startHelper } from '../../src/worker/thread';

/** A crew of threads in the process of a benchmark. */
export interface BenchCrew {
  readonly crew: ThreadCrew;
  /** Resolves when the helpers that were called have started. */
  ready(): Promise<void>;
  end(): Promise<void>;
}

/** At most `count` threads, the benchmark's own among them; all may work. */
export function crewOf(count: number): BenchCrew {
  const helpers: Worker[] = [];
  const online: Promise<unknown>[] = [];
  const crew = new ThreadCrew(count, () => {
    const helper = startHelper(join(__dirname, 'helper.cjs'));
    helpers.push(helper);
    // Nothing else may keep the process alive until then.
    helper.ref();
    online.push(new Promise((resolve) => helper.once('online', resolve)).then(() => helper.unref()));
    return helper;
  });
  crew.allow(count);
  return {
    crew,
    async ready() {
      await Promise.all(online);
    },
    async end() {
      await Promise.all(helpers.map((helper) => helper.terminate()));
    },
  };
}
