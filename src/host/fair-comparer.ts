import * as l10n from '@vscode/l10n';
import { movePaths } from '../data/move-paths';
import { describeRun } from '../experiment/run-words';
import type { Experiment } from '../experiment/schema';
import { nothingDrops } from '../experiment/sites';
import type { FairDifference, FairState, FairTrial } from '../protocol';
import {
  compareFairly,
  FAIR,
  type FairAnswer,
  type FairComparison,
  type FairOptions,
  type Side,
  sidesOf,
} from '../study/fair';
import { fairWords } from '../study/fair-words';
import { REGULARIZERS, regularizerSides } from '../study/regularizers';
import type { Trial } from '../study/study';
import { type TrainingResult, trainerOf } from '../study/training';
import { DisposableObject } from './disposable';
import type { Trainers } from './runner';
import { Emitter } from './store/emitter';
import { fingerprintOf } from './store/fingerprint';

/** What is compared: dropout and none, set-ups of runs, or regularizers. */
type Kind = 'dropout' | 'runs' | 'regularizers';

/** A comparison that goes on. */
interface Going {
  readonly stopping: AbortController;
  readonly sides: readonly Side[];
  readonly of: string;
  readonly kind: Kind;
  readonly options: FairOptions;
  readonly startedAt: number;
  readonly trials: Map<string, { readonly trial: Trial; readonly side: number }>;
  readonly fresh: FairState['fresh'][number][];
  task?: FairState['task'];
}

/** A set-up that takes part in a comparison. */
export interface FairVariant {
  readonly name: string;
  readonly experiment: Experiment;
  /** What its paths are relative to. */
  readonly folder: string | null;
}

/** Compares dropout with none, or several set-ups, each at its own best learning rate. One comparison at a time; another takes its place. */
export class FairComparer extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #going: Going | null = null;
  #state: FairState | null = null;
  /** The set-up whose regularizers were compared last. */
  #regularized: string | undefined;

  readonly #trainers: Trainers;
  readonly #log: { info(message: string): void; warn(message: string): void };

  constructor(trainers: Trainers, log: { info(message: string): void; warn(message: string): void }) {
    super();
    this.#trainers = trainers;
    this.#log = log;
    this.register({ dispose: () => this.cancel() });
  }

  /** What views show: the comparison that goes on, or the last one. */
  get state(): FairState | null {
    return this.#state;
  }

  /** Starts a comparison of an experiment's dropout with none. Throws an `Error` where the experiment drops nothing. */
  start(experiment: Experiment, folder: string | null): void {
    const { dropout, network } = experiment;
    if (nothingDrops(dropout.placement, dropout.ratio, network.hidden.length))
      throw new Error(
        l10n.t('Nothing is dropped in this set-up: raise the drop ratio or place dropout first.'),
      );
    // Both sides tune their learning rate: that of the set-up is no side's.
    const of = describeRun(experiment, undefined, { withoutRate: true }).join(' · ');
    this.#start(sidesOf(experiment, folder, [l10n.t('dropout'), l10n.t('no dropout')]), of, 'dropout');
  }

  /** Starts a comparison of an experiment without any regularization with each regularizer alone. */
  startRegularizers(experiment: Experiment, folder: string | null): void {
    const sides = regularizerSides(experiment, folder);
    const of = describeRun(sides[0]!.experiment, undefined, { withoutRate: true }).join(' · ');
    this.#start(sides, of, 'regularizers');
    this.#regularized = keyOf({ experiment, folder });
  }

  /** The comparison of regularizers in the set-up of a run, if it is the last one and has ended. */
  regularizersOf(run: Pick<FairVariant, 'experiment' | 'folder'>): FairState | undefined {
    const state = this.#state;
    return state?.isOfRegularizers && state.answer && keyOf(run) === this.#regularized ? state : undefined;
  }

  /**
   * Starts a comparison of the set-ups of several runs, the first with each of the others. Throws an `Error`, with words
   * for a person, where there are fewer than two, or where their losses cannot be compared.
   */
  startRuns(runs: readonly FairVariant[]): void {
    const variants = distinct(runs);
    const problem = problemOf(runs, variants);
    if (problem !== undefined) throw new Error(problem);
    const names = variants.map(({ name }) => name);
    const sides = variants.map(({ experiment, folder }, i): Side => {
      // Sides are identified by their names.
      const isFirst = names.indexOf(names[i]!) === i;
      return { name: isFirst ? names[i]! : `${names[i]} (${i + 1})`, experiment, folder, variant: 'dropout' };
    });
    const of = describeRun(variants[0]!.experiment, undefined, { withoutRate: true })[0]!;
    this.#start(sides, of, 'runs');
  }

  #start(sides: readonly Side[], of: string, kind: Kind): void {
    this.cancel();
    const options = kind === 'regularizers' ? REGULARIZERS : FAIR;
    const going: Going = {
      stopping: new AbortController(),
      ...{ sides, of, kind, options },
      startedAt: Date.now(),
      trials: new Map(),
      fresh: [],
    };
    this.#going = going;
    this.#log.info(
      `Fair comparison: ${sides.length} sides, ${options.trials} trials, ${options.seeds} seeds, ${options.fresh} fresh ones`,
    );
    this.#publish(going, 'running');
    void this.#compare(going);
  }

  cancel(): void {
    const going = this.#going;
    if (!going) return;
    this.#going = null;
    going.stopping.abort();
    this.#publish(going, 'cancelled');
  }

  async #compare(going: Going): Promise<void> {
    const port = {
      train: trainerOf(this.#trainers),
      tried: (side: Side, trial: Trial) => this.#tried(going, side, trial),
      fresh: (side: Side, result: TrainingResult) => this.#fresh(going, side, result),
    };
    try {
      const answer = await compareFairly(going.sides, going.options, port, going.stopping.signal);
      this.#end(going, 'completed', { answer: answerOf(answer) });
    } catch (error) {
      const { message } = error as Error;
      if (this.#going === going) this.#log.warn(`Fair comparison failed: ${message}`);
      this.#end(going, 'failed', { reason: message });
    }
  }

  #end(going: Going, status: FairState['status'], more: Pick<FairState, 'answer' | 'reason'>): void {
    if (this.#going !== going) return;
    this.#going = null;
    going.stopping.abort();
    this.#publish(going, status, more);
  }

  #tried(going: Going, side: Side, trial: Trial): void {
    const index = indexOf(going, side);
    going.trials.set(`${index} ${trial.number}`, { trial, side: index });
    if (this.#going === going) this.#publish(going, 'running');
  }

  #fresh(going: Going, side: Side, { seed, best, info }: TrainingResult): void {
    going.task = info.task;
    going.fresh.push({ side: indexOf(going, side), seed, testLoss: best.testLoss });
    if (this.#going === going) this.#publish(going, 'running');
  }

  #publish(going: Going, status: FairState['status'], more: Pick<FairState, 'answer' | 'reason'> = {}): void {
    const { of, kind, options, sides, trials, fresh, task, startedAt } = going;
    const all = [...trials.values()];
    const tried = all.reduce(
      (sum, { trial }) => sum + (trial.state === 'running' ? trial.results.length : options.seeds),
      0,
    );
    this.#state = {
      status,
      ...{ of, isOfRuns: kind === 'runs', isOfRegularizers: kind === 'regularizers' },
      ...(task && { task }),
      sides: sides.map(({ name }) => name),
      trials: all.map(({ trial, side }) => shownTrial(trial, side)),
      fresh: [...fresh],
      done: tried + fresh.length,
      total: sides.length * (options.trials * options.seeds + options.fresh),
      seconds: (Date.now() - startedAt) / 1000,
      ...more,
    };
    this.#changed.fire();
  }
}

