import assert from 'node:assert/strict';
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

  it('are of no value that was changed in mid-run', () => {
    const results = new Results();
    assert.equal(results.record(finished(0.2, { changes: [{ step: 3, ratio: 0.1 }] })), false);
  });
});
