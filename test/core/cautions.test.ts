import assert from 'node:assert/strict';
import { type Caution, cautionsOf, isSevere, overSeeds } from '../../src/core/cautions';
import type { Dataset, Task } from '../../src/core/dataset';

type Rows = readonly (readonly number[])[];

/** Rows of features, the target last. */
function data(task: Task, train: Rows, test: Rows, more: Partial<Dataset> = {}): Dataset {
  const features = train[0].length - 1;
  const samples = (rows: Rows) => ({
    count: rows.length,
    x: Float32Array.from(rows.flatMap((row) => row.slice(0, features))),
    y: Float32Array.from(rows, (row) => row[features]),
  });
  const outputNames = task === 'regression' ? ['y'] : ['a', 'b', 'c'];
  return {
    ...{ task, features, outputs: outputNames.length, outputNames, notes: [] },
    ...{ train: samples(train), test: samples(test) },
    featureNames: Array.from({ length: features }, (_, i) => `x${i + 1}`),
    ...more,
  };
}

/** `count` rows with features within 0..1. */
const rows = (count: number, target: (i: number) => number, feature = (i: number) => (i % 10) / 9): Rows =>
  Array.from({ length: count }, (_, i) => [feature(i), target(i)]);
const kindsOf = (cautions: readonly Caution[]) => cautions.map(({ kind }) => kind);

