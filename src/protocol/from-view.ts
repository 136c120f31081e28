import * as v from 'valibot';
import { analysisIds } from '../core/analysis/ids';
import { sweeps } from '../experiment/sweeps';
import { observationSchema } from './frame';
import { LOG_ROLES } from './own-training-state';

/** Commands that a view may ask for; each is a VS Code command as well. */
export const VIEW_COMMANDS = [
  'run',
  'pause',
  'resume',
  'step',
  'restart',
  'stop',
  'reset',
  'undo',
  'redo',
  'useRun',
  'exportCsv',
  'exportExperiment',
  'openExperiment',
  'openSidebar',
  'applyToCode',
  'compareFairly',
  'compareRegularizers',
  'cancelFairComparison',
  'openTrainingLog',
  'closeTrainingLog',
  'compareTrainingLog',
  'exportLogChart',
  'exportLogCsv',
  'exportLogReport',
  'findLearningRate',
  'cancelFindLearningRate',
  'reproduceFigure',
  'cancelFigure',
  'tryValues',
  'goOnTrying',
  'stopTrying',
  'applyTried',
  'showTrials',
  'exportTrials',
  'copyPrint',
  'startStudy',
  'setUpStudy',
  'openStudy',
  'pauseStudy',
  'resumeStudy',
  'stopStudy',
  'openJournal',
  'proposeWithOptuna',
  'keepStudyPlan',
  'showLog',
  'manageTrust',
] as const;
export type ViewCommand = (typeof VIEW_COMMANDS)[number];

/** Characters of a key: a column's name may be a question. */
const LONGEST_KEY = 2_000;

const path = v.pipe(
  v.array(v.union([v.pipe(v.string(), v.maxLength(LONGEST_KEY)), v.pipe(v.number(), v.integer())])),
  v.maxLength(8),
);
/** A path or a name in a log. */
const logText = v.pipe(v.string(), v.maxLength(5_000));
const runId = v.pipe(v.string(), v.maxLength(64));

const studyId = v.pipe(v.string(), v.maxLength(64));

const ids = v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(64));

/** The views of a study. */
export const STUDY_VIEWS = ['curve', 'heat', 'parallel', 'slice', 'history', 'table'] as const;

/** How a study is looked at: which view, and in it the settings (by name) and the quantity that are drawn. */
const studyUiSchema = v.strictObject({
  view: v.optional(v.picklist(STUDY_VIEWS)),
  x: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_KEY))),
  y: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_KEY))),
  quantity: v.optional(v.picklist(['validationLoss', 'testLoss', 'trainLoss', 'testScore'])),
  /** Only its sentence is shown. */
  folded: v.optional(v.boolean()),
});
export type StudyUi = v.InferOutput<typeof studyUiSchema>;

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
  /** Whether what became of the data is unfolded; left out: where there is something to decide. */
  data: v.optional(v.boolean()),
  study: v.optional(studyUiSchema),
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
  /** A slider is being dragged, or has been let go: what is edited in between is one step of undo. */
  v.strictObject({ type: v.literal('drag'), active: v.boolean() }),
  v.strictObject({ type: v.literal('command'), command: v.picklist(VIEW_COMMANDS) }),
  v.strictObject({ type: v.literal('observe'), observe: observationSchema }),
  /** What the views on the screen want to have computed from the network. */
  v.strictObject({
    type: v.literal('analyse'),
    analyses: v.pipe(v.array(v.picklist(analysisIds)), v.maxLength(20)),
  }),
  v.strictObject({ type: v.literal('sweep'), id: v.picklist(sweeps.map(({ id }) => id)) }),
  v.strictObject({ type: v.literal('pauseSweep') }),
  /** Shows a run of the log that is open, or no longer. */
  v.strictObject({ type: v.literal('showLogRun'), run: logText, isShown: v.boolean() }),
  /** Compares the run with a value that was tried in a person's script, or no longer. */
  v.strictObject({ type: v.literal('compareTried'), side: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Whether the runs of the log that are shown are seeds of one another. */
  v.strictObject({ type: v.literal('groupLogRuns'), isTogether: v.boolean() }),
  /** What a curve of the log is; null: none of these. */
  v.strictObject({ type: v.literal('logRole'), name: logText, role: v.nullable(v.picklist(LOG_ROLES)) }),
  v.strictObject({ type: v.literal('selectRun'), run: runId }),
  /** Keeps a run to compare others with. */
  v.strictObject({ type: v.literal('compare'), run: runId }),
  /** Compares with a run no longer; null: with none. */
  v.strictObject({ type: v.literal('compareNoLonger'), run: v.nullable(logText) }),
  v.strictObject({ type: v.literal('selectStudy'), study: studyId }),
  /** Trains a trial as a run of its own, takes its values into the set-up, or writes them into the person's code as well. */
  v.strictObject({
    type: v.literal('studyTrial'),
    study: studyId,
    trial: v.pipe(v.number(), v.integer(), v.minValue(0)),
    action: v.picklist(['openRuns', 'takeValues', 'apply']),
  }),
  v.strictObject({ type: v.literal('deleteRun'), run: runId }),
  v.strictObject({ type: v.literal('renameRun'), run: runId, name: v.pipe(v.string(), v.maxLength(200)) }),
  v.strictObject({ type: v.literal('scenario'), id: v.pipe(v.string(), v.maxLength(64)) }),
  /** A person wants a chart as a file: the host asks as what, and where to. */
  v.strictObject({ type: v.literal('exportStudy'), study: studyId }),
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
