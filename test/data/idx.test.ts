import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { DataError } from '../../src/data/errors';
import { skip } from '../support/skip';
import { bytesOf, idx, load, npy, refusal } from './support';

describe('IDX', () => {
  const images = idx(
    [4, 2, 3],
    Array.from({ length: 24 }, (_, i) => i * 10),
  );
  const labels = idx([4], [0, 1, 2, 1]);
  const spec = { source: 'idx', images: 'i', labels: 'l', train: 3, shuffle: false };

  it('scales pixels to 0..1 and keeps the order of the file, gzipped or not', async () => {
    const plain = await load(spec, { i: images, l: labels });
    assert.deepEqual([plain.features, plain.outputs, plain.train.count, plain.test.count], [6, 3, 3, 1]);
    assert.ok(Math.abs(plain.train.x[7] - 70 / 255) < 1e-7);
    assert.deepEqual([...plain.train.y, ...plain.test.y], [0, 1, 2, 1]);
    assert.deepEqual(plain.image, { width: 3, height: 2 });
    assert.deepEqual(await load(spec, { i: gzipSync(images), l: gzipSync(labels) }), plain);
  });

  it('labels that begin at 1 make no class 0', async () => {
    const data = await load(spec, { i: images, l: idx([4], [1, 26, 1, 26]) });
    assert.deepEqual(data.outputNames, ['1', '26']);
    assert.deepEqual([...data.train.y], [0, 1, 0]);
  });

  it('says the sizes of pictures in colours as they are', async () => {
    const sizes = async (shape: number[]) => {
      const colours = idx(
        [4, ...shape],
        Array.from({ length: 360 }, (_, i) => i % 256),
      );
      return (await load(spec, { i: colours, l: labels })).notes.join();
    };
    assert.match(await sizes([3, 5, 6]), /4 images of 6 × 5 pixels, 3 classes/);
    assert.match(await sizes([5, 6, 3]), /4 images of 6 × 5 pixels, 3 classes/);
  });

  it('reads a part of a larger buffer', async () => {
    const larger = new Uint8Array(images.length + 5);
    larger.set(images, 5);
    const data = await load(spec, { i: larger.subarray(5), l: labels });
    assert.deepEqual(data, await load(spec, { i: images, l: labels }));
  });

  for (const [name, files, words] of [
    [
      'a wrong magic number',
      { i: Uint8Array.of(1, 2, 3, 4, 5), l: labels },
      /^i: at offset 0: the magic number is 01 02 03 04; 00 00 08 01 \(labels\)/,
    ],
    [
      'sizes in the order of other processors',
      {
        i: Uint8Array.from([0, 0, 8, 3, 4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, ...images.slice(16)]),
        l: labels,
      },
      /^i: at offset 4: the sizes 4 × 2 × 3 begin with their lowest byte.*big-endian/,
    ],
    ['a web page', { i: bytesOf('<!DOCTYPE html><html>'), l: labels }, /^i: this is a web page/],
    ['a part of one', { i: images, l: bytesOf('<div class="x">\n') }, /^l: this is a web page/],
    [
      'a pointer of Git LFS',
      { i: bytesOf('version https://git-lfs.github.com/spec/v1\noid'), l: labels },
      /git lfs pull/,
    ],
    ['a pointer of DVC', { i: bytesOf('outs:\n- md5: 1234\n  size: 9\n'), l: labels }, /dvc pull/],
    ['a pointer of git-annex', { i: bytesOf('/annex/objects/MD5E-s9--1.gz\n'), l: labels }, /git annex get/],
    [
      'an answer of a server',
      { i: bytesOf('404: Not Found'), l: labels },
      /^i: this is the answer of a server/,
    ],
    [
      'a picture',
      { i: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0), l: labels },
      /^i: this is a picture/,
    ],
    ['a NumPy array', { i: images, l: npy('|u1', [4], [0, 1, 2, 1]) }, /^l: this is a NumPy array.*"npy"/],
    ['a table', { i: images, l: bytesOf('label\n0\n1\n') }, /^l: this is a text file: .*"csv"/],
    [
      'gzip in gzip',
      { i: gzipSync(gzipSync(images)), l: labels },
      /^i: this is packed with gzip more than once/,
    ],
    ['a cut magic number', { i: images.slice(0, 3), l: labels }, /^i: cut off at byte 3/],
    ['a cut head', { i: images.slice(0, 7), l: labels }, /^i: cut off at byte 7: 3 sizes need 16 bytes/],
    [
      'a cut body',
      { i: images.slice(0, 30), l: labels },
      /^i: cut off at byte 30: 4 × 2 × 3 values after a head of 16 bytes make 40/,
    ],
    ['bytes too many', { i: Uint8Array.from([...images, 1]), l: labels }, /^i: too long by 1 bytes/],
    [
      'counts that differ',
      { i: images, l: idx([3], [0, 1, 2]) },
      /^l: at offset 4: 3 labels for the 4 images of i/,
    ],
    ['no image', { i: idx([0, 2, 3], []), l: idx([0], []) }, /^i: at offset 4: 0 images/],
    ['images without pixels', { i: idx([4, 0, 3], []), l: labels }, /^i: at offset 8: images of 3 × 0/],
    ['images and labels swapped', { i: labels, l: images }, /^i: at offset 3: 1 dimensions.*swapped/],
    ['images twice', { i: images, l: images }, /^l: at offset 3: 3 dimensions.*swapped/],
    ['one class', { i: images, l: idx([4], [7, 7, 7, 7]) }, /^l: .*one class only \(“7”\)/],
    ['damaged gzip data', { i: gzipSync(images).slice(0, 30), l: labels }, /^i: the gzip data is/],
    ['an empty file', { i: new Uint8Array(0), l: labels }, /^i: the file is empty/],
    ['no file', { i: images }, /^l: there is no such file/],
  ] as [string, Record<string, Uint8Array>, RegExp][])
    it(`refuses ${name}`, async () => assert.match(await refusal(load(spec, files)), words));

  it('refuses a file that was cut anywhere, in words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(images.length - 1), fc.boolean(), async (length, packed) => {
        const cut = packed ? gzipSync(images.slice(0, length)) : images.slice(0, length);
        await assert.rejects(load(spec, { i: cut, l: labels }), DataError);
      }),
    );
  });
});

const mnist = process.env.MNIST_DIR ?? resolve(process.cwd(), '../shared/data/mnist');
describe('MNIST', () => {
  it('is read as it is published', async function () {
    if (!existsSync(mnist)) skip(this, `there is no folder ${mnist}; MNIST_DIR names another`);
    const names = ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];
    const files = Object.fromEntries(
      names.map((name) => [name, new Uint8Array(readFileSync(resolve(mnist, name)))]),
    );
    const spec = { source: 'idx', images: names[0], labels: names[1], train: 300, shuffle: false };
    const data = await load(spec, files);
    assert.deepEqual(
      [data.train.count, data.validation?.count, data.test.count, data.features, data.outputs],
      [300, 2000, 7700, 784, 10],
    );
    assert.deepEqual([...data.train.y.subarray(0, 5)], [7, 2, 1, 0, 4]);
  });
});
