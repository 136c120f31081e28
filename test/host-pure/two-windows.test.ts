import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Run } from '../../src/host/store/run';
import { RunFolder } from '../../src/host/store/run-folder';
import { RunStore } from '../../src/host/store/run-store';
import { end, progress, rows, run, sleep, until } from './fixtures';

function grow(store: RunStore, one: Run, by: number): void {
  const [member] = one.members;
  const from = member.curve.count;
  member.curve.append(rows(from, by));
  member.progress = progress(from + by);
  store.grew(one, member);
}

describe('windows that share a folder', () => {
  let folder: string;
  const opened: RunStore[] = [];
  const told: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'windows-'));
    told.length = 0;
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) store.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** A window; its owner files are touched when the test says so. */
  function open(maxRuns = 500): RunStore {
    const store = new RunStore({
      folder: new RunFolder(folder, () => {}, 1e9),
      quota: () => ({ runs: maxRuns, bytes: 1e9 }),
      mayDelete: async () => true,
      log: () => {},
      onNotKept: (reason) => told.push(reason),
      tell: (words) => told.push(words),
    });
    opened.push(store);
    return store;
  }

  /** What lies in the folder, less what was deleted. */
  const files = async () => (await readdir(folder)).filter((name) => !name.startsWith('deleted-'));
  const ownerOf = ({ id }: Run) => join(folder, `${id}.owner`);
  /** As if nobody had touched it for long. */
  const grownStale = (one: Run) => utimes(ownerOf(one), 0, 0);

  it('see each other’s runs as they go on and end, and none is written over', async () => {
    const [a, b] = [open(), open()];
    await b.open(undefined);
    const going = run();
    a.add(going);
    grow(a, going, 100);
    await a.flush();
    await b.refresh();
    assert.equal(b.summaries[0].status, 'elsewhere');
    assert.ok(await b.select(going.id));
    assert.equal(b.current?.status, 'elsewhere');
    assert.equal(b.current?.members[0].curve.count, 105);

    assert.ok(await b.rename(going.id, 'named elsewhere'));
    grow(a, going, 900);
    a.changed(end(going));
    await a.flush();
    await b.flush();
    // Nobody asks: it is noticed.
    await until(() => b.current?.status === 'completed', 10_000);
    assert.equal(b.current?.members[0].curve.count, 1_005);
    await a.refresh();
    assert.equal(going.name, 'named elsewhere');

    const third = open();
    await third.open(undefined);
    assert.equal(third.current?.name, 'named elsewhere');
    assert.equal(third.current?.status, 'completed');
    assert.deepEqual(third.current?.series(), going.series());
    assert.deepEqual((await readdir(folder)).sort(), [`${going.id}.name.json`, `${going.id}.run`]);
  }).timeout(20_000);

  it('call a run stopped only when its window is gone, and take it back when that wakes up', async () => {
    const [a, b] = [open(), open()];
    const going = run();
    a.add(going);
    await a.flush();
    await grownStale(going);
    await b.refresh();
    assert.equal(b.summaries[0].status, 'stopped');
    assert.ok(await b.select(going.id));
    assert.equal(b.current?.status, 'stopped');
    await utimes(ownerOf(going), new Date(), new Date());
    await b.refresh();
    assert.equal(b.current?.status, 'elsewhere');
    // A process that is no more is not waited for.
    const owner = JSON.parse(await readFile(ownerOf(going), 'utf8'));
    await writeFile(ownerOf(going), JSON.stringify({ ...owner, pid: 2 ** 22 + 1 }));
    await b.refresh();
    assert.equal(b.current?.status, 'stopped');
  });

  it('leave no owner file when they close, whatever goes on and whatever the disk did', async () => {
    const [a, b] = [open(), open()];
    const [going, full, fast] = [run(), run(), run()];
    a.add(going);
    await a.flush();
    // What a full disk leaves of an owner file that could not be written.
    await writeFile(ownerOf(full), '');
    a.add(full);
    await a.flush();
    a.changed(end(full));
    b.add(fast);
    // Trainers go on while the window closes.
    const closing = [a.close(), b.close()];
    for (let turns = 0; turns < 20; turns++) {
      await readdir(folder);
      grow(b, fast, 1);
      b.changed(turns % 2 ? fast : Object.assign(fast, { paused: turns % 4 === 0 }));
    }
    await Promise.all(closing);
    await sleep(700);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => !name.endsWith('.run')),
      [],
    );
  });

  it('sweep the owner files of windows that were killed, and of no other', async () => {
    const [a, b] = [open(), open()];
    const [killed, atFirst, asleep, beginning] = [run(), run(), run(), run()];
    for (const one of [killed, atFirst, asleep, beginning]) a.add(one);
    await a.flush();
    const owner = JSON.parse(await readFile(ownerOf(killed), 'utf8'));
    for (const one of [killed, atFirst])
      await writeFile(ownerOf(one), JSON.stringify({ ...owner, pid: 2 ** 22 + 1 }));
    await grownStale(asleep);
    // Not written for the first time yet, by a window that was killed and by one that was not.
    for (const one of [atFirst, beginning]) await rm(join(folder, `${one.id}.run`));
    await b.open(undefined);
    const left = (await readdir(folder)).filter((name) => name.endsWith('.owner'));
    assert.deepEqual(left.sort(), [asleep, beginning].map(({ id }) => `${id}.owner`).sort());
  });

  it('do not delete a run that another one trains, and say why', async () => {
    const [a, b] = [open(), open()];
    const going = run();
    a.add(going);
    await a.flush();
    await b.refresh();
    await assert.rejects(b.remove(going.id), /running in another window/);
    assert.ok(b.has(going.id));
    a.changed(end(going));
    await a.flush();
    await b.remove(going.id);
    assert.deepEqual(await files(), []);
    // The first one shows it, says that it is gone, and does not write it again.
    await a.refresh();
    assert.equal(a.current, null);
    assert.match(told.join(), /deleted in another window/);
    await a.flush();
    assert.deepEqual(await files(), []);
  });

  it('leave alone, when there are too many, what another one trains or has just given a name', async () => {
    const [a, b] = [open(), open(2)];
    const [going, named, loose] = [run({ startedAt: 1 }), run({ startedAt: 2 }), run({ startedAt: 3 })];
    a.add(end(named));
    a.add(end(loose));
    a.add(going);
    await a.flush();
    await b.refresh();
    assert.ok(await a.rename(named.id, 'kept'));
    for (let n = 0; n < 3; n++) b.add(end(run({ startedAt: 10 + n })));
    await b.flush();
    await until(() => !b.has(loose.id), 5_000);
    await a.refresh();
    assert.ok(a.has(going.id) && a.has(named.id));
    assert.ok(!a.has(loose.id));
  });

  it('lose nothing, whatever they do in whatever order', async () => {
    const play = async (acts: readonly Act[]) => {
      const game = new Game(() => open());
      for (const act of acts) await game.play(act);
      const last = open();
      await last.refresh();
      for (const one of game.kept) await one.assertKept(last);
      for (const store of opened.splice(0)) store.dispose();
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
    };
    const acts = fc.array(fc.record({ do: fc.constantFrom(...ACTS), at: fc.nat(2), which: fc.nat(9) }), {
      minLength: 5,
      maxLength: 40,
    });
    await fc.assert(fc.asyncProperty(acts, play), { numRuns: 60 });
  }).timeout(120_000);

  it('say so where a run cannot be deleted or renamed, and keep it in the list', async () => {
    const broken = Object.assign(new Error('EROFS: read-only file system, unlink'), { code: 'EROFS' });
    class ReadOnly extends RunFolder {
      override remove = () => Promise.reject(broken);
      override mark = () => Promise.reject(broken);
    }
    const first = open();
    const saved = end(run());
    first.add(saved);
    await first.flush();
    const store = new RunStore({
      folder: new ReadOnly(folder, () => {}),
      log: () => {},
      onNotKept: () => {},
    });
    await store.open(undefined);
    await assert.rejects(store.remove(saved.id), /cannot be deleted: the disk is read-only/);
    await assert.rejects(store.rename(saved.id, 'x'), /cannot be renamed: the disk is read-only/);
    assert.ok(store.has(saved.id));
    assert.equal(store.current?.id, saved.id);
    assert.equal(store.current?.name, saved.name);
    store.dispose();
  });
});

