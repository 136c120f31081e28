import * as vscode from 'vscode';
import type { DocumentState } from '../protocol';
import { manageTrust } from './ask-to-read';
import type { Comparison } from './comparison';
import { DisposableObject } from './disposable';
import { EXPERIMENT_EDITOR } from './experiment-editor';
import type { ExperimentFiles } from './experiment-files';
import { exportCommands } from './exports';
import type { ChartExports } from './exports/charts';
import type { FairComparer } from './fair-comparer';
import type { Gap } from './gap';
import { type LessonContext, lessonCommands } from './lesson-commands';
import { reasonOf } from './log';
import type { Panel } from './panel';
import type { Playground } from './playground';
import type { RunsTree } from './runs-tree';
import type { Setup } from './setup';
import type { SetupHistory } from './setup-history';
import { SETUP_VIEW } from './sidebar';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';
import { sayUnreadable } from './view-requests';

export interface CommandContext extends LessonContext {
  readonly playground: Playground;
  readonly setup: Setup;
  readonly history: SetupHistory;
  readonly gap: Gap;
  readonly store: RunStore;
  readonly comparison: Comparison;
  readonly fairComparer: FairComparer;
  readonly panel: Panel;
  readonly tree: RunsTree;
  readonly files: ExperimentFiles;
  readonly charts: ChartExports;
  /** The experiment file that a person looks at; null: none. */
  readonly fileOnScreen: () => DocumentState | null;
  readonly log: vscode.LogOutputChannel;
  /** Resolves when saved runs have been looked for. */
  readonly opened: Promise<void>;
}

type Handler = (...args: unknown[]) => unknown;

/** Every command of the extension. What goes wrong with one is said to the person who asked for it. */
export class Commands extends DisposableObject {
  constructor(private readonly context: CommandContext) {
    super();
    for (const [name, handler] of Object.entries(this.#all())) {
      const id = `dropoutPlayground.${name}`;
      this.register(vscode.commands.registerCommand(id, (...args) => this.#invoke(id, handler, args)));
    }
  }

  #all(): Record<string, Handler> {
    const { setup, charts, gap } = this.context;
    const isApart = () => gap.state !== null;
    const exports = exportCommands({ setup, charts, isApart, runOf: (target) => this.#run(target) });
    return { ...this.#runCommands(), ...this.#listCommands(), ...lessonCommands(this.context), ...exports };
  }

  #compareFairly(): void {
    const { playground, setup, sweeper, fairComparer, panel } = this.context;
    playground.stop();
    sweeper.cancel();
    fairComparer.start(setup.experiment, setup.folder);
    panel.show();
  }

  async #invoke(id: string, handler: Handler, args: unknown[]): Promise<void> {
    try {
      await handler(...args);
    } catch (error) {
      // A question that nobody can answer any more: its window has gone, and the log with it.
      if (this.disposed || error instanceof vscode.CancellationError) return;
      this.context.log.error(`${id}: ${error instanceof Error ? error.stack : error}`);
      void vscode.window.showErrorMessage(vscode.l10n.t('Dropout Playground: {0}', reasonOf(error)));
    }
  }

  /** Commands about the run that goes on and the set-up. */
  #runCommands(): Record<string, Handler> {
    const { playground, panel, log } = this.context;
    return {
      run: () => this.#train(() => playground.run()),
      restart: () => this.#train(() => playground.restart()),
      step: () => this.#train(() => this.#step()),
      pause: () => playground.pause(),
      resume: () => playground.resume(),
      stop: () => playground.stop(),
      reset: () => playground.reset(),
      compareFairly: () => this.#compareFairly(),
      cancelFairComparison: () => this.context.fairComparer.cancel(),
      undo: () => this.context.history.undo(),
      redo: () => this.context.history.redo(),
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
    const file = this.context.fileOnScreen();
    if (file?.problem !== undefined) {
      const { line, message } = file.problem;
      throw new Error(
        vscode.l10n.t('{0} cannot be run, it has a mistake in line {1}: {2}', file.name, line, message),
      );
    }
    this.context.panel.show();
    start();
  }

  /** A run that is over has no next step, and does not make way for another without a word. */
  #step(): void {
    if (!this.context.playground.step()) void this.#offerStepAnew();
  }

  async #offerStepAnew(): Promise<void> {
    const { playground } = this.context;
    const again = vscode.l10n.t('Start Paused');
    const words = playground.isBusy
      ? vscode.l10n.t('The run that goes on is of another set-up. A step of this one ends it.')
      : vscode.l10n.t(
          'This run is over: it has no next step. It stays as it is; a new run can begin with its first step.',
        );
    if ((await vscode.window.showInformationMessage(words, again)) === again) playground.stepAnew();
  }

  /** Commands about a run of the list, or the one on the screen. */
  #listCommands(): Record<string, Handler> {
    return {
      selectRun: (target) => this.#select(target),
      useRun: async (target) => {
        const run = await this.#run(target);
        if (run !== undefined) await this.context.playground.useRun(run.id);
      },
      compareRun: (target) => this.#compare(target),
      stopComparing: () => this.context.comparison.with(null),
      renameRun: (target) => this.#rename(target),
      deleteRun: (target, targets) => this.#delete(target, targets),
      revealRun: (target) => this.#reveal(target),
    };
  }

