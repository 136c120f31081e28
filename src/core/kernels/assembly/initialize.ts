// Initial weights.

import { clearPadding } from './dropout';
import { Vec } from './math';
import { LINE, layerAt, Net, TILE } from './net';
import { normalTile } from './normal';
import { tileWords } from './philox';

/** The purpose in the key of initial weights. */
const INIT: u32 = 1;

/**
 * Draws the weights of a layer: normal, mean 0 and this standard deviation, each a function of seed, layer, input and
 * neuron. Biases become 0, and so do cells that are no weights.
 */
export function initialize(net: Net, l: i32, deviation: f32, seed: u32): void {
  const layer = layerAt(net, l);
  for (let p = 0; p < layer.panels; p++) {
    const panel = layer.weights + <usize>p * layer.panelBytes;
    memory.fill(panel, 0, LINE);
    const tiles = layer.lines >> 2;
    for (let t = 0; t < tiles; t++) {
      const tile = panel + LINE + <usize>t * TILE;
      tileWords(p << 3, t, 0, l, seed, INIT, tile);
      normalTile(tile);
      for (let i: usize = 0; i < TILE; i += 16) {
        v128.store(tile + i, f32x4.mul(v128.load(tile + i), Vec.of(deviation)));
      }
    }
    const used = layer.outputs - (p << 3);
    if (used < 8) clearPadding(panel + LINE, TILE, tiles, used);
    for (let line = layer.inputs; line < layer.lines; line++) {
      memory.fill(panel + LINE + <usize>line * LINE, 0, LINE);
    }
  }
}
