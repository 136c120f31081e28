// Gradients of weights, and their update, by units: some lines of one layer's weights (the last unit with the biases).
// A unit writes only to itself and to its part of the transposed weights, so units can be shared out among threads, and
// the bits stay the same.

import { Finish, groupOf, multiplyListed, Start, vectorsOf } from './listed';
import { fewEnough, LIST, listColumns, mayBeListed } from './lists';
import { Layer, LINE, layerAt, Net, Settings, siteAt, TILE } from './net';
import { allFinite, limitNorms, update } from './optimizers';
import { columnSums, outer } from './outer';
import { transposeTiles } from './transpose';

/** Rows whose outer products are summed before they are added to the rest: keeps long sums exact, and in the cache. */
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

/**
 * The gradient of a unit over the first `rows` rows of the batch, to `scratch + net.sums`: its lines, in tiles as the
 * weights, and for the last unit the biases. Returns its bytes.
 */
export function unitGradient(net: Net, settings: usize, l: i32, unit: i32, rows: i32, scratch: usize): usize {
  const layer = layerAt(net, l);
  const gradient = scratch + net.sums;
  let input = net.x;
  let inputStride = net.xStride;
  if (l > 0) {
    const lower = layerAt(net, l - 1);
    input = lower.output;
    inputStride = lower.stride;
  }
  const line = unit * layer.unitLines;
  const lines = min(layer.unitLines, layer.lines - line);
  const biases = gradient + <usize>(lines >> 2) * layer.weightStride;
  const last = unit == layer.units - 1;
  const listed = mayBeListed(layer.sparseInput, siteAt(settings, l));
  const lists = scratch + TILE;
  let delta = layer.delta;
  input += <usize>(line >> 3) * TILE;
  for (let row = 0; row < rows; row += ROWS_PER_SUM) {
    const count = min(ROWS_PER_SUM, rows - row);
    const more = row > 0;
    linesGradient(layer, input, inputStride, delta, count, lines, gradient, more, lists, listed);
    if (last) columnSums(delta, layer.stride, count, layer.panels, biases, more);
    input += <usize>(ROWS_PER_SUM >> 2) * inputStride;
    delta += <usize>(ROWS_PER_SUM >> 2) * layer.stride;
  }
  const end = last ? biases + <usize>layer.panels * LINE : biases;
  return end - gradient;
}

/** Gradient and update of a unit. Returns whether its new weights are finite. */
export function updateUnit(net: Net, settings: usize, l: i32, unit: i32, rows: i32, scratch: usize): bool {
  const layer = layerAt(net, l);
  const bytes = unitGradient(net, settings, l, unit, rows, scratch);
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

/** Holds the norms of the neurons of one column of tiles after all units of the layer were updated. */
export function limitPanel(net: Net, l: i32, p: i32): void {
  const layer = layerAt(net, l);
  limitNorms(layer.weights + <usize>p * TILE, layer.weightStride, layer.lines, net.maxNorm);
  if (l > 0) transposeTiles(layer, 0, layer.lines, p, p + 1);
}
