import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupSeeds, lineOf } from '../../src/charts/aggregate';
import { labelled, linearAxis, logarithmicAxis } from '../../src/charts/axis';
import { incomparable } from '../../src/charts/compared';
import { decimate } from '../../src/charts/decimate';
import { LineCache, lineName } from '../../src/charts/lines';
import { loss } from '../../src/charts/loss';
import { changeMarks } from '../../src/charts/marks';
import { chartModel } from '../../src/charts/model';
import { epochsOf, nearestIndex, readings } from '../../src/charts/readings';
import { Rows, STRIDE } from '../../src/charts/rows';
import { score } from '../../src/charts/score';
import type { MemberState, RunState } from '../../src/protocol';
import { experiment, member, rows, runState } from './support';

const curve = (y: number[]) => ({ x: Float64Array.from(y, (_, index) => index), y: Float64Array.from(y) });

describe('decimation', () => {
  it('gives short curves back whole, gaps included', () => {
    assert.deepEqual(decimate(curve([1, Number.NaN, 3]), 0, 2, 10), [
      { x: 0, y: 1 },
      { x: 1, y: Number.NaN },
      { x: 2, y: 3 },
    ]);
  });

  it('keeps the ends, the lowest and the highest value, in order, at about two points a pixel', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), {
      minLength: 500,
      maxLength: 900,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 5, max: 100 }), (y, columns) => {
        const points = decimate(curve(y), 0, y.length - 1, columns);
        assert.ok(points.length <= 2 * columns + 4, `${points.length} points for ${columns} columns`);
        assert.deepEqual([points[0].x, points.at(-1)!.x], [0, y.length - 1]);
        const kept = points.map((point) => point.y);
        assert.equal(Math.max(...kept), Math.max(...y));
        assert.equal(Math.min(...kept), Math.min(...y));
        for (let index = 1; index < points.length; index += 1)
          assert.ok(points[index - 1].x < points[index].x);
      }),
      { numRuns: 50 },
    );
  });

  it('does not lose a spike beside a gap', () => {
    const y = Array.from({ length: 1000 }, () => Number.NaN);
    y[500] = 7;
    const points = decimate(curve(y), 0, 999, 10);
    assert.ok(points.some((point) => point.y === 7));
  });
});

describe('axes', () => {
  it('have round ends around the values', () => {
    assert.deepEqual(linearAxis({ from: 0, to: 0.737 }, 5), { from: 0, to: 0.8, step: 0.2 });
    assert.deepEqual(linearAxis({ from: 0.6, to: 1 }, 2), { from: 0.6, to: 1, step: 0.2 });
    assert.deepEqual(linearAxis({ from: 0, to: 0 }, 5), { from: 0, to: 1, step: 0.2 });
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (to, ticks) => {
          const axis = linearAxis({ from: 0, to }, ticks);
          assert.ok(axis.to >= to * (1 - 1e-6) && axis.to <= to * 3);
          assert.ok((axis.to - axis.from) / axis.step <= ticks + 1 + 1e-6);
        },
      ),
    );
  });

  it('on a logarithmic scale stay above zero', () => {
    assert.deepEqual(logarithmicAxis({ from: 0.013, to: 0.74 }), { from: 0.01, to: 1 });
    assert.deepEqual(logarithmicAxis({ from: 0, to: 0.74 }), { from: 0.0005, to: 1 });
    assert.ok(logarithmicAxis({ from: 1e-30, to: 1 }).from >= 1e-6);
    assert.ok(logarithmicAxis({ from: Number.NaN, to: Number.NaN }).from > 0);
    const extent = fc.double({ min: 0, noNaN: true });
    fc.assert(
      fc.property(extent, extent, (one, other) => {
        const { from, to } = logarithmicAxis({ from: Math.min(one, other), to: Math.max(one, other) });
        return from > 0 && to > from && to / from <= 1e8;
      }),
      { numRuns: 10_000, examples: [[2e-323, 2e-323]] },
    );
    assert.equal(labelled(0.02, { from: 0.001, to: 10 }), false);
    assert.equal(labelled(0.02, { from: 0.01, to: 0.2 }), true);
    for (const decade of [1e-5, 1e-4, 0.1, 1])
      assert.equal(labelled(1.5 * decade, { from: 1e-6, to: 10 }), false, `${1.5 * decade}`);
    assert.equal(labelled(1.5, { from: 0.2, to: 5 }), false);
    assert.equal(labelled(1.5, { from: 1, to: 5 }), true);
  });
});

