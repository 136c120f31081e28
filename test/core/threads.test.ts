import assert from 'node:assert/strict';
import type { Worker } from 'node:worker_threads';
import type { Crew } from '../../src/core/crew';
import type { Dataset } from '../../src/core/dataset';
import { sharingOf } from '../../src/core/multiply-adds';
import { createTrainer } from '../../src/core/trainer';
import type { LayerWeights, Trainer } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';
import { ThreadCrew } from '../../src/worker/crew';
import { startHelper } from '../../src/worker/thread';
import { helperScript } from '../worker/built-worker';
import { dataset, finish } from './fixtures';

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A crew of this many threads, and its helpers. */
class Threads {
  readonly helpers: Worker[] = [];
  readonly crew: ThreadCrew;
  readonly #online = new Set<number>();

  constructor(count: number) {
    this.crew = new ThreadCrew(count, () => {
      const helper = startHelper(helperScript());
      this.helpers.push(helper);
      return helper;
    });
    this.crew.allow(count);
  }

  /** The helpers that were called have begun. */
  async ready(): Promise<void> {
    const online = this.helpers.filter(({ threadId }) => !this.#online.has(threadId));
    await Promise.all(
      online.map((helper) => {
        this.#online.add(helper.threadId);
        return new Promise((resolve) => helper.once('online', resolve));
      }),
    );
    await sleep(20);
  }

  async end(): Promise<void> {
    await Promise.all(this.helpers.map((helper) => helper.terminate()));
  }
}

function trainerOf(data: Dataset, experiment: Record<string, unknown>, crew?: Crew): Trainer {
  const parsed = parseExperiment({ version: 1, ...experiment });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return createTrainer({ spec: parsed.experiment, data, variant: 'dropout', crew });
}

/** Everything that a training leaves: its records, weights and predictions. */
async function trained(data: Dataset, experiment: Record<string, unknown>, threads?: Threads) {
  const run = trainerOf(data, experiment, threads?.crew);
  await threads?.ready();
  const records = [run.evaluate()];
  while (!run.outcome) {
    const { epoch } = run.advance(3);
    if (epoch) records.push(epoch);
  }
  const predicted = run.predict(data.test.x, data.test.count);
  const result = { records, outcome: run.outcome, weights: run.weights(), predicted };
  run.dispose();
  return result;
}

const bits = (layers: readonly LayerWeights[]) =>
  layers.map(({ w, b, norm = new Float32Array() }) =>
    [w, b, norm].flatMap(({ buffer }) => [...new Uint32Array(buffer)]),
  );

/** Shapes that fill no tile, no share and no chunk; each is long enough to be shared. */
const cases: Readonly<Record<string, { data: Dataset; experiment: Record<string, unknown> }>> = {
  'noise, mixup, DropConnect, groups': {
    data: dataset({ features: 61, outputs: 7, train: 301, test: 403 }),
    experiment: {
      network: { hidden: [173, 89] },
      dropout: { ratio: 0.4, groupSize: 5, inputGroups: 'size', placement: { input: 0.1 } },
      training: { batchSize: 100, epochs: 3, inputNoise: 0.1, mixup: 0.4, dropConnect: 0.3, maxNorm: 2 },
    },
  },
  'odd widths, ragged last batch, Adam': {
    data: dataset({ features: 61, outputs: 7, train: 301, test: 403 }),
    experiment: {
      network: { hidden: [173, 89] },
      dropout: { ratio: 0.4, placement: { input: 0.1 } },
      training: { optimizer: 'adam', batchSize: 77, epochs: 3 },
    },
  },
  'batch 1, wide': {
    data: dataset({ features: 300, outputs: 3, train: 9, test: 500 }),
    experiment: {
      network: { hidden: [301, 299] },
      training: { optimizer: 'momentum', learningRate: 0.001, batchSize: 1, epochs: 2 },
    },
  },
  'norms held, SELU, alpha': {
    data: dataset({ features: 40, outputs: 5, train: 260, test: 700 }),
    experiment: {
      network: { hidden: [130, 70], activation: 'selu', init: 'lecun' },
      dropout: { rule: 'alpha', ratio: 0.2 },
      training: { optimizer: 'nesterov', learningRate: 0.01, batchSize: 130, epochs: 3, maxNorm: 1.1 },
    },
  },
  'regression, classic rule, decay, schedules': {
    data: dataset({ task: 'regression', features: 33, outputs: 2, train: 500, test: 500 }),
    experiment: {
      network: { hidden: [101, 99, 97], activation: 'tanh' },
      dropout: { rule: 'classic', placement: { input: 0.2 }, schedule: { kind: 'linear' } },
      training: {
        ...{ optimizer: 'rmsprop', batchSize: 250, epochs: 3, weightDecay: 0.01, l1: 1e-4 },
        schedule: { kind: 'cosine', floor: 0.1 },
      },
    },
  },
  'batch normalization, ragged last batch': {
    data: dataset({ features: 61, outputs: 7, train: 301, test: 403 }),
    experiment: {
      network: { hidden: [173, 89], normalization: { kind: 'batch', place: 'afterDropout' } },
      training: { optimizer: 'adam', batchSize: 77, epochs: 3 },
    },
  },
  'layer normalization, sigmoid': {
    data: dataset({ features: 61, outputs: 7, train: 301, test: 403 }),
    experiment: {
      network: { hidden: [173, 89], activation: 'sigmoid', normalization: { kind: 'layer' } },
      training: { optimizer: 'momentum', batchSize: 77, epochs: 3, maxNorm: 2 },
    },
  },
  'NAdam, norm clipped, leaky ReLU': {
    data: dataset({ features: 61, outputs: 7, train: 301, test: 403 }),
    experiment: {
      network: { hidden: [173, 89], activation: 'leakyRelu', normalization: { kind: 'layer' } },
      training: { optimizer: 'nadam', batchSize: 77, epochs: 3, clipNorm: 0.5, clipValue: 0.01 },
    },
  },
  'binary cross-entropy, ragged last batch': {
    data: dataset({ features: 61, outputs: 2, train: 301, test: 403 }),
    experiment: {
      network: { hidden: [173, 89] },
      training: { optimizer: 'adam', batchSize: 77, epochs: 3, loss: 'binaryCrossEntropy' },
    },
  },
  'Huber, five outputs': {
    data: dataset({ task: 'regression', features: 61, outputs: 5, train: 301, test: 403 }),
    experiment: {
      data: { source: 'surface' },
      network: { hidden: [173, 89] },
      training: { optimizer: 'adam', batchSize: 77, epochs: 3, loss: 'huber', huberDelta: 0.5 },
    },
  },
  'a divergence': {
    data: dataset({ task: 'regression', features: 100, outputs: 1, train: 400, test: 100 }),
    experiment: {
      network: { hidden: [200] },
      training: { optimizer: 'sgd', learningRate: 10, batchSize: 100, epochs: 50 },
    },
  },
};

describe('threads that share one training', () => {
  for (const [name, { data, experiment }] of Object.entries(cases)) {
    it(`1, 2, 3 and 5 threads give the same bits: ${name}`, async () => {
      const alone = await trained(data, experiment);
      assert.equal(alone.outcome.kind, name === 'a divergence' ? 'diverged' : 'completed');
      for (const count of [2, 3, 5]) {
        const threads = new Threads(count);
        const together = await trained(data, experiment, threads);
        assert.ok(threads.helpers.length === count - 1, 'the training is long enough to be shared');
        assert.deepEqual(together.records, alone.records);
        assert.deepEqual(together.outcome, alone.outcome);
        assert.deepEqual(together.predicted, alone.predicted);
        assert.deepEqual(bits(together.weights), bits(alone.weights));
        await threads.end();
      }
    }).timeout(20_000);
  }

  it('help indeed: items are done by others than the trainer', async () => {
    const { data, experiment } = cases['odd widths, ragged last batch, Adam'];
    const endless = { ...experiment, training: { batchSize: 77, epochs: 100_000 } };
    const threads = new Threads(2);
    const run = trainerOf(data, endless, threads.crew);
    const [helper] = threads.helpers;
    await threads.ready();
    const before = helper.performance.eventLoopUtilization();
    const helped = () => helper.performance.eventLoopUtilization(before).active;
    // The helper is in its event loop between trainings, and away from it while it helps: however long it takes to come.
    while (!run.outcome && helped() < 50) run.advance(10);
    assert.ok(!run.outcome, 'the training has come to its end without help');
    run.dispose();
    await threads.end();
  }).timeout(10_000);

  it('may become more or fewer in mid-run', async () => {
    const { data, experiment } = cases['odd widths, ragged last batch, Adam'];
    const alone = await trained(data, experiment);
    const threads = new Threads(3);
    const run = trainerOf(data, experiment, threads.crew);
    for (let step = 0; !run.outcome; step++) {
      threads.crew.allow([1, 3, 2][step % 3]);
      run.advance(1);
      await threads.ready();
    }
    assert.deepEqual(bits(run.weights()), bits(alone.weights));
    run.dispose();
    await threads.end();
  }).timeout(10_000);

  it('help with one training after the other', async () => {
    const { data, experiment } = cases['odd widths, ragged last batch, Adam'];
    const alone = await trained(data, experiment);
    const threads = new Threads(2);
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(bits((await trained(data, experiment, threads)).weights), bits(alone.weights));
    }
    assert.equal(threads.helpers.length, 1);
    await threads.end();
  }).timeout(10_000);

  it('does not wait for a helper that never comes', () => {
    const { data, experiment } = cases['odd widths, ragged last batch, Adam'];
    const deaf = new ThreadCrew(4, () => ({ postMessage() {} }));
    deaf.allow(4);
    const [alone, left] = [trainerOf(data, experiment), trainerOf(data, experiment, deaf)];
    assert.deepEqual([finish(left), bits(left.weights())], [finish(alone), bits(alone.weights())]);
  });

  it('a small network is left to one thread', () => {
    const crew = new ThreadCrew(8, () => assert.fail('no helper is needed'));
    crew.allow(8);
    const experiment = { network: { hidden: [8, 8] }, training: { epochs: 2 } };
    finish(trainerOf(dataset({ train: 50, test: 50 }), experiment, crew));
  });

  it('are as many as the work is worth', () => {
    assert.deepEqual(sharingOf({ widths: [2, 8, 8, 1], batch: 10 }, 256, 500, 8), { step: 1, chunks: 1 });
    assert.deepEqual(sharingOf({ widths: [784, 512, 512, 10], batch: 128 }, 60, 10_000, 8), {
      step: 8,
      chunks: 8,
    });
    const { step } = sharingOf({ widths: [20, 100, 2], batch: 100 }, 256, 500, 8);
    assert.ok(step >= 1 && step < 4, `${step}`);
  });
});
