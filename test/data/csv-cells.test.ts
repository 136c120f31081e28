import assert from 'node:assert/strict';
import { remarkOnNumbers, remarkOnOdd } from '../../src/data/column-remarks';
import { readTable, type TableSpec } from '../../src/data/csv-table';
import { remarkOnSentinels } from '../../src/data/sentinels';
import { bytesOf, csv, refusal } from './support';

/** The column `v` of a table with some rows, and what is said of it. */
function read(cells: readonly string[], spec: TableSpec = {}, delimiter = ',') {
  const rows = cells.map((cell, i) => [`"${cell}"`, `k${i % 2}`].join(delimiter));
  const text = `v${delimiter}y\n${rows.join('\n')}\n`;
  const { columns, remarks, place } = readTable('a.csv', bytesOf(text), () => {}, spec);
  remarkOnNumbers(columns, remarks);
  for (const column of columns) remarkOnOdd(column, place, remarks);
  remarkOnSentinels(columns, spec.missing ?? [], remarks);
  const [{ numbers, texts }] = columns;
  return {
    numbers: [...numbers],
    texts: texts?.values,
    notes: remarks.notes.join('\n'),
    choices: remarks.choices,
  };
}

const many = (count: number, cell: (i: number) => string) => Array.from({ length: count }, (_, i) => cell(i));

describe('what looks like a sign and is a mark', () => {
  for (const [what, cells] of [
    ['grades', ['5', '4-', '3+', '4', '5-', '3-']],
    ['grades that are classes', ['1+', '1', '1-']],
    ['grades with tenths', ['1.3-', '1.3', '1.3+', '2.7-']],
    ['years since when', ['2000-', '1990-', '1980-']],
    ['part numbers', ['1000', '1001-', '1002', '1003-']],
    ['charges', ['2+', '1+', '1-', '2-']],
    ['ages and more', ['18+', '30+', '50+']],
    ['numbers of a list', ['(1)', '(2)', '(3)']],
  ] as const)
    it(`${what} stay texts`, () => assert.deepEqual(read(cells).texts, [...new Set(cells)]));

  for (const [what, cells, expected] of [
    ['behind, with decimals', ['12.50-', '3.25', '5-'], [-12.5, 3.25, -5]],
    ['behind, with thousands', ['1,250-', '950', '12,000'], [-1250, 950, 12000]],
    ['brackets in whole accounts', ['(12)', '30', '45'], [-12, 30, 45]],
    ['brackets alone, with decimals', ['(12.50)', '(30.25)'], [-12.5, -30.25]],
    ['in front', ['+5', '-3', '4'], [5, -3, 4]],
  ] as const)
    it(`a sign ${what} is one`, () => assert.deepEqual(read(cells).numbers, expected));
});

describe('codes that begin like numbers', () => {
  for (const cells of [
    ['rs2236008', 'rs7369242', 'rs4375266'],
    ['ft0', 'ft1', 'ft2'],
    ['php5', 'php7', 'php8'],
    ['try1', 'try2', 'try3'],
    ['sek0', 'sek1', 'sek2'],
    ['kr-1', 'kr-2', 'kr-3'],
    ['192.168.100.100', '192.168.100.101', '192.168.110.102'],
    many(20, (i) => `1.${100 + (i % 3)}.${200 + i}`),
  ])
    it(`${cells[0]}, … are texts`, () => assert.deepEqual(read(cells).texts, cells));

  for (const [what, cells, expected] of [
    ['in capitals', ['USD5', 'USD1,200'], [5, 1200]],
    ['after a blank', ['kr 5', 'kr 7'], [5, 7]],
    ['behind', ['5kr', '7kr'], [5, 7]],
    ['with a point', ['Rs. 14,19,566', 'Rs. 500'], [1419566, 500]],
    ['and no paise', ['₹ 14,19,566/-', '₹ 500/-'], [1419566, 500]],
    ['before brackets', ['$(3,841.34)', '$ 160.69'], [-3841.34, 160.69]],
    ['before a dash for nothing', ['$-', '$ 160.69', '$   –'], [0, 160.69, 0]],
  ] as const)
    it(`a currency ${what} is one`, () => assert.deepEqual(read(cells).numbers, expected));

  it('amounts of millions with points are numbers', () => {
    assert.deepEqual(
      read(['1.034.007', '2.345.678', '83.200.000'], {}, ';').numbers,
      [1034007, 2345678, 83200000],
    );
    assert.deepEqual(
      read(
        many(20, (i) => `${i + 1}.${100 + i}.007`),
        {},
        ';',
      ).numbers[0],
      1100007,
    );
  });

  it('a person may say that they are numbers', () => {
    const cells = many(20, (i) => `${i + 1}.${100 + i}.${200 + i}`);
    assert.equal(read(cells, { columns: { v: 'number' } }).numbers[0], 1100200);
  });
});

