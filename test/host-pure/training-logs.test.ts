import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startThread } from '../../src/host/thread';
import { TrainingLogs } from '../../src/host/training-logs';
import type { Corrections, Together } from '../../src/logs';
import { until } from './fixtures';

describe('training logs in the host', () => {
  let folder: string;
  let logs: TrainingLogs;
  let remembered: Corrections;
  let rememberedGroups: Together;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logs'));
    remembered = {};
    logs = new TrainingLogs({
      corrections: {},
      remember: (corrections, together) => {
        remembered = corrections;
        rememberedGroups = together;
      },
      log: { info: () => {} },
      start: (data) => startThread(resolve('dist/logs.js'), data),
    });
  });
  afterEach(() => {
    logs.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const table = (rows: number) =>
    `epoch,loss,val_loss,held\n${Array.from({ length: rows }, (_, i) => `${i + 1},${1 / (i + 1)},${1 + i * 0.1},1\n`).join('')}`;

  it('show curves and verdict, and a new line as it is written', async () => {
    const path = join(folder, 'metrics.csv');
    writeFileSync(path, table(10));
    await logs.open([path]);
    const { charts, verdict, runs, bestAt } = logs.state!;
    assert.deepEqual(
      charts.map(({ title, lines }) => [title, lines.length]),
      [
        ['loss', 2],
        ['held', 1],
      ],
    );
    assert.deepEqual([verdict!.title, bestAt, runs.length], ['It overfits since epoch 1.', 1, 1]);
    appendFileSync(path, '11,0.05,3,1\n');
    await until(() => logs.state!.charts[0]!.lines[0]!.x.length === 11, 8_000);
  });

  it('take a person’s word for a curve, and remember it', async () => {
    writeFileSync(join(folder, 'metrics.csv'), table(10));
    await logs.open([folder]);
    logs.correct('held', 'testLoss');
    assert.deepEqual(remembered, { held: 'testLoss' });
    await until(() => logs.state!.curves.find(({ name }) => name === 'held')!.role === 'testLoss');
  });

  it('list several runs, and show those that a person chooses', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.csv`), table(6));
    await logs.open([folder]);
    const shown = () => logs.state!.runs.filter(({ isShown }) => isShown).map(({ name }) => name);
    assert.deepEqual(shown(), ['a.csv']);
    logs.show(join(folder, 'b.csv'), true);
    await until(() => shown().join() === 'a.csv,b.csv');
    assert.equal(logs.state!.verdict, null, 'of several nothing is said together');
    assert.equal(logs.state!.charts[0]!.lines.length, 4);
    logs.show(join(folder, 'a.csv'), false);
    await until(() => shown().join() === 'b.csv');
    logs.show(join(folder, 'b.csv'), false);
    logs.show(join(folder, 'c.csv'), true);
    await until(() => shown().join() === 'b.csv,c.csv', 8_000);
  });

  it('take a person’s word on which are seeds of one another, and remember it', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.csv`), table(6));
    await logs.open([folder]);
    const groups = () => logs.state!.runs.map(({ group }) => group).join();
    assert.equal(groups(), '0,1,2');
    logs.show(join(folder, 'b.csv'), true);
    await until(() => logs.state!.runs[1]!.isShown);
    logs.group(true);
    await until(() => groups() === '0,0,1', 8_000);
    const again = new TrainingLogs({
      ...{ corrections: {}, together: rememberedGroups, remember: () => {}, log: { info: () => {} } },
      start: (data) => startThread(resolve('dist/logs.js'), data),
    });
    await again.open([folder]);
    assert.deepEqual(
      again.state!.runs.map(({ group, isShown }) => [group, isShown]),
      [
        [0, true],
        [0, true],
        [1, false],
      ],
    );
    again.group(false);
    await until(() => again.state!.runs.map(({ group }) => group).join() === '0,1,2', 8_000);
    again.dispose();
  });

  it('thin a long curve out and lose no extreme', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `${i},${i === 54_321 ? 9 : Math.sin(i)}`);
    writeFileSync(join(folder, 'metrics.csv'), `step,loss\n${rows.join('\n')}\n`);
    await logs.open([folder]);
    const { x, y } = logs.state!.charts[0]!.lines[0]!;
    assert.ok(x.length < 3_000);
    assert.equal(y[x.indexOf(54_321)], 9);
  });

  it('are written as a table, all values of all runs', async () => {
    writeFileSync(join(folder, 'metrics.csv'), 'epoch,loss,val_loss\n1,3,4\n2,nan,3.5\n');
    await logs.open([folder]);
    const target = join(folder, 'all.csv');
    await logs.write(target);
    assert.equal(
      readFileSync(target, 'utf8'),
      `training,curve,role,step,epoch,value\n${[
        ['loss', 'trainLoss', 1, 1, 3],
        ['loss', 'trainLoss', 2, 2, ''],
        ['val_loss', 'validationLoss', 1, 1, 4],
        ['val_loss', 'validationLoss', 2, 2, 3.5],
      ]
        .map((row) => `${folder},${row.join()}\n`)
        .join('')}`,
    );
    await assert.rejects(logs.write(join(folder, 'no', 'such.csv')), /cannot be written: there is no such/);
  });

  it('say that reading ended by itself, and keep what was read', async () => {
    writeFileSync(join(folder, 'metrics.csv'), table(10));
    let end = () => {};
    const lost = new TrainingLogs({
      corrections: {},
      remember: () => {},
      log: { info: () => {} },
      start: (data) => {
        const thread = startThread(resolve('dist/logs.js'), data);
        end = () => thread.terminate();
        return thread;
      },
    });
    await lost.open([folder]);
    end();
    await until(() => lost.state!.problems.length === 1);
    assert.match(lost.state!.problems[0]!.words, /Open the log again/);
    assert.equal(lost.state!.charts.length, 2);
    lost.dispose();
  });

  it('close', async () => {
    await logs.open([folder]);
    assert.deepEqual(logs.state!.runs, []);
    logs.close();
    assert.equal(logs.state, null);
  });
});
