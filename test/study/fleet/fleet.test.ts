import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Broker, type BullJob } from '../../../src/cli/fleet/bull';
import { DataCache } from '../../../src/cli/fleet/data-files';
import { Fleet } from '../../../src/cli/fleet/fleet';
import {
  answerOf,
  idOf,
  Milestones,
  payloadOf,
  readAnswer,
  readPayload,
} from '../../../src/cli/fleet/payload';
import { EPOCH_COLUMNS, type EpochRecord } from '../../../src/core/trainer-types';
import { parseExperiment } from '../../../src/experiment/parse';
import type { RunInfo } from '../../../src/protocol';
import { deferred } from '../../../src/study/deferred';
import { Watch } from '../../../src/study/pruning';
import { Course, trainerOf } from '../../../src/study/training';
import { WorkerPool } from '../../../src/worker/pool';
import { startThread } from '../../../src/worker/thread';
import { skip } from '../../support/skip';
import { bundles, workerScript } from '../../worker/built-worker';
import { cli } from '../cli-support';
import { type Database, postgres, postgresServer, redis, redisServer } from './databases';
import { journalOf } from './journal-lines';
import { type Machine, machine } from './machines';

const tiny = {
  version: 1,
  data: { source: 'moons', train: 40, validation: 40, test: 60 },
  network: { hidden: [8] },
  dropout: { ratio: 0.3 },
  training: { epochs: 12 },
  study: {
    space: {
      'dropout.ratio': { min: 0, max: 0.6, step: 0.2 },
      'training.learningRate': { min: 0.001, max: 0.1 },
    },
    trials: 20,
    seeds: 2,
    fresh: 4,
    prune: 'seeds',
  },
};

const kinds: [string, () => Promise<Database>, () => string | undefined][] = [
  ['Redis', redis, redisServer],
  ['PostgreSQL', postgres, postgresServer],
];

