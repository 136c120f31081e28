import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import * as l10n from '@vscode/l10n';
import { existsAt, type Point } from '../../core/search/distribution';
import type { PastTrial } from '../../core/search/sampler';
import { writeDomain } from './domain';
import { type Complete, missingParameters } from './enqueued';
import { Journal, JournalError, type JournalOptions, type Write } from './journal';
import { isInForce, type Lease, readLease, writeLease } from './lease';
import type { Fault } from './ledger';
import { type CreateTrial, Op, type Operation, TrialState, writeTime } from './operations';
import { type Json, tryJson, writeJson } from './python-json';
import { isOver, type JournalStudy, type JournalTrial, type Replay } from './replay';
import { Attribute, readSetup, type StudySetup, writeSetup } from './setup';
import { Space } from './space';
import { type SeedResult, type StudyTrial, viewOf } from './study-trial';

const MINIMIZE = 1;
const LEASE_MILLISECONDS = 60_000;

/** How a trial ends. */
export type Outcome =
  /** Infinity is a value; NaN is none, and a trial that came to it has failed. */
  | { readonly state: 'complete'; readonly value: number }
  /** Left out, its value is the last intermediate value. */
  | { readonly state: 'pruned'; readonly reason: string; readonly value?: number | undefined }
  | { readonly state: 'failed'; readonly reason: string };

/** A trial to evaluate. */
export interface ClaimedTrial extends StudyTrial {
  readonly point: Point;
}

export interface StudyJournalOptions extends Pick<JournalOptions, 'lock'> {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * A study of this program in an Optuna journal. Other windows, machines and Optuna itself may write to it at the same
 * time: every decision is made on its newest state, under its lock.
 */
export class StudyJournal {
  readonly #worker = randomUUID();
  readonly #space: Space;
  /** Of trials that lack parameters: since when nothing has happened to them. */
  readonly #still = new WeakMap<JournalTrial, { version: number; since: number }>();
  readonly #views = new WeakMap<JournalTrial, { version: number; view: StudyTrial }>();

  readonly #journal: Journal;
  readonly #now: () => number;

  private constructor(
    journal: Journal,
    readonly setup: StudySetup,
    now: () => number,
  ) {
    this.#journal = journal;
    this.#now = now;
    this.#space = new Space(setup.parameters);
  }

  /**
   * Begins a study, in a new journal or in one that has others.
   * @throws JournalError where there is a study of this name; RangeError for a choice without choices.
   */
  static async create(
    path: string,
    setup: StudySetup,
    options: StudyJournalOptions = {},
  ): Promise<StudyJournal> {
    const journal = await Journal.open(path, { ...options, isNew: true });
    const study = new StudyJournal(journal, setup, options.now ?? Date.now);
    await journal.transact((write, replay) => {
      if (replay.study(setup.name))
        throw new JournalError(l10n.t('{0} has a study “{1}” already.', path, setup.name));
      write({ op_code: Op.createStudy, study_name: setup.name, directions: [MINIMIZE] });
      writeSetup(write, replay.study(setup.name)!.id, setup);
    });
    return study;
  }

  /**
   * Opens a study of this program; without a name the first.
   * @throws JournalError
   */
  static async open(path: string, name?: string, options: StudyJournalOptions = {}): Promise<StudyJournal> {
    const journal = await Journal.open(path, options);
    for (const study of journal.replay.studies) {
      const setup = name === undefined || study.name === name ? readSetup(study) : undefined;
      if (setup) return new StudyJournal(journal, setup, options.now ?? Date.now);
    }
    throw new JournalError(
      name === undefined
        ? l10n.t('{0} has no study of Dropout Playground.', path)
        : l10n.t('{0} has no study “{1}” of Dropout Playground.', path, name),
    );
  }

  get path(): string {
    return this.#journal.path;
  }

  /** Lines of the journal that were passed over, at most 1,000. */
  get faults(): readonly Fault[] {
    return this.#journal.faults;
  }

  get faultCount(): number {
    return this.#journal.faultCount;
  }

  /** Takes what others have written since; whether there was something. @throws JournalError */
  refresh(): Promise<boolean> {
    return this.#journal.refresh();
  }

  /** All trials, by number; those that have not changed are the same objects as before. */
  get trials(): StudyTrial[] {
    return this.#study().trials.map((trial) => this.#view(trial));
  }

  /** How many trials there are, and that of a number below it. */
  get count(): number {
    return this.#study().trials.length;
  }

