import { zipSync } from 'fflate';
import { pick } from '../mutate';
import type { Random, Target } from '../target';
import { loadFrom, refusals } from './data';

function npy(dict: string, body: Uint8Array, version = 1): Uint8Array {
  const text = Buffer.from(`${dict.padEnd(53)}\n`, 'latin1');
  const head = Buffer.alloc(version === 1 ? 10 : 12);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  if (version === 1) head.writeUInt16LE(text.length, 8);
  else head.writeUInt32LE(text.length, 8);
  return Buffer.concat([head, text, body]);
}

const array = (descr: string, shape: string, body: Uint8Array, order = 'False') =>
  npy(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`, body);
const numbers = (length: number, value = (i: number) => (i * 7) % 11) =>
  new Uint8Array(Float64Array.from({ length }, (_, i) => value(i)).buffer);
const labels = array(
  '<i8',
  '10,',
  new Uint8Array(BigInt64Array.from({ length: 10 }, (_, i) => BigInt(i % 2)).buffer),
);
const archive = (x: Uint8Array, y: Uint8Array = labels) => zipSync({ 'x.npy': x, 'y.npy': y }, { level: 1 });
const x = array('<f8', '10, 4', numbers(40));

const WORDS = [
  '<f4',
  '>f8',
  '|u1',
  '<U4',
  '|S3',
  '|O',
  '<c16',
  '|V8',
  '|b1',
  '10, 4',
  '4, 10',
  '10,',
  '',
  '0, 4',
  '-1, 4',
  '10, 0',
  '4294967296, 4294967296',
  '1e5,',
  '10, 2, 2',
  'True',
  '1'.repeat(400),
];

/** Another type, shape or order in the place of what a header says. */
function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const words = [...text.slice(0, 200).matchAll(/[<>|=]\w\d+|\([\d, ]*\)|True|False|\d+/g)];
  if (words.length === 0) return bytes;
  const { 0: old, index } = pick(random, words);
  const put = pick(random, WORDS).padEnd(old.length).slice(0, Math.max(old.length, 3));
  return Buffer.from(
    text.slice(0, index) + (old.startsWith('(') ? `(${put})` : put) + text.slice(index + old.length),
    'latin1',
  );
}

/** An archive, or an array of features beside labels of ten rows. */
export const npyFiles: Target<Uint8Array> = {
  name: 'npy',
  seeds: () => [
    x,
    array(
      '<f8',
      '10, 4',
      numbers(40, (i) => (i === 7 ? 1e308 : -1e308)),
    ),
    array('>f4', '10, 2, 2', numbers(20), 'True'),
    array('|u1', '10, 2, 2, 3', new Uint8Array(120).fill(9)),
    array('<U3', '10, 4', Buffer.alloc(480, 'a\0\0\0')),
    array('|S4', '10, 2', Buffer.alloc(80, 'abc\0')),
    npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10, 4), }", numbers(40), 2),
    array('|O', '10, 4', Buffer.from('\x80\x03cos\nsystem\n')),
    archive(x),
    archive(x, array('<U2', '10,', Buffer.alloc(80, 'b\0\0\0'))),
    zipSync({ 'x_train.npy': x, 'y_train.npy': labels, 'x_test.npy': x, 'y_test.npy': labels }),
    zipSync({ 'one.npy': x, 'two.npy': labels, 'readme.txt': Buffer.from('hello') }),
  ],
  refusals,
  mutate,
  run(bytes) {
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const data = { source: 'npy', file: 'x', ...(!isZip && { labels: 'y' }) };
    return loadFrom(data, { x: bytes, y: labels });
  },
  grow: {
    features: (n) => {
      const rows = Math.ceil(n / 16);
      const y = array(
        '|u1',
        `${rows},`,
        Uint8Array.from({ length: rows }, (_, i) => i % 2),
      );
      return archive(array('<f8', `${rows}, 2`, numbers(2 * rows)), y);
    },
    'columns first': (n) => {
      const rows = Math.ceil(n / 16);
      const y = array(
        '|u1',
        `${rows},`,
        Uint8Array.from({ length: rows }, (_, i) => i % 2),
      );
      return archive(array('<f8', `${rows}, 2`, numbers(2 * rows), 'True'), y);
    },
    'different texts': (n) => {
      const rows = Math.ceil(n / 16);
      const words = Buffer.from(Array.from({ length: rows }, (_, i) => String(i).padEnd(8)).join(''));
      return archive(array('<f8', `${rows}, 1`, numbers(rows)), array('|S8', `${rows},`, words));
    },
    'one long text': (n) => array(`|S${n}`, '1, 1', Buffer.alloc(n, 'a')),
    'one long text of wide characters': (n) => array(`<U${n >> 2}`, '1, 1', Buffer.alloc(n, 'a\0\0\0')),
    'a long header': (n) => npy(' '.repeat(n), numbers(4), 2),
    'quotes in a header': (n) => npy("'descr':".repeat(n / 8), numbers(4), 2),
    dimensions: (n) =>
      npy(`{'descr': '<f8', 'fortran_order': True, 'shape': (${'1,'.repeat(n / 2)}), }`, numbers(4), 2),
    'a long shape': (n) =>
      npy(`{'descr': '<f8', 'fortran_order': True, 'shape': (${'1'.repeat(n)},), }`, numbers(4), 2),
    'a bomb': (n) => zipSync({ 'x.npy': new Uint8Array(100 * n), 'y.npy': labels }),
    arrays: (n) =>
      zipSync(
        Object.fromEntries(Array.from({ length: n / 200 }, (_, i) => [`${i}.npy`, [labels, { level: 0 }]])),
        { level: 0 },
      ),
    names: (n) =>
      zipSync(
        Object.fromEntries(
          Array.from({ length: n / 200 }, (_, i) => [`${'n'.repeat(60)}${i}.txt`, new Uint8Array(0)]),
        ),
      ),
    'a long name': (n) => zipSync({ [`${'n'.repeat(Math.min(n, 60_000))}.npy`]: labels }),
  },
};
