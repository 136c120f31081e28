import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Frame, FromWorker, ToWorker } from '../../src/protocol';
import { type JobRequest, type Workerish, WorkerPool } from '../../src/worker/pool';

const request: JobRequest = {
  experiment: defaultExperiment(),
  variant: 'dropout',
  seed: 1,
  folder: null,
  observe: { boundary: false, network: false },
  paused: false,
};

const progress = (step: number): Frame['progress'] => ({
  step,
  epoch: step / 4,
  totalSteps: 40,
  totalEpochs: 10,
  samplesPerSecond: 1,
  secondsLeft: 1,
});

/** A thread that does what the test says. */
class FakeThread extends EventEmitter {
  readonly received: ToWorker[] = [];
  terminated = false;
  refs = 0;

  postMessage(message: ToWorker): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
    this.emit('exit', 1);
  }

  ref(): void {
    this.refs = 1;
  }

  unref(): void {
    this.refs = 0;
  }

  say(message: FromWorker): void {
    this.emit('message', message);
  }

  end(job: number, kind: 'completed' | 'stopped' = 'completed'): void {
    this.say({ type: 'ended', job, ending: { kind, step: 4, epoch: 1, seconds: 0.1 } });
  }

  frame(job: number, step: number): void {
    this.say({ type: 'frame', job, seq: 0, rows: new Float64Array(0), progress: progress(step) });
  }

  get types(): string[] {
    return this.received.map(({ type }) => type);
  }
}

