import assert from 'node:assert/strict';
import type { Dataset } from '../../src/core/dataset';
import { fitOf, totalVariance } from '../../src/core/score';
import { choosingLoss, type EpochRecord, type Trainer } from '../../src/core/trainer-types';
import { dataset, finish, trainer } from './fixtures';

const data = dataset({ features: 3, outputs: 3, train: 50, test: 30 });
const base = { network: { hidden: [9, 7] }, training: { epochs: 6, batchSize: 8 } };

/** The records of all epochs, each evaluation shared out among calls of at most `most` samples. */
function recordsOf(run: Trainer, most: number): EpochRecord[] {
  const records: EpochRecord[] = [];
  while (!run.outcome) {
    const { epoch } = run.advance(1000, most);
    if (epoch) records.push(epoch);
  }
  return records;
}

describe('trainer', () => {
  it('counts steps and epochs; the last batch of an epoch may be smaller', () => {
    const run = trainer(data, base);
    assert.equal(run.stepsPerEpoch, 7);
    assert.equal(run.totalSteps, 42);
    assert.equal(run.parameterCount, 4 * 9 + 10 * 7 + 8 * 3);
    assert.deepEqual(run.advance(5), { steps: 5 });
    const { steps, epoch } = run.advance(100);
    assert.equal(steps, 2);
    assert.deepEqual([epoch!.epoch, epoch!.step, run.epoch, run.step], [1, 7, 1, 7]);
    const last = finish(run);
    assert.deepEqual(last.outcome, { kind: 'completed', step: 42, epoch: 6 });
    assert.equal(last.epoch!.epoch, 6);
    assert.deepEqual(run.advance(1), { steps: 0, outcome: last.outcome });
  });

  it('gives the same bits twice, and however the steps are shared out among calls', () => {
    const schedule = { kind: 'cosine' };
    const spec = {
      ...base,
      dropout: { schedule: { kind: 'linear' } },
      training: { ...base.training, schedule },
    };
    for (const experiment of [base, spec]) {
      const [whole, single] = [trainer(data, experiment), trainer(data, experiment)];
      finish(whole);
      while (!single.outcome) {
        single.advance(1);
        single.predict(data.test.x, 5);
        single.forward(data.test.x, 5, { kind: 'draw', draw: 1 });
        single.evaluate();
      }
      assert.deepEqual(whole.weights(), single.weights());
    }
  });

  it('gives the same records however an evaluation is shared out, whatever is asked in between', () => {
    const many = dataset({ features: 3, outputs: 3, train: 700, test: 600 });
    const spec = {
      ...base,
      dropout: { rule: 'classic', placement: { input: 0.2 } },
      training: { epochs: 3, batchSize: 64, earlyStopping: 1, learningRate: 0.01 },
    };
    const [whole, parts] = [trainer(many, spec), trainer(many, spec)];
    const records = [whole.evaluate()];
    while (!whole.outcome) records.push(whole.advance(1000).epoch!);
    parts.beginEvaluation();
    const got: unknown[] = [];
    let calls = 0;
    while (!parts.outcome) {
      const { steps, samples, epoch } = parts.advance(1000, 100);
      assert.ok(steps === 0 || samples === undefined, 'steps are not mixed with parts');
      assert.ok((samples ?? 0) <= 256);
      assert.equal(parts.evaluating, !epoch && parts.outcome === undefined);
      if (epoch) got.push(epoch);
      parts.predict(many.test.x, 5);
      parts.forward(many.test.x, 5, { kind: 'draw', draw: 1 });
      calls++;
    }
    assert.deepEqual(got, records);
    assert.deepEqual(parts.outcome, whole.outcome);
    assert.ok(calls > 3 * got.length, `${calls} calls`);
    assert.deepEqual(parts.weights(), whole.weights());
  });

  it('keeps a record’s moment where a change comes before its last part', () => {
    const many = dataset({ features: 3, outputs: 3, train: 700, test: 600 });
    const [whole, parts] = [trainer(many, base), trainer(many, base)];
    const record = whole.advance(1000).epoch!;
    parts.advance(1000, 100);
    assert.ok(parts.evaluating);
    assert.equal(parts.change({ ratio: 0.1, learningRate: 0.5 }).step, record.step + 1);
    let epoch = parts.advance(1, 100).epoch;
    while (!epoch) epoch = parts.advance(1, 100).epoch;
    assert.deepEqual(epoch, record);
  });

  it('differs by seed, and seed 0 is one of them', () => {
    const weights = [0, 1, 2].map((seed) =>
      trainer(data, { ...base, seed })
        .weights()[0]
        .w.join(),
    );
    assert.equal(new Set(weights).size, 3);
    assert.ok(!weights[0].includes('NaN') && new Set(weights[0].split(',')).size > 20);
  });

  it('draws initial weights with the initializer’s variance, and zero biases', () => {
    const wide = dataset({ features: 200, outputs: 3 });
    for (const [init, variance] of [
      ['he', 2 / 200],
      ['xavier', 2 / 500],
      ['lecun', 1 / 200],
    ] as const) {
      const [{ w, b }] = trainer(wide, { network: { hidden: [300], init } }).weights();
      const mean = w.reduce((a, v) => a + v, 0) / w.length;
      const got = w.reduce((a, v) => a + v * v, 0) / w.length;
      assert.ok(Math.abs(mean) < 4 * Math.sqrt(variance / w.length), init);
      assert.ok(Math.abs(got / variance - 1) < 0.03, init);
      assert.ok(b.every((value) => value === 0));
    }
  });

  it('predicts probabilities, and the loss of an evaluation follows from them', () => {
    const run = trainer(data, base, 'baseline');
    run.advance(7);
    const { testLoss, testScore } = run.evaluate();
    const p = run.predict(data.test.x, data.test.count);
    let [loss, right] = [0, 0];
    for (let i = 0; i < data.test.count; i++) {
      const row = [...p.subarray(3 * i, 3 * i + 3)];
      assert.ok(Math.abs(row.reduce((a, b) => a + b, 0) - 1) < 1e-5);
      loss -= Math.log(row[data.test.y[i]]) / data.test.count;
      if (row.indexOf(Math.max(...row)) === data.test.y[i]) right++;
    }
    assert.ok(Math.abs(loss - testLoss) < 1e-5);
    assert.equal(testScore, right / data.test.count);
  });

  it('computes from given weights as the training would that has come so far', () => {
    const changes = [
      { step: 10, ratio: 0.9 },
      { step: 26, learningRate: 0.5 },
    ];
    for (const rule of ['inverted', 'classic']) {
      const spec = { ...base, dropout: { rule, schedule: { kind: 'linear', start: 0, end: 1 } }, changes };
      for (const steps of [1, 9, 10, 25, 42]) {
        const trained = trainer(data, spec);
        while (trained.step < steps) trained.advance(steps - trained.step);
        const stood = trainer(data, spec);
        stood.standAt(steps);
        stood.setWeights(trained.weights());
        const { x, count } = data.test;
        assert.deepEqual([stood.ratios, stood.learningRate], [trained.ratios, trained.learningRate]);
        assert.deepEqual(stood.predict(x, count), trained.predict(x, count));
        const draw = { kind: 'draw', draw: 3 } as const;
        assert.deepEqual(stood.forward(x, count, draw), trained.forward(x, count, draw));
      }
    }
  });

  it('has no R² for constant targets, whatever their mean rounds to', () => {
    for (const value of [0, 1e-3, 0.1, -3.7])
      for (const count of [1, 7, 30]) {
        const samples = { count, x: new Float32Array(count), y: new Float32Array(count).fill(value) };
        const variance = totalVariance(samples, { task: 'regression', outputs: 1 } as Dataset);
        assert.equal(variance, 0);
        assert.ok(Number.isNaN(fitOf(0.5, variance)) && Number.isNaN(fitOf(0, variance)));
      }
  });

  it('scores regression by R²', () => {
    const numbers = dataset({ task: 'regression', features: 2, outputs: 2, train: 40, test: 40 });
    const run = trainer(
      numbers,
      { network: { hidden: [16], activation: 'tanh' }, training: { epochs: 300 } },
      'baseline',
    );
    const { epoch } = finish(run);
    assert.ok(epoch!.trainScore > 0.95 && epoch!.trainScore <= 1, `${epoch!.trainScore}`);
    const y = numbers.test.y;
    const out = run.predict(numbers.test.x, 40);
    const means = [0, 1].map((j) => y.filter((_, i) => i % 2 === j).reduce((a, b) => a + b, 0) / 40);
    const residual = y.reduce((sum, v, i) => sum + (v - out[i]) ** 2, 0);
    const total = y.reduce((sum, v, i) => sum + (v - means[i % 2]) ** 2, 0);
    assert.ok(Math.abs(epoch!.testScore - (1 - residual / total)) < 1e-4);
    assert.ok(Math.abs(epoch!.testLoss - residual / 80) < 1e-5);
  });

  it('refuses cross-entropy for numbers', () => {
    const numbers = dataset({ task: 'regression' });
    assert.throws(() => trainer(numbers, { training: { loss: 'crossEntropy' } }), /needs classes/);
  });

  it('names what to reduce when the memory would not suffice', () => {
    const hidden = new Array(16).fill(8192);
    assert.throws(() => trainer(data, { network: { hidden } }), /network\.hidden/);
    const wide = { ...dataset({ features: 1 }), features: 100_000 };
    const samples = { count: 10_000, x: new Float32Array(0), y: new Float32Array(10_000) };
    assert.throws(() => trainer({ ...wide, train: samples }, base), /data\.train/);
  });

  it('has the mean of the masked batches as the loss with dropout', () => {
    const run = trainer(data, { ...base, training: { ...base.training, learningRate: 1e-9 } });
    const { epoch } = run.advance(7);
    assert.ok(Number.isNaN(trainer(data, base).evaluate().trainLossWithDropout));
    assert.ok(epoch!.trainLossWithDropout > 0);
    assert.notEqual(epoch!.trainLossWithDropout, epoch!.trainLoss);
    const plain = trainer(data, { ...base, training: { ...base.training, learningRate: 1e-9 } }, 'baseline');
    const record = plain.advance(7).epoch!;
    assert.ok(Math.abs(record.trainLossWithDropout - record.trainLoss) < 1e-6);
  });

  for (const [validated, most] of [
    [true, Number.POSITIVE_INFINITY],
    [true, 256],
    [false, Number.POSITIVE_INFINITY],
    [false, 256],
  ] as const)
    it(`trains alike where it is sparing, ${validated ? 'with' : 'without'} validation, ${most} samples at a time`, () => {
      const drawn = dataset({ features: 3, outputs: 3, train: 300, test: 280, seed: 9 });
      const rows = validated ? { ...drawn, validation: drawn.test, test: drawn.train } : drawn;
      const training = {
        epochs: 40,
        batchSize: 32,
        learningRate: 0.02,
        restoreBest: true,
        earlyStopping: 12,
      };
      const [whole, sparing, sparest] = ([undefined, 'better', 'best'] as const).map((one) =>
        trainer(rows, { ...base, training }, 'dropout', { sparing: one }),
      ) as [Trainer, Trainer, Trainer];
      const records = recordsOf(whole, most);
      const got = recordsOf(sparing, most);
      assert.deepEqual(sparing.outcome, whole.outcome);
      assert.deepEqual(sparing.weights(), whole.weights());
      const losses = records.map(choosingLoss);
      const isBest = losses.map((loss, i) => losses.slice(0, i).every((before) => loss < before));
      const unknown = { trainLoss: Number.NaN, trainScore: Number.NaN };
      const untested = validated && { testLoss: Number.NaN, testScore: Number.NaN };
      assert.deepEqual(
        got,
        records.map((record, i) => (isBest[i] ? record : { ...record, ...unknown, ...untested })),
      );
      const chosen = records[isBest.lastIndexOf(true)]!;
      assert.deepEqual(recordsOf(sparest, most), [
        ...records.map((record) => ({ ...record, ...unknown, ...untested })),
        chosen,
      ]);
      assert.deepEqual(sparest.outcome, whole.outcome);
      assert.deepEqual(sparest.weights(), whole.weights());
      const best = isBest.filter(Boolean).length;
      assert.ok(best > 3 && isBest.length - best > 3, `${best} of ${isBest.length}`);
    });

  it('evaluates the best epoch of a sparing training that diverges, or whose last epoch is the best', () => {
    for (const [learningRate, kind] of [
      [1e18, 'diverged'],
      [1e-4, 'completed'],
    ] as const) {
      const training = { ...base.training, epochs: 4, restoreBest: true };
      const [whole, sparing] = ([undefined, 'best'] as const).map((one) => {
        const run = trainer(data, { ...base, training }, 'dropout', { sparing: one });
        const first = run.advance(run.stepsPerEpoch).epoch!;
        run.change({ learningRate });
        return { run, records: [first, ...recordsOf(run, Number.POSITIVE_INFINITY)] };
      }) as [{ run: Trainer; records: EpochRecord[] }, { run: Trainer; records: EpochRecord[] }];
      assert.equal(sparing.run.outcome!.kind, kind);
      const [best] = whole.records.toSorted((a, b) => choosingLoss(a) - choosingLoss(b));
      assert.deepEqual(sparing.records.at(-1), best);
      assert.equal(best!.epoch, kind === 'diverged' ? 1 : 4);
    }
  });

  it('evaluates every so many epochs, and after the last', () => {
    const run = trainer(data, { ...base, training: { ...base.training, evaluateEvery: 4 } });
    const epochs: number[] = [];
    while (!run.outcome) {
      const { epoch } = run.advance(1000);
      if (epoch) epochs.push(epoch.epoch);
    }
    assert.deepEqual(epochs, [4, 6]);
  });

  it('stops early', () => {
    const training = { epochs: 1000, batchSize: 50, learningRate: 0.05, earlyStopping: 3 };
    const run = trainer(data, { ...base, training }, 'baseline');
    const losses: number[] = [];
    while (!run.outcome) losses.push(run.advance(1000).epoch!.testLoss);
    const best = losses.indexOf(Math.min(...losses));
    assert.equal(run.outcome.kind, 'stoppedEarly');
    assert.equal(losses.length, best + 4);
  });

  it('says at which step it diverged', () => {
    const training = {
      optimizer: 'sgd',
      learningRate: 1e6,
      epochs: 50,
      batchSize: 50,
      loss: 'meanSquaredError',
    };
    const run = trainer(data, { ...base, training });
    let steps = 0;
    while (!run.outcome) {
      const { steps: taken, epoch, outcome } = run.advance(1000);
      steps += taken;
      if (outcome) assert.equal(epoch, undefined);
    }
    assert.deepEqual(run.outcome, { kind: 'diverged', step: steps, epoch: steps });
    assert.ok(steps < 20);
  });

  it('diverges at once where a weight becomes infinite', () => {
    const training = { optimizer: 'adam', learningRate: 1e9, epochs: 50 };
    const run = trainer(data, { ...base, training });
    run.setWeights(run.weights().map((layer) => ({ ...layer, w: layer.w.map(() => 3.4e38) })));
    assert.equal(run.advance(100).outcome?.kind, 'diverged');
    assert.equal(run.step, 1);
  });
});

