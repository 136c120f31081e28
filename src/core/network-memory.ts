import { thresholdOf } from './conditions';
import type { Crew, SharedWork } from './crew';
import type { Samples } from './dataset';
import { Heap } from './kernels/heap';
import { instantiate, type Kernels, kernelsModule } from './kernels/instance';
import {
  ACTIVATION,
  LAYER,
  MASK_KEY,
  NET,
  NORM,
  NORMALIZATION,
  PURPOSE,
  SAMPLES,
  SCALARS,
  SETTINGS,
  SITE,
} from './kernels/layout';
import { panelsOf, writeTiles } from './kernels/tiles';
import type { LayerKind } from './layers/layer';
import { initializeNorm } from './layers/norm';
import { isOfNumbers } from './losses';
import { type Sharing, sharingOf } from './multiply-adds';
import { chunkRowsFor, kindsOf, type NetworkPlan, planNetwork, type SamplesPlan } from './network-plan';
import type { NetworkOptions, SiteSetting } from './network-types';

/** Features are listed as sparse if their density is below this. */
const LISTED_DENSITY = 0.75;

/** Share of non-zero values. */
function densityOf(x: Float32Array): number {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) count++;
  return count / Math.max(1, x.length);
}

/** Number of threads that may share the work on a network. */
function sharingWith({ crew, widths, batch, train, validation, test }: NetworkOptions): Sharing {
  const samples = Math.max(train.count, validation.count, test.count);
  return sharingOf({ widths, batch }, chunkRowsFor(widths), samples, crew?.most ?? 1);
}

/** Lays out a network and its data in one WebAssembly memory, and writes the descriptions that the kernels work on. */
export class NetworkMemory {
  readonly widths: readonly number[];
  readonly plan: NetworkPlan;
  readonly heap: Heap;
  readonly kernels: Kernels;
  /** The kind of each layer. */
  readonly kinds: readonly LayerKind[];
  readonly #module: WebAssembly.Module;
  readonly #targetWidth: number;
  readonly #crew: Crew | undefined;
  /** The work enlisted with the crew, if any. */
  #shared: SharedWork | undefined;

  /** @throws RangeError if the memory would be too large. */
  constructor(options: NetworkOptions) {
    const { widths, train, validation, test } = options;
    const sharing = sharingWith(options);
    const threads = Math.max(sharing.step, sharing.chunks);
    this.widths = widths;
    this.#targetWidth = isOfNumbers(options.loss) ? widths.at(-1)! : 0;
    const targetBytes = isOfNumbers(options.loss) ? panelsOf(this.#targetWidth) * 32 : 4;
    const sparseInput = !options.noisy && densityOf(train.x) < LISTED_DENSITY;
    const counts = {
      trainCount: train.count,
      validationCount: validation.count,
      testCount: test.count,
      threads,
    };
    this.plan = planNetwork({ ...options, ...counts, targetBytes, sparseInput });
    options.claim?.(this.plan.bytes);
    this.heap = new Heap(this.plan.bytes);
    this.#module = options.kernels ?? kernelsModule();
    this.kernels = instantiate(this.heap.memory, this.#module);
    this.kinds = kindsOf(options);
    this.#describe(options, targetBytes);
    this.#describeLayers(options);
    this.#writeGroups(options);
    this.#writeSamples(this.plan.train, train);
    this.#writeSamples(this.plan.validation, validation);
    this.#writeSamples(this.plan.test, test);
    if (threads > 1) {
      this.#crew = options.crew;
      this.#enlist(sharing);
    }
  }

  #describe(options: NetworkOptions, targetBytes: number): void {
    const { update } = options;
    const plan = this.plan;
    this.heap.write(NET, plan.net, {
      layerCount: plan.layers.length,
      layers: plan.layerStructs,
      chunkRows: plan.chunkRows,
      train: plan.train.struct,
      validation: plan.validation.struct,
      test: plan.test.struct,
      batch: options.batch,
      order: plan.order,
      x: plan.x,
      xStride: plan.xStride,
      features: options.widths[0]!,
      y: plan.y,
      targetBytes,
      rowLosses: plan.rowLosses,
      loss: options.loss,
      huberDelta: options.huberDelta ?? 1,
      classWeights: this.#writeClassWeights(options.classWeights),
      smoothing: options.labelSmoothing ?? 0,
      scratch: plan.scratch,
      scratchBytes: plan.scratchBytes,
      sums: plan.sums,
      zeros: plan.zeros,
      staged: Number(options.norm?.kind === NORMALIZATION.batch),
      optimizer: update.code,
      epsilon: update.epsilon,
      weightDecay: options.weightDecay,
      decoupledDecay: Number(options.decoupledDecay ?? false),
      l1: options.l1,
      maxNorm: options.maxNorm,
      clipNorm: options.clipNorm ?? 0,
      clipValue: options.clipValue ?? 0,
      squares: plan.squares,
      key: plan.trainKey,
      settings: plan.table,
      scalars: plan.scalars,
      ...plan.mixing,
      connections: Number(options.dropConnect !== undefined),
      connectionKey: plan.connectionKey,
      snapshot: plan.snapshot,
      xBefore: plan.xBefore,
      crew: plan.crew,
    });
    const { beta1, beta2, momentumDecay = 1 } = update;
    const powers = { beta1Power: 1, beta2Power: 1, momentumDecayPower: 1, momentumProduct: 1 };
    this.heap.write(SCALARS, plan.scalars, { beta1, beta2, momentumDecay, ...powers });
    this.heap.write(MASK_KEY, plan.trainKey, {
      seed: options.maskSeed ?? options.seed,
      purpose: PURPOSE.masks,
    });
    for (const norm of plan.norms) if (norm) initializeNorm(this.heap, norm);
    this.heap.write(MASK_KEY, plan.drawKey, { seed: options.seed, purpose: PURPOSE.analysis });
  }

  /** Writes the group of every unit, also of those that fill up the last line. */
  #writeGroups({ groups, widths }: NetworkOptions): void {
    this.plan.groups.forEach((address, site) => {
      const groupOf = groups?.[site];
      if (!groupOf) return;
      const last = widths[site]! - 1;
      for (let unit = 0; unit < panelsOf(last + 1) * 8; unit++)
        this.heap.u32[address / 4 + unit] = groupOf(Math.min(unit, last));
    });
  }

