// Forward and backward passes over rows of tiles, and the update of panels. A pass over rows writes only to those rows,
// an update of a panel only to that panel: each can be shared out among threads, and the bits stay the same.

import { activate } from './activations';
import { clearPadding, drop, MaskKey } from './dropout';
import { columnSums, multiply, outer, transpose } from './matrix';
import { Layer, LINE, layerAt, Net, Settings, Site, siteAt, TILE } from './net';
import { update } from './optimizers';

/** Rows whose outer products are summed before they are added to the rest: keeps long sums exact, and in the cache. */
const ROWS_PER_SUM: i32 = 256;

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
  if (site.mode == 0) return;
  const offset = <usize>tile * net.xStride;
  for (let unit = 0; unit < net.features; unit += 8) {
    const column = offset + <usize>(unit >> 3) * TILE;
    drop(site, 0, key, net.x + column, 0, net.xStride, tiles, unit, maskTile, column, scratch);
    const used = net.features - unit;
    if (used < 8) clearPadding(net.x + column, net.xStride, tiles, used);
  }
}

/** Whether the columns beyond the last unit may have become something else than 0. */
function soilsPadding(layer: Layer, mode: i32): bool {
  return layer.activation == 3 || mode == 3 || mode == 5;
}

/**
 * One layer for `tiles` rows of tiles from row of tiles `tile` of its buffers on; what comes in lies at `from`. With
 * `derive`, its `delta` receives what a gradient of its output has to be multiplied by.
 */
function forwardLayer(
  layer: Layer,
  index: i32,
  site: Site,
  key: MaskKey,
  from: usize,
  fromStride: usize,
  tile: i32,
  tiles: i32,
  maskTile: i32,
  derive: bool,
  scratch: usize,
): void {
  const stride = layer.stride;
  const mode = site.mode;
  for (let p = 0; p < layer.panels; p++) {
    const column = <usize>tile * stride + <usize>p * TILE;
    const output = layer.output + column;
    const delta = derive ? layer.delta + column : 0;
    const panel = layer.weights + <usize>p * layer.panelBytes;
    multiply(from, fromStride, panel, layer.inputs, tiles, output, stride, false);
    if (layer.activation != 0 || derive) activate(layer.activation, output, delta, stride, tiles);
    if (mode != 0) drop(site, index, key, output, delta, stride, tiles, p << 3, maskTile, column, scratch);
    const used = layer.outputs - (p << 3);
    if (used < 8 && soilsPadding(layer, mode)) clearPadding(output, stride, tiles, used);
  }
}

/**
 * From inputs to logits, for `tiles` rows of tiles. `input` is where they lie; results go to the layers' buffers from
 * row of tiles `tile` on. With `derive`, the layers' `delta` receives what an output's gradient has to be multiplied by
 * (the last layer's only where dropout stands there). `maskTile` numbers the first row of tiles for the masks.
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
  let from = input;
  let fromStride = net.xStride;
  for (let l = 0; l < net.layerCount; l++) {
    const layer = layerAt(net, l);
    const site = siteAt(settings, l + 1);
    const derives = derive && (l + 1 < net.layerCount || site.mode != 0);
    forwardLayer(layer, l + 1, site, key, from, fromStride, tile, tiles, maskTile, derives, scratch);
    from = layer.output + <usize>tile * layer.stride;
    fromStride = layer.stride;
  }
}

/** From the gradient of the logits, in the last layer's `delta`, to those of all layers' sums. */
export function backward(net: Net, tile: i32, tiles: i32): void {
  for (let l = net.layerCount - 1; l > 0; l--) {
    const layer = layerAt(net, l);
    const lower = layerAt(net, l - 1);
    const from = layer.delta + <usize>tile * layer.stride;
    const into = lower.delta + <usize>tile * lower.stride;
    for (let p = 0; p < lower.panels; p++) {
      const panel = layer.transposed + <usize>p * layer.transposedBytes;
      const output = into + <usize>p * TILE;
      multiply(from, layer.stride, panel, layer.outputs, tiles, output, lower.stride, true);
    }
  }
}

/** The gradient of one panel, biases first, over the first `rows` rows of the batch, into `gradient`. */
export function panelGradient(net: Net, l: i32, p: i32, rows: i32, gradient: usize): void {
  const layer = layerAt(net, l);
  let from = net.x;
  let fromStride = net.xStride;
  if (l > 0) {
    const lower = layerAt(net, l - 1);
    from = lower.output;
    fromStride = lower.stride;
  }
  let delta = layer.delta + <usize>p * TILE;
  for (let row = 0; row < rows; row += ROWS_PER_SUM) {
    const count = min(ROWS_PER_SUM, rows - row);
    columnSums(delta, layer.stride, count, gradient, row > 0);
    outer(from, fromStride, delta, layer.stride, count, layer.lines, gradient + LINE, row > 0);
    from += <usize>(ROWS_PER_SUM >> 2) * fromStride;
    delta += <usize>(ROWS_PER_SUM >> 2) * layer.stride;
  }
}

/** Gradient and update of one panel. Returns whether its new weights are finite. */
export function updatePanel(net: Net, settings: usize, l: i32, p: i32, rows: i32, scratch: usize): bool {
  const layer = layerAt(net, l);
  const offset = <usize>p * layer.panelBytes;
  const w = layer.weights + offset;
  panelGradient(net, l, p, rows, scratch);
  const rate = changetype<Settings>(settings).learningRate;
  const finite = update(net, rate, w, scratch, layer.first + offset, layer.second + offset, layer.lines);
  if (l > 0) transpose(w, layer.lines, p, layer.transposed, layer.transposedBytes);
  return finite;
}
