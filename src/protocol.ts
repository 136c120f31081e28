import * as v from 'valibot';
import { type AnalysisId, type AnalysisResults, analysisIds } from './core/analysis/ids';
import type { Verdict } from './core/analysis/verdict';
import type { Task } from './core/dataset';
import type { Change, RecordedChange } from './core/spec';
import type { EpochRecord, Outcome, Variant } from './core/trainer-types';
import type { Experiment } from './experiment/schema';

// Terms. A *run* is what a person starts: one experiment. It has *members*: one training for each variant (dropout,
// baseline) and seed. A worker thread trains one member at a time; a member in a worker is a *job*.

/** What a view on the screen needs beyond the curves. What nobody looks at is not computed. */
export const observationSchema = v.strictObject({
  /** The decision boundary (two features only). */
  boundary: v.boolean(),
  /** The thinned net of the current step. */
  network: v.boolean(),
});
export type Observation = v.InferOutput<typeof observationSchema>;

// ---------------------------------------------------------------- host <-> worker

export type ToWorker =
  | {
      readonly type: 'start';
      readonly job: number;
      readonly experiment: Experiment;
      readonly variant: Variant;
      readonly seed: number;
      /** The folder that the experiment's paths are relative to. */
      readonly folder: string | null;
      readonly observe: Observation;
      readonly paused: boolean;
      /** What to compute from the network while it trains. */
      readonly analyses?: readonly AnalysisId[];
      /**
       * Nothing is trained: the network gets these weights (layer by layer: w, then b), the analyses are computed, and
       * the job ends.
       */
      readonly inspect?: { readonly weights: Float32Array };
    }
  | { readonly type: 'pause' | 'resume' | 'stop'; readonly job: number }
  /** Takes this many steps and stays paused. */
  | { readonly type: 'step'; readonly job: number; readonly steps: number }
  | { readonly type: 'change'; readonly job: number; readonly change: Change }
  | { readonly type: 'observe'; readonly job: number; readonly observe: Observation }
  | { readonly type: 'analyse'; readonly job: number; readonly analyses: readonly AnalysisId[] }
  | { readonly type: 'ack'; readonly job: number; readonly seq: number };

export type FromWorker =
  | { readonly type: 'loading'; readonly job: number; readonly fraction: number }
  | { readonly type: 'started'; readonly job: number; readonly info: RunInfo }
  | ({ readonly type: 'frame'; readonly job: number; readonly seq: number } & Frame)
  | { readonly type: 'changed'; readonly job: number; readonly change: RecordedChange }
  | ({ readonly type: 'analysis'; readonly job: number } & AnalysisOutput)
  /** The last message of a job that came to an end; every frame has been sent before it. */
  | {
      readonly type: 'ended';
      readonly job: number;
      readonly ending: Ending;
      /** The final weights (layer by layer: w, then b), unless there are too many of them to keep. */
      readonly weights?: Float32Array;
    }
  | { readonly type: 'failed'; readonly job: number; readonly step: number; readonly reason: string };

/** What an analysis says, so far. */
export type AnalysisOutput = {
  [I in AnalysisId]: { readonly id: I; readonly result: AnalysisResults[I] };
}[AnalysisId];

/** The output alone, without where it came from. */
export function analysisOutput({ id, result }: AnalysisOutput): AnalysisOutput {
  return { id, result } as AnalysisOutput;
}

/** How a member ended: the trainer's outcome, or stopped by a person. */
export interface Ending {
  readonly kind: Outcome['kind'] | 'stopped';
  readonly step: number;
  readonly epoch: number;
  /** Seconds of training, pauses left out. */
  readonly seconds: number;
}

/** What a member's worker has to say 10–20 times a second. */
export interface Frame {
  /** Whole records of the epochs since the last frame: rows × EPOCH_COLUMNS, row-major. */
  readonly rows: Float64Array;
  readonly progress: Progress;
  readonly boundary?: Boundary;
  readonly network?: NetworkFrame;
}

export interface Progress {
  readonly step: number;
  /** In fractions: 12.5 is the middle of the 13th epoch. */
  readonly epoch: number;
  readonly totalSteps: number;
  readonly totalEpochs: number;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
}

/** Facts about a member that do not change while it trains. */
export interface RunInfo {
  readonly task: Task;
  readonly features: number;
  readonly outputs: number;
  readonly trainCount: number;
  readonly testCount: number;
  /** Of all sites: features, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly parameterCount: number;
  readonly stepsPerEpoch: number;
  readonly featureNames: readonly string[];
  readonly outputNames: readonly string[];
  /** What was guessed or changed while the data was read. */
  readonly notes: readonly string[];
  /** Present with two features: samples to draw, at most 1,000 of each, as x, y, target triples. */
  readonly points?: { readonly train: Float32Array; readonly test: Float32Array; readonly bounds: Bounds };
}

