import * as l10n from '@vscode/l10n';
import { append } from '../core/lists';
import type { Point } from '../core/search/distribution';
import type { PastTrial, Sampler } from '../core/search/sampler';
import { choosingLoss, type EpochRecord } from '../core/trainer-types';
import { sameJson } from '../experiment/same-json';
import { deferred } from './deferred';
import { type Course, checkpointsFor, isBeaten, type Pruning, Watch } from './pruning';
import type { TrainingRequest, TrainingResult } from './training';

/**
 * Why a trial was ended before all its seeds were trained to the end: the best trial is clearly better on the same seeds;
 * it was worse than the median of earlier trials at the same epoch; it was not among the best third at a rung of
 * successive halving; its loss was never a finite number.
 */
export const PRUNE_REASONS = ['beaten', 'median', 'rung', 'diverged'] as const;
export type PruneReason = (typeof PRUNE_REASONS)[number];

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
  /** Another program has added it. */
  readonly isOthers?: true;
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
  /** Trials that are proposed together; left out: {@link ROUND}. */
  readonly round?: number | undefined;
  /** What is trained at a point. */
  request(point: Point, seed: number): TrainingRequest;
}

/** The trials that other programs add to a study while it goes on. */
export interface Others {
  /**
   * Those that have ended and may be known to the round that begins with trial `own`, counted among the study's own, as
   * trials numbered from `first` on. The same as before where an earlier run has begun that round. Asked once before each.
   */
  before(own: number, first: number): Promise<readonly Trial[]>;
  /** Has those evaluated that other programs ask for, until as many as are left have ended, or until the signal. */
  proposed(work: ProposedWork, signal: AbortSignal): Promise<void>;
  /** None is evaluated any more: who waits for one is told so. */
  letGo(): void;
}

/** What becomes of other programs' trials where they propose. */
export interface ProposedWork {
  /** The trial is running and has the results of an earlier run. */
  evaluate(trial: Trial, signal: AbortSignal): Promise<Trial>;
  /** One that its own program has ended. */
  join(trial: Trial): void;
  /** How many more there may be. */
  left(): number;
}

export interface StudyPort {
  train(request: TrainingRequest, signal?: AbortSignal): Promise<TrainingResult>;
  /** How many trainings can go on at once, as far as is known by now; left out, or 0: no more than a round has. */
  places?(): number;
  /** Left out: the study is its own alone. */
  readonly others?: Others | undefined;
  /** A trial that another program has ended was taken in. */
  joined?(trial: Trial): void;
  /** A trial has begun, got a result, or ended; in the order of the trials within a round. */
  changed?(trial: Trial): void;
  /** A training has ended: at once, and in no order. Not called for what is taken over from an earlier run. */
  trained?(trial: number, result: SeedResult, training: TrainingResult): void;
}

/**
 * Trials that are proposed together, where a study does not say how many. Each round knows all rounds before it and
 * nothing of itself, so that the trials are the same however many threads train them.
 */
export const ROUND = 8;

const NONE: readonly SeedResult[] = [];

/**
 * Runs a study and resolves to its trials. `history` is what an earlier run of the same plan came to: trials that it
 * ended are taken over, and of the others the seeds that they were trained on. What other programs add is taken in
 * between rounds; it does not count among the plan's trials. Rejects with the signal's reason, or an
 * {@link OtherPlanError}.
 */
export async function runStudy(
  plan: StudyPlan,
  port: StudyPort,
  { history = [], signal }: { history?: readonly Trial[]; signal?: AbortSignal | undefined } = {},
): Promise<Trial[]> {
  const known = new Known();
  const earlier = history.filter(({ isOthers }) => !isOthers);
  const rounds = new Rounds(plan, port);
  for (let own = 0; ; ) {
    signal?.throwIfAborted();
    const others = (await port.others?.before(own, known.trials.length)) ?? [];
    for (const trial of others) port.joined?.(trial);
    known.add(others);
    if (own >= plan.trials) break;
    const first = known.trials.length;
    const points = plan.sampler.propose(Math.min(plan.round ?? ROUND, plan.trials - own), known.past);
    if (points.length === 0) break;
    const before = points.flatMap((_, i) => renumbered(earlier[own + i], first + i));
    const begun = points.map((point, i) => taken(before[i], point) ?? open(first + i, point));
    known.begin(begun);
    const round = new Round(plan, port, known, before, signal, rounds.counting(begun));
    own += points.length;
    await rounds.room(
      round.run(begun).then((ended) => known.end(ended)),
      own >= plan.trials,
    );
  }
  await rounds.over();
  return known.trials;
}

