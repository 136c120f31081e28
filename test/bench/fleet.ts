import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, postgres, postgresServer, redis, redisServer } from '../study/fleet/databases';
import { journalOf } from '../study/fleet/journal-lines';

// npm run bench -- fleet [kills | overhead | two] …: what many machines cost and bring, through the built command line.

const CLI = resolve('dist/cli.js');
const kinds: [string, () => Promise<Database>, () => string | undefined][] = [
  ['Redis', redis, redisServer],
  ['PostgreSQL', postgres, postgresServer],
];

const experiment = (trials: number, training: object, train = 40) => ({
  version: 1,
  data: { source: 'moons', train, validation: 40, test: 40 },
  network: { hidden: [8] },
  dropout: { ratio: 0.3 },
  training,
  study: {
    space: { 'dropout.ratio': { min: 0, max: 0.6 }, 'training.learningRate': { min: 0.001, max: 0.1 } },
    ...{ sampler: { kind: 'random' }, trials, seeds: 1, fresh: 0, prune: 'none' },
  },
});

interface Worker {
  readonly child: ChildProcess;
  readonly trained: { count: number; seconds: number };
}

async function worker(url: string): Promise<Worker> {
  const child = spawn(process.execPath, [CLI, 'worker', '--queue', url, '--json', '--threads', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const trained = { count: 0, seconds: 0 };
  const lines = createInterface(child.stdout!);
  lines.on('line', (line) => {
    const { type, seconds } = JSON.parse(line);
    if (type !== 'trained') return;
    trained.count += 1;
    trained.seconds += seconds;
  });
  await once(lines, 'line');
  return { child, trained };
}

async function kill({ child }: Worker): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Runs a study; resolves to how long it took. */
async function study(file: string, ...args: string[]): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [CLI, 'study', file, '--json', '--verify', '0', ...args]);
  child.stdout.resume();
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(err);
  return (performance.now() - begun) / 1000;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Kills three of the workers, each at a random moment of a quarter of the study, and restarts the database. */
async function disturb(
  database: Database,
  workers: readonly Worker[],
  trained: () => number,
  trials: number,
): Promise<void> {
  for (const [i, victim] of workers.slice(0, 3).entries()) {
    const at = (trials * (i + Math.random())) / 4;
    while (trained() < at) await sleep(10);
    await kill(victim);
    if (i !== 1) continue;
    await database.kill();
    await sleep(1_000);
    await database.start();
  }
}

/** Nothing is lost or counted twice when machines are killed and the database restarts. */
async function kills(folder: string, trials: number): Promise<void> {
  const file = join(folder, 'kills.json');
  writeFileSync(file, JSON.stringify(experiment(trials, { epochs: 20 })));
  const local = join(folder, 'local.log');
  await study(file, '--workers', '1', '--journal', local);
  for (const [name, start, server] of kinds) {
    if (!server()) continue;
    const database = await start();
    const workers = await Promise.all(Array.from({ length: 5 }, () => worker(database.url)));
    const journal = join(folder, `${name}.log`);
    const running = study(file, '--queue', database.url, '--journal', journal);
    const trained = () => workers.reduce((sum, one) => sum + one.trained.count, 0);
    await disturb(database, workers, trained, trials);
    const seconds = await running;
    const [lost, expected] = [journalOf(journal), journalOf(local)];
    const isSame = JSON.stringify(lost) === JSON.stringify(expected);
    say(
      `${name}: ${trials} trials, 3 of 5 workers killed, database restarted: ${seconds.toFixed(1)} s, ${trained()} trainings, journal ${isSame ? 'the same' : 'DIFFERS'} (${expected.length} lines)`,
    );
    if (!isSame) process.exitCode = 1;
    for (const one of workers.slice(3)) await kill(one);
    await database.remove();
  }
}

/** What a trial costs beside its training, and what its job takes of the database's memory. */
async function overhead(folder: string, trials: number): Promise<void> {
  const file = join(folder, 'overhead.json');
  writeFileSync(file, JSON.stringify(experiment(trials, { epochs: 1 })));
  const few = join(folder, 'few.json');
  writeFileSync(few, JSON.stringify(experiment(8, { epochs: 1 })));
  const alone = await study(file, '--workers', '1');
  for (const [name, start, server] of kinds) {
    if (!server()) continue;
    const database = await start();
    const one = await worker(database.url);
    const [begin, whole] = [
      await study(few, '--queue', database.url),
      await study(file, '--queue', database.url),
    ];
    const each = (1000 * (whole - begin)) / (trials - 8);
    const training = (1000 * one.trained.seconds) / one.trained.count;
    say(
      `${name}: ${trials} trials by one worker in ${whole.toFixed(2)} s (${alone.toFixed(2)} s without a queue): ${each.toFixed(1)} ms a trial, ${training.toFixed(1)} ms of it training, ${(each - training).toFixed(1)} ms overhead, ${(1000 / each).toFixed(0)} a second`,
    );
    await kill(one);
    await database.remove();
  }
}

/** Two workers against one, and what two processes can do on this machine at all. */
async function two(folder: string, trials: number): Promise<void> {
  const file = join(folder, 'two.json');
  writeFileSync(file, JSON.stringify(experiment(trials, { epochs: 1500 }, 400)));
  const single = await study(file, '--workers', '1');
  const pair = Math.max(
    ...(await Promise.all([study(file, '--workers', '1'), study(file, '--workers', '1')])),
  );
  say(
    `Two processes that know nothing of each other: ${((2 * single) / pair).toFixed(2)} times one (${single.toFixed(1)} s alone, ${pair.toFixed(1)} s side by side)`,
  );
  for (const [name, start, server] of kinds) {
    if (!server()) continue;
    const database = await start();
    const first = await worker(database.url);
    const by1 = await study(file, '--queue', database.url);
    const mean = first.trained.seconds / first.trained.count;
    const second = await worker(database.url);
    const by2 = await study(file, '--queue', database.url);
    say(
      `${name}: ${trials} trials of ${mean.toFixed(2)} s: one worker ${by1.toFixed(1)} s, two ${by2.toFixed(1)} s: ${(by1 / by2).toFixed(2)} times`,
    );
    for (const one of [first, second]) await kill(one);
    await database.remove();
  }
}

const PARTS = { kills: [kills, 1000], overhead: [overhead, 500], two: [two, 24] } as const;

export async function run([, part, count]: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-fleet-'));
  say(`${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}`);
  try {
    for (const [name, [measure, usual]] of Object.entries(PARTS))
      if (!part || part === name) await measure(folder, Number(count) || usual);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
