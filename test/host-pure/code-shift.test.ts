import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ScanResult } from '../../src/code/finding';
import { shiftResult, shiftSpan } from '../../src/host/code/shift';

const hint = (start: number, end: number, cell?: number) => ({
  id: 'alwaysOn' as const,
  message: '',
  source: '',
  start,
  end,
  ...(cell === undefined ? {} : { cell }),
});
const withHints = (...hints: ReturnType<typeof hint>[]): ScanResult => ({
  findings: [],
  models: [],
  hints,
  broken: false,
});

describe('spans that move along with the text', () => {
  it('keep to their words, whatever is typed or deleted outside of them', () => {
    const words = fc.array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '😀'), { maxLength: 12 });
    fc.assert(
      fc.property(
        words,
        words,
        words,
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (head, tail, typed, at, size, before) => {
          const [left, right, insert] = [head.join(''), tail.join(''), typed.join('')];
          const text = `${left}WORD${right}`;
          const span = { start: left.length, end: left.length + 4 };
          const side = before ? left : right;
          const from = at % (side.length + 1);
          const to = from + (size % (side.length - from + 1));
          const base = before ? 0 : span.end;
          const change = { start: base + from, end: base + to, length: insert.length };
          const after = text.slice(0, change.start) + insert + text.slice(change.end);
          const moved = shiftSpan(span, change);
          assert.equal(after.slice(moved.start, moved.end), 'WORD');
        },
      ),
    );
  });

  it('grow and shrink with what is changed inside', () => {
    assert.deepEqual(shiftSpan({ start: 4, end: 8 }, { start: 5, end: 6, length: 3 }), { start: 4, end: 10 });
    assert.deepEqual(shiftSpan({ start: 4, end: 8 }, { start: 6, end: 12, length: 0 }), { start: 4, end: 6 });
    assert.deepEqual(shiftSpan({ start: 4, end: 8 }, { start: 2, end: 6, length: 1 }), { start: 3, end: 5 });
  });

  it('move in a moment under ten thousand cursors: what lies between them is scanned anew', () => {
    const spans = Array.from({ length: 2_000 }, (_, i) => hint(i * 50 + 10, i * 50 + 14));
    const changes = Array.from({ length: 10_000 }, (_, i) => ({
      start: 40_000 + i,
      end: 40_000 + i,
      length: 2,
    }));
    let reads = 0;
    const counted = changes.map((change) => ({
      ...change,
      get start() {
        reads++;
        return change.start;
      },
    }));
    const { hints } = shiftResult(withHints(...spans), 0, counted);
    assert.ok(reads < 1_000_000, `${reads} steps`);
    const [first, last] = [hints.at(0)!, hints.at(-1)!];
    assert.deepEqual([first.start, first.end], [10, 14]);
    assert.deepEqual([last.start, last.end], [1_999 * 50 + 10 + 20_000, 1_999 * 50 + 14 + 20_000]);
  });

  it('are gone when all of their text is', () => {
    const result = withHints(hint(4, 8), hint(20, 24));
    const { hints } = shiftResult(result, 0, [{ start: 2, end: 10, length: 1 }]);
    assert.deepEqual(
      hints.map(({ start, end }) => [start, end]),
      [[13, 17]],
    );
  });

  it('take several changes at once, in any order', () => {
    const changes = [
      { start: 0, end: 0, length: 2 },
      { start: 10, end: 12, length: 0 },
    ];
    for (const order of [changes, [...changes].reverse()]) {
      const [{ start, end }] = shiftResult(withHints(hint(20, 24)), 0, order).hints;
      assert.deepEqual([start, end], [20, 24]);
    }
  });

  it('stay where they are in the other cells of a notebook', () => {
    const { hints } = shiftResult(withHints(hint(4, 8, 0), hint(4, 8, 1)), 1, [
      { start: 0, end: 0, length: 3 },
    ]);
    assert.deepEqual(
      hints.map(({ start, cell }) => [start, cell]),
      [
        [4, 0],
        [7, 1],
      ],
    );
  });
});
