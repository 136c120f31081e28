import assert from 'node:assert/strict';
import { curvature } from '../../src/core/analysis/curvature';
import { lanczos } from '../../src/core/analysis/lanczos';
import { sharpness } from '../../src/core/analysis/sharpness';
import { context, dataset, last } from './analysis-support';

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

  it('rests before each product', () => {
    let products = 0;
    const walk = lanczos(Float64Array.of(1, 2, 4), 3, function* times(v) {
      yield undefined;
      products++;
      return v.map((value, i) => value * [-5, -4, -3][i]);
    });
    let rests = 0;
    while (!walk.next().done) assert.equal(products, rests++);
    assert.ok(rests > 1 && products === rests, `${products} products`);
  });

  it('the work of a slice grows with the number of weights, and not with its square', () => {
    const count = 300_000;
    const start = Float64Array.from({ length: count }, (_, i) => (i % 7) - 3);
    // A walk over all weights for each of them would take minutes, more than any test is given.
    assert.ok(Math.abs(eigenvalue((v) => v.slice(), start) - 1) < 1e-9);
  });

  it('analyses the initial weights of a run that diverged', () => {
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

  it('finds the largest eigenvalue, not the largest in size', () => {
    const diagonal = [-5, 2, 1];
    const times = (v: Float64Array) => v.map((value, i) => value * diagonal[i]);
    assert.ok(Math.abs(eigenvalue(times, Float64Array.of(1, 1, 1)) - 2) < 0.02);
  });

  it('is that of all directions, even where the gradient is an eigenvector of another', () => {
    for (const settings of [
      { hidden: [5, 4], activation: 'tanh' },
      { hidden: [6], activation: 'softplus' },
    ])
      for (const steps of [0, 30, 200]) {
        const at = context(
          dataset('classification', 3, 60),
          { network: settings, training: { optimizer: 'sgd', learningRate: 0.1 } },
          steps,
        );
        const exact = last(sharpness, at).lambdaMax[0]!;
        const { lambdaMax } = last(curvature, at);
        assert.ok(Math.abs(lambdaMax! / exact - 1) < 0.03, `${lambdaMax} against ${exact}`);
      }
  });
});

/** The largest eigenvalue of a map, from a given start. */
function eigenvalue(map: (v: Float64Array) => Float64Array, start: Float64Array): number {
  const walk = lanczos(start, 3, function* times(v) {
    yield undefined;
    return map(v);
  });
  for (;;) {
    const { done, value } = walk.next();
    if (done) return value!.value;
  }
}
