import type { FigureCheck, FigureLine } from '../experiment/figures/figure';
import type { Experiment } from '../experiment/schema';
import type { LogsState, TryState } from './own-training-state';
import type { ComparedRun, ComparedTraining, RunState, RunSummary } from './run-state';
import type { FairState, RateRangeState, StudyState } from './search-state';

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
