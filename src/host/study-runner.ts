import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { type Importance, importanceOf } from '../core/search/importance';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import type { StudySpec } from '../experiment/study';
import { studyProblems } from '../experiment/study-rules';
import type { SweepId } from '../experiment/sweeps';
import type { StudyFleet, StudyState, StudyStatus } from '../protocol';
import { type StudyRecord, UnusableTrialError } from '../study/journal/study-record';
import { planDifferences } from '../study/plan-words';
import { inStepWith } from '../study/recorded-study';
import {
  answerOf,
  chosenOf,
  type FreshResult,
  freshAt,
  isProposed,
  NoBestError,
  runSearch,
  type Search,
  searchOf,
} from '../study/search';
import { pastOf, type SeedResult, type Trial } from '../study/study';
import { shownAnswer, shownImportance, studyState } from '../study/study-state';
import { spaceTitle } from '../study/study-words';
import { type TrainingResult, trainerOf } from '../study/training';
import { DisposableObject } from './disposable';
import type { SetupPlace } from './gap';
import type { Trainers } from './runner';
import { Emitter, type Event } from './store/emitter';
import { differencesToStudy } from './study-gap';
import { type Queue, runOnQueue } from './study-queue';

/** The shortest time between two updates of the views, and how much of all time they may take. */
const PUBLISH_MILLISECONDS = 250;
const PUBLISH_SHARE = 0.05;
/** The time between two looks at a journal that another program writes. */
const LOOK_MILLISECONDS = 2_000;
/** More a line cannot say. */
const MOST_DIFFERENCES = 6;

/** A study, and what it has come to so far. */
export interface Study {
  readonly id: string;
  name: string;
  /** Its name in its journal. */
  readonly recorded: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The sweep of the lesson that it is. */
  readonly sweep?: SweepId | undefined;
  readonly experiment: Experiment;
  /** What paths of the experiment are relative to. */
  readonly folder: string | null;
  readonly search: Search;
  /** By number. */
  trials: Map<number, Trial>;
  /** Of each trial, that its trainings took. */
  seconds: Map<number, number>;
  fresh: readonly FreshResult[];
  status: StudyStatus;
  /** Seconds that it has run for, up to when it last went on. */
  spent: number;
  task?: StudyState['task'];
  reason?: string | undefined;
  /** The file of its journal. */
  journal?: string;
  /** The machines that train it; undefined: none but this one. */
  fleet?: StudyFleet | undefined;
}

/** Where studies are kept. */
export interface StudyKeeper {
  /** Takes a study for this window, and opens its journal. Rejects where another window runs it. */
  take(study: Study, onProblem: (error: unknown) => void): Promise<StudyRecord>;
  /** What its journal has of it by now. */
  load(id: string): Promise<Study>;
  /** It rests or is over: another window may have it. */
  release(study: Study): Promise<void>;
}

/** What a person has set. */
interface OwnSetup {
  readonly experiment: Experiment;
  readonly folder: string | null;
  readonly onDidChange: Event<unknown>;
}

interface Log {
  info(message: string): void;
  warn(message: string): void;
}

/** What a study is about to do, or does. */
interface Going {
  readonly study: Study;
  readonly pausing: AbortController;
  readonly enough: AbortController;
  readonly since: number;
  /** Trainings that have ended since. */
  done: number;
  /** Resolves when all of it is written down. */
  over: Promise<void>;
}