/** x from, x to, y from, y to. */
export type Bounds = readonly [number, number, number, number];

/** What the network says over the plane: columns × rows cells, row-major, the first row at the top (largest y). */
export interface Boundary {
  readonly columns: number;
  readonly rows: number;
  readonly bounds: Bounds;
  /** Classification: the most probable class of each cell. */
  readonly winner?: Uint8Array;
  /** Classification: its probability, 0..255. */
  readonly strength?: Uint8Array;
  /** Regression: the first output. */
  readonly values?: Float32Array;
}

/** The thinned net of one step, cut down to the neurons that are drawn. */
export interface NetworkFrame {
  readonly step: number;
  /** One a site: input, hidden layers, output. */
  readonly sites: readonly NetworkSite[];
  /** One between neighbouring sites: shown inputs × shown outputs, row-major. */
  readonly weights: readonly Float32Array[];
}

export interface NetworkSite {
  readonly width: number;
  /** Which neurons are shown. */
  readonly indices: Uint32Array;
  /** One a shown neuron: 1 kept, 0 dropped in this step. */
  readonly kept: Uint8Array;
  readonly activations: Float32Array;
  /** The drop ratio in force at this site. */
  readonly ratio: number;
}

// ---------------------------------------------------------------- host <-> view

export type RunStatus = 'loading' | 'running' | 'paused' | 'completed' | 'stopped' | 'failed';
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
}

/** A line of the list of runs. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly startedAt: number;
  readonly status: RunStatus;
  /** A short account of the settings: `moons · 128-128 · drop 0.5 · lr 0.003`. */
  readonly label: string;
  /** Mean last test loss over the seeds; null where there is none. */
  readonly testLoss: { readonly dropout: number | null; readonly baseline: number | null };
  /** The step at which the first member diverged. */
  readonly diverged: number | null;
}

/** A member's curves: rows × EPOCH_COLUMNS, row-major. */
export interface Series {
  readonly key: string;
  readonly rows: Float64Array;
}

/** One training of a sweep that has ended. */
export interface SweepResult {
  /** Index into the sweep's points. */
  readonly point: number;
  readonly seed: number;
  readonly trainLoss: number;
  /** NaN where it diverged. */
  readonly testLoss: number;
  readonly testScore: number;
  readonly diverged: boolean;
}

/** A sweep that goes on, or the last one. */
export interface SweepState {
  readonly id: string;
  readonly status: 'running' | 'completed' | 'cancelled' | 'failed';
  readonly seeds: number;
  readonly points: readonly { readonly label: string; readonly x?: number; readonly series: string }[];
  readonly results: readonly SweepResult[];
  /** Trainings in all. */
  readonly total: number;
  readonly seconds: number;
  readonly reason?: string;
}

/** What outlives a run: VS Code settings that a view needs. */
export interface Preferences {
  /** Changing a control while nothing runs starts a run. */
  readonly autoRun: boolean;
  readonly lossAxis: 'linear' | 'logarithmic';
  readonly framesPerSecond: number;
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

export type ChartFormat = 'png' | 'svg';
/** With the theme's colours, or dark on white. */
export type ChartAppearance = 'theme' | 'light';

export type ToView =
  /** All there is: sent when a view says `ready` or comes back to the screen. */
  | {
      readonly type: 'snapshot';
      readonly experiment: Experiment;
      readonly preferences: Preferences;
      readonly runs: readonly RunSummary[];
      /** The run on the screen; null before the first. */
      readonly run: RunState | null;
      readonly series: readonly Series[];
      /** The latest of each member that has one. */
      readonly boundaries: Readonly<Record<string, Boundary>>;
      readonly network: NetworkFrame | null;
      readonly analyses?: readonly ({ readonly member: string } & AnalysisOutput)[];
      readonly sweep?: SweepState | null;
      readonly code?: CodeState | null;
      /** The file that the set-up belongs to (in a file's own editor: that file); null: none. */
      readonly document?: DocumentState | null;
    }
  | { readonly type: 'experiment'; readonly experiment: Experiment }
  | { readonly type: 'preferences'; readonly preferences: Preferences }
  | { readonly type: 'runs'; readonly runs: readonly RunSummary[] }
  | { readonly type: 'run'; readonly run: RunState }
  /** `first` is the index of the first row: a view that lacks rows before it asks for a snapshot. */
  | ({
      readonly type: 'frame';
      readonly seq: number;
      readonly run: string;
      readonly member: string;
      readonly first: number;
    } & Frame)
  | ({ readonly type: 'analysis'; readonly run: string; readonly member: string } & AnalysisOutput)
  | { readonly type: 'sweep'; readonly sweep: SweepState | null }
  | { readonly type: 'code'; readonly code: CodeState | null }
  | { readonly type: 'document'; readonly document: DocumentState | null }
  /** Asks for a chart of the run on the screen as a file; answered by `chartDrawn`. */
  | {
      readonly type: 'drawChart';
      readonly request: number;
      readonly chart: string;
      readonly format: ChartFormat;
      readonly appearance: ChartAppearance;
    }
  /** An edit that was refused: what is wrong, where, and what is allowed. */
  | { readonly type: 'refused'; readonly path: readonly (string | number)[]; readonly message: string }
  /** Sent every second: a view that misses three says that the host is gone. */
  | { readonly type: 'heartbeat' };

/** Commands that a view may ask for; each is a VS Code command as well. */
export const VIEW_COMMANDS = [
  'run',
  'pause',
  'resume',
  'step',
  'restart',
  'stop',
  'reset',
  'exportCsv',
  'exportExperiment',
  'openExperiment',
  'openSidebar',
  'applyToCode',
  'showLog',
] as const;
export type ViewCommand = (typeof VIEW_COMMANDS)[number];

const path = v.pipe(
  v.array(v.union([v.pipe(v.string(), v.maxLength(64)), v.pipe(v.number(), v.integer())])),
  v.maxLength(8),
);
const runId = v.pipe(v.string(), v.maxLength(64));

const ids = v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(64));

