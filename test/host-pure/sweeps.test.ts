import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SweepId, sweepOf } from '../../src/experiment/sweeps';
import { Emitter } from '../../src/host/store/emitter';
import { StudyStore } from '../../src/host/store/study-store';
import { StudyRunner } from '../../src/host/study-runner';
import { Sweeps } from '../../src/host/sweeps';
import { FakeTrainers } from './fake-trainers';
import { experiment } from './fixtures';
import { log, play, turn, warn } from './study-support';

describe('the sweeps of a workspace', () => {
  let folder: string;
  const parts: { dispose(): void }[] = [];

  function window() {
    const trainers = new FakeTrainers();
    const changed = new Emitter<void>();
    const setup = { experiment: experiment(), folder: null, onDidChange: changed.event };
    const store = new StudyStore(folder, warn, 50);
    const runner = new StudyRunner(trainers, log, store, setup);
    const sweeps = new Sweeps({ runner, store, setup, log });
    parts.push(store, runner, sweeps);
    const start = (id: SweepId) => runner.start(sweepOf(id, setup.experiment), setup.folder, id);
    const edit = (patch: object) => {
      Object.assign(setup, { experiment: { ...setup.experiment, ...patch } });
      changed.fire();
    };
    const shown = () => sweeps.state.map(({ sweep, status, count }) => [sweep, status, count]);
    return { trainers, runner, store, sweeps, start, edit, shown, setup };
  }

  async function swept(): Promise<ReturnType<typeof window>> {
    const one = window();
    for (const id of ['rule', 'ratio'] as const) {
      one.start(id);
      await play(one.trainers, () => one.runner.state?.status === 'completed');
      await one.runner.close();
    }
    return one;
  }

  const until = async (holds: () => boolean) => {
    for (let i = 0; i < 2_000 && !holds(); i++) await new Promise((done) => setTimeout(done, 2));
    assert.ok(holds());
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sweeps-'));
  });
  afterEach(async () => {
    for (const part of parts.splice(0)) part.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  it('stay beside each other, and all come back after a reload', async () => {
    const { shown } = await swept();
    const all = [
      ['ratio', 'completed', 10],
      ['rule', 'completed', 5],
    ];
    assert.deepEqual(shown(), all);
    const later = window();
    await later.store.refresh();
    await until(() => later.shown().length === 2);
    assert.deepEqual(later.shown(), all);
    const own = { experiment: experiment(), folder: null };
    assert.deepEqual(
      later.sweeps.of(own).map(({ sweep }) => sweep),
      ['ratio', 'rule'],
    );
    const other = { ...own.experiment, training: { ...own.experiment.training, batchSize: 5 } };
    assert.deepEqual(later.sweeps.of({ ...own, experiment: other }), []);
    assert.equal(later.sweeps.find(later.sweeps.last('rule')!.id)?.sweep, 'rule');
  });

  it('say what the set-up has otherwise by now, in mid-sweep and afterwards, and nothing of what they vary', async () => {
    const { sweeps, start, edit, trainers, runner, setup } = await swept();
    assert.ok(sweeps.state.every(({ differences }) => differences === undefined));
    edit({ dropout: { ...setup.experiment.dropout, ratio: 0.1 }, seeds: 7 });
    assert.deepEqual(
      sweeps.state.map(({ differences }) => differences),
      [undefined, undefined],
    );
    edit({ training: { ...setup.experiment.training, batchSize: 5 } });
    await until(() => sweeps.state[0]!.differences !== undefined);
    assert.match(sweeps.state[0]!.differences!.join(), /Batch size: 5 instead of \d+/);
    assert.match(sweeps.state[1]!.differences!.join(), /Batch size: 5 instead of \d+/);
    start('ratio');
    await turn();
    assert.deepEqual([sweeps.state[0]!.status, sweeps.state[0]!.differences], ['running', undefined]);
    edit({ training: { ...setup.experiment.training, batchSize: 6 } });
    await until(() => sweeps.state[0]!.differences !== undefined);
    assert.match(sweeps.state[0]!.differences!.join(), /Batch size: 6 instead of 5/);
    await play(trainers, () => runner.state?.status === 'completed');
  });

  it('would vary something else by now: that is said too', async () => {
    const { sweeps, start, edit, trainers, runner, setup } = window();
    start('width');
    await play(trainers, () => runner.state?.status === 'completed');
    edit({ dropout: { ...setup.experiment.dropout, ratio: 0.1 } });
    await until(() => sweeps.state[0]!.differences !== undefined);
    assert.deepEqual(sweeps.state[0]!.differences, ['Drop ratio: 0.1, 0 instead of 0.5, 0']);
  });

  it('leave with their study, and come back with it', async () => {
    const { sweeps, store, shown } = await swept();
    const { id } = sweeps.last('rule')!;
    await sweeps.forget(id);
    await store.remove(id);
    assert.deepEqual(
      shown().map(([sweep]) => sweep),
      ['ratio'],
    );
    await store.undoDelete();
    await until(() => shown().length === 2);
  });

  it('that another window runs are followed there', async () => {
    const [one, other] = [window(), window()];
    one.start('ratio');
    await play(one.trainers, () => one.runner.study!.trials.size > 4);
    await new Promise((done) => setTimeout(done, 50));
    await other.store.refresh();
    await until(() => other.shown()[0]?.[1] === 'elsewhere');
    await play(one.trainers, () => one.runner.state?.status === 'completed');
    await one.runner.close();
    await other.store.refresh();
    await until(() => other.shown()[0]?.[1] === 'completed');
  });
});
