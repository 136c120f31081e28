import * as l10n from '@vscode/l10n';
import type { PruneReason, SeedResult, Trial } from '../study';
import { JournalError } from './journal';
import { LeaseKeeper } from './lease-keeper';
import type { JsonObject } from './python-json';
import type { Outcome, StudyJournal } from './study-journal';
import type { StudyTrial } from './study-trial';

/**
 * Writes a study down as it runs, and gives what an earlier run of it has come to. A study numbers its trials by itself;
 * the journal counts those of other writers as well.
 */
export class StudyRecord {
  /** Of each trial its number in the journal, and everything that is written of it so far. */
  readonly #begun = new Map<number, Promise<number>>();
  readonly #written = new Map<number, number>();
  readonly #keeper: LeaseKeeper;
  /** Numbers in the journal of the trials that the study had when it was opened, by its own numbers. */
  readonly #earlier: readonly number[];
  #last: Promise<unknown> = Promise.resolve();
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
    this.#earlier = this.#own().map(({ number }) => number);
  }

  /** What earlier runs have come to: for `runStudy`. */
  get history(): Trial[] {
    return this.#own().flatMap((trial, number) => historic(trial, number) ?? []);
  }

  #own(): StudyTrial[] {
    return this.#study.trials.filter(({ origin }) => origin !== undefined);
  }

  /** A trial has begun, got a result, or ended. */
  changed(trial: Trial): void {
    const begun = this.#begun.get(trial.number) ?? this.#begin(trial);
    this.#begun.set(trial.number, begun);
    const from = this.#written.get(trial.number) ?? 0;
    this.#written.set(trial.number, trial.results.length);
    const written = begun.then((number) => this.#write(number, trial, from));
    this.#last = Promise.allSettled([this.#last, written]);
    written.catch((error: unknown) => this.#fail(error));
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

  async #write(number: number, trial: Trial, from: number): Promise<void> {
    const writes: Promise<unknown>[] = trial.results
      .slice(from)
      .map((result) => this.#study.setSeed(number, result.seed, { ...result }));
    const outcome = outcomeOf(trial);
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
    await this.#last;
    const open = this.#keeper.numbers;
    for (const number of open) this.#keeper.delete(number);
    if (open.length > 0) await this.#study.release(open);
    if (this.#problem !== undefined) throw this.#problem;
  }
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

/** Undefined for one that has not ended: it is trained again. */
function historic(trial: StudyTrial, number: number): Trial | undefined {
  const { point, state, value, reason } = trial;
  if (!point || state === 'waiting' || state === 'running') return undefined;
  const results = [...trial.seeds.values()].filter(isResult);
  return {
    ...{ number, point, state, results, value },
    ...(state === 'pruned' && { why: reason as PruneReason }),
    ...(state === 'failed' && { failure: reason ?? '' }),
  };
}

const NUMBERS = ['seed', 'validationLoss', 'testLoss', 'testScore', 'trainLoss', 'epoch'] as const;

function isResult(result: JsonObject): result is JsonObject & SeedResult {
  return NUMBERS.every((name) => typeof result[name] === 'number') && typeof result.diverged === 'boolean';
}
