// Whole steps, one call from outside for any number of them.

import { Mode } from './codes';
import { beginDropping, dropUnit, exchange } from './connections';
import { Crew, each, scratchOf, share, threadsOf } from './crew';
import { MaskKey } from './dropout';
import { backwardLayer, gradientOf, limitOf, updateOf } from './layers';
import { lossOfRows } from './loss';
import { addTo, beginMixing, mixRow, partnerOf } from './mixup';
import { Layer, LINE, layerAt, Net, Samples, Scalars, siteAt, TILE } from './net';
import { affineSquares, batchBackward, updateAffine } from './normalization';
import { advanceScalars, squaresOf } from './optimizers';
import { backward, dropInput, finishBatch, forward, sumsOf } from './passes';

/** Copies rows `order[position…]` of the training samples, with their targets, into the batch; pads with zeros. */
function gather(net: Net, rows: i32, tile: i32, tiles: i32): void {
  const train = changetype<Samples>(net.train);
  const panels = <usize>((net.features + 7) >> 3) * TILE;
  for (let row = tile << 2; row < (tile + tiles) << 2; row++) {
    const into = net.x + <usize>(row >> 2) * net.xStride + <usize>(row & 3) * LINE;
    if (row >= rows) {
      for (let i: usize = 0; i < panels; i += TILE) {
        v128.store(into + i, f32x4.splat(0));
        v128.store(into + i, f32x4.splat(0), 16);
      }
      continue;
    }
    const sample = load<u32>(net.order + ((<usize>(net.position + row)) << 2));
    const from = train.x + <usize>(sample >> 2) * net.xStride + <usize>(sample & 3) * LINE;
    for (let i: usize = 0; i < panels; i += TILE) {
      v128.store(into + i, v128.load(from + i));
      v128.store(into + i, v128.load(from + i, 16), 16);
    }
    copyTarget(
      net.y + <usize>row * net.targetBytes,
      train.y + <usize>sample * net.targetBytes,
      net.targetBytes,
    );
    if (net.mixing) mixIn(net, row, into);
  }
}

/** Mixes the partner of a row of the batch into its features at `into`, and keeps the partner's target. */
function mixIn(net: Net, row: i32, into: usize): void {
  const partner = partnerOf(net, row);
  const bytes = net.targetBytes;
  mixRow(net, partner, into);
  const targets = changetype<Samples>(net.train).y;
  copyTarget(net.mixedY + <usize>row * bytes, targets + <usize>partner * bytes, bytes);
}

function copyTarget(into: usize, from: usize, bytes: usize): void {
  if (bytes == 4) store<u32>(into, load<u32>(from));
  else for (let i: usize = 0; i < bytes; i += 16) v128.store(into + i, v128.load(from + i));
}

/** Forward pass, loss and backward pass of rows of tiles of the batch, whose first `rows` rows count, by 1 / `total`. */
export function passRows(
  net: Net,
  settings: usize,
  key: MaskKey,
  rows: i32,
  tile: i32,
  tiles: i32,
  maskTile: i32,
  total: i32,
  scratch: usize,
): void {
  dropInput(net, settings, key, tile, tiles, maskTile, scratch);
  const input = net.x + <usize>tile * net.xStride;
  forward(net, settings, key, input, tile, tiles, maskTile, true, scratch);
  lossOfTiles(net, settings, rows, tile, tiles, total);
  backward(net, settings, tile, tiles, scratch);
}

