import assert from 'node:assert/strict';
import { readTable } from '../../src/data/csv-table';
import { bytesOf, csv, load, refusal, rowsOf } from './support';

const body = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => `${(i + from) / 4},${(i * 7) % 11},${i % 3 ? 'no' : 'yes'}\n`).join(
    '',
  );

/** Names, rows and notes of a table. */
function read(text: string | Uint8Array) {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const { columns, rows, remarks } = readTable('a.csv', bytes, () => {});
  return { names: columns.map(({ name }) => name), rows, notes: remarks.notes.join('\n'), columns };
}

describe('lines above a header', () => {
  for (const [what, above, count] of [
    ['a title', 'Report of plants\n', 1],
    ['a title and a date, filled up with separators', 'Report of plants,,\nExported,2024-01-01,\n\n', 2],
    ['pairs', 'Data Source,World Bank\n\nLast Updated,2024-01-01\n\n', 2],
    ['comments of other programs', '% made by x\n% 2024\n', 2],
    ['one with more commas than columns', '// made by x, y, z, and others\n', 1],
    ['merged cells', 'measures,measures,out\n', 1],
    ['merged cells, the others blank', ',measures,\n', 1],
  ] as const)
    it(`${what} are left out`, () => {
      const { names, rows, notes } = read(`${above}a,b,y\n${body(30)}`);
      assert.deepEqual([names, rows], [['a', 'b', 'y'], 30]);
      assert.match(notes, count === 1 ? /^The line above the header \(“/ : /^2 lines above the header \(“/);
    });

  for (const [what, text, names] of [
    ['a header without the name of its last column', `a,b,\n${body(30)}`, ['a', 'b', 'column 3']],
    [
      'names of columns whose rows have names',
      `a b\n${body(30).replaceAll(',', ' ')}`,
      ['column 1', 'a', 'b'].slice(1),
    ],
    ['a separator behind the header only', `a,b,y,\n${body(30)}`, ['a', 'b', 'y']],
    ['a first row that ends early', `1,2\n${body(30)}`, undefined],
  ] as const)
    it(`${what} is none of them`, async () => {
      if (names) assert.deepEqual(read(text).names, names);
      else assert.match(await refusal(csv(text)), /cells where the header has/);
    });
});

describe('what stands between the rows and below them', () => {
  for (const below of [
    '\nSource: World Bank\n',
    'Source: World Bank, 2024\n',
    'Note: x,,\n',
    '(30 rows affected)\n',
    'EOF\n',
    'Total,480,\n',
    'Mean,8,\nSD,5,\n',
    '합계,480,\n',
    'Grand Total:,480,no\n',
  ])
    it(`${JSON.stringify(below)} is no row`, () => {
      const { rows, notes } = read(`a,b,y\n${body(30)}${below}`);
      assert.equal(rows, 30);
      assert.match(notes, /row 3\d \(.*“.*” …\) stands below the table and is left out|row 32 \(“/);
    });

  it('a sum of amounts does not train', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `c${i % 5},${i % 7},${(i * 37) % 101}.5\n`).join('');
    const data = await csv(`k,n,amount\n${rows}Total,480,9999.00\n`);
    assert.equal(rowsOf(data), 60);
    assert.match(data.notes.join(), /row 62 \(“Total” …\) stands below the table/);
  });

  it('words for sums are rows where more rows have them', () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${['total', 'half'][i % 2]},${i},y${i % 2}\n`).join(
      '',
    );
    assert.equal(read(`a,b,y\n${rows}total,3,y0\n`).rows, 31);
    const sorted = 'half,1,y0\n'.repeat(20) + 'total,2,y1\n'.repeat(20);
    assert.equal(read(`a,b,y\n${sorted}`).rows, 40);
  });

  it('what has rows below it is refused as before', async () => {
    assert.match(
      await refusal(csv(`a,b,y\n${body(9)}EOF\n${body(9)}`)),
      /row 11: 1 cells where the header has 3/,
    );
    assert.match(await refusal(csv(`a,b,y\n${body(9)}1.5,2\n`)), /row 11: 2 cells where the header has 3/);
  });

  it('headers again are left out, and lines of dashes', () => {
    const { rows, notes, columns } = read(`a,b,y\n${body(30)}a,b,y\n${body(30, 9)}a,b,y\n`);
    assert.equal(rows, 60);
    assert.match(notes, /2 rows repeat the header and are left out/);
    assert.deepEqual(columns[2].texts?.values, ['yes', 'no']);
    const piped = body(30)
      .replaceAll(',', ' | ')
      .replaceAll('\n', ' |\n')
      .replaceAll(/^/gm, '| ')
      .slice(0, -2);
    const markdown = read(`| a | b | y |\n|---|:--:|---|\n${piped}`);
    assert.deepEqual([markdown.rows, markdown.columns.at(-1)?.texts?.values], [30, ['yes', 'no']]);
    assert.equal(read(` a | b | y\n---+---+---\n${body(30).replaceAll(',', ' | ')}(30 rows)\n`).rows, 30);
  });

  it('applies to a test file too, with a note', async () => {
    const files = {
      'a.csv': bytesOf(`a,b,y\n${body(30)}`),
      't.csv': bytesOf(`a,b,y\n${body(20, 99)}Total,9,no\n`),
    };
    const data = await load({ source: 'csv', file: 'a.csv', testFile: 't.csv' }, files);
    assert.equal(data.test.count, 20);
    assert.match(data.notes.join('\n'), /t\.csv: row 22 \(“Total” …\) stands below the table/);
  });

  it('Ctrl+Z ends the text of DOS', () => assert.equal(read(`a,b,y\n${body(30)}\u001a`).rows, 30));
});

describe('names, quotes and separators', () => {
  it('names that stand twice get a number', () => {
    const { names, notes } = read(`a,a.1,a,y\n${'1,2,3,x\n4,5,7,y\n'.repeat(5)}`);
    assert.deepEqual(names, ['a', 'a.1', 'a.2', 'y']);
    assert.match(notes, /Another column is called “a” too; it is read as “a\.2”/);
  });

  it('blanks before a quote belong to the separator', () => {
    const { names, columns } = read(`a, "b", "y"\n${'1, "x, ""z""", "p"\n2, "w", "q"\n'.repeat(5)}`);
    assert.deepEqual(names, ['a', 'b', 'y']);
    assert.deepEqual(columns[1].texts?.values, ['x, "z"', 'w']);
    const kept = read(`a,b\n${'"x, ""y""",1\n"z",2\n'.repeat(5)}`);
    assert.deepEqual(kept.columns[0].texts?.values, ['x, "y"', 'z']);
  });

  for (const delimiter of ['^', '~', '\u0001', '\u001f', ':'])
    it(`${JSON.stringify(delimiter)} separates where nothing else does`, () =>
      assert.deepEqual(read(`a,b,y\n${body(30)}`.replaceAll(',', delimiter)).names, ['a', 'b', 'y']));

  it('numbers that mean no value are said as numbers or as texts', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i % 5 ? i : -999},${i % 2 ? 'p' : 'q'}\n`).join('');
    for (const missing of [[-999], ['-999']]) {
      const data = await csv(`a,y\n${rows}`, { missing });
      assert.match(data.notes.join(), /“a”: 6 missing values/);
    }
  });
});

describe('texts that are not UTF-8', () => {
  /** Each character is a byte. */
  const latin = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0));
  for (const header of ['POSIÇÃO;DURAÇÃO;SITUAÇÃO', 'Ação;b;SITUAÇÃO', 'IRMÃ;LIÇÃO;y'])
    it(`${header} is Western European`, () =>
      assert.deepEqual(read(latin(`${header}\n1;2;a\n3;4;b\n5;6;a\n`)).names, header.split(';')));

  it('Hangul between Latin letters is Korean', () => {
    // 값, 나이, 형 in EUC-KR.
    const bytes = latin('\xb0\xaa;\xb3\xaa\xc0\xcc;A\xc7\xfc\n1;2;B\xc7\xfc\n3;4;O\xc7\xfc\n5;6;B\xc7\xfc\n');
    assert.deepEqual(read(bytes).names, ['값', '나이', 'A형']);
  });
});
