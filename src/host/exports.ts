import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { EPOCH_COLUMNS } from '../core/trainer-types';
import { toCsv } from '../data/csv-write';
import { movePaths } from '../data/move-paths';
import type { Experiment } from '../experiment/schema';
import { experimentToText } from '../experiment/write';
import { EXPERIMENT_SUFFIX } from './experiment-files';
import { COLUMNS } from './store/curve';
import type { Run } from './store/run';

/** Rows that are turned into text at a time: the host's thread has other things to do as well. */
const ROWS_AT_A_TIME = 2_000;
/** Asks where to, and writes all curves of a run as a table: one row for each member and evaluated epoch. */
export async function saveCsv(run: Run): Promise<void> {
  const uri = await ask(`${fileNameOf(run.name)}.csv`, run.folder, {
    title: vscode.l10n.t('Export Run as CSV'),
    filters: { CSV: ['csv'] },
  });
  if (uri !== undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(await csvOf(run)));
}

/** Asks where to, and writes an experiment so that it finds its data from there. */
export async function saveExperiment(source: {
  readonly experiment: Experiment;
  readonly folder: string | null;
}): Promise<void> {
  const { experiment, folder } = source;
  const uri = await ask(`${fileNameOf(experiment.name || 'experiment')}${EXPERIMENT_SUFFIX}`, folder, {
    title: vscode.l10n.t('Export Run as Experiment File'),
    filters: { [vscode.l10n.t('Experiment files')]: ['json'] },
  });
  if (uri === undefined) return;
  const target = uri.scheme === 'file' ? dirname(uri.fsPath) : null;
  const text = experimentToText(movePaths(experiment, folder, target));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** The table's text. Losses and scores as the trainer gave them; a value that is not finite is an empty cell. */
export async function csvOf(run: Run): Promise<string> {
  const parts = [toCsv([['variant', 'seed', ...EPOCH_COLUMNS]])];
  for (const { variant, seed, curve } of run.members) {
    const values = curve.slice();
    for (let from = 0; from < values.length; from += ROWS_AT_A_TIME * COLUMNS) {
      const rows: (string | number | null)[][] = [];
      const to = Math.min(values.length, from + ROWS_AT_A_TIME * COLUMNS);
      for (let at = from; at < to; at += COLUMNS) {
        rows.push([variant, seed, ...Array.from(values.subarray(at, at + COLUMNS), orNull)]);
      }
      parts.push(toCsv(rows));
      await new Promise((done) => setImmediate(done));
    }
  }
  return parts.join('');
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

async function ask(
  name: string,
  folder: string | null,
  options: vscode.SaveDialogOptions,
): Promise<vscode.Uri | undefined> {
  const root = folder === null ? vscode.workspace.workspaceFolders?.at(0)?.uri : vscode.Uri.file(folder);
  const defaultUri = root === undefined ? vscode.Uri.file(name) : vscode.Uri.joinPath(root, name);
  return vscode.window.showSaveDialog({ ...options, defaultUri });
}

/** A name as a file's: what some file system does not take becomes a hyphen. */
function fileNameOf(name: string): string {
  const safe = [...name]
    .map((character) => (/[\p{L}\p{N}._ -]/u.test(character) ? character : '-'))
    .join('')
    .replace(/\s*-[\s-]*/g, '-')
    .replace(/^[-. ]+|[-. ]+$/g, '');
  return safe.slice(0, 80) || 'run';
}
