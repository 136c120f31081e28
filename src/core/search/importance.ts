import { exp } from '../elementary';
import { dependence } from './dependence';
import { countOf, type Dimension, type Distribution, scaleOf, toScale } from './distribution';
import { ChoiceKernels, normalKernels } from './parzen/kernels';
import { Mixture } from './parzen/mixture';
import type { PastTrial } from './sampler';
import { hasAll } from './samplers/observations';

/** How much a setting decides whether a trial is among the best. */
export interface SettingImportance {
  readonly name: string;
  /** Its part of the importance of the settings that matter; they add up to 1. All are 0 where none does. */
  readonly share: number;
  /** Pearson's divergence of its values among the best trials from all that it may have; 0 where they are the same. */
  readonly divergence: number;
  /** Whether the trials show that it decides about their values (see `dependence`). */
  readonly matters: boolean;
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

/** How many cells a setting's values are divided into, and the number of the cell in which a value lies. */
function cellsOf(distribution: Distribution): { count: number; cellOf: (value: number) => number } {
  if (distribution.kind === 'choice') return { count: distribution.count, cellOf: (value) => value };
  const { log, kind, low, high } = distribution;
  const isWide = log && kind === 'integer';
  const most = isWide ? Math.ceil(Math.log2(high - low + 1)) + 1 : countOf(distribution);
  const count = Math.min(most, CELLS);
  const [first, last] = [toScale(distribution, low), toScale(distribution, high)];
  const width = (last - first) / (count - 1);
  const cellOf = (value: number) => {
    const cell = Math.ceil((toScale(distribution, value) - first) / width - 0.5);
    return Math.max(0, Math.min(count - 1, cell));
  };
  return { count, cellOf };
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

/** Numbers of the best trials: those whose values are at most that of the last one that belongs to them. */
function bestOf(trials: readonly PastTrial[]): number[] {
  const values = trials.map(({ value }) => value!).sort((a, b) => a - b);
  const cutoff = values[Math.max(LEAST_BEST, Math.ceil(BEST_SHARE * values.length)) - 1]!;
  return [...trials.keys()].filter((at) => trials[at]!.value! <= cutoff);
}

/** Pearson's divergence, with the weight of the part of the space in which a setting exists (arXiv 2601.20800). */
function divergenceOf(
  dimension: Dimension,
  trials: readonly PastTrial[],
  best: readonly number[],
): Pick<SettingImportance, 'divergence' | 'trials'> {
  const { name, distribution } = dimension;
  const values = trials.map(({ point }) => (hasAll([dimension], point) ? point[name]! : undefined));
  const { count, cellOf } = cellsOf(distribution);
  const those = values.filter((value) => value !== undefined);
  const ofThem = best.flatMap((at) => (values[at] === undefined ? [] : cellOf(values[at])));
  // Of one value, the prior alone would tell the best from all.
  if (those.length < LEAST_WITH_SETTING || new Set(those).size < 2 || ofThem.length === 0)
    return { divergence: 0, trials: those.length };
  const ofBest = densityOf(distribution, ofThem, count);
  const weight = (ofThem.length / best.length) ** 2 / (those.length / trials.length);
  const scale = (best.length / trials.length) ** 2;
  const sum = ofBest.reduce((all, p) => all + (p * count - 1) ** 2 / count, 0);
  return { divergence: scale * weight * sum, trials: those.length };
}

/**
 * Importance of settings for being among the best tenth of the trials (at least five), by PED-ANOVA: Watanabe, Bansal
 * and Hutter 2023, arXiv 2304.10255; global, that is against all values that a setting may have and not against those
 * that were tried, which a search that learns has chosen by how good they are. Computed as by
 * `PedAnovaImportanceEvaluator(evaluate_on_local=False)` of Optuna 5, which does not raise the tenth to five trials, and
 * gives weight also to settings that do not matter. Complete trials with finite values count.
 */
export function importanceOf(dimensions: readonly Dimension[], history: readonly PastTrial[]): Importance {
  const trials = history.filter(({ state, value }) => state === 'complete' && Number.isFinite(value));
  if (trials.length < NEEDED) return { kind: 'tooFewTrials', trials: trials.length, needed: NEEDED };
  const best = bestOf(trials);
  if (best.length === trials.length) return { kind: 'allTheSame', trials: trials.length };
  const matters = dependence(dimensions, trials);
  const measured = dimensions.map((dimension, i) => ({
    ...{ name: dimension.name, matters: matters[i]! },
    ...divergenceOf(dimension, trials, best),
  }));
  const weights = measured.map(({ matters, divergence }) => (matters ? divergence : 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const settings = measured.map((setting, i) => ({ ...setting, share: total > 0 ? weights[i]! / total : 0 }));
  return { kind: 'importance', settings, best: best.length };
}
