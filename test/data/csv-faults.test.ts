import assert from 'node:assert/strict';
import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { DataError } from '../../src/data/errors';
import { readBytes } from '../../src/data/read-bytes';
import { bytesOf, csv, load, refusal, table } from './support';

const sorted = `a,y\n${Array.from({ length: 20 }, (_, i) => `${i},${i < 16 ? 'p' : 'q'}`).join('\n')}\n`;

describe('a number that stands for no value', () => {
  it('may be the largest there is', async () => {
    const text = 'a,y\n0.1,p\n0.2,q\n0.3,p\n1.7976931348623157e308,q\n0.5,p\n';
    const data = await csv(text, { missing: ['1.7976931348623157e+308'] });
    assert.match(data.notes.join(), /“a”: one missing value/);
  });
});

describe('CSV that cannot be used', () => {
  for (const [name, text, more, words] of [
    ['an empty file', '', {}, /^a\.csv: the file is empty/],
    ['nothing but blank lines', '\n\n', {}, /no header row/],
    ['a header alone', 'a,b\n', {}, /no row of data/],
    ['one row', 'a,b\n1,2\n', {}, /1 rows of data; at least 2/],
    ['a short row', 'a,b,c\n1,2,3\n4,5\n', {}, /row 3: 2 cells where the header has 3.*“b”/],
    ['a long row', 'a,b\n1,2\n4,5,6\n', {}, /row 3: 3 cells where the header has 2.*“b”/],
    [
      'a short row behind a cell of two lines',
      'a,b\n"1\n",2\n\n4\n',
      {},
      /row 4 \(line 5 of the file\): 1 cells where the header has 2/,
    ],
    ['a quote that is not closed', 'a,b\n"1,2\n3,4\n', {}, /row 2: a quote/],
    ['one column', 'a\n1\n2\n', {}, /only one column \(“a”\).*comma, semicolon, tab or bar/],
    ['one column and an empty one without a name', 'a,\n1,\n2,\n', {}, /only one column \(“a”\)/],
    [
      'prose',
      'a b y\nwith no table\nin any of its lines\n',
      {},
      /only one column \(“a b y”\).*comma, semicolon/,
    ],
    [
      'a name for each of very many rows as the target',
      `a,y\n${Array.from({ length: 100_000 }, (_, i) => `${i % 7},k${i}`).join('\n')}\n`,
      {},
      /“y” has 100000 different values; at most 1000 classes/,
    ],
    [
      'texts to predict by regression, behind rows that are left out',
      'a,y\n1,\n2,7\n3,\n4,low\n5,high\n',
      { task: 'regression', unlabeled: 'leaveOut' },
      /row 5: the target “y” is “low”/,
    ],
    ...['1e308', '-1.7e308', '4e38'].map(
      (cell) =>
        [
          `a cell of ${cell} where rows train or test`,
          `a,y\n0.1,p\n0.2,q\n0.3,p\n${cell},q\n0.5,p\n`,
          {},
          new RegExp(
            `row 5: “a” is ${String(Number(cell)).replace('+', '\\+')}, which is too large.*data\\.missing`,
          ),
        ] as const,
    ),
    [
      'a test row that is too far from those that train',
      'a,y\n1,p\n1.000001,q\n1,p\n3e38,q\n',
      { shuffle: false, validation: 0, test: 1 },
      /row 5: “a” is 3e\+38, which is too large/,
    ],
    [
      'a number to predict of 1e308',
      `a,y\n${Array.from({ length: 30 }, (_, i) => `${i},${i === 7 ? '1e308' : i / 7}`).join('\n')}\n`,
      {},
      /row 9: “y” is 1e\+308, which is too large/,
    ],
    ['a target that is not there', table, { target: 'sort' }, /no column “sort”.*“a”, “b”, “colour”, “kind”/],
    ['one class only', 'a,y\n1,x\n2,x\n3,x\n', {}, /one class only \(“x”\)/],
    [
      'one class only in the rows that train',
      sorted,
      { validation: 0, shuffle: false },
      /“p” in every one of the 16 rows.*data\.shuffle/,
    ],
    ['a target that is missing', 'a,y\n1,x\n\n2,\n3,z\n', {}, /row 4: the target “y” is missing/],
    ['a number that is missing in the target', 'a,y\n1,1.5\n2,NA\n3,2\n', {}, /row 3: the target “y”/],
    [
      'text where a number is to be predicted',
      'a,y\n1,2\n2,two\n3,4\n',
      { task: 'regression' },
      /row 3: the target “y” is “two”, and regression needs a number/,
    ],
    ['a constant to be predicted', 'a,y\n1,2\n2,2\n3,2\n', { task: 'regression' }, /“y” is 2 in every/],
    ['no row to test', table, { train: 5 }, /no row is left to test. At most 4 can train/],
    ['too few rows to test', table, { train: 3, test: 3 }, /at most 2 can test/],
    ['no usable feature', 'a,y\n1,x\n1,y\n1,x\n', {}, /no column is left to predict from. “a” is the same/],
  ] as const)
    it(`refuses ${name}`, async () => assert.match(await refusal(csv(text, more)), words));

  const refuse = (bytes: Uint8Array) => refusal(load({ source: 'csv', file: 'a.csv' }, { 'a.csv': bytes }));

  it('refuses what is no text', async () => {
    assert.match(await refuse(Uint8Array.of(1, 0, 2)), /not a text file/);
  });

  it('refuses too many rows and columns', async () => {
    assert.match(await refuse(bytesOf(`a,y\n${'1,2\n'.repeat(100_001)}`)), /more than 100000 rows/);
    const names = Array.from({ length: 1001 }, (_, i) => `c${i}`).join();
    assert.match(await refuse(bytesOf(`${names}\n`)), /1001 columns; at most 1000/);
  });

  it('refuses gzip data that is cut off or damaged', async () => {
    const packed = gzipSync(bytesOf(table));
    for (const length of [2, 3, 17, packed.length - 9, packed.length - 1])
      assert.match(await refuse(packed.slice(0, length)), /gzip data is damaged, cut off/, String(length));
    const damaged = packed.slice();
    damaged[packed.length - 6] ^= 1;
    assert.match(await refuse(damaged), /gzip data is damaged/, 'the checksum is held against it');
  });

  it('refuses what unpacks to too much before it fills the memory', async function () {
    this.timeout(30_000);
    // A megabyte of zeros as a deflate block that another one can follow, 401 times.
    const zeros = deflateRawSync(new Uint8Array(1_000_000), { finishFlush: constants.Z_FULL_FLUSH });
    const head = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
    const bomb = Buffer.concat([head, ...Array.from({ length: 401 }, () => zeros)]);
    assert.match(await refuse(bomb), /at most 400 MB are read/);
  });

  it('names a file that is not there', async () => {
    const missing = load({ source: 'csv', file: 'no.csv' }, {});
    assert.match(await refusal(missing), /^no\.csv: there is no such file/);
  });

  it('says where it looked for a file that is not there', async () => {
    const file = '/home/ann/data/no.csv';
    const readFile = () => Promise.reject(Object.assign(new Error('ENOENT'), { code: 'ENOENT', path: file }));
    await assert.rejects(readBytes('no.csv', readFile), {
      message: 'no.csv: there is no such file in /home/ann/data.',
    });
  });

  it('throws only a DataError for what is not a table', async () => {
    const text = fc.string({ maxLength: 60, unit: fc.constantFrom(...'ay1.5,;\t"\n\r -e') }).map(bytesOf);
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.uint8Array({ maxLength: 200 })), async (bytes) => {
        await load({ source: 'csv', file: 'a.csv' }, { 'a.csv': bytes }).catch((error) =>
          assert.ok(error instanceof DataError, String(error)),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('notes about a table', () => {
  const rows = (count: number, row: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => row(i)).join('\n');

  it('is short where thousands of lines stand below it', async () => {
    const { notes } = await csv(
      `a,b,c\n1,2,x\n2,3,y\n3,5,x\n4,6,y\n5,7,x\n${rows(20_000, () => 'a remark,,')}\n`,
    );
    assert.deepEqual(
      notes.filter((note) => note.includes('below the table')),
      ['20000 rows from row 7 on (“a remark” …) stand below the table and are left out.'],
    );
  });

  it('is short where hundreds of columns have one name', async () => {
    const head = Array.from({ length: 900 }, () => 'a').join();
    const { notes } = await csv(
      `${head}\n${rows(20, (i) => Array.from({ length: 900 }, (_, c) => (i * c) % 7).join())}\n`,
    );
    assert.equal(notes.length, 51);
    assert.match(notes.at(-1) ?? '', /^and \d+ more$/);
  });

  it('cuts names and cells of any length', async () => {
    const long = 'n'.repeat(900);
    const { notes } = await csv(`${long},b,c\n${rows(9, (i) => `1,${i},${i % 2}`)}\n`);
    assert.ok(notes.some((note) => note.includes(`“${'n'.repeat(59)}…”`)));
    assert.match(await refusal(csv(`${long},b\n1,2\n`, { target: 'z'.repeat(3000) })), /^.{1,400}$/s);
  });

  it('refuses a name that is a part of the file', async () => {
    assert.match(
      await refusal(csv(`a,"b\n${rows(5000, (i) => `${i},1`)}\n`)),
      /a quote is not closed|the name of column 2 has \d+ characters; at most 1000 are allowed/,
    );
  });

  it('ends with any number of ends of DOS', async () => {
    assert.ok(await csv(`${table}${'\u001a'.repeat(100_000)}`));
  });
});
