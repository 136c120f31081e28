import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { version } from '../../package.json';
import type { Verdict } from '../core/analysis/verdict';
import { movePaths } from '../data/move-paths';
import { describeExperiment } from '../experiment/label';
import type { RunInfo, RunState } from '../protocol';
import { reportOf } from '../report/report';
import { packRecords } from '../worker/frame-rows';
import { type Io, UsageError } from './io';
import type { Located, RunFlags } from './read-experiment';
import { reasonOf } from './reasons';
import type { MemberResult } from './train';

/** What a report is made from. */
export interface Trained {
  readonly located: Located;
  readonly info: RunInfo;
  readonly results: readonly MemberResult[];
  readonly verdict: Verdict;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A report that can be written when the training is over. */
export interface OpenReport {
  write(trained: Trained): Promise<void>;
}

/**
 * The report that the flags ask for, if they ask for one.
 * @throws UsageError where it cannot be written: better before hours of training than after.
 */
export async function openReport(flags: RunFlags, io: Io): Promise<OpenReport | undefined> {
  if (flags.report === undefined) {
    if (flags['single-file'])
      throw new UsageError('--single-file is about the report: it needs --report OUT.md.');
    return undefined;
  }
  const path = resolve(io.cwd(), flags.report);
  if (!/.\.(md|markdown)$/i.test(path))
    throw new UsageError(`--report ${flags.report}: a report is a .md file.`);
  try {
    const known = await stat(path).catch(() => undefined);
    if (known?.isDirectory()) throw new Error('this is a folder');
    await access(known ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(`--report ${flags.report}: ${reasonOf(error)}; a report cannot be written there.`);
  }
  return { write: (trained) => writeReport(path, trained, flags, io) };
}

async function writeReport(path: string, trained: Trained, flags: RunFlags, io: Io): Promise<void> {
  const { located, results } = trained;
  const series = results.map(({ key, records }) => ({ key, rows: packRecords(records) }));
  const folder = dirname(path);
  const { markdown, files } = reportOf(
    { run: runState(trained), series, version },
    {
      baseName: basename(path).replace(/\.[^.]*$/, ''),
      single: flags['single-file'] === true,
      logarithmic: false,
      experiment: movePaths(located.experiment, located.folder, folder),
      environment: [
        ['Dropout Playground', version],
        ['Node.js', process.versions.node],
        [platform(), arch()],
      ],
    },
  );
  for (const { name, text } of files) await write(join(folder, name), text);
  await write(path, markdown);
  io.stderr.write(`report: ${path}\n`);
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new Error(`${path}: cannot be written: ${reasonOf(error)}`);
  }
}

function runState({ located: { experiment }, info, results, verdict, startedAt }: Trained): RunState {
  return {
    id: 'cli',
    name: experiment.name || describeExperiment(experiment),
    startedAt,
    status: 'completed',
    experiment,
    info,
    verdict,
    members: results.map(({ key, variant, seed, ending }) => ({
      key,
      variant,
      seed,
      status: 'ended',
      ending,
      changes: experiment.changes,
    })),
  };
}
