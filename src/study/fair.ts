import { usualRates } from '../core/analysis/advice';
import { comparePaired, type PairedComparison } from '../core/analysis/compare/paired';
import { rowLuck } from '../core/analysis/compare/row-luck';
import { SMALLEST } from '../core/analysis/compare-pairs';
import { type Spread, spreadOf } from '../core/analysis/spread';
import { greatest, least } from '../core/lists';
import type { Dimension, FloatDistribution, Point } from '../core/search/distribution';
import { ladder } from '../core/search/samplers/ladder';
import { createTpe } from '../core/search/samplers/tpe';
import type { Variant } from '../core/trainer-types';
import { editExperiment } from '../experiment/edit';
import type { Experiment } from '../experiment/schema';
import { bestOf, runStudy, seedResult, type Trial } from './study';
import type { Train, TrainingRequest, TrainingResult } from './training';

/** One of the sides of a comparison: an experiment, whose learning rate is tuned. */
export interface Side {
  readonly name: string;
  readonly experiment: Experiment;
  readonly variant: Variant;
  /** What paths of the experiment are relative to. */
  readonly folder: string | null;
  /** A setting of its own that it tunes beside the learning rate. */
  readonly strength?: Dimension;
  /** What counts are the weights of the last epoch, not those of the best one. */
  readonly atEnd?: boolean;
}

export interface FairOptions {
  /** Learning rates that each side may try; 0: the sides are compared as they are, at their own. */
  readonly trials: number;
  /** Seeds that each of them is tried on. */
  readonly seeds: number;
  /** Seeds that the search has not seen: the winners are compared on them. */
  readonly fresh: number;
}

export const FAIR: FairOptions = { trials: 12, seeds: 3, fresh: 10 };

/** Rungs of the ladder of learning rates; the other trials lie between the best ones. */
const RUNGS = 8;

/** Two settings are spread over a first round, and learned from after it. */
const LEARNING = { startup: 8, candidates: 64 };

export interface SideAnswer {
  readonly name: string;
  /** What the search chose, by the path of the setting. */
  readonly best: Readonly<Record<string, number>>;
  /** The mean validation loss that it was chosen for; undefined: nothing was tried. */
  readonly found: number | undefined;
  /** On fresh seeds, at the best epoch by validation. */
  readonly validation: Spread;
  readonly test: Spread;
  readonly score: Spread;
  readonly epoch: Spread;
  /** How much better the search made it look than it is: the fresh validation loss − the one that it was chosen for. */
  readonly optimism: number | undefined;
  /** The chosen learning rate is the first or the last of the range: a better one may lie outside. */
  readonly atEdge: boolean;
  /** Most fresh trainings were best in the last twentieth of their epochs: more of them may make it better. */
  readonly stillImproving: boolean;
  /** Where strengths are tuned: time of a fresh training as a multiple of the first side's, the median over seeds. */
  readonly cost?: number;
  readonly trials: readonly Trial[];
}

/** Two sides, by their names, and their test losses on fresh seeds: first − second. */
export interface FairComparison extends PairedComparison {
  readonly first: string;
  readonly second: string;
}

export interface FairAnswer {
  /** Sides have tuned a strength of their own beside the learning rate. */
  readonly tunesStrengths: boolean;
  readonly sides: readonly SideAnswer[];
  /** The first side against each of the others. */
  readonly comparisons: readonly FairComparison[];
  readonly freshSeeds: readonly number[];
  /** The loss that a difference has to come to in order to matter. */
  readonly relevant: number;
}

export interface FairPort {
  readonly train: Train;
  /** A trial of a side's search has changed. */
  tried?(side: Side, trial: Trial): void;
  /** The search of a side has ended. */
  searched?(side: Side): void;
  /** A winner was trained on a fresh seed; in the order of the seeds. */
  fresh?(side: Side, result: TrainingResult): void;
}

/** A side has no learning rate that it can be trained at. */
export class NoWinnerError extends Error {
  constructor(readonly side: string) {
    super(`No learning rate that was tried trains "${side}": every one diverges.`);
  }
}

const RATE = 'training.learningRate';

