import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { defaultExperiment } from '../../../src/experiment/defaults';
import { editExperiment } from '../../../src/experiment/edit';
import type { Experiment } from '../../../src/experiment/schema';
import type { FromWorker } from '../../../src/protocol';
import { WorkerPool } from '../../../src/worker/pool';
import { startThread } from '../../../src/worker/thread';
import { workerScript } from '../../worker/built-worker';

export interface TableTimes {
  readonly rows: number;
  readonly columns: number;
  readonly megabytes: number;
  /** From the start of the job to its data being read and its trainer made. */
  readonly seconds: number;
  /** The longest time in which this thread, which stands for the extension host, could do nothing else. */
  readonly hostBlockedMs: number;
  readonly progressMessages: number;
  /** From asking for a stop in the middle of reading to the job's end. */
  readonly cancelMs: number | null;
  readonly peakMegabytes: number;
  /** Why it was not read, if it was not. */
  readonly refused: string | null;
}

/** Numbers of `digits` decimals and a class in the last column. */
function writeTable(file: string, rows: number, columns: number, digits: number): void {
  const out = openSync(file, 'w');
  const features = columns - 1;
  writeSync(out, `${Array.from({ length: features }, (_, i) => `x${i}`).join()},y\n`);
  let state = 1;
  const cell = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32).toFixed(digits).slice(digits > 1 ? 0 : 1);
  };
  // Rows are written again and again from a few hundred: what is measured is the reading.
  const some = Array.from(
    { length: 256 },
    (_, i) => `${Array.from({ length: features }, cell).join()},${i % 3}\n`,
  );
  for (let row = 0; row < rows; row += some.length) writeSync(out, some.slice(0, rows - row).join(''));
  closeSync(out);
}

function experimentOf(file: string): Experiment {
  const edits: [string[], unknown][] = [
    [['data'], { source: 'csv', file: basename(file) }],
    [['network', 'hidden'], [4]],
  ];
  return edits.reduce((before, [path, value]) => {
    const result = editExperiment(before, path, value);
    if (!result.ok) throw new Error(JSON.stringify(result));
    return result.experiment;
  }, defaultExperiment());
}

type Last = Extract<FromWorker, { type: 'started' | 'failed' | 'ended' }>;

/** Runs a job up to its trainer; `stopAt`: asks for a stop when so much is read. */
function load(pool: WorkerPool, file: string, stopAt = 2) {
  let messages = 0;
  let stopped = 0;
  const done = new Promise<Last>((resolved) => {
    const experiment = experimentOf(file);
    const observe = { boundary: false, network: false };
    const request = {
      experiment,
      variant: 'dropout',
      seed: 1,
      folder: dirname(file),
      observe,
      paused: true,
    } as const;
    const handle = pool.start(request, (message) => {
      if (message.type === 'loading') {
        messages++;
        if (message.fraction >= stopAt && stopped === 0) {
          stopped = performance.now();
          handle.stop();
        }
      }
      if (message.type === 'started') handle.stop();
      if (message.type === 'started' || message.type === 'failed' || message.type === 'ended')
        resolved(message);
    });
  });
  return done.then((last) => ({ last, messages, stopped }));
}

/** Watches this thread and the process while `work` goes on. */
async function watched<T>(work: () => Promise<T>) {
  let blocked = 0;
  let peak = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    blocked = Math.max(blocked, now - before - 2);
    before = now;
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 2);
  const begun = performance.now();
  try {
    const value = await work();
    return { value, seconds: (performance.now() - begun) / 1000, blocked, peak };
  } finally {
    clearInterval(timer);
  }
}

/** A table read as a run reads it: in a worker thread, through the pool. */
export async function tableTimes(rows: number, columns: number, digits: number): Promise<TableTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'playground-table-'));
  const file = join(folder, 'table.csv');
  const pool = new WorkerPool({ size: 1, createWorker: () => startThread(workerScript()) });
  try {
    writeTable(file, rows, columns, digits);
    const { value, seconds, blocked, peak } = await watched(() => load(pool, file));
    const { last, messages } = value;
    const refused = last.type === 'failed' ? last.reason : null;
    const cancelled = refused === null ? await load(pool, file, 0.3) : undefined;
    return {
      rows,
      columns,
      megabytes: statSync(file).size / 1e6,
      seconds,
      hostBlockedMs: blocked,
      progressMessages: messages,
      cancelMs: cancelled?.last.type === 'ended' ? performance.now() - cancelled.stopped : null,
      peakMegabytes: peak / 1e6,
      refused,
    };
  } finally {
    pool.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
