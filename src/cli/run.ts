import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { judge } from '../core/analysis/verdict';
import type { Dataset } from '../core/dataset';
import { createTrainer } from '../core/trainer';
import type { EpochRecord, Outcome, Variant } from '../core/trainer-types';
import { loadDataset } from '../data/load';
import { members } from '../experiment/label';
import { parseExperiment, parseExperimentText } from '../experiment/parse';
import { type Experiment, MAX_FILE_BYTES } from '../experiment/schema';
import { type Io, UsageError } from './io';
import { jsonReporter } from './json-reporter';
import { textReporter } from './text-reporter';

export interface RunFlags {
  readonly json: boolean;
  readonly baseline: boolean;
  readonly seeds?: string | undefined;
}

/** One member's whole run. */
export interface MemberResult {
  readonly variant: Variant;
  readonly seed: number;
  /** Epoch 0 first. */
  readonly records: readonly EpochRecord[];
  readonly outcome: Outcome;
  readonly best: EpochRecord;
  /** Wall time of training and evaluation, seconds. */
  readonly seconds: number;
}

/** Told of everything that happens, in order. */
export interface Reporter {
  started(experiment: Experiment, data: Dataset): void;
  epoch(member: { variant: Variant; seed: number }, record: EpochRecord): void;
  finished(results: readonly MemberResult[], verdict: ReturnType<typeof judge>): void;
}

/** `run FILE|-`: trains every member of an experiment, one after the other. */
export async function runCommand(paths: readonly string[], flags: RunFlags, io: Io): Promise<number> {
  if (paths.length !== 1)
    throw new UsageError(`run takes one experiment file (or - for standard input), not ${paths.length}.`);
  const { experiment, folder } = await readExperiment(paths[0], flags, io);
  const reporter = flags.json ? jsonReporter(io, experiment) : textReporter(io, experiment);
  const results: MemberResult[] = [];
  let task: Pick<Dataset, 'task' | 'outputs'> | undefined;
  for (const member of members(experiment)) {
    const data = await loadDataset(experiment.data, {
      seed: member.seed,
      readFile: (path) => readFile(resolve(folder, path)),
    });
    if (!task) reporter.started(experiment, data);
    task = data;
    results.push(train(experiment, data, member, (record) => reporter.epoch(member, record)));
  }
  const verdict = judge({
    task: task!.task,
    outputs: task!.outputs,
    members: results.map(({ variant, seed, records, outcome }) => ({
      variant,
      seed,
      records,
      ending: outcome,
    })),
    settings: {
      learningRate: experiment.training.learningRate,
      ratio: experiment.dropout.ratio,
      epochs: experiment.training.epochs,
      seeds: experiment.seeds,
    },
  });
  reporter.finished(results, verdict);
  return 0;
}

async function readExperiment(path: string, flags: RunFlags, io: Io) {
  const stdin = path === '-';
  const name = stdin ? 'standard input' : path;
  const parsed = parseExperimentText(
    stdin ? await readAll(io.stdin) : await readText(resolve(io.cwd(), path), path),
    name,
  );
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => `${name}: ${problem.message}`).join('\n'));
  for (const warning of parsed.warnings) io.stderr.write(`${name}: ${warning}\n`);
  const experiment = withFlags(parsed.experiment, flags);
  return { experiment, folder: stdin ? io.cwd() : dirname(resolve(io.cwd(), path)) };
}

function withFlags(experiment: Experiment, flags: RunFlags): Experiment {
  const seeds = flags.seeds === undefined ? experiment.seeds : Number(flags.seeds);
  const changed = parseExperiment({ ...experiment, seeds, baseline: experiment.baseline || flags.baseline });
  if (!changed.ok) throw new UsageError(`--seeds ${flags.seeds}: ${changed.problems[0].message}`);
  return changed.experiment;
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new Error(`${name}: ${reason}`);
  }
}

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > MAX_FILE_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function train(
  experiment: Experiment,
  data: Dataset,
  { variant, seed }: { variant: Variant; seed: number },
  onEpoch: (record: EpochRecord) => void,
): MemberResult {
  const trainer = createTrainer({ spec: experiment, data, seed, variant });
  try {
    const start = performance.now();
    const records = [trainer.evaluate()];
    while (!trainer.outcome) {
      const { epoch } = trainer.advance(trainer.stepsPerEpoch);
      if (!epoch) continue;
      records.push(epoch);
      onEpoch(epoch);
    }
    const best = records.reduce((low, record) => (record.testLoss < low.testLoss ? record : low));
    return {
      variant,
      seed,
      records,
      outcome: trainer.outcome,
      best,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    trainer.dispose();
  }
}
