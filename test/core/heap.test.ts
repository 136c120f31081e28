import assert from 'node:assert/strict';
import { Heap } from '../../src/core/kernels/heap';

const MB = 2 ** 20;

describe('memory of a network', () => {
  it('that the system does not have is refused in words, and what there is stays', () => {
    const heap = new Heap(65_536);
    assert.throws(
      () => heap.grow(2 ** 31),
      (error) =>
        error instanceof RangeError && /^The system has no 2,048 MB of memory left/.test(error.message),
    );
    assert.equal(heap.f32.byteLength, 65_536);
  });

  it('is counted by V8, which leaves shared memories out', () => {
    const before = process.memoryUsage().external;
    const heap = new Heap(24 * MB);
    const counted = process.memoryUsage().external - before;
    assert.ok(counted >= 24 * MB, `${counted}`);
    // Both live as long as the network does.
    assert.ok(heap.counted);
  });

  it('is given back when many networks follow one another', async () => {
    let given = 0;
    const registry = new FinalizationRegistry<void>(() => {
      given += 1;
    });
    let made = 0;
    for (; made < 400 && given === 0; made++) {
      registry.register(new Heap(8 * MB), undefined);
      // V8 collects beside, in small steps.
      await new Promise((done) => setTimeout(done, 5));
    }
    assert.ok(given > 0, `none of ${made} networks is gone`);
  });
});
