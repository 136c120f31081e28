import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createStream } from '../../src/core/random';
import type { Masking, Trainer } from '../../src/core/trainer-types';
import { dataset, distance, trainer } from './fixtures';
import { CURVES, type Problem, reference, type SiteMap } from './reference';

const ACTIVATIONS = Object.keys(CURVES);
const LOSSES = ['crossEntropy', 'binary', 'squares', 'oneHotSquares', 'absolute', 'huber'] as const;
const IDS = {
  crossEntropy: 'auto',
  binary: 'binaryCrossEntropy',
  squares: 'auto',
  oneHotSquares: 'meanSquaredError',
  absolute: 'meanAbsoluteError',
  huber: 'huber',
} as const;
const OF_NUMBERS: readonly string[] = ['squares', 'absolute', 'huber'];

interface Setting {
  readonly hidden: number[];
  readonly features?: number;
  readonly outputs?: number;
  readonly rows?: number;
  readonly batch?: number;
  readonly activation?: string;
  readonly loss?: (typeof LOSSES)[number];
  readonly rule?: string;
  /** The share of features that are 0. */
  readonly zeros?: number;
}

function setUp(setting: Setting) {
  const { hidden, features = 5, rows = 7, activation = 'tanh', loss = 'crossEntropy' } = setting;
  const outputs = loss === 'binary' ? 2 : (setting.outputs ?? 3);
  const task = OF_NUMBERS.includes(loss) ? 'regression' : 'classification';
  const data = dataset({ task, features, outputs, train: rows, test: 1 });
  const stream = createStream(9, 'analysis');
  if (setting.zeros)
    data.train.x.forEach((_, i, x) => {
      if (stream.uniform() < setting.zeros!) x[i] = 0;
    });
  const run = trainer(data, {
    data: { source: task === 'regression' ? 'surface' : 'moons' },
    network: { hidden, activation, init: 'lecun' },
    dropout: {
      rule: setting.rule ?? 'inverted',
      ratio: 0.4,
      placement: { input: 0.3, hidden: true, output: 0.2 },
    },
    training: {
      batchSize: setting.batch ?? rows,
      loss: IDS[loss],
      huberDelta: 0.7,
    },
  });
  scatterBiases(run);
  const problem: Problem = { layers: run.weights(), activation, loss, huberDelta: 0.7, ...data.train };
  return { data, run, problem };
}

/** Biases start at 0, where a mistake in them would not show. */
function scatterBiases(run: Trainer): void {
  const stream = createStream(3, 'analysis');
  run.setWeights(run.weights().map((layer) => ({ ...layer, b: layer.b.map(() => 0.3 * stream.normal()) })));
}

function assertMatches(run: Trainer, problem: Problem, masking: Masking, limit = 2e-5): void {
  const want = reference(problem);
  const x = Float32Array.from(problem.x);
  const got = run.gradient(x, Float32Array.from(problem.y), problem.count, masking);
  assert.ok(Math.abs(got.loss - want.loss) < 1e-5 * (1 + Math.abs(want.loss)), `${got.loss} ${want.loss}`);
  const size = Math.sqrt(want.gradients.flatMap(({ w, b }) => [...w, ...b]).reduce((s, g) => s + g * g, 0));
  got.layers.forEach((layer, l) => {
    for (const name of ['w', 'b'] as const) {
      const wanted = want.gradients[l][name];
      const apart = Math.hypot(...layer[name].map((g, i) => g - wanted[i])) / (size + 1e-6);
      assert.ok(apart < limit, `${name} of layer ${l}: ${apart}`);
    }
  });
  const { sites } = run.forward(x, problem.count, masking);
  sites.forEach((values, site) => {
    const rows = want.sites[site];
    // One logit stands for two, of which the first is 0.
    const isBinary = problem.loss === 'binary' && site === sites.length - 1;
    assert.ok(
      distance(
        values,
        rows.flatMap((row) => (isBinary ? [0, ...row] : row)),
      ) < limit,
      `site ${site}`,
    );
  });
}

