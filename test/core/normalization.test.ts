import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { analyses } from '../../src/core/analysis/index';
import { flatten, unflatten } from '../../src/core/analysis/vectors';
import type { Dataset } from '../../src/core/dataset';
import { createStream } from '../../src/core/random';
import { createTrainer } from '../../src/core/trainer';
import type { LayerWeights, Trainer } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';
import { dataset, distance, finish, trainer } from './fixtures';

interface Layer {
  readonly w: number[];
  readonly b: number[];
  readonly norm?: number[];
}

interface Case {
  readonly name: string;
  readonly normalization: { readonly kind: string; readonly place: string };
  readonly dropout: boolean;
  readonly activation: string;
  readonly training: Record<string, unknown>;
  readonly after: Record<string, Layer[]>;
  readonly probabilities: number[];
}

interface Fixture {
  readonly widths: number[];
  readonly rows: number;
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  readonly ratio: number;
  readonly x: number[];
  readonly classes: number[];
  readonly initial: Layer[];
  readonly cases: Case[];
}

const file = resolve(process.cwd(), 'test/fixtures/parity/normalization.json');
const fixture = JSON.parse(readFileSync(file, 'utf8')) as Fixture;
const [features, outputs] = [fixture.widths[0], fixture.widths.at(-1)!];

const KINDS = ['batch', 'layer'] as const;
const PLACES = ['beforeActivation', 'afterActivation', 'afterDropout'] as const;

const data: Dataset = {
  ...dataset({ features, outputs, test: 1 }),
  train: {
    count: fixture.rows,
    x: Float32Array.from(fixture.x),
    y: Float32Array.from(fixture.classes),
  },
};

function trainerFor(entry: Case): Trainer {
  const run = trainer(
    data,
    {
      network: {
        hidden: fixture.widths.slice(1, -1),
        activation: entry.activation,
        normalization: entry.normalization,
      },
      dropout: { ratio: fixture.ratio },
      training: { ...entry.training, batchSize: fixture.batch, epochs: 100 },
      seed: fixture.seed,
    },
    entry.dropout ? 'dropout' : 'baseline',
  );
  const start = run.weights();
  run.setWeights(
    fixture.initial.map(({ w, b, norm }, i): LayerWeights => {
      const { inputs, outputs } = start[i];
      const weights = { inputs, outputs, w: Float32Array.from(w), b: Float32Array.from(b) };
      const kept = start[i].norm;
      return norm && kept ? { ...weights, norm: replaced(kept, norm) } : weights;
    }),
  );
  return run;
}

/** Other scales and shifts, the running statistics as they were. */
function replaced(kept: Float32Array, first: readonly number[]): Float32Array {
  const out = kept.slice();
  out.set(first);
  return out;
}

describe('normalization: parity with PyTorch', () => {
  for (const entry of fixture.cases) {
    it(`${entry.name}: after 1 and ${fixture.steps} steps, and in evaluation`, () => {
      const run = trainerFor(entry);
      while (run.step < fixture.steps) {
        run.advance(1);
        const wanted = entry.after[run.step];
        if (!wanted) continue;
        run.weights().forEach((layer, i) => {
          for (const name of ['w', 'b', 'norm'] as const) {
            if (!wanted[i][name]) continue;
            const apart = distance(layer[name]!, wanted[i][name]);
            assert.ok(apart < 1e-5, `step ${run.step}, layer ${i + 1}, ${name}: ${apart}`);
          }
        });
      }
      const apart = distance(run.predict(data.train.x, data.train.count), entry.probabilities);
      assert.ok(apart < 1e-5, `probabilities: ${apart}`);
      run.dispose();
    });
  }
});

/** One full batch with plain gradient descent: what a step takes away is its gradient, times the learning rate. */
const RATE = 1e-3;

function fullBatch(normalization: object, rows: number, hidden: readonly number[]): () => Trainer {
  const samples = dataset({ features: 4, outputs: 3, train: rows, test: 1 });
  return () =>
    trainer(samples, {
      network: { hidden, activation: 'tanh', init: 'lecun', normalization },
      dropout: { ratio: 0.3, placement: { input: 0.2, output: 0.2 } },
      training: { optimizer: 'sgd', learningRate: RATE, batchSize: rows, epochs: 3 },
    });
}

/** The loss of the first step at given weights, and the weights after it. */
function firstStep(make: () => Trainer, weights: readonly LayerWeights[]) {
  const run = make();
  run.setWeights(weights);
  const { epoch } = run.advance(1);
  const after = run.weights();
  run.dispose();
  return { loss: epoch!.trainLossWithDropout, after };
}