describe('lines over seeds', () => {
  const series = (entries: Record<string, Float64Array>) =>
    new Map(Object.entries(entries).map(([key, values]) => [key, new Rows(values)]));
  const ending = { kind: 'completed' as const, step: 20, epoch: 5, seconds: 1 };
  const over = { status: 'ended' as const, ending };
  const lines = (members: MemberState[], values: Record<string, Float64Array>) => {
    const { together, apart } = groupSeeds(members, series(values), 'dropout')!;
    return { main: lineOf(together, 'testLoss'), others: apart };
  };

  it('show the streaming seed alone while it trains', () => {
    const set = lines([member('dropout:1'), member('dropout:2')], {
      'dropout:1': rows(0, 5),
      'dropout:2': rows(0, 3),
    });
    assert.equal(set.main.seeds, 1);
    assert.equal(set.main.x.length, 6);
    assert.equal(set.others.length, 1);
  });

  it('show mean and sample standard deviation once seeds are over, up to the epoch that all reached', () => {
    const early = { ...over, ending: { ...ending, kind: 'stoppedEarly' as const, epoch: 4 } };
    const set = lines([member('dropout:1', over), member('dropout:2', early), member('dropout:3')], {
      'dropout:1': rows(0, 5, () => ({ testLoss: 1 })),
      'dropout:2': rows(0, 4, () => ({ testLoss: 3 })),
      'dropout:3': rows(0, 2),
    });
    assert.equal(set.main.seeds, 2);
    assert.deepEqual([...set.main.x], [0, 1, 2, 3, 4]);
    assert.deepEqual([...set.main.y], [2, 2, 2, 2, 2]);
    assert.ok(Math.abs(set.main.deviation![0] - Math.SQRT2) < 1e-12);
    assert.equal(set.others.length, 1);
  });

  it('wait for the last rows of a seed that is over', () => {
    const set = lines([member('dropout:1', over), member('dropout:2', over)], {
      'dropout:1': rows(0, 5),
      'dropout:2': rows(0, 2),
    });
    assert.deepEqual([set.main.seeds, set.main.x.length, set.others.length], [1, 6, 1]);
  });

  it('keep a seed that diverged out of the mean', () => {
    const set = lines(
      [
        member('dropout:1', { ...over, ending: { kind: 'diverged', step: 9, epoch: 2, seconds: 1 } }),
        member('dropout:2', over),
      ],
      { 'dropout:1': rows(0, 2, () => ({ testLoss: 1e9 })), 'dropout:2': rows(0, 5) },
    );
    assert.equal(set.main.x.length, 6);
    assert.equal(set.others.length, 1);
  });

  it('do not let a seed that was stopped cut the mean short', () => {
    const stopped = { ...over, ending: { ...ending, kind: 'stopped' as const } };
    const set = lines([member('dropout:1', over), member('dropout:2', over), member('dropout:3', stopped)], {
      'dropout:1': rows(0, 5),
      'dropout:2': rows(0, 5),
      'dropout:3': rows(0, 1),
    });
    assert.equal(set.main.x.length, 6);
    assert.equal(set.others.length, 1);
    const alone = lines([member('dropout:1', stopped), member('dropout:2', stopped)], {
      'dropout:1': rows(0, 3),
      'dropout:2': rows(0, 1),
    });
    assert.equal(alone.main.x.length, 4, 'all stopped: the first one is shown');
  });

  it('read seeds between their rows where the host has thinned them', () => {
    const thinned = Float64Array.from([...rows(0, 0), ...rows(2, 2), ...rows(4, 4)]);
    const set = lines([member('dropout:1', over), member('dropout:2', over)], {
      'dropout:1': rows(0, 4),
      'dropout:2': thinned,
    });
    assert.deepEqual([...set.main.y], [0, 1, 2, 3, 4]);
  });
});

describe('marks', () => {
  const start = {
    ratio: 0.5,
    learningRate: 0.01,
    placement: { input: false, hidden: true, output: false },
  } as const;

  it('say what changed from what to what, at the epoch of the step', () => {
    const marks = changeMarks([{ step: 41, learningRate: 0.003 }], start, 2, 4, 5);
    assert.deepEqual(marks, [{ epoch: 10, text: 'lr 0.01 → 0.003' }]);
  });

  it('make one mark of a drag, and none of a drag that came back', () => {
    const drag = [0.4, 0.3, 0.2].map((ratio, index) => ({ step: 40 + index, ratio }));
    assert.deepEqual(
      changeMarks(drag, start, 2, 4, 5).map(({ text }) => text),
      ['drop 0.50 → 0.20'],
    );
    assert.deepEqual(
      changeMarks(drag, start, 2, 4, 5).map(({ since, epoch }) => [since, epoch]),
      [[9.75, 10.25]],
    );
    assert.deepEqual(changeMarks([...drag, { step: 44, ratio: 0.5 }], start, 2, 4, 5), []);
  });

  it('name the layers where dropout was placed', () => {
    const placed = (placement: object) =>
      changeMarks([{ step: 5, placement: { ...start.placement, ...placement } }], start, 2, 4, 5)[0]?.text;
    assert.equal(placed({ input: true }), 'input on');
    assert.equal(placed({ hidden: [true, false] }), 'hidden 2 off');
    assert.equal(placed({ hidden: [0.2, true], output: true }), 'hidden 1: 0.20, output on');
    assert.equal(placed({ input: true, hidden: false, output: true }), 'placement');
    assert.equal(placed({ hidden: [true, true] }), 'placement', 'another spelling of the same');
  });
});

