import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitArguments } from '../../src/host/code/split-arguments';
import { TryOutputs } from '../../src/host/try/outputs';
import { type KeptTry, TrySession } from '../../src/host/try/session';
import { TryStore } from '../../src/host/try/store';
import { type PointedLine, pointAt } from '../../src/try/pointed';
import { folderOf, needsPython } from '../try/python';
import { script, triedIn, until } from './tried-script';

describe('values tried in a script, in the thread that runs them', () => {
  before(function () {
    needsPython(this);
  });

  function runnerOf(store?: TryStore, workers = 1) {
    const kept: KeptTry[] = [];
    const outputs = new TryOutputs(null);
    const output: number[] = [];
    const begin = outputs.begin.bind(outputs);
    outputs.begin = (number) => {
      output.push(number);
      begin(number);
    };
    const said: { pointed: readonly PointedLine[] } = { pointed: [] };
    const runner = new TrySession({
      outputs,
      workers: () => workers,
      pointed: () => said.pointed,
      wrote: () => {},
      keep(one) {
        kept.push(one);
        store?.keep(one);
      },
    });
    return { runner, output, kept, said };
  }

  it('shows the curves of each trial, then the answer', async () => {
    const folder = folderOf({ 'train.py': script });
    const { runner, output } = runnerOf();
    runner.start(await triedIn(folder, [0, 0.5], 2));
    assert.equal(runner.state?.status, 'running');
    const { trials, answer, what, sides } = await until(runner, ({ status }) => status === 'completed');
    assert.deepEqual(output, [0, 1, 2, 3]);
    assert.deepEqual(
      trials[0]!.curves.map(({ role, steps }) => [role, [...steps]]),
      [
        ['trainLoss', [1, 2, 3]],
        ['validationLoss', [1, 2, 3]],
      ],
    );
    assert.deepEqual([what, sides[1]!.isOwn, answer?.verdict, answer?.best], ['Drop ratio', true, 'open', 0]);
    assert.equal(readFileSync(join(folder, 'train.py'), 'utf8'), script);
    runner.dispose();
  });

  it('starts no further trial while something else has its turn, and loses none', async () => {
    const slow = `import time\ntime.sleep(0.1)\n${script}`;
    const { runner, output } = runnerOf();
    runner.start(await triedIn(folderOf({ 'train.py': slow }), [0, 0.5], 1));
    await until(runner, ({ trials }) => trials[0]!.state === 'running');
    runner.giveWay();
    const held = await until(runner, ({ trials }) => trials[0]!.state === 'complete');
    await new Promise((done) => setTimeout(done, 300));
    assert.deepEqual([held.isHeld, output, runner.state?.status], [true, [0], 'running']);
    runner.goOn();
    const { trials, isHeld } = await until(runner, ({ status }) => status === 'completed');
    assert.deepEqual([trials.map(({ state }) => state), isHeld], [['complete', 'complete'], false]);
    // What has come to its end neither holds anybody up nor is held up.
    runner.giveWay();
    assert.equal(runner.state?.isHeld, false);
    runner.dispose();
  });

  it('stops while it waits for its turn', async () => {
    const { runner } = runnerOf();
    runner.start(await triedIn(folderOf({ 'train.py': script }), [0, 0.5], 1));
    runner.giveWay();
    runner.stop();
    const { isHeld } = await until(runner, ({ status }) => status === 'stopped');
    assert.equal(isHeld, false);
    runner.dispose();
  });

  it('runs as many trials at once as the setting says', async () => {
    const together = `
import os, time
DROP = 0.5
here = os.path.dirname(os.path.abspath(__file__))
open(os.path.join(here, str(DROP)), 'w').close()
while not all(os.path.exists(os.path.join(here, one)) for one in ('0.1', '0.2')):
    time.sleep(0.01)
print('epoch=1 val_loss=%r' % DROP)
`;
    const { runner } = runnerOf(undefined, 2);
    runner.start(await triedIn(folderOf({ 'train.py': together }), [0.1, 0.2], 1));
    const { trials } = await until(runner, ({ status }) => status === 'completed');
    assert.deepEqual(
      trials.map(({ last }) => last.validationLoss),
      [0.1, 0.2],
    );
    runner.dispose();
  });

  it('reads the outputs of trials that have ended anew where a person points at a line', async () => {
    const mute = `
import random
DROP = 0.5
for turn in range(3):
    print('round %d: held out %.9f, so far' % (turn, DROP + random.random() / 100))
`;
    const { runner, said, kept } = runnerOf();
    runner.start(await triedIn(folderOf({ 'train.py': mute }), [0, 0.5], 2));
    const { answer } = await until(runner, ({ status }) => status === 'completed');
    assert.equal(answer?.verdict, 'nothingRecognized');
    const { before } = pointAt('round 0: held out 0.123, so far', 20)!;
    said.pointed = [{ before, role: 'validationLoss' }];
    assert.equal(await runner.repoint(), 4 * 3);
    assert.equal(runner.state?.answer?.verdict, 'open');
    assert.equal(runner.state?.trials[0]?.curves[0]?.values.length, 3);
    assert.ok(kept.at(-1)?.results.every(({ last }) => last.validationLoss !== undefined));
    // Something else after all.
    said.pointed = [{ before, role: 'trainLoss' }];
    await runner.repoint();
    assert.equal(runner.state?.answer?.verdict, 'trainingLossOnly');
    runner.dispose();
  });

  it('keeps trials over a reload, and goes on with those that have not ended', async () => {
    const folder = folderOf({ 'train.py': script });
    const path = join(folder, 'kept', 'trials.json');
    const store = new TryStore(path);
    const first = runnerOf(store);
    first.runner.start(await triedIn(folder, [0, 0.5], 2));
    await until(first.runner, ({ trials }) => trials.some(({ state }) => state === 'complete'));
    first.runner.dispose();
    await store.close();
    assert.ok(
      !readFileSync(path, 'utf8').includes(process.env.PATH!),
      'the environment is nobody’s business',
    );

    const kept = await new TryStore(path).read();
    assert.deepEqual([kept?.id, kept?.command.env.OF_THE_PERSON], ['a', '1']);
    const { runner, output } = runnerOf();
    runner.restore(kept!);
    const { status, trials } = runner.state!;
    const left = trials.filter(({ state }) => state === 'waiting').length;
    assert.deepEqual([status, left > 0 && left < 4], ['stopped', true]);
    runner.resume();
    const over = await until(runner, (state) => state.status === 'completed');
    assert.equal(output.length, left);
    assert.deepEqual(
      over.trials.map(({ state }) => state),
      Array(4).fill('complete'),
    );
    runner.dispose();
  });

  it('brings nothing back from a file that is damaged', async () => {
    const texts = [
      '',
      '{',
      '{"version":1}',
      '{"version":1,"sources":[],"plan":{},"command":{},"results":[]}',
    ];
    const folder = folderOf(Object.fromEntries(texts.map((text, i) => [`${i}.json`, text])));
    for (const [i] of texts.entries())
      assert.equal(await new TryStore(join(folder, `${i}.json`)).read(), undefined);
  });
});

describe('arguments of a script', () => {
  it('are split at blanks outside of quotes', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['', []],
      ['  ', []],
      ['--lr 0.1', ['--lr', '0.1']],
      [`--name "a b" 'c d'`, ['--name', 'a b', 'c d']],
      ['--name="a b"c ""', ['--name=a bc', '']],
      [String.raw`C:\data\x.csv`, [String.raw`C:\data\x.csv`]],
      ['"open', ['open']],
    ];
    for (const [text, words] of cases) assert.deepEqual(splitArguments(text), words, text);
  });
});
