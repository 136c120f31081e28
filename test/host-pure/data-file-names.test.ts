import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type DataKind, dataKind } from '../../src/host/code/data-files';

/** Names of each kind of file as they lie in folders. */
const names: Readonly<Record<DataKind, readonly string[]>> = {
  table: ['iris.csv', 'train.TSV', 'wine.csv.gz'],
  npy: ['x_train.npy'],
  npz: ['mnist.npz'],
  idx: ['train-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte', 'digits.idx'],
};

describe('files that can be the data', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { when } = contributes.menus['explorer/context'].find(
    ({ command }: { command: string }) => command === 'dropoutPlayground.useAsData',
  );
  const [, source, flags] = /resourceFilename =~ \/(.*)\/(i?)$/.exec(when)!;
  const inMenu = new RegExp(source!, flags);

  for (const [kind, examples] of Object.entries(names))
    for (const name of examples)
      it(`${name}: a kind that is read, and the menu of the Explorer`, () => {
        assert.equal(dataKind(name), kind);
        assert.match(name, inMenu);
      });

  it('others are neither', () => {
    for (const name of ['a.py', 'csv', 'x.npy.txt', 'idx.gz']) {
      assert.equal(dataKind(name), undefined);
      assert.doesNotMatch(name, inMenu);
    }
  });
});
