import assert from 'node:assert/strict';
import { shownImportance } from '../../src/host/study-state';

describe('what matters in a study', () => {
  const setting = (name: string, share: number, divergence: number) => ({
    ...{ name, share, divergence, chance: 0.1, trials: 40 },
  });

  it('gives no weight to what chance explains, so that bars and words say the same', () => {
    const settings = [setting('a', 0.39, 0.09), setting('b', 0.41, 0.3), setting('c', 0.2, 0.12)];
    const shown = shownImportance({ kind: 'importance', settings, best: 5 });
    assert.deepEqual(
      shown?.map(({ name }) => name),
      ['b', 'c', 'a'],
    );
    assert.deepEqual(
      shown?.map(({ share }) => Number(share.toFixed(3))),
      [0.672, 0.328, 0],
    );
  });

  it('is not said with too few trials, and may be nothing', () => {
    assert.equal(shownImportance({ kind: 'tooFewTrials', trials: 3, needed: 10 }), null);
    const none = [setting('a', 0.6, 0.05), setting('b', 0.4, 0.01)];
    assert.deepEqual(
      shownImportance({ kind: 'importance', settings: none, best: 5 })?.map(({ share }) => share),
      [0, 0],
    );
  });
});
