// Forward and backward passes over rows of tiles. A pass over rows writes only to those rows, so rows can be shared out
// among threads, and the bits stay the same.

import { activate } from './activations';
import { Activation, Mode, Place, Purpose } from './codes';
import { addNoise, clearPadding, drop, MaskKey } from './dropout';
import { backwardLayer, forwardLayer } from './layers';
import { Layer, layerAt, Net, normOf, Site, siteAt, TILE } from './net';
import { measureRows, normalizeBatch, normalizeRows, rowsBackward } from './normalization';

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
  if (site.noise > 0) noiseOfInput(net, site, key, tile, tiles, maskTile, scratch);
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

/** Adds noise to tiles of inputs in place, as in `dropInput`. */
function noiseOfInput(
  net: Net,
  site: Site,
  key: MaskKey,
  tile: i32,
  tiles: i32,
  maskTile: i32,
  scratch: usize,
): void {
  const offset = <usize>tile * net.xStride;
  for (let unit = 0; unit < net.features; unit += 8) {
    const column = net.x + offset + <usize>(unit >> 3) * TILE;
    addNoise(site, key, column, net.xStride, tiles, unit, maskTile, scratch);
    const used = net.features - unit;
    if (used < 8) clearPadding(column, net.xStride, tiles, used);
  }
}

/** Whether the columns beyond the last unit may have become something else than 0. */
function soilsPadding(layer: Layer, mode: i32): bool {
  const isSoiled = layer.activation == Activation.sigmoid || layer.activation == Activation.softplus;
  return isSoiled || mode == Mode.alpha || mode == Mode.givenAlpha;
}

/** Steps of the way of one column of tiles. */
class Column {
  /** Offset of a column of tiles in the tiles of a layer. */
  @inline
  static at(layer: Layer, p: i32, tile: i32): usize {
    return <usize>tile * layer.stride + <usize>p * TILE;
  }

  /** Activation of the column of tiles at `column`; its derivative goes to the same offset from `slopes` on, unless that is 0. */
  @inline
  static activate(layer: Layer, column: usize, slopes: usize, tiles: i32): void {
    if (layer.activation == Activation.linear && slopes == 0) return;
    const slope = slopes ? slopes + column : 0;
    activate(layer.activation, layer.slope, layer.output + column, slope, layer.stride, tiles);
  }

  /** Dropout of one column of tiles, also of the derivative in `slopes`; `index` is the number of the layer's site. */
  @inline
  static drop(
    layer: Layer,
    index: i32,
    site: Site,
    key: MaskKey,
    p: i32,
    tile: i32,
    tiles: i32,
    maskTile: i32,
    slopes: usize,
    scratch: usize,
  ): void {
    const column = Column.at(layer, p, tile);
    const output = layer.output + column;
    if (tile == 0 && masksOfStep(site, key)) memory.copy(layer.before + <usize>p * TILE, output, TILE);
    if (site.mode == Mode.none) return;
    const slope = slopes ? slopes + column : 0;
    drop(site, index, key, output, slope, layer.stride, tiles, p << 3, maskTile, column, scratch);
  }

  /** Clears the unused columns of the panel `p`, if activation or dropout may have soiled them. */
  @inline
  static clear(layer: Layer, mode: i32, p: i32, tile: i32, tiles: i32): void {
    const used = layer.outputs - (p << 3);
    if (used < 8 && soilsPadding(layer, mode))
      clearPadding(layer.output + Column.at(layer, p, tile), layer.stride, tiles, used);
  }
}

/**
 * Activation and dropout of one column of tiles of sums, or as much of it as stands before the layer's normalization;
 * `index` is the number of the layer's site.
 */
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
  let slopes = derive ? layer.delta : 0;
  let isDropped = true;
  if (layer.norm) {
    const norm = normOf(layer);
    if (norm.place == Place.beforeActivation) return;
    if (derive) slopes = norm.slope;
    isDropped = norm.place == Place.afterDropout;
  }
  Column.activate(layer, Column.at(layer, p, tile), slopes, tiles);
  if (isDropped) Column.drop(layer, index, site, key, p, tile, tiles, maskTile, slopes, scratch);
  Column.clear(layer, site.mode, p, tile, tiles);
}

/** What follows the normalization of one column of tiles. */
function completeColumn(
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
  const column = Column.at(layer, p, tile);
  const place = normOf(layer).place;
  const slopes = derive ? layer.delta : 0;
  if (place == Place.beforeActivation) Column.activate(layer, column, slopes, tiles);
  else if (derive)
    activate(Activation.linear, 0, layer.output + column, slopes + column, layer.stride, tiles);
  if (place == Place.afterDropout) return;
  Column.drop(layer, index, site, key, p, tile, tiles, maskTile, slopes, scratch);
  Column.clear(layer, site.mode, p, tile, tiles);
}

/** Normalizes rows of tiles of a layer, each on its own, and finishes them. */
function finishRows(
  net: Net,
  l: i32,
  settings: usize,
  key: MaskKey,
  tile: i32,
  tiles: i32,
  maskTile: i32,
  derive: bool,
  scratch: usize,
): void {
  const layer = layerAt(net, l);
  const site = siteAt(settings, l + 1);
  measureRows(layer, tile, tiles);
  for (let p = 0; p < layer.panels; p++) {
    normalizeRows(layer, p, tile, tiles, derive);
    completeColumn(layer, l + 1, site, key, p, tile, tiles, maskTile, derive, scratch);
  }
}

/** Normalizes one column of tiles over the whole batch of a step, and finishes it. */
export function finishBatch(net: Net, l: i32, settings: usize, p: i32, rows: i32, scratch: usize): void {
  const layer = layerAt(net, l);
  const key = changetype<MaskKey>(net.key);
  normalizeBatch(layer, p, rows);
  completeColumn(layer, l + 1, siteAt(settings, l + 1), key, p, 0, (rows + 3) >> 2, 0, true, scratch);
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
    if (layer.norm) finishRows(net, l, settings, key, tile, tiles, maskTile, derives, scratch);
    fromStride = layer.stride;
    from = layer.output + <usize>tile * fromStride;
  }
}

/** One layer of `forward` by itself, up to its normalization if it has one; only the first reads `input`. */
export function sumsOf(
  net: Net,
  l: i32,
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
  if (l > 0) {
    const lower = layerAt(net, l - 1);
    fromStride = lower.stride;
    from = lower.output + <usize>tile * fromStride;
  }
  const derives = derive && (l + 1 < net.layerCount || siteAt(settings, l + 1).mode != Mode.none);
  forwardLayer(net, l, settings, key, from, fromStride, tile, tiles, maskTile, derives, scratch);
}

/** From the gradient of the logits, in the last layer's `delta`, to those of all layers' sums. */
export function backward(net: Net, settings: usize, tile: i32, tiles: i32, scratch: usize): void {
  for (let l = net.layerCount - 1; l > 0; l--) {
    backwardLayer(net, l, settings, tile, tiles, scratch);
    const lower = layerAt(net, l - 1);
    if (lower.norm) rowsBackward(lower, tile, tiles);
  }
}
