import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { defaultExperiment } from '../../src/experiment/defaults';
import { parseExperiment } from '../../src/experiment/parse';
import type { Experiment } from '../../src/experiment/schema';
import { type Place, placesOf, plainPath } from '../../src/host/places';
import { Playground } from '../../src/host/playground';
import { Runner } from '../../src/host/runner';
import { Setup } from '../../src/host/setup';
import { Emitter } from '../../src/host/store/emitter';
import type { Run } from '../../src/host/store/run';
import { RunStore } from '../../src/host/store/run-store';
import { Trust } from '../../src/host/trust';
import type { FromWorker } from '../../src/protocol';
import type { JobRequest } from '../../src/worker/pool';
import { FakeTrainers } from './fake-trainers';
import { sleep, until } from './fixtures';

const DEBOUNCE = 350;

function on(data: Record<string, unknown>): Experiment {
  const result = parseExperiment({ version: 1, data });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.experiment;
}

const csv = (file: string, more: object = {}) => on({ source: 'csv', file, ...more });

/**
 * A workspace with links that lead out of it and within it, and a folder beside it:
 * `ws/{data.csv,sub/deep.csv}`, `other/secret.csv`, `ws/out -> other`, `ws/out.csv -> other/secret.csv`,
 * `ws/in -> ws/sub`, `ws/chain -> ws/out`, `ws/gone.csv -> other/not-there.csv`.
 */
let top: string;
before(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'playground-trust-')));
  await mkdir(join(top, 'ws/sub'), { recursive: true });
  await mkdir(join(top, 'other'));
  for (const file of ['ws/data.csv', 'ws/sub/deep.csv', 'other/secret.csv', 'ws/..csv'])
    await writeFile(join(top, file), 'x,y\n1,2\n');
  const links = [
    ['other', 'ws/out'],
    ['other/secret.csv', 'ws/out.csv'],
    ['ws/sub', 'ws/in'],
    ['ws/out', 'ws/chain'],
    ['other/not-there.csv', 'ws/gone.csv'],
    ['ws', 'alias'],
  ];
  for (const [to, from] of links) await symlink(join(top, to!), join(top, from!));
});
after(() => rm(top, { recursive: true, force: true }));

describe('a path in a question', () => {
  it('stays on its line and in its direction, and is whole where it fits', () => {
    assert.equal(plainPath('/home/me/한글 data.csv'), '/home/me/한글 data.csv');
    for (const trick of ['\n', '\r', '\0', '\u2028', '\u202e', '\u200b', '\u0085'])
      assert.equal(plainPath(`data.csv${trick}/etc/passwd`), 'data.csv\ufffd/etc/passwd');
  });

  it('shows both ends of one that is too long', () => {
    const shown = plainPath(`/first/${'x'.repeat(4_000)}/../../etc/passwd`);
    assert.ok(shown.length < 320);
    assert.match(shown, /^\/first\/x+ … x+\/\.\.\/\.\.\/etc\/passwd$/);
  });
});

