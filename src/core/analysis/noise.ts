import { dropoutRules } from '../dropout/index';
import type { Stream } from '../random';
import { type Analysis, type AnalysisContext, head, type Slices } from './analysis';

/** Distribution of an output under dropout, and under Gaussian noise of the same mean and variance. */
export interface NoiseResult {
  /** First logit (or output) of the first test sample, one value per draw. */
  readonly masked: Float32Array;
  readonly gaussian: Float32Array;
  /** The same output without dropout. */
  readonly evaluation: number;
  readonly moments: { readonly masked: Moments; readonly gaussian: Moments };
}

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

const DRAWS = 1000;
const SLICE = 50;

/** Dropout as injected noise (Srivastava et al. 2014, section 10). */
export const noise: Analysis<NoiseResult> = { id: 'noise', run };

function* run(context: AnalysisContext): Slices<NoiseResult> {
  const { data, probe } = context;
  const one = head(data.test, data.features, data.outputs, 1).x;
  const x = new Float32Array(SLICE * data.features);
  for (let i = 0; i < SLICE; i++) x.set(one, i * data.features);
  const evaluation = outputs(probe.forward(one, 1, { kind: 'evaluation' }).sites, data.outputs)[0]!;
  const masked = new Float32Array(DRAWS);
  const gaussian = new Float32Array(DRAWS);
  for (let done = 0; done < DRAWS; done += SLICE) {
    masked.set(outputs(probe.forward(x, SLICE, { kind: 'draw', draw: done }).sites, data.outputs), done);
    const multipliers = gaussianMultipliers(context);
    gaussian.set(outputs(probe.forward(x, SLICE, { kind: 'given', multipliers }).sites, data.outputs), done);
    yield;
  }
  yield { masked, gaussian, evaluation, moments: { masked: moments(masked), gaussian: moments(gaussian) } };
}

/** First output of every row. */
function outputs(sites: readonly Float32Array[], columns: number): Float32Array {
  const last = sites[sites.length - 1];
  return Float32Array.from({ length: last!.length / columns }, (_, i) => last![i * columns]!);
}

/**
 * For every site with dropout: noise with the mean and variance of the rule's mask, drawn independently for each row
 * and neuron.
 */
function gaussianMultipliers({ probe, ratios, spec, stream }: AnalysisContext): (Float32Array | null)[] {
  const rule = dropoutRules.find((entry) => entry.id === spec.dropout.rule)!;
  return ratios.map((ratio, site) => {
    if (ratio === 0) return null;
    const scale = rule.trainScale(ratio);
    const inverted = rule.id === 'gaussian' || rule.id === 'alpha' ? 1 : scale * (1 - ratio);
    return normals(SLICE * probe.widths[site]!, inverted, inverted * Math.sqrt(ratio / (1 - ratio)), stream);
  });
}

function normals(count: number, mean: number, deviation: number, stream: Stream): Float32Array {
  return Float32Array.from({ length: count }, () => mean + deviation * stream.normal());
}

function moments(values: Float32Array): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
