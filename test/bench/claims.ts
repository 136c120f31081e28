import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { PAIRS, repeat, SEEDS } from './claims/repetition';
import { scenarios } from './claims/scenarios';
import { kindTable, nullTable, powerTable } from './claims/tables-of-results';
import type { Counted } from './claims/tally';

/** Milliseconds from one time that results are written to the next. */
const KEPT_EVERY = 30_000;

interface Task {
  readonly scenario: number;
  readonly repetition: number;
}

/** What is known so far: a measurement may be taken up again. */
interface Known {
  readonly tallies: Counted[];
  /** Repetitions that are done, by scenario. */
  readonly done: Record<string, number[]>;
}

if (!isMainThread)
  parentPort!.on('message', async ({ scenario, repetition }: Task) => {
    parentPort!.postMessage(await repeat(scenarios[scenario], repetition));
  });

function tasksOf(known: Known, comparisons: number, only: string): Task[] {
  const most = SEEDS[SEEDS.length - 1];
  const tasks = scenarios.flatMap(({ id, sides, share = 1 }, scenario) => {
    if (
      only &&
      !only.split(',').some((name) => id === name || (name.endsWith('*') && id.startsWith(name.slice(0, -1))))
    )
      return [];
    const each = sides === 'views' ? 1 : PAIRS / most;
    const repetitions = Math.ceil((share * comparisons) / each);
    return Array.from({ length: repetitions }, (_, repetition) => ({ scenario, repetition })).filter(
      ({ repetition }) => !known.done[id]?.includes(repetition),
    );
  });
  // All scenarios go on alike: a measurement that is broken off says something of each.
  return tasks.sort((a, b) => a.repetition - b.repetition);
}

/**
 * `claims [--comparisons N] [--workers N] [--only ID,PREFIX*] [--minutes M] [--file RESULTS]`: how often a verdict claims
 * a difference where there is none, and where there is one. N comparisons of ten seeds, and more of fewer.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.slice(1),
    options: {
      comparisons: { type: 'string', default: '200' },
      workers: { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
      minutes: { type: 'string', default: '1000' },
      file: { type: 'string', default: 'dist/bench/claims.json' },
    },
  });
  const known: Known = existsSync(values.file)
    ? JSON.parse(readFileSync(values.file, 'utf8'))
    : { tallies: [], done: {} };
  mkdirSync(dirname(values.file), { recursive: true });
  const keep = () => writeFileSync(values.file, JSON.stringify(known));
  const tasks = tasksOf(known, Number(values.comparisons), values.only);
  const until = performance.now() + 60_000 * Number(values.minutes);
  await Promise.all(Array.from({ length: Number(values.workers) }, () => work(tasks, until, known, keep)));
  keep();
  console.log(`${nullTable(known.tallies)}\n\n${powerTable(known.tallies)}\n\n${kindTable(known.tallies)}`);
  console.log(`\n${tasks.length} repetitions left`);
}

/** A thread that takes one task after the other. */
async function work(tasks: Task[], until: number, known: Known, keep: () => void): Promise<void> {
  const worker = new Worker(__filename);
  let kept = performance.now();
  for (;;) {
    const task = performance.now() < until ? tasks.shift() : undefined;
    if (!task) break;
    const tallies = await new Promise<Counted[]>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage(task);
    });
    worker.removeAllListeners('message');
    worker.removeAllListeners('error');
    known.tallies.push(...tallies);
    const { id } = scenarios[task.scenario];
    known.done[id] = [...(known.done[id] ?? []), task.repetition];
    if (performance.now() - kept > KEPT_EVERY) {
      kept = performance.now();
      keep();
    }
  }
  await worker.terminate();
}
