import { BestEpoch } from './best-epoch';
import { Conditions } from './conditions';
import type { Dataset } from './dataset';
import { exp } from './elementary';
import { initializers } from './initializers';
import { LOSS } from './kernels/layout';
import type { LossCode } from './losses';
import { Measuring, type Pending } from './measuring';
import { Network } from './network';
import { kindsOf, TABLE_STEPS } from './network-plan';
import type { NetworkOptions, SiteSetting } from './network-types';
import { realizationOf } from './realization';
import type { Change, RecordedChange, TrainerSpec } from './spec';
import { networkOptions, type TrainerOptions } from './trainer-options';
import type {
  Advance,
  EpochRecord,
  ForwardPass,
  LayerWeights,
  Masking,
  Outcome,
  Realization,
  Trainer,
} from './trainer-types';

export type { TrainerOptions } from './trainer-options';

/** Trains one network, step by step, as {@link Trainer} describes. */
class NetworkTrainer implements Trainer {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly widths: readonly number[];
  readonly parameterCount: number;
  step = 0;
  outcome: Outcome | undefined;
  readonly #network: Network;
  readonly #conditions: Conditions;
  readonly #measuring: Measuring;
  readonly #data: Dataset;
  readonly #spec: TrainerSpec;
  readonly #loss: LossCode;
  /** Recorded changes still to be replayed, in order of their steps. */
  #replay: RecordedChange[];
  /** Whether the kernels' settings are those of the next step. */
  #settled = false;
  readonly #best: BestEpoch;
  /** Whether the best epoch alone is evaluated on all rows, at the end. */
  readonly #completesBest: boolean;
  /** How the training has ended, while its best epoch is evaluated. */
  #ending: Outcome | undefined;
  /** Evaluation settings of every site, as in the kernels. */
  #evaluation: readonly SiteSetting[] = [];
  /** The evaluation in progress, with the other fields of its record. */
  #pending: Pending | undefined;
  /** Drop ratios of the last step. */
  #lastRatios: readonly number[] = [];

