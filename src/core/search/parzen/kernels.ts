import { ln } from '../../elementary';
import { LN_SQRT_2PI, lnNormalMass, normalCdf, normalQuantile } from '../../normal';
import type { Stream } from '../../random';
import {
  type FloatDistribution,
  fromScale,
  type IntegerDistribution,
  scaleOf,
  toScale,
} from '../distribution';

/** Densities in one dimension, one around each observation. */
export interface Kernels {
  /** Adds the logarithm of each kernel's density at a value to that kernel's sum. */
  addLnDensities(value: number, sums: Float64Array): void;
  /** Draws a value from one kernel. */
  draw(kernel: number, stream: Stream): number;
}

type Numeric = FloatDistribution | IntegerDistribution;

/** Normal distributions cut off at the ends of the scale. */
class NormalKernels {
  /** ln of what a normal distribution has between the ends. */
  protected readonly lnMasses: Float64Array;
  protected readonly distribution: Numeric;
  protected readonly means: Float64Array;
  protected readonly deviations: Float64Array;

  /** Means and standard deviations are on the distribution's scale; means lie between its ends. */
  constructor(distribution: Numeric, means: Float64Array, deviations: Float64Array) {
    this.distribution = distribution;
    this.means = means;
    this.deviations = deviations;
    const { low, high } = scaleOf(distribution);
    this.lnMasses = means.map((mean, i) =>
      lnNormalMass((low - mean) / deviations[i]!, (high - mean) / deviations[i]!),
    );
  }

  draw(kernel: number, stream: Stream): number {
    const { low, high } = scaleOf(this.distribution);
    const [mean, deviation] = [this.means[kernel]!, this.deviations[kernel]!];
    const below = normalCdf((low - mean) / deviation);
    const above = normalCdf((mean - high) / deviation);
    const u = stream.uniform();
    const inside = 1 - below - above;
    const lower = below + u * inside;
    // Near 1 the digits are in what is left above.
    const z = lower <= 0.5 ? normalQuantile(lower) : -normalQuantile(above + (1 - u) * inside);
    return fromScale(this.distribution, Math.max(low, Math.min(high, mean + z * deviation)));
  }
}

/**
 * Of values without a step. As in Optuna before version 3.2, the factor 1/σ is left out: all kernels have about the same
 * height, the wide one of the prior too. A place then counts by how many observations are near it, and one more.
 */
class ContinuousKernels extends NormalKernels implements Kernels {
  /** −ln of each kernel's density at its mean. */
  readonly #heights: Float64Array;

  constructor(distribution: Numeric, means: Float64Array, deviations: Float64Array) {
    super(distribution, means, deviations);
    this.#heights = this.lnMasses.map((lnMass) => LN_SQRT_2PI + lnMass);
  }

  addLnDensities(value: number, sums: Float64Array): void {
    const place = toScale(this.distribution, value);
    const [means, deviations, heights] = [this.means, this.deviations, this.#heights];
    const { length } = sums;
    for (let i = 0; i < length; i++) {
      const z = (place - means[i]!) / deviations[i]!;
      sums[i] = sums[i]! - (heights[i]! + 0.5 * z * z);
    }
  }
}

/** Of values with a step: each has the probability of what is nearest to it. */
class StepKernels extends NormalKernels implements Kernels {
  /** Observations repeat: for each kernel the number of the first like it. */
  readonly #like: Int32Array;
  readonly #found: Float64Array;

  constructor(distribution: Numeric, means: Float64Array, deviations: Float64Array) {
    super(distribution, means, deviations);
    const first = new Map<number, number>();
    this.#like = Int32Array.from(means, (mean, i) => {
      const known = first.get(mean);
      if (known !== undefined && deviations[known] === deviations[i]) return known;
      if (known === undefined) first.set(mean, i);
      return i;
    });
    this.#found = new Float64Array(means.length);
  }

  addLnDensities(value: number, sums: Float64Array): void {
    const half = scaleOf(this.distribution).step! / 2;
    const [means, deviations, like, found] = [this.means, this.deviations, this.#like, this.#found];
    for (let i = 0; i < sums.length; i++) {
      if (like[i] === i) {
        const [offset, deviation] = [value - means[i]!, deviations[i]!];
        const mass = lnNormalMass((offset - half) / deviation, (offset + half) / deviation);
        found[i] = mass - this.lnMasses[i]!;
      }
      sums[i]! += found[like[i]!]!;
    }
  }
}

/** Truncated normal kernels of a numeric distribution. */
export function normalKernels(distribution: Numeric, means: Float64Array, deviations: Float64Array): Kernels {
  const Kind = scaleOf(distribution).step === undefined ? ContinuousKernels : StepKernels;
  return new Kind(distribution, means, deviations);
}

/** Kernels of a choice: what was observed has more than its share, everything else the same. */
export class ChoiceKernels implements Kernels {
  readonly #observed: ArrayLike<number>;
  readonly #count: number;
  readonly #lnObserved: number;
  readonly #lnOther: number;
  readonly #shareOfOther: number;

  /**
   * `extra` is what each of `count` choices has beside the 1 of the observed one. Kernels beyond the observations are
   * even.
   */
  constructor(count: number, observed: ArrayLike<number>, extra: number) {
    this.#observed = observed;
    this.#count = count;
    const total = 1 + count * extra;
    this.#shareOfOther = extra / total;
    this.#lnOther = extra > 0 ? ln(this.#shareOfOther) : Number.NEGATIVE_INFINITY;
    this.#lnObserved = ln((1 + extra) / total);
  }

  addLnDensities(value: number, sums: Float64Array): void {
    const observed = this.#observed;
    const { length } = observed;
    for (let i = 0; i < length; i++) sums[i]! += observed[i] === value ? this.#lnObserved : this.#lnOther;
    for (let i = length; i < sums.length; i++) sums[i]! -= ln(this.#count);
  }

  draw(kernel: number, stream: Stream): number {
    const even = stream.below(this.#count);
    if (kernel >= this.#observed.length) return even;
    return stream.uniform() < this.#shareOfOther * this.#count ? even : this.#observed[kernel]!;
  }
}