describe('cautions about test rows', () => {
  it('there are none where the test rows are like the training rows', () => {
    assert.deepEqual(
      cautionsOf(
        data(
          'classification',
          rows(300, (i) => i % 3),
          rows(90, (i) => i % 3),
        ),
      ),
      [],
    );
    const wave = (i: number) => Math.sin(i);
    assert.deepEqual(cautionsOf(data('regression', rows(300, wave), rows(90, wave))), []);
  });

  it('names the classes that hardly train', () => {
    const cautions = cautionsOf(
      data(
        'classification',
        rows(100, (i) => i % 2),
        rows(30, () => 2),
      ),
    );
    assert.deepEqual(cautions, [{ kind: 'untrainedClasses', names: ['c'], share: 1 }]);
    assert.ok(isSevere(cautions[0]));
    const seldom = rows(500, (i) => (i === 0 ? 2 : i % 2));
    const one = cautionsOf(
      data(
        'classification',
        seldom,
        rows(100, (i) => (i < 5 ? 2 : i % 2)),
      ),
    );
    assert.deepEqual(kindsOf(one), ['untrainedClasses']);
    assert.ok(!isSevere(one[0]), 'of a twentieth of the rows: to be known, and no more');
  });

  it('measures how far the shares of the classes have moved, beyond chance', () => {
    const moved = (test: number) => {
      const late = (i: number) => Number(i % 10 >= 3);
      return cautionsOf(
        data(
          'classification',
          rows(100 * test, (i) => i % 2),
          rows(test, late),
        ),
      );
    };
    assert.deepEqual(kindsOf(moved(400)), ['classDrift']);
    const [caution] = moved(400);
    assert.ok(caution.kind === 'classDrift' && Math.abs(caution.distance - 0.2) < 1e-6);
    assert.deepEqual(moved(20), [], 'of twenty rows that is chance');
  });

  it('measures a target’s drift in training deviations', () => {
    const [caution] = cautionsOf(
      data(
        'regression',
        rows(400, (i) => i % 2),
        rows(100, (i) => (i % 2) + 1),
      ),
    );
    assert.ok(caution.kind === 'targetDrift' && caution.name === 'y');
    assert.ok(Math.abs(caution.deviations - 2) < 1e-6 && isSevere(caution));
  });

  it('names the feature that leaves what trained the farthest', () => {
    const train = rows(100, (i) => i % 2).map(([x, y]) => [x, x, y]);
    const far = train.slice(0, 50).map(([x, , y], i) => [x + (i < 20 ? 1.5 : 0), i === 0 ? 13 : x, y]);
    const cautions = cautionsOf(data('classification', train, far));
    assert.deepEqual(kindsOf(cautions), ['extrapolation']);
    const [caution] = cautions;
    assert.ok(caution.kind === 'extrapolation' && caution.name === 'x2' && caution.rows === 1);
    assert.ok(Math.abs(caution.ranges - 12) < 1e-5 && isSevere(caution));
    assert.deepEqual(
      cautionsOf(data('classification', train, far, { image: { width: 2, height: 1 } })),
      [],
      'pixels are not looked at',
    );
  });

  /** Numbers that look random, the same every time. */
  const noise = (i: number) =>
    Math.sin(i * 12.9898) * 43758.5453 - Math.floor(Math.sin(i * 12.9898) * 43758.5453);
  const split = { order: 'shuffled', testFile: false, redrawn: true } as const;
  const cloud = (count: number, from = 0): Rows =>
    Array.from({ length: count }, (_, i) => [noise(from + i), noise(7000 + from + i), (from + i) % 2]);

  it('counts test rows that are copies of training rows, whatever the task', () => {
    const train = cloud(100);
    const mixed = [...train.slice(0, 30), ...cloud(30, 500)];
    for (const task of ['classification', 'regression'] as const) {
      const [caution] = cautionsOf(data(task, train, mixed, { split }));
      assert.deepEqual(caution, { kind: 'repeated', rows: 30, share: 0.5 });
      assert.ok(isSevere(caution));
      assert.deepEqual(cautionsOf(data(task, train, cloud(60, 500), { split })), []);
    }
    const other = mixed.map(([a, b, y]) => [a, b, 1 - y]);
    assert.deepEqual(cautionsOf(data('classification', train, other, { split })), [], 'another target');
    const few = cautionsOf(
      data('classification', train, [...train.slice(0, 3), ...cloud(97, 500)], { split }),
    );
    assert.deepEqual(kindsOf(few), ['repeated']);
    assert.ok(!isSevere(few[0]));
  });

  it('rows that are so coarse that they repeat by chance are no copies', () => {
    const coarse = (from: number) =>
      Array.from({ length: 200 }, (_, i) => [
        ...[1, 2, 3, 4].map((k) => Math.floor(3 * noise(k * 999 + from + i))),
        i % 2,
      ]);
    assert.deepEqual(cautionsOf(data('classification', coarse(0), coarse(500), { split })), []);
    const patterns = cloud(4);
    assert.deepEqual(
      cautionsOf(data('classification', patterns, patterns, { split })),
      [],
      'patterns repeat',
    );
  });

  it('few training rows are left by chance: that is no extrapolation', () => {
    const wide = (count: number, from: number): Rows =>
      Array.from({ length: count }, (_, i) => [
        ...[1, 2, 3, 4, 5].map((k) => noise(k * 321 + from + i)),
        i % 2,
      ]);
    const [few] = cautionsOf(data('classification', wide(6, 0), wide(150, 900)));
    assert.ok(few.kind === 'fewTraining' && few.rows === 6 && !isSevere(few));
    const moved = wide(150, 900).map(([a, ...rest]) => [a + 1.5, ...rest]);
    const [far] = cautionsOf(data('classification', wide(60, 0), moved));
    assert.ok(far.kind === 'extrapolation' && far.name === 'x1' && isSevere(far));
  });

  it('measures a change in the spread of a target, and ignores a few outliers', () => {
    const wave = (factor: number) => (i: number) => factor * Math.sin(i);
    const [caution] = cautionsOf(data('regression', rows(200, wave(1)), rows(60, wave(4))));
    assert.ok(caution.kind === 'spreadDrift' && Math.abs(caution.ratio - 4) < 0.2 && isSevere(caution));
    const far = (i: number) => (i === 30 ? 5000 : Math.sin(i));
    const cautions = cautionsOf(data('regression', rows(200, wave(1)), rows(60, far)));
    assert.deepEqual(kindsOf(cautions), ['extrapolation']);
    assert.ok('name' in cautions[0] && cautions[0].name === 'y' && isSevere(cautions[0]));
  });

  it('reports each caution over several seeds once, at its strongest, with the number of seeds', () => {
    const far = (name: string, ranges: number): Caution => ({
      kind: 'extrapolation',
      name,
      rows: 1,
      share: 0.1,
      ranges,
    });
    assert.deepEqual(overSeeds([[], [far('a', 4)], [far('a', 20), far('b', 5)], []]), [
      { caution: far('a', 20), seeds: 2, of: 4 },
      { caution: far('b', 5), seeds: 1, of: 4 },
    ]);
    assert.equal(overSeeds([[far('a', 4), far('b', 5), far('c', 6)]]).length, 2, 'the strongest of a kind');
  });
});
