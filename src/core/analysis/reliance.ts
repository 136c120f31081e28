import type { Samples } from '../dataset';
import type { Stream } from '../random';
import { type Analysis, type AnalysisContext, head, type Slices } from './analysis';
import { type NeuronWeights, neuronWeights } from './neuron-weights';
import { predictionOf, score } from './scores';

/** How much the network relies on each feature. */
export interface RelianceResult {
  /** Euclidean norm of the outgoing weights of each feature. */
  readonly weightNorm: Float32Array;
  /** Increase of the test loss when a feature's column is shuffled; NaN: not measured yet. */
  readonly permutation: Float32Array;
  /** Standard errors over the shuffles. */
  readonly permutationError: Float32Array;
  /** Test loss and error rate (NaN for regression) without shuffling. */
  readonly loss: number;
  readonly error: number;
  /**
   * Test loss with a feature fixed at its training mean, so that only the other features carry information. NaN: not
   * measured yet.
   */
  readonly lossWithout: Float32Array;
  readonly errorWithout: Float32Array;
  /** Incoming weights of the first layer's neurons. */
  readonly neurons: NeuronWeights;
}

const SAMPLES = 1000;
const SHUFFLES = 5;
/** With more features than this, only those with the largest weight norms are measured. */
const MEASURED_FEATURES = 200;

/** Reliance per feature by weight norm and by permutation (Breiman 2001; Fisher, Rudin and Dominici 2019). */
export const reliance: Analysis<RelianceResult> = { id: 'reliance', run };

function* run({ data, probe, stream }: AnalysisContext): Slices<RelianceResult> {
  const samples = head(data.test, data.features, data.outputs, SAMPLES);
  const scoreOf = (x: Float32Array) => {
    const { sites } = probe.forward(x, samples.count, { kind: 'evaluation' });
    const prediction = predictionOf(data.task, sites[sites.length - 1]!, data.outputs);
    return score(data.task, prediction, samples.y, data.outputs);
  };
  const perFeature = () => new Float32Array(data.features).fill(Number.NaN);
  const weightNorm = weightNorms(probe.weights()[0]!.w, data.features);
  const result = {
    weightNorm,
    neurons: neuronWeights(probe.weights()[0]!.w, weightNorm),
    permutation: perFeature(),
    permutationError: perFeature(),
    ...scoreOf(samples.x),
    lossWithout: perFeature(),
    errorWithout: perFeature(),
  };
  yield result;
  for (const feature of byNorm(weightNorm).subarray(0, MEASURED_FEATURES)) {
    const mean = meanOf(data.train.x, data.features, feature);
    const without = scoreOf(withConstantColumn(samples.x, data.features, feature, mean));
    result.lossWithout[feature] = without.loss;
    result.errorWithout[feature] = without.error;
    yield;
    const rises: number[] = [];
    for (let i = 0; i < SHUFFLES; i++) {
      rises.push(scoreOf(withShuffledColumn(samples, data.features, feature, stream)).loss - result.loss);
      yield;
    }
    const rise = rises.reduce((sum, one) => sum + one, 0) / SHUFFLES;
    const variance = rises.reduce((sum, one) => sum + (one - rise) ** 2, 0) / (SHUFFLES - 1);
    result.permutation[feature] = rise;
    result.permutationError[feature] = Math.sqrt(variance / SHUFFLES);
    yield result;
  }
}

/**
 * A feature's share of the total increase in test loss over all measured features, with its standard error over the
 * shuffles. Unlike the increase itself, it does not scale with the loss. Negative increases count as 0. Undefined until
 * all features have been measured, and if none matters.
 */
export function shareOf(
  { permutation, permutationError }: Pick<RelianceResult, 'permutation' | 'permutationError'>,
  feature: number,
): { readonly share: number; readonly error: number } | undefined {
  const measured = permutation.filter(Number.isFinite).length;
  if (measured < Math.min(permutation.length, MEASURED_FEATURES)) return undefined;
  let [total, variance] = [0, 0];
  permutation.forEach((rise, i) => {
    if (rise > 0) total += rise;
    if (i !== feature && Number.isFinite(rise)) variance += permutationError[i]! ** 2;
  });
  if (!(total > 0)) return undefined;
  const share = Math.max(0, permutation[feature]!) / total;
  const own = permutationError[feature]! ** 2;
  return { share, error: Math.sqrt((1 - share) ** 2 * own + share ** 2 * variance) / total };
}

/** Features by decreasing weight norm, so that those that can matter are measured. */
function byNorm(norms: Float32Array): Uint32Array {
  return Uint32Array.from(norms, (_, i) => i).sort((a, b) => norms[b]! - norms[a]!);
}

/** Norm of every row of w (features × outputs, row-major). */
function weightNorms(w: Float32Array, features: number): Float32Array {
  const outputs = w.length / features;
  return Float32Array.from({ length: features }, (_, feature) => {
    let sum = 0;
    for (let j = 0; j < outputs; j++) sum += w[feature * outputs + j]! ** 2;
    return Math.sqrt(sum);
  });
}

function meanOf(x: Float32Array, features: number, column: number): number {
  let sum = 0;
  for (let i = column; i < x.length; i += features) sum += x[i]!;
  return sum / (x.length / features);
}

function withConstantColumn(x: Float32Array, features: number, column: number, value: number): Float32Array {
  const copy = x.slice();
  for (let i = column; i < copy.length; i += features) copy[i] = value;
  return copy;
}

function withShuffledColumn(
  samples: Samples,
  features: number,
  column: number,
  stream: Stream,
): Float32Array {
  const x = samples.x.slice();
  for (let i = samples.count - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    const [a, b] = [i * features + column, j * features + column];
    [x[a], x[b]] = [x[b]!, x[a]!];
  }
  return x;
}
