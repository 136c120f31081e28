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
import type { StudyParameter } from '../study/journal/space';
import type { Search } from '../study/search';
import type { SeedResult, Trial } from '../study/study';
import { pruningTitle, samplerTitle, sharedWords, shownValue } from '../study/study-words';

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
  const total = isOver ? trials.size : spec.trials;
  const done = trainingsDone(trials, spec.seeds) + fresh.length;
  const trainings = total * spec.seeds + spec.fresh;
  const left = isOver || pace === undefined ? undefined : pace * (trainings - done);
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
    rows: rowsOf(progress, space.parameters),
    fresh: fresh.map(({ seed, validationLoss, testLoss }) => ({ seed, validationLoss, testLoss })),
    freshTotal: spec.fresh,
    done,
    trainings,
    ...(left !== undefined && { secondsLeft: Math.min(left, budget + (pace ?? 0) * spec.fresh) }),
  };
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
  validationLoss: (trial) => mean(trial, 'validationLoss'),
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

/** Largest first; of those whose trials show no more than chance does, 0. */
export function shownImportance(importance: Importance): StudyImportance {
  if (importance.kind !== 'importance') return null;
  const shows = importance.settings.filter(({ divergence, chance }) => divergence > chance);
  const whole = shows.reduce((sum, { share }) => sum + share, 0);
  return importance.settings
    .map((setting) => ({ name: setting.name, share: shows.includes(setting) ? setting.share / whole : 0 }))
    .sort((one, other) => other.share - one.share);
}
