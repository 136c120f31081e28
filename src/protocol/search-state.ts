import type { RateFindings, RateSuggestion } from '../core/analysis/rate-findings';
import type { RateLimit } from '../core/analysis/rate-limit';
import type { Spread } from '../core/analysis/verdict';
import type { SweepId } from '../experiment/sweeps';

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
