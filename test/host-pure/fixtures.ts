import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import type { Slices } from '../../src/host/slices';
import { Emitter, type Event } from '../../src/host/store/emitter';
import { Run } from '../../src/host/store/run';
import type { RunStore } from '../../src/host/store/run-store';
import { encodeTypedJson } from '../../src/host/store/typed-json';
import {
  type Boundary,
  type FromWorker,
  type NetworkFrame,
  NOTHING_YET,
  type Progress,
  type RunInfo,
  SLICES,
  type ViewState,
} from '../../src/protocol';
import { COLUMNS } from '../../src/report/curve';
import { patience } from '../support/patience';

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

/** Waits for a condition to come true, so many milliseconds of an idle machine. */
export async function until(condition: () => boolean, milliseconds = 2_000): Promise<void> {
  const end_ = Date.now() + patience(milliseconds);
  while (!condition()) {
    if (Date.now() > end_) throw new Error(`not within ${milliseconds} ms: ${condition}`);
    await sleep(2);
  }
}

export type FrameMessage = Extract<FromWorker, { type: 'frame' }>;

export function boundary(): Boundary {
  return {
    columns: 2,
    rows: 2,
    bounds: [-1, 1, -1, 1],
    winner: Uint8Array.of(0, 1, 1, 0),
    strength: Uint8Array.of(9, 99, 199, 255),
  };
}

/** Of a network with one hidden layer. */
export function network(): NetworkFrame {
  const sites = [2, 3, 2].map((width) => ({
    width,
    indices: Uint32Array.from({ length: width }, (_, i) => i),
    kept: new Uint8Array(width).fill(1),
    activations: new Float32Array(width).fill(0.5),
    ratio: 0.5,
    pass: {
      draws: new Float64Array(width).fill(0.7),
      before: new Float32Array(width).fill(0.25),
      gradients: new Float32Array(width).fill(-1),
      evaluation: new Float32Array(width).fill(0.125),
    },
  }));
  return {
    step: 4,
    samples: 10,
    sites,
    weights: [new Float32Array(6).fill(1), new Float32Array(6).fill(-1)],
  };
}

/** A file of the second format: no checksums, one text. */
export function oldFile(summary: unknown, body: unknown): Buffer {
  const { text, bytes } = encodeTypedJson(body);
  const [first, second] = [Buffer.from(JSON.stringify(summary)), Buffer.from(text)];
  const head = Buffer.alloc(16);
  head.write('DPRUN 2\n');
  head.writeUInt32LE(first.length, 8);
  head.writeUInt32LE(second.length, 12);
  const front = Buffer.concat([head, first, second]);
  return Buffer.concat([front, Buffer.alloc((8 - (front.length % 8)) % 8), bytes]);
}

/** The slices of a store beside ones that stay as they are, or say by an event of their own that they have changed. */
export function fakeSlices(
  store: RunStore,
  state: Partial<ViewState> = {},
  changes: { readonly [K in keyof ViewState]?: Event<unknown> } = {},
): Slices {
  const known: ViewState = { ...NOTHING_YET, experiment: experiment(), ...state };
  const slices = SLICES.map((name) => [
    name,
    { get: () => known[name], onDidChange: changes[name] ?? new Emitter<unknown>().event },
  ]);
  return {
    ...(Object.fromEntries(slices) as Slices),
    runs: { get: () => store.summaries, onDidChange: store.onDidChangeList },
    run: { get: () => store.current?.state() ?? null, onDidChange: store.onDidChangeRun },
  };
}
