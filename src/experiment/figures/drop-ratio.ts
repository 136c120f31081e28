import { greatest, least } from '../../core/lists';
import type { Experiment } from '../schema';
import type { Figure } from './figure';
import { advance, begin, mean, specOf } from './train';

const KEEPS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const SEEDS = 5;

export const dropRatio: Figure = {
  id: 'drop-ratio',
  title: 'Test error against the drop ratio',
  claim:
    'With a fixed number of neurons the test error is flat where 0.4 to 0.8 of them are kept, and rises on both sides. On MNIST there; on drawn digits here.',
  source: {
    name: 'Srivastava et al. 2014, JMLR 15, fig. 9a',
    url: 'https://jmlr.org/papers/v15/srivastava14a.html',
  },
  x: 'keep = 1 − drop ratio',
  y: 'test error, %',
  isLong: true,
  *reproduce() {
    const points: { x: number; y: number }[] = [];
    const lines = () => [{ label: 'mean of {0} seeds', n: SEEDS, points: [...points] }];
    const marks = [0.4, 0.8].map((x) => ({ x, label: '{0}', n: x }));
    for (const keep of KEEPS) {
      points.push({ x: keep, y: yield* errorAt(keep) });
      yield { lines: lines(), checks: [], marks };
    }
    const at = (x: number) => points.find((one) => one.x === x)!.y;
    const flat = [0.4, 0.5, 0.6, 0.7, 0.8].map(at);
    const [low, high] = [least(flat), greatest(flat)];
    const checks = [
      { label: 'the spread between 0.4 and 0.8, in points', value: high - low, low: 0, high: 2 },
      { label: 'keep 0.1 above the flat part, in points', value: at(0.1) - high, low: 1, high: 100 },
      { label: 'keep 1 above the best, in points', value: at(1) - low, low: 0.5, high: 100 },
    ];
    yield { lines: lines(), checks, marks };
  },
};

function* errorAt(keep: number): Generator<undefined, number> {
  const spec: Experiment = specOf({
    data: { source: 'digits', train: 500, test: 1000 },
    network: { hidden: [256, 256] },
    dropout: { ratio: 1 - keep },
    training: { optimizer: 'adam', learningRate: 0.001, batchSize: 100, epochs: 60, evaluateEvery: 60 },
  });
  const errors: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const trained = begin(spec, seed);
    yield* advance(trained, trained.run.totalSteps);
    errors.push(100 * (1 - trained.run.evaluate().testScore));
    trained.run.dispose();
  }
  return mean(errors);
}
