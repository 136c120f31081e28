/** Incoming weights of the first layer's neurons (the outputs, if there is no hidden layer). */
export interface NeuronWeights {
  /** Indices of the features listed, ascending: all if few, otherwise those with the largest outgoing weight norms. */
  readonly features: Uint32Array;
  /** Number of neurons listed individually. */
  readonly shown: number;
  /** shown × features, row-major. */
  readonly weights: Float32Array;
  /** Euclidean norm of the incoming weights, for every neuron. */
  readonly norm: Float32Array;
  /**
   * max w² / Σ w² for every neuron. 1: relies on a single feature; 1 / features: on all equally. NaN if all weights are
   * 0.
   */
  readonly largestShare: Float32Array;
}

const MOST_FEATURES = 32;
const MOST_NEURONS = 128;

/** @param w features × neurons, row-major. @param featureNorms norm of each feature's outgoing weights. */
export function neuronWeights(w: Float32Array, featureNorms: Float32Array): NeuronWeights {
  const count = featureNorms.length;
  const width = w.length / count;
  const features = longest(featureNorms);
  const shown = Math.min(width, MOST_NEURONS);
  const weights = new Float32Array(shown * features.length);
  for (let neuron = 0; neuron < shown; neuron++)
    features.forEach((feature, i) => {
      weights[neuron * features.length + i] = w[feature * width + neuron]!;
    });
  return { features, shown, weights, ...concentration(w, width) };
}

function longest(norms: Float32Array): Uint32Array {
  const order = Uint32Array.from(norms, (_, i) => i).sort((a, b) => norms[b]! - norms[a]!);
  return order.slice(0, MOST_FEATURES).sort((a, b) => a - b);
}

function concentration(w: Float32Array, width: number) {
  const sums = new Float64Array(width);
  const tops = new Float64Array(width);
  for (let i = 0; i < w.length; i++) {
    const square = w[i]! * w[i]!;
    sums[i % width]! += square;
    tops[i % width] = Math.max(tops[i % width]!, square);
  }
  return {
    norm: Float32Array.from(sums, Math.sqrt),
    largestShare: Float32Array.from(sums, (sum, i) => tops[i]! / sum),
  };
}
