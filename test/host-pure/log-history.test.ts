import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LogHistory } from '../../src/host/logs/log-history';
import { startThread } from '../../src/host/thread';
import { TrainingLogs } from '../../src/host/training-logs';
import type { Corrections } from '../../src/logs';
import { until } from './fixtures';

describe('the history of training logs', () => {
  let folder: string;
  let history: LogHistory;
  let logs: TrainingLogs;
  const newLogs = (corrections: Corrections = {}) =>
    new TrainingLogs({
      corrections,
      remember: () => {},
      log: { info: () => {} },
      start: (data) => startThread(resolve('dist/logs.js'), data),
      keepAt: (paths) => history.fileFor(paths),
    });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'logs 기록 '));
    mkdirSync(join(folder, 'runs'));
    history = new LogHistory(join(folder, 'kept'), (message) => assert.fail(message));
    await history.open();
    logs = newLogs();
  });
  afterEach(async () => {
    await logs.closed();
    logs.dispose();
    history.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const table = (rows: number) =>
    `epoch,loss,val_loss\n${Array.from({ length: rows }, (_, i) => `${i + 1},${i === 3 ? 'nan' : 1 / (i + 1)},${1 + i * 0.1}\n`).join('')}`;
  const write = (name: string, rows = 10) => {
    const path = join(folder, 'runs', name);
    writeFileSync(path, table(rows));
    return path;
  };

  it('lists a log that was opened, once, with what it says', async () => {
    const path = write('metrics.csv');
    await logs.open([path]);
    await logs.closed();
    await logs.open([path]);
    await logs.closed();
    await history.refresh();
    const [log, ...rest] = history.summaries;
    assert.deepEqual(
      [log!.title, log!.paths, log!.runs, log!.format, log!.said, log!.isGone, rest],
      ['metrics.csv', [path], 1, 'CSV', 'It overfits since epoch 1.', false, []],
    );
  });

  it('shows the curves as they were when the files have gone, and a person’s word on them', async () => {
    const path = write('metrics.csv');
    await logs.open([path]);
    const { charts, verdict } = logs.state!;
    await logs.closed();
    rmSync(path);
    await history.refresh();
    assert.equal(history.summaries[0]!.isGone, true);
    await logs.open(history.summaries[0]!.paths);
    assert.deepEqual(logs.state!.charts, charts);
    assert.deepEqual(logs.state!.verdict, verdict);
    assert.equal(logs.state!.runs[0]!.isKept, true);
    await logs.closed();
    logs = newLogs({ val_loss: 'testLoss' });
    await logs.open([path]);
    assert.equal(logs.state!.curves.find(({ name }) => name === 'val_loss')!.role, 'testLoss');
  });

  it('keeps what was written while it was open, and of a folder what has gone from it', async () => {
    const [a] = [write('a.csv'), write('b.csv')];
    const whole = join(folder, 'runs');
    await logs.open([whole]);
    appendFileSync(a!, '11,0.01,9\n');
    await until(() => logs.state!.charts[0]!.lines[0]!.x.length === 11, 8_000);
    await logs.closed();
    rmSync(a!);
    await logs.open([whole]);
    const { runs } = logs.state!;
    assert.deepEqual(
      runs.map(({ name, isKept }) => [name, isKept]),
      [
        ['b.csv', false],
        ['a.csv', true],
      ],
    );
    logs.show(a!, true);
    await until(() => logs.state!.charts[0]!.lines.some(({ x }) => x.length === 11));
  });

  it('takes a log from the list and brings it back; its own files stay', async () => {
    const path = write('metrics.csv');
    await logs.open([path]);
    await logs.closed();
    await history.refresh();
    const { id } = history.summaries[0]!;
    await history.remove(id);
    assert.deepEqual(history.summaries, []);
    await history.restore(id);
    assert.equal(history.summaries.length, 1);
    await history.remove(id);
    await history.open();
    assert.deepEqual(readdirSync(join(folder, 'kept')), [], 'in the next session it is gone');
    assert.deepEqual(readdirSync(join(folder, 'runs')), ['metrics.csv']);
  });

  it('leaves out what is damaged in a kept file', async () => {
    const path = write('metrics.csv');
    const kept = history.fileFor([path]);
    await logs.open([path]);
    await logs.closed();
    rmSync(path);
    appendFileSync(kept, '{"id": 3}\nno JSON\n');
    await logs.open([path]);
    assert.equal(logs.state!.runs.length, 1);
    await logs.closed();
    writeFileSync(kept, '\u0000\u0001');
    await history.refresh();
    assert.deepEqual(history.summaries, []);
  });
});
