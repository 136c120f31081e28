import { Plan } from './kernels/heap';
import { LAYER, LINE, MASK_KEY, NET, NORM, SAMPLES, SCALARS, TILE } from './kernels/layout';
import { crewBytes, settingsBytes } from './kernels/structs';
import { panelsOf, strideOf, tilesOf } from './kernels/tiles';
import { dense } from './layers/dense';
import type { LayerKind, LayerPlan } from './layers/layer';
import { type NormPlan, planNorm } from './layers/norm';
import { greatest } from './lists';
import type { NormSetting } from './normalizations/index';
import type { Update } from './optimizers/optimizer';

/** Sizes that determine a network's memory. */
export interface NetworkSize {
  /** Features, hidden layers, outputs. */
  readonly widths: readonly number[];
  /** The kind of each layer. Default: all dense. */
  readonly layers?: readonly LayerKind[] | undefined;
  /** Of the hidden layers. Default: none. */
  readonly norm?: NormSetting | undefined;
  readonly update: Update;
  /** Number of rows in a full batch. */
  readonly batch: number;
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  /** Bytes of one sample's target. */
  readonly targetBytes: number;
  /** Whether what an evaluation answers is kept. Default: no. */
  readonly keepsAnswers?: boolean | undefined;
  /** Maximum number of threads. */
  readonly threads: number;
  /** Whether many features are 0, and whether the activation yields many zeros. */
  readonly sparseInput: boolean;
  readonly sparseHidden: boolean;
  /** As in {@link NetworkOptions}. */
  readonly mixup?: number | undefined;
  readonly dropConnect?: readonly number[] | undefined;
  readonly groups?: readonly unknown[] | undefined;
}

/** Addresses of a set of samples. */
export interface SamplesPlan {
  readonly count: number;
  readonly struct: number;
  readonly x: number;
  readonly y: number;
  readonly sums: number;
  /** 0 where they are not kept. */
  readonly answers: number;
}

/** Number of steps in the kernels' table of settings. */
export const TABLE_STEPS = 256;
/** Maximum memory of a network. */
const MAX_BYTES = 2 ** 31 - 2 ** 20;
/** Size of the kernels' constants at the start of the memory. */
const CONSTANT_BYTES = 2048;
/** Size of a chunk's widest matrix, in numbers, that fits into the L2 cache. */
const CHUNK_NUMBERS = 49_152;
const MAX_CHUNK_ROWS = 256;

