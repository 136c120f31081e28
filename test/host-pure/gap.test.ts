import assert from 'node:assert/strict';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { Gap } from '../../src/host/gap';
import { Playground } from '../../src/host/playground';
import { Runner } from '../../src/host/runner';
import { Setup } from '../../src/host/setup';
import { RunStore } from '../../src/host/store/run-store';
import type { SetupGap } from '../../src/protocol';
import { FakeTrainers } from './fake-trainers';
import { experiment, sleep } from './fixtures';

const DEBOUNCE = 350;

function make({ autoRun = false, dataChangedAt = async () => 0 } = {}) {
  const trainers = new FakeTrainers();
  const nothing = () => {};
  const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
  const runner = new Runner({ store, trainers, log: { info: nothing, warn: nothing } });
  const setup = new Setup(experiment(), null);
  const options = {
    setup,
    runner,
    store,
    defaults: defaultExperiment,
    mayAutoRun: () => autoRun,
    dataChangedAt,
  };
  const playground = new Playground(options);
  const gap = new Gap({ setup, store, runner, playground });
  const finish = () => {
    const run = runner.active!;
    for (const job of trainers.live) job.end();
    return run;
  };
  /** Runs an experiment to its end. */
  const ran = (fields: Partial<Experiment>, folder: string | null = null) => {
    setup.replace(experiment(fields), folder);
    playground.stop();
    playground.restart();
    return finish();
  };
  return { trainers, store, runner, setup, playground, gap, finish, ran };
}

/** A property that assertions have narrowed does not change for the compiler. */
const stateOf = (gap: Gap): SetupGap | null => gap.state;

const training = (fields: object) => ({ ...experiment().training, ...fields }) as Experiment['training'];

describe('what the controls say otherwise than the run on the screen', () => {
  it('is nothing while there is no run, or the run is one of the set-up', () => {
    const { gap, playground, finish } = make();
    assert.equal(stateOf(gap), null);
    playground.run();
    assert.equal(stateOf(gap), null);
    finish();
    assert.equal(stateOf(gap), null);
  });

  it('names every setting, whatever it is of, and is over when it is put back', () => {
    const { gap, playground, finish } = make();
    playground.run();
    const run = finish();
    const edits: [(string | number)[], unknown, RegExp][] = [
      [['dropout', 'ratio'], 0.25, /Drop ratio: 0\.25 instead of 0\.5/],
      [['training', 'epochs'], 7, /Epochs: 7 instead of 300/],
      [['network', 'hidden'], [5], /Hidden layers: 5 instead of 128, 128/],
      [['data', 'noise'], 0.1, /Noise: 0\.1 instead of 0\.3/],
      [['seed'], 9, /Seed: 9 instead of 1/],
      [['seeds'], 4, /Seeds: 4 instead of 1/],
      [['dropout', 'placement', 'input'], true, /input/],
      [['training', 'optimizer'], 'sgd', /Optimizer: SGD instead of Adam/],
    ];
    for (const [path, value, words] of edits) {
      playground.open(run.experiment, null);
      assert.equal(stateOf(gap), null);
      playground.edit(path, value);
      assert.equal(stateOf(gap)?.run, run.id);
      assert.match(stateOf(gap)?.differences.join('\n') ?? '', words);
    }
    playground.open(experiment({ ...run.experiment, name: 'only a name' }), null);
    assert.equal(stateOf(gap), null);
  });

  it('is where data of the same name lies in another folder', () => {
    const { gap, setup, ran } = make();
    const data = { source: 'csv', file: 'x.csv' } as never;
    const run = ran({ data }, '/a');
    setup.replace(experiment({ data }), '/b');
    assert.match(stateOf(gap)?.differences.join() ?? '', /\/b\/x\.csv instead of \/a\/x\.csv/);
    setup.replace(run.experiment, '/a');
    assert.equal(stateOf(gap), null);
  });

  it('is where a file of test rows lies in another folder', () => {
    const { gap, setup, ran } = make();
    const data = { source: 'csv', file: '/all/x.csv', testFile: 'test.csv' } as never;
    ran({ data }, '/a');
    setup.replace(experiment({ data }), '/b');
    assert.match(gap.state?.differences.join() ?? '', /\/b\/test\.csv instead of .*\/a\/test\.csv/);
  });

  it('is nothing about a run that goes on and takes every edit, and tells of it where an older one is looked at', async () => {
    const { gap, playground, ran, runner, setup } = make();
    const older = ran({ seed: 5 });
    setup.replace(experiment({ seed: 6 }), null);
    playground.run();
    playground.edit(['dropout', 'ratio'], 0.2);
    assert.equal(stateOf(gap), null, 'the change is on its way to the trainers');
    await playground.show(older.id);
    assert.equal(stateOf(gap)?.elsewhere, true);
    assert.match(stateOf(gap)?.differences.join() ?? '', /Seed: 6 instead of 5/);
    playground.run();
    await sleep(0);
    assert.equal(stateOf(gap), null);
    assert.equal(runner.active?.experiment.seed, 6);
  });

  it('compares with what a run came to, and is silent while a run is about to start', async () => {
    const { gap, playground, trainers, finish } = make({ autoRun: true });
    playground.run();
    trainers.jobs[0].say({ type: 'changed', change: { step: 5, ratio: 0.11 } });
    playground.edit(['dropout', 'ratio'], 0.11);
    finish();
    assert.equal(stateOf(gap), null);
    playground.edit(['dropout', 'ratio'], 0.3);
    assert.equal(stateOf(gap), null, 'in a moment that run is on the screen');
    playground.stop();
    assert.match(stateOf(gap)?.differences.join() ?? '', /0\.3 instead of 0\.11/);
  });

  it('knows when the learning rate is all', () => {
    const { gap, playground, finish } = make();
    playground.run();
    finish();
    playground.edit(['training', 'learningRate'], 0.02);
    assert.equal(stateOf(gap)?.onlyRate, true);
    playground.edit(['network', 'hidden'], [4]);
    assert.equal(stateOf(gap)?.onlyRate, false);
  });
});

