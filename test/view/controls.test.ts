import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseColor, withAlpha } from '../../webview/color';
import { fitting } from '../../webview/components/fitting';
import { valueAt, withValue } from '../../webview/edits';
import {
  formatLearningRate,
  formatRatio,
  formatScore,
  formatThroughput,
  formatTimeLeft,
  parseNumber,
} from '../../webview/format';
import { siteEdit, siteRatio } from '../../webview/placement';
import { runFacts } from '../../webview/run-facts';
import { linearScale, logarithmicScale } from '../../webview/slider-scale';
import { LEARNING_RATES, learningRateZones, ratioZones, zoneOf } from '../../webview/zones';
import { member, progress, runState } from './support';

describe('labels side by side', () => {
  const spans = [
    [0, 20],
    [18, 40],
    [45, 60],
  ] as const;

  it('are all shown where there is room', () => {
    assert.deepEqual([...fitting(spans, [0, 1, 2], -5)].sort(), [0, 1, 2]);
  });

  it('the most wanted stay where there is not', () => {
    assert.deepEqual([...fitting(spans, [1, 2, 0], 4)], [1, 2]);
    assert.deepEqual([...fitting(spans, [0, 2, 0, 1, 2], 4)], [0, 2]);
  });

  it('without a current one, the others are shown', () => {
    assert.deepEqual([...fitting(spans, [-1, 2, 0], 4)], [2, 0]);
  });
});

describe('slider scales', () => {
  const scales = { linear: linearScale(0, 0.95, 0.01), logarithmic: logarithmicScale(-5, 1) };

  for (const [name, scale] of Object.entries(scales)) {
    it(`every position of the ${name} one is a value of its own, and comes back to itself`, () => {
      let before = Number.NEGATIVE_INFINITY;
      for (let position = 0; position <= scale.last; position += 1) {
        const value = scale.valueAt(position);
        assert.ok(value > before, `${value} after ${before}`);
        assert.equal(scale.positionOf(value), position);
        assert.equal(Number(value.toPrecision(3)), value, 'a round value');
        before = value;
      }
    });
  }

  it('go from end to end, and hold values beyond at the ends', () => {
    assert.equal(scales.linear.valueAt(scales.linear.last), 0.95);
    assert.equal(scales.logarithmic.valueAt(0), 1e-5);
    assert.equal(scales.logarithmic.valueAt(scales.logarithmic.last), 10);
    assert.equal(scales.logarithmic.positionOf(1e9), scales.logarithmic.last);
    assert.equal(scales.logarithmic.positionOf(1e-9), 0);
  });
});

describe('zones', () => {
  it('cover the slider without gap', () => {
    for (const zones of [ratioZones(), ...['adam', 'momentum', 'sgd'].map(learningRateZones)]) {
      for (let index = 1; index < zones.length; index += 1)
        assert.equal(zones[index].from, zones[index - 1].to);
    }
    const rates = learningRateZones('adam');
    assert.deepEqual([rates[0].from, rates.at(-1)!.to], [LEARNING_RATES.from, LEARNING_RATES.to]);
  });

  it('say that a rate of an adaptive optimizer is too large, not that it diverges: its steps are bounded', () => {
    const highest = (optimizer: string) => learningRateZones(optimizer).at(-1)!;
    for (const optimizer of ['adam', 'adamw', 'rmsprop']) {
      assert.equal(highest(optimizer).label, 'too large');
      for (const { help } of learningRateZones(optimizer)) assert.doesNotMatch(help, /λmax|LeCun/);
    }
    for (const [optimizer, formula] of [
      ['sgd', '2/λmax'],
      ['momentum', '2(1 + β)/λmax'],
      ['nesterov', '2(1 + β)/((1 + 2β)λmax)'],
    ]) {
      assert.equal(highest(optimizer).label, 'diverges');
      assert.ok(highest(optimizer).help.includes(`Above ${formula} `), highest(optimizer).help);
    }
  });

  it('place customary defaults in the usual zone', () => {
    for (const [optimizer, rate] of [
      ['adam', 0.001],
      ['adamw', 0.001],
      ['rmsprop', 0.001],
      ['sgd', 0.01],
      ['momentum', 0.01],
      ['nesterov', 0.01],
    ] as const) {
      assert.equal(zoneOf(learningRateZones(optimizer), rate).tone, 'good', optimizer);
    }
    assert.equal(zoneOf(ratioZones(), 0.5).tone, 'good');
    assert.equal(zoneOf(ratioZones(), 0.99).tone, 'warning');
  });
});

