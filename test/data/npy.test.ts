import assert from 'node:assert/strict';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { DataError } from '../../src/data/errors';
import { bytesOf, load, npy, npyOf, refusal } from './support';

/** `numpy.savez_compressed(x=…, y=…)` of NumPy 2.4: x[i, j] = (2i + j)² in Fortran order, y = 0 1 0 1. */
const FROM_NUMPY =
  'UEsDBC0AAAAIAAAAIQBPEeVt//////////8FABQAeC5ucHkBABAAwAAAAAAAAABdAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGu' +
  'o6Cell9UUpSYF59flJIKEg8pKk0FChdnJBakArkaJjoKRpo6CrUK5AMuBhQg4AChDaC0E5T+YA+hlaB8Swjd4OEAAFBLAwQtAAAACAAAACEA' +
  '3eFfFP//////////BQAUAHkubnB5AQAQAKAAAAAAAAAATAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SS' +
  'ChJ3S8wpTgWKF2ckFqQC+RomOpo6CrUKFAAuBihgZEAFMD4AUEsBAi0DLQAAAAgAAAAhAE8R5W1dAAAAwAAAAAUAAAAAAAAAAAAAAIABAAAA' +
  'AHgubnB5UEsBAi0DLQAAAAgAAAAhAN3hXxRMAAAAoAAAAAUAAAAAAAAAAAAAAIABlAAAAHkubnB5UEsFBgAAAAACAAIAZgAAABcBAAAAAA==';

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A .npy file of texts. */
function texts(type: `${'<U' | '>U' | '|S'}${number}`, shape: number[], values: string[]): Uint8Array {
  const length = Number(type.slice(2));
  const wide = (text: string) => {
    const view = new DataView(new ArrayBuffer(4 * length));
    for (const [i, letter] of [...text].entries())
      view.setUint32(4 * i, letter.codePointAt(0)!, type.startsWith('<'));
    return [...new Uint8Array(view.buffer)];
  };
  const narrow = (text: string) => [...bytesOf(text.padEnd(length, '\0'))].slice(0, length);
  const dict = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  return npyOf(dict, Uint8Array.from(values.flatMap(type.startsWith('|') ? narrow : wide)));
}

const spec = { source: 'npy', file: 'x.npy', labels: 'y.npy', train: 3, shuffle: false };

