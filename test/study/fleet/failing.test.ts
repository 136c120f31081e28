import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Broker, type BullJob } from '../../../src/cli/fleet/bull';
import { Fleet, queueName } from '../../../src/cli/fleet/fleet';
import { answerOf, idOf, Milestones, payloadOf, readPayload } from '../../../src/cli/fleet/payload';
import { parseExperiment } from '../../../src/experiment/parse';
import { deferred } from '../../../src/study/deferred';
import { type Train, trainerOf } from '../../../src/study/training';
import { WorkerPool } from '../../../src/worker/pool';
import { startThread } from '../../../src/worker/thread';
import { skip } from '../../support/skip';
import { bundles, workerScript } from '../../worker/built-worker';
import { cli } from '../cli-support';
import { type Database, postgres, postgresServer, redis, redisServer } from './databases';
import { type Machine, machine } from './machines';

const plain = {
  version: 1,
  data: { source: 'moons', train: 40, validation: 40, test: 60 },
  network: { hidden: [4] },
  training: { epochs: 3 },
};

const requestOf = (seed: number) => {
  const parsed = parseExperiment(plain);
  assert.ok(parsed.ok);
  return { experiment: parsed.experiment, variant: 'dropout', seed, folder: null } as const;
};

const kinds: [string, () => Promise<Database>, () => string | undefined][] = [
  ['Redis', redis, redisServer],
  ['PostgreSQL', postgres, postgresServer],
];

/** Milliseconds after which a machine of these tests counts as gone. */
const LEASE = 1_500;
const POISON = 13;

