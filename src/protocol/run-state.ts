import type { Spread, Verdict } from '../core/analysis/verdict';
import type { RecordedChange } from '../core/spec';
import type { Variant } from '../core/trainer-types';
import type { Experiment } from '../experiment/schema';
import type { Ending, Progress, RunInfo } from './frame';
import type { LogRole } from './own-training-state';

/** `elsewhere`: another window trains it. */
export type RunStatus = 'loading' | 'running' | 'paused' | 'elsewhere' | 'completed' | 'stopped' | 'failed';
export type MemberStatus = 'queued' | 'loading' | 'running' | 'paused' | 'ended' | 'failed';

/** One training of a run. */
export interface MemberState {
  /** Unique in its run: `dropout:1`. */
  readonly key: string;
  readonly variant: Variant;
  readonly seed: number;
  readonly status: MemberStatus;
  readonly progress?: Progress;
  readonly ending?: Ending;
  readonly failure?: { readonly step: number; readonly reason: string };
  readonly changes: readonly RecordedChange[];
  /** It has ended, and its network can still be looked at: its weights are at hand. */
  readonly hasNetwork?: true;
}

/** A run as a view shows it, curves left out. */
export interface RunState {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly status: RunStatus;
  readonly experiment: Experiment;
  readonly info?: RunInfo;
  /** The pair that streams comes first. */
  readonly members: readonly MemberState[];
  readonly verdict?: Verdict;
  /** What of its file was damaged and is left out, in words. */
  readonly damage?: readonly string[];
}

/** A line of the list of runs. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly startedAt: number;
  readonly status: RunStatus;
  /** A short account of the settings: `moons · 128-128 · drop 0.5 · lr 0.003`. */
  readonly label: string;
  /** A person gave it its name. */
  readonly named?: boolean;
  /** Every setting that is not the default, as a name may say it: `epochs 400`. Runs of an older version have none. */
  readonly settings?: readonly string[];
  /** The same for trainings that come out the same, bit by bit. */
  readonly fingerprint?: string;
  /** A person's words about it; text of several lines. */
  readonly note?: string;
  readonly tags?: readonly string[];
  /** A person wants it on top of the list. */
  readonly pinned?: boolean;
  /** Mean last test loss over the seeds; null where there is none. */
  readonly testLoss: { readonly dropout: number | null; readonly baseline: number | null };
  /**
   * Of a run that is complete: the test losses of each side at its best epochs. `key` is the same for runs that differ in
   * learning rate and seeds alone.
   */
  readonly atRate?: {
    readonly key: string;
    readonly learningRate: number;
    readonly dropout: Spread;
    readonly baseline: Spread;
  };
  /** Seeds in these means, and the standard errors of the means (null with one). Runs of an older version have none. */
  readonly seeds?: { readonly dropout: number; readonly baseline: number };
  readonly errors?: { readonly dropout: number | null; readonly baseline: number | null };
  /** The mean test loss of the side with dropout (of a run without: of the other) at evenly spaced epochs. */
  readonly spark?: readonly number[];
  /** Every number among the settings, by its path: `training.learningRate`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** The step at which the first member diverged. */
  readonly diverged: number | null;
  /** It stayed finite, and yet far above where it began. */
  readonly blownUp: boolean;
  /** What of its file is damaged, in words, as far as that has been looked at. */
  readonly damage?: readonly string[];
}

/** A member's curves: rows × EPOCH_COLUMNS, row-major. */
export interface Series {
  readonly key: string;
  readonly rows: Float64Array;
}

/** A run that the one on the screen is compared with. */
export interface ComparedRun {
  readonly run: RunState;
  /** Empty where it is itself the one on the screen. */
  readonly series: readonly Series[];
}

/** A training that is none of this program's, beside a run: what a chart needs of it. */
export interface ComparedTraining {
  readonly id: string;
  readonly name: string;
  /** What it was read from: a training log, or a person's script that was run with a value. */
  readonly from: 'log' | 'script';
  /** What `x` counts. */
  readonly unit: 'epoch' | 'step';
  /** Trainings that its curves are the mean of. */
  readonly seeds: number;
  /** `dropout=0.5` */
  readonly settings: readonly string[];
  /** Of each role at most one. */
  readonly lines: readonly {
    readonly role: LogRole;
    readonly x: Float64Array;
    readonly y: Float64Array;
    /** Sample standard deviation; left out with one training. */
    readonly deviation?: Float64Array;
  }[];
}
