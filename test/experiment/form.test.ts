import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultExperiment } from '../../src/experiment/defaults';
import { editExperiment } from '../../src/experiment/edit';
import { type FormField, formSections } from '../../src/experiment/form';
import type { Experiment } from '../../src/experiment/schema';
import { experiments } from './arbitrary';

const fieldsOf = (experiment: Experiment) => formSections(experiment).flatMap(({ fields }) => fields);
const find = (experiment: Experiment, path: string) =>
  fieldsOf(experiment).find((field) => field.path.join('.') === path) as FormField;

describe('formSections', () => {
  it('has the five sections in the order in which a run is thought of', () => {
    assert.deepEqual(
      formSections(defaultExperiment()).map(({ id }) => id),
      ['data', 'network', 'dropout', 'training', 'run'],
    );
  });

  it('says of a number what is allowed, what is usual and what it is', () => {
    const ratio = find(defaultExperiment(), 'dropout.ratio');
    assert.equal(ratio.kind, 'number');
    assert.equal(ratio.title, 'Drop ratio');
    assert.deepEqual([ratio.min, ratio.exclusiveMax, ratio.step], [0, 1, 0.01]);
    assert.deepEqual(
      [ratio.usual, ratio.slider],
      [
        [0.2, 0.5],
        [0, 0.95],
      ],
    );
    assert.deepEqual([ratio.value, ratio.default, ratio.optional, ratio.advanced], [0.5, 0.5, false, false]);
    const rate = find(defaultExperiment(), 'training.learningRate');
    assert.deepEqual([rate.exclusiveMin, rate.max, rate.scale], [0, 1e9, 'log']);
  });

  it('offers choices by id, title and description', () => {
    const optimizer = find(defaultExperiment(), 'training.optimizer');
    assert.equal(optimizer.kind, 'choice');
    assert.deepEqual(optimizer.options?.[0], {
      id: 'adam',
      title: 'Adam',
      description: 'Steps of adapted size for every weight (Kingma and Ba 2015).',
    });
    assert.equal(find(defaultExperiment(), 'training.schedule.kind').advanced, true);
  });

  it('has the controls of the chosen alternative only', () => {
    assert.ok(find(defaultExperiment(), 'training.beta1'));
    const sgd = editExperiment(defaultExperiment(), ['training', 'optimizer'], 'sgd');
    assert.ok(sgd.ok);
    assert.equal(find(sgd.experiment, 'training.beta1'), undefined);
    const csv = editExperiment(defaultExperiment(), ['data'], { source: 'csv', file: 'a.csv' });
    assert.ok(csv.ok);
    assert.equal(find(csv.experiment, 'data.file').kind, 'file');
    const task = find(csv.experiment, 'data.task');
    assert.deepEqual([task.kind, task.optional, task.value], ['choice', true, undefined]);
  });

  it('has special controls for widths and placement', () => {
    const widths = find(defaultExperiment(), 'network.hidden');
    assert.deepEqual([widths.kind, widths.min, widths.max, widths.maxItems], ['widths', 1, 8192, 16]);
    const placement = find(defaultExperiment(), 'dropout.placement');
    assert.deepEqual(
      [placement.kind, placement.default],
      ['placement', { input: false, hidden: true, output: false }],
    );
  });

  it('names every field and shows the value that the experiment has', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        const fields = fieldsOf(experiment);
        assert.equal(new Set(fields.map(({ path }) => path.join('.'))).size, fields.length);
        for (const { path, title, value } of fields) {
          assert.ok(title && title !== 'undefined', path.join('.'));
          const held = path.reduce<unknown>(
            (node, key) => (node as Record<string, unknown>)[key],
            experiment,
          );
          assert.deepEqual(value, held);
        }
      }),
      { numRuns: 50 },
    );
  });
});
