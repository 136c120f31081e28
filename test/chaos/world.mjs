import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Files } from './files.mjs';
import { Oracle } from './oracle.mjs';
import { Window, within } from './window.mjs';

/** Milliseconds that the first window takes where nothing else goes on. */
const USUAL = 9_000;
/** Milliseconds between two looks at all windows. */
const LOOK = 300;

/** Milliseconds from the end of a run to its file, and that a panel shows what a host said that is no more. */
const SEEN = 150;
const STALE = 3_500;
const DRAWN = 100;
const JUST_THEN = 'it ended just when a host was killed';

/** What a seed has: its folder, its windows, what was seen in them, and what chaos did to it. */
export class World {
  windows = [];
  violations = [];
  /** How many times slower than usual this machine is now: what is waited for is waited for so much longer. */
  slowness = 1;
  counts = {};
  skipped = new Map();
  /** Runs that need not be there any more, or not with their bits: why. */
  excused = new Map();
  /** Runs whose files chaos has harmed: how. */
  harms = new Map();
  /** Names that a person has given, and that the list has shown. */
  names = new Map();
  #asked = new Map();
  #opened = 0;
  #opening = Promise.resolve();
  #fullSince = Number.POSITIVE_INFINITY;
  #killedAt = 0;
  /** The disk has been full. */
  wasFull = false;
  /** A host has been killed. */
  wasKilled = false;
  /** Folders that windows were opened on. */
  folders = new Set();
  /** Runs that a person has deleted: whether they have been seen to be gone. */
  deleted = new Map();
  #looking;
  /** When each window was last looked at, milliseconds since 1970. */
  #lookedAt = new Map();
  #ended = false;

  /** @param stage what all seeds share: { url, browser, hosts, storage, sample, scratch, cli, log } */
  constructor(stage) {
    this.stage = stage;
    this.hosts = stage.hosts;
    this.storage = stage.storage;
    this.folder = mkdtempSync(join(stage.scratch, 'folder-'));
    cpSync(stage.sample, this.folder, { recursive: true });
    this.files = new Files(this.folder);
    this.oracle = new Oracle(stage.cli, mkdtempSync(join(stage.scratch, 'oracle-')));
    this.begun = Date.now();
  }

  async begin() {
    this.context = await this.stage.browser.newContext({ viewport: { width: 1100, height: 700 } });
    this.#looking = this.#lookOn();
    await this.open(this.folder);
    this.slowness = Math.min(5, Math.max(1, (Date.now() - this.begun) / USUAL));
  }

  /** Opens a window and the panel in it. */
  open(folder) {
    const window = this.#open(folder);
    this.#opening = window.catch(() => {});
    return window;
  }