describe('where a data file lies', () => {
  const ws = () => join(top, 'ws');
  const isOutside = async (file: string, roots = [ws()]) =>
    (await placesOf(csv(file), ws(), roots))[0]!.outside;

  for (const inside of [
    'data.csv',
    'sub/deep.csv',
    './sub/../data.csv',
    'in/deep.csv',
    'not-yet.csv',
    '..csv',
  ])
    it(`inside: ${inside}`, async () => assert.equal(await isOutside(inside), false));

  for (const outside of [
    '../other/secret.csv',
    '../../../../../../../../etc/passwd',
    '/etc/passwd',
    '/dev/stdin',
    '/proc/self/environ',
    'out/secret.csv',
    'out.csv',
    'chain/secret.csv',
    'chain/not-yet.csv',
    'gone.csv',
    'sub/../../other/secret.csv',
    '../ws-of-another/data.csv',
    '..',
    '~/data.csv',
    '~root/data.csv',
    'file:///etc/passwd',
    'FILE:data.csv',
    'https://example.org/data.csv',
    '\\\\server\\share\\data.csv',
    '//server/share/data.csv',
    'in/\0.csv',
  ])
    it(`outside: ${JSON.stringify(outside)}`, async () => assert.equal(await isOutside(outside), true));

  it('is asked of every file that an experiment names', async () => {
    const idx = on({
      source: 'idx',
      images: 'data.csv',
      labels: 'out.csv',
      testImages: '/etc/hostname',
      testLabels: 'sub/deep.csv',
    });
    const npy = on({
      source: 'npy',
      file: 'a.npy',
      labels: '../b.npy',
      testFile: 'out/c.npy',
      testLabels: 'd.npy',
    });
    const outside = async (experiment: Experiment) =>
      Object.fromEntries((await placesOf(experiment, ws(), [ws()])).map((one) => [one.named, one.outside]));
    assert.deepEqual(await outside(idx), {
      'data.csv': false,
      'out.csv': true,
      '/etc/hostname': true,
      'sub/deep.csv': false,
    });
    assert.deepEqual(await outside(npy), {
      'a.npy': false,
      '../b.npy': true,
      'out/c.npy': true,
      'd.npy': false,
    });
    assert.deepEqual(await outside(csv('data.csv', { testFile: '../t.csv' })), {
      'data.csv': false,
      '../t.csv': true,
    });
    assert.deepEqual(await outside(defaultExperiment()), {});
  });

  it('does not depend on the name by which the workspace was opened', async () => {
    assert.equal(await isOutside('data.csv', [join(top, 'alias')]), false);
    assert.equal(await isOutside('out.csv', [join(top, 'alias')]), true);
    assert.equal(await isOutside('out.csv', [ws(), join(top, 'other')]), false);
  });

  it('is said with links followed', async () => {
    const [place] = await placesOf(csv('chain/secret.csv'), ws(), [ws()]);
    assert.deepEqual(place, {
      named: 'chain/secret.csv',
      path: join(top, 'other/secret.csv'),
      outside: true,
    });
  });

  it('is inside exactly where the path without links is', async () => {
    const step = fc.constantFrom(
      '..',
      '.',
      'sub',
      'out',
      'in',
      'chain',
      'ws',
      'other',
      'data.csv',
      'secret.csv',
      'none',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), async (steps) => {
        const path = steps.join('/');
        // What a reader opens is the path that is resolved by its words, and then followed.
        const real = await realpath(join(ws(), path)).catch(() => undefined);
        if (real === undefined) return;
        const inside = real === ws() || real.startsWith(`${ws()}${sep}`);
        assert.equal(await isOutside(path), !inside, `${path} is ${relative(top, real)}`);
      }),
      { numRuns: 300 },
    );
  });
});

class FakeWorkspace {
  isTrusted = false;
  readonly #granted = new Emitter<void>();
  readonly onDidGrantWorkspaceTrust = this.#granted.event;
  grant(): void {
    this.isTrusted = true;
    this.#granted.fire();
  }
}

function make() {
  const workspace = new FakeWorkspace();
  const asked: (readonly Place[])[] = [];
  const answer = { is: false, before: async () => {} };
  const trust = new Trust({
    workspace,
    roots: () => [join(top, 'ws')],
    ask: async (places) => {
      asked.push(places);
      await answer.before();
      return answer.is;
    },
  });
  return { workspace, asked, answer, trust };
}

