import { gzipSync } from 'node:zlib';
import { pick } from '../mutate';
import type { Random, Target } from '../target';
import { loadFrom, refusals } from './data';

function idx(type: number, sizes: readonly number[], body: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
  head.setUint32(0, (type << 8) | sizes.length);
  for (const [i, size] of sizes.entries()) head.setUint32(4 + 4 * i, size);
  return Buffer.concat([new Uint8Array(head.buffer), body]);
}

const ramp = (length: number, most: number) => Uint8Array.from({ length }, (_, i) => i % most);
const doubles = (length: number, value: (i: number) => number) => {
  const view = new DataView(new ArrayBuffer(8 * length));
  for (let i = 0; i < length; i++) view.setFloat64(8 * i, value(i));
  return new Uint8Array(view.buffer);
};

/** Images, then the labels that belong to ten of them, in one input. */
const LABELS = idx(8, [10], ramp(10, 3));
const withLabels = (images: Uint8Array) => Buffer.concat([LABELS, images]);

const SIZES = [0, 1, 2, 10, 255, 65_535, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/** Another size in the place of one, in the labels' head or the images'. */
function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const result = Buffer.from(bytes);
  const at = pick(random, [4, 18, 22, 26, 30]);
  if (at + 4 <= result.length) result.writeUInt32BE(pick(random, SIZES), at);
  return result;
}

/** The labels of `rows` images, and images. */
const grown = (n: number, value: number) =>
  Buffer.concat([
    idx(8, [Math.ceil(n / 16)], ramp(Math.ceil(n / 16), 3)),
    idx(8, [Math.ceil(n / 16), 4, 4], new Uint8Array(16 * Math.ceil(n / 16)).fill(value)),
  ]);

/** Where the images begin: behind as many labels as the head says. */
function imagesAt(bytes: Uint8Array): number {
  if (bytes.length < 8) return bytes.length;
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4);
  return Math.min(bytes.length, 8 + count);
}

/** Labels and images in MNIST's format. */
export const idxFiles: Target<Uint8Array> = {
  name: 'idx',
  seeds: () => [
    withLabels(idx(8, [10, 4, 4], ramp(160, 256))),
    withLabels(
      idx(
        0x0e,
        [10, 2, 2],
        doubles(40, (i) => (i % 7) / 7),
      ),
    ),
    withLabels(
      idx(
        0x0e,
        [10, 2, 2],
        doubles(40, (i) => (i === 5 ? 1e308 : -1e308)),
      ),
    ),
    withLabels(idx(0x0b, [10, 1, 3], ramp(60, 256))),
    withLabels(gzipSync(idx(8, [10, 4, 4], ramp(160, 256)))),
    withLabels(idx(8, [10, 2, 2, 3], ramp(120, 256))),
  ],
  refusals,
  mutate,
  run(bytes) {
    const at = imagesAt(bytes);
    const files = { labels: bytes.subarray(0, at), images: bytes.subarray(at) };
    return loadFrom({ source: 'idx', images: 'images', labels: 'labels' }, files);
  },
  grow: {
    images: (n) => grown(n, 7),
    'images of nothing': (n) => grown(n, 0),
    'too long': (n) => Buffer.concat([withLabels(idx(8, [10, 4, 4], ramp(160, 256))), Buffer.alloc(n)]),
    zeros: (n) => Buffer.alloc(n),
    'a bomb': (n) => withLabels(gzipSync(Buffer.alloc(100 * n))),
    'one long row': (n) => Buffer.concat([idx(8, [1], ramp(1, 3)), idx(8, [1, 1, n], new Uint8Array(n))]),
  },
};
