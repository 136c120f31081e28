import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { Journal, JournalError } from '../../../src/study/journal/journal';
import { JournalLock } from '../../../src/study/journal/lock';
import { mendJournal } from '../../../src/study/journal/mend';
import { type Operation, writeOperation } from '../../../src/study/journal/operations';
import type { JournalStudy } from '../../../src/study/journal/replay';
import { skip } from '../../support/skip';
import { FakeClock, useFolder } from './support';

const created: Operation = { op_code: 0, study_name: 's', directions: [1] };
const trial: Operation = { op_code: 4, study_id: 0, datetime_start: null };
const attribute = (id: number, value: number): Operation => ({
  op_code: 8,
  trial_id: id,
  user_attr: { value },
});
const line = (operation: Operation) => writeOperation(operation, 'another');

describe('a journal', () => {
  const folder = useFolder();
  const path = () => join(folder(), 'study.log');
  const studyOf = ({ replay }: Journal): JournalStudy => [...replay.studies][0]!;

  async function begun(): Promise<Journal> {
    const journal = await Journal.open(path(), { isNew: true });
    await journal.transact((write) => write(created));
    return journal;
  }

  it('is a line for each operation, and what others append is taken', async () => {
    const [a, b] = [await begun(), await Journal.open(path())];
    await b.transact((write) => write(trial));
    assert.equal(studyOf(a).trials.length, 0);
    assert.ok(await a.refresh());
    assert.equal(studyOf(a).trials.length, 1);
    assert.ok(!(await a.refresh()));
    appendFileSync(path(), line(trial).repeat(2));
    assert.ok(await a.refresh());
    assert.equal(studyOf(a).trials.length, 3);
    assert.equal(readFileSync(path(), 'utf8').split('\n').length, 5);
    assert.deepEqual(readdirSync(folder()), ['study.log']);
  });

  it('decides on the newest state', async () => {
    const [a, b] = [await begun(), await Journal.open(path())];
    await Promise.all(
      [a, b, a, b].map((journal) =>
        journal.transact((write) => {
          write(trial);
          const { id } = studyOf(journal).trials.at(-1)!;
          write(attribute(id, id));
        }),
      ),
    );
    await a.refresh();
    assert.deepEqual(
      studyOf(a).trials.map(({ userAttributes }) => userAttributes.value),
      [0, 1, 2, 3],
    );
  });

  it('writes nothing and locks nothing in vain, and a decision that throws fails alone', async () => {
    const journal = await begun();
    const before = readFileSync(path(), 'utf8');
    const failing = journal.transact(() => {
      throw new Error('no');
    });
    const [none, done] = [journal.transact(() => 7), journal.transact((write) => write(trial))];
    await assert.rejects(failing, /^Error: no$/);
    assert.equal(await none, 7);
    await done;
    assert.equal(readFileSync(path(), 'utf8').slice(before.length).split('\n').length, 2);
  });

  it('waits for a line that is half written', async () => {
    const journal = await begun();
    const text = line(trial);
    appendFileSync(path(), text.slice(0, 20));
    assert.ok(!(await journal.refresh()));
    assert.equal(journal.faultCount, 0);
    appendFileSync(path(), text.slice(20));
    assert.ok(await journal.refresh());
    assert.equal(studyOf(journal).trials.length, 1);
  });

  it('goes on behind a line whose writer was killed, which Optuna could not read over', async () => {
    await begun();
    const torn = line(trial).slice(0, 20);
    appendFileSync(path(), torn);
    const journal = await Journal.open(path());
    await journal.transact((write) => write(trial));
    assert.deepEqual(journal.faults, [{ line: 2, reason: 'damaged', text: torn }]);
    const lines = readFileSync(path(), 'utf8').trimEnd().split('\n');
    assert.equal(lines.map((text) => JSON.parse(text)).length, 2);
    assert.equal(studyOf(journal).trials.length, 1);
    assert.equal(studyOf(await Journal.open(path())).trials.length, 1);
  });

  it('keeps a last line that lacks only its end', async () => {
    await begun();
    appendFileSync(path(), line(trial).trimEnd());
    const journal = await Journal.open(path());
    assert.equal(studyOf(journal).trials.length, 0);
    await journal.transact((write) => write(attribute(studyOf(journal).trials.length - 1, 5)));
    const [first] = studyOf(journal).trials;
    assert.equal(first?.userAttributes.value, 5);
    assert.equal(journal.faultCount, 0);
    assert.equal(readFileSync(path(), 'utf8').split('\n').length, 4);
  });

  it('names damaged and unknown lines and takes all others', async () => {
    await begun();
    const bytes = Buffer.concat([
      Buffer.from(line(trial)),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from('{"op_code":77,"study_id":0}\n'),
      Buffer.from(`${line(trial).slice(0, 30)}${line(attribute(0, 9))}`),
      Buffer.from(`\0\0\0\0${line(trial)}`),
      Buffer.from(
        line({ op_code: 5, trial_id: 1, param_name: 'x', param_value_internal: 1, distribution: '{}' }),
      ),
      Buffer.from(line(attribute(1, 8))),
    ]);
    appendFileSync(path(), bytes);
    const journal = await Journal.open(path());
    assert.deepEqual(
      journal.faults.map(({ line, reason }) => [line, reason]),
      [
        [3, 'damaged'],
        [4, 'unknown operation'],
        [5, 'damaged'],
        [6, 'damaged'],
        [7, 'unfitting operation'],
      ],
    );
    assert.deepEqual(
      studyOf(journal).trials.map(({ userAttributes }) => userAttributes.value),
      [9, 8],
    );
    await journal.transact((write) => write(trial));
    assert.equal(studyOf(journal).trials.length, 3);
    assert.ok(
      readFileSync(path())
        .subarray(0, -line(trial).length - 1)
        .includes(bytes),
      'nothing is lost',
    );
  });

  it('keeps a thousand damaged lines and counts all', async () => {
    await begun();
    appendFileSync(path(), 'x\n'.repeat(2_000));
    const journal = await Journal.open(path());
    assert.deepEqual([journal.faults.length, journal.faultCount], [1_000, 2_000]);
  });

  it('comes to the same wherever its bytes are cut, and whatever is damaged', async () => {
    const texts = fc.array(
      fc.oneof(
        fc.constant(line(trial)),
        fc.constant(line(created)),
        fc.tuple(fc.nat(3), fc.nat()).map(([id, value]) => line(attribute(id, value))),
        fc.string({ unit: 'binary' }).map((text) => `${text.replaceAll('\n', '')}\n`),
      ),
      { maxLength: 12 },
    );
    const state = (journal: Journal) =>
      JSON.stringify([
        [...journal.replay.studies].map(({ trials }) => trials.map((one) => one.userAttributes)),
        journal.faults,
      ]);
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat(400)), async (lines, cuts) => {
        rmSync(path(), { force: true });
        writeFileSync(path(), line(created));
        const growing = await Journal.open(path());
        const bytes = Buffer.from(lines.join(''));
        let from = 0;
        for (const cut of [...cuts.sort((a, b) => a - b), bytes.length]) {
          appendFileSync(path(), bytes.subarray(from, cut));
          from = Math.min(bytes.length, Math.max(from, cut));
          await growing.refresh();
        }
        assert.equal(state(growing), state(await Journal.open(path())));
      }),
      { numRuns: 60 },
    );
  });

  it('is read again after a disk has failed to', async () => {
    const journal = await begun();
    appendFileSync(path(), line(trial).repeat(20_000));
    const handle = await open(path(), 'r');
    const prototype = Object.getPrototypeOf(handle);
    await handle.close();
    const read = prototype.read;
    let reads = 0;
    prototype.read = function (...given: unknown[]) {
      if (reads++ === 1) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      return read.apply(this, given);
    };
    try {
      await assert.rejects(journal.refresh(), /cannot be read: the disk reports an error/);
    } finally {
      prototype.read = read;
    }
    assert.ok(await journal.refresh());
    assert.equal(studyOf(journal).trials.length, 20_000);
  });

  it('begins anew where the file was replaced or cut off', async () => {
    const journal = await begun();
    await journal.transact((write) => {
      write(trial);
      write(trial);
    });
    writeFileSync(
      join(folder(), 'other'),
      line({ ...created, study_name: 'other' } as Operation) + line(trial),
    );
    renameSync(join(folder(), 'other'), path());
    assert.ok(await journal.refresh());
    assert.deepEqual([studyOf(journal).name, studyOf(journal).trials.length], ['other', 1]);
    truncateSync(path(), 0);
    await journal.refresh();
    assert.deepEqual([...journal.replay.studies], []);
    appendFileSync(path(), line(created));
    await journal.refresh();
    assert.equal(studyOf(journal).name, 's');
  });

  it('decides again where its lock was broken while it was stopped', async () => {
    const journal = await begun();
    let decided = 0;
    await journal.transact((write) => {
      if (decided++ === 0) {
        // Another writer has come in between.
        rmSync(`${path()}.lock`);
        appendFileSync(path(), line(trial));
      }
      write(trial);
      write(attribute(studyOf(journal).trials.length - 1, 1));
    });
    assert.equal(decided, 2);
    assert.deepEqual(
      studyOf(journal).trials.map(({ userAttributes }) => userAttributes.value),
      [undefined, 1],
    );
  });

  it('takes over from a writer that was killed in the middle of a line', async () => {
    await begun();
    appendFileSync(path(), line(trial).slice(0, 25));
    symlinkSync(path(), `${path()}.lock`);
    const clock = new FakeClock();
    const journal = await Journal.open(path(), { lock: new JournalLock(path(), clock) });
    await journal.transact((write) => write(trial));
    assert.ok(clock.milliseconds > 30_000);
    assert.equal(studyOf(await Journal.open(path())).trials.length, 1);
  });

  it('is mended for Optuna, and the file as it was stays beside it', async () => {
    await begun();
    assert.deepEqual(await mendJournal(path()), { faults: 0, original: undefined });
    appendFileSync(
      path(),
      `${line(trial).slice(0, 30)}${line(trial)}\0\n\n${line(attribute(0, 9))}{"op_code":4,"st`,
    );
    const before = readFileSync(path());
    const open = await Journal.open(path());
    assert.deepEqual(await mendJournal(path()), { faults: 4, original: `${path()}.damaged` });
    assert.deepEqual(readFileSync(`${path()}.damaged`), before);
    for (const text of readFileSync(path(), 'utf8').trimEnd().split('\n')) JSON.parse(text);
    for (const journal of [open, await Journal.open(path())]) {
      await journal.refresh();
      assert.equal(journal.faultCount, 0);
      assert.equal(studyOf(journal).trials[0]?.userAttributes.value, 9);
    }
    appendFileSync(path(), 'x\n');
    assert.deepEqual(await mendJournal(path()), { faults: 1, original: `${path()}.damaged-2` });
    assert.deepEqual(readdirSync(folder()).sort(), ['study.log', 'study.log.damaged', 'study.log.damaged-2']);
  });

  describe('says which file it is and what is wrong with it', () => {
    const rejects = (work: Promise<unknown>, reason: RegExp, action = 'read') =>
      assert.rejects(work, (error: Error) => {
        assert.ok(error instanceof JournalError, `${error}`);
        assert.ok(error.message.startsWith(`${path()} cannot be ${action}: `), error.message);
        assert.match(error.message, reason);
        return true;
      });

    it('that is not there', () => rejects(Journal.open(path()), /there is no such file or folder/));

    it('that is a folder', () => {
      mkdirSync(path());
      return rejects(Journal.open(path(), { isNew: true }), /it is a folder/);
    });

    it('that is no journal, which is not written to', async () => {
      for (const text of ['a,b\n1,2\n', 'a,b', 'SQLite format 3\0']) {
        writeFileSync(path(), text);
        await rejects(Journal.open(path(), { isNew: true }), /it is not an Optuna journal/);
        assert.equal(readFileSync(path(), 'utf8'), text);
      }
    });

    it('whose folder is not there', () => {
      const journal = Journal.open(path(), { isNew: true });
      rmSync(folder(), { recursive: true });
      return rejects(
        journal.then((one) => one.transact((write) => write(created))),
        /there is no such file or folder/,
        'written',
      );
    });

    it('whose folder may not be written to; it is read all the same', async function () {
      if (process.platform === 'win32') skip(this, 'Windows has no such folders');
      await begun();
      chmodSync(folder(), 0o555);
      // Root may write anywhere: for the while it is nobody.
      const isRoot = process.getuid?.() === 0;
      if (isRoot) process.seteuid?.(65_534);
      try {
        const journal = await Journal.open(path());
        assert.equal(studyOf(journal).name, 's');
        await rejects(
          journal.transact((write) => write(trial)),
          /permission denied/,
          'written',
        );
      } finally {
        if (isRoot) process.seteuid?.(0);
        chmodSync(folder(), 0o755);
      }
    });

    for (const [code, reason] of [
      ['EACCES', /permission denied/],
      ['EROFS', /the disk is read-only/],
    ] as const)
      it(`when its lock cannot be taken (${code})`, async () => {
        await begun();
        const lock = new JournalLock(path(), new FakeClock());
        lock.acquire = async () => {
          throw Object.assign(new Error(code), { code });
        };
        const journal = await Journal.open(path(), { lock });
        await rejects(
          journal.transact((write) => write(trial)),
          reason,
          'written',
        );
        assert.equal(studyOf(journal).trials.length, 0);
      });

    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'])
      it(`whose disk has no room in the middle of a line (${code}), and stays whole`, async () => {
        const journal = await begun();
        const before = readFileSync(path(), 'utf8');
        const handle = await open(path(), 'r');
        const prototype = Object.getPrototypeOf(handle);
        await handle.close();
        const write = prototype.write;
        let written = 0;
        prototype.write = function (bytes: Buffer, offset: number) {
          if (written++ > 0) throw Object.assign(new Error(code), { code });
          return write.call(this, bytes, offset, 10);
        };
        try {
          await rejects(
            journal.transact((one) => one(trial)),
            /disk|file would be larger/,
            'written',
          );
        } finally {
          prototype.write = write;
        }
        assert.equal(written, 2);
        assert.equal(readFileSync(path(), 'utf8'), before);
        assert.equal(studyOf(journal).trials.length, 0);
        await journal.transact((one) => one(trial));
        assert.equal(studyOf(journal).trials.length, 1);
        assert.deepEqual(readdirSync(folder()), ['study.log']);
      });
  });
});
