import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DataError } from '../../src/data/errors';
import { type Split, splitRows } from '../../src/data/split';
import { setSizes } from '../../src/data/split-sizes';
import type { Rows, SplitSpec } from '../../src/data/split-spec';
import { deal, shares } from '../../src/data/strata';
import { csv, refusal } from './support';

const asked = (more: Partial<SplitSpec> = {}): SplitSpec => ({ shuffle: true, folds: 0, ...more });
const split = (rows: Partial<Rows>, more: Partial<SplitSpec> = {}, seed = 1, runSeed = 1): Split =>
  splitRows({ file: 'a', count: 10, ...rows }, asked(more), { seed, runSeed });
const all = ({ train, validation, test }: Split) => [...train, ...validation, ...test];
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const inOrder = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);
const sizesOf = (count: number, more: Partial<SplitSpec> = {}) => {
  const { train, validation, test } = setSizes({ file: 'a', count }, asked(more));
  return [train, validation, test];
};

const countOf = (labels: readonly number[], label: number) =>
  labels.filter((other) => other === label).length;

/** Classes of rows, some of them of one or two rows. */
const classes = fc
  .array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 })
  .map((counts) => counts.flatMap((count, label) => Array.from({ length: count }, () => label * 7)))
  .filter(({ length }) => length >= 2);

describe('the sizes of the sets', () => {
  it('are a fifth each for validation and test by default', () => {
    assert.deepEqual(sizesOf(150), [90, 30, 30]);
    assert.deepEqual(sizesOf(1000), [600, 200, 200]);
    assert.deepEqual(
      [sizesOf(2), sizesOf(3), sizesOf(4)],
      [
        [1, 0, 1],
        [2, 0, 1],
        [3, 0, 1],
      ],
    );
  });

  it('are as they are given; what is left out takes what there is room for', () => {
    assert.deepEqual(sizesOf(100, { train: 50, validation: 20, test: 30 }), [50, 20, 30]);
    assert.deepEqual(
      sizesOf(100, { train: 10, validation: 5, test: 6 }),
      [10, 5, 6],
      'the others are not used',
    );
    assert.deepEqual(sizesOf(100, { train: 70, test: 30 }), [70, 0, 30], 'no room to validate');
    assert.deepEqual(sizesOf(100, { train: 70, test: 25 }), [70, 5, 25]);
    assert.deepEqual(sizesOf(100, { train: 30 }), [30, 20, 50]);
    assert.deepEqual(sizesOf(100, { train: 90 }), [90, 5, 5]);
    assert.deepEqual(sizesOf(100, { train: 99 }), [99, 0, 1]);
    assert.deepEqual(sizesOf(100, { test: 30 }), [53, 17, 30]);
    assert.deepEqual(sizesOf(100, { validation: 0 }), [80, 0, 20]);
    assert.deepEqual(sizesOf(100, { validation: 0.1 }), [70, 10, 20], 'a fraction of the rows');
    assert.deepEqual(sizesOf(100, { validation: 95 }), [1, 95, 4]);
  });

  it('are refused where there are too few rows', () => {
    const refused = (count: number, more: Partial<SplitSpec>, words: RegExp) =>
      assert.throws(() => sizesOf(count, more), { name: 'DataError', message: words });
    refused(1, {}, /1 rows of data; at least 2 are needed/);
    refused(10, { train: 10 }, /no row is left to test\. At most 9 can train/);
    refused(10, { train: 6, test: 5 }, /6 are to train and 5 to test: at most 4 can test/);
    refused(10, { test: 10 }, /10 rows, but 1 are to train and 10 to test: at most 9 can test/);
    refused(
      10,
      { train: 6, validation: 3, test: 2 },
      /6 are to train, 3 to validate and 2 to test: at most 2 can validate/,
    );
    refused(10, { validation: 9 }, /at most 8 can validate/);
  });

  it('sum to no more than the rows, whatever is asked for', () => {
    const count = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
    const fraction = fc.option(fc.oneof(fc.nat(60), fc.double({ min: 0, max: 0.99, noNaN: true })), {
      nil: undefined,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 100 }),
        count,
        fraction,
        count,
        (rows, train, validation, test) => {
          let sizes: number[];
          try {
            sizes = sizesOf(rows, { train, validation, test });
          } catch (error) {
            assert.ok(error instanceof DataError, String(error));
            fc.pre(false);
            return;
          }
          const sum = sizes.reduce((total, one) => total + one, 0);
          assert.ok(sizes[0] >= 1 && sizes[1] >= 0 && sizes[2] >= 1 && sum <= rows, String(sizes));
          assert.deepEqual([sizes[0], sizes[2]], [train ?? sizes[0], test ?? sizes[2]]);
          if (train === undefined || test === undefined) assert.equal(sum, rows, 'no row is wasted');
        },
      ),
    );
  });
});

