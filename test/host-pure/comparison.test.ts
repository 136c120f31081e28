import assert from 'node:assert/strict';
import { Comparison } from '../../src/host/comparison';
import { RunStore } from '../../src/host/store/run-store';
import { end, run } from './fixtures';

describe('the compared run', () => {
  const made: Comparison[] = [];
  afterEach(() => {
    for (const one of made.splice(0)) one.dispose();
  });

  function open() {
    const store = new RunStore({ folder: null, log: () => {}, onNotKept: () => {} });
    const comparison = new Comparison(store);
    made.push(comparison);
    let told = 0;
    comparison.onDidChange(() => told++);
    return { store, comparison, told: () => told };
  }

  it('has no curves while it is itself on the screen, and has them when another one is', () => {
    const { store, comparison, told } = open();
    const [kept, next] = [end(run()), run()];
    store.add(kept);
    comparison.with([kept]);
    assert.deepEqual(comparison.state[0]?.series, []);
    const before = told();
    store.add(next);
    assert.ok(told() > before, 'views are told');
    assert.deepEqual(comparison.state[0]?.series, kept.series());
    assert.equal(comparison.state[0]?.run.id, kept.id);
  });

  it('is of any number of runs, each of which can go', async () => {
    const { store, comparison } = open();
    const runs = Array.from({ length: 12 }, () => end(run()));
    for (const one of runs) store.add(one);
    comparison.with(runs);
    assert.deepEqual(
      comparison.ids,
      runs.map(({ id }) => id),
    );
    comparison.without(runs[3]!.id);
    await store.remove(runs[5]!.id);
    assert.equal(comparison.ids.length, 10);
    assert.deepEqual([...store.compared], comparison.ids);
    assert.deepEqual(
      comparison.state.map(({ series }) => series.length),
      [2, 2, 2, 2, 2, 2, 2, 2, 2, 0],
      'the last is on the screen',
    );
  });

  it('ends with the run', async () => {
    const { store, comparison, told } = open();
    const [kept, next] = [end(run()), run()];
    store.add(kept);
    store.add(next);
    comparison.with([kept]);
    const before = told();
    await store.remove(kept.id);
    assert.deepEqual(comparison.state, []);
    assert.ok(told() > before);
  });

  it('goes by the name that a person gives it', async () => {
    const { store, comparison, told } = open();
    const kept = end(run());
    store.add(kept);
    store.add(run());
    comparison.with([kept]);
    const before = told();
    await store.rename(kept.id, 'the good one');
    assert.equal(comparison.state[0]?.run.name, 'the good one');
    assert.ok(told() > before);
  });

  it('is told once: the same run again is no change, and none is none', () => {
    const { store, comparison, told } = open();
    const kept = end(run());
    store.add(kept);
    comparison.with([kept]);
    comparison.with([kept]);
    comparison.with([]);
    comparison.with([]);
    assert.equal(told(), 2);
    assert.deepEqual(comparison.ids, []);
  });

  it('comes back after a reload, if it is still there', async () => {
    const { store, comparison } = open();
    const kept = end(run());
    store.add(kept);
    await comparison.restore(['gone']);
    assert.deepEqual(comparison.ids, []);
    await comparison.restore([kept.id, 'gone']);
    assert.deepEqual(comparison.ids, [kept.id]);
  });
});
