import { exp, ln } from '../../elementary';
import { type Distribution, scaleOf, toScale } from '../distribution';
import { ChoiceKernels, type Kernels, normalKernels } from './kernels';
import { Mixture } from './mixture';

/** How observations become densities; the names and defaults are those of Optuna's TPESampler. */
export interface ParzenOptions {
  /** Whether a wide kernel in the middle of the range stands beside those of the observations. */
  readonly considersPrior: boolean;
  /** Weight of that kernel; an observation has at most 1. */
  readonly priorWeight: number;
  /** Whether a kernel has at least a width that shrinks as observations are added. */
  readonly clipsWidths: boolean;
  /** Whether the range's ends count as neighbours (of observations of one dimension). */
  readonly considersEndpoints: boolean;
  /** One width for all observations by Scott's rule, or by each observation's neighbours. */
  readonly isMultivariate: boolean;
}

export const PARZEN_DEFAULTS: ParzenOptions = {
  considersPrior: true,
  priorWeight: 1,
  clipsWidths: true,
  considersEndpoints: false,
  isMultivariate: true,
};

/** The last observations count fully; those before them the less, the older they are. */
const RECENT = 25;

/** Weights of `count` observations in the order of their trials. */
function weightsOf(count: number): number[] {
  const old = count - RECENT;
  if (old < 0) return Array.from({ length: count }, () => 1);
  const slope = old > 1 ? (1 - 1 / count) / (old - 1) : 0;
  return Array.from({ length: count }, (_, i) => (i < old ? 1 / count + i * slope : 1));
}

/** The width of every kernel, as a share of the range, by Scott's rule (BOHB, Falkner and others 2018). */
function commonWidth(count: number, dimensions: number): number {
  return 0.2 * exp(-ln(Math.max(1, count)) / (dimensions + 4));
}

/** The larger distance to a neighbour, in the order of the observations. */
function distances(places: Float64Array, [low, high]: readonly [number, number], endpoints: boolean) {
  const order = Array.from(places.keys()).sort((a, b) => places[a]! - places[b]! || a - b);
  const widths = new Float64Array(places.length);
  order.forEach((at, rank) => {
    const [before, after] = [order[rank - 1], order[rank + 1]];
    const isAlone = before === undefined && after === undefined;
    const left = before === undefined ? low : places[before]!;
    const right = after === undefined ? high : places[after]!;
    const toLeft = before === undefined && !endpoints && !isAlone ? 0 : places[at]! - left;
    const toRight = after === undefined && !endpoints && !isAlone ? 0 : right - places[at]!;
    widths[at] = Math.max(toLeft, toRight);
  });
  return widths;
}

/** The kernels of one dimension; the prior's is the last. */
function kernelsOf(
  distribution: Distribution,
  observed: ArrayLike<number>,
  dimensions: number,
  options: ParzenOptions,
): Kernels {
  const { length } = observed;
  const hasPrior = options.considersPrior || length === 0;
  const count = length + (hasPrior ? 1 : 0);
  if (distribution.kind === 'choice')
    return new ChoiceKernels(distribution.count, observed, options.priorWeight / count);
  const { low, high } = scaleOf(distribution);
  const range = high - low;
  const means = new Float64Array(count).fill((low + high) / 2);
  for (let i = 0; i < length; i++) means[i] = toScale(distribution, observed[i]!);
  const widths = options.isMultivariate
    ? new Float64Array(count).fill(commonWidth(length, dimensions) * range)
    : distances(means, [low, high], options.considersEndpoints);
  const least = options.clipsWidths ? range / Math.min(100, 1 + count) : 1e-12;
  const clipped = widths.map((width) => Math.max(least, Math.min(range, width)));
  if (hasPrior) clipped[length] = range;
  return normalKernels(distribution, means, clipped);
}

/**
 * The density of observations by Parzen windows, as Optuna's tree-structured Parzen estimator has it (version 3.1,
 * `_ParzenEstimator`; Bergstra and others 2011). `columns` are the observed values of each dimension, in the order of
 * their trials. With `priorShare`, below 1, the prior has that part of all weights instead of `priorWeight`.
 */
export function parzenEstimator(
  distributions: readonly Distribution[],
  columns: readonly ArrayLike<number>[],
  options: ParzenOptions = PARZEN_DEFAULTS,
  priorShare?: number,
): Mixture {
  const { length } = columns[0]!;
  const weights = weightsOf(length);
  if (priorShare !== undefined) {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.push(length === 0 ? 1 : (sum * priorShare) / (1 - priorShare));
  } else if (options.considersPrior || length === 0) weights.push(options.priorWeight || 1);
  return new Mixture(
    Float64Array.from(weights),
    distributions.map((distribution, d) =>
      kernelsOf(distribution, columns[d]!, distributions.length, options),
    ),
  );
}
