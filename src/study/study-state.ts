import { spreadOf } from '../core/analysis/spread';
import type { Importance } from '../core/search/importance';
import type { Experiment } from '../experiment/schema';
import { settingTitle } from '../experiment/setting-words';
import { valueAtPath } from '../experiment/study-rules';
import {
  type StudyAxis,
  type StudyImportance,
  type StudyState,
  TRIAL_COLUMNS,
  TRIAL_ENDS,
  TRIAL_STATES,
} from '../protocol';
import type { StudyParameter } from './journal/space';
import { isProposed, type Search, type SearchAnswer } from './search';
import type { SeedResult, Trial } from './study';
import { pruningTitle, samplerTitle, sharedWords, shownValue, studyWords } from './study-words';

/** What views receive of a study beyond what follows from its plan and trials. */
export type StudyHeader = Pick<
  StudyState,
  | 'id'
  | 'name'
  | 'status'
  | 'sweep'
  | 'seconds'
  | 'importance'
  | 'task'
  | 'answer'
  | 'journal'
  | 'reason'
  | 'differences'
  | 'planDifferences'
  | 'fleet'
>;

/** What a study has come to. */
export interface StudyProgress {
  /** By number. */
  readonly trials: ReadonlyMap<number, Trial>;
  /** Of each trial, that its trainings took. */
  readonly seconds: ReadonlyMap<number, number>;
  readonly fresh: readonly SeedResult[];
  /** Seconds a training, side by side with others; undefined before the first has ended. */
  readonly pace: number | undefined;
}

/** A study as views show it, with the values that `own` has among those of the study. */
export function studyState(
  { experiment, search, own }: { experiment: Experiment; search: Search; own: Experiment },
  progress: StudyProgress,
  header: StudyHeader,
): StudyState {
  const { spec, space } = search;
  const { trials, fresh, pace } = progress;
  const isOver = header.status === 'completed' || header.status === 'stopped';
  const others = othersOf(trials);
  const isFromOptuna = isProposed(spec);
  const total = isOver ? trials.size : totalOf(search, trials);
  const done = trainingsDone(trials, spec.seeds) + fresh.length;
  const trainings = total * spec.seeds + spec.fresh;
  const left = isOver || isFromOptuna || pace === undefined ? undefined : pace * (trainings - done);
  const budget =
    spec.minutes === undefined ? Number.POSITIVE_INFINITY : Math.max(0, 60 * spec.minutes - header.seconds);
  return {
    ...header,
    of: sharedWords(experiment, spec),
    axes: space.parameters.map((parameter) => axisOf(parameter, experiment, own)),
    sampler: samplerTitle(spec),
    pruning: pruningTitle(spec),
    seeds: spec.seeds,
    total,
    count: trials.size,
    ...(isFromOptuna ? { proposals: proposalsOf(header.status, trials) } : others > 0 && { others }),
    rows: rowsOf(progress, space.parameters),
    fresh: fresh.map(({ seed, validationLoss, testLoss }) => ({ seed, validationLoss, testLoss })),
    freshTotal: spec.fresh,
    done,
    trainings,
    ...(left !== undefined && { secondsLeft: Math.min(left, budget + (pace ?? 0) * spec.fresh) }),
  };
}

/** How many trials a study is to have: its own, and those that other programs have added. */
export const totalOf = ({ spec }: Search, trials: ReadonlyMap<number, Trial>): number =>
  isProposed(spec) ? Math.max(spec.trials, trials.size) : spec.trials + othersOf(trials);

function othersOf(trials: ReadonlyMap<number, Trial>): number {
  let others = 0;
  for (const { isOthers } of trials.values()) if (isOthers) others += 1;
  return others;
}

/** Whether Optuna is waited for. */
function proposalsOf(
  status: StudyHeader['status'],
  trials: ReadonlyMap<number, Trial>,
): NonNullable<StudyState['proposals']> {
  const isTraining = [...trials.values()].some(({ state }) => state === 'running');
  return status === 'running' && !isTraining ? 'awaited' : 'known';
}

