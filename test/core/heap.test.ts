import assert from 'node:assert/strict';
import { Heap } from '../../src/core/kernels/heap';

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
});
