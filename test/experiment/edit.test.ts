import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultExperiment } from '../../src/experiment/defaults';
import { editExperiment, liveChange } from '../../src/experiment/edit';
import { formSections } from '../../src/experiment/form';
import { parseExperiment } from '../../src/experiment/parse';
import type { Experiment } from '../../src/experiment/schema';
import type { Path } from '../../src/experiment/schema-node';
import { experiments } from './arbitrary';

const start = defaultExperiment();

function edited(path: Path, value: unknown, from: Experiment = start): Experiment {
  const result = editExperiment(from, path, value);
  assert.ok(result.ok, JSON.stringify(result));
  return result.experiment;
}

function refused(path: Path, value: unknown): string {
  const result = editExperiment(start, path, value);
  assert.ok(!result.ok, 'is allowed');
  return result.problems[0].message;
}

describe('editExperiment', () => {
  it('sets one value and leaves the experiment that it was given alone', () => {
    const before = structuredClone(start);
    assert.equal(edited(['dropout', 'ratio'], 0.2).dropout.ratio, 0.2);
    assert.deepEqual(start, before);
  });

  it('puts a default back', () => {
    assert.equal(
      edited(['training', 'batchSize'], undefined, edited(['training', 'batchSize'], 7)).training.batchSize,
      32,
    );
    assert.equal(
      edited(['training', 'optimizer'], undefined, edited(['training', 'optimizer'], 'sgd')).training
        .optimizer,
      'adam',
    );
  });

  it('says what is wrong with a value, as the parser does', () => {
    assert.match(refused(['dropout', 'ratio'], 1), /^dropout\.ratio: 1 is not allowed/);
    assert.match(
      refused(['training', 'optimizer'], 'lyon'),
      /^training\.optimizer: "lyon" is not allowed; it must be one of/,
    );
    assert.match(refused(['nothing'], 1), /^nothing: unknown key/);
  });

  it('keeps what was set when the kind changes, and takes the new defaults for the rest', () => {
    const faster = edited(['training', 'learningRate'], 0.1, edited(['training', 'beta1'], 0.5));
    const momentum = edited(['training', 'optimizer'], 'momentum', faster).training;
    assert.equal(momentum.learningRate, 0.1);
    assert.ok('momentum' in momentum && momentum.momentum === 0.9);
    assert.ok(!('beta1' in momentum));
    const digits = edited(['data', 'source'], 'digits', edited(['data', 'test'], 77)).data;
    assert.ok('train' in digits && digits.train === 300);
    assert.ok('test' in digits && digits.test === 77);
  });

  it('leaves out kept values that the new kind does not allow', () => {
    const many = parseExperiment({ version: 1, data: { source: 'csv', file: 'a.csv', train: 500_000 } });
    assert.ok(many.ok);
    const moons = edited(['data', 'source'], 'moons', many.experiment).data;
    assert.ok('train' in moons && moons.train === 100);
  });

  it('names the file that a source needs', () => {
    const result = editExperiment(start, ['data', 'source'], 'csv');
    assert.ok(!result.ok);
    assert.deepEqual(
      result.problems.map(({ path }) => path),
      [['data', 'file']],
    );
    assert.equal(edited(['data'], { source: 'csv', file: 'a.csv' }).data.source, 'csv');
  });

  it('changes a nested kind', () => {
    const step = edited(['training', 'schedule', 'kind'], 'step').training.schedule;
    assert.deepEqual(step, { kind: 'step', every: 100, gamma: 0.5 });
  });

  it('makes a list of a shared placement when one layer is set', () => {
    assert.deepEqual(edited(['dropout', 'placement', 'hidden', 1], 0.2).dropout.placement.hidden, [
      true,
      0.2,
    ]);
  });

  it('keeps placement lists as long as there are layers', () => {
    const own = edited(['dropout', 'placement', 'hidden'], [false, 0.2]);
    assert.deepEqual(edited(['network', 'hidden'], [8], own).dropout.placement.hidden, [false]);
    assert.deepEqual(edited(['network', 'hidden'], [8, 8, 8], own).dropout.placement.hidden, [
      false,
      0.2,
      0.2,
    ]);
    assert.deepEqual(edited(['network', 'hidden', 0], undefined, own).dropout.placement.hidden, [0.2]);
    assert.deepEqual(edited(['network'], undefined, own).dropout.placement.hidden, [false, 0.2]);
  });

  it('reaches no prototype and grows no list without end', () => {
    for (const path of [
      ['__proto__', 'polluted'],
      ['constructor', 'prototype', 'polluted'],
      ['data', '__proto__', 'polluted'],
    ]) {
      refused(path, 1);
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
    }
    assert.match(refused(['network', 'hidden', 4_000_000_000], 1), /there is no such entry; the list has 2/);
    assert.match(refused(['network', 'hidden', 'length'], 4_000_000_000), /there is no such entry/);
    assert.match(refused(['network', 'hidden', -1], 1), /there is no such entry/);
  });

  it('never throws, and what comes out parses to itself', () => {
    const key = fc.oneof(
      fc.constantFrom(
        'data',
        'source',
        'training',
        'optimizer',
        'schedule',
        'kind',
        'dropout',
        'placement',
        'hidden',
        'network',
        'changes',
        '__proto__',
      ),
      fc.nat(3),
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constant(undefined),
      fc.constantFrom('csv', 'digits', 'sgd', 'cosine', 'early'),
    );
    fc.assert(
      fc.property(experiments, fc.array(key, { maxLength: 5 }), value, (experiment, path, to) => {
        const result = editExperiment(experiment, path, to);
        if (result.ok) assert.deepEqual(parseExperiment(result.experiment), result);
      }),
      { numRuns: 2000 },
    );
  });

  it('setting any control to the value that it shows changes nothing', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        for (const { path, value } of formSections(experiment).flatMap(({ fields }) => fields))
          assert.deepEqual(edited(path, value, experiment), experiment, path.join('.'));
      }),
      { numRuns: 50 },
    );
  });
});

describe('liveChange', () => {
  it('finds what a running trainer can take', () => {
    assert.deepEqual(liveChange(start, edited(['dropout', 'ratio'], 0.1)), { ratio: 0.1 });
    assert.deepEqual(liveChange(start, edited(['training', 'learningRate'], 1)), { learningRate: 1 });
    const placed = edited(['dropout', 'placement', 'input'], 0.2);
    assert.deepEqual(liveChange(start, placed), { placement: { input: 0.2, hidden: true, output: false } });
  });

  it('finds none where nothing or anything else changed', () => {
    assert.equal(liveChange(start, structuredClone(start)), null);
    assert.equal(liveChange(start, edited(['seed'], 2)), null);
    assert.equal(liveChange(start, edited(['seed'], 2, edited(['dropout', 'ratio'], 0.1))), null);
    assert.equal(liveChange(start, edited(['training', 'batchSize'], 8)), null);
  });
});