describe('gradients against a double-precision reference', () => {
  for (const activation of ACTIVATIONS) {
    for (const loss of LOSSES) {
      it(`${activation}, ${loss}`, () => {
        const { run, problem } = setUp({ hidden: [6, 9], activation, loss });
        assertMatches(run, problem, { kind: 'given', multipliers: [null, null, null, null] });
      });
    }
  }

  for (let depth = 0; depth <= 16; depth++) {
    it(`${depth} hidden layers`, () => {
      const { run, problem } = setUp({ hidden: new Array(depth).fill(5) });
      assertMatches(run, problem, { kind: 'given', multipliers: new Array(depth + 2).fill(null) });
    });
  }

  it('any shape: widths 1 to 17, batches of 1 and up, more rows than a chunk', () => {
    const width = fc.integer({ min: 1, max: 17 });
    fc.assert(
      fc.property(
        fc.record({
          hidden: fc.array(width, { maxLength: 3 }),
          features: width,
          outputs: fc.integer({ min: 2, max: 12 }),
          rows: fc.oneof(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 255, max: 300 })),
          batch: fc.integer({ min: 1, max: 9 }),
          activation: fc.constantFrom(...ACTIVATIONS),
          loss: fc.constantFrom(...LOSSES),
        }),
        (setting) => {
          const { run, problem } = setUp(setting);
          assertMatches(run, problem, { kind: 'given', multipliers: run.widths.map(() => null) }, 1e-4);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it('wide layers, whose zeros are left out: widths 30 to 60 and beyond one list, sparse inputs', () => {
    const width = fc.integer({ min: 30, max: 60 });
    fc.assert(
      fc.property(
        fc.record({
          hidden: fc.array(fc.oneof(width, fc.integer({ min: 190, max: 210 })), {
            minLength: 1,
            maxLength: 3,
          }),
          features: fc.oneof(width, fc.integer({ min: 190, max: 400 })),
          outputs: fc.oneof(fc.constant(3), width),
          rows: fc.oneof(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 125, max: 140 })),
          batch: fc.integer({ min: 1, max: 9 }),
          activation: fc.constantFrom('relu', 'relu', 'tanh'),
          loss: fc.constantFrom(...LOSSES),
        }),
        fc.constantFrom(0, 0.3, 0.9),
        (setting, zeros) => {
          const { run, problem } = setUp({ ...setting, zeros });
          assertMatches(run, problem, { kind: 'given', multipliers: run.widths.map(() => null) }, 1e-4);
        },
      ),
      { numRuns: 12, seed: 1 },
    );
  }).timeout(20_000);

  it('agree for a batch of more rows than fit into a chunk', () => {
    const { run, problem } = setUp({ hidden: [64, 64], features: 784, rows: 200, activation: 'relu' });
    assertMatches(run, problem, { kind: 'given', multipliers: run.widths.map(() => null) }, 1e-4);
  }).timeout(20_000);

  const cases: readonly (readonly [activation: string, loss: (typeof LOSSES)[number]])[] = [
    ...['gelu', 'leakyRelu', 'elu', 'silu', 'softplus'].map((one) => [one, 'crossEntropy'] as const),
    ...(['binary', 'absolute', 'huber'] as const).map((loss) => ['tanh', loss] as const),
  ];
  for (const [activation, loss] of cases)
    it(`agree with finite differences of the kernels’ own loss: ${activation}, ${loss}`, () => {
      const { run, problem } = setUp({ hidden: [4], activation, loss });
      const [x, y] = [Float32Array.from(problem.x), Float32Array.from(problem.y)];
      const masking: Masking = { kind: 'draw', draw: 11 };
      const { layers } = run.gradient(x, y, problem.count, masking);
      const original = run.weights();
      const lossAt = (l: number, i: number, delta: number) => {
        const moved = original.map((layer) => ({ ...layer, w: layer.w.slice() }));
        moved[l].w[i] += delta;
        run.setWeights(moved);
        return run.gradient(x, y, problem.count, masking).loss;
      };
      layers.forEach((layer, l) => {
        layer.w.forEach((gradient, i) => {
          const step = 1e-2;
          const slope = (lossAt(l, i, step) - lossAt(l, i, -step)) / (2 * step);
          assert.ok(
            Math.abs(slope - gradient) < 2e-3,
            `layer ${l}, weight ${i}: ${slope} against ${gradient}`,
          );
        });
      });
    });
});

/** What drawn masks did, worked out from the activations with and without them. */
function mapsOf(run: Trainer, problem: Problem, rule: string, draw: number): (SiteMap | null)[] {
  // Layer by layer, from what came in: the reference computes what the site would put out unmasked.
  const { sites } = run.forward(Float32Array.from(problem.x), problem.count, { kind: 'draw', draw });
  const curve = CURVES[problem.activation];
  const alphaOffset = alphaOf(rule);
  return sites.map((masked, site) => {
    const width = run.widths[site];
    const factor = new Float64Array(masked.length);
    const offset = new Float64Array(masked.length);
    for (let i = 0; i < masked.length; i++) {
      const [row, unit] = [Math.floor(i / width), i % width];
      const bare = site === 0 ? problem.x[i] : unmasked(problem, sites[site - 1], site - 1, row, unit, curve);
      const map = alphaOffset(run.ratios[site], masked[i], bare);
      factor[i] = map.factor;
      offset[i] = map.offset;
    }
    return { factor, offset };
  });
}

function unmasked(
  problem: Problem,
  input: Float32Array,
  l: number,
  row: number,
  unit: number,
  curve: (typeof CURVES)[string],
): number {
  const { inputs, outputs, w, b } = problem.layers[l];
  let z = b[unit];
  for (let i = 0; i < inputs; i++) z += input[row * inputs + i] * w[i * outputs + unit];
  return l + 1 < problem.layers.length ? curve.value(z) : z;
}

/** For a rule, how (masked value, bare value) tell factor and offset. */
function alphaOf(
  rule: string,
): (p: number, masked: number, bare: number) => { factor: number; offset: number } {
  if (rule !== 'alpha')
    return (_p, masked, bare) => ({ factor: masked === 0 ? 0 : masked / bare, offset: 0 });
  return (p, masked) => {
    const prime = -1.7580993408473766;
    const a = 1 / Math.sqrt((1 - p) * (1 + p * prime * prime));
    const b = -a * prime * p;
    const dropped = a * prime + b;
    return Math.abs(masked - dropped) < 1e-6 ? { factor: 0, offset: dropped } : { factor: a, offset: b };
  };
}

describe('gradients with class weights', () => {
  /** Seven samples of two classes, five of one and two of the other. */
  const uneven = () => {
    const data = dataset({ task: 'classification', features: 4, outputs: 2, train: 7, test: 1 });
    data.train.y.set([0, 0, 1, 0, 0, 1, 0]);
    return data;
  };
  const run = (classWeights: string) =>
    trainer(uneven(), { network: { hidden: [6] }, training: { batchSize: 7, classWeights } });

  it('are each class’s own gradient, weighted by N / (K · n)', () => {
    const { x, y } = uneven().train;
    const evaluation: Masking = { kind: 'evaluation' };
    const plain = run('none');
    const ofClass = (label: number) => {
      const rows = [...y.keys()].filter((i) => y[i] === label);
      const own = Float32Array.from(rows.flatMap((i) => [...x.subarray(4 * i, 4 * i + 4)]));
      return plain.gradient(
        own,
        Float32Array.from(rows, () => label),
        rows.length,
        evaluation,
      );
    };
    const [zero, one] = [ofClass(0), ofClass(1)];
    const balanced = run('balanced').gradient(x, y, 7, evaluation);
    // Each class has half of the say: (n / N) · N / (2 · n).
    balanced.layers.forEach(({ w }, l) => {
      w.forEach((value, i) => {
        const wanted = (zero.layers[l].w[i] + one.layers[l].w[i]) / 2;
        assert.ok(Math.abs(value - wanted) < 1e-6, `layer ${l}: ${value} ${wanted}`);
      });
    });
    const unweighted = plain.gradient(x, y, 7, evaluation);
    assert.equal(balanced.loss, unweighted.loss, 'the loss that is reported counts samples alike');
  });

  it('are refused where there are no classes', () => {
    const numbers = dataset({ task: 'regression', features: 4, outputs: 1, train: 7, test: 1 });
    assert.throws(() => trainer(numbers, { training: { classWeights: 'balanced' } }), /needs classes/);
  });
});

describe('gradients through dropout', () => {
  for (const rule of ['inverted', 'classic', 'gaussian', 'alpha', 'as-written']) {
    for (const activation of ['relu', 'selu', 'sigmoid']) {
      it(`${rule}, ${activation}: backward goes through the neurons that forward kept`, () => {
        const { run, problem } = setUp({ hidden: [6, 9, 11], activation, rule, rows: 9 });
        const maps = mapsOf(run, problem, rule, 5);
        assertMatches(run, { ...problem, maps }, { kind: 'draw', draw: 5 }, 1e-4);
      });
    }
  }

  for (const rule of ['inverted', 'gaussian', 'alpha']) {
    it(`${rule}, wide layers`, () => {
      const { run, problem } = setUp({
        hidden: [40, 200, 50],
        activation: 'tanh',
        rule,
        rows: 9,
        outputs: 40,
      });
      const maps = mapsOf(run, problem, rule, 5);
      assertMatches(run, { ...problem, maps }, { kind: 'draw', draw: 5 }, 1e-4);
    });
  }

  it('given multipliers', () => {
    const { run, problem } = setUp({ hidden: [6, 9], activation: 'relu', rows: 300, batch: 5 });
    const stream = createStream(1, 'analysis');
    const multipliers = run.widths.map((width) =>
      Float32Array.from({ length: width * 300 }, () => (stream.uniform() < 0.3 ? 0 : 1.5)),
    );
    const maps = multipliers.map((factor) => ({ factor }));
    assertMatches(run, { ...problem, maps }, { kind: 'given', multipliers }, 1e-4);
  });
});
