import { type Workload, workloads } from './workloads';

type Name = keyof typeof workloads;

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

function measure(name: Name, workload: Workload, budget: number): Measurement {
  const { trainer, unit, metric } = workload.create();
  const began = performance.now();
  for (let i = 0; i < workload.warmUp && performance.now() - began < (1000 * budget) / 3; i++) unit();
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
  return { peer: 'dropout-playground', workload: name, threads: 1, ...result };
}

function table(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ workload, units, seconds, cpu, metric }) => {
    const { unit, title } = workloads[workload];
    const rate = `${(units / seconds).toFixed(1)} ${unit}/s`;
    return `${workload}  ${rate.padEnd(18)} cpu/wall ${(cpu / seconds).toFixed(2)}  metric ${metric.toPrecision(4)}  ${title}`;
  });
  return rows.join('\n');
}

/** `W1 | W2 | W3 | all [--budget SECONDS]`: one JSON line, or for `all` a table. */
export function run(args: readonly string[]): void {
  const budget = flag(args, 'budget', 6);
  const name = args[0] ?? 'all';
  if (name === 'all') {
    const names = Object.keys(workloads) as Name[];
    console.log(table(names.map((each) => measure(each, workloads[each], budget))));
    return;
  }
  console.log(JSON.stringify(measure(name as Name, workloads[name as Name], budget)));
}
