import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { ColumnFacts } from '../../src/core/column-facts';
import { fromViewSchema } from '../../src/protocol';
import {
  type DataField,
  targetField,
  taskField,
  validationField,
} from '../../webview/components/data-fields';
import { experiment, StoreBench, snapshot } from './support';

const csvOf = (data: object = {}) => experiment({ data: { source: 'csv', file: 'a.csv', ...data } });
const ids = (field: DataField | undefined) => field?.options.map(({ id }) => id);

describe('the choices beside what is said of data', () => {
  it('show which share validates, and one that is none of the usual', () => {
    const field = validationField(csvOf().data);
    assert.deepEqual([field.value, ids(field)], ['automatic', ['automatic', '0', '0.1', '0.2', '0.3']]);
    assert.equal(field.edit('automatic').value, undefined);
    assert.equal(field.edit('0').value, 0);
    const own = validationField(csvOf({ validation: 1_500 }).data);
    assert.deepEqual([own.value, own.options.at(-1)?.title], ['1500', '1,500 rows']);
    const none = validationField(csvOf({ validation: 0 }).data);
    assert.equal(none.options.find(({ id }) => id === none.value)?.title, 'None');
  });

  it('show what is predicted, guessed or set, where there is a choice', () => {
    const facts = (name: string, role: ColumnFacts['role']): ColumnFacts => ({ name, role, kind: 'number' });
    const columns = [facts('kind', 'target'), facts('area', 'feature'), facts('id', 'leftOut')];
    assert.equal(targetField(columns, csvOf().data)?.value, 'kind');
    assert.equal(targetField(columns, csvOf({ target: 'area' }).data)?.value, 'area');
    assert.deepEqual(ids(targetField(columns, csvOf({ columns: { id: 'leaveOut' } }).data)), [
      'kind',
      'area',
    ]);
    const arrays = experiment({ data: { source: 'npy', file: 'a.npz' } });
    assert.equal(targetField(columns, arrays.data), undefined);
  });

  it('show the task, and what was guessed, where the target leaves a choice', () => {
    const target: ColumnFacts = { name: 'grade', role: 'target', kind: 'category', alternative: 'number' };
    const guessed = taskField([target], csvOf().data);
    assert.deepEqual([guessed?.value, guessed?.options[0].title], ['automatic', 'Automatic: classification']);
    const set = taskField(
      [{ ...target, kind: 'number', alternative: 'category' }],
      csvOf({ task: 'regression' }).data,
    );
    assert.deepEqual([set?.value, set?.options[0].title], ['regression', 'Automatic']);
    assert.deepEqual(set?.edit('classification'), { path: ['data', 'task'], value: 'classification' });
    assert.equal(set?.edit('automatic').value, undefined);
    const images = experiment({ data: { source: 'idx', images: 'i', labels: 'l' } });
    assert.equal(taskField([target], images.data), undefined);
    assert.equal(taskField([{ name: 'kind', role: 'target', kind: 'category' }], csvOf().data), undefined);
  });

  it('send edits that the host takes', () => {
    const bench = new StoreBench();
    const before = csvOf({ task: 'regression', target: 'area' });
    bench.receive(snapshot({ experiment: before }));
    const { path, value } = validationField(before.data).edit('0.3');
    bench.store.edit(path, value);
    bench.pass(100);
    const [message] = bench.take('edit');
    assert.deepEqual(message, { type: 'edit', path: ['data', 'validation'], value: 0.3 });
    assert.ok(v.is(fromViewSchema, message));
  });
});
