import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { toExperiment } from '../../src/code/experiment';
import { codeGenerators } from '../../src/code/generate/index';
import { generators } from '../../src/core/datasets/index';
import { createStream } from '../../src/core/random';
import { createTrainer } from '../../src/core/trainer';
import { loadDataset } from '../../src/data/load';
import { parseExperiment } from '../../src/experiment/parse';
import type { Experiment } from '../../src/experiment/schema';
import { scanner } from './support';

function experimentOf(input: object): Experiment {
  const result = parseExperiment({ version: 1, ...input });
  assert.ok(result.ok, JSON.stringify(result));
  return result.experiment;
}

const training = (optimizer: string, more: object = {}) => ({ training: { optimizer, epochs: 3, ...more } });
const data = (source: string, more: object = {}) => ({ data: { source, ...more } });
const small = { network: { hidden: [6, 5] } };

/** Every optimizer, rule, schedule, activation, initializer, loss and source of data, each at least once. */
const experiments: Readonly<Record<string, object>> = {
  plain: { ...small },
  none: {
    network: { hidden: [] },
    dropout: { placement: { hidden: false } },
    ...training('sgd', { loss: 'meanSquaredError' }),
  },
  momentum: {
    ...small,
    ...training('momentum', { schedule: { kind: 'step', every: 2 } }),
    dropout: { rule: 'classic', placement: { input: 0.2, hidden: [true, 0.1], output: true } },
  },
  nesterov: {
    network: { hidden: [5], activation: 'tanh', init: 'xavier' },
    ...training('nesterov', { schedule: { kind: 'cosine', floor: 0.1 } }),
    dropout: { rule: 'as-written' },
  },
  rmsprop: {
    network: { hidden: [5], activation: 'sigmoid' },
    ...training('rmsprop', { schedule: { kind: 'warmup', epochs: 2 }, earlyStopping: 2, evaluateEvery: 2 }),
    dropout: { rule: 'gaussian', schedule: { kind: 'linear' } },
  },
  adamw: {
    network: { hidden: [5], activation: 'selu', init: 'lecun' },
    ...training('adamw', { weightDecay: 0.1, maxNorm: 2 }),
    dropout: { rule: 'alpha', schedule: { kind: 'early' } },
    baseline: true,
    seeds: 2,
  },
  adam: {
    network: { hidden: [5], activation: 'gelu' },
    ...training('adam', { weightDecay: 0.01, l1: 0.001 }),
    dropout: { schedule: { kind: 'late' } },
    name: 'quotes " \' """ and\nlines \u2028 \\',
  },
  linear: { network: { hidden: [5], activation: 'linear' }, ...data('surface', { train: 30, test: 20 }) },
  circles: { ...small, ...data('circles') },
  xor: { ...small, ...data('xor') },
  gaussians: { ...small, ...data('gaussians') },
  spiral: { ...small, ...data('spiral') },
  dominant: { ...small, ...data('dominant-feature') },
  digits: { ...small, ...data('digits', { train: 20, test: 20 }) },
  csv: { ...small, ...data('csv', { file: 'data "x".csv', target: 'kind', shuffle: true }) },
  csvNumbers: { ...small, ...data('csv', { file: 'data.csv', task: 'regression', train: 20, test: 10 }) },
  idx: { ...small, ...data('idx', { images: 'images.gz', labels: 'labels' }) },
  npy: { ...small, ...data('npy', { file: 'x.npy', labels: 'y.npy', test: 5 }) },
  npz: { ...small, ...data('npy', { file: 'xy.npz' }) },
};

/** The command of a Python that can import `module`; `undefined`: there is none on this machine. */
function pythonWith(module: string): string | undefined {
  return ['python3', '/usr/bin/python3', 'python'].find((command) => {
    try {
      execFileSync(command, ['-c', `import ${module}`], { stdio: 'ignore', timeout: 60_000 });
      return true;
    } catch {
      return false;
    }
  });
}

