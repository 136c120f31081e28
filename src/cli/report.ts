import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { version } from '../../package.json';
import { dataFiles, movePaths } from '../data/move-paths';
import { describeExperiment } from '../experiment/label';
import { reasonOf } from '../files/reasons';
import { writeWhole } from '../files/write-whole';
import type { RunState, StudyState } from '../protocol';
import { type Report, reportOf } from '../report/report';
import { studyReport } from '../report/study-report';
import { type Io, UsageError } from './io';
import type { Located, RunFlags } from './read-experiment';
import type { Trained } from './trained';

/** A report to be written after the training. */
export interface OpenReport {
  /** Writes the files and reports those that fail; resolves to whether all were written. */
  write(trained: Trained): Promise<boolean>;
  writeStudy(study: StudyState): Promise<boolean>;
}

/**
 * The report requested by the flags, if any.
 * @throws UsageError if it cannot be written; checked before hours of training.
 */
export async function openReport(
  flags: Pick<RunFlags, 'report' | 'single-file'>,
  located: Located,
  io: Io,
): Promise<OpenReport | undefined> {
  if (flags.report === undefined) {
    if (flags['single-file'])
      throw new UsageError('--single-file is about the report: it needs --report OUT.md.');
    return undefined;
  }
  const path = resolve(io.cwd(), flags.report);
  if (!/.\.(md|markdown)$/i.test(path))
    throw new UsageError(`--report ${flags.report}: a report is a .md file.`);
  try {
    await refuseUnwritable(path);
    await refuseInput(path, located);
  } catch (error) {
    throw new UsageError(`--report ${flags.report}: ${reasonOf(error)}; a report cannot be written there.`);
  }
  const folder = dirname(path);
  const options = {
    ...{ baseName: basename(path).replace(/\.[^.]*$/, ''), single: flags['single-file'] === true },
    experiment: movePaths(located.experiment, located.folder, folder),
    environment: ENVIRONMENT,
  };
  return {
    write({ results, ...trained }) {
      const series = results.map(({ key, course }) => ({ key, rows: course.rows() }));
      const run = runState({ results, ...trained });
      return writeReport(path, reportOf({ run, series, version }, { ...options, logarithmic: false }), io);
    },
    writeStudy: (study) => writeReport(path, studyReport(study, { ...options, version }), io),
  };
}

/** Files are written under a temporary name and renamed, so the folder must be writable. */
async function refuseUnwritable(path: string): Promise<void> {
  const known = await stat(path).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (known?.isDirectory()) throw new Error('this is a folder');
  if (known && !known.isFile()) throw new Error('this is no file');
  if (known) await access(path, constants.W_OK);
  await access(dirname(known ? await realpath(path) : path), constants.W_OK);
}

/** Refuses to overwrite an input of the run, whatever path refers to it. */
async function refuseInput(path: string, { experiment, folder, file }: Located): Promise<void> {
  const real = (some: string) => realpath(some).catch(() => undefined);
  const own = await real(path);
  if (own === undefined) return;
  for (const input of [...(file === undefined ? [] : [file]), ...dataFiles(experiment, folder)])
    if ((await real(resolve(folder, input))) === own) throw new Error('the run reads this file');
}

const ENVIRONMENT = [
  ['Dropout Playground', version],
  ['Node.js', process.versions.node],
  [platform(), arch()],
] as const;

async function writeReport(path: string, { markdown, files }: Report, io: Io): Promise<boolean> {
  let complete = true;
  for (const { name, text } of files)
    complete = (await write(join(dirname(path), name), text, io)) && complete;
  if (!(await write(path, markdown, io))) return false;
  io.stderr.write(`report: ${path}\n`);
  return complete;
}

async function write(path: string, text: string, io: Io): Promise<boolean> {
  try {
    await writeWhole(path, text);
    return true;
  } catch (error) {
    io.stderr.write(`${path}: cannot be written: ${reasonOf(error)}\n`);
    return false;
  }
}

function runState({ located: { experiment }, info, results, verdict, startedAt }: Trained): RunState {
  const members = results.map(({ key, variant, seed, ending, failure }) => ({
    key,
    variant,
    seed,
    status: failure ? ('failed' as const) : ('ended' as const),
    ...(ending && { ending }),
    ...(failure && { failure }),
    changes: experiment.changes,
  }));
  const cut = results.some(({ ending }) => ending?.kind === 'stopped');
  return {
    id: 'cli',
    name: experiment.name || describeExperiment(experiment),
    startedAt,
    status: cut ? 'stopped' : 'completed',
    experiment,
    info,
    verdict,
    members,
  };
}