  constructor(options: TrainerOptions) {
    const { spec, data, variant } = options;
    const network = networkOptions(options);
    this.#spec = spec;
    this.#data = data;
    this.widths = network.widths;
    this.#loss = network.loss;
    this.parameterCount = parametersOf(network);
    this.stepsPerEpoch = Math.ceil(data.train.count / network.batch);
    this.totalSteps = this.stepsPerEpoch * spec.training.epochs;
    this.#conditions = new Conditions(spec, variant, {
      steps: this.totalSteps,
      stepsPerEpoch: this.stepsPerEpoch,
      validates: network.validation.count > 0,
    });
    this.#replay = [...spec.changes].sort((a, b) => a.step - b.step);
    this.#network = new Network(network);
    this.#measuring = new Measuring(this.#network, this.#conditions, data, {
      isSparing: options.sparing !== undefined,
      loss: network.loss,
    });
    const initializer = initializers.find((entry) => entry.id === spec.network.init)!;
    this.#network.initialize(initializer.variance);
    this.#best = new BestEpoch(spec.training, () => this.#keep());
    this.#completesBest = options.sparing === 'best' && spec.training.restoreBest;
  }

  get epoch(): number {
    return Math.floor(this.step / this.stepsPerEpoch);
  }

  get ratios(): readonly number[] {
    this.#replayChanges();
    return this.#conditions.ratios(this.#nextStep());
  }

  get learningRate(): number {
    this.#replayChanges();
    return this.#conditions.learningRate(this.#nextStep());
  }

  /** Index of the next step; that of the last step if there is none. */
  #nextStep(): number {
    return Math.min(this.step, this.totalSteps - 1);
  }

  get evaluating(): boolean {
    return this.#pending !== undefined && !this.outcome;
  }

  advance(maxSteps: number, maxSamples = Number.POSITIVE_INFINITY): Advance {
    if (this.outcome) return { steps: 0, outcome: this.outcome };
    if (this.#pending) return this.#evaluatePart(this.#pending, 0, maxSamples);
    const before = this.step;
    const epochEnd = (this.epoch + 1) * this.stepsPerEpoch;
    const end = Math.min(epochEnd, before + Math.max(0, Math.floor(maxSteps)));
    while (this.step < end && !this.#isOver) this.#advanceTo(end);
    const steps = this.step - before;
    if (this.#isOver || steps === 0 || this.step < epochEnd) return this.#advanced(steps);
    return this.#endEpoch(steps, maxSamples);
  }

  #advanced(steps: number): Advance {
    return { steps, ...(this.outcome && { outcome: this.outcome }) };
  }

  /** Takes the steps of one table of settings, at most up to `end` and to the next change to replay. */
  #advanceTo(end: number): void {
    this.#replayChanges();
    if (this.step % this.stepsPerEpoch === 0) this.#network.beginEpoch(this.epoch);
    const nextChange = this.#replay.length > 0 ? this.#replay[0]!.step - 1 : end;
    const count = this.#settle(Math.min(end, nextChange) - this.step);
    const { taken, diverged } = this.#network.train(count);
    this.#lastRatios = this.#conditions.ratios(this.step + taken - 1);
    this.step += taken;
    if (!this.#conditions.steady) this.#settled = false;
    if (diverged) this.#finish('diverged');
  }

  get #isOver(): boolean {
    return (this.outcome ?? this.#ending) !== undefined;
  }

  /**
   * Ends a training. One that ends normally gets its best weights back if configured; one that has diverged only to
   * evaluate them.
   */
  #finish(kind: Outcome['kind']): void {
    const { kept } = this.#best;
    const isBack = kind === 'diverged' ? this.#completesBest : kept?.record.epoch !== this.epoch;
    if (isBack) kept?.restore();
    const outcome: Outcome = {
      ...{ kind, step: this.step, epoch: this.epoch },
      ...(kept && isBack && { restored: kept.record.epoch }),
    };
    if (kept && this.#completesBest) {
      this.#ending = outcome;
      this.#pending = this.#measuring.again(kept.record);
    } else this.outcome = outcome;
  }

  /** Saves the weights and the evaluation settings that belong to them, which schedules and changes may alter later. */
  #keep(): () => void {
    const restore = this.#network.keep();
    const evaluation = this.#evaluation;
    return () => {
      restore();
      this.#setEvaluation(evaluation);
    };
  }

  #setEvaluation(evaluation: readonly SiteSetting[]): void {
    this.#evaluation = evaluation;
    this.#network.setEvaluation(evaluation);
  }

  #replayChanges(): void {
    while (this.#replay.length > 0 && this.#replay[0]!.step <= this.step + 1) {
      this.#conditions.apply(this.#replay.shift()!);
      this.#settled = false;
    }
  }

  /** Writes the settings of the next `count` steps, or as many as fit into the table; returns how many. */
  #settle(count: number): number {
    const { steady } = this.#conditions;
    if (steady && this.#settled) return count;
    const rows = steady ? 1 : Math.min(count, TABLE_STEPS);
    for (let row = 0; row < rows; row++) {
      const step = this.step + row;
      this.#network.setStep(row, this.#conditions.learningRate(step), this.#conditions.training(step));
    }
    this.#network.setStepsDiffer(!steady);
    this.#setEvaluation(this.#conditions.evaluation(this.step + (steady ? 0 : rows - 1)));
    this.#settled = steady;
    return steady ? count : rows;
  }

  #endEpoch(steps: number, maxSamples: number): Advance {
    const { evaluateEvery } = this.#spec.training;
    if (!this.#lastEpoch && this.epoch % evaluateEvery !== 0) return this.#advanced(steps);
    this.#pending = this.#begin(true);
    // Steps and a partial evaluation are not mixed in one call, so that the cost of each can be measured.
    const fits = steps === 0 || this.#pending.evaluation.total <= maxSamples;
    return fits ? this.#evaluatePart(this.#pending, steps, maxSamples) : this.#advanced(steps);
  }

  get #lastEpoch(): boolean {
    return this.epoch === this.#spec.training.epochs;
  }

  #evaluatePart(pending: Pending, steps: number, maxSamples: number): Advance {
    const { evaluation } = pending;
    let samples = evaluation.run(maxSamples);
    if (evaluation.left === 0 && !evaluation.whole && this.#needsAll(pending)) {
      evaluation.complete();
      if (samples + evaluation.left <= maxSamples) samples += evaluation.run(maxSamples);
    }
    if (evaluation.left > 0) return { steps, samples };
    this.#pending = undefined;
    const record = this.#measuring.record(pending);
    this.outcome = this.#ending;
    if (pending.endsEpoch) {
      const patienceIsOver = this.#best.see(record);
      if (this.#conditions.see(record)) this.#settled = false;
      if (this.#lastEpoch) this.#finish('completed');
      else if (patienceIsOver) this.#finish('stoppedEarly');
    }
    return { ...this.#advanced(steps), samples, epoch: record };
  }

  /** Whether an epoch that is known on the rows that choose is to be known on all. */
  #needsAll(pending: Pending): boolean {
    return !this.#completesBest && this.#best.isBetter(this.#measuring.record(pending));
  }

  change(change: Change): RecordedChange {
    this.#replayChanges();
    this.#conditions.apply(change);
    this.#settled = false;
    // Before the first step, evaluation uses the upcoming settings.
    if (this.step === 0) this.#restartEvaluation();
    return { step: this.step + 1, ...change };
  }

  standAt(step: number): void {
    if (step <= this.step) return;
    // Evaluation uses the dropout settings of the last step, training those of the next.
    this.step = step - 1;
    this.#replayChanges();
    this.#setEvaluation(this.#conditions.evaluation(this.step));
    this.step = step;
    this.#replayChanges();
    this.#settled = false;
  }

  beginEvaluation(): void {
    this.#pending ??= this.#begin(false);
  }

  evaluate(): EpochRecord {
    const pending = this.#begin(false);
    pending.evaluation.run(Number.POSITIVE_INFINITY);
    return this.#measuring.record(pending);
  }

  #begin(endsEpoch: boolean): Pending {
    this.#settleEvaluation();
    return this.#measuring.begin(this.step, this.epoch, endsEpoch);
  }

  #restartEvaluation(): void {
    if (this.#pending) this.#pending = this.#begin(this.#pending.endsEpoch);
  }

  realization(): Realization | undefined {
    if (this.step === 0) return undefined;
    const { count } = this.#data.train;
    const batch = Math.min(this.#spec.training.batchSize, count);
    const first = ((this.step - 1) % this.stepsPerEpoch) * batch;
    const samples = Math.min(batch, count - first);
    return realizationOf(this.#network, this.#conditions, this.step, this.#lastRatios, samples);
  }

  /**
   * Evaluation uses the dropout settings of the last step, which the kernels have; before the first step, the upcoming
   * ones.
   */
  #settleEvaluation(): void {
    if (this.step > 0) return;
    this.#replayChanges();
    this.#setEvaluation(this.#conditions.evaluation(0));
  }

  predict(x: Float32Array, count: number): Float32Array {
    this.#settleEvaluation();
    const site = this.widths.length - 1;
    const out = new Float32Array(count * this.widths[site]!);
    this.#network.passes.forward(x, count, { kind: 'evaluation' }, (first, rows) => {
      if (this.#loss === LOSS.softmaxCrossEntropy) this.#network.passes.readProbabilities(out, first, rows);
      else this.#network.passes.readSite(site, out, first, rows);
    });
    return this.#loss === LOSS.binaryCrossEntropy ? bothProbabilities(out) : out;
  }

  forward(x: Float32Array, count: number, masking: Masking): ForwardPass {
    this.#settleAnalysis();
    const sites = this.widths.map((width) => new Float32Array(width * count));
    this.#network.passes.forward(x, count, masking, (first, rows) => {
      for (let site = 0; site < sites.length; site++) {
        this.#network.passes.readSite(site, sites[site]!, first, rows);
      }
    });
    if (this.#loss === LOSS.binaryCrossEntropy) sites.push(bothLogits(sites.pop()!));
    return { sites };
  }

  gradient(x: Float32Array, y: Float32Array, count: number, masking: Masking) {
    this.#settleAnalysis();
    return this.#network.passes.gradient(x, y, count, masking);
  }

  /** Writes the settings of the next step to the kernels. */
  #settleAnalysis(): void {
    this.#settleEvaluation();
    this.#replayChanges();
    const step = this.#nextStep();
    this.#network.setStep(0, this.#conditions.learningRate(step), this.#conditions.training(step));
    this.#settled = false;
  }

  weights(): LayerWeights[] {
    return this.#network.weights();
  }

  setWeights(layers: readonly LayerWeights[]): void {
    this.#network.setWeights(layers);
    this.#restartEvaluation();
  }

  dispose(): void {
    this.outcome ??= { kind: 'completed', step: this.step, epoch: this.epoch };
    this.#network.release();
  }
}

/** The probabilities of two classes by the logit of the second. */
const bothProbabilities = (logits: Float32Array): Float32Array =>
  Float32Array.from({ length: 2 * logits.length }, (_, i) => {
    const logit = logits[i >> 1]!;
    return 1 / (1 + exp(i % 2 === 0 ? logit : -logit));
  });

/** The logits of two classes of which one has the logit 0. */
const bothLogits = (logits: Float32Array) =>
  Float32Array.from({ length: 2 * logits.length }, (_, i) => (i % 2 === 0 ? 0 : logits[i >> 1]!));

/** Number of trainable parameters of a network. */
function parametersOf(network: NetworkOptions): number {
  const { widths } = network;
  const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
  const shapes = kindsOf(network).map((kind, index) => kind.shape(widths[index]!, widths[index + 1]!));
  const normed = network.norm ? 2 * sumOf(widths.slice(1, -1)) : 0;
  return shapes.reduce((sum, { w, b }) => sum + w + b, normed);
}

/**
 * Creates a trainer and allocates everything it needs.
 * @throws RangeError if the spec does not fit the data, or memory is insufficient.
 */
export function createTrainer(options: TrainerOptions): Trainer {
  return new NetworkTrainer(options);
}
