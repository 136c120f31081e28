import assert from 'node:assert/strict';
import { defaultExperiment } from '../../src/experiment/defaults';
import { Playground } from '../../src/host/playground';
import { Runner } from '../../src/host/runner';
import { Setup } from '../../src/host/setup';
import { SetupHistory } from '../../src/host/setup-history';
import { RunStore } from '../../src/host/store/run-store';
import { FakeTrainers } from './fake-trainers';
import { experiment, sleep } from './fixtures';

const DEBOUNCE = 350;

describe('an edit', () => {
  function make(autoRun = true) {
    const trainers = new FakeTrainers();
    const nothing = () => {};
    const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
    const runner = new Runner({ store, trainers, log: { info: nothing, warn: nothing } });
    const setup = new Setup(experiment(), null);
    const playground = new Playground({
      setup,
      runner,
      store,
      defaults: defaultExperiment,
      mayAutoRun: () => autoRun,
    });
    return { trainers, store, runner, setup, playground };
  }

  it('of the same data keeps what has to be said of them, one of other data ends that', async () => {
    const { trainers, playground, runner, setup } = make();
    playground.replaceAndRun(experiment(), null, 'Not your data.');
    const notes = () => {
      const run = runner.active!;
      trainers.jobs.at(-1)!.start();
      return run.info?.notes;
    };
    const read = notes()!;
    assert.equal(read[0], 'Not your data.');
    setup.edit(['training', 'epochs'], 7);
    playground.restart();
    assert.deepEqual(notes(), read);
    setup.edit(['data', 'source'], 'spiral');
    playground.restart();
    assert.deepEqual(notes(), read.slice(1));
    playground.replaceAndRun(experiment(), null, 'Not your data.');
    assert.deepEqual(notes(), read);
    setup.replace(experiment(), null);
    playground.restart();
    assert.deepEqual(notes(), read.slice(1));
  });

  it('that is undone takes what was said of the data with it, and brings it back when it is done again', () => {
    const { playground, setup } = make();
    const history = new SetupHistory(setup);
    setup.replace(experiment({ seed: 5 }), null);
    playground.replaceAndRun(experiment(), null, 'Not your data.');
    history.undo();
    assert.equal(setup.experiment.seed, 5);
    assert.equal(setup.dataNote, null, 'the run of before was on data of its own');
    history.redo();
    assert.equal(setup.dataNote, 'Not your data.');
  });

  it('of a file’s set-up by another experiment ends what was said of the data', () => {
    const { setup } = make();
    setup.hold({ refusal: () => undefined });
    setup.noteData('Not your data.');
    setup.rewrite(experiment({ seed: 5 }), null);
    assert.equal(setup.dataNote, null);
  });

  it('of ratio, placement or learning rate reaches the trainers at once, and a drag in few messages', async () => {
    const { trainers, playground, runner } = make();
    playground.run();
    const run = runner.active;
    for (const job of trainers.jobs) job.start();
    for (let ratio = 1; ratio <= 50; ratio++) playground.edit(['dropout', 'ratio'], ratio / 100);
    playground.edit(['training', 'learningRate'], 0.1);
    assert.deepEqual(trainers.jobs[0].told, ['change {"ratio":0.01}']);
    await sleep(DEBOUNCE);
    assert.deepEqual(trainers.jobs[0].told.slice(1), ['change {"ratio":0.5,"learningRate":0.1}']);
    assert.equal(runner.active, run, 'no restart');
  });

  it('of anything else restarts the run, once for a series of edits', async () => {
    const { trainers, playground, runner, setup } = make();
    playground.run();
    const first = runner.active;
    for (let noise = 1; noise <= 10; noise++) playground.edit(['data', 'noise'], noise / 100);
    assert.equal(runner.active, first);
    await sleep(DEBOUNCE);
    assert.equal(trainers.jobs.length, 4);
    assert.equal(runner.active?.experiment.data, setup.experiment.data);
    assert.notEqual(runner.active, first);
  });

  it('restarts a paused run paused', async () => {
    const { trainers, playground, runner } = make();
    playground.run();
    playground.pause();
    playground.edit(['network', 'hidden'], [8]);
    await sleep(DEBOUNCE);
    assert.equal(runner.active?.status, 'paused');
    assert.equal(trainers.jobs.at(-1)?.request.paused, true);
  });

  it('of a set-up that another file has put there is no change of the run that goes on: it starts a new one', async () => {
    const { trainers, playground, runner, setup } = make();
    playground.run();
    const first = runner.active;
    for (const job of trainers.jobs) job.start();
    playground.follow(experiment({ seed: 5 }), '/files', true);
    await sleep(DEBOUNCE);
    assert.equal(runner.active, first, 'looking at another file ends nothing');
    assert.deepEqual([setup.experiment.seed, setup.folder], [5, '/files']);
    playground.edit(['dropout', 'ratio'], 0.3);
    await sleep(DEBOUNCE);
    assert.deepEqual(
      trainers.jobs[0].told.filter((told) => told.startsWith('change')),
      [],
    );
    assert.notEqual(runner.active, first);
    assert.equal(runner.active?.experiment.seed, 5);
  });

  it('of a file’s set-up keeps the file’s name and folder, and is refused while the file cannot be written', () => {
    const { playground, setup } = make(false);
    const causes: string[] = [];
    setup.onDidChange(({ cause }) => causes.push(cause));
    let refusal: string | undefined;
    setup.hold({ refusal: () => refusal });
    const recorded = [{ step: 5, ratio: 0.1 }];
    playground.follow(experiment({ name: 'mine', changes: recorded }), '/a', true);
    assert.deepEqual(playground.edit(['dropout', 'ratio'], 0.9), { ok: true });
    assert.equal(setup.experiment.name, 'mine');
    assert.deepEqual(setup.experiment.changes, recorded, 'what the file says is the file’s');
    const data = { source: 'csv', file: 'x.csv', shuffle: false } as never;
    playground.rewrite(experiment({ data }), '/a/b');
    assert.equal(setup.folder, '/a');
    assert.equal((setup.experiment.data as { file?: string }).file, 'b/x.csv');
    assert.deepEqual(causes, ['file', 'edit', 'edit']);
    refusal = 'line 3';
    assert.deepEqual(playground.edit(['seed'], 1), { ok: false, message: 'line 3' });
    assert.throws(() => playground.reset(), /line 3/);
    setup.replace(experiment(), null);
    assert.deepEqual([setup.folder, causes.at(-1)], [null, 'replace']);
  });

  it('starts a run where none goes on, if a person wants that', async () => {
    const [eager, calm] = [make(true), make(false)];
    for (const { playground } of [eager, calm]) playground.edit(['dropout', 'ratio'], 0.1);
    await sleep(DEBOUNCE);
    assert.notEqual(eager.runner.active, null);
    assert.equal(calm.runner.active, null);
  });

  it('of the name trains nothing', async () => {
    const { playground, runner } = make();
    playground.edit(['name'], 'mine');
    await sleep(DEBOUNCE);
    assert.equal(runner.active, null);
  });

  it('that is out of bounds is refused in words and changes nothing', () => {
    const { playground, setup } = make();
    const before = setup.experiment;
    const refused: [readonly (string | number)[], unknown][] = [
      [['dropout', 'ratio'], 1],
      [['dropout', 'ratio'], Number.NaN],
      [['training', 'epochs'], 0],
      [['__proto__', 'polluted'], 1],
      [['nobody'], 1],
      [[], 1],
    ];
    for (const [path, value] of refused) {
      const result = playground.edit(path, value);
      assert.ok(!result.ok && result.message.length > 10, JSON.stringify(path));
    }
    assert.equal(setup.experiment, before);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });

  it('takes the name away that was of what was opened, not one that was typed', () => {
    const { playground, setup } = make(false);
    playground.open(experiment({ name: 'Overfitting boundary' }), null);
    playground.edit(['dropout', 'ratio'], 0.1);
    assert.equal(setup.experiment.name, '');
    playground.edit(['name'], 'mine');
    playground.edit(['dropout', 'ratio'], 0.2);
    assert.equal(setup.experiment.name, 'mine');
  });

  it('lets go of recorded changes, without a restart', async () => {
    const { trainers, playground, runner, setup } = make();
    playground.open(experiment({ changes: [{ step: 9, ratio: 0.1 }] }), null);
    playground.run();
    const run = runner.active;
    for (const job of trainers.jobs) job.start();
    playground.edit(['seeds'], 1);
    assert.equal(setup.experiment.changes.length, 1);
    playground.edit(['dropout', 'ratio'], 0.3);
    await sleep(DEBOUNCE);
    assert.deepEqual(setup.experiment.changes, []);
    assert.deepEqual(run?.experiment.changes, [{ step: 9, ratio: 0.1 }]);
    assert.equal(runner.active, run);
    assert.deepEqual(trainers.jobs[0].told, ['change {"ratio":0.3}']);
  });

  it('just before Stop does not start it again', async () => {
    const { trainers, playground } = make();
    playground.run();
    playground.edit(['seed'], 5);
    playground.stop();
    for (const job of trainers.live) job.end('stopped');
    await sleep(DEBOUNCE);
    assert.equal(trainers.jobs.length, 2);
  });
});

