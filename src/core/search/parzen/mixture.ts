import { exp, ln } from '../../elementary';
import type { Stream } from '../../random';
import type { Kernels } from './kernels';

/** e^-40 of ten thousand kernels is below the last digit of a sum that is at least 1. */
const NEGLIGIBLE = -40;

/** A weighted sum of densities, each the product of one kernel per dimension. */
export class Mixture {
  readonly #dimensions: readonly Kernels[];
  /** Weights up to and with each kernel. */
  readonly #cumulative: Float64Array;
  readonly #lnWeights: Float64Array;
  readonly #sums: Float64Array;

  /** One weight a kernel, of any sum; every dimension has as many kernels. */
  constructor(weights: Float64Array, dimensions: readonly Kernels[]) {
    this.#dimensions = dimensions;
    this.#cumulative = new Float64Array(weights.length);
    let total = 0;
    weights.forEach((weight, i) => {
      total += weight;
      this.#cumulative[i] = total;
    });
    this.#lnWeights = weights.map((weight) => (weight > 0 ? ln(weight / total) : Number.NEGATIVE_INFINITY));
    this.#sums = new Float64Array(weights.length);
  }

  /** Draws a value for each dimension. */
  draw(stream: Stream): number[] {
    const cumulative = this.#cumulative;
    const target = stream.uniform() * cumulative.at(-1)!;
    const kernel = cumulative.findIndex((sum) => sum > target);
    return this.#dimensions.map((kernels) => kernels.draw(kernel, stream));
  }

  /** ln of the density at a value for each dimension. */
  lnDensity(values: readonly number[]): number {
    const sums = this.#sums;
    sums.set(this.#lnWeights);
    this.#dimensions.forEach((kernels, d) => {
      kernels.addLnDensities(values[d]!, sums);
    });
    // Indices: over ten thousand kernels, iterators take most of the time.
    const { length } = sums;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < length; i++) if (sums[i]! > most) most = sums[i]!;
    if (most === Number.NEGATIVE_INFINITY) return most;
    let total = 0;
    for (let i = 0; i < length; i++) {
      const rest = sums[i]! - most;
      if (rest > NEGLIGIBLE) total += exp(rest);
    }
    return most + ln(total);
  }
}
