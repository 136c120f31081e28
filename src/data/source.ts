/** Reads the bytes of a file; rejects if it cannot be read. Paths are as written in the experiment. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** The context passed to every reader. */
export interface ReadContext {
  /** Seed of the member; each seed may split the rows of a file differently. */
  readonly seed: number;
  /** Seed of the run; determines the split where all members share one. */
  readonly runSeed: number;
  readonly readFile: ReadFile;
  /** Whether a file exists. Its content is not read: the user has only allowed files that the experiment names. */
  readonly isFile: (path: string) => Promise<boolean>;
  /** Called with the fraction of the work done, 0..1. */
  readonly onProgress: (fraction: number) => void;
}
