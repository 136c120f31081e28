import { arch, platform } from 'node:os';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import { movePaths } from '../../data/move-paths';
import type { FairState, StudyState } from '../../protocol';
import type { RecordedRun } from '../../report/recorded-run';
import { reportOf } from '../../report/report';
import { drawSweeps } from '../../report/sweeps';
import { folderOf } from '../experiment-files';
import type { Run } from '../store/run';
import { recorded, stemOf } from './run-files';
import { askWhere, fileNameOf, writeFiles } from './save';

/** What a run is compared with, and the sweeps of its set-up and the regularizers that were compared in it. */
type Beside = Pick<RecordedRun, 'compared' | 'trainings'> & {
  readonly sweeps?: readonly StudyState[];
  readonly regularizers?: FairState | undefined;
};

/** Asks for kind and place of a report, writes it, and offers to show it. */
export async function saveReport(run: Run, beside: Beside = {}): Promise<void> {
  const single = await askKind();
  if (single === undefined) return;
  const uri = await askWhere(`${fileNameOf(run.name)}.md`, run.folder, {
    title: vscode.l10n.t('Export Report'),
    filters: { Markdown: ['md'] },
  });
  if (uri === undefined) return;
  await writeReport(run, uri, single, beside);
  void offer(uri);
}

/** Writes a report, and its charts beside it unless they are to stand in the report itself. */
export async function writeReport(
  run: Run,
  uri: vscode.Uri,
  single: boolean,
  { sweeps = [], regularizers, ...beside }: Beside = {},
): Promise<void> {
  const { markdown, files } = reportOf(
    { ...recorded(run), ...beside },
    {
      baseName: stemOf(uri),
      ...{ single, sweeps: drawSweeps(sweeps), regularizers },
      logarithmic: vscode.workspace.getConfiguration('dropoutPlayground').get('lossAxis') === 'logarithmic',
      experiment: movePaths(run.experiment, run.folder, folderOf(uri)),
      environment: [
        ['Dropout Playground', version],
        ['Visual Studio Code', vscode.version],
        ['Node.js', process.versions.node],
        [platform(), arch()],
      ],
    },
  );
  await writeFiles([
    ...files.map(({ name, text }) => [vscode.Uri.joinPath(uri, '..', name), text] as const),
    [uri, markdown],
  ]);
}

/** Whether the charts stand in the report itself; undefined: a person chose nothing. */
async function askKind(): Promise<boolean | undefined> {
  const beside = {
    label: vscode.l10n.t('Report with its charts beside it'),
    detail: vscode.l10n.t('A Markdown file and an SVG file for each chart: shown wherever Markdown is.'),
    single: false,
  };
  const one = {
    label: vscode.l10n.t('One file'),
    detail: vscode.l10n.t(
      'The charts stand in the Markdown file itself: easy to send; some sites do not show them.',
    ),
    single: true,
  };
  const title = vscode.l10n.t('Export Report');
  return (await vscode.window.showQuickPick([beside, one], { title }))?.single;
}

async function offer(uri: vscode.Uri): Promise<void> {
  const show = vscode.l10n.t('Show');
  const words = vscode.l10n.t(
    'The report {0} has been written.',
    uri.path.slice(uri.path.lastIndexOf('/') + 1),
  );
  if ((await vscode.window.showInformationMessage(words, show)) === show) {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }
}
