// The exports of the .wasm. Callers access its memory through `layout.ts`.

import { beginDropping, dropUnit, exchange } from './connections';
import { MaskKey } from './dropout';
import { gradientOf, refresh } from './layers';
import { softmaxRows as softmax } from './loss';
import { layerAt, Net } from './net';
import { sumAffine } from './normalization';
import { dropInput, forward } from './passes';
import { philox } from './philox';
import { passRows as pass, unitsOf } from './training';

export { help, setThreads } from './crew';
export { dense } from './dense';
export { evaluateAll, evaluateChunks, sumOfChunks } from './evaluation';
export { initialize } from './layers';
export { useShortLoops } from './loops';
export { shuffle } from './philox';
export { train } from './training';

/** Masks and passes forward the rows of tiles that lie in the batch's inputs. */
export function forwardRows(net: Net, settings: usize, key: MaskKey, tiles: i32, maskTile: i32): void {
  dropInput(net, settings, key, 0, tiles, maskTile, net.scratch);
  forward(net, settings, key, net.x, 0, tiles, maskTile, false, net.scratch);
}

/** Forward, loss (weighted by 1 / total) and backward for the rows that lie in the batch's inputs and targets. */
export function gradientRows(
  net: Net,
  settings: usize,
  key: MaskKey,
  rows: i32,
  maskTile: i32,
  total: i32,
): f64 {
  pass(net, settings, key, rows, 0, (rows + 3) >> 2, maskTile, total, net.scratch);
  let sum: f64 = 0;
  for (let i = 0; i < rows; i++) sum += load<f32>(net.rowLosses + ((<usize>i) << 2));
  return sum;
}

/** The gradient of a unit of a layer after `gradientRows`, into the first thread's sums. */
export function gradientOfUnit(net: Net, settings: usize, layer: i32, unit: i32, rows: i32): void {
  gradientOf(net, layer, settings, unit, rows, net.scratch);
}

/** The gradient of a layer's normalization after `gradientRows`, into its own lines. */
export function gradientOfNorm(net: Net, layer: i32, rows: i32): void {
  sumAffine(layerAt(net, layer), rows);
}

/** Drops the connections that this key says, until `keepConnections`. */
export function dropConnections(net: Net, key: MaskKey): void {
  beginDropping(net, key);
  for (let unit = 0; unit < unitsOf(net); unit++) dropUnit(net, unit, 0);
}

/** Ends what `dropConnections` began. */
export function keepConnections(net: Net): void {
  exchange(net);
  net.dropping = 0;
}

/** Turns logits in the last layer's output into probabilities. */
export function softmaxRows(net: Net, rows: i32): void {
  const last = layerAt(net, net.layerCount - 1);
  softmax(last.output, last.stride, last.outputs, rows);
}

/** Refreshes all layers after their weights were set from outside. */
export function refreshAll(net: Net): void {
  for (let l = 0; l < net.layerCount; l++) refresh(net, l);
}

/** Four blocks of random words, for tests: 16 words, word i of the four blocks at 16·i. */
export function philoxBlocks(c0: u32, c1: u32, c2: u32, c3: u32, key0: u32, key1: u32, out: usize): void {
  philox(c0, c1, c2, c3, key0, key1, out, 16);
}