describe('chart model', () => {
  const view = {
    logarithmic: false,
    hidden: new Set<string>(),
    width: 400,
    height: 200,
    cache: new LineCache(),
  };
  const info = { stepsPerEpoch: 4, task: 'classification' } as never;
  const diverged = member('dropout:1', {
    status: 'ended',
    ending: { kind: 'diverged', step: 21, epoch: 5, seconds: 1 },
  });

  it('ends a diverged curve with a mark, and does not let it flatten the others', () => {
    const run = runState({ info, members: [diverged, member('baseline:1')] });
    const series = new Map([
      ['dropout:1', new Rows(rows(0, 5, (epoch) => ({ testLoss: 10 ** (2 * epoch), trainLoss: 1 })))],
      ['baseline:1', new Rows(rows(0, 90, () => ({ testLoss: 0.5, trainLoss: 0.4 })))],
    ]);
    const model = chartModel(loss, run, series, view);
    assert.deepEqual(
      model.ends.map(({ epoch, text }) => [epoch, text]),
      [[5.25, 'diverged at step 21']],
    );
    assert.ok(model.y.to <= 3, `axis to ${model.y.to}`);
  });

  it('lets a spike leave the picture, but not a loss that rises steadily', () => {
    const fresh = () => ({ ...view, cache: new LineCache() });
    const axisTo = (testLoss: (epoch: number) => number) => {
      const values = rows(0, 99, (epoch) => ({ testLoss: testLoss(epoch) }));
      return chartModel(loss, runState({ info }), new Map([['dropout:1', new Rows(values)]]), fresh()).y.to;
    };
    assert.ok(axisTo((epoch) => (epoch === 50 ? 1e9 : 0.5)) <= 2);
    assert.ok(axisTo((epoch) => 0.5 + epoch / 10) >= 10.4);
  });

  it('spans all epochs from the start, and reads exact values', () => {
    const run = runState({ info, experiment: experiment({ training: { epochs: 100 } }) });
    const series = new Map([
      ['dropout:1', new Rows(rows(0, 10, (epoch) => ({ testLoss: 1 / (1 + epoch) })))],
    ]);
    const model = chartModel(loss, run, series, view);
    assert.deepEqual(model.x, { from: 0, to: 100 });
    assert.equal(epochsOf(model).length, 11);
    assert.equal(readings(model, 4)[0].value, 0.2);
    assert.equal(readings(model, null)[0].value, 1 / 11);
    assert.ok(Number.isNaN(readings(model, 50)[0].value));
  });

  it('uses a logarithmic axis for losses only', () => {
    const run = runState({ info });
    const series = new Map([['dropout:1', new Rows(rows(0, 3, () => ({ testLoss: 0.1, testScore: 0.9 })))]]);
    assert.equal(chartModel(loss, run, series, { ...view, logarithmic: true }).logarithmic, true);
    assert.equal(chartModel(score, run, series, { ...view, logarithmic: true }).logarithmic, false);
  });

  it('follows rows that grow, and a curve that the host has thinned', () => {
    const seen = (values: Float64Array) =>
      chartModel(
        loss,
        runState({ info }),
        new Map([['dropout:1', new Rows(values)]]),
        view,
      ).lines[0].points.map(({ x }) => x);
    assert.deepEqual(seen(rows(0, 3)), [0, 1, 2, 3]);
    assert.deepEqual(seen(rows(0, 4)), [0, 1, 2, 3, 4]);
    assert.deepEqual(
      seen(Float64Array.from([0, 2, 4, 6, 8].flatMap((epoch) => [...rows(epoch, epoch)]))),
      [0, 2, 4, 6, 8],
    );
  });

  describe('a run that it is compared with', () => {
    const grown = (to: number, testLoss: (epoch: number) => number, key = 'dropout:1') =>
      new Map([[key, new Rows(rows(0, to, (epoch) => ({ testLoss: testLoss(epoch) })))]]);
    const run = runState({ info, experiment: experiment({ training: { epochs: 20 } }) });
    const kept = runState({ id: 'kept', name: 'kept', info });
    const compare = (other: RunState, series: Map<string, Rows>, to = 10) =>
      chartModel(
        loss,
        run,
        grown(to, () => 0.5),
        { ...view, cache: new LineCache() },
        [{ run: other, series }],
      );

    it('adds its test curve with dropout, under its name, cut at the end of the axis', () => {
      const model = compare(
        kept,
        grown(90, (epoch) => 2 + epoch / 100),
      );
      const [line, ...more] = model.lines.filter(({ kind }) => kind === 'compared');
      assert.deepEqual(more, []);
      assert.equal(lineName(line), 'kept test');
      assert.equal(line.points.at(-1)?.x, 20);
      assert.ok(model.y.to >= 2, 'the axis has room for it');
      assert.equal(epochsOf(model).length, 11, 'the cursor stays within the run itself');
    });

    it('reads it where the run itself is, at the nearest epoch that it has, and under the cursor not beyond its end', () => {
      const every = (step: number, to: number) =>
        new Map([['dropout:1', new Rows(rows(0, to).filter((_, i) => Math.floor(i / STRIDE) % step === 0))]]);
      const value = (series: Map<string, Rows>, epoch: number | null) =>
        readings(compare(kept, series), epoch).find(({ line }) => line.kind === 'compared')?.value;
      assert.equal(value(every(4, 40), null), 8, 'the run is at epoch 10');
      assert.equal(value(every(4, 40), 3), 4);
      assert.ok(Number.isNaN(value(every(1, 5), 6)));
      assert.equal(value(every(1, 5), null), 5, 'without a cursor at its end');
      assert.equal(value(every(1, 5), 5), 5);
    });

    it('draws any number, each with its own line, and a band of one standard error over its seeds', () => {
      const seeds = [1, 2, 3, 4].map((seed) =>
        member(`dropout:${seed}`, {
          status: 'ended',
          ending: { kind: 'completed', step: 9, epoch: 9, seconds: 1 },
        }),
      );
      const runs = Array.from({ length: 20 }, (_, i) => ({
        run: runState({ id: `run-${i}`, name: `run ${i}`, info, members: seeds }),
        series: new Map(
          seeds.map(({ key, seed }) => [key, new Rows(rows(0, 9, () => ({ testLoss: seed })))] as const),
        ),
      }));
      const own = grown(10, () => 0.5);
      const model = chartModel(loss, run, own, { ...view, cache: new LineCache() }, runs);
      const lines = model.lines.filter(({ kind }) => kind === 'compared');
      assert.equal(new Set(lines.map(({ spec }) => spec.id)).size, 20);
      assert.equal(new Set(lines.map(({ color, spec }) => `${color} ${spec.stroke}`)).size, 20);
      const { band, line } = lines[0]!;
      assert.equal(line.seeds, 4);
      const error = Math.sqrt(5 / 3) / 2;
      assert.ok(Math.abs(band!.upper[3]!.y - (2.5 + error)) < 1e-12);
      assert.ok(Math.abs(band!.lower[3]!.y - (2.5 - error)) < 1e-12);
      const beside = chartModel(
        loss,
        runs[0]!.run,
        runs[0]!.series,
        { ...view, cache: new LineCache() },
        runs,
      );
      assert.equal(
        beside.lines.filter(({ kind }) => kind === 'compared').length,
        19,
        'a run is not compared with itself',
      );
    });

    it('takes the only variant of a run without dropout', () => {
      const plain = runState({ id: 'plain', name: 'plain', info, members: [member('baseline:1')] });
      const model = compare(
        plain,
        grown(10, () => 1, 'baseline:1'),
      );
      assert.equal(model.lines.at(-1)?.owner, 'plain');
    });

    it('says why losses cannot be compared, and draws nothing then', () => {
      for (const [fields, why] of [
        [{ data: { source: 'circles' } }, /other data/],
        [{ training: { loss: 'meanSquaredError' } }, /another loss/],
      ] as const) {
        const other = runState({ id: 'other', info, experiment: experiment(fields) });
        assert.match(incomparable(run, other) ?? '', why);
        assert.ok(
          compare(
            other,
            grown(10, () => 1),
          ).lines.every(({ kind }) => kind !== 'compared'),
        );
      }
      assert.equal(incomparable(run, kept), undefined);
    });
  });

  it('shows a run without rows as an empty chart', () => {
    const model = chartModel(loss, runState({ info }), new Map(), view);
    assert.equal(model.lines.length, 0);
    assert.ok(model.y.to > model.y.from);
    assert.equal(nearestIndex(epochsOf(model), 3), -1);
  });
});
