import assert from 'node:assert/strict';
import * as v from 'valibot';
import { fromViewSchema } from '../../src/protocol';
import { StoreBench, snapshot } from './support';

describe('view store: an experiment file', () => {
  const document = { name: 'a.dropout.json', dirty: false, own: true, state: 'shown' } as const;

  it('is known from the first snapshot, and its changes are told', () => {
    const bench = new StoreBench();
    let told = 0;
    bench.store.subscribe(['document'], () => {
      told += 1;
    });
    bench.receive(snapshot({ document }));
    assert.deepEqual(bench.store.document, document);
    bench.receive({ type: 'state', state: { document: { ...document, dirty: true } } });
    assert.equal(bench.store.document?.dirty, true);
    bench.receive({ type: 'state', state: { document: null } });
    assert.equal(bench.store.document, null);
    assert.equal(told, 3);
  });

  it('asks the host to act and to export in messages that it takes', () => {
    const bench = new StoreBench();
    bench.store.actOnDocument('show');
    bench.store.exportChart('loss');
    assert.deepEqual(
      bench.posted.map(({ type }) => type),
      ['document', 'exportChart'],
    );
    for (const message of bench.posted) assert.ok(v.is(fromViewSchema, message));
  });

  it('sends a drawing only in the shapes that the host takes', () => {
    const takes = (fields: object) => v.is(fromViewSchema, { type: 'chartDrawn', request: 1, ...fields });
    assert.ok(takes({ svg: '<svg />' }));
    assert.ok(takes({ png: Uint8Array.of(1) }));
    assert.ok(takes({ problem: 'why' }));
    for (const fields of [{ png: [1] }, { svg: 1 }, { path: '/etc/passwd' }, { request: '1' }])
      assert.ok(!takes(fields), JSON.stringify(fields));
  });
});
