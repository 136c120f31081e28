import assert from 'node:assert/strict';
import { Curve } from '../../src/logs/curve';

describe('a curve of a log', () => {
  const MOST = 1 << 10;
  const curve = (values: Iterable<number>, most?: number) => {
    const one = new Curve(most);
    let step = 0;
    for (const value of values) one.add(step++, Number.NaN, value);
    return one;
  };
  const pointsOf = ({ steps, values, length }: Curve) =>
    Array.from({ length }, (_, i) => [steps[i]!, values[i]!] as const);

  it('is thinned out to the points that are kept, and loses no extreme and nothing that is not finite', () => {
    const long = Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 5_000));
    long[54_321] = 9;
    long[54_322] = -9;
    long[7] = Number.NaN;
    const one = curve(long, MOST);
    assert.ok(one.length <= MOST && one.length > MOST / 4 && one.isThinned);
    const gaps = Array.from({ length: one.length - 1 }, (_, i) => one.steps[i + 1]! - one.steps[i]!);
    assert.ok(
      gaps.every((gap) => gap < 1_024),
      'old points as close as new ones',
    );
    const points = pointsOf(one);
    assert.ok(
      points.every(([step, value]) => Object.is(long[step], value)),
      'each point is one of the log',
    );
    assert.ok(points.every(([step], i) => i === 0 || step > points[i - 1]![0]));
    assert.deepEqual(
      [54_321, 54_322, 7].map((step) => points.some(([at]) => at === step)),
      [true, true, true],
    );
    assert.equal(one.first, 0);
  });

  it('keeps the means of what was thinned out', () => {
    const long: number[] = Array.from({ length: 4_096 }, (_, i) => (i % 10 === 0 ? 100 : 1));
    const one = curve(long, MOST);
    const mean = long.reduce((sum, value) => sum + value) / long.length;
    assert.ok(Math.abs(one.meanOf(0, one.length) - mean) < 1e-9);
  });

  it('goes on from another one, thinned or not', () => {
    const one = curve([1, 2, 3]);
    const other = new Curve(64);
    for (let step = 2; step < 200; step++) other.add(step, Number.NaN, step);
    one.append(other);
    assert.deepEqual(pointsOf(one).slice(0, 3), [
      [0, 1],
      [1, 2],
      [2, 2],
    ]);
    const mean = (1 + 2 + (199 * 200) / 2 - 1) / 200;
    assert.ok(Math.abs(one.meanOf(0, one.length) - mean) < 1e-9);
  });

  it('goes back when a training is resumed, thinned or not', () => {
    const one = curve(
      Array.from({ length: 3_000 }, (_, i) => i),
      MOST,
    );
    one.add(1_500, Number.NaN, -1);
    const points = pointsOf(one);
    assert.deepEqual(points.at(-1), [1_500, -1]);
    assert.ok(points.at(-2)![0] < 1_500);
  });
});
