import * as vscode from 'vscode';
import type { ChartAppearance, ChartFormat, StudyState } from '../../protocol';
import type { ChartExports } from './charts';
import { askWhere, fileNameOf, writeFile } from './save';
import { studyCsv } from './study-csv';

/** A study that can be taken away, and where its data lies. */
export interface ShownStudy {
  readonly state: StudyState;
  readonly folder: string | null;
}

type Choice = 'csv' | { readonly format: ChartFormat; readonly appearance: ChartAppearance };

/** Asks what of a study is to be taken away, and where to; a view draws what it shows. */
export async function saveStudy({ state, folder }: ShownStudy, charts: ChartExports): Promise<void> {
  const items: (vscode.QuickPickItem & { readonly choice: Choice })[] = [
    { label: 'CSV', description: vscode.l10n.t('all trials, a row each'), choice: 'csv' },
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
  if (choice === 'csv') await saveStudyCsv({ state, folder });
  else await savePlot({ state, folder }, choice, charts);
}

async function savePlot(
  { state, folder }: ShownStudy,
  { format, appearance }: Exclude<Choice, 'csv'>,
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