const ACTS = [
  ...(['add', 'grow', 'save', 'finish', 'rename', 'remove', 'select', 'refresh', 'crash'] as const),
  ...(['tag', 'untag', 'note', 'pin', 'undo'] as const),
] as const;

interface Act {
  readonly do: (typeof ACTS)[number];
  /** Which window. */
  readonly at: number;
  /** Which run. */
  readonly which: number;
}

/** A run, and what was true of it when it was last safe on disk. */
class Kept {
  readonly run = run();
  /** Rows; −1: never saved. */
  saved = -1;
  name: string | undefined;
  note = '';
  isPinned = false;
  readonly tags = new Set<string>();
  isRemoved = false;

  constructor(readonly by: RunStore) {
    by.add(this.run);
  }

  /** As if its window had been killed long ago. */
  async grownStale(store: RunStore): Promise<void> {
    const file = store.fileOf(this.run.id)!.replace(/run$/, 'owner');
    // It may never have been saved.
    await utimes(file, 0, 0).catch(() => {});
  }

  get isGoing(): boolean {
    return !this.run.over && !this.isRemoved;
  }

  async assertKept(store: RunStore): Promise<void> {
    const { id } = this.run;
    if (this.isRemoved) assert.ok(!store.has(id), 'a deleted run is back');
    if (this.isRemoved || this.saved < 0) return;
    const found = await store.load(id);
    assert.ok(found, `run ${id} is lost`);
    assert.deepEqual(found.damage, []);
    assert.ok(found.members[0].curve.count >= this.saved, 'older has been written over newer');
    if (this.name !== undefined) assert.equal(found.name, this.name);
    const { note = '', tags = [], pinned = false } = store.summaryOf(id)!;
    assert.deepEqual(
      [note, [...tags].sort(), pinned],
      [this.note, [...this.tags].sort(), this.isPinned],
      'what a person set is lost',
    );
    if (!this.run.over) return;
    assert.equal(found.status, this.run.status);
    assert.deepEqual(found.series(), this.run.series());
  }
}

