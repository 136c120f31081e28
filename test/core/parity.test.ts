import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { activations } from '../../src/core/activations/index';
import type { Dataset } from '../../src/core/dataset';
import { optimizers } from '../../src/core/optimizers/index';
import { createTrainer } from '../../src/core/trainer';
import type { LayerWeights, Trainer } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';

interface Case {
  readonly name: string;
  readonly training: Record<string, unknown>;
  readonly activation: string;
  readonly loss: string;
  readonly losses: readonly number[];
  readonly after: Record<string, number[][]>;
  readonly rule?: string;
  readonly multipliers?: number[][];
}

interface Fixture {
  readonly widths: number[];
  readonly rows: number;
  readonly steps: number;
  readonly x: number[];
  readonly classes: number[];
  readonly targets: number[];
  readonly initial: number[][];
  readonly cases: Case[];
  readonly dropout: Case[];
  readonly seed: number;
  readonly ratio: number;
  /** With masks drawn anew in every step. */
  readonly trained: Case[];
}

const file = resolve(process.cwd(), 'test/fixtures/parity/parity.json');
const fixture = JSON.parse(readFileSync(file, 'utf8')) as Fixture;
const [features, outputs] = [fixture.widths[0], fixture.widths.at(-1)!];

function dataFor(loss: string): Dataset {
  const classification = loss.endsWith('rossEntropy');
  const isBinary = loss === 'binaryCrossEntropy';
  const classes = isBinary ? fixture.classes.map((label) => Number(label > 0)) : fixture.classes;
  const samples = {
    count: fixture.rows,
    x: Float32Array.from(fixture.x),
    y: Float32Array.from(classification ? classes : fixture.targets),
  };
  return {
    task: classification ? 'classification' : 'regression',
    features,
    outputs: isBinary ? 2 : outputs,
    train: samples,
    test: samples,
    featureNames: Array.from({ length: features }, (_, i) => `x${i}`),
    outputNames: Array.from({ length: outputs }, (_, i) => `y${i}`),
    notes: [],
  };
}

function trainerFor(entry: Case): Trainer {
  const parsed = parseExperiment({
    version: 1,
    data: { source: entry.loss.endsWith('rossEntropy') ? 'moons' : 'surface' },
    network: { hidden: fixture.widths.slice(1, -1), activation: entry.activation },
    dropout: {
      rule: entry.rule ?? 'inverted',
      ratio: fixture.ratio,
      placement: { input: true, hidden: true },
    },
    training: { ...entry.training, loss: entry.loss, batchSize: fixture.rows, epochs: fixture.steps },
  });
  assert.ok(parsed.ok);
  const variant = entry.rule ? 'dropout' : 'baseline';
  const trainer = createTrainer({
    spec: parsed.experiment,
    data: dataFor(entry.loss),
    seed: fixture.seed,
    variant,
  });
  trainer.setWeights(layersOf(fixture.initial, trainer.widths));
  return trainer;
}

/** The first columns of each layer, as many as a network has. */
function layersOf(flat: readonly number[][], widths: readonly number[]): LayerWeights[] {
  return fixture.widths.slice(0, -1).map((inputs, i) => {
    const [all, outputs] = [fixture.widths[i + 1], widths[i + 1]];
    const w = Float32Array.from(flat[2 * i].filter((_, at) => at % all < outputs));
    return { inputs, outputs, w, b: Float32Array.from(flat[2 * i + 1].slice(0, outputs)) };
  });
}

/** Relative to the size of the whole vector: ‖got − wanted‖ / ‖wanted‖. */
function distance(got: Float32Array, wanted: readonly number[]): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    difference += (got[i] - wanted[i]) ** 2;
    size += wanted[i] ** 2;
  }
  return Math.sqrt(difference / Math.max(size, 1e-30));
}

function assertClose(layers: readonly LayerWeights[], wanted: readonly number[][], what: string): void {
  layers.forEach((layer, i) => {
    for (const [name, got, want] of [
      ['weights', layer.w, wanted[2 * i]],
      ['biases', layer.b, wanted[2 * i + 1]],
    ] as const) {
      const apart = distance(got, want);
      assert.ok(
        apart < 1e-5,
        `${what}: ${name} of layer ${i + 1} are ${apart.toExponential(1)} apart, at most 1e-5`,
      );
    }
  });
}

describe('parity with PyTorch', () => {
  // An entry without its branch in the kernels would train as another one.
  it('holds every activation and every optimizer against it, these with weight decay too', () => {
    const cases = fixture.cases.map(({ name }) => name);
    const wanted = [
      ...activations.map(({ id }) => `activation ${id}`),
      ...optimizers.flatMap(({ id }) => [`optimizer ${id}`, `optimizer ${id} with weight decay`]),
    ];
    assert.deepEqual(
      wanted.filter((name) => !cases.includes(name)),
      [],
    );
  });

  for (const entry of [...fixture.cases, ...fixture.trained]) {
    it(`${entry.name}: weights after 1 and after ${fixture.steps} steps`, () => {
      const trainer = trainerFor(entry);
      for (let step = 1; step <= fixture.steps; step++) {
        const done = trainer.advance(1);
        assert.equal(done.steps, 1);
        if (entry.after[step]) assertClose(trainer.weights(), entry.after[step], `step ${step}`);
      }
      trainer.dispose();
    });
  }

  for (const entry of fixture.dropout) {
    it(`${entry.name}: loss and gradient with given masks`, () => {
      const trainer = trainerFor(entry);
      const { train } = dataFor(entry.loss);
      const multipliers = entry.multipliers!.map((values) => Float32Array.from(values));
      const { loss, layers } = trainer.gradient(train.x, train.y, train.count, {
        kind: 'given',
        multipliers,
      });
      assert.ok(Math.abs(loss - entry.losses[0]) < 1e-5 * Math.abs(entry.losses[0]));
      assertClose(layers, entry.after.gradient, 'gradient');
      trainer.dispose();
    });
  }
});
