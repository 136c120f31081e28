import assert from 'node:assert/strict';
import type { PlotSpec } from '../../src/charts/plot-spec';
import type { AnalysisContext } from '../../src/core/analysis/analysis';
import type { CurvatureResult } from '../../src/core/analysis/curvature';
import { HISTOGRAM_BINS } from '../../src/core/analysis/hidden';
import { type AnalysisId, type AnalysisResults, analysisIds } from '../../src/core/analysis/ids';
import { analyses } from '../../src/core/analysis/index';
import { createStream } from '../../src/core/random';
import { lesson } from '../../src/experiment/lesson';
import { ensembleSpec } from '../../webview/explore/ideas/ensemble';
import { ideas } from '../../webview/explore/ideas/index';
import { curvatureSpec } from '../../webview/explore/ideas/learning-rate';
import { noiseSpec } from '../../webview/explore/ideas/noise';
import { stabilitySpec } from '../../webview/explore/ideas/stability';
import {
  activationSpec,
  meanLargestShare,
  normSpec,
  rebinned,
  weightSpec,
} from '../../webview/explore/neuron-spec';
import { featureName, relianceSpec, shownFeatures } from '../../webview/explore/reliance-spec';
import { nearestPoint, pointSpec, pointSummary } from '../../webview/explore/single-point';
import { dataset, trainer } from '../core/fixtures';
import { experiment } from './support';

/** The last thing that each analysis says of a network after a few steps. */
function resultsOf(
  data: ReturnType<typeof dataset>,
  settings: Record<string, unknown>,
): Partial<AnalysisResults> {
  const probe = trainer(data, settings);
  for (let left = 20; left > 0 && !probe.outcome; ) left -= Math.max(1, probe.advance(left).steps);
  const weights = probe.weights();
  const results: Partial<Record<AnalysisId, unknown>> = {};
  for (const id of analysisIds) {
    probe.setWeights(weights);
    const { ratios, learningRate } = probe;
    const context: AnalysisContext = {
      spec: experiment(settings),
      data,
      probe,
      ratios,
      learningRate,
      stream: createStream(1, 'analysis'),
    };
    for (const result of analyses[id].run(context)) if (result !== undefined) results[id] = result;
  }
  return results as Partial<AnalysisResults>;
}

/** Every plot that follows from the results of one network, held against itself as its own twin. */
function plotsOf({
  ensemble,
  reliance,
  hidden,
  noise,
  curvature,
  sharpness,
}: Partial<AnalysisResults>): PlotSpec[] {
  const pair = <R>(result: R) => (['baseline', 'dropout'] as const).map((variant) => ({ variant, result }));
  const plots: (PlotSpec | undefined)[] = [];
  if (ensemble) plots.push(ensembleSpec(ensemble), pointSpec(ensemble, 0, undefined));
  if (noise) plots.push(noiseSpec(noise));
  if (curvature) plots.push(curvatureSpec(curvature, true), curvatureSpec(curvature, false));
  if (sharpness)
    for (const optimizer of ['sgd', 'momentum', 'adam'])
      plots.push(stabilitySpec(pair(sharpness), experiment({ training: { optimizer } }).training));
  if (reliance) {
    plots.push(
      relianceSpec(pair(reliance), [], 'permutation'),
      relianceSpec(pair(reliance), [], 'weightNorm'),
    );
    plots.push(weightSpec(pair(reliance.neurons), [], 0), normSpec(pair(reliance.neurons)));
  }
  for (const layer of hidden?.layers ?? []) plots.push(activationSpec(pair(layer)));
  return plots.filter((plot) => plot !== undefined);
}

