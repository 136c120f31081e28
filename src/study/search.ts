import * as l10n from '@vscode/l10n';
import { type Spread, spreadOf } from '../core/analysis/spread';
import { greatest } from '../core/lists';
import type { Point } from '../core/search/distribution';
import { type Importance, importanceOf } from '../core/search/importance';
import type { Sampler, SamplerFactory } from '../core/search/sampler';
import { gridSize } from '../core/search/samplers/grid-walk';
import { samplerFactories } from '../core/search/samplers/index';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import type { StudySpec } from '../experiment/study';
import { fairExperiment } from './fair';
import type { Json } from './journal/python-json';
import type { Pruning } from './pruning';
import { type SearchSpace, searchSpace } from './search-space';
import {
  bestOf,
  pastOf,
  runProposed,
  runStudy,
  type SeedResult,
  type StudyPort,
  seedResult,
  type Trial,
} from './study';
import type { Train, TrainingRequest } from './training';

/** A study of an experiment file, ready to run. */
export interface Search {
  readonly space: SearchSpace;
  readonly spec: StudySpec;
  /** The same for every trial. */
  readonly seeds: readonly number[];
  readonly freshSeeds: readonly number[];
  request(point: Point, seed: number): TrainingRequest;
}

/** What a study comes to. */
export interface SearchAnswer {
  readonly best: Readonly<Record<string, Json>>;
  readonly trial: number;
  /** The mean validation loss that it was chosen for. */
  readonly validationLoss: number;
  /** Validation and test losses on seeds that the search has not seen; undefined: none were asked for. */
  readonly fresh?: { readonly validation: Spread; readonly test: Spread; readonly score: Spread };
  /** How much better the search made it look: fresh validation loss − the one that it was chosen for. */
  readonly optimism?: number;
  readonly importance: Importance;
}

/** A training on a seed that the search has not seen, at the point that was the best then. */
export interface FreshResult extends SeedResult {
  readonly of: Point;
}

export interface SearchPort extends StudyPort {
  readonly train: Train;
  /** The best trial was trained on a fresh seed; in the order of the seeds. */
  fresh?(result: FreshResult): void;
}

/** No trial of a study came to a finite loss. */
export class NoBestError extends Error {
  constructor() {
    super('No trial trains: every one failed or diverged.');
  }
}

const PRUNING: Readonly<Record<StudySpec['prune'], Pruning>> = {
  none: { seeds: false, epochs: 'none' },
  seeds: { seeds: true, epochs: 'none' },
  median: { seeds: true, epochs: 'median' },
  halving: { seeds: true, epochs: 'halving' },
};

/** Prepares the study of an experiment: as compared fairly, by its validation set and best epochs. */
export function searchOf(experiment: Experiment, spec: StudySpec, folder: string | null): Search {
  const base = fairExperiment(experiment);
  const space = searchSpace(base, spec);
  const seedAt = (i: number) => (base.seed + i) >>> 0;
  const { sampler } = spec;
  const most = sampler.kind === 'grid' ? gridSize(space.parameters, sampler.levels) : spec.trials;
  return {
    space,
    // Of a grid it is known how many there are.
    spec: { ...spec, trials: Math.min(spec.trials, most) },
    seeds: Array.from({ length: spec.seeds }, (_, i) => seedAt(i)),
    freshSeeds: Array.from({ length: spec.fresh }, (_, i) => seedAt(spec.seeds + i)),
    request: (point, seed) => ({ experiment: space.at(point), variant: 'dropout', seed, folder }),
  };
}

/** Whether a person's own Optuna proposes the trials, through the journal. */
export const isProposed = ({ sampler }: Pick<StudySpec, 'sampler'>): boolean => sampler.kind === 'optuna';

export function samplerOf({ space, spec, seeds }: Search): Sampler {
  const { kind, ...params } = spec.sampler;
  if (kind === 'optuna')
    throw new Error(l10n.t('Optuna can propose trials only through a journal: give one.'));
  const create = samplerFactories[kind] as SamplerFactory<object>;
  return create(space.parameters, seeds[0]!, params);
}

export interface SearchOptions {
  /** What an earlier run of the same study has come to. */
  readonly history?: readonly Trial[];
  readonly fresh?: readonly FreshResult[];
  /** Seconds that earlier runs took, of the minutes that the study may. */
  readonly spent?: number;
  readonly signal?: AbortSignal | undefined;
  /** Aborted: nothing more is tried, and the best trial so far is what the study comes to. */
  readonly enough?: AbortSignal | undefined;
}

