import type { SharedMemory } from '../worker/memory';
import type { Workerish } from '../worker/pool';

/** Why a run is to end before its time, and the status that the process then ends with. */
export interface Interruption {
  readonly status: number;
  /** A clause for a person; left out: there is nobody left to tell. */
  readonly words?: string;
}

/** What the command line needs of its process; a test brings its own. */
export interface Io {
  readonly stdout: {
    write(text: string): unknown;
    /** What was written waits for its reader; `drain` tells when it has been read. */
    readonly writableNeedDrain?: boolean;
    once?(event: 'drain', listener: () => void): unknown;
  };
  readonly stderr: { write(text: string): unknown };
  readonly stdin: AsyncIterable<Uint8Array | string>;
  cwd(): string;
  /** A thread of the bundled worker, which asks before it takes much memory. */
  startWorker(memory: SharedMemory): Workerish;
  /** The folder of the bundled scanner of source code, and of what its parser loads. */
  readonly assets: string;
  /**
   * Has `listener` called instead of the process ended, at the first reason to end it; at the second it ends at once.
   * Returns what takes the listener away.
   */
  onInterruption?(listener: (interruption: Interruption) => void): () => void;
}

/** Arguments that cannot be understood. */
export class UsageError extends Error {}

/** An experiment or a data file that cannot be used; the message says why. */
export class InputError extends Error {}

/** @throws UsageError where it has been removed. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new UsageError('the current folder is gone; change to another one.');
  }
}
