import * as vscode from 'vscode';
import { filesNeeded } from '../experiment/files-needed';
import { scenarios } from '../experiment/scenarios/index';
import { triedId } from '../protocol';
import type { Beside } from './beside';
import { relativePath } from './code/data-files';
import type { TryHost } from './code/try-host';
import type { ExperimentDocuments } from './experiment-documents';
import type { ChartExports } from './exports/charts';
import { reasonOf } from './log';
import type { Playground } from './playground';
import type { Setup } from './setup';
import type { WindowState } from './state';
import type { RunStore } from './store/run-store';
import type { StudyActions } from './study-actions';
import type { Sweeps } from './sweeps';
import type { TrainingLogs } from './training-logs';
import { trainingsOfTried } from './tried-trainings';
import type { ViewLink, ViewRequest } from './view-link';

export interface RequestContext {
  readonly playground: Playground;
  readonly setup: Setup;
  readonly store: RunStore;
  readonly sweeps: Sweeps;
  readonly trainingLogs: TrainingLogs;
  readonly beside: Beside;
  readonly tries: Pick<TryHost, 'runner'>;
  readonly state: WindowState;
  readonly charts: ChartExports;
  readonly documents: ExperimentDocuments;
  readonly studyActions: StudyActions;
}

/** Does what a view asks for. Its message has been checked. */
export async function handleRequest(
  context: RequestContext,
  message: ViewRequest,
  link: ViewLink,
): Promise<void> {
  switch (message.type) {
    case 'edit':
      await change(context, link, message.path, message.value);
      return;
    case 'drag':
      context.documents.drag(message.active);
      return;
    case 'command':
      await vscode.commands.executeCommand(`dropoutPlayground.${message.command}`);
      return;
    case 'showLogRun':
      context.trainingLogs.show(message.run, message.isShown);
      return;
    case 'compareTried': {
      const { state } = context.tries.runner;
      const shown = trainingsOfTried(state).filter(({ id }) => state && id === triedId(state, message.side));
      if (shown.length > 0) context.beside.toggle(shown);
      return;
    }
    case 'groupLogRuns':
      context.trainingLogs.group(message.isTogether);
      return;
    case 'logRole':
      context.trainingLogs.correct(message.name, message.role);
      return;
    case 'selectRun':
      if (!(await context.playground.show(message.run))) sayUnreadable(context.store, message.run);
      return;
    case 'compare':
      await vscode.commands.executeCommand('dropoutPlayground.compareRun', { id: message.run });
      return;
    case 'compareNoLonger':
      context.beside.without(message.run);
      await vscode.commands.executeCommand(
        'dropoutPlayground.stopComparing',
        message.run === null ? undefined : { id: message.run },
      );
      return;
    case 'deleteRun':
      await vscode.commands.executeCommand('dropoutPlayground.deleteRun', { id: message.run });
      return;
    case 'renameRun':
      await context.store.rename(message.run, message.name).catch(showError);
      return;
    case 'scenario': {
      const scenario = scenarios.find(({ id }) => id === message.id);
      if (scenario === undefined) return;
      const result = context.setup.rewrite(scenario.experiment, context.setup.folder);
      if (!result.ok)
        void vscode.window.showErrorMessage(vscode.l10n.t('Dropout Playground: {0}', result.message));
      return;
    }
    case 'sweep':
      try {
        context.studyActions.sweep(message.id);
      } catch (error) {
        showError(error);
      }
      return;
    case 'pauseSweep':
      context.sweeps.runner.pause();
      return;
    case 'selectStudy':
      await context.studyActions.show(message.study).catch(showError);
      return;
    case 'exportStudy':
      await context.studyActions.export(message.study).catch(showError);
      return;
    case 'studyTrial':
      await context.studyActions.trial(message.study, message.trial, message.action).catch(showError);
      return;
    case 'remember':
      context.state.panelUi = message.ui;
      return;
    case 'exportChart':
      await vscode.commands.executeCommand('dropoutPlayground.exportChart', { chart: message.chart });
      return;
    case 'chartDrawn':
      context.charts.drawn(message);
      return;
    case 'pickFile': {
      const file = await pickFile(context.setup.folder, vscode.l10n.t('Choose a Data File'));
      if (file !== undefined) edit(context, link, message.path, file);
      return;
    }
  }
}

const showError = (error: unknown): void =>
  void vscode.window.showErrorMessage(vscode.l10n.t('Dropout Playground: {0}', reasonOf(error)));

/** A person wanted to see this run. */
export function sayUnreadable(store: RunStore, id: string): void {
  const reason = store.reasonOf(id) ?? vscode.l10n.t('Its file is missing.');
  void vscode.window.showErrorMessage(vscode.l10n.t('This run cannot be read. {0}', reason));
}

/** An edit; one that chooses a kind of data that is read from files asks for them first. */
async function change(
  context: RequestContext,
  link: ViewLink,
  path: readonly (string | number)[],
  value: unknown,
): Promise<void> {
  const files = filesNeeded(context.setup.experiment, path, value);
  if (files.length === 0) {
    edit(context, link, path, value);
    return;
  }
  const data: Record<string, unknown> = { source: value };
  for (const field of files) {
    const file = await pickFile(context.setup.folder, vscode.l10n.t('Choose a File: {0}', field.title));
    // Given up: the view goes back to what is.
    if (file === undefined) return;
    data[String(field.path.at(-1))] = file;
  }
  edit(context, link, ['data'], data);
}

function edit(
  { playground }: RequestContext,
  link: ViewLink,
  path: readonly (string | number)[],
  value: unknown,
): void {
  const result = playground.edit(path, value);
  if (!result.ok) link.refuse(path, result.message);
}

/** The path as an experiment holds it: relative to `folder` where the file lies under it. */
async function pickFile(folder: string | null, title: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    ...(folder !== null && { defaultUri: vscode.Uri.file(folder) }),
  });
  const uri = chosen?.at(0);
  if (uri === undefined) return undefined;
  if (uri.scheme !== 'file') throw new Error(vscode.l10n.t('Data is read from files on a disk only.'));
  const path = uri.fsPath;
  return (folder !== null && relativePath(folder, path, process.platform === 'win32')) || path;
}
