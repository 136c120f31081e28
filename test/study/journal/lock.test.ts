import assert from 'node:assert/strict';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { JournalLock, releaseLocks } from '../../../src/study/journal/lock';
import { FakeClock, useFolder } from './support';

describe('the lock of a journal', () => {
  const folder = useFolder();
  const journal = () => join(folder(), 'study.log');
  const file = () => `${journal()}.lock`;
  const lockOf = (clock = new FakeClock()) => new JournalLock(journal(), clock);

  it('is a link to the journal, as Optuna’s, and nothing is left of it', async () => {
    const held = await lockOf().acquire();
    assert.equal(readlinkSync(file()), journal());
    assert.ok(held.isOurs());
    held.release();
    assert.deepEqual(readdirSync(folder()), []);
    assert.ok(!held.isOurs());
  });

  it('is taken by one at a time, in whichever form the other took it', async () => {
    for (const take of [() => symlinkSync(journal(), file()), () => writeFileSync(file(), '')]) {
      take();
      const clock = new FakeClock();
      clock.onSleep = () => clock.sleeps.length === 5 && unlinkSync(file());
      const held = await lockOf(clock).acquire();
      assert.deepEqual(clock.sleeps, [1, 2, 4, 8, 16]);
      held.release();
    }
  });

  it('of a killed writer is broken after 30 s in which nothing changed', async () => {
    writeFileSync(journal(), '');
    symlinkSync(journal(), file());
    const clock = new FakeClock();
    const held = await lockOf(clock).acquire();
    assert.ok(clock.milliseconds > 30_000 && clock.milliseconds < 31_000, `${clock.milliseconds}`);
    assert.ok(held.isOurs());
    held.release();
    assert.deepEqual(readdirSync(folder()), ['study.log']);
  });

  it('of a writer that is slow but alive is not broken', async () => {
    writeFileSync(journal(), '');
    symlinkSync(journal(), file());
    const clock = new FakeClock();
    let next = 20_000;
    clock.onSleep = () => {
      if (clock.milliseconds > 200_000 && existsSync(file())) unlinkSync(file());
      if (clock.milliseconds < next) return;
      next += 20_000;
      utimesSync(journal(), 0, clock.milliseconds / 1_000);
    };
    const held = await lockOf(clock).acquire();
    assert.ok(clock.milliseconds > 200_000);
    held.release();
  });

  it('is not broken where others take it in turn', async () => {
    writeFileSync(journal(), '');
    writeFileSync(file(), '');
    const clock = new FakeClock();
    let turns = 0;
    clock.onSleep = () => {
      if (clock.milliseconds < 25_000 * (turns + 1)) return;
      turns++;
      unlinkSync(file());
      if (turns < 4) {
        writeFileSync(file(), '');
        utimesSync(file(), 0, turns);
      }
    };
    await (await lockOf(clock).acquire()).release();
    assert.equal(turns, 4);
  });

  it('that was broken is not taken from its next holder', async () => {
    const stopped = await lockOf().acquire();
    unlinkSync(file());
    utimesSync(folder(), 0, 0);
    symlinkSync('of another', file());
    assert.ok(!stopped.isOurs());
    stopped.release();
    assert.equal(readlinkSync(file()), 'of another');
  });

  it('is given back by a process that exits', async () => {
    await lockOf().acquire();
    releaseLocks();
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('is left alone for as long as it was held, so that others get their turn', async () => {
    const clock = new FakeClock();
    const lock = lockOf(clock);
    const held = await lock.acquire();
    clock.milliseconds += 7;
    held.release();
    clock.milliseconds += 2;
    (await lock.acquire()).release();
    (await lock.acquire()).release();
    assert.deepEqual(clock.sleeps, [5]);
  });

  it('says why it cannot be taken', async () => {
    const lock = new JournalLock(join(folder(), 'missing', 'study.log'), new FakeClock());
    await assert.rejects(lock.acquire(), { code: 'ENOENT' });
  });

  it('is a file where there are no links', async () => {
    const fs = require('node:fs');
    const before = fs.symlinkSync;
    for (const code of ['EPERM', 'ENOSYS', 'ENOTSUP', 'UNKNOWN'])
      try {
        fs.symlinkSync = () => {
          throw Object.assign(new Error(code), { code });
        };
        const held = await lockOf().acquire();
        assert.ok(lstatSync(file()).isFile());
        const clock = new FakeClock();
        clock.onSleep = () => clock.sleeps.length === 3 && held.release();
        (await lockOf(clock).acquire()).release();
        assert.equal(clock.sleeps.length, 3);
        assert.deepEqual(readdirSync(folder()), []);
      } finally {
        fs.symlinkSync = before;
      }
  });
});
