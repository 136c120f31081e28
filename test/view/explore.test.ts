import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Rows } from '../../src/charts/rows';
import { formatNumber } from '../../src/experiment/words';
import { gapSpec, gapsOf } from '../../webview/explore/gap';
import { contours, descend, QUADRATIC, regimeOf } from '../../webview/explore/quadratic';
import { member, rows } from './support';

describe('gradient descent on the model', () => {
  const { a, b, x, y } = QUADRATIC;

  it('takes the steps of the closed form', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1.2, noNaN: true }), fc.nat(24), (share, steps) => {
        const rate = (2 * share) / a;
        descend(share, steps).forEach((step, k) => {
          const [wantedX, wantedY] = [(1 - rate * a) ** k * x, (1 - rate * b) ** k * y];
          assert.ok(Math.abs(step.x - wantedX) <= 1e-9 * (1 + Math.abs(wantedX)));
          assert.ok(Math.abs(step.y - wantedY) <= 1e-9 * (1 + Math.abs(wantedY)));
          const f = (a * wantedX ** 2 + b * wantedY ** 2) / 2;
          assert.ok(Math.abs(step.f - f) <= 1e-9 * (1 + f));
        });
      }),
    );
  });

  it('comes down below the limit, stays on it, and runs off above it', () => {
    const last = (share: number) => descend(share, 400).at(-1)!;
    assert.ok(last(0.5).f < 1e-9);
    assert.ok(last(0.99).f < 1e-3);
    assert.ok(Math.abs(Math.abs(last(1).x) - x) < 1e-9);
    assert.ok(last(1.01).f > descend(1.01, 0)[0].f);
  });

  it('at half of the limit is at the bottom of the steep direction after one step', () => {
    assert.ok(Math.abs(descend(0.5, 1)[1].x) < 1e-12);
  });

  it('zigzags above half of the limit, and not below', () => {
    const sides = (share: number) => descend(share, 6).map((step) => Math.sign(step.x));
    assert.deepEqual(sides(0.4), [1, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual(sides(0.8), [1, -1, 1, -1, 1, -1, 1]);
  });

  it('ends where numbers grow out of sight, whatever the learning rate', () => {
    for (const share of [1e-12, 3, 1e6, 1e300]) {
      const path = descend(share, 24);
      assert.ok(path.length <= 25);
      assert.ok(path.length >= 2);
    }
  });

  it('names what happens', () => {
    assert.deepEqual([0.04, 0.5, 0.92, 1.1].map(regimeOf), ['slow', 'right', 'overshoots', 'diverges']);
  });

  it('contours are ellipses of equal f', () => {
    for (const { rx, ry } of contours(5)) assert.ok(Math.abs(a * rx * rx - b * ry * ry) < 1e-9);
  });
});

describe('the gap', () => {
  const losses = (train: number, test: number) =>
    new Rows(rows(0, 10, (epoch) => ({ trainLoss: train, testLoss: epoch === 4 ? test / 2 : test })));

  it('is test minus training loss, mean and deviation over the seeds', () => {
    const members = ['baseline:1', 'baseline:2', 'dropout:1'].map((key) =>
      member(key, {
        status: 'ended',
        ending: { kind: 'completed', step: 40, epoch: 10, seconds: 1 },
      }),
    );
    const series = new Map([
      ['baseline:1', losses(0.1, 0.5)],
      ['baseline:2', losses(0.1, 0.7)],
      ['dropout:1', losses(0.2, 0.3)],
    ]);
    const [baseline, dropout] = gapsOf(members, series);
    assert.ok(Math.abs(baseline.last.mean - 0.5) < 1e-12);
    assert.ok(Math.abs(baseline.last.deviation - Math.SQRT2 / 10) < 1e-12);
    assert.equal(baseline.best.epoch, 4);
    assert.ok(Math.abs(dropout.last.mean - 0.1) < 1e-12);
    assert.equal(formatNumber(dropout.last.mean), '0.100');
  });

  it('its plot shades what lies between test and training loss, with the last epoch in it', () => {
    const series = new Map([['dropout:1', new Rows(rows(0, 5000))]]);
    const spec = gapSpec(gapsOf([member('dropout:1')], series));
    assert.deepEqual(
      spec.bands?.map(({ between }) => between),
      [[0, 1]],
    );
    for (const { points } of spec.series) {
      assert.ok(points.length <= 202, `${points.length}`);
      assert.equal(points.at(-1)?.x, 5000);
    }
  });

  it('is nothing before there are losses', () => {
    assert.deepEqual(gapsOf([member('dropout:1')], new Map()), []);
  });
});
