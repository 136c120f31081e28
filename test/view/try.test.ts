import assert from 'node:assert/strict';
import { tryPlot } from '../../src/charts/try-plot';
import type { TryRole, TryState, TryTrial } from '../../src/protocol';

const curve = (role: TryRole, ...values: number[]) => ({
  role,
  unit: 'epoch' as const,
  steps: Float64Array.from(values, (_, i) => i + 1),
  values: Float64Array.from(values),
});
const trial = (side: number, seed: number, ...curves: TryTrial['curves']): TryTrial => ({
  ...{ side, seed, state: 'complete', curves, last: {} },
});
const state = (trials: readonly TryTrial[]): TryState => ({
  ...{
    id: 'a',
    status: 'running',
    isHeld: false,
    script: 'train.py',
    command: 'python3 train.py',
    what: 'Drop ratio',
    trials,
  },
  sides: [
    { name: '0', values: { DROP: 0 }, isOwn: false },
    { name: '0.5', values: { DROP: 0.5 }, isOwn: true },
  ],
  secondsLeft: null,
});

describe('the chart of values that are tried', () => {
  it('has a colour for each value, what validates solid and what trains dashed', () => {
    const spec = tryPlot(
      state([
        trial(0, 1, curve('trainLoss', 1, 0.5), curve('validationLoss', 1, 0.8)),
        trial(1, 1, curve('trainLoss', 1, 0.6), curve('validationLoss', 1, 0.7), curve('testLoss', 2, 2)),
      ]),
    )!;
    assert.deepEqual(
      spec.series.map(({ label, style }) => `${label}: ${style}`),
      [
        '0 · training loss: dashed',
        '0 · validation loss: solid',
        '0.5 · training loss: dashed',
        '0.5 · validation loss: solid',
      ],
    );
    assert.equal(new Set(spec.series.map(({ color }) => color)).size, 2);
    assert.deepEqual(spec.series[3]!.points, [
      { x: 1, y: 1 },
      { x: 2, y: 0.7 },
    ]);
  });

  it('shows the mean of the seeds with its spread, as far as each has come', () => {
    const seeds = [curve('testLoss', 1, 3, 9), curve('testLoss', 3, 5)];
    const { series, y } = tryPlot(state(seeds.map((one, i) => trial(0, i + 1, one))))!;
    assert.deepEqual(
      series.map(({ label, area }) => [label, area]),
      [['0 · test loss', true]],
    );
    const [sd] = [Math.SQRT2];
    assert.deepEqual(series[0]!.points, [
      { x: 1, y: 2, low: 2 - sd, high: 2 + sd },
      { x: 2, y: 4, low: 4 - sd, high: 4 + sd },
      { x: 3, y: 9 },
    ]);
    assert.deepEqual(y, { title: 'loss', logarithmic: false });
  });

  it('has scores in a chart of their own', () => {
    const { series, y } = tryPlot(state([trial(0, 1, curve('testScore', 0.5, 0.9))]), 'Score')!;
    assert.deepEqual([series.map(({ label }) => label), y.title], [['0 · test score'], 'score']);
    assert.equal(tryPlot(state([trial(0, 1, curve('testScore', 0.5))])), undefined);
  });

  it('is not there before anything finite is known', () => {
    assert.equal(tryPlot(state([trial(0, 1)])), undefined);
    assert.equal(tryPlot(state([trial(0, 1, curve('trainLoss', Number.NaN))])), undefined);
  });
});
