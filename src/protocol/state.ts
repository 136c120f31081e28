import type { RateFindings, RateSuggestion } from '../core/analysis/rate-findings';
import type { RateLimit } from '../core/analysis/rate-limit';
import type { Spread, Verdict } from '../core/analysis/verdict';
import type { RecordedChange } from '../core/spec';
import type { Variant } from '../core/trainer-types';
import type { FigureCheck, FigureLine } from '../experiment/figures/figure';
import type { Experiment } from '../experiment/schema';
import type { SweepId } from '../experiment/sweeps';
import type { Ending, Progress, RunInfo } from './frame';

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

/** A trial of a fair comparison: one learning rate on one side. */
export interface FairTrial {
  /** Index into the sides. */
  readonly side: number;
  readonly learningRate: number;
  /** Mean over its seeds so far; null: none has a finite loss. */
  readonly validationLoss: number | null;
  readonly state: 'running' | 'complete' | 'pruned' | 'failed';
}

/** What a side of a fair comparison came to, on fresh seeds. */
export interface FairSide {
  readonly name: string;
  readonly learningRate: number;
  readonly test: Spread;
  readonly score: Spread;
  readonly epoch: Spread;
  /** The mean validation loss that its learning rate was chosen for, and that on fresh seeds. */
  readonly found: number;
  readonly validation: Spread;
  /** Of a regularizer: how much of it was chosen, and its time as a multiple of that without any. */
  readonly strength?: number | undefined;
  readonly cost?: number | undefined;
}

/** What one side loses more than the first on the same fresh seeds: mean and interval. */
export interface FairDifference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** The interval's confidence, and how many seeds it rests on. */
  readonly level: number;
  readonly seeds: number;
}

/** A fair comparison that goes on, or the last one: dropout and none, or several set-ups, each at its own best learning rate. */
export interface FairState {
  readonly status: 'running' | 'completed' | 'cancelled' | 'failed';
  /** What the sides share, in words; of several set-ups what they differ in. Another run may be on the screen by now. */
  readonly of: string;
  /** The sides are set-ups of runs, and not dropout and none of one. */
  readonly isOfRuns: boolean;
  /** The sides are no regularization, and regularizers alone. */
  readonly isOfRegularizers: boolean;
  readonly task?: 'classification' | 'regression';
  readonly sides: readonly string[];
  readonly trials: readonly FairTrial[];
  /** Test losses of the winners, one a fresh seed. */
  readonly fresh: readonly { readonly side: number; readonly seed: number; readonly testLoss: number }[];
  /** Trainings that have ended or are not needed any more, and those in all. */
  readonly done: number;
  readonly total: number;
  readonly seconds: number;
  readonly answer?: {
    readonly claim: 'lower' | 'higher' | 'none' | 'open';
    readonly title: string;
    readonly evidence: string;
    readonly remarks: readonly string[];
    /** The first side against each of the others, in words; more than one only where there are more than two sides. */
    readonly pairs: readonly {
      readonly title: string;
      readonly evidence: string;
      readonly difference: FairDifference;
    }[];
    readonly sides: readonly FairSide[];
  };
  readonly reason?: string;
}

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

/** A learning-rate range test that goes on, or the last one. */
export interface RateRangeState {
  readonly status: 'running' | 'completed' | 'cancelled' | 'failed';
  /** The settings that it trains with, in words. */
  readonly of: string;
  /** Those that have begun. */
  readonly seeds: readonly {
    readonly seed: number;
    /** Training loss before the first step. */
    readonly start: number;
    readonly rates: Float64Array;
    /** Training loss after the step with each rate. */
    readonly losses: Float64Array;
    /** What its curve shows, once the seed has ended. */
    readonly findings?: RateFindings;
  }[];
  /** Seeds in all. */
  readonly total: number;
  readonly answer?: {
    readonly title: string;
    readonly evidence: string;
    readonly remarks: readonly string[];
    readonly suggestion: RateSuggestion | null;
  };
  /** The optimizer's limit at the start, where it has one. */
  readonly limit?: RateLimit;
  readonly reason?: string;
}

/** A setting that a study varies. */
export interface StudyAxis {
  /** Path of the setting: `training.learningRate`. */
  readonly name: string;
  /** The setting's title in the person's language. */
  readonly title: string;
  readonly kind: 'float' | 'integer' | 'choice';
  /** Of a range. */
  readonly low?: number;
  readonly high?: number;
  readonly log?: boolean;
  /** Of a choice: the values in words; columns hold indices into it. */
  readonly choices?: readonly string[];
  /** The set-up's own value, of a choice its index; left out: it is none of the study's. */
  readonly current?: number;
}

