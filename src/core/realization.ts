import { type Conditions, thresholdOf } from './conditions';
import type { Network } from './network';
import { PURPOSES, philox } from './random';
import type { Realization } from './trainer-types';

const TWO_32 = 4294967296;

/**
 * What the network did with the first sample of its last step, the `step`-th: the mask is drawn again.
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
    ratio > 0 && conditions.drops ? drawsAt(network.maskSeed, step, site, network.widths[site]!) : null,
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
    // The batch's loss is a mean: times its samples it is this sample's own.
    gradients: [null, ...gradients.map((values) => values.map((value) => value * samples))],
  };
}

/**
 * The random numbers, 0 ≤ u < 1, of a site's neurons for the first sample of the `step`-th step's batch. A function of
 * its arguments.
 */
function drawsAt(seed: number, step: number, site: number, width: number): Float64Array {
  const words = new Uint32Array(4);
  const before = step - 1;
  const key = [seed, PURPOSES.masks] as const;
  const last = ((site << 24) | Math.floor(before / TWO_32)) >>> 0;
  return Float64Array.from({ length: width }, (_, unit) => {
    philox([unit, 0, before >>> 0, last], key, words);
    return words[0]! / TWO_32;
  });
}

/** 1 where a neuron is kept: where its number is not below the drop ratio. */
function keptOf(draws: Float64Array, ratio: number): Uint8Array {
  const least = thresholdOf(ratio) / TWO_32;
  return Uint8Array.from(draws, (draw) => Number(draw >= least));
}

/** Who is kept at a site for the first sample of the `step`-th step's batch: 1 kept, 0 dropped. A function of its arguments. */
export function keptAt(seed: number, step: number, site: number, width: number, ratio: number): Uint8Array {
  if (!(ratio > 0)) return new Uint8Array(width).fill(1);
  return keptOf(drawsAt(seed, step, site, width), ratio);
}