/**
 * Runs a study, and trains its best trial on fresh seeds. Rejects with the signal's reason, a {@link NoBestError}, an
 * {@link OtherPlanError}, or the reason for which data cannot be used.
 */
export async function runSearch(
  search: Search,
  port: SearchPort,
  options: SearchOptions = {},
): Promise<SearchAnswer> {
  const trials = await trialsOf(search, port, options);
  if (isProposed(search.spec)) port.others?.letGo();
  const best = chosenOf(trials);
  if (!best) {
    const failed = trials.find(({ failure }) => failure);
    throw failed ? new Error(failed.failure) : new NoBestError();
  }
  const { signal } = options;
  const known = freshAt(best.point, options.fresh ?? []);
  const running = search.freshSeeds.map(
    async (seed) =>
      known.find((one) => one.seed === seed) ?? {
        ...seedResult(await port.train(search.request(best.point, seed), signal)),
        of: best.point,
      },
  );
  for (const one of running) one.catch(() => {});
  const fresh: FreshResult[] = [];
  for (const one of running) {
    const result = await one;
    fresh.push(result);
    if (!known.includes(result)) port.fresh?.(result);
  }
  return answerOf(search, trials, best, fresh);
}

/** Those of a point: where a study has gone on, another trial may have been the best before. */
export const freshAt = (point: Point | undefined, fresh: readonly FreshResult[]): FreshResult[] =>
  fresh.filter(({ of }) => sameJson(of, point));

/** Tries what the study has to try, or what there is time for. */
async function trialsOf(
  search: Search,
  port: SearchPort,
  { history = [], spent = 0, signal, enough }: SearchOptions,
): Promise<readonly Trial[]> {
  const { spec, seeds } = search;
  const deadline = Date.now() + 1_000 * (60 * (spec.minutes ?? Number.POSITIVE_INFINITY) - spent);
  const isLate = () => Date.now() >= deadline;
  const { trials, round, prune } = spec;
  const plan = { trials, round, seeds, pruning: PRUNING[prune], request: search.request };
  const known = new Map(history.map((trial) => [trial.number, trial]));
  const note = (trial: Trial) => known.set(trial.number, trial);
  const { others } = port;
  const noting: StudyPort = {
    ...{ others, train: port.train, places: () => port.places?.() ?? 0 },
    trained: (...what) => port.trained?.(...what),
    changed: (trial) => {
      note(trial);
      port.changed?.(trial);
    },
    joined: (trial) => {
      note(trial);
      port.joined?.(trial);
    },
  };
  const either = AbortSignal.any([signal, enough].filter((one) => one !== undefined));
  try {
    if (isProposed(spec) && others)
      return await runProposed(plan, { ...noting, others }, { history, signal: either, isLate });
    const sampler = until(isLate, samplerOf(search));
    return await runStudy({ ...plan, sampler }, noting, { history, signal: either });
  } catch (error) {
    if (enough?.aborted && !signal?.aborted) return [...known.values()];
    throw error;
  }
}

/** The best complete trial; where a study was stopped before there was one, the best of those that came furthest. */
export function chosenOf(trials: readonly Trial[]): Trial | undefined {
  const best = bestOf(trials);
  if (best) return best;
  const open = trials.filter(({ state, value }) => state === 'running' && Number.isFinite(value));
  const most = greatest(open.map(({ results }) => results.length));
  return bestOf(
    open
      .filter(({ results }) => results.length === most)
      .map((trial) => ({ ...trial, state: 'complete' as const })),
  );
}

/** What trials and trainings of the best one on fresh seeds come to; `importance` where it is known already. */
export function answerOf(
  { space }: Search,
  trials: readonly Trial[],
  best: Trial,
  fresh: readonly SeedResult[],
  importance = importanceOf(space.parameters, trials.map(pastOf)),
): SearchAnswer {
  return {
    best: space.values(best.point),
    trial: best.number,
    validationLoss: best.value!,
    importance,
    ...(fresh.length > 0 && freshOf(fresh, best.value!)),
  };
}

function freshOf(results: readonly SeedResult[], found: number): Pick<SearchAnswer, 'fresh' | 'optimism'> {
  const of = (key: 'validationLoss' | 'testLoss' | 'testScore') => spreadOf(results.map((one) => one[key]));
  const validation = of('validationLoss');
  return {
    fresh: { validation, test: of('testLoss'), score: of('testScore') },
    optimism: validation.mean - found,
  };
}

/** No further round is begun after a time. */
const until = (isLate: () => boolean, sampler: Sampler): Sampler => ({
  ...sampler,
  propose: (count, history) => (isLate() ? [] : sampler.propose(count, history)),
});
