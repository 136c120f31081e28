import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { startScanner } from '../code/thread/scan-thread';
import { greatest } from '../core/lists';
import { defaultExperiment } from '../experiment/defaults';
import type { Experiment } from '../experiment/schema';
import { askToDelete } from './ask-to-delete';
import { askToRead, outsideWords } from './ask-to-read';
import { Beside, trainingsOf } from './beside';
import { BesideStore } from './beside-store';
import { CodeHost } from './code/code-host';
import { Commands } from './commands';
import { Comparison } from './comparison';
import { ContextKeys } from './context-keys';
import { ExperimentDocuments } from './experiment-documents';
import { ExperimentEditor } from './experiment-editor';
import { ExperimentFiles } from './experiment-files';
import { ChartExports } from './exports/charts';
import { FairComparer } from './fair-comparer';
import { FigureReproducer } from './figure-reproducer';
import { Gap } from './gap';
import { Inspector } from './inspector';
import { LeftTabs } from './left-tabs';
import { createLog, reasonOf } from './log';
import { LogHistory, logsFolderOf } from './logs/log-history';
import { LogsTree } from './logs/logs-tree';
import { Panel } from './panel';
import { Playground } from './playground';
import { Settings } from './preferences';
import { QueueSetting } from './queue-setting';
import { RateFinder } from './rate-finder';
import { RunNotes } from './run-notes';
import { Runner } from './runner';
import { RunsTree } from './runs-tree';
import type { Setup } from './setup';
import { SetupHistory } from './setup-history';
import { Sidebar } from './sidebar';
import { slicesOf } from './slices';
import { WindowState } from './state';
import { StatusBar } from './status-bar';
import { adoptRuns, type FormerPlaces, runsFolderOf } from './store/adopt-runs';
import { RunFolder } from './store/run-folder';
import { RunStore } from './store/run-store';
import { StudyStore, studiesFolderOf } from './store/study-store';
import { StudiesTree } from './studies-tree';
import { StudyActions } from './study-actions';
import { followStudies } from './study-following';
import { StudyPlanNote } from './study-plan-note';
import { StudyRunner } from './study-runner';
import { Sweeps } from './sweeps';
import { startThread } from './thread';
import { Training } from './training';
import { TrainingLogs } from './training-logs';
import { trainingsOfTried } from './tried-trainings';
import { Trust } from './trust';
import { Turns } from './turns';
import { handleRequest } from './view-requests';
import { Views } from './views';

/** The parts of the host, wired. */
export interface Host extends vscode.Disposable {
  readonly runner: Runner;
  readonly store: RunStore;
  readonly comparison: Comparison;
  readonly views: Views;
  readonly panel: Panel;
  readonly playground: Playground;
  readonly setup: Setup;
  readonly history: SetupHistory;
  readonly gap: Gap;
  readonly code: CodeHost;
  readonly documents: ExperimentDocuments;
  readonly charts: ChartExports;
  readonly fairComparer: FairComparer;
  readonly rateFinder: RateFinder;
  readonly trainingLogs: TrainingLogs;
  readonly beside: Beside;
  /** Null where there is no disk. */
  readonly logHistory: LogHistory | null;
  readonly studies: StudyRunner;
  readonly studyActions: StudyActions;
  /** Those of the lesson. */
  readonly sweeps: Sweeps;
  /** Null where there is no disk. */
  readonly studyStore: StudyStore | null;
  readonly studiesTree: StudiesTree | null;
  /** Where runs are kept; null where there is no disk. */
  readonly runsFolder: string | null;
  /** Resolves when saved runs have been looked for. */
  readonly opened: Promise<void>;
  /** Milliseconds that wiring took. */
  readonly activation: number;
  /** Saves what is not saved. */
  close(): Promise<void>;
}

