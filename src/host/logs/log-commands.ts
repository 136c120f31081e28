import * as vscode from 'vscode';
import { type OpenLogContext, openLogs, openTrainingLog } from '../open-training-log';
import type { LogHistory, LogSummary } from './log-history';

export interface LogCommandContext extends OpenLogContext {
  /** Null where there is no disk. */
  readonly logHistory: LogHistory | null;
}

/** What a person does with training logs, by command. */
export const logCommands = (context: LogCommandContext) => ({
  openTrainingLog: (clicked: unknown, selected: unknown) => openTrainingLog(context, clicked, selected),
  closeTrainingLog: () => context.trainingLogs.close(),
  openKeptLog: async (target: unknown) => {
    const chosen = await pick(context, vscode.l10n.t('Open Training Log'), target);
    if (chosen) await openLogs(context, chosen.paths);
  },
  removeLog: async (target: unknown) => {
    const chosen = await pick(context, vscode.l10n.t('Remove Training Log from List'), target);
    if (chosen) await remove(context, chosen);
  },
});

/** The log that a command was called on; where there is none, a person is asked. */
async function pick(
  { logHistory }: LogCommandContext,
  title: string,
  target: unknown,
): Promise<LogSummary | undefined> {
  const summaries = logHistory?.summaries ?? [];
  const id = (target as { id?: unknown } | undefined)?.id;
  const known = summaries.find((one) => one.id === id);
  if (known) return known;
  if (summaries.length === 0) throw new Error(vscode.l10n.t('No training log has been opened here yet.'));
  const items = summaries.map((summary) => ({
    label: summary.title,
    description: summary.said ?? summary.format,
    detail: summary.paths.join(', '),
    summary,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.summary;
}

async function remove({ logHistory, trainingLogs }: LogCommandContext, log: LogSummary): Promise<void> {
  // One that is open would be kept again.
  if (logHistory?.fileFor(trainingLogs.paths) === logHistory?.fileFor(log.paths)) await trainingLogs.closed();
  await logHistory?.remove(log.id);
  const undo = vscode.l10n.t('Undo');
  const words = vscode.l10n.t('“{0}” is no longer listed. Its own files are untouched.', log.title);
  void vscode.window
    .showInformationMessage(words, undo)
    .then((answer) => (answer === undo ? logHistory?.restore(log.id) : undefined));
}
