// Initial weights.

import { Purpose } from './codes';
import { clearPadding } from './dropout';
import { Vec } from './math';
import { LINE, layerAt, Net, TILE } from './net';
import { normalTile } from './normal';
import { tileWords } from './philox';

/**
 * Draws the weights of a layer: normal, mean 0 and this standard deviation, each a function of seed, layer, input and
 * neuron. Biases become 0, and so do cells that are no weights.
 */
export function initialize(net: Net, l: i32, deviation: f32, seed: u32): void {
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
