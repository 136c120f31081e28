import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createStream } from '../../src/core/random';
import {
  allows,
  countOf,
  type Dimension,
  type Distribution,
  existsAt,
  type Point,
  valueAt,
  valueAtShare,
} from '../../src/core/search/distribution';
import type { PastTrial, Sampler, SamplerFactory } from '../../src/core/search/sampler';
import { type SamplerId, samplerFactories, samplers } from '../../src/core/search/samplers';
import { gridSize, walkGrid } from '../../src/core/search/samplers/grid-walk';
import { divide } from '../../src/core/search/samplers/observations';
import { scramble, sobolBits } from '../../src/core/search/samplers/sobol-sequence';
import { type Fixture, readFixture } from './fixtures';

const PARAMS = { grid: { levels: 4 }, random: {}, sobol: {}, tpe: { startup: 5, candidates: 8 } } as const;
const ids = Object.keys(samplers) as SamplerId[];

function samplerOf(id: SamplerId, dimensions: readonly Dimension[], seed: number): Sampler {
  return (samplerFactories[id] as SamplerFactory<unknown>)(dimensions, seed, PARAMS[id]);
}

const bounds = fc
  .tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: 0, max: 3000 }))
  .map(([low, width]) => ({ low: low / 1000, high: (low + width) / 1000 }));
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  bounds.map(({ low, high }) => ({ kind: 'float', low, high, log: false }) as const),
  bounds.map(({ low, high }) => {
    const least = 10 ** (low - 3);
    return { kind: 'float', low: least, high: least * (1 + (high - low)), log: true } as const;
  }),
  fc
    .tuple(bounds, fc.constantFrom(0.1, 0.25, 0.3, 0.001))
    .map(([{ low, high }, step]) => ({ kind: 'float', low, high, log: false, step }) as const),
  fc
    .tuple(fc.integer({ min: -5, max: 20 }), fc.nat(40), fc.constantFrom(1, 2, 7))
    .map(([low, width, step]) => ({ kind: 'integer', low, high: low + width, log: false, step }) as const),
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.nat(2000))
    .map(([low, width]) => ({ kind: 'integer', low, high: low + width, log: true, step: 1 }) as const),
  fc.integer({ min: 1, max: 5 }).map((count) => ({ kind: 'choice', count }) as const),
);

/** Up to five dimensions, some of which exist only with some values of a choice before them. */
const space: fc.Arbitrary<Dimension[]> = fc
  .array(fc.tuple(distribution, fc.boolean(), fc.nat(), fc.nat(31)), { minLength: 1, maxLength: 5 })
  .map((parts) => {
    const dimensions: Dimension[] = [];
    for (const [distribution, isConditional, which, mask] of parts) {
      const choices = dimensions.filter((dimension) => dimension.distribution.kind === 'choice');
      const parent = choices[which % Math.max(1, choices.length)];
      const dimension: Dimension = { name: `d${dimensions.length}`, distribution };
      if (!isConditional || !parent) dimensions.push(dimension);
      else {
        const values = [...Array(countOf(parent.distribution)).keys()].filter((value) => (mask >> value) & 1);
        dimensions.push({ ...dimension, when: { name: parent.name, values } });
      }
    }
    return dimensions;
  });

/** A value that depends on the point alone. */
function lossOf(point: Point): number {
  return Object.values(point).reduce((sum, value, i) => sum + Math.abs(value - i), 0);
}

/** Everything that rounds of `size` propose; a round's trials run while it is proposed, and end with it. */
function study(sampler: Sampler, size: number, trials: number): PastTrial[] {
  const history: PastTrial[] = [];
  while (history.length < trials) {
    const points = sampler.propose(Math.min(size, trials - history.length), history);
    if (points.length === 0) break;
    for (const point of points) {
      const at = history.length;
      if (at % 7 === 6) history.push({ point, value: undefined, state: 'failed' });
      else if (at % 5 === 4) history.push({ point, value: lossOf(point), state: 'pruned', reached: at });
      else history.push({ point, value: lossOf(point), state: 'complete' });
    }
  }
  return history;
}

const pointsOf = (history: readonly PastTrial[]) => history.map(({ point }) => point);