function rig(size: number, patience = 20, cores = size) {
  const threads: FakeThread[] = [];
  const pool = new WorkerPool({
    size,
    patience,
    cores,
    createWorker: () => {
      const thread = new FakeThread();
      threads.push(thread);
      return thread as Workerish;
    },
  });
  const heard: FromWorker[][] = [];
  const start = (extra: Partial<JobRequest> = {}) => {
    const messages: FromWorker[] = [];
    heard.push(messages);
    return pool.start({ ...request, ...extra }, (message) => messages.push(message));
  };
  return { pool, threads, heard, start };
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('pool', () => {
  it('starts threads when they are needed, up to its size, and jobs in their order', () => {
    const { threads, heard, start } = rig(2);
    assert.equal(threads.length, 0);
    const jobs = [start({ seed: 1 }), start({ seed: 2 }), start({ seed: 3 }), start({ seed: 4 })];
    assert.equal(threads.length, 2);
    threads[1].end(jobs[1].id);
    threads[0].end(jobs[0].id);
    const seeds = (thread: FakeThread) =>
      thread.received.flatMap((message) => (message.type === 'start' ? [message.seed] : []));
    assert.deepEqual(
      [seeds(threads[0]), seeds(threads[1])],
      [
        [1, 4],
        [2, 3],
      ],
    );
    assert.deepEqual(
      heard.map((messages) => messages.map(({ type }) => type)),
      [['ended'], ['ended'], [], []],
    );
  });

  it('shares the cores out among the jobs in training, and anew when one is over', async () => {
    const { threads, start } = rig(3, 20, 6);
    const shares = (thread: FakeThread) =>
      thread.received.flatMap((message) => (message.type === 'threads' ? [message.threads] : []));
    const jobs = [start(), start()];
    await wait(100);
    assert.deepEqual(threads.map(shares), [[3], [3]]);
    start();
    await wait(100);
    assert.deepEqual(threads.map(shares), [[3, 2], [3, 2], [2]]);
    threads[0].end(jobs[0].id);
    threads[1].end(jobs[1].id);
    await wait(100);
    assert.deepEqual(threads.map(shares), [
      [3, 2],
      [3, 2],
      [2, 6],
    ]);
  });

  it('gives a pair on two cores one core each, without a message', async () => {
    const { threads, start } = rig(2);
    start();
    start();
    await wait(100);
    assert.deepEqual(
      threads.map(({ types }) => types),
      [['start'], ['start']],
    );
  });

  it('puts a job back that has no room beside the others, until one of them is over', () => {
    const { threads, heard, start } = rig(2);
    const [first, second] = [start({ seed: 1 }), start({ seed: 2 })];
    second.change({ ratio: 0.25 });
    second.pause();
    threads[1].emit('message', { type: 'crowded', job: second.id, reason: 'no room' });
    const third = start({ seed: 3 });
    assert.deepEqual(threads[1].types, ['start', 'change', 'pause'], 'nothing begins beside the first');
    threads[0].end(first.id);
    const begun = [threads[0], threads[1]].map((thread) =>
      thread.received.flatMap((said) => (said.type === 'start' ? [[said.seed, said.paused]] : [])),
    );
    assert.deepEqual(begun.flat().sort(), [
      [1, false],
      [2, false],
      [2, true],
      [3, false],
    ]);
    const changes = threads.flatMap(({ received }) => received.filter(({ type }) => type === 'change'));
    assert.equal(changes.length, 2, 'what was said meanwhile is said again');
    assert.deepEqual(heard, [[heard[0][0]], [], []]);
    third.stop();
  });

  it('does not wait for others where there are none any more', () => {
    const { threads, start } = rig(2);
    const [first, second] = [start({ seed: 1 }), start({ seed: 2 })];
    threads[0].end(first.id);
    threads[1].emit('message', { type: 'crowded', job: second.id, reason: 'no room' });
    assert.equal([...threads[0].types, ...threads[1].types].filter((type) => type === 'start').length, 3);
  });

  it('fails a job that lacks memory on its own, rather than restarting it forever', () => {
    const { threads, heard, start } = rig(1);
    const { id: job } = start();
    const crowded = { type: 'crowded', job, reason: 'needs 60 MB' };
    threads[0].emit('message', crowded);
    assert.deepEqual(heard, [[]], 'another may just have ended');
    threads[0].emit('message', crowded);
    assert.deepEqual(heard, [[{ type: 'failed', job, step: 0, reason: 'needs 60 MB' }]]);
    assert.deepEqual(threads[0].types, ['start', 'start']);
  });

  it('ends a job that was stopped before it turned out to have no room', () => {
    const { threads, heard, start } = rig(2);
    start();
    const second = start();
    second.stop();
    threads[1].emit('message', { type: 'crowded', job: second.id, reason: 'no room' });
    assert.deepEqual(
      heard[1].map(({ type }) => type),
      ['ended'],
    );
  });

  it('starts threads beforehand, and no more than its size', () => {
    const { pool, threads, start } = rig(2);
    pool.prewarm(8);
    assert.equal(threads.length, 2);
    start();
    assert.equal(threads.length, 2);
  });

  it('keeps the process alive while a job goes on, and no longer', () => {
    const { threads, start } = rig(1);
    const job = start();
    assert.equal(threads[0].refs, 1);
    threads[0].end(job.id);
    assert.equal(threads[0].refs, 0);
  });

  it('keeps the steps that a job is to take while it waits for a thread', () => {
    const { threads, start } = rig(1);
    const first = start();
    const second = start({ paused: true });
    second.step(1);
    second.step(2);
    const third = start();
    third.step(5);
    third.resume();
    threads[0].end(first.id);
    const steps = () => threads[0].received.flatMap((said) => (said.type === 'step' ? [said] : []));
    assert.deepEqual(steps(), [{ type: 'step', job: second.id, steps: 3 }]);
    threads[0].end(second.id);
    assert.equal(steps().length, 1, 'a job that goes on by itself owes no steps');
  });

  it('forwards messages to a job, and buffers them while it waits', () => {
    const { threads, start } = rig(1);
    const first = start();
    const second = start();
    second.pause();
    second.observe({ boundary: true, network: true });
    second.change({ ratio: 0.1 });
    assert.deepEqual(threads[0].types, ['start']);
    first.step(3);
    first.ack(0);
    assert.deepEqual(threads[0].types, ['start', 'step', 'ack']);
    threads[0].end(first.id);
    const [, , , begun, change] = threads[0].received;
    assert.ok(begun.type === 'start' && begun.paused && begun.observe.network);
    assert.ok(change.type === 'change' && change.job === second.id && change.change.ratio === 0.1);
  });

  it('a job that is over neither receives nor sends messages', () => {
    const { threads, heard, start } = rig(1);
    const job = start();
    threads[0].end(job.id);
    threads[0].frame(job.id, 8);
    job.pause();
    job.stop();
    assert.deepEqual(threads[0].types, ['start']);
    assert.equal(heard[0].length, 1);
  });

  it('a hundred quick restarts never mix', () => {
    const { threads, heard, start } = rig(1);
    const jobs = Array.from({ length: 100 }, () => {
      const job = start();
      job.stop();
      return job;
    });
    const last = start();
    // Only the first came to the thread: the others were stopped while they waited.
    threads[0].frame(jobs[0].id, 4);
    threads[0].end(jobs[0].id, 'stopped');
    threads[0].frame(jobs[0].id, 8);
    threads[0].frame(last.id, 12);
    assert.ok(heard.slice(0, 100).every((messages) => messages.at(-1)?.type === 'ended'));
    assert.ok(heard.every((messages, i) => messages.every(({ job }) => job === i + 1)));
    assert.deepEqual(
      heard[100].map(({ type }) => type),
      ['frame'],
    );
  });

  for (const [name, strike, reason] of [
    ['throws', (thread: FakeThread) => thread.emit('error', new Error('kaput')), /kaput/],
    [
      'sends what cannot be read',
      (thread: FakeThread) => thread.emit('messageerror', new Error('garbled')),
      /garbled/,
    ],
    ['ends by itself', (thread: FakeThread) => thread.emit('exit', 3), /ended by itself \(exit code 3\)/],
    [
      'runs out of memory',
      (thread: FakeThread) =>
        thread.emit('error', Object.assign(new Error('x'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })),
      /out of memory: use fewer or narrower layers/,
    ],
  ] as const)
    it(`when a thread ${name} its job has failed where it was, and the others go on`, () => {
      const { threads, heard, start } = rig(2);
      const first = start();
      const second = start();
      const third = start();
      threads[0].frame(first.id, 13);
      strike(threads[0]);
      const failed = heard[0].at(-1)!;
      assert.ok(failed.type === 'failed' && failed.step === 13);
      assert.match(failed.reason, reason);
      assert.ok(threads[0].terminated);
      threads[1].end(second.id);
      assert.equal(heard[1].at(-1)?.type, 'ended');
      assert.equal(threads.length, 3, 'a new thread takes the place of the lost one');
      threads[2].end(third.id);
      assert.equal(heard[2].at(-1)?.type, 'ended');
    });

  it('reports why no thread could be started', () => {
    const heard: FromWorker[] = [];
    const pool = new WorkerPool({
      size: 1,
      createWorker: () => {
        throw new Error('no such file');
      },
    });
    pool.start(request, (message) => heard.push(message));
    assert.ok(heard[0].type === 'failed');
    assert.match(heard[0].reason, /No worker thread could be started: no such file/);
  });

  it('terminates a thread that does not stop on request', async () => {
    const { threads, heard, start } = rig(1);
    const job = start();
    start();
    threads[0].frame(job.id, 9);
    job.stop();
    assert.deepEqual(threads[0].types, ['start', 'stop']);
    assert.equal(heard[0].length, 1);
    await wait(60);
    assert.ok(threads[0].terminated);
    const ended = heard[0].at(-1)!;
    assert.ok(ended.type === 'ended' && ended.ending.kind === 'stopped' && ended.ending.step === 9);
    assert.deepEqual(threads[1].types, ['start'], 'the job that waited goes on in another thread');
  });

  it('a thread that stops in time is kept', async () => {
    const { threads, start } = rig(1);
    const job = start();
    job.stop();
    threads[0].end(job.id, 'stopped');
    start();
    await wait(60);
    assert.equal(threads.length, 1);
    assert.ok(!threads[0].terminated);
  });

  it('reports every job as stopped when it is disposed of', () => {
    const { pool, threads, heard, start } = rig(1);
    start();
    start();
    pool.dispose();
    start();
    for (const messages of heard) {
      const [ended] = messages;
      assert.ok(messages.length === 1 && ended.type === 'ended' && ended.ending.kind === 'stopped');
    }
    assert.ok(threads.length === 1 && threads[0].terminated);
  });
});
