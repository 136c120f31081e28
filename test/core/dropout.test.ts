import assert from 'node:assert/strict';
import { thresholdOf } from '../../src/core/conditions';
import { resolvePlacement } from '../../src/core/placement';
import { dataset, finish, trainer } from './fixtures';

const ONES = new Float32Array(64 * 64).fill(1);

/** What dropout makes of 64 × 64 inputs of 1 at a ratio, drawn again and again. */
function maskedOnes(rule: string, ratio: number, draws: number): Float32Array {
  const run = trainer(dataset({ features: 64 }), {
    network: { hidden: [] },
    dropout: { rule, ratio, placement: { input: true } },
  });
  const all = new Float32Array(draws * ONES.length);
  for (let draw = 0; draw < draws; draw++) {
    all.set(run.forward(ONES, 64, { kind: 'draw', draw }).sites[0], draw * ONES.length);
  }
  return all;
}

function moments(values: Float32Array): { mean: number; variance: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length };
}

describe('masks', () => {
  for (const ratio of [0.1, 0.5, 0.8]) {
    it(`inverted, p = ${ratio}: values 0 and 1 / (1 − p), mean 1, variance p / (1 − p)`, () => {
      const values = maskedOnes('inverted', ratio, 50);
      const scale = Math.fround(1 / (1 - ratio));
      assert.ok(values.every((m) => m === 0 || m === scale));
      const { mean, variance } = moments(values);
      const wanted = ratio / (1 - ratio);
      assert.ok(Math.abs(mean - 1) < 5 * Math.sqrt(wanted / values.length), `mean ${mean}`);
      assert.ok(Math.abs(variance / wanted - 1) < 0.03, `variance ${variance}`);
    });

    it(`Gaussian, p = ${ratio}: the same two moments, and normal`, () => {
      const values = maskedOnes('gaussian', ratio, 50);
      const { mean, variance } = moments(values);
      const wanted = ratio / (1 - ratio);
      assert.ok(Math.abs(mean - 1) < 5 * Math.sqrt(wanted / values.length), `mean ${mean}`);
      assert.ok(Math.abs(variance / wanted - 1) < 0.03, `variance ${variance}`);
      const deviation = Math.sqrt(wanted);
      const beyond = (k: number) =>
        values.filter((m) => Math.abs(m - 1) > k * deviation).length / values.length;
      assert.ok(Math.abs(beyond(1) - 0.3173) < 0.01);
      assert.ok(Math.abs(beyond(2) - 0.0455) < 0.004);
      assert.ok(Math.abs(beyond(3) - 0.0027) < 0.001);
    });
  }

  it('alpha: dropped units put out a·α′ + b, and mean and variance stay', () => {
    const prime = -1.7580993408473766;
    const p = 0.3;
    const a = 1 / Math.sqrt((1 - p) * (1 + p * prime * prime));
    const b = -a * prime * p;
    const values = maskedOnes('alpha', p, 20);
    for (const value of values) {
      assert.ok(Math.abs(value - (a + b)) < 1e-6 || Math.abs(value - (a * prime + b)) < 1e-6);
    }
    // For inputs of mean 0 and variance 1, the affine correction keeps both.
    assert.ok(Math.abs((1 - p) * b + p * (a * prime + b)) < 1e-12);
    assert.ok(Math.abs((1 - p) * (a * a + b * b) + p * (a * prime + b) ** 2 - 1) < 1e-12);
  });

  it('units, rows, draws and sites are independent', () => {
    const kept = maskedOnes('inverted', 0.5, 2).map((m) => Math.sign(m));
    const agreement = (offset: number, length: number) => {
      let same = 0;
      for (let i = 0; i < length; i++) if (kept[i] === kept[i + offset]) same++;
      return same / length;
    };
    for (const offset of [1, 2, 4, 8, 64, 128, 256, 4096]) {
      assert.ok(Math.abs(agreement(offset, 4096) - 0.5) < 0.04, `${offset}`);
    }
  });

  it('a ratio becomes a threshold of 32 bits', () => {
    assert.equal(thresholdOf(0.5), 2 ** 31);
    assert.equal(thresholdOf(0.25), 2 ** 30);
    assert.equal(thresholdOf(1 - 1e-15), 2 ** 32 - 1);
  });
});

