import { basename } from 'node:path';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import { EPOCH_COLUMNS } from '../../core/trainer-types';
import { toCsv } from '../../data/csv-write';
import { movePaths } from '../../data/move-paths';
import { defaultExperiment } from '../../experiment/defaults';
import type { Experiment } from '../../experiment/schema';
import { experimentToText } from '../../experiment/write';
import { COLUMNS } from '../../report/curve';
import type { RecordedRun } from '../../report/recorded-run';
import { runToJson } from '../../report/run-json';
import { EXPERIMENT_EDITOR } from '../experiment-editor';
import { folderOf } from '../experiment-files';
import type { Run } from '../store/run';
import { askWhere, askWhereExperiment, fileNameOf, writeFile } from './save';

/** Rows that are turned into text at a time: the host's thread has other things to do as well. */
const ROWS_AT_A_TIME = 2_000;

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