  /** Once no panel shows any more what a host said that was killed: what is asked of it then, nobody hears. */
  async noneStale() {
    const left = Math.max(0, this.#killedAt + STALE * this.slowness - Date.now());
    await new Promise((done) => setTimeout(done, left));
  }

  /** Once the window that opens has opened, however long that takes on a busy machine. */
  async allOpen() {
    await within(this.#opening, 90_000);
  }

  async #open(folder) {
    this.#opened += 1;
    const window = new Window(await this.context.newPage(), folder, this.#opened);
    await window.load(this.stage.url);
    await window.command('Show Panel');
    this.windows.push(window);
    this.folders.add(folder);
    await this.until(async () => (await window.liveView()) !== undefined, 20_000);
    return window;
  }

  async close(window) {
    this.atRisk('close');
    this.windows = this.windows.filter((one) => one !== window);
    this.errors.push(...window.errors);
    await window.close();
  }

  /** Errors of windows that have been closed. */
  errors = [];

  violate(what, detail) {
    this.log(`VIOLATED ${what}: ${detail}`);
    this.violations.push({ what, detail });
  }

  /** A picture of a window, for a person who looks into a violation. */
  async picture(window, name) {
    const path = join(this.stage.kept, `window-${window.number}-${name}.png`);
    await within(window.page.screenshot({ path, timeout: 5000 }), 6000);
  }

  log(text) {
    const seconds = ((Date.now() - this.begun) / 1000).toFixed(1).padStart(5);
    this.stage.log(`${seconds} s  ${text}`);
  }

  skip(what, why) {
    this.skipped.set(what, why);
  }

  forget(id, why) {
    if (!this.excused.has(id)) this.excused.set(id, why);
  }

  harmed({ id, kind }) {
    this.harms.set(id, kind);
  }

  expectName(window, id, name) {
    this.#asked.set(id, { window, name });
  }

  diskFilled() {
    this.#fullSince = Date.now();
    this.wasFull = true;
  }

  /** Whether the file of a run that was seen to be complete has been written since it went on. */
  isSaved({ id, since }) {
    return this.storage.savedAt(id) >= since;
  }

  /** A window or its host is about to go: what could not be saved goes with it, and nobody is to blame. */
  atRisk(why) {
    for (const run of this.oracle.runs) {
      const { at } = run;
      if (at >= this.#fullSince && !this.isSaved(run)) this.forget(run.id, `the disk was full, then ${why}`);
    }
    for (const [id, { at }] of this.names) {
      if (at >= this.#fullSince && this.storage.savedAt(id) < at) this.names.delete(id);
    }
    const isSafe = this.oracle.runs.every((run) => this.excused.has(run.id) || this.isSaved(run));
    if (!this.storage.isFull && isSafe) this.#fullSince = Number.POSITIVE_INFINITY;
  }

  /** Kills a host. Only what has ended in this very moment may be gone: all else has been looked at just before. */
  async kill(pid) {
    await within(this.look(), 2_000);
    this.atRisk('kill');
    const now = Date.now();
    for (const { id, at } of this.oracle.runs) if (now - at < SEEN) this.forget(id, JUST_THEN);
    this.#killedAt = Date.now();
    this.hosts.kill(pid);
    this.wasKilled = true;
  }

  /** Looks again and again at what a person sees: runs that have ended, names that have been taken. */
  async #lookOn() {
    while (!this.#ended) {
      await this.look();
      await new Promise((done) => setTimeout(done, LOOK));
    }
  }

  async look() {
    for (const window of [...this.windows]) await within(this.#look(window), 5_000);
  }

  async #look(window) {
    const since = this.#lookedAt.get(window) ?? this.begun;
    const now = Date.now();
    for (const view of await window.views()) {
      if (view.connection !== 'live') continue;
      const known = this.oracle.runs.map(({ id }) => id);
      const seen = await window.peek(view, known);
      if (seen?.curves) this.#record(window, since, await whole(window, view, known, seen));
      for (const { id, name } of seen?.runs ?? []) this.#hearName(window, id, name);
      for (const id of this.deleted.keys()) this.#missDeleted(seen, id);
      this.#lookedAt.set(window, now);
    }
  }

  #record(window, since, { run, experiment, curves }) {
    if (this.oracle.get(run.id)) return;
    const record = { ...run, experiment, curves, folder: window.folder, since, at: Date.now() };
    this.oracle.record(record);
    if (record.at - this.#killedAt < STALE) this.forget(run.id, JUST_THEN);
    this.log(`        seen: ${run.id} “${run.name}” is complete (window ${window.number})`);
  }

  #missDeleted(seen, id) {
    if (seen && !seen.runs.some((run) => run.id === id) && !this.storage.fileOf(id))
      this.deleted.set(id, true);
  }

  /** Whether every folder that a window was opened on is open in one that is still there. */
  get isAllOpen() {
    return [...this.folders].every((folder) => this.windows.some((window) => window.folder === folder));
  }

  #hearName(window, id, name) {
    const asked = this.#asked.get(id);
    if (asked?.name !== name) return;
    this.#asked.delete(id);
    this.names.set(id, { name, at: Date.now(), folder: window.folder });
  }

  /** Names that a run may have by now: one that was taken, or one that was asked for since. */
  namesOf(id) {
    return [this.names.get(id)?.name, this.#asked.get(id)?.name].filter((name) => name !== undefined);
  }

  async until(check, milliseconds) {
    const until = Date.now() + milliseconds;
    while (Date.now() < until) {
      if (await within(check(), milliseconds)) return true;
      await new Promise((done) => setTimeout(done, 150));
    }
    return false;
  }

  async end() {
    this.#ended = true;
    await within(Promise.resolve(this.#looking), 10_000);
    await within(this.context.close(), 10_000);
  }

  /** Frees everything that the seed has held; nothing of it is left for the next. */
  release() {
    this.hosts.thawAll();
    this.storage.empty();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The last rows of a curve follow the words “Completed” in a message of their own, drawn with them. */
async function whole(window, view, known, seen) {
  await new Promise((done) => setTimeout(done, DRAWN));
  const again = await window.peek(view, known);
  return again?.curves && again.run.id === seen.run.id ? again : seen;
}
