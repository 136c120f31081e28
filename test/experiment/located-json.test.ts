import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLocated } from '../../src/experiment/located-json';

function reference(text: string): { ok: boolean; value?: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function same(text: string): void {
  const located = parseLocated(text, 1000);
  const expected = reference(text);
  assert.equal(located.ok, expected.ok, text);
  if (located.ok) assert.deepEqual(located.value, expected.value);
}

describe('parseLocated', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(3), (text, indent) => {
        same(text);
        same(JSON.stringify(JSON.parse(text), null, indent));
      }),
    );
  });

  it('takes and refuses the same texts as JSON.parse', () => {
    const piece = fc.constantFrom(
      ...'{}[]:,"\\ \n-+.eE0123tfn/u',
      'true',
      'false',
      'null',
      '"a"',
      '"\\u0041"',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => same(pieces.join(''))),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), piece, (text, at, instead) => {
        const i = at % text.length;
        same(text.slice(0, i) + instead + text.slice(i + 1));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps __proto__ an own key', () => {
    const located = parseLocated('{"__proto__":{"polluted":1}}', 10);
    assert.ok(located.ok);
    assert.ok(Object.hasOwn(located.value as object, '__proto__'));
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('says at which line and column the text is wrong', () => {
    const table: [string, number, number, RegExp][] = [
      ['', 1, 1, /a value is expected; the text ends/],
      ['{\n  "a": 1,\n}', 3, 1, /no comma is allowed before }/],
      ['{"a": 1', 1, 8, /, or } is expected; the text ends/],
      ["{'a': 1}", 1, 2, /a key in double quotes is expected/],
      ['{"a" 1}', 1, 6, /: is expected; "1" stands here/],
      ['{"a": "x\n"}', 1, 7, /a string is not closed/],
      ['// note\n{}', 1, 1, /a value is expected/],
      ['{} {}', 1, 4, /nothing may follow/],
    ];
    for (const [text, line, column, words] of table) {
      const located = parseLocated(text, 10);
      assert.ok(!located.ok, text);
      assert.deepEqual([located.problem.line, located.problem.column], [line, column], text);
      assert.match(located.problem.message, words);
    }
  });

  it('takes a byte order mark and long strings', () => {
    const text = `\uFEFF{"a":"${'é\\n'.repeat(300_000)}"}`;
    const located = parseLocated(text, 10);
    assert.ok(located.ok);
    assert.equal((located.value as { a: string }).a.length, 600_000);
  });
});

describe('a hostile experiment file', () => {
  const key = JSON.stringify('k'.repeat(20_000));
  const read = (text: string) => {
    const located = parseLocated(text, 32);
    assert.ok(located.ok);
    return located;
  };

  it('is read in one pass where a long key stands over a long list', () => {
    const located = read(`{\n${key}: [${'0,'.repeat(50_000)}0]}`);
    assert.deepEqual(located.placeOf(['k'.repeat(20_000), 0]), { line: 2, column: 20_000 + 6 });
    assert.deepEqual(located.spanOf(['k'.repeat(20_000), 1]), { start: 20_009, end: 20_010 });
  });

  it('names the first of many keys that stand twice, and where', () => {
    const located = read(`{${'"a": 0,\n'.repeat(60_000)}"a": 1}`);
    assert.equal(located.duplicates.length, 50);
    assert.deepEqual(located.duplicates[0], { path: ['a'], line: 2, column: 1 });
    assert.deepEqual(located.value, { a: 1 });
  });

  it('has the last of a key that stands twice at its path', () => {
    const located = read('{"a": {"b": 1, "c": 2},\n "a": {"b": 3}}');
    assert.deepEqual(located.placeOf(['a', 'b']), { line: 2, column: 13 });
    assert.deepEqual(located.placeOf(['a', 'c']), { line: 2, column: 7 });
  });

  it('reads a long string', () => {
    const text = '\\n'.repeat(300_000);
    assert.equal((read(`"${text}"`).value as string).length, 300_000);
  });
});
