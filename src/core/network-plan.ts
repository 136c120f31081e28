import { Plan } from './kernels/heap';
import { DEPTH, LAYER, LIST, MASK_KEY, NET, SAMPLES, SCALARS } from './kernels/layout';
import { crewBytes, settingsBytes } from './kernels/structs';
import { linesOf, panelsOf, strideOf, tilesOf } from './kernels/tiles';
import { greatest } from './lists';
import type { Update } from './optimizers/optimizer';

/** What decides how much memory a network needs. */
export interface NetworkSize {
  /** Features, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly update: Update;
  /** Rows of a full batch. */
  readonly batch: number;
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  /** Bytes of one sample's target. */
  readonly targetBytes: number;
  /** The most threads that will work on it. */
  readonly threads: number;
  /** Whether many features are 0, and whether the activation makes many zeros. */
  readonly sparseInput: boolean;
  readonly sparseHidden: boolean;
}

/** Where one layer's numbers lie: addresses and sizes in bytes, named as in the kernels. */
export type LayerPlan = Readonly<Record<Exclude<keyof typeof LAYER.fields, 'activation'>, number>>;

/** Addresses of a set of samples. */
export interface SamplesPlan {
  readonly count: number;
  readonly struct: number;
  readonly x: number;
  readonly y: number;
  readonly sums: number;
}

/** Steps whose settings fit into the table that the kernels read. */
export const TABLE_STEPS = 256;
/** The most that a network may take. */
const MAX_BYTES = 2 ** 31 - 2 ** 20;
/** What the kernels' own constants take at the start of the memory. */
const CONSTANT_BYTES = 2048;
/** Numbers of one chunk's widest matrix that stay in the second-level cache. */
const CHUNK_NUMBERS = 49_152;
const MAX_CHUNK_ROWS = 256;
/** Numbers of a gradient that is summed at a time. */
const UNIT_NUMBERS = 16_384;
const MAX_UNIT_LINES = 32;
/** Layers narrower than this are faster without lists of what is not zero. */
const LEAST_LISTED = 32;

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Rows that are worked on at a time: a multiple of 4. */
export function chunkRowsFor(widths: readonly number[]): number {
  return clamp(Math.floor(CHUNK_NUMBERS / greatest(widths) / 4) * 4, 8, MAX_CHUNK_ROWS);
}

function unitLinesFor(outputs: number): number {
  return clamp(Math.floor(UNIT_NUMBERS / outputs / 8) * 8, 8, MAX_UNIT_LINES);
}

/** Whether lists may pay between layers of these widths: 0 no, 1 if dropout makes zeros, 2 yes. */
function sparsity(inputs: number, outputs: number, zeros: boolean): number {
  if (inputs < LEAST_LISTED || outputs < LEAST_LISTED) return 0;
  return zeros ? 2 : 1;
}

function planLayer(plan: Plan, size: NetworkSize, index: number, rowTiles: number): LayerPlan {
  const [inputs, outputs] = [size.widths[index], size.widths[index + 1]];
  const [lines, panels, stride] = [linesOf(inputs), panelsOf(outputs), strideOf(outputs)];
  const hidden = index + 2 < size.widths.length;
  const weightBytes = (lines / 4) * stride;
  const parameters = () => plan.reserve(weightBytes + panels * 32);
  const transposedStride = strideOf(inputs);
  const unitLines = unitLinesFor(outputs);
  return {
    inputs,
    outputs,
    panels,
    lines,
    sparseInput: sparsity(inputs, outputs, index > 0 ? size.sparseHidden : size.sparseInput),
    sparseDelta: sparsity(inputs, outputs, hidden && size.sparseHidden),
    weights: parameters(),
    weightStride: stride,
    weightBytes,
    transposed: index > 0 ? plan.reserve(panels * 2 * transposedStride) : 0,
    transposedStride,
    first: size.update.first ? parameters() : 0,
    second: size.update.second ? parameters() : 0,
    unitLines,
    units: Math.ceil(lines / unitLines),
    output: plan.reserve(rowTiles * stride),
    delta: plan.reserve(rowTiles * stride),
    stride,
    before: plan.reserve(stride),
  };
}

