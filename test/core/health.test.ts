import assert from 'node:assert/strict';
import type { Dataset } from '../../src/core/dataset';
import type { LayerWeights } from '../../src/core/trainer-types';
import { dataset, trainer } from './fixtures';

/** Samples of one feature, all in class 0 or with the target given. */
function rows(x: readonly number[], y: readonly number[], task: Dataset['task'], outputs: number): Dataset {
  const samples = { count: x.length, x: Float32Array.from(x), y: Float32Array.from(y) };
  return { ...dataset({ features: 1, outputs, task }), train: samples, test: samples };
}

const layer = (inputs: number, outputs: number, w: readonly number[]): LayerWeights => ({
  inputs,
  outputs,
  w: Float32Array.from(w),
  b: new Float32Array(outputs),
});

const bare = { network: { hidden: [], init: 'xavier' }, training: { epochs: 3, batchSize: 10 } };

describe('numerical health', () => {
  for (const size of [10, 88, 1e4, 1e8, 3e38]) {
    it(`softmax of logits ±${size} is a probability, and its loss what mathematics says`, () => {
      const run = trainer(rows([1, -1], [0, 0], 'classification', 2), bare, 'baseline');
      // Logits of both samples: (size / 2, −size / 2), and the other way round.
      run.setWeights([layer(1, 2, [size / 2, -size / 2])]);
      const probabilities = [...run.predict(Float32Array.of(1, -1), 2)];
      for (const p of probabilities) assert.ok(p >= 0 && p <= 1, `${p}`);
      const tail = Math.exp(-size) / (1 + Math.exp(-size));
      for (const [index, p] of [1 - tail, tail, tail, 1 - tail].entries()) {
        assert.ok(Math.abs(probabilities[index] - p) < 1e-6);
      }
      // −ln p of the right class: nearly 0 for the one sample, nearly `size` for the other.
      const { trainLoss } = run.evaluate();
      const wanted = (size + 2 * Math.log1p(Math.exp(-size))) / 2;
      assert.ok(Math.abs(trainLoss - wanted) <= 1e-6 * wanted, `${trainLoss}, not ${wanted}`);
    });
  }

  const activations: readonly (readonly [string, (x: number) => number])[] = [
    ['relu', (x) => Math.max(0, x)],
    ['tanh', Math.tanh],
    ['sigmoid', (x) => 1 / (1 + Math.exp(-x))],
    ['gelu', (x) => 0.5 * x * (1 + Math.tanh(0.7978845608028654 * (x + 0.044715 * x ** 3)))],
    ['selu', (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))],
  ];
  for (const [activation, exact] of activations) {
    it(`${activation} holds from the smallest to the largest numbers`, () => {
      const sizes = [0, 1e-45, 1e-38, 1e-20, 1e-6, 1e-3, 0.5, 1, 5, 9, 20, 88, 89, 100, 1e4, 1e12, 1e30];
      const inputs = sizes.flatMap((size) => [size, -size]).map(Math.fround);
      const data = rows(
        inputs,
        inputs.map(() => 0),
        'regression',
        1,
      );
      const network = { hidden: [1], activation };
      const run = trainer(data, {
        ...bare,
        network,
        training: { ...bare.training, loss: 'meanSquaredError' },
      });
      run.setWeights([layer(1, 1, [1]), layer(1, 1, [1])]);
      const hidden = run.forward(Float32Array.from(inputs), inputs.length, { kind: 'evaluation' }).sites[1];
      for (const [index, input] of inputs.entries()) {
        const wanted = Math.fround(exact(input));
        const apart = Math.abs(hidden[index] - wanted);
        assert.ok(
          Number.isFinite(hidden[index]) && apart <= 2e-6 * Math.max(0.05, Math.abs(wanted)),
          `${activation}(${input}) is ${wanted}, not ${hidden[index]}`,
        );
      }
    });
  }

  it('the mean loss of 100,000 samples is as good as one summed in double precision', () => {
    const count = 100_000;
    const x = Array.from({ length: count }, (_, i) => Math.fround(Math.sin(i)));
    // A few large terms among many small ones: what a plain sum in single precision loses.
    const y = x.map((value, i) => Math.fround(i % 1000 === 0 ? 100 + value : value / 100));
    const training = { ...bare.training, loss: 'meanSquaredError' };
    const run = trainer(rows(x, y, 'regression', 1), { ...bare, training }, 'baseline');
    run.setWeights([layer(1, 1, [0.01])]);
    const weight = Math.fround(0.01);
    const wanted = x.reduce((sum, value, i) => sum + (Math.fround(weight * value) - y[i]) ** 2, 0) / count;
    const { trainLoss, testLoss } = run.evaluate();
    assert.ok(Math.abs(trainLoss - wanted) <= 1e-5 * wanted, `${trainLoss}, not ${wanted}`);
    assert.equal(testLoss, trainLoss);
  });

  it('the gradient over 100,000 samples is as good as one summed in double precision', () => {
    const count = 100_000;
    const x = Float32Array.from({ length: count }, (_, i) => Math.sin(i) + 1e-3);
    const y = Float32Array.from(x, (value) => 3 * value + 0.1);
    const training = { ...bare.training, loss: 'meanSquaredError' };
    const run = trainer(rows([...x], [...y], 'regression', 1), { ...bare, training }, 'baseline');
    run.setWeights([layer(1, 1, [0.5])]);
    const [{ w, b }] = run.gradient(x, y, count, { kind: 'evaluation' }).layers;
    let [dw, db] = [0, 0];
    for (let i = 0; i < count; i++) {
      const delta = (2 * (0.5 * x[i] - y[i])) / count;
      dw += delta * x[i];
      db += delta;
    }
    assert.ok(Math.abs(w[0] - dw) <= 1e-5 * Math.abs(dw), `${w[0]}, not ${dw}`);
    assert.ok(Math.abs(b[0] - db) <= 1e-5 * Math.abs(db), `${b[0]}, not ${db}`);
  });

  for (const optimizer of ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw']) {
    it(`weights that decay under ${optimizer} become 0, and no denormal numbers on the way`, () => {
      // Features of 0 give no gradient: what happens to the weights is decay alone.
      const training = { ...bare.training, optimizer, learningRate: 0.1, weightDecay: 0.5, epochs: 400 };
      const run = trainer(rows([0, 0], [0, 1], 'classification', 2), { ...bare, training }, 'baseline');
      run.setWeights([layer(1, 2, [1e-27, -1e-29])]);
      while (!run.outcome) {
        run.advance(1);
        for (const w of run.weights()[0].w) {
          assert.ok(w === 0 || Math.abs(w) > 1e-37, `${w} is denormal`);
        }
      }
      const again = trainer(rows([0, 0], [0, 1], 'classification', 2), { ...bare, training }, 'baseline');
      again.setWeights([layer(1, 2, [1e-39, -1e-42])]);
      again.advance(1);
      assert.ok(again.weights()[0].w.every((w) => w === 0));
    });
  }

  it('a loss that is too large for a number ends the run at that very step', () => {
    const data = rows([1, 1], [1e19, 1e19], 'regression', 1);
    const training = {
      optimizer: 'sgd',
      learningRate: 0.1,
      batchSize: 2,
      epochs: 10,
      loss: 'meanSquaredError',
    };
    const finite = trainer(data, { ...bare, training }, 'baseline');
    finite.setWeights([layer(1, 1, [0])]);
    assert.equal(finite.advance(1).outcome, undefined);
    const infinite = trainer(rows([1, 1], [3e19, 3e19], 'regression', 1), { ...bare, training }, 'baseline');
    infinite.setWeights([layer(1, 1, [0])]);
    assert.deepEqual(infinite.advance(5).outcome, { kind: 'diverged', step: 1, epoch: 1 });
  });
});