describe('a workspace that is not trusted', () => {
  const folder = () => join(top, 'ws');

  function playground() {
    const all = make();
    const trainers = new FakeTrainers();
    const nothing = () => {};
    const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
    const guarded = all.trust.guard(trainers, 'not read');
    const runner = new Runner({ store, trainers: guarded, log: { info: nothing, warn: nothing } });
    const setup = new Setup(defaultExperiment(), folder());
    const mayAutoRun = { is: true };
    const { trust } = all;
    const options = {
      setup,
      runner,
      store,
      defaults: defaultExperiment,
      mayAutoRun: () => mayAutoRun.is,
      trust,
    };
    return { ...all, trainers, store, runner, setup, mayAutoRun, playground: new Playground(options) };
  }

  it('starts nothing by itself: no file that is opened, no edit, whatever the data', async () => {
    for (const experiment of [csv('data.csv'), csv('../other/secret.csv'), on({ source: 'spiral' })]) {
      const { playground: it, trainers, setup, asked } = playground();
      it.follow(experiment, folder(), false);
      await sleep(DEBOUNCE);
      setup.edit(['training', 'epochs'], 3);
      setup.replace(experiment, folder());
      await sleep(DEBOUNCE);
      assert.deepEqual([trainers.jobs.length, asked.length], [0, 0]);
    }
  });

  it('trains on generated data when a person asks for it', () => {
    const { playground: it, trainers, asked } = playground();
    it.run();
    assert.ok(trainers.jobs.length > 0);
    assert.equal(asked.length, 0);
  });

  for (const start of ['run', 'restart', 'stepAnew'] as const)
    it(`asks before a file is read, and names it: ${start}`, async () => {
      const { playground: it, trainers, runner, asked, answer } = playground();
      it.follow(csv('out.csv'), folder(), true);
      it[start]();
      await until(() => asked.length === 1);
      await sleep(20);
      assert.deepEqual(asked, [[{ named: 'out.csv', path: join(top, 'other/secret.csv'), outside: true }]]);
      assert.equal(runner.active, null, 'the answer was no');
      answer.is = true;
      it[start]();
      await until(() => trainers.jobs.length > 0);
      assert.equal((runner.active as Run | null)?.paused, start === 'stepAnew');
      it.restart();
      assert.equal(asked.length, 2, 'once for a file');
    });

  it('asks for what comes from code as well', async () => {
    const { playground: it, trainers, asked } = playground();
    it.replaceAndRun(csv('/etc/passwd'), folder());
    await until(() => asked.length > 0);
    await sleep(20);
    assert.deepEqual(
      asked.map((places) => places.map(({ path, outside }) => [path, outside])),
      [[['/etc/passwd', true]]],
    );
    assert.equal(trainers.jobs.length, 0);
  });

  it('takes a yes for the files that were named, and no others', async () => {
    const { playground: it, trainers, answer, setup } = playground();
    answer.is = true;
    answer.before = async () => setup.replace(csv('../other/secret.csv'), folder());
    it.follow(csv('data.csv'), folder(), true);
    it.run();
    await sleep(20);
    assert.equal(trainers.jobs.length, 0, 'the set-up is another one by now');
    answer.is = false;
    answer.before = async () => {};
    it.run();
    await sleep(20);
    assert.equal(trainers.jobs.length, 0);
  });

  it('a run that goes on is not replaced by one that reads a file unasked', async () => {
    const { playground: it, trainers, runner, setup } = playground();
    it.run();
    const { active } = runner;
    const { length } = trainers.jobs;
    setup.edit(['data'], { source: 'csv', file: '/etc/passwd' });
    await sleep(DEBOUNCE);
    assert.equal(runner.active, active);
    assert.equal(trainers.jobs.length, length);
  });

  it('starts what waited as soon as it is trusted, once', async () => {
    const { playground: it, trainers, workspace, runner, mayAutoRun } = playground();
    it.follow(csv('data.csv'), folder(), false);
    workspace.grant();
    await sleep(DEBOUNCE);
    assert.ok(runner.active);
    const { length } = trainers.jobs;
    workspace.grant();
    await sleep(DEBOUNCE);
    assert.equal(trainers.jobs.length, length);
    const other = playground();
    other.mayAutoRun.is = mayAutoRun.is = false;
    other.playground.follow(csv('data.csv'), folder(), false);
    other.workspace.grant();
    await sleep(DEBOUNCE);
    assert.equal(other.trainers.jobs.length, 0, 'a person has switched it off');
  });

  it('no trainer reads what is not allowed, whoever starts it', async () => {
    const { trust, answer, workspace } = make();
    const trainers = new FakeTrainers();
    const guarded = trust.guard(trainers, 'not read');
    const request = { experiment: csv('data.csv'), folder: folder() } as JobRequest;
    const said: FromWorker[] = [];
    guarded.start(request, (message) => said.push(message)).stop();
    assert.equal(said.length, 0, 'a job is known before it says something');
    await sleep(0);
    assert.deepEqual(
      said.map((one) => one.type === 'failed' && one.reason),
      ['not read'],
    );
    assert.equal(trainers.jobs.length, 0);
    answer.is = true;
    assert.equal(await trust.allows(csv('data.csv', { testFile: 't.csv' }), folder()), true);
    assert.equal(trust.mayRead(csv('t.csv'), folder()), true);
    assert.equal(trust.mayRead(csv('u.csv'), folder()), false);
    assert.equal(trust.mayRead(csv('data.csv'), join(folder(), 'sub')), false, 'another file of that name');
    workspace.grant();
    assert.equal(trust.mayRead(csv('u.csv'), folder()), true);
  });
});

describe('a workspace that is trusted', () => {
  it('says of a run which of its files lie elsewhere', async () => {
    const { trust, workspace, asked } = make();
    workspace.grant();
    const places = await trust.outside(csv('data.csv', { testFile: 'out.csv' }), join(top, 'ws'));
    assert.deepEqual(
      places.map(({ path }) => path),
      [join(top, 'other/secret.csv')],
    );
    assert.equal(asked.length, 0);
  });

  it('has the words stand with the notes on the data, whichever comes first', async () => {
    for (const later of [true, false]) {
      const trainers = new FakeTrainers();
      const nothing = () => {};
      const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
      const noteOn = async () => {
        if (later) await sleep(10);
        return 'Reads /home/me/data.csv.';
      };
      const runner = new Runner({ store, trainers, noteOn, log: { info: nothing, warn: nothing } });
      const run = runner.start(csv('data.csv'), null, false, 'Not your data.');
      if (!later) await sleep(5);
      for (const job of trainers.jobs) job.start();
      await until(() => run.info?.notes.length === 2);
      const notes = run.info?.notes.slice(0, 2).sort();
      assert.deepEqual(notes, ['Not your data.', 'Reads /home/me/data.csv.']);
    }
  });
});