describe('letters for thousands and more', () => {
  for (const [what, cells, expected] of [
    ['beside bare numbers', ['2.5K', '300', '0'], [2500, 300, 0]],
    ['of several sizes', ['2.5K', '1.2M', '3B'], [2500, 1200000, 3000000000]],
    ['behind a currency', ['€110.5M', '€565K', '€0'], [110500000, 565000, 0]],
    ['in Korean', ['3만', '2천', '1.5억', '500'], [30000, 2000, 150000000, 500]],
    ['that all have', ['2.5K', '3K'], [2.5, 3]],
  ] as const)
    it(`${what}`, () => assert.deepEqual(read(cells).numbers, expected));

  it('a unit or per cent that some lack is named', () => {
    const metres = read([...many(40, (i) => `${i}m`), '30']);
    assert.match(metres.notes, /“v”: one number has no “m” as others do; it is read as if it had/);
    const parts = read(['20%', '0.4', '30%', '0.5']);
    assert.deepEqual(parts.numbers, [20, 0.4, 30, 0.5]);
    assert.match(parts.notes, /“v”: 2 numbers have no “%” as others do/);
    assert.doesNotMatch(read(['$5', '6', '$7']).notes, /as others do/);
  });
});

describe('an exponent', () => {
  for (const delimiter of [',', ';', '\t'])
    it(`stands behind decimals, whatever separates cells (${JSON.stringify(delimiter)})`, () => {
      const { numbers, notes } = read(['1,607E+02', '-3,841e3', '1,234E-1'], {}, delimiter);
      assert.deepEqual(numbers, [160.7, -3841, 0.1234]);
      assert.doesNotMatch(notes, /two ways/);
    });

  it('decides for the other cells of its column', () =>
    assert.deepEqual(read(['1,607E+02', '1,234'], {}, '\t').numbers, [160.7, 1.234]));
});

describe('numbers that mean no value', () => {
  const among = (text: string, other: (i: number) => string = (i) => String((i % 40) / 10 - 2)) =>
    read(many(80, (i) => (i % 8 === 3 ? text : other(i))));

  for (const text of [
    '-999',
    '9999',
    '-99',
    '999.99',
    '9.96921e+36',
    '-1.7976931348623157e+308',
    '-32768',
    '1e+20',
  ])
    it(`${text} far from all others is asked about`, () => {
      const { notes, choices } = among(text);
      assert.match(notes, /“v” is .* in 10 rows and -2 to 1\.9 in all others: does it mean no value\?/);
      assert.deepEqual(choices.at(-1)?.edit, { path: ['data', 'missing'], value: [String(Number(text))] });
    });

  it('so is the only negative number, and so are several', () => {
    assert.match(among('-200', (i) => String(i * 17)).notes, /“v” is -200 in 10 rows and 0 to 1343/);
    const { choices } = read(
      many(90, (i) => (i % 9 === 0 ? '888' : i % 9 === 1 ? '999' : i % 9 === 2 ? '-999' : `${i % 5}`)),
    );
    assert.deepEqual([choices.at(-1)?.edit.value].flat().sort(), ['-999', '888', '999']);
  });

  it('what a person says stays said', () => {
    const { notes, choices } = read([...many(40, (i) => `${i % 7}.5`), '-999', '-999', 'n'], {
      missing: ['n'],
    });
    assert.match(notes, /-999/);
    assert.deepEqual(choices.at(-1)?.edit.value, ['n', '-999']);
    assert.doesNotMatch(
      read([...many(40, (i) => `${i % 7}.5`), '-999', '-999'], { missing: ['-999'] }).notes,
      /no value/,
    );
  });

  for (const [what, cells] of [
    ['99 of a hundred', many(200, (i) => String(i % 100))],
    ['-1 and 1', many(80, (i) => ['-1', '1'][i % 2])],
    ['a single outlier', [...many(80, (i) => String(i % 9)), '250']],
    ['-9 among its like', many(80, (i) => String((i % 19) - 9))],
    ['zeros', many(80, (i) => ['0', '5.5', '6.5'][i % 3])],
  ] as const)
    it(`${what} are values`, () => assert.doesNotMatch(read(cells).notes, /no value/));

  it('they are asked about in a target', async () => {
    const rows = many(90, (i) => `${i % 13},${i % 10 === 0 ? '-999' : (i * 7.3) % 50}`);
    const data = await csv(`a,y\n${rows.join('\n')}\n`);
    assert.match(data.notes.join('\n'), /“y” is -999 in 9 rows and /);
  });
});

