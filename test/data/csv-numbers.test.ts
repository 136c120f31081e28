import assert from 'node:assert/strict';
import fc from 'fast-check';
import { remarkOnNumbers, remarkOnOdd } from '../../src/data/column-remarks';
import { readTable, type TableSpec } from '../../src/data/csv-table';
import { bytesOf, csv, refusal, rowsOf } from './support';

/** A table's columns by their names, and what is said of them. */
function read(text: string, spec: TableSpec = {}) {
  const { columns, remarks, place } = readTable('a.csv', bytesOf(text), () => {}, spec);
  remarkOnNumbers(columns, remarks);
  for (const column of columns) remarkOnOdd(column, place, remarks);
  return {
    numbers: (name: string) => [...columns.find((column) => column.name === name)!.numbers],
    texts: (name: string) => columns.find((column) => column.name === name)!.texts?.values,
    notes: remarks.notes.join('\n'),
    choices: remarks.choices,
  };
}

/** A table of one column and one that does not matter, quoted throughout. */
const column = (cells: readonly string[], delimiter = ',') =>
  `x${delimiter}y\n${cells.map((cell, i) => `"${cell}"${delimiter}k${i % 2}`).join('\n')}\n`;

describe('numbers as people write them', () => {
  it('come back equal from any locale', () => {
    const separators = fc.constantFrom(
      ['', '.'],
      ['', ','],
      [',', '.'],
      ['.', ','],
      [' ', ','],
      [' ', '.'],
      ['\u00a0', ','],
      ['\u202f', ','],
      ["'", '.'],
      ['\u2019', '.'],
    );
    const sign = fc.constantFrom('-', '\u2212', '\u2013');
    const affix = fc.constantFrom(['', ''], ['$', ''], ['€ ', ''], ['', ' %'], ['', ' kr'], ['CHF ', '']);
    const numbers = fc.array(fc.integer({ min: -99_999_999, max: 99_999_999 }), {
      minLength: 30,
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        numbers,
        separators,
        sign,
        affix,
        fc.constantFrom(',', ';', '\t', '|'),
        (hundredths, [apart, mark], minus, [before, after], delimiter) => {
          const write = (value: number) => {
            const [whole, decimals] = (Math.abs(value) / 100).toFixed(2).split('.');
            const digits = whole.replace(/\B(?=(\d{3})+$)/g, apart) + mark + decimals;
            return `${value < 0 ? minus : ''}${before}${digits}${after}`;
          };
          const { numbers: of } = read(column(hundredths.map(write), delimiter));
          assert.deepEqual(
            of('x'),
            hundredths.map((value) => value / 100 || 0),
          );
        },
      ),
    );
  });

  it('a point without a number before it stands before decimals, and so do the others of its column', () => {
    const { numbers } = read('a;b;y\n1,5;.5;p\n2,5;1.050;q\n3,5;-12.300;p\n');
    assert.deepEqual(numbers('b'), [0.5, 1.05, -12.3]);
  });

  it('thousands stay thousands in a column of categories', () => {
    const { texts } = read('a;b;y\n1,5;1.050;p\n2,5;950;q\n3,5;-1.000;p\n', { columns: { b: 'category' } });
    assert.deepEqual(texts('b'), ['1050', '950', '-1000']);
  });

  it('decimal commas in other columns make a point a thousands separator, with a note', () => {
    const { numbers, notes, choices } = read('a;b;y\n1,5;1.050;p\n2,5;950;q\n3,5;12.300;p\n');
    assert.deepEqual(numbers('b'), [1050, 950, 12300]);
    assert.match(
      notes,
      /“b”: “1\.050” can be read in two ways; it is read as 1050, not as 1\.05 \(data\.decimal\)/,
    );
    assert.deepEqual(choices[0].edit, { path: ['data', 'decimal'], value: '.' });
    assert.equal(choices[0].label, 'Read It as 1.05');
    const chosen = read('a;b;y\n1,5;1.050;p\n2,5;950;q\n3,5;12.300;p\n', { decimal: '.' });
    assert.deepEqual(chosen.numbers('b'), [1.05, 950, 12.3]);
    assert.deepEqual(chosen.numbers('a'), [1.5, 2.5, 3.5], 'what has one reading keeps it');
    assert.doesNotMatch(chosen.notes, /two ways/);
  });

  for (const [what, cells, delimiter, expected] of [
    ['a point with decimals that are no thousands', ['1.050', '2.5', '950'], ';', [1.05, 2.5, 950]],
    ['decimal commas in the same column', ['1.050', '12.300,5', '950'], '\t', [1050, 12300.5, 950]],
    ['two points', ['1.050', '1.234.567'], '|', [1050, 1234567]],
    ['commas in a file of commas', ['1,050', '950', '12,300'], ',', [1050, 950, 12300]],
    ['commas between thousands and a point', ['1,234', '1,234.56'], ';', [1234, 1234.56]],
    ['decimal commas of three digits beside others', ['1,234', '0,5'], '\t', [1.234, 0.5]],
    ['lakhs', ['12,34,567', '1,234'], ',', [1234567, 1234]],
    ['nothing: points are decimal in a file of commas', ['1.050', '5.125'], ',', [1.05, 5.125]],
    ['numbers without a mark of a thousand and more', ['1.050', '1050'], ';', [1.05, 1050]],
    ['accounting', ['(1,200)', '($5.25)', '3'], ',', [-1200, -5.25, 3]],
    ['signs behind, as SAP writes them', ['12,5-', '3,25'], ';', [-12.5, 3.25]],
    ['Swiss prices', ["1'200.-", '15.50', '1’000.25'], ';', [1200, 15.5, 1000.25]],
    ['currencies', ['$1,200.50', '$3', '-$4.5'], ',', [1200.5, 3, -4.5]],
    ['per cent', ['12 %', '12,5%', '3%'], ';', [12, 12.5, 3]],
    ['units that all have', ['12 kg', '3.5 kg', '70kg'], ',', [12, 3.5, 70]],
    ['dashes for minus', ['−3', '–2', '﹣1', '4'], ',', [-3, -2, -1, 4]],
  ] as const)
    it(`decides by ${what}`, () => assert.deepEqual(read(column(cells, delimiter)).numbers('x'), expected));

  it('says what was read otherwise than a program writes it', () => {
    assert.match(read(column(['$1,200.50', '$3'])).notes, /“x”: “\$1,200\.50” is read as 1200\.5/);
    assert.match(
      read('a;b;c;d;e\n1,5;2,5;3,5;4,5;p\n1,5;2,5;3,5;4,5;q\n').notes,
      /“a”, “b”, “c” and 1 more have decimal commas/,
    );
    assert.match(read(column(['1,5', '2,5'], '\t')).notes, /“x” has decimal commas/);
  });

  it('a person decides what nothing in the file decides', () => {
    const cells = ['1,050', '2,125', '3,500'];
    const guessed = read(column(cells, ';'));
    assert.deepEqual(guessed.numbers('x'), [1.05, 2.125, 3.5]);
    assert.deepEqual(guessed.choices[0].edit, { path: ['data', 'decimal'], value: '.' });
    assert.deepEqual(read(column(cells, ';'), { decimal: '.' }).numbers('x'), [1050, 2125, 3500]);
    assert.deepEqual(read(column(cells, '\t')).numbers('x'), [1050, 2125, 3500]);
    assert.deepEqual(read(column(cells, '\t'), { decimal: ',' }).numbers('x'), [1.05, 2.125, 3.5]);
  });

  it('no number: dates, times, versions, ranges, codes, keys, two currencies', () => {
    for (const cells of [
      ['1.5.2020', '2.5.2020'],
      ['2020-01-05', '2020-01-06'],
      ['10:30', '11:30'],
      ['1.2.3', '1.10.0'],
      ['1-5', '6-10'],
      ['0x1F', '0b1'],
      ['A12', 'A13'],
      ['1st', '2nd', '3rd'],
      ['$3', '€4', '$5', '€6'],
      ['10 min', '2 h'],
      ['1_000', '2_000'],
    ])
      assert.deepEqual(read(column(cells)).texts('x'), cells, cells.join());
  });
});

