import assert from 'node:assert/strict';
import { charts } from '../../src/charts/index';
import { LineCache } from '../../src/charts/lines';
import { chartModel } from '../../src/charts/model';
import { trainingWords } from '../../src/charts/training';
import { trainingsOfTried } from '../../src/host/tried-trainings';
import { type TryRole, type TryState, type TryTrial, triedId } from '../../src/protocol';
import { comparedTable } from '../../src/report/compared-table';
import { run } from './fixtures';

const curve = (role: TryRole, values: number[], unit: 'epoch' | 'step' = 'epoch') => ({
  ...{ role, unit },
  steps: Float64Array.from(values, (_, i) => i + 1),
  values: Float64Array.from(values),
});
const trial = (side: number, state: TryTrial['state'], ...curves: TryTrial['curves']): TryTrial => ({
  ...{ side, seed: 1, state, curves, last: {} },
});
const tried = (trials: readonly TryTrial[], id = 'a'): TryState => ({
  ...{
    id,
    status: 'running',
    isHeld: false,
    script: 'train.py',
    command: 'python3 train.py',
    what: 'Drop ratio',
  },
  sides: [
    { name: '0', values: { 'Drop ratio': 0 }, isOwn: false },
    { name: '0.5', values: { 'Drop ratio': 0.5 }, isOwn: true },
  ],
  ...{ trials, secondsLeft: null },
});

describe('values tried in a script, beside a run', () => {
  it('are the mean of their complete trials, with deviation and how many', () => {
    const [none, half] = trainingsOfTried(
      tried([
        trial(0, 'complete', curve('validationLoss', [3, 1])),
        trial(0, 'complete', curve('validationLoss', [5, 3])),
        trial(0, 'running', curve('validationLoss', [9])),
        trial(0, 'failed', curve('validationLoss', [99, 99])),
        trial(1, 'running', curve('validationLoss', [7], 'step'), curve('testScore', [50])),
      ]),
    );
    assert.deepEqual(
      [none!.id, none!.from, none!.name, none!.unit, none!.seeds, none!.settings],
      [triedId({ id: 'a' }, 0), 'script', 'train.py: Drop ratio 0', 'epoch', 2, ['Drop ratio=0']],
    );
    assert.deepEqual(
      [[...none!.lines[0]!.y], [...none!.lines[0]!.deviation!]],
      [
        [4, 2],
        [Math.SQRT2, Math.SQRT2],
      ],
    );
    assert.deepEqual([half!.unit, half!.seeds, half!.lines[0]!.deviation], ['step', 1, undefined]);
    // Per cent, as many print it.
    assert.deepEqual([...half!.lines[1]!.y], [0.5]);
    assert.notEqual(triedId({ id: 'b' }, 0), none!.id);
  });

  it('are not there without a curve, and leave out what only some of their trials say', () => {
    assert.deepEqual(trainingsOfTried(null), []);
    assert.deepEqual(trainingsOfTried(tried([trial(0, 'complete'), trial(1, 'waiting')])), []);
    const [one] = trainingsOfTried(
      tried([
        trial(0, 'complete', curve('trainLoss', [2]), curve('testLoss', [3])),
        trial(0, 'complete', curve('trainLoss', [4])),
      ]),
    );
    assert.deepEqual(
      one!.lines.map(({ role, y }) => [role, [...y]]),
      [['trainLoss', [3]]],
    );
  });

  it('are drawn in the chart of the run, and in the table', () => {
    const state = run().state();
    const trainings = trainingsOfTried(
      tried([
        trial(0, 'complete', curve('testLoss', [3, 1]), curve('testScore', [0.5, 0.75])),
        trial(0, 'complete', curve('testLoss', [5, 3]), curve('testScore', [0.5, 0.75])),
      ]),
    );
    const lines = (id: string) =>
      chartModel(
        charts.find((one) => one.id === id)!,
        state,
        new Map(),
        { ...{ logarithmic: false, hidden: new Set(), width: 400, height: 200 }, cache: new LineCache() },
        [],
        trainings,
      ).lines.map(({ owner, spec, line }) => [owner, spec.column, [...line.y]]);
    assert.deepEqual(lines('loss'), [['train.py: Drop ratio 0', 'testLoss', [4, 2]]]);
    assert.deepEqual(lines('score'), [['train.py: Drop ratio 0', 'testScore', [0.5, 0.75]]]);
    assert.match(trainingWords(trainings[0]!), /^Drop ratio=0\nThe script does not say/);
    const { settings, results } = comparedTable([{ run: state, series: new Map() }], trainings);
    assert.deepEqual(
      [...settings, ...results].map(({ title, values }) => [title, values]),
      [
        ['Settings in log or script', ['–', 'Drop ratio=0']],
        ['Last test loss', ['–', '2.00 ± 1.00 (n = 2)']],
        ['Last test score', ['–', '75.0% ± 0.0% (n = 2)']],
      ],
    );
  });
});
