import type { TryState } from '../../protocol';
import type { Plan } from '../../try/plan';
import type { PointedLine } from '../../try/pointed';
import type { Command } from '../../try/trial-process';

/** What a person has decided to try. */
export interface Tried {
  readonly id: string;
  readonly plan: Plan;
  readonly command: Command;
}

/** What the thread that runs trials is given at its start. */
export interface TryThreadData {
  /** Where trials and their outputs are kept; null: there is no disk. */
  readonly folder: string | null;
  /** What a person has said of lines that scripts print. */
  readonly pointed: readonly PointedLine[];
  /** English text to the person's language; left out: English. */
  readonly translations?: Readonly<Record<string, string>> | undefined;
}

export type ToTryThread =
  /** Bring back what an earlier session has tried. */
  | { readonly type: 'open' }
  /** @param workers trials at the same time. */
  | { readonly type: 'start'; readonly tried: Tried; readonly workers: number }
  | { readonly type: 'resume'; readonly workers: number }
  | { readonly type: 'stop' }
  /** The next trial waits, or no longer. */
  | { readonly type: 'hold'; readonly isHeld: boolean }
  /** Read the outputs anew; answered with how many values a person has pointed at. */
  | { readonly type: 'point'; readonly request: number; readonly pointed: readonly PointedLine[] }
  /** Answered with what a trial has printed; undefined: it was not kept. */
  | { readonly type: 'output'; readonly request: number; readonly trial: number }
  /** Write all curves as a table; answered with why it could not be, undefined: it was. */
  | { readonly type: 'write'; readonly request: number; readonly path: string }
  /** Keep what there is, end the trials, and end. */
  | { readonly type: 'close' };

export type FromTryThread =
  | { readonly type: 'state'; readonly state: TryState }
  /** What was brought back. */
  | { readonly type: 'restored'; readonly tried: Tried }
  /** What a trial has printed has grown. */
  | { readonly type: 'wrote' }
  | { readonly type: 'answer'; readonly request: number; readonly answer: number | string | undefined };
