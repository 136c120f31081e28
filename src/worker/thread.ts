import { Worker } from 'node:worker_threads';
import type { SharedMemory } from './memory';

/** Enough to read a million rows of text; beyond it only the thread fails, not the process. */
const HEAP_MEGABYTES = 2048;

/** Data passed to a thread at its start. */
export interface ThreadData {
  /** Translations of English messages about data. Default: English. */
  readonly translations?: Readonly<Record<string, string>> | undefined;
  /** Whether the thread runs at lower priority than the editor's threads. Default: false. */
  readonly givesWay?: boolean | undefined;
  /** Memory accounting; undefined for none. */
  readonly memory?: SharedMemory | undefined;
}

/** Heap limit of a helper, which runs little besides kernels. */
const HELPER_MEGABYTES = 64;

/** Starts a thread of the bundled worker at `script`. */
export function startThread(script: string, data: ThreadData = {}): Worker {
  return new Worker(script, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  });
}

/**
 * Starts a thread of the bundled helper at `script`, which does not keep the process alive. If it cannot start, or
 * dies, the trainer's thread does its work.
 */
export function startHelper(script: string, { givesWay }: ThreadData = {}): Worker {
  const helper = new Worker(script, {
    workerData: { givesWay } satisfies ThreadData,
    resourceLimits: { maxOldGenerationSizeMb: HELPER_MEGABYTES },
  });
  helper.on('error', () => {});
  helper.unref();
  return helper;
}
