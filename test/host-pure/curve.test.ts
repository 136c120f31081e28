import assert from 'node:assert/strict';
import fc from 'fast-check';
import { COLUMNS, Curve, rowsPerMember } from '../../src/report/curve';

/** Rows whose epoch is their index. */
function rows(from: number, count: number): Float64Array {
  const values = new Float64Array(count * COLUMNS);
  for (let row = 0; row < count; row++) values.fill(from + row, row * COLUMNS, (row + 1) * COLUMNS);
  return values;
}

const epochs = (curve: Curve): number[] =>
  Array.from({ length: curve.count }, (_, row) => curve.slice()[row * COLUMNS]);

describe('a curve', () => {
  it('keeps every row below its bound, however the rows arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }), (sizes) => {
        const curve = new Curve(10_000);
        let total = 0;
        for (const size of sizes) {
          curve.append(rows(total, size));
          total += size;
        }
        assert.deepEqual(
          epochs(curve),
          Array.from({ length: total }, (_, row) => row),
        );
      }),
    );
  });

  it('thins itself evenly, keeps the first row and ends with the newest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (total) => {
        const curve = new Curve(64);
        curve.append(rows(0, total));
        assert.equal(curve.last('epoch'), total - 1);
        assert.ok(curve.count < 64);
        const kept = epochs(curve);
        assert.deepEqual(
          kept,
          kept.map((_, index) => index * curve.stride),
        );
        curve.finish();
        curve.finish();
        assert.equal(epochs(curve).at(-1), total - 1);
        assert.equal(new Set(epochs(curve)).size, curve.count);
      }),
    );
  });

  it('holds a million epochs in flat memory', () => {
    const curve = new Curve(rowsPerMember(2));
    const chunk = rows(0, 1_000);
    for (let at = 0; at < 1_000; at++) curve.append(chunk);
    assert.ok(curve.count <= 50_000);
    assert.equal(curve.stride, 32);
  });

  it('hands out copies with a buffer of their own', () => {
    const curve = new Curve(64);
    curve.append(rows(0, 10));
    const slice = curve.slice(4);
    assert.equal(slice.length, 6 * COLUMNS);
    assert.equal(slice.buffer.byteLength, slice.byteLength);
    slice.fill(-1);
    assert.equal(curve.last('epoch'), 9);
  });

  it('gives a few records, evenly spaced, the newest among them', () => {
    const curve = new Curve(10_000);
    curve.append(rows(0, 1_001));
    const records = curve.records(100);
    assert.ok(records.length <= 100);
    assert.equal(records.at(-1)?.epoch, 1_000);
    assert.equal(curve.records(5_000).length, 1_001);
    assert.deepEqual(new Curve(64).records(10), []);
  });

  it('leaves a part of a row out', () => {
    const curve = new Curve(64);
    curve.append(rows(0, 2).subarray(0, COLUMNS + 3));
    assert.equal(curve.count, 1);
  });

  it('refuses an odd bound', () => {
    assert.throws(() => new Curve(63), /even/);
  });

  it('shares a run’s rows out among its members', () => {
    assert.equal(rowsPerMember(2), 50_000);
    assert.equal(rowsPerMember(20), 20_000);
    assert.equal(rowsPerMember(100), 4_000);
  });
});
