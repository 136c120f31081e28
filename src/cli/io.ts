/** What the command line needs of its process; a test brings its own. */
export interface Io {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
  readonly stdin: AsyncIterable<Uint8Array | string>;
  cwd(): string;
}

/** Arguments that cannot be understood. */
export class UsageError extends Error {}