  /** Writes the class weights; returns their address, or 0 without weights. */
  #writeClassWeights(weights: Float32Array | undefined): number {
    if (!weights) return 0;
    this.heap.f32.set(weights, this.plan.classWeights / 4);
    return this.plan.classWeights;
  }

  #describeLayers({ activation, slope = 0, dropConnect }: NetworkOptions): void {
    const { layers, layerStructs, norms, normStructs, masked } = this.plan;
    layers.forEach((layer, index) => {
      const kind = this.kinds[index];
      const isActivated = kind!.activates && index + 1 < layers.length;
      const address = layerStructs + index * LAYER.bytes;
      const own = isActivated ? { activation, slope } : { activation: ACTIVATION.linear };
      const [norm, place] = [norms[index], normStructs + index * NORM.bytes];
      if (norm) this.heap.write(NORM, place, norm.fields);
      const ratio = dropConnect?.[index] ?? 0;
      const dropped = { dropThreshold: thresholdOf(ratio), dropScale: 1 / (1 - ratio) };
      this.heap.write(LAYER, address, {
        ...layer,
        ...own,
        ...masked[index],
        ...dropped,
        norm: norm ? place : 0,
      });
      kind!.become(this.kernels, address);
    });
  }

  #writeSamples(plan: NetworkPlan['train'], samples: Samples): void {
    const { count, struct, x, y, sums, answers } = plan;
    this.heap.write(SAMPLES, struct, { count, x, y, sums, answers });
    writeTiles(this.heap.f32, x / 4, samples.x, 0, count, this.widths[0]!);
    this.writeTargets(y, samples.y, 0, count);
  }

  /** Writes the targets of `count` rows from `first` in the kernels' format. */
  writeTargets(address: number, y: Float32Array, first: number, count: number): void {
    const width = this.#targetWidth;
    if (width === 0) {
      for (let i = 0; i < count; i++) this.heap.u32[address / 4 + i] = y[first + i]!;
      return;
    }
    const line = panelsOf(width) * 8;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < width; j++) {
        this.heap.f32[address / 4 + i * line + j] = y[(first + i) * width + j]!;
      }
    }
  }

  /** What the last evaluation of a set answered: a class for each sample, or its numbers, row-major. */
  answersOf({ count, answers }: SamplesPlan): ArrayLike<number> {
    const width = this.#targetWidth;
    if (width === 0) return this.heap.u32.subarray(answers / 4, answers / 4 + count);
    const line = panelsOf(width) * 8;
    return Float32Array.from({ length: count * width }, (_, i) => {
      const row = Math.floor(i / width);
      return this.heap.f32[answers / 4 + row * line + (i - row * width)]!;
    });
  }

  /** Writes the settings of a step or an evaluation. */
  writeSettings(address: number, learningRate: number, sites: readonly SiteSetting[]): void {
    this.heap.write(SETTINGS, address, { learningRate });
    sites.forEach((site, index) => {
      const groups = this.plan.groups[index]!;
      this.heap.write(SITE, address + SETTINGS.bytes + index * SITE.bytes, { ...site, groups });
    });
  }

  #enlist({ step, chunks }: Sharing): void {
    const { net } = this.plan;
    const { heap, kernels } = this;
    heap.write(NET, net, { stepThreads: step, chunkThreads: chunks });
    kernels.setThreads(net, 1);
    const setThreads = (threads: number) => kernels.setThreads(net, threads);
    this.#shared = { module: this.#module, memory: heap.memory, net, setThreads };
    this.#crew!.enlist(this.#shared);
  }

  /** Dismisses the helpers; later work uses one thread. */
  release(): void {
    const shared = this.#shared;
    if (!shared) return;
    this.#shared = undefined;
    shared.setThreads(0);
    this.#crew!.release(shared);
  }
}
