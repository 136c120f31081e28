import * as l10n from '@vscode/l10n';
import { append } from '../core/lists';
import type { Point } from '../core/search/distribution';
import type { PastTrial, Sampler } from '../core/search/sampler';
import { choosingLoss, type EpochRecord } from '../core/trainer-types';
import { sameJson } from '../experiment/same-json';
import { type Course, checkpointsOf, isBeaten, isEndedAt, type Pruning } from './pruning';
import type { TrainingRequest, TrainingResult } from './training';

/** Why a trial was ended before all its seeds were trained to the end. */
export type PruneReason =
  /** The best trial is clearly better on the same seeds. */
  | 'beaten'
  /** It was worse than the median of earlier trials at the same epoch. */
  | 'median'
  /** It was not among the best third at a rung of successive halving. */
  | 'rung'
  /** Its loss was never a finite number. */
  | 'diverged';

/** A trial of a study. */
export interface Trial {
  readonly number: number;
  readonly point: Point;
  readonly state: PastTrial['state'];
  /** One a seed, in the order of the study's seeds; fewer where it was pruned. */
  readonly results: readonly SeedResult[];
  /** What is minimized: the mean of the validation losses; undefined where there is none. */
  readonly value: number | undefined;
  readonly why?: PruneReason | undefined;
  /** Of a failed trial: the reason in words. */
  readonly failure?: string;
}

/** One training of a trial, at its best epoch by validation. */
export interface SeedResult {
  readonly seed: number;
  /** What the study minimizes; the test loss where nothing validates. */
  readonly validationLoss: number;
  readonly testLoss: number;
  readonly testScore: number;
  readonly trainLoss: number;
  readonly epoch: number;
  readonly diverged: boolean;
  /** Where trials are pruned by epochs: what later trainings are held against. */
  readonly course?: Course;
  /** It was ended at a checkpoint. */
  readonly cut?: 'median' | 'rung';
}

/** What an earlier run has come to was proposed by another plan: the two cannot be one study. */
export class OtherPlanError extends Error {}

export interface StudyPlan {
  readonly sampler: Sampler;
  /** Trials at the most. */
  readonly trials: number;
  /** The same for all trials: differences between them are paired. */
  readonly seeds: readonly number[];
  readonly pruning: Pruning;
  /** What is trained at a point. */
  request(point: Point, seed: number): TrainingRequest;
}

export interface StudyPort {
  train(request: TrainingRequest, signal?: AbortSignal): Promise<TrainingResult>;
  /** A trial has begun, got a result, or ended; in the order of the trials within a round. */
  changed?(trial: Trial): void;
  /** A training has ended: at once, and in no order. Not called for what is taken over from an earlier run. */
  trained?(trial: number, result: SeedResult, training: TrainingResult): void;
}

/**
 * Trials that are proposed together. Each round knows all rounds before it and nothing of itself, so that the trials are
 * the same however many threads train them.
 */
export const ROUND = 8;

const NONE: readonly SeedResult[] = [];

/**
 * Runs a study and resolves to its trials. `history` is what an earlier run of the same plan came to: trials that it
 * ended are taken over, and of the others the seeds that they were trained on. Rejects with the signal's reason, or an
 * {@link OtherPlanError}.
 */
export async function runStudy(
  plan: StudyPlan,
  port: StudyPort,
  { history = [], signal }: { history?: readonly Trial[]; signal?: AbortSignal | undefined } = {},
): Promise<Trial[]> {
  const trials: Trial[] = [];
  let best: Trial | undefined;
  const courses = new Courses();
  const earlier = new Map(history.map((trial) => [trial.number, trial]));
  while (trials.length < plan.trials) {
    signal?.throwIfAborted();
    const first = trials.length;
    const past = trials.map(pastOf);
    const points = plan.sampler.propose(Math.min(ROUND, plan.trials - first), past);
    if (points.length === 0) break;
    const begun = points.map((point, i) => taken(earlier.get(first + i), point) ?? open(first + i, point));
    const round = new Round(plan, port, { courses, earlier, best }, signal);
    const ended = await round.run(begun);
    append(trials, ended);
    courses.add(ended);
    best = bestOf(best === undefined ? ended : [best, ...ended]);
  }
  return trials;
}

/** The trial that an earlier run has ended at this point. */
function taken(earlier: Trial | undefined, point: Point): Trial | undefined {
  if (earlier === undefined) return undefined;
  if (!sameJson(earlier.point, point))
    throw new OtherPlanError(l10n.t('Trial {0} of the study was proposed by another plan.', earlier.number));
  return earlier.state === 'running' ? undefined : earlier;
}

/** A trial as samplers see it. */
export const pastOf = ({ point, value, state, results }: Trial): PastTrial => ({
  ...{ point, value, state },
  ...(state === 'pruned' && { reached: results.length }),
});

const open = (number: number, point: Point): Trial => ({
  ...{ number, point, state: 'running', results: NONE, value: undefined },
});

/** The complete trial with the least value. */
export function bestOf(trials: readonly Trial[]): Trial | undefined {
  const complete = trials.filter(({ state }) => state === 'complete');
  return complete.reduce<Trial | undefined>(
    (best, trial) => (best === undefined || trial.value! < best.value! ? trial : best),
    undefined,
  );
}

/** The courses of trainings, by seed: what trainings of later rounds are held against. */
class Courses {
  readonly #all = new Map<number, Course[]>();

  of(seed: number): readonly Course[] {
    return this.#all.get(seed) ?? [];
  }

