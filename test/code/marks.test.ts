import assert from 'node:assert/strict';
import fc from 'fast-check';
import { marksOf } from '../../src/code/python/marks';

/** What a call looks like, plainly and slowly. */
const plain = /(?<![\p{L}\p{N}_])\p{N}*([\p{L}_][\p{L}\p{N}_]*)[ \t]*\(/gu;

function plainCalls(text: string): [string, number][] {
  return [...text.matchAll(plain)].map((match) => [match[1], match.index + match[0].indexOf(match[1])]);
}

function calls(text: string): [string, number][] {
  const found = [...marksOf(text).calls].flatMap(([word, offsets]) =>
    offsets.map((offset): [string, number] => [word, offset]),
  );
  return found.sort(([, a], [, b]) => a - b);
}

describe('marks of calls', () => {
  it('are the names before parentheses', () => {
    const text = 'nn.Dropout (0.5)\n드롭(a)((b))\n-f(2x(_))';
    assert.deepEqual(calls(text), [
      ['Dropout', 3],
      ['드롭', 17],
      ['f', 29],
      ['x', 32],
    ]);
  });

  it('are so in any text', () => {
    const part = fc.constantFrom(...'() \t\n.-_aB7층١0#"');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        assert.deepEqual(calls(text), plainCalls(text));
      }),
    );
  });
});
