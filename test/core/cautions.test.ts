import assert from 'node:assert/strict';
import { type Caution, cautionsOf, isSevere } from '../../src/core/cautions';
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
});
