import assert from 'node:assert/strict';
import type { Analysis, AnalysisContext } from '../../src/core/analysis/analysis';
import { curvature, powerIteration } from '../../src/core/analysis/curvature';
import { ensemble } from '../../src/core/analysis/ensemble';
import { arithmeticMean, enumerateThinnedNets, geometricMean } from '../../src/core/analysis/enumeration';
import { HISTOGRAM_BINS, hidden } from '../../src/core/analysis/hidden';
import { neuronWeights } from '../../src/core/analysis/neuron-weights';
import { noise } from '../../src/core/analysis/noise';
import { reliance, shareOf } from '../../src/core/analysis/reliance';
import { softmax } from '../../src/core/analysis/scores';
import { uncertainty } from '../../src/core/analysis/uncertainty';
import type { Dataset, Task } from '../../src/core/dataset';
import { createStream } from '../../src/core/random';
import { createTrainer } from '../../src/core/trainer';
import { parseExperiment } from '../../src/experiment/parse';

/** Rows whose class depends on the first feature alone; for regression the target is 3·x₀. */
function dataset(task: Task, features: number, count = 200): Dataset {
  const stream = createStream(5, 'data');
  const make = () => {
    const x = Float32Array.from({ length: count * features }, () => stream.normal());
    const y = Float32Array.from({ length: count }, (_, i) => {
      const first = x[i * features];
      return task === 'classification' ? Number(first > 0) : 3 * first;
    });
    return { count, x, y };
  };
  const names = Array.from({ length: features }, (_, i) => `x${i + 1}`);
  const outputs = task === 'classification' ? 2 : 1;
  return {
    task,
    features,
    outputs,
    train: make(),
    test: make(),
    featureNames: names,
    outputNames: ['a', 'b'].slice(0, outputs),
    notes: [],
  };
}

/** A network trained a little on it, as an analysis sees it. */
function context(data: Dataset, settings: Record<string, unknown>, steps = 200): AnalysisContext {
  const parsed = parseExperiment({ version: 1, ...settings });
  assert.ok(parsed.ok);
  const spec = parsed.experiment;
  const probe = createTrainer({ spec, data, seed: 1, variant: 'dropout' });
  for (let left = steps; left > 0 && !probe.outcome; ) left -= Math.max(1, probe.advance(left).steps);
  return {
    spec,
    data,
    probe,
    ratios: probe.ratios,
    learningRate: probe.learningRate,
    stream: createStream(1, 'analysis'),
  };
}

/** The last thing that an analysis says. */
function last<R>(analysis: Analysis<R>, at: AnalysisContext): R {
  let result: R | undefined;
  for (const value of analysis.run(at)) if (value !== undefined) result = value;
  assert.ok(result);
  return result;
}

