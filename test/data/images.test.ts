import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { cautionsOf } from '../../src/core/cautions';
import type { Dataset } from '../../src/core/dataset';
import { idx, load, npy, refusal } from './support';

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const ROWS = 10;
const SIDE = 8;
const labels = npy(
  '<i8',
  [ROWS],
  upTo(ROWS).map((i) => i % 2),
);
const spec = { source: 'npy', file: 'x.npy', labels: 'y.npy', train: 6, validation: 0, shuffle: false };
const read = (x: Uint8Array, y = labels, more: object = {}) =>
  load({ ...spec, ...more }, { 'x.npy': x, 'y.npy': y });
const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++)
    assert.ok(Math.abs(actual[i] - expected[i]) < 1e-6, `${i}: ${actual[i]}`);
};
const sizeOf = (shape: readonly number[]) => ROWS * shape.reduce((product, one) => product * one, 1);
const shades = (count: number) => upTo(count).map((i) => (i * 37) % 256);

describe('images', () => {
  for (const shape of [
    [SIDE, SIDE],
    [1, SIDE, SIDE],
    [SIDE, SIDE, 1],
    [3, SIDE, SIDE],
    [SIDE, SIDE, 3],
    [28 * 28],
    [2, SIDE, SIDE, 3],
  ])
    it(`of bytes are divided by 255, whatever their shape: (${[ROWS, ...shape]})`, async () => {
      const pixels = shades(sizeOf(shape));
      const data = await read(npy('|u1', [ROWS, ...shape], pixels));
      const own = pixels.map((one) => one / 255);
      close([...data.train.x, ...data.test.x], own);
      const side = shape[0] === 784 ? 28 : SIDE;
      const single = shape.length < 4 && !shape.includes(3);
      assert.deepEqual(data.image, single ? { width: side, height: side } : undefined);
    });

  for (const [name, type, of] of [
    ['whole numbers of 8 bytes', '<i8', (i: number) => i % 256],
    ['whole floats', '<f4', (i: number) => i % 256],
    ['broken floats', '<f8', (i: number) => (i % 255) + 0.5],
  ] as const)
    it(`of 0..255 in ${name} are divided by 255 too, and that is said`, async () => {
      const values = upTo(sizeOf([SIDE, SIDE])).map(of);
      const data = await read(npy(type, [ROWS, SIDE, SIDE], values));
      close(
        [...data.train.x, ...data.test.x],
        values.map((one) => one / 255),
      );
      assert.match(data.notes.join(), /The pixels, 0\S* to 25\S*, are divided by 255/);
    });

  it('keep floats of 0..1 and −1..1, and black and white', async () => {
    const shape = [ROWS, SIDE, SIDE];
    const count = sizeOf([SIDE, SIDE]);
    const kept = async (type: '<f4' | '|u1' | '|b1', values: number[]) => {
      const data = await read(npy(type, shape, values));
      close([...data.train.x, ...data.test.x], values);
      return data.notes.join();
    };
    assert.doesNotMatch(
      await kept(
        '<f4',
        upTo(count).map((i) => (i % 11) / 10),
      ),
      /pixels/,
    );
    assert.match(
      await kept(
        '<f4',
        upTo(count).map((i) => (i % 21) / 10 - 1),
      ),
      /between −1 and 1 and are kept/,
    );
    await kept(
      '|u1',
      upTo(count).map((i) => i % 2),
    );
    await kept(
      '|b1',
      upTo(count).map((i) => i % 2),
    );
  });

  it('of 16 shades or of 16 bits reach from 0 to 1', async () => {
    const count = sizeOf([SIDE, SIDE]);
    const digits = await read(
      npy(
        '<f8',
        [ROWS, SIDE, SIDE],
        upTo(count).map((i) => i % 17),
      ),
    );
    assert.equal(Math.max(...digits.train.x), 1);
    const deep = await read(
      npy(
        '<u2',
        [ROWS, 1, SIDE, SIDE],
        upTo(count).map((i) => (i * 997) % 65_536),
      ),
    );
    assert.ok(Math.max(...deep.train.x) <= 1);
    assert.match(deep.notes.join(), /divided by 65535/);
  });

  it('that are standardized already get one mean and one deviation for all pixels', async () => {
    const values = upTo(sizeOf([3, SIDE, SIDE])).map((i) => ((i * 31) % 97) / 20 - 2);
    const data = await read(npy('<f4', [ROWS, 3, SIDE, SIDE], values));
    assert.match(data.notes.join(), /one mean and one deviation/);
    const slope = (data.train.x[1] - data.train.x[0]) / (values[1] - values[0]);
    for (const i of [2, 50, 300])
      assert.ok(Math.abs((data.train.x[i] - data.train.x[0]) / (values[i] - values[0]) - slope) < 1e-4);
  });

  for (const size of [28 * 28, 3 * 32 * 32, 64 * 64])
    for (const [name, type, of, divisor] of [
      ['0..1', '<f4', (i: number) => ((i * 37) % 256) / 255, 1],
      ['0..1, resampled', '<f8', (i: number) => ((i * 37) % 1009) / 1008, 1],
      ['−1..1', '<f4', (i: number) => ((i * 37) % 256) / 127.5 - 1, 1],
      ['0..255', '<f8', (i: number) => (i * 37) % 256, 255],
      ['0..255, whole', '<i8', (i: number) => (i * 37) % 256, 255],
      ['bytes', '|u1', (i: number) => (i * 37) % 256, 255],
    ] as const)
      it(`may lie flat, ${size} numbers a row, ${name}`, async () => {
        const values = upTo(sizeOf([size])).map(of);
        const data = await read(npy(type, [ROWS, size], values));
        close(
          [...data.train.x, ...data.test.x],
          values.map((one) => one / divisor),
        );
        const side = Math.sqrt(size);
        const words = Number.isInteger(side) ? `${side} × ${side} pixels\\.` : '32 × 32 pixels in 3 colours';
        assert.match(
          data.notes.join(' '),
          new RegExp(`Rows of ${size} numbers are taken for images of ${words}`),
        );
        assert.deepEqual(data.image, Number.isInteger(side) ? { width: side, height: side } : undefined);
      });

  it('that lie flat and are standardized get one mean and one deviation', async () => {
    const values = upTo(sizeOf([784])).map((i) => (((i * 37) % 256) / 255 - 0.1307) / 0.3081);
    const data = await read(npy('<f4', [ROWS, 784], values));
    assert.match(data.notes.join(), /one mean and one deviation/);
  });

  for (const [name, of] of [
    ['embeddings', (i: number) => Math.sin(i * i) / 20],
    ['activations', (i: number) => Math.max(0, 6 * Math.sin(i * i))],
    ['answers from 1 to 5', (i: number) => 1 + ((i * i) % 5)],
    ['counts', (i: number) => (i * i) % 97],
  ] as const)
    it(`are not what rows of as many numbers are otherwise: ${name}`, async () => {
      const data = await read(npy('<f4', [ROWS, 784], upTo(sizeOf([784])).map(of)));
      assert.equal(data.image, undefined);
      assert.equal(data.columns?.[1].kind, 'number');
    });

  it('say where their channels lie', async () => {
    const notes = async (shape: number[]) =>
      (await read(npy('|u1', [ROWS, ...shape], shades(sizeOf(shape))))).notes.join();
    assert.match(await notes([3, SIDE, SIDE]), /3 channels, channel by channel/);
    assert.match(await notes([SIDE, SIDE, 4]), /4 channels, pixel by pixel/);
    const { featureNames } = await read(npy('|u1', [ROWS, 3, SIDE, SIDE], shades(sizeOf([3, SIDE, SIDE]))));
    assert.deepEqual(
      [featureNames[1], featureNames[64]],
      ['row 0, column 1, channel 0', 'row 0, column 0, channel 1'],
    );
  });

  it('are not what measurements over time are: those keep a scale for each', async () => {
    const values = upTo(sizeOf([5, 2])).map((i) => (i % 2 ? 1000.5 * i : -0.01 * i));
    const data = await read(npy('<f8', [ROWS, 5, 2], values));
    assert.equal(data.image, undefined);
    for (const j of [0, 1]) {
      const column = upTo(6).map((row) => data.train.x[row * 10 + j]);
      assert.ok(Math.abs(column.reduce((sum, one) => sum + one, 0)) < 1e-5);
    }
  });
});