describe('NumPy arrays', () => {
  const x = npy('<f4', [4, 2], [1, 10, 2, 20, 3, 30, 4, 40]);
  const y = npy('<i8', [4], [0, 1, 0, 1]);
  const both = { 'x.npy': x, 'y.npy': y };

  it('reads two .npy files, and one .npz with both', async () => {
    const two = await load(spec, both);
    assert.deepEqual([two.task, two.features, two.outputs, two.train.count], ['classification', 2, 2, 3]);
    const [first, second] = two.train.x;
    assert.ok(Math.abs(first + Math.sqrt(1.5)) < 1e-6 && Math.abs(second + Math.sqrt(1.5)) < 1e-6);
    const one = { source: 'npy', file: 'a.npz', train: 3, shuffle: false };
    assert.deepEqual(await load(one, { 'a.npz': zipSync(both) }), two);
    const named = { 'X_train.npy': x, 'labels.npy': y, 'other.txt': bytesOf('?') };
    assert.deepEqual(await load(one, { 'a.npz': zipSync(named, { level: 0 }) }), two);
  });

  it('reads what NumPy writes', async () => {
    const archive = new Uint8Array(Buffer.from(FROM_NUMPY, 'base64'));
    const data = await load({ source: 'npy', file: 'a.npz', train: 3, shuffle: false }, { 'a.npz': archive });
    const squares = npy('<f8', [4, 2], [0, 1, 4, 9, 16, 25, 36, 49]);
    assert.deepEqual(data, await load(spec, { 'x.npy': squares, 'y.npy': y }));
  });

  it('Fortran order is turned, in any number of dimensions', async () => {
    const turned = npy('<f4', [4, 2], [1, 2, 3, 4, 10, 20, 30, 40], true);
    assert.deepEqual(await load(spec, { ...both, 'x.npy': turned }), await load(spec, both));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), async (b, c) => {
        const at = (i: number, j: number, k: number) => (i * b + j) * c + k + i * i;
        const values = (shape: number[], of: (i: number, j: number, k: number) => number) =>
          Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, n) =>
            of(Math.floor(n / (shape[1] * shape[2])), Math.floor(n / shape[2]) % shape[1], n % shape[2]),
          );
        const plain = npy('<f8', [4, b, c], values([4, b, c], at));
        const fortran = npy(
          '<f8',
          [4, b, c],
          values([c, b, 4], (k, j, i) => at(i, j, k)),
          true,
        );
        assert.deepEqual(
          await load(spec, { ...both, 'x.npy': fortran }),
          await load(spec, { ...both, 'x.npy': plain }),
        );
      }),
    );
  });

  it('bytes of three dimensions are images', async () => {
    const pixels = Array.from({ length: 24 }, (_, i) => i * 10);
    const data = await load(spec, { ...both, 'x.npy': npy('|u1', [4, 2, 3], pixels) });
    assert.deepEqual(data.image, { width: 3, height: 2 });
    assert.ok(Math.abs(data.train.x[7] - 70 / 255) < 1e-7);
    const flat = await load(spec, { ...both, 'x.npy': npy('|u1', [4, 6], pixels) });
    assert.equal(flat.image, undefined);
  });

  it('reads big-endian numbers, booleans and a column of targets', async () => {
    const big = npy('>i2', [4, 2], [1, 10, 2, 20, 3, 30, 4, 40]);
    const truth = npy('|b1', [4, 1], [0, 1, 0, 1]);
    assert.deepEqual(await load(spec, { 'x.npy': big, 'y.npy': truth }), await load(spec, both));
  });

  it('fills what is missing with the training mean of its column, as in a table', async () => {
    const gap = Number.NaN;
    const file = (values: number[]) => ({ ...both, 'x.npy': npy('<f8', [4, 3], values) });
    const data = await load(spec, file([1, gap, 5, gap, gap, 6, 3, gap, 7, gap, gap, 8]));
    const root = Math.sqrt(1.5);
    const scaled = [-1, 0, -root, 0, 0, 0, 1, 0, root, 0, 0, 2 * root];
    for (const [i, value] of [...data.train.x, ...data.test.x].entries())
      assert.ok(Math.abs(value - scaled[i]) < 1e-6, `${i}: ${value}`);
    assert.match(data.notes.join(), /6 missing values \(NaN\) are filled with the training mean/);
    assert.equal(data.columns?.[1].missing, 6);
    assert.doesNotMatch((await load(spec, both)).notes.join(), /missing/);
  });

  it('predicts numbers too; constant columns become 0', async () => {
    const data = await load(spec, {
      'x.npy': npy('<f4', [4, 2], [1, 0.1, 2, 0.1, 3, 0.1, 4, 0.1]),
      'y.npy': npy('<f8', [4], [0.5, 1.5, 2.5, 4]),
    });
    assert.equal(data.task, 'regression');
    assert.deepEqual(
      [1, 3, 5].map((i) => data.train.x[i]),
      [0, 0, 0],
    );
    assert.ok(Math.abs(data.train.y[0] + Math.sqrt(1.5)) < 1e-6);
  });

  for (const [name, files, words] of [
    [
      'a wrong magic number',
      { 'x.npy': bytesOf('hello, world') },
      /^x\.npy: at offset 0.*begin with \\x93NUMPY/,
    ],
    ['a cut header', { 'x.npy': x.slice(0, 60) }, /^x\.npy: cut off at byte 60, inside the header/],
    [
      'a cut array',
      { 'x.npy': x.slice(0, x.length - 3) },
      /^x\.npy: cut off at byte 157: an array of 4 × 2 needs 160 bytes/,
    ],
    [
      'Python objects',
      { 'y.npy': npyOf("{'descr': '|O', 'fortran_order': False, 'shape': (4,), }", new Uint8Array(9)) },
      /^y\.npy: at offset 10: Python objects, .*y\.astype\(str\)/,
    ],
    [
      'complex numbers',
      { 'x.npy': npyOf("{'descr': '<c8', 'fortran_order': False, 'shape': (4,), }", new Uint8Array(32)) },
      /^x\.npy: at offset 10: values of type “c8”.*astype/,
    ],
    [
      'features that are texts',
      { 'x.npy': texts('<U3', [4, 2], ['1', '2', '3', '4', '5', '6', '7', '8']) },
      /^x\.npy: the features are texts \(“1”, …\).*astype\(float\)/,
    ],
    [
      'a label without a text',
      { 'y.npy': texts('<U3', [4], ['a', '', 'b', 'a']) },
      /^y\.npy: row 1: the target “y” is missing/,
    ],
    ['one dimension', { 'x.npy': y }, /^x\.npy: the features have the shape \(4\)/],
    ['another number of labels', { 'y.npy': npy('<i8', [3], [0, 1, 0]) }, /^y\.npy: 3 targets for 4 rows/],
    ['one class', { 'y.npy': npy('<i8', [4], [1, 1, 1, 1]) }, /^y\.npy: .*one class only \(“1”\)/],
    [
      'an infinite feature',
      { 'x.npy': npy('<f4', [4, 2], [1, 2, 3, Number.NEGATIVE_INFINITY, 5, 6, 7, 8]) },
      /^x\.npy: row 1, column 1: -Infinity is not a finite number/,
    ],
    [
      'a pixel that is missing',
      { 'x.npy': npy('<f4', [4, 1, 2], [1, 0, 0, Number.NaN, 0, 1, 1, 0]) },
      /^x\.npy: row 1, column 1: NaN is not a finite number/,
    ],
    [
      'a target that is not finite',
      { 'y.npy': npy('<f8', [4], [1, 2, Number.POSITIVE_INFINITY, 3]) },
      /^y\.npy: row 2, column 0: Infinity/,
    ],
  ] as [string, Record<string, Uint8Array>, RegExp][])
    it(`refuses ${name}`, async () => assert.match(await refusal(load(spec, { ...both, ...files })), words));

  it('refuses a value that is too far from the rows that train', async () => {
    const far = npy('<f8', [4, 1], [1, 1.000001, 1, 3e38]);
    const files = { 'x.npy': far, 'y.npy': npy('<i8', [4], [0, 1, 0, 1]) };
    const more = { shuffle: false, validation: 0, test: 1 };
    const work = load({ source: 'npy', file: 'x.npy', labels: 'y.npy', ...more }, files);
    assert.match(await refusal(work), /^x\.npy: row 3: “x0” is 3e\+38, which is too large/);
  });

  for (const [type, shape] of [
    ['<U6', [4]],
    ['>U7', [4, 1]],
    ['|S8', [1, 4]],
  ] as const)
    it(`reads labels that are texts: ${type}`, async () => {
      const labels = texts(type, [...shape], ['cat', '개', 'cat', 'æon']);
      const data = await load(spec, { ...both, 'y.npy': labels });
      assert.deepEqual([data.task, data.outputNames], ['classification', ['cat', 'æon', '개']]);
      assert.deepEqual([...data.train.y, ...data.test.y], [0, 2, 0, 1]);
      assert.match(data.notes.join(), /“y” is text and is taken for classes/);
    });

  it('reads texts in a test set by their words, and refuses numbers beside them', async () => {
    const sets = (tested: Uint8Array) =>
      load(
        { source: 'npy', file: 'a.npz' },
        {
          'a.npz': zipSync({
            'x.npy': npy('<f4', [20, 1], upTo(20)),
            'y.npy': texts(
              '<U1',
              [20],
              upTo(20).map((i) => 'ab'[i % 2]),
            ),
            'x_test.npy': npy('<f4', [3, 1], upTo(3)),
            'y_test.npy': tested,
          }),
        },
      );
    const data = await sets(texts('<U1', [3], ['b', 'a', 'b']));
    assert.deepEqual([...data.test.y], [1, 0, 1]);
    assert.match(await refusal(sets(npy('<i8', [3], [1, 0, 1]))), /^a\.npz: .*texts, the others numbers/);
  });

  const squares = npy('<f4', [4, 2], [1, 10, 2, 20, 3, 30, 4, 40]);
  const hot = npy('<f4', [4, 3], [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1]);
  for (const [features, targets, labels] of [
    ['arr_0', 'arr_1', y],
    ['arr_1', 'arr_0', y],
    ['a', 'b', hot],
    ['measured', 'species', texts('<U3', [4], ['a', 'b', 'a', 'b'])],
    ['spectra', 'y', y],
    ['X', 'answer', y],
  ] as const)
    it(`finds ${features} and ${targets} by their shapes`, async () => {
      const archive = zipSync({
        [`${features}.npy`]: squares,
        [`${targets}.npy`]: labels,
        'mean.npy': npy('<f4', [2], [2.5, 25]),
      });
      const data = await load(
        { source: 'npy', file: 'a.npz', train: 3, shuffle: false, task: 'classification' },
        { 'a.npz': archive },
      );
      assert.equal(data.features, 2);
      assert.match(
        data.notes.join('\n'),
        new RegExp(`${features}\\.npy are the features and ${targets}\\.npy the targets, by their shapes`),
      );
      assert.match(data.notes.join('\n'), /not used: mean\.npy/);
    });

  it('asks which ones they are where shapes leave it open', async () => {
    for (const more of [{ 'arr_2.npy': y }, { 'arr_2.npy': squares }] as Record<string, Uint8Array>[])
      assert.match(
        await refusal(
          load(
            { source: 'npy', file: 'a.npz' },
            { 'a.npz': zipSync({ 'arr_0.npy': x, 'arr_1.npy': y, ...more }) },
          ),
        ),
        /^a\.npz: there is no array x \/ .*shapes do not tell.*arr_0\.npy, arr_1\.npy, arr_2\.npy/,
      );
  });

  for (const [features, targets] of [
    ['X_tr', 'y_tr'],
    ['x_data', 'y_data'],
    ['samples', 'classes'],
    ['input', 'output'],
    ['imgs', 'lbls'],
    ['train/x', 'train/y'],
    ['X', 'y_true'],
    ['training-images', 'training-labels'],
    ['XTrain', 'YTrain'],
  ])
    it(`knows ${features} and ${targets} by their names`, async () => {
      const other = npy('<f4', [4, 3], upTo(12));
      const archive = zipSync({ 'a.npy': other, [`${features}.npy`]: x, [`${targets}.npy`]: y, 'b.npy': y });
      const data = await load(
        { source: 'npy', file: 'a.npz', train: 3, shuffle: false },
        { 'a.npz': archive },
      );
      assert.equal(data.features, 2);
      assert.doesNotMatch(data.notes.join(), /by their shapes/);
    });

  it('names the arrays that it does not use', async () => {
    const notesOf = async (more: Record<string, Uint8Array>, spec: object = {}) => {
      const archive = zipSync({ 'x.npy': x, 'y.npy': y, ...more });
      const data = await load({ source: 'npy', file: 'a.npz', train: 3, ...spec }, { 'a.npz': archive });
      assert.equal(data.features, 2);
      return data.notes.join('\n');
    };
    const wide = npy('<f4', [4, 3], upTo(12));
    assert.doesNotMatch(await notesOf({}), /not used/);
    assert.match(
      await notesOf({ 'X_train.npy': wide, 'y_train.npy': y }),
      /not used: X_train\.npy, y_train\.npy/,
    );
    assert.match(await notesOf({ 'X.npy': wide }), /not used: X\.npy/);
    assert.match(await notesOf({ 'Y.npy': hot }), /not used: Y\.npy/);
    assert.match(await notesOf({ 'x_eval.npy': x, 'y_eval.npy': y }), /not used: x_eval\.npy, y_eval\.npy/);
    const validating = { 'x_val.npy': x, 'y_val.npy': y };
    assert.doesNotMatch(await notesOf(validating, { train: undefined }), /not used/);
    assert.match(await notesOf(validating, { validation: 0 }), /not used: x_val\.npy, y_val\.npy/);
  });

  it('asks for the labels where there are none', async () => {
    const alone = load({ source: 'npy', file: 'x.npy' }, both);
    assert.match(await refusal(alone), /^x\.npy: holds the features only: .*data\.labels/);
    const archive = { 'a.npz': zipSync({ 'x.npy': x, 'z.npy': npy('<i8', [3], [0, 1, 0]) }) };
    const other = load({ source: 'npy', file: 'a.npz' }, archive);
    assert.match(await refusal(other), /^a\.npz: there is no array y .*; the archive holds x\.npy, z\.npy/);
  });

  it('refuses an archive that was cut or changed anywhere, in words', async () => {
    const archive = zipSync(both);
    await fc.assert(
      fc.asyncProperty(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = archive.slice();
        changed[at] ^= flip;
        for (const bytes of [archive.slice(0, at), changed])
          await load({ source: 'npy', file: 'a.npz', train: 3 }, { 'a.npz': bytes }).catch((error) =>
            assert.ok(error instanceof DataError, String(error)),
          );
      }),
    );
  });
});

