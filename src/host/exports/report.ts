import { arch, platform } from 'node:os';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import { movePaths } from '../../data/move-paths';
import type { Experiment } from '../../experiment/schema';
import type { FairState, StudyState } from '../../protocol';
import type { RecordedRun } from '../../report/recorded-run';
import { type Report, reportOf } from '../../report/report';
import { studyReport } from '../../report/study-report';
import { drawSweeps } from '../../report/sweeps';
import { folderOf } from '../experiment-files';
import type { Run } from '../store/run';
import { recorded, stemOf } from './run-files';
import { askWhere, fileNameOf, writeFiles } from './save';

/** What a run is compared with, and the sweeps, the study and the compared regularizers of its set-up. */
type Beside = Pick<RecordedRun, 'compared' | 'trainings'> & {
  readonly sweeps?: readonly StudyState[];
  readonly study?: StudyState | undefined;
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
  { sweeps = [], study, regularizers, ...beside }: Beside = {},
): Promise<void> {
  const { markdown, files } = reportOf(
    { ...recorded(run), ...beside },
    {
      baseName: stemOf(uri),
      ...{ single, sweeps: drawSweeps(sweeps), study, regularizers },
      logarithmic: vscode.workspace.getConfiguration('dropoutPlayground').get('lossAxis') === 'logarithmic',
      experiment: movePaths(run.experiment, run.folder, folderOf(uri)),
      environment: environment(),
    },
  );
  await writeTogether(uri, { markdown, files });
}

const environment = () =>
  [
    ['Dropout Playground', version],
    ['Visual Studio Code', vscode.version],
    ['Node.js', process.versions.node],
    [platform(), arch()],
  ] as const;

const writeTogether = (uri: vscode.Uri, { markdown, files }: Report): Promise<void> =>
  writeFiles([
    ...files.map(({ name, text }) => [vscode.Uri.joinPath(uri, '..', name), text] as const),
    [uri, markdown],
  ]);

/** Asks for kind and place of the report of a study, writes it, and offers to show it. */
export async function saveStudyReport({ state, folder, experiment }: ReportedStudy): Promise<void> {
  const single = await askKind();
  if (single === undefined) return;
  const uri = await askWhere(`${fileNameOf(state.name)}.md`, folder, {
    title: vscode.l10n.t('Export Report'),
    filters: { Markdown: ['md'] },
  });
  if (uri === undefined) return;
  const own = movePaths(experiment, folder, folderOf(uri));
  const options = { baseName: stemOf(uri), single, version, experiment: own, environment: environment() };
  await writeTogether(uri, studyReport(state, options));
  void offer(uri);
}

/** A study that can be reported, and where its data lies. */
export interface ReportedStudy {
  readonly state: StudyState;
  readonly folder: string | null;
  readonly experiment: Experiment;
}

/** Whether the charts stand in the report itself; undefined: a person chose nothing. */
export async function askKind(): Promise<boolean | undefined> {
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

/** Says that a report is there, and shows it where a person wants to see it. */
export async function offer(uri: vscode.Uri): Promise<void> {
  const show = vscode.l10n.t('Show');
  const words = vscode.l10n.t(
    'The report {0} has been written.',
    uri.path.slice(uri.path.lastIndexOf('/') + 1),
  );
  if ((await vscode.window.showInformationMessage(words, show)) === show) {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }
}
