import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JournalLock } from '../../../src/study/journal/lock';
import { StudyJournal } from '../../../src/study/journal/study-journal';
import { FakeClock, point, setup, useFolder } from './support';

describe('writers of one journal', () => {
  const folder = useFolder();
  const path = () => join(folder(), 'study.log');

  function start(...task: string[]) {
    const args = [join(__dirname, 'writer.js'), path(), setup.name, ...task];
    return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  it('lose nothing when three processes write at once', async () => {
    const study = await StudyJournal.create(path(), setup);
    const children = [1, 2].map(() => start('trials', '40'));
    const ended = Promise.all(children.map((child) => once(child, 'exit')));
    for (let i = 0; i < 40; i++) {
      await study.add([point], `${process.pid}`);
      for (const { number } of await study.claim(1))
        await study.tell(number, { state: 'complete', value: number });
    }
    assert.deepEqual(await ended, [
      [0, null],
      [0, null],
    ]);
    await study.refresh();
    // Of a process that ended between its proposal and its claim another may have taken the last.
    for (const { number } of await study.claim(120))
      await study.tell(number, { state: 'complete', value: number });
    for (const { trials, faultCount } of [study, await StudyJournal.open(path())]) {
      assert.equal(faultCount, 0);
      assert.equal(trials.length, 120);
      assert.ok(trials.every(({ state, value, number }) => state === 'complete' && value === number));
      const origins = new Map<string | undefined, number>();
      for (const { origin } of trials) origins.set(origin, (origins.get(origin) ?? 0) + 1);
      assert.deepEqual([...origins.values()], [40, 40, 40]);
    }
    const seeded = study.trials.filter(({ seeds }) => seeds.size > 0);
    assert.ok(seeded.length > 0);
    for (const { seeds, number } of seeded)
      assert.deepEqual(
        [...seeds].map(([seed, { validationLoss }]) => validationLoss === number + seed),
        [true, true, true],
      );
    assert.deepEqual(readdirSync(folder()), ['study.log']);
  }).timeout(60_000);

  it('take over from one that was killed in the middle of a line', async () => {
    await StudyJournal.create(path(), setup);
    await once(start('torn'), 'exit');
    assert.ok(!readFileSync(path(), 'utf8').endsWith('\n'));
    const clock = new FakeClock();
    const study = await StudyJournal.open(path(), setup.name, { lock: new JournalLock(path(), clock) });
    await study.add([point], 'grid');
    assert.ok(clock.milliseconds > 30_000);
    assert.equal(study.faultCount, 1);
    assert.ok(!existsSync(`${path()}.lock`));
    const lines = readFileSync(path(), 'utf8').trimEnd().split('\n');
    assert.equal(JSON.parse(lines.at(-1)!).op_code, 4);
  });
});
