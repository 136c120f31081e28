import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeGenerators } from '../../src/code/generate/index';
import { createTrainer } from '../../src/core/trainer';
import { loadDataset } from '../../src/data/load';
import type { Experiment } from '../../src/experiment/schema';
import { codeOf, defaultOf, experimentOf, pythonPrograms, pythonWith } from './generate-support';

/** Each row has a number of its own, by which it is found again: the first 90 are of one class, 30 of the other. */
const rowsOf = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `${from + i},${i % 4 === 0 ? 'rare' : 'usual'}`).join('\n');

type Sets = Readonly<Record<'train' | 'val' | 'test', readonly { readonly x: number; readonly y: number }[]>>;

describe('programs divide rows as the playground does:', function () {
  this.timeout(120_000);
  const run = pythonPrograms();
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'generate-split-'));
    writeFileSync(join(folder, 'all.csv'), `x,kind\n${rowsOf(0, 120)}\n`);
    // The columns of a test file may stand in another order.
    const tested = rowsOf(1000, 20).replace(/^(\d+),(\w+)$/gm, '$2,$1');
    writeFileSync(join(folder, 'tested.csv'), `kind,x\n${tested}\n`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const pairs = (x: readonly number[], y: readonly number[]) => x.map((value, i) => ({ x: value, y: y[i]! }));

  async function python(test: Mocha.Context, experiment: Experiment, seed: number): Promise<Sets> {
    const command = pythonWith('numpy', test);
    const print = `import json\nx, y, xv, yv, xt, yt, _ = load_data(np.random.default_rng(${seed}))\nprint(json.dumps([a.ravel().tolist() for a in (x, y, xv, yv, xt, yt)]))\n`;
    writeFileSync(join(folder, 'read.py'), codeOf('numpy', experiment).replace(/if __name__[\s\S]*/, print));
    const [x, y, xv, yv, xt, yt] = JSON.parse(await run(command, join(folder, 'read.py')));
    return { train: pairs(x, y), val: pairs(xv, yv), test: pairs(xt, yt) };
  }

  async function javaScript(_test: Mocha.Context, experiment: Experiment, seed: number): Promise<Sets> {
    const code = codeOf('tfjs', experiment);
    const end = code.indexOf('\n}\n', code.indexOf('function loadData')) + 3;
    const print = `const d = loadData(generator(${seed}));\nexport default [d.x, d.y, d.xVal, d.yVal, d.xTest, d.yTest].map((a) => a.flat());\n`;
    const program = code.slice(0, end).replace(/import \* as tf.*/, '') + print;
    const [x, y, xv, yv, xt, yt] = await defaultOf<number[][]>(join(folder, 'read.mjs'), program);
    return { train: pairs(x!, y!), val: pairs(xv!, yv!), test: pairs(xt!, yt!) };
  }

  const experiment = (data: object, more: object = {}) =>
    experimentOf({
      data: { source: 'csv', file: 'all.csv', target: 'kind', ...data },
      training: { earlyStopping: 5, restoreBest: true },
      ...more,
    });
  const sizes = ({ train, val, test }: Sets) => [train.length, val.length, test.length];
  const rare = ({ train, val, test }: Sets) =>
    [train, val, test].map((set) => set.filter(({ y }) => y === 0).length);

  for (const [language, read] of [
    ['Python', python],
    ['JavaScript', javaScript],
  ] as const) {
    it(`${language}: a fifth validates, a fifth tests, every class alike, no row twice`, async function () {
      const sets = await read(this, experiment({}), 1);
      assert.deepEqual(sizes(sets), [72, 24, 24]);
      assert.deepEqual(rare(sets), [18, 6, 6]);
      const all = [...sets.train, ...sets.val, ...sets.test].map(({ x }) => x.toFixed(5));
      assert.equal(new Set(all).size, 120);
      const inOrder = sets.train.every(({ x }, i) => i === 0 || x > sets.train[i - 1]!.x);
      assert.equal(inOrder, false, 'shuffled');
    });

    it(`${language}: as many as are given, in the order of the file where that is asked for`, async function () {
      const of = (data: object) => read(this, experiment(data), 1);
      const sets = await of({ validation: 0.1, test: 30, shuffle: false });
      assert.deepEqual(sizes(sets), [78, 12, 30]);
      const all = [...sets.train, ...sets.val, ...sets.test].map(({ x }) => x);
      assert.ok(all.every((x, i) => i === 0 || x > all[i - 1]!));
      assert.deepEqual(sizes(await of({ train: 60 })), [60, 24, 36]);
      assert.deepEqual(sizes(await of({ train: 60, test: 50 })), [60, 10, 50]);
      assert.deepEqual(sizes(await of({ train: 50, validation: 7, test: 9 })), [50, 7, 9]);
    });

    it(`${language}: tests on the rows of a test file`, async function () {
      const sets = await read(this, experiment({ testFile: 'tested.csv' }), 1);
      assert.deepEqual(sizes(sets), [96, 24, 20]);
      assert.deepEqual(rare(sets), [24, 6, 5]);
      assert.ok(Math.min(...sets.test.map(({ x }) => x)) > Math.max(...sets.train.map(({ x }) => x)) + 5);
    });

    it(`${language}: divides anew for each seed, or once for all`, async function () {
      const tested = async (data: object, seed: number) =>
        (await read(this, experiment(data, { seeds: 3 }), seed)).test
          .map(({ x }) => x.toFixed(4))
          .sort()
          .join();
      assert.notEqual(await tested({}, 1), await tested({}, 2));
      assert.equal(await tested({ redraw: false }, 1), await tested({ redraw: false }, 2));
    });
  }

  it('leaves a row to train on beside a large validation set', () => {
    const wide = experiment({ validation: 0.9 });
    assert.match(
      codeOf('numpy', wide),
      /val_rows = int\(0\.9 \* count \+ 0\.5\)\n.*min\(\(count \+ 4\) \/\/ 5, count - 1 - val_rows\)/,
    );
    assert.match(
      codeOf('tfjs', wide),
      /Math\.min\(Math\.floor\(\(count \+ 4\) \/ 5\), count - 1 - valRows\)/,
    );
  });

  it('a division for all seeds is that of the first', () => {
    const code = codeOf('numpy', experiment({ redraw: false }, { seeds: 3, seed: 4 }));
    assert.match(code, /order = np\.random\.default_rng\(4\)\.permutation\(count\)/);
    assert.match(
      codeOf('numpy', experiment({}, { seeds: 3, seed: 4 })),
      /order = \(rng if count <= 2000 else np\.random\.default_rng\(4\)\)\.permutation\(count\)/,
    );
  });

  it('stops by the validation samples and ends with the best weights, as the playground does', async function () {
    const command = pythonWith('numpy', this);
    const noisy = experimentOf({
      data: { source: 'moons', train: 40, validation: 400, test: 2000, noise: 0.45 },
      network: { hidden: [64] },
      dropout: { placement: { hidden: false } },
      training: { optimizer: 'adam', learningRate: 0.02, epochs: 400, earlyStopping: 20, restoreBest: true },
      seeds: 5,
    });
    writeFileSync(join(folder, 'best.py'), codeOf('numpy', noisy));
    const output = await run(command, join(folder, 'best.py'));
    const mean = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    const theirs = mean([...output.matchAll(/test loss (\d+\.\d+)/g)].map(([, loss]) => Number(loss)));
    const last = mean(await Promise.all([1, 2, 3, 4, 5].map((seed) => testLossOf(noisy, seed))));
    const { training } = noisy;
    const plain = { ...noisy, training: { ...training, earlyStopping: 0, restoreBest: false } } as Experiment;
    const overfitted = mean(await Promise.all([1, 2, 3, 4, 5].map((seed) => testLossOf(plain, seed))));
    assert.ok(Math.abs(theirs - last) < 0.1, `${theirs} and ${last}`);
    assert.ok(theirs < overfitted - 0.2, `${theirs} and ${overfitted} without stopping`);
  });

  async function testLossOf(spec: Experiment, seed: number): Promise<number> {
    const data = await loadDataset(spec.data, { seed, readFile: async () => new Uint8Array() });
    const trainer = createTrainer({ spec, data, variant: 'dropout', seed });
    while (!trainer.outcome) trainer.advance(1000);
    const { testLoss } = trainer.evaluate();
    trainer.dispose();
    return testLoss;
  }

  it('every library stops by the validation samples', () => {
    const stopped = experimentOf({
      data: { source: 'moons', validation: 77 },
      training: { earlyStopping: 6, restoreBest: true },
    });
    assert.match(codeOf('pytorch', stopped), /if val_loss < best:[\s\S]*load_state_dict\(kept\)/);
    assert.match(codeOf('pytorch', stopped), /x_val, y_val = draw\(rng, 77, training=True\)/);
    assert.match(
      codeOf('keras', stopped),
      /validation_data=\(x_val, y_val\),[\s\S]*patience=6, restore_best_weights=True/,
    );
    assert.match(codeOf('tfjs', stopped), /evaluate\(net, xVal, yVal, classes\)[\s\S]*net\.setWeights/);
    const untold = { ...stopped, data: { ...stopped.data, validation: 0 } } as Experiment;
    assert.match(codeOf('keras', untold), /validation_data=\(x_test, y_test\)/);
    assert.doesNotMatch(codeOf('pytorch', untold), /val_loss/);
    // So small a fraction comes to no sample.
    const none = { ...stopped, data: { ...stopped.data, validation: 0.001 } } as Experiment;
    for (const { id } of codeGenerators)
      assert.equal(codeOf(id, none).includes('x_val') || codeOf(id, none).includes('xVal'), false, id);
    const plain = experimentOf({ data: { source: 'moons' } });
    for (const { id } of codeGenerators) assert.doesNotMatch(codeOf(id, plain), /best|x_val|xVal/);
  });
});
