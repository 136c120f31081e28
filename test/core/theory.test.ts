import assert from 'node:assert/strict';
import { rateLimit } from '../../src/core/analysis/rate-limit';
import type { Dataset } from '../../src/core/dataset';
import { experiment as parsed } from '../view/support';
import { dataset, finish, trainer } from './fixtures';

/** Numbers to predict, one output, the test rows the training rows. */
function regression(x: number[][], y: number[]): Dataset {
  const samples = { count: y.length, x: Float32Array.from(x.flat()), y: Float32Array.from(y) };
  const featureNames = x[0].map((_, i) => `x${i}`);
  return {
    ...{ task: 'regression', features: x[0].length, outputs: 1, train: samples, test: samples },
    ...{ featureNames, outputNames: ['y'], notes: [] },
  };
}

// Every sample comes with its negative: then the best bias is 0, as in a network without biases.
const X = [
  [1, 0],
  [0, 2],
  [1, 1],
];
const Y = [1, 2, 4];
const mirrored = regression([...X, ...X.map((row) => row.map((v) => -v))], [...Y, ...Y.map((v) => -v)]);

describe('results from theory', () => {
  // Srivastava et al. 2014, §9.1: minimizes ‖y − Xw‖² + (1 − k) / k · ‖Γw‖², Γ = diag(XᵀX)^½.
  for (const [keep, exact] of [
    [1, [17 / 9, 11 / 9]],
    [0.8, [62 / 39, 40 / 39]],
    [0.5, [14 / 13, 9 / 13]],
  ] as const) {
    it(`input dropout in linear regression is ridge regression: keep ${keep}`, () => {
      const run = trainer(mirrored, {
        network: { hidden: [] },
        dropout: { ratio: 1 - keep, placement: { input: true } },
        training: {
          optimizer: 'sgd',
          learningRate: 0.01,
          epochs: 300_000,
          batchSize: 6,
          evaluateEvery: 1_000_000,
        },
      });
      const mean = [0, 0];
      const [burn, count] = [2000, 40_000];
      for (let i = 0; i < burn; i++) run.advance(1);
      for (let i = 0; i < count; i++) {
        run.advance(1);
        const [{ w }] = run.weights();
        for (const j of [0, 1]) mean[j] += w[j] / count;
      }
      for (const j of [0, 1]) assert.ok(Math.abs(mean[j] - exact[j]) < 0.012, `${mean} against ${exact}`);
    });
  }

  const forms = [
    { optimizer: 'sgd' },
    { optimizer: 'momentum', momentum: 0.5 },
    { optimizer: 'nesterov', momentum: 0.5 },
  ] as const;
  it('on a quadratic each form of gradient descent diverges above its limit, plainly 2 / λmax, and not below', () => {
    // Mean squared error of a linear map: the Hessian is 2 / n · AᵀA, A with a column of ones for the bias.
    const a = mirrored.train.count;
    const rows = Array.from({ length: a }, (_, i) => [...mirrored.train.x.subarray(2 * i, 2 * i + 2), 1]);
    let vector = [1, 0.7, 0.3];
    let largest = 0;
    for (let i = 0; i < 500; i++) {
      const next = [0, 0, 0];
      for (const row of rows) {
        const dot = row.reduce((sum, v, j) => sum + v * vector[j], 0);
        row.forEach((v, j) => {
          next[j] += (2 / a) * dot * v;
        });
      }
      largest = Math.hypot(...next);
      vector = next.map((v) => v / largest);
    }
    const lossAt = (form: (typeof forms)[number], rate: number) => {
      const run = trainer(
        mirrored,
        {
          network: { hidden: [] },
          training: { ...form, learningRate: rate, epochs: 3000, batchSize: 6, evaluateEvery: 3000 },
        },
        'baseline',
      );
      const { outcome, epoch } = finish(run);
      return outcome!.kind === 'diverged' ? Number.POSITIVE_INFINITY : epoch!.trainLoss;
    };
    const best = lossAt(forms[0], 0.5 / largest);
    for (const form of forms) {
      const { training } = parsed({ training: { ...form } });
      const { limit } = rateLimit(training, largest)!;
      assert.ok(Math.abs(lossAt(form, 0.98 * limit) - best) < 1e-4, form.optimizer);
      assert.ok(lossAt(form, 1.02 * limit) > 1e6, form.optimizer);
    }
  });

  it('weight scaling is the normalized geometric mean of all thinned nets, for one layer and softmax', () => {
    const [units, classes] = [6, 3];
    const data = dataset({ features: units, outputs: classes });
    const p = 0.3;
    const run = trainer(data, {
      network: { hidden: [] },
      dropout: { rule: 'classic', ratio: p, placement: { input: true } },
    });
    const x = data.test.x.subarray(0, units);
    const logSums = new Array(classes).fill(0);
    for (let mask = 0; mask < 2 ** units; mask++) {
      const multipliers = Float32Array.from({ length: units }, (_, i) => (mask >> i) & 1);
      const kept = multipliers.reduce((a, b) => a + b, 0);
      const probability = (1 - p) ** kept * p ** (units - kept);
      const { sites } = run.forward(x, 1, { kind: 'given', multipliers: [multipliers, null] });
      const logits = sites[1];
      const total = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
      for (let j = 0; j < classes; j++) logSums[j] += probability * (logits[j] - total);
    }
    const total = logSums.reduce((sum, z) => sum + Math.exp(z), 0);
    const scaled = run.predict(x, 1);
    logSums.forEach((z, j) => {
      assert.ok(Math.abs(Math.exp(z) / total - scaled[j]) < 1e-6);
    });
  });

  it('the wrong scaling shrinks the logits of a bias-free ReLU net and leaves the largest where it is', () => {
    const p = 0.2;
    const data = dataset({ features: 20, outputs: 5, test: 50 });
    const shape = { network: { hidden: new Array(6).fill(100) } };
    const logits = (rule: string) =>
      trainer(data, { ...shape, dropout: { rule, ratio: p } }).forward(data.test.x, 50, {
        kind: 'evaluation',
      }).sites[7];
    const [right, wrong] = [logits('classic'), logits('as-written')];
    right.forEach((value, i) => {
      assert.ok(Math.abs(value - wrong[i] * 4 ** 6) < 1e-4 * (1 + Math.abs(value)));
    });
  });
});
