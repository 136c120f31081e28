import type { Dataset } from '../../src/core/dataset';
import type { Change, RecordedChange } from '../../src/core/spec';
import type { Advance, EpochRecord, Outcome, Realization, Trainer } from '../../src/core/trainer-types';

export interface FakeOptions {
  readonly stepsPerEpoch?: number;
  readonly epochs?: number;
  readonly widths?: readonly number[];
  /** Called once a step: to spend time, or to throw. */
  readonly onStep?: (step: number) => void;
  /** Samples of an evaluation (left out: none); called for every part of one. */
  readonly samples?: number;
  readonly onEvaluate?: (samples: number) => void;
  readonly onPredict?: (count: number) => void;
  readonly divergeAt?: number;
  /** Called with the number of trainers that were made before; what it throws is thrown. */
  readonly onCreate?: (before: number) => void;
}

/** A trainer whose numbers say where they come from: every loss is its epoch. Only what a session uses works. */
export class FakeTrainer implements Partial<Trainer> {
  readonly widths: readonly number[];
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly parameterCount = 100;
  step = 0;
  outcome: Outcome | undefined;
  disposed = false;
  readonly changes: RecordedChange[] = [];
  /** Steps that the calls of `advance` took. */
  readonly calls: number[] = [];

  readonly #options: FakeOptions;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    this.widths = options.widths ?? [2, 3, 2];
    this.stepsPerEpoch = options.stepsPerEpoch ?? 4;
    this.totalSteps = this.stepsPerEpoch * (options.epochs ?? 10);
  }

  get epoch(): number {
    return Math.floor(this.step / this.stepsPerEpoch);
  }

  get ratios(): number[] {
    return this.widths.map(() => 0.5);
  }

  readonly learningRate = 0.1;

  /** Samples of an evaluation that are still to come. */
  #left: number | undefined;

  get evaluating(): boolean {
    return this.#left !== undefined;
  }

  beginEvaluation(): void {
    this.#left = this.#options.samples ?? 0;
  }

  #evaluatePart(steps: number, maxSamples: number): Advance {
    const samples = Math.min(this.#left!, maxSamples);
    this.#options.onEvaluate?.(samples);
    this.#left! -= samples;
    if (this.#left! > 0) return { steps, samples };
    this.#left = undefined;
    if (this.step === this.totalSteps) this.#end('completed');
    return { steps, samples, epoch: this.evaluate(), ...(this.outcome && { outcome: this.outcome }) };
  }

  advance(maxSteps: number, maxSamples = Number.POSITIVE_INFINITY): Advance {
    if (this.evaluating) return this.#evaluatePart(0, maxSamples);
    const end = Math.min(this.step + maxSteps, (this.epoch + 1) * this.stepsPerEpoch);
    const before = this.step;
    while (this.step < end && !this.outcome) {
      this.step++;
      this.#options.onStep?.(this.step);
      if (this.step === this.#options.divergeAt) this.#end('diverged');
    }
    const steps = this.step - before;
    this.calls.push(steps);
    if (this.outcome || this.step % this.stepsPerEpoch > 0)
      return { steps, ...(this.outcome && { outcome: this.outcome }) };
    this.beginEvaluation();
    return this.#left! > maxSamples ? { steps } : this.#evaluatePart(steps, maxSamples);
  }

  #end(kind: Outcome['kind']): void {
    this.outcome = { kind, step: this.step, epoch: this.epoch };
  }

  change(change: Change): RecordedChange {
    const recorded = { step: this.step + 1, ...change };
    this.changes.push(recorded);
    return recorded;
  }

  evaluate(): EpochRecord {
    return {
      epoch: this.epoch,
      step: this.step,
      trainLoss: this.epoch,
      testLoss: this.epoch,
      trainLossWithDropout: this.step === 0 ? Number.NaN : this.epoch,
      trainScore: 0.5,
      testScore: 0.5,
      learningRate: 0.1,
      dropRatio: 0.5,
      validationLoss: Number.NaN,
      validationScore: Number.NaN,
    };
  }

  realization(): Realization {
    return {
      step: this.step,
      samples: 4,
      ratios: this.widths.map(() => 0.5),
      draws: this.widths.map((width) =>
        Float64Array.from({ length: width }, (_, unit) => 0.25 + (unit % 2) / 2),
      ),
      before: this.widths.map((width) => Float32Array.from({ length: width }, (_, unit) => unit)),
      gradients: this.widths.map((width, site) => (site === 0 ? null : new Float32Array(width))),
      kept: this.widths.map((width) => Uint8Array.from({ length: width }, (_, unit) => unit % 2)),
      activations: this.widths.map((width) => Float32Array.from({ length: width }, (_, unit) => unit)),
    };
  }

  predict(x: Float32Array, count: number): Float32Array {
    this.#options.onPredict?.(count);
    const outputs = this.widths.at(-1)!;
    // The right half of the plane is class 1.
    return Float32Array.from({ length: count * outputs }, (_, i) => {
      const right = x[2 * Math.floor(i / outputs)] > 0.5;
      return i % outputs === (right ? 1 : 0) ? 0.75 : 0.25;
    });
  }

  forward(_x: Float32Array, count: number) {
    return { sites: this.widths.map((width) => new Float32Array(count * width).fill(7)) };
  }

  weights() {
    return this.widths.slice(1).map((outputs, i) => {
      const inputs = this.widths[i];
      const w = Float32Array.from({ length: inputs * outputs }, (_, at) => at);
      return { inputs, outputs, w, b: new Float32Array(outputs) };
    });
  }

  dispose(): void {
    this.disposed = true;
  }
}

/** Four points on the corners of the unit square. */
export function square(features = 2, task: Dataset['task'] = 'classification'): Dataset {
  const x = new Float32Array(4 * features);
  for (let row = 0; row < 4; row++) {
    x[row * features] = row & 1;
    x[row * features + 1] = row >> 1;
  }
  const samples = { count: 4, x, y: Float32Array.of(0, 1, 0, 1) };
  return {
    task,
    features,
    outputs: task === 'classification' ? 2 : 1,
    train: samples,
    test: samples,
    featureNames: Array.from({ length: features }, (_, i) => `x${i}`),
    outputNames: ['a', 'b'],
    notes: ['made up'],
  };
}
