import { availableParallelism } from 'node:os';
import { crewOf } from './crew';
import { type Workload, workloads } from './workloads';

type Name = keyof typeof workloads;

/** Milliseconds in which WebAssembly that is used much has been compiled anew, in the background, also on a busy machine. */
const OPTIMIZING = 500;

interface Measurement {
  readonly peer: 'dropout-playground';
  readonly workload: Name;
  readonly threads: number;
  /** Epochs or samples. */
  readonly units: number;
  /** Of the training loop alone, after a warm-up; and processor seconds. */
  readonly seconds: number;
  readonly cpu: number;
  /** Train accuracy, or train loss, at the end. */
  readonly metric: number;
}

function flag(args: readonly string[], name: string, otherwise: number): number {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(args[at + 1]);
}

/** Calls until so many are done and the engine has had time to optimize its code, but not beyond a third of the budget. */
function warmUp(unit: () => number, units: number, budget: number): void {
  const began = performance.now();
  const spent = () => performance.now() - began;
  for (let i = 0; (i < units || spent() < OPTIMIZING) && spent() < (1000 * budget) / 3; i++) unit();
}

async function measure(
  name: Name,
  workload: Workload,
  budget: number,
  threads: number,
): Promise<Measurement> {
  const { crew, ready, end } = crewOf(threads);
  const { trainer, unit, metric } = workload.create(crew);
  await ready();
  warmUp(unit, workload.warmUp, budget);
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  let [units, seconds] = [0, 0];
  do {
    units += unit();
    seconds = (performance.now() - start) / 1000;
  } while ((units < workload.target || seconds < workload.leastSeconds) && seconds < budget);
  const used = process.cpuUsage(cpuBefore);
  const cpu = (used.user + used.system) / 1e6;
  const result = { units, seconds, cpu, metric: metric() };
  trainer.dispose();
  await end();
  return { peer: 'dropout-playground', workload: name, threads, ...result };
}

function line({ workload, threads, units, seconds, cpu, metric }: Measurement): string {
  const { unit, title } = workloads[workload];
  const rate = `${(units / seconds).toFixed(1)} ${unit}/s`;
  return `${workload}  thr ${threads}  ${rate.padEnd(18)} cpu/wall ${(cpu / seconds).toFixed(2)}  metric ${metric.toPrecision(4)}  ${title}`;
}

/** `W1 | W2 | W3 | all [--budget SECONDS] [--threads N]`: one JSON line, or for `all` a table; 0 threads: all cores. */
export async function run(args: readonly string[]): Promise<void> {
  const budget = flag(args, 'budget', 6);
  const threads = flag(args, 'threads', 0) || availableParallelism();
  const name = args[0] ?? 'all';
  if (name !== 'all') {
    console.log(JSON.stringify(await measure(name as Name, workloads[name as Name], budget, threads)));
    return;
  }
  for (const each of Object.keys(workloads) as Name[]) {
    for (const count of new Set([1, threads]))
      console.log(line(await measure(each, workloads[each], budget, count)));
  }
}
