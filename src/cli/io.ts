import type { Workerish } from '../worker/pool';

/** What the command line needs of its process; a test brings its own. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly stdin: AsyncIterable<Uint8Array | string>;
  cwd(): string;
  /** A thread of the bundled worker. */
  startWorker(): Workerish;
  /** The folder that holds what the parsers of source code load. */
  readonly assets: string;
}

/** Arguments that cannot be understood. */
export class UsageError extends Error {}

/** An experiment or a data file that cannot be used; the message says why. */
export class InputError extends Error {}
