import assert from 'node:assert/strict';
import type { FindingKind } from '../../src/code/finding';
import type { Experiment } from '../../src/experiment/schema';
import { networkKey, Results } from '../../src/host/code/results';
import { experiment, run } from './fixtures';

function finished(ratio: number, changes: Parameters<typeof experiment>[0] = {}) {
  const base = experiment(changes);
  const made = run({
    experiment: {
      ...base,
      dropout: { ...base.dropout, ratio, placement: { input: false, hidden: true, output: false } },
    },
  });
  for (const member of made.members) member.status = 'ended';
  return made;
}

describe('results of the playground', () => {
  it('count once a run has completed', () => {
    const results = new Results();
    const going = run();
    assert.equal(results.record(going), false);
    const done = finished(0.25);
    assert.equal(results.record(done), true);
    assert.equal(results.record(done), false);
    assert.equal(results.withValue('dropout', 0.25)?.id, done.id);
    assert.equal(results.withValue('dropout', 0.3), undefined);
    assert.equal(results.withValue('learningRate', done.experiment.training.learningRate)?.id, done.id);
  });

  it('are told apart by network, the last one first', () => {
    const results = new Results();
    const network = { ...experiment().network, hidden: [7] };
    const [first, second, other] = [finished(0.2, { network }), finished(0.2, { network }), finished(0.2)];
    for (const done of [first, second, other]) results.record(done);
    assert.equal(results.withValue('dropout', 0.2)?.id, other.id);
    assert.equal(results.withValue('dropout', 0.2, networkKey(first.experiment))?.id, second.id);
    assert.equal(results.last(networkKey(first.experiment))?.id, second.id);
    assert.equal(results.last('no such network'), undefined);
  });

  it('stand for and against a change of one value, all else equal', () => {
    const results = new Results();
    const before = finished(0.5);
    const after = finished(0.25, { seed: 9 });
    const otherRate = finished(0.5, { training: { ...experiment().training, learningRate: 0.7 } });
    const otherData = finished(0.5, { data: { ...experiment().data, noise: 0.45 } as Experiment['data'] });
    for (const done of [before, after, otherRate, otherData]) results.record(done);
    const ids = (kind: FindingKind, value: number) => {
      const evidence = results.evidence(kind, value, after.experiment);
      return [evidence.before?.id, evidence.after?.id];
    };
    assert.deepEqual(ids('dropout', 0.5), [before.id, after.id]);
    assert.deepEqual(ids('dropout', 0.4), [undefined, after.id]);
    assert.deepEqual(ids('learningRate', 0.7), [undefined, after.id], 'measured with another ratio');
    assert.deepEqual(ids('batchSize', 8), [undefined, undefined]);
    const rates = results.evidence('learningRate', 0.7, before.experiment);
    assert.deepEqual([rates.before?.id, rates.after?.id], [otherRate.id, before.id]);
  });

  it('know which layers drop, and several ratios from each other', () => {
    const results = new Results();
    const { dropout } = experiment();
    const network = { ...experiment().network, hidden: [4, 4] };
    const of = (hidden: readonly (boolean | number)[], learningRate: number) => {
      const training = { ...experiment().training, learningRate };
      const placement = { input: false, hidden: [...hidden], output: false };
      const made = run({ experiment: experiment({ network, training, dropout: { ...dropout, placement } }) });
      for (const member of made.members) member.status = 'ended';
      results.record(made);
      return made;
    };
    const one = of([true, false], 0.1);
    const slow = of([0.2, 0.3], 0.01);
    const fast = of([0.2, 0.3], 0.1);
    of([0.2, 0.4], 0.01);
    of([false, true], 0.01);
    assert.equal(results.evidence('learningRate', 0.01, one.experiment).before, undefined);
    assert.equal(results.evidence('learningRate', 0.01, fast.experiment).before?.id, slow.id);
  });

  it('are of no value that was changed in mid-run', () => {
    const results = new Results();
    assert.equal(results.record(finished(0.2, { changes: [{ step: 3, ratio: 0.1 }] })), false);
  });
});