interface Place {
  readonly l: number;
  readonly name: 'w' | 'b' | 'norm';
  readonly i: number;
}

/** Every third number that is trained: of what a normalization keeps, scales and shifts. */
function trainedNumbers(layers: readonly LayerWeights[]): Place[] {
  return layers.flatMap((layer, l) =>
    (['w', 'b', 'norm'] as const).flatMap((name) => {
      const length = layer[name]?.length ?? 0;
      const trained = name === 'norm' ? Math.min(length, 2 * layer.outputs) : length;
      return Array.from({ length: Math.ceil(trained / 3) }, (_, k) => ({ l, name, i: 3 * k }));
    }),
  );
}

/** The loss of the first step a little above and below a number. */
function differenceOfLoss(
  make: () => Trainer,
  start: readonly LayerWeights[],
  { l, name, i }: Place,
): number {
  const values = start[l][name]!;
  const [up, down] = [Math.fround(values[i] + 0.004), Math.fround(values[i] - 0.004)];
  const at = (value: number) => {
    const moved = values.with(i, value);
    return firstStep(
      make,
      start.map((layer, k) => (k === l ? { ...layer, [name]: moved } : layer)),
    ).loss;
  };
  return (at(up) - at(down)) / (up - down);
}

describe('normalization: the gradient of a step', () => {
  for (const kind of KINDS) {
    for (const place of PLACES) {
      for (const [rows, hidden] of [
        [13, [11, 6]],
        [150, [9]],
      ] as const) {
        it(`${kind}, ${place}, ${rows} rows: as differences of the loss say`, () => {
          const make = fullBatch({ kind, place }, rows, hidden);
          const start = scattered(make());
          const { after } = firstStep(make, start);
          let [difference, size] = [0, 0];
          for (const { l, name, i } of trainedNumbers(start)) {
            const got = (start[l][name]![i] - after[l][name]![i]) / RATE;
            const want = differenceOfLoss(make, start, { l, name, i });
            difference += (got - want) ** 2;
            size += want ** 2;
          }
          assert.ok(Math.sqrt(difference / size) < 3e-3, `${Math.sqrt(difference / size)} apart`);
        });
      }
    }
  }

  /** Scales other than 1 and shifts other than 0, where a mistake in them would show. */
  function scattered(run: Trainer): LayerWeights[] {
    const weights = run.weights().map((layer) => {
      const { norm, outputs } = layer;
      return norm
        ? {
            ...layer,
            norm: norm.map((value, i) => (i < 2 * outputs ? value + 0.4 * Math.sin(i + 1) : value)),
          }
        : layer;
    });
    run.dispose();
    return weights;
  }

  for (const kind of KINDS) {
    it(`${kind}: with statistics that stand still, analyses see the gradient of the evaluated loss`, () => {
      const samples = dataset({ features: 4, outputs: 3, train: 70, test: 1 });
      const run = trainer(samples, {
        network: {
          hidden: [10, 7],
          activation: 'sigmoid',
          normalization: { kind, place: 'afterActivation' },
        },
        training: { batchSize: 16, epochs: 2 },
      });
      finish(run);
      const start = run.weights();
      const { x, y, count } = samples.train;
      const at = (weights: readonly LayerWeights[]) => {
        run.setWeights(weights);
        return run.gradient(x, y, count, { kind: 'evaluation' });
      };
      const { loss, layers } = at(start);
      assert.ok(Math.abs(loss - run.evaluate().trainLoss) < 1e-6);
      for (const [l, name] of [
        [0, 'w'],
        [0, 'norm'],
        [1, 'norm'],
        [1, 'b'],
      ] as const) {
        const direction = layers[l][name]!;
        const moved = (h: number) =>
          start.map((layer, k) =>
            k === l ? { ...layer, [name]: layer[name]!.map((value, i) => value + h * direction[i]) } : layer,
          );
        const square = direction.reduce((sum, value) => sum + value * value, 0);
        const h = 0.02 / Math.sqrt(square);
        const slope = (at(moved(h)).loss - at(moved(-h)).loss) / (2 * h);
        assert.ok(Math.abs(slope - square) < 2e-3 * square, `${name} ${l}: ${slope} ${square}`);
      }
      run.dispose();
    });
  }
});