describe('numbers in words', () => {
  it('are as short as they can be read', () => {
    assert.deepEqual([0.003, 3e-4, 1, 1e-5, 2.5].map(formatLearningRate), [
      '0.003',
      '3e-4',
      '1',
      '1e-5',
      '2.5',
    ]);
    assert.deepEqual([0, 0.5, 0.125, 0.1 + 0.2].map(formatRatio), ['0.00', '0.50', '0.125', '0.30']);
    assert.equal(formatScore(0.9345, 'classification'), '93.5%');
    assert.equal(formatScore(0.9345, 'regression'), '0.934');
    assert.equal(formatScore(Number.NaN, 'regression'), '–');
    assert.equal(formatThroughput(3.14e6), '3.1 M samples/s');
    assert.equal(formatThroughput(0), '');
    assert.deepEqual([0.2, 89, 120, 7200].map(formatTimeLeft), [
      '1 s left',
      '89 s left',
      '2 min left',
      '2.0 h left',
    ]);
    assert.equal(formatTimeLeft(Number.NaN), '');
  });

  it('are read as a person writes them', () => {
    assert.deepEqual(['0.003', '3e-4', '.5', '0,5', ' 1 '].map(parseNumber), [0.003, 3e-4, 0.5, 0.5, 1]);
    for (const text of ['', 'abc', '1 2', '1e', 'Infinity', 'NaN', '1e999', '0x10']) {
      assert.equal(parseNumber(text), undefined, text);
    }
  });

  it('learning rates survive being shown and typed again', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 1e4, noNaN: true }), (value) => {
        const rounded = Number(value.toPrecision(6));
        assert.equal(parseNumber(formatLearningRate(value)), rounded);
      }),
    );
  });
});

describe('placement', () => {
  const placement = { input: false, hidden: true, output: false } as const;

  it('edits one site and leaves the others as they are', () => {
    assert.deepEqual(siteEdit(placement, 2, 'input', 0.2), {
      path: ['dropout', 'placement', 'input'],
      value: 0.2,
    });
    assert.deepEqual(siteEdit(placement, 3, 1, false).value, [true, false, true]);
  });

  it('writes layers that are all alike as one value', () => {
    assert.equal(siteEdit({ ...placement, hidden: [true, false] }, 2, 1, true).value, true);
    assert.equal(siteEdit({ ...placement, hidden: [true] }, 2, 0, false).value, false);
  });

  it('says the ratio in force', () => {
    assert.equal(siteRatio(placement, 0, 0.5), 0.5);
    assert.equal(siteRatio({ ...placement, hidden: [0.1] }, 0, 0.5), 0.1);
    assert.equal(siteRatio({ ...placement, hidden: [0.1] }, 1, 0.5), 0);
    assert.equal(siteRatio(placement, 'output', 0.5), 0);
  });
});

describe('edits', () => {
  it('change one value and share the rest', () => {
    const before = { a: { list: [1, 2, 3] }, b: { c: 1 } };
    const after = withValue(before, ['a', 'list', 1], 9);
    assert.deepEqual(after, { a: { list: [1, 9, 3] }, b: { c: 1 } });
    assert.deepEqual(before.a.list, [1, 2, 3]);
    assert.equal(after.b, before.b);
    assert.equal(valueAt(after, ['a', 'list', 1]), 9);
    assert.equal(valueAt(after, ['a', 'none', 1]), undefined);
  });
});

