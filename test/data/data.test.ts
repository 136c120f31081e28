import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { gzipSync, zipSync } from 'fflate';
import Papa from 'papaparse';
import type { Dataset } from '../../src/core/dataset';
import { toCsv } from '../../src/data/csv-write';
import { DataError } from '../../src/data/errors';
import { loadDataset } from '../../src/data/load';
import { parseExperiment } from '../../src/experiment/parse';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Loads as an experiment would, from files in memory. */
async function load(
  data: Record<string, unknown>,
  files: Record<string, Uint8Array>,
  seed = 1,
): Promise<Dataset> {
  const parsed = parseExperiment({ version: 1, data });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return loadDataset(parsed.experiment.data, {
    seed,
    readFile: async (path) => {
      if (files[path]) return files[path];
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
  });
}

const csv = (text: string, more: Record<string, unknown> = {}) =>
  load({ source: 'csv', file: 'a.csv', ...more }, { 'a.csv': bytesOf(text) });

/** The words of a refusal. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof DataError, String(error));
    return error.message;
  }
  return assert.fail('it was not refused');
}

const table = 'a,b,colour,kind\n1,10,red,x\n2,20,blue,y\n3,30,red,x\n4,40,blue,y\n5,50,red,x\n';

describe('CSV', () => {
  it('standardizes numbers by the training rows, encodes texts, and says what it took the target for', async () => {
    const data = await csv(table, { train: 4 });
    assert.deepEqual(data.featureNames, ['a', 'b', 'colour = blue', 'colour = red']);
    assert.equal(data.task, 'classification');
    assert.deepEqual(data.outputNames, ['x', 'y']);
    assert.equal(data.train.count, 4);
    assert.equal(data.test.count, 1);
    const [mean, deviation] = [2.5, Math.sqrt(1.25)];
    assert.ok(Math.abs(data.train.x[0] - (1 - mean) / deviation) < 1e-6);
    assert.ok(Math.abs(data.test.x[0] - (5 - mean) / deviation) < 1e-6);
    assert.deepEqual([...data.train.x.subarray(2, 4)], [0, 1]);
    assert.deepEqual([...data.train.y], [0, 1, 0, 1]);
    assert.match(data.notes.join(), /“kind” is text and is taken for classes/);
  });

  it('four fifths of the rows train where nothing is said', async () => {
    const data = await csv(table);
    assert.deepEqual([data.train.count, data.test.count], [4, 1]);
  });

  it('a regression target is standardized; few whole numbers are classes unless the task is named', async () => {
    const text = `a,y\n${Array.from({ length: 30 }, (_, i) => `${i},${i * 1.5}`).join('\n')}`;
    const data = await csv(text, { train: 20 });
    assert.equal(data.task, 'regression');
    const mean = data.train.y.reduce((sum, value) => sum + value, 0) / 20;
    assert.ok(Math.abs(mean) < 1e-6);
    const few = 'a,y\n1,0\n2,1\n3,0\n4,1\n';
    assert.equal((await csv(few)).task, 'classification');
    assert.equal((await csv(few, { task: 'regression' })).task, 'regression');
  });

  it('shuffles by the seed, and only when asked to', async () => {
    const text = `a,y\n${Array.from({ length: 50 }, (_, i) => `${i},${i % 2}`).join('\n')}`;
    const files = { 'a.csv': bytesOf(text) };
    const of = async (seed: number, shuffle: boolean) => [
      ...(await load({ source: 'csv', file: 'a.csv', train: 40, shuffle }, files, seed)).train.x,
    ];
    assert.deepEqual(await of(1, true), await of(1, true));
    assert.notDeepEqual(await of(1, true), await of(2, true));
    assert.deepEqual(await of(1, false), await of(2, false));
  });

  it('fills in what is missing and says so', async () => {
    const data = await csv('a,c,y\n1,u,0\n,u,1\n3,,0\n5,v,1\n7,v,0\n', { train: 4 });
    assert.equal(data.train.x[3], 0, 'the training mean is 0 after standardizing');
    assert.match(data.notes.join('\n'), /“a”: 1 missing values filled with the training mean, 3/);
    assert.match(data.notes.join('\n'), /“c”: 1 missing values filled with the most frequent, “u”/);
  });

  it('leaves out constant columns and columns of all-different texts, and says so', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i},7,name ${i},${i % 2}`);
    const data = await csv(`a,b,name,y\n${rows.join('\n')}`);
    assert.deepEqual(data.featureNames, ['a']);
    assert.match(data.notes.join('\n'), /“b” is the same in every training row/);
    assert.match(data.notes.join('\n'), /“name” has 48 different texts in 48 rows and is left out/);
  });

  for (const [name, text, more, words] of [
    ['an empty file', '', {}, /the file is empty/],
    ['nothing but blank lines', '\n\n', {}, /no header row/],
    ['a header alone', 'a,b\n', {}, /no row of data/],
    ['a short row', 'a,b,c\n1,2,3\n4,5\n', {}, /row 3: 2 cells where the header has 3.*“b”/],
    ['a long row', 'a,b\n1,2\n4,5,6\n', {}, /row 3: 3 cells where the header has 2.*“b”/],
    ['a quote that is not closed', 'a,b\n"1,2\n3,4\n', {}, /row \d: a quote/],
    ['two columns of one name', 'a,a,y\n1,2,3\n', {}, /two columns are called “a”/],
    ['one column', 'a\n1\n2\n', {}, /only one column/],
    ['a target that is not there', table, { target: 'sort' }, /no column “sort”.*“a”, “b”, “colour”, “kind”/],
    ['one class only', 'a,y\n1,x\n2,x\n3,x\n', {}, /one class only \(“x”\)/],
    ['a target that is missing', 'a,y\n1,x\n2,\n3,z\n', {}, /row 3: the target “y” is missing/],
    [
      'text where a number is to be predicted',
      'a,y\n1,2\n2,two\n3,4\n',
      { task: 'regression' },
      /row 3.*“two”.*needs a number/,
    ],
    ['no row to test', table, { train: 5 }, /no row is left to test. At most 4 can train/],
    ['too few rows to test', table, { train: 3, test: 3 }, /at most 2 can test/],
    ['no usable feature', 'a,y\n1,x\n1,y\n1,x\n', {}, /no column is left/],
  ] as const)
    it(`refuses ${name}`, async () => assert.match(await refusal(csv(text, more)), words));

  it('refuses binary data and text that is not UTF-8', async () => {
    const binary = load({ source: 'csv', file: 'a.csv' }, { 'a.csv': Uint8Array.of(1, 0, 2) });
    assert.match(await refusal(binary), /not a text file/);
    const latin = load({ source: 'csv', file: 'a.csv' }, { 'a.csv': Uint8Array.of(0x61, 0xe4, 0x0a) });
    assert.match(await refusal(latin), /not UTF-8/);
  });

  it('names a file that is not there', async () => {
    assert.match(
      await refusal(load({ source: 'csv', file: 'no.csv' }, {})),
      /^no\.csv: there is no such file/,
    );
  });

  it('reads what any program writes: BOM, CRLF, tabs, semicolons, quotes and newlines in cells', async () => {
    const cell = fc
      .string({ minLength: 1, maxLength: 8 })
      .filter((text) => text.trim() !== '' && !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), cell), { minLength: 6, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (rows, delimiter, newline, bom) => {
          const full = rows.map(([value, text], i) => [value + i / 100, `q${text}`, i % 2 ? 'yes' : 'no']);
          const text = Papa.unparse(
            { fields: ['value', 'text', 'answer'], data: full },
            { delimiter, newline, quotes: true },
          );
          const data = await csv((bom ? '\ufeff' : '') + text, { target: 'answer' });
          assert.equal(data.train.count + data.test.count, rows.length);
          assert.deepEqual(data.outputNames, ['no', 'yes']);
          assert.equal(data.featureNames[0], 'value');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never throws anything but words for what is no table', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await load({ source: 'csv', file: 'a.csv' }, { 'a.csv': bytes }).catch((error) =>
          assert.ok(error instanceof DataError, String(error)),
        );
      }),
    );
  });
});

/** An IDX file with these sizes. */
function idx(sizes: number[], values: number[]): Uint8Array {
  const head = [
    0,
    0,
    8,
    sizes.length,
    ...sizes.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]),
  ];
  return Uint8Array.from([...head, ...values]);
}

