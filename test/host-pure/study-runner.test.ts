import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Experiment } from '../../src/experiment/schema';
import { StudyStore } from '../../src/host/store/study-store';
import { StudyRunner } from '../../src/host/study-runner';
import { TRIAL_COLUMNS } from '../../src/protocol';
import { StudyJournal } from '../../src/study/journal/study-journal';
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

/** Lets jobs end until a condition holds that something outside has to bring about. */
async function playUntil(trainers: FakeTrainers, isSo: () => boolean): Promise<void> {
  while (!isSo()) await play(trainers, isSo);
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
    assert.match(runner.state!.reason!, /It waits while/);
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

  it('waits for what another program proposes, trains it, and comes to an answer', async () => {
    const { trainers, runner, store } = window();
    const experiment = searched(6);
    runner.start({ ...experiment, study: { ...experiment.study!, sampler: { kind: 'optuna' } } }, null);
    await play(trainers, () => runner.state?.journal !== undefined);
    assert.deepEqual([runner.state!.proposals, runner.state!.count, runner.state!.total], ['awaited', 0, 6]);
    const other = await StudyJournal.open(store.fileOf(runner.study!.id));
    const points = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map((ratio) => ({ 'dropout.ratio': ratio }));
    await other.add(points.slice(0, 3), 'another');
    await playUntil(trainers, () => runner.state!.done === 6);
    runner.pause();
    await other.add(points.slice(3), 'another');
    runner.resume();
    await playUntil(trainers, () => runner.state?.status === 'completed');
    const { answer, count, fresh } = runner.state!;
    assert.deepEqual([count, fresh.length], [6, 3]);
    assert.match(answer!.sentence, /^Best: Drop ratio 0\.3\. On 3 fresh seeds/);
    await runner.close();
    const again = await store.load(runner.study!.id);
    assert.deepEqual(
      [again.status, again.trials.size, again.search.spec.sampler.kind],
      ['completed', 6, 'optuna'],
    );
  });

  it('hands a study over to another program: its trials stay, and there may be as many again', async () => {
    const { trainers, runner, store } = window();
    runner.start(searched(8), null);
    await playUntil(trainers, () => runner.state?.status === 'completed');
    const before = untimed(runner.state!.rows);
    const handed = runner.handOver()!;
    assert.deepEqual([handed.search.spec.sampler.kind, handed.search.spec.trials], ['optuna', 16]);
    await playUntil(
      trainers,
      () => runner.state!.status === 'running' && runner.state!.journal !== undefined,
    );
    const other = await StudyJournal.open(store.fileOf(handed.id));
    await other.add([{ 'dropout.ratio': 0.3 }], 'another');
    await playUntil(trainers, () => runner.state!.count === 9 && runner.state!.done === 18);
    assert.deepEqual(untimed(runner.state!.rows).slice(0, before.length), before);
    runner.stop();
    await playUntil(trainers, () => runner.state?.status === 'stopped');
    assert.match(runner.state!.answer!.sentence, /^Best: Drop ratio 0\.3\./);
  });

  it('that is stopped before anything was proposed is stopped, and has not failed', async () => {
    const { trainers, runner } = window();
    const experiment = searched(6);
    runner.start({ ...experiment, study: { ...experiment.study!, sampler: { kind: 'optuna' } } }, null);
    await play(trainers, () => runner.state?.journal !== undefined);
    runner.stop();
    await playUntil(trainers, () => runner.state?.status !== 'running');
    assert.equal(runner.state!.status, 'stopped');
  });

  it('names what of its plan the set-up says otherwise by now, until a person keeps the old one', async () => {
    const trainers = new FakeTrainers();
    const setup = { experiment: searched(20), folder: null, onDidChange: () => ({ dispose() {} }) };
    const runner = new StudyRunner(trainers, log, undefined, setup);
    parts.push(runner);
    runner.start(setup.experiment, null);
    const told = () => {
      runner.pause();
      return runner.state!.planDifferences;
    };
    assert.equal(told(), undefined);
    const { study } = setup.experiment;
    const space = { 'dropout.ratio': { min: 0, max: 0.5 }, 'training.batchSize': { min: 8, max: 64 } };
    setup.experiment = { ...setup.experiment, study: { ...study!, space, trials: 30, prune: 'median' } };
    assert.deepEqual(told(), [
      'Drop ratio: 0 … 0.5 instead of 0 … 0.8',
      'Batch size varies as well',
      'Trials: 30 instead of 20',
      'Pruning: By seeds and the median instead of None',
    ]);
    runner.keepPlan();
    assert.equal(runner.state!.status, 'running');
    assert.equal(told(), undefined);
    setup.experiment = { ...setup.experiment, study: { ...study!, seeds: 5 } };
    assert.deepEqual(told(), ['Seeds of a trial: 5 instead of 2']);
    runner.renamed(runner.study!.id, 'rates');
    setup.experiment = searched(20);
    assert.equal(told(), undefined);
  });
});
