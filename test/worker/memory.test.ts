import assert from 'node:assert/strict';
import { NoRoomError } from '../../src/data/errors';
import { memoryBudget, PoolMemory, ThreadMemory } from '../../src/worker/memory';

const MB = 2 ** 20;

/** Two threads that may hold 100 MB together. */
function rig() {
  const pool = new PoolMemory();
  pool.allow(100 * MB);
  const shared = [pool.share(), pool.share()];
  const [first, second] = shared.map((one) => new ThreadMemory(one));
  return { pool, shared, first, second };
}

const refusal = (work: () => void): NoRoomError => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof NoRoomError);
    return error;
  }
  return assert.fail('nothing was refused');
};

describe('memory of the threads', () => {
  it('is given while there is some, and again when it has been given back', () => {
    const { first, second } = rig();
    first.hold('network', 70 * MB);
    assert.ok(refusal(() => second.hold('network', 40 * MB)).crowded);
    first.hold('network', 60 * MB);
    second.hold('network', 40 * MB);
    first.release();
    second.hold('network', 100 * MB);
  });

  it('distinguishes what never fits from what does not fit beside others, with advice', () => {
    const { first } = rig();
    first.hold('data', 30 * MB);
    const { crowded, message } = refusal(() => first.hold('network', 80 * MB));
    assert.equal(crowded, false);
    assert.match(message, /needs 110 MB of memory, and there are 100 MB/);
    assert.match(message, /network\.hidden.*training\.batchSize.*less data/);
    first.hold('network', 70 * MB);
  });

  it('of a thread that is gone is free', () => {
    const { pool, shared, first, second } = rig();
    first.hold('data', 50 * MB);
    first.hold('network', 50 * MB);
    pool.forget(shared[0]);
    second.hold('network', 100 * MB);
  });

  it('is less than the machine has, whatever limits it', () => {
    assert.ok(memoryBudget() > 0);
    assert.ok(memoryBudget() < (process.constrainedMemory?.() || Number.POSITIVE_INFINITY));
  });
});