function assertBelongs(dimensions: readonly Dimension[], point: Point): void {
  const names = dimensions.filter((dimension) => existsAt(dimension, point)).map(({ name }) => name);
  assert.deepEqual(Object.keys(point), names, 'what exists, in the order of the dimensions');
  for (const { name, distribution } of dimensions) {
    if (!names.includes(name)) continue;
    const value = point[name]!;
    assert.ok(allows(distribution, value), `${name} = ${value} of ${JSON.stringify(distribution)}`);
    if (distribution.kind === 'integer') assert.ok(Number.isInteger(value));
    if (distribution.kind === 'choice' || distribution.step === undefined) continue;
    const n = Math.round((value - distribution.low) / distribution.step);
    assert.equal(value, valueAt(distribution, n), 'a value of the step');
  }
}

describe('samplers', () => {
  for (const id of ids) {
    describe(id, () => {
      it('proposes points of the space, each once, and stops where there are no more', () => {
        fc.assert(
          fc.property(space, fc.nat(), (dimensions, seed) => {
            const points = pointsOf(study(samplerOf(id, dimensions, seed), 8, 60));
            for (const point of points) assertBelongs(dimensions, point);
            const different = new Set(points.map((point) => JSON.stringify(point)));
            assert.equal(different.size, points.length);
            const size =
              id === 'grid' ? gridSize(dimensions, PARAMS.grid.levels) : gridSize(dimensions, 1000);
            assert.equal(points.length, Math.min(60, size));
          }),
          { numRuns: 60 },
        );
      });

      it('proposes the same for the same history, however it got there', () => {
        fc.assert(
          fc.property(space, fc.nat(), fc.constantFrom(1, 2, 8), (dimensions, seed, size) => {
            const history = study(samplerOf(id, dimensions, seed), size, 40);
            assert.deepEqual(study(samplerOf(id, dimensions, seed), size, 40), history);
            const half = history.slice(0, size * 2);
            const again = samplerOf(id, dimensions, seed).propose(size, half);
            assert.deepEqual(again, pointsOf(history.slice(half.length, half.length + size)));
          }),
          { numRuns: 30 },
        );
      });

      it('proposes 8 at once as one after the other, with those that still run in the history', () => {
        fc.assert(
          fc.property(space, fc.nat(), (dimensions, seed) => {
            const sampler = samplerOf(id, dimensions, seed);
            const ended = study(sampler, 4, 16);
            const atOnce = sampler.propose(8, ended);
            const history = [...ended];
            for (const size of [1, 2, 1, 4]) {
              for (const point of sampler.propose(size, history))
                history.push({ point, value: undefined, state: 'running' });
            }
            assert.deepEqual(pointsOf(history.slice(ended.length)), atOnce);
          }),
          { numRuns: 30 },
        );
      });

      it('leaves out what others have added', () => {
        const dimensions: Dimension[] = [{ name: 'x', distribution: { kind: 'choice', count: 4 } }];
        const history: PastTrial[] = [2, 0].map((x) => ({ point: { x }, value: x, state: 'complete' }));
        const points = samplerOf(id, dimensions, 1).propose(9, history);
        assert.deepEqual(points.map(({ x }) => x).sort(), [1, 3]);
      });
    });
  }

  for (const id of ['grid', 'random', 'sobol'] as const) {
    it(`${id} proposes the same points in rounds of 1, 2 and 8`, () => {
      fc.assert(
        fc.property(space, fc.nat(), (dimensions, seed) => {
          const [one, two, eight] = [1, 2, 8].map((size) =>
            pointsOf(study(samplerOf(id, dimensions, seed), size, 32)),
          );
          assert.deepEqual(two, one);
          assert.deepEqual(eight, one);
        }),
        { numRuns: 30 },
      );
    });
  }

  it('differ by the seed, but for a grid', () => {
    const dimensions: Dimension[] = [
      { name: 'x', distribution: { kind: 'float', low: 0, high: 1, log: false } },
    ];
    for (const id of ids) {
      const [a, b] = [1, 2].map((seed) => pointsOf(study(samplerOf(id, dimensions, seed), 4, 16)));
      if (id === 'grid') assert.deepEqual(a, b);
      else assert.notDeepEqual(a, b);
    }
  });
});

