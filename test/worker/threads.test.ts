import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { EPOCH_COLUMNS } from '../../src/core/trainer-types';
import { defaultExperiment } from '../../src/experiment/defaults';
import { editExperiment } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import type { FromWorker } from '../../src/protocol';
import {
  type JobHandle,
  type JobRequest,
  type PoolOptions,
  type Workerish,
  WorkerPool,
} from '../../src/worker/pool';
import { startThread } from '../../src/worker/thread';
import { workerScript } from './built-worker';

function experiment(...edits: [(string | number)[], unknown][]): Experiment {
  return edits.reduce((before, [path, value]) => {
    const result = editExperiment(before, path, value);
    assert.ok(result.ok);
    return result.experiment;
  }, defaultExperiment());
}

interface Told {
  readonly handle: JobHandle;
  readonly messages: FromWorker[];
  /** The job's last message. */
  readonly over: Promise<Extract<FromWorker, { type: 'ended' | 'failed' }>>;
  /** The next message of a type, from now on. */
  next<T extends FromWorker['type']>(type: T): Promise<Extract<FromWorker, { type: T }>>;
  /** The frame that shows this step. */
  at(step: number): Promise<void>;
}

function run(pool: WorkerPool, extra: Partial<JobRequest> = {}): Told {
  const messages: FromWorker[] = [];
  const looking = new Set<(message: FromWorker) => void>();
  const next = <T extends FromWorker['type']>(...types: T[]) =>
    new Promise<Extract<FromWorker, { type: T }>>((resolve) => {
      const look = (message: FromWorker) => {
        if (!(types as string[]).includes(message.type)) return;
        looking.delete(look);
        resolve(message as Extract<FromWorker, { type: T }>);
      };
      looking.add(look);
    });
  const over = next('ended', 'failed');
  const request: JobRequest = {
    experiment: defaultExperiment(),
    variant: 'dropout',
    seed: 1,
    folder: null,
    observe: { boundary: false, network: false },
    paused: false,
    ...extra,
  };
  const handle = pool.start(request, (message) => {
    messages.push(message);
    if (message.type === 'frame') handle.ack(message.seq);
    for (const look of [...looking]) look(message);
  });
  const at = async (step: number) => {
    while ((await next('frame')).progress.step < step);
  };
  return { handle, messages, over, next, at };
}

function column({ messages }: Told, name: (typeof EPOCH_COLUMNS)[number]): number[] {
  const at = EPOCH_COLUMNS.indexOf(name);
  return messages.flatMap((message) =>
    message.type === 'frame' ? [...message.rows].filter((_, i) => i % EPOCH_COLUMNS.length === at) : [],
  );
}

