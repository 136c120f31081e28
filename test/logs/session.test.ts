import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { disk } from '../../src/logs/disk';
import { dropRatioOf, groupsOf } from '../../src/logs/group';
import { LogSession } from '../../src/logs/session';
import { until } from '../host-pure/fixtures';
import { event, eventFile } from './write';

describe('a session of logs', () => {
  let folder: string;
  const open: LogSession[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logs 한글 '));
  });
  afterEach(() => {
    for (const session of open.splice(0)) session.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, contents: string | Uint8Array) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    return path;
  };
  async function session(follow = false, ...paths: string[]): Promise<LogSession> {
    const one = new LogSession({ disk, follow, onChange: () => {} });
    open.push(one);
    await one.open(paths.length > 0 ? paths : [folder]);
    return one;
  }
  const named = ({ runs }: LogSession) =>
    runs.map(({ id, curves }) => [relative(folder, id), curves.map(({ name }) => name).sort()]);

  it('finds the runs in a folder: several files of one, and what lies beside is left alone', async () => {
    write('tb/a/events.out.tfevents.1.h', eventFile(event(1, { loss: 3 }), event(2, { loss: 2 })));
    write('tb/a/events.out.tfevents.2.h', eventFile(event(3, { loss: 1 })));
    write('keras/train/events.out.tfevents.1.h', eventFile(event(1, { epoch_loss: 3 })));
    write('keras/validation/events.out.tfevents.1.h', eventFile(event(1, { epoch_loss: 4 })));
    write('lightning_logs/version_0/metrics.csv', 'epoch,step,train_loss\n0,9,1\n');
    write('hf/checkpoint-5/trainer_state.json', '{"log_history":[{"step":5,"loss":1}]}');
    write(
      'hf/checkpoint-10/trainer_state.json',
      '{"log_history":[{"step":5,"loss":1},{"step":10,"loss":0.5}]}',
    );
    write('data.csv', 'a,b\n1,2\n');
    write('notes.txt', 'nothing here\n');
    write('node_modules/x/metrics.csv', 'epoch,loss\n1,1\n');
    const one = await session();
    assert.deepEqual(named(one), [
      ['hf', ['loss']],
      ['keras', ['train/epoch_loss', 'validation/epoch_loss']],
      ['lightning_logs/version_0', ['train_loss']],
      ['tb/a', ['loss']],
    ]);
    const lengths = one.runs.map(({ curves }) => curves[0]!.curve.length);
    assert.deepEqual(lengths, [2, 1, 1, 3]);
    assert.deepEqual(one.problems, []);
  });

  it('reads on as a log grows, begins anew where it was, and finds a further run', async () => {
    const path = write('metrics.csv', 'epoch,loss\n1,3\n2,');
    const one = await session(true);
    const values = () => {
      // While a log is begun anew there is none.
      const { steps, length } = one.runs[0]?.curves[0]?.curve ?? { steps: new Float64Array(), length: 0 };
      return [...steps.subarray(0, length)];
    };
    assert.deepEqual(values(), [1]);
    appendFileSync(path, '2\n3,1\n');
    await until(() => values().length === 3);
    writeFileSync(path, 'epoch,loss\n7,1\n');
    await until(() => values()[0] === 7);
    assert.match(one.problems[0]!.words, /started anew/);
    write('b/results.csv', 'epoch,loss\n1,1\n');
    await until(() => one.runs.length === 2, 8_000);
  });

  it('keeps what was read of a log that is deleted, and says so', async () => {
    const path = write('metrics.csv', 'epoch,loss\n1,3\n');
    const one = await session(true, path);
    rmSync(path);
    await until(() => one.problems.some(({ words }) => /no such file/.test(words)));
    assert.equal(one.runs[0]!.curves[0]!.curve.length, 1);
  });

  it('says what is wrong with a path', async () => {
    const one = await session(false, join(folder, 'nowhere'));
    assert.deepEqual([one.runs, one.problems.length], [[], 1]);
    const empty = await session(false, write('empty.csv', ''));
    assert.deepEqual(empty.runs, []);
  });

  it('takes a person’s word on which curve is which', async () => {
    write('metrics.csv', 'epoch,loss,held\n1,3,4\n');
    const one = await session();
    assert.deepEqual(
      one.runs[0]!.curves.map(({ role }) => role),
      ['trainLoss', null],
    );
    one.corrections = { held: 'validationLoss', loss: null };
    assert.deepEqual(
      one.runs[0]!.curves.map(({ role }) => role),
      [null, 'validationLoss'],
    );
  });

  it('takes runs that differ in their seeds alone together', async () => {
    const run = (index: number, params: Readonly<Record<string, string>>) => {
      const home = `mlruns/0/${String(index).padStart(32, 'a')}`;
      write(`${home}/metrics/loss`, '1700000000000 0.5 1\n');
      for (const [name, value] of Object.entries(params)) write(`${home}/params/${name}`, value);
    };
    for (const [index, seed] of ['1', '2', '3'].entries()) run(index, { dropout: '0.5', seed, lr: '0.1' });
    run(7, { dropout: '0', seed: '1', lr: '0.1' });
    const { runs } = await session();
    const groups = groupsOf(runs);
    assert.deepEqual(
      groups.map(({ runs: some, differs }) => [some.length, differs]),
      [
        [3, ['dropout=0.5']],
        [1, ['dropout=0']],
      ],
    );
    assert.equal(dropRatioOf(runs[0]!), 0.5);
  });
});
