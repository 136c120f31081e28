import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import { logChartId } from '../../protocol';
import { logReport } from '../../report/log-report';
import { type Beside, trainingsOf } from '../beside';
import type { ChartExports } from '../exports/charts';
import { askKind, offer } from '../exports/report';
import { stemOf } from '../exports/run-files';
import { askWhere, fileNameOf, writeFiles } from '../exports/save';
import { type OpenLogContext, openLogs, openTrainingLog } from '../open-training-log';
import type { TrainingLogs } from '../training-logs';
import type { LogHistory, LogSummary } from './log-history';

export interface LogCommandContext extends OpenLogContext {
  readonly beside: Beside;
  readonly charts: ChartExports;
  /** Null where there is no disk. */
  readonly logHistory: LogHistory | null;
}

/** What a person does with training logs, by command. */
export const logCommands = (context: LogCommandContext) => ({
  openTrainingLog: (clicked: unknown, selected: unknown) => openTrainingLog(context, clicked, selected),
  closeTrainingLog: () => context.trainingLogs.close(),
  compareTrainingLog: () => context.beside.toggle(trainingsOf(context.trainingLogs.state)),
  exportLogCsv: async () => {
    const uri = await askFor(context, 'csv', vscode.l10n.t('Export Training Log as CSV'), 'CSV');
    if (uri) await context.trainingLogs.write(uri.fsPath);
  },
  exportLogChart: async () => {
    const { state, paths } = open(context.trainingLogs);
    const drawables = state.charts.map(({ title }, i) => ({ id: logChartId(i), title, file: title }));
    await context.charts.exportOne({}, drawables, state.title, dirname(paths[0]!));
  },
  exportLogReport: async () => {
    open(context.trainingLogs);
    const single = await askKind();
    if (single === undefined) return;
    const uri = await askFor(context, 'md', vscode.l10n.t('Export Report'), 'Markdown');
    const { state } = context.trainingLogs;
    if (!uri || !state) return;
    const { markdown, files } = logReport(state, stemOf(uri), version, single);
    await writeFiles([
      ...files.map(({ name, text }) => [vscode.Uri.joinPath(uri, '..', name), text] as const),
      [uri, markdown],
    ]);
    void offer(uri);
  },
  openKeptLog: async (target: unknown) => {
    const chosen = await pick(context, vscode.l10n.t('Open Training Log'), target);
    if (chosen) await openLogs(context, chosen.paths);
  },
  removeLog: async (target: unknown) => {
    const chosen = await pick(context, vscode.l10n.t('Remove Training Log from List'), target);
    if (chosen) await remove(context, chosen);
  },
});

function open({ state, paths }: TrainingLogs) {
  if (!state) throw new Error(vscode.l10n.t('No training log has been opened here yet.'));
  return { state, paths };
}

/** Where a file about the open log is to lie: beside the log. */
async function askFor({ trainingLogs }: LogCommandContext, ending: string, title: string, kind: string) {
  const { state, paths } = open(trainingLogs);
  const uri = await askWhere(`${fileNameOf(state.title)}.${ending}`, dirname(paths[0]!), {
    title,
    filters: { [kind]: [ending] },
  });
  if (uri && uri.scheme !== 'file')
    throw new Error(vscode.l10n.t('Training logs are read from files on a disk only.'));
  return uri;
}

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
