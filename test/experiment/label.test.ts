import assert from 'node:assert/strict';
import * as l10n from '@vscode/l10n';
import { defaultExperiment } from '../../src/experiment/defaults';
import {
  changesLabel,
  describeExperiment,
  distinctName,
  members,
  settingsList,
  shortLabel,
} from '../../src/experiment/label';
import { parseExperiment } from '../../src/experiment/parse';
import { scenarios } from '../../src/experiment/scenarios/index';
import type { Experiment } from '../../src/experiment/schema';

function experiment(input: object): Experiment {
  const result = parseExperiment({ version: 1, ...input });
  assert.ok(result.ok);
  return result.experiment;
}

describe('describeExperiment', () => {
  const table: [string, object, string][] = [
    ['the default', {}, 'moons · 128-128 · drop 0.5 · lr 0.003'],
    ['no hidden layer', { network: { hidden: [] } }, 'moons · no dropout · lr 0.003'],
    [
      'a file',
      { data: { source: 'csv', file: '../data/iris.csv' } },
      'iris.csv · 128-128 · drop 0.5 · lr 0.003',
    ],
    [
      'ratios of their own',
      { dropout: { placement: { input: 0.2 } } },
      'moons · 128-128 · drop 0.2/0.5 · lr 0.003',
    ],
    ['no site', { dropout: { placement: { hidden: false } } }, 'moons · 128-128 · no dropout · lr 0.003'],
    ['ratio 0', { dropout: { ratio: 0 } }, 'moons · 128-128 · no dropout · lr 0.003'],
  ];
  for (const [name, input, words] of table)
    it(name, () => assert.equal(describeExperiment(experiment(input)), words));

  it('is in the person’s language', () => {
    l10n.config({ fsPath: 'media/l10n/bundle.l10n.ko.json' });
    try {
      const names = [{}, { dropout: { placement: { hidden: false } } }, { data: { source: 'surface' } }].map(
        (input) => describeExperiment(experiment(input)),
      );
      for (const name of names) assert.doesNotMatch(name, /[a-z]/i);
      assert.match(names[0], /드롭 비율 0\.5 · 학습률 0\.003$/);
    } finally {
      l10n.config({ contents: {} });
    }
  });
});

describe('what tells runs apart', () => {
  it('is every setting that is not the default', () => {
    const label = describeExperiment(
      experiment({
        data: { source: 'circles', noise: 0.2 },
        network: { hidden: [8], activation: 'tanh' },
        training: { optimizer: 'sgd', epochs: 41, batchSize: 9 },
        seed: 5,
        seeds: 2,
        baseline: true,
      }),
    );
    for (const words of [
      'noise 0.2',
      'tanh',
      'sgd',
      'epochs 41',
      'batch size 9',
      'seed 5',
      'seeds 2',
      'baseline',
    ])
      assert.ok(label.includes(words), `${label} has no ${words}`);
  });

  it('says what a run was changed to in its course', () => {
    assert.deepEqual(changesLabel([]), []);
    assert.deepEqual(changesLabel([{ step: 120, ratio: 0.3 }]), ['→ drop 0.3 at step 120']);
    assert.deepEqual(
      changesLabel([
        { step: 5, ratio: 0.3 },
        { step: 9, learningRate: 0.01 },
        { step: 12, ratio: 0.2 },
      ]),
      ['→ drop 0.2, lr 0.01 at step 12 (3 changes)'],
    );
  });

  /** Names experiments as runs are named that start one after another. */
  function names(inputs: readonly object[]): string[] {
    const runs: { name: string; settings: string[]; fingerprint: string }[] = [];
    for (const input of inputs) {
      const one = experiment(input);
      const fingerprint = JSON.stringify({ ...one, name: '' });
      const run = { name: one.name || shortLabel(one), settings: settingsList(one), fingerprint };
      runs.unshift({ ...run, name: distinctName(run, runs) });
    }
    return runs.reverse().map(({ name }) => name);
  }

  it('are names that say what differs from the run that has the name', () => {
    const training = (fields: object) => ({ training: fields });
    assert.deepEqual(names([{}, training({ epochs: 400 }), {}, training({ epochs: 500 })]), [
      'moons · drop 0.5 · lr 0.003',
      'moons · drop 0.5 · lr 0.003 · epochs 400',
      'moons · drop 0.5 · lr 0.003',
      'moons · drop 0.5 · lr 0.003 · epochs 500',
    ]);
    assert.deepEqual(names([{ name: 'mine' }, { name: 'mine', dropout: { ratio: 0.2 } }]), [
      'mine',
      'mine · ratio 0.2',
    ]);
  });

  it('are never the same for two trainings', () => {
    const inputs = [
      {},
      { seed: 2 },
      { seeds: 3 },
      { baseline: true },
      { network: { hidden: [8] } },
      { network: { hidden: [] } },
      { network: { hidden: [128, 128], activation: 'tanh' } },
      { data: { source: 'moons', noise: 0.5 } },
      { data: { source: 'moons', noise: 0.5, train: 50 } },
      { training: { epochs: 3 } },
      { training: { epochs: 3, batchSize: 4 } },
      { training: { optimizer: 'sgd', learningRate: 0.003 } },
      { dropout: { placement: { input: 0.5 } } },
      { dropout: { placement: { input: 0.5, hidden: false } } },
      { dropout: { placement: { hidden: [true, false] } } },
      { data: { source: 'csv', file: 'a/x.csv' } },
      { data: { source: 'csv', file: 'b/x.csv' } },
    ];
    const named = names([...inputs, ...inputs.map((input) => ({ ...input, name: 'mine' }))]);
    assert.equal(new Set(named).size, named.length, named.join('\n'));
  });

  it('are not the same either where a name has no room for what differs', () => {
    const leftOut = (count: number) => ({
      data: {
        source: 'csv',
        file: 'mine.csv',
        columns: Object.fromEntries(
          Array.from({ length: count }, (_, i) => [`measurement ${i}`, 'leaveOut']),
        ),
      },
    });
    for (const name of ['', 'n'.repeat(200)]) {
      const named = names([0, 10, 11, 12, 13].map((count) => ({ ...leftOut(count), name })));
      assert.equal(new Set(named).size, named.length, named.join('\n'));
    }
  });
});

