import assert from 'node:assert/strict';
import { rateFindings } from '../../src/core/analysis/rate-findings';
import type { RateRangeState } from '../../src/protocol';
import { rangePlot } from '../../webview/components/rate-range-plot';

const rates = Float64Array.from({ length: 200 }, (_, i) => 1e-6 * 10 ** ((8 * i) / 199));
const curve = (falls: number) => {
  const losses = rates.map((rate) => 0.3 + 0.7 / (1 + (rate / falls) ** 2) + (rate / 0.3) ** 3);
  return { start: 1, rates, losses };
};
const state = (fields: Partial<RateRangeState> = {}): RateRangeState => ({
  ...{ status: 'running', of: 'moons', total: 3 },
  seeds: [1e-3, 1.1e-3, 1.2e-3].map((falls, i) => ({ seed: i + 1, ...curve(falls) })),
  ...fields,
});

describe('the chart of a range test', () => {
  it('has a line for each seed, as measured, and one entry for all in its key', () => {
    const { series, x, y } = rangePlot(state(), 0.003);
    assert.equal(series.length, 3);
    assert.equal(new Set(series.map(({ group }) => group)).size, 1);
    assert.equal(x.logarithmic, true);
    assert.equal(y.to, 4, 'beyond four times the start it has diverged');
    const [first] = series;
    for (const [i, { x: rate, y: loss }] of first!.points.entries()) {
      assert.equal(rate, rates[i]);
      assert.equal(loss, curve(1e-3).losses[i]);
    }
    assert.ok(first!.points.every((point) => point.y <= 4));
  });

  it('marks what was found once it is over, and the rate of the set-up all the time', () => {
    const marks = (range: RateRangeState) => rangePlot(range, 0.003).marks!.map(({ label }) => label);
    assert.deepEqual(marks(state()), ['now 0.003']);
    const seeds = state().seeds.map((seed) => ({ ...seed, findings: rateFindings(seed) }));
    const suggestion = { rate: 0.02, low: 0.01, high: 0.04 };
    const answer = { title: '', evidence: '', remarks: [], suggestion };
    const limit = { limit: 0.1, formula: '2/λmax' };
    const over = marks(state({ status: 'completed', seeds, answer, limit }));
    assert.deepEqual(over, ['now 0.003', 'steepest', 'lowest', 'diverges', '2/λmax', 'suggested']);
  });

  it('is empty before anything was measured', () => {
    assert.deepEqual(rangePlot(state({ seeds: [] }), undefined).series, []);
    const begun = { seed: 1, start: Number.NaN, rates: new Float64Array(), losses: new Float64Array() };
    assert.equal(rangePlot(state({ seeds: [begun] }), undefined).y.to, undefined);
  });
});
