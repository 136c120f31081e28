import assert from 'node:assert/strict';
import { cellsOf } from '../../src/charts/study/cells';
import { heatColors } from '../../src/charts/study/heat-colors';
import { movedEnd, nearestLine, parallelAxes, passes } from '../../src/charts/study/parallel';
import { curvePlot, historyPlot, slicePlot } from '../../src/charts/study/specs';
import { curveOf, heatMapOf } from '../../src/charts/study/summaries';
import { ranked, shownTrials, thinned } from '../../src/charts/study/table';
import { Trials } from '../../src/charts/study/trials';
import { studySentence, trialText } from '../../src/charts/study/words';
import { type StudyAxis, type StudyState, TRIAL_COLUMNS, TRIAL_ENDS, TRIAL_STATES } from '../../src/protocol';
import { trialColumns } from '../../webview/study/columns';
import { narrowed, valuesOf, zoomAxisOf } from '../../webview/study/study-zoom';

const RATIO: StudyAxis = {
  name: 'dropout.ratio',
  title: 'Drop ratio',
  kind: 'float',
  low: 0,
  high: 0.8,
  current: 0.5,
};
const RATE: StudyAxis = {
  ...{ name: 'training.learningRate', title: 'Learning rate', kind: 'float', low: 1e-4, high: 1, log: true },
};
const WIDTH: StudyAxis = {
  name: 'network.hidden',
  title: 'Hidden layers',
  kind: 'choice',
  choices: ['32', '64-64'],
};

type Row = Partial<Record<(typeof TRIAL_COLUMNS)[number], number>> & { readonly at: readonly number[] };

const STATE = (state: (typeof TRIAL_STATES)[number]) => TRIAL_STATES.indexOf(state);
const done = (validationLoss: number, ...at: number[]): Row => ({
  ...{ state: STATE('complete'), why: 0, seeds: 3, validationLoss, validationDeviation: 0.01 },
  ...{ testLoss: 2 * validationLoss, testScore: 1 - validationLoss, trainLoss: validationLoss / 2, at },
});
const diverged = (...at: number[]): Row => ({
  ...{ state: STATE('failed'), why: TRIAL_ENDS.indexOf('diverged'), seeds: 1, at },
});

function study(
  axes: readonly StudyAxis[],
  rows: readonly Row[],
  fields: Partial<StudyState> = {},
): StudyState {
  const numbers = rows.flatMap((row) => [...TRIAL_COLUMNS.map((name) => row[name] ?? Number.NaN), ...row.at]);
  return {
    ...{ id: 's', name: 's', status: 'running', of: 'moons', task: 'classification', axes },
    ...{ sampler: 'TPE', pruning: 'none', seeds: 3, total: 100, count: rows.length },
    ...{ rows: Float64Array.from(numbers), fresh: [], freshTotal: 10, done: 0, trainings: 300, seconds: 1 },
    ...{ importance: null, ...fields },
  };
}