describe('numbers of any type', () => {
  const plain = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12];
  const expected = () => read(npy('<f8', [ROWS, 1], plain));
  const same = (one: Dataset, other: Dataset) =>
    close([...one.train.x, ...one.test.x], [...other.train.x, ...other.test.x]);

  for (const type of ['>f4', '<i4', '>u4', '<u2', '|i1', '>u8', '<i8', '|u1', '<f4'] as const)
    it(`are read as they are: ${type}`, async () =>
      same(await read(npy(type, [ROWS, 1], plain)), await expected()));

  it('halves are read as they are', async () => {
    const half = (value: number) => {
      const exponent = Math.floor(Math.log2(value));
      return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
    };
    same(await read(npy('<f2', [ROWS, 1], plain.map(half))), await expected());
    const tiny = upTo(ROWS).map((i) => i + 1);
    const data = await read(npy('<f2', [ROWS, 1], tiny), labels);
    close(data.train.x, (await read(npy('<f8', [ROWS, 1], tiny))).train.x);
    assert.match(
      await refusal(read(npy('<f2', [ROWS, 1], [...upTo(9), 0x7c00]))),
      /row 9, column 0: Infinity/,
    );
  });

  it('refuses what does not fit into 32 bits', async () => {
    for (const value of [1e308, -1e39])
      assert.match(
        await refusal(read(npy('<f8', [ROWS, 1], [...plain.slice(1), value]))),
        /row 9, column 0: .* is too large; numbers up to ±3\.4e38/,
      );
  });
});

