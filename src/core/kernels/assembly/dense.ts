// A dense layer: weighted sums of the inputs plus biases. See `layers.ts` for the contract of each function.

import { Purpose } from './codes';
import { maskGradient } from './connections';
import { clearPadding, MaskKey } from './dropout';
import { become } from './layers';
import { Finish, groupOf, multiplyListed, Start, vectorsOf } from './listed';
import { DEPTH, fewEnough, LIST, listColumns, listRows, mayBeListed, partOf } from './lists';
import { Vec } from './math';
import { multiply } from './multiply';
import { Layer, LINE, layerAt, Net, Settings, siteAt, TILE } from './net';
import { normalTile } from './normal';
import { allFinite, limitNorms, update } from './optimizers';
import { columnSums, outer } from './outer';
import { finishColumn } from './passes';
import { tileWords } from './philox';
import { transposeTiles } from './transpose';

/** Makes a layer dense. */
export function dense(layer: Layer): void {
  become(layer, forward, backward, gradient, updateUnit, limitPanel, draw, transpose);
}

/** Stride in bytes between the lists of consecutive rows, for rows of `depth` numbers. */
function listStride(depth: i32): usize {
  return <usize>((depth + DEPTH - 1) / DEPTH) * LIST;
}

/**
 * Lists all rows for a product of this depth, part by part. Returns whether they are short enough to be used.
 */
function listAll(
  tiles: usize,
  stride: usize,
  rows: i32,
  depth: i32,
  matrixStride: usize,
  lists: usize,
): bool {
  const bytes = listStride(depth);
  let count = 0;
  let into = lists;
  const part = partOf(depth);
  for (let from = 0; from < depth; from += part) {
    count += listRows(tiles, stride, rows, from, min(depth, from + part), matrixStride, into, bytes);
    into += LIST;
  }
  return fewEnough(count, rows * depth);
}

/**
 * A listed product for a group of columns, `vectors` times 4: begins with the line `first`, or with zeros where that is 0, and
 * with `gate` multiplies by what is in `output`. Parts of the depth are summed in `sums`.
 */
function productOfLists(
  vectors: i32,
  lists: usize,
  rows: i32,
  depth: i32,
  matrix: usize,
  matrixStride: usize,
  first: usize,
  output: usize,
  outputStride: usize,
  gate: bool,
  sums: usize,
): void {
  const bytes = listStride(depth);
  const sumStride: usize = 5 * TILE;
  let start = first ? Start.line : Start.zero;
  let begin = first;
  const part = partOf(depth);
  for (let from = 0; from < depth; from += part) {
    const last = from + part >= depth;
    const into = last ? output : sums;
    const stride = last ? outputStride : sumStride;
    const finish = last && gate ? Finish.multiply : Finish.store;
    multiplyListed(vectors, lists, bytes, rows, matrix, start, begin, sumStride, into, stride, finish);
    start = Start.sum;
    begin = sums;
    lists += LIST;
    matrix += <usize>(part >> 2) * matrixStride;
  }
}

function forward(
  net: Net,
  l: i32,
  settings: usize,
  key: MaskKey,
  from: usize,
  fromStride: usize,
  tile: i32,
  tiles: i32,
  maskTile: i32,
  derive: bool,
  scratch: usize,
): void {
  const lists = scratch + TILE;
  const sums = scratch + net.sums;
  const layer = layerAt(net, l);
  const site = siteAt(settings, l + 1);
  const rows = tiles << 2;
  const depth = layer.inputs;
  const stride = layer.stride;
  const output = layer.output + <usize>tile * stride;
  const biases = layer.weights + layer.weightBytes;
  const listed =
    mayBeListed(layer.sparseInput, siteAt(settings, l)) &&
    listAll(from, fromStride, rows, depth, layer.weightStride, lists);
  for (let p = 0; p < layer.panels; ) {
    const group = listed ? groupOf(layer.panels - p) : 1;
    const used = layer.outputs - (p << 3);
    const offset = <usize>p * TILE;
    const w = layer.weights + offset;
    const bias = biases + <usize>p * LINE;
    const out = output + offset;
    if (listed) {
      const vectors = vectorsOf(group, used);
      productOfLists(vectors, lists, rows, depth, w, layer.weightStride, bias, out, stride, false, sums);
    } else {
      multiply(used, from, fromStride, w, layer.weightStride, depth, bias, tiles, out, stride, false);
    }
    for (const end = p + group; p < end; p++) {
      finishColumn(layer, l + 1, site, key, p, tile, tiles, maskTile, derive, scratch);
    }
  }
}

function backward(net: Net, l: i32, settings: usize, tile: i32, tiles: i32, scratch: usize): void {
  const lists = scratch + TILE;
  const sums = scratch + net.sums;
  const rows = tiles << 2;
  const layer = layerAt(net, l);
  const lower = layerAt(net, l - 1);
  const from = layer.delta + <usize>tile * layer.stride;
  const into = lower.delta + <usize>tile * lower.stride;
  const depth = layer.outputs;
  const wStride = layer.transposedStride;
  const listed =
    mayBeListed(layer.sparseDelta, siteAt(settings, l + 1)) &&
    listAll(from, layer.stride, rows, depth, wStride, lists);
  for (let p = 0; p < lower.panels; ) {
    const group = listed ? groupOf(lower.panels - p) : 1;
    const used = lower.outputs - (p << 3);
    const offset = <usize>p * TILE;
    const w = layer.transposed + offset;
    const out = into + offset;
    if (listed) {
      const vectors = vectorsOf(group, used);
      productOfLists(vectors, lists, rows, depth, w, wStride, 0, out, lower.stride, true, sums);
    } else {
      multiply(used, from, layer.stride, w, wStride, depth, net.zeros, tiles, out, lower.stride, true);
    }
    p += group;
  }
}

