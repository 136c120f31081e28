import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { dataKind, pairOf, relativePath, testNamesOf, testPairOf } from '../../src/host/code/data-files';
import {
  beginningOf,
  columnWords,
  guessTarget,
  PREVIEW_BYTES,
  previewTable,
} from '../../src/host/code/table-preview';

const preview = (text: string, isWhole = true) =>
  previewTable('a.csv', new TextEncoder().encode(text), isWhole);

describe('the preview of a table', () => {
  it('takes the beginning of a file whose lines end with CR', () => {
    assert.equal(preview('a,y\r1,p\r2,q\r3,', false).rows, 2);
  });

  const flowers = '\ufeffsepal;petal;species;id\n5,1;2;setosa;1\n4.9;;virginica;2\n4.7;3;setosa;3\n';

  it('shows what the columns hold', () => {
    const { columns, rows } = preview(flowers);
    assert.equal(rows, 3);
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['sepal', 'petal', 'species', 'id'],
    );
    const [, petal, species] = columns;
    assert.deepEqual([petal?.isNumeric, petal?.missing, petal?.range], [true, 1, [2, 3]]);
    assert.deepEqual(species?.examples, ['setosa', 'virginica']);
    assert.equal(columnWords(petal!), 'numbers from 2 to 3, 1 missing');
    assert.equal(columnWords(species!), '2 different texts');
  });

  it('guesses the column by its name, or takes the last', () => {
    assert.equal(guessTarget(preview(flowers)), 2);
    assert.equal(guessTarget(preview('a,b,c\n1,2,3\n')), 2);
  });

  it('guesses the task', () => {
    const column = (cells: readonly unknown[]) =>
      preview(`a,b\n${cells.map((cell) => `0,${cell}`).join('\n')}\n`).columns[1]!.task;
    assert.equal(column(['x', 'y']), 'classification');
    assert.equal(column([0, 1, 1]), 'classification');
    assert.equal(column([0.5, 1, 1]), 'regression');
    assert.equal(column(Array.from({ length: 40 }, (_, i) => i)), 'regression');
  });

  it('does not read a line that is cut off', () => {
    const { columns } = preview('a,b\n1,2\n3,4\n5,6', false);
    assert.deepEqual(columns[1]?.examples, ['2', '4']);
    const open = preview('a,b\n1,2\n3,4\n5,"6\n7', false);
    assert.deepEqual(open.columns[1]?.examples, ['2', '4']);
    const cut = new TextEncoder().encode('a,b\n1,x\n3,é').subarray(0, -1);
    assert.deepEqual(previewTable('a.csv', cut, false).columns[1]?.examples, ['x']);
  });

  it('unpacks no more of a gzipped table than a preview needs', () => {
    for (const size of [600_000, 60_000_000]) {
      const { bytes, isWhole } = beginningOf(gzipSync(Buffer.alloc(size, 'a,b\n1,2\n')), true);
      assert.equal(bytes.length, PREVIEW_BYTES);
      assert.equal(isWhole, false);
    }
  });

  it('looks at so many records at the most, however many lines are blank', () => {
    const blanks = '\n'.repeat(500_000);
    assert.throws(() => preview(blanks, false), /nothing but blank lines/);
    assert.equal(preview(`${blanks}a,b\n1,2\n3,4\n`, false).rows, 2);
    assert.equal(preview(`a,b\n1,2\n${blanks}3,4\n`, false).rows, 2);
  });

  it('looks into a gzipped table, whole or cut', () => {
    const text = `a,b\n${'1,2\n'.repeat(5_000)}`;
    const packed = gzipSync(text);
    assert.deepEqual(beginningOf(packed, true), { bytes: Buffer.from(text), isWhole: true });
    const { bytes, isWhole } = beginningOf(packed.subarray(0, packed.length - 20), false);
    assert.equal(isWhole, false);
    assert.ok(text.startsWith(Buffer.from(bytes).toString()));
    assert.deepEqual(previewTable('a.csv.gz', bytes, isWhole).columns[1]?.examples, ['2']);
    assert.throws(() => beginningOf(Buffer.from([0x1f, 0x8b, 9, 9, 9]), true), /gzip/);
    const plain = Buffer.from('a,b\n1,2\n');
    assert.deepEqual(beginningOf(plain, true), { bytes: plain, isWhole: true });
  });

  it('says what is wrong with a table that is none', () => {
    assert.throws(() => preview(''), /a\.csv: there is no header row/);
    assert.throws(() => preview('a,b\n'), /no row of data/);
    assert.throws(() => preview('a,b\n1,2,3\n'), /row 2: 3 cells where the header has 2/);
    assert.throws(() => preview('\0\0'), /not a text file/);
  });
});

