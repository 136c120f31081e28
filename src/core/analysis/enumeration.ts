import { dropoutRules } from '../dropout/index';
import { greatest } from '../lists';
import { type AnalysisContext, head } from './analysis';
import { type Score, score, softmax } from './scores';

/** The average of all thinned nets, each weighted by its probability. */
export interface Enumeration {
  /** Neurons that can be dropped: there are 2 to the power of this many thinned nets. */
  readonly units: number;
  /** Mean of the predictions. */
  readonly arithmetic: Score;
  /** Normalized geometric mean of the class probabilities: what weight scaling equals for one linear layer. */
  readonly geometric: Score;
  /** The two means themselves: count × outputs. */
  readonly each: {
    readonly count: number;
    readonly arithmetic: Float64Array;
    readonly geometric: Float64Array;
  };
}

/** One network's logits and how probable its mask is. */
interface Thinned {
  /** masks × outputs. */
  readonly logits: Float32Array;
  readonly outputs: number;
  readonly probabilities: Float64Array;
}

/**
 * All thinned nets of a small network, test sample by test sample; undefined where there are more than 2^maxUnits, or
 * where the rule has no thinned nets (Gaussian noise drops nobody). Classification only.
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

/** Every mask of the sites that have dropout, as the multipliers of a batch with one row a mask. */
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