describe('labels', () => {
  const x = npy('<f4', [ROWS, 1], upTo(ROWS));
  const classesOf = async (y: Uint8Array) => {
    const data = await read(x, y, { task: 'classification' });
    return [...data.train.y, ...data.test.y].map((label) => data.outputNames[label]);
  };

  it('may be columns, booleans, or one-hot', async () => {
    const expected = upTo(ROWS).map((i) => String(i % 3));
    const numbers = upTo(ROWS).map((i) => i % 3);
    assert.deepEqual(await classesOf(npy('<i4', [ROWS, 1], numbers)), expected);
    const hot = upTo(ROWS).flatMap((i) => [0, 1, 2].map((c) => Number(i % 3 === c)));
    for (const type of ['<f4', '|u1', '|b1', '<i8'] as const)
      assert.deepEqual(await classesOf(npy(type, [ROWS, 3], hot)), expected);
    assert.match((await read(x, npy('<f4', [ROWS, 3], hot))).notes.join(), /One-hot labels of 3 classes/);
  });

  it('are rejected if ambiguous', async () => {
    const soft = upTo(ROWS * 2).map(() => 0.5);
    assert.match(await refusal(read(x, npy('<f4', [ROWS, 2], soft))), /row 0: its 2 numbers are not one-hot/);
    const two = upTo(ROWS * 2).map(() => 1);
    assert.match(await refusal(read(x, npy('|u1', [ROWS, 2], two))), /not one-hot/);
    const far = upTo(ROWS).map((i) => 2 ** 53 + 2 * i);
    assert.match(
      await refusal(read(x, npy('<i8', [ROWS], far))),
      /^y\.npy: row 0: the label 9007199254740992 is beyond/,
    );
  });
});

