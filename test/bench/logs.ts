import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startThread } from '../../src/host/thread';
import { TrainingLogs } from '../../src/host/training-logs';
import { CASTAGNOLI, crc32, masked } from '../../src/logs/crc';
import { drawn, randomOf, TRUTHS } from '../logs/synthetic';
import { eventData, eventFile } from '../logs/write';

/**
 * `npm run bench -- logs [--megabytes 200] [--kind events]`: how long logs take to be read, and what that costs the host's thread.
 * `--verdicts`: how often what is said of a log is wrong.
 */
export async function run(args: readonly string[]): Promise<void> {
  if (args.includes('--verdicts')) {
    verdicts();
    return;
  }
  const at = args.indexOf('--megabytes');
  const megabytes = at < 0 ? 200 : Number(args[at + 1]);
  const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'));
  try {
    const only = args[args.indexOf('--kind') + 1];
    const kinds = args.includes('--kind') ? [only!] : Object.keys(KINDS);
    for (const kind of kinds) await large(folder, kind, megabytes);
    if (args.includes('--kind')) return;
    await firstChart(folder);
    await newLine(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const say = (words: string) => process.stdout.write(`${words}\n`);

const newLogs = () =>
  new TrainingLogs({
    corrections: {},
    remember: () => {},
    log: { info: () => {} },
    start: (data) => startThread(join(__dirname, 'logs-thread.cjs'), data),
  });

/** Rows that are written at a time, and curves. */
const ROWS = 10_000;
const CURVES = 20;

interface Kind {
  readonly name: string;
  readonly start: string | Buffer;
  row(step: number, values: readonly number[]): string | Buffer;
  readonly end?: string;
}

const names = Array.from({ length: CURVES }, (_, i) => `Loss/part_${i}`);
const KINDS: Readonly<Record<string, Kind>> = {
  events: {
    name: 'events.out.tfevents.1700000000.host.1.0',
    start: eventFile(),
    row: (step, values) =>
      quickRecord(eventData(step, Object.fromEntries(names.map((name, i) => [name, values[i]!])))),
  },
  csv: {
    name: 'metrics.csv',
    start: `step,${names.join()}\n`,
    row: (step, values) => `${step},${values.join()}\n`,
  },
  text: {
    name: 'train.log',
    start: '',
    row: (step, values) => `step ${step} | ${names.map((name, i) => `${name}: ${values[i]}`).join(' | ')}\n`,
  },
  json: {
    name: 'trainer_state.json',
    start: '{"best_metric": null, "log_history": [\n',
    row: (step, values) =>
      `${step > 0 ? ',' : ''}{"step": ${step}, ${names.map((name, i) => `"${name}": ${values[i]}`).join(', ')}}\n`,
    end: ']}',
  },
};

/** As {@link tfRecord}, by the reader's own checksum: that of the tests would take minutes for so many. */
function quickRecord(data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(data.length);
  head.writeUInt32LE(masked(crc32(CASTAGNOLI, head, 0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(masked(crc32(CASTAGNOLI, data, 0, data.length)));
  return Buffer.concat([head, data, tail]);
}

/** Writes a log of so many bytes; returns its values. */
function write(path: string, { start, row, end = '' }: Kind, bytes: number): number {
  const file = openSync(path, 'w');
  let step = 0;
  for (let size = writeSync(file, Buffer.from(start)); size < bytes; ) {
    const rows = Array.from({ length: ROWS }, () => {
      const values = names.map((_, i) => Math.exp(-step / 1e6) + i / 7);
      return Buffer.from(row(step++, values));
    });
    size += writeSync(file, Buffer.concat(rows));
  }
  writeSync(file, end);
  closeSync(file);
  return step * CURVES;
}

async function large(folder: string, id: string, megabytes: number): Promise<void> {
  const kind = KINDS[id]!;
  const path = join(folder, kind.name);
  const points = write(path, kind, megabytes * 1e6);
  const logs = newLogs();
  await rest();
  const before = process.memoryUsage().rss;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let [most, changedAt, longest, used, longestCpu] = [before, 0, 0, threadMilliseconds(), 0];
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
    const now = threadMilliseconds();
    longestCpu = Math.max(longestCpu, now - used);
    used = now;
  }, 2);
  logs.onDidChange(() => {
    const now = performance.now();
    if (changedAt > 0) longest = Math.max(longest, now - changedAt);
    changedAt = now;
  });
  delay.enable();
  const usage = process.cpuUsage();
  const begun = performance.now();
  await logs.open([path]);
  const took = performance.now() - begun;
  const cost = processorTime(usage);
  delay.disable();
  clearInterval(looking);
  say(
    `${kind.name} of ${megabytes} MB, ${points.toLocaleString('en')} values: ${(took / 1000).toFixed(1)} s, ${(cost / 1000).toFixed(1)} s of processor time; ` +
      `the host's thread was late by ${(delay.max / 1e6 - 1).toFixed(0)} ms at the most, of which it worked for ${longestCpu.toFixed(0)} ms, ` +
      `progress came after ${longest.toFixed(0)} ms at the latest, memory grew by ${((most - before) / 1e6).toFixed(0)} MB`,
  );
  await logs.closed();
  void logs.open([path]);
  await rest(1_000);
  const closed = performance.now();
  await logs.closed();
  say(`  closed in the middle of it, its thread ended after ${(performance.now() - closed).toFixed(0)} ms`);
  logs.dispose();
  rmSync(path);
}

async function firstChart(folder: string): Promise<void> {
  const path = join(folder, 'metrics.csv');
  const rows = Array.from({ length: 100_000 }, (_, i) => `${i},${Math.sin(i)},${Math.cos(i)}\n`);
  writeFileSync(path, `step,loss,val_loss\n${rows.join('')}`);
  const times: number[] = [];
  const costs: number[] = [];
  for (let i = 0; i < 7; i++) {
    const logs = newLogs();
    const before = process.cpuUsage();
    const begun = performance.now();
    const drawn = new Promise<void>((done) => {
      logs.onDidChange(() => logs.state?.charts[0] && done());
    });
    const read = logs.open([path]);
    await drawn;
    times.push(performance.now() - begun);
    await read;
    costs.push(processorTime(before));
    logs.dispose();
  }
  say(
    `a CSV file of 100,000 rows: its first chart after ${median(times).toFixed(0)} ms (median of 7); ` +
      `all of it takes ${median(costs).toFixed(0)} ms of processor time`,
  );
}

async function newLine(folder: string): Promise<void> {
  const path = join(folder, 'growing.csv');
  writeFileSync(path, 'epoch,loss\n0,1\n');
  const logs = newLogs();
  await logs.open([path]);
  const times: number[] = [];
  for (let i = 1; i <= 11; i++) {
    await rest(230 + 37 * i);
    const begun = performance.now();
    const shown = new Promise<void>((done) => {
      const listening = logs.onDidChange(() => {
        if (logs.state?.charts[0]?.lines[0]?.x.length !== i + 1) return;
        listening.dispose();
        done();
      });
    });
    appendFileSync(path, `${i},${1 / i}\n`);
    await shown;
    times.push(performance.now() - begun);
  }
  say(
    `a new line: in the host's state after ${median(times).toFixed(0)} ms (median of 11), ${times.toSorted((a, b) => b - a)[0]!.toFixed(0)} ms at the most`,
  );
  logs.dispose();
}

/** Processor time of this thread. */
function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of all threads: what a machine that is busy with other things does not stretch. */
function processorTime(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const rest = (milliseconds = 500) => new Promise((done) => setTimeout(done, milliseconds));

const BENIGN = ['improves', 'plateau', 'steady', 'nothing'] as const;
const ALARMS: ReadonlySet<string> = new Set(['overfits', 'rises', 'diverged', 'unstable']);

/** How often a verdict warns where nothing is wrong, and finds what is, on curves whose course is known. */
function verdicts(): void {
  say(
    '| epochs | noise | false alarms | improving found | overfitting found | a little of it found |\n|---|---|---|---|---|---|',
  );
  for (const epochs of [10, 20, 40, 200])
    for (const noise of [0.01, 0.03, 0.1, 0.3]) {
      const share = (truth: keyof typeof TRUTHS, is: (finding: string) => boolean) => {
        const random = randomOf(epochs + 1_000 * noise);
        const found = Array.from(
          { length: 1_000 },
          () => drawn(TRUTHS[truth], epochs, noise, random).finding,
        );
        return found.filter(is).length / found.length;
      };
      const alarms = BENIGN.map((truth) => share(truth, (finding) => ALARMS.has(finding)));
      const rates = [
        alarms.reduce((sum, one) => sum + one) / alarms.length,
        share('improves', (finding) => finding === 'improves'),
        share('overfits', (finding) => finding === 'overfits'),
        share('overfitsALittle', (finding) => finding === 'overfits'),
      ].map((rate) => `${(100 * rate).toFixed(1)} %`);
      say(`| ${epochs} | ${100 * noise} % | ${rates.join(' | ')} |`);
    }
}
