import type { Spread } from '../core/analysis/verdict';

/** A loss or score of a trial of a person's script. */
export interface TryCurve {
  readonly role: TryRole;
  /** What its steps count, as far as the script says. */
  readonly unit: 'epoch' | 'step';
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** The roles of a script's curves that are shown, losses first. */
export const TRY_ROLES = [
  'trainLoss',
  'validationLoss',
  'testLoss',
  'trainScore',
  'validationScore',
  'testScore',
] as const satisfies readonly LogRole[];
export type TryRole = (typeof TRY_ROLES)[number];

/** One run of a person's script. */
export interface TryTrial {
  /** Index into the sides. */
  readonly side: number;
  readonly seed: number;
  readonly state: 'waiting' | 'running' | 'complete' | 'failed' | 'stopped';
  readonly reason?: string;
  readonly curves: readonly TryCurve[];
  /** The last finite value by role. */
  readonly last: Readonly<Record<string, number>>;
}

/** Values that are tried in a person's own script, or were last. */
export interface TryState {
  /** Tells what was tried apart from what is tried next. */
  readonly id: string;
  /** `stopped`: trials are left that can go on. */
  readonly status: 'running' | 'completed' | 'stopped';
  /** Whether the next trial waits until what else runs in the window has ended. */
  readonly isHeld: boolean;
  /** Its file's name. */
  readonly script: string;
  readonly command: string;
  /** What varies. */
  readonly what: string;
  readonly sides: readonly {
    readonly name: string;
    readonly values: Readonly<Record<string, number | string>>;
    readonly isOwn: boolean;
  }[];
  readonly trials: readonly TryTrial[];
  /** Why what went on has ended by itself. */
  readonly problem?: string;
  /** Known after the first trial. */
  readonly secondsLeft: number | null;
  readonly answer?: {
    readonly verdict: string;
    readonly title: string;
    readonly evidence: string;
    readonly remarks: readonly string[];
    /** The role that is compared. */
    readonly measure: string | null;
    readonly best: number | null;
    readonly sides: readonly {
      readonly spread: Spread | null;
      readonly diverged: number;
      readonly failed: number;
    }[];
  };
}

/** Tells a value that was tried, as a training beside a run, apart from all others, of earlier trials too. */
export const triedId = ({ id }: Pick<TryState, 'id'>, side: number): string => `tried ${id} ${side}`;

/** A training log that is open. */
export interface LogsState {
  /** The names of what was opened. */
  readonly title: string;
  /** The first reading goes on. */
  readonly isReading: boolean;
  /** Bytes. */
  readonly read: number;
  readonly size: number;
  readonly runs: readonly {
    readonly id: string;
    readonly name: string;
    /** The kind of log. */
    readonly format: string;
    readonly isShown: boolean;
    /** Its files are gone: it is what its curves were when they were read last. */
    readonly isKept: boolean;
    /** The same for runs that differ in their seeds alone. */
    readonly group: number;
    /** Settings by which it differs from others; and all, as far as they can be listed. */
    readonly differs: readonly string[];
    readonly settings: readonly string[];
    readonly best: { readonly at: number; readonly value: number } | null;
    readonly unit: 'epoch' | 'step';
    /** The title of its verdict. */
    readonly said: string;
  }[];
  /** Runs that are not listed. */
  readonly more: number;
  /** Of the one run that is shown; null: of several nothing is said together. */
  readonly verdict: LogVerdict | null;
  readonly bestAt: number | null;
  readonly charts: readonly {
    readonly title: string;
    readonly kind: 'loss' | 'score' | 'learningRate' | 'other';
    readonly unit: 'epoch' | 'step';
    readonly lines: readonly {
      readonly name: string;
      readonly role: LogRole | null;
      /** Index into the runs that are shown. */
      readonly run: number;
      /** Thinned out: the extremes of each pixel stay. */
      readonly x: Float64Array;
      readonly y: Float64Array;
    }[];
  }[];
  /** All curves of the runs that are shown, and what each is taken for. */
  readonly curves: readonly { readonly name: string; readonly role: LogRole | null }[];
  readonly problems: readonly { readonly file: string; readonly words: string }[];
}

/** By this name a view draws a chart of the log to take away. */
export const logChartId = (index: number): string => `log-${index + 1}`;

/** What a curve of a log may be. */
export const LOG_ROLES = [
  'trainLoss',
  'validationLoss',
  'testLoss',
  'trainScore',
  'validationScore',
  'testScore',
  'learningRate',
] as const;
export type LogRole = (typeof LOG_ROLES)[number];

/** What a log says, for a person. */
export interface LogVerdict {
  readonly tone: 'good' | 'bad' | 'neutral';
  readonly title: string;
  readonly lead: string;
  readonly remarks: readonly string[];
}
