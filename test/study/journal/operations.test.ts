import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Domain, holds, isCompatible, readDomain, writeDomain } from '../../../src/study/journal/domain';
import {
  type Operation,
  readOperation,
  readTime,
  writeOperation,
  writeTime,
} from '../../../src/study/journal/operations';
import { parseJson, writeJson } from '../../../src/study/journal/python-json';

describe('a line of a journal', () => {
  it('carries every value that JSON and Python have', () => {
    const numbers = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 5e-324, -0));
    const anything = fc
      .jsonValue()
      .chain((json) => fc.tuple(fc.constant(json), fc.array(numbers), fc.string()));
    fc.assert(
      fc.property(anything, (value) => {
        const text = writeJson(value);
        assert.ok(!text.includes('\n'));
        const [json, list, string] = parseJson(text) as unknown as typeof value;
        assert.deepEqual(json, JSON.parse(JSON.stringify(value[0])));
        assert.deepEqual(
          list,
          value[1].map((number) => (number === 0 ? 0 : number)),
        );
        assert.equal(string, value[2]);
      }),
    );
  });

  it('may say NaN and Infinity, as Python does', () => {
    assert.deepEqual(parseJson('{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \\"Infinity","d":1}'), {
      a: Number.NaN,
      b: [-Infinity, Infinity],
      c: 'NaN "Infinity',
      d: 1,
    });
    assert.equal(
      writeJson({ a: Number.NaN, b: -Infinity, c: '"NaN"' }),
      '{"a":NaN,"b":-Infinity,"c":"\\"NaN\\""}',
    );
    assert.throws(() => parseJson('{"a":NaN'), SyntaxError);
    assert.throws(() => parseJson('NaN"\\'), SyntaxError);
  });

  it('is read as it was written', () => {
    const operations: Operation[] = [
      { op_code: 0, study_name: 'a', directions: [1] },
      { op_code: 1, study_id: 0 },
      { op_code: 2, study_id: 0, user_attr: { a: [1, null] } },
      { op_code: 3, study_id: 0, system_attr: { a: {} } },
      { op_code: 4, study_id: 0, datetime_start: null },
      { op_code: 5, trial_id: 0, param_name: 'x', param_value_internal: 0.5, distribution: '{}' },
      { op_code: 6, trial_id: 0, state: 1, values: [Infinity] },
      { op_code: 7, trial_id: 0, step: 3, intermediate_value: Number.NaN },
      { op_code: 8, trial_id: 0, user_attr: { a: 1 } },
      { op_code: 9, trial_id: 0, system_attr: { a: 1 } },
    ];
    for (const operation of operations) {
      const line = writeOperation(operation, 'me');
      assert.match(line, /^\{"op_code":\d,[^\n]*"worker_id":"me"\}\n$/);
      assert.deepEqual(readOperation(line), { ...operation, worker_id: 'me' });
    }
  });

  for (const [line, reason] of [
    ['', 'damaged'],
    ['{"op_code":4,"study_', 'damaged'],
    ['\0\0\0', 'damaged'],
    ['{"op_code":11,"study_id":0}', 'unknown operation'],
    ['{"op_code":"4","study_id":0}', 'unfitting operation'],
    ['{"op_code":0.5}', 'unknown operation'],
    ['[0]', 'unfitting operation'],
    ['{"op_code":0,"directions":[1]}', 'unfitting operation'],
    ['{"op_code":6,"trial_id":0,"state":7,"values":null}', 'unfitting operation'],
    ['{"op_code":6,"trial_id":-1,"state":1,"values":null}', 'unfitting operation'],
    ['{"op_code":7,"trial_id":0,"step":1,"intermediate_value":null}', 'unfitting operation'],
    ['{"op_code":8,"trial_id":0,"user_attr":{"a":1,"b":2}}', 'unfitting operation'],
    ['{"op_code":4,"study_id":0,"params":{"x":"y"}}', 'unfitting operation'],
  ] as const)
    it(`that cannot be followed is ${reason}: ${JSON.stringify(line)}`, () => {
      assert.equal(readOperation(line), reason);
    });

  it('of Rustuna that discards trials is passed over, as Optuna does', () => {
    assert.equal(readOperation('{"op_code":10,"trial_ids":[1]}'), undefined);
  });

  it('says moments as local time, and understands those with an offset', () => {
    const now = Date.UTC(2026, 6, 1, 12, 30, 15, 250);
    assert.match(writeTime(now), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.250000$/);
    assert.equal(readTime(writeTime(now)), now);
    assert.equal(readTime('2026-07-01T14:30:15.250999+02:00'), now);
    assert.equal(readTime('once'), undefined);
  });
});

