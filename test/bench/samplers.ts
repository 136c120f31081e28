import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { normalCdf } from '../../src/core/normal';
import type { Dimension } from '../../src/core/search/distribution';
import type { PastTrial, Sampler } from '../../src/core/search/sampler';
import { createRandom } from '../../src/core/search/samplers/random';
import { createSobol } from '../../src/core/search/samplers/sobol';
import { createTpe } from '../../src/core/search/samplers/tpe';
import { pythonWith } from './python';
import { functions, type TestFunction } from './samplers/functions';

const TPE = { startup: 10, candidates: 64 };

/** Who is measured; the first is held against Optuna. */
const OURS: Record<string, (dimensions: readonly Dimension[], seed: number) => Sampler> = {
  tpe: (dimensions, seed) => createTpe(dimensions, seed, TPE),
  sobol: (dimensions, seed) => createSobol(dimensions, seed, {}),
  random: (dimensions, seed) => createRandom(dimensions, seed, {}),
};

/** The least value of a study in rounds of `size`. */
function least({ loss }: TestFunction, sampler: Sampler, trials: number, size: number): number {
  const history: PastTrial[] = [];
  while (history.length < trials) {
    const points = sampler.propose(Math.min(size, trials - history.length), history);
    for (const point of points) history.push({ point, value: loss(point), state: 'complete' });
  }
  return history.reduce((best, { value }) => Math.min(best, value!), Number.POSITIVE_INFINITY);
}

/** Optuna's least values: from the file if they are there, since they take minutes. */
async function optunas(file: string, name: string, repeats: number, trials: number, size: number) {
  const known: Record<string, number[]> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const key = `${name} ${repeats} ${trials} ${size}`;
  if (known[key]) return known[key];
  const here = pythonWith('optuna');
  if (!here) return undefined;
  process.stderr.write(`${key}: Optuna ${here.version} …\n`);
  const script = resolve('test/bench/samplers/optuna_side.py');
  const args = [script, name, ...[repeats, trials, size].map(String)];
  const { stdout } = await promisify(execFile)(here.python, args);
  known[key] = stdout.trim().split('\n').map(Number);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(known));
  return known[key];
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (at - Math.floor(at)) * (high - low);
}

/** How often one of `a` is below one of `b`, and the two-sided p of Mann and Whitney's test (normal approximation). */
function below(a: readonly number[], b: readonly number[]): { share: number; p: number } {
  const pairs = a.length * b.length;
  const wins = a.reduce((sum, x) => sum + b.reduce((n, y) => n + (x < y ? 1 : x === y ? 0.5 : 0), 0), 0);
  const deviation = Math.sqrt((pairs * (a.length + b.length + 1)) / 12);
  return { share: wins / pairs, p: 2 * normalCdf(-Math.abs(wins - pairs / 2) / deviation) };
}

const digits = (value: number) => value.toPrecision(3);
const summary = (values: readonly number[]) =>
  `${digits(quantile(values, 0.5))} (${digits(quantile(values, 0.25))}–${digits(quantile(values, 0.75))})`;

/** Milliseconds of computing time that one proposal takes after so many trials: the least of some. */
function speed(trials: number): string {
  const { dimensions, loss } = functions.mixed!;
  const cells = Object.entries(OURS).map(([, create]) => {
    const sampler = create(dimensions, 1);
    const history = createRandom(dimensions, 2, {})
      .propose(trials, [])
      .map((point) => ({ point, value: loss(point), state: 'complete' as const }));
    const times = Array.from({ length: 15 }, () => {
      const { user } = process.cpuUsage();
      sampler.propose(1, history);
      return process.cpuUsage({ user, system: 0 }).user / 1000;
    });
    return Math.min(...times.slice(5)).toFixed(2);
  });
  return `| ${trials.toLocaleString('en')} | ${cells.join(' | ')} |`;
}

/**
 * `samplers [--repeats 50] [--trials 100] [--rounds 1,8] [--only NAME,…] [--file RESULTS] [--alone]`: the least value of studies
 * on functions, ours beside Optuna's, and how long a proposal takes.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.slice(1),
    options: {
      repeats: { type: 'string', default: '50' },
      trials: { type: 'string', default: '100' },
      rounds: { type: 'string', default: '1,8' },
      only: { type: 'string', default: Object.keys(functions).join(',') },
      file: { type: 'string', default: 'dist/bench/optuna.json' },
      alone: { type: 'boolean', default: false },
    },
  });
  const [repeats, trials] = [Number(values.repeats), Number(values.trials)];
  const names = Object.keys(OURS);
  console.log(`| function, round | Optuna | ${names.join(' | ')} | tpe below Optuna | p |`);
  console.log(`|${'---|'.repeat(names.length + 4)}`);
  for (const size of values.rounds.split(',').map(Number)) {
    for (const name of values.only.split(',')) {
      const results = Object.values(OURS).map((create) =>
        Array.from({ length: repeats }, (_, seed) =>
          least(functions[name]!, create(functions[name]!.dimensions, seed), trials, size),
        ),
      );
      const theirs = values.alone ? undefined : await optunas(values.file, name, repeats, trials, size);
      const { share, p } = theirs ? below(results[0]!, theirs) : { share: Number.NaN, p: Number.NaN };
      const cells = [theirs ? summary(theirs) : '–', ...results.map(summary), share.toFixed(2), p.toFixed(2)];
      console.log(`| ${name}, ${size} | ${cells.join(' | ')} |`);
    }
  }
  console.log(
    `\n| trials before, ms of CPU a proposal | ${names.join(' | ')} |\n|${'---|'.repeat(names.length + 1)}`,
  );
  for (const before of [100, 1000, 10_000]) console.log(speed(before));
}
