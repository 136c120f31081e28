import { Worker } from 'node:worker_threads';
import type { SharedMemory } from './memory';

/** Enough to read a million rows of text; a thread that wants more fails alone, and not the process with it. */
const HEAP_MEGABYTES = 2048;

/** What a thread is given at its start. */
export interface ThreadData {
  /** English text to the person's language, for what the thread says of data; left out: English. */
  readonly translations?: Readonly<Record<string, string>> | undefined;
  /** The thread makes way for those that a person waits for: the editor's own. Left out: it does not. */
  readonly givesWay?: boolean | undefined;
  /** What is asked before much memory is taken; left out: nothing is asked. */
  readonly memory?: SharedMemory | undefined;
}

/** A helper runs kernels and little else. */
const HELPER_MEGABYTES = 64;

/** Starts a thread of the bundled worker at `script`. */
export function startThread(script: string, data: ThreadData = {}): Worker {
  return new Worker(script, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  });
}

/**
 * Starts a thread of the bundled helper at `script`. It does not keep the process alive. One that cannot start, or dies,
 * is missed by nobody: the trainer's thread does what it would have done.
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