describe('a file that is looked at', () => {
  it('brings its own run to the screen, and never another’s', async () => {
    const { playground, store, gap, ran } = make();
    const a = ran({ training: training({ epochs: 11 }) }, '/a');
    const b = ran({ training: training({ epochs: 22 }) }, '/b');
    assert.equal(store.current, b);
    playground.follow(a.experiment, '/a', true);
    await playground.showOwn(undefined);
    assert.equal(store.current?.id, a.id);
    playground.follow(b.experiment, '/b', true);
    await playground.showOwn(undefined);
    assert.equal(store.current?.id, b.id);
    playground.follow(experiment({ training: training({ epochs: 33 }) }), '/c', true);
    await playground.showOwn(undefined);
    assert.equal(store.current, null, 'nothing has been run of it');
    assert.equal(stateOf(gap), null);
  });

  it('brings back what a person looked at with it, with a word where it says otherwise by now', async () => {
    const { playground, store, gap, ran } = make();
    const a = ran({ seed: 1 }, '/a');
    ran({ seed: 2 }, '/b');
    playground.follow(experiment({ seed: 1, seeds: 3 }), '/a', true);
    await playground.showOwn(a.id);
    assert.equal(store.current?.id, a.id);
    assert.match(stateOf(gap)?.differences.join() ?? '', /Seeds: 3 instead of 1/);
  });

  it('does not show the run of another that goes on; that goes on', async () => {
    const { playground, store, runner } = make();
    playground.follow(experiment({ seed: 1 }), '/a', true);
    playground.run();
    const { active } = runner;
    playground.follow(experiment({ seed: 2 }), '/b', true);
    await playground.showOwn(undefined);
    assert.equal(store.current, null);
    assert.equal(runner.active, active);
    playground.follow(experiment({ seed: 1 }), '/a', true);
    await playground.showOwn(undefined);
    assert.equal(store.current, active);
  });
});