  trial(number: number): StudyTrial {
    return this.#view(this.#trial(number));
  }

  /** What samplers propose by: the trials that are points of this study, by number. */
  get history(): PastTrial[] {
    return this.trials.flatMap(({ point, value, state }) =>
      point ? [{ point, value, state: state === 'waiting' ? 'running' : state }] : [],
    );
  }

  /** An attribute of the study, as the answer it has come to. */
  attribute(name: string): Json | undefined {
    return tryJson(this.#study().userAttributes[Attribute.prefix + name]);
  }

  /** @param name none that a study begins with: format, experiment, parameters, seeds */
  setAttribute(name: string, value: Json): Promise<void> {
    return this.#journal.transact((write) =>
      write({
        op_code: Op.setStudyUserAttribute,
        study_id: this.#study().id,
        user_attr: { [Attribute.prefix + name]: writeJson(value) },
      }),
    );
  }

  /**
   * Adds trials that wait to be claimed, in this order and with nothing between them.
   * @param origin who has proposed them, as the name of a sampler
   * @returns their numbers.
   * @throws RangeError for what is no point of this study.
   */
  add(points: readonly Point[], origin: string): Promise<number[]> {
    return this.#create(points, origin, () => ({ state: TrialState.waiting, datetime_start: null }));
  }

