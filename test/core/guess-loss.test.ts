import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Dataset, Task } from '../../src/core/dataset';
import { guessLoss, guessTestLoss, type LossChoice, type LossId } from '../../src/core/losses';

function data(task: Task, outputs: number, y: readonly number[]): Dataset {
  const count = task === 'classification' ? y.length : y.length / outputs;
  const train = { count, x: new Float32Array(count), y: Float32Array.from(y) };
  return { task, features: 1, outputs, train, test: train, featureNames: [], outputNames: [], notes: [] };
}

const by = (loss: LossId, huberDelta = 1): LossChoice => ({ loss, huberDelta });

describe('the loss of a guess', () => {
  it('is that of the median under absolute errors, and of no other constant under Huber’s', () => {
    const y = [0, 1, 2, 3, 100];
    const median = [2, 1, 0, 1, 98].reduce((sum, d) => sum + d, 0) / 5;
    assert.ok(Math.abs(guessLoss(data('regression', 1, y), by('meanAbsoluteError')) - median) < 1e-9);
    const huber = (constant: number, delta: number) =>
      y.reduce((sum, value) => {
        const d = Math.abs(value - constant);
        return sum + (d <= delta ? (d * d) / 2 : delta * (d - delta / 2));
      }, 0) / y.length;
    for (const delta of [0.5, 1, 3, 200]) {
      const got = guessLoss(data('regression', 1, y), by('huber', delta));
      const least = Math.min(...Array.from({ length: 10_001 }, (_, i) => huber(i / 100, delta)));
      assert.ok(Math.abs(got - least) < 1e-3 * least, `${delta}: ${got} ${least}`);
    }
  });

  it('is ln(classes) where all come equally often', () => {
    const ten = Array.from({ length: 100 }, (_, i) => i % 10);
    assert.ok(Math.abs(guessLoss(data('classification', 10, ten), by('auto')) - Math.log(10)) < 1e-12);
  });

  it('is the entropy of the classes, or the variance of their one-hot targets', () => {
    const y = [0, ...new Array(19).fill(1)];
    const entropy = -(0.05 * Math.log(0.05) + 0.95 * Math.log(0.95));
    assert.ok(Math.abs(guessLoss(data('classification', 2, y), by('crossEntropy')) - entropy) < 1e-12);
    assert.ok(
      Math.abs(guessLoss(data('classification', 2, y), by('meanSquaredError')) - 0.05 * 0.95) < 1e-12,
    );
  });

  it('is the least loss that one answer for all can have', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 2, maxLength: 30 });
    const answers = fc.tuple(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 99 }),
    );
    fc.assert(
      fc.property(labels, answers, (y, weights) => {
        fc.pre(new Set(y).size > 1);
        const total = weights[0] + weights[1] + weights[2];
        const answer = y.reduce((sum, label) => sum - Math.log(weights[label] / total), 0) / y.length;
        assert.ok(guessLoss(data('classification', 3, y), by('auto')) <= answer + 1e-12);
      }),
    );
  });

  it('is the mean variance of the target columns', () => {
    assert.equal(guessLoss(data('regression', 2, [1, 0, 3, 0, 5, 6, 7, 6]), by('auto')), (5 + 9) / 2);
  });

  it('is never 0: of targets that are all the same, it is that of guessing', () => {
    assert.equal(guessLoss(data('classification', 4, [2, 2, 2]), by('auto')), Math.log(4));
    assert.equal(guessLoss(data('regression', 1, [3, 3, 3]), by('auto')), 1);
  });

  it('on the test rows is that of the training shares, half a sample for a class that never trains', () => {
    const three = data('classification', 3, [0, 0, 0, 1]);
    const y = Float32Array.of(0, 1, 2, 2);
    const tested = { ...three, test: { count: 4, x: new Float32Array(4), y } };
    const p = [3 / 4.5, 1 / 4.5, 0.5 / 4.5];
    const mean = (cost: (label: number) => number) => y.reduce((sum, label) => sum + cost(label) / 4, 0);
    const entropy = mean((label) => -Math.log(p[label]));
    assert.ok(Math.abs(guessTestLoss(tested, by('auto')) - entropy) < 1e-12);
    const squares = mean((label) =>
      p.reduce((sum, share, j) => sum + (share - Number(j === label)) ** 2 / 3, 0),
    );
    assert.ok(Math.abs(guessTestLoss(tested, by('meanSquaredError')) - squares) < 1e-12);
    const numbers = data('regression', 2, [1, 0, 3, 0]);
    const test = { count: 1, x: new Float32Array(1), y: Float32Array.of(5, 2) };
    assert.equal(guessTestLoss({ ...numbers, test }, by('auto')), (9 + 4) / 2);
  });
});
