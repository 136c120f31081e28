import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Dataset } from '../../src/core/dataset';
import { mixingShares } from '../../src/core/mixup';
import { createTrainer } from '../../src/core/trainer';
import type { LayerWeights, Trainer } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';
import { dataset, distance, finish, trainer } from './fixtures';

interface Case {
  readonly name: string;
  readonly activation: string;
  readonly loss: string;
  readonly training: Record<string, unknown>;
  readonly dropout?: Record<string, unknown>;
  readonly losses: readonly number[];
  readonly after: Record<string, number[][]>;
}

interface Fixture {
  readonly widths: number[];
  readonly rows: number;
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  readonly x: number[];
  readonly classes: number[];
  readonly targets: number[];
  readonly initial: number[][];
  readonly cases: Case[];
}

const fixture = JSON.parse(readFileSync('test/fixtures/parity/regularizers.json', 'utf8')) as Fixture;
const { widths, rows, batch, steps, seed } = fixture;

function dataFor(loss: string): Dataset {
  const classifies = loss === 'crossEntropy';
  const y = Float32Array.from(classifies ? fixture.classes : fixture.targets);
  const samples = { count: rows, x: Float32Array.from(fixture.x), y };
  return {
    ...dataset({ features: widths[0], outputs: widths.at(-1)! }),
    task: classifies ? 'classification' : 'regression',
    train: samples,
    test: samples,
  };
}

const layersOf = (flat: readonly number[][]): LayerWeights[] =>
  widths.slice(0, -1).map((inputs, i) => ({
    inputs,
    outputs: widths[i + 1],
    w: Float32Array.from(flat[2 * i]),
    b: Float32Array.from(flat[2 * i + 1]),
  }));

function trainerFor(entry: Case): Trainer {
  const parsed = parseExperiment({
    version: 1,
    network: { hidden: widths.slice(1, -1), activation: entry.activation },
    dropout: entry.dropout ?? { placement: { hidden: false } },
    training: { ...entry.training, loss: entry.loss, batchSize: batch, epochs: steps },
  });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  const data = dataFor(entry.loss);
  const run = createTrainer({ spec: parsed.experiment, data, seed, variant: 'dropout' });
  run.setWeights(layersOf(fixture.initial));
  return run;
}

describe('regularizers against PyTorch', () => {
  for (const entry of fixture.cases) {
    it(`${entry.name}: losses, and weights after 1 and after ${steps} steps`, () => {
      const run = trainerFor(entry);
      const perEpoch = Math.ceil(rows / batch);
      const sizes = Array.from({ length: perEpoch }, (_, i) => Math.min(batch, rows - i * batch));
      const epochLoss = (epoch: number) =>
        sizes.reduce((sum, size, i) => sum + (size / rows) * entry.losses[epoch * perEpoch + i], 0);
      for (let step = 1; step <= steps; step++) {
        const { epoch } = run.advance(1);
        if (epoch)
          assert.ok(
            Math.abs(epoch.trainLossWithDropout / epochLoss(run.epoch - 1) - 1) < 1e-5,
            `loss at ${step}`,
          );
        const wanted = entry.after[step];
        if (!wanted) continue;
        run.weights().forEach(({ w, b }, l) => {
          const [ofWeights, ofBiases] = [distance(w, wanted[2 * l]), distance(b, wanted[2 * l + 1])];
          assert.ok(
            ofWeights < 1e-5 && ofBiases < 1e-5,
            `step ${step}, layer ${l}: ${ofWeights} ${ofBiases}`,
          );
        });
      }
      run.dispose();
    });
  }
});