describe('a switch that is back at its default', () => {
  const csv = { source: 'csv', file: 'a.csv', target: 'y' };
  for (const [first, then, words] of [
    [{ data: { ...csv, shuffle: false } }, { data: csv }, 'shuffle'],
    [{ training: { restoreBest: true } }, {}, 'no restore best'],
    [{ data: { ...csv, redraw: true } }, { data: csv }, 'no redraw'],
    [{ training: { batchSize: 8 } }, {}, 'default batch size'],
  ] as const)
    it(`is named: ${words}`, () => {
      const [one, other] = [first, then].map((fields) => {
        const of = experiment({ ...fields, name: 'mine' });
        return { name: 'mine', settings: settingsList(of), fingerprint: JSON.stringify(of) };
      });
      assert.equal(distinctName(other!, [one!]), `mine · ${words}`);
    });
});

describe('members', () => {
  it('has the pair of the first seed first', () => {
    assert.deepEqual(
      members(experiment({ seed: 7, seeds: 2, baseline: true })).map(({ key }) => key),
      ['dropout:7', 'baseline:7', 'dropout:8', 'baseline:8'],
    );
    assert.deepEqual(members(experiment({ seed: 0 })), [{ key: 'dropout:0', variant: 'dropout', seed: 0 }]);
  });

  it('goes on at 0 after the last seed', () => {
    assert.deepEqual(
      members(experiment({ seed: 4_294_967_295, seeds: 2 })).map(({ seed }) => seed),
      [4_294_967_295, 0],
    );
  });
});

describe('scenarios', () => {
  it('have ids of their own and are valid, without a warning but for the one that shows the slip', () => {
    assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
    for (const scenario of scenarios) {
      assert.ok(scenario.title && scenario.description);
      const parsed = parseExperiment(scenario.experiment);
      assert.ok(parsed.ok);
      assert.deepEqual(parsed.experiment, scenario.experiment);
      assert.equal(parsed.warnings.length, scenario.id === 'as-written' ? 1 : 0, scenario.id);
    }
  });

  it('begin with the default of the panel', () => {
    assert.deepEqual(defaultExperiment(), scenarios[0].experiment);
    assert.notEqual(defaultExperiment(), defaultExperiment());
    assert.ok(defaultExperiment().baseline && defaultExperiment().seeds >= 3);
  });
});