/** The kind of each layer of a network. */
export function kindsOf({ layers, widths }: Pick<NetworkSize, 'layers' | 'widths'>): readonly LayerKind[] {
  return layers ?? widths.slice(1).map(() => dense);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Rows processed at a time; a multiple of 4. */
export function chunkRowsFor(widths: readonly number[]): number {
  return clamp(Math.floor(CHUNK_NUMBERS / greatest(widths) / 4) * 4, 8, MAX_CHUNK_ROWS);
}

function planLayer(plan: Plan, size: NetworkSize, index: number, rowTiles: number): LayerPlan {
  const isLast = index + 2 === size.widths.length;
  return kindsOf(size)[index]!.plan(plan, {
    inputs: size.widths[index]!,
    outputs: size.widths[index + 1]!,
    isFirst: index === 0,
    rowTiles,
    update: size.update,
    zerosIn: index > 0 ? size.sparseHidden : size.sparseInput,
    zerosBack: !isLast && size.sparseHidden,
  });
}

/** The memory of a layer's normalization; the last layer has none. */
function normFor(
  plan: Plan,
  { norm, update, widths }: NetworkSize,
  layer: LayerPlan,
  index: number,
  rowTiles: number,
): NormPlan | undefined {
  return norm && index + 2 < widths.length
    ? planNorm(plan, { setting: norm, update, layer, rowTiles })
    : undefined;
}

/** Room for what is left of a layer's weights while connections are dropped; 0 where none are. */
function planMasked(plan: Plan, { dropConnect }: NetworkSize, layer: LayerPlan, index: number) {
  if (!dropConnect?.[index]) return { masked: 0, maskedTransposed: 0 };
  return {
    masked: plan.reserve(layer.weightBytes + layer.panels * LINE),
    maskedTransposed: layer.transposed && plan.reserve(layer.panels * 2 * layer.transposedStride),
  };
}

/** Room for what mixup needs; 0 where nothing is mixed. */
function planMixing(plan: Plan, size: NetworkSize, rowTiles: number, last: LayerPlan) {
  const reserve = (bytes: number) => (size.mixup ? plan.reserve(bytes) : 0);
  return {
    partners: reserve(size.batch * 4),
    shares: reserve(Math.ceil(size.trainCount / size.batch) * 4),
    mixedY: reserve(rowTiles * 4 * size.targetBytes),
    mixedLosses: reserve(rowTiles * 4 * 4),
    mixedDelta: reserve(rowTiles * last.stride),
  };
}

/** A table of the groups of each site that has any, with whole lines. */
const planGroups = (plan: Plan, { groups, widths }: NetworkSize) =>
  widths.map((width, site) => (groups?.[site] ? plan.reserve(panelsOf(width) * LINE) : 0));

/** Scratch memory of a thread: a tile, lists, and from byte `sums` on sums of gradients or partial products. */
function planScratch(kinds: readonly LayerKind[], layers: readonly LayerPlan[], chunkRows: number) {
  const needs = layers.map((layer, index) => kinds[index]!.scratch(layer, chunkRows));
  const sums = TILE + Math.ceil(greatest([0, ...needs.map(({ lists }) => lists)]) / 64) * 64;
  const bytes = sums + greatest([(chunkRows / 4) * 5 * TILE, ...needs.map((need) => need.sums)]);
  return { sums, scratchBytes: Math.ceil(bytes / TILE) * TILE };
}

function planSamples(plan: Plan, size: NetworkSize, count: number, chunkRows: number): SamplesPlan {
  return {
    count,
    struct: plan.reserve(SAMPLES.bytes),
    x: plan.reserve(tilesOf(count) * strideOf(size.widths[0]!)),
    y: plan.reserve(count * size.targetBytes),
    sums: plan.reserve(Math.ceil(count / chunkRows) * 16),
    answers: size.keepsAnswers ? plan.reserve(count * size.targetBytes) : 0,
  };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`;
}

/** The error for too large a network, naming the largest part and how to reduce it. */
function tooLarge(total: number, parts: { data: number; network: number; batch: number }): RangeError {
  const advice = {
    data: 'use fewer samples or features (data.train, data.validation, data.test)',
    network: 'use fewer or narrower hidden layers (network.hidden), or an optimizer that keeps less (sgd)',
    batch: 'use a smaller batch (training.batchSize) or narrower layers (network.hidden)',
  };
  const largest = (Object.keys(parts) as (keyof typeof parts)[]).reduce((a, b) =>
    parts[a] >= parts[b] ? a : b,
  );
  return new RangeError(
    `This training needs ${megabytes(total)} of memory; ${megabytes(MAX_BYTES)} is the most there can be. ` +
      `The ${largest} takes ${megabytes(parts[largest])}: ${advice[largest]}.`,
  );
}

/**
 * Plans the memory layout of a network before allocation.
 * @throws RangeError above 2 GB, naming what to reduce.
 */
export function planNetwork(size: NetworkSize) {
  const plan = new Plan(CONSTANT_BYTES);
  const { widths } = size;
  const sites = widths.length;
  const chunkRows = chunkRowsFor(widths);
  // Every thread evaluates in its own rows.
  const rowTiles = tilesOf(Math.max(size.batch, size.threads * chunkRows));
  const layers = widths.slice(1).map((_, index) => planLayer(plan, size, index, rowTiles));
  const norms = layers.map((layer, index) => normFor(plan, size, layer, index, rowTiles));
  const masked = layers.map((layer, index) => planMasked(plan, size, layer, index));
  const afterLayers = plan.bytes;
  const train = planSamples(plan, size, size.trainCount, chunkRows);
  const validation = planSamples(plan, size, size.validationCount, chunkRows);
  const test = planSamples(plan, size, size.testCount, chunkRows);
  const order = plan.reserve(size.trainCount * 4);
  const afterData = plan.bytes;
  const rows = rowTiles * 4;
  const xStride = strideOf(widths[0]!);
  const { sums, scratchBytes } = planScratch(kindsOf(size), layers, chunkRows);
  const result = {
    layers,
    norms,
    masked,
    mixing: planMixing(plan, size, rowTiles, layers.at(-1)!),
    groups: planGroups(plan, size),
    train,
    validation,
    test,
    order,
    chunkRows,
    rows,
    xStride,
    sums,
    scratchBytes,
    classWeights: plan.reserve(widths[sites - 1]! * 4),
    zeros: plan.reserve(32),
    squares: plan.reserve(8 * layers.reduce((sum, { units }) => sum + units, 0)),
    x: plan.reserve(rowTiles * xStride),
    y: plan.reserve(rows * size.targetBytes),
    rowLosses: plan.reserve(rows * 4),
    snapshot: plan.reserve(xStride + layers.reduce((sum, layer) => sum + 2 * layer.stride, 0)),
    xBefore: plan.reserve(xStride),
    scratch: plan.reserve(scratchBytes * size.threads),
    crew: plan.reserve(crewBytes(size.threads)),
    net: plan.reserve(NET.bytes),
    layerStructs: plan.reserve(LAYER.bytes * layers.length),
    normStructs: plan.reserve(NORM.bytes * layers.length),
    scalars: plan.reserve(SCALARS.bytes),
    trainKey: plan.reserve(MASK_KEY.bytes),
    drawKey: plan.reserve(MASK_KEY.bytes),
    connectionKey: plan.reserve(MASK_KEY.bytes),
    table: plan.reserve(settingsBytes(sites) * TABLE_STEPS),
    evaluation: plan.reserve(settingsBytes(sites)),
    analysis: plan.reserve(settingsBytes(sites)),
    bytes: 0,
  };
  result.bytes = plan.bytes;
  if (plan.bytes > MAX_BYTES) {
    const values = layers.reduce((sum, layer, i) => sum + (norms[i] ? 4 : 2) * layer.stride, xStride);
    const batch = rowTiles * values;
    const network = afterLayers + rowTiles * xStride - batch;
    throw tooLarge(plan.bytes, { data: afterData - afterLayers, network, batch });
  }
  return result;
}

/** Memory layout of a network: addresses and sizes in bytes. */
export type NetworkPlan = ReturnType<typeof planNetwork>;
