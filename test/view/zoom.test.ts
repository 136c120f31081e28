import assert from 'node:assert/strict';
import type { Extent } from '../../src/charts/chart-spec';
import { decimate } from '../../src/charts/decimate';
import { LineCache } from '../../src/charts/lines';
import { loss } from '../../src/charts/loss';
import { chartModel, wholeAxis } from '../../src/charts/model';
import { Rows } from '../../src/charts/rows';
import type { RunState } from '../../src/protocol';
import { epochTicks } from '../../src/report/chart-layout';
import { CHART_SIZE, chartSvg } from '../../src/report/chart-svg';
import { PAPER } from '../../src/report/palette';
import { between, ChartZoom, including, moved, scaled } from '../../webview/charts/zoom';
import { ZoomGestures } from '../../webview/charts/zoom-gestures';
import { experiment, member, rows, runState } from './support';

const WHOLE = { from: 0, to: 300 };
const spanOf = ({ from, to }: Extent) => to - from;
const near = (one: Extent, other: Extent) =>
  assert.ok(Math.abs(one.from - other.from) + Math.abs(one.to - other.to) < 1e-6, JSON.stringify(one));

describe('the epochs that are looked at', () => {
  it('are those between two, in any order, within the whole', () => {
    assert.deepEqual(between(100, 50, WHOLE), { from: 50, to: 100 });
    assert.deepEqual(between(-20, 40, WHOLE), { from: 0, to: 60 });
    assert.equal(between(0, 300, WHOLE), null);
    assert.deepEqual(between(100, 100.5, WHOLE), { from: 99.25, to: 101.25 });
    assert.equal(between(0, 1, { from: 0, to: 1 }), null, 'nothing to zoom into');
  });

  it('zoom about a place, which stays where it is, and end at the whole', () => {
    const close = scaled(WHOLE, WHOLE, 100, 0.5)!;
    assert.deepEqual(close, { from: 50, to: 200 });
    assert.ok(Math.abs((100 - close.from) / spanOf(close) - 100 / 300) < 1e-12);
    assert.equal(scaled(close, WHOLE, 100, 4), null);
    let now: Extent = WHOLE;
    for (let i = 0; i < 50; i++) now = scaled(now, WHOLE, 299, 0.5)!;
    assert.equal(spanOf(now), 2);
    assert.ok(now.to <= 300);
  });

  it('move as far as there are any, and with a cursor that leaves', () => {
    assert.deepEqual(moved({ from: 50, to: 100 }, WHOLE, 500), { from: 250, to: 300 });
    assert.deepEqual(moved({ from: 50, to: 100 }, WHOLE, -500), { from: 0, to: 50 });
    assert.deepEqual(including({ from: 50, to: 100 }, WHOLE, 101), { from: 51, to: 101 });
    assert.deepEqual(including({ from: 50, to: 100 }, WHOLE, 49), { from: 49, to: 99 });
    assert.deepEqual(including({ from: 50, to: 100 }, WHOLE, 70), { from: 50, to: 100 });
  });

  it('are those of one run, and told to every chart once', () => {
    const zoom = new ChartZoom();
    let told = 0;
    const end = zoom.subscribe(() => told++);
    zoom.set('a', { from: 1, to: 2 });
    zoom.set('a', { from: 1, to: 2 });
    assert.deepEqual([told, zoom.of('a'), zoom.of('b')], [1, { from: 1, to: 2 }, null]);
    zoom.set('b', null);
    assert.deepEqual([told, zoom.of('a')], [1, { from: 1, to: 2 }], 'another run has nothing to reset');
    end();
    zoom.set('a', null);
    assert.deepEqual([told, zoom.of('a')], [1, null]);
  });
});

