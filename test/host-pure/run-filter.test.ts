import assert from 'node:assert/strict';
import { numbersOf, readFilter } from '../../src/host/run-filter';
import type { RunSummary } from '../../src/protocol';
import { end, experiment, run } from './fixtures';

const lineOf = (changes: Partial<RunSummary> = {}, of = experiment()): RunSummary => ({
  ...end(run({ experiment: of })).summary(),
  ...changes,
});

describe('a filter of runs', () => {
  const best = lineOf(
    { name: 'wide moons', tags: ['best', 'two words'], note: 'Looks\nfine', pinned: true },
    experiment({ training: { ...experiment().training, learningRate: 0.001, epochs: 400 } }),
  );
  const other = lineOf({ name: 'other', status: 'failed', diverged: 12 });
  const shown = (text: string) => [best, other].filter((one) => readFilter(text).matches(one));

  it('takes words, tags, notes, status and numbers, all of which have to hold', () => {
    for (const text of [
      'wide',
      'WIDE moons',
      'tag:best',
      'tag:"two words"',
      '"looks\nfine"',
      'note:fine',
      'is:pinned',
      'has:note has:tag',
      'status:completed',
      'lr<0.002',
      'learningRate=0.001',
      'training.learningrate<=0.001',
      'epochs>=400 epochs<401',
      '-status:failed',
      '-other',
      'tag:best lr<0.01 -status:diverged',
    ])
      assert.deepEqual(shown(text), [best], text);
    assert.deepEqual(shown('status:diverged'), [other]);
    assert.deepEqual(shown(''), [best, other]);
    assert.deepEqual(shown('  '), [best, other]);
    assert.deepEqual(
      shown('-'),
      [best, other].filter(({ label }) => label.includes('-')),
    );
  });

  it('goes by the final test loss, and without dropout', () => {
    const of = (dropout: number | null, baseline: number | null) =>
      lineOf({ testLoss: { dropout, baseline } });
    const runs = [of(0.3, 0.5), of(0.6, 0.4), of(null, 0.2), of(null, null)];
    const places = (text: string) => runs.flatMap((one, i) => (readFilter(text).matches(one) ? [i] : []));
    assert.deepEqual(places('loss<0.4'), [0, 2]);
    assert.deepEqual(places('baseline<=0.4'), [1, 2]);
    assert.deepEqual(places('-loss<0.4'), [1, 3]);
  });

  it('says what means nothing', () => {
    assert.throws(() => readFilter('status:fine'), /no status “fine”: running, completed/);
    assert.throws(() => readFilter('lr<high'), /“high” is not a number/);
    assert.throws(() => readFilter('is:red'), /takes “pinned”/);
    assert.throws(() => readFilter('has:hope'), /“note” or “tag”/);
    assert.throws(() => readFilter('lrate<1', numbersOf([best])), /No run has a number “lrate”/);
    assert.doesNotThrow(() => readFilter('batch=16', numbersOf([best])));
  });

  it('holds no run for a number that an older version did not keep', () => {
    const { numbers: _numbers, ...old } = best;
    assert.equal(readFilter('lr<1').matches(old), false);
    assert.equal(readFilter('moons').matches(old), true);
  });
});