describe('changes in mid-run', () => {
  it('take effect at the next step, and replay gives the same bits', () => {
    const live = trainer(data, base);
    live.advance(5);
    const changes = [
      live.change({ ratio: 0.1 }),
      live.change({ learningRate: 0.01, placement: { input: 0.2, hidden: [false, true], output: false } }),
    ];
    assert.deepEqual(changes[0], { step: 6, ratio: 0.1 });
    assert.deepEqual([...live.ratios], [0.2, 0, 0.1, 0]);
    assert.equal(live.learningRate, 0.01);
    live.advance(2);
    live.advance(3);
    changes.push(live.change({ ratio: 0.7 }));
    finish(live);
    const replayed = trainer(data, { ...base, changes });
    finish(replayed);
    assert.deepEqual(replayed.weights(), live.weights());
    const unchanged = trainer(data, base);
    finish(unchanged);
    assert.notDeepEqual(unchanged.weights(), live.weights());
  });

  it('refuses a placement for other layers, and keeps the old', () => {
    const run = trainer(data, base);
    const placement = { input: false, hidden: [true], output: false };
    assert.throws(() => run.change({ ratio: 0.9, placement }), /one for each of the 2 hidden layers/);
    assert.deepEqual([...run.ratios], [0, 0.5, 0.5, 0]);
  });
});

