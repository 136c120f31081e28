/** Reads a file's bytes; rejects when it cannot be read. Paths are as the experiment has them. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** What every reader gets. */
export interface ReadContext {
  readonly seed: number;
  readonly readFile: ReadFile;
  /** Told how much of the work is done, 0..1. */
  readonly onProgress: (fraction: number) => void;
}
