import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Disk, disk } from '../../src/logs/disk';
import { LogSession } from '../../src/logs/session';
import { until } from '../host-pure/fixtures';
import { event, eventFile, longRecord } from './write';

/** Rows of a table of losses from one epoch to another. */
const rows = (from: number, to: number, loss = (epoch: number) => 1 / epoch) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${from + i},${loss(from + i)}\n`).join('');
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('logs that are odd, damaged, or change while they are read', () => {
  let folder: string;
  const open: LogSession[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'odd-logs-'));
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
  async function session(path: string, options: { on?: Disk; follow?: boolean } = {}) {
    const { on = disk, follow = false } = options;
    const one = new LogSession({ disk: on, follow, onChange: () => {} });
    open.push(one);
    await one.open([path]);
    return one;
  }
  /** `{ name: [[step, value], …] }` of each training. */
  const seen = ({ runs }: LogSession) =>
    runs.map(({ curves }) =>
      Object.fromEntries(
        curves.map(({ name, curve: { steps, values, length } }) => [
          name,
          Array.from({ length }, (_, i) => [steps[i], values[i]]),
        ]),
      ),
    );
  const read = async (name: string, contents: string | Uint8Array) =>
    seen(await session(write(name, contents)));
  const words = ({ problems }: LogSession) => problems.map((one) => one.words);

  it('empty files, and files with a header alone, have no training and harm nothing', async () => {
    for (const name of ['metrics.csv', 'events.out.tfevents.1.h', 'trainer_state.json', 'a.log', 'a.wandb'])
      write(`empty/${name}`, '');
    write('empty/header/metrics.csv', 'epoch,loss\n');
    assert.deepEqual(seen(await session(join(folder, 'empty'))), []);
  });

  it('a half-written record waits for its rest', async () => {
    const whole = eventFile(event(1, { loss: 3 }), event(2, { loss: 2 }));
    const path = write('events.out.tfevents.1.h', whole.subarray(0, whole.length - 5));
    const one = await session(path, { follow: true });
    assert.deepEqual(seen(one), [{ loss: [[1, 3]] }]);
    writeFileSync(path, whole);
    await until(() => seen(one)[0]!.loss!.length === 2);
    assert.deepEqual(one.problems, []);
  });

  it('a flipped bit costs its record alone, and is said', async () => {
    const bytes = eventFile(event(1, { loss: 1 }), event(2, { loss: 2 }), event(3, { loss: 3 }));
    bytes[bytes.length - event(3, { loss: 3 }).length - 8]! ^= 4;
    const one = await session(write('events.out.tfevents.1.h', bytes));
    assert.deepEqual(seen(one), [
      {
        loss: [
          [1, 1],
          [3, 3],
        ],
      },
    ]);
    assert.deepEqual(words(one), ['record 3 is damaged and left out.']);
  });

  it('a record of pictures that is larger than a piece is passed over', async () => {
    const bytes = eventFile(event(1, { loss: 1 }), longRecord(20_000_000), event(2, { loss: 2 }));
    const one = await session(write('events.out.tfevents.1.h', bytes));
    assert.deepEqual(seen(one)[0]!.loss!.length, 2);
    assert.deepEqual(words(one), []);
  });

  it('NaN and Infinity, as each program writes them, are values that are not finite', async () => {
    const table = 'epoch,loss\n1,NaN\n2,nan\n3,inf\n4,-Infinity\n5,1\n';
    assert.deepEqual(
      (await read('metrics.csv', table))[0]!.loss!.map(([, value]) => value),
      [Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1],
    );
    const lines = 'epoch 1 loss nan\nepoch 2 loss: inf\nepoch 3 loss=-inf\n{"epoch": 4, "loss": NaN}\n';
    assert.deepEqual((await read('a.log', lines))[0]!.loss, [
      [1, Number.NaN],
      [2, Number.POSITIVE_INFINITY],
      [3, Number.NEGATIVE_INFINITY],
      [4, Number.NaN],
    ]);
  });

  it('steps that go back: a resumed training goes on, one begun anew is another', async () => {
    const one = await session(write('metrics.csv', `epoch,loss\n${rows(1, 6)}${rows(4, 8)}`));
    assert.equal(seen(one)[0]!.loss!.length, 8);
    assert.match(words(one).join(), /steps go back from 6 to 4/);
    assert.equal((await read('b.csv', `epoch,loss\n${rows(1, 6)}${rows(1, 3)}`)).length, 2);
  });

  it('UTF-8 and UTF-16 with their marks, CRLF, and any mix of line ends', async () => {
    const table = `epoch,loss\r\n${rows(1, 3).replaceAll('\n', '\r\n')}`;
    const wanted = [
      {
        loss: [
          [1, 1],
          [2, 1 / 2],
          [3, 1 / 3],
        ],
      },
    ];
    assert.deepEqual(await read('a.csv', `\uFEFF${table}`), wanted);
    assert.deepEqual(await read('b.csv', utf16(table)), wanted);
    assert.deepEqual(await read('c.csv', utf16(table).swap16()), wanted);
    const lines = 'epoch 1 loss 1\r\nepoch 2 loss 0.5\n';
    assert.equal((await read('a.log', utf16(lines)))[0]!.loss!.length, 2);
    assert.equal(
      (await read('trainer_state.json', utf16('{"log_history":[{"step":1,"loss":1}]}'))).length,
      1,
    );
  });

  it('colours and carriage returns of a terminal', async () => {
    const lines =
      '\u001b[32mEpoch 1/2\u001b[0m\r\n 1/2 [==>...] - loss: 9.0\r 2/2 [=====] - loss: \u001b[1m3.5\u001b[0m - val_loss: 4\n' +
      '\u001b[32mEpoch 2/2\u001b[0m\r\n 1/2 [==>...] - loss: 8.0\r 2/2 [=====] - loss: 2.5 - val_loss: 3\n';
    assert.deepEqual(await read('train.log', lines), [
      {
        loss: [
          [1, 3.5],
          [2, 2.5],
        ],
        val_loss: [
          [1, 4],
          [2, 3],
        ],
      },
    ]);
  });

  it('a huge line without an end is passed over, whole, and what follows is read', async () => {
    const huge = Buffer.alloc(100_000_000, '7,');
    const table = Buffer.concat([Buffer.from('epoch,loss\n1,1\n'), huge, Buffer.from('9\n2,0.5\n')]);
    assert.deepEqual(await read('metrics.csv', table), [
      {
        loss: [
          [1, 1],
          [2, 0.5],
        ],
      },
    ]);
    const lines = Buffer.concat([
      Buffer.from('epoch 1 loss 1\n'),
      huge,
      Buffer.from('loss 9\nepoch 2 loss 0.5\n'),
    ]);
    assert.deepEqual((await read('a.log', lines))[0]!.loss, [
      [1, 1],
      [2, 0.5],
    ]);
  }).timeout(60_000);

  it('bytes that are no text, with the name of a table or an event file', async () => {
    const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256);
    for (const name of ['metrics.csv', 'train.log']) assert.deepEqual(await read(name, noise), [], name);
    const one = await session(write('events.out.tfevents.1.h', noise));
    assert.match(words(one).join(), /not a TensorBoard event file/);
    const state = await session(write('trainer_state.json', noise));
    assert.match(words(state).join(), /not JSON/);
  });

  it('columns that have one name are numbered, and a header that comes again may have more', async () => {
    assert.deepEqual(await read('a.csv', 'epoch,loss,loss\n1,3,4\n2,2,3\n'), [
      {
        loss: [
          [1, 3],
          [2, 2],
        ],
        'loss.1': [
          [1, 4],
          [2, 3],
        ],
      },
    ]);
    assert.deepEqual(await read('b.csv', 'epoch,loss\n1,3\nepoch,val_loss,loss\n2,5,2\n'), [
      {
        loss: [
          [1, 3],
          [2, 2],
        ],
        val_loss: [[2, 5]],
      },
    ]);
  });

  it('a column that appears later, with the file written anew as Lightning does, is no new training', async () => {
    const path = write('metrics.csv', 'epoch,step,train_loss\n0,9,3\n1,19,2\n');
    const one = await session(path, { follow: true });
    writeFileSync(path, 'epoch,step,train_loss,val_loss\n0,9,3,\n1,19,2,\n1,19,,2.5\n');
    await until(() => seen(one)[0]!.val_loss !== undefined);
    assert.deepEqual(one.problems, []);
    assert.equal(one.runs.length, 1);
  });

  it('decimal commas, where something else stands between the cells', async () => {
    assert.deepEqual(await read('a.csv', 'epoch;loss;val_loss\n1;0,5;1,25e-1\n2;0,25;"0,1"\n'), [
      {
        loss: [
          [1, 0.5],
          [2, 0.25],
        ],
        val_loss: [
          [1, 0.125],
          [2, 0.1],
        ],
      },
    ]);
    assert.deepEqual(await read('a.tsv', 'epoch\tloss\n1\t0,5\n'), [{ loss: [[1, 0.5]] }]);
  });

  /** A disk on which something happens before the second piece of a file is read. */
  function disturbed(happens: () => void): Disk {
    let pieces = 0;
    return {
      ...disk,
      read(path, offset, into) {
        if (into.length > 100_000 && ++pieces === 2) happens();
        return disk.read(path, offset, into);
      },
    };
  }
  /** More than a piece. */
  const long = `epoch,loss\n${rows(1, 60_000)}`;

  it('deleted while it is read: what was read stays, and it is said', async () => {
    const path = write('metrics.csv', long);
    const one = await session(path, { on: disturbed(() => rmSync(path)) });
    const { length } = seen(one)[0]!.loss!;
    assert.ok(length > 10_000 && length < 60_000, `${length} values`);
    assert.match(words(one).join(), /no such file/);
  });

  it('replaced while it is read: it is read anew, though it begins alike', async () => {
    const path = write('metrics.csv', long);
    const other = write('other', `epoch,loss\n${rows(1, 20)}${rows(21, 70_000, () => 7)}`);
    const one = await session(path, { on: disturbed(() => renameSync(other, path)) });
    const { loss } = seen(one)[0]!;
    assert.deepEqual([loss!.length, loss![20]], [70_000, [21, 7]]);
  });

  it('truncated and begun anew while it is read: the new one is read', async () => {
    const path = write('metrics.csv', long);
    const one = await session(path, { on: disturbed(() => writeFileSync(path, 'epoch,loss\n5,1\n6,2\n')) });
    assert.deepEqual(seen(one), [
      {
        loss: [
          [5, 1],
          [6, 2],
        ],
      },
    ]);
    assert.match(words(one).join(), /started anew/);
  });

  it('a folder that may not be read is named, and the others are read', async () => {
    write('a/metrics.csv', 'epoch,loss\n1,1\n');
    write('closed/metrics.csv', 'epoch,loss\n1,1\n');
    const refuses: Disk = {
      ...disk,
      list: (path) =>
        path.endsWith('closed')
          ? Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' }))
          : disk.list(path),
    };
    const one = await session(folder, { on: refuses });
    assert.equal(one.runs.length, 1);
    assert.deepEqual(one.problems, [{ path: join(folder, 'closed'), words: 'this folder may not be read.' }]);
  });

  it('links that lead in a circle are not followed; one that is opened itself is named', async () => {
    write('a/metrics.csv', 'epoch,loss\n1,1\n');
    symlinkSync(folder, join(folder, 'a', 'back'));
    symlinkSync('loop.csv', join(folder, 'loop.csv'));
    const one = await session(folder);
    assert.equal(one.runs.length, 1);
    const loop = await session(join(folder, 'loop.csv'));
    assert.equal(loop.problems.length, 1);
  });

  it('ten thousand files in a folder are all looked at; of more, it is said', async () => {
    const many = (count: number): Disk => ({
      list: async () => Array.from({ length: count }, (_, i) => ({ name: `run${i}.csv`, isFolder: false })),
      status: async () => ({ size: 15, changedAt: 1, id: 1 }),
      read: async (_, offset, into) => {
        const bytes = Buffer.from('epoch,loss\n1,1\n').subarray(offset);
        into.set(bytes.subarray(0, into.length));
        return { bytes: Math.min(bytes.length, into.length) };
      },
    });
    const one = await session('/logs', { on: many(10_000) });
    assert.deepEqual([one.runs.length, one.problems], [10_000, []]);
    const cut = await session('/logs', { on: many(20_001) });
    assert.equal(cut.runs.length, 20_000);
    assert.match(words(cut).join(), /more than 20,000 files/);
  }).timeout(60_000);
});