/**
 * The rounds that go on. Where nothing that came before can change a round, neither its points nor how its trainings
 * end, it need not wait: it begins as soon as there is a place for a trial.
 */
class Rounds {
  readonly #places: () => number;
  readonly #running = new Set<Promise<void>>();
  /** Trials that go on. */
  #trials = 0;
  /** Resolves when a trial has ended. */
  #ended = deferred<void>();

  constructor({ sampler, pruning }: StudyPlan, { places = () => 0 }: StudyPort) {
    const isFree = sampler.isBlind === true && !pruning.seeds && pruning.epochs === 'none';
    this.#places = () => (isFree ? places() : 0);
  }

  /** Counts trials that begin; what it returns is called when one of them ends. */
  counting(trials: readonly Trial[]): () => void {
    this.#trials += trials.filter(({ state }) => state === 'running').length;
    return () => {
      this.#trials -= 1;
      this.#ended.resolve();
      this.#ended = deferred();
    };
  }

  /** Resolves when a further round may begin. Rejects as soon as one of those that go on does. */
  async room(round: Promise<void>, isLast: boolean): Promise<void> {
    this.#running.add(round);
    round.then(
      () => this.#running.delete(round),
      () => {},
    );
    while (this.#running.size > 0 && (isLast || this.#trials >= this.#places()))
      await Promise.race([this.#ended.promise, ...this.#running]);
  }

  async over(): Promise<void> {
    await Promise.all(this.#running);
  }
}

const renumbered = (trial: Trial | undefined, number: number): Trial[] =>
  trial ? [{ ...trial, number }] : [];

/**
 * Evaluates what other programs propose, until a study has as many trials as its plan; each is held against those that
 * have ended by then. Rejects as {@link runStudy} does.
 */
export async function runProposed(
  plan: Omit<StudyPlan, 'sampler'>,
  port: StudyPort & { readonly others: Others },
  { history, signal, isLate }: { history: readonly Trial[]; signal: AbortSignal; isLate: () => boolean },
): Promise<Trial[]> {
  const known = new Known();
  known.add(history.filter(({ state }) => state !== 'running'));
  const work: ProposedWork = {
    async evaluate(trial, stopping) {
      const round = new Round(plan, port, known, [trial], stopping);
      const [ended] = await round.run([open(trial.number, trial.point, trial.isOthers)]);
      known.add([ended!]);
      return ended!;
    },
    join(trial) {
      known.add([trial]);
      port.joined?.(trial);
    },
    left: () => (isLate() ? 0 : plan.trials - known.trials.length),
  };
  await port.others.proposed(work, signal);
  signal.throwIfAborted();
  return known.trials;
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

const open = (number: number, point: Point, isOthers?: true): Trial => ({
  ...{ number, point, state: 'running', results: NONE, value: undefined },
  ...(isOthers && { isOthers }),
});

/** The complete trial with the least value. */
export function bestOf(trials: readonly Trial[]): Trial | undefined {
  const complete = trials.filter(({ state }) => state === 'complete');
  return complete.reduce<Trial | undefined>(
    (best, trial) => (best === undefined || trial.value! < best.value! ? trial : best),
    undefined,
  );
}

/** The trials of rounds, and what is known of those that are over. */
class Known {
  readonly trials: Trial[] = [];
  /** As samplers see them. */
  readonly past: PastTrial[] = [];
  /** The best that was trained here: others can be raced against it. */
  best: Trial | undefined;
  /** What later trainings are held against, by seed. */
  readonly #courses = new Map<number, Course[]>();

  courses(seed: number): readonly Course[] {
    return this.#courses.get(seed) ?? [];
  }

  /** Those of a round, whose numbers are the next ones. */
  begin(trials: readonly Trial[]): void {
    append(this.trials, trials);
    append(this.past, trials.map(pastOf));
  }

  end(trials: readonly Trial[]): void {
    for (const trial of trials) {
      this.trials[trial.number] = trial;
      this.past[trial.number] = pastOf(trial);
    }
    this.#learn(trials);
  }

  add(trials: readonly Trial[]): void {
    this.begin(trials);
    this.#learn(trials);
  }

  #learn(trials: readonly Trial[]): void {
    this.best = bestOf([
      ...(this.best ? [this.best] : []),
      ...trials.filter(({ results }) => results.length > 0),
    ]);
    for (const { seed, course } of trials.flatMap(({ results }) => results)) {
      if (!course) continue;
      const all = this.#courses.get(seed) ?? [];
      this.#courses.set(seed, all);
      all.push(course);
    }
  }
}

/** The trials of one round: where they race, seed by seed, so that those that lose stop early. */
class Round {
  readonly #plan: Omit<StudyPlan, 'sampler'>;
  readonly #port: StudyPort;
  readonly #known: Known;
  /** What an earlier run has come to of these trials. */
  readonly #earlier: ReadonlyMap<number, Trial>;
  readonly #signal: AbortSignal | undefined;
  /** Hears of each trial that has trained all its seeds. */
  readonly #ended: () => void;

  constructor(
    plan: Omit<StudyPlan, 'sampler'>,
    port: StudyPort,
    known: Known,
    earlier: readonly Trial[],
    signal: AbortSignal | undefined,
    ended: () => void = () => {},
  ) {
    this.#ended = ended;
    this.#plan = plan;
    this.#port = port;
    this.#known = known;
    this.#earlier = new Map(earlier.map((trial) => [trial.number, trial]));
    this.#signal = signal;
  }

  async run(trials: readonly Trial[]): Promise<Trial[]> {
    let all = [...trials];
    for (const trial of all) if (trial.state === 'running') this.#port.changed?.(trial);
    const { seeds, pruning } = this.#plan;
    // Without a race no trial waits for the others before its next seed.
    const ahead = pruning.seeds ? undefined : all.map((trial) => this.#trainAll(trial));
    for (const [at, seed] of seeds.entries()) {
      const before = all;
      all = await Promise.all(before.map((trial, i) => ahead?.[i]?.[at] ?? this.#train(trial, seed)));
      if (pruning.seeds) all = this.#race(all);
      if (at === seeds.length - 1) all = all.map(completed);
      for (const [i, trial] of all.entries()) if (trial !== before[i]) this.#port.changed?.(trial);
    }
    return all;
  }

  /** What a trial is after each seed. */
  #trainAll(trial: Trial): Promise<Trial>[] {
    let last = Promise.resolve(trial);
    const all = this.#plan.seeds.map((seed) => {
      last = last.then((before) => this.#train(before, seed));
      // Whoever waits for an earlier seed hears of it.
      last.catch(() => {});
      return last;
    });
    if (trial.state === 'running') last.then(this.#ended, () => {});
    return all;
  }

  async #train(trial: Trial, seed: number): Promise<Trial> {
    if (trial.state !== 'running') return trial;
    try {
      const known = this.#earlier.get(trial.number)?.results.find((one) => one.seed === seed);
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
    const request = this.#plan.request(point, seed);
    const checkpoints = checkpointsFor(epochs, request.experiment.training.epochs, this.#known.courses(seed));
    const watch = new Watch(checkpoints);
    const isEnough = (record: EpochRecord) => watch.see(record);
    const training = await this.#port.train({ ...request, checkpoints, isEnough }, this.#signal);
    const result = {
      ...seedResult(training),
      ...(epochs !== 'none' && { course: watch.course }),
      ...(watch.isCut && { cut: epochs === 'median' ? ('median' as const) : ('rung' as const) }),
    };
    this.#port.trained?.(number, result, training);
    return result;
  }

  #race(all: readonly Trial[]): Trial[] {
    const running = all.filter(({ state }) => state === 'running');
    const leader = [this.#known.best, ...running].reduce((best, trial) =>
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