/** Learning rates that are tried: from a thirtieth of the lowest usual one of the optimizer to three times the highest. */
export function ratesOf({ training }: Experiment): FloatDistribution {
  const { least, most } = usualRates(training) ?? {
    least: 1e-3,
    most: 0.1,
  };
  return { kind: 'float', low: least / 30, high: 3 * most, log: true };
}

/**
 * The experiment as it is tuned and compared: choices go by a validation set, the weights of the best epoch are what
 * counts, and nothing is changed in mid-run. With `atEnd` the last epoch is what counts, and the only one that is
 * evaluated unless the learning rate's schedule watches the loss.
 */
export function fairExperiment(experiment: Experiment, atEnd = false): Experiment {
  const { training, data } = experiment;
  const evaluateEvery = training.schedule.kind === 'plateau' ? training.evaluateEvery : training.epochs;
  const counts = atEnd ? { restoreBest: false, earlyStopping: 0, evaluateEvery } : { restoreBest: true };
  const plain = { ...experiment, changes: [], training: { ...training, ...counts } };
  if (data.validation !== 0) return plain;
  const validated = editExperiment(plain, ['data', 'validation'], undefined);
  return validated.ok ? validated.experiment : plain;
}

/** The sides of an ordinary experiment: with dropout as it stands, and without. */
export function sidesOf(
  experiment: Experiment,
  folder: string | null,
  names: readonly [string, string],
): [Side, Side] {
  return [
    { name: names[0], experiment, folder, variant: 'dropout' },
    { name: names[1], experiment, folder, variant: 'baseline' },
  ];
}

/**
 * Compares sides at what each is best at: each tunes its learning rate on validation losses, within the same budget, and
 * the winners are trained on seeds that no search has seen. Rejects with the signal's reason, a {@link NoWinnerError},
 * or the reason for which data cannot be used.
 */
export async function compareFairly(
  sides: readonly Side[],
  options: FairOptions,
  port: FairPort,
  signal?: AbortSignal,
): Promise<FairAnswer> {
  const first = sides[0]!.experiment.seed;
  const seedAt = (i: number) => (first + i) >>> 0;
  const tuning = Array.from({ length: options.seeds }, (_, i) => seedAt(i));
  const freshSeeds = Array.from({ length: options.fresh }, (_, i) => seedAt(options.seeds + i));
  const tuned = sides.map((side) => ({ ...side, experiment: fairExperiment(side.experiment, side.atEnd) }));
  const tunesStrengths = sides.some(({ strength }) => strength !== undefined);
  const winners = await Promise.all(tuned.map((side) => search(side, tuning, options, port, signal)));
  const fresh = await Promise.all(winners.map((winner) => trainFresh(winner, freshSeeds, port, signal)));
  return {
    ...compared(tuned, fresh, options),
    sides: winners.map((one, i) => ({
      ...answerOf(one, fresh[i]!),
      ...(tunesStrengths && { cost: costOf(fresh[i]!, fresh[0]!) }),
    })),
    freshSeeds,
    tunesStrengths,
  };
}

async function trainFresh(
  winner: Winner,
  seeds: readonly number[],
  port: FairPort,
  signal: AbortSignal | undefined,
): Promise<TrainingResult[]> {
  const results = seeds.map((seed) => port.train(requestOf(winner.side, winner.point, seed), signal));
  // Of several that fail one is enough to know of; the others fail unheard.
  for (const result of results) result.catch(() => {});
  const ended: TrainingResult[] = [];
  for (const result of results) {
    ended.push(await result);
    port.fresh?.(winner.side, ended.at(-1)!);
  }
  return ended;
}

interface Winner {
  readonly side: Side;
  readonly trials: readonly Trial[];
  readonly point: Point;
  /** The value that it was chosen for. */
  readonly found?: number;
}