for (const [name, start, server] of kinds)
  describe(`a study on the machines of a queue of ${name}`, function () {
    this.timeout(300_000);
    let folder: string;
    let database: Database;
    const machines: Machine[] = [];

    before(async function () {
      if (!server()) skip(this, `no ${name} is installed`);
      workerScript();
      folder = mkdtempSync(join(tmpdir(), 'fleet Ü '));
      database = await start();
    });
    afterEach(async () => {
      for (const one of machines.splice(0)) await one.kill();
    });
    after(async () => {
      await database?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    const joining = async (count: number, ...args: string[]) => {
      const joined = await Promise.all(Array.from({ length: count }, () => machine(database.url, ...args)));
      for (const one of joined) machines.push(one);
      return joined;
    };
    let journals = 0;
    const study = async (experiment: object, ...flags: string[]) => {
      const journal = join(folder, `${++journals}.log`);
      const answered = await cli(
        ['study', '-', '--json', '--journal', journal, ...flags],
        JSON.stringify(experiment),
      );
      assert.equal(answered.code, 0, answered.err);
      return { ...answered, journal: journalOf(journal) };
    };

    it('has the same journal as on one machine, whatever the number of machines', async () => {
      const local = await study(tiny, '--workers', '1');
      for (const count of [1, 2, 4]) {
        const joined = await joining(count);
        const far = await study(tiny, '--queue', database.url);
        assert.deepEqual(far.journal, local.journal, `${count} machines`);
        const trained = joined.flatMap(({ lines }) => lines.filter(({ type }) => type === 'trained'));
        assert.ok(trained.length > 0);
        for (const one of machines.splice(0)) assert.equal(await one.end(), 130);
      }
    });

    for (const prune of ['median', 'halving'])
      it(`ends trainings early by ${prune} at the same epochs`, async () => {
        const pruning = { ...tiny, training: { epochs: 40 }, study: { ...tiny.study, trials: 24, prune } };
        const local = await study(pruning, '--workers', '1');
        await joining(2);
        const far = await study(pruning, '--queue', database.url);
        assert.deepEqual(far.journal, local.journal);
        assert.ok(local.journal.some((line) => line.includes(prune === 'median' ? 'median' : 'rung')));
      });

    it('trains on data files that travel by the hash of their contents', async () => {
      const rows = Array.from(
        { length: 120 },
        (_, i) => `${Math.sin(i)},${Math.cos(i * 1.7)},${i % 2 ? 'yes' : 'no'}`,
      );
      writeFileSync(join(folder, 'my rows.csv'), ['a,b,label', ...rows].join('\n'));
      const data = { source: 'csv', file: join(folder, 'my rows.csv') };
      const local = await study({ ...tiny, data }, '--workers', '1');
      const cache = join(folder, 'cache');
      await joining(1, '--cache', cache);
      const far = await study({ ...tiny, data }, '--queue', database.url);
      assert.deepEqual(far.journal, local.journal);
      const [hash] = readdirSync(cache);
      assert.match(hash!, /^[0-9a-f]{64}$/);
      assert.deepEqual(readdirSync(join(cache, hash!)), ['my rows.csv']);
      // One that has been changed on the machine's disk is fetched anew.
      writeFileSync(join(cache, hash!, 'my rows.csv'), 'a,b,label\n1,2,no\n');
      await machines.splice(0)[0]!.end();
      await joining(1, '--cache', cache);
      const again = await study({ ...tiny, data }, '--queue', database.url);
      assert.deepEqual(again.journal, local.journal);
    });

    it('fails a training that fails everywhere, in the words of one machine, and goes on with the rest', async () => {
      const data = { source: 'csv', file: join(folder, 'words.csv') };
      writeFileSync(data.file, 'a,b,label\nx,y,yes\n');
      const argued = ['study', '-', '--json'];
      const local = await cli([...argued, '--workers', '1'], JSON.stringify({ ...tiny, data }));
      await joining(1);
      const far = await cli([...argued, '--queue', database.url], JSON.stringify({ ...tiny, data }));
      const reasons = (answered: typeof far) =>
        answered.lines.filter(({ type }) => type === 'trial').map(({ reason }) => reason);
      assert.ok(reasons(local).length > 0 && reasons(local).every(Boolean));
      assert.deepEqual(reasons(far), reasons(local));
      assert.equal((await study(tiny, '--queue', database.url)).code, 0);
    });

    it('goes on where it was interrupted, with what machines finished meanwhile', async () => {
      const long = { ...tiny, training: { epochs: 300 } };
      const local = await study(long, '--workers', '1');
      const journal = join(folder, 'interrupted.log');
      await joining(2);
      const args = ['study', '-', '--json', '--journal', journal, '--queue', database.url];
      const begun = deferred<void>();
      const hear = (text: string) => text.includes('"type":"trial"') && begun.resolve();
      const broken = await cli(args, JSON.stringify(long), begun.promise, hear);
      assert.equal(broken.code, 130, broken.err);
      const resumed = await cli(args, JSON.stringify(long));
      assert.equal(resumed.code, 0, resumed.err);
      assert.deepEqual({ ...resumed.lines.at(-1), journal: null }, { ...local.lines.at(-1), journal: null });
    });

    it('names a machine that computes otherwise, and does again what it trained', async () => {
      const local = await study(tiny, '--workers', '1');
      const liar = await lyingMachine(database.url);
      await joining(1);
      const far = await study(tiny, '--queue', database.url, '--verify', '100');
      await liar.close();
      assert.match(far.err, /liar\/1 computes otherwise/);
      assert.deepEqual(far.journal, local.journal);
    });

    it('loses and doubles nothing when machines are killed and the database restarts', async () => {
      const large = { ...tiny, training: { epochs: 300 }, study: { ...tiny.study, trials: 40 } };
      const local = await study(large, '--workers', '1');
      await joining(4);
      const running = study(large, '--queue', database.url);
      const trained = () =>
        machines.reduce((sum, { lines }) => sum + lines.filter(({ type }) => type === 'trained').length, 0);
      for (const [i, victim] of machines.slice(0, 3).entries()) {
        while (trained() < 8 * (i + 1)) await sleep(20);
        await victim.kill();
      }
      await database.kill();
      await sleep(1_000);
      await database.start();
      const far = await running;
      assert.deepEqual(far.journal, local.journal);
    });

    it('takes every answer of many short trainings from the machine that gave it', async () => {
      const many = {
        ...tiny.study,
        trials: 150,
        seeds: 1,
        fresh: 0,
        sampler: { kind: 'random' },
        prune: 'none',
      };
      const short = { ...tiny, training: { epochs: 1 }, study: many };
      const local = await study(short, '--workers', '1');
      await joining(2);
      const far = await study(short, '--queue', database.url);
      assert.equal(far.err, local.err);
      assert.deepEqual(far.journal, local.journal);
    });

    it('loses nothing when 32 machines start at once', async () => {
      const local = await study(tiny, '--workers', '1');
      const running = study(tiny, '--queue', database.url);
      await joining(32);
      assert.deepEqual((await running).journal, local.journal);
    });

    it('says why a machine does not train: another program asks, or it would cost too much', async () => {
      const [dear] = await joining(1, '--max-cost', '100');
      const args = ['study', '-', '--json', '--queue', database.url];
      const far = await cli(args, JSON.stringify({ ...tiny, study: { ...tiny.study, trials: 1 } }));
      assert.match(far.lines.find(({ type }) => type === 'trial').reason, /--max-cost allows 1\.0e\+2/);
      const broker = new Broker(database.url, bundles());
      const parsed = parseExperiment(tiny);
      assert.ok(parsed.ok);
      const fleet = await Fleet.join(broker, { program: '9.9.9/a', here: () => assert.fail(), checked: 0 });
      const refused = once(fleet, 'refused');
      const request = { experiment: parsed.experiment, variant: 'dropout', seed: 1, folder: null } as const;
      fleet.train(request).catch(() => {});
      const [machine, reason] = await refused;
      assert.match(machine, new RegExp(`/${dear!.child.pid}$`));
      assert.match(reason, /version 9\.9\.9 asks, version [\d.]+ is here/);
      await fleet.leave(true);
      await broker.close();
    });
  });

describe('what comes through a queue', () => {
  const request = (experiment: object) => {
    const parsed = parseExperiment(experiment);
    assert.ok(parsed.ok);
    return { experiment: parsed.experiment, variant: 'dropout', seed: 1, folder: null } as const;
  };
  const { study: _study, ...plain } = tiny;
  const payload = () => JSON.parse(JSON.stringify(payloadOf('1/a', request(plain))));

  it('is the same text for the same training, and no other for another', () => {
    assert.equal(idOf(payload()), idOf(payloadOf('1/a', request(plain))));
    assert.notEqual(idOf(payload()), idOf({ ...payload(), seed: 2 }));
    assert.notEqual(idOf(payload()), idOf({ ...payload(), checkpoints: [[3, 0.5]] }));
    assert.notEqual(idOf(payload()), idOf({ ...payload(), program: '2/a' }));
  });

  it('is an experiment and nothing else', () => {
    assert.equal(readPayload(payload()).experiment.training.epochs, 12);
    const wrong: [object, RegExp][] = [
      [{ ...payload(), code: 'process.exit()' }, /code/],
      [{ ...payload(), seed: -1 }, /seed/],
      [{ ...payload(), variant: 'other' }, /variant/],
      [{ ...payload(), experiment: { ...plain, training: { epochs: -1 } } }, /training\.epochs/],
      [{ ...payload(), experiment: { ...plain, name: 'x'.repeat(2_000_001) } }, /characters/],
      [{ ...payload(), checkpoints: Array.from({ length: 101 }, () => [1, 1]) }, /checkpoints/],
    ];
    for (const [data, words] of wrong) assert.throws(() => readPayload(data), words);
  });

  it('has a machine read no file of its own', async () => {
    const cache = new DataCache(undefined as never, join(tmpdir(), 'nothing'));
    const hash = 'a'.repeat(64);
    for (const path of [
      '/etc/passwd',
      'x.csv',
      `${hash}/../x`,
      `${hash}/..`,
      `${hash}/a/b`,
      `${hash}/`,
      `${hash}/C:\\x`,
    ]) {
      const { experiment } = request({ ...plain, data: { source: 'csv', file: path } });
      await assert.rejects(cache.bring(experiment), /is no file that has travelled/, path);
    }
  });

  it('is no answer where its rows are not', () => {
    const rows = Buffer.from(Float64Array.from({ length: 11 }, () => 1).buffer);
    const info = {
      ...{ task: 'classification', features: 2, outputs: 2, trainCount: 4, testCount: 4, widths: [2, 2] },
      ...{ parameterCount: 6, stepsPerEpoch: 1, featureNames: [], outputNames: [], notes: [] },
    };
    const answer = { rows: rows.toString('base64'), diverged: false, seconds: 1, info };
    assert.ok(readAnswer(answer));
    const twice = Buffer.concat([rows, rows]).toString('base64');
    for (const wrong of [
      { ...answer, rows: '' },
      { ...answer, rows: 'AAAA' },
      { ...answer, rows: twice },
      { ...answer, seconds: -1 },
      { ...answer, info: { ...info, task: 'other' } },
      null,
    ])
      assert.equal(readAnswer(wrong), undefined);
  });
});

describe('the milestones of a training', () => {
  it('decide everything that its epochs do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: 0, max: 9 }), fc.constant(Number.NaN)), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.array(
          fc.tuple(
            fc.double({ min: 0.1, max: 30, noNaN: true }),
            fc.option(fc.double({ min: 0, max: 9, noNaN: true })),
          ),
          { maxLength: 5 },
        ),
        (losses, given) => {
          const checkpoints = given.sort(([a], [b]) => a - b);
          const records = losses.map((loss, epoch) => recordAt(epoch, loss));
          const known = checkpoints.map(([epoch, most]) => ({
            epoch,
            most: most ?? Number.POSITIVE_INFINITY,
          }));
          const through = (rows: Float64Array, isEnough: (record: EpochRecord) => boolean) => {
            const course = new Course(1, isEnough);
            course.begin({} as RunInfo);
            course.add(rows);
            return course.result(false, undefined);
          };
          const [whole, few, milestones] = [new Watch(known), new Watch(known), new Milestones(checkpoints)];
          const all = rowsOf(records);
          const here = through(all, (record) => whole.see(record));
          const there = through(all, milestones.see.bind(milestones));
          const back = through(milestones.rows(there.best), (record) => few.see(record));
          assert.deepEqual([back.best, back.cut], [here.best, here.cut]);
          assert.deepEqual(few.course, whole.course);
        },
      ),
    );
  });
});

