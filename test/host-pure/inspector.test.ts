import assert from 'node:assert/strict';
import { Inspector } from '../../src/host/inspector';
import { Runner } from '../../src/host/runner';
import { RunStore } from '../../src/host/store/run-store';
import { FakeTrainers } from './fake-trainers';
import { end, experiment, run } from './fixtures';

const log = { info: () => {}, warn: () => {} };

function make() {
  const trainers = new FakeTrainers();
  const store = new RunStore({ folder: null, log: () => {}, onNotKept: () => {} });
  const runner = new Runner({ store, trainers, log });
  const inspector = new Inspector({ store, runner, trainers, log });
  const ended = end(run());
  for (const member of ended.members) member.weights = Float32Array.of(1, 2, 3);
  store.add(ended);
  return { trainers, store, runner, inspector };
}

describe('the inspector of ended runs', () => {
  it('stops what it computes when a run wants the threads, and holds on to nothing that has ended', () => {
    const { trainers, runner, inspector } = make();
    inspector.analyse(['ensemble']);
    const [first, second] = trainers.jobs;
    first.end();
    runner.start(experiment(), null);
    assert.deepEqual(first.told, []);
    assert.deepEqual(second.told, ['stop']);
  });

  it('holds on to nothing that failed at once', () => {
    const { trainers, runner, inspector } = make();
    trainers.failing = 'no thread';
    inspector.analyse(['ensemble']);
    trainers.failing = undefined;
    runner.start(experiment(), null);
    assert.deepEqual(
      trainers.jobs.slice(0, 2).map(({ told }) => told),
      [[], []],
    );
  });
});
