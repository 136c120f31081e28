import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mutated, pick, pumped, randomOf, without } from './mutate';
import type { Input, Outcome, Target } from './target';

export interface Counts {
  readonly inputs: number;
  readonly accepted: number;
  readonly refused: number;
  /** Inputs that were grown out of a piece of another, to see whether time follows size. */
  readonly pumped: number;
  /** The most time that an input took: times what `JSON.parse` takes for a text of its size. */
  readonly slowest: number;
}

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Length that a piece of an input is pumped to now and then. */
  readonly pumped?: number;
}

/** Where the input lies that a failure is about. */
const FOLDER = join('dist', 'fuzz');

/** Times what `JSON.parse` takes for the same size, beside {@link START_MICROSECONDS}, that an input may take. */
const MOST_TIMES = 1500;
/** What every input may take beside: a reader's own start, and what is compiled on the way. */
const START_MICROSECONDS = 300;
/** Below this a time says nothing. */
const ENOUGH_MICROSECONDS = 25_000;
/** The exponent of size that time may grow with: 1 for what is linear, 2 for what is quadratic. */
const MOST_EXPONENT = 1.6;
/** Sizes that are compared lie so far apart, and each is run so often, that a busy machine does not show. */
const APART = 4;
const REPEATS = 3;
const REPEATS_IF_SLOW = 7;
/** What may be kept when all inputs are done. */
const MOST_KEPT = 64_000_000;
const PUMPED = 16_384;
/** A piece is pumped up after so many inputs. */
const PUMP_EVERY = 8;
/** Runs that look for a smaller input. */
const SHRINKING = 400;
const LARGEST = 65_536;

/** Time of this thread alone, where Node can tell: compilers and the collector of memory work beside it. */
export const clock = (process.threadCpuUsage ?? process.cpuUsage).bind(process) as typeof process.cpuUsage;

async function timeOf(work: () => unknown): Promise<number> {
  const before = clock();
  await work();
  return clock(before).user;
}

async function leastTime(times: number, work: () => unknown, borrowed = () => 0): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const before = borrowed();
    const time = await timeOf(work);
    least = Math.min(least, time - (borrowed() - before));
  }
  return least;
}

/** Microseconds that `JSON.parse` takes for a character on this machine. */
const unit = (async () => {
  const text = JSON.stringify(Array.from({ length: 60_000 }, (_, i) => ({ name: `row ${i}`, value: i / 7 })));
  return Math.max(0.001, (await leastTime(5, () => JSON.parse(text))) / text.length);
})();

const timesOf = async (time: number, { length }: Input) =>
  time / (START_MICROSECONDS + length * (await unit));

/** An input that a reader fails on. */
export class Failure extends Error {}

/** Runs one input: counts a refusal as an outcome, and lets every other error out. */
async function outcomeOf(target: Target, input: Input): Promise<Outcome> {
  try {
    return await target.run(input);
  } catch (error) {
    if (target.refusals?.some((kind) => error instanceof kind)) return 'refused';
    throw error;
  }
}

const collect = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

