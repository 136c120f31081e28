import assert from 'node:assert/strict';
import type { Dimension } from '../../src/core/search/distribution';
import { PARZEN_DEFAULTS, parzenEstimator } from '../../src/core/search/parzen/estimator';
import { groupsOf } from '../../src/core/search/samplers/groups';
import { divide } from '../../src/core/search/samplers/observations';
import { type Fixture, readFixture } from './fixtures';

const { densities, divisions } = readFixture<Fixture>('samplers.json');

/** Log densities, some of which are those of values that a distribution all but excludes. */
function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i]! - value) / Math.max(1, Math.abs(value));
    assert.ok(error < 1e-9, `point ${i}: ${actual[i]}, where Optuna has ${value}`);
  });
}

describe('Parzen estimators beside Optuna 3.1', () => {
  for (const { name, distributions, columns, options, points, lnDensities } of densities) {
    it(`have the densities of ${name}`, () => {
      const mixture = parzenEstimator(distributions, columns, { ...PARZEN_DEFAULTS, ...options });
      assertClose(
        points.map((point) => mixture.lnDensity(point)),
        lnDensities,
      );
    });
  }
});

describe('what TPE learns from, beside Optuna 3.1', () => {
  const unit = { kind: 'float', low: 0, high: 1, log: false } as const;
  const dimensions: Dimension[] = [
    { name: 'kind', distribution: { kind: 'choice', count: 3 } },
    { name: 'x', distribution: unit },
    { name: 'y', distribution: unit, when: { name: 'kind', values: [1, 2] } },
    { name: 'w', distribution: unit, when: { name: 'kind', values: [2] } },
    {
      name: 'z',
      distribution: { kind: 'integer', low: 0, high: 4, log: false, step: 1 },
      when: { name: 'kind', values: [2, 1] },
    },
  ];

  for (const { trials, finished, good, other, groups } of divisions) {
    it(`divides ${trials.length} trials, some of which were pruned or still run`, () => {
      const history = trials.map((trial) => ({ ...trial, value: trial.value ?? undefined }));
      const division = divide(history);
      assert.equal(division.finished, finished);
      assert.deepEqual(
        division.good,
        good.map((n) => trials[n]!.point),
      );
      assert.deepEqual(
        division.other,
        other.map((n) => trials[n]!.point),
      );
      // Three trials need not have shown every condition.
      if (trials.length > 3) {
        const names = groupsOf(dimensions).map((group) => group.map(({ name }) => name).sort());
        assert.deepEqual(names.sort(), groups);
      }
    });
  }
});
