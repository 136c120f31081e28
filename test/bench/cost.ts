import { forwardMultiplyAdds, stepMultiplyAdds } from '../../src/core/multiply-adds';
import { planNetwork } from '../../src/core/network-plan';
import { createTrainer } from '../../src/core/trainer';
import type { Trainer } from '../../src/core/trainer-types';
import { loadDataset } from '../../src/data/load';
import { peakGflops } from './peak';
import { BASE, ENDLESS, type Shape, specOf, trainerOf } from './shapes';

/** Seconds of processor time of a measurement, and in how many rounds every row has its turn. */
const [SPENT, ROUNDS] = [0.008, 12];

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Processor seconds of one call: the best that was seen. What others do on the machine makes it only longer. */
class Cost {
  best = Number.POSITIVE_INFINITY;
  #calls = 1;

  readonly #call: () => void;

  constructor(call: () => void) {
    this.#call = call;
  }

  measure(): void {
    const seconds = cpuSeconds(() => {
      for (let i = 0; i < this.#calls; i++) this.#call();
    });
    // Shorter measurements tell less than the clock can see.
    if (seconds > SPENT / 2) this.best = Math.min(this.best, seconds / this.#calls);
    this.#calls = Math.max(1, Math.round((this.#calls * SPENT) / Math.max(seconds, SPENT / 100)));
  }
}

/** A row of the table: a step, and the evaluation of all samples. */
class Row {
  readonly #trainer: Trainer;
  readonly #step: Cost;
  readonly #evaluation: Cost;
  readonly #inStep: number;
  readonly #inEvaluation: number;

  constructor(
    readonly title: string,
    change: Partial<Shape>,
  ) {
    const shape = { ...BASE, ...change };
    const widths = [shape.features, ...shape.hidden, shape.outputs];
    this.#trainer = trainerOf(shape);
    this.#step = new Cost(() => this.#trainer.advance(1));
    this.#evaluation = new Cost(() => this.#trainer.evaluate());
    this.#inStep = stepMultiplyAdds(widths, shape.batch);
    this.#inEvaluation = (shape.train + 16) * forwardMultiplyAdds(widths);
  }

  measure(): void {
    this.#step.measure();
    this.#evaluation.measure();
  }

  /** Picoseconds of a multiply-add. */
  get ofStep(): number {
    return (this.#step.best * 1e12) / this.#inStep;
  }

  get ofEvaluation(): number {
    return (this.#evaluation.best * 1e12) / this.#inEvaluation;
  }

  tell(peak: number): void {
    const rate = (picoseconds: number) => {
      const gflops = 2000 / picoseconds;
      return `${gflops.toFixed(1)} (${((100 * gflops) / peak).toFixed(0)} %)`;
    };
    line(
      this.title,
      (this.#inStep / 1e6).toFixed(2),
      (this.#step.best * 1e6).toFixed(1),
      this.ofStep.toFixed(1),
      rate(this.ofStep),
      this.ofEvaluation.toFixed(1),
      rate(this.ofEvaluation),
    );
  }

  dispose(): void {
    this.#trainer.dispose();
  }
}

function line(...cells: (string | number)[]): void {
  console.log(
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(28) : String(cell).padStart(14))).join(''),
  );
}

/** What is varied. */
const groupsOfRows = () => ({
  width: [32, 64, 128, 256, 512, 1024].map(
    (width) => new Row(`width ${width}`, { features: width, hidden: [width, width] }),
  ),
  depth: [1, 2, 4, 8].map((depth) => new Row(`depth ${depth}`, { hidden: new Array(depth).fill(256) })),
  batch: [1, 8, 32, 128, 512].map((batch) => new Row(`batch ${batch}`, { batch })),
  samples: [1024, 4096, 16_384].map((train) => new Row(`samples ${train}`, { train })),
});

const W2 = { features: 784, hidden: [512, 512] };
const otherRows = () => [
  new Row('784-512-512-10, SGD', W2),
  new Row('784-512-512-10, Adam', { ...W2, optimizer: 'adam' }),
  new Row('… ReLU, half dropped', { ...W2, optimizer: 'adam', activation: 'relu', variant: 'dropout' }),
];

/** The slowest multiply-add of some rows to the fastest. */
function spread(rows: readonly Row[], of: (row: Row) => number): string {
  const times = rows.map(of);
  return `${(Math.max(...times) / Math.min(...times)).toFixed(2)} ×`;
}

function shapes(): void {
  const groups = groupsOfRows();
  const rows = [...Object.values(groups).flat(), ...otherRows()];
  let peak = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const row of rows) row.measure();
    peak = Math.max(peak, peakGflops());
  }
  console.log(`SIMD128 multiply and add, peak of one core: ${peak.toFixed(1)} GFLOP/s`);
  line('', 'Mmadd / step', 'µs / step', 'ps / madd', 'GFLOP/s', 'evaluation ps', 'GFLOP/s');
  for (const row of rows) row.tell(peak);
  const from = (name: 'width' | 'batch', least: number) =>
    groups[name].filter(({ title }) => Number(title.split(' ')[1]) >= least);
  console.log(
    'the slowest multiply-add to the fastest: ' +
      `step, width from 64 ${spread(from('width', 64), ({ ofStep }) => ofStep)}, ` +
      `depth ${spread(groups.depth, ({ ofStep }) => ofStep)}, ` +
      `batch from 32 ${spread(from('batch', 32), ({ ofStep }) => ofStep)}; ` +
      `evaluation, width from 64 ${spread(from('width', 64), ({ ofEvaluation }) => ofEvaluation)}, ` +
      `samples ${spread(groups.samples, ({ ofEvaluation }) => ofEvaluation)}`,
  );
  for (const row of rows) row.dispose();
}

function memory(): void {
  const bytes = (width: number, optimizer: 'sgd' | 'adam', count: number): number => {
    const adam = optimizer === 'adam';
    const update = { code: 0, beta1: 0, beta2: 0, epsilon: 0, first: adam, second: adam };
    const counts = {
      trainCount: count,
      validationCount: 0,
      testCount: 0,
      batch: 32,
      targetBytes: 4,
      threads: 1,
    };
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

/** Steps of networks all of whose weights are denormal numbers, or have just become so small, against usual ones. */
function tinyWeights(): void {
  const shapes: Record<string, Partial<Shape>> = {
    'linear, SGD': {},
    'linear, Adam': { optimizer: 'adam' },
    'linear, Adam, decay': { optimizer: 'adam', weightDecay: 0.01 },
    'ReLU, Adam, half dropped': { optimizer: 'adam', activation: 'relu', variant: 'dropout' },
  };
  const ratios = Object.entries(shapes).map(([title, change]) => {
    const [usual, tiny] = [0, 1].map(() => trainerOf({ ...BASE, ...change }));
    tiny.setWeights(
      tiny.weights().map((layer) => ({
        ...layer,
        w: layer.w.map((weight) => Math.sign(weight) * 1e-40),
      })),
    );
    const costs = [usual, tiny].map((trainer) => new Cost(() => trainer.advance(1)));
    for (let round = 0; round < ROUNDS; round++) for (const cost of costs) cost.measure();
    return `${title} ${(costs[1].best / costs[0].best).toFixed(2)} ×`;
  });
  console.log(`steps from weights of 1e-40, against usual ones: ${ratios.join(', ')}`);
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
  shapes();
  tinyWeights();
  memory();
}