/** Three windows, and what a person does in them. */
class Game {
  readonly kept: Kept[] = [];
  readonly #stores: RunStore[];
  #names = 0;

  readonly #open: () => RunStore;

  constructor(open: () => RunStore) {
    this.#open = open;
    this.#stores = [open(), open(), open()];
  }

  async play({ do: act, at, which }: Act): Promise<void> {
    const store = this.#stores[at];
    const one = this.kept[which % Math.max(1, this.kept.length)] as Kept | undefined;
    if (act === 'add') this.kept.push(new Kept(store));
    else if (act === 'save') await this.#save(store);
    else if (act === 'refresh') await store.refresh();
    else if (act === 'crash') await this.#crash(at);
    else if (act === 'undo') await this.#undo(store);
    else if (one !== undefined) await this.#playWith(act, store, one);
  }

  async #playWith(act: Act['do'], store: RunStore, one: Kept): Promise<void> {
    const isMine = one.by === store && one.isGoing;
    if (act === 'select') await store.select(one.run.id);
    else if (act === 'rename') await this.#rename(store, one);
    else if (act === 'remove' && !isMine) await this.#remove(store, one);
    else if (act === 'grow' && isMine) grow(store, one.run, 3);
    else if (act === 'tag' || act === 'untag' || act === 'note' || act === 'pin')
      await this.#mark(act, store, one);
    else if (act === 'finish' && isMine) {
      store.changed(end(one.run));
      await this.#save(store);
    }
  }

  async #save(store: RunStore): Promise<void> {
    await store.flush();
    for (const one of this.kept) if (one.by === store) one.saved = one.run.members[0].curve.count;
  }

  async #rename(store: RunStore, one: Kept): Promise<void> {
    const name = `name ${this.#names++}`;
    if (await store.rename(one.run.id, name)) one.name = name;
  }

  async #mark(act: 'tag' | 'untag' | 'note' | 'pin', store: RunStore, one: Kept): Promise<void> {
    const [tag, note] = [`tag ${this.#names % 3}`, `note ${this.#names++}\nof two lines`];
    const changes = {
      ...{ tag: { tagged: [tag] }, untag: { untagged: [tag] } },
      ...{ note: { note }, pin: { pinned: !one.isPinned } },
    };
    if (!(await store.mark(one.run.id, changes[act]))) return;
    if (act === 'tag') one.tags.add(tag);
    else if (act === 'untag') one.tags.delete(tag);
    else if (act === 'note') one.note = note;
    else one.isPinned = !one.isPinned;
  }

  async #undo(store: RunStore): Promise<void> {
    const back = new Set((await store.undoDelete()).map(({ id }) => id));
    for (const one of this.kept) if (back.has(one.run.id)) one.isRemoved = false;
  }

  async #remove(store: RunStore, one: Kept): Promise<void> {
    if (!store.has(one.run.id)) return;
    try {
      await store.remove(one.run.id);
      one.isRemoved = true;
    } catch (error) {
      assert.match(String(error), /another window/);
      assert.ok(one.isGoing && this.#stores.includes(one.by));
    }
  }

  async #crash(at: number): Promise<void> {
    const store = this.#stores[at];
    store.dispose();
    for (const one of this.kept) if (one.by === store && one.isGoing) await one.grownStale(store);
    this.#stores[at] = this.#open();
    await this.#stores[at].refresh();
  }
}