/** Losses of rows of tiles of the batch, whose first `rows` rows count, and the gradients of their logits. */
function lossOfTiles(net: Net, settings: usize, rows: i32, tile: i32, tiles: i32, total: i32): void {
  const last = layerAt(net, net.layerCount - 1);
  const offset = <usize>tile * last.stride;
  const count = min(tiles << 2, rows - (tile << 2));
  const first = (<usize>tile) << 2;
  const gated = siteAt(settings, net.layerCount).mode != Mode.none;
  const own: f32 = net.mixing ? net.share : 1;
  // The derivative of what gates the gradient, before it becomes that gradient.
  if (net.mixing && gated) {
    memory.copy(net.mixedDelta + offset, last.delta + offset, <usize>tiles * last.stride);
  }
  lossOfRows(
    net,
    last.output + offset,
    last.stride,
    last.outputs,
    count,
    net.y + first * net.targetBytes,
    net.rowLosses + (first << 2),
    last.delta + offset,
    own / <f32>total,
    gated,
  );
  if (net.mixing) lossOfPartners(net, last, tile, tiles, count, total, gated);
}

/** Adds to losses and gradients of rows of tiles those against the targets of their partners. */
function lossOfPartners(
  net: Net,
  last: Layer,
  tile: i32,
  tiles: i32,
  count: i32,
  total: i32,
  gated: bool,
): void {
  const offset = <usize>tile * last.stride;
  const first = (<usize>tile) << 2;
  const own = net.rowLosses + (first << 2);
  const others = net.mixedLosses + (first << 2);
  lossOfRows(
    net,
    last.output + offset,
    last.stride,
    last.outputs,
    count,
    net.mixedY + first * net.targetBytes,
    others,
    net.mixedDelta + offset,
    (1 - net.share) / <f32>total,
    gated,
  );
  addTo(last.delta + offset, net.mixedDelta + offset, <usize>tiles * last.stride);
  for (let i: usize = 0; i < (<usize>count) << 2; i += 4) {
    store<f32>(own + i, net.share * load<f32>(own + i) + (1 - net.share) * load<f32>(others + i));
  }
}

function meanLoss(net: Net, rows: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < rows; i++) sum += load<f32>(net.rowLosses + ((<usize>i) << 2));
  return sum / rows;
}

/**
 * Rows of tiles per piece if `threads` threads share `tiles`: equal pieces that fit into the cache, two per thread, so
 * that others can take over from a delayed one.
 */
function pieceOf(net: Net, tiles: i32, threads: i32): i32 {
  const shares = threads > 1 ? 2 * threads : 1;
  const each = (tiles + shares - 1) / shares;
  const most = net.chunkRows >> 2;
  const pieces = (each + most - 1) / most;
  return (each + pieces - 1) / pieces;
}

/** One step. Returns whether its loss and all new weights are finite. */
function step(net: Net, settings: usize, key: MaskKey): bool {
  const train = changetype<Samples>(net.train);
  const scalars = changetype<Scalars>(net.scalars);
  const rows = min(net.batch, train.count - net.position);
  const tiles = (rows + 3) >> 2;
  const threads = threadsOf(net, net.stepThreads);
  const piece = pieceOf(net, tiles, threads);
  if (net.partners) beginMixing(net, rows, key);
  if (threads > 1 || net.staged || net.clipNorm > 0 || net.connections) {
    const crew = changetype<Crew>(net.crew);
    crew.settings = settings;
    crew.rows = rows;
    crew.piece = piece;
    crew.failed = 0;
    crew.shares = threads;
    const pieces = (tiles + piece - 1) / piece;
    if (net.connections) {
      beginDropping(net, key);
      each(net, dropUnit, unitsOf(net));
    }
    if (net.staged) passInStages(net, pieces);
    else each(net, passPiece, pieces);
    if (net.connections) exchange(net);
  } else {
    for (let tile = 0; tile < tiles; tile += piece) {
      passTiles(net, settings, key, rows, tile, min(piece, tiles - tile), net.scratch);
    }
  }
  net.mixing = 0;
  net.position += rows;
  key.low++;
  if (key.low == 0) key.high++;
  const loss = meanLoss(net, rows);
  scalars.lossSum += loss * rows;
  if (!isFinite(loss)) return false;
  advanceScalars(net);
  if (net.clipNorm > 0) scalars.clip = clipFactor(net);
  return threads > 1 ? shareUpdate(net) : updateAll(net, settings, rows);
}

