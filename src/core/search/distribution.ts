import { exp, ln } from '../elementary';

/**
 * What one setting of a study may be. The values that samplers see are numbers throughout: of a choice, the index of
 * what is chosen. Bounds are inclusive.
 */
export type Distribution = FloatDistribution | IntegerDistribution | ChoiceDistribution;

export interface FloatDistribution {
  readonly kind: 'float';
  readonly low: number;
  readonly high: number;
  /** Even on a logarithmic scale; `low` is above 0 then, and there is no step. */
  readonly log: boolean;
  /** Values are `low + n · step`. */
  readonly step?: number;
}

export interface IntegerDistribution {
  readonly kind: 'integer';
  readonly low: number;
  readonly high: number;
  /** Even on a logarithmic scale; `low` is at least 1 then, and the step is 1. */
  readonly log: boolean;
  /** Values are `low + n · step`. */
  readonly step: number;
}

export interface ChoiceDistribution {
  readonly kind: 'choice';
  /** Values are 0 … count − 1, without an order. */
  readonly count: number;
}

/** A setting that a study varies. */
export interface Dimension {
  /** Path of the setting, as `training.learningRate`. */
  readonly name: string;
  readonly distribution: Distribution;
  /** It exists only where another dimension, which stands before it, has one of these values. */
  readonly when?: { readonly name: string; readonly values: readonly number[] };
  /** How many values a grid takes, evenly spaced and with both ends; of a choice always all. */
  readonly levels?: number;
}

/** A value for each dimension that exists under the others' values. */
export type Point = Readonly<Record<string, number>>;

/** Whether a dimension exists at a point that has the values of all dimensions before it. */
export function existsAt({ when }: Dimension, point: Point): boolean {
  return when === undefined || (Object.hasOwn(point, when.name) && when.values.includes(point[when.name]!));
}

/** How many values there are; infinitely many without a step. */
export function countOf(distribution: Distribution): number {
  if (distribution.kind === 'choice') return distribution.count;
  const { low, high, step } = distribution;
  if (low === high) return 1;
  // 0.1 + 0.2 is above 0.3: a step may pass `high` by rounding.
  return step === undefined ? Number.POSITIVE_INFINITY : Math.floor((high - low) / step + 1e-8) + 1;
}

/** The value number n, from 0, of a distribution that has a step or is a choice. */
export function valueAt(distribution: Distribution, n: number): number {
  if (distribution.kind === 'choice') return n;
  const { low, high, step = 0 } = distribution;
  if (n === 0) return low;
  const value = low + n * step;
  if (distribution.kind === 'integer') return Math.min(value, high);
  // A person writes 0.3, not 0.30000000000000004: the last digit that both bounds can have is the last that counts.
  const exponent = Number(Math.max(Math.abs(low), Math.abs(high)).toExponential().split('e')[1]);
  return Math.min(high, Number(value.toFixed(Math.min(100, Math.max(0, 14 - exponent)))));
}

/** The number of the value nearest to `value`, as {@link valueAt} counts. */
function nearest(distribution: FloatDistribution | IntegerDistribution, value: number): number {
  const n = Math.round((value - distribution.low) / distribution.step!);
  return Math.max(0, Math.min(countOf(distribution) - 1, n));
}

/**
 * The scale on which a numeric distribution is even: its ends, and the step if it has one. With a step each value
 * stands for what is nearest to it, half a step beyond the ends too; so does a whole number on a logarithmic scale.
 */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly step?: number;
}

/** See {@link Scale}. */
export function scaleOf(distribution: FloatDistribution | IntegerDistribution): Scale {
  const { low, high, step, log, kind } = distribution;
  if (log) {
    const margin = kind === 'integer' ? 0.5 : 0;
    return { low: ln(low - margin), high: ln(high + margin) };
  }
  if (step === undefined) return { low, high };
  return { low: low - step / 2, high: low + (countOf(distribution) - 0.5) * step, step };
}

/** A value's place on the scale. */
export function toScale(distribution: FloatDistribution | IntegerDistribution, value: number): number {
  return distribution.log ? ln(value) : value;
}

/** The value at, or nearest to, a place on the scale; within the bounds. */
export function fromScale(distribution: FloatDistribution | IntegerDistribution, place: number): number {
  const { low, high, log, step, kind } = distribution;
  if (!log && step !== undefined) return valueAt(distribution, nearest(distribution, place));
  const value = log ? exp(place) : place;
  return Math.max(low, Math.min(high, kind === 'integer' ? Math.round(value) : value));
}

/** The value at a share u, 0 ≤ u < 1, of the scale: uniform u give values that are even on it. */
export function valueAtShare(distribution: Distribution, u: number): number {
  if (distribution.kind === 'choice') return Math.floor(u * distribution.count);
  const { low, high } = scaleOf(distribution);
  return fromScale(distribution, low + u * (high - low));
}

/** Whether a value is one of the distribution's. */
export function allows(distribution: Distribution, value: number): boolean {
  if (distribution.kind === 'choice')
    return Number.isInteger(value) && value >= 0 && value < distribution.count;
  return value >= distribution.low && value <= distribution.high;
}
