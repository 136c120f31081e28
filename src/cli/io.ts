import type { SharedMemory } from '../worker/memory';
import type { Workerish } from '../worker/pool';

/** Why a run should end early, and the exit status for it. */
export interface Interruption {
  readonly status: number;
  /** The reason, as a clause; undefined if it cannot be reported. */
  readonly words?: string;
}

/** The interface of the command line to its process; tests provide their own. */
export interface Io {
  readonly stdout: {
    write(text: string): unknown;
    /** Whether output is buffered; the `drain` event signals that it has been written. */
    readonly writableNeedDrain?: boolean;
    once?(event: 'drain', listener: () => void): unknown;
  };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stdin: AsyncIterable<Uint8Array | string> & {
    readonly isTTY?: boolean;
    setRawMode?(isRaw: boolean): unknown;
  };
  cwd(): string;
  /** Starts a thread of the bundled worker, which reserves large amounts in `memory`. */
  startWorker(memory: SharedMemory): Workerish;
  /** Has lists of processes show none of the arguments. */
  hideArguments?(): void;
  /** The folder of the bundled source-code scanner and its parser files. */
  readonly assets: string;
  /**
   * Calls `listener` at the first interruption instead of exiting; the second exits immediately. Returns a function
   * that removes the listener.
   */
  onInterruption?(listener: (interruption: Interruption) => void): () => void;
}

/** Invalid arguments. */
export class UsageError extends Error {}

/** An experiment or data file that cannot be used; the message explains why. */
export class InputError extends Error {}

/** @throws UsageError if it has been removed. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new UsageError('the current folder is gone; change to another one.');
  }
}