/** Working memory: a tile, lists, and from byte `sums` on sums of gradients or of parts of a product. */
function planScratch(layers: readonly LayerPlan[], chunkRows: number) {
  const listed = layers.filter((layer) => layer.sparseInput > 0 || layer.sparseDelta > 0);
  const lists = (depth: number) => Math.ceil(depth / DEPTH) * LIST;
  const listBytes = listed.map(({ inputs, outputs, unitLines }) =>
    Math.max(chunkRows * lists(inputs), chunkRows * lists(outputs), unitLines * LIST),
  );
  const sumBytes = layers.map(({ unitLines, stride, panels }) => (unitLines / 4) * stride + panels * 32);
  const sums = 128 + Math.ceil(greatest([0, ...listBytes]) / 64) * 64;
  const bytes = sums + greatest([(chunkRows / 4) * 640, ...sumBytes]);
  return { sums, scratchBytes: Math.ceil(bytes / 128) * 128 };
}

function planSamples(plan: Plan, size: NetworkSize, count: number, chunkRows: number): SamplesPlan {
  return {
    count,
    struct: plan.reserve(SAMPLES.bytes),
    x: plan.reserve(tilesOf(count) * strideOf(size.widths[0])),
    y: plan.reserve(count * size.targetBytes),
    sums: plan.reserve(Math.ceil(count / chunkRows) * 16),
  };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MB`;
}

/** Says which part of the memory is the largest, and what makes it smaller. */
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
 * Lays a network out in memory, before there is any.
 * @throws RangeError when it would take more than 2 GB; it names what to reduce.
 */
export function planNetwork(size: NetworkSize) {
  const plan = new Plan(CONSTANT_BYTES);
  const { widths } = size;
  const sites = widths.length;
  const chunkRows = chunkRowsFor(widths);
  // Every thread evaluates in rows of its own.
  const rowTiles = tilesOf(Math.max(size.batch, size.threads * chunkRows));
  const layers = widths.slice(1).map((_, index) => planLayer(plan, size, index, rowTiles));
  const afterLayers = plan.bytes;
  const train = planSamples(plan, size, size.trainCount, chunkRows);
  const validation = planSamples(plan, size, size.validationCount, chunkRows);
  const test = planSamples(plan, size, size.testCount, chunkRows);
  const order = plan.reserve(size.trainCount * 4);
  const afterData = plan.bytes;
  const rows = rowTiles * 4;
  const xStride = strideOf(widths[0]);
  const { sums, scratchBytes } = planScratch(layers, chunkRows);
  const result = {
    layers,
    train,
    validation,
    test,
    order,
    chunkRows,
    rows,
    xStride,
    sums,
    scratchBytes,
    classWeights: plan.reserve(widths[sites - 1] * 4),
    zeros: plan.reserve(32),
    x: plan.reserve(rowTiles * xStride),
    y: plan.reserve(rows * size.targetBytes),
    rowLosses: plan.reserve(rows * 4),
    snapshot: plan.reserve(xStride + layers.reduce((sum, layer) => sum + 2 * layer.stride, 0)),
    xBefore: plan.reserve(xStride),
    scratch: plan.reserve(scratchBytes * size.threads),
    crew: size.threads > 1 ? plan.reserve(crewBytes(size.threads)) : 0,
    net: plan.reserve(NET.bytes),
    layerStructs: plan.reserve(LAYER.bytes * layers.length),
    scalars: plan.reserve(SCALARS.bytes),
    trainKey: plan.reserve(MASK_KEY.bytes),
    drawKey: plan.reserve(MASK_KEY.bytes),
    table: plan.reserve(settingsBytes(sites) * TABLE_STEPS),
    evaluation: plan.reserve(settingsBytes(sites)),
    analysis: plan.reserve(settingsBytes(sites)),
    bytes: 0,
  };
  result.bytes = plan.bytes;
  if (plan.bytes > MAX_BYTES) {
    const batch = layers.reduce((sum, layer) => sum + 2 * rowTiles * layer.stride, 0) + rowTiles * xStride;
    const network = afterLayers + rowTiles * xStride - batch;
    throw tooLarge(plan.bytes, { data: afterData - afterLayers, network, batch });
  }
  return result;
}

/** Where everything of a network lies: addresses and sizes in bytes. */
export type NetworkPlan = ReturnType<typeof planNetwork>;