function passTiles(
  net: Net,
  settings: usize,
  key: MaskKey,
  rows: i32,
  tile: i32,
  tiles: i32,
  scratch: usize,
): void {
  gather(net, rows, tile, tiles);
  passRows(net, settings, key, rows, tile, tiles, tile, rows, scratch);
}

/** Rows of tiles of a piece of the batch that begins at row of tiles `tile`. */
function tilesFrom(crew: Crew, tile: i32): i32 {
  return min(crew.piece, ((crew.rows + 3) >> 2) - tile);
}

/** A task: the pass of one piece of the batch. */
function passPiece(net: Net, item: i32, thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  const tile = item * crew.piece;
  const tiles = tilesFrom(crew, tile);
  const key = changetype<MaskKey>(net.key);
  passTiles(net, crew.settings, key, crew.rows, tile, tiles, scratchOf(net, thread));
}

/**
 * The pass of a batch, layer by layer: rows of tiles up to a normalization over the batch, then its columns of tiles, and
 * back the same way.
 */
function passInStages(net: Net, pieces: i32): void {
  const crew = changetype<Crew>(net.crew);
  const last = net.layerCount - 1;
  for (let l = 0; l <= last; l++) {
    crew.layer = l;
    each(net, forwardPiece, pieces);
    if (layerAt(net, l).norm) each(net, finishPanel, layerAt(net, l).panels);
  }
  for (let l = last; l > 0; l--) {
    crew.layer = l;
    each(net, backwardPiece, pieces);
    if (layerAt(net, l - 1).norm) each(net, backwardPanel, layerAt(net, l - 1).panels);
  }
}

/** A task: one piece of the batch through one layer; the first gathers it, the last ends in the loss. */
function forwardPiece(net: Net, item: i32, thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  const l = crew.layer;
  const tile = item * crew.piece;
  const tiles = tilesFrom(crew, tile);
  const key = changetype<MaskKey>(net.key);
  const scratch = scratchOf(net, thread);
  if (l == 0) {
    gather(net, crew.rows, tile, tiles);
    dropInput(net, crew.settings, key, tile, tiles, tile, scratch);
  }
  sumsOf(net, l, crew.settings, key, net.x + <usize>tile * net.xStride, tile, tiles, tile, true, scratch);
  if (l == net.layerCount - 1) lossOfTiles(net, crew.settings, crew.rows, tile, tiles, crew.rows);
}

/** A task: the gradient of one piece of the batch through one layer. */
function backwardPiece(net: Net, item: i32, thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  const tile = item * crew.piece;
  backwardLayer(net, crew.layer, crew.settings, tile, tilesFrom(crew, tile), scratchOf(net, thread));
}

/** A task: normalization over the batch, and what follows it, of one column of tiles. */
function finishPanel(net: Net, item: i32, thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  finishBatch(net, crew.layer, crew.settings, item, crew.rows, scratchOf(net, thread));
}

/** A task: the way back through the normalization of one column of tiles of the layer below. */
function backwardPanel(net: Net, item: i32, _thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  batchBackward(layerAt(net, crew.layer - 1), item, crew.rows);
}

/** Number of units of all layers. */
export function unitsOf(net: Net): i32 {
  let units = 0;
  for (let l = 0; l < net.layerCount; l++) units += layerAt(net, l).units;
  return units;
}

/**
 * What the whole gradient is multiplied by so that its norm is `clipNorm` at the most, as PyTorch's `clip_grad_norm_`.
 * Each unit's squares are summed by themselves, and these sums in their order: threads change nothing. The gradient is
 * worked out once more for the update, so that no memory is needed for it.
 */
function clipFactor(net: Net): f64 {
  const units = unitsOf(net);
  each(net, keepSquares, units);
  let sum: f64 = 0;
  for (let unit = 0; unit < units; unit++) sum += load<f64>(net.squares + ((<usize>unit) << 3));
  return Math.min(1, <f64>net.clipNorm / (Math.sqrt(sum) + 1e-6));
}

