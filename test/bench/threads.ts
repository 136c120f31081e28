import { availableParallelism } from 'node:os';
import { stepMultiplyAdds } from '../../src/core/multiply-adds';
import { type BenchCrew, crewOf } from './crew';
import { BASE, type Shape, trainerOf } from './shapes';

/** Milliseconds of a measurement, how many follow each other, and in how many turns, alone and shared. */
const [SPENT, PARTS, ROUNDS] = [2, 4, 8];
/** Milliseconds until a helper that slept has found a core. */
const SETTLING = 8;

/** Microseconds of one call. */
function timeOf(call: () => void, least: number): number {
  let calls = 0;
  const start = performance.now();
  let spent = 0;
  do {
    call();
    calls++;
    spent = performance.now() - start;
  } while (spent < least);
  return (1000 * spent) / calls;
}

/** The best times of a call alone and shared. */
function compare({ crew }: BenchCrew, call: () => void): [number, number] {
  const best: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, threads] of [1, crew.most].entries()) {
      crew.allow(threads);
      timeOf(call, SETTLING);
      for (let part = 0; part < PARTS; part++) best[index] = Math.min(best[index], timeOf(call, SPENT));
    }
  }
  return best;
}

const cell = ([alone, shared]: readonly [number, number]) =>
  `${alone.toFixed(1).padStart(10)} ${shared.toFixed(1).padStart(10)} ${(alone / shared).toFixed(2).padStart(6)} ×`;

async function row(title: string, change: Partial<Shape>, threads: number): Promise<void> {
  const shape = { ...BASE, ...change };
  const group = crewOf(threads);
  const trainer = trainerOf(shape, group.crew);
  await group.ready();
  const step = compare(group, () => trainer.advance(1));
  const evaluation = compare(group, () => trainer.evaluate());
  const widths = [shape.features, ...shape.hidden, shape.outputs];
  const products = (stepMultiplyAdds(widths, shape.batch) / 1e6).toFixed(2);
  console.log(`${title.padEnd(34)}${products.padStart(9)}${cell(step)}${cell(evaluation)}`);
  trainer.dispose();
  await group.end();
}

/** `threads [--threads N]`: steps and evaluations alone and shared by N threads (all cores), in turn in one process. */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--threads');
  const threads = (at < 0 ? 0 : Number(args[at + 1])) || availableParallelism();
  console.log(
    `µs by the clock, the best of ${ROUNDS * PARTS} parts: one thread, ${threads} threads, and their ratio`,
  );
  console.log(`${''.padEnd(34)}${'Mmadd'.padStart(9)}${'step'.padStart(20)}${'evaluation'.padStart(30)}`);
  for (const width of [16, 32, 64, 100, 128, 256, 512]) {
    const shape = { features: width, hidden: [width, width] };
    for (const batch of [1, 32, 128])
      await row(`width ${width}, batch ${batch}`, { ...shape, batch }, threads);
  }
  const book = { features: 784, hidden: new Array(6).fill(100), batch: 100, train: 300 };
  await row('784-100×6-10, SGD', book, threads);
  await row('784-512-512-10, Adam', { features: 784, hidden: [512, 512], optimizer: 'adam' }, threads);
}
