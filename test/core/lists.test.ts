import assert from 'node:assert/strict';
import { courseOf } from '../../src/core/analysis/course';
import { append, greatest, least } from '../../src/core/lists';
import type { EpochRecord } from '../../src/core/trainer-types';

const MANY = 1_000_000;

describe('lists of any length', () => {
  const values = Float64Array.from({ length: MANY }, (_, i) => Math.sin(i));

  it('have a least and a greatest number, as Math.min and Math.max have it', () => {
    assert.equal(
      least(values),
      values.reduce((a, b) => Math.min(a, b)),
    );
    assert.equal(
      greatest(values),
      values.reduce((a, b) => Math.max(a, b)),
    );
    for (const few of [[], [3], [Number.NaN, 1], [1, Number.NaN], [-0, 0]]) {
      assert.ok(Object.is(least(few), Math.min(...few)));
      assert.ok(Object.is(greatest(few), Math.max(...few)));
    }
  });

  it('are appended, to themselves too', () => {
    const list = Array.from(values);
    append(list, list);
    assert.equal(list.length, 2 * MANY);
  });

  it('may be the records of a million epochs', () => {
    const records = Array.from({ length: MANY }, (_, epoch) => ({
      epoch,
      step: epoch,
      trainLoss: 1 / (1 + epoch),
      testLoss: 2 / (1 + epoch),
      learningRate: 0.1,
    })) as unknown as EpochRecord[];
    const { lowestTest, highestTrain, varied } = courseOf(records);
    assert.deepEqual([lowestTest, highestTrain, varied], [2 / MANY, 0.5, false]);
  });
});