describe('an odd cell among numbers', () => {
  const cells = (odd: readonly string[], count = 300) => [
    ...Array.from({ length: count - odd.length }, (_, i) => String(i + 0.5)),
    ...odd,
  ];
  const odd = [
    'n.a.',
    '-',
    '--',
    '>5',
    '<0.1',
    '#DIV/0!',
    '#N/A',
    '?',
    'unknown',
    'missing',
    '.',
    '#VALUE!',
    '…',
  ];

  for (const text of odd)
    it(`“${text}” leaves the column one of numbers`, () => {
      const { numbers, texts, notes } = read(column(cells([text])));
      assert.equal(texts('x'), undefined);
      assert.ok(Number.isNaN(numbers('x')[299]));
      if (text !== '?' && text !== '#N/A')
        assert.ok(
          notes.includes(`one cell is not a number and counts as missing: “${text}” (row 301)`),
          notes,
        );
    });

  it('the first few are named with their rows', () => {
    const { notes } = read(column(cells(['n.a.', '>5', '-', '~3'])));
    assert.match(
      notes,
      /“x”: 4 cells are not numbers and count as missing: “n\.a\.” \(row 298\), “>5” \(row 299\), “-” \(row 300\) …/,
    );
  });

  it('words for no value may be many; other texts make the column one of texts', () => {
    assert.equal(read(column(['1.5', '-', '2.5', '-', '-', 'n.a.'])).texts('x'), undefined);
    assert.deepEqual(read(column(['1', '2', 'many', '3'])).texts('x'), ['1', '2', 'many', '3']);
    assert.deepEqual(read(column(['a', '-', 'b', '.'])).texts('x'), ['a', '-', 'b', '.']);
  });

  it('a person says what means no value, and what a column is', () => {
    const text = column(['1', '-999', '2', 'nix', '3']);
    assert.deepEqual(read(text, { missing: ['-999', 'nix'] }).numbers('x'), [
      1,
      Number.NaN,
      2,
      Number.NaN,
      3,
    ]);
    assert.deepEqual(read(text, { columns: { x: 'number' } }).numbers('x'), [1, -999, 2, Number.NaN, 3]);
    assert.deepEqual(read(column(['1', '2', '1']), { columns: { x: 'category' } }).texts('x'), ['1', '2']);
  });

  it('in a target is refused with its place, or its row is left out', async () => {
    const rows = cells(['n.a.', '>5']).map((cell, i) => `${(i * 7) % 300},${cell}`);
    const text = `a,y\n${rows.join('\n')}\n`;
    const words = await refusal(csv(text, { shuffle: false }));
    assert.match(
      words,
      /row 300: the target “y” is “n\.a\.” where nearly all others are numbers; 2 rows .*“>5” \(row 301\).*data\.unlabeled/,
    );
    const data = await csv(text, { shuffle: false, unlabeled: 'leaveOut' });
    assert.deepEqual([data.task, rowsOf(data)], ['regression', 298]);
    assert.match(
      data.notes.join(),
      /2 rows whose target “y” is missing or not a number are left out: “n\.a\.” \(row 300\)/,
    );
  });

  it('a column of names is left out with one of those that are used', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i},${i === 1 ? '' : `k${i}`},${i === 0 ? '' : i % 2}`,
    );
    const data = await csv(`a,name,y\n${rows.join('\n')}\n`, { unlabeled: 'leaveOut' });
    assert.match(data.notes.join(), /“name” has \d+ different texts .*The first that is no number: “k2”/);
  });

  it('in a feature is filled in like what is missing', async () => {
    const rows = cells(['n.a.']).map((cell, i) => `${cell},${i % 2}`);
    const data = await csv(`a,y\n${rows.join('\n')}\n`, { shuffle: false });
    assert.deepEqual(data.featureNames, ['a']);
    assert.match(data.notes.join(), /“a”: one missing value/);
  });
});

describe('words for no value in a target', () => {
  const labelled = (labels: readonly string[]) =>
    `a,y\n${labels.map((label, i) => `${(i * 7) % 50},${label}`).join('\n')}\n`;

  for (const word of ['None', 'NA', 'null', 'nan'])
    it(`${word} is a class where it is as frequent as others`, async () => {
      const labels = Array.from({ length: 60 }, (_, i) => ['mild', word, 'severe'][i % 3]);
      const data = await csv(labelled(labels));
      assert.deepEqual(data.outputNames, [word, 'mild', 'severe'].sort());
      assert.match(data.notes.join(), new RegExp(`“${word}” in the target “y” is a class`));
      assert.deepEqual(data.choices?.find(({ label }) => label === 'It Means No Value')?.edit, {
        path: ['data', 'missing'],
        value: [word],
      });
      assert.match(
        await refusal(csv(labelled(labels), { missing: [word] })),
        /row 3: the target “y” is missing, in 20 of 60 rows/,
      );
    });

  it('a few of them are gaps, unless the column is declared categorical', async () => {
    const labels = Array.from({ length: 60 }, (_, i) => (i === 7 ? 'NA' : ['p', 'q'][i % 2]));
    assert.match(
      await refusal(csv(labelled(labels))),
      /row 9: the target “y” is missing, in 1 of 60 rows.*data\.unlabeled/,
    );
    const left = await csv(labelled(labels), { unlabeled: 'leaveOut' });
    assert.equal(rowsOf(left), 59);
    const said = await csv(labelled(labels), { columns: { y: 'category' } });
    assert.deepEqual(said.outputNames, ['NA', 'p', 'q']);
  });

  it('among numbers they are gaps', async () => {
    const labels = Array.from({ length: 60 }, (_, i) => ['1.5', '2.5', 'nan'][i % 3]);
    assert.match(await refusal(csv(labelled(labels))), /row 4: the target “y” is missing/);
  });
});
