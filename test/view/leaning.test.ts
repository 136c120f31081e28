import assert from 'node:assert/strict';
import type { RelianceResult } from '../../src/core/analysis/reliance';
import { leaningOf, leaningWords } from '../../webview/explore/leaning';

/** A result of two features with these rises, each as uncertain as `error` says. */
const result = (rises: readonly number[], error = 0.01): RelianceResult =>
  ({
    weightNorm: Float32Array.from(rises, () => 1),
    permutation: Float32Array.from(rises),
    permutationError: Float32Array.from(rises, () => error),
    loss: 0.5,
    error: 0.2,
    lossWithout: Float32Array.from(rises, (rise) => 0.5 + rise),
    errorWithout: Float32Array.from(rises, () => 0.25),
  }) as Partial<RelianceResult> as RelianceResult;

const pair = (baseline: RelianceResult, dropout: RelianceResult) =>
  [
    { variant: 'baseline', result: baseline },
    { variant: 'dropout', result: dropout },
  ] as const;

describe('what the networks on the screen lean on', () => {
  it('is said of the feature that either leans on most, with the side that was measured', () => {
    const less = leaningOf(pair(result([0.1, 0.9]), result([0.4, 0.6])))!;
    assert.equal(less.feature, 1);
    assert.equal(less.more, 'baseline');
    assert.equal(
      leaningWords(less, ['age', 'ward']),
      '“ward” brings this part of what all features bring together when shuffled: baseline 90 %, dropout 60 %. Here the network without dropout leans on it more.',
    );
    const more = leaningOf(pair(result([0.4, 0.6]), result([0.1, 0.9])))!;
    assert.match(leaningWords(more, []), /^“x2” .*with dropout leans on it more\.$/);
  });

  it('takes no side where the shuffles vary more than the two differ', () => {
    const unclear = leaningOf(pair(result([0.45, 0.55], 0.1), result([0.5, 0.5], 0.1)))!;
    assert.equal(unclear.more, undefined);
    assert.match(leaningWords(unclear, []), /do not tell which/);
  });

  it('takes no side with one network, and says nothing where no feature matters or one is not measured', () => {
    const one = leaningOf(pair(result([0.1, 0.9]), result([0, 0])).slice(0, 1))!;
    assert.equal(one.more, undefined);
    assert.doesNotMatch(leaningWords(one, []), /network/);
    assert.equal(leaningOf([]), undefined);
    assert.equal(leaningOf(pair(result([0.1, 0.9]), result([0, -1]))), undefined);
    assert.equal(leaningOf(pair(result([0.1, 0.9]), result([0.3, Number.NaN]))), undefined);
  });
});