describe('the shares of classes', () => {
  it('are whole, sum up both ways, and lie next to the exact share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 15 }),
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }),
        (counts, parts) => {
          const total = counts.reduce((sum, one) => sum + one, 0);
          const cuts = inOrder([...parts.map((part) => part % (total + 1)), total]);
          const sizes = cuts.map((cut, i) => cut - (cuts[i - 1] ?? 0));
          const table = shares(counts, sizes);
          for (const [s, size] of sizes.entries())
            assert.equal(
              table.reduce((sum, row) => sum + row[s], 0),
              size,
            );
          for (const [c, row] of table.entries()) {
            assert.equal(
              row.reduce((sum, one) => sum + one, 0),
              counts[c],
            );
            for (const [s, one] of row.entries())
              assert.ok(Math.abs(one - (counts[c] * sizes[s]) / total) < 1, `${one} of ${counts[c]}`);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('let a class train before it does anything else', () => {
    assert.ok(shares([3, 89, 8], [10, 45, 45]).every(([train]) => train >= 1));
    assert.deepEqual(shares([1, 40], [24, 17])[0], [1, 0]);
  });

  it('cost no time with a thousand classes', () => {
    const counts = Array.from({ length: 1000 }, (_, i) => 1 + ((i * 7919) % 13));
    const total = counts.reduce((sum, one) => sum + one, 0);
    const sizes = [total - 1500, 700, 800];
    assert.equal(
      shares(counts, sizes).reduce((sum, row) => sum + row[1], 0),
      700,
    );
  });
});

describe('the division of rows', () => {
  it('is a stratified partition, the same for the same seed', () => {
    fc.assert(
      fc.property(classes, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (labels, seed) => {
        const count = labels.length;
        const one = split({ count, classes: labels }, {}, seed, seed);
        assert.deepEqual(inOrder(all(one)), upTo(count), 'every row is in one set');
        assert.deepEqual(split({ count, classes: labels }, {}, seed, seed), one);
        const tiny = [...new Set(labels)].filter((label) => countOf(labels, label) <= 2);
        if (tiny.length > 0) return;
        for (const label of new Set(labels))
          for (const set of [one.train, one.validation, one.test]) {
            const share = (countOf(labels, label) * set.length) / count;
            const here = set.filter((row) => labels[row] === label).length;
            assert.ok(Math.abs(here - share) < 1, `class ${label}: ${here} for ${share}`);
          }
      }),
    );
  });

  it('lets classes of one and two rows train', () => {
    fc.assert(
      fc.property(classes, fc.nat(1000), (labels, seed) => {
        const tiny = [...new Set(labels)].filter((label) => countOf(labels, label) <= 2);
        const { train } = split({ count: labels.length, classes: labels }, {}, seed);
        const trained = new Set(train.map((row) => labels[row]));
        assert.equal(tiny.filter((label) => trained.has(label)).length, Math.min(tiny.length, train.length));
      }),
    );
  });

  it('gives each row the same chance to test', () => {
    const labels = upTo(20).map((i) => i % 2);
    const hits = upTo(20).map(() => 0);
    for (const seed of upTo(500))
      for (const row of split({ count: 20, classes: labels }, {}, seed).test) hits[row]++;
    assert.ok(
      hits.every((one) => one > 60 && one < 140),
      hits.join(),
    );
  });

  it('follows the file where rows are not shuffled: the last rows test', () => {
    const { train, validation, test, facts } = split(
      { classes: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] },
      { shuffle: false },
    );
    assert.deepEqual(
      [[...train], [...validation], [...test]],
      [
        [0, 1, 2, 3, 4, 5],
        [6, 7],
        [8, 9],
      ],
    );
    assert.deepEqual(facts, { order: 'fileOrder', testFile: false, redrawn: false });
  });

  it('is drawn anew by each seed for few rows, and shared by all seeds for many', () => {
    const [first, second] = [1, 2].map((seed) => split({ count: 2000 }, {}, seed));
    assert.notDeepEqual(first.test, second.test);
    assert.equal(first.facts.redrawn, true);
    const many = [1, 2].map((seed) => split({ count: 2001 }, {}, seed));
    assert.deepEqual(many[0], many[1]);
    assert.equal(many[0].facts.redrawn, false);
    assert.notDeepEqual(split({ count: 2001 }, {}, 1, 7).test, many[0].test, 'another run, another division');
    assert.deepEqual(split({}, { redraw: false }, 1), split({}, { redraw: false }, 2));
    assert.notDeepEqual(
      split({ count: 3000 }, { redraw: true }, 1),
      split({ count: 3000 }, { redraw: true }, 2),
    );
  });
});