describe('a run of what has been run already', () => {
  it('is shown where an edit or undo comes back to it, and not trained again', async () => {
    const { playground, store, runner, trainers, finish } = make({ autoRun: true });
    playground.run();
    const first = finish();
    playground.edit(['training', 'batchSize'], 7);
    await sleep(DEBOUNCE);
    const second = finish();
    assert.notEqual(second, first);
    const trained = trainers.jobs.length;
    playground.edit(['training', 'batchSize'], first.experiment.training.batchSize);
    await sleep(DEBOUNCE);
    assert.equal(store.current, first);
    assert.equal(runner.active, null);
    assert.equal(trainers.jobs.length, trained);
    assert.equal(store.summaries.length, 2);
    playground.restart();
    assert.equal(trainers.jobs.length, trained + 2, 'who asks for a run has one');
  });

  it('ends a run of other settings that goes on', async () => {
    const { playground, store, runner, finish, trainers } = make({ autoRun: true });
    playground.run();
    const first = finish();
    playground.edit(['seed'], 8);
    await sleep(DEBOUNCE);
    assert.ok(runner.active);
    playground.edit(['seed'], 1);
    await sleep(DEBOUNCE);
    assert.equal(store.current, first);
    assert.equal(runner.active, null);
    assert.ok(trainers.live.every((job) => job.told.includes('stop')));
  });

  it('is another where one was stopped, was changed in mid-run, or has had other data', async () => {
    const data = { source: 'csv', file: 'x.csv' } as never;
    const start = Date.now();
    for (const [changedAt, again] of [
      [start - 1_000, false],
      [start + 60_000, true],
    ] as const) {
      const { playground, trainers, ran, setup } = make({
        autoRun: true,
        dataChangedAt: async () => changedAt,
      });
      const run = ran({ data }, '/a');
      setup.replace(experiment({ seed: 44 }), '/a');
      playground.stop();
      const trained = trainers.jobs.length;
      setup.replace(run.experiment, '/a');
      await sleep(DEBOUNCE);
      assert.equal(trainers.jobs.length > trained, again);
    }
    const { playground, trainers, setup } = make({ autoRun: true });
    playground.run();
    for (const job of trainers.live) job.end('stopped');
    setup.replace(experiment({ seed: 44 }), null);
    playground.stop();
    setup.replace(experiment(), null);
    await sleep(DEBOUNCE);
    assert.equal(trainers.jobs.length, 4);
  });
});

describe('a step', () => {
  it('leaves a finished run where it is', () => {
    const { playground, store, trainers, finish } = make();
    playground.run();
    const run = finish();
    assert.equal(playground.step(), false);
    assert.equal(store.current, run);
    assert.equal(trainers.jobs.length, 2);
    playground.stepAnew();
    assert.equal(store.current?.status, 'paused');
    assert.equal(store.summaries.length, 2, 'the finished run stays in the list');
  });

  it('does not end the run of another set-up', () => {
    const { playground, runner } = make();
    playground.run();
    const { active } = runner;
    playground.follow(experiment({ seed: 9 }), '/b', true);
    assert.equal(playground.step(), false);
    assert.equal(runner.active, active);
  });

  it('shows the run that takes it', async () => {
    const { playground, store, runner, ran, setup } = make();
    const older = ran({ seed: 5 });
    setup.replace(experiment({ seed: 6 }), null);
    playground.run();
    await playground.show(older.id);
    assert.equal(playground.step(), true);
    await sleep(0);
    assert.equal(store.current, runner.active);
  });

  it('that began a run keeps no edit from running', async () => {
    for (const [autoRun, paused] of [
      [true, false],
      [false, true],
    ] as const) {
      const { playground, runner } = make({ autoRun });
      playground.step();
      playground.edit(['network', 'hidden'], [3]);
      await sleep(DEBOUNCE);
      assert.equal(runner.active?.paused, paused);
      playground.stop();
    }
  });
});
