import assert from 'node:assert/strict';
import type { ColumnFacts } from '../../src/core/column-facts';
import type { SplitFacts } from '../../src/core/dataset';
import {
  columnEdits,
  type DataEdit,
  sameFiles,
  splitEdits,
  targetEdit,
  targetNames,
} from '../../src/experiment/data-edits';
import { columnWords, divisionWords } from '../../src/experiment/data-words';
import { editExperiment } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { experiment } from '../view/support';

const csvOf = (data: object = {}): Experiment =>
  experiment({ data: { source: 'csv', file: 'a.csv', ...data } });

const column = (name: string, fields: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  role: 'feature',
  kind: 'number',
  ...fields,
});

/** The data that an edit makes. */
function dataAfter(before: Experiment, { path, value }: DataEdit['edit']): Readonly<Record<string, unknown>> {
  const result = editExperiment(before, path, value);
  assert.ok(result.ok, JSON.stringify(result));
  return result.experiment.data;
}

const byLabel = (edits: readonly DataEdit[], label: string): DataEdit['edit'] => {
  const found = edits.find((edit) => edit.label === label);
  assert.ok(found, `${label}: ${edits.map((edit) => edit.label).join(', ')}`);
  return found.edit;
};

const shuffled: SplitFacts = { order: 'shuffled', testFile: false, redrawn: true };

describe('how else rows can be divided', () => {
  it('keeps the order of the file without a contradiction, and goes back', () => {
    for (const redraw of [undefined, true, false]) {
      const before = csvOf({ redraw });
      const data = dataAfter(
        before,
        byLabel(splitEdits(before.data, shuffled), 'Keep the Order of the File'),
      );
      assert.deepEqual([data.shuffle, data.redraw], [false, undefined]);
    }
    const before = csvOf({ shuffle: false });
    const edits = splitEdits(before.data, { ...shuffled, order: 'fileOrder', redrawn: false });
    assert.deepEqual(
      edits.map(({ label }) => label),
      ['Shuffle the Rows'],
    );
    assert.equal(dataAfter(before, edits[0].edit).shuffle, true);
  });

  it('contradicts itself by no other way to the order of the file either', () => {
    const before = csvOf({ redraw: true });
    const data = dataAfter(before, { path: ['data', 'shuffle'], value: false });
    assert.deepEqual([data.shuffle, data.redraw], [false, undefined]);
    assert.equal(dataAfter(before, { path: ['data', 'shuffle'], value: true }).redraw, true);
  });

  it('divides alike for all seeds or anew, by what the set-up says, else by what was done', () => {
    const label = (redraw: boolean | undefined, redrawn: boolean) =>
      splitEdits(csvOf({ redraw }).data, { ...shuffled, redrawn })[1].label;
    assert.equal(label(undefined, true), 'Same Split for All Seeds');
    assert.equal(label(undefined, false), 'Split Anew for Each Seed');
    assert.equal(label(false, true), 'Split Anew for Each Seed');
    assert.equal(label(true, false), 'Same Split for All Seeds');
  });

  it('ends cross-validation', () => {
    const before = csvOf({ folds: 5 });
    const [{ edit }] = splitEdits(before.data, { ...shuffled, order: 'folds' });
    assert.equal(dataAfter(before, edit).folds, 0);
  });
});

