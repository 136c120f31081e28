import { dropoutRules } from '../dropout/index';
import { greatest } from '../lists';
import { type AnalysisContext, head } from './analysis';
import { type Score, score, softmax } from './scores';

/** Average of all thinned nets, weighted by probability. */
export interface Enumeration {
  /** Number n of neurons that can be dropped; there are 2ⁿ thinned nets. */
  readonly units: number;
  /** Arithmetic mean of the predictions. */
  readonly arithmetic: Score;
  /** Normalized geometric mean of the class probabilities. For one linear layer it equals weight scaling. */
  readonly geometric: Score;
  /** The two mean predictions: count × outputs. */
  readonly each: {
    readonly count: number;
    readonly arithmetic: Float64Array;
    readonly geometric: Float64Array;
  };
}

/** Logits of the thinned nets for one sample, and the probability of each mask. */
interface Thinned {
  /** masks × outputs, row-major. */
  readonly logits: Float32Array;
  readonly outputs: number;
  readonly probabilities: Float64Array;
}

/**
 * Enumerates all thinned nets of a small network, one test sample at a time. Undefined for more than 2^maxUnits nets,
 * or if the rule has none (Gaussian noise drops no neurons). Classification only.
 */
export function* enumerateThinnedNets(
  { data, spec, probe, ratios }: AnalysisContext,
  maxUnits: number,
  maxSamples: number,
): Generator<undefined, Enumeration | undefined> {
  const units = ratios.reduce((sum, ratio, site) => sum + (ratio > 0 ? probe.widths[site]! : 0), 0);
  const binary = spec.dropout.rule !== 'gaussian' && spec.dropout.rule !== 'alpha';
  if (!binary || units === 0 || units > maxUnits || data.task !== 'classification') return undefined;
  const masks = allMasks(probe.widths, ratios, spec.dropout.rule);
  const samples = head(data.test, data.features, data.outputs, maxSamples);
  const arithmetic = new Float64Array(samples.count * data.outputs);
  const geometric = new Float64Array(samples.count * data.outputs);
  for (let i = 0; i < samples.count; i++) {
    const x = repeat(samples.x.subarray(i * data.features, (i + 1) * data.features), masks.count);
    const { sites } = probe.forward(x, masks.count, { kind: 'given', multipliers: masks.multipliers });
    const thinned = {
      logits: sites.at(-1)!,
      outputs: data.outputs,
      probabilities: masks.probabilities,
    };
    arithmetic.set(arithmeticMean(thinned), i * data.outputs);
    geometric.set(geometricMean(thinned), i * data.outputs);
    yield;
  }
  return {
    units,
    arithmetic: score('classification', arithmetic, samples.y, data.outputs),
    geometric: score('classification', geometric, samples.y, data.outputs),
    each: { count: samples.count, arithmetic, geometric },
  };
}

/** Σ P(mask) · softmax(logits). */
export function arithmeticMean({ logits, outputs, probabilities }: Thinned): Float64Array {
  const each = softmax(logits, outputs);
  const mean = new Float64Array(outputs);
  for (let m = 0; m < probabilities.length; m++)
    for (let j = 0; j < outputs; j++) mean[j]! += probabilities[m]! * each[m * outputs + j]!;
  return mean;
}

/** Π softmax(logits)^P(mask), normalized: the softmax of the expected logits, because normalizers cancel. */
export function geometricMean({ logits, outputs, probabilities }: Thinned): Float64Array {
  const mean = new Float64Array(outputs);
  for (let m = 0; m < probabilities.length; m++)
    for (let j = 0; j < outputs; j++) mean[j]! += probabilities[m]! * logits[m * outputs + j]!;
  const top = greatest(mean);
  const exps = mean.map((value) => Math.exp(value - top));
  const sum = exps.reduce((total, value) => total + value, 0);
  return exps.map((value) => value / sum);
}

/** All masks of the sites with dropout, as multipliers of a batch with one row per mask. */
function allMasks(widths: readonly number[], ratios: readonly number[], ruleId: string) {
  const rule = dropoutRules.find((entry) => entry.id === ruleId)!;
  const units = ratios.reduce((sum, ratio, site) => sum + (ratio > 0 ? widths[site]! : 0), 0);
  const count = 2 ** units;
  const probabilities = new Float64Array(count).fill(1);
  let bit = 0;
  const multipliers = ratios.map((ratio, site) => {
    if (ratio === 0) return null;
    const values = new Float32Array(count * widths[site]!);
    for (let unit = 0; unit < widths[site]!; unit++, bit++) {
      for (let m = 0; m < count; m++) {
        const kept = (m >> bit) & 1;
        values[m * widths[site]! + unit] = kept * rule.trainScale(ratio);
        probabilities[m]! *= kept ? 1 - ratio : ratio;
      }
    }
    return values;
  });
  return { count, multipliers, probabilities };
}

function repeat(row: Float32Array, times: number): Float32Array {
  const out = new Float32Array(row.length * times);
  for (let i = 0; i < times; i++) out.set(row, i * row.length);
  return out;
}
