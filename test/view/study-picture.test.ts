import assert from 'node:assert/strict';
import { parallelAxes } from '../../src/charts/study/parallel';
import { Trials } from '../../src/charts/study/trials';
import {
  STUDY_VIEWS,
  type StudyAxis,
  type StudyState,
  TRIAL_COLUMNS,
  TRIAL_STATES,
} from '../../src/protocol';
import { PAPER } from '../../src/report/palette';
import { plotSvg } from '../../src/report/plot-svg';
import { type ShownView, studyPicture } from '../../webview/study/study-picture';
import { parseXml } from '../host-pure/xml';

const axes: StudyAxis[] = [
  { name: 'dropout.ratio', title: 'Drop ratio', kind: 'float', low: 0, high: 0.8, current: 0.5 },
  { name: 'training.learningRate', title: 'Learning rate', kind: 'float', low: 1e-4, high: 1, log: true },
  { name: 'network.hidden', title: 'Hidden <layers>', kind: 'choice', choices: ['32', '64-64'] },
];

/** A study of random points, of which some came to nothing that can be drawn. */
function studied(...odd: readonly number[]): StudyState {
  const count = 60;
  const rows = Array.from({ length: count }, (_, i) => {
    const ratio = (i * 0.37) % 0.8;
    const loss = odd[i] ?? 0.3 + (ratio - 0.3) ** 2;
    const known: Record<string, number> = {
      state: TRIAL_STATES.indexOf('complete'),
      why: 0,
      seeds: 3,
      epoch: 9,
    };
    const losses = {
      validationLoss: loss,
      validationDeviation: 0.01,
      testLoss: loss,
      trainLoss: loss,
      testScore: 0.9,
    };
    const row = { ...known, ...losses } as Record<string, number>;
    return [
      ...TRIAL_COLUMNS.map((name) => row[name] ?? Number.NaN),
      ratio,
      1e-4 * 10 ** ((i * 0.61) % 4),
      i % 2,
    ];
  });
  return {
    ...{
      id: 's',
      name: 'Which ratio & rate?',
      status: 'completed',
      of: 'moons',
      task: 'classification',
      axes,
    },
    ...{
      sampler: 'TPE',
      pruning: 'none',
      seeds: 3,
      total: count,
      count,
      rows: Float64Array.from(rows.flat()),
    },
    ...{ fresh: [], freshTotal: 0, done: 180, trainings: 180, seconds: 1, importance: null },
  };
}

function drawn(study: StudyState, view: ShownView['view']): string {
  const trials = new Trials(study);
  const all = parallelAxes(trials, axes, 'validationLoss', 'validation loss');
  const lines = trials.counting('validationLoss');
  return studyPicture(
    {
      ...{ study, trials, view, settings: [0, 1], quantity: 'validationLoss', axes: all, lines, faint: [3] },
      zoom: undefined,
      ...{ brushes: new Map([['dropout.ratio', [0.2, 0.6] as const]]), chosen: lines[0] },
    },
    { palette: PAPER, kind: 'light', width: 720, height: 405 },
  );
}

describe('pictures of a study', () => {
  for (const view of STUDY_VIEWS.filter((one) => one !== 'table'))
    it(`${view}: is a whole picture with its name, whatever trials have diverged`, () => {
      for (const odd of [[], [Number.NaN], [Number.POSITIVE_INFINITY], [1e6], [1e300, 1e-300]]) {
        const svg = drawn(studied(...odd), view);
        parseXml(svg);
        assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
        assert.match(svg, /Which ratio &amp; rate\?/);
        assert.match(svg, /Drop ratio|trial/);
      }
    });

  it('a table is none, which is said', () => {
    assert.throws(() => drawn(studied(), 'table'), /export it as CSV/);
  });

  it('marks at the edge what an axis leaves out, with its number', () => {
    const svg = drawn(studied(1e6), 'slice');
    assert.match(svg, />1,000,000<|>1e6</);
  });

  it('draws bars from 0, beside each other, with their spread', () => {
    const bars = (label: string, color: 'dropout' | 'baseline', y: number) => ({
      ...{ label, color, style: 'bars' as const },
      points: [0, 1].map((x) => ({ x, y, low: y - 0.1, high: y + 0.1 })),
    });
    const spec = {
      ...{
        label: 'test loss',
        x: { title: 'placement', categories: ['none', 'hidden'] },
        y: { title: 'test loss', from: 0, to: 1 },
      },
      series: [bars('with', 'dropout', 0.4), bars('without', 'baseline', 0.5)],
    };
    const svg = plotSvg(spec, { palette: PAPER, width: 720, height: 405, caption: '' });
    parseXml(svg);
    const rects = [
      ...svg.matchAll(
        /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="#(?:0b66c3|b85c00)"/g,
      ),
    ];
    assert.equal(rects.length, 2 + 4);
  });
});