describe('a word for no value', () => {
  for (const word of [
    '\\N',
    'NaT',
    '#NV',
    '#WERT!',
    '(null)',
    '(blank)',
    '<none>',
    'n.c.',
    'NR',
    'S/D',
    'N/D',
    'keine Angabe',
    '해당없음',
    '欠損',
    '缺失',
    '－',
    '…',
    ':',
    "''",
    '\u200b',
    '-nan(ind)',
    '∞',
    '1e999',
    'sin dato',
    'ikke oppgitt',
  ])
    it(`“${word}” again and again leaves the column one of numbers`, () => {
      const { numbers, texts, notes } = read(many(80, (i) => (i % 8 === 3 ? word : String(i / 4))));
      assert.equal(texts, undefined);
      assert.ok(Number.isNaN(numbers[3]));
      assert.match(notes, /“v”: 10 cells are not numbers and count as missing/);
    });

  it('among few numbers is one where it can be nothing else', () => {
    const stars = read(many(80, (i) => (i % 8 === 3 ? '\\N' : String(1 + (i % 5)))));
    assert.equal(stars.texts, undefined);
    assert.equal(stars.choices[0].label, 'Treat as Categories');
    assert.deepEqual(read(many(80, (i) => ['4', '6', '8', 'rotary'][i % 4])).texts, [
      '4',
      '6',
      '8',
      'rotary',
    ]);
    assert.deepEqual(read(many(80, (i) => ['0', '1', '2', '3+'][i % 4])).texts, ['0', '1', '2', '3+']);
  });

  it('two different ones, or one with a number, are texts', () => {
    const of = (odd: (i: number) => string) =>
      read(many(80, (i) => (i % 4 === 3 ? odd(i) : String(i)))).texts;
    assert.ok(of((i) => (i % 8 === 3 ? 'left' : 'right')));
    assert.ok(of(() => 'over 100'));
  });

  it('in a target of numbers is refused with its place', async () => {
    const rows = many(90, (i) => `${i % 13},${i % 10 === 0 ? '\\N' : (i * 7.3) % 50}`);
    assert.match(
      await refusal(csv(`a,y\n${rows.join('\n')}\n`)),
      /row 2: the target “y” is “\\N” where nearly all others are numbers; 9 rows/,
    );
  });

  it('TRUE among ones and zeros is a one', () => {
    const { numbers, notes } = read(['1', '0', 'TRUE', 'false', '1']);
    assert.deepEqual(numbers, [1, 0, 1, 0, 1]);
    assert.match(notes, /“TRUE” is read as 1/);
    assert.deepEqual(read(['TRUE', 'FALSE', 'TRUE']).texts, ['TRUE', 'FALSE']);
    assert.deepEqual(read(['1', '2', 'TRUE']).texts, ['1', '2', 'TRUE']);
  });
});