describe('gestures on a chart', () => {
  /** A plot of 300 pixels that shows as many epochs as are zoomed to. */
  function plot() {
    let now: Extent = WHOLE;
    const selected: unknown[] = [];
    const gestures = new ZoomGestures({
      placeAt: (clientX) => now.from + (clientX / 300) * spanOf(now),
      extents: () => ({ whole: WHOLE, now }),
      zoom: (extent) => {
        now = extent ?? WHOLE;
      },
      select: (range) => selected.push(range),
    });
    const pointer = (clientX: number, more: object = {}) =>
      ({
        clientX,
        button: 0,
        pointerId: 1,
        pointerType: 'mouse',
        currentTarget: {},
        ...more,
      }) as PointerEvent;
    const wheel = (more: object) => {
      let taken = false;
      const event = { clientX: 150, deltaX: 0, deltaY: 0, preventDefault: () => (taken = true), ...more };
      gestures.wheel(event as unknown as WheelEvent);
      return taken;
    };
    return { gestures, pointer, wheel, selected, now: () => now };
  }

  it('select a range by dragging, either way, and show it meanwhile', () => {
    const { gestures, pointer, selected, now } = plot();
    gestures.down(pointer(200));
    gestures.move(pointer(198));
    assert.deepEqual(selected, [], 'a click is no selection');
    gestures.move(pointer(100));
    assert.deepEqual(selected, [{ from: 200, to: 100 }]);
    gestures.up(pointer(100));
    assert.deepEqual([now(), selected.at(-1)], [{ from: 100, to: 200 }, null]);
    gestures.down(pointer(0));
    gestures.up(pointer(0));
    assert.deepEqual(now(), { from: 100, to: 200 }, 'a click changes nothing');
    gestures.down(pointer(150));
    gestures.move(pointer(900));
    gestures.up(pointer(900));
    assert.deepEqual(now(), { from: 150, to: 200 }, 'beyond the plot is its end');
    gestures.reset();
    assert.deepEqual(now(), WHOLE);
  });

  it('can be given up, and leave other buttons alone', () => {
    const { gestures, pointer, now } = plot();
    gestures.down(pointer(50));
    gestures.move(pointer(100));
    gestures.cancel();
    gestures.up(pointer(100));
    gestures.down(pointer(50, { button: 2 }));
    gestures.move(pointer(100));
    gestures.up(pointer(100));
    assert.deepEqual(now(), WHOLE);
  });

  it('leave the wheel to the page unless Ctrl is held, or something zoomed is moved sideways', () => {
    const { wheel, now } = plot();
    assert.equal(wheel({ deltaY: 100 }), false);
    assert.equal(wheel({ deltaX: 100 }), false);
    assert.equal(wheel({ deltaY: -100, ctrlKey: true }), true);
    assert.deepEqual(now(), { from: 50, to: 250 });
    assert.equal(wheel({ deltaY: 100 }), false, 'the page scrolls');
    assert.equal(wheel({ deltaX: 30, deltaY: 2 }), true);
    near(now(), { from: 70, to: 270 });
    assert.equal(wheel({ deltaY: -30, shiftKey: true }), true);
    near(now(), { from: 50, to: 250 });
    for (let i = 0; i < 3; i++) wheel({ deltaY: 100, ctrlKey: true });
    assert.deepEqual(now(), WHOLE);
  });

  it('zoom and move with two fingers, and nothing with one', () => {
    const { gestures, pointer, now } = plot();
    const finger = (pointerId: number, clientX: number) =>
      pointer(clientX, { pointerId, pointerType: 'touch' });
    gestures.down(finger(1, 100));
    gestures.move(finger(1, 140));
    assert.deepEqual(now(), WHOLE);
    gestures.move(finger(1, 100));
    gestures.down(finger(2, 200));
    gestures.move(finger(2, 300));
    near(now(), { from: 50, to: 200 });
    gestures.up(finger(2, 300));
    const after = now();
    gestures.move(finger(1, 20));
    assert.deepEqual(now(), after);
  });

  it('answer to keys', () => {
    const { gestures, now } = plot();
    const press = (key: string, shiftKey = false) => gestures.key({ key, shiftKey } as KeyboardEvent, 150);
    assert.ok(press('+'));
    assert.deepEqual(now(), { from: 50, to: 250 });
    assert.ok(press('ArrowRight', true));
    assert.deepEqual(now(), { from: 100, to: 300 });
    assert.ok(press('-') && press('+') && press('0'));
    assert.deepEqual(now(), WHOLE);
    assert.equal(press('ArrowRight'), false);
  });
});

