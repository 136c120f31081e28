import * as vscode from 'vscode';
import type { Panel } from './panel';
import type { TrainingLogs } from './training-logs';
import type { Trust } from './trust';

export interface OpenLogContext {
  readonly trainingLogs: TrainingLogs;
  readonly trust: Trust;
  readonly panel: Panel;
}

/** **Open Training Log…**: files or folders from the Explorer, else those that a person chooses. */
export async function openTrainingLog(
  context: OpenLogContext,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const uris = given(clicked, selected) ?? (await ask());
  if (!uris || uris.length === 0) return;
  if (uris.some(({ scheme }) => scheme !== 'file'))
    throw new Error(vscode.l10n.t('Training logs are read from files on a disk only.'));
  await openLogs(
    context,
    uris.map(({ fsPath }) => fsPath),
  );
}

/** Opens the logs at these paths in the panel, where they may be read. */
export async function openLogs(
  { trainingLogs, trust, panel }: OpenLogContext,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) if (!(await trust.allowsFile(path))) return;
  panel.show();
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Reading the training log') },
    () => trainingLogs.open(paths),
  );
}

/** What is selected in the Explorer; of several, all. */
function given(clicked: unknown, selected: unknown): vscode.Uri[] | undefined {
  const some = Array.isArray(selected) ? selected.filter((one) => one instanceof vscode.Uri) : [];
  if (some.length > 0) return some;
  return clicked instanceof vscode.Uri ? [clicked] : undefined;
}

async function ask(): Promise<readonly vscode.Uri[] | undefined> {
  const folder = vscode.workspace.workspaceFolders?.at(0)?.uri;
  return vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open Training Log: a log file, or a folder with logs'),
    openLabel: vscode.l10n.t('Open Training Log'),
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: true,
    ...(folder?.scheme === 'file' && { defaultUri: folder }),
  });
}