describe('a grid', () => {
  const unit = { kind: 'float', low: 0, high: 1, log: false } as const;
  const axis = (name: string, levels: number): Dimension => ({ name, distribution: unit, levels });

  it('shows the coarse picture first', () => {
    const points = [...walkGrid([axis('x', 5), axis('y', 5)], 2)];
    assert.equal(points.length, 25);
    const coordinates = (some: Point[]) => [...new Set(some.flatMap(({ x, y }) => [x!, y!]))].sort();
    assert.deepEqual(coordinates(points.slice(0, 4)), [0, 1]);
    assert.deepEqual(coordinates(points.slice(0, 9)), [0, 0.5, 1]);
    assert.deepEqual(points[4], { x: 0, y: 0.5 });
  });

  it('takes levels on a logarithmic scale, whole where the setting is', () => {
    const rate = { kind: 'float', low: 1e-4, high: 1e-1, log: true } as const;
    const rates = [...walkGrid([{ name: 'r', distribution: rate }], 4)].map(({ r }) => r);
    assert.deepEqual(rates.sort(), [0.0001, 0.001, 0.01, 0.1]);
    const width = { kind: 'integer', low: 1, high: 1000, log: true, step: 1 } as const;
    const widths = [...walkGrid([{ name: 'w', distribution: width }], 4)].map(({ w }) => w!);
    assert.deepEqual(
      widths.sort((a, b) => a - b),
      [1, 10, 100, 1000],
    );
    const few = [...walkGrid([{ name: 'w', distribution: { ...width, high: 3 } }], 5)].map(({ w }) => w!);
    assert.deepEqual(few.sort(), [1, 2, 3]);
  });

  it('takes every step as a person writes it', () => {
    const ratio = { kind: 'float', low: 0, high: 0.9, log: false, step: 0.1 } as const;
    const values = [...walkGrid([{ name: 'p', distribution: ratio }], 2)].map(({ p }) => p);
    assert.deepEqual(values.sort(), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  });

  it('has a conditional setting once where it does not exist', () => {
    const dimensions: Dimension[] = [
      { name: 'where', distribution: { kind: 'choice', count: 3 } },
      { ...axis('ratio', 4), when: { name: 'where', values: [1, 2] } },
    ];
    assert.equal([...walkGrid(dimensions, 2)].length, 1 + 4 + 4);
    assert.equal(gridSize(dimensions, 2), 9);
  });

  it('counts as many points as it walks', () => {
    fc.assert(
      fc.property(space, (dimensions) => {
        const size = gridSize(dimensions, 3);
        fc.pre(size < 2000);
        assert.equal([...walkGrid(dimensions, 3)].length, size);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the Sobol sequence', () => {
  const { sobol } = readFixture<Fixture>('samplers.json');

  it('is that of SciPy, in 20 dimensions', () => {
    sobol.forEach((row, i) => {
      const ours = row.map((_, d) => sobolBits(i ^ (i >> 1), d) / 2 ** 32);
      assert.deepEqual(ours, row);
    });
  });

  it('has after scrambling one point in each elementary interval', () => {
    for (const seed of [0, 1, 0xffffffff]) {
      for (let d = 0; d < 20; d++) {
        const cells = Array.from({ length: 256 }, (_, i) => scramble(sobolBits(i, d), d, seed) >>> 24);
        assert.equal(new Set(cells).size, 256);
      }
      // Dimensions 0 and 1 together are a (0, 2)-sequence: every 16 × 16, 4 × 64 … cell has one of 256 points.
      for (const bits of [0, 2, 4, 6, 8]) {
        const boxes = Array.from({ length: 256 }, (_, i) => {
          const [x, y] = [0, 1].map((d) => scramble(sobolBits(i, d), d, seed));
          return `${bits && x! >>> (32 - bits)} ${bits < 8 ? y! >>> (24 + bits) : 0}`;
        });
        assert.equal(new Set(boxes).size, 256, `${bits} bits of x`);
      }
    }
  });

  it('scrambles every coordinate to a uniform one', () => {
    const values = Array.from({ length: 4000 }, (_, seed) => scramble(sobolBits(5, 3), 3, seed) / 2 ** 32);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(mean - 0.5) < 0.02, `${mean}`);
  });

  it('refuses more dimensions than it has', () => {
    const unit = { kind: 'float', low: 0, high: 1, log: false } as const;
    const dimensions = Array.from({ length: 21 }, (_, i) => ({ name: `d${i}`, distribution: unit }));
    assert.throws(() => samplerOf('sobol', dimensions, 1), /at most 20 settings; the study has 21/);
  });
});

describe('uniform shares', () => {
  it('give every step, whole number and choice the same part', () => {
    const cases: Distribution[] = [
      { kind: 'float', low: 0, high: 0.9, log: false, step: 0.1 },
      { kind: 'integer', low: 1, high: 19, log: false, step: 2 },
      { kind: 'choice', count: 10 },
    ];
    for (const distribution of cases) {
      const counts = new Map<number, number>();
      for (let i = 0; i < 1000; i++) {
        const value = valueAtShare(distribution, (i + 0.5) / 1000);
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      assert.deepEqual([...counts.values()], new Array(10).fill(100));
    }
  });

  it('are even in the logarithm where that is the scale', () => {
    const distribution = { kind: 'float', low: 1e-4, high: 1, log: true } as const;
    const stream = createStream(1, 'study');
    const values = Array.from({ length: 4000 }, () => valueAtShare(distribution, stream.uniform()));
    const below = values.filter((value) => value < 1e-2).length;
    assert.ok(Math.abs(below - 2000) < 150, `${below}`);
  });
});

describe('TPE', () => {
  const plane: Dimension[] = ['x', 'y'].map((name) => ({
    name,
    distribution: { kind: 'float', low: -5, high: 5, log: false },
  }));
  const distance = ({ x, y }: Point) => (x! - 2) ** 2 + (y! + 1) ** 2;

  function end(history: PastTrial[], points: readonly Point[], loss: (point: Point) => number): void {
    for (const point of points) history.push({ point, value: loss(point), state: 'complete' });
  }

  it('comes near the minimum, and nearer than random points do', () => {
    const best = (id: SamplerId) => {
      const results = Array.from({ length: 9 }, (_, seed) => {
        const sampler = samplerOf(id, plane, seed);
        const history: PastTrial[] = [];
        while (history.length < 60) end(history, sampler.propose(2, history), distance);
        return Math.min(...history.map(({ value }) => value!));
      });
      return results.sort((a, b) => a - b)[4]!;
    };
    const [tpe, random] = [best('tpe'), best('random')];
    assert.ok(tpe < 0.3 * random, `${tpe}, random ${random}`);
  });

  it('takes the best tenth for good, earlier trials first where values are equal, pruned ones last', () => {
    const trial = fc.record({
      value: fc.constantFrom(undefined, Number.NaN, Number.POSITIVE_INFINITY, 1, 2, 3, 4),
      state: fc.constantFrom('complete', 'pruned', 'failed', 'running'),
      reached: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(trial, { maxLength: 400 }), (drawn) => {
        const history = drawn.map((one, at): PastTrial => ({ ...one, point: { x: at } }) as PastTrial);
        const ended = history.filter(
          ({ state, value }) =>
            (state === 'complete' || state === 'pruned') && !Number.isNaN(value ?? Number.NaN),
        );
        const key = ({ state, reached = 0, value }: PastTrial) =>
          state === 'complete' ? [0, 0, value!] : [1, -reached, value!];
        const sorted = ended.toSorted((a, b) => {
          const [one, other] = [key(a), key(b)];
          const at = one.findIndex((part, i) => part !== other[i]);
          return at < 0 ? 0 : one[at]! < other[at]! ? -1 : 1;
        });
        const good = new Set(sorted.slice(0, Math.min(Math.ceil(0.1 * ended.length), 25)));
        const points = (isGood: boolean) => pointsOf(history.filter((one) => good.has(one) === isGood));
        const { finished, good: found, other } = divide(history);
        assert.deepEqual([finished, found, other], [ended.length, points(true), points(false)]);
      }),
    );
  });

  it('keeps away from what failed and from what runs', () => {
    const line: Dimension[] = [{ name: 'x', distribution: { kind: 'float', low: 0, high: 1, log: false } }];
    const history: PastTrial[] = Array.from({ length: 40 }, (_, i) => ({
      point: { x: (i + 0.5) / 40 },
      ...(i < 20 ? { state: 'failed', value: undefined } : { state: 'complete', value: Math.abs(i - 33) }),
    }));
    const points = Array.from({ length: 20 }, (_, seed) => samplerOf('tpe', line, seed).propose(1, history));
    const inFailed = points.filter(([point]) => point!.x! < 0.45).length;
    assert.ok(inFailed <= 2, `${inFailed} of 20 where all failed`);
  });

  it('goes on in a branch that has more where the best has no more', () => {
    const dimensions: Dimension[] = [
      { name: 'where', distribution: { kind: 'choice', count: 2 } },
      {
        name: 'ratio',
        distribution: { kind: 'float', low: 0, high: 1, log: false },
        when: { name: 'where', values: [1] },
      },
    ];
    const loss = (point: Point) => (point.where === 0 ? 0 : 1 + (point.ratio! - 0.25) ** 2);
    const sampler = samplerOf('tpe', dimensions, 3);
    const history: PastTrial[] = [];
    while (history.length < 80) end(history, sampler.propose(1, history), loss);
    assert.equal(history.filter(({ point }) => point.where === 0).length, 1);
    const late = history.slice(40).filter(({ point }) => Math.abs(point.ratio! - 0.25) < 0.15).length;
    assert.ok(late > 20, `${late} of 40 near the minimum`);
  });
});