describe('a folder with a damaged run', () => {
  it('names it, shows the newest whole one in its place, and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'damaged-'));
    const told: string[] = [];
    const open = () =>
      new RunStore({
        folder: new RunFolder(folder, () => {}),
        log: () => {},
        onNotKept: () => {},
        tell: (words) => told.push(words),
      });
    const first = open();
    const [old, middle, newest] = [1, 2, 3].map((startedAt) => end(run({ startedAt })));
    for (const one of [old, middle, newest]) first.add(one);
    await first.flush();
    first.dispose();
    // Its summary is whole, its curves are not; and one of which nothing is left.
    const file = join(folder, `${newest.id}.run`);
    const bytes = await readFile(file);
    bytes.fill(7, bytes.indexOf('MEMB'));
    await writeFile(file, bytes);
    await writeFile(join(folder, `${middle.id}.run`), 'nothing');
    await utimes(join(folder, `${middle.id}.run`), 1, 1);
    const second = open();
    await second.open(newest.id);
    assert.equal(second.current?.id, old.id);
    assert.equal(told.length, 1);
    assert.match(told[0], /cannot be shown.*curves.*newest whole one/);
    assert.deepEqual(second.damaged.map(({ id }) => id).sort(), [middle.id, newest.id].sort());
    assert.ok(second.damaged.every(({ reason }) => reason.endsWith('.')));
    await second.refresh();
    assert.equal(second.damaged.length, 2, 'what was found is not forgotten');
    await second.remove(middle.id);
    await second.remove(newest.id);
    assert.equal(second.damaged.length, 0);
    second.dispose();
    await rm(folder, { recursive: true });
  });
});
