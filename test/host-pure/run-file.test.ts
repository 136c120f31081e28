import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeRun, decodeSummary, encodeRun } from '../../src/host/store/run-file';
import { decodeTypedJson, encodeTypedJson } from '../../src/host/store/typed-json';
import { end, experiment, oldFile, run } from './fixtures';

describe('JSON with typed arrays', () => {
  it('gives back what it was given', () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.float32Array(),
      fc.float64Array(),
      fc.uint8Array(),
      fc.uint32Array(),
    );
    // A person's keys may be the ones that the format itself uses.
    const key = fc.oneof(fc.stringMatching(/^[a-z]+$/), fc.constantFrom('$array', '$number', '$plain', 'at'));
    const value = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf)));
    fc.assert(
      fc.property(value, (original) => {
        const { text, bytes } = encodeTypedJson(original);
        // −0 is written as 0, as JSON does.
        const positive = (item: unknown) => (Object.is(item, -0) ? 0 : item);
        const plain = Object.fromEntries(
          Object.entries(original).map(([key, item]) => [
            key,
            Array.isArray(item) ? item.map(positive) : positive(item),
          ]),
        );
        assert.deepEqual(decodeTypedJson(text, bytes), plain);
      }),
    );
  });

  it('keeps what only looks like a reference, at any depth', () => {
    const columns = {
      deep: [{ $number: 'NaN' }, { $array: 'Uint8Array', at: 0, length: 1 }, { $plain: [['a', 1]] }],
      $plain: { $number: 'category', more: Number.POSITIVE_INFINITY },
    };
    const { text, bytes } = encodeTypedJson(columns);
    assert.deepEqual(decodeTypedJson(text, bytes), columns);
  });

  it('refuses a reference beyond the bytes', () => {
    const { text, bytes } = encodeTypedJson({ a: new Float64Array(8) });
    assert.throws(() => decodeTypedJson(text, bytes.subarray(0, 63)), RangeError);
    assert.throws(() => decodeTypedJson('{"$array":"Function","at":0,"length":1}', bytes), RangeError);
    assert.throws(() => decodeTypedJson('{"$array":"Uint8Array","at":-8,"length":4}', bytes), RangeError);
  });

  it('pollutes no prototype', () => {
    const value = decodeTypedJson('{"__proto__":{"polluted":1}}') as object;
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });
});

describe('a saved run', () => {
  it('comes back whole', () => {
    const original = end(run({ experiment: experiment({ name: '<img src=x onerror=alert(1)>' }) }));
    original.verdict = {
      kind: 'dropoutHelps',
      evidence: { dropoutTest: { mean: 0.3, deviation: Number.NaN, count: 1 } },
      at: {},
      advice: [],
    };
    original.members[0].boundary = { columns: 1, rows: 1, bounds: [0, 1, 0, 1], winner: Uint8Array.of(1) };
    original.members[0].changes.push({ step: 3, ratio: 0.2 });
    const copy = decodeRun(encodeRun(original));
    assert.deepEqual(copy.state(), original.state());
    assert.deepEqual(copy.series(), original.series());
    assert.deepEqual(copy.boundaries(), original.boundaries());
    assert.deepEqual(decodeSummary(encodeRun(original)), original.summary());
  });

  it('that has blown up says so in its summary, and one from before that was said is read', () => {
    const original = end(run());
    assert.equal(original.summary().blownUp, false);
    original.verdict = { kind: 'unstable', evidence: {}, at: {}, advice: [] };
    assert.equal(decodeSummary(encodeRun(original)).blownUp, true);
    const { blownUp: _later, ...earlier } = original.summary();
    assert.equal(decodeSummary(oldFile({ ...earlier }, {})).blownUp, false);
  });

  it('that was going on comes back as stopped at its last saved step', () => {
    const copy = decodeRun(encodeRun(run()));
    assert.equal(copy.status, 'stopped');
    assert.equal(copy.members[0].ending?.step, 4);
    assert.equal(copy.members[0].curve.count, 5);
  });
});
