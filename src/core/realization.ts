import { type Conditions, thresholdOf } from './conditions';
import type { Groups } from './dropout/groups';
import type { Network } from './network';
import { PURPOSES, philox } from './random';
import type { Realization } from './trainer-types';

const TWO_32 = 4294967296;

/**
 * The realization for the first sample of the last step, the `step`-th; its mask is drawn again.
 * @param ratios drop ratio of every site at that step. @param samples in that step's batch.
 */
export function realizationOf(
  network: Network,
  conditions: Conditions,
  step: number,
  ratios: readonly number[],
  samples: number,
): Realization {
  const { activations, gradients, before } = network.snapshot();
  const draws = ratios.map((ratio, site) =>
    ratio > 0 && conditions.drops
      ? drawsAt(network.maskSeed, step, site, network.widths[site]!, network.groups[site])
      : null,
  );
  return {
    step,
    samples,
    ratios,
    draws,
    kept: draws.map((words, site) =>
      words ? keptOf(words, ratios[site]!) : new Uint8Array(network.widths[site]!).fill(1),
    ),
    before: ratios.map((ratio, site) => (ratio > 0 ? before(site) : activations[site]!)),
    activations,
    // The batch loss is a mean, so scale by the batch size to get this sample's own gradient.
    gradients: [null, ...gradients.map((values) => values.map((value) => value * samples))],
  };
}

/**
 * Random numbers, 0 ≤ u < 1, of a site's neurons for the first sample of the batch of step `step`. Deterministic in its
 * arguments.
 */
function drawsAt(
  seed: number,
  step: number,
  site: number,
  width: number,
  groupOf: Groups = (unit) => unit,
): Float64Array {
  const words = new Uint32Array(4);
  const before = step - 1;
  const key = [seed, PURPOSES.masks] as const;
  const last = ((site << 24) | Math.floor(before / TWO_32)) >>> 0;
  return Float64Array.from({ length: width }, (_, unit) => {
    philox([groupOf(unit), 0, before >>> 0, last], key, words);
    return words[0]! / TWO_32;
  });
}

/** 1 for kept neurons (u ≥ drop ratio), otherwise 0. */
function keptOf(draws: Float64Array, ratio: number): Uint8Array {
  const least = thresholdOf(ratio) / TWO_32;
  return Uint8Array.from(draws, (draw) => Number(draw >= least));
}

/**
 * The mask of a site for the first sample of the batch of step `step`: 1 kept, 0 dropped. Deterministic in its
 * arguments.
 */
export function keptAt(seed: number, step: number, site: number, width: number, ratio: number): Uint8Array {
  if (!(ratio > 0)) return new Uint8Array(width).fill(1);
  return keptOf(drawsAt(seed, step, site, width), ratio);
}
