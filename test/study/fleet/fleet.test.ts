import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skip } from '../../support/skip';
import { workerScript } from '../../worker/built-worker';
import { cli } from '../cli-support';
import { type Database, postgres, postgresServer, redis, redisServer } from './databases';
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

/** A journal without what is another one at each run: times, leases, processes and the order within a round. */
function journalOf(path: string): string[] {
  const plain = (key: string, value: unknown) =>
    /^(worker_id|datetime_\w+|study_name|playground:lease)$/.test(key) ? undefined : value;
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.stringify(JSON.parse(line), plain))
    .filter((line) => !line.includes('"user_attr":{}'))
    .sort();
}

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
  });
