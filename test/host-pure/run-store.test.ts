import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Run } from '../../src/host/store/run';
import { RunFolder } from '../../src/host/store/run-folder';
import { RunStore } from '../../src/host/store/run-store';
import { end, experiment, progress, rows, run, sleep, until } from './fixtures';

describe('the run store', () => {
  let folder: string;
  const logged: string[] = [];
  const warned: string[] = [];
  const asked: number[][] = [];
  let lets = true;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runs-'));
    logged.length = 0;
    warned.length = 0;
    asked.length = 0;
    lets = true;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function open(maxRuns = 50, path = folder): RunStore {
    return new RunStore({
      folder: new RunFolder(path, (message) => logged.push(message)),
      quota: () => ({ runs: maxRuns, bytes: 1e9 }),
      mayDelete: async (runs) => {
        asked.push(runs.map(({ startedAt }) => startedAt));
        return lets;
      },
      log: (message) => logged.push(message),
      onNotKept: (reason) => warned.push(reason),
    });
  }

  it('shows again what another window left, the run on the screen first', async () => {
    const first = open();
    const [a, b] = [run({ startedAt: 1 }), run({ startedAt: 2 })];
    first.add(end(a));
    first.add(end(b));
    await first.flush();

    const second = open();
    await second.open(a.id);
    assert.equal(second.current?.id, a.id);
    assert.deepEqual(second.current?.series(), a.series());
    assert.deepEqual(
      second.summaries.map(({ id }) => id),
      [b.id, a.id],
    );

    const third = open();
    await third.open(undefined);
    assert.equal(third.current?.id, b.id);
  });

  it('deletes what is beyond the quota when a person lets it, with some room, and can bring it back', async () => {
    const before = open();
    for (let i = 1; i <= 22; i++) before.add(end(run({ startedAt: i })));
    await before.flush();
    assert.ok(await before.rename(before.summaries.at(-1)!.id, 'mine'));
    assert.ok(await before.mark(before.summaries.at(-2)!.id, { tagged: ['best'] }));
    const store = open(20);
    await store.open(undefined);
    store.add(end(run({ startedAt: 100 })));
    await until(() => store.summaries.length === 20);
    assert.deepEqual(asked, [[3, 4, 5]], 'named and tagged runs are not counted, and never go');
    assert.deepEqual(
      (await store.undoDelete()).map(({ startedAt }) => startedAt),
      [5, 4, 3],
    );
    assert.equal(store.summaries.length, 23);
  });

  it('deletes nothing that a person does not let go', async () => {
    lets = false;
    const store = open(2);
    for (let i = 1; i <= 5; i++) store.add(end(run({ startedAt: i })));
    await store.flush();
    await until(() => asked.length > 0);
    await sleep(20);
    assert.equal(store.summaries.length, 5);
  });

  it('takes no word of the system for damage', async () => {
    const first = open();
    const saved = end(run());
    first.add(saved);
    await first.flush();
    const file = join(folder, `${saved.id}.run`);
    const bytes = await readFile(file);
    // Something that cannot be read as a file, whoever asks; its stamp is the one of the file that follows.
    await rm(file);
    await mkdir(file);
    const store = open();
    await store.open(undefined);
    assert.equal(store.damaged.length, 1);
    await rmdir(file);
    await writeFile(file, bytes);
    await store.refresh();
    assert.deepEqual([store.damaged.length, store.summaries.length], [0, 1]);
    assert.equal((await store.load(saved.id))?.over, true);
  });

  it('keeps a run that goes on up to its last saved epoch when its host is killed', async () => {
    const store = open();
    const going = run();
    store.add(going);
    await store.flush();
    going.members[0].curve.append(rows(5, 100));
    going.members[0].progress = progress(104);
    store.grew(going, going.members[0]);

    // What a killed host leaves is what is on disk, and an owner file that nobody touches.
    await until(() => existsSync(join(folder, `${going.id}.owner`)));
    const kill = () => utimes(join(folder, `${going.id}.owner`), 0, 0);
    await kill();
    let after = open();
    for (let waited = 0; waited < 60 && after.current?.members[0].curve.count !== 105; waited++) {
      await sleep(100);
      await kill();
      after = open();
      await after.open(undefined);
    }
    assert.equal(after.current?.members[0].curve.count, 105);
    assert.equal(after.current?.status, 'stopped');
    assert.equal(after.summaries[0].status, 'stopped');
    assert.equal(after.current?.members[0].ending?.step, 104);
  }).timeout(10_000);

  it('begins to write a run that is over before anybody hears of it, however lately something was written', async () => {
    const begun: string[] = [];
    class Noting extends RunFolder {
      override async write({ id, status }: Run): Promise<number> {
        begun.push(`${id} ${status}`);
        return 0;
      }
    }
    const store = new RunStore({
      folder: new Noting(folder, () => {}),
      log: () => {},
      onNotKept: () => {},
    });
    const [one, other] = [run(), run()];
    for (const going of [one, other]) store.add(going);
    await store.flush();
    begun.length = 0;
    const heard: number[] = [];
    store.onDidChangeRun(() => heard.push(begun.length));
    store.changed(end(one));
    store.changed(end(other, 'stopped'));
    assert.equal(heard[0], 1);
    // One after the other; no timer in between.
    await setImmediate();
    assert.deepEqual(begun, [`${one.id} completed`, `${other.id} stopped`]);
    store.dispose();
  });

  it('writes no more than about twice a second', async () => {
    let writes = 0;
    class Counting extends RunFolder {
      override write(written: Run): Promise<number> {
        writes += 1;
        return super.write(written);
      }
    }
    const store = new RunStore({
      folder: new Counting(folder, () => {}),
      log: () => {},
      onNotKept: () => {},
    });
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.now() });
    const going = run();
    try {
      store.add(going);
      for (let change = 0; change < 500; change++) {
        store.changed(going);
        mock.timers.tick(20);
        await setImmediate();
      }
    } finally {
      mock.timers.reset();
    }
    assert.ok(writes > 0 && writes <= 21, `${writes} writes in ten seconds`);
    await store.flush();
    assert.deepEqual((await readdir(folder)).sort(), [`${going.id}.owner`, `${going.id}.run`]);
  });

  it('loses no run where two windows share a folder', async () => {
    const [one, two] = [open(), open()];
    for (let n = 0; n < 5; n++) {
      one.add(end(run()));
      two.add(end(run()));
    }
    await Promise.all([one.flush(), two.flush()]);
    await one.refresh();
    await two.refresh();
    assert.equal(one.summaries.length, 10);
    assert.deepEqual(one.summaries, two.summaries);
    const [theirs] = two.summaries;
    assert.ok(await one.load(theirs.id));
    await two.remove(theirs.id);
    await one.refresh();
    assert.equal(one.summaries.length, 9);
  });

  it('lets go of the oldest, but never of one that is going on', async () => {
    const store = open(3);
    const going = run({ startedAt: 0 });
    store.add(going);
    for (let n = 0; n < 5; n++) store.add(end(run({ startedAt: 10 + n })));
    await store.flush();
    await until(() => store.summaries.length === 3);
    assert.deepEqual(
      store.summaries.map(({ startedAt }) => startedAt),
      [14, 13, 0],
    );
    assert.equal((await readdir(folder)).filter((name) => name.endsWith('.run')).length, 3);
  });

  it('goes on where nothing can be written, and says so once', async () => {
    const file = join(folder, 'not-a-folder');
    await writeFile(file, '');
    const store = open(50, file);
    const going = run();
    store.add(going);
    await store.flush();
    store.changed(end(going));
    await store.flush();
    await store.select(going.id);
    store.add(end(run()));
    await store.flush();
    assert.equal(warned.length, 1);
    assert.equal((await store.load(going.id))?.status, 'completed');
    assert.equal(store.summaries.length, 2);
  });

  it('leaves out what is no run, and what a killed window left half written', async () => {
    await writeFile(join(folder, 'broken.run'), 'DPRUN 1\n');
    await writeFile(join(folder, 'empty.run'), '');
    await writeFile(join(folder, 'old.run.1234.tmp'), 'half');
    await utimes(join(folder, 'old.run.1234.tmp'), 0, 0);
    const store = open();
    store.add(end(run()));
    await store.flush();
    await store.refresh();
    assert.equal(store.summaries.length, 1);
    assert.equal(logged.length, 2);
    await store.refresh();
    assert.equal(logged.length, 2, 'a broken file is complained about once');
    assert.equal(
      (await readdir(folder)).some((name) => name.endsWith('.tmp')),
      false,
    );
    assert.equal(await store.load('../../etc/passwd'), undefined);
  });

  it('renames a run that is on disk only', async () => {
    const first = open();
    const saved = end(run());
    first.add(saved);
    first.add(end(run()));
    await first.flush();
    const second = open();
    await second.open(undefined);
    assert.equal(await second.rename(saved.id, '  half dropped '), true);
    assert.equal(await second.rename(saved.id, '   '), false);
    assert.equal(await second.rename('nobody', 'x'), false);
    await second.flush();
    await first.refresh();
    const third = open();
    await third.open(saved.id);
    assert.equal(third.current?.name, 'half dropped');
  });

  it('keeps the whole name that a person typed, also one that ends as the playground’s own do', async () => {
    const change = { step: 120, ratio: 0.3 };
    const first = open();
    const changed = end(run({ experiment: experiment({ changes: [change] }) }));
    first.add(changed);
    const { name } = changed;
    assert.match(name, / · → drop 0\.3 at step 120$/);
    await first.rename(changed.id, name);
    assert.equal(changed.name, name);
    await first.flush();
    const second = open();
    await second.open(changed.id);
    assert.equal(second.current?.name, name);
  });

  it('shows the newest of the others when the run on the screen is deleted', async () => {
    const store = open();
    const [a, b] = [end(run({ startedAt: 1 })), end(run({ startedAt: 2 }))];
    store.add(a);
    store.add(b);
    await store.flush();
    await store.remove(b.id);
    assert.equal(store.current?.id, a.id);
    await store.remove(a.id);
    assert.equal(store.current, null);
    assert.deepEqual(
      (await store.undoDelete()).map(({ id }) => id),
      [a.id],
      'the last deletion first',
    );
    assert.deepEqual(
      (await store.undoDelete()).map(({ id }) => id),
      [b.id],
    );
    assert.deepEqual((await readdir(folder)).sort(), [a, b].map(({ id }) => `${id}.run`).sort());
  });

  it('knows nothing of a deleted run once its file is gone: one that is put back is listed again', async () => {
    const store = open();
    const deleted = end(run({ startedAt: 1 }));
    store.add(deleted);
    await store.flush();
    const file = join(folder, `${deleted.id}.run`);
    const bytes = await readFile(file);
    const looking = store.refresh();
    await store.remove(deleted.id);
    await looking;
    assert.deepEqual(store.summaries, [], 'a look that had begun before does not bring it back');
    await writeFile(file, bytes);
    await store.refresh();
    assert.deepEqual(
      store.summaries.map(({ id }) => id),
      [deleted.id],
    );
  });
});
