import type { Groups } from './dropout/groups';
import { NET, SCALARS } from './kernels/layout';
import { settingsBytes } from './kernels/structs';
import { addTiles } from './kernels/tiles';
import { normLines, normNumbers, readNorm, writeNorm } from './layers/norm';
import { mixingShares } from './mixup';
import { NetworkMemory } from './network-memory';
import { Passes } from './network-passes';
import type { EvaluatedSet, NetworkOptions, SetScore, SiteSetting, Snapshot } from './network-types';
import type { LayerWeights } from './trainer-types';

/**
 * A multilayer perceptron with its data and optimizer in one WebAssembly memory. The layout is fixed at construction;
 * steps do not allocate.
 */
export class Network {
  readonly widths: readonly number[];
  /** Passes over given rows. */
  readonly passes: Passes;
  readonly #memory: NetworkMemory;
  readonly seed: number;
  readonly maskSeed: number;
  /** What dropout drops together at each site. */
  readonly groups: readonly (Groups | undefined)[];
  readonly #mixup: number;
  readonly #batch: number;

  constructor(options: NetworkOptions) {
    this.widths = options.widths;
    this.seed = options.seed;
    this.maskSeed = options.maskSeed ?? options.seed;
    this.groups = options.groups ?? [];
    this.#mixup = options.mixup ?? 0;
    this.#batch = options.batch;
    this.#memory = new NetworkMemory(options);
    this.passes = new Passes(this.#memory);
  }

  /** Size of the memory in bytes. */
  get bytes(): number {
    return this.#memory.heap.memory.buffer.byteLength;
  }

  /** Draws initial weights; `variance` maps a layer's inputs and outputs to the variance of its weights. */
  initialize(variance: (inputs: number, outputs: number) => number): void {
    this.#memory.plan.layers.forEach(({ inputs, outputs }, index) => {
      const deviation = Math.sqrt(variance(inputs, outputs));
      this.#memory.kernels.initialize(this.#memory.plan.net, index, deviation, this.seed);
    });
    this.#memory.kernels.refreshAll(this.#memory.plan.net);
  }

  /** Shuffles the samples for an epoch (0, 1, …) and begins it. */
  beginEpoch(epoch: number): void {
    const { order, train, net, scratch, scalars, mixing } = this.#memory.plan;
    this.#memory.kernels.shuffle(order, train.count, this.seed, epoch, scratch);
    if (this.#mixup > 0) {
      const shares = mixingShares(this.maskSeed, epoch, Math.ceil(train.count / this.#batch), this.#mixup);
      this.#memory.heap.f32.set(shares, mixing.shares / 4);
    }
    this.#memory.heap.write(NET, net, { position: 0 });
    this.#memory.heap.write(SCALARS, scalars, { lossSum: 0 });
  }

  /** Writes row `index` (below `TABLE_STEPS`) of the settings for the next steps. */
  setStep(index: number, learningRate: number, sites: readonly SiteSetting[]): void {
    this.#memory.writeSettings(
      this.#memory.plan.table + index * settingsBytes(sites.length),
      learningRate,
      sites,
    );
  }

  /** Sets whether each step has its own row of settings, or all use the first. */
  setStepsDiffer(differ: boolean): void {
    const settingsStride = differ ? settingsBytes(this.widths.length) : 0;
    this.#memory.heap.write(NET, this.#memory.plan.net, { settingsStride });
  }

  /** Writes the settings of evaluation. */
  setEvaluation(sites: readonly SiteSetting[]): void {
    this.#memory.writeSettings(this.#memory.plan.evaluation, 0, sites);
  }

  /** Takes steps within the epoch. If the last one was not finite, `diverged` is set and `taken` may be less. */
  train(steps: number): { taken: number; diverged: boolean } {
    const taken = this.#memory.kernels.train(this.#memory.plan.net, steps);
    return { taken, diverged: this.#memory.heap.read(NET, this.#memory.plan.net, 'diverged') === 1 };
  }

  /** Mean training loss over the epoch's samples so far, with dropout; NaN before the first. */
  get epochLoss(): number {
    const { scalars, net } = this.#memory.plan;
    return this.#memory.heap.read(SCALARS, scalars, 'lossSum') / this.#memory.heap.read(NET, net, 'position');
  }

  /**
   * Evaluates about `most` samples of a set, at least one chunk, starting at sample `first` (the end of the previous
   * part). Returns how many. Sums are kept per chunk, so that the result does not depend on the number of parts.
   */
  evaluatePart(set: EvaluatedSet, first: number, most: number): number {
    const { net, evaluation, chunkRows } = this.#memory.plan;
    const { struct, count } = this.#memory.plan[set];
    const from = first / chunkRows;
    const to = Math.min(Math.ceil(count / chunkRows), from + Math.max(1, Math.floor(most / chunkRows)));
    this.#memory.kernels.evaluateChunks(net, evaluation, struct, from, to);
    return Math.min(count, to * chunkRows) - first;
  }

  /** Evaluates all samples of every set. */
  evaluateAll(): void {
    const { net, evaluation } = this.#memory.plan;
    this.#memory.kernels.evaluateAll(net, evaluation);
  }

  /** Mean loss and number of correct predictions of a set after its last part; NaN for an empty set. */
  evaluated(set: EvaluatedSet): SetScore {
    const { net } = this.#memory.plan;
    const samples = this.#memory.plan[set];
    if (samples.count === 0) return { loss: Number.NaN, hits: Number.NaN };
    const loss = this.#memory.kernels.sumOfChunks(net, samples.struct);
    return { loss, hits: this.#memory.heap.read(NET, net, 'hits') };
  }

  /** What the last evaluation of a set answered, where that is kept: see `NetworkMemory.answersOf`. */
  answers(set: EvaluatedSet): ArrayLike<number> {
    return this.#memory.answersOf(this.#memory.plan[set]);
  }

  /**
   * For the first sample of the last step's batch: outputs of every site, gradients with respect to the pre-activations
   * of every layer, and inputs of the sites with dropout.
   */
  snapshot(): Snapshot {
    const { snapshot, xStride, xBefore, layers } = this.#memory.plan;
    let place = snapshot;
    const next = (site: number) => {
      const values = this.#firstRow(place, site);
      place += site === 0 ? xStride : layers[site - 1]!.stride;
      return values;
    };
    return {
      activations: this.widths.map((_, site) => next(site)),
      gradients: layers.map((_, index) => next(index + 1)),
      before: (site) => this.#firstRow(site === 0 ? xBefore : layers[site - 1]!.before, site),
    };
  }

  /** Copies the first row at `address`, with the width of a site. */
  #firstRow(address: number, site: number): Float32Array {
    const values = new Float32Array(this.widths[site]!);
    addTiles(this.#memory.heap.f32, address / 4, values, 0, 1, values.length);
    return values;
  }

  /** Copies of all weights. */
  weights(): LayerWeights[] {
    const { plan, kinds, heap } = this.#memory;
    return plan.layers.map((layer, index) => {
      const norm = plan.norms[index];
      const weights = kinds[index]!.read(heap, layer);
      return norm ? { ...weights, norm: readNorm(heap, norm) } : weights;
    });
  }

  /** @throws RangeError if the shapes do not match this network. */
  setWeights(layers: readonly LayerWeights[]): void {
    const { plan, kinds, heap, kernels } = this.#memory;
    plan.layers.forEach((layer, index) => {
      const { inputs, outputs } = layer;
      const [given, shape] = [layers[index], kinds[index]!.shape(inputs, outputs)];
      if (given?.w.length !== shape.w || given.b.length !== shape.b)
        throw new RangeError(`Layer ${index + 1} has ${inputs} × ${outputs} weights.`);
      kinds[index]!.write(heap, layer, given);
      const norm = plan.norms[index];
      if (!norm) return;
      const numbers = normNumbers(norm.fields.kind) * outputs;
      if (given.norm?.length !== numbers)
        throw new RangeError(`Layer ${index + 1} has a normalization of ${numbers} numbers.`);
      writeNorm(heap, norm, given.norm);
    });
    kernels.refreshAll(plan.net);
  }

  /** Copies the weights as they lie in memory; returns a function that writes them back. */
  keep(): () => void {
    const { plan, kinds, heap, kernels } = this.#memory;
    const places = [
      ...plan.layers.map((layer, index) => kinds[index]!.kept(layer)),
      ...plan.norms.flatMap((norm) => (norm ? normLines(norm) : [])),
    ];
    const copies = places.map(([from, to]) => heap.f32.slice(from, to));
    return () => {
      places.forEach(([from], index) => {
        heap.f32.set(copies[index]!, from);
      });
      kernels.refreshAll(plan.net);
    };
  }

  /** Ends the training and dismisses the helper threads. */
  release(): void {
    this.#memory.release();
  }
}
