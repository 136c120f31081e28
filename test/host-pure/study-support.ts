import { EPOCH_COLUMNS } from '../../src/core/trainer-types';
import type { Experiment } from '../../src/experiment/schema';
import type { FakeTrainers } from './fake-trainers';
import { progress } from './fixtures';

export const turn = () => new Promise((done) => setImmediate(done));
export const log = { info: () => {}, warn: () => {} };
export const warn = () => {};

/** A loss that is least at a drop ratio of 0.3, and differs a little from seed to seed. */
const lossOf = ({ dropout }: Experiment, seed: number) =>
  0.4 + (dropout.ratio - 0.3) ** 2 + (seed % 7) / 1000;

function row(loss: number): Float64Array {
  const values = { epoch: 1, step: 1, validationLoss: loss, testLoss: loss, testScore: 0.9, trainLoss: loss };
  return Float64Array.from(EPOCH_COLUMNS, (column) => (values as Record<string, number>)[column] ?? 0);
}

/** Lets jobs end with a loss, until there are none or a condition holds. */
export async function play(trainers: FakeTrainers, isEnough = () => false): Promise<void> {
  for (let idle = 0; idle < 200; idle++) {
    for (const job of trainers.live) {
      if (isEnough()) return;
      if (job.told.includes('stop')) {
        job.end('stopped');
        continue;
      }
      idle = 0;
      job.start();
      job.say({
        type: 'frame',
        seq: 1,
        rows: row(lossOf(job.request.experiment, job.request.seed)),
        progress: progress(1),
      });
      job.end();
    }
    if (isEnough()) return;
    await turn();
    if (idle > 20) await new Promise((done) => setTimeout(done, 2));
  }
}
