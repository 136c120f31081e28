import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placeOn, robustRange } from '../../src/charts/robust-range';

const value = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map((n) => n / 1000),
  fc.integer({ min: -30, max: 30 }).map((n) => 2 ** n),
  fc.integer({ min: -30, max: 30 }).map((n) => -(2 ** n)),
);
const values = fc.array(value, { minLength: 1, maxLength: 60 });
const end = fc.constantFrom('low', 'high', 'none');

describe('the range of an axis', () => {
  it('is that of all values where none is far off', () => {
    const range = robustRange([0.2, 0.3, 0.5, 0.7], 'low')!;
    assert.deepEqual([range.above, range.below, range.logarithmic], [0, 0, false]);
    assert.ok(range.from <= 0.2 && range.to >= 0.7);
  });

  it('is not flattened by one that diverged, however far it went', () => {
    const losses = [0.69, 0.5, 0.31, 0.22, 0.21, 0.24, 0.33, 0.6];
    for (const far of [4e3, 4e5, 1e300]) {
      const range = robustRange([...losses, far], 'low')!;
      assert.equal(range.above, 1);
      assert.deepEqual({ ...range, above: 0 }, robustRange(losses, 'low'));
    }
  });

  it('is logarithmic where positive values are decades apart, and has all of them', () => {
    const range = robustRange([0.001, 0.01, 0.1, 1], 'low')!;
    assert.deepEqual([range.logarithmic, range.above], [true, 0]);
    assert.ok(range.from > 0);
  });

  it('leaves no values outside that go on from the others without a gap', () => {
    const losses = Array.from({ length: 60 }, (_, i) => 0.3 + (((i * 0.37) % 0.8) - 0.3) ** 2);
    assert.equal(robustRange([...losses, 1e6], 'low')!.above, 1);
    assert.ok(robustRange([...losses, 1e6, 3.5], 'low')!.above <= 2);
  });

  it('is not flattened by a loss that underflows', () => {
    const range = robustRange([0.69, 0.5, 0.31, 0.22, 1e-300], 'low')!;
    assert.deepEqual([range.below, range.logarithmic], [1, false]);
    assert.ok(range.from > 0.1);
  });

  it('leaves bad scores outside: an R² of −1e6 below', () => {
    const range = robustRange([0.9, 0.8, 0.7, 0.5, -1e6], 'high')!;
    assert.deepEqual([range.above, range.below], [0, 1]);
    assert.ok(range.from > 0);
  });

  it('has no range without numbers', () => {
    assert.equal(robustRange([Number.NaN, Number.POSITIVE_INFINITY], 'low'), undefined);
  });

  it('has room for equal values', () => {
    const range = robustRange([0.5, 0.5, 0.5], 'low')!;
    assert.ok(range.from < 0.5 && range.to > 0.5);
  });

  it('counts what it leaves outside, never more than a third, and never the good end', () => {
    fc.assert(
      fc.property(values, end, (list, good) => {
        const range = robustRange(list, good)!;
        const above = list.filter((value) => value > range.to).length;
        const below = list.filter((value) => value < range.from).length;
        assert.ok(above <= range.above && below <= range.below);
        assert.ok(range.above <= list.length / 3 && range.below <= list.length / 3);
        if (good === 'low') assert.equal(range.below, 0);
        if (good === 'high') assert.equal(range.above, 0);
        const inside = list.filter((value) => value >= range.from && value <= range.to);
        assert.ok(inside.length >= list.length / 3);
        assert.ok(range.to > range.from);
      }),
    );
  });

  it('leaves no value outside that would cost the others less than five sixths of the axis', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { above } = robustRange(list, 'low')!;
        const sorted = list.toSorted((a, b) => a - b);
        const whole = sorted.at(-1)! - sorted[0]!;
        const rest = sorted.at(-1 - above)! - sorted[0]!;
        // On a logarithmic axis a sixth is more in numbers.
        if (above > 0) assert.ok(rest * 6 < whole);
      }),
    );
  });

  it('does not depend on the order, nor on the unit', () => {
    fc.assert(
      fc.property(values, end, (list, good) => {
        const range = robustRange(list, good)!;
        assert.deepEqual(robustRange(list.toReversed(), good), range);
        const doubled = robustRange(
          list.map((value) => 2 * value),
          good,
        )!;
        assert.deepEqual([doubled.above, doubled.below], [range.above, range.below]);
      }),
    );
  });

  it('places values between 0 and 1 in their order', () => {
    fc.assert(
      fc.property(values, (list) => {
        const range = robustRange(list, 'none')!;
        const places = list
          .filter((value) => value >= range.from && value <= range.to)
          .sort((a, b) => a - b)
          .map((value) => placeOn(range, value));
        for (const [i, place] of places.entries())
          assert.ok(place >= -1e-9 && place <= 1 + 1e-9 && (i === 0 || place >= places[i - 1]!));
      }),
    );
  });
});
