import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import * as v from 'valibot';
import type { Dataset, Samples } from '../../src/core/dataset';
import { generators } from '../../src/core/datasets/index';
import { createStream, type Stream } from '../../src/core/random';

type Id = (typeof generators)[number]['id'];

/** Makes a data set with the entry's defaults where nothing is said. */
function generate(id: Id, given: Record<string, number> = {}, seed = 1): Dataset {
  const entry = generators.find((one) => one.id === id)!;
  const params: unknown = v.parse(v.strictObject(entry.params as v.ObjectEntries), given);
  const make = entry.generate as (params: unknown, stream: Stream) => Dataset;
  return make(params, createStream(seed, 'data'));
}

const plane = ['moons', 'circles', 'xor', 'gaussians', 'spiral'] as const;

const every = (samples: Samples, holds: (value: number) => boolean) => samples.x.every(holds);

/** Correlation of a feature with the class, taken as −1 and 1. */
function correlation({ x, y, count }: Samples, features: number, feature: number): number {
  let [xs, xx, ys, xy] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [value, sign] = [x[i * features + feature], 2 * y[i] - 1];
    xs += value / count;
    xx += (value * value) / count;
    ys += sign / count;
    xy += (value * sign) / count;
  }
  return (xy - xs * ys) / Math.sqrt((xx - xs * xs) * (1 - ys * ys));
}

/** Share of test samples whose nearest training sample has their class. */
function nearestNeighbour({ train, test, features }: Dataset): number {
  let right = 0;
  for (let i = 0; i < test.count; i++) {
    let [best, label] = [Number.POSITIVE_INFINITY, -1];
    for (let k = 0; k < train.count; k++) {
      let distance = 0;
      for (let j = 0; j < features; j++)
        distance += (test.x[i * features + j] - train.x[k * features + j]) ** 2;
      if (distance < best) [best, label] = [distance, train.y[k]];
    }
    if (label === test.y[i]) right++;
  }
  return right / test.count;
}

