// Mixup (Zhang et al. 2018, arXiv 1710.09412): a batch is mixed with a permutation of itself, λ of each sample and 1 − λ
// of its partner; its loss is λ times that against its own targets plus 1 − λ times that against the partner's.

import { Purpose } from './codes';
import { MaskKey } from './dropout';
import { Vec } from './math';
import { LINE, Net, Samples, TILE } from './net';
import { permute } from './philox';

/** Draws the partners of a batch of `rows` rows and takes its λ, which the caller has drawn for the epoch. */
export function beginMixing(net: Net, rows: i32, key: MaskKey): void {
  permute(net.partners, rows, key.low, (1 << 24) | key.high, key.seed, Purpose.mixup, net.scratch);
  net.share = load<f32>(net.shares + ((<usize>(net.position / net.batch)) << 2));
  net.mixing = 1;
}

/** The training sample that row `row` of the batch is mixed with. */
export function partnerOf(net: Net, row: i32): u32 {
  const partner = load<u32>(net.partners + ((<usize>row) << 2));
  return load<u32>(net.order + ((<usize>(net.position + partner)) << 2));
}

/** Mixes the features of row `into` of the batch with those of training sample `sample`. */
export function mixRow(net: Net, sample: u32, into: usize): void {
  const own = Vec.of(net.share);
  const other = Vec.of(1 - net.share);
  let from =
    changetype<Samples>(net.train).x + <usize>(sample >> 2) * net.xStride + <usize>(sample & 3) * LINE;
  const end = into + <usize>((net.features + 7) >> 3) * TILE;
  for (; into != end; into += TILE, from += TILE) {
    for (let i: usize = 0; i < LINE; i += 16) {
      const partner = f32x4.mul(v128.load(from + i), other);
      v128.store(into + i, Vec.madd(v128.load(into + i), own, partner));
    }
  }
}

/** Adds `bytes` bytes of numbers. */
export function addTo(into: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(into + i, f32x4.add(v128.load(into + i), v128.load(from + i)));
  }
}
