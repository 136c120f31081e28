/** Points of a curve that a person looks at: many for each pixel of a screen. */
export const FOR_CHARTS = 1 << 16;

/**
 * The values of one metric, by step. Arrays are longer than `length` and grow to `most` points; then the curve is thinned
 * out: of each few values the two extremes stay.
 */
export class Curve {
  steps = new Float64Array(16);
  /** NaN where the log does not say. */
  epochs = new Float64Array(16);
  values = new Float64Array(16);
  length = 0;
  /** What was thinned out, by point: how many values of the log it stands for, and their mean. */
  #weights: Float64Array<ArrayBuffer> | undefined;
  #means: Float64Array<ArrayBuffer> | undefined;
  #first = 0;
  /** So many values have become two points each; 0: nothing is thinned out. And the points that are. */
  #width = 0;
  #thinned = 0;
  readonly #most: number;

  /** @param most points that are kept, a power of two from 64 on; left out: all. */
  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.length > 0 ? this.steps[this.length - 1]! : Number.NEGATIVE_INFINITY;
  }

  /** Whether there are fewer points than the log has values. */
  get isThinned(): boolean {
    return this.#weights !== undefined;
  }

  /** Adds a value; what stood at this step, and after it, gives way. */
  add(step: number, epoch: number, value: number): void {
    while (this.length > 0 && this.steps[this.length - 1]! >= step) this.length--;
    if (this.length === 0) this.#first = step;
    this.#thinned = Math.min(this.#thinned, this.length);
    if (this.length === this.steps.length) this.#grow();
    this.steps[this.length] = step;
    this.epochs[this.length] = epoch;
    this.values[this.length] = value;
    if (this.#weights) {
      this.#weights[this.length] = 1;
      this.#means![this.length] = value;
    }
    this.length++;
    this.#thin();
  }

  /** Adds all points of a curve that goes on from this one. */
  append(other: Curve): void {
    if (other.#weights) this.#weigh();
    for (let i = 0; i < other.length; i++) {
      this.add(other.steps[i]!, other.epochs[i]!, other.values[i]!);
      if (!other.#weights) continue;
      this.#weights![this.length - 1] = other.#weights[i]!;
      this.#means![this.length - 1] = other.#means![i]!;
    }
  }

  /** The mean of the log's finite values from one point to another, which is not included; NaN where there are none. */
  meanOf(from: number, to: number): number {
    let sum = 0;
    let count = 0;
    for (let i = from; i < to; i++) {
      const mean = this.#means ? this.#means[i]! : this.values[i]!;
      if (!Number.isFinite(mean)) continue;
      const weight = this.#weights ? this.#weights[i]! : 1;
      sum += weight * mean;
      count += weight;
    }
    return sum / count;
  }

  #grow(): void {
    const grown = (from: Float64Array<ArrayBuffer>) => {
      const to = new Float64Array(2 * from.length);
      to.set(from);
      return to;
    };
    this.steps = grown(this.steps);
    this.epochs = grown(this.epochs);
    this.values = grown(this.values);
    if (this.#weights) this.#weights = grown(this.#weights);
    if (this.#means) this.#means = grown(this.#means);
  }

  #weigh(): void {
    this.#weights ??= new Float64Array(this.steps.length).fill(1);
    this.#means ??= this.values.slice();
  }

  /** Keeps the curve within its room: what has come since is thinned out as much as what was there before. */
  #thin(): void {
    const most = this.#most;
    if (this.#width === 0) {
      if (this.length < most) return;
      this.#weigh();
      this.#width = 4;
      this.#thinned = this.length = this.#halve(0, most);
    }
    if (this.length - this.#thinned < Math.min(this.#width, most / 8)) return;
    this.#thinned = this.length = this.#reduce(this.#thinned, this.length, this.#thinned);
    if (this.#thinned % 4 > 0 || this.#thinned + most / 4 < most) return;
    this.#width *= 2;
    this.#thinned = this.length = this.#halve(0, this.#thinned);
  }

  /** Of each four points two. @returns where they end. */
  #halve(from: number, to: number): number {
    let kept = from;
    for (let at = from; at < to; at += 4) kept = this.#reduce(at, at + 4, kept);
    return kept;
  }

  /** Keeps the two extremes of some points, at `into`; @returns the place behind them. */
  #reduce(from: number, to: number, into: number): number {
    const weights = this.#weights!;
    const mean = this.meanOf(from, to);
    let weight = 0;
    for (let i = from; i < to; i++) weight += weights[i]!;
    let kept = into;
    for (const index of extremesOf(this.values, from, to)) {
      this.steps[kept] = this.steps[index]!;
      this.epochs[kept] = this.epochs[index]!;
      this.values[kept] = this.values[index]!;
      weights[kept] = weight / 2;
      this.#means![kept++] = mean;
    }
    return kept;
  }
}

/** Places of the least and the greatest value, in order; a value that is not finite is an extreme: it must be seen. */
function extremesOf(values: Float64Array, from: number, to: number): readonly [number, number] {
  let low = from;
  let high = from;
  let broken = -1;
  for (let i = from; i < to; i++) {
    if (!(values[i]! >= values[low]!)) low = i;
    if (!(values[i]! < values[high]!)) high = i;
    if (broken < 0 && !Number.isFinite(values[i]!)) broken = i;
  }
  if (broken >= 0) low = broken;
  if (low === high) high = low === from ? from + 1 : from;
  return low < high ? [low, high] : [high, low];
}
