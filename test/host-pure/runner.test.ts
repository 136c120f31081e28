import assert from 'node:assert/strict';
import { Runner } from '../../src/host/runner';
import { RunStore } from '../../src/host/store/run-store';
import { FakeTrainers } from './fake-trainers';
import { experiment } from './fixtures';

describe('the runner', () => {
  function make(size = 2) {
    const trainers = new FakeTrainers(size);
    const nothing = () => {};
    const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
    const runner = new Runner({ store, trainers, log: { info: nothing, warn: nothing } });
    return { trainers, store, runner };
  }

  it('trains the first pair at once and further seeds as threads come free', () => {
    const { trainers, runner, store } = make();
    const run = runner.start(experiment({ seed: 7, seeds: 3 }), null);
    assert.deepEqual(
      trainers.jobs.map(({ key }) => key),
      ['dropout:7', 'baseline:7'],
    );
    assert.equal(run.status, 'loading');
    trainers.jobs[0].start();
    assert.equal(run.status, 'running');
    assert.equal(store.current, run);
    trainers.jobs[0].frame(5);
    trainers.jobs[0].end();
    trainers.jobs[1].start();
    trainers.jobs[1].end();
    assert.deepEqual(
      trainers.live.map(({ key }) => key),
      ['dropout:8', 'baseline:8'],
    );
    assert.equal(run.status, 'running');
    for (let left = 4; left > 0; left--) trainers.live[0].end();
    assert.equal(run.status, 'completed');
    assert.equal(runner.active, null);
    assert.equal(store.summaries[0].testLoss.dropout, 4);
    assert.equal(store.summaries[0].testLoss.baseline, null);
    assert.ok(run.verdict);
  });

  it('says once in a name what a run is changed to, also where another run has that name', () => {
    const { runner, store } = make();
    const changes = [{ step: 120, ratio: 0.3 }];
    const names = [1, 2, 3, 3].map((seed) => runner.start(experiment({ seed, changes }), null).name);
    for (const name of names) assert.equal(name.split('→').length, 2, name);
    assert.equal(new Set(names.slice(0, 3)).size, 3, names.join('\n'));
    assert.ok(store.current);
  });

  it('keeps what each seed says of its own rows, and judges by all of it', () => {
    const { trainers, runner } = make(4);
    const run = runner.start(experiment({ seed: 1, seeds: 2 }), null);
    const far = { kind: 'extrapolation', name: 'width', rows: 1, share: 0.1, ranges: 50 } as const;
    for (const job of trainers.jobs) {
      job.start(job.request.seed === 2 ? { cautions: [far] } : {});
      job.frame(20);
      job.end();
    }
    assert.deepEqual(run.info?.cautions ?? [], []);
    assert.deepEqual(
      run.verdict?.remarks?.filter(({ kind }) => kind === 'caution'),
      [{ kind: 'caution', caution: far, seeds: { count: 1, of: 2 } }],
    );
  });

  it('acknowledges every frame', () => {
    const { trainers, runner } = make();
    runner.start(experiment(), null);
    trainers.jobs[0].start();
    trainers.jobs[0].frame(3);
    assert.equal(trainers.jobs[0].acknowledged, 3);
  });

  it('pauses, steps, resumes and stops every member', () => {
    const { trainers, runner } = make();
    const run = runner.start(experiment(), null);
    for (const job of trainers.jobs) job.start();
    runner.pause();
    runner.pause();
    assert.equal(run.status, 'paused');
    assert.equal(run.members[1].status, 'paused');
    runner.step(1);
    runner.resume();
    assert.equal(run.status, 'running');
    runner.stop();
    runner.stop();
    for (const job of trainers.jobs) {
      assert.deepEqual(job.told, ['pause', 'step 1', 'resume', 'stop']);
      job.end('stopped');
    }
    assert.equal(run.status, 'stopped');
    assert.equal(runner.active, null);
  });

  it('steps from a running run pause it first', () => {
    const { trainers, runner } = make();
    runner.start(experiment(), null);
    trainers.jobs[0].start();
    runner.step(1);
    assert.deepEqual(trainers.jobs[0].told, ['pause', 'step 1']);
  });

  it('ends queued seeds as stopped when it is stopped', () => {
    const { trainers, runner } = make();
    const run = runner.start(experiment({ seeds: 5 }), null);
    trainers.jobs[0].start();
    runner.stop();
    for (const job of [...trainers.live]) job.end('stopped');
    assert.equal(trainers.jobs.length, 2);
    assert.equal(run.status, 'stopped');
    assert.equal(runner.active, null);
  });

  it('records changes with their steps; further seeds replay the leader’s', () => {
    const { trainers, runner } = make();
    const run = runner.start(experiment({ seeds: 2 }), null);
    for (const job of trainers.jobs) job.start();
    runner.change({ ratio: 0.2 });
    trainers.jobs[1].say({ type: 'changed', change: { step: 44, ratio: 0.2 } });
    trainers.jobs[0].say({ type: 'changed', change: { step: 41, ratio: 0.2 } });
    assert.deepEqual(run.members[1].changes, [{ step: 44, ratio: 0.2 }]);
    assert.deepEqual(run.experiment.changes, [{ step: 41, ratio: 0.2 }]);
    trainers.jobs[0].end();
    assert.deepEqual(trainers.live.at(-1)?.request.experiment.changes, [{ step: 41, ratio: 0.2 }]);
  });

  it('looks at nothing but what views look at, and only at the leading pair', () => {
    const { trainers, runner } = make(4);
    runner.observe({ boundary: true, network: false });
    runner.start(experiment({ seeds: 2 }), null);
    runner.observe({ boundary: true, network: true });
    assert.deepEqual(
      trainers.jobs.map(({ observed }) => observed.boundary && observed.network),
      [true, true, false, false],
    );
  });

  it('never mixes runs, however quickly they follow each other', () => {
    const { trainers, runner, store } = make();
    for (let restart = 0; restart < 100; restart++) {
      runner.start(experiment(), null);
      for (const job of trainers.jobs.slice(-2)) {
        job.start();
        job.frame(restart + 1);
      }
    }
    // Jobs of runs that were replaced still say a last word.
    for (const job of trainers.live.slice(0, -2)) {
      job.frame(1_000);
      job.end('stopped');
    }
    const run = store.current!;
    assert.equal(runner.active, run);
    assert.deepEqual(
      run.members.map(({ curve }) => curve.count),
      [100, 100],
    );
    assert.deepEqual(run.status, 'running');
    assert.equal(store.summaries.length, 1, 'runs that were cut short at once are not kept');
  });

  it('keeps a run that was cut short when a person has named it', async () => {
    const { trainers, runner, store } = make();
    const run = runner.start(experiment(), null);
    await store.rename(run.id, 'mine');
    runner.start(experiment(), null);
    for (const job of trainers.jobs.slice(0, 2)) job.end('stopped');
    assert.deepEqual(
      store.summaries.map(({ name }) => name).filter((name) => name === 'mine'),
      ['mine'],
    );
  });

  it('says why a member failed, keeps its data and lets the other go on', () => {
    const { trainers, runner } = make();
    const run = runner.start(experiment(), null);
    for (const job of trainers.jobs) job.start();
    trainers.jobs[0].frame(3);
    trainers.jobs[0].say({ type: 'failed', step: 12, reason: 'out of memory' });
    assert.deepEqual(run.state().members[0].failure, { step: 12, reason: 'out of memory' });
    assert.equal(run.members[0].curve.count, 3);
    assert.equal(runner.active, run);
    trainers.jobs[1].end();
    assert.equal(run.status, 'failed');
  });

  it('survives members that fail as they start', () => {
    const { trainers, runner } = make();
    trainers.failing = 'data.csv does not exist';
    const run = runner.start(experiment({ seeds: 3 }), null);
    assert.equal(run.status, 'failed');
    assert.equal(runner.active, null);
    assert.equal(trainers.jobs.length, 6);
  });
});