/** Rows summed before they are added to the total: keeps long sums accurate, and in the cache. */
const ROWS_PER_SUM: i32 = 128;

/** The gradient of `lines` lines over some rows; `more` adds to what is there. */
function linesGradient(
  layer: Layer,
  input: usize,
  inputStride: usize,
  delta: usize,
  rows: i32,
  lines: i32,
  gradient: usize,
  more: bool,
  lists: usize,
  listed: bool,
): void {
  const stride = layer.weightStride;
  if (listed) {
    const count = listColumns(input, inputStride, rows, lines, layer.stride, lists);
    if (fewEnough(count, rows * lines)) {
      const finish = more ? Finish.add : Finish.store;
      for (let p = 0; p < layer.panels; ) {
        const group = groupOf(layer.panels - p);
        const offset = <usize>p * TILE;
        const into = gradient + offset;
        const vectors = vectorsOf(group, layer.outputs - (p << 3));
        multiplyListed(vectors, lists, LIST, lines, delta + offset, Start.zero, 0, 0, into, stride, finish);
        p += group;
      }
      return;
    }
  }
  for (let p = 0; p < layer.panels; p++) {
    const offset = <usize>p * TILE;
    outer(input, inputStride, delta + offset, layer.stride, rows, lines, gradient + offset, stride, more);
  }
}

/** A unit is some lines of the weights, in tiles as they lie there, and for the last unit the biases. */
function gradient(net: Net, l: i32, settings: usize, unit: i32, rows: i32, scratch: usize): usize {
  const layer = layerAt(net, l);
  const into = scratch + net.sums;
  let input = net.x;
  let inputStride = net.xStride;
  if (l > 0) {
    const lower = layerAt(net, l - 1);
    input = lower.output;
    inputStride = lower.stride;
  }
  const line = unit * layer.unitLines;
  const lines = min(layer.unitLines, layer.lines - line);
  const biases = into + <usize>(lines >> 2) * layer.weightStride;
  const last = unit == layer.units - 1;
  const listed = mayBeListed(layer.sparseInput, siteAt(settings, l));
  const lists = scratch + TILE;
  let delta = layer.delta;
  input += <usize>(line >> 3) * TILE;
  for (let row = 0; row < rows; row += ROWS_PER_SUM) {
    const count = min(ROWS_PER_SUM, rows - row);
    const more = row > 0;
    linesGradient(layer, input, inputStride, delta, count, lines, into, more, lists, listed);
    if (last) columnSums(delta, layer.stride, count, layer.panels, biases, more);
    input += <usize>(ROWS_PER_SUM >> 2) * inputStride;
    delta += <usize>(ROWS_PER_SUM >> 2) * layer.stride;
  }
  if (net.dropping) maskGradient(net, l, line, lines, into, scratch);
  const end = last ? biases + <usize>layer.panels * LINE : biases;
  return end - into;
}

/** Updates a unit, including its part of the transposed weights. */
function updateUnit(net: Net, l: i32, settings: usize, unit: i32, rows: i32, scratch: usize): bool {
  const layer = layerAt(net, l);
  const bytes = gradient(net, l, settings, unit, rows, scratch);
  const line = unit * layer.unitLines;
  const lines = min(layer.unitLines, layer.lines - line);
  const offset = <usize>(line >> 2) * layer.weightStride;
  const w = layer.weights + offset;
  const rate = changetype<Settings>(settings).learningRate;
  const weightBytes = <usize>(lines >> 2) * layer.weightStride;
  update(net, rate, w, scratch + net.sums, layer.first + offset, layer.second + offset, bytes, weightBytes);
  if (l > 0 && net.maxNorm == 0) transposeTiles(layer, line, lines, 0, layer.panels);
  return allFinite(w, bytes);
}

function limitPanel(net: Net, l: i32, p: i32): void {
  const layer = layerAt(net, l);
  limitNorms(layer.weights + <usize>p * TILE, layer.weightStride, layer.lines, net.maxNorm);
  if (l > 0) transposeTiles(layer, 0, layer.lines, p, p + 1);
}

/**
 * Draws the weights of a layer: normal, mean 0 and this standard deviation, each a function of seed, layer, input and
 * neuron. Biases and unused cells become 0.
 */
function draw(net: Net, l: i32, deviation: f32, seed: u32): void {
  const layer = layerAt(net, l);
  memory.fill(layer.weights, 0, layer.weightBytes + <usize>layer.panels * LINE);
  const factor = Vec.of(deviation);
  for (let t = 0; t << 2 < layer.inputs; t++) {
    const row = layer.weights + <usize>t * layer.weightStride;
    for (let p = 0; p < layer.panels; p++) {
      const tile = row + <usize>p * TILE;
      tileWords(p << 3, t, 0, l, seed, Purpose.init, tile);
      normalTile(tile);
      for (let i: usize = 0; i < TILE; i += 16) {
        v128.store(tile + i, f32x4.mul(v128.load(tile + i), factor));
      }
      const used = layer.outputs - (p << 3);
      if (used < 8) clearPadding(tile, TILE, 1, used);
      for (let line = layer.inputs - (t << 2); line < 4; line++) {
        memory.fill(tile + <usize>line * LINE, 0, LINE);
      }
    }
  }
}

/** Writes the transposed weights, which the first layer does not need. */
function transpose(net: Net, l: i32): void {
  const layer = layerAt(net, l);
  if (l > 0) transposeTiles(layer, 0, layer.lines, 0, layer.panels);
}
