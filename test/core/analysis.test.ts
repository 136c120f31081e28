import assert from 'node:assert/strict';
import type { Analysis } from '../../src/core/analysis/analysis';
import { curvature } from '../../src/core/analysis/curvature';
import { ensemble } from '../../src/core/analysis/ensemble';
import { classScores } from '../../src/core/analysis/final-test';
import { HISTOGRAM_BINS, hidden } from '../../src/core/analysis/hidden';
import { neuronWeights } from '../../src/core/analysis/neuron-weights';
import { noise } from '../../src/core/analysis/noise';
import { reliance, shareOf } from '../../src/core/analysis/reliance';
import { uncertainty } from '../../src/core/analysis/uncertainty';
import { context, dataset, last } from './analysis-support';

describe('reliance', () => {
  it('finds the one feature that the label depends on', () => {
    const at = context(dataset('classification', 6), { network: { hidden: [16] } });
    const { permutation, weightNorm } = last(reliance, at);
    const others = [...permutation].slice(1);
    assert.ok(permutation[0] > 5 * Math.max(...others), `${permutation}`);
    assert.equal(weightNorm.indexOf(Math.max(...weightNorm)), 0);
  });

  it('says what is known without each feature: all but the one that matters can go', () => {
    const at = context(dataset('classification', 6), { network: { hidden: [16] } });
    const { error, errorWithout, loss, lossWithout } = last(reliance, at);
    assert.ok(errorWithout[0] > 0.35, `${errorWithout}`);
    for (let i = 1; i < 6; i++) {
      assert.ok(Math.abs(errorWithout[i] - error) < 0.1);
      assert.ok(lossWithout[i] < lossWithout[0] && Math.abs(lossWithout[i] - loss) < lossWithout[0] - loss);
    }
  });

  it('a feature’s share is its part of all rises, those below 0 counted as 0; none before all are measured', () => {
    const of = (permutation: number[], errors: number[]) => ({
      permutation: Float32Array.from(permutation),
      permutationError: Float32Array.from(errors),
    });
    const rises = of([3, 1, -0.5], [0.4, 0.2, 0]);
    const { share, error } = shareOf(rises, 0)!;
    assert.ok(Math.abs(share - 0.75) < 1e-6);
    assert.ok(Math.abs(error - Math.hypot(0.25 * 0.4, 0.75 * 0.2) / 4) < 1e-6);
    assert.equal(shareOf(rises, 2)?.share, 0);
    assert.equal(shareOf(of([3, Number.NaN], [0, Number.NaN]), 0), undefined);
    assert.equal(shareOf(of([-1, 0], [0, 0]), 0), undefined);
  });

  it('weight norms are those of the weights', () => {
    const at = context(dataset('classification', 3), { network: { hidden: [4] } }, 10);
    const { w } = at.probe.weights()[0];
    const { weightNorm } = last(reliance, at);
    for (let j = 0; j < 3; j++)
      assert.ok(Math.abs(weightNorm[j] - Math.hypot(...w.subarray(4 * j, 4 * j + 4))) < 1e-6);
  });
});

describe('weights of single neurons', () => {
  it('are those of the network, and what each neuron leans on most', () => {
    const at = context(dataset('classification', 3), { network: { hidden: [5] } }, 30);
    const { w } = at.probe.weights()[0];
    const { neurons } = last(reliance, at);
    assert.deepEqual([...neurons.features], [0, 1, 2]);
    assert.equal(neurons.shown, 5);
    for (let n = 0; n < 5; n++) {
      const own = [w[n], w[5 + n], w[10 + n]];
      assert.deepEqual([...neurons.weights.subarray(3 * n, 3 * n + 3)], own);
      assert.ok(Math.abs(neurons.norm[n] - Math.hypot(...own)) < 1e-6);
      const share = Math.max(...own.map((value) => value ** 2)) / Math.hypot(...own) ** 2;
      assert.ok(Math.abs(neurons.largestShare[n] - share) < 1e-6);
    }
  });

  it('lists the largest weight norms of 2,000 features, and counts all', () => {
    const norms = Float32Array.from({ length: 2000 }, (_, i) => (i % 50 === 7 ? 5 : 1));
    const w = Float32Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? 1 : 0));
    const { features, weights, norm, largestShare } = neuronWeights(w, norms);
    assert.equal(features.length, 32);
    assert.ok(features.every((feature) => feature % 50 === 7));
    assert.equal(weights.length, 64);
    assert.ok(Math.abs(norm[0] - Math.sqrt(2000)) < 1e-3);
    assert.deepEqual([norm[1], largestShare[1]], [0, Number.NaN]);
  });
});

