import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FEWEST_PAIRS, LEVEL, lastLook, nextLook } from '../../src/core/analysis/compare/looks';
import { comparePaired, intervalOf } from '../../src/core/analysis/compare/paired';
import { MOST_EXACT, signFlipP, typicalInterval } from '../../src/core/analysis/compare/sign-flip';
import { studentQuantile, studentTails } from '../../src/core/analysis/compare/student';
import { createStream } from '../../src/core/random';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} ± ${tolerance}`);

describe("Student's t", () => {
  // Two-sided quantiles: R's qt(1 - level / 2, df).
  for (const [level, freedom, t] of [
    [0.05, 1, 12.7062047364],
    [0.05, 4, 2.7764451052],
    [0.05, 9, 2.2621571628],
    [0.05, 30, 2.0422724563],
    [0.01, 9, 3.2498355416],
    [0.001, 3, 12.9239786367],
    [0.03, 9, 2.5738042],
    [0.05, 100_000, 1.9599877],
  ] as const)
    it(`${level} at ${freedom} degrees of freedom: ${t}`, () => {
      close(studentQuantile(level, freedom), t, 2e-6 * t);
      close(studentTails(t, freedom), level, 1e-6 * level + 1e-9);
    });
});

describe('The exact sign-flip test', () => {
  /** By enumeration, pattern by pattern. */
  function slowP(values: readonly number[]): number {
    const total = Math.abs(values.reduce((sum, value) => sum + value, 0));
    let reached = 0;
    for (let pattern = 0; pattern < 2 ** values.length; pattern++) {
      const sum = values.reduce((part, value, i) => part + (pattern & (2 ** i) ? -value : value), 0);
      if (Math.abs(sum) >= total - 1e-9) reached++;
    }
    return reached / 2 ** values.length;
  }

  it('agrees with an enumeration', () => {
    const whole = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 9 });
    fc.assert(fc.property(whole, (values) => close(signFlipP(values), slowP(values), 1e-12)));
  });

  it('cannot fall below 2 / 2ⁿ', () => {
    for (const count of [3, 5, 6, 10]) assert.equal(signFlipP(Array(count).fill(1.5)), 2 / 2 ** count);
  });

  it('gives the p values of a published example', () => {
    // Darwin's pairs of maize plants as Fisher has them (The Design of Experiments, § 21): 863 + 863 of 32,768 / 2.
    const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    close(signFlipP(maize), 1726 / 32_768, 1e-12);
  });

  it('has an interval that excludes 0 exactly where the test rejects', () => {
    // Of different sizes, none 0: with ties a mean of a subset may be 0 itself.
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 5, maxLength: 10 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 1023 }), (values, signs) => {
        const signed = values.map((value, i) => (signs & (2 ** i) ? -1 : 1) * (value + i * Math.SQRT1_2));
        const [low, high] = typicalInterval(signed, 0.1);
        assert.equal(low > 0 || high < 0, signFlipP(signed) <= 0.1);
      }),
    );
  });

  it('has no bounds with too few values', () => {
    assert.deepEqual(typicalInterval([1, 2, 3, 4, 5], 0.05), [-Infinity, Infinity]);
    assert.deepEqual(typicalInterval([1, 2, 3, 4, 5, 6], 0.05), [1, 6]);
  });

  it('covers the centre of skew-free values at its level, whatever their distribution', () => {
    const stream = createStream(7, 'data');
    const kinds: Record<string, () => number> = {
      normal: () => stream.normal(),
      uniform: () => stream.uniform() - 0.5,
      'heavy tails': () => stream.normal() / Math.max(1e-3, Math.abs(stream.normal())),
      'two values': () => (stream.uniform() < 0.5 ? -1 : 1) * (stream.uniform() < 0.1 ? 10 : 1),
    };
    for (const [kind, draw] of Object.entries(kinds)) {
      let missed = 0;
      const repeats = 3000;
      for (let i = 0; i < repeats; i++) {
        const [low, high] = typicalInterval(Array.from({ length: 8 }, draw), LEVEL);
        if (low > 0 || high < 0) missed++;
      }
      assert.ok(missed / repeats <= 0.062, `${kind}: ${missed} of ${repeats}`);
    }
  });
});

describe('Planned looks', () => {
  it('spend 5 % together', () => {
    let [level, pairs] = [0, 0];
    for (let n = 0; n < 40; n++) {
      const look = nextLook(10, pairs);
      level += look.level;
      pairs = look.pairs;
    }
    close(level, LEVEL, 1e-9);
    assert.ok(level <= LEVEL);
  });

  it('are at the planned number and at its doubles', () => {
    assert.equal(lastLook(10, 9), undefined);
    assert.equal(lastLook(10, 10)?.pairs, 10);
    assert.equal(lastLook(10, 39)?.pairs, 20);
    assert.equal(nextLook(10, 39).pairs, 40);
  });

  it('begin where the exact test can reach their level', () => {
    const { pairs, level } = nextLook(1, 0);
    assert.equal(pairs, FEWEST_PAIRS);
    assert.ok(2 / 2 ** pairs <= level && 2 / 2 ** (pairs - 1) > level);
  });
});

describe('A paired comparison', () => {
  const options = { planned: 10, relevant: 0.05 };
  const around = (mean: number, spread: number, count: number) =>
    Array.from({ length: count }, (_, i) => mean + spread * (i % 2 ? 1 : -1) * (1 + i / 100));

  it('claims what all pairs show', () => {
    assert.equal(comparePaired(around(-1, 0.1, 10), options).claim, 'lower');
    assert.equal(comparePaired(around(1, 0.1, 10), options).claim, 'higher');
  });

  it('claims nothing before the planned number of pairs', () => {
    const { claim, nextLook: next } = comparePaired(around(-1, 0.1, 9), options);
    assert.deepEqual([claim, next], ['open', 10]);
  });

  it('keeps to the last look between two looks', () => {
    const more = [...around(-1, 0.1, 10), ...around(2, 0.1, 9)];
    const { claim, pairs } = comparePaired(more, options);
    assert.deepEqual([claim, pairs], ['lower', 10]);
    assert.equal(comparePaired([...more, 2], options).claim, 'open');
  });

  it('says that there is no difference that matters', () => {
    assert.equal(comparePaired(around(0.001, 0.01, 10), options).claim, 'none');
    // Significant, but irrelevant.
    assert.equal(comparePaired(around(0.02, 0.001, 10), options).claim, 'none');
  });

  it('says how many pairs would settle what is open', () => {
    const open = comparePaired(around(0.3, 0.5, 10), options);
    assert.equal(open.claim, 'open');
    assert.equal(open.pairsNeeded, 40);
    assert.equal(comparePaired(around(0, 5, 10), options).pairsNeeded, null);
  });

  it('knows that seeds do not make up for test rows', () => {
    const luck = { shared: 1 };
    const { claim, pairsNeeded } = comparePaired(around(-1, 0.1, 10), { ...options, luck });
    assert.deepEqual([claim, pairsNeeded], ['open', null]);
  });

  it('asks more of each of several comparisons', () => {
    const weak = [...around(-1, 0.1, 9), 0.3];
    assert.equal(comparePaired(weak, options).claim, 'lower');
    assert.equal(comparePaired(weak, { ...options, comparisons: 20 }).claim, 'open');
  });

  it('claims in at most 5 % of comparisons without a difference, looked at after every pair up to 80', () => {
    const stream = createStream(11, 'data');
    const repeats = 1000;
    let claimed = 0;
    for (let i = 0; i < repeats; i++) {
      const differences = Array.from({ length: 80 }, () => stream.normal());
      const claims = [10, 20, 40, 80].map(
        (count) => comparePaired(differences.slice(0, count), { planned: 10, relevant: 0 }).claim,
      );
      if (claims.some((claim) => claim !== 'open')) claimed++;
    }
    assert.ok(claimed / repeats <= 0.065, `${claimed} of ${repeats}`);
  });

  it('uses the exact interval up to 16 pairs, and names the method', () => {
    assert.equal(intervalOf(around(0, 1, MOST_EXACT)).method, 'signFlip');
    assert.equal(intervalOf(around(0, 1, MOST_EXACT + 1)).method, 't');
  });

  it('has its mean between its bounds', () => {
    const reals = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(reals, (values) => {
        const { mean, low, high } = intervalOf(values);
        assert.ok(low <= mean && mean <= high, `${low} ${mean} ${high}`);
      }),
      { numRuns: 60 },
    );
  });
});
