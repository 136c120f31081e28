import assert from 'node:assert/strict';
import { exp, ln, ln1p } from '../../src/core/elementary';
import { lnNormalCdf, lnNormalMass, normalCdf, normalQuantile } from '../../src/core/normal';
import { type Fixture, readFixture } from '../study/fixtures';

const { normal } = readFixture<Fixture>('samplers.json');

function assertClose(actual: number, expected: number, relative: number, what: string): void {
  const error = Math.abs(actual - expected);
  assert.ok(error <= relative * Math.abs(expected), `${what}: ${actual} instead of ${expected}`);
}

describe('elementary functions', () => {
  const spread = Array.from({ length: 4001 }, (_, i) => (i - 2000) / 2.83);

  it('exp is that of the engine but for the last bit', () => {
    for (const x of spread) assertClose(exp(x), Math.exp(x), 4.5e-16, `exp ${x}`);
    assert.deepEqual(
      [exp(0), exp(710), exp(-710), exp(Number.NaN)],
      [1, Number.POSITIVE_INFINITY, 0, Number.NaN],
    );
    assert.deepEqual(
      [exp(Number.NEGATIVE_INFINITY), exp(Number.POSITIVE_INFINITY)],
      [0, Number.POSITIVE_INFINITY],
    );
    assertClose(exp(709.78), Math.exp(709.78), 1e-12, 'the largest');
  });

  it('ln1p keeps the digits of small numbers', () => {
    for (const x of spread)
      assertClose(ln1p(Math.exp(-Math.abs(x))), Math.log1p(Math.exp(-Math.abs(x))), 5e-16, `${x}`);
    assertClose(ln1p(-1e-10), Math.log1p(-1e-10), 5e-16, 'below 0');
    assert.equal(ln1p(-1), Number.NEGATIVE_INFINITY);
    assert.equal(ln1p(1), ln(2));
  });
});

describe('the normal distribution', () => {
  it('has the probabilities of SciPy', () => {
    normal.x.forEach((x, i) => {
      if (x > -38) assertClose(normalCdf(x), normal.cdf[i]!, 1e-13, `Φ(${x})`);
      assertClose(lnNormalCdf(x), normal.lnCdf[i]!, 1e-13, `ln Φ(${x})`);
    });
  });

  it('has the quantiles of SciPy', () => {
    normal.p.forEach((p, i) => {
      assert.ok(
        Math.abs(normalQuantile(p) - normal.quantile[i]!) <
          1e-14 * Math.max(1, Math.abs(normal.quantile[i]!)),
        `${p}`,
      );
    });
    assert.equal(normalQuantile(0), Number.NEGATIVE_INFINITY);
    assert.equal(normalQuantile(1), Number.POSITIVE_INFINITY);
  });

  it('has the masses of intervals, also far out', () => {
    normal.interval.forEach(([low, high], i) => {
      // Of almost all, Optuna's 1 − a − b has no digits left.
      if (normal.lnMass[i] !== 0)
        assertClose(lnNormalMass(low, high), normal.lnMass[i]!, 1e-9, `${low} to ${high}`);
      else assert.ok(Math.abs(lnNormalMass(low, high)) < 1e-16);
    });
  });
});
