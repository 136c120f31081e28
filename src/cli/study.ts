import { basename, resolve } from 'node:path';
import * as v from 'valibot';
import { samplerEntries } from '../core/search/samplers/entries';
import { describeExperiment } from '../experiment/label';
import { formatNumber, formatSpread } from '../experiment/number-text';
import type { Experiment } from '../experiment/schema';
import { type StudySpec, studySchema } from '../experiment/study';
import { studyProblems } from '../experiment/study-rules';
import type { StudyState } from '../protocol';
import { JournalError } from '../study/journal/journal';
import { type StudyRecord, UnusableTrialError } from '../study/journal/study-record';
import { inStepWith, openRecord, recordedPlan } from '../study/recorded-study';
import {
  isProposed,
  runSearch,
  type Search,
  type SearchAnswer,
  type SearchPort,
  searchOf,
} from '../study/search';
import { valuesWords } from '../study/search-space';
import type { Trial } from '../study/study';
import { shownAnswer, studyState } from '../study/study-state';
import { type Train, trainerOf } from '../study/training';
import { WorkerPool } from '../worker/pool';
import { coresOf, wholeNumber } from './arguments';
import { InputError, type Interruption, type Io, UsageError } from './io';
import { type Located, readExperiment } from './read-experiment';
import { type OpenReport, openReport } from './report';

export interface StudyFlags {
  readonly json: boolean;
  readonly workers?: string | undefined;
  readonly journal?: string | undefined;
  /** The study's, in the journal. */
  readonly name?: string | undefined;
  readonly sampler?: string | undefined;
  readonly queue?: string | undefined;
  readonly 'password-file'?: string | undefined;
  /** Per cent of the trainings of a queue that are also run here. */
  readonly verify?: string | undefined;
  /** Where to write a report. */
  readonly report?: string | undefined;
  readonly 'single-file'?: boolean | undefined;
}

/**
 * `study FILE`: searches for the best values of the settings that the file's `study` names. Returns the exit status.
 * With a journal it goes on where an earlier run of the same study was broken off.
 */
export async function studyCommand(paths: readonly string[], flags: StudyFlags, io: Io): Promise<number> {
  refuseInputs(paths, flags);
  const located = await readExperiment(paths[0]!, { json: false, baseline: false }, io);
  const spec = specOf(located, paths[0]!, flags);
  const search = searchOf(located.experiment, spec, located.folder);
  const report = await openReport(flags, located, io);
  const record =
    flags.journal === undefined ? undefined : await recordOf(flags.journal, flags.name, located, search, io);
  const stopping = new AbortController();
  let interruption: (Interruption & { isLost?: boolean }) | undefined;
  const unlisten = io.onInterruption?.((why) => {
    interruption = why;
    stopping.abort();
  });
  const output = flags.json ? jsonOutput(io, search) : textOutput(io, located.experiment, search);
  const shown = new ShownStudy(located, search, record);
  let trainers: Trainers | undefined;
  let isOver = false;
  try {
    trainers = await trainersOf(flags, io, search, (words, isLost) => {
      interruption = { status: 1, words, isLost };
      stopping.abort();
    });
    if (isProposed(spec) && record) output.script(record.script(spec.trials));
    const port = portOf({ record, output, shown, trainers });
    const earlier = { history: record?.history ?? [], fresh: record?.fresh ?? [] };
    const answer = await runSearch(search, port, { ...earlier, signal: stopping.signal });
    isOver = true;
    output.end(answer, flags.journal ?? null);
    return await reported(report, shown, answer);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (interruption === undefined) throw new InputError((error as Error).message);
    return stopped(interruption, record !== undefined && !interruption.isLost, io);
  } finally {
    unlisten?.();
    await record?.close();
    await trainers?.leave(isOver);
  }
}

function refuseInputs(paths: readonly string[], flags: StudyFlags): void {
  if (paths.length !== 1)
    throw new UsageError(`study takes one experiment file (or - for standard input), not ${paths.length}.`);
  if (paths[0] === '-' && flags['password-file'] === '-')
    throw new UsageError('the experiment and the password cannot both come from standard input.');
}

/** The exit status, once the report, if any, is written. */
async function reported(report: OpenReport | undefined, shown: ShownStudy, answer: SearchAnswer) {
  return !report || (await report.writeStudy(shown.state(answer))) ? 0 : 1;
}

interface Listeners {
  readonly record: StudyRecord | undefined;
  readonly output: Output;
  readonly shown: ShownStudy;
  readonly trainers: Trainers;
}

const portOf = ({ record, output, shown, trainers }: Listeners): SearchPort => ({
  train: inStepWith(record, trainers.train),
  places: trainers.places,
  others: record,
  joined(trial) {
    shown.note(trial);
    output.changed(trial);
  },
  trained(number, result, { info }) {
    record?.trained(number, result);
    shown.task = info.task;
  },
  fresh: (result) => record?.freshTrained(result),
  changed(trial) {
    record?.changed(trial);
    shown.note(trial);
    output.changed(trial);
  },
});

/** What a report shows of a study. */
class ShownStudy {
  readonly #trials = new Map<number, Trial>();
  readonly #since = Date.now();
  task: StudyState['task'];

  readonly #located: Located;
  readonly #search: Search;
  readonly #record: StudyRecord | undefined;

  constructor(located: Located, search: Search, record: StudyRecord | undefined) {
    this.#located = located;
    this.#search = search;
    this.#record = record;
    for (const trial of record?.history ?? []) this.note(trial);
  }

