import type { LayerWeights, Realization, Trainer } from '../core/trainer-types';
import type { NetworkFrame, NetworkPass, NetworkSite } from '../protocol';

/** Maximum number of neurons drawn per site. */
const SHOWN = 12;
/** Above this many parameters, weights are not copied and no edges are drawn. */
const MOST_PARAMETERS = 4_000_000;

/** The thinned net of the last step, reduced to the neurons drawn. */
export function networkFrame(trainer: Trainer): NetworkFrame {
  const indices = trainer.widths.map(shownIndices);
  const realization = trainer.realization();
  const ratios = realization?.ratios ?? trainer.ratios;
  const passes = realization && passesOf(trainer, realization, indices);
  const sites = indices.map((shown, site): NetworkSite => {
    const [kept, activations] = [realization?.kept[site], realization?.activations[site]];
    return {
      width: trainer.widths[site],
      indices: shown,
      kept: Uint8Array.from(shown, (unit) => kept?.[unit] ?? 1),
      activations: Float32Array.from(shown, (unit) => activations?.[unit] ?? 0),
      ratio: ratios[site],
      ...(passes && { pass: passes[site] }),
    };
  });
  const layers = trainer.parameterCount <= MOST_PARAMETERS ? trainer.weights() : undefined;
  const weights = indices.slice(1).map((to, i) => {
    const from = indices[i];
    return layers ? cut(layers[i], from, to) : new Float32Array(from.length * to.length);
  });
  return { step: trainer.step, ...(realization && { samples: realization.samples }), sites, weights };
}

/** Activations of the first sample in the training step and in evaluation, for the neurons drawn. */
function passesOf(
  trainer: Trainer,
  realization: Realization,
  indices: readonly Uint32Array[],
): NetworkPass[] {
  const { draws, before, gradients } = realization;
  const evaluation = trainer.forward(before[0], 1, { kind: 'evaluation' }).sites;
  return indices.map((shown, site) => {
    const [words, slopes] = [draws[site], gradients[site]];
    return {
      ...(words && { draws: Float64Array.from(shown, (unit) => words[unit]) }),
      before: Float32Array.from(shown, (unit) => before[site][unit]),
      ...(slopes && { gradients: Float32Array.from(shown, (unit) => slopes[unit]) }),
      evaluation: Float32Array.from(shown, (unit) => evaluation[site][unit]),
    };
  });
}

/**
 * All neurons of a small site, evenly spaced ones of a large site, since the first pixels of an image are always dark.
 */
function shownIndices(width: number): Uint32Array {
  const shown = Math.min(width, SHOWN);
  return Uint32Array.from({ length: shown }, (_, i) =>
    shown === width ? i : Math.floor(((i + 0.5) * width) / shown),
  );
}

function cut({ w, outputs }: LayerWeights, from: Uint32Array, to: Uint32Array): Float32Array {
  const out = new Float32Array(from.length * to.length);
  from.forEach((row, i) => {
    to.forEach((column, j) => {
      out[i * to.length + j] = w[row * outputs + column];
    });
  });
  return out;
}
