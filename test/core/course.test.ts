import assert from 'node:assert/strict';
import { courseOf } from '../../src/core/analysis/course';
import type { EpochRecord } from '../../src/core/trainer-types';

describe('course of a training', () => {
  it('handles a million epochs', () => {
    const records = Array.from(
      { length: 1_000_001 },
      (_, epoch): EpochRecord => ({
        epoch,
        step: epoch,
        trainLoss: 2 - epoch / 1_000_000,
        testLoss: 3 - epoch / 1_000_000,
        trainLossWithDropout: 2,
        trainScore: 0.5,
        testScore: 0.5,
        learningRate: epoch < 500_000 ? 0.1 : 0.2,
        dropRatio: 0.5,
        validationLoss: Number.NaN,
        validationScore: Number.NaN,
      }),
    );
    const { lowestTrain, highestTrain, lowestTest, varied, steps } = courseOf(records);
    assert.deepEqual([lowestTrain, lowestTest, varied, steps], [1, 2, true, 1_000_000]);
    assert.equal(highestTrain, 2 - 1 / 1_000_000);
  });
});
