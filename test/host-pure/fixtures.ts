import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { Run } from '../../src/host/store/run';
import type { FromWorker, Progress, RunInfo } from '../../src/protocol';
import { COLUMNS } from '../../src/report/curve';

/** Rows whose every value is their index. */
export function rows(from: number, count: number): Float64Array {
  const values = new Float64Array(count * COLUMNS);
  for (let row = 0; row < count; row++) values.fill(from + row, row * COLUMNS, (row + 1) * COLUMNS);
  return values;
}

export function progress(step: number): Progress {
  return { step, epoch: step, totalSteps: 100, totalEpochs: 100, samplesPerSecond: 1e6, secondsLeft: 1 };
}

export const info: RunInfo = {
  task: 'classification',
  features: 2,
  outputs: 2,
  trainCount: 100,
  testCount: 100,
  widths: [2, 8, 2],
  parameterCount: 42,
  stepsPerEpoch: 4,
  featureNames: ['x', 'y'],
  outputNames: ['0', '1'],
  notes: [],
  points: {
    train: Float32Array.of(0, 1, 0),
    test: Float32Array.of(1, 0, 1),
    bounds: [-1, 1, -1, 1],
  },
};

export function experiment(changes: Partial<Experiment> = {}): Experiment {
  return { ...defaultExperiment(), name: '', baseline: true, seeds: 1, ...changes };
}

let made = 0;

/** A run with a few rows. */
export function run(options: { id?: string; startedAt?: number; experiment?: Experiment } = {}): Run {
  made += 1;
  const made_ = new Run({
    id: options.id ?? `run-${made}`,
    startedAt: options.startedAt ?? made,
    experiment: options.experiment ?? experiment(),
    folder: null,
  });
  made_.info = info;
  for (const member of made_.members) {
    member.curve.append(rows(0, 5));
    member.progress = progress(4);
    member.status = 'running';
  }
  return made_;
}

/** Brings a run to its end. */
export function end(run_: Run, kind: 'completed' | 'stopped' | 'diverged' = 'completed'): Run {
  for (const member of run_.members) {
    member.status = 'ended';
    member.ending = { kind, step: 4, epoch: 4, seconds: 1 };
  }
  return run_;
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));

/** Waits for a condition to come true. */
export async function until(condition: () => boolean, milliseconds = 2_000): Promise<void> {
  const end_ = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > end_) throw new Error(`not within ${milliseconds} ms: ${condition}`);
    await sleep(2);
  }
}

export type FrameMessage = Extract<FromWorker, { type: 'frame' }>;
