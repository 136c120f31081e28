import type { Samples } from './dataset';
import { Heap } from './kernels/heap';
import { instantiate, type Kernels } from './kernels/instance';
import { KEY, LAYER, NET, SAMPLES, SCALARS, SETTINGS, SITE, settingsBytes } from './kernels/structs';
import { addTiles, panelsOf, tilesOf, writeTiles } from './kernels/tiles';
import { type NetworkPlan, type NetworkSize, planNetwork, TABLE_STEPS } from './network-plan';
import { PURPOSES } from './random';
import type { LayerWeights } from './trainer-types';

/** What a network is made of. */
export interface NetworkOptions
  extends Omit<NetworkSize, 'trainCount' | 'testCount' | 'targetBytes' | 'sparseInput'> {
  /** The kernels' number of the hidden layers' activation. */
  readonly activation: number;
  /** 0 softmax cross-entropy, 1 mean squared error of numbers, 2 the same of one-hot classes. */
  readonly loss: 0 | 1 | 2;
  readonly weightDecay: number;
  readonly l1: number;
  readonly maxNorm: number;
  readonly seed: number;
  readonly train: Samples;
  readonly test: Samples;
}

/** What is evaluated. */
export type EvaluatedSet = 'train' | 'test';

/** Mean loss over a set, and how many of its samples are right. */
export interface SetScore {
  readonly loss: number;
  readonly hits: number;
}

/** How dropout works at a site in a pass; see `Site` in the kernels. */
export interface SiteSetting {
  readonly mode: number;
  readonly threshold: number;
  readonly scale: number;
  readonly shift: number;
  readonly dropped: number;
}

/** The site's numbers where nothing happens. */
export const NO_DROPOUT: SiteSetting = { mode: 0, threshold: 0, scale: 1, shift: 0, dropped: 0 };

/** Multipliers given from outside: of a plain rule, and of alpha dropout. */
const GIVEN = 4;
const GIVEN_ALPHA = 5;
const ALPHA = 3;

/** Features are listed where fewer than this share of them is not 0. */
const LISTED_DENSITY = 0.75;

/** The share of numbers that are not 0. */
function densityOf(x: Float32Array): number {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) count++;
  return count / Math.max(1, x.length);
}

/** Masks of a pass over rows that are handed in. */
export type PassMasks =
  | { readonly kind: 'evaluation' }
  | { readonly kind: 'draw'; readonly draw: number }
  | { readonly kind: 'given'; readonly multipliers: readonly (Float32Array | null)[] };

/**
 * A multilayer perceptron with its data and its optimizer in one WebAssembly memory. Everything is laid out once; a step
 * allocates nothing.
 */
export class Network {
  readonly widths: readonly number[];
  readonly #plan: NetworkPlan;
  readonly #heap: Heap;
  readonly #kernels: Kernels;
  readonly #targetWidth: number;
  readonly #seed: number;
  /** Addresses of the tiles of given multipliers, site by site, once any were given. */
  #given: number[] | undefined;

