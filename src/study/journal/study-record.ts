import * as l10n from '@vscode/l10n';
import { valueAtShare } from '../../core/search/distribution';
import type { FreshResult } from '../search';
import {
  meanLoss,
  type Others,
  PRUNE_REASONS,
  type ProposedWork,
  type SeedResult,
  type Trial,
} from '../study';
import { JournalError } from './journal';
import { LeaseKeeper } from './lease-keeper';
import { optunaScript } from './optuna-script';
import { evaluateProposals } from './proposals';
import { isObject, type Json, type JsonObject, parseJson, writeJson } from './python-json';
import { isOver } from './replay';
import type { Outcome, StudyJournal } from './study-journal';
import type { StudyTrial } from './study-trial';

/** Attribute of a study: what its best trial, and those that were it before, came to on fresh seeds. */
const FRESH = 'fresh';
/** Writes that may wait for the disk before whoever trains waits for them. */
const MOST_WAITING = 100;

/** How many trials of other programs are evaluated side by side. */
const AT_ONCE = 8;

/**
 * Writes a study down as it runs, gives what an earlier run of it has come to, and what other programs add. A study
 * numbers its trials in the order in which it came to know them; the journal in that in which they were begun.
 */
export class StudyRecord implements Others {
  /** Of each trial that goes on its number in the journal, and the seeds that are written of it. */
  readonly #begun = new Map<number, Promise<number>>();
  readonly #written = new Map<number, Set<number>>();
  readonly #keeper: LeaseKeeper;
  /** Numbers in the journal of the study's own trials when it was opened. */
  readonly #earlier: readonly number[];
  /** Trials of other programs that rounds know, those that have not ended yet, and up to where was looked for them. */
  readonly #joined = new Set<number>();
  #open: readonly number[] = [];
  #looked = 0;
  /** What the first trial of the round is to be written with. */
  #joining: readonly number[] = [];
  /** How many of them stand before the trials of the round. */
  #others = 0;
  /** Whoever evaluates proposals writes them down. */
  #isProposed = false;
  readonly #fresh: FreshResult[];
  /** Writes that are not on the disk yet, and who waits for that. */
  #waiting = 0;
  #heard: (() => void)[] = [];
  #problem: unknown;

  readonly #study: StudyJournal;
  readonly #origin: string;
  readonly #onProblem: (error: unknown) => void;

  /**
   * @param origin who proposes, as the name of a sampler
   * @param onProblem something could not be written, as on a full disk; {@link close} rejects with the first
   */
  constructor(study: StudyJournal, origin: string, onProblem: (error: unknown) => void = () => {}) {
    this.#study = study;
    this.#origin = origin;
    this.#onProblem = onProblem;
    this.#keeper = new LeaseKeeper(study, (error) => this.#fail(error));
    this.#earlier = study.trials.filter(isOwn).map(({ number }) => number);
    this.#fresh = freshOf(study);
  }

  /** Python with which a person's own Optuna proposes until there are so many trials. */
  script(trials: number): string {
    const { path, setup } = this.#study;
    const { name: study, parameters } = setup;
    return optunaScript({ journal: path, study, parameters, trials, hasLinks: process.platform !== 'win32' });
  }

  /**
   * What earlier runs have come to, with the seeds of trials that they have not ended: for `runStudy`. Those of other
   * programs stand where they were taken in, then those that no round knows.
   */
  get history(): Trial[] {
    return this.#known().flatMap((trial, number) => historic(trial, number) ?? []);
  }

