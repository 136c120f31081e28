import type { LayerWeights } from '../../src/core/trainer-types';

// A plain multilayer perceptron in double precision, written for clarity: what the kernels are held against.

type Row = number[];

/** An activation and its derivative. */
interface Curve {
  readonly value: (z: number) => number;
  readonly slope: (z: number) => number;
}

const SCALE = 1.0507009873554805;
const ALPHA = 1.6732632423543772;
const sigma = (z: number) => 1 / (1 + Math.exp(-z));
const inner = (z: number) => Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3);

export const CURVES: Readonly<Record<string, Curve>> = {
  linear: { value: (z) => z, slope: () => 1 },
  relu: { value: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  sigmoid: { value: sigma, slope: (z) => sigma(z) * (1 - sigma(z)) },
  gelu: {
    value: (z) => 0.5 * z * (1 + Math.tanh(inner(z))),
    slope: (z) => {
      const t = Math.tanh(inner(z));
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z);
    },
  },
  selu: {
    value: (z) => SCALE * (z > 0 ? z : ALPHA * Math.expm1(z)),
    slope: (z) => SCALE * (z > 0 ? 1 : ALPHA * Math.exp(z)),
  },
  leakyRelu: { value: (z) => (z > 0 ? z : 0.01 * z), slope: (z) => (z > 0 ? 1 : 0.01) },
  elu: { value: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
  silu: {
    value: (z) => z * sigma(z),
    slope: (z) => sigma(z) * (1 + z * (1 - sigma(z))),
  },
  softplus: { value: (z) => Math.log1p(Math.exp(z)), slope: sigma },
};

/** How a site changes an activation: y = factor · x + offset, one pair for every row and unit. */
export interface SiteMap {
  readonly factor: ArrayLike<number>;
  readonly offset?: ArrayLike<number>;
}

export interface Problem {
  readonly layers: readonly LayerWeights[];
  readonly activation: string;
  readonly loss: 'crossEntropy' | 'binary' | 'squares' | 'oneHotSquares' | 'absolute' | 'huber';
  readonly huberDelta?: number;
  readonly x: ArrayLike<number>;
  /** Class numbers, or rows of targets. */
  readonly y: ArrayLike<number>;
  readonly count: number;
  /** One a site (input, hidden layers, output), or null. */
  readonly maps?: readonly (SiteMap | null)[];
}

export interface Result {
  readonly loss: number;
  /** Site by site, row by row. */
  readonly sites: readonly Row[][];
  readonly gradients: readonly { readonly w: Float64Array; readonly b: Float64Array }[];
}

function mapped(row: Row, map: SiteMap | null | undefined, index: number): Row {
  if (!map) return row;
  return row.map((value, unit) => {
    const i = index * row.length + unit;
    return value * map.factor[i] + (map.offset?.[i] ?? 0);
  });
}

function sums(row: Row, { inputs, outputs, w, b }: LayerWeights): Row {
  const out: Row = Array.from(b);
  for (let i = 0; i < inputs; i++) for (let j = 0; j < outputs; j++) out[j] += row[i] * w[i * outputs + j];
  return out;
}

function softmax(logits: Row): Row {
  const top = Math.max(...logits);
  const exps = logits.map((z) => Math.exp(z - top));
  const total = exps.reduce((a, b) => a + b, 0);
  return exps.map((e) => e / total);
}

/** Loss of one row, and its gradient. */
function lossOfRow(problem: Problem, logits: Row, index: number): { loss: number; gradient: Row } {
  if (problem.loss === 'crossEntropy') {
    const p = softmax(logits);
    const y = problem.y[index];
    const top = Math.max(...logits);
    const total = logits.reduce((sum, z) => sum + Math.exp(z - top), 0);
    return { loss: Math.log(total) + top - logits[y], gradient: p.map((v, j) => v - (j === y ? 1 : 0)) };
  }
  const n = logits.length;
  if (problem.loss === 'binary') {
    const [z, y] = [logits[0], problem.y[index]];
    return { loss: Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - z * y, gradient: [sigma(z) - y] };
  }
  const target = (j: number) =>
    problem.loss === 'oneHotSquares' ? Number(problem.y[index] === j) : problem.y[index * n + j];
  const differences = logits.map((z, j) => z - target(j));
  if (problem.loss === 'absolute' || problem.loss === 'huber') {
    const delta = problem.loss === 'huber' ? problem.huberDelta! : 0;
    const isNear = (d: number) => Math.abs(d) <= delta;
    const far = (d: number) => (delta || 1) * (Math.abs(d) - delta / 2);
    const loss = differences.reduce((sum, d) => sum + (isNear(d) ? (d * d) / 2 : far(d)), 0) / n;
    return { loss, gradient: differences.map((d) => (isNear(d) ? d : Math.sign(d) * (delta || 1)) / n) };
  }
  return {
    loss: differences.reduce((sum, d) => sum + d * d, 0) / n,
    gradient: differences.map((d) => (2 * d) / n),
  };
}

/** Forward pass, mean loss and gradient. */
export function reference(problem: Problem): Result {
  const { layers, count, maps } = problem;
  const curve = CURVES[problem.activation];
  const sites: Row[][] = Array.from({ length: layers.length + 1 }, () => []);
  const gradients = layers.map(({ w, b }) => ({
    w: new Float64Array(w.length),
    b: new Float64Array(b.length),
  }));
  let loss = 0;
  for (let r = 0; r < count; r++) {
    const features = layers[0].inputs;
    let row = mapped(
      Array.from({ length: features }, (_, i) => problem.x[r * features + i]),
      maps?.[0],
      r,
    );
    sites[0].push(row);
    const before: Row[] = [];
    layers.forEach((layer, l) => {
      const z = sums(row, layer);
      before.push(z);
      const h = l + 1 < layers.length ? z.map(curve.value) : z;
      row = mapped(h, maps?.[l + 1], r);
      sites[l + 1].push(row);
    });
    const { loss: rowLoss, gradient } = lossOfRow(problem, row, r);
    loss += rowLoss / count;
    let delta = gradient.map((g) => g / count);
    for (let l = layers.length - 1; l >= 0; l--) {
      const { inputs, outputs, w } = layers[l];
      const factor = maps?.[l + 1]?.factor;
      delta = delta.map((d, j) => {
        const slope = l + 1 < layers.length ? curve.slope(before[l][j]) : 1;
        return d * slope * (factor ? factor[r * outputs + j] : 1);
      });
      const input = sites[l][r];
      for (let j = 0; j < outputs; j++) gradients[l].b[j] += delta[j];
      const lower: Row = new Array(inputs).fill(0);
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j < outputs; j++) {
          gradients[l].w[i * outputs + j] += input[i] * delta[j];
          lower[i] += delta[j] * w[i * outputs + j];
        }
      }
      delta = lower;
    }
  }
  return { loss, sites, gradients };
}