/** Runs studies, one at a time: the one that goes on, or was opened last, is what views show. */
export class StudyRunner extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #study: Study | null = null;
  #going: Going | null = null;
  /** It rests only until what has taken its threads is over. */
  #yielded = false;
  #state: StudyState | null = null;
  /** Resolves when what went on before is written down. */
  #closing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds to the next update of the views: longer where many trials make them long. */
  #publishIn = PUBLISH_MILLISECONDS;
  /** A plan of the set-up's that a person has left aside. */
  #otherPlan: StudySpec | undefined;
  readonly #importance = new WeakMap<Study, { readonly complete: number; readonly importance: Importance }>();

  readonly #trainers: Trainers;
  readonly #log: Log;
  readonly #keeper: StudyKeeper | undefined;
  readonly #setup: OwnSetup | undefined;
  readonly #queue: (() => Promise<Queue | undefined>) | undefined;

  /**
   * @param keeper left out: studies are not kept
   * @param setup whose values are marked among those of the study; left out: the study's own
   * @param queue whose machines train what is kept; left out: none
   */
  constructor(
    trainers: Trainers,
    log: Log,
    keeper?: StudyKeeper,
    setup?: OwnSetup,
    queue?: () => Promise<Queue | undefined>,
  ) {
    super();
    this.#queue = queue;
    this.#trainers = trainers;
    this.#log = log;
    this.#keeper = keeper;
    this.#setup = setup;
    if (setup) this.register(setup.onDidChange(() => this.#study && this.#publish()));
    this.register({ dispose: () => this.#rest() });
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  /** What views show. */
  get state(): StudyState | null {
    return this.#state;
  }

  /** Its state, where it has trials of another thing's set-up. */
  of(setup: SetupPlace): StudyState | undefined {
    const study = this.#study;
    if (!study || !this.#state || this.#state.count === 0) return undefined;
    return differencesToStudy(study, setup).length === 0 ? this.#state : undefined;
  }

  /** The study that {@link state} is of. */
  get study(): Study | null {
    return this.#study;
  }

  /** Starts a study of an experiment that says what to vary. Throws an `Error` that says what of it cannot be done. */
  start(experiment: Experiment, folder: string | null, sweep?: SweepId): void {
    const search = searchOf(experiment, specOf(experiment), folder);
    this.#rest();
    const startedAt = Date.now();
    const id = `${startedAt.toString(36)}-${randomBytes(6).toString('hex')}`;
    const name = experiment.name || spaceTitle(experiment, search.spec);
    this.#study = {
      ...{ id, name, recorded: name, startedAt, sweep, experiment, folder, search },
      ...{ trials: new Map(), seconds: new Map(), fresh: [], status: 'paused', spent: 0 },
    };
    this.#log.info(`Study ${id}: ${name}, up to ${search.spec.trials} trials of ${search.spec.seeds} seeds`);
    this.#go(this.#study);
  }

  /**
   * Lets a person's own Optuna go on with the study on the screen: by its plan, or with as many trials again where that is
   * fulfilled. Returns the study, which waits for trials; undefined where there is none.
   */
  handOver(): Study | undefined {
    const before = this.#study;
    if (!before) return undefined;
    const { spec } = before.search;
    const isDone = before.status === 'completed' || before.trials.size >= spec.trials;
    if (isDone || !isProposed(spec)) {
      this.#rest();
      const trials = isDone ? before.trials.size + spec.trials : spec.trials;
      const study = { ...spec, trials, sampler: { kind: 'optuna' } as const };
      const experiment = { ...before.experiment, study };
      this.#study = { ...before, experiment, search: searchOf(experiment, study, before.folder) };
    }
    const study = this.#study!;
    if (study.status !== 'running') this.#go(study);
    return study;
  }

  /** Puts a study on the screen, or what is known of it by now; another that goes on rests. */
  show(study: Study): void {
    if (this.#going?.study.id === study.id) return;
    this.#rest();
    this.#study = study;
    this.#yielded = false;
    this.#publishNow();
  }

  /** A person has given a study another name. */
  renamed(id: string, name: string): void {
    if (this.#study?.id !== id) return;
    this.#study.name = name;
    this.#publishNow();
  }

  /** A study is about to be deleted: it ends, and leaves the screen. Resolves when nothing writes to it any more. */
  async forget(id: string): Promise<void> {
    if (this.#study?.id !== id) return;
    this.#rest();
    this.#study = null;
    this.#yielded = false;
    this.#publishNow();
    await this.#closing;
  }

  /** Nothing more is begun; trainings that have ended are kept. */
  pause(): void {
    this.#yielded = false;
    this.#rest();
    this.#publishNow();
  }

  resume(): void {
    if (this.#study?.status === 'paused' || this.#study?.status === 'failed') this.#go(this.#study);
  }

  /** The study on the screen keeps its plan although the set-up has another: that one is not named again. */
  keepPlan(): void {
    this.#otherPlan = this.#setup?.experiment.study;
    this.resume();
    this.#publishNow();
  }

  /** Ends it for good: the best trial so far is trained on fresh seeds. Asked again, it ends without them. */
  stop(): void {
    const study = this.#study;
    if (!study) return;
    if (this.#going?.enough.signal.aborted) {
      const { over } = this.#going;
      this.#rest();
      study.status = 'stopped';
      void over.then(() => this.#publishNow());
      this.#publishNow();
      return;
    }
    if (this.#going) this.#going.enough.abort();
    else if (study.status === 'paused' || study.status === 'failed') this.#go(study, true);
  }

  /** The study that goes on; null: none. */
  going(): Study | null {
    return this.#going?.study ?? null;
  }

  /** Rests while something that a person has started needs the threads. */
  giveWay(): void {
    this.#yielded = this.#going !== null;
    this.#rest(l10n.t('It waits while what you started meanwhile runs, and then continues.'));
  }

  goOn(): void {
    if (this.#yielded) this.resume();
  }

  /** Lets what goes on rest. Resolves when everything is written down. */
  async close(): Promise<void> {
    this.#rest();
    await this.#closing;
  }

  #go(study: Study, isEnough = false): void {
    this.#yielded = false;
    const going: Going = {
      ...{ study, pausing: new AbortController(), enough: new AbortController() },
      ...{ since: Date.now(), done: 0, over: Promise.resolve() },
    };
    if (isEnough) going.enough.abort();
    study.status = 'running';
    study.reason = undefined;
    this.#going = going;
    this.#publishNow();
    const before = this.#closing;
    going.over = before.then(() => this.#run(going));
    this.#closing = going.over;
  }

  /** Lets what goes on rest. */
  #rest(reason?: string): void {
    const going = this.#going;
    if (!going) return;
    this.#end(going, 'paused', reason);
    going.pausing.abort();
  }

  #end(going: Going, status: StudyStatus, reason?: string): void {
    if (this.#going !== going) return;
    this.#going = null;
    const { study } = going;
    study.status = status;
    study.reason = reason;
    study.fleet = undefined;
    study.spent += (Date.now() - going.since) / 1000;
    this.#publishNow();
  }

  async #run(going: Going): Promise<void> {
    const { study, pausing, enough } = going;
    let record: StudyRecord | undefined;
    try {
      record = await this.#take(going);
      const queue = record && !isProposed(study.search.spec) ? await this.#queue?.() : undefined;
      if (record && queue) {
        await record.close();
        await this.#runAway(going, queue).finally(() => this.#keeper!.release(study));
        // What is known by now is all of it, unless a person has stopped it.
        record = undefined;
        if (!pausing.signal.aborted) record = await this.#take(going);
      }
      pausing.signal.throwIfAborted();
      const { search, trials, fresh, spent } = study;
      const earlier = { history: [...trials.values()], fresh, spent };
      await runSearch(search, this.#port(going, record), {
        ...earlier,
        signal: pausing.signal,
        enough: enough.signal,
      });
      this.#end(going, enough.signal.aborted ? 'stopped' : 'completed');
    } catch (error) {
      // Nothing was proposed before a person stopped it.
      if (enough.signal.aborted && error instanceof NoBestError) this.#end(going, 'stopped');
      else if (!pausing.signal.aborted) {
        this.#log.warn(`Study ${study.id} failed: ${(error as Error).message}`);
        this.#end(going, 'failed', (error as Error).message);
      }
    } finally {
      await this.#close(study, record);
    }
  }

  async #take(going: Going): Promise<StudyRecord | undefined> {
    const { study } = going;
    const record = await this.#keeper?.take(study, (error) => this.#unwritten(going, error));
    if (!record) return undefined;
    // What stands in the journal counts: another window may have gone on meanwhile.
    study.trials = new Map(record.history.map((trial) => [trial.number, trial]));
    study.fresh = [...record.fresh];
    // Its journal is known from here on.
    this.#publish();
    return record;
  }

  /** Has it trained by the machines of a queue: their program writes its journal meanwhile. */
  async #runAway(going: Going, queue: Queue): Promise<void> {
    const { study, pausing, enough } = going;
    const { recorded: name, experiment, folder } = study;
    const before = trainingsOf(study);
    const look = async () => {
      const { trials, fresh, seconds } = await this.#keeper!.load(study.id);
      if (this.#going !== going) return;
      Object.assign(study, { trials, fresh, seconds });
      going.done = trainingsOf(study) - before;
      this.#publish();
    };
    // One that is being written at this moment is read the next time.
    const timer = setInterval(() => void look().catch(() => {}), LOOK_MILLISECONDS);
    const heard = (fleet: StudyFleet) => {
      study.fleet = fleet;
      this.#publish();
    };
    this.#log.info(`Study ${study.id}: trained by the machines of ${queue.address}`);
    const signal = AbortSignal.any([pausing.signal, enough.signal]);
    if (signal.aborted) return;
    try {
      await runOnQueue({ name, experiment, folder, journal: study.journal! }, queue, heard, signal);
    } finally {
      clearInterval(timer);
      study.fleet = undefined;
    }
  }

  async #close(study: Study, record: StudyRecord | undefined): Promise<void> {
    if (!record) return;
    // Of one that goes on again already it says how far it was: its journal is taken by the next.
    record.note('status', study.status === 'running' ? 'paused' : study.status);
    record.note('seconds', study.spent);
    await record.close().catch(() => {});
    await this.#keeper?.release(study);
  }

  #port(going: Going, record: StudyRecord | undefined) {
    const { study } = going;
    const isOurs = () => this.#going === going;
    return {
      train: inStepWith(record, trainerOf(this.#trainers)),
      others: record,
      joined: (trial: Trial) => {
        if (!isOurs()) return;
        study.trials.set(trial.number, trial);
        this.#publish();
      },
      changed: (trial: Trial) => {
        if (!isOurs()) return;
        study.trials.set(trial.number, trial);
        record?.changed(trial);
        this.#publish();
      },
      trained: (number: number, result: SeedResult, training: TrainingResult) => {
        if (!isOurs()) return;
        going.done += 1;
        study.task = training.info.task;
        study.seconds.set(number, (study.seconds.get(number) ?? 0) + training.seconds);
        const trial = study.trials.get(number);
        // Not its place in a race, which its round decides: that this seed has ended.
        if (trial?.state === 'running') {
          const results = [...trial.results, result];
          study.trials.set(number, { ...trial, results });
        }
        record?.trained(number, result);
        this.#publish();
      },
      fresh: (result: FreshResult) => {
        if (!isOurs()) return;
        going.done += 1;
        study.fresh = [...study.fresh, result];
        record?.freshTrained(result);
        this.#publish();
      },
    };
  }

  /** What cannot be written, or evaluated, is said once; the study goes on. */
  #unwritten({ study }: Going, error: unknown): void {
    if (error instanceof UnusableTrialError) this.#log.info(`Study ${study.id}: ${error.message}`);
    else this.#log.warn(`Study ${study.id} cannot be written: ${(error as Error).message}`);
    study.reason = (error as Error).message;
    this.#publish();
  }

  #publish(): void {
    this.#timer ??= setTimeout(() => this.#publishNow(), this.#publishIn);
  }

  #publishNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const study = this.#study;
    const begun = performance.now();
    this.#state = study && this.stateOf(study);
    this.#changed.fire();
    this.#publishIn = Math.max(PUBLISH_MILLISECONDS, (performance.now() - begun) / PUBLISH_SHARE);
  }

  /** A study as views show it, on the screen or not. */
  stateOf(study: Study): StudyState {
    const going = this.#going?.study === study ? this.#going : null;
    const ran = going ? (Date.now() - going.since) / 1000 : 0;
    const { id, name, status, sweep, task, journal, reason } = study;
    const isOver = status === 'completed' || status === 'stopped';
    const importance = this.#importanceOf(study, isOver);
    const answer = isOver ? answerWords(study, importance) : undefined;
    const setup = this.#setup;
    const differences = setup ? differencesToStudy(study, setup) : [];
    const plan = this.#planDifferences(study);
    return studyState(
      { ...study, own: setup?.experiment ?? study.experiment },
      {
        ...study,
        fresh: freshAt(chosenOf([...study.trials.values()])?.point, study.fresh),
        pace: going && going.done > 0 ? ran / going.done : undefined,
      },
      {
        ...{ id, name, status, seconds: study.spent + ran },
        ...(sweep && { sweep }),
        ...(task && { task }),
        fleet: study.fleet,
        ...(answer && { answer }),
        importance: shownImportance(importance),
        ...(journal !== undefined && { journal }),
        ...(reason !== undefined && { reason }),
        ...(plan.length > 0 && { planDifferences: plan }),
        ...(differences.length > 0 && { differences: differences.slice(0, MOST_DIFFERENCES) }),
      },
    );
  }

  /** What of the plan in the set-up is another one by now, unless a person goes on with the old one all the same. */
  #planDifferences({ sweep, experiment }: Study): string[] {
    const now = this.#setup?.experiment.study;
    const began = experiment.study;
    if (sweep || !now || !began || sameJson(now, this.#otherPlan)) return [];
    return planDifferences(began, now, experiment);
  }

  /** Anew for a tenth more of complete trials, and at the end: it takes longer than all else. */
  #importanceOf(study: Study, isOver: boolean): Importance {
    let complete = 0;
    for (const { state } of study.trials.values()) if (state === 'complete') complete += 1;
    const known = this.#importance.get(study);
    if (known && complete < (isOver ? known.complete + 1 : 1.1 * known.complete)) return known.importance;
    const past = [...study.trials.values()].map(pastOf);
    const importance = importanceOf(study.search.space.parameters, past);
    this.#importance.set(study, { complete: Math.max(1, complete), importance });
    return importance;
  }
}

/** Trainings that have ended. */
function trainingsOf({ trials, fresh }: Study): number {
  let count = fresh.length;
  for (const { results } of trials.values()) count += results.length;
  return count;
}

/** The study of an experiment that can be done. */
function specOf(experiment: Experiment) {
  if (!experiment.study)
    throw new Error(l10n.t('The set-up does not say yet what to vary: choose settings for the study first.'));
  const [problem] = studyProblems(experiment);
  if (problem) throw new Error(problem.message);
  return experiment.study;
}

function answerWords(
  { experiment, search, trials, fresh }: Study,
  importance: Importance,
): StudyState['answer'] {
  const all = [...trials.values()];
  const best = chosenOf(all);
  if (!best) return undefined;
  return shownAnswer(experiment, search, answerOf(search, all, best, freshAt(best.point, fresh), importance));
}