/** What a plot needs to be read: few enough points and categories, each with a number or a gap. */
function assertReadable({ label, x, series, marks = [] }: PlotSpec): void {
  assert.ok(label.length > 0);
  assert.ok((x.categories?.length ?? 0) <= 20, `${label}: ${x.categories?.length} categories`);
  for (const name of x.categories ?? []) assert.ok(name.length <= 16, name);
  for (const { points } of series) {
    assert.ok(points.length <= 210, `${label}: ${points.length} points`);
    for (const { x: at, y } of points) assert.ok(Number.isFinite(at) && Math.abs(y) !== Infinity, label);
  }
  for (const mark of marks) assert.ok(Number.isFinite(mark.x ?? mark.y), `${label}: ${mark.label}`);
}

describe('the plots of the ideas', () => {
  const cases: readonly [string, Parameters<typeof dataset>[0], Record<string, unknown>][] = [
    ['one neuron', {}, { network: { hidden: [1] } }],
    ['no hidden layer', {}, { network: { hidden: [] }, dropout: { placement: { input: true } } }],
    ['12 layers', {}, { network: { hidden: new Array(12).fill(6) } }],
    ['ratio 0', {}, { dropout: { ratio: 0 }, network: { hidden: [8] } }],
    ['ratio 0.95', {}, { dropout: { ratio: 0.95 }, network: { hidden: [8] } }],
    ['batches of one sample, so of one class', {}, { training: { batchSize: 1 }, network: { hidden: [8] } }],
    ['2,000 features', { features: 2000 }, { network: { hidden: [5] } }],
    ['10 classes', { outputs: 10, train: 60 }, { network: { hidden: [8] } }],
    ['regression', { task: 'regression', outputs: 1 }, { network: { hidden: [8] } }],
    ['two test samples', { test: 2 }, { network: { hidden: [8] } }],
    ['1,000 neurons', {}, { network: { hidden: [1000] } }],
    [
      'a run that diverges',
      {},
      { training: { optimizer: 'sgd', learningRate: 1e6 }, network: { hidden: [8] } },
    ],
  ];
  for (const [name, data, settings] of cases)
    it(`${name}: each can be read`, () => {
      const results = resultsOf(dataset(data), settings);
      for (const plot of plotsOf(results)) assertReadable(plot);
    }).timeout(20_000);

  it('the plot of plain steps marks the learning rate of plain gradient descent alone', () => {
    const result = {
      steps: Float64Array.of(0, 1, 2),
      losses: Float64Array.of(2, 1, 3),
      learningRate: 0.5,
      limit: 1.5,
    } as Partial<CurvatureResult> as CurvatureResult;
    const labels = (plain: boolean) => curvatureSpec(result, plain).marks?.map(({ label }) => label);
    assert.deepEqual(labels(true), ['learning rate', 'lowest', '2/λmax']);
    assert.deepEqual(labels(false), ['lowest', '2/λmax']);
  });

  it('the limit that moves is that of the optimizer, with the rate in force; of an adaptive one λmax alone', () => {
    const result = {
      ...{ steps: Float64Array.of(0, 5), lambdaMax: Float64Array.of(4, 8) },
      ...{ learningRates: Float64Array.of(0.1, 0.05), rows: 9, of: 9 },
    };
    const drawn = (fields: object) => {
      const { series } = stabilitySpec(
        [{ variant: 'dropout', result }],
        experiment({ training: fields }).training,
      );
      return series.map(({ points }) => points.map(({ y }) => y));
    };
    assert.deepEqual(drawn({ optimizer: 'sgd' }), [
      [0.5, 0.25],
      [0.1, 0.05],
    ]);
    assert.deepEqual(drawn({ optimizer: 'momentum', momentum: 0.5 })[0], [0.75, 0.375]);
    assert.deepEqual(drawn({ optimizer: 'adam' }), [[4, 8]]);
  });

  it('every idea has claims, and every claim about the world a source with an address', () => {
    assert.equal(ideas.length, 11);
    assert.deepEqual(
      ideas.map(({ id, title, sweeps }) => ({ id, title: title(), sweeps })),
      lesson.map(({ id, title, sweeps }) => ({ id, title: title(), sweeps })),
      'what the command palette offers is what the panel has',
    );
    for (const { id, claims } of ideas) {
      assert.ok(claims().length >= 2, id);
      assert.ok(
        claims().some(({ source }) => source?.url.startsWith('http')),
        id,
      );
    }
  });
});