export function createHost(context: vscode.ExtensionContext): Host {
  const begun = performance.now();
  const parts: vscode.Disposable[] = [];
  const add = <T extends vscode.Disposable>(part: T): T => {
    parts.push(part);
    return part;
  };
  const log = add(createLog());
  const settings = add(new Settings());
  const state = add(new WindowState(context.workspaceState, workspaceFolder()));
  const setup = state.restoreSetup();
  const places = placesOf(context);
  const runsFolder = places && runsFolderOf(places.globalStorage, places.workspace);
  const store = createStore(runsFolder, settings, log);
  state.follow(setup, store);
  const dist = (...file: string[]) => vscode.Uri.joinPath(context.extensionUri, 'dist', ...file).fsPath;
  const script = dist('worker.js');
  const data = { translations: vscode.l10n.bundle, givesWay: true };
  const trust = add(new Trust({ workspace: vscode.workspace, roots: workspaceFolders, ask: askToRead }));
  const training = add(new Training(script, () => settings.workers, data));
  const trainers = trust.guard(
    training,
    vscode.l10n.t('This workspace is not trusted: the data was not read.'),
  );
  const noteOn = async (experiment: Experiment, folder: string | null) =>
    outsideWords(await trust.outside(experiment, folder));
  const runner = add(new Runner({ store, trainers, log, noteOn }));
  const inspector = add(new Inspector({ store, runner, trainers, log }));
  const fairComparer = add(new FairComparer(trainers, log));
  const rateFinder = add(new RateFinder(trainers, log));
  const figures = add(new FigureReproducer(trainers));
  const studyStore =
    runsFolder === null
      ? null
      : add(new StudyStore(studiesFolderOf(runsFolder), (message) => log.warn(message)));
  const queue = new QueueSetting(context.secrets, trust);
  // A sweep is trained where it is looked at.
  const [studies, sweepRunner] = [queue.read, undefined].map((read) =>
    add(new StudyRunner(trainers, log, studyStore ?? undefined, setup, read)),
  ) as [StudyRunner, StudyRunner];
  const sweeps = add(new Sweeps({ runner: sweepRunner, store: studyStore, setup, log }));
  const logHistory =
    runsFolder === null
      ? null
      : add(new LogHistory(logsFolderOf(runsFolder), (message) => log.warn(message)));
  const trainingLogs = add(
    new TrainingLogs({
      ...{ log, ...state.logRoles },
      keepAt: logHistory ? (paths) => logHistory.fileFor(paths) : undefined,
      start: (data) => startThread(dist('logs.js'), { ...data, translations: vscode.l10n.bundle }),
    }),
  );
  const playground: Playground = add(
    new Playground({
      setup,
      runner,
      store,
      defaults: defaultExperiment,
      dataChangedAt,
      trust,
      mayAutoRun: () => settings.preferences.autoRun && (panel.isOpen || editor.isOpen),
    }),
  );
  const gap = add(new Gap({ setup, store, runner, playground }));
  const history = add(new SetupHistory(setup));
  const comparison = add(new Comparison(store));
  const adopted = runsFolder ? adoptRuns(runsFolder, places!, (message) => log.warn(message)) : undefined;
  const showStudy = async () => {
    if (studyStore) add(await followStudies(studies, studyStore, state.study, log));
    state.followStudy(studies);
  };
  const opened = Promise.resolve(adopted)
    .catch((error) => log.warn(`Runs of an earlier version cannot be looked for: ${error}`))
    .then(() => store.open(state.currentRun))
    .then(() => comparison.restore(state.comparedRuns))
    .then(() => state.followComparison(comparison))
    .then(() => studyStore?.open())
    .then(() => logHistory?.open())
    .then(() => besideStore?.open())
    .then(() => showStudy())
    .catch((error) => log.error(`Saved runs cannot be looked for: ${error}`));
  const scanner = { wasmDir: dist(), translations: vscode.l10n.bundle, isBounded: true };
  const startScannerThread = () => startScanner(dist('scanner.js'), scanner);
  const showPanel = () => panel.show();
  const code = add(
    new CodeHost({
      ...{ startScanner: startScannerThread, trust, setup, playground, store, showPanel, log, runsFolder },
      ...{ memento: context.workspaceState, launcher: dist('launcher.py'), tryThread: dist('try.js') },
      trialsAtOnce: () => settings.trialsAtOnce,
    }),
  );
  const tried = code.tries.runner;
  const beside = add(
    new Beside(
      { get: () => trainingsOf(trainingLogs.state), onDidChange: trainingLogs.onDidChange },
      { get: () => trainingsOfTried(tried.state), onDidChange: tried.onDidChange },
    ),
  );
  const besideStore = runsFolder === null ? null : add(new BesideStore(dirname(runsFolder), beside));
  const files = add(new ExperimentFiles(log));
  add(new StudyPlanNote(studies, setup, files));
  const documents = add(new ExperimentDocuments({ setup, playground, store, files, opened, log }));
  const views: Views = add(
    new Views({
      store,
      opened,
      log,
      slices: slicesOf({
        setup,
        settings,
        store,
        sweeps,
        fairComparer,
        rateFinder,
        figures,
        studies,
        trainingLogs,
        tryRunner: code.tries.runner,
        openFile: code.openFile,
        documents,
        comparison,
        beside,
        gap,
      }),
      handle: (message, link) =>
        handleRequest(
          {
            ...{ playground, setup, store, sweeps, state, charts, documents, studyActions },
            ...{ trainingLogs, beside, tries: code.tries },
          },
          message,
          link,
        ),
    }),
  );
  views.onDidChangeObservation((observation) => {
    runner.observe(observation);
    inspector.analyse(views.analyses);
  });
  const turns = add(new Turns());
  turns.join({
    onDidChange: runner.onDidChange,
    going: () => runner.active,
    giveWay: () => playground.stop(),
  });
  for (const part of [fairComparer, rateFinder, figures])
    turns.join({
      onDidChange: part.onDidChange,
      going: () => (part.state?.status === 'running' ? part : null),
      giveWay: () => part.cancel(),
    });
  for (const part of [studies, sweepRunner, code.tries.runner]) turns.join(part);
  // Whoever opens a view will run something soon.
  views.onDidAttach(() => setImmediate(() => prewarm(training, log)));
  const panel: Panel = add(new Panel(context.extensionUri, views, state, () => editor.isShown));
  const charts: ChartExports = add(new ChartExports({ store, views, showPanel: () => panel.show() }));
  add(new Sidebar(context.extensionUri, views, documents));
  const tree = add(new RunsTree(store, comparison));
  if (logHistory) add(new LogsTree(logHistory));
  const studiesTree = studyStore && add(new StudiesTree(studyStore));
  const notes = add(new RunNotes(store));
  const editor: ExperimentEditor = add(
    new ExperimentEditor({ extensionUri: context.extensionUri, views, documents, state }),
  );
  add(new LeftTabs(panel, editor, log));
  add(new StatusBar(runner, store, views.onDidTell));
  add(
    new ContextKeys({
      runner,
      store,
      setup,
      comparison,
      history,
      sweeps,
      fairComparer,
      rateFinder,
      figures,
      studies,
      studyStore,
      trainingLogs,
      tryRunner: code.tries.runner,
    }),
  );
  const studyActions = new StudyActions({
    studies,
    queue,
    sweeps,
    studyStore,
    studiesTree,
    setup,
    playground,
    runner,
    store,
    panel,
    charts,
  });
  const fileOnScreen = () => (editor.active === undefined ? null : documents.stateOf(editor.active));
  add(
    new Commands({
      ...{ playground, setup, store, comparison, panel, tree, notes, files, charts },
      ...{
        sweeps,
        studies,
        fairComparer,
        rateFinder,
        figures,
        studyActions,
        views,
        state,
        extension: context.extension.id,
      },
      ...{ fileOnScreen, log, opened, history, gap, trainingLogs, logHistory, beside, trust },
    }),
  );
  add(vscode.window.onDidChangeWindowState(({ focused }) => focused && void store.refresh()));
  return {
    runner,
    store,
    comparison,
    views,
    panel,
    playground,
    setup,
    history,
    gap,
    code,
    documents,
    charts,
    sweeps,
    fairComparer,
    rateFinder,
    trainingLogs,
    logHistory,
    beside,
    studies,
    studyActions,
    studyStore,
    studiesTree,
    runsFolder,
    opened,
    activation: performance.now() - begun,
    close: async () => {
      await Promise.all([studies.close(), sweepRunner.close(), code.tries.close()]);
      await Promise.all([studyStore?.close(), trainingLogs.closed(), besideStore?.close()]);
      await store.close();
    },
    dispose: () => {
      for (const part of parts.splice(0).reverse()) part.dispose();
    },
  };
}