  note(trial: Trial): void {
    this.#trials.set(trial.number, trial);
  }

  state(answer: SearchAnswer): StudyState {
    const shown = shownAnswer(this.#located.experiment, this.#search, answer);
    return studyState(
      { experiment: this.#located.experiment, search: this.#search, own: this.#located.experiment },
      { trials: this.#trials, seconds: this.#record?.seconds ?? new Map(), fresh: [], pace: undefined },
      {
        ...{ id: 'cli', name: studyName(this.#located), status: 'completed', answer: shown },
        ...{ importance: shown.importance, seconds: (Date.now() - this.#since) / 1_000 },
        ...(this.task && { task: this.task }),
      },
    );
  }
}

const studyName = ({ experiment, file }: Located): string =>
  experiment.name || basename(file ?? 'study').replace(/(?:\.dropout)?\.json$/, '');

/** Who trains a study. */
interface Trainers {
  readonly train: Train;
  /** How many trials can go on at once. */
  places(): number;
  /** @param isOver the study has come to its end */
  leave(isOver: boolean): Promise<void>;
}

async function trainersOf(
  flags: StudyFlags,
  io: Io,
  { spec, seeds, freshSeeds }: Search,
  ended: (reason: string, isLost: boolean) => void,
): Promise<Trainers> {
  const { queue, workers, json: isJson, verify = '2' } = flags;
  if (queue !== undefined && workers !== undefined)
    throw new UsageError(
      'study takes --workers or --queue: the machines of a queue bring their own threads.',
    );
  const checked = wholeNumber('verify', verify, [0, 100]) / 100;
  const size = queue === undefined ? coresOf(workers, 'workers') : 1;
  const pool = new WorkerPool({ size, createWorker: (memory) => io.startWorker(memory) });
  const here = { train: trainerOf(pool), places: () => size, leave: async () => pool.dispose() };
  if (queue === undefined) return here;
  try {
    // What knows queues is loaded only for them.
    const { joinFleet } = await import('./fleet/study-fleet');
    const total = spec.trials * seeds.length + freshSeeds.length;
    const fleet = await joinFleet({ flags, here: here.train, io, isJson, checked, total, ended });
    return {
      ...{ train: fleet.train, places: fleet.places },
      async leave(isOver) {
        await here.leave();
        await fleet.leave(isOver);
      },
    };
  } catch (error) {
    await here.leave();
    throw error;
  }
}

function stopped({ words, status }: Interruption, isKept: boolean, io: Io): number {
  const more = isKept ? ' The same command goes on where it stopped.' : '';
  if (words) io.stderr.write(`Stopped (${words}).${more}\n`);
  return status;
}

function samplerNamed(kind: string): Pick<StudySpec, 'sampler'> {
  const known = samplerEntries.find(({ id }) => id === kind);
  if (!known) {
    const names = samplerEntries.map(({ id }) => id).join(', ');
    throw new UsageError(`--sampler is one of ${names}, not ${JSON.stringify(kind)}.`);
  }
  return { sampler: v.parse(studySchema.entries.sampler, { kind }) };
}

function specOf({ experiment }: Located, name: string, { sampler, journal }: StudyFlags): StudySpec {
  if (!experiment.study)
    throw new InputError(`${name}: the experiment has no "study", which says what to vary.`);
  const problems = studyProblems(experiment);
  if (problems.length > 0)
    throw new InputError(problems.map(({ message }) => `${name}: ${message}`).join('\n'));
  const spec = { ...experiment.study, ...(sampler !== undefined && samplerNamed(sampler)) };
  if (isProposed(spec) && journal === undefined)
    throw new UsageError('Optuna proposes trials through a journal: name one with --journal FILE.log.');
  return spec;
}

/** Opens the journal, or begins it; refuses one of another study. */
async function recordOf(
  path: string,
  given: string | undefined,
  located: Located,
  search: Search,
  io: Io,
): Promise<StudyRecord> {
  const name = given || studyName(located);
  try {
    const warn = (error: unknown) => {
      if (error instanceof UnusableTrialError) io.stderr.write(`${error.message}\n`);
    };
    return await openRecord(resolve(io.cwd(), path), recordedPlan(name, located.experiment, search), warn);
  } catch (error) {
    throw error instanceof JournalError ? new InputError(error.message) : error;
  }
}

interface Output {
  /** With which a person's own Optuna proposes. */
  script(python: string): void;
  changed(trial: Trial): void;
  end(answer: SearchAnswer, journal: string | null): void;
}

function jsonOutput(io: Io, { space }: Search): Output {
  const write = (value: object) => io.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    script: (python) => write({ type: 'proposals', by: 'optuna', python }),
    changed({ number, point, state, value, results, why, failure, isOthers }) {
      if (state === 'running') return;
      const common = { type: 'trial', trial: number, values: space.values(point) };
      const reason = why ?? failure;
      const more = { state, ...(reason !== undefined && { reason }), ...(isOthers && { isOthers }) };
      if (results.length === 0) write({ ...common, ...more, ...(isOthers && { validationLoss: value }) });
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
    `Up to ${spec.trials} trials by ${isProposed(spec) ? 'Optuna' : spec.sampler.kind}, each on ${spec.seeds} seeds; the validation loss decides.`,
  );
  return {
    script(python) {
      write(
        'Waiting for your own Optuna, 3.1 or later. Let Python run these lines; any of its samplers will do:\n',
      );
      write(python.replace(/^/gm, '    '));
    },
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
