import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitArguments } from '../../src/host/code/split-arguments';
import { type KeptTry, TryRunner } from '../../src/host/try-runner';
import { TryStore } from '../../src/host/try-store';
import type { TryState } from '../../src/protocol';
import { planTrials } from '../../src/try/plan';
import { readSource } from '../../src/try/source';
import { folderOf, needsPython, python } from '../try/python';
import { bundles } from '../worker/built-worker';

const script = `
import random
DROP = 0.5
random.seed(1)
for epoch in range(1, 4):
    print(f"Epoch {epoch} loss {1 / epoch} val_loss {DROP + random.random() / 100}")
`;

async function triedIn(folder: string, values: readonly number[], seeds: number) {
  const source = await readSource(join(folder, 'train.py'));
  const start = source.text.indexOf('0.5');
  const places = [{ source, start, end: start + 3, keep: false, before: '' }];
  const plan = planTrials(source, [{ name: 'Drop ratio', values, places, own: 0.5, kind: 'dropout' }], seeds);
  const command = {
    ...{ interpreter: python!, args: [], cwd: folder },
    env: { ...process.env, OF_THE_PERSON: '1' },
    launcher: join(bundles(), 'launcher.py'),
  };
  return { plan, command };
}

/** Resolves with the first state that fits. */
const until = (runner: TryRunner, fits: (state: TryState) => boolean) =>
  new Promise<TryState>((resolve) => {
    const look = () => {
      if (!runner.state || !fits(runner.state)) return;
      held.dispose();
      resolve(runner.state);
    };
    const held = runner.onDidChange(look);
    look();
  });

describe('values tried in a script, in the host', () => {
  before(function () {
    needsPython(this);
  });

  function runnerOf(store?: TryStore) {
    const kept: KeptTry[] = [];
    const output: string[] = [];
    const runner = new TryRunner({
      begun: (_, words) => output.push(words),
      output: () => {},
      ended: () => {},
      keep(one) {
        kept.push(one);
        store?.keep(one);
      },
    });
    return { runner, output, kept };
  }

  it('shows the curves of each trial, then the answer', async () => {
    const folder = folderOf({ 'train.py': script });
    const { runner, output } = runnerOf();
    runner.start(await triedIn(folder, [0, 0.5], 2));
    assert.equal(runner.state?.status, 'running');
    const { trials, answer, what, sides } = await until(runner, ({ status }) => status === 'completed');
    assert.deepEqual(output, ['0, seed 1', '0.5, seed 1', '0, seed 2', '0.5, seed 2']);
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
    assert.equal(kept?.command.env.OF_THE_PERSON, '1');
    const { runner, output } = runnerOf();
    runner.restore(kept!);
    const { status, trials } = runner.state!;
    const left = trials.filter(({ state }) => state === 'waiting').length;
    assert.deepEqual([status, left > 0 && left < 4], ['stopped', true]);
    runner.goOn();
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