describe('dropout rules', () => {
  const data = dataset({ features: 3, outputs: 3, train: 30, test: 20 });
  const base = { network: { hidden: [9, 7] }, training: { epochs: 5, batchSize: 8 } };

  for (const rule of ['inverted', 'classic', 'gaussian', 'alpha']) {
    it(`${rule}: p = 0 is no dropout, bit for bit`, () => {
      const placement = { input: 0, hidden: true, output: true };
      const zero = trainer(data, { ...base, dropout: { rule, ratio: 0, placement } });
      const none = trainer(data, base, 'baseline');
      const [a, b] = [finish(zero), finish(none)];
      assert.deepEqual(zero.weights(), none.weights());
      assert.deepEqual(a, b);
    });
  }

  it('classic evaluates with 1 − p, as-written with p, the others with 1', () => {
    const p = 0.2;
    const x = data.test.x.subarray(0, 3);
    const linear = { ...base, network: { hidden: [8], activation: 'linear' } };
    const plain = trainer(data, linear, 'baseline').forward(x, 1, { kind: 'evaluation' }).sites;
    const factors = { inverted: 1, gaussian: 1, alpha: 1, classic: 1 - p, 'as-written': p };
    for (const [rule, factor] of Object.entries(factors)) {
      const run = trainer(data, { ...linear, dropout: { rule, ratio: p } });
      const { sites } = run.forward(x, 1, { kind: 'evaluation' });
      sites[1].forEach((h, i) => {
        assert.ok(Math.abs(h - factor * plain[1][i]) < 1e-6, rule);
      });
    }
  });

  it('classic and inverted are one model, up to the scale of the weights that follow', () => {
    const p = 0.25;
    const shape = { network: { hidden: [16] } };
    const inverted = trainer(data, { ...shape, dropout: { rule: 'inverted', ratio: p } });
    const classic = trainer(data, { ...shape, dropout: { rule: 'classic', ratio: p } });
    const layers = inverted.weights();
    layers[1] = { ...layers[1], w: layers[1].w.map((w) => w / (1 - p)) };
    classic.setWeights(layers);
    const masks = { kind: 'draw', draw: 3 } as const;
    const evaluation = { kind: 'evaluation' } as const;
    for (const masking of [masks, evaluation]) {
      const a = inverted.forward(data.test.x, 20, masking).sites[2];
      const b = classic.forward(data.test.x, 20, masking).sites[2];
      a.forEach((value, i) => {
        assert.ok(Math.abs(value - b[i]) < 1e-5);
      });
    }
  });

  it('a run and its baseline share initial weights and batch order, and differ in the masks alone', () => {
    const dropout = { ratio: 0.5 };
    const [run, twin] = [
      trainer(data, { ...base, dropout }),
      trainer(data, { ...base, dropout }, 'baseline'),
    ];
    assert.deepEqual(run.weights(), twin.weights());
    assert.deepEqual(twin.ratios, [0, 0, 0, 0]);
    for (let step = 0; step < 6; step++) {
      run.advance(1);
      twin.advance(1);
      // The input is not masked here: what stands there is the first sample of the batch.
      assert.deepEqual(run.realization()!.activations[0], twin.realization()!.activations[0]);
    }
    assert.notDeepEqual(run.weights(), twin.weights());
  });

  it('masks of a seed of their own leave initial weights and batch order as they are', () => {
    const [run, same, other] = [{}, { maskSeed: 1 }, { maskSeed: 2 }].map((seeds) =>
      trainer(data, base, 'dropout', seeds),
    );
    assert.deepEqual(run.weights(), other.weights());
    for (let step = 0; step < 6; step++) {
      for (const one of [run, same, other]) one.advance(1);
      const [a, b] = [run.realization()!, other.realization()!];
      assert.deepEqual(a.activations[0], b.activations[0], 'the same sample of the batch');
      assert.notDeepEqual(a.kept, b.kept);
      b.kept[1].forEach((flag, unit) => {
        if (flag === 0) assert.equal(b.activations[1][unit], 0, 'what is told is what was dropped');
      });
    }
    assert.deepEqual(run.weights(), same.weights(), 'the seed, where none is given');
    assert.notDeepEqual(run.weights(), other.weights());
  });

  it('a realization reports which neurons were kept', () => {
    const run = trainer(data, { ...base, dropout: { ratio: 0.5, placement: { input: 0.3, output: 0.2 } } });
    for (let step = 0; step < 9; step++) {
      run.advance(1);
      const { kept, activations } = run.realization()!;
      kept.forEach((flags, site) => {
        flags.forEach((flag, unit) => {
          if (flag === 0) assert.equal(activations[site][unit], 0);
          else if (site === 0) assert.notEqual(activations[site][unit], 0);
        });
      });
    }
  });
});

