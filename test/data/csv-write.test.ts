import assert from 'node:assert/strict';
import fc from 'fast-check';
import Papa from 'papaparse';
import { toCsv } from '../../src/data/csv-write';

const read = (text: string) =>
  Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' }).data.slice(0, -1);

describe('Writing CSV', () => {
  it('no text becomes a formula, and numbers stay numbers', () => {
    assert.equal(
      toCsv([
        ['name', 'loss'],
        ['=1+1', -0.5],
        ['@x', 2],
        ['-a', 3],
        ['+b', null],
        ['＝1', -1e-21],
        ['plain', 5],
      ]),
      `name,loss\n"'=1+1",-0.5\n"'@x",2\n"'-a",3\n"'+b",\n"'＝1",-1e-21\nplain,5\n`,
    );
  });

  it('what it writes can be read back, and only what looks like a formula is changed', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab=+-@,"\n\r\t \'한') });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, fc.double({ noNaN: true })), { minLength: 1 }), (rows) => {
        const back = read(toCsv(rows));
        assert.deepEqual(
          back,
          rows.map(([text, value]) => [/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text, String(value)]),
        );
      }),
    );
  });
});
