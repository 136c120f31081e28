import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EPOCH_COLUMNS } from '../../src/core/trainer-types';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import type { StudySpec } from '../../src/experiment/study';
import type { Trainers } from '../../src/host/runner';
import { StudyStore } from '../../src/host/store/study-store';
import { StudyRunner } from '../../src/host/study-runner';
import { WorkerPool } from '../../src/worker/pool';
import { startThread } from '../../src/worker/thread';
import { info, progress } from '../host-pure/fixtures';

const log = { info: () => {}, warn: (message: string) => process.stderr.write(`${message}\n`) };
setFlagsFromString('--expose-gc');
/** What is left then is in use. */
const collectGarbage: () => void = runInNewContext('gc');
const megabytes = (bytes: number) => Math.round(bytes / 1e6);

/**
 * `studies [--trials 10000] [--only overhead,workers,grid,views]`: what a study of the extension costs beside its
 * trainings, how much of two threads it uses, how long 20 × 20 × 5 seeds of the default experiment take, and how fast the
 * views of so many trials are. One JSON line each.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.slice(1),
    options: {
      trials: { type: 'string', default: '10000' },
      only: { type: 'string', default: 'overhead,workers,grid,views' },
    },
  });
  const only = values.only.split(',');
  if (only.includes('overhead'))
    for (const kind of ['random', 'tpe'] as const) await overhead(kind, Number(values.trials));
  if (only.includes('workers')) await workers();
  if (only.includes('grid')) await grid();
  if (only.includes('views')) {
    const trials = Number(values.trials);
    // Not before: what it needs would count as the heap of a study.
    const { studyViews } = await import('./study-views');
    report({ bench: 'studies views', trials, ...(await studyViews(trials)) });
  }
}

const ratio = { min: 0, max: 0.9 };
const rate = { min: 1e-4, max: 0.1, scale: 'log' } as const;

function studied(study: Partial<StudySpec>): Experiment {
  return {
    ...defaultExperiment(),
    study: {
      space: { 'dropout.ratio': ratio, 'training.learningRate': rate },
      sampler: { kind: 'random' },
      ...{ trials: 100, seeds: 1, fresh: 0, prune: 'none' },
      ...study,
    },
  };
}

/** Runs a study as the extension does, journal and all; resolves to its seconds. */
async function ran(
  trainers: Trainers,
  experiment: Experiment,
  look: (runner: StudyRunner) => void = () => {},
): Promise<{ readonly seconds: number; readonly journalBytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-studies-'));
  const store = new StudyStore(folder, log.warn);
  const runner = new StudyRunner(trainers, log, store);
  try {
    const begun = performance.now();
    const over = new Promise<void>((resolve, reject) => {
      runner.onDidChange(() => {
        look(runner);
        const { status, reason } = runner.state!;
        if (status === 'completed') resolve();
        if (status === 'failed') reject(new Error(reason));
      });
    });
    runner.start(experiment, null);
    await over;
    await runner.close();
    const seconds = (performance.now() - begun) / 1000;
    return { seconds, journalBytes: (await stat(runner.state!.journal!)).size };
  } finally {
    runner.dispose();
    store.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Trainings that end at once. */
const instant: Trainers = {
  size: 2,
  start({ experiment, seed }, listener) {
    const loss = 0.4 + (experiment.dropout.ratio - 0.3) ** 2 + (seed % 7) / 1000;
    const known: Record<string, number> = { epoch: 1, step: 1, validationLoss: loss, testLoss: loss };
    const rows = Float64Array.from(EPOCH_COLUMNS, (column) => known[column] ?? 0);
    void setImmediate().then(() => {
      listener({ type: 'started', job: 1, info });
      listener({ type: 'frame', job: 1, seq: 1, rows, progress: progress(1) });
      listener({ type: 'ended', job: 1, ending: { kind: 'completed', step: 1, epoch: 1, seconds: 0 } });
    });
    const nothing = () => {};
    return {
      id: 1,
      stop: nothing,
      pause: nothing,
      resume: nothing,
      step: nothing,
      change: nothing,
      observe: nothing,
      analyse: nothing,
      ack: nothing,
    };
  },
};

async function overhead(kind: 'random' | 'tpe', trials: number): Promise<void> {
  const sampler = kind === 'random' ? { kind } : ({ kind, startup: 10, candidates: 64 } as const);
  const marks = [0.1, 0.5, 1].map((share) => Math.round(share * trials));
  const heap: Record<string, number> = {};
  const milliseconds: Record<string, number> = {};
  const begun = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  const { seconds, journalBytes } = await ran(instant, studied({ sampler, trials }), ({ state }) => {
    while (marks.length > 0 && state!.count >= marks[0]!) {
      const mark = marks.shift()!;
      collectGarbage();
      heap[mark] = megabytes(process.memoryUsage().heapUsed);
      milliseconds[mark] = Math.round((spent() / state!.count) * 1000) / 1000;
    }
  });
  report({
    bench: `studies overhead, ${kind}`,
    trials,
    millisecondsPerTrial: Math.round((1e6 * seconds) / trials) / 1000,
    // Of the processor: what others on the machine do does not count.
    cpuMillisecondsPerTrialUpTo: milliseconds,
    heapMegabytesAt: heap,
    journalMegabytes: megabytes(journalBytes),
  });
}

async function pooled(size: number, experiment: Experiment): Promise<number> {
  const pool = new WorkerPool({
    size,
    cores: size,
    createWorker: (memory) => startThread(join(__dirname, 'worker.cjs'), { memory }),
  });
  try {
    pool.prewarm(size);
    const trainers = { size, start: pool.start.bind(pool) };
    return (await ran(trainers, experiment)).seconds;
  } finally {
    pool.dispose();
  }
}

async function workers(): Promise<void> {
  const experiment = studied({ sampler: { kind: 'sobol' }, trials: 64, seeds: 3 });
  const [one, two] = [await pooled(1, experiment), await pooled(2, experiment)];
  // What the machine gives to two that have nothing to do with each other.
  const apart = Math.max(...(await Promise.all([pooled(1, experiment), pooled(1, experiment)])));
  const [ratio, ceiling] = [one / two, (2 * one) / apart];
  report({ bench: 'studies workers', one, two, ratio, ceiling, share: ratio / ceiling });
}

async function grid(): Promise<void> {
  const experiment = studied({ sampler: { kind: 'grid', levels: 20 }, trials: 400, seeds: 5 });
  report({ bench: 'studies grid, 20 × 20 × 5', seconds: await pooled(2, experiment) });
}

const report = (result: object) => process.stdout.write(`${JSON.stringify(result)}\n`);
