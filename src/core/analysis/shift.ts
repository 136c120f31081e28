import { greatest } from '../lists';
import type { LayerWeights } from '../trainer-types';
import { type Analysis, type AnalysisContext, head, type Slices } from './analysis';

/** How far batch normalization's running variance is from what it meets in evaluation, layer by layer. */
export interface ShiftResult {
  readonly layers: readonly LayerShift[];
}

/** Geometric means over neurons; NaN where no neuron varies. */
export interface LayerShift {
  /** Running variance / variance over training rows in evaluation. */
  readonly measured: number;
  /** What dropout in front of the normalization, and it alone, makes of this; NaN where no formula says. */
  readonly predicted: number;
}

/** Training rows, and evenly spaced neurons of a layer, that are looked at. */
const ROWS = 1024;
const NEURONS = 64;
/** Products in a slice of a few milliseconds. */
const PRODUCTS = 2e6;

/** Rules whose multipliers have mean 1 and variance p / (1 − p), as against evaluation. */
const EXACT: readonly string[] = ['inverted', 'classic', 'gaussian'];

/** Dropout in front of batch normalization shifts its variance (Li et al. 2018, arXiv 1801.05134). */
export const shift: Analysis<ShiftResult> = { id: 'shift', run };

function* run(context: AnalysisContext): Slices<ShiftResult> {
  const { spec, data, probe } = context;
  const { normalization } = spec.network;
  if (normalization.kind !== 'batch') {
    yield { layers: [] };
    return;
  }
  const weights = probe.weights().slice(0, -1);
  const { x, count } = head(data.train, data.features, data.outputs, ROWS);
  const sums = weights.map((layer) => new LayerSums(layer, normalization.place === 'beforeActivation'));
  const products = greatest(weights.map(({ inputs }) => inputs)) * NEURONS;
  const rows = Math.max(1, Math.min(256, Math.floor(PRODUCTS / products)));
  for (let first = 0; first < count; first += rows) {
    const some = Math.min(rows, count - first);
    const part = x.subarray(first * data.features, (first + some) * data.features);
    const { sites } = probe.forward(part, some, { kind: 'evaluation' });
    for (const [l, one] of sums.entries()) one.add(sites[l]!, sites[l + 1]!, some);
    yield;
  }
  yield { layers: sums.map((one, l) => one.shift(extraOf(context, l), normalization.epsilon)) };
}

/** The variance of the multipliers in front of a layer's normalization: p / (1 − p); NaN where no formula holds. */
function extraOf({ spec, ratios }: AnalysisContext, l: number): number {
  const { place } = spec.network.normalization;
  const isDirect = place === 'afterDropout';
  const ratio = ratios[isDirect ? l + 1 : l]!;
  const { rule, groupSize, inputGroups } = spec.dropout;
  // Through an activation, or from neurons that are dropped together, it is not this simple.
  const isGrouped = l === 0 ? inputGroups !== 'each' : groupSize > 1;
  const isSimple = isDirect || (place === 'beforeActivation' && !isGrouped);
  if (ratio === 0) return place === 'afterActivation' && ratios[l]! > 0 ? Number.NaN : 0;
  return isSimple && EXACT.includes(rule) ? ratio / (1 - ratio) : Number.NaN;
}

/** Sums over rows of what a layer's normalization meets in evaluation, and of its square. */
class LayerSums {
  readonly #layer: LayerWeights;
  /** Whether weighted sums are normalized, and not what comes of them. */
  readonly #ofSums: boolean;
  readonly #neurons: readonly number[];
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  /** Of the layer's inputs. */
  readonly #inputSquares: Float64Array;
  #rows = 0;

  constructor(layer: LayerWeights, ofSums: boolean) {
    const { inputs, outputs } = layer;
    this.#layer = layer;
    this.#ofSums = ofSums;
    const count = Math.min(NEURONS, outputs);
    this.#neurons = Array.from({ length: count }, (_, i) => Math.floor((i * outputs) / count));
    this.#sums = new Float64Array(count);
    this.#squares = new Float64Array(count);
    this.#inputSquares = new Float64Array(ofSums ? inputs : 0);
  }

  /** Adds rows of the layer's inputs and outputs in evaluation. */
  add(inputs: Float32Array, outputs: Float32Array, rows: number): void {
    const width = this.#layer.outputs;
    for (let row = 0; row < rows; row++) {
      if (this.#ofSums) this.#addInputs(inputs, row * this.#layer.inputs);
      this.#neurons.forEach((neuron, i) => {
        const value = this.#ofSums ? this.#sumOf(inputs, row, neuron) : outputs[row * width + neuron]!;
        this.#sums[i]! += value;
        this.#squares[i]! += value * value;
      });
    }
    this.#rows += rows;
  }

  #addInputs(inputs: Float32Array, from: number): void {
    for (let k = 0; k < this.#layer.inputs; k++) this.#inputSquares[k]! += inputs[from + k]! ** 2;
  }

  #sumOf(x: Float32Array, row: number, neuron: number): number {
    const { inputs, outputs, w, b } = this.#layer;
    let sum = b[neuron]!;
    for (let k = 0; k < inputs; k++) sum += x[row * inputs + k]! * w[k * outputs + neuron]!;
    return sum;
  }

  /** @param extra variance of the multipliers in front of the normalization */
  shift(extra: number, epsilon: number): LayerShift {
    const { outputs, norm } = this.#layer;
    let [measured, predicted, count] = [0, 0, 0];
    this.#neurons.forEach((neuron, i) => {
      const running = norm![3 * outputs + neuron]!;
      const { mean, variance } = this.#before(neuron, i, running + epsilon);
      // What hardly varies is rounding, or a neuron that is always off.
      if (!(variance > 1e-6 * running)) return;
      count++;
      measured += Math.log(running / variance);
      const squares = this.#ofSums ? this.#weightedSquares(neuron) : mean * mean + variance;
      predicted += Math.log(1 + (extra * squares) / variance);
    });
    return { measured: Math.exp(measured / count), predicted: Math.exp(predicted / count) };
  }

  /** Mean and variance in front of the normalization; from what stands behind it, it is taken back. */
  #before(neuron: number, i: number, spread: number): { mean: number; variance: number } {
    const { outputs, norm } = this.#layer;
    const mean = this.#sums[i]! / this.#rows;
    const variance = this.#squares[i]! / this.#rows - mean * mean;
    if (this.#ofSums) return { mean, variance };
    const slope = norm![neuron]! / Math.sqrt(spread);
    const offset = norm![outputs + neuron]!;
    return { mean: (mean - offset) / slope + norm![2 * outputs + neuron]!, variance: variance / slope ** 2 };
  }

  /** Σ w² E[h²] of a neuron's inputs h. */
  #weightedSquares(neuron: number): number {
    const { inputs, outputs, w } = this.#layer;
    let sum = 0;
    for (let k = 0; k < inputs; k++)
      sum += (w[k * outputs + neuron]! ** 2 * this.#inputSquares[k]!) / this.#rows;
    return sum;
  }
}
