import { execFile, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

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

/** The first Python that has a module: the one that PYTHON names, the path's, the system's. */
function pythonWith(module: string): { python: string; version: string } | undefined {
  const code = `import ${module}, numpy; print(${module}.__version__)`;
  for (const python of [process.env.PYTHON, 'python3', '/usr/bin/python3']) {
    if (!python) continue;
    const { status, stdout } = spawnSync(python, ['-c', code], { encoding: 'utf8' });
    if (status === 0) return { python, version: stdout.trim() };
  }
  return undefined;
}

function findPeers(): Peer[] {
  const found: Peer[] = [
    { name: OURS, threads: 1, command: process.execPath, args: [resolve('test/bench/bench.mjs')] },
  ];
  for (const { module, script, name } of LIBRARIES) {
    const here = pythonWith(module);
    if (!here) {
      console.error(`${name}: no Python has ${module}; name one that has in PYTHON.`);
      continue;
    }
    for (const threads of new Set([1, availableParallelism()])) {
      const args = [resolve('test/bench/peers', script), '--threads', String(threads)];
      found.push({ name: `${name} ${here.version}`, threads, command: here.python, args });
    }
  }
  return found;
}

async function measure(peer: Peer, workload: Workload, budget: number): Promise<Measured | undefined> {
  const at = peer.name === OURS ? 1 : peer.args.length;
  const args = [...peer.args.slice(0, at), workload, ...peer.args.slice(at), '--budget', String(budget)];
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

/** The row of a peer; `ours` and `theirs` are of the same rounds. */
function row(workload: Workload, peer: Peer, ours: readonly Measured[], theirs: readonly Measured[]): string {
  const rate = ({ units, seconds }: Measured) => units / seconds;
  const perCpu = ({ units, cpu }: Measured) => units / cpu;
  const of = (value: (one: Measured) => number) =>
    median(theirs.map((one, round) => value(ours[round]) / value(one)));
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
    `${of(rate).toFixed(2)} ×`.padStart(10),
    `${of(perCpu).toFixed(2)} ×`.padStart(10),
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
  const ours = results.get(peers[0])!;
  for (const [peer, theirs] of results) {
    if (theirs.length === rounds) console.log(row(workload, peer, ours, theirs));
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
    `medians of ${rounds} rounds; × is this engine's speed to theirs, by the clock and by processor time`,
  );
  console.log(`    ${'peer'.padEnd(30)}  thr     units / s  cpu/wall    metric    by clock      by cpu`);
  for (const workload of WORKLOADS.filter((each) => wanted.includes(each))) {
    await compare(workload, peers, rounds, budget);
  }
}
