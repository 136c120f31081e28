import * as vscode from 'vscode';
import type { Experiment } from '../experiment/schema';
import type { DocumentState } from '../protocol';
import { manageTrust } from './ask-to-read';
import { DisposableObject } from './disposable';
import { EXPERIMENT_EDITOR } from './experiment-editor';
import type { ExperimentFiles } from './experiment-files';
import { exportCommands } from './exports';
import type { ChartExports } from './exports/charts';
import type { FairComparer } from './fair-comparer';
import type { Gap } from './gap';
import { type LessonContext, lessonCommands } from './lesson-commands';
import { reasonOf } from './log';
import { type LogCommandContext, logCommands } from './logs/log-commands';
import type { Panel } from './panel';
import type { Playground } from './playground';
import type { RateFinder } from './rate-finder';
import { type RunCommandContext, RunCommands } from './run-commands';
import type { Setup } from './setup';
import type { SetupHistory } from './setup-history';
import { SETUP_VIEW } from './sidebar';
import type { Run } from './store/run';
import type { StudyActions } from './study-actions';
import type { StudyRunner } from './study-runner';

export interface CommandContext extends LessonContext, RunCommandContext, LogCommandContext {
  readonly playground: Playground;
  readonly setup: Setup;
  readonly history: SetupHistory;
  readonly gap: Gap;
  readonly fairComparer: FairComparer;
  readonly rateFinder: RateFinder;
  readonly studies: StudyRunner;
  readonly studyActions: StudyActions;
  readonly panel: Panel;
  readonly files: ExperimentFiles;
  readonly charts: ChartExports;
  /** The experiment file that a person looks at; null: none. */
  readonly fileOnScreen: () => DocumentState | null;
  readonly log: vscode.LogOutputChannel;
}

type Handler = (...args: unknown[]) => unknown;

/** Every command of the extension. What goes wrong with one is said to the person who asked for it. */
export class Commands extends DisposableObject {
  readonly #runs: RunCommands;

  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    super();
    this.#context = context;
    this.#runs = new RunCommands(context);
    for (const [name, handler] of Object.entries(this.#all())) {
      const id = `dropoutPlayground.${name}`;
      this.register(vscode.commands.registerCommand(id, (...args) => this.#invoke(id, handler, args)));
    }
  }

  #all(): Record<string, Handler> {
    const { setup, charts, gap, store, comparison, beside } = this.#context;
    const isApart = () => gap.state !== null;
    const comparedWith = (run: Run) =>
      run.id === store.current?.id ? { compared: comparison.curves, trainings: beside.state } : {};
    const exports = exportCommands({
      setup,
      charts,
      comparedWith,
      sweepsOf: (run) => this.#context.sweeps.of(run),
      regularizersOf: (run) => this.#context.fairComparer.regularizersOf(run),
      studyOf: (run) => this.#context.studies.of(run),
      isApart,
      runOf: (target) => this.#runs.run(target),
    });
    return {
      ...this.#runCommands(),
      ...this.#runs.all(),
      ...this.#context.studyActions.all(),
      ...lessonCommands(this.#context),
      ...exports,
    };
  }

  /** Starts something of the set-up, and shows it. */
  #start(start: (experiment: Experiment, folder: string | null) => void): void {
    const { setup, panel } = this.#context;
    start(setup.experiment, setup.folder);
    panel.show();
  }

  async #invoke(id: string, handler: Handler, args: unknown[]): Promise<void> {
    try {
      await handler(...args);
    } catch (error) {
      // A question that nobody can answer any more: its window has gone, and the log with it.
      if (this.disposed || error instanceof vscode.CancellationError) return;
      this.#context.log.error(`${id}: ${error instanceof Error ? error.stack : error}`);
      void vscode.window.showErrorMessage(vscode.l10n.t('Dropout Playground: {0}', reasonOf(error)));
    }
  }

  /** Commands about the run that goes on and the set-up. */
  #runCommands(): Record<string, Handler> {
    const { playground, panel, log, fairComparer, rateFinder } = this.#context;
    return {
      run: () => this.#train(() => playground.run()),
      restart: () => this.#train(() => playground.restart()),
      step: () => this.#train(() => this.#step()),
      pause: () => playground.pause(),
      resume: () => playground.resume(),
      stop: () => playground.stop(),
      reset: () => playground.reset(),
      compareFairly: () => this.#start((...setup) => fairComparer.start(...setup)),
      compareRegularizers: () => this.#start((...setup) => fairComparer.startRegularizers(...setup)),
      cancelFairComparison: () => fairComparer.cancel(),
      findLearningRate: () => this.#start((...setup) => rateFinder.start(...setup)),
      cancelFindLearningRate: () => rateFinder.cancel(),
      ...logCommands(this.#context),
      undo: () => this.#context.history.undo(),
      redo: () => this.#context.history.redo(),
      openPanel: () => panel.show({ focus: true }),
      openSidebar: () => vscode.commands.executeCommand(`${SETUP_VIEW}.focus`),
      openExperiment: (uri) => this.#open(uri),
      openAsText: () => openAsText(),
      showLog: () => log.show(true),
      manageTrust,
    };
  }

  /** Whoever looks at a file with mistakes means that experiment: no other one is run in its place. */
  #train(start: () => void): void {
    const file = this.#context.fileOnScreen();
    if (file?.problem !== undefined) {
      const { line, message } = file.problem;
      throw new Error(
        vscode.l10n.t('{0} cannot be run: it has an error in line {1}: {2}', file.name, line, message),
      );
    }
    this.#context.panel.show();
    start();
  }

  /** A run that is over has no next step, and does not make way for another without a word. */
  #step(): void {
    if (!this.#context.playground.step()) void this.#offerStepAnew();
  }

  async #offerStepAnew(): Promise<void> {
    const { playground } = this.#context;
    const again = vscode.l10n.t('Start Paused');
    const words = playground.isBusy
      ? vscode.l10n.t('The run in progress uses another set-up. Taking a step with this one ends it.')
      : vscode.l10n.t(
          'This run is over: it has no next step. It stays as it is; a new run can begin with its first step.',
        );
    if ((await vscode.window.showInformationMessage(words, again)) === again) playground.stepAnew();
  }

  async #open(uri: unknown): Promise<void> {
    const opened = await this.#context.files.open(uri instanceof vscode.Uri ? uri : undefined);
    if (opened !== undefined)
      await vscode.commands.executeCommand('vscode.openWith', opened.uri, EXPERIMENT_EDITOR);
  }
}

/** The file of the experiment editor that a person looks at, in the text editor of VS Code. */
async function openAsText(): Promise<void> {
  const { activeTab, viewColumn } = vscode.window.tabGroups.activeTabGroup;
  const input = activeTab?.input;
  if (input instanceof vscode.TabInputCustom && input.viewType === EXPERIMENT_EDITOR) {
    await vscode.commands.executeCommand('vscode.openWith', input.uri, 'default', viewColumn);
  }
}
