import { comparePaired } from '../../src/core/analysis/compare/paired';
import { createStream, type Stream } from '../../src/core/random';

const REPEATS = 2000;
const SEEDS = [7, 10, 16, 20, 40];
const EFFECTS = [0, 0.25, 0.5, 0.75, 1, 1.5, 2];

/** Differences of pairs, scaled to a standard deviation of 1 where they have one. */
const kinds: Readonly<Record<string, (stream: Stream) => number>> = {
  normal: (stream) => stream.normal(),
  uniform: (stream) => Math.sqrt(12) * (stream.uniform() - 0.5),
  // Student's t with 2 degrees of freedom.
  'heavy tails': (stream) => stream.normal() / Math.sqrt(-Math.log(1 - stream.uniform())),
  // A difference of two independent losses that are skew themselves, as losses are.
  'skew losses': (stream) => Math.log(1 - stream.uniform()) - Math.log(1 - stream.uniform()),
};

/** The share of comparisons of `seeds` pairs that claim a difference of the mean `effect`. */
function share(draw: (stream: Stream) => number, seeds: number, effect: number, section: number): number {
  const stream = createStream(20, 'data', section);
  let claimed = 0;
  for (let i = 0; i < REPEATS; i++) {
    const differences = Array.from({ length: seeds }, () => draw(stream) + effect);
    const { claim } = comparePaired(differences, { planned: seeds, relevant: 0 });
    if (claim === 'lower' || claim === 'higher') claimed++;
  }
  return claimed / REPEATS;
}

/** The share of null comparisons that claim anything at any of the looks at 10, 20, 40 and 80 pairs. */
function atAnyLook(draw: (stream: Stream) => number, section: number): number {
  const stream = createStream(21, 'data', section);
  let claimed = 0;
  for (let i = 0; i < REPEATS; i++) {
    const differences = Array.from({ length: 80 }, () => draw(stream));
    const isClaim = (count: number) =>
      comparePaired(differences.slice(0, count), { planned: 10, relevant: 0 }).claim !== 'open';
    if ([10, 20, 40, 80].some(isClaim)) claimed++;
  }
  return claimed / REPEATS;
}

/** `bench -- power`: how often a comparison claims a difference, by its size in standard deviations of a pair. */
export async function run(): Promise<void> {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const row = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
  row(['effect, sd of a pair', ...SEEDS.map((seeds) => `${seeds} seeds`)]);
  row(['---', ...SEEDS.map(() => '--:')]);
  for (const [i, effect] of EFFECTS.entries())
    row([String(effect), ...SEEDS.map((seeds) => percent(share(kinds.normal!, seeds, effect, i)))]);
  process.stdout.write('\n');
  row(['no difference', ...SEEDS.map((seeds) => `${seeds} seeds`), 'any of four looks']);
  row(['---', ...SEEDS.map(() => '--:'), '--:']);
  for (const [i, [name, draw]] of Object.entries(kinds).entries())
    row([
      name,
      ...SEEDS.map((seeds) => percent(share(draw, seeds, 0, 100 + i))),
      percent(atAnyLook(draw, i)),
    ]);
}
