import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Experiment } from '../../src/experiment/schema';
import { StudyStore } from '../../src/host/store/study-store';
import { StudyRunner } from '../../src/host/study-runner';
import { TRIAL_COLUMNS } from '../../src/protocol';
import { FakeTrainers } from './fake-trainers';
import { experiment, sleep } from './fixtures';
import { log, play, turn, warn } from './study-support';

const searched = (trials = 20): Experiment =>
  experiment({
    study: {
      space: { 'dropout.ratio': { min: 0, max: 0.8 } },
      sampler: { kind: 'tpe', startup: 8, candidates: 16 },
      ...{ trials, seeds: 2, fresh: 3, prune: 'none' },
    },
  } as Partial<Experiment>);

/** Waits until a study's journal on the disk holds nine trials; the test's own limit ends it. */
async function written(store: StudyStore, id: string): Promise<void> {
  const size = async () => (await store.load(id).catch(() => undefined))?.trials.size ?? 0;
  while ((await size()) < 9) await sleep(2);
}

describe('a study in the host', () => {
  let folder: string;
  const parts: { dispose(): void }[] = [];
  /** What a window has. */
  function window(): { trainers: FakeTrainers; runner: StudyRunner; store: StudyStore } {
    const trainers = new FakeTrainers();
    const store = new StudyStore(folder, warn, 50);
    const runner = new StudyRunner(trainers, log, store);
    parts.push(store, runner);
    return { trainers, runner, store };
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studies-'));
  });
  afterEach(async () => {
    for (const part of parts.splice(0)) part.dispose();
    // A study that was disposed of may still be writing its last trial.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  /** The trials of a study that nobody disturbed. */
  async function undisturbed(): Promise<Float64Array> {
    const trainers = new FakeTrainers();
    const runner = new StudyRunner(trainers, log);
    parts.push(runner);
    runner.start(searched(), null);
    await play(trainers, () => runner.state?.status === 'completed');
    return runner.state!.rows;
  }

  /** All but what the clock says. */
  const untimed = (rows: Float64Array) => {
    const width = TRIAL_COLUMNS.length + 1;
    return [...rows].filter((_, i) => i % width !== TRIAL_COLUMNS.indexOf('seconds'));
  };

  it('runs in the background, and ends with an answer in words', async () => {
    const { trainers, runner } = window();
    runner.start(searched(), null);
    assert.equal(runner.state?.status, 'running');
    await play(trainers, () => runner.state?.status === 'completed');
    const { status, answer, count, total, done, trainings, fresh, axes, journal } = runner.state!;
    assert.equal(status, 'completed');
    assert.deepEqual([count, total, done, trainings, fresh.length], [20, 20, 43, 43, 3]);
    assert.match(answer!.sentence, /^Best: Drop ratio 0\.[23]\d*\. On 3 fresh seeds its test loss is 0\.4/);
    assert.deepEqual(
      [axes[0]!.title, axes[0]!.low, axes[0]!.high, axes[0]!.current],
      ['Drop ratio', 0, 0.8, 0.5],
    );
    assert.match(await readFile(journal!, 'utf8'), /"op_code"/);
  });

  it('can be paused and resumed, and comes to the same trials', async () => {
    const { trainers, runner } = window();
    runner.start(searched(), null);
    for (const enough of [5, 11, 30]) {
      await play(
        trainers,
        () => runner.state!.done >= enough || trainers.jobs.filter((j) => j.over).length >= enough,
      );
      runner.pause();
      assert.equal(runner.state?.status, 'paused');
      runner.resume();
    }
    await play(trainers, () => runner.state?.status === 'completed');
    assert.deepEqual(untimed(runner.state!.rows), untimed(await undisturbed()));
  });

  it('is offered again after a reload, and comes to the same trials', async () => {
    const first = window();
    first.runner.start(searched(), null);
    await play(first.trainers, () => first.runner.study!.trials.size > 9);
    const { id } = first.runner.study!;
    const closing = first.runner.close();
    await play(first.trainers);
    await closing;
    await first.store.close();

    const { runner, store, trainers } = window();
    await store.open();
    assert.deepEqual(
      store.summaries.map((one) => [one.id, one.status, one.total]),
      [[id, 'paused', 20]],
    );
    runner.show(await store.load(id));
    assert.equal(runner.state?.status, 'paused');
    assert.ok(runner.state!.count > 8 && runner.state!.done > 8);
    runner.resume();
    await play(trainers, () => runner.state?.status === 'completed');
    assert.deepEqual(untimed(runner.state!.rows), untimed(await undisturbed()));
    const retrained = trainers.jobs.length + first.trainers.jobs.length;
    assert.ok(retrained < 43 + 16, `${retrained} trainings: what had ended was not trained again`);
    await runner.close();
    await store.refresh();
    assert.equal(store.summaries[0]!.status, 'completed');
  });

  it('of a window that was killed says so, and goes on', async () => {
    const first = window();
    first.runner.start(searched(), null);
    await play(first.trainers, () => first.runner.study!.trials.size > 9);
    const { id } = first.runner.study!;
    await written(first.store, id);
    // A beat that stops: the process is gone.
    first.store.dispose();
    const { runner, store, trainers } = window();
    const long = new Date(Date.now() - 60_000);
    await utimes(join(folder, `${id}.owner`), long, long);
    const study = await store.load(id);
    assert.deepEqual([study.status, study.reason], ['paused', 'Its window was closed while it went on.']);
    runner.show(study);
    assert.ok(runner.state!.count > 8);
    assert.ok(trainers.jobs.length === 0, 'nothing starts by itself');
  });

  it('belongs to one window at a time; the others see it', async () => {
    const [first, second] = [window(), window()];
    first.runner.start(searched(), null);
    await play(first.trainers, () => first.runner.study!.trials.size > 9);
    const { id } = first.runner.study!;
    await written(first.store, id);
    second.runner.show(await second.store.load(id));
    assert.equal(second.runner.state?.status, 'elsewhere');
    second.runner.resume();
    assert.equal(second.trainers.jobs.length, 0);
    await second.store.refresh();
    await assert.rejects(second.store.remove(id), /is running in another window: stop it there first/);
    first.runner.pause();
    await play(first.trainers);
    await first.runner.close();
    second.runner.show(await second.store.load(id));
    assert.equal(second.runner.state?.status, 'paused');
  });

  it('makes way, and goes on afterwards; what a person has paused does not', async () => {
    const { trainers, runner } = window();
    runner.start(searched(), null);
    await turn();
    runner.giveWay();
    assert.equal(runner.going(), null);
    assert.match(runner.state!.reason!, /makes way/);
    runner.goOn();
    assert.equal(runner.state?.status, 'running');
    runner.pause();
    runner.giveWay();
    runner.goOn();
    assert.equal(runner.state?.status, 'paused');
    await play(trainers);
  });

  it('that is stopped trains its best trial on fresh seeds, and says how few it has tried', async () => {
    const { trainers, runner } = window();
    runner.start(searched(), null);
    await play(trainers, () => runner.study!.trials.size > 9);
    runner.stop();
    await play(trainers, () => runner.state?.status === 'stopped');
    const { fresh, answer, total } = runner.state!;
    assert.equal(fresh.length, 3);
    assert.ok(total < 20);
    assert.match(answer!.sentence, /^Best: /);
  });

  it('fails with a reason where no thread can be started, and can be resumed', async () => {
    const { trainers, runner } = window();
    trainers.failing = 'no thread could be started';
    runner.start(searched(), null);
    await play(trainers, () => runner.state?.status === 'failed');
    assert.deepEqual([runner.state?.status, runner.state?.reason], ['failed', 'no thread could be started']);
  });

  it('is renamed and deleted, and comes back for a day with its name, in another window too', async () => {
    const { trainers, runner, store } = window();
    runner.start(searched(), null);
    await play(trainers, () => runner.state?.status === 'completed');
    await runner.close();
    const { id } = runner.study!;
    await store.rename(id, ' Which ratio? ');
    runner.renamed(id, 'Which ratio?');
    assert.deepEqual([store.summaries[0]!.name, runner.state?.name], ['Which ratio?', 'Which ratio?']);
    await runner.forget(id);
    await store.remove(id);
    assert.deepEqual([store.summaries.length, runner.state, store.canUndoDelete], [0, null, true]);
    const other = window();
    await other.store.refresh();
    assert.deepEqual(
      (await other.store.undoDelete()).map(({ name, count }) => [name, count]),
      [['Which ratio?', 20]],
    );
    assert.equal((await other.store.load(id)).trials.size, 20);
    assert.deepEqual([other.store.canUndoDelete, await other.store.undoDelete()], [false, []]);
    await store.refresh();
    assert.deepEqual([store.summaries.length, store.canUndoDelete], [1, false]);
    await store.remove(id, `deleted-${Date.now() - 25 * 3_600_000}-00000000`);
    await store.refresh();
    assert.deepEqual([store.canUndoDelete, await store.undoDelete()], [false, []]);
  });
});
