import { exp } from '../core/elementary';
import { countOf, type Dimension, type Distribution, scaleOf, toScale } from './distribution';
import { ChoiceKernels, normalKernels } from './parzen/kernels';
import { Mixture } from './parzen/mixture';
import type { PastTrial } from './sampler';
import { hasAll } from './samplers/observations';

/** How much a setting decides whether a trial is among the best. */
export interface SettingImportance {
  readonly name: string;
  /** Its part of the importance of all settings; they add up to 1. All are 0 where none says anything. */
  readonly share: number;
  /** Pearson's divergence between its values among the best trials and among all; 0 where they are the same. */
  readonly divergence: number;
  /** How many trials, of those that count, have the setting. */
  readonly trials: number;
}

/** What can be said about importance, or why nothing can be. */
export type Importance =
  | { readonly kind: 'importance'; readonly settings: readonly SettingImportance[]; readonly best: number }
  /** Fewer complete trials than the best fraction has to be taken from. */
  | { readonly kind: 'tooFewTrials'; readonly trials: number; readonly needed: number }
  /** All trials are equally good, so that none are the best. */
  | { readonly kind: 'allTheSame'; readonly trials: number };

/** What is called the best: a tenth of the trials, but at least so many. */
const [BEST_SHARE, LEAST_BEST] = [0.1, 5];
/** With fewer trials, the least number of best ones would be more than half of all. */
const NEEDED = 2 * LEAST_BEST;
/** How finely the range of a setting is divided. */
const CELLS = 50;
/** Fewer trials say nothing about a conditional setting. */
const LEAST_WITH_SETTING = 2;

/** A density estimate with that many cells divides by no less. */
const FLOOR = 1e-12;

/** Number of the cell in which each value lies, and how many cells there are. */
function cellsOf(distribution: Distribution, values: readonly number[]): { cells: number[]; count: number } {
  if (distribution.kind === 'choice') return { cells: [...values], count: distribution.count };
  const all = countOf(distribution);
  const { log, kind, low, high } = distribution;
  const most = log && kind === 'integer' ? Math.ceil(Math.log2(high - low + 1)) + 1 : all;
  const count = Math.min(most, CELLS);
  const [first, last] = [toScale(distribution, low), toScale(distribution, high)];
  const width = (last - first) / (count - 1);
  const cells = values.map((value) => {
    const cell = Math.ceil((toScale(distribution, value) - first) / width - 0.5);
    return Math.max(0, Math.min(count - 1, cell));
  });
  return { cells, count };
}

/** The width of the kernels, in cells: Scott's rule, at least so that a kernel's cell has 90 % of it. */
function widthOf(observed: readonly number[], weights: readonly number[], total: number): number {
  const mean = observed.reduce((sum, cell, i) => sum + cell * weights[i]!, 0) / total;
  const squares = observed.reduce((sum, cell, i) => sum + (cell - mean) ** 2 * weights[i]!, 0);
  const deviation = Math.sqrt(squares / Math.max(1, total - 1));
  let before = 0;
  const upTo = weights.map((weight) => {
    before += weight;
    return before;
  });
  const quarter = upTo.findIndex((sum) => sum >= Math.floor(total / 4));
  const threeQuarters = upTo.findIndex((sum) => sum > Math.floor((total * 3) / 4));
  const upper = observed[threeQuarters < 0 ? observed.length - 1 : threeQuarters]!;
  const between = (upper - observed[quarter]!) / 1.34;
  return Math.max(1.059 * Math.min(between, deviation) * total ** -0.2, 0.5 / 1.64);
}

/** The density of cells as a probability for each of them, smoothed, with a prior that weighs as much as one trial. */
function densityOf(distribution: Distribution, cells: readonly number[], count: number): Float64Array {
  const tally = new Float64Array(count);
  for (const cell of cells) tally[cell]!++;
  const observed = [...tally.keys()].filter((cell) => tally[cell]! > 0);
  const weights = observed.map((cell) => tally[cell]!);
  const all = Float64Array.from([...weights, 1]);
  if (distribution.kind === 'choice') {
    const kernels = new ChoiceKernels(count, observed, 1 / all.length);
    return probabilities(new Mixture(all, [kernels]), count);
  }
  const grid = { kind: 'integer', low: 0, high: count - 1, log: false, step: 1 } as const;
  const { low, high } = scaleOf(grid);
  const means = Float64Array.from([...observed, (count - 1) / 2]);
  const widths = new Float64Array(all.length).fill(widthOf(observed, weights, cells.length));
  widths[observed.length] = high - low;
  return probabilities(new Mixture(all, [normalKernels(grid, means, widths)]), count);
}

function probabilities(mixture: Mixture, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, cell) => exp(mixture.lnDensity([cell])) + FLOOR);
}

/** Pearson's divergence of the values among the best from those among all. */
function divergence(distribution: Distribution, best: readonly number[], all: readonly number[]): number {
  const { cells, count } = cellsOf(distribution, all);
  const ofAll = densityOf(distribution, cells, count);
  const ofBest = densityOf(distribution, cellsOf(distribution, best).cells, count);
  return ofAll.reduce((sum, p, cell) => sum + p * (ofBest[cell]! / p - 1) ** 2, 0);
}

/** The best trials: those whose values are at most that of the last one that belongs to them. */
function bestOf(trials: readonly PastTrial[]): PastTrial[] {
  const values = trials.map(({ value }) => value!).sort((a, b) => a - b);
  const count = Math.max(LEAST_BEST, Math.ceil(BEST_SHARE * values.length));
  const cutoff = values[count - 1]!;
  return trials.filter(({ value }) => value! <= cutoff);
}

/**
 * Importance of settings for being among the best tenth of the trials (at least five), by PED-ANOVA: Watanabe, Bansal
 * and Hutter 2023, arXiv 2304.10255; conditional settings as in arXiv 2601.20800. Computed as by
 * `PedAnovaImportanceEvaluator` of Optuna 5, which does not raise the tenth to five trials. Complete trials with finite
 * values count.
 */
export function importanceOf(dimensions: readonly Dimension[], history: readonly PastTrial[]): Importance {
  const trials = history.filter(({ state, value }) => state === 'complete' && Number.isFinite(value));
  if (trials.length < NEEDED) return { kind: 'tooFewTrials', trials: trials.length, needed: NEEDED };
  const best = bestOf(trials);
  if (best.length === trials.length) return { kind: 'allTheSame', trials: trials.length };
  const measured = dimensions.map((dimension) => {
    const { name, distribution } = dimension;
    const valuesOf = (some: readonly PastTrial[]) =>
      some.filter(({ point }) => hasAll([dimension], point)).map(({ point }) => point[name]!);
    const [ofBest, ofAll] = [valuesOf(best), valuesOf(trials)];
    // Of one value, the prior alone would tell the best from all.
    const says = ofAll.length >= LEAST_WITH_SETTING && ofBest.length > 0 && new Set(ofAll).size > 1;
    // The weight of the part of the space in which the setting exists.
    const weight = says ? (ofBest.length / best.length) ** 2 / (ofAll.length / trials.length) : 0;
    const raw = says ? weight * divergence(distribution, ofBest, ofAll) : 0;
    return { name, divergence: raw * (best.length / trials.length) ** 2, trials: ofAll.length };
  });
  const total = measured.reduce((sum, setting) => sum + setting.divergence, 0);
  const settings = measured.map((setting) => ({
    ...setting,
    share: total > 0 ? setting.divergence / total : 0,
  }));
  return { kind: 'importance', settings, best: best.length };
}