describe('folds', () => {
  it('test on every row once, stratified, and anew in the next repetition', () => {
    fc.assert(
      fc.property(classes, fc.integer({ min: 2, max: 10 }), fc.nat(1000), (labels, folds, runSeed) => {
        const count = labels.length;
        fc.pre(folds <= count);
        const of = (index: number) =>
          split({ count, classes: labels }, { folds }, (runSeed + index) >>> 0, runSeed);
        const parts = upTo(folds).map(of);
        assert.deepEqual(inOrder(parts.flatMap(({ test }) => [...test])), upTo(count));
        for (const part of parts) {
          assert.deepEqual(inOrder(all(part)), upTo(count));
          assert.ok(part.train.length >= 1);
          for (const label of new Set(labels)) {
            const own = countOf(labels, label);
            const here = part.test.filter((row) => labels[row] === label).length;
            assert.ok(Math.abs(here - own / folds) < 1);
          }
        }
        const again = upTo(folds).map((i) => of(folds + i));
        assert.deepEqual(inOrder(again.flatMap(({ test }) => [...test])), upTo(count));
      }),
    );
    const [once, twice] = [0, 5].map((i) => split({ count: 100 }, { folds: 5 }, 3 + i, 3));
    assert.notDeepEqual(once.test, twice.test);
    const same = [0, 5].map((i) => split({ count: 100 }, { folds: 5, redraw: false }, 3 + i, 3));
    assert.deepEqual(same[0], same[1]);
    assert.deepEqual(once.facts, { order: 'folds', testFile: false, redrawn: true });
    assert.deepEqual([once.train.length, once.validation.length, once.test.length], [60, 20, 20]);
  });

  it('go on behind the largest seed', () => {
    const last = 2 ** 32 - 1;
    const tests = [0, 1, 2].flatMap((i) => [...split({}, { folds: 3 }, (last + i) >>> 0, last).test]);
    assert.deepEqual(inOrder(tests), upTo(10));
  });

  for (const [rows, more, words] of [
    [{}, { folds: 1 }, /data\.folds is 1.*at least 2/],
    [{}, { folds: 11 }, /data\.folds is 11, and there are 10 rows/],
    [{}, { folds: 5, shuffle: false }, /data\.folds .*data\.shuffle/],
    [{}, { folds: 5, test: 3 }, /data\.folds .*data\.test/],
    [{ test: { file: 'b', count: 4 } }, { folds: 5 }, /data\.folds .*test file/],
    [{}, { redraw: true, shuffle: false }, /data\.redraw .*data\.shuffle/],
  ] as [Partial<Rows>, Partial<SplitSpec>, RegExp][])
    it(`refuses ${JSON.stringify({ ...rows, ...more })}`, () =>
      assert.throws(() => split(rows, more), { name: 'DataError', message: words }));
});

describe('sets of their own', () => {
  const rows = { count: 10, validation: { file: 'v', count: 3 }, test: { file: 't', count: 4 } };

  it('validate and test as they are; all other rows train', () => {
    const { train, validation, test, facts } = split(rows);
    assert.deepEqual(inOrder(train), upTo(10));
    assert.deepEqual(
      [[...validation], [...test]],
      [
        [10, 11, 12],
        [13, 14, 15, 16],
      ],
    );
    assert.equal(facts.testFile, true);
    assert.deepEqual([...split({ ...rows, validation: undefined }).test], [10, 11, 12, 13]);
    assert.equal(split({ ...rows, validation: undefined }).validation.length, 2);
  });

  it('give as many rows as are asked for, the same for every seed', () => {
    const [one, other] = [1, 2].map((seed) => split(rows, { test: 2, validation: 0 }, seed));
    assert.deepEqual([one.test.length, one.validation.length], [2, 0]);
    assert.deepEqual(one.test, other.test);
    assert.ok(one.test.every((row) => row >= 13 && row < 17));
    assert.deepEqual([...split(rows, { test: 2, shuffle: false }).test], [13, 14]);
    assert.throws(() => split(rows, { test: 5 }), /^DataError: t: 4 rows, but 5 of them are asked for/);
  });
});

describe('dealing', () => {
  it('leaves the rows of a set in the order in which they were dealt', () => {
    const [first, second] = deal(Uint32Array.of(4, 2, 3, 1, 0), [3, 2], [0, 0, 1, 1, 1]);
    assert.deepEqual(
      [[...first], [...second]],
      [
        [4, 2, 1],
        [3, 0],
      ],
    );
  });
});

describe('a table that is sorted by class', () => {
  const sorted = `a,y\n${upTo(50)
    .map((i) => `${i},${i < 40 ? 'p' : 'q'}`)
    .join('\n')}\n`;

  it('trains and tests on every class unless its order is kept', async () => {
    const data = await csv(sorted);
    const share = ({ y }: { y: Float32Array }) => y.filter((label) => label === 1).length / y.length;
    assert.deepEqual([share(data.train), share(data.validation!), share(data.test)], [0.2, 0.2, 0.2]);
    assert.deepEqual(data.split, { order: 'shuffled', testFile: false, redrawn: true });
    assert.match(await refusal(csv(sorted, { shuffle: false })), /“p” in every one of the 30 rows/);
  });
});
