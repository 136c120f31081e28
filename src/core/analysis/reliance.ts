import type { Samples } from '../dataset';
import type { Stream } from '../random';
import { type Analysis, type AnalysisContext, head, type Slices } from './analysis';
import { type NeuronWeights, neuronWeights } from './neuron-weights';
import { predictionOf, score } from './scores';

/** How much the network leans on each feature. */
export interface RelianceResult {
  /** Euclidean norm of the weights that leave each feature. */
  readonly weightNorm: Float32Array;
  /** How much the test loss rises when a feature's column is shuffled, in the loss's units; NaN: not measured yet. */
  readonly permutation: Float32Array;
  /** Standard errors over the shuffles. */
  readonly permutationError: Float32Array;
  /** Test loss with nothing shuffled. */
  readonly loss: number;
  /** What the neurons of the first layer listen to. */
  readonly neurons: NeuronWeights;
}

const SAMPLES = 1000;
const SHUFFLES = 5;
const MOST_FEATURES = 200;

/** Reliance per feature by weight norm and by permutation (Breiman 2001; Fisher, Rudin and Dominici 2019). */
export const reliance: Analysis<RelianceResult> = { id: 'reliance', run };

function* run({ data, probe, stream }: AnalysisContext): Slices<RelianceResult> {
  const samples = head(data.test, data.features, data.outputs, SAMPLES);
  const lossOf = (x: Float32Array) => {
    const { sites } = probe.forward(x, samples.count, { kind: 'evaluation' });
    return score(
      data.task,
      predictionOf(data.task, sites[sites.length - 1], data.outputs),
      samples.y,
      data.outputs,
    ).loss;
  };
  const weightNorm = weightNorms(probe.weights()[0].w, data.features);
  const result = {
    weightNorm,
    neurons: neuronWeights(probe.weights()[0].w, weightNorm),
    permutation: new Float32Array(data.features).fill(Number.NaN),
    permutationError: new Float32Array(data.features).fill(Number.NaN),
    loss: lossOf(samples.x),
  };
  yield result;
  for (const feature of byNorm(weightNorm).subarray(0, MOST_FEATURES)) {
    const rises: number[] = [];
    for (let i = 0; i < SHUFFLES; i++) {
      rises.push(lossOf(withShuffledColumn(samples, data.features, feature, stream)) - result.loss);
      yield;
    }
    const mean = rises.reduce((sum, rise) => sum + rise, 0) / SHUFFLES;
    const variance = rises.reduce((sum, rise) => sum + (rise - mean) ** 2, 0) / (SHUFFLES - 1);
    result.permutation[feature] = mean;
    result.permutationError[feature] = Math.sqrt(variance / SHUFFLES);
    yield result;
  }
}

/** Features with the longest weights first: of many, those are measured that can matter. */
function byNorm(norms: Float32Array): Uint32Array {
  return Uint32Array.from(norms, (_, i) => i).sort((a, b) => norms[b] - norms[a]);
}

/** Norm of every row of w (features × outputs, row-major). */
function weightNorms(w: Float32Array, features: number): Float32Array {
  const outputs = w.length / features;
  return Float32Array.from({ length: features }, (_, feature) => {
    let sum = 0;
    for (let j = 0; j < outputs; j++) sum += w[feature * outputs + j] ** 2;
    return Math.sqrt(sum);
  });
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
    [x[a], x[b]] = [x[b], x[a]];
  }
  return x;
}
