import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startThread } from '../../src/host/thread';
import { TryRunner, type TryThread } from '../../src/host/try-runner';
import { type PointedLine, pointAt } from '../../src/try/pointed';
import { folderOf, needsPython } from '../try/python';
import { bundles } from '../worker/built-worker';
import { until as untilTrue } from './fixtures';
import { script, triedIn, until } from './tried-script';

const SLOW = `import time\ntime.sleep(0.3)\n${script}`;

describe('values tried in a script, in the host', () => {
  const runners: TryRunner[] = [];
  before(function () {
    needsPython(this);
  });
  afterEach(async () => {
    for (const runner of runners.splice(0)) {
      await runner.close();
      runner.dispose();
    }
  });

  function runnerIn(folder: string | null) {
    const threads: TryThread[] = [];
    const said: { pointed: readonly PointedLine[] } = { pointed: [] };
    const runner = new TryRunner({
      ...{ folder, workers: () => 1, pointed: () => said.pointed },
      start(data) {
        const thread = startThread(join(bundles(), 'try.js'), data);
        threads.push(thread);
        return thread;
      },
    });
    runners.push(runner);
    return { runner, threads, said };
  }

  it('are run by a thread: curves, answer, outputs and a table', async () => {
    const folder = folderOf({ 'train.py': script });
    const { runner, said } = runnerIn(null);
    assert.equal(runner.going(), null);
    runner.start(await triedIn(folder, [0, 0.5], 2));
    assert.equal(runner.going(), runner);
    const { trials, answer } = await until(runner, ({ status }) => status === 'completed');
    assert.equal(runner.going(), null);
    assert.deepEqual([trials.length, answer?.verdict, answer?.best], [4, 'open', 0]);
    assert.deepEqual([...trials[0]!.curves[0]!.steps], [1, 2, 3]);
    assert.match((await runner.output(3))!, /^Epoch 1 loss 1\.0 val_loss 0\.5/);
    assert.equal(await runner.output(4), undefined);

    const path = join(folder, 'trials.csv');
    await runner.write(path);
    const rows = readFileSync(path, 'utf8').trim().split('\n');
    assert.equal(rows[0]!.trim(), 'Drop ratio,seed,state,curve,role,step,value');
    assert.equal(rows.length, 1 + 4 * 2 * 3);
    assert.match(rows[1]!, /^0,1,complete,loss,trainLoss,1,1\s*$/);
    await assert.rejects(runner.write(join(folder, 'none', 'x.csv')), /x\.csv cannot be written: /);

    const { before } = pointAt('Epoch 1 loss 1.0 val_loss 0.5', 14)!;
    said.pointed = [{ before, role: 'testLoss' }];
    assert.equal(await runner.repoint(), 12);
    await until(runner, ({ trials: [one] }) => one!.curves.some(({ role }) => role === 'testLoss'));
  });

  it('take turns: what goes on ends, the next trial waits, and what begins anew is never taken for what was', async () => {
    const folder = folderOf({ 'train.py': SLOW });
    const { runner } = runnerIn(null);
    runner.start(await triedIn(folder, [0, 0.5], 1));
    await until(runner, ({ trials }) => trials[0]!.state === 'running');
    runner.giveWay();
    assert.equal(runner.going(), null);
    const held = await until(runner, ({ trials }) => trials[0]!.state === 'complete');
    assert.deepEqual([held.isHeld, held.trials[1]!.state], [true, 'waiting']);
    runner.goOn();
    assert.equal(runner.going(), runner);
    await until(runner, ({ trials }) => trials[1]!.state === 'running');
    runner.start({ ...(await triedIn(folder, [0.1], 1)), id: 'b' });
    const over = await until(runner, ({ id, status }) => id === 'b' && status === 'completed');
    assert.deepEqual(
      over.trials.map(({ state }) => state),
      ['complete'],
    );
  });

  it('stop, and go on with the trials that are left', async () => {
    const { runner } = runnerIn(null);
    runner.start(await triedIn(folderOf({ 'train.py': SLOW }), [0, 0.5], 1));
    await until(runner, ({ trials }) => trials[0]!.state === 'running');
    runner.stop();
    assert.equal(runner.going(), null);
    await until(runner, ({ status }) => status === 'stopped');
    runner.resume();
    const { trials } = await until(runner, ({ status }) => status === 'completed');
    assert.deepEqual(
      trials.map(({ state }) => state),
      ['complete', 'complete'],
    );
  });

  it('come back after a reload, and what ran is offered again', async () => {
    const folder = folderOf({ 'train.py': SLOW });
    const none = runnerIn(folder);
    await none.runner.open();
    assert.equal(none.threads.length, 0, 'no thread without anything that was kept');
    none.runner.start(await triedIn(folder, [0, 0.5], 2));
    await until(none.runner, ({ trials }) => trials[1]!.state === 'running');
    await none.runner.close();

    const { runner } = runnerIn(folder);
    await runner.open();
    const { status, trials } = await until(runner, () => true);
    assert.deepEqual(
      [status, trials.map(({ state }) => state)],
      ['stopped', ['complete', 'waiting', 'waiting', 'waiting']],
    );
    assert.equal(runner.tried?.plan.targets[0]?.name, 'Drop ratio');
    assert.match((await runner.output(0))!, /^Epoch 1/);
    runner.resume();
    const over = await until(runner, (one) => one.status === 'completed');
    assert.equal(over.trials.filter(({ state }) => state === 'complete').length, 4);
  });

  it('outlive their thread: why it ended is said, and they go on in another', async () => {
    const folder = folderOf({ 'train.py': SLOW });
    const { runner, threads } = runnerIn(folder);
    runner.start(await triedIn(folder, [0, 0.5], 1));
    await until(runner, ({ trials }) => trials[1]!.state === 'running');
    // What the first trial came to is on the disk by then.
    const kept = join(folder, 'trials.json');
    await untilTrue(() => existsSync(kept) && readFileSync(kept, 'utf8').includes('complete'));
    threads[0]!.terminate();
    const lost = await until(runner, ({ status }) => status === 'stopped');
    assert.match(lost.problem ?? '', /thread ended/);
    assert.equal(lost.trials[1]!.state, 'waiting');
    runner.resume();
    const over = await until(runner, ({ status }) => status === 'completed');
    assert.deepEqual(
      [over.problem, over.trials.map(({ state }) => state)],
      [undefined, ['complete', 'complete']],
    );
    assert.equal(threads.length, 2);
  });
});