describe('what else can be made of a column', () => {
  const columns = [
    column('kind', { role: 'target', kind: 'category', scaling: { how: 'classes', classes: 3 } }),
    column('plot', { alternative: 'category' }),
    column('area'),
  ];
  const labels = (one: ColumnFacts, data: object = {}, all = columns) =>
    columnEdits(one, csvOf(data).data, all).map(({ label }) => label);

  it('is to leave it out, to take it in, to read it otherwise', () => {
    assert.deepEqual(labels(columns[1]), ['Leave It Out', 'Treat as Categories']);
    assert.deepEqual(labels(columns[2]), ['Leave It Out']);
    assert.deepEqual(labels(columns[1], { columns: { plot: 'leaveOut' } }), ['Include It']);
    assert.deepEqual(labels(columns[1], { columns: { plot: 'category' } }), ['Leave It Out']);
    assert.deepEqual(labels(column('n', { role: 'leftOut', leftOut: { why: 'constant' } })), []);
    const out = csvOf({ columns: { plot: 'leaveOut' } });
    assert.deepEqual(
      dataAfter(out, byLabel(columnEdits(columns[1], out.data, columns), 'Include It')).columns,
      {},
    );
  });

  it('never leaves nothing to predict from', () => {
    assert.deepEqual(labels(columns[2], { columns: { plot: 'leaveOut' } }), []);
    assert.deepEqual(labels(columns[2], {}, [columns[0], columns[2]]), []);
  });

  it('names columns as they are, whatever their names', () => {
    const odd = column('__proto__', { alternative: 'category' });
    const before = csvOf();
    const edit = byLabel(columnEdits(odd, before.data, columns), 'Leave It Out');
    assert.deepEqual(edit, { path: ['data', 'columns', '__proto__'], value: 'leaveOut' });
  });

  it('predicts a number or classes where the target can be either', () => {
    const before = csvOf();
    const labelled = column('grade', { role: 'target', kind: 'category', alternative: 'number' });
    const [edit] = columnEdits(labelled, before.data, columns);
    assert.equal(dataAfter(before, edit.edit).task, 'regression');
    assert.deepEqual(labels(columns[0]), []);
    const images = experiment({ data: { source: 'idx', images: 'i', labels: 'l' } });
    assert.deepEqual(columnEdits(labelled, images.data, columns), []);
  });

  it('predicts another column, whose task is guessed anew', () => {
    const before = csvOf({ target: 'kind', task: 'classification', columns: { plot: 'leaveOut' } });
    assert.deepEqual(targetNames(columns, before.data), ['kind', 'area']);
    const data = dataAfter(before, targetEdit(before.data, 'area'));
    assert.deepEqual([data.target, data.task], ['area', undefined]);
  });

  it('is for the files that the run read', () => {
    assert.ok(sameFiles(csvOf({ shuffle: false }).data, csvOf().data));
    assert.ok(!sameFiles(csvOf().data, csvOf({ file: 'b.csv' }).data));
    assert.ok(!sameFiles(csvOf().data, csvOf({ testFile: 'b.csv' }).data));
    assert.ok(!sameFiles(csvOf().data, experiment().data));
  });
});

describe('data in words', () => {
  const read = {
    task: 'classification',
    trainCount: 19_537,
    validationCount: 6_512,
    testCount: 6_512,
  } as const;

  it('tells counts and division in a line', () => {
    assert.equal(
      divisionWords({ ...read, split: shuffled }),
      '32,561 rows: 19,537 train, 6,512 validation, 6,512 test · shuffled, stratified by class · each seed splits anew',
    );
    assert.equal(
      divisionWords({
        ...read,
        task: 'regression',
        validationCount: 0,
        split: { order: 'fileOrder', testFile: true, redrawn: false, unused: 51 },
      }),
      '26,100 rows: 19,537 train, no validation, 6,512 test, 51 unused · the test rows are a set of their own · in the order of the file',
    );
    assert.equal(divisionWords(read), '19,537 training, 6,512 validation and 6,512 test samples');
    assert.match(
      divisionWords({ ...read, task: 'regression', split: { ...shuffled, redrawn: false } }),
      /· shuffled · the same split for all seeds$/,
    );
  });

  it('tells a column cell by cell', () => {
    const words = (fields: Partial<ColumnFacts>) => {
      const { kind, scaling, missing } = columnWords(column('a', fields));
      return [kind, scaling, missing];
    };
    assert.deepEqual(
      words({
        scaling: { how: 'standardized', mean: 5.12345, deviation: 0.5 },
        missing: 14,
        odd: 2,
        filledWith: 5.12345,
      }),
      [
        'numbers',
        'standardized: mean 5.123, standard deviation 0.5',
        '14 (not numbers: 2), filled with the mean',
      ],
    );
    assert.deepEqual(
      words({ kind: 'category', scaling: { how: 'oneHot', categories: 3 }, missing: 1, filledWith: 'red' }),
      ['categories', 'one-hot, 3 categories', '1, filled with the most frequent, “red”'],
    );
    assert.deepEqual(words({ role: 'target', missing: 6, scaling: { how: 'classes', classes: 2 } }), [
      'class labels',
      '2 classes',
      '6: their rows are left out',
    ]);
    assert.deepEqual(
      words({ role: 'leftOut', leftOut: { why: 'manyTexts', texts: 400, rows: 1_200 }, missing: 3 }),
      ['numbers', '400 different texts in 1,200 training rows', '3'],
    );
    assert.equal(
      words({ kind: 'pixels', scaling: { how: 'divided', shift: 0, divisor: 255 } })[1],
      'divided by 255',
    );
    assert.equal(
      words({ kind: 'pixels', scaling: { how: 'divided', shift: 0, divisor: 65_535 } })[1],
      'divided by 65535',
    );
    assert.equal(
      words({ kind: 'pixels', scaling: { how: 'divided', shift: 0, divisor: 1 } })[1],
      'kept as they are',
    );
  });
});