/** Those that have ended, and those that a trial does not need any more. */
function trainingsDone(trials: ReadonlyMap<number, Trial>, seeds: number): number {
  let done = 0;
  for (const { state, results } of trials.values()) done += state === 'running' ? results.length : seeds;
  return done;
}

function axisOf(
  { name, distribution, choices }: StudyParameter,
  experiment: Experiment,
  setup: Experiment,
): StudyAxis {
  const own = valueAtPath(setup, name);
  const title = settingTitle(name, experiment);
  if (distribution.kind === 'choice') {
    const current = choices!.findIndex((choice) => JSON.stringify(choice) === JSON.stringify(own));
    return {
      ...{ name, title, kind: 'choice', choices: choices!.map(shownValue) },
      ...(current >= 0 && { current }),
    };
  }
  const { kind, low, high, log } = distribution;
  const isWithin = typeof own === 'number' && own >= low && own <= high;
  return { name, title, kind, low, high, log, ...(isWithin && { current: own }) };
}

function rowsOf({ trials, seconds }: StudyProgress, parameters: readonly StudyParameter[]): Float64Array {
  const width = TRIAL_COLUMNS.length + parameters.length;
  const rows = new Float64Array(trials.size * width).fill(Number.NaN);
  let at = 0;
  for (let number = 0; number < trials.size; number++, at += width) {
    const trial = trials.get(number);
    if (!trial) continue;
    for (const [i, column] of TRIAL_COLUMNS.entries())
      rows[at + i] = COLUMN[column](trial, seconds.get(number));
    for (const [i, { name }] of parameters.entries())
      rows[at + TRIAL_COLUMNS.length + i] = trial.point[name] ?? Number.NaN;
  }
  return rows;
}

const mean = ({ results }: Trial, key: 'validationLoss' | 'testLoss' | 'testScore' | 'trainLoss' | 'epoch') =>
  results.reduce((sum, result) => sum + result[key], 0) / results.length;

const deviation = ({ results }: Trial, key: 'validationLoss' | 'testLoss' | 'testScore' | 'trainLoss') =>
  spreadOf(results.map((one) => one[key])).deviation;

const COLUMN: Readonly<
  Record<(typeof TRIAL_COLUMNS)[number], (trial: Trial, seconds: number | undefined) => number>
> = {
  state: ({ state }) => TRIAL_STATES.indexOf(state),
  why: ({ state, why }) => TRIAL_ENDS.indexOf(state === 'failed' ? state : (why ?? 'none')),
  seeds: ({ results }) => results.length,
  // What another program has told has no trainings here.
  validationLoss: (trial) =>
    trial.results.length > 0 ? mean(trial, 'validationLoss') : (trial.value ?? Number.NaN),
  validationDeviation: (trial) => deviation(trial, 'validationLoss'),
  testLoss: (trial) => mean(trial, 'testLoss'),
  testScore: (trial) => mean(trial, 'testScore'),
  trainLoss: (trial) => mean(trial, 'trainLoss'),
  testDeviation: (trial) => deviation(trial, 'testLoss'),
  trainDeviation: (trial) => deviation(trial, 'trainLoss'),
  scoreDeviation: (trial) => deviation(trial, 'testScore'),
  epoch: (trial) => mean(trial, 'epoch'),
  seconds: (_trial, seconds) => seconds ?? Number.NaN,
};

/** Largest first; of those that the trials do not show to matter, 0. */
export function shownImportance(importance: Importance): StudyImportance {
  if (importance.kind !== 'importance') return null;
  return importance.settings
    .map(({ name, share }) => ({ name, share }))
    .sort((one, other) => other.share - one.share);
}

/** What a study has come to, in words. */
export const shownAnswer = (
  experiment: Experiment,
  search: Search,
  answer: SearchAnswer,
): NonNullable<StudyState['answer']> => ({
  trial: answer.trial,
  ...studyWords(experiment, search, answer),
  importance: shownImportance(answer.importance),
});
