import { basename } from 'node:path';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import { movePaths } from '../../data/move-paths';
import { defaultExperiment } from '../../experiment/defaults';
import type { Experiment } from '../../experiment/schema';
import { experimentToText } from '../../experiment/write';
import type { RecordedRun } from '../../report/recorded-run';
import { runToJson } from '../../report/run-json';
import { EXPERIMENT_EDITOR } from '../experiment-editor';
import { folderOf } from '../experiment-files';
import type { Run } from '../store/run';
import { csvOf } from './run-csv';
import { askWhere, askWhereExperiment, fileNameOf, writeFile } from './save';

/** A run with its curves as they are now. */
export function recorded(run: Run): RecordedRun {
  return { run: run.state(), series: run.series(), version };
}

/** Asks where to, and writes all curves of a run as a table: one row for each member and evaluated epoch. */
export async function saveCsv(run: Run): Promise<void> {
  const uri = await askWhere(`${fileNameOf(run.name)}.csv`, run.folder, {
    title: vscode.l10n.t('Export Run as CSV'),
    filters: { CSV: ['csv'] },
  });
  if (uri !== undefined) await writeFile(uri, await csvOf(run));
}

/** Asks where to, and writes all that is known of a run as JSON. */
export async function saveJson(run: Run): Promise<void> {
  const uri = await askWhere(`${fileNameOf(run.name)}.run.json`, run.folder, {
    title: vscode.l10n.t('Export Run as JSON'),
    filters: { JSON: ['json'] },
  });
  if (uri !== undefined) await writeFile(uri, runToJson(recorded(run)));
}

/** Asks where to, and writes an experiment so that it finds its data from there. */
export async function saveExperiment(source: {
  readonly experiment: Experiment;
  readonly folder: string | null;
}): Promise<void> {
  const { experiment, folder } = source;
  const name = fileNameOf(experiment.name || 'experiment');
  const uri = await askWhereExperiment(name, folder, vscode.l10n.t('Export Run as Experiment File'));
  if (uri !== undefined) await writeFile(uri, experimentToText(movePaths(experiment, folder, folderOf(uri))));
}

/** Asks where to, writes an experiment of defaults there, and opens it. */
export async function newExperiment(): Promise<void> {
  const uri = await askWhereExperiment('experiment', null, vscode.l10n.t('New Experiment File'));
  if (uri === undefined) return;
  await writeFile(uri, experimentToText(defaultExperiment()));
  await vscode.commands.executeCommand('vscode.openWith', uri, EXPERIMENT_EDITOR);
}

/** A file's name without its last ending. */
export function stemOf(uri: vscode.Uri): string {
  return basename(uri.path).replace(/\.[^.]*$/, '');
}