describe('a distribution in a journal', () => {
  const attributes = (domain: Domain) => JSON.parse(writeDomain(domain)).attributes;

  it('is read as it was written', () => {
    const bounds = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 50 }));
    const domains = fc.oneof(
      bounds.map(([low, width]) => ({
        distribution: { kind: 'float', low: low / 7, high: (low + width) / 7, log: true } as const,
      })),
      fc.tuple(bounds, fc.integer({ min: 1, max: 9 })).map(([[low, width], step]) => ({
        distribution: { kind: 'integer', low, high: low + width * step, log: false, step } as const,
      })),
      fc.array(fc.oneof(fc.string(), fc.double(), fc.boolean()), { minLength: 1 }).map((choices) => ({
        distribution: { kind: 'choice', count: choices.length } as const,
        choices: choices.map((choice) => (Object.is(choice, -0) ? 0 : choice)),
      })),
    );
    fc.assert(fc.property(domains, (domain) => assert.deepEqual(readDomain(writeDomain(domain)), domain)));
  });

  it('ends at a value that its steps reach, exactly', () => {
    const high = (low: number, high: number, step: number) =>
      attributes({ distribution: { kind: 'float', low, high, log: false, step } }).high;
    assert.equal(high(0, 0.95, 0.1), 0.9);
    assert.equal(high(0, 0.3, 0.1), 0.3);
    assert.equal(high(0.05, 1, 0.3), 0.95);
    assert.equal(high(1e-7, 1e-6, 2e-7), 9e-7);
    assert.equal(high(0, 1e6, 0.25), 1e6);
    assert.equal(
      attributes({ distribution: { kind: 'integer', low: 1, high: 6, log: false, step: 2 } }).high,
      5,
    );
  });

  it('may be of the kinds of before Optuna 3', () => {
    const old = (name: string, attributes: object) =>
      readDomain(JSON.stringify({ name, attributes })).distribution;
    assert.deepEqual(old('LogUniformDistribution', { low: 1, high: 2 }), {
      kind: 'float',
      low: 1,
      high: 2,
      log: true,
    });
    assert.deepEqual(old('DiscreteUniformDistribution', { low: 0, high: 1, q: 0.5 }), {
      kind: 'float',
      low: 0,
      high: 1,
      log: false,
      step: 0.5,
    });
    assert.deepEqual(old('IntUniformDistribution', { low: 0, high: 4, step: 2 }), {
      kind: 'integer',
      low: 0,
      high: 4,
      log: false,
      step: 2,
    });
    assert.throws(() => old('toString', {}));
    assert.throws(() => old('CategoricalDistribution', { choices: [] }));
  });

  it('has the values that Optuna lets it have', () => {
    const stepped: Domain = { distribution: { kind: 'float', low: 0, high: 0.9, log: false, step: 0.1 } };
    assert.ok(holds(stepped, 0.1 + 0.2));
    assert.ok(!holds(stepped, 0.25));
    assert.ok(!holds(stepped, Number.NaN));
    const chosen: Domain = { distribution: { kind: 'choice', count: 2 }, choices: ['a', 'b'] };
    assert.deepEqual(
      [-1, 0, 0.5, 1, 2].map((value) => holds(chosen, value)),
      [false, true, false, true, false],
    );
    assert.ok(!isCompatible(chosen, { ...chosen, choices: ['b', 'a'] }));
    assert.ok(!isCompatible(chosen, stepped));
    assert.ok(isCompatible(stepped, { distribution: { kind: 'float', low: 5, high: 6, log: false } }));
  });
});