  /**
   * Adds trials that are claimed and run from the beginning; otherwise as {@link add}.
   * @param joined trials of other programs that their round is the first to know
   */
  begin(points: readonly Point[], origin: string, joined: readonly number[] = []): Promise<number[]> {
    return this.#create(points, origin, () => ({
      datetime_start: writeTime(this.#now()),
      user_attrs: {
        [Attribute.lease]: this.#lease(),
        ...(joined.length > 0 && { [Attribute.joined]: writeJson(joined) }),
      },
    }));
  }

  async #create(
    points: readonly Point[],
    origin: string,
    begun: () => Pick<CreateTrial, 'state' | 'datetime_start' | 'user_attrs'>,
  ): Promise<number[]> {
    for (const point of points) this.#space.check(point);
    return this.#journal.transact((write) => {
      const { id, trials } = this.#study();
      const first = trials.length;
      for (const point of points) {
        const { user_attrs, ...state } = begun();
        write({
          ...{ op_code: Op.createTrial, study_id: id, ...state, ...this.#written(point) },
          user_attrs: { [Attribute.origin]: origin, ...user_attrs },
        });
      }
      return points.map((_, index) => first + index);
    });
  }

  /**
   * Claims trials to evaluate, of those that the last {@link refresh} knew, lowest numbers first: ours that wait, those whose worker was killed, and those that a
   * person's own Optuna has asked for or enqueued. One that was enqueued with a value that the study does not have is
   * told as failed. Claimed trials have to be renewed every few seconds.
   * @param complete for parameters that `enqueue_trial` was not given; without it such trials fail as well
   */
  async claim(most: number, complete?: Complete): Promise<ClaimedTrial[]> {
    if (most <= 0 || !this.#study().trials.some((trial) => this.#isOpen(trial))) return [];
    return this.#journal.transact((write) => {
      const claimed: ClaimedTrial[] = [];
      for (const trial of this.#study().trials) {
        if (claimed.length >= most) break;
        if (!this.#isOpen(trial) || !this.#begin(write, trial, complete)) continue;
        write(this.#renewal(trial));
        claimed.push(this.#view(trial) as ClaimedTrial);
      }
      return claimed;
    });
  }

  /**
   * Fails what can never be claimed of trials that other programs have begun: those with a value that the study does not
   * have, and those that lack one and to which nothing has happened for so long, as their program was ended.
   * @returns them, with the reason.
   */
  async failUnusable(patienceMilliseconds: number): Promise<StudyTrial[]> {
    const why = (trial: JournalTrial) => this.#whyUnusable(trial, patienceMilliseconds);
    if (!this.#study().trials.some(why)) return [];
    return this.#journal.transact((write) =>
      this.#study().trials.flatMap((trial) => {
        const reason = why(trial);
        if (reason === undefined) return [];
        this.#end(write, trial, { state: 'failed', reason });
        return [this.#view(trial)];
      }),
    );
  }

  /** Fails those that other programs have begun and nobody evaluates: their programs wait no longer. */
  async failOpen(reason: string): Promise<void> {
    const isLeft = (trial: JournalTrial) =>
      trial.state === 'running' &&
      trial.userAttributes[Attribute.evaluate] !== false &&
      trial.userAttributes[Attribute.origin] === undefined &&
      !isInForce(leaseOf(trial), this.#now());
    if (!this.#study().trials.some(isLeft)) return;
    await this.#journal.transact((write) => {
      for (const trial of this.#study().trials)
        if (isLeft(trial)) this.#end(write, trial, { state: 'failed', reason });
    });
  }

  #whyUnusable(trial: JournalTrial, patience: number): string | undefined {
    if (trial.state !== 'running' || trial.userAttributes[Attribute.evaluate] === false) return undefined;
    if (this.#space.pointOf(trial) || isInForce(leaseOf(trial), this.#now())) return undefined;
    const lack = this.#space.lackOf(trial);
    if ('name' in lack) return l10n.t('{0} cannot be {1} in this study.', lack.name, writeJson(lack.value));
    const still = this.#still.get(trial);
    const { version } = trial;
    if (still?.version !== version) this.#still.set(trial, { version, since: this.#now() });
    else if (this.#now() - still.since >= patience)
      return l10n.t('Its program has ended, or never gave it values for: {0}.', lack.join(', '));
    return undefined;
  }

  /**
   * Claims one trial, of an earlier run that did not come to its end.
   * @returns whether it could be: it has not ended, and nobody else evaluates it.
   */
  reclaim(number: number): Promise<boolean> {
    return this.#journal.transact((write) => {
      const trial = this.#trial(number);
      if (!this.#isMine(trial) && !(this.#isOpen(trial) && this.#begin(write, trial, undefined)))
        return false;
      write(this.#renewal(trial));
      return true;
    });
  }

  /**
   * Says that claimed trials are still evaluated.
   * @returns those that are not ours any more: another has taken or ended them.
   */
  renew(numbers: readonly number[]): Promise<number[]> {
    return this.#journal.transact((write) => {
      const trials = numbers.map((number) => this.#trial(number));
      for (const trial of trials) if (this.#isMine(trial)) write(this.#renewal(trial));
      return trials.filter((trial) => !this.#isMine(trial)).map(({ number }) => number);
    });
  }

  /** Lets claimed trials wait again, for whoever claims them next; what their seeds came to stays. */
  release(numbers: readonly number[]): Promise<void> {
    return this.#journal.transact((write) => {
      for (const trial of numbers.map((number) => this.#trial(number))) {
        if (!this.#isMine(trial)) continue;
        write({
          op_code: Op.setTrialUserAttribute,
          trial_id: trial.id,
          user_attr: { [Attribute.lease]: '' },
        });
        write({
          op_code: Op.setStateAndValues,
          trial_id: trial.id,
          state: TrialState.waiting,
          values: null,
        });
      }
    });
  }

  /** Keeps intermediate values of a trial, by epoch; a value of NaN is kept as such. Nothing once it has ended. */
  report(number: number, values: Iterable<readonly [epoch: number, value: number]>): Promise<void> {
    return this.#unlessOver(number, (write, { id }) => {
      for (const [step, value] of values)
        write({ op_code: Op.setIntermediateValue, trial_id: id, step, intermediate_value: value });
    });
  }

  /** Keeps what a seed of a trial came to. Nothing once the trial has ended. */
  setSeed(number: number, seed: number, result: SeedResult): Promise<void> {
    return this.#unlessOver(number, (write, { id }) =>
      write({
        op_code: Op.setTrialUserAttribute,
        trial_id: id,
        user_attr: { [Attribute.seed + seed]: writeJson(result) },
      }),
    );
  }

  /**
   * Ends a trial. The first to do so counts: results are the same wherever a trial is evaluated.
   * @returns whether it was this.
   * @throws RangeError for NaN.
   */
  async tell(number: number, outcome: Outcome): Promise<boolean> {
    if (outcome.state === 'complete' && Number.isNaN(outcome.value)) throw new RangeError('value: NaN');
    return this.#journal.transact((write) => {
      const trial = this.#trial(number);
      if (isOver(trial)) return false;
      this.#end(write, trial, outcome);
      return true;
    });
  }

  #unlessOver(number: number, change: (write: Write, trial: JournalTrial) => void): Promise<void> {
    return this.#journal.transact((write) => {
      const trial = this.#trial(number);
      // Optuna passes over what is done to a trial that has ended; its extension for VS Code does not.
      if (!isOver(trial)) change(write, trial);
    });
  }

  #end(write: Write, trial: JournalTrial, outcome: Outcome): void {
    if (outcome.state !== 'complete')
      write({
        op_code: Op.setTrialUserAttribute,
        trial_id: trial.id,
        user_attr: { [Attribute.reason]: outcome.reason },
      });
    const values = valuesOf(trial, outcome);
    write({
      op_code: Op.setStateAndValues,
      trial_id: trial.id,
      state: TrialState[outcome.state],
      values,
      // Optuna knows it from before; its extension for VS Code takes both moments from here.
      ...(trial.startedAt !== undefined && { datetime_start: writeTime(trial.startedAt) }),
      datetime_complete: writeTime(this.#now()),
    });
  }

  /** Whether a trial may be claimed: nobody evaluates it, and Optuna has set all its parameters or never will. */
  #isOpen(trial: JournalTrial): boolean {
    if (isOver(trial) || trial.userAttributes[Attribute.evaluate] === false) return false;
    if (trial.state === 'waiting') return true;
    return !isInForce(leaseOf(trial), this.#now()) && this.#space.pointOf(trial) !== undefined;
  }

  /** Sets what a waiting trial still lacks and lets it run; whether it can. */
  #begin(write: Write, trial: JournalTrial, complete: Complete | undefined): boolean {
    if (trial.state === 'running') return true;
    const missing = missingParameters(trial, this.#space, complete);
    const start = { state: TrialState.running, values: null, datetime_start: writeTime(this.#now()) };
    write({ op_code: Op.setStateAndValues, trial_id: trial.id, ...start });
    if (typeof missing === 'string') {
      this.#end(write, trial, { state: 'failed', reason: missing });
      return false;
    }
    for (const [name, value] of missing)
      write({
        op_code: Op.setParameter,
        trial_id: trial.id,
        param_name: name,
        param_value_internal: value,
        distribution: writeDomain(this.#space.domain(name)),
      });
    if (this.#space.pointOf(trial)) return true;
    this.#end(write, trial, { state: 'failed', reason: l10n.t('Its values do not fit this study.') });
    return false;
  }

  #isMine(trial: JournalTrial): boolean {
    return trial.state === 'running' && leaseOf(trial)?.worker === this.#worker;
  }

  #renewal({ id }: JournalTrial): Operation {
    const lease = this.#lease();
    return { op_code: Op.setTrialUserAttribute, trial_id: id, user_attr: { [Attribute.lease]: lease } };
  }

  #lease(): string {
    const until = this.#now() + LEASE_MILLISECONDS;
    return writeLease({ worker: this.#worker, host: hostname(), pid: process.pid, until });
  }

  #written(point: Point) {
    const names = this.setup.parameters
      .filter((parameter) => existsAt(parameter, point))
      .map(({ name }) => name);
    return {
      params: Object.fromEntries(names.map((name) => [name, point[name]!])),
      distributions: Object.fromEntries(names.map((name) => [name, writeDomain(this.#space.domain(name))])),
    };
  }

  #study(): JournalStudy {
    return studyOf(this.#journal.replay, this.setup.name, this.path);
  }

  #trial(number: number): JournalTrial {
    const trial = this.#study().trials[number];
    if (!trial) throw new RangeError(`trial ${number}`);
    return trial;
  }

  #view(trial: JournalTrial): StudyTrial {
    const seen = this.#views.get(trial);
    if (seen?.version === trial.version) return seen.view;
    const view = viewOf(trial, this.#space.pointOf(trial));
    this.#views.set(trial, { version: trial.version, view });
    return view;
  }
}

const leaseOf = ({ userAttributes }: JournalTrial): Lease | undefined =>
  readLease(userAttributes[Attribute.lease]);

function studyOf(replay: Replay, name: string, path: string): JournalStudy {
  const study = replay.study(name);
  if (!study) throw new JournalError(l10n.t('{0} has no study “{1}” any more.', path, name));
  return study;
}

/** Pruned trials have their last intermediate value, as Optuna's `tell` gives them. */
function valuesOf({ intermediateValues }: JournalTrial, outcome: Outcome): number[] | null {
  if (outcome.state === 'complete') return [outcome.value];
  if (outcome.state === 'failed') return null;
  const last = [...intermediateValues].reduce((a, b) => (b[0] > a[0] ? b : a), [-1, Number.NaN])[1];
  const value = outcome.value ?? last;
  return Number.isNaN(value) ? null : [value];
}
