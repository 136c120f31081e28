import assert from 'node:assert/strict';
import { rateLimit } from '../../src/core/analysis/rate-limit';
import { type SharpnessResult, sharpness } from '../../src/core/analysis/sharpness';
import type { Dataset } from '../../src/core/dataset';
import { generateDataset } from '../../src/core/datasets/generate';
import { createStream } from '../../src/core/random';
import type { LayerWeights, Trainer } from '../../src/core/trainer-types';
import { scenarios } from '../../src/experiment/scenarios/index';
import type { Experiment } from '../../src/experiment/schema';
import { context, dataset, last } from './analysis-support';
import { trainer } from './fixtures';
import { reference } from './reference';

/** The largest eigenvalue of a symmetric matrix: power iteration on it, shifted beyond its least one. */
function largestEigenvalue(matrix: readonly number[][]): number {
  const shift = Math.max(...matrix.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
  let vector = matrix.map((_, i) => 1 + Math.sin(i));
  let value = 0;
  for (let i = 0; i < 20_000; i++) {
    const size = Math.hypot(...vector);
    const unit = vector.map((part) => part / size);
    vector = matrix.map((row, j) => row.reduce((sum, h, k) => sum + h * unit[k], shift * unit[j]));
    value = vector.reduce((sum, part, j) => sum + part * unit[j], 0) - shift;
  }
  return value;
}

/** The whole Hessian, by central differences of the double-precision gradient. */
function hessian(layers: readonly LayerWeights[], data: Dataset, activation: string): number[][] {
  const loss = data.task === 'regression' ? ('squares' as const) : ('crossEntropy' as const);
  const shapes = layers.map(({ inputs, outputs, w, b }) => ({
    ...{ inputs, outputs, w: Float64Array.from(w), b: Float64Array.from(b) },
  }));
  const parts = shapes.flatMap(({ w, b }) => [w, b]);
  const gradient = () =>
    reference({ layers: shapes as never, activation, loss, ...data.train }).gradients.flatMap(({ w, b }) => [
      ...w,
      ...b,
    ]);
  return parts.flatMap((part) =>
    Array.from(part, (value, i) => {
      const step = 1e-5;
      part[i] = value + step;
      const ahead = gradient();
      part[i] = value - step;
      const behind = gradient();
      part[i] = value;
      return ahead.map((g, j) => (g - behind[j]) / (2 * step));
    }),
  );
}

/** What a tracker says of a training at some of its steps. */
function tracked(
  run: Trainer,
  probe: Trainer,
  data: Dataset,
  spec: Experiment,
  looks: number,
  steps: number,
) {
  const look = sharpness.track!();
  let result: SharpnessResult | undefined;
  for (let i = 0; i < looks && !run.outcome; i++) {
    probe.standAt(run.step);
    probe.setWeights(run.weights());
    const { ratios, learningRate } = run;
    const at = { spec, data, probe, ratios, learningRate, stream: createStream(1, 'analysis') };
    for (const value of look(at)) result = value ?? result;
    for (let left = steps; left > 0 && !run.outcome; ) left -= run.advance(left).steps;
  }
  return result!;
}

describe('sharpness', () => {
  for (const [task, activation] of [
    ['classification', 'tanh'],
    ['regression', 'tanh'],
    ['classification', 'softplus'],
  ] as const)
    it(`is the largest eigenvalue of the whole Hessian: ${task}, ${activation}`, () => {
      const data = dataset(task, 3, 60);
      for (const steps of [0, 30, 200]) {
        const at = context(
          data,
          { network: { hidden: [5, 4], activation }, training: { optimizer: 'sgd', learningRate: 0.1 } },
          steps,
        );
        const exact = largestEigenvalue(hessian(at.probe.weights(), data, activation));
        const { lambdaMax, rows } = last(sharpness, at);
        assert.equal(rows, 60);
        assert.ok(Math.abs(lambdaMax[0] / exact - 1) < 0.03, `${lambdaMax[0]} against ${exact}`);
      }
    });

  it('goes on from look to look, and stays with the eigenvalue that moves', () => {
    const data = dataset('regression', 3, 60);
    const settings = {
      network: { hidden: [6], activation: 'tanh' },
      dropout: { ratio: 0 },
      training: { optimizer: 'sgd', learningRate: 0.05, batchSize: 60, epochs: 1000 },
    };
    const { spec } = context(data, settings, 0);
    const [run, probe] = [trainer(data, settings), trainer(data, settings)];
    const { steps, lambdaMax } = tracked(run, probe, data, spec as Experiment, 12, 25);
    assert.deepEqual(
      [...steps],
      Array.from({ length: 12 }, (_, i) => 25 * i),
    );
    const exact = largestEigenvalue(hessian(probe.weights(), data, 'tanh'));
    assert.ok(Math.abs(lambdaMax[11] / exact - 1) < 0.03, `${lambdaMax[11]} against ${exact}`);
  });

  it('keeps few looks of a long training, evenly, the newest among them', () => {
    const data = dataset('classification', 2, 20);
    const settings = { network: { hidden: [] }, training: { batchSize: 20, epochs: 2000 } };
    const { spec } = context(data, settings, 0);
    const [run, probe] = [trainer(data, settings), trainer(data, settings)];
    const { steps } = tracked(run, probe, data, spec as Experiment, 850, 1);
    assert.ok(steps.length > 100 && steps.length <= 200, `${steps.length}`);
    assert.equal(steps.at(-1), 849);
    const gaps = new Set(
      Array.from(steps)
        .slice(1, -1)
        .map((step, i) => step - steps[i]),
    );
    assert.deepEqual([...gaps], [8]);
  });

  it('measures many samples in slices, evenly spread, and says how many', () => {
    const { length: slices } = [
      ...sharpness.run(context(dataset('classification', 40, 5000), { network: { hidden: [64] } }, 1)),
    ];
    const { rows, of } = last(
      sharpness,
      context(dataset('classification', 2, 5000), { network: { hidden: [4] } }, 1),
    );
    assert.deepEqual([rows, of], [4096, 5000]);
    assert.ok(slices > 20, `${slices}`);
  });

  it('has the weight decay in it, which bends the loss alike in every direction', () => {
    const data = dataset('regression', 2, 50);
    const at = (weightDecay: number) =>
      last(
        sharpness,
        context(data, { network: { hidden: [] }, training: { optimizer: 'sgd', weightDecay } }, 0),
      );
    assert.ok(Math.abs(at(0.5).lambdaMax[0] - at(0).lambdaMax[0] - 0.5) < 1e-6);
  });
});

describe('the scenarios of the moving limit', () => {
  const set = (id: string, seed = 1) => {
    const spec = scenarios.find((one) => one.id === id)!.experiment;
    const data = generateDataset(spec.data as never, seed);
    const make = () => trainer(data, { ...spec, seed });
    return { spec, data, run: make(), probe: make() };
  };

  // Cohen et al. 2021, fig. 1. Seeds 1 to 3: from 0.24 to between 0.96 and 1.04.
  it('2/λmax comes down to the learning rate, and stays there', () => {
    const { spec, data, run, probe } = set('edge-of-stability');
    assert.equal(run.stepsPerEpoch, 1);
    const { lambdaMax } = tracked(run, probe, data, spec, 31, 100);
    const shares = Array.from(
      lambdaMax,
      (value) => spec.training.learningRate / rateLimit(spec.training, value)!.limit,
    );
    assert.ok(shares[0] < 0.4, `${shares[0]}`);
    for (const share of shares.slice(20)) assert.ok(share > 0.9 && share < 1.15, `${shares}`);
  }).timeout(60_000);

  // Lewkowycz et al. 2020.
  it('a rate above 2/λmax raises the loss, which then falls where the loss is flatter', () => {
    const { spec, data, run, probe } = set('catapult');
    const { lambdaMax } = tracked(run, probe, data, spec, 2, 299);
    const rate = spec.training.learningRate;
    assert.ok(rate * lambdaMax[0] > 2.5 && rate * lambdaMax[0] < 4, `${rate * lambdaMax[0]}`);
    assert.ok(lambdaMax[1] < 0.75 * lambdaMax[0], `${lambdaMax}`);
    const losses: number[] = [];
    for (const again = set('catapult').run; losses.length < 300; ) {
      losses.push(again.evaluate().trainLoss);
      again.advance(1);
    }
    const top = losses.indexOf(Math.max(...losses));
    assert.ok(top > 0 && top < 20 && losses[top] > 1.3 * losses[0], `${losses.slice(0, 20)}`);
    assert.ok(losses[299] < 0.1 * losses[0], `${losses[299]}`);
  });
});