describe('IDX', () => {
  const images = idx(
    [4, 2, 3],
    Array.from({ length: 24 }, (_, i) => i * 10),
  );
  const labels = idx([4], [0, 1, 2, 1]);
  const spec = { source: 'idx', images: 'i', labels: 'l', train: 3 };

  it('scales pixels to 0..1 and keeps the order of the file, gzipped or not', async () => {
    const plain = await load(spec, { i: images, l: labels });
    assert.deepEqual([plain.features, plain.outputs, plain.train.count, plain.test.count], [6, 3, 3, 1]);
    assert.ok(Math.abs(plain.train.x[7] - 70 / 255) < 1e-7);
    assert.deepEqual(plain.image, { width: 3, height: 2 });
    assert.deepEqual(await load(spec, { i: gzipSync(images), l: gzipSync(labels) }), plain);
  });

  for (const [name, files, words] of [
    [
      'a wrong magic number',
      { i: Uint8Array.of(1, 2, 3, 4, 5), l: labels },
      /^i: at offset 0: the magic number is 01 02 03 04/,
    ],
    ['a cut head', { i: images.slice(0, 7), l: labels }, /^i: cut off at byte 7/],
    [
      'a cut body',
      { i: images.slice(0, 30), l: labels },
      /^i: cut off at byte 30: 4 × 2 × 3 values after a head of 16 bytes make 40/,
    ],
    ['bytes too many', { i: Uint8Array.from([...images, 1]), l: labels }, /1 bytes too long/],
    [
      'counts that differ',
      { i: images, l: idx([3], [0, 1, 2]) },
      /^l: at offset 4: 3 labels for the 4 images of i/,
    ],
    ['images and labels swapped', { i: labels, l: images }, /^i: at offset 3: 1 dimensions.*swapped/],
    ['damaged gzip data', { i: gzipSync(images).slice(0, 30), l: labels }, /^i: the gzip data is/],
    ['an empty file', { i: new Uint8Array(0), l: labels }, /^i: the file is empty/],
  ] as [string, Record<string, Uint8Array>, RegExp][])
    it(`refuses ${name}`, async () => assert.match(await refusal(load(spec, files)), words));
});