describe('normalization: what a training keeps', () => {
  it('early stopping restores the running statistics of the best epoch with its weights', () => {
    const samples = dataset({ features: 3, outputs: 2, train: 40, test: 30 });
    const experiment = (training: object) => ({
      network: { hidden: [16], normalization: { kind: 'batch' } },
      dropout: { placement: { hidden: false } },
      training: { learningRate: 0.05, batchSize: 10, ...training },
    });
    const run = trainer(samples, experiment({ epochs: 60, restoreBest: true }));
    const { outcome } = finish(run);
    assert.ok(outcome?.restored !== undefined && outcome.restored > 0, JSON.stringify(outcome));
    const until = trainer(samples, experiment({ epochs: outcome.restored }));
    finish(until);
    assert.deepEqual(run.weights(), until.weights());
    assert.equal(run.evaluate().testLoss, until.evaluate().testLoss);
  });

  it('saved as numbers and read again, a network predicts the same to the bit', () => {
    const samples = dataset({ features: 3, outputs: 2, train: 40, test: 30 });
    for (const kind of KINDS) {
      const make = () =>
        trainer(samples, {
          network: { hidden: [16, 7], normalization: { kind, place: 'afterDropout' } },
          training: { batchSize: 10, epochs: 5 },
        });
      const [trained, read] = [make(), make()];
      finish(trained);
      const saved = Float32Array.from(flatten(trained.weights()));
      read.setWeights(unflatten(Float64Array.from(saved), read.weights()));
      const { x, count } = samples.test;
      assert.deepEqual(read.predict(x, count), trained.predict(x, count));
    }
  });

  it('parameters count scales and shifts, not running statistics', () => {
    const samples = dataset({ features: 3, outputs: 2 });
    const count = (kind: string) =>
      trainer(samples, { network: { hidden: [16, 5], normalization: { kind } } }).parameterCount;
    assert.equal(count('batch') - count('none'), 2 * (16 + 5));
    assert.equal(count('layer'), count('batch'));
  });

  it('max-norm and L1 leave scales and shifts alone', () => {
    const samples = dataset({ features: 3, outputs: 2, train: 8 });
    const run = trainer(samples, {
      network: { hidden: [16], normalization: { kind: 'layer' } },
      training: { optimizer: 'sgd', learningRate: 1e-9, l1: 10, maxNorm: 0.01, batchSize: 8, epochs: 1 },
    });
    finish(run);
    assert.ok(run.weights()[0].norm!.every((value, i) => Math.abs(value - Number(i < 16)) < 1e-6));
  });

  it('weights of another shape are refused', () => {
    const samples = dataset({ features: 3, outputs: 2 });
    const make = (kind: string) => trainer(samples, { network: { hidden: [4], normalization: { kind } } });
    assert.throws(
      () => make('batch').setWeights(make('none').weights()),
      /Layer 1 has a normalization of 16/,
    );
  });
});

describe('normalization: batches of one sample', () => {
  const parsed = parseExperiment({ version: 1, network: { hidden: [2] } });
  assert.ok(parsed.ok);
  const spec = parsed.experiment;
  const place = 'beforeActivation' as const;
  const norms = {
    none: { kind: 'none' },
    batch: { kind: 'batch', place, momentum: 0.1, epsilon: 1e-5 },
    layer: { kind: 'layer', place, epsilon: 1e-5 },
  } as const;
  const make = (train: number, batchSize: number, kind: keyof typeof norms = 'batch') =>
    createTrainer({
      spec: {
        ...spec,
        network: { ...spec.network, normalization: norms[kind] },
        training: { ...spec.training, batchSize },
      },
      data: dataset({ train }),
      variant: 'dropout',
    });

  it('are refused for batch normalization, with what to do', () => {
    assert.throws(() => make(20, 1), /training.batchSize is 1, .*at least 2 samples.*layer normalization/);
    assert.throws(
      () => make(33, 32),
      /training.batchSize 32 leaves a last batch of 1 of the 33 training samples.*use 31,/,
    );
    assert.throws(() => make(1, 32), /There is 1 training sample/);
  });

  it('every batch size that is proposed leaves no batch of one', () => {
    for (let count = 2; count < 20; count++) {
      for (let size = 2; size < count; size++) {
        let wanted = size;
        try {
          make(count, size);
        } catch (error) {
          wanted = Number(/use (\d+),/.exec(String(error))?.[1]);
        }
        assert.ok(wanted >= 2 && (wanted >= count || count % wanted !== 1), `${count} by ${wanted}`);
      }
    }
  });

  it('are fine without batch normalization, and where a last batch has two', () => {
    make(33, 32, 'layer');
    make(20, 1, 'none');
    make(34, 32);
  });
});