/** How the panel is looked at, and nothing that is true about runs: kept over hiding, closing and reloading. */
export const panelUiSchema = v.strictObject({
  /** Charts that are shown as a table, by id. */
  tables: ids,
  /** Lines that are hidden, by id. */
  hiddenLines: ids,
  /** Whether the decision boundary shows the test points. */
  testPoints: v.boolean(),
  /** The idea of the lesson that is open; empty: none. */
  idea: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** The person's choice for the panel; left out: the setting. */
  lossAxis: v.optional(v.picklist(['linear', 'logarithmic'])),
  /** When it was so, in milliseconds since 1970. */
  at: v.number(),
});
export type PanelUi = v.InferOutput<typeof panelUiSchema>;

/** What a view has drawn, or why it could not. */
const chartDrawnSchema = v.strictObject({
  type: v.literal('chartDrawn'),
  request: v.number(),
  svg: v.optional(v.pipe(v.string(), v.maxLength(20_000_000))),
  png: v.optional(
    v.pipe(
      v.instance(Uint8Array),
      v.check((bytes) => bytes.length <= 50_000_000),
    ),
  ),
  problem: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
});
export type ChartDrawn = v.InferOutput<typeof chartDrawnSchema>;

/** Views are not trusted: what they send is checked against this, and dropped and logged if it does not fit. */
export const fromViewSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('ack'), seq: v.number() }),
  /**
   * Sets one value of the experiment; `undefined` puts the default back. The host decides what follows: ratio,
   * placement and learning rate go to the running trainers, anything else restarts the run.
   */
  v.strictObject({ type: v.literal('edit'), path, value: v.optional(v.unknown()) }),
  v.strictObject({ type: v.literal('command'), command: v.picklist(VIEW_COMMANDS) }),
  v.strictObject({ type: v.literal('observe'), observe: observationSchema }),
  /** What the views on the screen want to have computed from the network. */
  v.strictObject({
    type: v.literal('analyse'),
    analyses: v.pipe(v.array(v.picklist(analysisIds)), v.maxLength(20)),
  }),
  v.strictObject({ type: v.literal('sweep'), id: v.pipe(v.string(), v.maxLength(64)) }),
  v.strictObject({ type: v.literal('cancelSweep') }),
  v.strictObject({ type: v.literal('selectRun'), run: runId }),
  v.strictObject({ type: v.literal('deleteRun'), run: runId }),
  v.strictObject({ type: v.literal('renameRun'), run: runId, name: v.pipe(v.string(), v.maxLength(200)) }),
  v.strictObject({ type: v.literal('scenario'), id: v.pipe(v.string(), v.maxLength(64)) }),
  /** A person wants a chart as a file: the host asks as what, and where to. */
  v.strictObject({ type: v.literal('exportChart'), chart: v.pipe(v.string(), v.maxLength(64)) }),
  chartDrawnSchema,
  /** In a file's own editor: makes the set-up this file's, or shows its text. */
  v.strictObject({ type: v.literal('document'), action: v.picklist(['show', 'openAsText']) }),
  /** Lets the host ask for a file for this path of the experiment. */
  v.strictObject({ type: v.literal('pickFile'), path }),
  v.strictObject({ type: v.literal('remember'), ui: panelUiSchema }),
  /** An error inside the view, for the log. */
  v.strictObject({ type: v.literal('error'), message: v.pipe(v.string(), v.maxLength(10_000)) }),
]);
export type FromView = v.InferOutput<typeof fromViewSchema>;

/** The records of a series, for those who want objects. */
export type { EpochRecord };
