import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beside } from '../../src/charts/beside';
import { inside } from '../../webview/inside';

describe('near an edge', () => {
  it('a tooltip is moved as far as it takes to be read whole', () => {
    assert.equal(inside(100, 50, 400), 100);
    assert.equal(inside(-60, 230, 400), 4);
    assert.equal(inside(300, 230, 400), 166);
    assert.equal(inside(-60, 230, 400, 0), 0);
  });

  it('nothing that fits is cut, and what does not fit begins at its start', () => {
    const length = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(fc.integer({ min: -600, max: 600 }), length, length, (wanted, size, room) => {
        const start = inside(wanted, size, room);
        assert.ok(start >= 4);
        if (size + 8 <= room) assert.ok(start + size + 4 <= room);
        else assert.equal(start, 4);
      }),
    );
  });

  it('words at a line of a chart stand right of it, left of it, or where they still end inside', () => {
    const area = { left: 40, right: 240 };
    assert.equal(beside(60, 4, 100, area), 64);
    assert.equal(beside(200, 4, 100, area), 96);
    // Neither side has room: before, the words began at −4, beyond the picture.
    assert.equal(beside(150, 4, 150, area), 90);
    assert.equal(beside(150, 4, 300, area), 40);
  });
});
