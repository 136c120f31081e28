import assert from 'node:assert/strict';
import type { AnalysisId } from '../../src/core/analysis/ids';
import { createTrainer } from '../../src/core/trainer';
import type { TrainerOptions } from '../../src/core/trainer-options';
import type { Trainer } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';
import type { FromWorker } from '../../src/protocol';
import { Analyst } from '../../src/worker/analyst';
import { dataset } from '../core/fixtures';

const OBSERVE = { boundary: false, network: false };

/** An analyst beside a network in training, whose forward passes take `cost` milliseconds each. */
function bench(cost: number, ids: readonly AnalysisId[]) {
  const parsed = parseExperiment({ version: 1, network: { hidden: [4] } });
  assert.ok(parsed.ok);
  const data = dataset({});
  const trainer = createTrainer({ spec: parsed.experiment, data, variant: 'dropout' });
  trainer.advance(3);
  const posted: FromWorker[] = [];
  let now = 0;
  /** The clock moves when the analyst's own network computes. */
  const slowly = (work: Trainer): Trainer =>
    new Proxy(work, {
      get: (target, name) => {
        const value = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (name === 'forward' || name === 'predict') now += cost;
          return Reflect.apply(value, target, args);
        };
      },
    });
  const context = {
    now: () => now,
    post: (message: FromWorker) => posted.push(message),
    createTrainer: (options: TrainerOptions) => slowly(createTrainer(options)),
  };
  const start = {
    type: 'start' as const,
    job: 1,
    experiment: parsed.experiment,
    variant: 'dropout' as const,
    seed: 1,
    folder: null,
    observe: OBSERVE,
    paused: false,
  };
  const analyst = new Analyst(start, data, trainer, context as never);
  analyst.set(ids);
  return { analyst, trainer, posted, elapsed: () => now };
}

describe('analyses beside training', () => {
  it('see the dropout that the training has come to', () => {
    for (const before of [true, false]) {
      const { analyst, trainer, posted } = bench(0, ['ensemble']);
      const look = () => {
        while (analyst.pending) analyst.slice();
      };
      if (before) look();
      analyst.change({ ratio: 0 });
      trainer.change({ ratio: 0 });
      trainer.advance(1);
      posted.length = 0;
      look();
      const last = posted.at(-1);
      assert.ok(last?.type === 'analysis' && last.id === 'ensemble');
      const { points, weightScaling } = last.result;
      assert.ok(points.length > 0);
      for (const { loss } of points) assert.ok(Math.abs(loss - weightScaling.loss) < 1e-5);
    }
  });

  /** Milliseconds of analysis in a second of training that has gone on for `before` milliseconds unobserved. */
  const spent = (cost: number, before: number) => {
    const { analyst, elapsed } = bench(cost, ['ensemble', 'reliance']);
    for (let trained = before; trained <= before + 1000; trained++) analyst.beside(trained);
    return elapsed();
  };

  for (const cost of [0.5, 3, 20])
    it(`take a twenty-fifth of the time, slices of ${cost} ms`, () => {
      const all = spent(cost, 0);
      assert.ok(all > 30 && all <= 60 + 40 + 2 * cost, `${all} ms`);
    });

  it('do not make up for the time without observers', () => {
    assert.ok(spent(3, 600_000) <= 60 + 40 + 6);
  });

  it('on a network that stood still do not count against those beside training', () => {
    const { analyst, posted } = bench(3, ['ensemble']);
    while (analyst.pending) analyst.slice();
    assert.ok(posted.length > 0);
    analyst.set([]);
    analyst.set(['reliance']);
    const before = posted.length;
    for (let trained = 0; trained <= 1000; trained++) analyst.beside(trained);
    assert.ok(posted.length > before);
  });
});