describe('a run that is put on the screen', () => {
  async function make() {
    const trainers = new FakeTrainers();
    const nothing = () => {};
    const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
    const runner = new Runner({ store, trainers, log: { info: nothing, warn: nothing } });
    const setup = new Setup(experiment({ seed: 1 }), null);
    const options = { setup, runner, store, defaults: defaultExperiment, mayAutoRun: () => true };
    const playground = new Playground(options);
    const finish = () => {
      const run = runner.active!;
      for (const job of trainers.live) job.end();
      return run;
    };
    playground.run();
    trainers.jobs[0].say({ type: 'changed', change: { step: 5, ratio: 0.11 } });
    playground.edit(['dropout', 'ratio'], 0.11);
    const first = finish();
    playground.open(experiment({ seed: 2 }), null);
    playground.run();
    const second = finish();
    return { playground, setup, runner, first, second };
  }

  it('brings the settings that it came to with it, and starts nothing', async () => {
    const { playground, setup, runner, first, second } = await make();
    await playground.show(first.id);
    assert.equal(setup.experiment.seed, 1);
    assert.equal(setup.experiment.dropout.ratio, 0.11);
    assert.deepEqual(setup.experiment.changes, []);
    await playground.show(second.id);
    assert.equal(setup.experiment.seed, 2);
    await playground.deleteRun(second.id);
    assert.equal(setup.experiment.seed, 1);
    await sleep(DEBOUNCE);
    assert.equal(runner.active, null);
  });

  it('leaves alone what a person has set since', async () => {
    const { playground, setup, first } = await make();
    playground.edit(['seeds'], 7);
    await playground.show(first.id);
    assert.equal(setup.experiment.seed, 2);
    playground.stop();
  });

  it('leaves the set-up of a run that goes on alone', async () => {
    const { playground, setup, runner, first } = await make();
    playground.run();
    const active = runner.active;
    await playground.show(first.id);
    assert.equal(setup.experiment.seed, 2);
    assert.equal(runner.active, active);
  });
});

describe('the commands of a run', () => {
  it('step starts a run that is paused; run resumes it', () => {
    const trainers = new FakeTrainers();
    const nothing = () => {};
    const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
    const runner = new Runner({ store, trainers, log: { info: nothing, warn: nothing } });
    const setup = new Setup(experiment(), null);
    const playground = new Playground({
      setup,
      runner,
      store,
      defaults: defaultExperiment,
      mayAutoRun: () => false,
    });
    playground.step();
    const run = runner.active;
    assert.equal(run?.status, 'paused');
    playground.run();
    assert.equal(runner.active, run);
    assert.equal(run?.paused, false);
    playground.run();
    assert.equal(runner.active, run, 'a run that goes on is left alone');
    playground.restart();
    assert.notEqual(runner.active, run);
  });
});
