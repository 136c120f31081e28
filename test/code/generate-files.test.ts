import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { loadDataset } from '../../src/data/load';
import type { Experiment } from '../../src/experiment/schema';
import { bytesOf, idx, npyOf } from '../data/support';
import { codeOf, defaultOf, experimentOf, pythonPrograms, pythonWith } from './generate-support';

/** Numbers, texts, a missing value of each, a constant, names, and a target of texts. */
const table = `colour,size,weight,name,same,kind
red,3,1.5,"a, b",1,x
green,NA,2.5,c,1,y
red,5,3.25,d,1,x
,8,4.5,e,1,z
green,2,5.5,f,1,y
red,1,7,g,1,z
green,4,8.25,h,1,x
red,6,9,i,1,y
`;

describe('programs read what the playground reads:', function () {
  this.timeout(240_000);
  const run = pythonPrograms();
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'generate-files-'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const cells = (more: (i: number) => string) => Array.from({ length: 30 }, (_, i) => more(i)).join('\n');
  const odd = `\n\na;b;kind\n${cells((i) => `${i % 7};${i % 5 === 0 ? '#N/A' : i % 4 === 0 ? 'Infinity' : i % 3};${i % 2 ? 'p' : 'q'}`)}\n`;
  const npy = (descr: string, order: string, shape: string, body: Uint8Array) =>
    npyOf(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`, body);
  const bytes = (count: number, at: (i: number) => number) =>
    Uint8Array.from({ length: count }, (_, i) => at(i));
  const floats = (count: number, at: (i: number) => number) =>
    new Uint8Array(Float32Array.from({ length: count }, (_, i) => at(i)).buffer);
  const utf32 = (count: number, length: number, at: (i: number) => string) =>
    new Uint8Array(
      Uint32Array.from(
        { length: count * length },
        (_, i) => at(Math.floor(i / length)).codePointAt(i % length) ?? 0,
      ).buffer,
    );
  const big = Buffer.alloc(20 * 2 * 8);
  for (let i = 0; i < 40; i++) big.writeDoubleBE(Math.sin(i), 8 * i);
  const labels = npy(
    '|b1',
    'False',
    '20,',
    bytes(20, (i) => i % 2),
  );
  const files: Record<string, Uint8Array> = {
    'pandas.csv': Buffer.from(`,a,kind\n${cells((i) => `${i},${i % 7},${i < 15 ? 'p' : 'q'}`)}\n`),
    'odd.csv': Buffer.from(odd),
    'odd.csv.gz': gzipSync(Buffer.from(odd)),
    'wide.csv': Buffer.from(`\ufeff${odd}`, 'utf16le'),
    'end.csv': Buffer.from(`a,kind,\n${cells((i) => `${i % 7},${i % 2 ? 'p' : 'q'},`)}\n`),
    'names.csv': Buffer.from(`a,b,kind\n${cells((i) => `0x${i % 3},1_${i % 3},${i % 2 ? 'p' : 'q'}`)}\n`),
    'big.npy': npy('>f8', 'True', '20, 2', big),
    'short.npy': npy(
      '<i2',
      'False',
      '20, 2',
      bytes(80, (i) => i % 3),
    ),
    'pixels.npy': npy(
      '|u1',
      'True',
      '20, 2, 2',
      bytes(80, (i) => 3 * i),
    ),
    'colours.npy': npy(
      '|u1',
      'False',
      '20, 2, 1, 3',
      bytes(120, (i) => (7 * i) % 256),
    ),
    'floats.npy': npy(
      '<f4',
      'False',
      '20, 8, 8',
      floats(20 * 64, (i) => (i % 256) + 0.5),
    ),
    'kept.npy': npy(
      '<f4',
      'False',
      '20, 1, 3, 3',
      floats(20 * 9, (i) => Math.sin(i)),
    ),
    'standardized.npy': npy(
      '<f4',
      'False',
      '20, 8, 8, 3',
      floats(20 * 192, (i) => 2 * Math.sin(i) + 0.5),
    ),
    'flat.npy': npy(
      '|u1',
      'False',
      '20, 196',
      bytes(20 * 196, (i) => (7 * i) % 256),
    ),
    'flatFloats.npy': npy(
      '<f4',
      'False',
      '20, 196',
      floats(20 * 196, (i) => ((7 * i) % 256) / 255),
    ),
    'flatColours.npy': npy(
      '|u1',
      'False',
      '20, 588',
      bytes(20 * 588, (i) => (7 * i) % 256),
    ),
    'flatStandardized.npy': npy(
      '<f4',
      'False',
      '20, 196',
      floats(20 * 196, (i) => (((7 * i) % 256) / 255 - 0.13) / 0.31),
    ),
    'wide.npy': npy(
      '<f4',
      'False',
      '20, 196',
      floats(20 * 196, (i) => Math.sin(i)),
    ),
    'windows.npy': npy(
      '<f4',
      'False',
      '20, 5, 2',
      floats(20 * 10, (i) => 3 * Math.sin(i)),
    ),
    'hot.npy': npy(
      '|u1',
      'False',
      '20, 3',
      bytes(60, (i) => Number(i % 3 === Math.floor(i / 3) % 3)),
    ),
    'labels.npy': labels,
    'texts.npy': npy(
      '<U3',
      'False',
      '20,',
      utf32(20, 3, (i) => ['dog', 'cat', 'é'][i % 3]!),
    ),
    'narrow.npy': npy('|S3', 'False', '20, 1', Buffer.from('b\0\0ad\0'.repeat(10))),
    'said.csv': Buffer.from(
      `${cells((i) => `${i + 5}|${i % 4 ? i % 7 : -999}|${i % 3}|${i % 9 ? (i % 2 ? 'p' : 'q') : ''}`)}\n`,
    ),
    'table.csv': bytesOf(table),
    images: idx([6, 2, 2], [...bytes(24, (i) => (i * 37) % 256)]),
    labels: idx([6], [7, 3, 7, 5, 3, 5]),
    'tested.npz': zipSync({
      'x_train.npy': npy(
        '<i2',
        'False',
        '20, 2',
        bytes(80, (i) => i % 5),
      ),
      'y_train.npy': labels,
      'x_test.npy': npy(
        '<i2',
        'False',
        '4, 2',
        bytes(16, (i) => i % 7),
      ),
      'y_test.npy': npy(
        '|b1',
        'False',
        '4,',
        bytes(4, (i) => i % 2),
      ),
    }),
    'shapes.npz': zipSync({
      'arr_0.npy': npy(
        '<i2',
        'False',
        '20, 2',
        bytes(80, (i) => i % 5),
      ),
      'arr_1.npy': labels,
    }),
    'named.npz': zipSync({
      'X.npy': npy(
        '<i2',
        'False',
        '20, 2',
        bytes(80, (i) => i % 5),
      ),
      'Labels.npy': labels,
    }),
  };
  const inOrder = { shuffle: false, validation: 0 };
  const ofCsv = { source: 'csv', train: 20, ...inOrder };
  const ofNpy = { source: 'npy', train: 16, labels: 'labels.npy', ...inOrder };
  const sources: { source: string; file?: string; target?: string; [more: string]: unknown }[] = [
    ...['pandas.csv', 'odd.csv', 'odd.csv.gz', 'wide.csv', 'end.csv', 'names.csv'].map((file) => ({
      ...ofCsv,
      file,
    })),
    {
      ...ofCsv,
      file: 'said.csv',
      header: false,
      delimiter: '|',
      missing: ['-999'],
      columns: { 'column 1': 'leaveOut', 'column 3': 'category' },
      unlabeled: 'leaveOut',
    },
    { ...ofCsv, file: 'table.csv', train: 6 },
    { ...ofCsv, file: 'table.csv', target: 'weight', train: 6, test: 1 },
    ...[
      ...['big', 'short', 'pixels', 'colours', 'floats', 'kept', 'standardized', 'windows'],
      ...['flat', 'flatFloats', 'flatColours', 'flatStandardized', 'wide'],
    ].map((name) => ({ ...ofNpy, file: `${name}.npy` })),
    { ...ofNpy, file: 'short.npy', labels: 'hot.npy' },
    { ...ofNpy, file: 'short.npy', labels: 'texts.npy' },
    { ...ofNpy, file: 'short.npy', labels: 'narrow.npy' },
    { source: 'npy', file: 'shapes.npz', train: 16, ...inOrder },
    { source: 'npy', file: 'tested.npz', ...inOrder },
    { source: 'npy', file: 'named.npz', train: 16, ...inOrder },
    { source: 'idx', images: 'images', labels: 'labels', train: 4, ...inOrder },
  ];

  const ours = async (experiment: Experiment) => {
    const readFile = async (name: string) => new Uint8Array(files[name]!);
    const { train, test } = await loadDataset(experiment.data, { seed: 1, readFile });
    return [train.x, train.y, test.x, test.y].map((array) => Array.from(array));
  };
  const alike = (mine: readonly number[][], theirs: readonly number[][], words: string) => {
    for (const [index, array] of mine.entries()) {
      assert.equal(theirs[index]!.length, array.length, words);
      for (const [i, value] of array.entries())
        assert.ok(Math.abs(value - theirs[index]![i]!) < 1e-5, `${words} ${index}.${i}: ${value}`);
    }
  };

  for (const source of sources) {
    const title = [source.file ?? source.source, source.target, source.labels].filter(Boolean).join(' ');
    it(`numpy: ${title}`, async function () {
      const python = pythonWith('numpy', this);
      const experiment = experimentOf({ data: source });
      const code = codeOf('numpy', experiment);
      const print =
        'import json\nprint(json.dumps([a.ravel().tolist() for a in load_data(np.random.default_rng(1))[:4]]))\n';
      writeFileSync(join(folder, 'read.py'), code.replace(/if __name__[\s\S]*/, print));
      const output = await run(python, join(folder, 'read.py'));
      alike(await ours(experiment), JSON.parse(output), title);
    });

    if (source.file?.endsWith('.npz')) continue;
    it(`tfjs: ${title}`, async () => {
      const experiment = experimentOf({ data: source });
      const code = codeOf('tfjs', experiment);
      const end = code.indexOf('\n}\n', code.indexOf('function loadData')) + 3;
      const print =
        'const d = loadData(Math.random);\nexport default [d.x, d.y, d.xTest, d.yTest].map((a) => a.flat());\n';
      const program = code.slice(0, end).replace(/import \* as tf.*/, '') + print;
      const theirs = await defaultOf<number[][]>(join(folder, 'read.mjs'), program);
      alike(await ours(experiment), theirs, title);
    });
  }
});
