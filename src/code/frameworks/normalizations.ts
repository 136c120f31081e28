import type { Framework, NormOfLayer } from '../finding';

/** Where a number of a normalization is written: its names, and its position in a layer's own call. */
export interface NormPlace {
  readonly names: readonly string[];
  readonly position: number;
}

/** What is written at a place; null: not resolved; undefined: nothing. */
export type ReadNumber = (place: NormPlace) => number | null | undefined;

interface Usual {
  /** As the framework counts it. */
  readonly momentum: number;
  /** Whether that is the share that is kept. */
  readonly keeps: boolean;
  readonly batchEpsilon: number;
  readonly layerEpsilon: number;
  /** Where momentum and ε of a batch normalization stand without a name. */
  readonly positions: readonly [momentum: number, epsilon: number];
}

const torch: Usual = {
  momentum: 0.1,
  keeps: false,
  batchEpsilon: 1e-5,
  layerEpsilon: 1e-5,
  positions: [2, 1],
};
const keras: Usual = {
  momentum: 0.99,
  keeps: true,
  batchEpsilon: 1e-3,
  layerEpsilon: 1e-3,
  positions: [1, 2],
};

/** What frameworks take where nothing is written; the others do as PyTorch does. */
const usual: Readonly<Partial<Record<Framework, Usual>>> = {
  keras,
  tensorflow: keras,
  tfjs: keras,
  flax: { ...keras, batchEpsilon: 1e-5, layerEpsilon: 1e-6, positions: [-1, -1] },
  haiku: { ...keras, batchEpsilon: 1e-5, layerEpsilon: 1e-5, positions: [2, 3] },
  paddle: { ...keras, momentum: 0.9, batchEpsilon: 1e-5, layerEpsilon: 1e-5, positions: [1, 2] },
  dezero: { ...keras, momentum: 0.9, batchEpsilon: 2e-5, layerEpsilon: 2e-5, positions: [-1, -1] },
};

const MOMENTUM = ['momentum', 'decay_rate', 'decay'];
const EPSILON = ['eps', 'epsilon', 'variance_epsilon'];

/** The normalization that a function or class of this name is; undefined for those that are neither of batches nor of layers. */
export function normalizationOf(
  name: string,
  framework: Framework,
  read: ReadNumber,
): NormOfLayer | undefined {
  const kind = /batch_?norm/i.test(name) ? 'batch' : /^layer_?norm/i.test(name) ? 'layer' : undefined;
  if (!kind) return undefined;
  const { momentum, keeps, batchEpsilon, layerEpsilon, positions } = usual[framework] ?? torch;
  if (kind === 'layer') return { kind, epsilon: written(read, EPSILON, 1, layerEpsilon), momentum: null };
  const share = written(read, MOMENTUM, positions[0], momentum);
  return {
    kind,
    epsilon: written(read, EPSILON, positions[1], batchEpsilon),
    momentum: keeps && share !== null ? Number((1 - share).toPrecision(12)) : share,
  };
}

function written(
  read: ReadNumber,
  names: readonly string[],
  position: number,
  fallback: number,
): number | null {
  const value = read({ names, position });
  return value === undefined ? fallback : value;
}
