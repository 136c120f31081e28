/** Reads a file's bytes; rejects when it cannot be read. Paths are as the experiment has them. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** What every reader gets. */
export interface ReadContext {
  /** Of the member that trains: each seed divides a file's rows anew. */
  readonly seed: number;
  /** Of the run: where all seeds share one division of the rows, it follows from this. */
  readonly runSeed: number;
  readonly readFile: ReadFile;
  /** Whether a file lies there. Nothing of it is read: what an experiment does not name is not a person's to allow. */
  readonly isFile: (path: string) => Promise<boolean>;
  /** Told how much of the work is done, 0..1. */
  readonly onProgress: (fraction: number) => void;
}