const indexOf = ({ sides }: Going, { name }: Side) => sides.findIndex((side) => side.name === name);

function shownTrial({ point, value, state }: Trial, side: number): FairTrial {
  const validationLoss = value !== undefined && Number.isFinite(value) ? value : null;
  return { side, learningRate: point['training.learningRate']!, validationLoss, state };
}

function answerOf(answer: FairAnswer): NonNullable<FairState['answer']> {
  const [comparison] = answer.comparisons;
  const pairs = answer.comparisons.map((one) => fairWords(answer, one));
  const remarks = new Set(pairs.flatMap(({ remarks }) => remarks));
  return {
    claim: comparison!.claim,
    ...pairs[0]!,
    remarks: [
      ...remarks,
      ...(pairs.length > 1 ? [l10n.t('The intervals are widened for {0} comparisons.', pairs.length)] : []),
    ],
    pairs: pairs.map(({ title, evidence }, i) => ({
      ...{ title, evidence },
      difference: shownDifference(answer.comparisons[i]!),
    })),
    sides: answer.sides.map(({ name, best, test, score, epoch, found, validation, cost }) => ({
      ...{ name, test, score, epoch, validation, cost },
      strength: Object.entries(best).find(([key]) => key !== 'training.learningRate')?.[1],
      learningRate: best['training.learningRate']!,
      found: found!,
    })),
  };
}

/** How much more the second side loses than the first. */
function shownDifference({ difference, pairs }: FairComparison): FairDifference {
  const { mean, low, high, level } = difference;
  return { mean: -mean, low: -high, high: -low, level: 1 - level, seeds: pairs };
}

/** Why set-ups cannot be compared fairly, in words; undefined if they can. */
function problemOf(runs: readonly FairVariant[], variants: readonly FairVariant[]): string | undefined {
  const [first, ...others] = variants;
  if (first === undefined || runs.length < 2)
    return l10n.t('Select two runs or more in the list, and compare them then.');
  const data = dataOf(first);
  const loss = first.experiment.training.loss;
  for (const other of others) {
    if (dataOf(other) !== data)
      return l10n.t(
        '“{0}” and “{1}” have other data: their losses cannot be compared.',
        first.name,
        other.name,
      );
    if (other.experiment.training.loss !== loss)
      return l10n.t('“{0}” and “{1}” have other losses, which cannot be compared.', first.name, other.name);
  }
  return others.length === 0
    ? l10n.t('These runs differ in their learning rate alone, or in nothing: each side tunes that itself.')
    : undefined;
}

/** The same for set-ups that differ in their learning rate, or in how many seeds they train, alone. */
function keyOf({ experiment, folder }: Pick<FairVariant, 'experiment' | 'folder'>): string {
  const { training, seeds: _seeds, ...others } = experiment;
  return fingerprintOf({ ...others, seeds: 1, training: { ...training, learningRate: 1 } }, folder);
}

/** Set-ups that differ in their learning rate alone are one side: the first of them. */
function distinct(runs: readonly FairVariant[]): readonly FairVariant[] {
  const sides = new Map<string, FairVariant>();
  for (const run of runs) {
    const key = keyOf(run);
    if (!sides.has(key)) sides.set(key, run);
  }
  return [...sides.values()];
}

/** The same for the same samples, wherever the set-ups lie. */
const dataOf = ({ experiment, folder }: FairVariant): string =>
  JSON.stringify(movePaths(experiment, folder, null).data);