describe('the views of a study', () => {
  it('tell good cells of a heat map apart where a third of the plane diverges', () => {
    const losses = [0.189, 0.2, 0.203, 0.229, 0.232, 0.266, 0.272, 0.536, 1.6, 4.99, 12.9, 88.3, 623];
    const far = [Number.NaN, Number.POSITIVE_INFINITY, 1e6].map((odd) => [...losses, odd]);
    for (const all of [losses, ...far]) {
      const rows = all.map((loss, i) => done(loss, 0.1, 1e-4 * 2 ** i));
      const map = heatMapOf(new Trials(study([RATIO, RATE], rows)), [RATIO, RATE], [0, 1], 'validationLoss');
      const cells = all.map((median) => ({ trials: [0], median, low: median, high: median, others: [] }));
      const { colorOf, ends } = heatColors({ ...map, cells }, 'validationLoss', {}, 'dark');
      const apart = colorOf(0.189).map((channel, i) => Math.abs(channel - colorOf(0.272)[i]!));
      assert.ok(Math.max(...apart) > 40, `${apart}`);
      assert.match(ends[1], /^≥ 0\.[25]/);
      assert.deepEqual(colorOf(1.6), colorOf(1e6));
    }
  });

  it('move the ends of what an axis keeps by keys: to a choice, never beyond each other, and off again', () => {
    const trials = new Trials(study([WIDTH, RATE], [done(0.1, 0, 1e-3), done(0.2, 1, 1e-2)]));
    const [width, rate] = parallelAxes(trials, [WIDTH, RATE], 'validationLoss', 'validation loss');
    assert.deepEqual(
      [width!.step, width!.textAt(0.2), width!.textAt(0.5), width!.textAt(1)],
      [0.5, '32', '64-64', '64-64'],
    );
    assert.deepEqual([rate!.step, rate!.textAt(0), rate!.textAt(0.5)], [0.05, '1e-4', '0.01']);
    const kept = movedEnd(undefined, 0, width!.step);
    assert.deepEqual(kept, [0.5, 1]);
    assert.deepEqual(
      [0, 1].map((trial) => passes(trial, [width!], new Map([['network.hidden', kept!]]))),
      [false, true],
    );
    assert.deepEqual(movedEnd([0.5, 0.7], 0, 0.9), [0.7, 0.7]);
    assert.deepEqual(movedEnd([0.5, 0.7], 1, 0.1), [0.5, 0.5]);
    assert.equal(movedEnd([0.05, 1], 0, -0.05), undefined);
  });

  const grid = [0, 0.1, 0.2].flatMap((ratio) => [1e-3, 1e-2].map((rate) => done(ratio + rate, ratio, rate)));

  it('divide a grid into its own values, and a range into as many parts as there are trials for', () => {
    const exact = cellsOf(RATIO, Float64Array.of(0, 0, 0.1, 0.1, 0.2, 0.2));
    assert.deepEqual([exact.count, exact.exact, exact.name(1)], [3, true, '0.1']);
    assert.equal(exact.placeOf(0.5), Number.NaN, 'the set-up stands nowhere on it');
    assert.ok(
      Math.abs(exact.placeOf(0.15) - 2 / 3) < 1e-9,
      'and between two values where it lies between them',
    );
    const random = cellsOf(
      RATE,
      Float64Array.from({ length: 192 }, (_, i) => 1e-4 * 10 ** ((4 * i) / 192)),
    );
    assert.deepEqual([random.count, random.exact, random.cellOf(1e-4), random.cellOf(1)], [8, false, 0, 7]);
    assert.equal(cellsOf(WIDTH, new Float64Array()).name(1), '64-64');
  });

  it('show the median of a cell, which one bad trial does not move, and its best trial first', () => {
    const rows = [
      ...[0.3, 0.2, 0.25, 900].map((loss) => done(loss, 0.1, 1e-3)),
      diverged(0.1, 1e-3),
      done(1, 0.2, 1e-2),
    ];
    const map = heatMapOf(new Trials(study([RATIO, RATE], rows)), [RATIO, RATE], [0, 1], 'validationLoss');
    const cell = map.cells.find(({ trials }) => trials.length === 4)!;
    assert.deepEqual([cell.trials[0], cell.others], [1, [4]]);
    assert.ok(Math.abs(cell.median - 0.275) < 1e-9);
  });

  it('draw a curve over all seeds where one setting varies, and over all other settings where more do', () => {
    const one = study([RATIO], [done(0.3, 0.1), done(0.2, 0.2), diverged(0.3)]);
    const { spec } = curvePlot(one, new Trials(one), 0, 'validationLoss');
    const [line, lost] = spec.series;
    assert.deepEqual(line!.points[0], { x: 0.1, y: 0.3, id: 0, low: 0.29, high: 0.31 });
    assert.deepEqual(lost!.points, [{ x: 0.3, y: Number.POSITIVE_INFINITY, id: 2 }]);
    assert.deepEqual(
      spec.marks!.map(({ x }) => x),
      [0.5],
      'the set-up',
    );
    const single = curvePlot({ ...one, seeds: 1 }, new Trials(one), 0, 'validationLoss').spec.series[0]!;
    assert.deepEqual([line!.label, single.label], ['mean of 3 seeds ± 1 sd', 'validation loss']);
    const two = study([RATIO, RATE], grid);
    const points = curveOf(new Trials(two), [RATIO, RATE], 0, 'validationLoss');
    assert.deepEqual(
      points.map(({ trials }) => trials),
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    );
    const { note, spec: both } = curvePlot(two, new Trials(two), 0, 'validationLoss');
    assert.match(note!, /Other settings vary too/);
    assert.deepEqual(
      both.series.map(({ points: all }) => all.length),
      [3, 3],
    );
  });

  it('mark what diverged at the bad end: above of losses, below of scores', () => {
    const state = study([RATIO, RATE], [...grid, diverged(0.3, 1)]);
    const ends = (['validationLoss', 'testScore'] as const).map((quantity) =>
      slicePlot(state, new Trials(state), 1, quantity)
        .spec.series.at(-1)!
        .points.map(({ y }) => y),
    );
    assert.deepEqual(ends, [[Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]]);
  });

  it('keep an axis that one diverged trial cannot flatten, with round ends', () => {
    const many = Array.from({ length: 30 }, (_, i) => done(0.3 + 0.01 * i, 0.1, 1e-3));
    const state = study([RATIO, RATE], [...many, done(4e6, 0.1, 1)]);
    const { from, to } = slicePlot(state, new Trials(state), 1, 'validationLoss').spec.y;
    assert.deepEqual([from, to], [0.25, 0.65]);
  });

  it('draw the best so far by validation loss, of whatever is shown', () => {
    const state = study([RATIO], [diverged(0), done(0.3, 0.1), done(0.4, 0.2), done(0.2, 0.3)]);
    const best = historyPlot(state, new Trials(state), 'testLoss').spec.series.at(-1)!;
    assert.deepEqual(best.points, [
      { x: 1, y: 0.6, id: 1 },
      { x: 3, y: 0.4, id: 3 },
    ]);
  });

  it('draw one of many dots that would lie on each other, and all that stand alone', () => {
    const same = Array.from({ length: 3_000 }, () => done(0.3, 0.1));
    const state = study([RATIO], [...same, done(0.2, 0.7), done(0.9, 0.4)]);
    const { series } = slicePlot(state, new Trials(state), 0, 'validationLoss').spec;
    assert.deepEqual(
      series.map(({ points }) => points.map(({ id }) => id)),
      [[0, 3_000, 3_001]],
    );
  });

  it('look at a part of an axis more closely, which is divided anew, and let no other trial in', () => {
    const rows = Array.from({ length: 200 }, (_, i) => done(0.3 + i / 1000, 0.2, 1e-4 * 10 ** (i / 50)));
    const state = study([RATIO, RATE], [...rows, done(0.1, Number.NaN, 1)]);
    const trials = new Trials(state);
    const axis = zoomAxisOf(state, trials, 'slice', 1)!;
    assert.deepEqual(axis.whole, { from: -4, to: 0 });
    const near = narrowed(state, 1, valuesOf(axis, { from: -3, to: -2 }));
    const { spec, note } = slicePlot(near.study, near.trials, 1, 'validationLoss');
    assert.deepEqual([spec.x.from, spec.x.to], [1e-3, 1e-2]);
    const ids = spec.series.flatMap(({ points }) => points.map(({ id }) => id!));
    assert.ok(ids.length >= 49 && ids.every((id) => id >= 50 && id <= 100), `${ids}`);
    assert.equal(note, undefined, 'a trial elsewhere does not lack the setting');
    assert.match(slicePlot(state, trials, 0, 'validationLoss').note!, /do not have this setting: 1/);
    const all = curvePlot(state, trials, 1, 'validationLoss').spec.series[1]!.points;
    const part = curvePlot(near.study, near.trials, 1, 'validationLoss').spec.series[1]!.points;
    const within = all.filter(({ x }) => x >= 1e-3 && x <= 1e-2);
    assert.ok(part.length > within.length, `${part.length} points where there were ${within.length}`);
    const { columns, cells } = heatMapOf(near.trials, near.study.axes, [1, 0], 'validationLoss');
    const shown = cells.flatMap((cell) => cell.trials);
    assert.ok(shown.length > 0 && shown.every((id) => id >= 50 && id <= 100));
    assert.ok(Math.abs(columns.valueAt(0.5) - 10 ** -2.5) < 1e-9);
    for (const [low, high] of [
      [3e-4, 0.7],
      [1.1e-5, 0.3],
    ] as const) {
      const state = study([{ ...RATE, low, high }], [done(0.3, low), done(0.4, high)]);
      const whole = zoomAxisOf(state, new Trials(state), 'slice', 0)!;
      const near = narrowed(state, 0, valuesOf(whole, whole.whole));
      assert.deepEqual([...near.trials.values(0)], [low, high], 'rounding leaves no end out');
    }
    assert.equal(zoomAxisOf(state, trials, 'parallel', 1), undefined);
    assert.equal(zoomAxisOf(study([WIDTH], []), new Trials(study([WIDTH], [])), 'curve', 0), undefined);
  });

  it('look at some trials of a history, with the best one before them', () => {
    const state = study(
      [RATIO],
      [0.9, 0.5, 0.7, 0.6, 0.4, 0.8].map((loss) => done(loss, 0.1)),
    );
    const { x, series } = historyPlot(state, new Trials(state), 'validationLoss', {
      from: 1.5,
      to: 4.5,
    }).spec;
    assert.deepEqual([x.from, x.to], [1.5, 4.5]);
    assert.deepEqual(
      series.map(({ points }) => points.map((point) => [point.x, point.id])),
      [
        [
          [2, 2],
          [3, 3],
          [4, 4],
        ],
        [
          [2, 1],
          [4, 4],
        ],
      ],
    );
  });

  it('read off an axis which value a place of it has, whether its cells are values or ranges', () => {
    const exact = cellsOf(RATIO, Float64Array.of(0, 0, 0.1, 0.1, 0.3, 0.3));
    for (const value of [0, 0.05, 0.1, 0.2, 0.3])
      assert.ok(Math.abs(exact.valueAt(exact.placeOf(value)) - value) < 1e-9, `${value}`);
    assert.ok(exact.valueAt(0) < 0 && exact.valueAt(1) > 0.3, 'a whole cell is within');
    assert.equal(cellsOf(RATIO, Float64Array.of(0.2, 0.2)).valueAt(0.9) > 0, true);
  });

  it('sort trials with those without a number last either way, and filter them by what a person types', () => {
    const state = study([RATIO, WIDTH], [done(0.3, 0.1, 0), diverged(0.2, 1), done(0.2, 0.5, 1)]);
    const columns = trialColumns(state, new Trials(state));
    const shown = (filter: string, column = 'validationLoss', down = false) => [
      ...shownTrials(state.count, columns, filter, { column, down }),
    ];
    assert.deepEqual(shown(''), [2, 0, 1]);
    assert.deepEqual(shown('', 'validationLoss', true), [0, 2, 1]);
    assert.deepEqual(shown('drop ratio < 0.3'), [0, 1]);
    assert.deepEqual(shown('hidden = 64-64, complete'), [2]);
    assert.deepEqual(shown('diverged'), [1]);
    assert.deepEqual(shown('drop ratio <'), [], 'what is half typed is looked for as a word');
  });

  it('keep the lines that pass all brushes, and find the one under the pointer', () => {
    const state = study([RATIO, RATE], [...grid, diverged(0.3, 1)]);
    const trials = new Trials(state);
    const axes = parallelAxes(trials, state.axes, 'validationLoss', 'validation loss');
    const within = (...brush: [string, [number, number]][]) =>
      ranked(trials, 'validationLoss').filter((trial) => passes(trial, axes, new Map(brush)));
    assert.deepEqual(within(), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(within(['dropout.ratio', [0.1, 1]]), [2, 3, 4, 5]);
    assert.deepEqual(within(['dropout.ratio', [0.1, 1]], ['training.learningRate', [0, 0.3]]), [2, 4]);
    assert.equal(nearestLine(within(), axes, 0.5, 0.25)!.trial, 4, 'it goes level from 0.2 to 0.001');
    assert.equal(nearestLine(within(), axes, 1, axes[1]!.placeOf(0))!.trial % 2, 0);
    assert.deepEqual(
      thinned(
        Array.from({ length: 100 }, (_, i) => i),
        8,
      ),
      [0, 1, 2, 3, 4, 28, 52, 76],
    );
  });

  it('say at the end of an axis of lines that worse trials stand there too', () => {
    const many = Array.from({ length: 30 }, (_, i) => done(0.3 + 0.01 * i, 0.1));
    const ends = (rows: readonly Row[]) => {
      const state = study([RATIO], rows);
      const axis = parallelAxes(new Trials(state), state.axes, 'validationLoss', 'validation loss').at(-1)!;
      return [axis.ticks[0]!.text, axis.ticks.at(-1)!.text];
    };
    assert.deepEqual(ends(many), ['0.290', '0.600']);
    assert.deepEqual(ends([...many, done(4e6, 0.2)]), ['0.290', '≥ 0.600']);
  });

  it('say what is known so far in a sentence, and a trial in a line', () => {
    const say = (rows: readonly Row[], fields: Partial<StudyState> = {}) => {
      const state = study([RATIO, RATE], rows, fields);
      return studySentence(state, new Trials(state));
    };
    assert.equal(say([]), 'No trial has ended yet.');
    assert.equal(say([diverged(0, 1)]), 'No trial has ended with a finite loss yet.');
    assert.equal(
      say(grid),
      'Best so far: Drop ratio 0, Learning rate 0.001, with a validation loss of 0.001 ± 0.010. The best of 6 looks better than it is; fresh seeds will tell.',
    );
    const state = study([RATIO, RATE], [diverged(0.5, 0.1)]);
    assert.equal(
      trialText(state, new Trials(state), 0, 'validationLoss'),
      'Trial 0 · Drop ratio 0.5, Learning rate 0.1 · validation loss – · failed: diverged',
    );
  });
});
