import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pythonWith } from './python';

/** What one process measured: units are epochs or samples, cpu is seconds of all its threads. */
interface Measured {
  readonly units: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly metric: number;
}

/** Someone who can do the workloads: a command that takes a workload's name and a budget. */
interface Peer {
  readonly name: string;
  readonly threads: number;
  readonly command: string;
  readonly args: readonly string[];
}

const WORKLOADS = ['W1', 'W2', 'W3'] as const;
type Workload = (typeof WORKLOADS)[number];
const OURS = 'dropout-playground';

const LIBRARIES = [
  { module: 'torch', script: 'torch_peer.py', name: 'PyTorch' },
  { module: 'numpy', script: 'numpy_peer.py', name: 'NumPy' },
  { module: 'sklearn', script: 'sklearn_peer.py', name: 'scikit-learn' },
];

/** Packages of JavaScript, and what runs them; all with one thread. */
const PACKAGES = [
  {
    needs: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'],
    script: 'tfjs_peer.mjs',
    name: 'TensorFlow.js',
  },
  { needs: ['convnetjs'], script: 'convnetjs_peer.mjs', name: 'ConvNetJS' },
];

/** The version of an npm package in the folder that JS_PEERS names. */
function installed(name: string): string | undefined {
  const file = join(process.env.JS_PEERS ?? '.', 'node_modules', name, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}

function javascriptPeers(): Peer[] {
  return PACKAGES.flatMap(({ needs, script, name }) => {
    const versions = needs.map(installed);
    if (versions.includes(undefined)) {
      console.error(`${name}: needs ${needs.join(' and ')} in the folder that JS_PEERS names.`);
      return [];
    }
    const args = [resolve('test/bench/peers', script)];
    return [{ name: `${name} ${versions[0]}`, threads: 1, command: process.execPath, args }];
  });
}

function findPeers(): Peer[] {
  const counts = [...new Set([1, availableParallelism()])];
  const bench = resolve('test/bench/bench.mjs');
  const found: Peer[] = counts.map((threads) => ({
    name: OURS,
    threads,
    command: process.execPath,
    args: [bench, '--threads', String(threads)],
  }));
  for (const { module, script, name } of LIBRARIES) {
    const here = pythonWith(module);
    if (!here) {
      console.error(`${name}: no Python has ${module}; name one that has in PYTHON.`);
      continue;
    }
    for (const threads of counts) {
      const args = [resolve('test/bench/peers', script), '--threads', String(threads)];
      found.push({ name: `${name} ${here.version}`, threads, command: here.python, args });
    }
  }
  return [...found, ...javascriptPeers()];
}

async function measure(peer: Peer, workload: Workload, budget: number): Promise<Measured | undefined> {
  const [script, ...more] = peer.args;
  const args = [script, workload, ...more, '--budget', String(budget)];
  const threads = String(peer.threads);
  const env = { ...process.env, OMP_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads };
  try {
    const { stdout } = await promisify(execFile)(peer.command, args, { env });
    return JSON.parse(stdout);
  } catch (error) {
    console.error(`${peer.name}, ${workload}: did not run: ${String(error).slice(0, 400)}`);
    return undefined;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The row of a peer; `ours` are this engine's measurements of the same rounds, by one thread and by all. */
function row(
  workload: Workload,
  peer: Peer,
  theirs: readonly Measured[],
  ours: readonly Measured[][],
): string {
  const rate = ({ units, seconds }: Measured) => units / seconds;
  const perCpu = ({ units, cpu }: Measured) => units / cpu;
  const ratio = (mine: readonly Measured[], value: (one: Measured) => number) =>
    `${median(theirs.map((one, round) => value(mine[round]) / value(one))).toFixed(2)} ×`.padStart(10);
  const cells = [
    workload,
    peer.name.padEnd(30),
    String(peer.threads).padStart(2),
    median(theirs.map(rate)).toFixed(1).padStart(12),
    median(theirs.map(({ cpu, seconds }) => cpu / seconds))
      .toFixed(2)
      .padStart(8),
    median(theirs.map(({ metric }) => metric))
      .toPrecision(3)
      .padStart(8),
    ratio(ours[0], rate),
    ratio(ours[ours.length - 1], rate),
    ratio(ours[0], perCpu),
  ];
  return cells.join('  ');
}

async function compare(workload: Workload, peers: readonly Peer[], rounds: number, budget: number) {
  const results = new Map<Peer, Measured[]>(peers.map((peer) => [peer, []]));
  const out = new Set<Peer>();
  for (let round = 0; round < rounds; round++) {
    for (const peer of peers) {
      const measured = out.has(peer) ? undefined : await measure(peer, workload, budget);
      if (measured) results.get(peer)!.push(measured);
      else out.add(peer);
    }
  }
  const ours = [...results].filter(([peer]) => peer.name === OURS).map(([, measured]) => measured);
  for (const [peer, theirs] of results) {
    if (theirs.length === rounds) console.log(row(workload, peer, theirs, ours));
  }
}

function option(args: readonly string[], name: string, otherwise: string): string {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : args[at + 1];
}

/**
 * `peers [--rounds 3] [--budget 6] [--workloads W1,W2,W3]`: in every round each peer runs once, so that a machine that
 * gets slower does so for all; the ratios are medians over rounds of this engine's speed to the peer's.
 */
export async function run(args: readonly string[]): Promise<void> {
  const rounds = Number(option(args, 'rounds', '3'));
  const budget = Number(option(args, 'budget', '6'));
  const wanted = option(args, 'workloads', WORKLOADS.join()).split(',');
  const peers = findPeers();
  console.log(
    `medians of ${rounds} rounds; × is this engine's speed to theirs: one thread and all by the clock, one by processor time`,
  );
  console.log(
    `    ${'peer'.padEnd(30)}  thr     units / s  cpu/wall    metric     1 thread         all      by cpu`,
  );
  for (const workload of WORKLOADS.filter((each) => wanted.includes(each))) {
    await compare(workload, peers, rounds, budget);
  }
}