describe('colours', () => {
  it('are read in every spelling of a theme', () => {
    assert.deepEqual(parseColor('#abc'), [170, 187, 204, 1]);
    assert.deepEqual(parseColor('#10203040')?.slice(0, 3), [16, 32, 48]);
    assert.deepEqual(parseColor('rgba(1, 2, 3, 0.5)'), [1, 2, 3, 0.5]);
    assert.deepEqual(parseColor('rgb(1 2 3 / 50%)'), [1, 2, 3, 0.5]);
    assert.equal(parseColor('transparent'), undefined);
    assert.equal(withAlpha('#ffffff80', 0.5), 'rgba(255, 255, 255, 0.251)');
  });
});

describe('facts of a run', () => {
  it('count whole seeds and the work of all members', () => {
    const over = { status: 'ended' as const };
    const run = runState({
      members: [
        member('dropout:1', over),
        member('baseline:1', over),
        member('dropout:2'),
        member('baseline:2'),
        member('dropout:3', { status: 'queued' }),
        member('baseline:3', { status: 'queued' }),
      ],
    });
    const facts = runFacts(
      run,
      new Map([
        ['dropout:2', progress(200)],
        ['baseline:2', progress(200, { secondsLeft: 3 })],
      ]),
    );
    assert.equal(facts.seedsDone, 1);
    assert.equal(facts.seeds, 3);
    assert.equal(facts.fraction, 0.5);
    assert.equal(facts.samplesPerSecond, 2000);
    assert.equal(facts.secondsLeft, 9, '3 s for the longer one, 6 s for the round that waits');
    assert.equal(facts.epoch, 50);
  });

  it('say the epoch that both of a pair have come to, going on or stopped', () => {
    const pace = new Map([
      ['dropout:1', progress(4 * 112)],
      ['baseline:1', progress(4 * 165)],
    ]);
    assert.equal(runFacts(runState(), pace).epoch, 112);
    const slower = new Map([...pace, ['baseline:1', progress(4 * 30)]]);
    assert.equal(runFacts(runState(), slower).epoch, 30);
    const stopped = (key: string) =>
      member(key, { status: 'ended', ending: { kind: 'stopped', step: 1, epoch: 1, seconds: 1 } });
    const members = [stopped('dropout:1'), stopped('baseline:1')];
    assert.equal(runFacts(runState({ status: 'stopped', members }), slower).epoch, 30);
  });

  it('say the epoch of the one that goes on, where the other stopped early or waits for a thread', () => {
    const ending = { kind: 'stoppedEarly' as const, step: 20, epoch: 5, seconds: 1 };
    const pace = new Map([
      ['dropout:1', progress(400)],
      ['baseline:1', progress(20)],
    ]);
    const early = runState({
      members: [member('dropout:1'), member('baseline:1', { status: 'ended', ending })],
    });
    assert.equal(runFacts(early, pace).epoch, 100);
    const waits = runState({ members: [member('dropout:1'), member('baseline:1', { status: 'queued' })] });
    assert.equal(runFacts(waits, new Map([['dropout:1', progress(40)]])).epoch, 10);
  });

  it('name the seed that the epoch is of', () => {
    const over = { status: 'ended' as const };
    const members = [
      member('dropout:1', over),
      member('baseline:1', over),
      member('dropout:2'),
      member('baseline:2'),
    ];
    const facts = runFacts(
      runState({ members }),
      new Map([
        ['dropout:2', progress(28)],
        ['baseline:2', progress(28)],
      ]),
    );
    assert.deepEqual([facts.seedNow, facts.epoch], [2, 7]);
  });

  it('do not count a seed that was stopped as done', () => {
    const ending = { kind: 'stopped' as const, step: 100, epoch: 25, seconds: 1 };
    const stopped = runState({
      status: 'stopped',
      members: [member('dropout:1', { status: 'ended', ending })],
    });
    const facts = runFacts(stopped, new Map([['dropout:1', progress(100)]]));
    assert.deepEqual([facts.seedsDone, facts.fraction, facts.epoch], [0, 0.25, 25]);
  });

  it('know no time left where nothing trains', () => {
    assert.ok(Number.isNaN(runFacts(runState({ status: 'paused' }), new Map()).secondsLeft));
  });
});
