import { Plan } from './kernels/heap';
import { KEY, LAYER, NET, SAMPLES, SCALARS, settingsBytes } from './kernels/structs';
import { linesOf, panelsOf, strideOf, tilesOf } from './kernels/tiles';
import type { Update } from './optimizers/optimizer';

/** What decides how much memory a network needs. */
export interface NetworkSize {
  /** Features, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly update: Update;
  /** Rows of a full batch. */
  readonly batch: number;
  readonly trainCount: number;
  readonly testCount: number;
  /** Bytes of one sample's target. */
  readonly targetBytes: number;
}

/** Where one layer's numbers lie: addresses in bytes. */
export interface LayerPlan {
  readonly inputs: number;
  readonly outputs: number;
  readonly lines: number;
  readonly panels: number;
  readonly panelBytes: number;
  readonly weights: number;
  readonly transposed: number;
  readonly transposedBytes: number;
  readonly first: number;
  readonly second: number;
  readonly output: number;
  readonly delta: number;
  readonly stride: number;
}

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
/** Numbers of one chunk's widest matrix that stay in the second-level cache. */
const CHUNK_NUMBERS = 98_304;
const MAX_CHUNK_ROWS = 256;

/** Rows that are worked on at a time: a multiple of 4. */
function chunkRowsFor(widths: readonly number[]): number {
  const fitting = Math.floor(CHUNK_NUMBERS / Math.max(...widths) / 4) * 4;
  return Math.min(MAX_CHUNK_ROWS, Math.max(16, fitting));
}

function planLayer(plan: Plan, size: NetworkSize, index: number, rowTiles: number): LayerPlan {
  const [inputs, outputs] = [size.widths[index], size.widths[index + 1]];
  const [lines, panels, stride] = [linesOf(inputs), panelsOf(outputs), strideOf(outputs)];
  const panelBytes = (lines + 1) * 32;
  const parameters = () => plan.reserve(panels * panelBytes);
  const transposedBytes = (panels * 8 + 1) * 32;
  return {
    inputs,
    outputs,
    lines,
    panels,
    panelBytes,
    weights: parameters(),
    transposed: index > 0 ? plan.reserve(panelsOf(inputs) * transposedBytes) : 0,
    transposedBytes,
    first: size.update.first ? parameters() : 0,
    second: size.update.second ? parameters() : 0,
    output: plan.reserve(rowTiles * stride),
    delta: plan.reserve(rowTiles * stride),
    stride,
  };
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
    data: 'use fewer samples or features (data.train, data.test)',
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
  const plan = new Plan();
  const { widths } = size;
  const sites = widths.length;
  const chunkRows = chunkRowsFor(widths);
  const rowTiles = tilesOf(Math.max(size.batch, chunkRows));
  const layers = widths.slice(1).map((_, index) => planLayer(plan, size, index, rowTiles));
  const afterLayers = plan.bytes;
  const train = planSamples(plan, size, size.trainCount, chunkRows);
  const test = planSamples(plan, size, size.testCount, chunkRows);
  const order = plan.reserve(size.trainCount * 4);
  const afterData = plan.bytes;
  const rows = rowTiles * 4;
  const xStride = strideOf(widths[0]);
  const scratchBytes = Math.max(...layers.map((layer) => layer.panelBytes), 128);
  const result = {
    layers,
    train,
    test,
    order,
    chunkRows,
    rows,
    xStride,
    scratchBytes,
    x: plan.reserve(rowTiles * xStride),
    y: plan.reserve(rows * size.targetBytes),
    rowLosses: plan.reserve(rows * 4),
    snapshot: plan.reserve(xStride + layers.reduce((sum, layer) => sum + layer.stride, 0)),
    scratch: plan.reserve(scratchBytes),
    net: plan.reserve(NET.bytes),
    layerStructs: plan.reserve(LAYER.bytes * layers.length),
    scalars: plan.reserve(SCALARS.bytes),
    trainKey: plan.reserve(KEY.bytes),
    drawKey: plan.reserve(KEY.bytes),
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
