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

  it('is given back when many networks follow one another', () => {
    const before = process.memoryUsage().rss;
    for (let network = 0; network < 40; network++) new Heap(8 * MB).u32.fill(network);
    const more = (process.memoryUsage().rss - before) / MB;
    assert.ok(more < 200, `${more} MB more of ${40 * 8} MB`);
  });
});