function kept(): number {
  // What the first time finds to be finalized is gone after the second.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Gives a reader its seeds, then mutations of them. Throws a {@link Failure} that says how to repeat it, and where the
 * smallest input lies that fails in the same way, for an error that is no refusal, for an input that takes longer than
 * its size allows, and for memory that is kept.
 */
export async function fuzz(
  target: Target,
  { inputs, seed, pumped: size = PUMPED }: FuzzOptions,
): Promise<Counts> {
  const random = randomOf(seed);
  const corpus = [...target.seeds()];
  const count = { inputs: 0, accepted: 0, refused: 0, pumped: 0, slowest: 0 };
  const take = async (input: Input) => {
    count.inputs++;
    const { outcome, times } = await check(target, input, seed);
    if (outcome === 'refused') count.refused++;
    else count.accepted++;
    count.slowest = Math.max(count.slowest, times);
  };
  for (const input of corpus) await take(input);
  const before = kept();
  while (count.inputs < inputs) {
    const source = pick(random, corpus);
    const known = target.mutate && random(2) === 0 ? target.mutate(random, source) : source;
    const input = known === source || random(2) === 0 ? mutated(random, known, corpus) : known;
    await take(input);
    if (count.inputs % PUMP_EVERY !== 0) continue;
    count.pumped++;
    const grown = pumped(random, input);
    await take(grown(size));
    await checkGrowth(target, 'a piece again and again', grown, size, 2 * size, seed);
  }
  const more = kept() - before;
  if (more > MOST_KEPT)
    throw new Failure(`${target.name}: ${more} bytes are kept after ${count.inputs} inputs.`);
  return count;
}

/** Gives a reader an input of one of its shapes in growing sizes; throws a {@link Failure} where time outgrows size. */
export function grow(target: Target, shape: string, largest = target.largest ?? LARGEST): Promise<number> {
  const make = target.grow![shape]!;
  return checkGrowth(target, shape, make, 16, largest, 0);
}

async function check(
  target: Target,
  input: Input,
  seed: number,
): Promise<{ outcome?: Outcome; times: number }> {
  const seen: { outcome?: Outcome } = {};
  const run = async () => {
    seen.outcome = await outcomeOf(target, input);
  };
  try {
    const times = await timesOf(await timeOf(run), input);
    if (times <= MOST_TIMES) return { ...seen, times };
    const again = await timesOf(await leastTime(3, run), input);
    if (again <= MOST_TIMES) return { ...seen, times: again };
    const words = `takes ${Math.round(again)} times as long as JSON.parse for its size`;
    throw new Failure(failureWords(target, input, seed, words));
  } catch (error) {
    if (error instanceof Failure) throw error;
    const smallest = await shrunk(target, input, signature(error));
    const words = wordsOf(error);
    throw new Failure(failureWords(target, smallest, seed, words));
  }
}

/** @returns the largest n that was looked at */
async function checkGrowth(
  target: Target,
  shape: string,
  make: (n: number) => Input,
  first: number,
  largest: number,
  seed: number,
): Promise<number> {
  let n = first;
  let words = '';
  const timeAt = (size: number, times: number) => {
    const input = make(size);
    return leastTime(times, () => outcomeOf(target, input), target.borrowed);
  };
  try {
    // The first time is long for what is compiled in it.
    const isShort = async () =>
      (await timeAt(n, 1)) < ENOUGH_MICROSECONDS || (await timeAt(n, 3)) < ENOUGH_MICROSECONDS;
    while (n < largest && (await isShort())) n *= 2;
    for (const times of [REPEATS, REPEATS_IF_SLOW]) {
      const [time, more] = [await timeAt(n, times), await timeAt(APART * n, times)];
      if (time < ENOUGH_MICROSECONDS || more <= APART ** MOST_EXPONENT * time) return APART * n;
      words = `${shape}: ${Math.round(more / 1000)} ms for ${APART} times of what takes ${Math.round(time / 1000)} ms`;
    }
    throw new Failure(failureWords(target, make(n), seed, words));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(failureWords(target, make(n), seed, `${shape}, n = ${n}: ${wordsOf(error)}`));
  }
}

/** The error, and the place that it comes from. */
const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 6).join('\n') : String(error);

/** What makes two errors the same. */
const signature = (error: unknown): string => String(error).replace(/\d+/g, '0').slice(0, 60);

/** The input with as much left out as can be, so that it still fails in the same way. */
async function shrunk(target: Target, input: Input, wanted: string): Promise<Input> {
  let smallest = input;
  let runs = 0;
  const fails = async (one: Input) => {
    runs++;
    return outcomeOf(target, one).then(
      () => false,
      (error) => signature(error) === wanted,
    );
  };
  for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < smallest.length && runs < SHRINKING; ) {
      const smaller = without(smallest, from, from + size);
      if (await fails(smaller)) smallest = smaller;
      else from += size;
    }
  return smallest;
}

function failureWords({ name }: Target, input: Input, seed: number, words: string): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}-${seed}.${typeof input === 'string' ? 'txt' : 'bin'}`);
  writeFileSync(file, input);
  const again = `npm run fuzz -- ${name} --seed ${seed}`;
  return `${name}, input of ${input.length}, written to ${file}; again: ${again}\n${words}`;
}