describe('ensemble', () => {
  it('the average of many masks comes close to weight scaling, and its standard error falls with k', () => {
    const at = context(dataset('classification', 2), { network: { hidden: [32] } });
    const { points, weightScaling } = last(ensemble, at);
    const [first, final] = [points[0], points[points.length - 1]];
    assert.equal(final.k, 100);
    assert.ok(final.loss < first.loss, 'one thinned net is worse than the average of a hundred');
    assert.ok(final.lossStandardError < first.lossStandardError);
    // As in the paper, what comes close is the error rate; the loss of the average stays a little softer.
    assert.ok(Math.abs(final.error - weightScaling.error) < 0.03);
  });

  it('counting all thinned nets out agrees with the average of many drawn ones', () => {
    const at = context(dataset('classification', 2, 60), { network: { hidden: [6] } });
    const { points, exact } = last(ensemble, at);
    assert.equal(exact?.units, 6);
    const final = points[points.length - 1];
    assert.ok(Math.abs(final.loss - exact!.arithmetic.loss) < 4 * final.lossStandardError + 0.02);
  });

  it('weight scaling is the normalized geometric mean exactly for one linear layer with a softmax', () => {
    const data = dataset('classification', 8, 50);
    const at = context(data, {
      network: { hidden: [] },
      dropout: { ratio: 0.3, placement: { input: true } },
    });
    const steps = enumerateThinnedNets(at, 12, 50);
    let step = steps.next();
    while (!step.done) step = steps.next();
    const { weightScaling } = last(ensemble, at);
    assert.ok(Math.abs(step.value!.geometric.loss - weightScaling.loss) < 1e-5);
    assert.ok(
      Math.abs(step.value!.arithmetic.loss - weightScaling.loss) > 1e-5,
      'the arithmetic mean is another',
    );
  });

  it('of single samples: mean over k masks, spread and weight scaling as counted by hand', () => {
    const data = dataset('classification', 2, 30);
    const at = context(data, { network: { hidden: [8] } });
    const { single } = last(ensemble, at);
    const sureness = (logits: Float32Array, i: number) => {
      const [other, own] = [logits[2 * i + 1 - data.test.y[i]], logits[2 * i + data.test.y[i]]];
      return 1 / (1 + Math.exp(other - own));
    };
    const drawn = Array.from({ length: 500 }, (_, k) => {
      const { sites } = at.probe.forward(data.test.x, 30, { kind: 'draw', draw: k + 1 });
      return sites[2].slice();
    });
    const evaluated = at.probe.forward(data.test.x, 30, { kind: 'evaluation' }).sites[2].slice();
    for (const i of [0, 7, 29]) {
      const values = drawn.map((logits) => sureness(logits, i));
      const mean = (some: number[]) => some.reduce((sum, value) => sum + value, 0) / some.length;
      single.ks.forEach((k, index) => {
        const told = single.means[i * single.ks.length + index];
        assert.ok(Math.abs(told - mean(values.slice(0, k))) < 1e-6, `${told} at k = ${k}`);
      });
      const deviation = Math.sqrt((mean(values.map((v) => (v - mean(values)) ** 2)) * 500) / 499);
      assert.ok(Math.abs(single.deviation[i] - deviation) < 1e-6);
      assert.ok(Math.abs(single.weightScaling[i] - sureness(evaluated, i)) < 1e-6);
    }
  });

  it('of single samples: all thinned nets counted out lie within the error of many drawn ones', () => {
    const { single } = last(
      ensemble,
      context(dataset('classification', 2, 20), { network: { hidden: [6] } }),
    );
    assert.equal(single.exact?.arithmetic.length, 20);
    for (let i = 0; i < 20; i++) {
      const told = single.means[(i + 1) * single.ks.length - 1];
      const error = single.deviation[i] / Math.sqrt(100);
      assert.ok(Math.abs(told - single.exact!.arithmetic[i]) < 4.5 * error + 1e-6, `${i}: ${told}`);
    }
  });

  it('both means of one network are its softmax', () => {
    const logits = Float32Array.of(1, -2, 0.5);
    const one = { logits, outputs: 3, probabilities: Float64Array.of(1) };
    for (const mean of [arithmeticMean(one), geometricMean(one)])
      for (const [i, value] of mean.entries()) assert.ok(Math.abs(value - softmax(logits, 3)[i]) < 1e-7);
  });
});

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

  it('of 2,000 features the ones with the longest weights are told of, and all count', () => {
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

  it('one neuron has nobody to correlate with', () => {
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

  it('says nothing of data with other than two features', () => {
    assert.deepEqual(
      [...uncertainty.run(context(dataset('classification', 3), { network: { hidden: [4] } }))],
      [],
    );
  });
});

describe('curvature', () => {
  /** Linear regression: mean squared error with Hessian 2·E[x̃x̃ᵀ], x̃ with the bias's 1. */
  const linear = () =>
    context(
      dataset('regression', 2, 100),
      { network: { hidden: [] }, dropout: { ratio: 0 }, training: { optimizer: 'sgd', learningRate: 0.1 } },
      3,
    );

  it('λmax of a quadratic is the largest eigenvalue of its Hessian', () => {
    const at = linear();
    const { x, count } = at.data.train;
    const rows = Array.from({ length: count }, (_, i) => [x[2 * i], x[2 * i + 1], 1]);
    const hessian = [0, 1, 2].map((i) =>
      [0, 1, 2].map((j) => (2 / count) * rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
    );
    let v = [1, 0.3, 0.2];
    let lambda = 0;
    for (let i = 0; i < 500; i++) {
      const next = hessian.map((row) => row.reduce((sum, value, j) => sum + value * v[j], 0));
      lambda = Math.hypot(...next);
      v = next.map((value) => value / lambda);
    }
    const { lambdaMax, limit } = last(curvature, at);
    assert.ok(Math.abs(lambdaMax! / lambda - 1) < 0.01, `${lambdaMax} against ${lambda}`);
    assert.ok(Math.abs(limit! - 2 / lambdaMax!) < 1e-12);
  });

  it('gradient descent diverges above 2 / λmax and not below', () => {
    const { limit } = last(curvature, linear());
    const lossAfter = (rate: number) => {
      const at = context(
        dataset('regression', 2, 100),
        {
          network: { hidden: [] },
          dropout: { ratio: 0 },
          training: { optimizer: 'sgd', learningRate: rate, batchSize: 100, epochs: 400 },
        },
        400,
      );
      return at.probe.outcome?.kind === 'diverged' ? Number.POSITIVE_INFINITY : at.probe.evaluate().trainLoss;
    };
    assert.ok(lossAfter(0.97 * limit!) < 1);
    assert.ok(lossAfter(1.03 * limit!) > 1e3);
  });

  it('power iteration rests after each step, also where the eigenvalue is negative', () => {
    let products = 0;
    const times = (v: Float64Array) => {
      products++;
      return v.map((value, i) => value * [-5, -4, -3][i]);
    };
    let before = 0;
    for (const step of powerIteration(times, Float64Array.of(1, 1, 1), 30)) {
      assert.equal(step, undefined);
      assert.equal(products, ++before);
    }
  });

  it('the work of a slice grows with the number of weights, and not with its square', () => {
    const count = 300_000;
    const start = Float64Array.from({ length: count }, (_, i) => (i % 7) - 3);
    const begun = performance.now();
    powerIteration((v) => v.slice(), start, 1).next();
    // A walk over all weights for each of them would take minutes.
    assert.ok(performance.now() - begun < 1500);
  });

  it('of a run that diverged, tells of the weights that it began with', () => {
    const settings = { network: { hidden: [4] }, training: { optimizer: 'sgd', learningRate: 1e9 } };
    const data = dataset('classification', 2, 50);
    const diverged = context(data, settings, 50);
    assert.equal(diverged.probe.outcome?.kind, 'diverged');
    assert.deepEqual([...curvature.run(diverged)], []);
    const start = context(data, settings, 0);
    const initial = start.probe.weights();
    const told = last(curvature, { ...diverged, initialWeights: () => initial });
    const { at, ...wanted } = last(curvature, start);
    assert.deepEqual([told.at, at], ['start', 'now']);
    assert.equal(told.lambdaMax, wanted.lambdaMax);
    assert.deepEqual(told.losses, wanted.losses);
  });

  it('the loss falls along the gradient at first, as fast as the gradient is long', () => {
    const { loss, losses, steps, gradientNorm } = last(curvature, linear());
    assert.ok(Math.abs(losses[0] - loss) < 1e-6);
    assert.ok(Math.abs((losses[0] - losses[1]) / steps[1] / gradientNorm ** 2 - 1) < 0.1);
  });

  it('power iteration finds the largest eigenvalue, not the largest in size', () => {
    const diagonal = [-5, 2, 1];
    const times = (v: Float64Array) => v.map((value, i) => value * diagonal[i]);
    let lambda = 0;
    for (const step of powerIteration(times, Float64Array.of(1, 1, 1), 500))
      lambda = step?.lambdaMax ?? lambda;
    assert.ok(Math.abs(lambda - 2) < 1e-2, `${lambda}`);
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