describe('IDX of wider numbers', () => {
  const wide = (values: number[]) =>
    values.flatMap((value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
  const images = idx([4, 2, 3], shades(24));
  const of = { source: 'idx', images: 'i', labels: 'l', train: 3, shuffle: false };

  it('labels of 32 bits, and those of QMNIST, whose first column is the class', async () => {
    const expected = await load(of, { i: images, l: idx([4], [7, 3, 7, 3]) });
    assert.deepEqual(await load(of, { i: images, l: idx([4], wide([7, 3, 7, 3]), 0x0c) }), expected);
    const rows = [7, 3, 7, 3].flatMap((label, i) => [label, 9, 8, i, 70000, 5, 4, 3]);
    assert.deepEqual(await load(of, { i: images, l: idx([4, 8], wide(rows), 0x0c) }), expected);
    assert.match(
      await refusal(load(of, { i: images, l: idx([4], wide([7, 3, 7]), 0x0c) })),
      /cut off at byte 20/,
    );
  });
});

describe('arrays of a test set', () => {
  const feature = (rows: number, from = 0) =>
    npy(
      '<f4',
      [rows, 1],
      upTo(rows).map((i) => from + i),
    );
  const target = (rows: number) =>
    npy(
      '<i8',
      [rows],
      upTo(rows).map((i) => i % 2),
    );

  for (const [x, y, xTest, yTest] of [
    ['x_train', 'y_train', 'x_test', 'y_test'],
    ['X', 'y', 'testX', 'testy'],
    ['train_images', 'train_labels', 'test_images', 'test_labels'],
  ])
    it(`in the archive test, and that is said: ${xTest}`, async () => {
      const archive = zipSync({
        [`${x}.npy`]: feature(20),
        [`${y}.npy`]: target(20),
        [`${xTest}.npy`]: feature(6, 100),
        [`${yTest}.npy`]: target(6),
      });
      const data = await load({ source: 'npy', file: 'a.npz' }, { 'a.npz': archive });
      assert.deepEqual([data.train.count, data.validation?.count, data.test.count], [16, 4, 6]);
      assert.ok(
        data.test.x.every((one) => one > 10),
        'standardized by the training rows',
      );
      assert.equal(data.split?.testFile, true);
      assert.match(
        data.notes.join('\n'),
        new RegExp(`${xTest}\\.npy and ${yTest}\\.npy of the archive test \\(6 rows\\)`),
      );
    });

  /** Images of a test set beside those that train, of 8 × 8 numbers where nothing else is said. */
  const withTest = (
    [type, of]: readonly ['|u1' | '<f4' | '<f8', (i: number) => number],
    [testType, ofTest]: readonly ['|u1' | '<f4' | '<f8', (i: number) => number],
    shape = [SIDE, SIDE],
    testShape = shape,
  ) => {
    const images = (as: typeof type, rows: number, sizes: number[], at: (i: number) => number) =>
      npy(as, [rows, ...sizes], upTo(rows * sizes.reduce((product, one) => product * one, 1)).map(at));
    const archive = zipSync({
      'x_train.npy': images(type, 20, shape, of),
      'y_train.npy': target(20),
      'x_test.npy': images(testType, 6, testShape, ofTest),
      'y_test.npy': target(6),
    });
    return load({ source: 'npy', file: 'a.npz' }, { 'a.npz': archive });
  };
  const byte = (i: number) => (i * 37) % 256;
  const bytes = ['|u1', byte] as const;
  const wholes = ['<f8', byte] as const;
  const parts = ['<f4', (i: number) => byte(i) / 255] as const;
  const sixteen = ['<f8', (i: number) => i % 17] as const;
  const signed = ['<f4', (i: number) => byte(i) / 127.5 - 1] as const;

  for (const [name, one, other, words] of [
    ['bytes and 0..1', bytes, parts, 'pixels of 0 to 1, where those that train .* are 0 to 255'],
    ['0..1 and bytes', parts, bytes, 'pixels of 0 to 255, where those that train .* are 0 to 1'],
    ['floats of 0..255 and 0..1', wholes, parts, 'pixels of 0 to 1,'],
    ['−1..1 and bytes', signed, bytes, 'pixels of 0 to 255, .* are -1 to 1'],
    ['16 shades and 0..1', sixteen, parts, 'pixels of 0 to 1, .* are 0 to 16'],
  ] as const)
    it(`on another scale are refused: ${name}`, async () =>
      assert.match(
        await refusal(withTest(one, other)),
        new RegExp(`^a\\.npz/x_test\\.npy: ${words}.*scale all of them alike`),
      ));

  it('in colours extrapolate no more than grey ones', async () => {
    const dark = ['|u1', (i: number) => byte(i) >> 1] as const;
    const data = await withTest(dark, bytes, [SIDE, SIDE, 3]);
    assert.deepEqual(
      cautionsOf(data).filter(({ kind }) => kind === 'extrapolation'),
      [],
    );
  });

  it('that may be on another scale are named', async () => {
    const dark = ['|u1', (i: number) => i % 9] as const;
    for (const [one, other] of [
      [signed, parts],
      [parts, signed],
      [bytes, dark],
    ] as const)
      assert.match((await withTest(one, other)).notes.join(), /x_test\.npy: pixels of .* are meaningless/);
    const dim = ['|u1', (i: number) => i % 180] as const;
    for (const [one, other] of [
      [bytes, bytes],
      [bytes, wholes],
      [parts, parts],
      [bytes, dim],
      [signed, signed],
    ] as const)
      assert.doesNotMatch((await withTest(one, other)).notes.join(), /meaningless/);
  });

  it('of another shape are refused, unless only the sizes of 1 differ, or the image lies flat', async () => {
    for (const [one, other, words] of [
      [
        [SIDE, SIDE, 3],
        [3, SIDE, SIDE],
        /^a\.npz\/x_test\.npy: rows of 3 × 8 × 8 values, .*x_train\.npy have 8 × 8 × 3/,
      ],
      [[6, 8], [8, 6], /rows of 8 × 6 values/],
      [[12, 16], [16, 12], /rows of 16 × 12 values/],
      [[SIDE, SIDE, 3], [192], /rows of 192 values/],
      [[SIDE, SIDE], [SIDE, SIDE, 3], /rows of 8 × 8 × 3 values/],
    ] as const)
      assert.match(await refusal(withTest(bytes, bytes, [...one], [...other])), words);
    for (const [one, other] of [
      [
        [SIDE, SIDE],
        [SIDE, SIDE, 1],
      ],
      [
        [1, SIDE, SIDE],
        [SIDE, SIDE],
      ],
      [[SIDE, SIDE], [64]],
      [[784], [28, 28]],
    ])
      assert.equal((await withTest(bytes, bytes, one, other)).test.count, 6);
  });

  it('leave the folds alone, and are not used without labels', async () => {
    const all = {
      'x.npy': feature(20),
      'y.npy': target(20),
      'x_test.npy': feature(6),
      'y_test.npy': target(6),
    };
    const folds = await load({ source: 'npy', file: 'a.npz', folds: 5 }, { 'a.npz': zipSync(all) });
    assert.deepEqual([folds.test.count, folds.split?.testFile], [4, false]);
    assert.match(folds.notes.join(), /x_test\.npy of the archive is not used: the folds/);
    const { 'y_test.npy': _, ...three } = all;
    const without = await load({ source: 'npy', file: 'a.npz' }, { 'a.npz': zipSync(three) });
    assert.match(without.notes.join(), /x_test\.npy has no labels beside it and is not used/);
    assert.equal(without.test.count, 4);
  });

  it('of a validation set validate', async () => {
    const archive = zipSync({
      'x.npy': feature(20),
      'y.npy': target(20),
      'x_val.npy': feature(5, 50),
      'y_val.npy': target(5),
      'x_test.npy': feature(6, 100),
      'y_test.npy': target(6),
    });
    const data = await load({ source: 'npy', file: 'a.npz' }, { 'a.npz': archive });
    assert.deepEqual([data.train.count, data.validation?.count, data.test.count], [20, 5, 6]);
    assert.match(data.notes.join(), /x_val\.npy and y_val\.npy of the archive validate \(5 rows\)/);
    const none = await load({ source: 'npy', file: 'a.npz', validation: 0 }, { 'a.npz': archive });
    assert.deepEqual([none.train.count, none.validation, none.test.count], [20, undefined, 6]);
  });

  it('may be files of their own', async () => {
    const files = { 'x.npy': feature(20), 'y.npy': target(20), 'u.npy': feature(6, 100), 'v.npy': target(6) };
    const of = { source: 'npy', file: 'x.npy', labels: 'y.npy', testFile: 'u.npy' };
    const data = await load({ ...of, testLabels: 'v.npy' }, files);
    assert.deepEqual([data.train.count, data.validation?.count, data.test.count], [16, 4, 6]);
    const packed = zipSync({
      'x_test.npy': files['u.npy'],
      'y_test.npy': files['v.npy'],
      'x.npy': feature(9),
      'y.npy': target(9),
    });
    assert.deepEqual(await load({ ...of, testFile: 'u.npz' }, { ...files, 'u.npz': packed }), data);
    assert.match(await refusal(load(of, files)), /^u\.npy: .*data\.testLabels/);
    assert.match(
      await refusal(load({ ...of, testFile: undefined, testLabels: 'v.npy' }, files)),
      /^v\.npy: .*data\.testFile/,
    );
    const turned = {
      i: idx([4, 2, 3], shades(24)),
      l: idx([4], [0, 1, 0, 1]),
      j: idx([4, 3, 2], shades(24)),
    };
    assert.match(
      await refusal(
        load({ source: 'idx', images: 'i', labels: 'l', testImages: 'j', testLabels: 'l' }, turned),
      ),
      /^j: rows of 3 × 2 values, where those of i have 2 × 3/,
    );
    const wide = npy('<f4', [3, 2], upTo(6));
    assert.match(
      await refusal(load({ ...of, testLabels: 'v.npy' }, { ...files, 'u.npy': wide, 'v.npy': target(3) })),
      /^u\.npy: rows of 2 values, where those of x\.npy have 1/,
    );
  });

  it('are named for IDX images, or offered where they lie beside them', async () => {
    const images = (count: number) => idx([count, 2, 2], shades(4 * count));
    const classes = (count: number) =>
      idx(
        [count],
        upTo(count).map((i) => i % 2),
      );
    const files = {
      'd/train-images': images(10),
      'd/train-labels': classes(10),
      'd/t10k-images': images(4),
      'd/t10k-labels': classes(4),
    };
    const of = { source: 'idx', images: 'd/train-images', labels: 'd/train-labels' };
    const offered = await load(of, files);
    assert.match(
      offered.notes.join('\n'),
      /d\/t10k-images and d\/t10k-labels, as data\.testImages and data\.testLabels/,
    );
    assert.equal(offered.test.count, 2);
    const data = await load({ ...of, testImages: 'd/t10k-images', testLabels: 'd/t10k-labels' }, files);
    assert.deepEqual([data.train.count, data.validation?.count, data.test.count], [8, 2, 4]);
    assert.match(await refusal(load({ ...of, testImages: 'd/t10k-images' }, files)), /data\.testLabels/);
  });

  it('hold more rows than are read where fewer are asked for', async () => {
    const rows = 150_000;
    const x = npy(
      '|u1',
      [rows, 1],
      upTo(rows).map((i) => i % 251),
    );
    const y = npy(
      '|u1',
      [rows],
      upTo(rows).map((i) => i % 2),
    );
    const of = { source: 'npy', file: 'x.npy', labels: 'y.npy' };
    const files = { 'x.npy': x, 'y.npy': y };
    const data = await load({ ...of, train: 5000, validation: 500, test: 1000 }, files);
    assert.deepEqual([data.train.count, data.validation?.count, data.test.count], [5000, 500, 1000]);
    assert.match(
      await refusal(load(of, files)),
      /150000 rows of 1 features; at most 100000 .*data\.train, data\.validation and data\.test/,
    );
  });
});