  /** Those of a round that is over. */
  add(trials: readonly Trial[]): void {
    for (const { seed, course } of trials.flatMap(({ results }) => results)) {
      if (!course) continue;
      const all = this.#all.get(seed) ?? [];
      this.#all.set(seed, all);
      all.push(course);
    }
  }
}

/** What a round knows of those before it, and of an earlier run. */
interface Before {
  readonly courses: Courses;
  readonly earlier: ReadonlyMap<number, Trial>;
  readonly best: Trial | undefined;
}

/** The trials of one round: seed by seed, so that those that lose the race stop early. */
class Round {
  readonly #plan: StudyPlan;
  readonly #port: StudyPort;
  readonly #before: Before;
  readonly #signal: AbortSignal | undefined;

  constructor(plan: StudyPlan, port: StudyPort, before: Before, signal: AbortSignal | undefined) {
    this.#plan = plan;
    this.#port = port;
    this.#before = before;
    this.#signal = signal;
  }

  async run(trials: readonly Trial[]): Promise<Trial[]> {
    let all = [...trials];
    for (const trial of all) if (trial.state === 'running') this.#port.changed?.(trial);
    for (const seed of this.#plan.seeds) {
      const before = all;
      all = await Promise.all(
        before.map((trial) => (trial.state === 'running' ? this.#train(trial, seed) : trial)),
      );
      if (this.#plan.pruning.seeds) all = this.#race(all);
      if (seed === this.#plan.seeds.at(-1)) all = all.map(completed);
      for (const [i, trial] of all.entries()) if (trial !== before[i]) this.#port.changed?.(trial);
    }
    return all;
  }

  async #train(trial: Trial, seed: number): Promise<Trial> {
    try {
      const known = this.#before.earlier.get(trial.number)?.results.find((one) => one.seed === seed);
      const result = known ?? (await this.#result(trial, seed));
      const results = [...trial.results, result];
      return pruned({ ...trial, results, value: meanLoss(results) }, result.cut);
    } catch (error) {
      if (this.#signal?.aborted) throw error;
      return { ...trial, state: 'failed', value: undefined, failure: (error as Error).message };
    }
  }

  async #result({ number, point }: Trial, seed: number): Promise<SeedResult> {
    const { epochs } = this.#plan.pruning;
    const watch = new Watch(epochs, this.#before.courses.of(seed));
    const request = this.#plan.request(point, seed);
    const isEnough = (record: EpochRecord) => watch.see(record, request.experiment.training.epochs);
    const training = await this.#port.train({ ...request, isEnough }, this.#signal);
    const result = {
      ...seedResult(training),
      ...(epochs !== 'none' && { course: watch.course }),
      ...(watch.why && { cut: watch.why }),
    };
    this.#port.trained?.(number, result, training);
    return result;
  }

  #race(all: readonly Trial[]): Trial[] {
    const running = all.filter(({ state }) => state === 'running');
    const leader = [this.#before.best, ...running].reduce((best, trial) =>
      best === undefined || (trial !== undefined && leads(trial, best)) ? trial : best,
    );
    const losses = (trial: Trial) => trial.results.map(({ validationLoss }) => validationLoss);
    return all.map((trial) =>
      trial.state === 'running' && leader && trial !== leader && isBeaten(losses(trial), losses(leader))
        ? pruned(trial, 'beaten')
        : trial,
    );
  }
}

const completed = (trial: Trial): Trial =>
  trial.state === 'running' ? { ...trial, state: 'complete' } : trial;

/** On the seeds that both have. */
function leads(one: Trial, other: Trial): boolean {
  const count = Math.min(one.results.length, other.results.length);
  return meanLoss(one.results.slice(0, count))! < meanLoss(other.results.slice(0, count))!;
}

function pruned(trial: Trial, why: PruneReason | undefined): Trial {
  const reason = Number.isFinite(trial.value) ? why : 'diverged';
  return reason === undefined ? trial : { ...trial, state: 'pruned', why: reason };
}

/** The mean validation loss; undefined without results. */
export function meanLoss(results: readonly SeedResult[]): number | undefined {
  if (results.length === 0) return undefined;
  return results.reduce((sum, { validationLoss }) => sum + validationLoss, 0) / results.length;
}

/** What a study keeps of a training. */
export function seedResult({ seed, best, diverged }: TrainingResult): SeedResult {
  const loss = choosingLoss(best);
  const { testLoss, testScore, trainLoss, epoch } = best;
  // The untrained network is no result.
  const validationLoss = epoch > 0 && Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
  return { seed, validationLoss, testLoss, testScore, trainLoss, epoch, diverged };
}

/** Follows one training to its checkpoints. */
class Watch {
  readonly course: number[] = [];
  why: SeedResult['cut'];
  #least = Number.POSITIVE_INFINITY;

  readonly #kind: Pruning['epochs'];
  readonly #earlier: readonly Course[];

  constructor(kind: Pruning['epochs'], earlier: readonly Course[]) {
    this.#kind = kind;
    this.#earlier = earlier;
  }

  /** True: the training is not worth going on with. */
  see(record: EpochRecord, epochs: number): boolean {
    const loss = choosingLoss(record);
    if (loss < this.#least) this.#least = loss;
    const checkpoints = checkpointsOf(this.#kind);
    while (
      this.course.length < checkpoints.length &&
      record.epoch >= checkpoints[this.course.length]! * epochs
    ) {
      const isEnded = isEndedAt(this.#kind, this.course.length, this.#least, this.#earlier);
      this.course.push(this.#least);
      if (!isEnded) continue;
      this.why = this.#kind === 'median' ? 'median' : 'rung';
      return true;
    }
    return false;
  }
}