describe('worker threads', () => {
  let pool: WorkerPool;
  const makePool = (createWorker: PoolOptions['createWorker'], options: Partial<PoolOptions> = {}) => {
    pool = new WorkerPool({ size: 2, patience: 1000, ...options, createWorker });
    return pool;
  };
  before(() => {
    workerScript();
  });
  beforeEach(() => makePool(() => startThread(workerScript())));
  afterEach(() => pool.dispose());

  it('train a run and its baseline at once: same start, same data, other masks', async () => {
    const short = experiment([['training', 'epochs'], 60]);
    const [dropout, baseline] = (['dropout', 'baseline'] as const).map((variant) =>
      run(pool, { experiment: short, variant }),
    );
    for (const { over } of [dropout, baseline]) {
      const message = await over;
      assert.ok(message.type === 'ended' && message.ending.kind === 'completed', JSON.stringify(message));
    }
    assert.deepEqual(
      column(dropout, 'epoch'),
      Array.from({ length: 61 }, (_, epoch) => epoch),
    );
    assert.equal(column(dropout, 'testLoss')[0], column(baseline, 'testLoss')[0]);
    assert.notEqual(column(dropout, 'testLoss')[60], column(baseline, 'testLoss')[60]);
    assert.equal(column(baseline, 'dropRatio')[60], 0);
  });

  it('come to the same bits whatever their number and whatever is looked at', async () => {
    const short = experiment([['training', 'epochs'], 40]);
    const runs = [
      run(pool, { experiment: short }),
      run(pool, { experiment: short, observe: { boundary: true, network: true } }),
      run(pool, { experiment: short }),
    ];
    await Promise.all(runs.map(({ over }) => over));
    for (const other of runs.slice(1)) {
      assert.deepEqual(column(other, 'testLoss'), column(runs[0], 'testLoss'));
      assert.deepEqual(column(other, 'trainLossWithDropout'), column(runs[0], 'trainLossWithDropout'));
    }
  });

  it('take a change before the frame after the next, while a network of seven layers trains', async () => {
    const deep = experiment(
      [['data', 'source'], 'digits'],
      [
        ['network', 'hidden'],
        [100, 100, 100, 100, 100, 100],
      ],
      [['training', 'epochs'], 100_000],
    );
    const told = run(pool, { experiment: deep });
    await told.next('frame');
    // Frames come at their own pace, which a busy machine slows like everything else.
    for (let i = 1; i <= 9; i++) {
      const sent = told.messages.length;
      told.handle.change({ ratio: i / 10 });
      const { change } = await told.next('changed');
      assert.equal(change.ratio, i / 10);
      const frames = told.messages.slice(sent).filter(({ type }) => type === 'frame').length;
      assert.ok(frames <= 2, `${frames} frames came first`);
    }
    told.handle.stop();
    const ended = await told.over;
    assert.ok(ended.type === 'ended' && ended.ending.kind === 'stopped');
  });

  it('replay the changes of a run at the same steps to the same bits', async () => {
    const base = experiment([['training', 'epochs'], 40]);
    const changed = { ...base, changes: [{ step: 21, ratio: 0.1, learningRate: 0.01 }] };
    const first = run(pool, { experiment: base, paused: true });
    await first.next('frame');
    first.handle.step(20);
    await first.at(20);
    first.handle.change({ ratio: 0.1, learningRate: 0.01 });
    assert.equal((await first.next('changed')).change.step, 21);
    first.handle.resume();
    const second = run(pool, { experiment: changed });
    await Promise.all([first.over, second.over]);
    assert.deepEqual(column(first, 'testLoss'), column(second, 'testLoss'));
  });

  it('report a learning rate that diverges, and the step', async () => {
    const wild = experiment([['training', 'optimizer'], 'sgd'], [['training', 'learningRate'], 1e6]);
    const told = run(pool, { experiment: wild });
    const ended = await told.over;
    assert.ok(ended.type === 'ended' && ended.ending.kind === 'diverged' && ended.ending.step > 0);
    assert.ok(column(told, 'testLoss').length > 0, 'epoch 0 at least');
  });

  it('say of a file that is not there which one, and that a relative path needs a folder', async () => {
    const csv = experiment([['data'], { source: 'csv', file: 'nowhere.csv' }]);
    const missing = await run(pool, { experiment: csv, folder: '/' }).over;
    assert.ok(missing.type === 'failed' && missing.step === 0);
    assert.match(missing.reason, /nowhere\.csv/);
    const homeless = await run(pool, { experiment: csv }).over;
    assert.ok(homeless.type === 'failed');
    assert.match(homeless.reason, /nowhere\.csv.*relative to the experiment file/);
  });

  it('reject a huge file before reading it, and what is not a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-'));
    try {
      writeFileSync(join(folder, 'huge.csv'), '');
      truncateSync(join(folder, 'huge.csv'), 8e9);
      const csv = (file: string) => experiment([['data'], { source: 'csv', file }]);
      const huge = await run(pool, { experiment: csv('huge.csv'), folder }).over;
      assert.ok(huge.type === 'failed');
      assert.match(huge.reason, /huge\.csv.*it is 8000 MB; at most \d+ MB are read/);
      const none = await run(pool, { experiment: csv('.'), folder }).over;
      assert.ok(none.type === 'failed');
      assert.match(none.reason, /it is a folder, not a file/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('trains one after the other where the memory does not suffice for two at once', async () => {
    const budget = () => 150 * 2 ** 20;
    makePool((memory) => startThread(workerScript(), { memory }), { budget });
    const wide = experiment(
      [
        ['network', 'hidden'],
        [2000, 2000],
      ],
      [['training', 'epochs'], 1],
    );
    const order: string[] = [];
    const jobs = ['dropout', 'baseline'].map((variant) =>
      run(pool, { experiment: wide, variant: variant as 'dropout' | 'baseline' }),
    );
    for (const [i, job] of jobs.entries()) void job.next('started').then(() => order.push(`started ${i}`));
    for (const [i, job] of jobs.entries()) void job.over.then(({ type }) => order.push(`${type} ${i}`));
    await Promise.all(jobs.map(({ over }) => over));
    const first = order[0].slice(-1);
    const other = first === '0' ? '1' : '0';
    assert.deepEqual(order, [`started ${first}`, `ended ${first}`, `started ${other}`, `ended ${other}`]);
  }).timeout(30_000);

  it('refuses what does not fit in memory at all, in words, and a file before it is read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-'));
    try {
      writeFileSync(join(folder, 'large.csv'), '');
      truncateSync(join(folder, 'large.csv'), 3e8);
      const budget = () => 100 * 2 ** 20;
      makePool((memory) => startThread(workerScript(), { memory }), { budget });
      for (const one of [
        experiment([
          ['network', 'hidden'],
          [4000, 4000],
        ]),
        experiment([['data'], { source: 'csv', file: 'large.csv' }]),
      ]) {
        const { type, ...told } = await run(pool, { experiment: one, folder }).over;
        assert.equal(type, 'failed');
        assert.match((told as { reason: string }).reason, /needs [\d,]+ MB of memory, and there are 100 MB/);
      }
      const small = await run(pool, { experiment: experiment([['training', 'epochs'], 1]) }).over;
      assert.equal(small.type, 'ended', 'what was refused holds nothing');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('a thread out of memory fails alone, in words', async () => {
    const greedy =
      'const all = []; require("node:worker_threads").parentPort.on("message", () => { for (;;) all.push(new Array(1e5).fill({})); });';
    let count = 0;
    makePool(() => {
      count++;
      return count === 1
        ? (new Worker(greedy, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }) as Workerish)
        : startThread(workerScript());
    });
    const lost = run(pool);
    const fine = run(pool, { experiment: experiment([['training', 'epochs'], 5]) });
    const failed = await lost.over;
    assert.ok(failed.type === 'failed');
    assert.match(failed.reason, /out of memory/);
    assert.equal((await fine.over).type, 'ended');
  });

  it('a thread that never yields is ended once it has had its second', async () => {
    const stubborn = 'require("node:worker_threads").parentPort.on("message", () => { for (;;); });';
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      makePool(() => new Worker(stubborn, { eval: true }) as Workerish);
      const told = run(pool);
      const isOver = () => told.messages.some(({ type }) => type === 'ended');
      told.handle.stop();
      mock.timers.tick(999);
      await setImmediate();
      assert.ok(!isOver());
      mock.timers.tick(1);
      const ended = await told.over;
      assert.ok(ended.type === 'ended' && ended.ending.kind === 'stopped');
    } finally {
      mock.timers.reset();
    }
  });

  it('a hundred quick restarts never mix', async () => {
    let told = run(pool, { seed: 0 });
    const all = [told];
    for (let seed = 1; seed <= 100; seed++) {
      told.handle.stop();
      told = run(pool, { seed, experiment: experiment([['training', 'epochs'], 20]) });
      all.push(told);
      if (seed % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
    }
    await Promise.all(all.map(({ over }) => over));
    for (const { handle, messages } of all) {
      assert.ok(messages.every(({ job }) => job === handle.id));
      assert.ok(['ended', 'failed'].includes(messages.at(-1)!.type));
    }
    const last = column(told, 'epoch');
    assert.deepEqual(
      last,
      Array.from({ length: 21 }, (_, epoch) => epoch),
    );
  }).timeout(10_000);
});
