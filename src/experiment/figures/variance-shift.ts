import { greatest } from '../../core/lists';
import type { Figure } from './figure';
import { begin, mean, specOf } from './train';

const KEEPS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const MASKS = 60;

export const varianceShift: Figure = {
  id: 'variance-shift',
  title: 'The variance shift behind dropout',
  claim:
    'What follows dropout meets the variance (c² + v)/keep − c² in training and v in evaluation, where c and v are mean and variance of a neuron: batch normalization then divides by the wrong one.',
  source: { name: 'Li et al. 2018, arXiv 1801.05134, § 3', url: 'https://arxiv.org/abs/1801.05134' },
  x: 'keep = 1 − drop ratio',
  y: 'variance in training / in evaluation',
  *reproduce() {
    const points: { x: number; y: number; formula: number }[] = [];
    const lines = () => [
      {
        ...{ label: 'formula, mean of the neurons', published: true as const },
        points: points.map(({ x, formula }) => ({ x, y: formula })),
      },
      { label: 'measured over {0} masks', n: MASKS, points: points.map(({ x, y }) => ({ x, y })) },
    ];
    for (const keep of KEEPS) {
      points.push({ x: keep, ...(yield* shift(keep)) });
      yield { lines: lines(), checks: [] };
    }
    const value = greatest(points.map(({ y, formula }) => Math.abs(y / formula - 1)));
    yield {
      lines: lines(),
      checks: [{ label: 'the greatest relative distance', value, low: 0, high: 0.02 }],
    };
  },
};

/** The ratio of the variances behind the dropout of a hidden layer, and the formula's, mean over the neurons. */
function* shift(keep: number): Generator<undefined, { y: number; formula: number }> {
  const width = 32;
  const spec = specOf({
    data: { source: 'surface', train: 300 },
    network: { hidden: [width], activation: 'tanh' },
    dropout: { ratio: 1 - keep },
  });
  const { run, data } = begin(spec, 1);
  // Biases, so that means are not 0 and count.
  run.setWeights(run.weights().map((layer) => ({ ...layer, b: layer.b.map((_, j) => (j % 5) / 5) })));
  const { x, count } = data.train;
  const plain = moments(run.forward(x, count, { kind: 'evaluation' }).sites[1]!, width);
  const sums = Array.from({ length: width }, () => ({ mean: 0, square: 0 }));
  for (let draw = 0; draw < MASKS; draw++) {
    moments(run.forward(x, count, { kind: 'draw', draw }).sites[1]!, width).forEach((one, j) => {
      sums[j]!.mean += one.mean / MASKS;
      sums[j]!.square += one.square / MASKS;
    });
    yield;
  }
  run.dispose();
  const variance = (one: { mean: number; square: number }) => one.square - one.mean ** 2;
  return {
    y: mean(plain.map((one, j) => variance(sums[j]!) / variance(one))),
    formula: mean(plain.map((one) => (one.square / keep - one.mean ** 2) / variance(one))),
  };
}

/** Mean and mean square of each column. */
function moments(values: Float32Array, width: number): { mean: number; square: number }[] {
  const rows = values.length / width;
  return Array.from({ length: width }, (_, j) => {
    let [sum, square] = [0, 0];
    for (let at = j; at < values.length; at += width) {
      sum += values[at]!;
      square += values[at]! ** 2;
    }
    return { mean: sum / rows, square: square / rows };
  });
}
