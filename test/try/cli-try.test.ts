import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { cli } from '../study/cli-support';
import { bundles } from '../worker/built-worker';
import { folderOf, needsPython, python, tried } from './python';

/** Prints a loss that depends on the value and the seed, to the last digit. */
const training = `
import random
DROP = 0.2  # as it is
random.seed(7)
for epoch in range(1, 4):
    print(f"Epoch {epoch} loss {1 / epoch} val_loss {1 + DROP + random.random() / 100}")
`;

describe('try on the command line', function () {
  // Each trial is a Python of its own, which a full machine starts slowly.
  this.timeout(60_000);

  before(function () {
    needsPython(this);
    bundles();
  });

  it('runs each value with each seed, and says what came of it', async () => {
    const { code, err, metrics, trials, answer } = await tried(
      folderOf({ 'train.py': training }),
      'train.py',
      '--set',
      'DROP=0,0.2,0.5',
    );
    assert.equal(code, 0, err);
    assert.equal(metrics.length, 9 * 3 * 2);
    assert.deepEqual(
      trials.map(({ trial, values, seed, state }) => [trial, values.DROP, seed, state]),
      [7, 8, 9].flatMap((seed, turn) =>
        [0, 0.2, 0.5].map((value, i) => [turn * 3 + i, value, seed, 'complete']),
      ),
    );
    const { name, role, step, value } = metrics[1];
    assert.deepEqual([name, role, step], ['val_loss', 'validationLoss', 1]);
    assert.ok(value >= 1 && value < 1.02);
    // The same seed for each value, another for each turn.
    const noise = trials.map(({ values, last }) => (last.validationLoss - values.DROP).toFixed(9));
    assert.equal(new Set(noise).size, 3);
    assert.deepEqual(noise.slice(0, 3), Array(3).fill(noise[0]));
    assert.deepEqual([answer.verdict, answer.best], ['open', { DROP: 0 }]);
    assert.match(answer.text, /^3 seeds do not settle whether 0 or 0\.2 is better .*3 of 3 seeds/);
  });

  it('claims a difference with seven seeds, and none where there is none', async () => {
    const folder = folderOf({ 'train.py': training });
    const { answer } = await tried(
      folder,
      'train.py',
      '--set',
      'DROP=0,0.5',
      '--seeds',
      '7',
      '--workers',
      '2',
    );
    assert.deepEqual([answer.verdict, answer.best], ['better', { DROP: 0 }]);
    const near = await tried(folder, 'train.py', '--set', 'DROP=0.2,0.201', '--seeds', '7', '--workers', '2');
    assert.equal(near.answer.verdict, 'none');
  });

  it('finds a kind of hyperparameter that is known by its name alone', async () => {
    const script = training.replaceAll('DROP', 'DROPOUT');
    const folder = folderOf({ 'train.py': script });
    const { code, trials } = await tried(folder, 'train.py', '--set', 'dropout=0,0.5', '--seeds', '1');
    assert.equal(code, 0);
    assert.deepEqual(
      trials.map(({ last }) => Math.round(last.validationLoss * 10)),
      [10, 15],
    );
  });

  it('says where the seed has no effect, instead of a spread of zero', async () => {
    const script = 'DROP = 0.5\nprint(f"epoch=1 loss=1.0 val_loss={1 + DROP}")\n';
    const { answer } = await tried(folderOf({ 'train.py': script }), 'train.py', '--set', 'DROP=0,0.5');
    assert.equal(answer.verdict, 'seedHasNoEffect');
    assert.match(answer.text, /same to the last digit/);
  });

  it('seeds a script that has no seed of its own', async () => {
    const script = 'import random\nDROP = 0.5\nprint(f"epoch=1 val_loss={1 + DROP + random.random()}")\n';
    const folder = folderOf({ 'train.py': script });
    const [first, again] = [
      await tried(folder, 'train.py', '--set', 'DROP=0,0.5'),
      await tried(folder, 'train.py', '--set', 'DROP=0,0.5'),
    ];
    assert.deepEqual(first.trials, again.trials);
    assert.equal(first.answer.verdict, 'open');
    assert.deepEqual([...new Set(first.trials.map(({ seed }) => seed))], [1, 2, 3]);
  });

  it('varies the seed where a configuration has it', async () => {
    const folder = folderOf({
      'train.py': `
import json, os, random
with open(os.path.join(os.path.dirname(__file__), 'config.json')) as file:
    config = json.load(file)
random.seed(config['seed'])
print(json.dumps({'epoch': 1, 'val_loss': config['drop'] + random.random(), 'note': config['seed']}))
`,
      'config.json': '{"seed": 4, "drop": 0.5, "note": "seed: 9"}',
    });
    const flags = ['--set', 'config.json:drop=0,0.5', '--seeds', '2'];
    const { trials, answer } = await tried(folder, 'train.py', ...flags);
    assert.deepEqual(
      trials.map(({ seed }) => seed),
      [4, 4, 5, 5],
    );
    assert.equal(answer.verdict, 'open');
  });

  it('tries all combinations, ranges, several kinds of targets', async () => {
    const folder = folderOf({
      'train.py': `
import argparse, json
from model import Model
parser = argparse.ArgumentParser()
parser.add_argument('--lr', type=float, default=0.1)
parser.add_argument('--name')
args = parser.parse_args()
with open('config.json') as file:
    config = json.load(file)
print(json.dumps({'epoch': 1, 'val_loss': args.lr + 10 * Model().p + 100 * config['train']['decay'], 'name': args.name}))
`,
      'model.py': 'class Model:\n    def __init__(self, p=0.5):\n        self.p = p\n',
      'config.json': '{"train": {"decay": 0.25}}',
    });
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      const { code, err, trials } = await tried(
        folder,
        'train.py',
        ...['--set', '--lr=1,2', '--set', 'p=0:0.2:0.1', '--set', 'train.decay=0,0.01', '--seeds', '1'],
        ...['--', '--name', 'a b'],
      );
      assert.equal(code, 0, err);
      assert.equal(trials.length, 12);
      for (const { values, last } of trials)
        assert.ok(
          Math.abs(last.validationLoss - (values['--lr'] + 10 * values.p + 100 * values['train.decay'])) <
            1e-9,
        );
    } finally {
      process.chdir(cwd);
    }
  });

  it('keeps a trial that fails, and goes on', async () => {
    const script =
      'DROP = 0.5\nif DROP > 0.5:\n    raise ValueError("too much")\nprint("epoch=1 val_loss=1.5")\n';
    const { code, trials } = await tried(
      folderOf({ 'train.py': script }),
      'train.py',
      '--set',
      'DROP=0.6,0.5',
    );
    assert.equal(code, 0);
    assert.deepEqual(
      trials.map(({ state, reason }) => [state, reason]),
      Array(3)
        .fill([
          ['failed', 'ValueError: too much'],
          ['complete', undefined],
        ])
        .flat(),
    );
  });

  it('stops when the first three trials fail', async () => {
    const script = 'DROP = 0.5\nimport nothing_of_this_name\n';
    const { code, trials, answer } = await tried(
      folderOf({ 'train.py': script }),
      'train.py',
      '--set',
      'DROP=0,0.5',
    );
    assert.deepEqual([code, trials.length, answer.verdict], [1, 3, 'failed']);
    assert.match(answer.text, /ModuleNotFoundError: No module named 'nothing_of_this_name'/);
  });

  it('says what it needs where nothing is recognized or only a training loss is', async () => {
    const silent = await tried(folderOf({ 'train.py': 'DROP = 0.5\n' }), 'train.py', '--set', 'DROP=0,0.5');
    assert.equal(silent.answer.verdict, 'nothingRecognized');
    assert.match(silent.answer.text, /print\(f'epoch=/);
    const half = 'import random\nDROP = 0.5\nprint(f"epoch=1 loss={random.random()}")\n';
    const { answer } = await tried(folderOf({ 'train.py': half }), 'train.py', '--set', 'DROP=0,0.5');
    assert.equal(answer.verdict, 'trainingLossOnly');
  });

  it('reads the number that a person names a line of', async () => {
    const script =
      'import random\nDROP = 0.5\nfor i in range(3): print(f"fold {i}: {i} held out {DROP + random.random()}, ok")\n';
    const folder = folderOf({ 'train.py': script });
    const flags = ['--set', 'DROP=0,0.5', '--seeds', '1'];
    const { metrics, answer } = await tried(
      folder,
      'train.py',
      ...flags,
      '--read',
      'validationLoss=fold 9: 4 held out 0.1',
    );
    assert.deepEqual(
      metrics.map(({ name, role, step }) => [name, role, step]),
      Array(2)
        .fill([1, 2, 3].map((step) => ['held out', 'validationLoss', step]))
        .flat(),
    );
    assert.equal(answer.measure, 'validationLoss');
    for (const bad of ['validationLoss', 'loss=held out 1', 'validationLoss=held out'])
      assert.match(
        (await cli(['try', `${folder}/train.py`, '--set', 'DROP=1', '--read', bad])).err,
        /--read .*ROLE=LINE is needed/,
      );
  });

  it('lets a script fork, and takes what parent and child print', async () => {
    const script = `
import os, sys
DROP = 0.5
child = os.fork() if hasattr(os, 'fork') else 1
print('epoch=1 %s=%r' % ('val_loss' if child else 'loss', DROP), flush=True)
if child == 0:
    os._exit(0)
os.waitpid(-1, 0)
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print('epoch=2 val_loss=%r' % (DROP + 1))
`;
    if (process.platform === 'win32') return;
    const { trials } = await tried(
      folderOf({ 'train.py': script }),
      'train.py',
      '--set',
      'DROP=0,0.25',
      '--seeds',
      '1',
    );
    assert.deepEqual(
      trials.map(({ last }) => last),
      [
        { trainLoss: 0, validationLoss: 1 },
        { trainLoss: 0.25, validationLoss: 1.25 },
      ],
    );
  });

  it('is not filled by a script that prints far more than anybody reads', async () => {
    const script =
      'DROP = 0.5\nfor i in range(20_000): print(i, "of many", "x" * 50)\nprint("epoch=1 val_loss=%r" % DROP)\n';
    const folder = folderOf({ 'train.py': script });
    const { trials, metrics } = await tried(folder, 'train.py', '--set', 'DROP=0,0.25', '--seeds', '1');
    assert.deepEqual([trials[1].last.validationLoss, metrics.length], [0.25, 2]);
  });

  it('runs a script of another folder in the one where it is asked', async () => {
    const script =
      'import os\nDROP = 0.5\nimport beside\nprint("epoch=1 val_loss=%r" % (DROP + beside.ONE + len(os.path.basename(os.getcwd()))))\n';
    const folder = folderOf({ 'deep er/train.py': script, 'deep er/beside.py': 'ONE = 1\n' });
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      const { trials } = await tried(folder, 'deep er/train.py', '--set', 'DROP=0,0.25', '--seeds', '1');
      assert.ok(trials[1].last.validationLoss - trials[0].last.validationLoss === 0.25);
      assert.equal(trials[0].last.validationLoss, 1 + basename(folder).length);
    } finally {
      process.chdir(cwd);
    }
  });

  it('refuses what it cannot vary, in words', async () => {
    const folder = folderOf({
      'train.py': 'LR = 0.1\nLR = 0.2\nDROP = 0.5\nnn.Dropout(0.5)\n',
      'data.csv': '',
    });
    const run = (script: string, ...flags: string[]) =>
      cli(['try', `${folder}/${script}`, '--python', python!, ...flags]);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['train.py', '--set', 'RATE=1,2'], /train\.py has nothing called RATE\. There is LR, DROP/],
      [
        ['train.py', '--set', 'LR=1,2'],
        /LR is written several times: train\.py:1 \(0\.1\), train\.py:2 \(0\.2\)/,
      ],
      [['train.py', '--set', 'DROP=a,b'], /DROP is 0\.5 in the code: “a” is not a number/],
      [['train.py', '--set', 'DROP'], /NAME=VALUE/],
      [['train.py', '--set', 'DROP=,'], /there are no values/],
      [['train.py', '--set', 'DROP=0:1:-0.1'], /is no range/],
      [['train.py'], /try needs --set/],
      [['gone.py', '--set', 'DROP=1'], /gone\.py cannot be read/],
      [['data.csv', '--set', 'DROP=1'], /is no Python script/],
    ];
    for (const [[script = '', ...flags], words] of cases) {
      const { code, err } = await run(script, ...flags);
      assert.match(err, words);
      assert.equal(code, 2);
    }
    const missing = await cli([
      'try',
      `${folder}/train.py`,
      '--set',
      'DROP=0',
      '--python',
      '/nowhere/python',
    ]);
    assert.match(missing.out, /\/nowhere\/python cannot be started/);
  });
});
