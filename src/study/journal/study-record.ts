import * as l10n from '@vscode/l10n';
import { meanLoss, type PruneReason, type SeedResult, type Trial } from '../study';
import { JournalError } from './journal';
import { LeaseKeeper } from './lease-keeper';
import { isObject, type Json, type JsonObject, parseJson, writeJson } from './python-json';
import type { Outcome, StudyJournal } from './study-journal';
import type { StudyTrial } from './study-trial';

/** Attribute of a study: what its best trial came to on fresh seeds. */
const FRESH = 'fresh';
/** Writes that may wait for the disk before whoever trains waits for them. */
const MOST_WAITING = 100;

/**
 * Writes a study down as it runs, and gives what an earlier run of it has come to. A study numbers its trials by itself;
 * the journal counts those of other writers as well.
 */
export class StudyRecord {
  /** Of each trial that goes on its number in the journal, and the seeds that are written of it. */
  readonly #begun = new Map<number, Promise<number>>();
  readonly #written = new Map<number, Set<number>>();
  readonly #keeper: LeaseKeeper;
  /** Numbers in the journal of the trials that the study had when it was opened, by its own numbers. */
  readonly #earlier: readonly number[];
  readonly #fresh: SeedResult[];
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
    const own = this.#own();
    this.#earlier = own.map(({ number }) => number);
    for (const [number, { seeds }] of own.entries()) this.#written.set(number, new Set(seeds.keys()));
    this.#fresh = freshOf(study);
  }

  /** What earlier runs have come to, with the seeds of trials that they have not ended: for `runStudy`. */
  get history(): Trial[] {
    return this.#own().flatMap((trial, number) => historic(trial, number) ?? []);
  }

  /** What the best trial came to on fresh seeds. */
  get fresh(): readonly SeedResult[] {
    return this.#fresh;
  }

  /** Of trials that have ended, from their beginning to their end. */
  get seconds(): Map<number, number> {
    return new Map(
      this.#own().flatMap(({ startedAt, endedAt }, number): [number, number][] =>
        startedAt === undefined || endedAt === undefined ? [] : [[number, (endedAt - startedAt) / 1000]],
      ),
    );
  }

  #own(): StudyTrial[] {
    return this.#study.trials.filter(({ origin }) => origin !== undefined);
  }

  /** A trial has begun, got a result, or ended. */
  changed(trial: Trial): void {
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
  freshTrained(result: SeedResult): void {
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

  async #begin({ number: own, point }: Trial): Promise<number> {
    const earlier = this.#earlier[own];
    if (earlier === undefined) {
      const [number] = await this.#study.begin([point], this.#origin);
      this.#keeper.add(number!);
      return number!;
    }
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

/** As it is read again from a file. */
const plain = (value: unknown): Json => parseJson(writeJson(value));

function freshOf(study: StudyJournal): SeedResult[] {
  const fresh = study.attribute(FRESH);
  return Array.isArray(fresh) ? fresh.filter(isResult) : [];
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
  if (state === 'waiting' || state === 'running')
    return { number, point, state: 'running', results, value: meanLoss(results) };
  return {
    ...{ number, point, state, results, value },
    ...(state === 'pruned' && { why: reason as PruneReason }),
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