describe('an array of many dimensions', () => {
  it('is refused, as NumPy refuses it', async () => {
    const head = Buffer.from(
      `{'descr': '|u1', 'fortran_order': True, 'shape': (${'1, '.repeat(50_000)}), }\n`,
    );
    const size = Buffer.alloc(4);
    size.writeUInt32LE(head.length);
    const x = Buffer.concat([Buffer.from([0x93, ...bytesOf('NUMPY'), 2, 0]), size, head, Buffer.of(1)]);
    assert.match(
      await refusal(load({ source: 'npy', file: 'x.npy', labels: 'y.npy' }, { 'x.npy': x })),
      /^x\.npy: at offset 10: 50000 dimensions; at most 64 are possible\.$/,
    );
  });
});

describe('an archive of many arrays', () => {
  it('is refused in one look, and in few words', async () => {
    const y = npy('|u1', [4], [0, 1, 0, 1]);
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${'a'.repeat(50)}${i}.npy`, y]));
    const words = await refusal(
      load({ source: 'npy', file: 'a.npz' }, { 'a.npz': zipSync(many, { level: 0 }) }),
    );
    assert.match(words, /^a\.npz: there is no array x .*the archive holds a{50}0\.npy, /s);
    assert.ok(words.length < 1100, String(words.length));
  });
});