describe('files of data', () => {
  it('are known by their names', () => {
    assert.equal(dataKind('Iris.CSV'), 'table');
    assert.equal(dataKind('iris.csv.gz'), 'table');
    assert.equal(dataKind('adult.data'), 'table');
    assert.equal(dataKind('train-images-idx3-ubyte.gz'), 'idx');
    assert.equal(dataKind('t10k-labels-idx1-ubyte'), 'idx');
    assert.equal(dataKind('x.npz'), 'npz');
    assert.equal(dataKind('notes.txt'), undefined);
  });

  it('find what belongs to them', () => {
    const mnist = ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];
    const pair = { features: mnist[0], labels: mnist[1] };
    assert.deepEqual(pairOf(mnist[0]!, mnist), pair);
    assert.deepEqual(pairOf(mnist[1]!, mnist), pair);
    assert.deepEqual(pairOf('X_train.npy', ['X_test.npy', 'y_train.npy']), {
      features: 'X_train.npy',
      labels: 'y_train.npy',
    });
    assert.deepEqual(pairOf('y.npy', ['X.npy']), { features: 'X.npy', labels: 'y.npy' });
    assert.equal(pairOf('extra.npy', ['other.npy']), undefined);
  });

  it('are named relative to the folder', () => {
    assert.equal(relativePath('/w', '/w/data/x.csv', false), 'data/x.csv');
    assert.equal(relativePath('/w', '/elsewhere/x.csv', false), undefined);
    assert.equal(relativePath('C:\\w', 'C:\\w\\data\\x.csv', true), 'data/x.csv');
    assert.equal(relativePath('C:\\w', 'D:\\x.csv', true), undefined);
  });
});

describe('the test set beside a training set', () => {
  it('is found by the names of both of its files', () => {
    const mnist = { features: 'train-images-idx3-ubyte.gz', labels: 'train-labels-idx1-ubyte.gz' };
    const test = { features: 't10k-images-idx3-ubyte.gz', labels: 't10k-labels-idx1-ubyte.gz' };
    assert.deepEqual(testPairOf(mnist, Object.values(test)), test);
    assert.equal(testPairOf(mnist, [test.features]), undefined, 'labels are needed too');
    const arrays = { features: 'X_train.npy', labels: 'y_train.npy' };
    assert.deepEqual(testPairOf(arrays, ['X_test.npy', 'y_test.npy']), {
      features: 'X_test.npy',
      labels: 'y_test.npy',
    });
    assert.deepEqual(testPairOf({ features: 'x.npy', labels: 'y.npy' }, ['x_test.npy', 'y_test.npy']), {
      features: 'x_test.npy',
      labels: 'y_test.npy',
    });
    assert.equal(testPairOf(test, Object.values(mnist)), undefined);
  });

  it('of a table is the file with another word in its name', () => {
    assert.deepEqual(testNamesOf('train.csv'), ['t10k.csv', 'test.csv']);
    assert.deepEqual(testNamesOf('adult-training.csv.gz'), ['adult-t10k.csv.gz', 'adult-test.csv.gz']);
    assert.deepEqual(testNamesOf('trains.csv'), ['trains_test.csv']);
    assert.deepEqual(testNamesOf('Train.csv'), ['T10k.csv', 'Test.csv']);
    assert.deepEqual(testNamesOf('DATA_TRAINING.CSV'), ['DATA_T10K.CSV', 'DATA_TEST.CSV']);
  });
});
