// DropConnect (Wan et al. 2013): in a step, connections are dropped instead of neurons, the same ones for the whole
// batch, and the kept ones scaled by 1 / (1 − p), as PyTorch code writes it with `F.dropout(weight, p)`. While connections
// are dropped, a layer's `weights` and `masked` have changed places: whoever multiplies knows nothing of it.

import { scratchOf } from './crew';
import { MaskKey } from './dropout';
import { Vec } from './math';
import { LINE, layerAt, Net, TILE } from './net';
import { tileWords } from './philox';
import { transposeTiles } from './transpose';

/** Numbers the connections of a layer apart from the sites of dropout, which have the same key. */
const FIRST: u32 = 64;

/** Exchanges the weights of all layers that drop connections with what is left of them. */
export function exchange(net: Net): void {
  for (let l = 0; l < net.layerCount; l++) {
    const layer = layerAt(net, l);
    if (layer.masked == 0) continue;
    const weights = layer.weights;
    layer.weights = layer.masked;
    layer.masked = weights;
    const transposed = layer.transposed;
    layer.transposed = layer.maskedTransposed;
    layer.maskedTransposed = transposed;
  }
}

/** Begins to drop the connections that this key says; `dropUnit` of every unit has to follow. */
export function beginDropping(net: Net, key: MaskKey): void {
  memory.copy(net.connectionKey, changetype<usize>(key), offsetof<MaskKey>());
  exchange(net);
  net.dropping = 1;
}

/** Masks `lines` lines of weights from line `line` on, tiles of which lie from `from` on, into `into`. */
function maskLines(net: Net, l: i32, line: i32, lines: i32, from: usize, into: usize, scratch: usize): void {
  const layer = layerAt(net, l);
  const key = changetype<MaskKey>(net.connectionKey);
  const counter = ((FIRST + <u32>l) << 24) | key.high;
  const threshold = i32x4.splat(layer.dropThreshold);
  const factor = Vec.of(layer.dropScale);
  for (let t = line >> 2; t < (line + lines) >> 2; t++) {
    for (let p = 0; p < layer.panels; p++) {
      tileWords(p << 3, t, key.low, counter, key.seed, key.purpose, scratch);
      for (let i: usize = 0; i < TILE; i += 16, from += 16, into += 16) {
        const keep = i32x4.ge_u(v128.load(scratch + i), threshold);
        v128.store(into, v128.and(f32x4.mul(v128.load(from), factor), keep));
      }
    }
  }
}

/** A task: what is left of the weights of one unit, counted through all layers, and of their transpose. */
export function dropUnit(net: Net, item: i32, thread: i32): void {
  let l = 0;
  for (; item >= layerAt(net, l).units; l++) item -= layerAt(net, l).units;
  const layer = layerAt(net, l);
  if (layer.masked == 0) return;
  const line = item * layer.unitLines;
  const lines = min(layer.unitLines, layer.lines - line);
  const offset = <usize>(line >> 2) * layer.weightStride;
  maskLines(net, l, line, lines, layer.masked + offset, layer.weights + offset, scratchOf(net, thread));
  if (l > 0) transposeTiles(layer, line, lines, 0, layer.panels);
  if (item < layer.units - 1) return;
  const biases = layer.weightBytes;
  memory.copy(layer.weights + biases, layer.masked + biases, <usize>layer.panels * LINE);
}

/** Leaves of the gradient of `lines` lines, in place, what belongs to kept connections. */
export function maskGradient(net: Net, l: i32, line: i32, lines: i32, gradient: usize, scratch: usize): void {
  if (layerAt(net, l).masked) maskLines(net, l, line, lines, gradient, gradient, scratch);
}