/** A task: the squares of the gradient of one unit, and with a layer's last one of its normalization. */
function keepSquares(net: Net, item: i32, thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  const scratch = scratchOf(net, thread);
  const place = net.squares + ((<usize>item) << 3);
  let l = 0;
  for (; item >= layerAt(net, l).units; l++) item -= layerAt(net, l).units;
  // A row of tiles may end in tiles that nothing is written to.
  memory.fill(scratch + net.sums, 0, net.scratchBytes - net.sums);
  const bytes = gradientOf(net, l, crew.settings, item, crew.rows, scratch);
  let sum = squaresOf(scratch + net.sums, bytes);
  const layer = layerAt(net, l);
  if (layer.norm && item == layer.units - 1) sum += affineSquares(layer, crew.rows);
  store<f64>(place, sum);
}

function updateAll(net: Net, settings: usize, rows: i32): bool {
  let finite = true;
  for (let l = 0; l < net.layerCount; l++) {
    const layer = layerAt(net, l);
    for (let unit = 0; unit < layer.units; unit++) {
      if (!updateOf(net, l, settings, unit, rows, net.scratch)) finite = false;
    }
    if (layer.norm && !updateAffine(net, layer, settings, rows)) finite = false;
    if (net.maxNorm > 0) {
      for (let p = 0; p < layer.panels; p++) limitOf(net, l, p);
    }
  }
  return finite;
}

/** Updates with all threads: first the units of all layers, then, with max-norm, their columns of tiles. */
function shareUpdate(net: Net): bool {
  let panels = 0;
  for (let l = 0; l < net.layerCount; l++) panels += layerAt(net, l).panels;
  share(net, updateItem, unitsOf(net));
  if (net.maxNorm > 0) share(net, limitItem, panels);
  return changetype<Crew>(net.crew).failed == 0;
}

/** A task: the gradient and the update of one unit, counted through all layers; with a layer's last one, of its normalization. */
function updateItem(net: Net, item: i32, thread: i32): void {
  const crew = changetype<Crew>(net.crew);
  let l = 0;
  for (; item >= layerAt(net, l).units; l++) item -= layerAt(net, l).units;
  if (!updateOf(net, l, crew.settings, item, crew.rows, scratchOf(net, thread))) crew.failed = 1;
  const layer = layerAt(net, l);
  if (layer.norm == 0 || item < layer.units - 1) return;
  if (!updateAffine(net, layer, crew.settings, crew.rows)) crew.failed = 1;
}

/** A task: the norms of one column of tiles of weights, counted through all layers. */
function limitItem(net: Net, item: i32, _thread: i32): void {
  let l = 0;
  for (; item >= layerAt(net, l).panels; l++) item -= layerAt(net, l).panels;
  limitOf(net, l, item);
}

/** Takes `steps` steps within an epoch and returns how many it took: fewer if one of them diverged (the last). */
export function train(net: Net, steps: i32): i32 {
  const key = changetype<MaskKey>(net.key);
  let settings = net.settings;
  let taken = 0;
  while (taken < steps && net.diverged == 0) {
    taken++;
    if (!step(net, settings, key)) net.diverged = 1;
    net.dropping = 0;
    settings += net.settingsStride;
  }
  keepSnapshot(net);
  return taken;
}

/** Keeps the first row of tiles of every site, and of every layer's gradient, which later passes overwrite. */
function keepSnapshot(net: Net): void {
  let into = net.snapshot;
  memory.copy(into, net.x, net.xStride);
  into += net.xStride;
  for (let l = 0; l < net.layerCount; l++) {
    const layer = layerAt(net, l);
    memory.copy(into, layer.output, layer.stride);
    into += layer.stride;
  }
  for (let l = 0; l < net.layerCount; l++) {
    const layer = layerAt(net, l);
    memory.copy(into, layer.delta, layer.stride);
    into += layer.stride;
  }
}
