import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineCache } from '../../src/charts/lines';
import { loss } from '../../src/charts/loss';
import { chartModel } from '../../src/charts/model';
import { Rows } from '../../src/charts/rows';
import type { EpochRecord } from '../../src/core/trainer-types';
import type { MemberState } from '../../src/protocol';
import { CHART_SIZE, chartSvg } from '../../src/report/chart-svg';
import { PAPER } from '../../src/report/palette';
import { experiment, member, rows, runState } from '../view/support';
import { info } from './fixtures';
import { all, parseXml, textOf } from './xml';

interface Options {
  readonly record?: (epoch: number) => Partial<EpochRecord>;
  readonly members?: readonly MemberState[];
  readonly logarithmic?: boolean;
  readonly hidden?: readonly string[];
  readonly caption?: string;
}

const done = { kind: 'completed', step: 40, epoch: 10, seconds: 1 } as const;

function draw({
  record,
  members = [member('dropout:1')],
  logarithmic = false,
  hidden = [],
  caption = '',
}: Options) {
  const run = runState({ experiment: experiment({ training: { epochs: 10 } }), members, info });
  const series = new Map(members.map(({ key }) => [key, new Rows(rows(0, 10, record))]));
  const view = { logarithmic, hidden: new Set(hidden), width: 640, height: 260, cache: new LineCache() };
  const model = chartModel(loss, run, series, view);
  const svg = chartSvg({ spec: loss, model, hidden: view.hidden, palette: PAPER, caption, ...CHART_SIZE });
  return { svg, root: parseXml(svg), model };
}

/** The points of a path of straight lines. */
const pointsOf = (d: string) =>
  [...d.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

describe('a chart as SVG', () => {
  const falling = (epoch: number) => ({ testLoss: 1 - 0.05 * epoch, trainLoss: 0.9 - 0.08 * epoch });

  it('has its size, a title, an axis of epochs and one of values', () => {
    const { root } = draw({ record: falling, caption: 'moons' });
    assert.equal(root.name, 'svg');
    assert.equal(root.attributes.viewBox, `0 0 ${CHART_SIZE.width} ${CHART_SIZE.height}`);
    assert.equal(textOf(all(root, 'title')[0]), 'Loss: moons');
    const words = all(root, 'text').map(textOf);
    for (const wanted of ['Loss', 'Epoch', '0', '2', '10', 'moons'])
      assert.ok(words.includes(wanted), wanted);
  });

  it('puts every value where the axes say', () => {
    const { root, model } = draw({ record: falling });
    const ticks = all(root, 'text').filter(({ attributes }) => attributes['text-anchor'] === 'end');
    const pixel = (value: string) => Number(ticks.find((tick) => textOf(tick) === value)!.attributes.y);
    const [top, bottom] = [pixel(String(model.y.to)), pixel('0')];
    const path = all(root, 'path').find(({ attributes }) => attributes['stroke-width'] === '2')!;
    const points = pointsOf(path.attributes.d);
    assert.equal(points.length, 11);
    for (const [epoch, [, y]] of points.entries()) {
      const value = 1 - 0.05 * epoch;
      const wanted = bottom - (value / model.y.to) * (bottom - top) - 0.35 * 11;
      assert.ok(Math.abs(y - wanted) < 0.05, `epoch ${epoch}: ${y}, not ${wanted}`);
    }
    for (let i = 2; i < points.length; i++)
      assert.ok(Math.abs(points[i][0] - 2 * points[i - 1][0] + points[i - 2][0]) < 0.03);
  });

  it('on a logarithmic axis draws what halves each epoch as a straight line', () => {
    const { root } = draw({ record: (epoch) => ({ testLoss: 2 ** -epoch }), logarithmic: true });
    const path = all(root, 'path').find(({ attributes }) => attributes['stroke-width'] === '2')!;
    const points = pointsOf(path.attributes.d);
    for (let i = 2; i < points.length; i++)
      assert.ok(Math.abs(points[i][1] - 2 * points[i - 1][1] + points[i - 2][1]) < 0.03);
    assert.ok(all(root, 'text').some((text) => textOf(text) === 'Loss (logarithmic)'));
  });

  it('leaves gaps where there is no value', () => {
    const { root } = draw({ record: (epoch) => ({ testLoss: epoch === 5 ? Number.NaN : 1 }) });
    const path = all(root, 'path').find(({ attributes }) => attributes['stroke-width'] === '2')!;
    assert.equal((path.attributes.d.match(/M/g) ?? []).length, 2);
    assert.ok(!/NaN|Infinity/.test(path.attributes.d));
  });

  it('names each line with its last value, and leaves out what is hidden', () => {
    const whole = draw({ record: falling });
    assert.ok(all(whole.root, 'text').some((text) => textOf(text) === 'dropout test 0.500'));
    const less = draw({ record: falling, hidden: ['dropout.testLoss'] });
    assert.ok(!less.svg.includes('dropout test'));
    assert.ok(all(less.root, 'path').length < all(whole.root, 'path').length);
  });

  it('shows spread over seeds as an area, and the seeds in words', () => {
    const members = ['dropout:1', 'dropout:2'].map((key) => member(key, { status: 'ended', ending: done }));
    const { root } = draw({ record: falling, members });
    assert.ok(all(root, 'path').some(({ attributes }) => attributes['fill-opacity'] === '0.18'));
    assert.ok(all(root, 'text').some((text) => /dropout test 0\.500 ± 0\.000/.test(textOf(text))));
  });

  it('marks changes in mid-run, and where a run diverged', () => {
    const changes = [{ step: 9, ratio: 0.25 }];
    const ending = { kind: 'diverged', step: 40, epoch: 10, seconds: 1 } as const;
    const { root } = draw({
      record: falling,
      members: [member('dropout:1', { status: 'ended', ending, changes })],
    });
    const words = all(root, 'text').map(textOf);
    assert.ok(words.includes('drop 0.50 → 0.25'), words.join());
    assert.ok(words.includes('diverged at step 40'));
  });

  it('is well-formed whatever a run is called, and has no NaN', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, -1, 1e300, Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(value, { minLength: 11, maxLength: 11 }),
        fc.boolean(),
        (caption, values, logarithmic) => {
          const { root, svg } = draw({
            caption,
            logarithmic,
            record: (epoch) => ({ testLoss: values[epoch] }),
          });
          const shapes = svg.replace(/<(text|title)\b.*?<\/\1>/gs, '');
          assert.ok(!/NaN|Infinity/.test(shapes));
          assert.ok(all(root, 'text').length > 4);
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });
});
