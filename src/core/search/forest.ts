import { createStream, type Stream } from '../random';

/** A column of values, one a row. Of a choice they are indices without an order; NaN stands for none at all. */
export interface Feature {
  readonly values: Float64Array;
  readonly isChoice: boolean;
}

export interface ForestOptions {
  readonly trees: number;
  /** Rows that a leaf has at least. */
  readonly leaf: number;
  readonly seed: number;
}

/**
 * What extremely randomized trees (Geurts, Ernst and Wehenkel 2006), each grown on a bootstrap sample, predict for every
 * row by those that have not seen it; NaN where all have. The samples do not depend on the features, so that forests with
 * and without one of them are pairs.
 */
export function outOfBag(
  features: readonly Feature[],
  target: Float64Array,
  { trees, leaf, seed }: ForestOptions,
): Float64Array {
  const { length } = target;
  const [sums, counts] = [new Float64Array(length), new Float64Array(length)];
  const every = Int32Array.from(target.keys());
  for (let tree = 0; tree < trees; tree++) {
    const sample = createStream(seed, 'study', 2 * tree);
    const rows = new Int32Array(length);
    const isSeen = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      rows[i] = sample.below(length);
      isSeen[rows[i]!] = 1;
    }
    const [left] = divided(every, (row) => !isSeen[row]);
    const grown = new Growth(features, target, leaf, createStream(seed, 'study', 2 * tree + 1));
    grown.grow(rows, left, (row, mean) => {
      sums[row]! += mean;
      counts[row]! += 1;
    });
  }
  return sums.map((sum, row) => sum / counts[row]!);
}

/** A row goes left where its value is below a threshold, or is one of a choice's. */
type Split = (row: number) => boolean;

/** The rows that go left, and the others. */
function divided(rows: Int32Array, split: Split): [left: Int32Array, right: Int32Array] {
  const both = new Int32Array(rows.length);
  let [left, right] = [0, rows.length];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (split(row)) both[left++] = row;
    else both[--right] = row;
  }
  return [both.subarray(0, left), both.subarray(left).reverse()];
}

/** Grows a tree and sends rows down it at the same time, so that it need not be kept. */
class Growth {
  readonly #features: readonly Feature[];
  readonly #target: Float64Array;
  readonly #leaf: number;
  readonly #stream: Stream;

  constructor(features: readonly Feature[], target: Float64Array, leaf: number, stream: Stream) {
    this.#features = features;
    this.#target = target;
    this.#leaf = leaf;
    this.#stream = stream;
  }

  grow(rows: Int32Array, others: Int32Array, tell: (row: number, mean: number) => void): void {
    if (others.length === 0) return;
    const split = rows.length >= 2 * this.#leaf ? this.#split(rows) : undefined;
    if (!split) {
      const mean = this.#mean(rows);
      for (const row of others) tell(row, mean);
      return;
    }
    const [[left, right], [othersLeft, othersRight]] = [divided(rows, split), divided(others, split)];
    this.grow(left, othersLeft, tell);
    this.grow(right, othersRight, tell);
  }

  #mean(rows: Int32Array): number {
    let sum = 0;
    for (const row of rows) sum += this.#target[row]!;
    return sum / rows.length;
  }

  /** The best of one random split of each feature. */
  #split(rows: Int32Array): Split | undefined {
    let best: Split | undefined;
    let most = 0;
    for (const feature of this.#features) {
      const split = this.#randomSplit(feature, rows);
      const gain = split ? this.#gain(rows, split) : 0;
      if (gain > most) [best, most] = [split, gain];
    }
    return best;
  }

  #randomSplit({ values, isChoice }: Feature, rows: Int32Array): Split | undefined {
    let [low, high, none] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const row of rows) {
      const value = values[row]!;
      if (Number.isNaN(value)) none += 1;
      else [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
    // Whether there is a value at all comes before which.
    if (none > 0 && none < rows.length) return (row) => Number.isNaN(values[row]!);
    if (!(low < high)) return undefined;
    if (isChoice) {
      const one = values[rows[this.#stream.below(rows.length)]!]!;
      return (row) => values[row] === one;
    }
    const at = low + (high - low) * this.#stream.uniform();
    return (row) => values[row]! <= at;
  }

  /** By how much a split lessens the squared error; 0 where a side is too small. */
  #gain(rows: Int32Array, split: Split): number {
    let [count, sum, all] = [0, 0, 0];
    for (const row of rows) {
      const value = this.#target[row]!;
      all += value;
      if (split(row)) {
        count += 1;
        sum += value;
      }
    }
    const rest = rows.length - count;
    if (count < this.#leaf || rest < this.#leaf) return 0;
    return (sum * sum) / count + (all - sum) ** 2 / rest - (all * all) / rows.length;
  }
}
