import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { startThread } from '../../src/host/thread';
import { TryRunner } from '../../src/host/try-runner';
import { Curves } from '../../src/try/curves';
import { planTrials } from '../../src/try/plan';
import { readSource } from '../../src/try/source';
import { tryValues } from '../../src/try/try-values';
import { python } from '../support/python3';
import { bundles } from '../worker/built-worker';

const LAUNCHER = resolve('src/try/launcher.py');

/** How often each is measured; the other one is measured in between. */
const PAIRS = 15;

/** Works for some seconds, and prints about a thousand lines for each of them, or none. */
const WORK = (prints: boolean) => `
import time
total = 0
for line in range(2000):
    for i in range(9000):
        total += i * i % 7
    ${prints ? `print(f"step {line} loss {1 / (line + 1):.6f} val_loss {total % 97:.6f}", flush=True)` : 'pass'}
import sys
print('worked', time.process_time(), file=sys.stderr)
`;

const PRINTS = `
for line in range(200000):
    print(f"step {line} loss {1 / (line + 1):.6f} val_loss {line % 97:.6f}")
`;

/** `npm run bench -- try`: what the launcher, a talkative script and Stop cost. */
export async function run(): Promise<void> {
  if (python === undefined) throw new Error('bench: there is no python3.');
  const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-bench-'));
  try {
    await launcher(folder);
    await lines(folder);
    await flood(folder);
    await stopping(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function launcher(folder: string): Promise<void> {
  const script = write(folder, 'nothing.py', 'DROP = 0.5\n');
  const [bare, tried] = await pairs(
    async () => {
      spawnSync(python!, [script], { stdio: 'ignore' });
    },
    async () => {
      await trial(script);
    },
  );
  say('empty script by itself', bare);
  say('the same as a trial', tried);
  process.stdout.write(
    `the launcher adds ${(median(tried) - median(bare)).toFixed(0)} ms (median; at most 150)\n\n`,
  );
}

async function lines(folder: string): Promise<void> {
  const [mute, talks] = [false, true].map((prints) => write(folder, `work${prints}.py`, WORK(prints)));
  const [quiet, loud] = [[] as number[], [] as number[]];
  for (let pair = 0; pair < 5; pair++) {
    quiet.push(await worked(mute!));
    loud.push(await worked(talks!));
  }
  say('processor time of 2,000 steps that print nothing', quiet);
  say('processor time of 2,000 steps that print a line each', loud);
  const share = (100 * (median(loud) - median(quiet))) / median(quiet);
  const rate = (2_000_000 / median(loud)).toFixed(0);
  process.stdout.write(`${rate} lines a second cost a trial ${share.toFixed(1)} % (at most 5 % for 1,000)\n`);
  const read: number[] = [];
  for (let time = 0; time < PAIRS; time++) {
    const curves = new Curves();
    const begun = process.cpuUsage();
    for (let line = 0; line < 1000; line++)
      curves.print(`step ${time * 1000 + line} loss 0.${line} val_loss 0.${line}\n`);
    read.push(process.cpuUsage(begun).user / 1000);
  }
  say('reading 1,000 of these lines', read);
  process.stdout.write('\n');
}

/** Lines that a script prints as fast as it can, read in the host's thread and in one of its own. */
const FLOOD = 200_000;

async function flood(folder: string): Promise<void> {
  const path = write(folder, 'flood.py', PRINTS);
  const source = await readSource(path);
  const begun = performance.now();
  const here = await late(() => trial(path));
  process.stdout.write(`${FLOOD} lines, read here: ${here}, ${since(begun)}\n`);
  const script = join(bundles(), 'try.js');
  const runner = new TryRunner({
    ...{ folder: null, workers: () => 1, pointed: () => [] },
    start: (data) => startThread(script, data),
  });
  const command = {
    ...{ interpreter: python!, args: [], env: process.env, cwd: folder },
    launcher: LAUNCHER,
  };
  const over = new Promise<void>((done) =>
    runner.onDidChange(() => runner.state?.status === 'completed' && done()),
  );
  const asked = performance.now();
  const there = await late(() => {
    runner.start({ id: 'a', plan: planTrials(source, [], 1), command });
    return over;
  });
  const count = runner.state?.trials[0]?.curves[0]?.steps.at(-1);
  process.stdout.write(`the same in a thread: ${there}, ${since(asked)}; last step ${count}\n\n`);
  await runner.close();
  runner.dispose();
}

const since = (begun: number): string => `${((performance.now() - begun) / 1000).toFixed(1)} s in all`;

/** How late this thread comes to a timer of 5 ms while something goes on, and how busy it is. */
async function late(work: () => Promise<void>): Promise<string> {
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  const before = performance.eventLoopUtilization();
  histogram.enable();
  await work();
  histogram.disable();
  const { utilization } = performance.eventLoopUtilization(before);
  const [most, some] = [histogram.max, histogram.percentile(99)].map((one) => (one / 1e6 - 5).toFixed(0));
  return `late by ${some} ms (99 %), ${most} ms (most), busy ${(100 * utilization).toFixed(0)} %`;
}

async function stopping(folder: string): Promise<void> {
  const script = write(
    folder,
    'deaf.py',
    `import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
code = 'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)'
child = subprocess.Popen([sys.executable, '-c', code], start_new_session=True, stdout=subprocess.PIPE)
child.stdout.readline()
print('ready', flush=True)
time.sleep(600)
`,
  );
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const abort = new AbortController();
    let asked = 0;
    await trial(script, abort, () => {
      asked = performance.now();
      abort.abort();
    });
    times.push(performance.now() - asked);
  }
  say('Stop, of a script and a child that ignore it', times);
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Milliseconds of processor time that the script says it has worked. */
async function worked(script: string): Promise<number> {
  let out = '';
  await trial(script, undefined, (chunk, isError) => {
    if (isError) out += new TextDecoder().decode(chunk);
  });
  return 1000 * Number(out.split(' ')[1]);
}

async function trial(
  path: string,
  abort = new AbortController(),
  output: (chunk: Uint8Array, isError: boolean) => void = () => {},
): Promise<void> {
  const command = {
    ...{ interpreter: python!, args: [], env: process.env },
    launcher: LAUNCHER,
  };
  const plan = planTrials(await readSource(path), [], 1);
  await tryValues(
    plan,
    { command, workers: 1 },
    { output: (_, chunk, isError) => output(chunk, isError) },
    abort.signal,
  );
}

async function pairs(first: () => Promise<void>, second: () => Promise<void>): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  for (let pair = 0; pair < PAIRS; pair++)
    for (const [i, work] of [first, second].entries()) {
      const begun = performance.now();
      await work();
      times[i]!.push(performance.now() - begun);
    }
  return times;
}

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

function say(what: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const range = `${sorted[0]!.toFixed(0)} to ${sorted.at(-1)!.toFixed(0)}`;
  process.stdout.write(`${what}: ${median(times).toFixed(0)} ms (${range}; ${times.length} times)\n`);
}
