import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { RATE_PLAN, rateAt } from '../../src/core/analysis/range-test';
import { RateFinder } from '../../src/host/rate-finder';
import { RANGE_SEEDS } from '../../src/study/rate-range';
import { FakeTrainers } from './fake-trainers';
import { experiment } from './fixtures';

const turn = () => new Promise((done) => setImmediate(done));
const log = { info: () => {}, warn: () => {} };

/** Rates and losses of a curve that falls around one rate and ends where it diverges. */
function steps(falls: number): Float64Array {
  const pairs: number[] = [];
  for (let i = 0; i < RATE_PLAN.steps; i++) {
    const rate = rateAt(RATE_PLAN, i);
    const loss = 0.3 + 0.7 / (1 + (rate / falls) ** 2) + (rate / (300 * falls)) ** 3;
    pairs.push(rate, loss);
    if (loss > 4) break;
  }
  return Float64Array.from(pairs);
}

function set() {
  const trainers = new FakeTrainers();
  return { trainers, finder: new RateFinder(trainers, log) };
}

function play(trainers: FakeTrainers, fallsAt: (seed: number) => number): void {
  for (const job of trainers.live) {
    const sharpness = { lambdaMax: 20, limit: 0.1 };
    job.say({ type: 'rangeStart', start: { loss: 1, sharpness } });
    job.say({ type: 'rangeSteps', steps: steps(fallsAt(job.request.seed)) });
    job.end();
  }
}

describe('finding a learning rate in the host', () => {
  it('tests seeds of the set-up, and suggests what they agree on', async () => {
    const { trainers, finder } = set();
    finder.start(experiment(), null);
    assert.equal(finder.state?.status, 'running');
    assert.equal(trainers.jobs.length, RANGE_SEEDS);
    assert.ok(trainers.jobs.every(({ request }) => request.range?.steps === RATE_PLAN.steps));
    play(trainers, (seed) => 1e-3 * 1.05 ** (seed % 3));
    await turn();
    await turn();
    const { status, answer, seeds } = finder.state!;
    assert.equal(status, 'completed');
    assert.equal(seeds.length, RANGE_SEEDS);
    assert.ok(seeds.every(({ findings, rates, losses }) => findings?.turn && rates.length === losses.length));
    assert.ok(answer!.suggestion!.low < answer!.suggestion!.rate);
    assert.match(answer!.title, /8 seeds agree/);
  });

  it('suggests nothing where they do not, and says so', async () => {
    const { trainers, finder } = set();
    finder.start(experiment(), null);
    play(trainers, (seed) => (seed % 2 ? 1e-4 : 1e-2));
    await turn();
    await turn();
    const { answer } = finder.state!;
    assert.equal(answer!.suggestion, null);
    assert.match(answer!.evidence, /do not agree/);
  });

  it('shows steps as they come, a few times a second', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const { trainers, finder } = set();
      finder.start(experiment(), null);
      let told = 0;
      finder.onDidChange(() => told++);
      trainers.live[0]!.say({ type: 'rangeStart', start: { loss: 1, sharpness: undefined } });
      for (let i = 0; i < 50; i++)
        trainers.live[0]!.say({ type: 'rangeSteps', steps: Float64Array.of(1e-6 * 1.1 ** i, 1) });
      assert.equal(told, 0);
      mock.timers.tick(1000);
      assert.equal(told, 1);
      assert.equal(finder.state!.seeds[0]!.rates.length, 50);
      finder.dispose();
    } finally {
      mock.timers.reset();
    }
  });

  it('can be cancelled, makes way for another, and says why it failed', async () => {
    const { trainers, finder } = set();
    finder.start(experiment(), null);
    finder.cancel();
    assert.equal(finder.state?.status, 'cancelled');
    assert.ok(trainers.jobs.every(({ told }) => told.includes('stop')));
    for (const job of trainers.live) job.end('stopped');
    await turn();
    assert.equal(finder.state?.status, 'cancelled');
    trainers.failing = 'no such file';
    finder.start(experiment(), null);
    await turn();
    await turn();
    assert.deepEqual([finder.state?.status, finder.state?.reason], ['failed', 'no such file']);
  });
});
