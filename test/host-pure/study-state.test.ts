import assert from 'node:assert/strict';
import { shownImportance } from '../../src/study/study-state';

describe('what matters in a study', () => {
  const setting = (name: string, share: number) => ({
    ...{ name, share, divergence: share, matters: share > 0, trials: 40 },
  });

  it('stands with the largest first, and gives no weight to what does not matter', () => {
    const settings = [setting('a', 0), setting('b', 0.7), setting('c', 0.3)];
    const shown = shownImportance({ kind: 'importance', settings, best: 5 });
    assert.deepEqual(shown, [
      { name: 'b', share: 0.7 },
      { name: 'c', share: 0.3 },
      { name: 'a', share: 0 },
    ]);
  });

  it('is not said with too few trials, and may be nothing', () => {
    assert.equal(shownImportance({ kind: 'tooFewTrials', trials: 3, needed: 10 }), null);
    const none = [setting('a', 0), setting('b', 0)];
    assert.deepEqual(
      shownImportance({ kind: 'importance', settings: none, best: 5 })?.map(({ share }) => share),
      [0, 0],
    );
  });
});