  async #open(uri: unknown): Promise<void> {
    const opened = await this.context.files.open(uri instanceof vscode.Uri ? uri : undefined);
    if (opened !== undefined)
      await vscode.commands.executeCommand('vscode.openWith', opened.uri, EXPERIMENT_EDITOR);
  }

  async #select(target: unknown): Promise<void> {
    const { playground, panel } = this.context;
    const run = await this.#run(target);
    if (run === undefined) return;
    await playground.show(run.id);
    panel.show();
  }

  async #compare(target: unknown): Promise<void> {
    const { comparison, panel } = this.context;
    const run = await this.#run(target);
    if (run === undefined) return;
    comparison.with(run);
    panel.show();
  }

  async #rename(target: unknown): Promise<void> {
    const run = await this.#run(target);
    if (run === undefined) return;
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t('Rename Run'),
      value: run.name,
      validateInput: (value) =>
        value.trim() === ''
          ? vscode.l10n.t('A name has at least one character.')
          : value.length > 200
            ? vscode.l10n.t('A name has at most 200 characters.')
            : undefined,
    });
    if (name !== undefined) await this.context.store.rename(run.id, name);
  }

  async #delete(target: unknown, targets: unknown): Promise<void> {
    const ids = this.#ids(target, targets);
    const { summaries, damaged } = this.context.store;
    const names = [...summaries, ...damaged].filter(({ id }) => ids.includes(id)).map(({ name }) => name);
    if (names.length === 0) return;
    const words =
      names.length === 1
        ? vscode.l10n.t('Delete the run "{0}"?', names[0])
        : vscode.l10n.t('Delete {0} runs?', names.length);
    const yes = vscode.l10n.t('Delete');
    const { comparison } = this.context;
    const compared = comparison.id !== undefined && ids.includes(comparison.id);
    const detail = [
      vscode.l10n.t('Its curves are lost.'),
      ...(compared ? [vscode.l10n.t('Other runs are compared with it now.')] : []),
    ].join(' ');
    if ((await vscode.window.showWarningMessage(words, { modal: true, detail }, yes)) !== yes) return;
    const problems: unknown[] = [];
    for (const id of ids) await this.context.playground.deleteRun(id).catch((error) => problems.push(error));
    if (problems.length > 0) throw new Error([...new Set(problems.map(reasonOf))].join(' '));
  }

  /** Shows where the file of a run lies. */
  async #reveal(target: unknown): Promise<void> {
    const [id] = this.#ids(target, undefined);
    const file = id === undefined ? undefined : this.context.store.fileOf(id);
    if (file === undefined) return;
    try {
      await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file));
    } catch {
      // A browser has no other window to show it in.
      void vscode.window.showInformationMessage(vscode.l10n.t('The file of this run: {0}', file));
    }
  }

  /** The run that a command is about: the one it was called with (a key in the list: the one selected there), or the one on the screen. */
  async #run(target: unknown): Promise<Run | undefined> {
    await this.context.opened;
    const [id] = this.#ids(target, undefined);
    if (id === undefined) return undefined;
    const run = await this.context.store.load(id);
    if (run === undefined) sayUnreadable(this.context.store, id);
    return run;
  }

  #ids(target: unknown, targets: unknown): string[] {
    const given = Array.isArray(targets) && targets.length > 0 ? targets : [target];
    const ids = given.flatMap((item) => (isRun(item) ? [item.id] : []));
    if (ids.length > 0) return ids;
    const { tree, store } = this.context;
    // A key that is pressed in the list is about its selection; all else about what a person looks at.
    if (isList(target) && tree.selection.length > 0) return tree.selection.map(({ id }) => id);
    return store.current === null ? [] : [store.current.id];
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

/** What a key binding of the list gives to its command. */
const isList = (target: unknown): boolean =>
  typeof target === 'object' && target !== null && (target as { list?: unknown }).list === true;

function isRun(item: unknown): item is { readonly id: string } {
  return typeof item === 'object' && item !== null && typeof (item as { id?: unknown }).id === 'string';
}