  constructor(options: NetworkOptions) {
    const { widths, train, test } = options;
    this.widths = widths;
    this.#seed = options.seed;
    this.#targetWidth = options.loss === 1 ? widths[widths.length - 1] : 0;
    const targetBytes = options.loss === 1 ? panelsOf(this.#targetWidth) * 32 : 4;
    const sparseInput = densityOf(train.x) < LISTED_DENSITY;
    const counts = { trainCount: train.count, testCount: test.count };
    this.#plan = planNetwork({ ...options, ...counts, targetBytes, sparseInput });
    this.#heap = new Heap(this.#plan.bytes);
    this.#kernels = instantiate(this.#heap.memory);
    this.#describe(options, targetBytes);
    this.#describeLayers(options.activation);
    this.#writeSamples(this.#plan.train, train);
    this.#writeSamples(this.#plan.test, test);
  }

  #describe(options: NetworkOptions, targetBytes: number): void {
    const { update } = options;
    const plan = this.#plan;
    this.#heap.write(NET, plan.net, {
      layerCount: plan.layers.length,
      layers: plan.layerStructs,
      chunkRows: plan.chunkRows,
      train: plan.train.struct,
      test: plan.test.struct,
      batch: options.batch,
      order: plan.order,
      x: plan.x,
      xStride: plan.xStride,
      features: options.widths[0],
      y: plan.y,
      targetBytes,
      rowLosses: plan.rowLosses,
      loss: options.loss,
      scratch: plan.scratch,
      scratchBytes: plan.scratchBytes,
      sums: plan.sums,
      zeros: plan.zeros,
      optimizer: update.code,
      epsilon: update.epsilon,
      weightDecay: options.weightDecay,
      l1: options.l1,
      maxNorm: options.maxNorm,
      key: plan.trainKey,
      settings: plan.table,
      scalars: plan.scalars,
      snapshot: plan.snapshot,
    });
    const { beta1, beta2 } = update;
    this.#heap.write(SCALARS, plan.scalars, { beta1, beta2, beta1Power: 1, beta2Power: 1 });
    this.#heap.write(KEY, plan.trainKey, { seed: options.seed, purpose: PURPOSES.masks });
    this.#heap.write(KEY, plan.drawKey, { seed: options.seed, purpose: PURPOSES.analysis });
  }

  #describeLayers(activation: number): void {
    const { layers, layerStructs } = this.#plan;
    layers.forEach((layer, index) => {
      const hidden = index + 1 < layers.length;
      const address = layerStructs + index * LAYER.bytes;
      this.#heap.write(LAYER, address, { ...layer, activation: hidden ? activation : 0 });
    });
  }

  #writeSamples(plan: NetworkPlan['train'], samples: Samples): void {
    const { count, struct, x, y, sums } = plan;
    this.#heap.write(SAMPLES, struct, { count, x, y, sums });
    writeTiles(this.#heap.f32, x / 4, samples.x, 0, count, this.widths[0]);
    this.#writeTargets(y, samples.y, 0, count);
  }

  #writeTargets(address: number, y: Float32Array, first: number, count: number): void {
    const width = this.#targetWidth;
    if (width === 0) {
      for (let i = 0; i < count; i++) this.#heap.u32[address / 4 + i] = y[first + i];
      return;
    }
    const line = panelsOf(width) * 8;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < width; j++) {
        this.#heap.f32[address / 4 + i * line + j] = y[(first + i) * width + j];
      }
    }
  }

  /** Bytes of the memory. */
  get bytes(): number {
    return this.#heap.memory.buffer.byteLength;
  }

  /** Draws initial weights with the variance that `variance` gives a layer's inputs and outputs. */
  initialize(variance: (inputs: number, outputs: number) => number): void {
    this.#plan.layers.forEach(({ inputs, outputs }, index) => {
      const deviation = Math.sqrt(variance(inputs, outputs));
      this.#kernels.initialize(this.#plan.net, index, deviation, this.#seed);
    });
    this.#kernels.transposeAll(this.#plan.net);
  }

  /** Puts the samples of an epoch (0, 1, …) into their order and begins it. */
  beginEpoch(epoch: number): void {
    const { order, train, net, scratch, scalars } = this.#plan;
    this.#kernels.shuffle(order, train.count, this.#seed, epoch, scratch);
    this.#heap.write(NET, net, { position: 0 });
    this.#heap.write(SCALARS, scalars, { lossSum: 0 });
  }

  /** Writes what the next steps use: row `index` of at most `TABLE_STEPS`. */
  setStep(index: number, learningRate: number, sites: readonly SiteSetting[]): void {
    this.#writeSettings(this.#plan.table + index * settingsBytes(sites.length), learningRate, sites);
  }

  /** Whether each step has a row of its own, or all use the first. */
  setStepsDiffer(differ: boolean): void {
    const settingsStride = differ ? settingsBytes(this.widths.length) : 0;
    this.#heap.write(NET, this.#plan.net, { settingsStride });
  }

  /** Writes what evaluation uses. */
  setEvaluation(sites: readonly SiteSetting[]): void {
    this.#writeSettings(this.#plan.evaluation, 0, sites);
  }

  #writeSettings(address: number, learningRate: number, sites: readonly SiteSetting[]): void {
    this.#heap.write(SETTINGS, address, { learningRate });
    sites.forEach((site, index) => {
      this.#heap.write(SITE, address + SETTINGS.bytes + index * SITE.bytes, { ...site });
    });
  }

  /** Takes steps within the epoch. `taken` is less, or `diverged` is set, when the last one was not finite. */
  train(steps: number): { taken: number; diverged: boolean } {
    const taken = this.#kernels.train(this.#plan.net, steps);
    return { taken, diverged: this.#heap.read(NET, this.#plan.net, 'diverged') === 1 };
  }

  /** Mean loss of the epoch's samples so far, as they were trained on; NaN before the first. */
  get epochLoss(): number {
    const { scalars, net } = this.#plan;
    return this.#heap.read(SCALARS, scalars, 'lossSum') / this.#heap.read(NET, net, 'position');
  }

  /**
   * Evaluates about `most` samples of a set, at least one chunk, from sample `first` (where the last part ended) on.
   * Returns how many. The parts' sums are kept apart, so that their number does not change a bit of the result.
   */
  evaluatePart(set: EvaluatedSet, first: number, most: number): number {
    const { net, evaluation, chunkRows } = this.#plan;
    const { struct, count } = this.#plan[set];
    const from = first / chunkRows;
    const to = Math.min(Math.ceil(count / chunkRows), from + Math.max(1, Math.floor(most / chunkRows)));
    this.#kernels.evaluateChunks(net, evaluation, struct, from, to);
    return Math.min(count, to * chunkRows) - first;
  }

  /** Mean loss over a set after its last part, and how many of its samples are right; NaN for no samples. */
  evaluated(set: EvaluatedSet): SetScore {
    const { net } = this.#plan;
    const samples = this.#plan[set];
    if (samples.count === 0) return { loss: Number.NaN, hits: Number.NaN };
    const loss = this.#kernels.sumOfChunks(net, samples.struct);
    return { loss, hits: this.#heap.read(NET, net, 'hits') };
  }

  /** What the first sample of the last step's batch put out at every site. */
  snapshot(): Float32Array[] {
    let place = this.#plan.snapshot / 4;
    const strides = [this.#plan.xStride, ...this.#plan.layers.map((layer) => layer.stride)];
    return this.widths.map((width, site) => {
      const values = new Float32Array(width);
      addTiles(this.#heap.f32, place, values, 0, 1, width);
      place += strides[site] / 4;
      return values;
    });
  }

  /** Passes rows forward; `receive` gets them chunk by chunk, to be read with `readSite` or `readProbabilities`. */
  forward(
    x: Float32Array,
    count: number,
    masks: PassMasks,
    receive: (first: number, rows: number) => void,
  ): void {
    const { net, analysis, drawKey } = this.#plan;
    this.#prepare(masks);
    for (let first = 0; first < count; first += this.#plan.chunkRows) {
      const rows = Math.min(this.#plan.chunkRows, count - first);
      this.#load(x, first, rows, masks);
      this.#kernels.forwardRows(net, analysis, drawKey, tilesOf(rows), first / 4);
      receive(first, rows);
    }
  }

  /** Copies the first rows of a site after a pass into `target` (zeros), from its row `first` on. */
  readSite(site: number, target: Float32Array, first: number, rows: number): void {
    const address = site === 0 ? this.#plan.x : this.#plan.layers[site - 1].output;
    addTiles(this.#heap.f32, address / 4, target, first, rows, this.widths[site]);
  }

  /** The same for the class probabilities. */
  readProbabilities(target: Float32Array, first: number, rows: number): void {
    this.#kernels.softmaxRows(this.#plan.net, rows);
    this.readSite(this.widths.length - 1, target, first, rows);
  }

  /** Mean loss of rows, and its gradient. */
  gradient(
    x: Float32Array,
    y: Float32Array,
    count: number,
    masks: PassMasks,
  ): { loss: number; layers: LayerWeights[] } {
    const { net, analysis, drawKey, rows: most } = this.#plan;
    this.#prepare(masks);
    const totals = this.#plan.layers.map(({ inputs, outputs }) => ({
      w: new Float64Array(inputs * outputs),
      b: new Float64Array(outputs),
    }));
    let loss = 0;
    for (let first = 0; first < count; first += most) {
      const rows = Math.min(most, count - first);
      this.#load(x, first, rows, masks);
      this.#writeTargets(this.#plan.y, y, first, rows);
      loss += this.#kernels.gradientRows(net, analysis, drawKey, rows, first / 4, count);
      this.#addGradients(rows, totals);
    }
    const layers = totals.map(({ w, b }, index) => {
      const { inputs, outputs } = this.#plan.layers[index];
      return { inputs, outputs, w: Float32Array.from(w), b: Float32Array.from(b) };
    });
    return { loss: loss / count, layers };
  }

  #addGradients(rows: number, totals: readonly { w: Float64Array; b: Float64Array }[]): void {
    const { net, layers, scratch, sums, analysis } = this.#plan;
    const place = (scratch + sums) / 4;
    layers.forEach(({ inputs, outputs, lines, units, unitLines, weightStride }, index) => {
      const { w, b } = totals[index];
      for (let unit = 0; unit < units; unit++) {
        this.#kernels.gradientOfUnit(net, analysis, index, unit, rows);
        const first = unit * unitLines;
        addTiles(this.#heap.f32, place, w, first, Math.min(unitLines, inputs - first), outputs);
        if (unit < units - 1) continue;
        const biases = place + (((lines - first) / 4) * weightStride) / 4;
        for (let j = 0; j < outputs; j++) b[j] += this.#heap.f32[biases + j];
      }
    });
  }

  /** Writes the settings of a pass over rows from outside: evaluation's, or the next step's with masks of their own. */
  #prepare(masks: PassMasks): void {
    const { analysis, evaluation, table, drawKey } = this.#plan;
    const bytes = settingsBytes(this.widths.length);
    const from = masks.kind === 'evaluation' ? evaluation : table;
    this.#heap.u32.copyWithin(analysis / 4, from / 4, (from + bytes) / 4);
    if (masks.kind === 'draw') {
      this.#heap.write(KEY, drawKey, { low: masks.draw, high: Math.floor(masks.draw / 2 ** 32) });
    }
    if (masks.kind === 'given') this.#prepareGiven(masks.multipliers);
  }

  #prepareGiven(multipliers: readonly (Float32Array | null)[]): void {
    const given = this.#givenTiles();
    this.widths.forEach((_, site) => {
      const address = this.#plan.analysis + SETTINGS.bytes + site * SITE.bytes;
      const alpha = this.#heap.read(SITE, address, 'mode') === ALPHA;
      const mode = multipliers[site] ? (alpha ? GIVEN_ALPHA : GIVEN) : 0;
      this.#heap.write(SITE, address, { mode, given: given[site] });
    });
  }

  /** Where given multipliers go. Made when first needed: few runs ever give any. */
  #givenTiles(): number[] {
    if (this.#given) return this.#given;
    const tiles = this.#plan.rows / 4;
    const strides = [this.#plan.xStride, ...this.#plan.layers.map((layer) => layer.stride)];
    let address = this.#heap.grow(strides.reduce((sum, stride) => sum + stride * tiles, 0));
    this.#given = strides.map((stride) => {
      const here = address;
      address += stride * tiles;
      return here;
    });
    return this.#given;
  }

  /** Copies rows of inputs, and given multipliers, to where the kernels want them. */
  #load(x: Float32Array, first: number, rows: number, masks: PassMasks): void {
    writeTiles(this.#heap.f32, this.#plan.x / 4, x, first, rows, this.widths[0]);
    if (masks.kind !== 'given') return;
    masks.multipliers.forEach((values, site) => {
      if (!values) return;
      writeTiles(this.#heap.f32, this.#given![site] / 4, values, first, rows, this.widths[site]);
    });
  }

  /** Copies of all weights. */
  weights(): LayerWeights[] {
    return this.#plan.layers.map(({ inputs, outputs, weights, weightBytes }) => {
      const w = new Float32Array(inputs * outputs);
      addTiles(this.#heap.f32, weights / 4, w, 0, inputs, outputs);
      const biases = (weights + weightBytes) / 4;
      return { inputs, outputs, w, b: this.#heap.f32.slice(biases, biases + outputs) };
    });
  }

  /** @throws RangeError when the shapes are not this network's. */
  setWeights(layers: readonly LayerWeights[]): void {
    this.#plan.layers.forEach(({ inputs, outputs, weights, weightBytes }, index) => {
      const given = layers[index];
      if (given?.w.length !== inputs * outputs || given.b.length !== outputs) {
        throw new RangeError(`Layer ${index + 1} has ${inputs} × ${outputs} weights.`);
      }
      writeTiles(this.#heap.f32, weights / 4, given.w, 0, inputs, outputs);
      this.#heap.f32.set(given.b, (weights + weightBytes) / 4);
    });
    this.#kernels.transposeAll(this.#plan.net);
  }
}

export { TABLE_STEPS };
