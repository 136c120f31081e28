import type { Dataset } from '../dataset';

/** What is said of single samples: the probability of the true class, or the first output of a regression. */
export interface SingleSamples {
  /** The class's number, or the first target. */
  readonly targets: Float32Array;
  /** How many thinned nets are averaged. */
  readonly ks: readonly number[];
  /** samples × ks, row-major: mean over the first k masks. */
  readonly means: Float32Array;
  /** Of one thinned net's prediction: the standard error of a mean over k of them is this divided by √k. */
  readonly deviation: Float32Array;
  readonly weightScaling: Float32Array;
  /** Over all thinned nets, of the first samples (as many as were counted out). */
  readonly exact?: { readonly arithmetic: Float32Array; readonly geometric: Float32Array };
}

/** Gathers what is said of single samples. */
export class SingleGatherer {
  readonly #at: Uint32Array;
  readonly #means: Float32Array;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  readonly #scaled: Float32Array;
  readonly #targets: Float32Array;
  #masks = 0;

  constructor(
    data: Dataset,
    private readonly ks: readonly number[],
    count: number,
    scaled: ArrayLike<number>,
  ) {
    const classes = data.task === 'classification';
    // Where each sample's one number lies in a prediction: count × outputs.
    this.#at = Uint32Array.from(
      { length: count },
      (_, i) => i * data.outputs + (classes ? data.test.y[i]! : 0),
    );
    const each = data.test.y.length / data.test.count;
    this.#targets = Float32Array.from({ length: count }, (_, i) => data.test.y[i * each]!);
    this.#means = new Float32Array(count * ks.length).fill(Number.NaN);
    this.#sum = new Float64Array(count);
    this.#squares = new Float64Array(count);
    this.#scaled = this.#pick(scaled, count);
  }

  /** One thinned net's prediction: count × outputs. */
  add(prediction: Float64Array): void {
    this.#masks++;
    // Around the scaled pass, so that no digits are lost where hardly anything varies.
    this.#at.forEach((at, i) => {
      const value = prediction[at]! - this.#scaled[i]!;
      this.#sum[i]! += value;
      this.#squares[i]! += value * value;
    });
  }

  /** The mean over the first k, the `index`-th of the k. */
  mean(index: number, mean: Float64Array): void {
    this.#at.forEach((at, i) => {
      this.#means[i * this.ks.length + index] = mean[at]!;
    });
  }

  result(): SingleSamples {
    const n = this.#masks;
    const deviation = Float32Array.from(this.#sum, (sum, i) =>
      n > 1 ? Math.sqrt(Math.max(0, this.#squares[i]! - (sum * sum) / n) / (n - 1)) : Number.NaN,
    );
    return {
      targets: this.#targets,
      ks: this.ks,
      means: this.#means.slice(),
      deviation,
      weightScaling: this.#scaled,
    };
  }

  /** The same numbers of the means over all thinned nets. */
  picked(each: { readonly arithmetic: Float64Array; readonly geometric: Float64Array; count: number }) {
    return {
      arithmetic: this.#pick(each.arithmetic, each.count),
      geometric: this.#pick(each.geometric, each.count),
    };
  }

  #pick(prediction: ArrayLike<number>, count: number): Float32Array {
    return Float32Array.from(this.#at.subarray(0, count), (at) => prediction[at]!);
  }
}
