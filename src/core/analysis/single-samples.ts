import type { Dataset } from '../dataset';

/** Predictions for single samples: the probability of the true class, or the first output of a regression. */
export interface SingleSamples {
  /** Class index or first target of each sample. */
  readonly targets: Float32Array;
  /** Numbers of thinned nets averaged. */
  readonly ks: readonly number[];
  /** samples × ks, row-major: mean prediction over the first k masks. */
  readonly means: Float32Array;
  /** Standard deviation over single thinned nets; the standard error of a mean over k nets is this / √k. */
  readonly deviation: Float32Array;
  readonly weightScaling: Float32Array;
  /** Exact means over all thinned nets, for the first samples (those enumerated). */
  readonly exact?: { readonly arithmetic: Float32Array; readonly geometric: Float32Array };
}

/** Collects the predictions for single samples. */
export class SingleGatherer {
  readonly #at: Uint32Array;
  readonly #means: Float32Array;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  readonly #scaled: Float32Array;
  readonly #targets: Float32Array;
  #masks = 0;

  readonly #ks: readonly number[];

  constructor(data: Dataset, ks: readonly number[], count: number, scaled: ArrayLike<number>) {
    this.#ks = ks;
    const classes = data.task === 'classification';
    // Index of each sample's value in a prediction (count × outputs).
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

  /** Adds the prediction of one thinned net: count × outputs. */
  add(prediction: Float64Array): void {
    this.#masks++;
    // Relative to the scaled pass, to avoid cancellation where the spread is small.
    this.#at.forEach((at, i) => {
      const value = prediction[at]! - this.#scaled[i]!;
      this.#sum[i]! += value;
      this.#squares[i]! += value * value;
    });
  }

  /** Sets the mean over the first k nets; `index` is the position of k in `ks`. */
  mean(index: number, mean: Float64Array): void {
    this.#at.forEach((at, i) => {
      this.#means[i * this.#ks.length + index] = mean[at]!;
    });
  }

  result(): SingleSamples {
    const n = this.#masks;
    const deviation = Float32Array.from(this.#sum, (sum, i) =>
      n > 1 ? Math.sqrt(Math.max(0, this.#squares[i]! - (sum * sum) / n) / (n - 1)) : Number.NaN,
    );
    return {
      targets: this.#targets,
      ks: this.#ks,
      means: this.#means.slice(),
      deviation,
      weightScaling: this.#scaled,
    };
  }

  /** The same values of the exact means over all thinned nets. */
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