describe('regularizers', () => {
  const data = dataset({ features: 9, outputs: 3, train: 30 });
  const network = { hidden: [12, 10], activation: 'tanh' };

  it('evaluation and passes with given masks know nothing of noise, mixing and dropped connections', () => {
    const training = { inputNoise: 0.5, mixup: 0.4, dropConnect: 0.5 };
    const off = { placement: { hidden: false } };
    const [with_, without] = [training, {}].map((some) => {
      const run = trainer(data, { network, dropout: off, training: some });
      const { x, y, count } = data.train;
      const { loss } = run.gradient(x, y, count, { kind: 'given', multipliers: [null, null, null, null] });
      return { loss, predicted: run.predict(x, count), record: run.evaluate() };
    });
    assert.deepEqual(with_, without);
  });

  it('the gradient of a draw is that of its loss, connections dropped', () => {
    const run = trainer(data, { network, training: { dropConnect: 0.4, inputNoise: 0.2 } });
    const { x, y, count } = data.train;
    const draw = { kind: 'draw', draw: 5 } as const;
    const { layers } = run.gradient(x, y, count, draw);
    const weights = run.weights();
    const lossAt = (change: number, l: number, i: number) => {
      run.setWeights(
        weights.map((layer, k) => ({
          ...layer,
          w: layer.w.map((v, j) => (k === l && j === i ? v + change : v)),
        })),
      );
      return run.gradient(x, y, count, draw).loss;
    };
    const kept = layers.map(({ w }) => w.reduce((sum, g) => sum + Number(g !== 0), 0) / w.length);
    for (const share of kept) assert.ok(share > 0.4 && share < 0.8, `kept ${share}`);
    for (const [l, i] of [
      [0, 3],
      [0, 50],
      [1, 7],
      [1, 100],
      [2, 4],
      [2, 20],
    ]) {
      const slope = (lossAt(1e-2, l, i) - lossAt(-1e-2, l, i)) / 2e-2;
      assert.ok(Math.abs(slope - layers[l].w[i]) < 2e-4, `${l} ${i}: ${slope} ${layers[l].w[i]}`);
    }
    run.dispose();
  });

  it('units of a group are dropped together: by size, by the columns of a feature, by the rows of an image', () => {
    const draws = (more: Partial<Dataset>, dropout: object) => {
      const run = trainer({ ...data, ...more }, { network, dropout: { ratio: 0.5, ...dropout } });
      const seen = Array.from({ length: 40 }, () => {
        run.advance(1);
        return run.realization()!.kept.map((kept) => [...kept]);
      });
      run.dispose();
      return seen;
    };
    const alike = (kept: readonly number[], groups: readonly number[]) =>
      kept.every((one, unit) => unit === 0 || groups[unit] !== groups[unit - 1] || one === kept[unit - 1]);
    const bySize = draws({}, { groupSize: 4, placement: { input: true } });
    assert.ok(bySize.every(([, hidden]) => alike(hidden, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])));
    assert.ok(bySize.some(([, hidden]) => hidden[3] !== hidden[4]));
    assert.ok(
      bySize.some(([input]) => !alike(input, new Array(9).fill(0))),
      'inputs each by itself',
    );
    const blocks = draws({ blocks: [1, 5, 3] }, { inputGroups: 'features', placement: { input: true } });
    assert.ok(blocks.every(([input]) => alike(input, [0, 1, 1, 1, 1, 1, 2, 2, 2])));
    assert.ok(
      blocks.some(([input]) => input[0] !== input[1]) && blocks.some(([input]) => input[5] !== input[6]),
    );
    const rows = draws(
      { image: { width: 3, height: 3 } },
      { inputGroups: 'features', placement: { input: true } },
    );
    assert.ok(rows.every(([input]) => alike(input, [0, 0, 0, 1, 1, 1, 2, 2, 2])));
  });

  it('what is shown of a mask is what the step did', () => {
    const run = trainer(data, { network, dropout: { ratio: 0.5, groupSize: 3, placement: { input: true } } });
    run.advance(3);
    const { kept, before, activations } = run.realization()!;
    for (const site of [0, 1, 2])
      kept[site].forEach((one, unit) => {
        assert.equal(activations[site][unit], one ? Math.fround(before[site][unit] * 2) : 0);
      });
    run.dispose();
  });

  it('λ is from Beta(α, α): its mean is 1/2 and its variance 1 / (8α + 4)', () => {
    for (const alpha of [0.1, 0.4, 1, 3]) {
      const shares = mixingShares(5, 1, 20_000, alpha);
      const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
      const variance = shares.reduce((a, b) => a + (b - 0.5) ** 2, 0) / shares.length;
      assert.ok(Math.abs(mean - 0.5) < 0.01, `mean ${mean}`);
      assert.ok(Math.abs(variance * (8 * alpha + 4) - 1) < 0.05, `variance ${variance} at ${alpha}`);
    }
    assert.ok(mixingShares(5, 1, 1000, 1e-3).every((share) => share >= 0 && share <= 1));
  });

  it('a training with all of them at once ends, batch normalization in it', () => {
    const run = trainer(data, {
      network: { hidden: [12, 10], normalization: { kind: 'batch' } },
      dropout: { groupSize: 2, inputGroups: 'size', placement: { input: 0.2 } },
      training: { inputNoise: 0.1, mixup: 0.4, dropConnect: 0.3, batchSize: 8, epochs: 20 },
    });
    const { epoch, outcome } = finish(run);
    assert.equal(outcome?.kind, 'completed');
    assert.ok(Number.isFinite(epoch!.testLoss));
  });
});
