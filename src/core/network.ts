import { NET, SCALARS } from './kernels/layout';
import { settingsBytes } from './kernels/structs';
import { addTiles } from './kernels/tiles';
import { NetworkMemory } from './network-memory';
import { Passes } from './network-passes';
import type { EvaluatedSet, NetworkOptions, SetScore, SiteSetting, Snapshot } from './network-types';
import type { LayerWeights } from './trainer-types';

/**
 * A multilayer perceptron with its data and its optimizer in one WebAssembly memory. Everything is laid out once; a step
 * allocates nothing.
 */
export class Network {
  readonly widths: readonly number[];
  /** Passes over rows that are handed in. */
  readonly passes: Passes;
  readonly #memory: NetworkMemory;
  readonly seed: number;
  readonly maskSeed: number;

  constructor(options: NetworkOptions) {
    this.widths = options.widths;
    this.seed = options.seed;
    this.maskSeed = options.maskSeed ?? options.seed;
    this.#memory = new NetworkMemory(options);
    this.passes = new Passes(this.#memory);
  }

  /** Bytes of the memory. */
  get bytes(): number {
    return this.#memory.heap.memory.buffer.byteLength;
  }

  /** Draws initial weights with the variance that `variance` gives a layer's inputs and outputs. */
  initialize(variance: (inputs: number, outputs: number) => number): void {
    this.#memory.plan.layers.forEach(({ inputs, outputs }, index) => {
      const deviation = Math.sqrt(variance(inputs, outputs));
      this.#memory.kernels.initialize(this.#memory.plan.net, index, deviation, this.seed);
    });
    this.#memory.kernels.refreshAll(this.#memory.plan.net);
  }

  /** Puts the samples of an epoch (0, 1, …) into their order and begins it. */
  beginEpoch(epoch: number): void {
    const { order, train, net, scratch, scalars } = this.#memory.plan;
    this.#memory.kernels.shuffle(order, train.count, this.seed, epoch, scratch);
    this.#memory.heap.write(NET, net, { position: 0 });
    this.#memory.heap.write(SCALARS, scalars, { lossSum: 0 });
  }

  /** Writes what the next steps use: row `index` of at most `TABLE_STEPS`. */
  setStep(index: number, learningRate: number, sites: readonly SiteSetting[]): void {
    this.#memory.writeSettings(
      this.#memory.plan.table + index * settingsBytes(sites.length),
      learningRate,
      sites,
    );
  }

  /** Whether each step has a row of its own, or all use the first. */
  setStepsDiffer(differ: boolean): void {
    const settingsStride = differ ? settingsBytes(this.widths.length) : 0;
    this.#memory.heap.write(NET, this.#memory.plan.net, { settingsStride });
  }

  /** Writes what evaluation uses. */
  setEvaluation(sites: readonly SiteSetting[]): void {
    this.#memory.writeSettings(this.#memory.plan.evaluation, 0, sites);
  }

  /** Takes steps within the epoch. `taken` is less, or `diverged` is set, when the last one was not finite. */
  train(steps: number): { taken: number; diverged: boolean } {
    const taken = this.#memory.kernels.train(this.#memory.plan.net, steps);
    return { taken, diverged: this.#memory.heap.read(NET, this.#memory.plan.net, 'diverged') === 1 };
  }

  /** Mean loss of the epoch's samples so far, as they were trained on; NaN before the first. */
  get epochLoss(): number {
    const { scalars, net } = this.#memory.plan;
    return this.#memory.heap.read(SCALARS, scalars, 'lossSum') / this.#memory.heap.read(NET, net, 'position');
  }

  /**
   * Evaluates about `most` samples of a set, at least one chunk, from sample `first` (where the last part ended) on.
   * Returns how many. The parts' sums are kept apart, so that their number does not change a bit of the result.
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

  /** Mean loss over a set after its last part, and how many of its samples are right; NaN for no samples. */
  evaluated(set: EvaluatedSet): SetScore {
    const { net } = this.#memory.plan;
    const samples = this.#memory.plan[set];
    if (samples.count === 0) return { loss: Number.NaN, hits: Number.NaN };
    const loss = this.#memory.kernels.sumOfChunks(net, samples.struct);
    return { loss, hits: this.#memory.heap.read(NET, net, 'hits') };
  }

  /**
   * What the first sample of the last step's batch put out at every site; the gradient of the batch's loss by its sums
   * in every layer; and, of sites that dropped, what came in.
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

  /** The first row of tiles as wide as a site. */
  #firstRow(address: number, site: number): Float32Array {
    const values = new Float32Array(this.widths[site]!);
    addTiles(this.#memory.heap.f32, address / 4, values, 0, 1, values.length);
    return values;
  }

  /** Copies of all weights. */
  weights(): LayerWeights[] {
    const { plan, kinds, heap } = this.#memory;
    return plan.layers.map((layer, index) => kinds[index]!.read(heap, layer));
  }

  /** @throws RangeError when the shapes are not this network's. */
  setWeights(layers: readonly LayerWeights[]): void {
    const { plan, kinds, heap, kernels } = this.#memory;
    plan.layers.forEach((layer, index) => {
      const { inputs, outputs } = layer;
      const [given, shape] = [layers[index], kinds[index]!.shape(inputs, outputs)];
      if (given?.w.length !== shape.w || given.b.length !== shape.b)
        throw new RangeError(`Layer ${index + 1} has ${inputs} × ${outputs} weights.`);
      kinds[index]!.write(heap, layer, given);
    });
    kernels.refreshAll(plan.net);
  }

  /** The training is over: threads that helped are sent home. */
  release(): void {
    this.#memory.release();
  }
}
