// What a layer does, whatever its kind. A kind implements the seven functions below and exports one function that stores
// them in a layer's fields (`dense.ts`); the TypeScript side calls that export (`src/core/layers`). Passes and updates go
// through the functions here, and know no kind.
//
// Forward: read rows of tiles at `from`, `fromStride` bytes apart, write sums to the layer's `output` from row of tiles
// `tile` on, and call `finishColumn` of `passes.ts` for each column of tiles: it applies activation and dropout, and with
// `derive` leaves their derivative in `delta`.
// Backward: `delta` holds the gradient with respect to the layer's sums. Compute the gradient with respect to the layer's
// input, and multiply the `delta` of the layer below, which holds its derivative, by it.
// Gradient and update are cut into `units` units. A unit writes only to itself, so that units can be shared out among
// threads, and the bits stay the same.

import { MaskKey } from './dropout';
import { Layer, layerAt, Net } from './net';

type Forward = (
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
) => void;
type Backward = (net: Net, l: i32, settings: usize, tile: i32, tiles: i32, scratch: usize) => void;
type Gradient = (net: Net, l: i32, settings: usize, unit: i32, rows: i32, scratch: usize) => usize;
type Update = (net: Net, l: i32, settings: usize, unit: i32, rows: i32, scratch: usize) => bool;
type Limit = (net: Net, l: i32, panel: i32) => void;
type Initialize = (net: Net, l: i32, deviation: f32, seed: u32) => void;
type Refresh = (net: Net, l: i32) => void;

/** Registers the functions of a layer; called once per layer. */
export function become(
  layer: Layer,
  forward: Forward,
  backward: Backward,
  gradient: Gradient,
  update: Update,
  limit: Limit,
  initialize: Initialize,
  refresh: Refresh,
): void {
  layer.forward = forward.index;
  layer.backward = backward.index;
  layer.gradient = gradient.index;
  layer.update = update.index;
  layer.limit = limit.index;
  layer.initialize = initialize.index;
  layer.refresh = refresh.index;
}

/** Passes `tiles` rows of tiles forward. `maskTile` numbers the first of them for the masks. */
export function forwardLayer(
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
  const forward = layerAt(net, l).forward;
  call_indirect<void>(
    forward,
    net,
    l,
    settings,
    key,
    from,
    fromStride,
    tile,
    tiles,
    maskTile,
    derive,
    scratch,
  );
}

/** From the layer's `delta` to that of the layer below; never called for the first layer. */
export function backwardLayer(
  net: Net,
  l: i32,
  settings: usize,
  tile: i32,
  tiles: i32,
  scratch: usize,
): void {
  call_indirect<void>(layerAt(net, l).backward, net, l, settings, tile, tiles, scratch);
}

/** The gradient of a unit over the first `rows` rows of the batch, to `scratch + net.sums`. Returns its bytes. */
export function gradientOf(net: Net, l: i32, settings: usize, unit: i32, rows: i32, scratch: usize): usize {
  return call_indirect<usize>(layerAt(net, l).gradient, net, l, settings, unit, rows, scratch);
}

/** Gradient and update of a unit. Returns whether what is trained is still finite. */
export function updateOf(net: Net, l: i32, settings: usize, unit: i32, rows: i32, scratch: usize): bool {
  return call_indirect<bool>(layerAt(net, l).update, net, l, settings, unit, rows, scratch);
}

/** Applies max-norm to the neurons of one column of tiles, if configured, after all units were updated. */
export function limitOf(net: Net, l: i32, panel: i32): void {
  call_indirect<void>(layerAt(net, l).limit, net, l, panel);
}

/** Draws the initial weights. */
export function initialize(net: Net, l: i32, deviation: f32, seed: u32): void {
  call_indirect<void>(layerAt(net, l).initialize, net, l, deviation, seed);
}

/** Refreshes what a layer derives from its weights, after those were set from outside. */
export function refresh(net: Net, l: i32): void {
  call_indirect<void>(layerAt(net, l).refresh, net, l);
}