/** Of each trial, before the values of its settings; NaN where there is none. */
export const TRIAL_COLUMNS = [
  'state',
  'why',
  'seeds',
  'validationLoss',
  'validationDeviation',
  'testLoss',
  'testScore',
  'trainLoss',
  'testDeviation',
  'trainDeviation',
  'scoreDeviation',
  'epoch',
  'seconds',
] as const;
/** By the number in the column `state`. */
export const TRIAL_STATES = ['running', 'complete', 'pruned', 'failed'] as const;
/** By the number in the column `why`. */
export const TRIAL_ENDS = ['none', 'beaten', 'median', 'rung', 'diverged', 'failed'] as const;

/** What the best trial of a study came to on a seed that the search has not seen. */
export interface FreshResult {
  readonly seed: number;
  readonly validationLoss: number;
  readonly testLoss: number;
}

/** `elsewhere`: another window runs it. */
export type StudyStatus = 'running' | 'paused' | 'completed' | 'stopped' | 'failed' | 'elsewhere';

/** How much each setting of a study decides, largest first; null: too few trials to say. */
export type StudyImportance = readonly { readonly name: string; readonly share: number }[] | null;

/** The machines of a queue that train a study, as its command line tells of them. */
export interface StudyFleet {
  readonly machines: readonly {
    readonly name: string;
    /** It is joined now. */
    readonly isHere: boolean;
    readonly threads: number;
    readonly trained: number;
    readonly meanSeconds: number | null;
    readonly checked: number;
    readonly differs: boolean;
  }[];
  readonly trained: number;
  readonly waiting: number;
  readonly trainingsPerSecond: number;
  readonly stalled: number;
  readonly failed: number;
  /** At the most: trials that are beaten train no more. */
  readonly secondsLeft: number | null;
}

/** A study that goes on, or the one that was opened last. */
export interface StudyState {
  readonly id: string;
  readonly name: string;
  readonly status: StudyStatus;
  /** The sweep of the lesson that it is; left out: a person's own study. */
  readonly sweep?: SweepId;
  /** The settings that all trials share, in words. */
  readonly of: string;
  readonly task?: 'classification' | 'regression';
  readonly axes: readonly StudyAxis[];
  /** In words. */
  readonly sampler: string;
  readonly pruning: string;
  /** Of a trial. */
  readonly seeds: number;
  /** Trials at the most. */
  readonly total: number;
  /** Trials so far. */
  readonly count: number;
  /** How many of them other programs have added to a study that proposes its own. */
  readonly others?: number;
  /** A person's own Optuna proposes; `awaited`: there is nothing to train until it does. Left out: a sampler does. */
  readonly proposals?: 'awaited' | 'known';
  /** `count` × ({@link TRIAL_COLUMNS} + axes), row-major; a trial's place is its number. */
  readonly rows: Float64Array;
  readonly fresh: readonly FreshResult[];
  readonly freshTotal: number;
  /** Trainings that have ended or are not needed any more, and those in all. */
  readonly done: number;
  readonly trainings: number;
  /** That it has run for. */
  readonly seconds: number;
  /** Left out: nobody can tell yet. */
  readonly secondsLeft?: number;
  /** Left out: it is trained here. */
  readonly fleet?: StudyFleet | undefined;
  /** So far; the answer's own once there is one. */
  readonly importance: StudyImportance;
  readonly answer?: {
    /** The number of the trial that was chosen. */
    readonly trial: number;
    readonly sentence: string;
    readonly remarks: readonly string[];
    readonly importance: StudyImportance;
  };
  /** The file of its journal, absolute. */
  readonly journal?: string;
  /** Why it has failed or rests. */
  readonly reason?: string;
  /** What the set-up says otherwise by now, beside what is varied; a line each. Left out: nothing. */
  readonly differences?: readonly string[];
  /** What the plan in the set-up says otherwise than the one that the study goes by; left out: nothing. */
  readonly planDifferences?: readonly string[];
}

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

/** What outlives a run: VS Code settings that a view needs. */
export interface Preferences {
  /** Changing a control while nothing runs starts a run. */
  readonly autoRun: boolean;
  readonly lossAxis: 'linear' | 'logarithmic';
  readonly framesPerSecond: number;
  /** False: nothing starts by itself, and a person is asked before a file is read. Left out: true. */
  readonly trusted?: boolean;
}