describe('experiments as programs', function () {
  this.timeout(240_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'generate-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const written = (id: string) =>
    Object.entries(experiments).map(([name, input]) => {
      const generator = codeGenerators.find((one) => one.id === id)!;
      const path = join(folder, `${name}_${id}${generator.extension}`);
      writeFileSync(path, generator.generate(experimentOf(input)).code);
      return path;
    });

  it('covers every choice that an experiment has', () => {
    const all = Object.values(experiments).map(experimentOf);
    const used = (pick: (experiment: Experiment) => string) => new Set(all.map(pick)).size;
    assert.equal(
      used(({ data: { source } }) => source),
      generators.length + 3,
    );
    assert.equal(
      used(({ dropout: { rule } }) => rule),
      5,
    );
    assert.equal(
      used(({ dropout: { schedule } }) => schedule.kind),
      4,
    );
    assert.equal(
      used(({ training: { schedule } }) => schedule.kind),
      4,
    );
    assert.equal(
      used(({ training: { optimizer } }) => optimizer),
      6,
    );
    assert.equal(
      used(({ network: { activation } }) => activation),
      6,
    );
    assert.equal(
      used(({ network: { init } }) => init),
      3,
    );
  });

  for (const id of ['pytorch', 'keras', 'numpy']) {
    it(`${id}: compiles`, function () {
      const python = pythonWith('py_compile');
      if (!python) this.skip();
      execFileSync(python, ['-m', 'py_compile', ...written(id)]);
    });
  }

  it('tfjs: is valid JavaScript', () => {
    for (const path of written('tfjs')) execFileSync(process.execPath, ['--check', path]);
  });

  for (const [id, module] of [
    ['numpy', 'numpy'],
    ['pytorch', 'numpy, torch'],
  ] as const) {
    it(`${id}: runs, where Python has the library`, function () {
      const python = pythonWith(module);
      if (!python) this.skip();
      const generated = written(id).filter((path) => !/\/(?:csv|csvNumbers|idx|npy|npz)_/.test(path));
      const runAll =
        'import runpy, sys\nfor path in sys.argv[1:]: print(path); runpy.run_path(path, run_name="__main__")';
      const output = execFileSync(python, ['-c', runAll, ...generated], { encoding: 'utf8' });
      for (const path of generated) {
        const own = output.slice(output.indexOf(path) + path.length).trimStart();
        assert.match(own, /^seed 1: train loss \d+\.\d+ \(.*\), test loss \d+\.\d+/, path);
      }
    });

    it(`${id}: reaches the playground’s loss within its spread over seeds`, function () {
      const python = pythonWith(module);
      if (!python) this.skip();
      const experiment = experimentOf({
        data: { source: 'moons', train: 200, test: 1000 },
        network: { hidden: [32, 32] },
        dropout: { ratio: 0.3 },
        training: { optimizer: 'adam', learningRate: 0.005, epochs: 60 },
        seeds: 5,
      });
      const path = join(folder, `compared_${id}.py`);
      writeFileSync(path, codeGenerators.find((one) => one.id === id)!.generate(experiment).code);
      const output = execFileSync(python, [path], { encoding: 'utf8' });
      const theirs = [...output.matchAll(/test loss (\d+\.\d+)/g)].map(([, loss]) => Number(loss));
      const ours = [1, 2, 3, 4, 5].map((seed) => testLossOf(experiment, seed));
      const [a, b] = [spreadOf(ours), spreadOf(theirs)];
      const words = `playground ${a.mean.toFixed(3)} ± ${a.deviation.toFixed(3)}, ${id} ${b.mean.toFixed(3)} ± ${b.deviation.toFixed(3)}`;
      assert.equal(theirs.length, 5);
      assert.ok(Math.abs(a.mean - b.mean) <= 2 * Math.max(a.deviation, b.deviation), words);
    });
  }

  it('decays biases as the playground does', async function () {
    const python = pythonWith('numpy');
    if (!python) this.skip();
    // With nine of ten rows in one class, the bias is most of what is learned.
    const row = (i: number) => `${Math.sin(i)},${i % 10 === 0 ? 'b' : 'a'}`;
    writeFileSync(
      join(folder, 'rare.csv'),
      `x,kind\n${Array.from({ length: 120 }, (_, i) => row(i)).join('\n')}\n`,
    );
    for (const [optimizer, weightDecay] of [
      ['sgd', 1],
      ['adam', 0.3],
      ['adamw', 1],
    ] as const) {
      const experiment = experimentOf({
        data: { source: 'csv', file: 'rare.csv', train: 100 },
        network: { hidden: [] },
        training: { optimizer, weightDecay, learningRate: 0.05, epochs: 200 },
      });
      const { code } = codeGenerators.find(({ id }) => id === 'numpy')!.generate(experiment);
      const path = join(folder, `decay_${optimizer}.py`);
      writeFileSync(path, code);
      const output = execFileSync(python, [path], { encoding: 'utf8', cwd: folder });
      const theirs = Number(/test loss (\d+\.\d+)/.exec(output)?.[1]);
      const readFile = async (name: string) => new Uint8Array(readFileSync(join(folder, name)));
      const ours = testLossOf(experiment, 1, await loadDataset(experiment.data, { seed: 1, readFile }));
      assert.ok(Math.abs(ours - theirs) < 0.02, `${optimizer}: ${ours} and ${theirs}`);
    }
  });

  it('draws digits like the playground’s', function () {
    const python = pythonWith('numpy');
    if (!python) this.skip();
    const experiment = experimentOf({ data: { source: 'digits', train: 200, test: 10, noise: 0 } });
    const path = join(folder, 'digits.py');
    const { code } = codeGenerators.find((one) => one.id === 'numpy')!.generate(experiment);
    writeFileSync(
      path,
      code.replace(
        /if __name__[\s\S]*/,
        'x, y, _, _ = load_data(np.random.default_rng(1))\nprint([round(float(x[y == d].mean()), 4) for d in range(10)])\n',
      ),
    );
    const theirs: number[] = JSON.parse(execFileSync(python, [path], { encoding: 'utf8' }));
    const ours = inkOf(experiment);
    for (const [digit, ink] of ours.entries()) {
      assert.ok(Math.abs(ink - theirs[digit]!) < 0.2 * ink, `ink of ${digit}: ${ink} and ${theirs[digit]}`);
    }
  });

  it('reads a person’s files as the playground does', async function () {
    const python = pythonWith('numpy');
    if (!python) this.skip();
    writeFileSync(join(folder, 'table.csv'), table);
    writeFileSync(
      join(folder, 'images'),
      idx([6, 2, 2], (i) => (i * 37) % 256),
    );
    writeFileSync(
      join(folder, 'labels'),
      idx([6], (i) => [7, 3, 7, 5, 3, 5][i]!),
    );
    const sources = [
      { source: 'csv', file: 'table.csv', train: 6 },
      { source: 'csv', file: 'table.csv', target: 'weight', train: 6, test: 1 },
      { source: 'idx', images: 'images', labels: 'labels' },
    ];
    for (const source of sources) {
      const experiment = experimentOf({ data: source });
      const { code } = codeGenerators.find(({ id }) => id === 'numpy')!.generate(experiment);
      const path = join(folder, 'load.py');
      const print =
        'import json\nprint(json.dumps([a.ravel().tolist() for a in load_data(np.random.default_rng(1))]))\n';
      writeFileSync(path, code.replace(/if __name__[\s\S]*/, print));
      const theirs: number[][] = JSON.parse(execFileSync(python, [path], { encoding: 'utf8', cwd: folder }));
      const readFile = async (name: string) => new Uint8Array(readFileSync(join(folder, name)));
      const { train, test } = await loadDataset(experiment.data, { seed: 1, readFile });
      for (const [index, array] of [train.x, train.y, test.x, test.y].entries()) {
        const ours = Array.from(array);
        assert.equal(theirs[index]!.length, ours.length, JSON.stringify(source));
        for (const [i, value] of ours.entries()) assert.ok(Math.abs(value - theirs[index]![i]!) < 1e-5);
      }
    }
  });

  describe('read what the playground reads:', () => {
    const cells = (more: (i: number) => string) => Array.from({ length: 30 }, (_, i) => more(i)).join('\n');
    const odd = `\n\na;b;kind\n${cells((i) => `${i % 7};${i % 5 === 0 ? '#N/A' : i % 4 === 0 ? 'Infinity' : i % 3};${i % 2 ? 'p' : 'q'}`)}\n`;
    const npyFile = (descr: string, order: string, shape: string, body: Uint8Array) => {
      const dict = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`.padEnd(117);
      return Buffer.concat([
        Buffer.from([0x93]),
        Buffer.from('NUMPY\x01\x00v\x00'),
        Buffer.from(`${dict}\n`),
        body,
      ]);
    };
    const big = Buffer.alloc(20 * 2 * 8);
    for (let i = 0; i < 40; i++) big.writeDoubleBE(Math.sin(i), 8 * i);
    const labels = npyFile('|b1', 'False', '20,', Buffer.from(Array.from({ length: 20 }, (_, i) => i % 2)));
    const files: Record<string, Uint8Array> = {
      'pandas.csv': Buffer.from(`,a,kind\n${cells((i) => `${i},${i % 7},${i < 15 ? 'p' : 'q'}`)}\n`),
      'odd.csv': Buffer.from(odd),
      'odd.csv.gz': gzipSync(Buffer.from(odd)),
      'wide.csv': Buffer.from(`\ufeff${odd}`, 'utf16le'),
      'end.csv': Buffer.from(`a,kind,\n${cells((i) => `${i % 7},${i % 2 ? 'p' : 'q'},`)}\n`),
      'names.csv': Buffer.from(`a,b,kind\n${cells((i) => `0x${i % 3},1_${i % 3},${i % 2 ? 'p' : 'q'}`)}\n`),
      'big.npy': npyFile('>f8', 'True', '20, 2', big),
      'short.npy': npyFile('<i2', 'False', '20, 2', Buffer.from(Array.from({ length: 80 }, (_, i) => i % 3))),
      'pixels.npy': npyFile(
        '|u1',
        'True',
        '20, 2, 2',
        Buffer.from(Array.from({ length: 80 }, (_, i) => 3 * i)),
      ),
      'colours.npy': npyFile(
        '|u1',
        'False',
        '20, 2, 1, 3',
        Buffer.from(Array.from({ length: 120 }, (_, i) => (7 * i) % 256)),
      ),
      'labels.npy': labels,
      'named.npz': zipSync({
        'X.npy': new Uint8Array(
          npyFile('<i2', 'False', '20, 2', Buffer.from(Array.from({ length: 80 }, (_, i) => i % 5))),
        ),
        'Labels.npy': new Uint8Array(labels),
      }),
    };
    const sources = Object.keys(files)
      .filter((file) => file !== 'labels.npy')
      .map((file) =>
        /csv/.test(file)
          ? { source: 'csv', file, train: 20 }
          : { source: 'npy', file, train: 16, ...(file.endsWith('.npy') && { labels: 'labels.npy' }) },
      );

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
    before(() => {
      for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    });

    for (const source of sources) {
      it(`numpy: ${source.file}`, async function () {
        const python = pythonWith('numpy');
        if (!python) this.skip();
        const experiment = experimentOf({ data: source });
        const { code } = codeGenerators.find(({ id }) => id === 'numpy')!.generate(experiment);
        const print =
          'import json\nprint(json.dumps([a.ravel().tolist() for a in load_data(np.random.default_rng(1))]))\n';
        writeFileSync(join(folder, 'read.py'), code.replace(/if __name__[\s\S]*/, print));
        const output = execFileSync(python, ['read.py'], { encoding: 'utf8', cwd: folder });
        alike(await ours(experiment), JSON.parse(output), source.file);
      });

      if (source.file.endsWith('.npz')) continue;
      it(`tfjs: ${source.file}`, async () => {
        const experiment = experimentOf({ data: source });
        const { code } = codeGenerators.find(({ id }) => id === 'tfjs')!.generate(experiment);
        const end = code.indexOf('\n}\n', code.indexOf('function loadData')) + 3;
        const print =
          'const d = loadData(Math.random);\nconsole.log(JSON.stringify([d.x, d.y, d.xTest, d.yTest].map((a) => a.flat())));\n';
        const program = code.slice(0, end).replace(/import \* as tf.*/, '') + print;
        writeFileSync(join(folder, 'read.mjs'), program);
        const output = execFileSync(process.execPath, ['read.mjs'], { encoding: 'utf8', cwd: folder });
        alike(await ours(experiment), JSON.parse(output), source.file);
      });
    }
  });

  it('writes PyTorch that is read back as the same experiment', async () => {
    const experiment = experimentOf({
      name: 'round trip',
      network: { hidden: [64, 32], activation: 'tanh' },
      dropout: { ratio: 0.4, placement: { input: 0.1, hidden: [true, 0.2], output: false } },
      training: { optimizer: 'momentum', momentum: 0.8, learningRate: 0.02, epochs: 12, batchSize: 16 },
    });
    const { code } = codeGenerators.find(({ id }) => id === 'pytorch')!.generate(experiment);
    const { findings, models, hints } = (await scanner()).scan(code, 'python');
    const { experiment: read } = toExperiment(findings, models[0]);
    assert.deepEqual(hints, []);
    assert.deepEqual(read.network, { hidden: [64, 32], activation: 'tanh' });
    assert.deepEqual(read.dropout, {
      ratio: 0.4,
      placement: { input: 0.1, hidden: [true, 0.2], output: false },
    });
    assert.deepEqual(read.training, {
      optimizer: 'momentum',
      momentum: 0.8,
      learningRate: 0.02,
      batchSize: 16,
      epochs: 12,
    });
  });

  it('says what it leaves out', () => {
    const changed = experimentOf({ changes: [{ step: 3, ratio: 0.1 }] });
    for (const generator of codeGenerators)
      assert.equal(generator.generate(changed).notes.length, 1, generator.id);
  });
});

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

/** A file in MNIST's format. */
function idx(sizes: readonly number[], at: (index: number) => number): Uint8Array {
  const header = new Uint8Array(4 + 4 * sizes.length);
  header.set([0, 0, 8, sizes.length]);
  for (const [i, size] of sizes.entries()) new DataView(header.buffer).setUint32(4 + 4 * i, size);
  const count = sizes.reduce((product, size) => product * size, 1);
  return new Uint8Array([...header, ...Array.from({ length: count }, (_, i) => at(i))]);
}

function datasetOf(experiment: Experiment, seed: number) {
  const generator = generators.find(({ id }) => id === experiment.data.source)!;
  return (generator.generate as (spec: unknown, stream: unknown) => ReturnType<typeof generator.generate>)(
    experiment.data,
    createStream(seed, 'data'),
  );
}

function testLossOf(experiment: Experiment, seed: number, data = datasetOf(experiment, seed)): number {
  const trainer = createTrainer({
    spec: experiment,
    data,
    variant: 'dropout',
    seed,
  });
  while (!trainer.outcome) trainer.advance(1000);
  const { testLoss } = trainer.evaluate();
  trainer.dispose();
  return testLoss;
}

/** Mean ink of the images of each digit. */
function inkOf(experiment: Experiment): number[] {
  const { train, features } = datasetOf(experiment, 1);
  const sums = Array.from({ length: 10 }, () => ({ ink: 0, count: 0 }));
  for (let i = 0; i < train.count; i++) {
    const sum = sums[train.y[i]!]!;
    sum.count += features;
    for (let j = 0; j < features; j++) sum.ink += train.x[i * features + j]!;
  }
  return sums.map(({ ink, count }) => ink / count);
}

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}
