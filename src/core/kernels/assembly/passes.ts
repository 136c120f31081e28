// Forward and backward passes over rows of tiles. A pass over rows writes only to those rows, so rows can be shared out
// among threads, and the bits stay the same.

import { activate } from './activations';
import { Activation, Mode, Purpose } from './codes';
import { clearPadding, drop, MaskKey } from './dropout';
import { backwardLayer, forwardLayer } from './layers';
import { Layer, layerAt, Net, Site, siteAt, TILE } from './net';

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

/** Whether the columns beyond the last unit may have become something else than 0. */
function soilsPadding(layer: Layer, mode: i32): bool {
  const isSoiled = layer.activation == Activation.sigmoid || layer.activation == Activation.softplus;
  return isSoiled || mode == Mode.alpha || mode == Mode.givenAlpha;
}

/** Activation and dropout of one column of tiles of sums; `index` is the number of the layer's site. */
export function finishColumn(
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
    activate(layer.activation, layer.slope, output, delta, stride, tiles);
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
  let from = input;
  let fromStride = net.xStride;
  for (let l = 0; l < net.layerCount; l++) {
    const layer = layerAt(net, l);
    const derives = derive && (l + 1 < net.layerCount || siteAt(settings, l + 1).mode != Mode.none);
    forwardLayer(net, l, settings, key, from, fromStride, tile, tiles, maskTile, derives, scratch);
    fromStride = layer.stride;
    from = layer.output + <usize>tile * fromStride;
  }
}

/** From the gradient of the logits, in the last layer's `delta`, to those of all layers' sums. */
export function backward(net: Net, settings: usize, tile: i32, tiles: i32, scratch: usize): void {
  for (let l = net.layerCount - 1; l > 0; l--) backwardLayer(net, l, settings, tile, tiles, scratch);
}
