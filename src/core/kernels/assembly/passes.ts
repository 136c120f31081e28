// Forward and backward passes over rows of tiles. A pass over rows writes only to those rows, so rows can be shared out
// among threads, and the bits stay the same.

import { activate } from './activations';
import { Activation, Mode, Purpose } from './codes';
import { clearPadding, drop, MaskKey } from './dropout';
import { Finish, groupOf, multiplyListed, Start, vectorsOf } from './listed';
import { DEPTH, fewEnough, LIST, listRows, mayBeListed, partOf } from './lists';
import { multiply } from './multiply';
import { Layer, LINE, layerAt, Net, Site, siteAt, TILE } from './net';

/** Whether this is the mask of a training step, and no evaluation's factor: what it does with its first samples is kept. */
function masksOfStep(site: Site, key: MaskKey): bool {
  return site.mode != Mode.none && site.mode <= Mode.alpha && key.purpose == Purpose.masks;
}

/**
 * Masks tiles of inputs in place. `tile` is the first row of tiles in the buffer, `maskTile` its number for the random
 * numbers.
 */
export function dropInput(
  net: Net,
  settings: usize,
  key: MaskKey,
  tile: i32,
  tiles: i32,
  maskTile: i32,
  scratch: usize,
): void {
  const site = siteAt(settings, 0);
  if (site.mode == Mode.none) return;
  const offset = <usize>tile * net.xStride;
  if (tile == 0 && masksOfStep(site, key)) memory.copy(net.xBefore, net.x, net.xStride);
  for (let unit = 0; unit < net.features; unit += 8) {
    const column = offset + <usize>(unit >> 3) * TILE;
    drop(site, 0, key, net.x + column, 0, net.xStride, tiles, unit, maskTile, column, scratch);
    const used = net.features - unit;
    if (used < 8) clearPadding(net.x + column, net.xStride, tiles, used);
  }
}

/** Bytes from the lists of one row to those of the next, for rows of `depth` numbers. */
export function listStride(depth: i32): usize {
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

/** Whether the columns beyond the last unit may have become something else than 0. */
function soilsPadding(layer: Layer, mode: i32): bool {
  return layer.activation == Activation.sigmoid || mode == Mode.alpha || mode == Mode.givenAlpha;
}

/** Activation and dropout of one column of tiles. */
function finishColumn(
  layer: Layer,
  index: i32,
  site: Site,
  key: MaskKey,
  p: i32,
  tile: i32,
  tiles: i32,
  maskTile: i32,
  derive: bool,
  scratch: usize,
): void {
  const stride = layer.stride;
  const mode = site.mode;
  const column = <usize>tile * stride + <usize>p * TILE;
  const output = layer.output + column;
  const delta = derive ? layer.delta + column : 0;
  if (layer.activation != Activation.linear || derive)
    activate(layer.activation, output, delta, stride, tiles);
  if (tile == 0 && masksOfStep(site, key)) {
    memory.copy(layer.before + <usize>p * TILE, output, TILE);
  }
  if (mode != Mode.none)
    drop(site, index, key, output, delta, stride, tiles, p << 3, maskTile, column, scratch);
  const used = layer.outputs - (p << 3);
  if (used < 8 && soilsPadding(layer, mode)) clearPadding(output, stride, tiles, used);
}

/**
 * From inputs to logits, for `tiles` rows of tiles. `input` is where they lie; results go to the layers' buffers from
 * row of tiles `tile` on. With `derive`, the layers' `delta` receives what a gradient of their output has to be
 * multiplied by (the last layer's only where dropout stands there). `maskTile` numbers the first row of tiles for the
 * masks.
 */
export function forward(
  net: Net,
  settings: usize,
  key: MaskKey,
  input: usize,
  tile: i32,
  tiles: i32,
  maskTile: i32,
  derive: bool,
  scratch: usize,
): void {
  const lists = scratch + TILE;
  const sums = scratch + net.sums;
  let from = input;
  let fromStride = net.xStride;
  for (let l = 0; l < net.layerCount; l++) {
    const layer = layerAt(net, l);
    const site = siteAt(settings, l + 1);
    const derives = derive && (l + 1 < net.layerCount || site.mode != Mode.none);
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
        finishColumn(layer, l + 1, site, key, p, tile, tiles, maskTile, derives, scratch);
      }
    }
    from = output;
    fromStride = stride;
  }
}

/** From the gradient of the logits, in the last layer's `delta`, to those of all layers' sums. */
export function backward(net: Net, settings: usize, tile: i32, tiles: i32, scratch: usize): void {
  const lists = scratch + TILE;
  const sums = scratch + net.sums;
  const rows = tiles << 2;
  for (let l = net.layerCount - 1; l > 0; l--) {
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
}
