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
    const store = new RunStore({ folder: null, maxRuns: () => 50, log: () => {}, onNotKept: () => {} });
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
    comparison.with(kept);
    assert.deepEqual(comparison.state?.series, []);
    const before = told();
    store.add(next);
    assert.ok(told() > before, 'views are told');
    assert.deepEqual(comparison.state?.series, kept.series());
    assert.equal(comparison.state?.run.id, kept.id);
  });

  it('ends with the run', async () => {
    const { store, comparison, told } = open();
    const [kept, next] = [end(run()), run()];
    store.add(kept);
    store.add(next);
    comparison.with(kept);
    const before = told();
    await store.remove(kept.id);
    assert.equal(comparison.state, null);
    assert.ok(told() > before);
  });

  it('goes by the name that a person gives it', async () => {
    const { store, comparison, told } = open();
    const kept = end(run());
    store.add(kept);
    store.add(run());
    comparison.with(kept);
    const before = told();
    await store.rename(kept.id, 'the good one');
    assert.equal(comparison.state?.run.name, 'the good one');
    assert.ok(told() > before);
  });

  it('is told once: the same run again is no change, and none is none', () => {
    const { store, comparison, told } = open();
    const kept = end(run());
    store.add(kept);
    comparison.with(kept);
    comparison.with(kept);
    comparison.with(null);
    comparison.with(null);
    assert.equal(told(), 2);
    assert.equal(comparison.id, undefined);
  });

  it('comes back after a reload, if it is still there', async () => {
    const { store, comparison } = open();
    const kept = end(run());
    store.add(kept);
    await comparison.restore('gone');
    assert.equal(comparison.id, undefined);
    await comparison.restore(kept.id);
    assert.equal(comparison.id, kept.id);
  });
});
