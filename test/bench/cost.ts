import { forwardMultiplyAdds, stepMultiplyAdds } from '../../src/core/multiply-adds';
import { planNetwork } from '../../src/core/network-plan';
import { createTrainer } from '../../src/core/trainer';
import { loadDataset } from '../../src/data/load';
import { peakGflops } from './peak';
import { BASE, ENDLESS, type Shape, specOf, trainerOf } from './shapes';

/** Seconds of processor time that a figure rests on, and of how many parts it is the best. */
const [SPENT, PARTS] = [0.06, 3];

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Processor seconds of one call, the best of a few parts: what others do on the machine makes it only slower. */
function costOf(call: () => void): number {
  call();
  const once = Math.max(cpuSeconds(call), 1e-6);
  const calls = Math.max(1, Math.round(SPENT / PARTS / once));
  let best = Number.POSITIVE_INFINITY;
  for (let part = 0; part < PARTS; part++) {
    const seconds = cpuSeconds(() => {
      for (let i = 0; i < calls; i++) call();
    });
    best = Math.min(best, seconds / calls);
  }
  return best;
}

const giga = (multiplyAdds: number, seconds: number) => (2e-9 * multiplyAdds) / seconds;

function line(...cells: (string | number)[]): void {
  console.log(
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(28) : String(cell).padStart(14))).join(''),
  );
}

/** One row: a step and an epoch's evaluation. */
function row(title: string, change: Partial<Shape>, peak: number): void {
  const shape = { ...BASE, ...change };
  const trainer = trainerOf(shape);
  const step = costOf(() => trainer.advance(1));
  const evaluation = costOf(() => trainer.evaluate());
  const widths = [shape.features, ...shape.hidden, shape.outputs];
  const inStep = stepMultiplyAdds(widths, shape.batch);
  const inEvaluation = (shape.train + 16) * forwardMultiplyAdds(widths);
  const rates = [giga(inStep, step), giga(inEvaluation, evaluation)];
  line(
    title,
    (inStep / 1e6).toFixed(2),
    (step * 1e6).toFixed(1),
    ((step * 1e12) / inStep).toFixed(0),
    ...rates.map((rate) => `${rate.toFixed(1)} (${((100 * rate) / peak).toFixed(0)} %)`),
  );
  trainer.dispose();
}

function shapes(peak: number): void {
  line('', 'Mmadd / step', 'µs / step', 'ps / madd', 'GFLOP/s step', 'evaluation');
  for (const width of [16, 64, 256, 1024]) {
    row(`width ${width}`, { features: width, hidden: [width, width] }, peak);
  }
  for (const depth of [1, 2, 4, 8]) row(`depth ${depth}`, { hidden: new Array(depth).fill(256) }, peak);
  for (const batch of [1, 8, 32, 128, 512]) row(`batch ${batch}`, { batch }, peak);
  for (const train of [1024, 4096, 16_384]) row(`samples ${train}`, { train }, peak);
  const w2 = { features: 784, hidden: [512, 512] };
  row('784-512-512-10, SGD', w2, peak);
  row('784-512-512-10, Adam', { ...w2, optimizer: 'adam' }, peak);
  const sparse = { ...w2, optimizer: 'adam', activation: 'relu', variant: 'dropout' } as const;
  row('… ReLU, half dropped', sparse, peak);
}

function memory(): void {
  const bytes = (width: number, optimizer: 'sgd' | 'adam', count: number): number => {
    const adam = optimizer === 'adam';
    const update = { code: 0, beta1: 0, beta2: 0, epsilon: 0, first: adam, second: adam };
    const counts = { trainCount: count, testCount: 0, batch: 32, targetBytes: 4, threads: 1 };
    const widths = [256, width, width, 10];
    return planNetwork({ widths, update, ...counts, sparseInput: false, sparseHidden: true }).bytes;
  };
  const parameters = (width: number) => 257 * width + (width + 1) * width + (width + 1) * 10;
  for (const optimizer of ['sgd', 'adam'] as const) {
    const more = bytes(4096, optimizer, 100) - bytes(2048, optimizer, 100);
    const each = more / (parameters(4096) - parameters(2048));
    console.log(`memory: ${each.toFixed(1)} bytes a parameter with ${optimizer}`);
  }
  const each = (bytes(64, 'sgd', 50_000) - bytes(64, 'sgd', 10_000)) / 40_000;
  console.log(`memory: ${each.toFixed(0)} bytes a sample of 256 features (${256 * 4} are the features)`);
}

/** From the call to the first epoch's record, with the kernels' compilation: the first thing that a process does. */
async function firstEpoch(): Promise<void> {
  const spec = specOf({});
  const start = performance.now();
  const readFile = () => Promise.reject(new Error('the data is generated'));
  const data = await loadDataset(spec.data, { seed: 1, readFile });
  const generated = performance.now();
  const trainer = createTrainer({ spec, data, variant: 'dropout' });
  const created = performance.now();
  trainer.advance(ENDLESS);
  const done = performance.now();
  const parts = [generated - start, created - generated, done - created].map((part) => part.toFixed(1));
  console.log(
    `first epoch of the default experiment after ${(done - start).toFixed(1)} ms: ` +
      `data ${parts[0]}, trainer ${parts[1]}, epoch ${parts[2]}`,
  );
}

/**
 * `cost`: what a step and an evaluation cost against width, depth, batch and samples, by processor time on one core, and
 * how much of the processor's peak that is; memory; time to the first epoch.
 */
export async function run(): Promise<void> {
  await firstEpoch();
  const peak = peakGflops();
  console.log(`SIMD128 multiply and add, peak of one core: ${peak.toFixed(1)} GFLOP/s`);
  shapes(peak);
  memory();
}