describe('what a step did with its first sample', () => {
  const one = dataset({ features: 3, outputs: 3, train: 9, test: 4 });
  const placement = { input: 0.3, hidden: [true, 0.2], output: 0.25 };
  const shape = { network: { hidden: [7, 12] }, training: { batchSize: 1, epochs: 3 } };

  /** Compares as single precision can. */
  const near = (a: ArrayLike<number>, b: ArrayLike<number>, message: string) => {
    assert.equal(a.length, b.length);
    for (let i = 0; i < a.length; i++)
      assert.ok(Math.abs(a[i] - b[i]) < 1e-5 * (1 + Math.abs(b[i])), `${message}, ${i}: ${a[i]}, ${b[i]}`);
  };

  for (const rule of ['inverted', 'classic'] as const)
    it(`${rule}: the numbers drawn decide, the values before and after belong to one another, as do the gradients`, () => {
      const run = trainer(one, { ...shape, dropout: { rule, ratio: 0.5, placement } });
      const twin = trainer(one, { ...shape, dropout: { rule, ratio: 0.5, placement } });
      for (let step = 1; step <= 20; step++) {
        const weights = run.weights();
        run.advance(1);
        const { ratios, draws, kept, before, activations, gradients, samples } = run.realization()!;
        assert.equal(samples, 1);
        near(ratios, [0.3, 0.5, 0.2, 0.25], 'ratios');
        const multipliers = ratios.map((ratio, site) => {
          const scale = rule === 'inverted' ? 1 / (1 - ratio) : 1;
          assert.deepEqual(
            [...kept[site]],
            Array.from(draws[site]!, (draw) => Number(draw >= ratio)),
          );
          const factors = Float32Array.from(kept[site], (bit) => bit * scale);
          near(
            activations[site],
            before[site].map((value, i) => value * factors[i]),
            `site ${site}`,
          );
          return factors;
        });
        // The same pass with the weights before the step.
        twin.setWeights(weights);
        const row = one.train.x.findIndex(
          (value, i) => i % 3 === 0 && value === before[0][0] && one.train.x[i + 1] === before[0][1],
        );
        const x = before[0];
        const masking = { kind: 'given', multipliers } as const;
        for (const [site, values] of twin.forward(x, 1, masking).sites.entries())
          near(activations[site], values, `site ${site}`);
        const { layers } = twin.gradient(x, one.train.y.subarray(row / 3, row / 3 + 1), 1, masking);
        assert.equal(gradients[0], null);
        for (const [layer, { b }] of layers.entries())
          near(gradients[layer + 1]!, b, `gradient ${layer + 1}`);
        kept.slice(1).forEach((bits, layer) => {
          bits.forEach((bit, unit) => {
            if (bit === 0) assert.equal(gradients[layer + 1]![unit], 0);
          });
        });
      }
    });

  it('is of the sample’s own loss, whatever the batch; the last batch of an epoch may be smaller', () => {
    const settings = {
      network: { hidden: [5] },
      dropout: { ratio: 0.5 },
      training: { batchSize: 4, epochs: 2 },
    };
    const run = trainer(one, settings);
    const counts = Array.from({ length: 6 }, () => {
      run.advance(1);
      return run.realization()!.samples;
    });
    assert.deepEqual(counts, [4, 4, 1, 4, 4, 1]);
    // Softmax: gradients of the logits are probabilities less the target, so they add up to 0 and are at most 1.
    const [logits] = run.realization()!.gradients.slice(-1);
    assert.ok(Math.abs(logits!.reduce((sum, value) => sum + value, 0)) < 1e-6);
    assert.ok(Math.max(...logits!.map(Math.abs)) > 0.05 && Math.max(...logits!.map(Math.abs)) <= 1);
  });

  it('has the ratio of the step that was taken, not of the next', () => {
    const run = trainer(one, { network: { hidden: [5] }, dropout: { ratio: 0.5 } });
    run.advance(1);
    run.change({ ratio: 0.1 });
    assert.deepEqual(run.realization()!.ratios, [0, 0.5, 0]);
    assert.deepEqual(run.ratios, [0, 0.1, 0]);
  });

  it('has no random numbers under Gaussian noise', () => {
    const run = trainer(one, { network: { hidden: [5] }, dropout: { ratio: 0.5, rule: 'gaussian' } });
    run.advance(1);
    const { draws, before, activations } = run.realization()!;
    assert.deepEqual(draws, [null, null, null]);
    assert.notDeepEqual(before[1], activations[1]);
  });

  it('is not disturbed by passes between', () => {
    const run = trainer(one, {
      network: { hidden: [5] },
      dropout: { ratio: 0.5, placement: { input: true } },
    });
    run.advance(1);
    const before = run.realization();
    run.forward(one.test.x, 4, { kind: 'draw', draw: 3 });
    run.gradient(one.test.x, one.test.y, 4, { kind: 'draw', draw: 3 });
    run.evaluate();
    assert.deepEqual(run.realization(), before);
  });
});

describe('placement', () => {
  it('gives every site its ratio', () => {
    assert.deepEqual(resolvePlacement({ input: 0.2, hidden: true, output: false }, 0.5, 2), [
      0.2,
      0.5,
      0.5,
      null,
    ]);
    assert.deepEqual(resolvePlacement({ input: false, hidden: [true, 0.1], output: 0 }, 0.5, 2), [
      null,
      0.5,
      0.1,
      0,
    ]);
    assert.throws(
      () => resolvePlacement({ input: false, hidden: [true], output: false }, 0.5, 2),
      /2 hidden layers/,
    );
  });
});