describe('Generated data', () => {
  for (const { id } of generators) {
    it(`${id}: says of itself what it is`, () => {
      const data = generate(id, { train: 37, test: 53 });
      assert.deepEqual([data.train.count, data.test.count], [37, 53]);
      assert.equal(data.featureNames.length, data.features);
      assert.equal(new Set(data.featureNames).size, data.features);
      assert.equal(data.outputNames.length, data.outputs);
      for (const samples of [data.train, data.test]) {
        assert.equal(samples.x.length, samples.count * data.features);
        assert.equal(samples.y.length, samples.count);
        assert.ok(samples.x.every(Number.isFinite) && samples.y.every(Number.isFinite));
      }
      if (data.image) assert.equal(data.image.width * data.image.height, data.features);
    });

    it(`${id}: one seed, one data set; another seed, another one`, () => {
      const few = { train: 20, test: 20 };
      assert.deepEqual(generate(id, few, 7), generate(id, few, 7));
      assert.notDeepEqual(generate(id, few, 7).train.x, generate(id, few, 8).train.x);
      assert.notDeepEqual(generate(id, few, 0).train.x, generate(id, few, 1).train.x);
    });

    it(`${id}: more training samples extend the set and leave the test set as it was`, () => {
      const [few, many] = [generate(id, { train: 10, test: 30 }), generate(id, { train: 25, test: 30 })];
      assert.deepEqual(few.test, many.test);
      assert.deepEqual(few.train.x, many.train.x.subarray(0, few.train.x.length));
    });

    it(`${id}: the classes are as large as each other`, () => {
      const data = generate(id, { train: 43, test: 101 });
      if (data.task === 'regression') return;
      for (const { y, count } of [data.train, data.test]) {
        const sizes = Array.from(
          { length: data.outputs },
          (_, label) => y.filter((one) => one === label).length,
        );
        assert.equal(
          sizes.reduce((sum, size) => sum + size),
          count,
        );
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join());
      }
    });
  }

  it('the same bits on every machine', () => {
    const digests = generators.map(({ id }) => {
      const { train, test } = generate(id, { train: 30, test: 10 }, 1234);
      const hash = createHash('sha256');
      for (const { x, y } of [train, test]) hash.update(x).update(y);
      return [id, hash.digest('hex').slice(0, 16)];
    });
    assert.deepEqual(Object.fromEntries(digests), {
      moons: 'd97dcb3bd9224afb',
      circles: 'b58f1e5d6ac5ccc2',
      xor: '3f59110f09dd4fc3',
      gaussians: '8402a9795a4dacca',
      spiral: '61ca41061b9cacfc',
      surface: 'fac606915762f73b',
      'dominant-feature': 'cc8b35356958c4af',
      digits: '26947a8db61dc379',
    });
  });

  it('without noise, the sets of the plane lie within ±1.5 and are learnt from their neighbours', () => {
    for (const id of plane) {
      const data = generate(id, { noise: 0, train: 400, test: 200 });
      assert.ok(
        every(data.train, (value) => Math.abs(value) <= 1.5),
        id,
      );
      assert.ok(nearestNeighbour(data) > 0.94, id);
    }
  });

  it('with their usual noise, hardly a point leaves ±2.5, and neighbours mislead', () => {
    for (const id of plane) {
      const data = generate(id, { train: 100, test: 1000 });
      const outside = data.test.x.filter((value) => Math.abs(value) > 2.5).length;
      assert.ok(outside <= 20, `${id}: ${outside}`);
      const score = nearestNeighbour(data);
      assert.ok(score > 0.6 && score < 0.99, `${id}: ${score}`);
    }
  });

  it('dragging the noise moves the same points', () => {
    fc.assert(
      fc.property(fc.constantFrom(...plane), fc.double({ min: 0.01, max: 1, noNaN: true }), (id, noise) => {
        const [still, moved, twice] = [0, noise / 2, noise].map(
          (one) => generate(id, { train: 12, test: 6, noise: one }).train.x,
        );
        for (let i = 0; i < still.length; i++)
          assert.ok(Math.abs(twice[i] - still[i] - 2 * (moved[i] - still[i])) < 1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it('moons, circles, XOR and the spiral have the shapes of their names', () => {
    const moons = generate('moons', { noise: 0 }).train;
    for (let i = 0; i < moons.count; i++) {
      const side = moons.y[i] === 0 ? 1 : -1;
      const [x, y] = [side * moons.x[2 * i] + 0.5, side * moons.x[2 * i + 1] + 0.25];
      assert.ok(Math.abs(x * x + y * y - 1) < 1e-5 && y > -1e-6);
    }
    const circles = generate('circles', { noise: 0 }).train;
    for (let i = 0; i < circles.count; i++) {
      const radius = Math.hypot(circles.x[2 * i], circles.x[2 * i + 1]);
      assert.equal(radius > 0.7, circles.y[i] === 1);
    }
    const xor = generate('xor', { noise: 0 }).train;
    for (let i = 0; i < xor.count; i++) assert.equal(xor.x[2 * i] * xor.x[2 * i + 1] < 0, xor.y[i] === 1);
    const spiral = generate('spiral', { noise: 0 }).train;
    for (let i = 0; i < spiral.count; i++) {
      const [x, y] = [spiral.x[2 * i], spiral.x[2 * i + 1]];
      const turns = (1.75 * Math.hypot(x, y)) / 1.4 + spiral.y[i] / 2;
      const off = Math.atan2(y, x) / (2 * Math.PI) - turns;
      assert.ok(Math.abs(off - Math.round(off)) < 1e-4);
    }
  });

  it('the surface has mean 0 and variance 1, and the noise comes on top', () => {
    const moments = (noise: number) => {
      const { y, count } = generate('surface', { noise, test: 20_000 }).test;
      const mean = y.reduce((sum, value) => sum + value, 0) / count;
      return [mean, y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count];
    };
    const [mean, variance] = moments(0);
    assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.03, `${mean} ${variance}`);
    assert.ok(Math.abs(moments(0.5)[1] - 1.25) < 0.05);
  });

  it('the dominant feature gives the label away in training and less so in the test; the others hardly', () => {
    const data = generate('dominant-feature', { train: 5000, test: 5000 });
    const of = (samples: Samples, feature: number) => correlation(samples, data.features, feature);
    assert.ok(Math.abs(of(data.train, 0) - 0.95) < 0.01);
    assert.ok(Math.abs(of(data.test, 0) - 0.3) < 0.05);
    for (let feature = 1; feature < data.features; feature++)
      for (const samples of [data.train, data.test]) assert.ok(Math.abs(of(samples, feature) - 0.3) < 0.06);
    assert.equal(generate('dominant-feature', { features: 4 }).features, 4);
  });

  it('digits: ink on paper, 0..1, with a margin, and the digits differ', () => {
    const clean = generate('digits', { noise: 0, train: 200, test: 100 });
    let touching = 0;
    for (let i = 0; i < clean.train.count; i++) {
      const image = clean.train.x.subarray(i * 784, (i + 1) * 784);
      const ink = image.reduce((sum, value) => sum + value, 0);
      assert.ok(ink > 15 && ink < 300, `ink of ${clean.train.y[i]}: ${ink}`);
      assert.ok(image.every((value) => value >= 0 && value <= 1));
      const edge = image.filter((_, at) => at < 28 || at >= 756).reduce((sum, value) => sum + value, 0);
      if (edge > 3) touching++;
    }
    assert.ok(touching <= 6, `${touching} of 200 reach the upper or lower edge`);
    const score = nearestNeighbour(clean);
    assert.ok(score > 0.6 && score < 0.98, String(score));
    const still = generate('digits', { noise: 0, distortion: 0, train: 200, test: 100 });
    assert.equal(nearestNeighbour(still), 1, 'without noise and distortion, every way of writing is learnt');
  });
});