  /** Of trials that have ended, from their beginning to their end. */
  get seconds(): Map<number, number> {
    return new Map(
      this.#known().flatMap(({ startedAt, endedAt }, number): [number, number][] =>
        startedAt === undefined || endedAt === undefined ? [] : [[number, (endedAt - startedAt) / 1000]],
      ),
    );
  }

  #known(): StudyTrial[] {
    const { trials } = this.#study;
    const known = new Set<StudyTrial>();
    for (const own of trials.filter(isOwn)) {
      for (const number of own.joined) if (trials[number]) known.add(trials[number]);
      known.add(own);
    }
    for (const trial of trials) if (isKnowable(trial)) known.add(trial);
    return [...known].filter((trial) => isOwn(trial) || isKnowable(trial));
  }

  async before(own: number, first: number): Promise<Trial[]> {
    const earlier = this.#earlier[own];
    if (earlier === undefined) await this.#study.refresh();
    const numbers = earlier === undefined ? this.#newlyEnded() : this.#study.trial(earlier).joined;
    this.#joining = earlier === undefined ? numbers : [];
    for (const number of numbers) this.#joined.add(number);
    const trials = numbers
      .filter((number) => number < this.#study.count)
      .map((number) => this.#study.trial(number))
      .filter(isKnowable);
    this.#others = first + trials.length - own;
    return trials.map((trial, i) => historic(trial, first + i)!);
  }

  /** Numbers of other programs' trials that have ended and that no round knows. */
  #newlyEnded(): number[] {
    const { count } = this.#study;
    const numbers = [
      ...this.#open,
      ...Array.from({ length: count - this.#looked }, (_, i) => this.#looked + i),
    ];
    this.#looked = count;
    const others = numbers
      .filter((number) => !this.#joined.has(number))
      .map((number) => this.#study.trial(number))
      .filter((trial) => !isOwn(trial));
    this.#open = others.filter(({ state }) => !isOver({ state })).map(({ number }) => number);
    return others.filter(isKnowable).map(({ number }) => number);
  }

  async proposed({ evaluate, join, left }: ProposedWork, signal: AbortSignal): Promise<void> {
    this.#isProposed = true;
    const known = this.#known();
    const numbers = new Map(known.map(({ number }, at) => [number, at]));
    for (const { number } of known) this.#joined.add(number);
    const numberOf = ({ number }: StudyTrial) => {
      this.#joined.add(number);
      if (!numbers.has(number)) numbers.set(number, numbers.size);
      return numbers.get(number)!;
    };
    const run = async (claimed: StudyTrial, stopping: AbortSignal) => {
      const number = numberOf(claimed);
      this.#begun.set(number, Promise.resolve(claimed.number));
      this.#written.set(number, new Set(claimed.seeds.keys()));
      const trial = await evaluate(historic(claimed, number)!, stopping);
      // Its last seeds stand before its end.
      await this.#atMost(0);
      return { outcome: outcomeOf(trial)!, results: new Map<number, JsonObject>() };
    };
    // Optuna counts those as well that can be no trials of the study.
    let unusable = 0;
    await evaluateProposals(this.#study, run, {
      ...{ atOnce: AT_ONCE, signal, left: () => left() - unusable },
      // What a person leaves out who enqueues a trial.
      complete: ({ distribution }) => valueAtShare(distribution, 0.5),
      onRefreshed: () => {
        const trials = this.#newlyEnded().map((number) => this.#study.trial(number));
        for (const trial of trials) join(historic(trial, numberOf(trial))!);
        const isUnusable = (trial: StudyTrial) => isOver(trial) && !numbers.has(trial.number);
        unusable = this.#study.trials.filter(isUnusable).length;
      },
      onFailed: (trials) => {
        for (const { number, reason } of trials) this.#onProblem(new UnusableTrialError(number, reason!));
      },
    });
  }

  /** Lets programs go that wait for a trial: the study is over. */
  letGo(): void {
    this.#write(this.#study.refresh().then(() => this.#study.failOpen(l10n.t('The study is over.'))));
  }

  /** What came of fresh seeds, also at points that are not the best any more. */
  get fresh(): readonly FreshResult[] {
    return this.#fresh;
  }

  /** A trial has begun, got a result, or ended. */
  changed(trial: Trial): void {
    if (this.#isProposed) return;
    const { number } = trial;
    const begun = this.#begun.get(number) ?? this.#begin(trial);
    this.#begun.set(number, begun);
    const results = trial.results.filter(({ seed }) => this.#isNew(number, seed));
    const outcome = outcomeOf(trial);
    if (outcome) {
      this.#begun.delete(number);
      this.#written.delete(number);
    }
    this.#write(begun.then((inJournal) => this.#told(inJournal, results, outcome)));
  }

  /** A trial that goes on has got a result, which is kept although the others of its round are not so far. */
  trained(number: number, result: SeedResult): void {
    const begun = this.#begun.get(number);
    if (!begun || !this.#isNew(number, result.seed)) return;
    this.#write(begun.then((inJournal) => this.#told(inJournal, [result], undefined)));
  }

  /** The best trial was trained on a fresh seed. */
  freshTrained(result: FreshResult): void {
    this.#fresh.push(result);
    this.#write(this.#study.setAttribute(FRESH, plain(this.#fresh)));
  }

  /** Keeps something of the study beside its trials, such as how it has ended. */
  note(name: string, value: Json): void {
    this.#write(this.#study.setAttribute(name, value));
  }

  #isNew(number: number, seed: number): boolean {
    const written = this.#written.get(number) ?? new Set();
    this.#written.set(number, written);
    return !written.has(seed) && !!written.add(seed);
  }

  #write(written: Promise<unknown>): void {
    this.#waiting += 1;
    void written
      .catch((error: unknown) => this.#fail(error))
      .then(() => {
        this.#waiting -= 1;
        for (const hear of this.#heard.splice(0)) hear();
      });
  }

  /** Resolves when the disk has kept up: trainings that end faster than it writes would fill the memory. */
  room(): Promise<void> {
    return this.#atMost(MOST_WAITING);
  }

  async #atMost(count: number): Promise<void> {
    while (this.#waiting > count) await new Promise<void>((resolve) => this.#heard.push(resolve));
  }

  async #begin({ number, point }: Trial): Promise<number> {
    const earlier = this.#earlier[number - this.#others];
    if (earlier === undefined) {
      const joined = this.#joining;
      this.#joining = [];
      const [begun] = await this.#study.begin([point], this.#origin, joined);
      this.#keeper.add(begun!);
      return begun!;
    }
    this.#written.set(number, new Set(this.#study.trial(earlier).seeds.keys()));
    if (!(await this.#study.reclaim(earlier)))
      throw new JournalError(l10n.t('{0}: another window runs this study.', this.#study.path));
    this.#keeper.add(earlier);
    return earlier;
  }

  async #told(number: number, results: readonly SeedResult[], outcome: Outcome | undefined): Promise<void> {
    const writes: Promise<unknown>[] = results.map((result) =>
      this.#study.setSeed(number, result.seed, plain(result) as JsonObject),
    );
    if (outcome) {
      this.#keeper.delete(number);
      writes.push(this.#study.tell(number, outcome));
    }
    await Promise.all(writes);
  }

  #fail(error: unknown): void {
    this.#problem ??= error;
    this.#onProblem(error);
  }

  /**
   * Resolves when everything is written; trials that have not ended wait for the next run.
   * @throws the first problem.
   */
  async close(): Promise<void> {
    await this.#atMost(0);
    const open = this.#keeper.numbers;
    for (const number of open) this.#keeper.delete(number);
    if (open.length > 0) await this.#study.release(open);
    if (this.#problem !== undefined) throw this.#problem;
  }
}

const isOwn = ({ origin }: StudyTrial): boolean => origin !== undefined;

/** Whether it is another program's that has come to its end at a point of the study. */
function isKnowable(trial: StudyTrial): boolean {
  const { point, state, value = Number.NaN } = trial;
  if (isOwn(trial) || !point || !isOver({ state })) return false;
  return state !== 'complete' || value > Number.NEGATIVE_INFINITY;
}

/** A trial that another program has begun cannot be evaluated; the study goes on. */
export class UnusableTrialError extends Error {
  constructor(number: number, reason: string) {
    super(l10n.t('Trial {0} of the journal cannot be evaluated. {1}', number, reason));
  }
}

/** As it is read again from a file. */
const plain = (value: unknown): Json => parseJson(writeJson(value));

function freshOf(study: StudyJournal): FreshResult[] {
  const fresh = study.attribute(FRESH);
  if (!Array.isArray(fresh)) return [];
  return fresh.filter((one): one is JsonObject & FreshResult => isResult(one) && isObject(one.of));
}

/** Undefined for a trial that runs. */
function outcomeOf({ state, value, why, failure }: Trial): Outcome | undefined {
  switch (state) {
    case 'running':
      return undefined;
    case 'complete':
      return { state, value: value ?? Number.POSITIVE_INFINITY };
    case 'pruned':
      return { state, reason: why ?? '', value };
    case 'failed':
      return { state, reason: failure ?? '' };
  }
}

/** One that has not ended is running, with what its seeds came to. Undefined for what is no point of the study. */
function historic(trial: StudyTrial, number: number): Trial | undefined {
  const { point, state, value, reason } = trial;
  if (!point) return undefined;
  const results = [...trial.seeds.values()].filter(isResult);
  const common = { number, point, results, ...(!isOwn(trial) && { isOthers: true as const }) };
  if (state === 'waiting' || state === 'running')
    return { ...common, state: 'running', value: meanLoss(results) };
  const why = PRUNE_REASONS.find((known) => known === reason);
  return {
    ...{ ...common, state, value },
    ...(state === 'pruned' && why && { why }),
    ...(state === 'failed' && { failure: reason ?? '' }),
  };
}

const NUMBERS = ['seed', 'validationLoss', 'testLoss', 'testScore', 'trainLoss', 'epoch'] as const;

function isResult(result: Json): result is JsonObject & SeedResult {
  return (
    isObject(result) &&
    NUMBERS.every((name) => typeof result[name] === 'number') &&
    typeof result.diverged === 'boolean' &&
    (result.course === undefined || Array.isArray(result.course))
  );
}
