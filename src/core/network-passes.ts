import { MASK_KEY, MODE, SETTINGS, SITE } from './kernels/layout';
import { settingsBytes } from './kernels/structs';
import { addTiles, tilesOf, writeTiles } from './kernels/tiles';
import type { GradientSums } from './layers/layer';
import { addNormGradient, normNumbers } from './layers/norm';
import type { NetworkMemory } from './network-memory';
import type { PassMasks } from './network-types';
import type { LayerWeights } from './trainer-types';

/** Passes over given rows, for predictions, pictures and analyses. They do not affect the training. */
export class Passes {
  readonly #memory: NetworkMemory;
  /** Addresses of the tiles for given multipliers, per site; undefined until first used. */
  #given: number[] | undefined;

  constructor(memory: NetworkMemory) {
    this.#memory = memory;
  }

  /**
   * Runs a forward pass chunk by chunk; `receive` is called after each, to read it with `readSite` or
   * `readProbabilities`.
   */
  forward(
    x: Float32Array,
    count: number,
    masks: PassMasks,
    receive: (first: number, rows: number) => void,
  ): void {
    const { net, analysis, drawKey } = this.#memory.plan;
    this.#prepare(masks);
    for (let first = 0; first < count; first += this.#memory.plan.chunkRows) {
      const rows = Math.min(this.#memory.plan.chunkRows, count - first);
      this.#load(x, first, rows, masks);
      this.#memory.kernels.forwardRows(net, analysis, drawKey, tilesOf(rows), first / 4);
      receive(first, rows);
    }
    this.#finish(masks);
  }

  /** Copies the first rows of a site after a pass to `target` (zeroed), starting at its row `first`. */
  readSite(site: number, target: Float32Array, first: number, rows: number): void {
    const address = site === 0 ? this.#memory.plan.x : this.#memory.plan.layers[site - 1]!.output;
    addTiles(this.#memory.heap.f32, address / 4, target, first, rows, this.#memory.widths[site]!);
  }

  /** As `readSite`, for the class probabilities. */
  readProbabilities(target: Float32Array, first: number, rows: number): void {
    this.#memory.kernels.softmaxRows(this.#memory.plan.net, rows);
    this.readSite(this.#memory.widths.length - 1, target, first, rows);
  }

  /** Mean loss over rows, and its gradient; batch normalization keeps its running statistics. */
  gradient(
    x: Float32Array,
    y: Float32Array,
    count: number,
    masks: PassMasks,
  ): { loss: number; layers: LayerWeights[] } {
    const { net, analysis, drawKey } = this.#memory.plan;
    // A batch may be larger, but a thread's scratch memory holds the lists of a chunk.
    const most = this.#memory.plan.chunkRows;
    this.#prepare(masks);
    const totals = this.#memory.plan.layers.map(({ inputs, outputs }, index) => {
      const shape = this.#memory.kinds[index]!.shape(inputs, outputs);
      const norm = this.#memory.plan.norms[index];
      return {
        w: new Float64Array(shape.w),
        b: new Float64Array(shape.b),
        ...(norm && { norm: new Float64Array(normNumbers(norm.fields.kind) * outputs) }),
      };
    });
    let loss = 0;
    for (let first = 0; first < count; first += most) {
      const rows = Math.min(most, count - first);
      this.#load(x, first, rows, masks);
      this.#memory.writeTargets(this.#memory.plan.y, y, first, rows);
      loss += this.#memory.kernels.gradientRows(net, analysis, drawKey, rows, first / 4, count);
      this.#addGradients(rows, totals);
    }
    this.#finish(masks);
    const layers = totals.map(({ w, b, norm }, index) => {
      const { inputs, outputs } = this.#memory.plan.layers[index]!;
      const weights = { inputs, outputs, w: Float32Array.from(w), b: Float32Array.from(b) };
      return norm ? { ...weights, norm: Float32Array.from(norm) } : weights;
    });
    return { loss: loss / count, layers };
  }

  #addGradients(rows: number, totals: readonly GradientSums[]): void {
    const { kernels, kinds, heap, plan } = this.#memory;
    const { net, layers, norms, scratch, sums, analysis } = plan;
    layers.forEach((layer, index) => {
      for (let unit = 0; unit < layer.units; unit++) {
        kernels.gradientOfUnit(net, analysis, index, unit, rows);
        kinds[index]!.addGradient(heap, (scratch + sums) / 4, layer, unit, totals[index]!);
      }
      const [norm, total] = [norms[index], totals[index]!.norm];
      if (!norm || !total) return;
      kernels.gradientOfNorm(net, index, rows);
      addNormGradient(heap, norm, total);
    });
  }

  /** Writes the settings of a pass: those of evaluation, or those of the next step with its own masks. */
  #prepare(masks: PassMasks): void {
    const { analysis, evaluation, table, drawKey } = this.#memory.plan;
    const bytes = settingsBytes(this.#memory.widths.length);
    const from = masks.kind === 'evaluation' ? evaluation : table;
    this.#memory.heap.u32.copyWithin(analysis / 4, from / 4, (from + bytes) / 4);
    if (masks.kind === 'draw') {
      this.#memory.heap.write(MASK_KEY, drawKey, { low: masks.draw, high: Math.floor(masks.draw / 2 ** 32) });
    }
    if (this.#drops(masks)) this.#memory.kernels.dropConnections(this.#memory.plan.net, drawKey);
    if (masks.kind === 'given') this.#prepareGiven(masks.multipliers);
  }

  /** Whether a pass drops connections as a step does. */
  #drops({ kind }: PassMasks): boolean {
    return kind === 'draw' && this.#memory.plan.masked.some(({ masked }) => masked > 0);
  }

  #finish(masks: PassMasks): void {
    if (this.#drops(masks)) this.#memory.kernels.keepConnections(this.#memory.plan.net);
  }

  #prepareGiven(multipliers: readonly (Float32Array | null)[]): void {
    const given = this.#givenTiles();
    this.#memory.widths.forEach((_, site) => {
      const address = this.#memory.plan.analysis + SETTINGS.bytes + site * SITE.bytes;
      const alpha = this.#memory.heap.read(SITE, address, 'mode') === MODE.alpha;
      const mode = multipliers[site] ? (alpha ? MODE.givenAlpha : MODE.given) : MODE.none;
      this.#memory.heap.write(SITE, address, { mode, given: given[site]!, noise: 0 });
    });
  }

  /** Tiles for given multipliers, allocated on first use, since few runs need them. */
  #givenTiles(): number[] {
    if (this.#given) return this.#given;
    const tiles = this.#memory.plan.rows / 4;
    const strides = [this.#memory.plan.xStride, ...this.#memory.plan.layers.map((layer) => layer.stride)];
    let address = this.#memory.heap.grow(strides.reduce((sum, stride) => sum + stride * tiles, 0));
    this.#given = strides.map((stride) => {
      const here = address;
      address += stride * tiles;
      return here;
    });
    return this.#given;
  }

  /** Copies input rows, and given multipliers, into the kernels' buffers. */
  #load(x: Float32Array, first: number, rows: number, masks: PassMasks): void {
    writeTiles(this.#memory.heap.f32, this.#memory.plan.x / 4, x, first, rows, this.#memory.widths[0]!);
    if (masks.kind !== 'given') return;
    masks.multipliers.forEach((values, site) => {
      if (!values) return;
      writeTiles(
        this.#memory.heap.f32,
        this.#given![site]! / 4,
        values,
        first,
        rows,
        this.#memory.widths[site]!,
      );
    });
  }
}