describe('scores of a confusion matrix', () => {
  it('balanced accuracy is of the classes that have rows; F1 of those that are answered as well', () => {
    // scikit-learn: balanced_accuracy_score and f1_score(average='macro') of [0 0 0 0 1 1 1 1] against [0 0 0 2 1 1 1 1].
    const { balancedAccuracy, f1 } = classScores([3, 0, 1, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 4);
    assert.equal(balancedAccuracy, 0.875);
    assert.ok(Math.abs(f1 - 0.6190476190476191) < 1e-12, `${f1}`);
  });
});

describe('hidden activity', () => {
  it('mean, silence, histogram and correlations are those of the activations themselves', () => {
    const data = dataset('classification', 2);
    const at = context(data, { network: { hidden: [6] } });
    const layer = last(hidden, at).layers[0];
    const a = at.probe.forward(data.test.x, 200, { kind: 'evaluation' }).sites[1].slice();
    const column = (j: number) => Array.from({ length: 200 }, (_, i) => a[6 * i + j]);
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
    assert.ok(Math.abs(layer.meanActivation - mean(a)) < 1e-6);
    assert.equal(layer.zeroShare, a.filter((value) => value === 0).length / a.length);
    const top = Math.max(...a);
    for (let bin = 1; bin < HISTOGRAM_BINS - 1; bin++) {
      const [from, to] = [(top * bin) / HISTOGRAM_BINS, (top * (bin + 1)) / HISTOGRAM_BINS];
      const count = a.filter((value) => value >= from && value < to).length;
      assert.ok(Math.abs(layer.histogram[bin] - count) <= 1, `bin ${bin}`);
    }
    // Pearson's r by its textbook formula, over the neurons that vary.
    const columns = [0, 1, 2, 3, 4, 5].map(column).filter((values) => Math.max(...values) > 0);
    const r = (x: number[], y: number[]) => {
      const covariance = mean(x.map((value, i) => value * y[i])) - mean(x) * mean(y);
      const variance = (values: number[]) => mean(values.map((v) => v * v)) - mean(values) ** 2;
      return covariance / Math.sqrt(variance(x) * variance(y));
    };
    const sizes: number[] = [];
    columns.forEach((x, i) => {
      columns.slice(0, i).forEach((y, j) => {
        sizes.push(Math.abs(r(x, y)));
        assert.ok(Math.abs(layer.correlations[i * layer.shown + j] - r(x, y)) < 1e-4);
      });
    });
    assert.ok(Math.abs(layer.meanCorrelation - mean(sizes)) < 1e-4);
  });

  it('counts what is silent and correlates what is not', () => {
    const at = context(dataset('classification', 2), { network: { hidden: [24, 24] } });
    const { layers } = last(hidden, at);
    assert.equal(layers.length, 2);
    for (const layer of layers) {
      assert.equal(layer.width, 24);
      assert.ok(layer.zeroShare > 0 && layer.zeroShare < 1);
      assert.equal(
        layer.histogram.reduce((sum, count) => sum + count, 0),
        200 * 24,
      );
      assert.ok(layer.meanCorrelation > 0 && layer.meanCorrelation <= 1);
      for (let i = 0; i < layer.shown; i++)
        assert.ok(Math.abs(layer.correlations[i * layer.shown + i] - 1) < 1e-5);
    }
  });

  it('a single neuron has no correlations', () => {
    const { layers } = last(
      hidden,
      context(dataset('classification', 2), { network: { hidden: [1], activation: 'tanh' } }),
    );
    assert.ok(Number.isNaN(layers[0].meanCorrelation));
  });
});

describe('noise', () => {
  it('a linear net under masks and under Gaussian noise: the same mean and variance, those of theory', () => {
    const p = 0.4;
    const data = dataset('regression', 20, 100);
    const at = context(data, {
      network: { hidden: [] },
      dropout: { ratio: p, placement: { input: true } },
      training: { optimizer: 'sgd', learningRate: 0.05 },
    });
    const { moments, evaluation } = last(noise, at);
    const { w } = at.probe.weights()[0];
    let variance = 0;
    for (let j = 0; j < 20; j++) variance += (w[j] * data.test.x[j]) ** 2 * (p / (1 - p));
    const error = Math.sqrt(variance / 1000);
    for (const { mean, deviation } of [moments.masked, moments.gaussian]) {
      assert.ok(Math.abs(mean - evaluation) < 4 * error, `mean ${mean}, evaluation ${evaluation}`);
      assert.ok(
        Math.abs(deviation / Math.sqrt(variance) - 1) < 0.1,
        `${deviation} against ${Math.sqrt(variance)}`,
      );
    }
  });
});

describe('uncertainty', () => {
  it('is nothing without dropout and something with it', () => {
    const data = dataset('classification', 2);
    const { deviation } = last(
      uncertainty,
      context(data, { network: { hidden: [16] }, dropout: { ratio: 0 } }),
    );
    assert.ok(Math.max(...deviation) < 1e-6);
    assert.ok(Math.max(...last(uncertainty, context(data, { network: { hidden: [16] } })).deviation) > 0.05);
  });

  it('gives no result unless there are two features', () => {
    assert.deepEqual(
      [...uncertainty.run(context(dataset('classification', 3), { network: { hidden: [4] } }))],
      [],
    );
  });
});

describe('analyses on the edge', () => {
  for (const [name, settings] of [
    ['a network without hidden layers', { network: { hidden: [] } }],
    ['one neuron', { network: { hidden: [1] } }],
    ['12 layers', { network: { hidden: Array(12).fill(5) } }],
    ['ratio 0', { dropout: { ratio: 0 }, network: { hidden: [4] } }],
    ['ratio 0.95', { dropout: { ratio: 0.95 }, network: { hidden: [4] } }],
    ['Gaussian dropout', { dropout: { rule: 'gaussian' }, network: { hidden: [4] } }],
    ['alpha dropout', { dropout: { rule: 'alpha' }, network: { hidden: [4], activation: 'selu' } }],
  ] as const)
    for (const task of ['classification', 'regression'] as const)
      it(`${name}, ${task}: every analysis ends`, () => {
        const at = context(dataset(task, 2, 40), settings, 20);
        for (const analysis of [ensemble, uncertainty, reliance, hidden, noise, curvature] as Analysis[])
          for (const result of analysis.run(at))
            assert.ok(result === undefined || typeof result === 'object');
      });
});
