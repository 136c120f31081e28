import type { Corrections, Together } from '../../logs';
import type { LogsState } from '../../protocol';

/** What the thread that reads logs is given at its start. */
export interface LogThreadData {
  /** The files and folders to read. */
  readonly paths: readonly string[];
  /** The names of what was opened. */
  readonly title: string;
  /** What a person has said before. */
  readonly corrections: Corrections;
  readonly together?: Together | undefined;
  /** The file that keeps what the curves were; left out: nothing is kept. */
  readonly keepAt?: string | undefined;
  /** English text to the person's language; left out: English. */
  readonly translations?: Readonly<Record<string, string>> | undefined;
}

export type ToLogThread =
  /** The runs that are shown from now on. */
  | { readonly type: 'show'; readonly runs: readonly string[] }
  | { readonly type: 'correct'; readonly corrections: Corrections; readonly together: Together }
  /** Writes all that was read as a table. */
  | { readonly type: 'write'; readonly request: number; readonly path: string }
  /** Keep what there is, and end. */
  | { readonly type: 'close' };

export type FromLogThread =
  | { readonly type: 'state'; readonly state: LogsState }
  /** @param reason why it could not be; left out: it was. */
  | { readonly type: 'written'; readonly request: number; readonly reason?: string };