describe('a first row with a gap', () => {
  const rows = many(40, (i) => `${i / 8 - 2},${'rs'[i % 2]},${i % 3 ? 'no' : 'yes'}`).join('\n');
  for (const gap of ['?', 'NA', '-', 'missing', '\\N'])
    it(`“${gap}” above numbers does not make it the header`, () => {
      const { columns, remarks } = readTable('a.csv', bytesOf(`${gap},r,no\n${rows}\n`), () => {});
      assert.deepEqual(
        columns.map(({ name }) => name),
        ['column 1', 'column 2', 'column 3'],
      );
      assert.equal(remarks.choices[0].label, 'It Is the Header');
    });

  it('nor do several', () => {
    const numbers = many(40, (i) => `${i / 8},${i % 7}.5`).join('\n');
    const { columns } = readTable('a.csv', bytesOf(`NA,NA\n${numbers}\n`), () => {});
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['column 1', 'column 2'],
    );
  });

  for (const header of ['value,kind,y', 'num,date,y'])
    it(`“${header}” is a header, though it has words for no value`, () => {
      const { columns, remarks } = readTable('a.csv', bytesOf(`${header}\n${rows}\n`), () => {});
      assert.deepEqual(
        columns.map(({ name }) => name),
        header.split(','),
      );
      assert.deepEqual(remarks.choices, []);
    });
});

describe('digits and exponents of other hands', () => {
  for (const [what, cells, expected] of [
    ['full-width', ['１６０．６９', '－３．５', '７'], [160.69, -3.5, 7]],
    ['Arabic', ['١٦٠٫٦٩', '-٣٫٥', '٧'], [160.69, -3.5, 7]],
    ['Fortran', ['1.60686D+02', '-3.5d-1'], [160.686, -0.35]],
    ['prose', ['1.607×10^2', '-3.5 x 10^-1'], [160.7, -0.35]],
  ] as const)
    it(`${what}`, () => assert.deepEqual(read(cells).numbers, expected));
});

describe('what is predicted', () => {
  const rows = many(40, (i) => `${i % 2 ? 'yes' : 'no'},${(i * 7) % 11},${(i * 5) % 13},${i + 3}`).join('\n');

  it('another column called label is offered', async () => {
    const { notes, choices } = await csv(`label,p1,p2,p3\n${rows}\n`);
    assert.match(
      notes.join('\n'),
      /“p3” is predicted as the last column, though another one is called “label”/,
    );
    const offer = choices?.find(({ label }) => label === 'Predict “label”');
    assert.deepEqual(offer?.edit, { path: ['data', 'target'], value: 'label' });
    assert.doesNotMatch((await csv(`label,p1,p2,class\n${rows}\n`)).notes.join(), /another one is called/);
    assert.doesNotMatch((await csv(`label,p1,p2,p3\n${rows}\n`, { target: 'p1' })).notes.join(), /is called/);
  });

  it('a counter of rows is named', async () =>
    assert.match(
      (await csv(`a,b,c,id\n${rows}\n`)).notes.join(),
      /“id”, which is predicted, counts the rows/,
    ));

  it('a name in other capitals is suggested', async () =>
    assert.match(await refusal(csv(`a,b,c,Class\n${rows}\n`, { target: 'class' })), /Did you mean “Class”/));

  it('notes classes and categories whose spelling is almost the same', async () => {
    const spelled = many(
      40,
      (i) => `${['M', 'm', 'F'][i % 3]},${i % 7},${['<=50K.', '<=50K', '>50K'][i % 3]}`,
    );
    const notes = (await csv(`g,b,y\n${spelled.join('\n')}\n`)).notes.join('\n');
    assert.match(notes, /“y”: “<=50K”, “<=50K\.” are classes of their own/);
    assert.match(notes, /“g”: “M”, “m” are categories of their own/);
  });

  it('an infinite target is named', async () => {
    const numbers = many(40, (i) => `${i % 7},${i === 9 ? 'inf' : i / 8}`).join('\n');
    assert.match(await refusal(csv(`a,y\n${numbers}\n`)), /row 11: the target “y” is “inf”/);
  });
});
