import { join } from 'node:path';
import { defaultExperiment } from '../../src/experiment/defaults';
import { editExperiment } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { WorkerPool } from '../../src/worker/pool';
import { startThread } from '../../src/worker/thread';

const ROUNDS = 7;

type Variant = 'dropout' | 'baseline';

function experiment(...edits: [(string | number)[], unknown][]): Experiment {
  return edits.reduce((before, [path, value]) => {
    const result = editExperiment(before, path, value);
    if (!result.ok) throw new Error(JSON.stringify(result));
    return result.experiment;
  }, defaultExperiment());
}

/** Runs of about half a second: one whose steps are short, and one whose steps are long. */
const runs: Readonly<Record<string, Experiment>> = {
  'moons, 2-32-32-2': experiment(
    [
      ['network', 'hidden'],
      [32, 32],
    ],
    [['training', 'epochs'], 2000],
  ),
  'digits, 64-256-256-10': experiment(
    [['data', 'source'], 'digits'],
    [['data', 'train'], 1000],
    [
      ['network', 'hidden'],
      [256, 256],
    ],
    [['training', 'epochs'], 30],
  ),
};

/** Milliseconds until all of the variants have been trained, side by side. */
async function train(pool: WorkerPool, one: Experiment, variants: readonly Variant[]): Promise<number> {
  const start = performance.now();
  const observe = { boundary: false, network: false };
  await Promise.all(
    variants.map(
      (variant) =>
        new Promise<void>((resolve, reject) => {
          const request = { experiment: one, variant, seed: 1, folder: null, observe, paused: false };
          const handle = pool.start(request, (message) => {
            if (message.type === 'frame') handle.ack(message.seq);
            if (message.type === 'ended') resolve();
            if (message.type === 'failed') reject(new Error(message.reason));
          });
        }),
    ),
  );
  return performance.now() - start;
}

/**
 * `pair`: a run and its baseline side by side in two worker threads, and the slower one alone in one thread, in turn; the
 * ratio of the best times, and the median of the rounds' ratios.
 */
export async function run(): Promise<void> {
  const pool = new WorkerPool({
    size: 2,
    cores: 1,
    createWorker: () => startThread(join(__dirname, 'worker.cjs')),
  });
  pool.prewarm(2);
  for (const [title, one] of Object.entries(runs)) {
    await train(pool, one, ['dropout', 'baseline']);
    const [alone, together]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const single = [await train(pool, one, ['dropout']), await train(pool, one, ['baseline'])];
      alone.push(Math.max(...single));
      together.push(await train(pool, one, ['dropout', 'baseline']));
    }
    const best = [Math.min(...alone), Math.min(...together)];
    const ratios = together.map((time, round) => time / alone[round]).sort((a, b) => a - b);
    console.log(
      `${title}: the slower one alone ${best[0].toFixed(0)} ms, both ${best[1].toFixed(0)} ms: ` +
        `${(best[1] / best[0]).toFixed(2)} × (median of the rounds ${ratios[ROUNDS >> 1].toFixed(2)} ×)`,
    );
  }
  pool.dispose();
}
