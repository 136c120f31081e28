import { basename, resolve } from 'node:path';
import { describeExperiment } from '../experiment/label';
import { formatNumber, formatSpread } from '../experiment/number-text';
import type { Experiment } from '../experiment/schema';
import type { StudySpec } from '../experiment/study';
import { studyProblems } from '../experiment/study-rules';
import { JournalError } from '../study/journal/journal';
import type { StudyRecord } from '../study/journal/study-record';
import { inStepWith, openRecord, recordedPlan } from '../study/recorded-study';
import { runSearch, type Search, type SearchAnswer, searchOf } from '../study/search';
import { valuesWords } from '../study/search-space';
import type { SeedResult, Trial } from '../study/study';
import { trainerOf } from '../study/training';
import { WorkerPool } from '../worker/pool';
import { coresOf } from './arguments';
import { InputError, type Interruption, type Io, UsageError } from './io';
import { type Located, readExperiment } from './read-experiment';

export interface StudyFlags {
  readonly json: boolean;
  readonly workers?: string | undefined;
  readonly journal?: string | undefined;
}

/**
 * `study FILE`: searches for the best values of the settings that the file's `study` names. Returns the exit status.
 * With a journal it goes on where an earlier run of the same study was broken off.
 */
export async function studyCommand(paths: readonly string[], flags: StudyFlags, io: Io): Promise<number> {
  if (paths.length !== 1)
    throw new UsageError(`study takes one experiment file (or - for standard input), not ${paths.length}.`);
  const cores = coresOf(flags.workers, 'workers');
  const located = await readExperiment(paths[0]!, { json: false, baseline: false }, io);
  const spec = specOf(located, paths[0]!);
  const search = searchOf(located.experiment, spec, located.folder);
  const record = flags.journal === undefined ? undefined : await recordOf(flags.journal, located, search, io);
  const stopping = new AbortController();
  let interruption: Interruption | undefined;
  const unlisten = io.onInterruption?.((why) => {
    interruption = why;
    stopping.abort();
  });
  const pool = new WorkerPool({ size: cores, createWorker: (memory) => io.startWorker(memory) });
  const output = flags.json ? jsonOutput(io, search) : textOutput(io, located.experiment, search);
  try {
    const port = {
      train: inStepWith(record, trainerOf(pool)),
      trained: (number: number, result: SeedResult) => record?.trained(number, result),
      fresh: (result: SeedResult) => record?.freshTrained(result),
      changed: (trial: Trial) => {
        record?.changed(trial);
        output.changed(trial);
      },
    };
    const earlier = { history: record?.history ?? [], fresh: record?.fresh ?? [] };
    const answer = await runSearch(search, port, { ...earlier, signal: stopping.signal });
    output.end(answer, flags.journal ?? null);
    return 0;
  } catch (error) {
    if (interruption === undefined) throw new InputError((error as Error).message);
    if (interruption.words)
      io.stderr.write(
        `Stopped (${interruption.words}).${record ? ' The same command goes on where it stopped.' : ''}\n`,
      );
    return interruption.status;
  } finally {
    unlisten?.();
    pool.dispose();
    await record?.close();
  }
}

function specOf({ experiment }: Located, name: string): StudySpec {
  if (!experiment.study)
    throw new InputError(`${name}: the experiment has no "study", which says what to vary.`);
  const problems = studyProblems(experiment);
  if (problems.length > 0)
    throw new InputError(problems.map(({ message }) => `${name}: ${message}`).join('\n'));
  return experiment.study;
}

/** Opens the journal, or begins it; refuses one of another study. */
async function recordOf(path: string, located: Located, search: Search, io: Io): Promise<StudyRecord> {
  const name =
    located.experiment.name || basename(located.file ?? 'study').replace(/(?:\.dropout)?\.json$/, '');
  try {
    return await openRecord(resolve(io.cwd(), path), recordedPlan(name, located.experiment, search));
  } catch (error) {
    throw error instanceof JournalError ? new InputError(error.message) : error;
  }
}

interface Output {
  changed(trial: Trial): void;
  end(answer: SearchAnswer, journal: string | null): void;
}

function jsonOutput(io: Io, { space }: Search): Output {
  const write = (value: object) => io.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    changed({ number, point, state, results, why, failure }) {
      if (state === 'running') return;
      const common = { type: 'trial', trial: number, values: space.values(point) };
      const reason = why ?? failure;
      const more = { state, ...(reason !== undefined && { reason }) };
      if (results.length === 0) write({ ...common, ...more });
      for (const { seed, validationLoss, testLoss } of results)
        write({ ...common, seed, ...more, validationLoss, testLoss });
    },
    end({ best, trial, validationLoss, fresh, optimism, importance }, journal) {
      write({
        ...{ type: 'answer', best, trial, validationLoss },
        ...{ fresh: fresh?.validation ?? null, freshTest: fresh?.test ?? null, optimism: optimism ?? null },
        ...{ importance, journal },
      });
    },
  };
}

function textOutput(io: Io, experiment: Experiment, { space, spec }: Search): Output {
  const write = (line: string) => io.stdout.write(`${line}\n`);
  write(describeExperiment(experiment));
  write(
    `Up to ${spec.trials} trials by ${spec.sampler.kind}, each on ${spec.seeds} seeds; the validation loss decides.`,
  );
  return {
    changed({ number, point, state, value, why, failure }) {
      if (state === 'running') return;
      const how = why ?? failure;
      const words = `${formatNumber(value ?? Number.NaN)}${how === undefined ? '' : ` (${state}: ${how})`}`;
      write(`trial ${number}: ${valuesWords(space.values(point))}: ${words}`);
    },
    end({ best, trial, validationLoss, fresh, optimism }, journal) {
      write(`\nBest of the search: trial ${trial}, ${valuesWords(best)}`);
      write(`validation loss when chosen ${formatNumber(validationLoss)}`);
      if (fresh && optimism !== undefined) {
        write(
          `on ${fresh.test.count} fresh seeds: validation loss ${formatSpread(fresh.validation)}, test loss ${formatSpread(fresh.test)}`,
        );
        write(`The search made it look better by ${formatNumber(optimism)} than it is.`);
      }
      if (journal !== null) write(`Optuna's journal: ${journal}`);
    },
  };
}