/** The file with training code beside the panel. */
export interface CodeState {
  /** Its name, without folders. */
  readonly file: string;
  /** Literals for drop ratio and learning rate that the set-up has other values for; at least one. */
  readonly changes: number;
}

/** An experiment file that is open as a playground. */
export interface DocumentState {
  /** Without folders. */
  readonly name: string;
  /** Has changes that are not saved. */
  readonly dirty: boolean;
  /**
   * `shown`: the set-up is this file's, and edits are written into it. `elsewhere`: the set-up is another one now.
   * `invalid`: the text is no experiment; nothing is written into it.
   */
  readonly state: 'shown' | 'elsewhere' | 'invalid';
  /** The view that is told this is the file's own editor. */
  readonly own: boolean;
  /** The first mistake of an invalid text, and how many there are. */
  readonly problem?: { readonly line: number; readonly message: string; readonly count: number };
}

/** The controls show another set-up than that of the run on the screen. */
export interface SetupGap {
  /** The run on the screen. */
  readonly run: string;
  /** What the set-up says otherwise, a line each, in the person's language. */
  readonly differences: readonly string[];
  /** A run of the set-up goes on, and is not on the screen. */
  readonly elsewhere: boolean;
  /** The learning rate is all that differs: what was measured of the network holds for the set-up too. */
  readonly onlyRate: boolean;
}

/** A published figure that is reproduced; words in the person's language. */
export interface FigureState {
  readonly id: string;
  readonly status: 'running' | 'completed' | 'cancelled' | 'failed';
  readonly title: string;
  readonly claim: string;
  readonly source: { readonly name: string; readonly url: string };
  readonly x: string;
  readonly y: string;
  readonly logarithmic: { readonly x?: true; readonly y?: true };
  readonly lines: readonly FigureLine[];
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  readonly checks: readonly FigureCheck[];
  /** Once all has been measured: whether each check lies where the shape needs it. */
  readonly holds?: boolean;
  /** Why it failed. */
  readonly reason?: string;
}

/** What views show beside curves and pictures: a slice for each thing that changes by itself. */
export interface ViewState {
  readonly experiment: Experiment;
  readonly preferences: Preferences;
  /** The newest hundred runs, and any that goes on; the list of all is VS Code's own view. */
  readonly runs: readonly RunSummary[];
  /** The run on the screen; null before the first. */
  readonly run: RunState | null;
  /** Of each kind of sweep the last one, in the order of the lesson. */
  readonly sweeps: readonly StudyState[];
  /** The fair comparison that goes on, or the last one. */
  readonly fair: FairState | null;
  /** The learning-rate range test that goes on, or the last one. */
  readonly rateRange: RateRangeState | null;
  /** The published figure that is being reproduced, or was last. */
  readonly figure: FigureState | null;
  /** Values that are tried in a person's script, or were last. */
  readonly tried: TryState | null;
  /** The study that goes on, or the one that was opened last. */
  readonly study: StudyState | null;
  /** The training log that is open; null: none. */
  readonly logs: LogsState | null;
  /** What could be written into the person's file; null: nothing. */
  readonly code: CodeState | null;
  /** The file that the set-up belongs to (in a file's own editor: that file); null: none. */
  readonly document: DocumentState | null;
  /** The runs that others are compared with; the one on the screen may be among them. */
  readonly compared: readonly ComparedRun[];
  /** Other trainings that the one on the screen is compared with, after the compared runs. */
  readonly trainings: readonly ComparedTraining[];
  /** What the controls say otherwise than the run on the screen; null: they show that run. */
  readonly gap: SetupGap | null;
}

/** What a view shows before it has been told anything. */
export const NOTHING_YET: Omit<ViewState, 'experiment'> = {
  preferences: { autoRun: true, lossAxis: 'linear', framesPerSecond: 20 },
  runs: [],
  run: null,
  sweeps: [],
  fair: null,
  rateRange: null,
  figure: null,
  logs: null,
  tried: null,
  study: null,
  code: null,
  document: null,
  compared: [],
  trainings: [],
  gap: null,
};

/** The names of all slices. */
export const SLICES = ['experiment', ...Object.keys(NOTHING_YET)] as readonly (keyof ViewState)[];

export type ChartFormat = 'png' | 'svg';
/** With the theme's colours, or dark on white. */
export type ChartAppearance = 'theme' | 'light';
