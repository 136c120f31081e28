import * as vscode from 'vscode';
import type { ChartAppearance, ChartFormat } from '../../protocol';
import type { ChartExports } from './charts';
import { type ReportedStudy, saveStudyReport } from './report';
import { askWhere, fileNameOf, writeFile } from './save';
import { studyCsv } from './study-csv';

type ShownStudy = Pick<ReportedStudy, 'state' | 'folder'>;

type Choice = 'csv' | 'report' | { readonly format: ChartFormat; readonly appearance: ChartAppearance };

/** Asks what of a study is to be taken away, and where to; a view draws what it shows. */
export async function saveStudy(study: ReportedStudy, charts: ChartExports): Promise<void> {
  const { state } = study;
  const items: (vscode.QuickPickItem & { readonly choice: Choice })[] = [
    { label: 'CSV', description: vscode.l10n.t('all trials, a row each'), choice: 'csv' },
    {
      label: 'Markdown',
      description: vscode.l10n.t('a report: the answer, plots, the best trials'),
      choice: 'report',
    },
  ];
  for (const appearance of ['theme', 'light'] as const)
    for (const format of ['png', 'svg'] as const)
      items.push({
        label: format.toUpperCase(),
        description:
          appearance === 'theme'
            ? vscode.l10n.t('the plot as on the screen')
            : vscode.l10n.t('the plot, light, for paper'),
        choice: { format, appearance },
      });
  const title = vscode.l10n.t('Export “{0}”', state.name);
  const choice = (await vscode.window.showQuickPick(items, { title }))?.choice;
  if (choice === undefined) return;
  if (choice === 'csv') await saveStudyCsv(study);
  else if (choice === 'report') await saveStudyReport(study);
  else await savePlot(study, choice, charts);
}

async function savePlot(
  { state, folder }: ShownStudy,
  { format, appearance }: Exclude<Choice, string>,
  charts: ChartExports,
): Promise<void> {
  const bytes = await charts.draw(state.id, format, appearance);
  const uri = await askWhere(`${fileNameOf(state.name)}.${format}`, folder, {
    title: vscode.l10n.t('Export Chart'),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (uri !== undefined) await writeFile(uri, bytes);
}

/** Asks where to, and writes all trials as a table. */
export async function saveStudyCsv({ state, folder }: ShownStudy): Promise<void> {
  const uri = await askWhere(`${fileNameOf(state.name)}.csv`, folder, {
    title: vscode.l10n.t('Export Trials as CSV'),
    filters: { CSV: ['csv'] },
  });
  if (uri !== undefined) await writeFile(uri, studyCsv(state));
}
