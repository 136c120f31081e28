import { type Spread, spreadOf } from '../core/analysis/spread';
import type { Point } from '../core/search/distribution';
import { type Importance, importanceOf } from '../core/search/importance';
import type { Sampler, SamplerFactory } from '../core/search/sampler';
import { samplerFactories } from '../core/search/samplers/index';
import type { Experiment } from '../experiment/schema';
import type { StudySpec } from '../experiment/study';
import { fairExperiment } from './fair';
import type { Json } from './journal/python-json';
import type { Pruning } from './pruning';
import { type SearchSpace, searchSpace } from './search-space';
import { bestOf, pastOf, runStudy, seedResult, type Trial } from './study';
import type { Train, TrainingRequest, TrainingResult } from './training';

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

export interface SearchPort {
  readonly train: Train;
  changed?(trial: Trial): void;
  /** The best trial was trained on a fresh seed. */
  fresh?(result: TrainingResult): void;
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
  return {
    space,
    spec,
    seeds: Array.from({ length: spec.seeds }, (_, i) => seedAt(i)),
    freshSeeds: Array.from({ length: spec.fresh }, (_, i) => seedAt(spec.seeds + i)),
    request: (point, seed) => ({ experiment: space.at(point), variant: 'dropout', seed, folder }),
  };
}

export function samplerOf({ space, spec, seeds }: Search): Sampler {
  const { kind, ...params } = spec.sampler;
  const create = samplerFactories[kind] as SamplerFactory<object>;
  return create(space.parameters, seeds[0]!, params);
}

/**
 * Runs a study, and trains its best trial on fresh seeds. Rejects with the signal's reason, a {@link NoBestError}, or
 * the reason for which data cannot be used.
 */
export async function runSearch(
  search: Search,
  port: SearchPort,
  { history = [], signal }: { history?: readonly Trial[]; signal?: AbortSignal | undefined } = {},
): Promise<SearchAnswer> {
  const { spec, seeds, freshSeeds, space } = search;
  const deadline = spec.minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + 60_000 * spec.minutes;
  const plan = {
    sampler: until(deadline, samplerOf(search)),
    trials: spec.trials,
    seeds,
    pruning: PRUNING[spec.prune],
    request: search.request,
  };
  const changed = port.changed && ((trial: Trial) => port.changed!(trial));
  const trials = await runStudy(
    plan,
    { train: port.train, ...(changed && { changed }) },
    { history, signal },
  );
  const best = bestOf(trials);
  if (!best) throw new Error(trials.find(({ failure }) => failure)?.failure ?? new NoBestError().message);
  const fresh: TrainingResult[] = [];
  const running = freshSeeds.map((seed) => port.train(search.request(best.point, seed), signal));
  for (const one of running) one.catch(() => {});
  for (const one of running) {
    fresh.push(await one);
    port.fresh?.(fresh.at(-1)!);
  }
  return {
    best: space.values(best.point),
    trial: best.number,
    validationLoss: best.value!,
    importance: importanceOf(space.parameters, trials.map(pastOf)),
    ...(fresh.length > 0 && freshOf(fresh, best.value!)),
  };
}

function freshOf(all: readonly TrainingResult[], found: number): Pick<SearchAnswer, 'fresh' | 'optimism'> {
  const results = all.map(seedResult);
  const of = (key: 'validationLoss' | 'testLoss' | 'testScore') => spreadOf(results.map((one) => one[key]));
  const validation = of('validationLoss');
  return {
    fresh: { validation, test: of('testLoss'), score: of('testScore') },
    optimism: validation.mean - found,
  };
}

/** No further round is begun after a time. */
const until = (deadline: number, sampler: Sampler): Sampler => ({
  propose: (count, history) => (Date.now() >= deadline ? [] : sampler.propose(count, history)),
});
