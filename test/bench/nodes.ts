import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const ROUNDS = 5;
const BUDGET = '1';

/** Units a processor second of a workload in one Node. */
async function speed(node: string, workload: string): Promise<number> {
  const args = ['test/bench/bench.mjs', workload, '--threads', '1', '--budget', BUDGET];
  const { stdout } = await promisify(execFile)(node, args);
  const { units, cpu } = JSON.parse(stdout) as { units: number; cpu: number };
  return units / cpu;
}

/**
 * `nodes NODE …` (or NODES=PATH:PATH): the workloads in this Node and in others, in turn; the best speed of each by
 * processor time, and its ratio to this Node's.
 */
export async function run(args: readonly string[]): Promise<void> {
  const named = [...args.slice(1), ...(process.env.NODES ?? '').split(':')].filter(Boolean);
  const nodes = [process.execPath, ...named];
  if (named.length === 0) {
    console.error("nodes: name other Nodes, such as $(npx -y -p node@22 -c 'node -p process.execPath').");
    process.exitCode = 2;
    return;
  }
  const versions = nodes.map((node) => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim());
  for (const workload of ['W1', 'W2', 'W3']) {
    const best = nodes.map(() => 0);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, node] of nodes.entries()) {
        best[index] = Math.max(best[index], await speed(node, workload));
      }
    }
    const cells = best.map((rate, index) => {
      const ratio = index === 0 ? '' : ` (${(rate / best[0]).toFixed(2)} ×)`;
      return `${versions[index]} ${rate.toFixed(0)}${ratio}`;
    });
    console.log(`${workload}  units a processor second: ${cells.join('   ')}`);
  }
}
