import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type AnalysisId, analysisIds } from '../../src/core/analysis/ids';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import type { FromWorker, Observation } from '../../src/protocol';
import { type JobHandle, WorkerPool } from '../../src/worker/pool';
import { startThread } from '../../src/worker/thread';

/** What is looked at while a network trains. */
interface Look {
  readonly name: string;
  readonly observe: Observation;
  readonly analyses: readonly AnalysisId[];
}

/** Milliseconds that each look is measured in a round, after as many as it takes to settle. */
const [MEASURED, SETTLING] = [1500, 200];
const ROUNDS = 5;

const NOTHING: Look = { name: 'curves only', observe: { boundary: false, network: false }, analyses: [] };

const LOOKS: readonly Look[] = [
  NOTHING,
  { ...NOTHING, name: 'decision boundary', observe: { boundary: true, network: false } },
  { ...NOTHING, name: 'network', observe: { boundary: false, network: true } },
  ...analysisIds.map((id) => ({ ...NOTHING, name: id, analyses: [id] })),
  { name: 'all of it', observe: { boundary: true, network: true }, analyses: analysisIds },
];

/** `bench -- views`: what looking costs the trainer, as shares of the speed with nothing but curves; a table. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-bench-'));
  try {
    const script = join(folder, 'worker.js');
    await build({
      entryPoints: ['src/worker/node.ts'],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      loader: { '.wasm': 'binary' },
      logLevel: 'error',
    });
    for (const [title, experiment] of networks()) await table(script, title, experiment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function networks(): [string, Experiment][] {
  const first = defaultExperiment();
  const training = { ...first.training, epochs: 1_000_000 };
  const seven = { ...first.network, hidden: [100, 100, 100, 100, 100, 100] };
  return [
    ['the first experiment (2-128-128-2)', { ...first, training }],
    ['seven layers (2-100×6-2)', { ...first, network: seven, training }],
  ];
}

async function table(script: string, title: string, experiment: Experiment): Promise<void> {
  const pool = new WorkerPool({ size: 1, createWorker: () => startThread(script) });
  const frames = new Frames();
  let job: JobHandle | undefined;
  const hear = (message: FromWorker) => {
    if (message.type === 'failed') throw new Error(message.reason);
    if (message.type !== 'frame') return;
    frames.take(message.progress.step);
    job?.ack(message.seq);
  };
  const { observe, analyses } = NOTHING;
  const request = { experiment, variant: 'dropout' as const, seed: 1, folder: null, paused: false };
  job = pool.start({ ...request, observe, analyses }, hear);
  await sleep(1000);
  const shares = new Map<string, number[]>(LOOKS.map(({ name }) => [name, []]));
  const measured = async ({ observe, analyses }: Look) => {
    job.observe(observe);
    job.analyse(analyses);
    return speed(frames);
  };
  for (let round = 0; round < ROUNDS; round++) {
    let before = await measured(NOTHING);
    for (const look of LOOKS) {
      const looking = await measured(look);
      const after = await measured(NOTHING);
      // The processor's speed comes and goes: each look is held against what was there right before and after it.
      shares.get(look.name)!.push((2 * looking) / (before + after));
      before = after;
    }
  }
  pool.dispose();
  process.stdout.write(`${title}: speed of training, median of ${ROUNDS} rounds\n`);
  for (const [name, values] of shares) {
    const sorted = values.toSorted((a, b) => a - b).map((share) => (100 * share).toFixed(1));
    const [low, middle, high] = [sorted[0], sorted[ROUNDS >> 1], sorted[ROUNDS - 1]];
    process.stdout.write(`  ${name.padEnd(20)}${middle.padStart(6)} %   (${low} to ${high})\n`);
  }
}

/** Processor time of all threads but this one, which is the host's in the extension. */
function workerSeconds(): number {
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  return (all.user + all.system - own.user - own.system) / 1e6;
}

/** Where training stands, and how much processor time it took to come there: known whenever a frame arrives. */
class Frames {
  #next: ((at: { step: number; seconds: number }) => void) | undefined;

  take(step: number): void {
    this.#next?.({ step, seconds: workerSeconds() });
    this.#next = undefined;
  }

  next(): Promise<{ step: number; seconds: number }> {
    return new Promise((done) => {
      this.#next = done;
    });
  }
}

/** Steps a second of processor time: other programs take the clock's seconds, but not these. */
async function speed(frames: Frames): Promise<number> {
  await sleep(SETTLING);
  const from = await frames.next();
  await sleep(MEASURED);
  const to = await frames.next();
  return (to.step - from.step) / (to.seconds - from.seconds);
}

const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
