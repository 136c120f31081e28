/** The values of one metric, by step. Arrays are longer than `length` and grow. */
export class Curve {
  steps = new Float64Array(16);
  /** NaN where the log does not say. */
  epochs = new Float64Array(16);
  values = new Float64Array(16);
  length = 0;

  get first(): number {
    return this.steps[0]!;
  }

  get last(): number {
    return this.length > 0 ? this.steps[this.length - 1]! : Number.NEGATIVE_INFINITY;
  }

  /** Adds a value; what stood at this step, and after it, gives way. */
  add(step: number, epoch: number, value: number): void {
    while (this.length > 0 && this.last >= step) this.length--;
    if (this.length === this.steps.length) this.#grow();
    this.steps[this.length] = step;
    this.epochs[this.length] = epoch;
    this.values[this.length++] = value;
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
  }
}
