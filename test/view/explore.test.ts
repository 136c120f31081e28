import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PlotSeries } from '../../src/charts/plot-spec';
import { Rows } from '../../src/charts/rows';
import { formatNumber } from '../../src/experiment/words';
import { logitCost, subsetsUpTo } from '../../webview/explore/feature-subsets';
import { gapSpec, gapsOf, wrong } from '../../webview/explore/gap';
import { PlotWalk } from '../../webview/explore/plot-walk';
import { contours, descend, QUADRATIC, regimeOf } from '../../webview/explore/quadratic';
import { dataset, trainer } from '../core/fixtures';
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

  it('has the shares of misclassified points, training and test', () => {
    const members = ['dropout:1', 'dropout:2'].map((key) =>
      member(key, { status: 'ended', ending: { kind: 'completed', step: 40, epoch: 10, seconds: 1 } }),
    );
    const scored = (test: number) => new Rows(rows(0, 10, () => ({ trainScore: 1, testScore: test })));
    const series = new Map([
      ['dropout:1', scored(0.88)],
      ['dropout:2', scored(0.9)],
    ]);
    const [{ scores }] = gapsOf(members, series);
    assert.equal(wrong(scores.train), '0.0 % ± 0.0');
    assert.equal(wrong(scores.test), '11.0 % ± 1.4');
    assert.equal(wrong({ mean: 0.88, deviation: Number.NaN, count: 1 }), '12.0 %');
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

describe('what the input’s masks leave of the features', () => {
  it('is what the trainer gives the first sample of each step', () => {
    const run = trainer(dataset({ features: 6 }), {
      dropout: { ratio: 0.4, placement: { input: true, hidden: false } },
      network: { hidden: [4] },
    });
    for (let step = 1; step <= 8; step++) {
      assert.equal(run.advance(1).steps, 1);
      const seen = run.realization()!.activations[0];
      const { kept } = subsetsUpTo(1, 8, 6, 0.4)[step - 1];
      kept.forEach((bit, i) => {
        assert.equal(seen[i] === 0, bit === 0, `step ${step}, feature ${i}`);
      });
    }
  });

  it('of 2,000 features a few are drawn and all are counted', () => {
    for (const { kept, seen } of subsetsUpTo(3, 500, 2000, 0.2)) {
      assert.equal(kept.length, 24);
      assert.ok(Math.abs(seen - 1600) < 5 * Math.sqrt(2000 * 0.2 * 0.8));
    }
  });

  it('before there are eight steps, is that of the first eight', () => {
    const steps = (now: number) => subsetsUpTo(1, now, 2, 0.5).map(({ step }) => step);
    assert.deepEqual(steps(0), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(steps(30), [23, 24, 25, 26, 27, 28, 29, 30]);
  });
});

describe('what dropped logits cost', () => {
  /** −ln of the softmax at the first logit. */
  const loss = (logits: number[]) =>
    Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0)) - logits[0];

  it('is the cross-entropy of such logits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 50 }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        (classes, ratio, sure) => {
          const others = new Array<number>(classes - 1).fill(0);
          const logit = Math.log(sure / ((1 - sure) / (classes - 1)));
          const cost = logitCost(classes, ratio, sure);
          assert.ok(Math.abs(cost.sure - loss([logit, ...others])) < 1e-9);
          assert.ok(Math.abs(cost.kept - loss([logit / (1 - ratio), ...others])) < 1e-9);
          assert.ok(Math.abs(cost.dropped - loss([0, ...others])) < 1e-9);
          assert.ok(Math.abs(cost.mean - ((1 - ratio) * cost.kept + ratio * cost.dropped)) < 1e-12);
        },
      ),
    );
  });

  it('is nothing without dropout, and most of a guess at 0.95', () => {
    assert.ok(Math.abs(logitCost(10, 0, 0.99).mean - 0.01005) < 1e-4);
    assert.ok(logitCost(10, 0.95, 0.99).mean > 0.94 * Math.log(10));
  });
});

describe('how keys go over a plot', () => {
  const points = (...at: readonly [number, number][]) => at.map(([x, y]) => ({ x, y }));
  const series: PlotSeries[] = [
    { label: 'a', color: 'dropout', style: 'points', points: points([3, 1], [1, 2], [2, Number.NaN]) },
    { label: 'none', color: 'dropout', style: 'points', points: [] },
    { label: 'b', color: 'dropout', style: 'points', points: points([0, 1], [4, 2]) },
  ];
  const walk = new PlotWalk(series);

  it('from left to right over what is there, and to the nearest of the next series', () => {
    assert.deepEqual(walk.step(undefined, 'ArrowRight'), { series: 0, index: 1 });
    assert.deepEqual(walk.step({ series: 0, index: 1 }, 'ArrowRight'), { series: 0, index: 0 });
    assert.deepEqual(walk.step({ series: 0, index: 0 }, 'ArrowRight'), { series: 0, index: 0 });
    assert.deepEqual(walk.step({ series: 0, index: 0 }, 'ArrowDown'), { series: 2, index: 1 });
    assert.deepEqual(walk.step({ series: 2, index: 1 }, 'ArrowDown'), { series: 2, index: 1 });
    assert.deepEqual(walk.step({ series: 2, index: 1 }, 'Home'), { series: 2, index: 0 });
    assert.equal(walk.step({ series: 2, index: 1 }, 'a'), undefined);
  });
});
