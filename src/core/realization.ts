import type { Conditions } from './conditions';
import { thresholdOf } from './conditions';
import type { Network } from './network';
import { PURPOSES, philox } from './random';
import type { Realization } from './trainer-types';

/**
 * What the network did with the first sample of its last step, the `step`-th: the mask is drawn again.
 * @param ratios drop ratio of every site at that step.
 */
export function realizationOf(
  network: Network,
  conditions: Conditions,
  step: number,
  ratios: readonly number[],
): Realization {
  const kept = network.widths.map((width, site) =>
    conditions.drops
      ? keptAt(network.maskSeed, step, site, width, ratios[site])
      : new Uint8Array(width).fill(1),
  );
  return { step, kept, activations: network.snapshot() };
}

/** Who is kept at a site for the first sample of the `step`-th step's batch: 1 kept, 0 dropped. A function of its arguments. */
export function keptAt(seed: number, step: number, site: number, width: number, ratio: number): Uint8Array {
  const kept = new Uint8Array(width).fill(1);
  if (!(ratio > 0)) return kept;
  const words = new Uint32Array(4);
  const before = step - 1;
  const key = [seed, PURPOSES.masks] as const;
  const last = ((site << 24) | Math.floor(before / 2 ** 32)) >>> 0;
  for (let unit = 0; unit < width; unit++) {
    philox([unit, 0, before >>> 0, last], key, words);
    kept[unit] = words[0] >= thresholdOf(ratio) ? 1 : 0;
  }
  return kept;
}