describe('schedules', () => {
  const ratesOf = (schedule: object, dropout: object = {}) => {
    const run = trainer(data, {
      ...base,
      dropout: { schedule: dropout },
      training: { ...base.training, batchSize: 50, epochs: 10, learningRate: 1e-3, schedule },
    });
    const rows: { rate: number; ratio: number }[] = [];
    while (!run.outcome) {
      rows.push({ rate: run.learningRate / 1e-3, ratio: run.ratios[1] });
      const { epoch } = run.advance(1);
      assert.equal(epoch!.learningRate / 1e-3, rows.at(-1)!.rate);
      assert.equal(epoch!.dropRatio, rows.at(-1)!.ratio);
    }
    return rows;
  };
  const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} ${b}`);

  it('of the learning rate', () => {
    const step = ratesOf({ kind: 'step', every: 4, gamma: 0.1 });
    [1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01].forEach((want, i) => {
      close(step[i].rate, want);
    });
    ratesOf({ kind: 'cosine', floor: 0.1 }).forEach(({ rate }, i) => {
      close(rate, 0.1 + (0.9 * (1 + Math.cos((Math.PI * i) / 10))) / 2);
    });
    ratesOf({ kind: 'warmup', epochs: 4, start: 0.2 }).forEach(({ rate }, i) => {
      close(rate, Math.min(1, 0.2 + (0.8 * i) / 4));
    });
  });

  it('of the drop ratio', () => {
    const ratios = (schedule: object) => ratesOf({ kind: 'constant' }, schedule).map((row) => row.ratio);
    assert.deepEqual(ratios({ kind: 'early', until: 0.3 }), [0.5, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(ratios({ kind: 'late', from: 0.8 }), [0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.5]);
    ratios({ kind: 'linear', start: 0, end: 1 }).forEach((ratio, i) => {
      close(ratio, (0.5 * i) / 9);
    });
  });
});
