import type { Heap, Plan } from '../kernels/heap';
import { LINE, type NORM, NORMALIZATION } from '../kernels/layout';
import type { NormSetting } from '../normalizations/index';
import type { Update } from '../optimizers/optimizer';
import type { LayerPlan } from './layer';

/** Memory layout of a layer's normalization, named as in the kernels; `layer` is whose it is. */
export interface NormPlan {
  readonly fields: Readonly<Record<keyof typeof NORM.fields, number>>;
  readonly layer: LayerPlan;
}

/** Plans the memory of the normalization of a layer for `rowTiles` rows of tiles. */
export function planNorm(
  plan: Plan,
  size: {
    readonly setting: NormSetting;
    readonly update: Update;
    readonly layer: LayerPlan;
    readonly rowTiles: number;
  },
): NormPlan {
  const { setting, update, layer, rowTiles } = size;
  const overBatch = setting.kind === NORMALIZATION.batch;
  const lines = layer.panels * LINE;
  const rows = rowTiles * 16;
  const values = () => plan.reserve(rowTiles * layer.stride);
  const fields = {
    ...setting,
    affine: plan.reserve(2 * lines),
    gradient: plan.reserve(2 * lines),
    first: update.first ? plan.reserve(2 * lines) : 0,
    second: update.second ? plan.reserve(2 * lines) : 0,
    running: overBatch ? plan.reserve(2 * lines) : 0,
    inverse: plan.reserve(overBatch ? lines : rows),
    mean: overBatch ? 0 : plan.reserve(rows),
    normed: values(),
    slope: values(),
  };
  return { fields, layer };
}

/** The lines that are kept: scales and shifts, and for batch normalization the running means and variances. */
function keptOf({ fields, layer }: NormPlan): number[] {
  const lines = layer.panels * LINE;
  const { affine, running } = fields;
  return running > 0 ? [affine, affine + lines, running, running + lines] : [affine, affine + lines];
}

/** How many numbers a normalization keeps beside each neuron. */
export const normNumbers = (kind: number): number => (kind === NORMALIZATION.batch ? 4 : 2);

/** Scales 1, shifts 0, and running statistics of mean 0 and variance 1. */
export function initializeNorm(heap: Heap, plan: NormPlan): void {
  keptOf(plan).forEach((address, index) => {
    const isOne = index === 0 || index === 3;
    heap.f32.fill(Number(isOne), address / 4, address / 4 + plan.layer.outputs);
  });
}

/** Copies what is kept out of memory: scales, shifts, and for batch normalization running means and variances. */
export function readNorm(heap: Heap, plan: NormPlan): Float32Array {
  const { outputs } = plan.layer;
  const kept = keptOf(plan);
  const out = new Float32Array(kept.length * outputs);
  kept.forEach((address, index) => {
    out.set(heap.f32.subarray(address / 4, address / 4 + outputs), index * outputs);
  });
  return out;
}

/** Inverse of {@link readNorm}. */
export function writeNorm(heap: Heap, plan: NormPlan, values: Float32Array): void {
  const { outputs } = plan.layer;
  keptOf(plan).forEach((address, index) => {
    heap.f32.set(values.subarray(index * outputs, (index + 1) * outputs), address / 4);
  });
}

/** Indices of the first number and of that behind the last of each line that is kept. */
export const normLines = (plan: NormPlan): [number, number][] =>
  keptOf(plan).map((address) => [address / 4, (address + plan.layer.panels * LINE) / 4]);

/** Adds the gradient of scales and shifts to the sums. */
export function addNormGradient(heap: Heap, { fields, layer }: NormPlan, sums: Float64Array): void {
  const { outputs, panels } = layer;
  for (let part = 0; part < 2; part++) {
    const from = (fields.gradient + part * panels * LINE) / 4;
    for (let i = 0; i < outputs; i++) sums[part * outputs + i]! += heap.f32[from + i]!;
  }
}
