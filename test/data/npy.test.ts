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
      { 'x.npy': npyOf("{'descr': '|O', 'fortran_order': False, 'shape': (4, 2), }", new Uint8Array(9)) },
      /^x\.npy: at offset 10: values of type “O”.*astype/,
    ],
    [
      'texts',
      { 'y.npy': npyOf("{'descr': '<U3', 'fortran_order': False, 'shape': (4,), }", new Uint8Array(48)) },
      /^y\.npy: at offset 10: values of type “U3”.*astype/,
    ],
    ['one dimension', { 'x.npy': y }, /^x\.npy: the features have the shape \(4\)/],
    ['another number of labels', { 'y.npy': npy('<i8', [3], [0, 1, 0]) }, /^y\.npy: 3 targets for 4 rows/],
    ['one class', { 'y.npy': npy('<i8', [4], [1, 1, 1, 1]) }, /^y\.npy: .*one class only \(“1”\)/],
    [
      'a feature that is not finite',
      { 'x.npy': npy('<f4', [4, 2], [1, 2, 3, Number.NaN, 5, 6, 7, 8]) },
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

  it('asks for the labels where there are none', async () => {
    const alone = load({ source: 'npy', file: 'x.npy' }, both);
    assert.match(await refusal(alone), /^x\.npy: holds the features only: .*data\.labels/);
    const archive = { 'a.npz': zipSync({ 'x.npy': x, 'z.npy': y }) };
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