describe('features that are shown', () => {
  it('have names that can be told apart when they are cut', () => {
    const names = ['measurement of gene 1', 'measurement of gene 2', 'short'];
    assert.deepEqual(
      [0, 1, 2, 3].map((i) => featureName(names, i)),
      ['measur… gene 1', 'measur… gene 2', 'short', 'x4'],
    );
  });

  const result = { permutation: new Float32Array(40), permutationError: new Float32Array(40), loss: 1 };
  const reliance = (weightNorm: Float32Array) =>
    [{ variant: 'dropout' as const, result: { ...result, weightNorm } }] as never;

  it('are all of a few, and of many those with the longest weights, in their order', () => {
    assert.deepEqual(shownFeatures(reliance(Float32Array.of(1, 5, 2))), [0, 1, 2]);
    const norms = Float32Array.from({ length: 40 }, (_, i) => (i === 30 || i === 3 ? 9 : 1));
    assert.deepEqual(shownFeatures(reliance(norms), 2), [3, 30]);
  });
});

describe('the histogram of activations', () => {
  const layer = (histogram: number[], histogramMax: number) =>
    ({ histogram: Uint32Array.from(histogram), histogramMax }) as never;
  const fine = (fill: (bin: number) => number) => Array.from({ length: HISTOGRAM_BINS }, (_, i) => fill(i));

  it('keeps all of what was counted, wherever the common end is', () => {
    for (const top of [3, 4.7, 100]) {
      const shares = rebinned(
        layer(
          fine((i) => i + 1),
          3,
        ),
        top,
      );
      assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    }
  });

  it('leaves zeros in the first bar', () => {
    const shares = rebinned(
      layer(
        fine((i) => (i === 0 ? 70 : i === 29 ? 30 : 0)),
        1,
      ),
      1,
    );
    assert.ok(Math.abs(shares[0] - 0.7) < 1e-9);
    assert.ok(Math.abs(shares[14] - 0.3) < 1e-9);
  });

  it('of a layer that is silent altogether is one bar', () => {
    assert.equal(
      rebinned(
        layer(
          fine((i) => (i === 0 ? 9 : 0)),
          0,
        ),
        1,
      )[0],
      1,
    );
  });
});

describe('a single test point', () => {
  it('is summed up as the analysis says, with the standard error of the mean', () => {
    const { ensemble } = resultsOf(dataset({ train: 60, test: 30 }), { network: { hidden: [5] } });
    const summary = pointSummary(ensemble!, 3)!;
    assert.equal(summary.masks, 100);
    assert.ok(Math.abs(summary.standardError - ensemble!.single.deviation[3] / 10) < 1e-12);
    assert.ok(Math.abs(summary.average - summary.arithmetic!) < 5 * summary.standardError + 1e-6);
    const { marks, series } = pointSpec(ensemble!, 3, undefined);
    assert.equal(series[0].points.length, ensemble!.single.ks.length);
    assert.deepEqual(
      marks?.map(({ y }) => y),
      [summary.scaled, summary.arithmetic],
    );
  });

  it('is the nearest to a click, among those that can be chosen', () => {
    const points = Float32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 0);
    assert.equal(nearestPoint(points, 3, 1.9, 2.2), 2);
    assert.equal(nearestPoint(points, 2, 1.9, 2.2), 1);
    assert.equal(nearestPoint(new Float32Array(0), 5, 0, 0), -1);
  });
});

describe('weights of neurons', () => {
  it('the mean share of the largest leaves out neurons without weights', () => {
    const share = (values: number[]) =>
      meanLargestShare({ largestShare: Float32Array.from(values) } as never);
    assert.ok(Math.abs(share([0.5, 1, Number.NaN]) - 0.75) < 1e-6);
    assert.ok(Number.isNaN(share([Number.NaN])));
  });
});