function createStore(path: string | null, settings: Settings, log: vscode.LogOutputChannel): RunStore {
  const warn = (message: string) => log.warn(message);
  return new RunStore({
    folder: path === null ? null : new RunFolder(path, warn),
    quota: () => settings.quota,
    mayDelete: askToDelete,
    log: warn,
    onNotKept: (reason) => {
      const words = vscode.l10n.t(
        'Runs cannot be saved and are lost when the window closes: {0}. Export what you want to keep.',
        reason,
      );
      void vscode.window.showWarningMessage(words);
    },
    tell: (words) => void vscode.window.showWarningMessage(vscode.l10n.t('Dropout Playground: {0}', words)),
  });
}

/** Where runs are kept and were kept; null where there is no disk. */
function placesOf({ globalStorageUri, storageUri }: vscode.ExtensionContext): FormerPlaces | null {
  if (globalStorageUri.scheme !== 'file') return null;
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const folders = workspaceFolders.map(({ uri }) => uri.toString());
  // One that is not saved is another one tomorrow: its folders are what stays.
  const file = workspaceFile?.scheme === 'untitled' ? null : (workspaceFile?.toString() ?? null);
  return {
    globalStorage: globalStorageUri.fsPath,
    workspaceStorage: storageUri?.scheme === 'file' ? storageUri.fsPath : null,
    workspace: { file, folders },
  };
}

/** When the newest of the files was changed; one that is not there was changed just now. */
async function dataChangedAt(files: readonly string[]): Promise<number> {
  const times = files.map((file) => stat(file).then(({ mtimeMs }) => mtimeMs));
  return Promise.all(times).then(
    (known) => greatest(known),
    () => Number.POSITIVE_INFINITY,
  );
}

/** What a new set-up's paths are relative to. */
function workspaceFolder(): string | null {
  const uri = vscode.workspace.workspaceFolders?.at(0)?.uri;
  return uri?.scheme === 'file' ? uri.fsPath : null;
}

/** Those on a disk. */
function workspaceFolders(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
}

/** Without threads there is still everything but training: the first run will say why. */
function prewarm(trainers: Training, log: vscode.LogOutputChannel): void {
  try {
    trainers.prewarm();
  } catch (error) {
    log.warn(`Worker threads cannot be started: ${reasonOf(error)}`);
  }
}
