import assert from 'node:assert/strict';
import { curvature } from '../../src/core/analysis/curvature';
import { DIVERGED } from '../../src/core/analysis/diverged';
import {
  RATE_PLAN,
  type RangeStart,
  type RateStep,
  rangeSpec,
  rangeTest,
  rateAt,
} from '../../src/core/analysis/range-test';
import type { Dataset } from '../../src/core/dataset';
import { createTrainer } from '../../src/core/trainer';
import { parseExperiment } from '../../src/experiment/parse';
import type { Experiment } from '../../src/experiment/schema';
import { context, dataset, last } from './analysis-support';

function experiment(settings: Record<string, unknown>): Experiment {
  const parsed = parseExperiment({ version: 1, ...settings });
  assert.ok(parsed.ok);
  return parsed.experiment;
}

function run(data: Dataset, settings: Record<string, unknown>, plan = RATE_PLAN) {
  const spec = rangeSpec(experiment(settings), plan);
  const trainer = createTrainer({ spec, data, seed: 1, variant: 'dropout' });
  const steps: RateStep[] = [];
  let start: RangeStart | undefined;
  for (const said of rangeTest(trainer, data, { plan, loss: spec.training })) {
    if (!said) continue;
    if ('start' in said) start = said.start;
    else steps.push(said.step);
  }
  return { start: start!, steps, trainer, spec };
}

const linear = {
  network: { hidden: [] },
  dropout: { ratio: 0 },
  training: { optimizer: 'sgd', learningRate: 0.1, batchSize: 100 },
};

describe('a learning-rate range test', () => {
  it('on a quadratic takes the steps that a hand takes', () => {
    const exact = dataset('regression', 2, 100);
    // Targets that no line meets: what is left over keeps the steps from ending in a fixed point of float32.
    const own = exact.train.y.map((value, i) => value + Math.sin(7 * i));
    const data = { ...exact, train: { ...exact.train, y: own } };
    const { start, steps, spec } = run(data, linear);
    const fresh = createTrainer({ spec, data, seed: 1, variant: 'dropout' });
    const [{ w, b }] = fresh.weights();
    let at = [w[0], w[1], b[0]];
    const { x, y, count } = data.train;
    const errors = () =>
      Array.from({ length: count }, (_, i) => at[0] * x[2 * i] + at[1] * x[2 * i + 1] + at[2] - y[i]);
    const loss = () => errors().reduce((sum, error) => sum + error ** 2, 0) / count;
    assert.ok(Math.abs(start.loss / loss() - 1) < 1e-5);
    const { limit } = start.sharpness!;
    for (const { rate, loss: measured } of steps.filter((step) => step.rate < limit)) {
      const all = errors();
      const slope = (of: (i: number) => number) =>
        (2 / count) * all.reduce((sum, error, i) => sum + error * of(i), 0);
      const gradient = [slope((i) => x[2 * i]), slope((i) => x[2 * i + 1]), slope(() => 1)];
      at = at.map((value, j) => value - rate * gradient[j]);
      assert.ok(
        Math.abs(measured - loss()) < 1e-4 * loss() + 1e-9,
        `${measured} against ${loss()} at ${rate}`,
      );
    }
    // It turns once the rate is too large for the sharpest direction, and not before.
    const turn = steps.reduce((low, step) => (step.loss < low.loss ? step : low));
    assert.ok(turn.rate < 2 * limit && steps.at(-1)!.rate > limit, `${turn.rate} against ${limit}`);
    assert.ok(steps.at(-1)!.loss > DIVERGED * start.loss, 'it ends where it diverged');
  });

  it('changes nothing of the training: the same weights as with its rates as recorded changes', () => {
    const data = dataset('classification', 3, 70);
    const settings = { network: { hidden: [6] }, training: { optimizer: 'adam', batchSize: 16, epochs: 30 } };
    const plan = { from: 1e-4, to: 0.1, steps: 40 };
    const { trainer, spec } = run(data, settings, plan);
    assert.equal(trainer.step, 40);
    const changes = Array.from({ length: 40 }, (_, i) => ({ step: i + 1, learningRate: rateAt(plan, i) }));
    const plain = createTrainer({ spec: { ...spec, changes }, data, seed: 1, variant: 'dropout' });
    for (let left = 40; left > 0; ) left -= plain.advance(left).steps;
    assert.deepEqual(trainer.weights(), plain.weights());
  });

  it('measures the λmax that the idea “Learning rate” measures', () => {
    const settings = { network: { hidden: [8] }, training: { optimizer: 'sgd', learningRate: 0.1 } };
    const data = dataset('classification', 2, 120);
    const { lambdaMax, limit } = last(curvature, context(data, settings, 0));
    assert.deepEqual(run(data, settings).start.sharpness?.lambdaMax, lambdaMax);
    assert.deepEqual(run(data, settings).start.sharpness?.limit, limit);
  });

  it('leaves out the schedule of the rate and every end, and keeps optimizer, batches and dropout', () => {
    const own = experiment({
      dropout: { ratio: 0.3, schedule: { kind: 'late' } },
      training: {
        optimizer: 'momentum',
        momentum: 0.8,
        batchSize: 7,
        epochs: 50,
        earlyStopping: 3,
        restoreBest: true,
        schedule: { kind: 'cosine' },
      },
    });
    const { training, dropout, changes } = rangeSpec(own, RATE_PLAN);
    assert.deepEqual(dropout, own.dropout);
    assert.deepEqual(changes, []);
    const { optimizer, batchSize, schedule, earlyStopping, restoreBest, epochs } = training;
    assert.deepEqual(
      [optimizer, batchSize, schedule.kind, earlyStopping, restoreBest, epochs],
      ['momentum', 7, 'constant', 0, false, 200],
    );
  });

  it('measures many samples by evenly spaced ones, so that sorted rows do not hide a class', () => {
    const data = dataset('classification', 2, 900);
    const order = Array.from(data.train.y.keys()).sort((a, b) => data.train.y[a] - data.train.y[b]);
    const x = Float32Array.from(order.flatMap((row) => [data.train.x[2 * row], data.train.x[2 * row + 1]]));
    const y = Float32Array.from(order, (row) => data.train.y[row]);
    const sorted = { ...data, train: { count: 900, x, y } };
    const settings = { network: { hidden: [8] } };
    const whole = createTrainer({ spec: experiment(settings), data, seed: 1, variant: 'dropout' }).evaluate();
    assert.ok(Math.abs(run(sorted, settings).start.loss / whole.trainLoss - 1) < 0.1);
  });
});