for (const [name, start, server] of kinds)
  describe(`trainings that fail on the machines of a queue of ${name}`, function () {
    this.timeout(180_000);
    let database: Database;
    let pool: WorkerPool;
    let train: Train;
    const open: { close(): Promise<unknown> }[] = [];
    const machines: Machine[] = [];

    before(async function () {
      if (!server()) skip(this, `no ${name} is installed`);
      database = await start();
      pool = new WorkerPool({ size: 1, createWorker: () => startThread(workerScript()) });
      train = trainerOf(pool);
    });
    afterEach(async () => {
      for (const one of machines.splice(0)) await one.kill();
      for (const one of open.splice(0).reverse()) await one.close();
    });
    after(async () => {
      pool?.dispose();
      await database?.remove();
    });

    const joinFleet = async (program = '1/a') => {
      const broker = new Broker(database.url, bundles(), LEASE);
      const fleet = await Fleet.join(broker, { program, here: () => assert.fail(), checked: 0 });
      open.push(broker, { close: () => fleet.leave(true) });
      return { broker, fleet };
    };

    /** A machine that hands each training to `spoil` before it trains it. */
    const machineWith = async (called: string, spoil: (seed: number) => unknown) => {
      const broker = new Broker(database.url, bundles(), LEASE);
      const work = async (job: BullJob, token?: string) => {
        const { experiment, variant, seed, checkpoints, tried } = readPayload(job.data);
        if (tried?.includes(called)) {
          await job.moveToDelayed(Date.now() + 50, token);
          throw new broker.DelayedError();
        }
        await spoil(seed);
        const milestones = new Milestones(checkpoints);
        const isEnough = milestones.see.bind(milestones);
        return answerOf(await train({ experiment, variant, seed, folder: null, isEnough }), milestones);
      };
      const worker = await broker.worker(work, queueName({ name: called, threads: 1 }), 1);
      open.push(broker);
      return worker;
    };

    it('are tried on three machines, and everything else is trained', async () => {
      const tries: string[] = [];
      for (const called of ['a/1', 'b/2', 'c/3', 'd/4'])
        await machineWith(called, (seed) => {
          if (seed !== POISON) return;
          tries.push(called);
          throw new Error('poison');
        });
      const { fleet } = await joinFleet();
      const failed = once(fleet, 'failed');
      const seeds = [1, 2, POISON, 3, 4, 5];
      const ended = await Promise.allSettled(seeds.map((seed) => fleet.train(requestOf(seed))));
      assert.deepEqual(
        ended.map(({ status }) => status === 'fulfilled'),
        seeds.map((seed) => seed !== POISON),
      );
      assert.equal((ended[2] as PromiseRejectedResult).reason.message, 'poison');
      assert.deepEqual(await failed, ['poison']);
      assert.equal(new Set(tries).size, 3, tries.join());
      assert.equal(tries.length, 3);
    });

    it('are tried again where there is but one machine', async () => {
      let tries = 0;
      await machineWith('a/1', (seed) => {
        if (seed === POISON && ++tries < 3) throw new Error('for now');
      });
      const { fleet } = await joinFleet();
      assert.equal((await fleet.train(requestOf(POISON))).seed, POISON);
      assert.equal(tries, 3);
    });

    it('end with the third machine that goes away from them', async () => {
      const { fleet } = await joinFleet();
      let gone = 0;
      const join = (): Promise<unknown> => {
        const dying = machineWith(`m/${gone}`, async (seed) => {
          if (seed !== POISON) return;
          gone += 1;
          if (gone < 3) void join();
          else void machineWith('well/1', () => {});
          const dead = await dying;
          void dead.close(true);
          await new Promise(() => {});
        });
        return dying;
      };
      await join();
      const [poisoned, other] = await Promise.allSettled(
        [POISON, 1].map((seed) => fleet.train(requestOf(seed))),
      );
      assert.equal(
        (poisoned as PromiseRejectedResult).reason.message,
        '3 machines have gone while they trained it.',
      );
      assert.equal(other!.status, 'fulfilled');
      assert.equal(gone, 3);
    });

    it('are named by the hash of what they train, once, and end where nobody waits for them', async () => {
      const [one] = await Promise.all([machine(database.url)]);
      machines.push(one!);
      const study = {
        ...plain,
        training: { epochs: 1_000_000 },
        study: { space: { 'dropout.ratio': { min: 0, max: 0.5 } }, trials: 3, seeds: 1, fresh: 0 },
      };
      const { broker, fleet } = await joinFleet();
      const queue = await broker.trainings();
      const left = new AbortController();
      const alone = fleet.train(requestOf(77), left.signal);
      const named = idOf(payloadOf('1/a', requestOf(77)));
      while (!(await queue.getJob(named))) await sleep(50);
      left.abort();
      await assert.rejects(alone, { name: 'AbortError' });
      while (await queue.getJob(named)) await sleep(50);
      const stop = deferred<void>();
      const running = cli(['study', '-', '--queue', database.url], JSON.stringify(study), stop.promise);
      const active = async () => (await queue.getJobs(['active']))[0];
      while (!(await active())) await sleep(50);
      const job = (await active())!;
      const before = await queue.getJobs(['waiting', 'active']);
      assert.equal(before.length, 3);
      await queue.add('training', job.data as object, { jobId: job.id });
      assert.equal((await queue.getJobs(['waiting', 'active'])).length, 3);
      stop.resolve();
      assert.equal((await running).code, 130);
      const isCancelled = () => one!.lines.some((line) => line.type === 'cancelled' && line.job === job.id);
      while (!isCancelled()) await sleep(50);
      while ((await queue.getJobs(['waiting', 'active', 'delayed'])).length > 0) await sleep(50);
      // The machine is free for what comes next.
      const next = { ...study, training: { epochs: 2 } };
      assert.equal((await cli(['study', '-', '--queue', database.url], JSON.stringify(next))).code, 0);
    });

    it('end the study in words when no machine that has joined trains it', async () => {
      const liar = new Broker(database.url, bundles());
      open.push(liar);
      const lie = async (job: BullJob) => {
        const { experiment, variant, seed, checkpoints } = readPayload(job.data);
        const milestones = new Milestones(checkpoints);
        const isEnough = milestones.see.bind(milestones);
        const answer = answerOf(
          await train({ experiment, variant, seed, folder: null, isEnough }),
          milestones,
        );
        const bytes = Buffer.from(answer.rows, 'base64');
        bytes[bytes.length - 8]! ^= 1;
        return { ...answer, rows: bytes.toString('base64') };
      };
      await liar.worker(lie, queueName({ name: 'liar/1', threads: 2 }), 1);
      const study = {
        ...plain,
        study: { space: { 'dropout.ratio': { min: 0, max: 0.5 } }, trials: 3, seeds: 1 },
      };
      const args = ['study', '-', '--queue', database.url, '--verify', '100'];
      const answered = await cli(args, JSON.stringify(study));
      assert.equal(answered.code, 1);
      assert.match(
        answered.err,
        /Stopped \(none of the machines that have joined \(1\) trains this study: liar\/1: it computes otherwise/,
      );
    });

    it('are refused in words by another version, and by kernels that compute otherwise', async () => {
      machines.push(await machine(database.url));
      const { version } = await import('../../../package.json');
      for (const [program, words] of [
        ['9.9.9/a', /^version 9\.9\.9 asks, version [\d.]+ is here: install the same/],
        [
          `${version}/0123456789ab`,
          /^its kernels compute otherwise \(0123456789ab asks, [0-9a-f]{12} is here\)/,
        ],
      ] as const) {
        const { fleet } = await joinFleet(program);
        const heard = Promise.all([once(fleet, 'refused'), once(fleet, 'deserted')]);
        fleet.train(requestOf(1)).catch(() => {});
        const [[, reason], [reasons]] = await heard;
        assert.match(reason, words);
        assert.deepEqual([...reasons.values()], [reason]);
        await fleet.leave(true);
      }
    });
  });