describe('normalization behind dropout', () => {
  /** The running variances after many steps that move no weight, and mean and variance of the neurons in evaluation. */
  function learnt(place: string, ratio: number) {
    const samples = dataset({ features: 3, outputs: 2, train: 400, test: 1 });
    const width = 8;
    const run = trainer(samples, {
      network: {
        hidden: [width],
        activation: 'linear',
        normalization: { kind: 'batch', place, momentum: 0.002 },
      },
      dropout: { ratio },
      training: {
        ...{ optimizer: 'sgd', learningRate: 1e-12, batchSize: 400 },
        ...{ epochs: 8000, evaluateEvery: 8000 },
      },
    });
    // Biases, so that means are not 0 and count.
    const biased = run.weights().map((layer) => ({ ...layer, b: layer.b.map((_, j) => 0.3 * j) }));
    run.setWeights(biased);
    finish(run);
    const { w, b, norm } = run.weights()[0];
    const { x, count } = samples.train;
    return Array.from({ length: width }, (_, j) => {
      const values = Array.from({ length: count }, (_, i) =>
        [0, 1, 2].reduce((sum, k) => sum + x[3 * i + k] * w[k * width + j], b[j]),
      );
      const c = values.reduce((sum, value) => sum + value, 0) / count;
      const v = values.reduce((sum, value) => sum + (value - c) ** 2, 0) / count;
      return { c, v, learnt: norm![3 * width + j] };
    });
  }

  // Li et al. 2018, arXiv 1801.05134, section 3: with keep probability p, evaluation meets the variance v.
  for (const ratio of [0.2, 0.5]) {
    it(`shifts the variance: what it learns is (c² + v) / p − c², ratio ${ratio}`, () => {
      for (const { c, v, learnt: got } of learnt('afterDropout', ratio)) {
        const want = (c * c + v) / (1 - ratio) - c * c;
        assert.ok(Math.abs(got / want - 1) < 0.03, `${got} against ${want}`);
        assert.ok(want > v * 1.2);
      }
    }).timeout(20_000);
  }

  it('in front of dropout it learns the variance that evaluation meets', () => {
    for (const { v, learnt: got } of learnt('afterActivation', 0.5))
      assert.ok(Math.abs(got / v - 1) < 0.01, `${got} against ${v}`);
  }).timeout(20_000);
});

describe('the variance shift of a network', () => {
  /** The running statistics of weights that stand still, and what the analysis says of them. */
  function shiftsOf(place: string, dropout: object) {
    const samples = dataset({ features: 6, outputs: 3, train: 1000, test: 1 });
    const run = trainer(samples, {
      network: { hidden: [40, 30], normalization: { kind: 'batch', place, momentum: 0.02 } },
      dropout,
      training: { optimizer: 'sgd', learningRate: 1e-12, batchSize: 1000, epochs: 400 },
    });
    finish(run);
    const { experiment } = parsedOf(place, dropout);
    const context = {
      spec: experiment,
      data: samples,
      probe: run,
      ratios: run.ratios,
      learningRate: 0,
      stream: createStream(1, 'analysis'),
    };
    const results = [...analyses.shift.run(context)].filter((one) => one !== undefined);
    return results.at(-1)!.layers;
  }

  function parsedOf(place: string, dropout: object) {
    const parsed = parseExperiment({
      version: 1,
      network: { hidden: [40, 30], normalization: { kind: 'batch', place } },
      dropout,
    });
    assert.ok(parsed.ok);
    return parsed;
  }

  const isNear = (value: number, wanted: number) =>
    assert.ok(Math.abs(value / wanted - 1) < 0.02, `${value} instead of ${wanted}`);

  it('is that of the formula where dropout stands directly in front', () => {
    for (const ratio of [0.2, 0.5]) {
      const [first] = shiftsOf('afterDropout', { ratio });
      assert.ok(first!.predicted > 1.1, `${first!.predicted}`);
      isNear(first!.measured, first!.predicted);
    }
  });

  it('is that of the formula where the inputs of a weighted sum are dropped', () => {
    const [first] = shiftsOf('beforeActivation', { ratio: 0.5, placement: { input: true, hidden: false } });
    isNear(first!.predicted, 2);
    isNear(first!.measured, first!.predicted);
    const [none, second] = shiftsOf('beforeActivation', { ratio: 0.4 });
    isNear(none!.measured, 1);
    assert.equal(none!.predicted, 1);
    assert.ok(second!.predicted > 1.2, `${second!.predicted}`);
    isNear(second!.measured, second!.predicted);
  });

  it('is none where dropout stands behind all normalization', () => {
    const shifts = shiftsOf('beforeActivation', { placement: { hidden: [false, true] } });
    for (const { measured, predicted } of shifts) {
      isNear(measured, 1);
      assert.equal(predicted, 1);
    }
  });
});
