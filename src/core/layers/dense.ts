import type { Heap } from '../kernels/heap';
import { DEPTH, LINE, LIST } from '../kernels/layout';
import { addTiles, linesOf, panelsOf, strideOf, writeTiles } from '../kernels/tiles';
import type { LayerKind, LayerPlan } from './layer';

/** Number of gradient values summed at a time. */
const UNIT_NUMBERS = 16_384;
const LEAST_UNIT_LINES = 8;
const MAX_UNIT_LINES = 32;
/** Layers narrower than this are faster without lists of non-zeros. */
const LEAST_LISTED = 32;

/** Lines of weights updated at a time; a multiple of 8. */
function unitLinesFor(outputs: number): number {
  const lines = Math.floor(UNIT_NUMBERS / outputs / 8) * 8;
  return Math.min(MAX_UNIT_LINES, Math.max(LEAST_UNIT_LINES, lines));
}

/** Whether lists of non-zeros may pay off between layers of these widths: 0 no, 1 if dropout makes zeros, 2 yes. */
function sparsity(inputs: number, outputs: number, zeros: boolean): number {
  if (inputs < LEAST_LISTED || outputs < LEAST_LISTED) return 0;
  return zeros ? 2 : 1;
}

/** Index of the biases, which follow the tiles of weights. */
const biasesOf = ({ weights, weightBytes }: LayerPlan): number => (weights + weightBytes) / 4;

/** A dense layer: each neuron is the weighted sum of all inputs plus a bias. */
export const dense: LayerKind = {
  activates: true,

  shape: (inputs, outputs) => ({ w: inputs * outputs, b: outputs }),

  plan(plan, { inputs, outputs, isFirst, rowTiles, update, zerosIn, zerosBack }) {
    const [lines, panels, stride] = [linesOf(inputs), panelsOf(outputs), strideOf(outputs)];
    const weightBytes = (lines / 4) * stride;
    const parameters = () => plan.reserve(weightBytes + panels * LINE);
    const transposedStride = strideOf(inputs);
    const unitLines = unitLinesFor(outputs);
    return {
      inputs,
      outputs,
      panels,
      lines,
      sparseInput: sparsity(inputs, outputs, zerosIn),
      sparseDelta: sparsity(inputs, outputs, zerosBack),
      weights: parameters(),
      weightStride: stride,
      weightBytes,
      transposed: isFirst ? 0 : plan.reserve(panels * 2 * transposedStride),
      transposedStride,
      first: update.first ? parameters() : 0,
      second: update.second ? parameters() : 0,
      unitLines,
      units: Math.ceil(lines / unitLines),
      output: plan.reserve(rowTiles * stride),
      delta: plan.reserve(rowTiles * stride),
      stride,
      before: plan.reserve(stride),
    };
  },

  scratch({ inputs, outputs, panels, stride, unitLines, sparseInput, sparseDelta }, chunkRows) {
    const lists = (depth: number) => Math.ceil(depth / DEPTH) * LIST;
    const isListed = sparseInput > 0 || sparseDelta > 0;
    return {
      lists: isListed ? Math.max(chunkRows * lists(inputs), chunkRows * lists(outputs), unitLines * LIST) : 0,
      sums: (unitLines / 4) * stride + panels * LINE,
    };
  },

  become: (kernels, address) => kernels.dense(address),

  read(heap, layer) {
    const { inputs, outputs, weights } = layer;
    const w = new Float32Array(inputs * outputs);
    addTiles(heap.f32, weights / 4, w, 0, inputs, outputs);
    const biases = biasesOf(layer);
    return { inputs, outputs, w, b: heap.f32.slice(biases, biases + outputs) };
  },

  write(heap: Heap, layer: LayerPlan, { w, b }) {
    writeTiles(heap.f32, layer.weights / 4, w, 0, layer.inputs, layer.outputs);
    heap.f32.set(b, biasesOf(layer));
  },

  kept: ({ weights, weightBytes, panels }) => [weights / 4, (weights + weightBytes + panels * LINE) / 4],

  addGradient({ f32 }, place, { inputs, outputs, lines, units, unitLines, weightStride }, unit, { w, b }) {
    const first = unit * unitLines;
    addTiles(f32, place, w, first, Math.min(unitLines, inputs - first), outputs);
    if (unit < units - 1) return;
    const biases = place + (((lines - first) / 4) * weightStride) / 4;
    for (let j = 0; j < outputs; j++) b[j]! += f32[biases + j]!;
  },
};
