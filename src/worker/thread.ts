import { Worker } from 'node:worker_threads';

/** Enough to read a million rows of text; a thread that wants more fails alone, and not the process with it. */
const HEAP_MEGABYTES = 2048;

/** Starts a thread of the bundled worker at `script`. */
export function startThread(script: string, heapMegabytes = HEAP_MEGABYTES): Worker {
  return new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
}
