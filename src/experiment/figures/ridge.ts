import type { Dataset } from '../../core/dataset';
import { greatest } from '../../core/lists';
import type { Figure, FigureLine } from './figure';
import { begin, specOf } from './train';

const X = [
  [1, 0],
  [0, 2],
  [1, 1],
] as const;
const Y = [1, 2, 4];
const KEEPS = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const [BURN, STEPS] = [2000, 40_000];

export const ridge: Figure = {
  id: 'ridge',
  title: 'Dropout at the input of linear regression is ridge regression',
  claim:
    'The weights that input dropout finds on average are those of ridge regression with the penalty (1 − keep)/keep · diag(XᵀX).',
  source: {
    name: 'Srivastava et al. 2014, JMLR 15, § 9.1',
    url: 'https://jmlr.org/papers/v15/srivastava14a.html',
  },
  x: 'keep = 1 − drop ratio',
  y: 'weight',
  *reproduce() {
    const exact = ([0, 1] as const).map(
      (j): FigureLine => ({
        label: 'w{0}, ridge regression',
        n: j + 1,
        published: true,
        points: KEEPS.map((x) => ({ x, y: solve(x)[j] })),
      }),
    );
    const found: (readonly [number, number])[] = [];
    const lines = () => [
      ...exact,
      ...([0, 1] as const).map(
        (j): FigureLine => ({
          label: 'w{0}, mean over 40,000 steps with dropout',
          n: j + 1,
          points: found.map((w, i) => ({ x: KEEPS[i]!, y: w[j] })),
        }),
      ),
    ];
    for (const keep of KEEPS) {
      found.push(yield* average(keep));
      yield { lines: lines(), checks: [] };
    }
    const value = greatest(
      KEEPS.flatMap((keep, i) => solve(keep).map((w, j) => Math.abs(w - found[i]![j]!))),
    );
    yield { lines: lines(), checks: [{ label: 'the greatest distance', value, low: 0, high: 0.015 }] };
  },
};

/** The weights of ridge regression: (XᵀX + (1 − keep)/keep · diag(XᵀX)) w = Xᵀy. */
function solve(keep: number): readonly [number, number] {
  const sum = (of: (row: readonly [number, number], i: number) => number) =>
    X.reduce((total, row, i) => total + of(row, i), 0);
  const [a, b, d] = [sum(([p]) => p * p) / keep, sum(([p, q]) => p * q), sum(([, q]) => q * q) / keep];
  const [u, v] = [sum(([p], i) => p * Y[i]!), sum(([, q], i) => q * Y[i]!)];
  return [(u * d - b * v) / (a * d - b * b), (a * v - b * u) / (a * d - b * b)];
}

/** The mean weights of a training with input dropout. Each sample comes with its negative, so the best bias is 0. */
function* average(keep: number): Generator<undefined, readonly [number, number]> {
  const rows = [...X, ...X.map((row) => row.map((value) => -value))];
  const samples = {
    count: 6,
    x: Float32Array.from(rows.flat()),
    y: Float32Array.from([...Y, ...Y.map((y) => -y)]),
  };
  const data: Dataset = {
    ...{ task: 'regression', features: 2, outputs: 1, train: samples, test: samples },
    ...{ featureNames: ['x1', 'x2'], outputNames: ['y'], notes: [] },
  };
  const spec = specOf({
    network: { hidden: [] },
    dropout: { ratio: 1 - keep, placement: { input: true } },
    training: {
      ...{ optimizer: 'sgd', learningRate: 0.01, batchSize: 6 },
      ...{ epochs: 2 * (BURN + STEPS), evaluateEvery: 1_000_000 },
    },
  });
  const { run } = begin(spec, 1, data);
  let [first, second] = [0, 0];
  for (let step = 0; step < BURN + STEPS; step++) {
    run.advance(1);
    if (step % 500 === 0) yield;
    if (step < BURN) continue;
    const { w } = run.weights()[0]!;
    first += w[0]! / STEPS;
    second += w[1]! / STEPS;
  }
  run.dispose();
  return [first, second];
}