async function search(
  side: Side,
  seeds: readonly number[],
  { trials }: FairOptions,
  port: FairPort,
  signal: AbortSignal | undefined,
): Promise<Winner> {
  if (trials === 0) return { side, trials: [], point: { [RATE]: side.experiment.training.learningRate } };
  const rates = ratesOf(side.experiment);
  const plan = {
    sampler: side.strength
      ? createTpe([{ name: RATE, distribution: rates }, side.strength], seeds[0]!, LEARNING)
      : ladder(RATE, rates, Math.min(RUNGS, trials)),
    trials,
    seeds,
    pruning: { seeds: true, epochs: 'none' as const },
    request: (point: Point, seed: number) => requestOf(side, point, seed),
  };
  const changed = port.tried && ((trial: Trial) => port.tried!(side, trial));
  const all = await runStudy(plan, { train: port.train, ...(changed && { changed }) }, { signal });
  port.searched?.(side);
  const failed = all.find(({ failure }) => failure !== undefined);
  if (failed) throw new Error(failed.failure);
  const best = bestOf(all);
  if (!best) throw new NoWinnerError(side.name);
  return { side, trials: all, point: best.point, found: best.value! };
}

function requestOf(side: Side, point: Point, seed: number): TrainingRequest {
  const { experiment, variant, folder, atEnd = false } = side;
  const at = Object.entries(point).reduce(
    (one, [name, value]) => withNumber(one, name.split('.') as [keyof Experiment, string], value),
    experiment,
  );
  return { experiment: at, variant, seed, folder, ...(atEnd && { atEnd }) };
}

/** The experiment with another number at `part.key`. */
const withNumber = (
  experiment: Experiment,
  [part, key]: [keyof Experiment, string],
  value: number,
): Experiment => ({
  ...experiment,
  [part]: { ...(experiment[part] as object), [key]: value },
});

/** How many times as long trainings took as others on the same seeds: the median. */
function costOf(fresh: readonly TrainingResult[], first: readonly TrainingResult[]): number {
  const times = fresh.map(({ seconds }, i) => seconds / first[i]!.seconds).sort((a, b) => a - b);
  const middle = times.length / 2;
  return (times[Math.floor(middle)]! + times[Math.ceil(middle) - 1]!) / 2;
}

function answerOf({ side, trials, point, found }: Winner, fresh: readonly TrainingResult[]): SideAnswer {
  const results = fresh.map(seedResult);
  const of = (key: 'validationLoss' | 'testLoss' | 'testScore' | 'epoch') =>
    spreadOf(results.map((result) => result[key]));
  const validation = of('validationLoss');
  const tried = trials.map(({ point }) => point[RATE]!);
  const rate = point[RATE]!;
  const { epochs } = side.experiment.training;
  return {
    name: side.name,
    best: point,
    found,
    validation,
    test: of('testLoss'),
    score: of('testScore'),
    epoch: of('epoch'),
    optimism: found === undefined ? undefined : validation.mean - found,
    atEdge: rate === least(tried) || rate === greatest(tried),
    stillImproving:
      !side.atEnd && results.filter(({ epoch }) => epoch > 0.95 * epochs).length > results.length / 2,
    trials,
  };
}

/** A difference below this fraction of the loss of a guess is irrelevant, however small both losses are. */
const WORTH_OF_CHANCE = 0.001;

function compared(
  sides: readonly Side[],
  fresh: readonly (readonly TrainingResult[])[],
  { fresh: planned }: FairOptions,
): Pick<FairAnswer, 'comparisons' | 'relevant'> {
  const losses = fresh.map((results) => results.map(({ best }) => best.testLoss));
  const smaller = least(losses.map((all) => spreadOf(all).mean));
  const { info } = fresh[0]![0]!;
  const guess = info.guessTestLoss ?? info.guessLoss ?? 0;
  const relevant = Math.max((Math.exp(SMALLEST.loss) - 1) * smaller, WORTH_OF_CHANCE * guess);
  const comparisons = sides.slice(1).map(({ name }, i) => {
    const rows = fresh[0]!.flatMap(({ test }, k) => {
      const other = fresh[i + 1]![k]!.test;
      return test && other ? [[test.losses, other.losses] as const] : [];
    });
    const differences = losses[0]!.map((loss, k) => loss - losses[i + 1]![k]!);
    const options = { planned, relevant, comparisons: sides.length - 1, luck: rowLuck(info, rows) };
    return { first: sides[0]!.name, second: name, ...comparePaired(differences, options) };
  });
  return { comparisons, relevant };
}
