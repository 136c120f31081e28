import assert from 'node:assert/strict';
import { defaultExperiment } from '../../src/experiment/defaults';
import { describeExperiment, members } from '../../src/experiment/label';
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
  it('have ids of their own and are valid without a warning', () => {
    assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
    for (const scenario of scenarios) {
      assert.ok(scenario.title && scenario.description);
      assert.deepEqual(parseExperiment(scenario.experiment), {
        ok: true,
        experiment: scenario.experiment,
        warnings: [],
      });
    }
  });

  it('begin with the default of the panel', () => {
    assert.deepEqual(defaultExperiment(), scenarios[0].experiment);
    assert.notEqual(defaultExperiment(), defaultExperiment());
    assert.ok(defaultExperiment().baseline && defaultExperiment().seeds >= 3);
  });
});