const recordAt = (epoch: number, loss: number): EpochRecord => ({
  ...{ epoch, step: epoch, trainLoss: loss, testLoss: loss, trainLossWithDropout: loss, trainScore: 0 },
  ...{ testScore: 0, learningRate: 1, dropRatio: 0, validationLoss: loss, validationScore: 0 },
});
const rowsOf = (records: readonly EpochRecord[]) =>
  Float64Array.from(records.flatMap((record) => EPOCH_COLUMNS.map((column) => record[column])));

/** A machine whose numbers are off by the last bit. */
async function lyingMachine(url: string) {
  const pool = new WorkerPool({ size: 1, createWorker: () => startThread(workerScript()) });
  const train = trainerOf(pool);
  const broker = new Broker(url, bundles());
  const lie = async ({ data }: BullJob) => {
    const { experiment, variant, seed, checkpoints } = readPayload(data);
    const milestones = new Milestones(checkpoints);
    const isEnough = milestones.see.bind(milestones);
    const answer = answerOf(await train({ experiment, variant, seed, folder: null, isEnough }), milestones);
    const bytes = Buffer.from(answer.rows, 'base64');
    // The last column is a score, which nothing goes by.
    bytes[bytes.length - 8]! ^= 1;
    return { ...answer, rows: bytes.toString('base64') };
  };
  await broker.worker(lie, 'liar/1', 1);
  return {
    async close() {
      await broker.close();
      pool.dispose();
    },
  };
}
