import { type EnsembleResult, ensemble } from '../../core/analysis/ensemble';
import { createStream } from '../../core/random';
import type { Figure } from './figure';
import { advance, begin, specOf } from './train';

export const monteCarlo: Figure = {
  id: 'monte-carlo',
  title: 'Averaging thinned nets, and scaling the weights',
  claim:
    'The average over k masks comes to what one pass with scaled weights gives, at about k = 50; one mask is clearly worse.',
  source: {
    name: 'Srivastava et al. 2014, JMLR 15, fig. 11',
    url: 'https://jmlr.org/papers/v15/srivastava14a.html',
  },
  x: 'masks that are averaged, k',
  y: 'test error, %',
  logarithmic: { x: true },
  *reproduce() {
    const settings = specOf({
      data: { source: 'digits', train: 300, test: 500 },
      network: { hidden: [100, 100] },
      dropout: { ratio: 0.5 },
      training: { optimizer: 'adam', learningRate: 0.001, epochs: 30, evaluateEvery: 30 },
    });
    const trained = begin(settings, 1);
    yield* advance(trained, trained.run.totalSteps);
    const { spec, data, run } = trained;
    const { ratios, learningRate } = run;
    const stream = createStream(1, 'analysis');
    let result: EnsembleResult | undefined;
    for (const found of ensemble.run({ spec, data, probe: run, ratios, learningRate, stream })) {
      result = found ?? result;
      yield result && result.points.length > 0 ? { ...drawn(result), checks: [] } : undefined;
    }
    run.dispose();
    const { points, weightScaling } = result!;
    const apart = (k: number) => 100 * (points.find((one) => one.k === k)!.error - weightScaling.error);
    const checks = [
      { label: 'k = 50 beside weight scaling, in points', value: apart(50), low: -1, high: 1 },
      { label: 'k = 1 beside weight scaling, in points', value: apart(1), low: 1, high: 50 },
    ];
    yield { ...drawn(result!), checks };
  },
};

const drawn = ({ points, weightScaling }: EnsembleResult) => ({
  marks: [{ x: 50, label: 'k = 50' }],
  lines: [
    { label: 'mean over k masks', points: points.map(({ k, error }) => ({ x: k, y: 100 * error })) },
    { label: 'weight scaling', points: points.map(({ k }) => ({ x: k, y: 100 * weightScaling.error })) },
  ],
});
