import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gzipSync } from 'fflate';
import Papa from 'papaparse';
import { bytesOf, csv, load, table } from './support';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-5 * Math.max(1, Math.abs(expected)), `${actual} ≠ ${expected}`);

/** A table of so many rows with a class that alternates. */
const rowsOf = (count: number, row: (i: number) => string, header = 'a,y') =>
  `${header}\n${Array.from({ length: count }, (_, i) => row(i)).join('\n')}\n`;

describe('CSV', () => {
  it('standardizes numbers by the training rows, encodes texts, and says what it took the target for', async () => {
    const data = await csv(table, { train: 4, shuffle: false });
    assert.deepEqual(data.featureNames, ['a', 'b', 'colour = blue', 'colour = red']);
    assert.equal(data.task, 'classification');
    assert.deepEqual(data.outputNames, ['x', 'y']);
    assert.deepEqual([data.train.count, data.test.count], [4, 1]);
    const [mean, deviation] = [2.5, Math.sqrt(1.25)];
    near(data.train.x[0], (1 - mean) / deviation);
    near(data.test.x[0], (5 - mean) / deviation);
    assert.deepEqual([...data.train.x.subarray(2, 4)], [0, 1]);
    assert.deepEqual([...data.train.y], [0, 1, 0, 1]);
    assert.match(data.notes.join(), /“kind” is text and is taken for classes/);
  });

  it('a separator at the end of every line, as spreadsheets leave it, makes no column', async () => {
    const trailing = table.replaceAll('\n', ',,\n');
    assert.deepEqual(await csv(trailing, { train: 4 }), await csv(table, { train: 4 }));
    const filled = await csv(trailing.replace('1,10,red,x,,', '1,10,red,x,,5'), { train: 4 }).catch(String);
    assert.match(String(filled), /row 3: the target “column 6” is missing/, 'a value is not thrown away');
  });

  it('whatever the numbers, training columns get mean 0 and deviation 1', async () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 6, maxLength: 30 }), async (values) => {
        fc.pre(new Set(values.map(Math.fround)).size > 1);
        const data = await csv(
          rowsOf(values.length, (i) => `${values[i]},${i % 2 ? 'p' : 'q'}`),
          {
            train: values.length - 1,
          },
        ).catch((error) => assert.match(String(error), /no column is left|has to fit into 32 bits/));
        if (!data) return;
        const { x, count } = data.train;
        near(x.reduce((sum, one) => sum + one, 0) / count, 0);
        near(x.reduce((sum, one) => sum + one * one, 0) / count, 1);
      }),
    );
  });

  it('splits 3:1:1 into training, validation and test by default', async () => {
    const data = await csv(table);
    assert.deepEqual([data.train.count, data.validation?.count, data.test.count], [3, 1, 1]);
    const most = await csv(table, { test: 3 });
    assert.deepEqual([most.train.count, most.validation, most.test.count], [2, undefined, 3]);
  });

  it('a regression target is standardized by the training rows', async () => {
    const data = await csv(
      rowsOf(30, (i) => `${i},${i * 1.5}`),
      { train: 20 },
    );
    assert.equal(data.task, 'regression');
    assert.deepEqual(data.outputNames, ['y']);
    near(data.train.y.reduce((sum, value) => sum + value, 0) / 20, 0);
    near(data.train.y.reduce((sum, value) => sum + value * value, 0) / 20, 1);
    assert.match(data.notes.join(), /“y” is taken for a number to predict/);
  });

  it('few whole numbers are classes, unless the task is named; many are not', async () => {
    const few = rowsOf(12, (i) => `${i},${i % 2}`);
    assert.equal((await csv(few)).task, 'classification');
    assert.match((await csv(few)).notes.join(), /“y” has few whole numbers and is taken for classes/);
    assert.equal((await csv(few, { task: 'regression' })).task, 'regression');
    assert.deepEqual((await csv(few, { task: 'regression' })).notes, []);
    const ages = rowsOf(12, (i) => `${i},${30 + i}`);
    assert.equal((await csv(ages)).task, 'regression');
    const named = await csv(
      rowsOf(12, (i) => `${i},${i % 3 ? 10 : 9}.50`),
      { task: 'classification' },
    );
    assert.deepEqual(named.outputNames, ['9.5', '10.5'], 'by their size, not by their letters');
  });

  it('shuffles by the seed unless the order of the file is asked for', async () => {
    const files = { 'a.csv': bytesOf(rowsOf(50, (i) => `${i},${i % 2}`)) };
    const of = async (seed: number, shuffle: boolean) => [
      ...(await load({ source: 'csv', file: 'a.csv', train: 40, shuffle }, files, seed)).train.x,
    ];
    assert.deepEqual(await of(1, true), await of(1, true));
    assert.notDeepEqual(await of(1, true), await of(2, true));
    assert.deepEqual(await of(1, false), await of(2, false));
  });

  it('imputes missing values from the training rows, with a note', async () => {
    const data = await csv('a,c,y\n1,u,0\n,u,1\n3,,0\n5,v,1\nNA,?,0\n', { train: 4, shuffle: false });
    assert.equal(data.train.x[3], 0, 'the training mean is 0 after standardizing');
    assert.deepEqual([...data.train.x.subarray(7, 9)], [1, 0]);
    assert.deepEqual([...data.test.x], [0, 1, 0]);
    const notes = data.notes.join('\n');
    assert.match(notes, /“a”: 2 missing values filled with the training mean, 3/);
    assert.match(notes, /“c”: 2 missing values filled with the most frequent, “u”/);
  });

  it('infinity counts as missing', async () => {
    const data = await csv(rowsOf(10, (i) => `${i === 3 ? 'inf' : i},${i % 2}`));
    assert.deepEqual(data.featureNames, ['a']);
    assert.match(data.notes.join(), /“a”: one missing value/);
    assert.ok(data.train.x.every(Number.isFinite));
  });

  it('a text that never trains is no category, and is noted', async () => {
    const data = await csv('a,c,y\n1,u,0\n2,v,1\n3,u,0\n4,w,1\n', { train: 3, shuffle: false });
    assert.deepEqual([...data.test.x.subarray(1)], [0, 0]);
    assert.match(data.notes.join(), /“c”: 1 texts of the test rows never train/);
  });

  it('leaves out constant columns and columns of all-different texts, with a note', async () => {
    const data = await csv(rowsOf(60, (i) => `${i},0.1,name ${i},,${i % 2}`, 'a,b,name,empty,y'));
    assert.deepEqual(data.featureNames, ['a']);
    const notes = data.notes.join('\n');
    assert.match(notes, /“b” is the same in every training row/);
    assert.match(
      notes,
      /“name” has 36 different texts in 36 rows and is left out\. The first that is no number: “/,
    );
    assert.match(notes, /“empty” is empty in every training row/);
  });

  it('cuts a long cell where a message shows it', async () => {
    const long = 'word '.repeat(20_000);
    const data = await csv(rowsOf(60, (i) => `${i},${long}${i},${i % 2}`, 'a,text,y'));
    assert.match(data.notes.join(), /“text” has 36 .*“word word [^”]{1,60}…”/);
    const refused = csv(
      rowsOf(60, (i) => `${i},${long}${i}`, 'a,y'),
      { task: 'regression' },
    );
    await assert.rejects(refused, ({ message }: Error) => message.length < 200);
  });

  it('leaves out the row numbers that pandas writes in front', async () => {
    const data = await csv(rowsOf(10, (i) => `${i},${i * i},${i % 2}`, ',a,y'));
    assert.deepEqual(data.featureNames, ['a']);
    assert.match(data.notes.join(), /without a name, which counts the rows, is left out/);
    assert.doesNotMatch(data.notes.join(), /“column 1” numbers the rows/);
    const other = await csv(rowsOf(10, (i) => `${i * i},${i},${i % 2}`, ',a,y'));
    assert.deepEqual(other.featureNames, ['column 1', 'a']);
  });

  it('a column of numbers and texts is a column of texts', async () => {
    const data = await csv(rowsOf(12, (i) => `${['1', '2.0', 'many', '2'][i % 4]},${i % 2}`));
    assert.deepEqual(data.featureNames, ['a = 1', 'a = 2', 'a = many']);
  });

  it('a class that only the test rows have is a class, and is noted', async () => {
    const data = await csv('a,y\n1,p\n2,q\n3,p\n4,r\n', { train: 3, shuffle: false });
    assert.deepEqual(data.outputNames, ['p', 'q', 'r']);
    assert.match(data.notes.join(), /No training row is of class r/);
  });

  it('reads decimal commas between semicolons, with a note', async () => {
    const data = await csv('a;b;y\n1,5;1.00;p\n2,5;2;q\n3,5;3;p\n', { train: 2, shuffle: false });
    assert.deepEqual([...data.train.x], [-1, -1, 1, 1]);
    assert.match(data.notes.join(), /“a” has decimal commas/);
    assert.doesNotMatch(data.notes.join(), /“b”/);
  });

  it('reads a gzipped table, and UTF-16 as spreadsheets write it', async () => {
    const expected = await csv(table);
    const file = { source: 'csv', file: 'a.csv' };
    assert.deepEqual(await load(file, { 'a.csv': gzipSync(bytesOf(table)) }), expected);
    const little = new Uint8Array(Buffer.from(`\ufeff${table.replaceAll(',', '\t')}`, 'utf16le'));
    assert.deepEqual(await load(file, { 'a.csv': little }), expected);
    const big = new Uint8Array(Buffer.from(little).swap16());
    assert.deepEqual(await load(file, { 'a.csv': big }), expected);
  });

  it('names and texts are only texts', async () => {
    const data = await csv(
      rowsOf(10, (i) => `${i},${i % 2 ? '<img onerror=x>' : 'constructor'}`, '__proto__,toString'),
    );
    assert.deepEqual(data.featureNames, ['__proto__']);
    assert.deepEqual(data.outputNames, ['<img onerror=x>', 'constructor']);
    assert.equal(({} as Record<string, unknown>).x, undefined);
  });

  it('reports progress', async () => {
    const seen: number[] = [];
    const text = rowsOf(5000, (i) => `${i},${i % 2}`);
    await load({ source: 'csv', file: 'a.csv' }, { 'a.csv': bytesOf(text) }, 1, (fraction) =>
      seen.push(fraction),
    );
    assert.ok(seen.length >= 5 && seen.every((one, i) => one >= (seen[i - 1] ?? 0) && one <= 1), seen.join());
  });

  it('reads what any program writes: BOM, CRLF, delimiters, quotes and newlines in cells', async () => {
    const text = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(...'aé한,;\t|"\n\r \'=') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), text), { minLength: 6, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        async (rows, delimiter, newline, bom, quotes) => {
          const classes = rows.map(([, cell]) => `q${cell}q`.replace(/\r\n?/g, '\n'));
          const data = rows.map(([value], i) => [value + i / 100, classes[i]]);
          const written = Papa.unparse({ fields: ['value', 'answer'], data }, { delimiter, newline, quotes });
          fc.pre(new Set(classes.slice(0, -1)).size > 1 && new Set(rows.map(([value]) => value)).size > 1);
          const read = await csv((bom ? '\ufeff' : '') + written, {
            train: rows.length - 1,
            shuffle: false,
          });
          assert.deepEqual(read.featureNames, ['value']);
          assert.deepEqual(new Set(read.outputNames), new Set(classes));
          assert.deepEqual(
            [...read.train.y, ...read.test.y].map((label) => read.outputNames[label]),
            classes,
          );
        },
      ),
    );
  });
});

describe('CSV of old spreadsheets', () => {
  it('ends its lines with CR, whatever stands in quoted cells', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},"${i % 2 ? 'p\nq' : 'r'}"`);
    const data = await csv(`a,y\r${rows.join('\r')}\r`, { train: 14, validation: 0 });
    assert.equal(data.train.count + data.test.count, 20);
    assert.ok(data.train.x.every(Number.isFinite));
    assert.deepEqual([...new Set(data.train.y)].sort(), [0, 1]);
  });

  it('has a last column of texts without a name', async () => {
    const data = await csv('a,b,\n1,2,x\n2,1,z\n3,5,x\n4,4,z\n5,1,x\n');
    assert.equal(data.featureNames.length, 2);
  });
});