describe('a zoomed chart', () => {
  const ended = {
    status: 'ended' as const,
    ending: { kind: 'completed' as const, step: 1200, epoch: 300, seconds: 1 },
  };
  const run = (fields: object = {}) =>
    runState({ members: [member('dropout:1', ended)], ...fields } as Partial<RunState>);
  const series = new Map([
    [
      'dropout:1',
      new Rows(
        rows(0, 300, (epoch) => ({
          testLoss: 1 + 1 / (1 + epoch),
          trainLoss: 1.01,
          trainLossWithDropout: 1.01,
        })),
      ),
    ],
  ]);
  const view = (zoom: Extent | null) => ({
    ...{
      logarithmic: false,
      hidden: new Set<string>(),
      width: 600,
      height: 300,
      cache: new LineCache(),
      zoom,
    },
  });

  it('shows the epochs of the zoom, and their values from top to bottom', () => {
    const model = chartModel(loss, run(), series, view({ from: 100, to: 120 }));
    assert.deepEqual(model.x, { from: 100, to: 120 });
    assert.ok(model.y.from >= 0.99 && model.y.to <= 1.02, JSON.stringify(model.y));
    const points = model.lines.find(({ spec }) => spec.column === 'testLoss')!.points;
    assert.deepEqual([points[0].x, points.at(-1)!.x], [100, 120]);
    assert.equal(model.lines[0].line.x.length, 301, 'the readout knows all epochs');
  });

  it('keeps its epochs while rows stream in, whatever the cache holds', () => {
    const zoom = { from: 100, to: 120 };
    const one = view(zoom);
    const before = chartModel(loss, run(), series, one);
    const more = new Map([['dropout:1', new Rows(rows(0, 305))]]);
    const after = chartModel(loss, run(), more, one);
    assert.deepEqual(before.x, after.x);
    assert.equal(chartModel(loss, run(), more, { ...one, zoom: null }).lines[0].points[0].x, 0);
  });

  it('draws lines on to its edges, between two evaluated epochs too', () => {
    const x = Float64Array.from([0, 10, 20, 30, 40]);
    const curve = { x, y: x };
    assert.deepEqual(
      decimate(curve, 12, 28, 100).map((point) => point.x),
      [10, 20, 30],
    );
    assert.deepEqual(
      decimate(curve, 21, 23, 100).map((point) => point.x),
      [20, 30],
    );
    assert.deepEqual(
      decimate(curve, 35, 90, 100).map((point) => point.x),
      [30, 40],
    );
    assert.deepEqual(decimate(curve, 0, 40, 100).length, 5);
  });

  it('is exported as it is seen', () => {
    const model = chartModel(loss, run(), series, view({ from: 100, to: 120 }));
    const texts = epochTicks(model, 8).map(({ text }) => text);
    assert.deepEqual(texts, ['100', '105', '110', '115', '120']);
    const svg = chartSvg({
      ...{ spec: loss, model, hidden: new Set<string>(), palette: PAPER, caption: '', ...CHART_SIZE },
    });
    assert.match(svg, />110</);
    assert.doesNotMatch(svg, />(0|300)</);
  });

  it('has no marks of what lies outside', () => {
    const changes = [{ step: 4 * 50, ratio: 0.2 }];
    const info = { stepsPerEpoch: 4, task: 'classification' } as unknown as RunState['info'];
    const changed = run({ info, members: [member('dropout:1', { ...ended, changes })] });
    assert.equal(chartModel(loss, changed, series, view(null)).marks.length, 1);
    assert.equal(chartModel(loss, changed, series, view({ from: 100, to: 120 })).marks.length, 0);
  });
});

describe('the axis of epochs', () => {
  const of = (epochs: number, reached: number, fields: object = {}) =>
    wholeAxis(
      runState({
        experiment: experiment({ training: { epochs } }),
        members: [member('dropout:1', fields)],
      }),
      new Map([['dropout:1', new Rows(rows(reached, reached))]]),
    ).to;
  const over = (kind: 'completed' | 'stopped', epoch: number) => ({
    status: 'ended' as const,
    ending: { kind, step: 4 * epoch, epoch, seconds: 1 },
  });

  it('ends where a training ended, however much was planned', () => {
    assert.equal(of(400_000, 60_000, over('stopped', 60_000)), 60_000);
    assert.equal(of(300, 300, over('completed', 300)), 300);
    assert.equal(of(300, 0, over('stopped', 0)), 300);
  });

  it('is filled to a good part by a long training that goes on', () => {
    assert.equal(of(400_000, 60_000), 100_000);
    assert.equal(of(100_000, 70_000), 100_000);
    for (const reached of [1_000, 3_000, 20_000, 60_000, 130_000])
      assert.ok(reached / of(1_000_000, reached) >= 0.25, `${reached}`);
    assert.equal(of(300, 40), 300, 'a short one shows its plan');
    assert.equal(of(1, 0), 1);
  });
});
