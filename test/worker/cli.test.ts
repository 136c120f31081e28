import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Io } from '../../src/cli/io';
import { main } from '../../src/cli/main';
import type { Workerish } from '../../src/worker/pool';
import { startThread } from '../../src/worker/thread';
import { bundles, workerScript } from './built-worker';

const tiny = {
  version: 1,
  data: { source: 'moons', train: 40, test: 60 },
  network: { hidden: [8] },
  training: { epochs: 5 },
};

async function run(
  args: string[],
  input = '',
  startWorker: Io['startWorker'] = () => startThread(workerScript()),
) {
  let [out, err] = ['', ''];
  const code = await main(args, {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    stdin: (async function* () {
      yield input;
    })(),
    cwd: () => process.cwd(),
    assets: bundles(),
    startWorker,
  });
  const lines = () =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { code, out, err, lines };
}

const runJson = (experiment: object, ...flags: string[]) =>
  run(['run', '-', '--json', ...flags], JSON.stringify(experiment));

describe('command line', () => {
  before(() => {
    workerScript();
  });

  it('prints a line an evaluated epoch, then the result', async () => {
    const { code, lines } = await runJson(tiny);
    assert.equal(code, 0);
    const all = lines();
    assert.deepEqual(
      all.map((line) => line.type),
      [...Array(5).fill('epoch'), 'result'],
    );
    assert.deepEqual(
      all.slice(0, 5).map((line) => line.epoch),
      [1, 2, 3, 4, 5],
    );
    for (const key of ['trainLoss', 'testLoss', 'trainAccuracy', 'testAccuracy', 'trainLossWithDropout'])
      assert.equal(typeof all[0][key], 'number', key);
    const result = all.at(-1);
    assert.equal(result.testLoss, all[4].testLoss);
    assert.equal(result.seed, 1);
    assert.ok(result.seconds >= 0 && result.bestEpoch >= 0 && result.verdict.kind);
    assert.equal(result.run, undefined);
  });

  it('names the variant in a paired run and the seed in a run of several', async () => {
    const { lines } = await runJson(tiny, '--baseline', '--seeds', '2');
    const results = lines().filter((line) => line.type === 'result');
    assert.deepEqual(results.map((line) => `${line.run}:${line.seed}`).sort(), [
      'baseline:1',
      'baseline:2',
      'dropout:1',
      'dropout:2',
    ]);
  });

  it('prints a table for people, some twenty lines of it, whatever the epochs that are evaluated', async () => {
    const training = { epochs: 100, evaluateEvery: 7 };
    const { code, out } = await run(['run', '-', '--baseline'], JSON.stringify({ ...tiny, training }));
    assert.equal(code, 0);
    const [dropout, baseline] = out.split(/^with(?:out)? dropout, seed 1$/m).slice(1);
    const rows = (table: string) => [...table.matchAll(/^ +(\d+) +[\d.]+ +[\d.]+ +[\d.]+% +[\d.]+%$/gm)];
    assert.equal(rows(dropout).at(0)?.[1], '7');
    assert.equal(rows(baseline).at(-1)?.[1], '100');
    assert.ok(rows(dropout).length >= 10 && rows(dropout).length <= 21);
    assert.match(out, /^with dropout, seed 1: test loss \d/m);
  });

  it('results are of the network that was left, and say what chose the best epoch', async () => {
    const training = { epochs: 40, learningRate: 0.03, restoreBest: true };
    for (const validation of [0, 40]) {
      const data = { ...tiny.data, validation };
      const { lines } = await runJson({ ...tiny, data, training }, '--baseline');
      for (const result of lines().filter(({ type }) => type === 'result')) {
        const { run: variant, restored, chosenBy } = result;
        const epochs = lines().filter(({ type, run }) => type === 'epoch' && run === variant);
        const left = epochs.find(({ epoch }) => epoch === (restored ?? 40));
        assert.equal(result.testLoss, left.testLoss);
        assert.equal(result.testAccuracy, left.testAccuracy);
        assert.equal(result.best.testLoss, left.testLoss);
        assert.equal(chosenBy, validation === 0 ? 'test' : 'validation');
      }
      const text = await run(['run', '-'], JSON.stringify({ ...tiny, data, training }));
      assert.equal(/\(chosen by the test loss\)/.test(text.out), validation === 0);
    }
  });

  it('the same experiment prints the same numbers twice', async () => {
    const epochs = async () => (await runJson(tiny)).lines().filter((line) => line.type === 'epoch');
    assert.deepEqual(await epochs(), await epochs());
  });

  it('regression leaves the accuracies out and gives R²', async () => {
    const { lines } = await runJson({ ...tiny, data: { source: 'surface' } });
    assert.equal(lines()[0].testAccuracy, undefined);
    assert.equal(typeof lines()[0].testR2, 'number');
  });

  it('a diverged run is a result, with its step', async () => {
    const { code, lines } = await runJson({
      ...tiny,
      training: { optimizer: 'sgd', learningRate: 1e6, epochs: 50 },
    });
    assert.equal(code, 0);
    const result = lines().at(-1);
    assert.ok(Number.isInteger(result.diverged) && result.diverged > 0);
    assert.equal(result.verdict.kind, 'diverged');
  });

  for (const [name, text, words] of [
    ['a value out of bounds', '{"version":1,"training":{"learningRate":-1}}', /training\.learningRate/],
    ['an unknown key', '{"version":1,"drop":0.5}', /drop/],
    ['no JSON', '{"version":1,', /^<stdin>:1:14: not valid JSON/],
    ['a prototype', '{"version":1,"__proto__":{"polluted":1}}', /__proto__/],
  ] as const)
    it(`refuses ${name} with status 2 and words on stderr`, async () => {
      const { code, out, err } = await run(['run', '-', '--json'], text);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, words);
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
    });

  it('refuses what is not a command, a file that is not there, and seeds that are no number', async () => {
    assert.equal((await run(['train'])).code, 2);
    assert.match((await run(['run', 'nowhere.json'])).err, /nowhere\.json: there is no such file/);
    assert.match((await runJson(tiny, '--threads', '-1')).err, /--threads/);
    assert.match((await runJson(tiny, '--threads', 'all')).err, /--threads all: a whole number/);
    for (const seeds of ['many', '0', '51', '1e1', '0x2', '1.5', ''])
      assert.match((await runJson(tiny, '--seeds', seeds)).err, /^--seeds .*: a whole number from 1 to 50/);
    const unknown = await run(['run', '-', '--sedes', '2']);
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /^There is no option --sedes; did you mean --seeds\?/);
    assert.match(
      (await run(['run', '-', '--budget'])).err,
      /^There is no option --budget; there are --json, /,
    );
  });

  it('refuses a path without a character, and options that a command does not have', async () => {
    for (const command of ['run', 'scan']) {
      const { code, err } = await run([command, '']);
      assert.equal(code, 2);
      assert.match(err, /a path is empty/);
    }
    const { code, err } = await run(['scan', 'src', '--baseline', '--seeds', '2']);
    assert.equal(code, 2);
    assert.match(err, /^scan has no option --baseline, --seeds/);
  });

  it('says why a path leads nowhere', async () => {
    const { code, err } = await run(['run', 'package.json/x']);
    assert.equal(code, 2);
    assert.match(err, /package\.json\/x: part of the path is not a folder\n/);
  });

  it('takes data from the folder of the experiment file, and says what is wrong with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-'));
    try {
      const file = join(folder, 'own.dropout.json');
      const rows = Array.from({ length: 30 }, (_, i) => `${i % 7},${i % 3},${i % 2 ? 'yes' : 'no'}`);
      writeFileSync(join(folder, 'own.csv'), `a,b,answer\n${rows.join('\n')}\n`);
      const data = { source: 'csv', file: 'own.csv', target: 'answer', train: 20 };
      writeFileSync(file, JSON.stringify({ ...tiny, data }));
      assert.equal((await run(['run', file, '--json'])).code, 0);
      writeFileSync(file, JSON.stringify({ ...tiny, data: { ...data, target: 'question' } }));
      const refused = await run(['run', file, '--json']);
      assert.equal(refused.code, 2);
      assert.match(refused.err, /question/);
      assert.match(refused.err, /answer/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reports the rows of a later seed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-'));
    try {
      const file = join(folder, 'own.dropout.json');
      const rows = Array.from({ length: 120 }, (_, i) => [
        i === 40 ? 90_000 : Math.sin(7 * i),
        Math.sin(i * i),
        i % 2 ? 'yes' : 'no',
      ]);
      writeFileSync(join(folder, 'own.csv'), `a,b,answer\n${rows.map((row) => row.join()).join('\n')}\n`);
      const data = { source: 'csv', file: 'own.csv', folds: 4 };
      const training = { epochs: 20 };
      writeFileSync(file, JSON.stringify({ ...tiny, data, training, seeds: 4, baseline: true }));
      const { verdict } = (await run(['run', file, '--json'])).lines().at(-1);
      assert.equal(verdict.kind, 'unlikeTraining');
      assert.match(verdict.text, /^In 1 of 4 seeds the test rows .* “a” leaves its training range in/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps what the others came to where one training fails on the way, and ends with 1', async () => {
    const breaks = `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ type, job }) => {
        if (type === 'ack') throw new Error('broken');
        if (type !== 'start') return;
        const progress = { step: 5, epoch: 1, totalSteps: 9, totalEpochs: 9, samplesPerSecond: 1, secondsLeft: 1 };
        parentPort.postMessage({ type: 'frame', job, seq: 0, rows: new Float64Array(0), progress });
      });`;
    let count = 0;
    const startWorker = () =>
      count++ === 0 ? (new Worker(breaks, { eval: true }) as Workerish) : startThread(workerScript());
    const flags = ['--json', '--seeds', '3', '--threads', '2'];
    const { code, err, lines } = await run(['run', '-', ...flags], JSON.stringify(tiny), startWorker);
    assert.equal(code, 1);
    assert.match(err, /dropout:1 failed at step 5: broken/);
    const results = lines().filter(({ type }) => type === 'result');
    assert.deepEqual(
      results.map(({ seed, failed, epoch }) => [seed, failed, epoch]),
      [
        [1, 5, undefined],
        [2, undefined, 5],
        [3, undefined, 5],
      ],
    );
  });

  it('a member that cannot begin leaves those alone that have begun', async () => {
    const breaks = `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ type, job }) => {
        if (type === 'start') globalThis.job = job;
        if (type === 'fail') parentPort.postMessage({ type: 'failed', job: globalThis.job, step: 0, reason: 'gone' });
      });`;
    const second = new Worker(breaks, { eval: true });
    let count = 0;
    const startWorker = () => {
      if (count++ === 1) return second as Workerish;
      const worker = startThread(workerScript());
      worker.on('message', ({ type }) => type === 'started' && second.postMessage({ type: 'fail' }));
      return worker;
    };
    const flags = ['--json', '--seeds', '2', '--threads', '2'];
    const { code, err, lines } = await run(['run', '-', ...flags], JSON.stringify(tiny), startWorker);
    assert.equal(code, 1);
    assert.match(err, /dropout:2 failed at step 0: gone/);
    const results = lines().filter(({ type }) => type === 'result');
    assert.deepEqual(
      results.map(({ seed, epoch }) => [seed, epoch]),
      [
        [1, 5],
        [2, undefined],
      ],
    );
  });

  it('scan prints hints and models when it is asked to, and says in its exit status that there are hints', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scan-hints-'));
    try {
      const file = join(folder, 'train.py');
      const model = (head: string) =>
        `import torch\nfrom torch import nn\nnet = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(${head}), nn.Linear(8, 1))\nopt = torch.optim.Adam(net.parameters(), lr=0.01)\nscheduler = torch.optim.lr_scheduler.OneCycleLR(opt, 0.1)\n`;
      writeFileSync(file, model('1.0'));
      const both = await run(['scan', file, '--json', '--hints', '--models']);
      const records = both.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.equal(both.code, 1);
      const { message, source, ...hint } = records.find(({ type }) => type === 'hint');
      assert.deepEqual(hint, { type: 'hint', hint: 'ratioOutOfRange', file, line: 3, column: 49 });
      assert.match(`${message} ${source}`, /drops every neuron.* https:/);
      const { experiment, notes, ...rest } = records.find(({ type }) => type === 'model');
      assert.deepEqual(rest, { type: 'model', file, line: 3, name: 'net' });
      assert.deepEqual(
        [experiment.version, experiment.network.hidden, experiment.training.learningRate],
        [1, [8], 0.1],
      );
      assert.match(notes.join(' '), /OneCycleLR/);
      assert.ok(
        records.some(({ kind, type }) => type === undefined && kind === 'dropout'),
        'findings as ever',
      );
      assert.equal((await run(['scan', file, '--json'])).code, 0, 'nobody asked for hints');
      assert.match((await run(['scan', file, '--hints'])).out, /train\.py:3:49: hint ratioOutOfRange: /);
      assert.match((await run(['scan', file, '--models'])).out, /train\.py:3: model net: hidden 8, /);
      writeFileSync(file, model('0.5'));
      assert.equal((await run(['scan', folder, '--hints'])).code, 0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('scan prints what it finds, and what it cannot read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-'));
    try {
      const file = join(folder, 'train.py');
      writeFileSync(file, 'import torch.nn as nn\n\nlayer = nn.Dropout(p=0.3)\n');
      const json = await run(['scan', folder, '--json']);
      assert.equal(json.code, 0);
      const [finding] = json.lines();
      assert.deepEqual(
        [finding.kind, finding.value, finding.line, finding.framework],
        ['dropout', 0.3, 3, 'pytorch'],
      );
      assert.match((await run(['scan', file])).out, /train\.py:3:\d+: dropout 0\.3 \[pytorch\]/);
      if (process.platform !== 'win32') {
        execFileSync('mkfifo', [join(folder, 'pipe.py')]);
        const pipe = await run(['scan', join(folder, 'pipe.py')]);
        assert.equal(pipe.code, 2);
        assert.match(pipe.err, /pipe\.py: it is a pipe, not a file/);
      }
      const missing = await run(['scan', file, join(folder, 'nowhere.py')]);
      assert.equal(missing.code, 2);
      assert.match(missing.out, /dropout 0\.3/);
      assert.match(missing.err, /nowhere\.py: there is no such file/);
      assert.equal((await run(['scan'])).code, 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('--help and --version print to stdout', async () => {
    assert.match((await run(['--help'])).out, /run FILE/);
    assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  });

  it('writes a report beside its charts, and says before training where it cannot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-'));
    try {
      const flags = ['--baseline', '--seeds', '2', '--report', join(folder, 'out.md')];
      const { code, lines, err } = await runJson({ ...tiny, name: 'tiny' }, ...flags);
      assert.equal(code, 0, err);
      assert.equal(lines().at(-1).type, 'result');
      const text = readFileSync(join(folder, 'out.md'), 'utf8');
      assert.match(text, /^# tiny\n/);
      assert.match(text, /\| with dropout \(2 seeds\) \|/);
      assert.match(readFileSync(join(folder, 'out-loss.svg'), 'utf8'), /^<svg /);

      const nowhere = await runJson(tiny, '--report', join(folder, 'missing', 'out.md'));
      assert.equal(nowhere.code, 2);
      assert.match(nowhere.err, /--report .*missing/);
      assert.equal(nowhere.out, '');
      mkdirSync(join(folder, 'folder.md'));
      const taken = await runJson(tiny, '--report', join(folder, 'folder.md'));
      assert.equal(taken.code, 2);
      assert.match(taken.err, /--report .*folder\.md: this is a folder/);
      assert.equal(taken.out, '');
      mkdirSync(join(folder, 'late-loss.svg'));
      const late = await runJson(tiny, '--report', join(folder, 'late.md'));
      assert.equal(late.code, 1);
      assert.match(late.err, /late-loss\.svg: cannot be written: this is a folder/);
      assert.equal((await runJson(tiny, '--report', join(folder, 'out.txt'))).code, 2);
      assert.equal((await runJson(tiny, '--single-file')).code, 2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