/** A .npy file of float32 or int64 values. */
function npy(descr: '<f4' | '<i8', shape: number[], values: number[], fortran = false): Uint8Array {
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const text = `${dict.padEnd(117)}\n`;
  const body =
    descr === '<f4'
      ? new Uint8Array(Float32Array.from(values).buffer)
      : new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return Uint8Array.from([0x93, ...bytesOf('NUMPY'), 1, 0, text.length, 0, ...bytesOf(text), ...body]);
}

describe('NumPy arrays', () => {
  const x = npy('<f4', [4, 2], [1, 10, 2, 20, 3, 30, 4, 40]);
  const y = npy('<i8', [4], [0, 1, 0, 1]);

  it('reads two .npy files, and one .npz with both', async () => {
    const two = await load(
      { source: 'npy', file: 'x.npy', labels: 'y.npy', train: 3 },
      { 'x.npy': x, 'y.npy': y },
    );
    assert.deepEqual([two.task, two.features, two.outputs, two.train.count], ['classification', 2, 2, 3]);
    const one = await load(
      { source: 'npy', file: 'a.npz', train: 3 },
      { 'a.npz': zipSync({ 'x.npy': x, 'y.npy': y }) },
    );
    assert.deepEqual(one, two);
  });

  it('Fortran order is turned', async () => {
    const turned = npy('<f4', [4, 2], [1, 2, 3, 4, 10, 20, 30, 40], true);
    const of = (file: Uint8Array) =>
      load({ source: 'npy', file: 'x.npy', labels: 'y.npy', train: 3 }, { 'x.npy': file, 'y.npy': y });
    assert.deepEqual(await of(turned), await of(x));
  });

  for (const [name, files, words] of [
    ['a wrong magic number', { 'x.npy': bytesOf('hello, world'), 'y.npy': y }, /^x\.npy: at offset 0/],
    [
      'a cut array',
      { 'x.npy': x.slice(0, x.length - 3), 'y.npy': y },
      /^x\.npy: cut off at byte \d+: an array of 4 × 2 needs/,
    ],
    [
      'another number of labels',
      { 'x.npy': x, 'y.npy': npy('<i8', [3], [0, 1, 0]) },
      /^y\.npy: 3 targets for 4 rows/,
    ],
    ['one target only', { 'x.npy': x, 'y.npy': npy('<i8', [4], [1, 1, 1, 1]) }, /every target is 1/],
    [
      'a value that is not finite',
      { 'x.npy': npy('<f4', [4, 2], [1, 2, 3, Number.NaN, 5, 6, 7, 8]), 'y.npy': y },
      /row 1, feature 1: NaN/,
    ],
  ] as [string, Record<string, Uint8Array>, RegExp][])
    it(`refuses ${name}`, async () =>
      assert.match(
        await refusal(load({ source: 'npy', file: 'x.npy', labels: 'y.npy', train: 3 }, files)),
        words,
      ));
});

describe('writing CSV', () => {
  it('no text becomes a formula, and numbers stay numbers', () => {
    assert.equal(
      toCsv([
        ['name', 'loss'],
        ['=1+1', -0.5],
        ['@x', 2],
        ['-a', 3],
        ['+b', 4],
        ['plain', 5],
      ]),
      `name,loss\n"'=1+1",-0.5\n"'@x",2\n"'-a",3\n"'+b",4\nplain,5\n`,
    );
  });

  it('what it writes can be read back', () => {
    const cell = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, fc.integer()), { minLength: 1 }), (rows) => {
        const back = Papa.parse<string[]>(toCsv([['a', 'b'], ...rows]), {
          delimiter: ',',
          newline: '\n',
        }).data;
        assert.deepEqual(
          back.slice(1, -1),
          rows.map(([text, value]) => [text, String(value)]),
        );
      }),
    );
  });
});

const mnist = process.env.MNIST_DIR ?? resolve(process.cwd(), '../shared/data/mnist');
if (existsSync(mnist)) {
  describe('MNIST', () => {
    it('is read as it is published', async () => {
      const names = ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];
      const files = Object.fromEntries(
        names.map((name) => [name, new Uint8Array(readFileSync(resolve(mnist, name)))]),
      );
      const data = await load({ source: 'idx', images: names[0], labels: names[1], train: 300 }, files);
      assert.deepEqual(
        [data.train.count, data.test.count, data.features, data.outputs],
        [300, 9700, 784, 10],
      );
      assert.deepEqual([...data.train.y.subarray(0, 5)], [7, 2, 1, 0, 4]);
    });
  });
} else {
  console.log(`MNIST skipped: there is no folder ${mnist} (MNIST_DIR names another).`);
}
