import { parseArgs } from 'node:util';
import { comparePaired } from '../../src/core/analysis/compare/paired';
import { rowLuck } from '../../src/core/analysis/compare/row-luck';
import { choosingLoss, type EpochRecord } from '../../src/core/trainer-types';
import { loadDataset } from '../../src/data/load';
import type { Experiment } from '../../src/experiment/schema';
import type { RunInfo } from '../../src/protocol';
import { fairExperiment } from '../../src/study/fair';
import { experimentOf, train } from './claims/repetition';
import { type Scenario, scenarios } from './claims/scenarios';

/** Pairs of a comparison: what a person may add seed by seed. */
const PAIRS = 20;
/** The planned numbers of seeds; fewer than seven never make a claim, and the first look of theirs is at seven. */
const PLANNED = [2, 3, 5, 7, 10, 16, 20];
const DEFAULT = 'moons,labels,surface,gaussians,fixed,redrawn';

interface Pair {
  readonly info: RunInfo;
  readonly difference: number;
  readonly rows: readonly [ArrayLike<number>, ArrayLike<number>] | undefined;
}

/**
 * `nulls [--comparisons N] [--only ID,…]`: how often two sides that differ in the seed of their masks alone are called
 * different, by trainings, as *Compare Fairly* compares them: at their best epochs by validation.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.slice(1),
    options: {
      comparisons: { type: 'string', default: '250' },
      only: { type: 'string', default: DEFAULT },
    },
  });
  row([
    'sides differ in their masks alone',
    'comparisons',
    ...PLANNED.map((n) => `${n} seeds`),
    'asked after every seed',
  ]);
  row(['---', ...PLANNED.map(() => '--:'), '--:', '--:']);
  const all = new Tally();
  for (const id of values.only.split(',')) {
    const scenario = scenarios.find((one) => one.id === id);
    if (!scenario)
      throw new Error(`nulls: no scenario ${id}; there are ${scenarios.map((one) => one.id).join(', ')}.`);
    const tally = new Tally();
    for (let i = 0; i < Number(values.comparisons); i++) {
      const pairs = await pairsOf(scenario, i);
      for (const one of [tally, all]) one.add(pairs);
    }
    row([scenario.title, ...tally.cells()]);
  }
  row(['all', ...all.cells()]);
}

const row = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

/** Claims of a difference, by planned number of seeds, and by whoever asks after every seed. */
class Tally {
  #comparisons = 0;
  #everySeed = 0;
  readonly #planned = new Map<number, number>();

  add(pairs: readonly Pair[]): void {
    this.#comparisons++;
    for (const planned of PLANNED)
      if (claims(pairs.slice(0, planned), planned))
        this.#planned.set(planned, 1 + (this.#planned.get(planned) ?? 0));
    if (pairs.some((_, i) => claims(pairs.slice(0, i + 1), 7))) this.#everySeed++;
  }

  cells(): string[] {
    const percent = (count: number) => `${((100 * count) / this.#comparisons).toFixed(1)} %`;
    const planned = PLANNED.map((n) => percent(this.#planned.get(n) ?? 0));
    return [String(this.#comparisons), ...planned, percent(this.#everySeed)];
  }
}

/** However small a difference is: with a bound of relevance there are fewer claims. */
function claims(pairs: readonly Pair[], planned: number): boolean {
  const luck = rowLuck(
    pairs[0]!.info,
    pairs.flatMap(({ rows }) => (rows ? [rows] : [])),
  );
  const { claim } = comparePaired(
    pairs.map(({ difference }) => difference),
    { planned, relevant: 0, luck },
  );
  return claim === 'lower' || claim === 'higher';
}

async function pairsOf(scenario: Scenario, repetition: number): Promise<Pair[]> {
  const experiment = fairExperiment(experimentOf(scenario));
  const runSeed = 1 + repetition * PAIRS;
  const text = new TextEncoder().encode(scenario.table?.(repetition) ?? '');
  const pairs: Pair[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const seed = runSeed + i;
    const data = await loadDataset(experiment.data, { seed, runSeed, readFile: async () => text });
    pairs.push(pairOf(scenario, experiment, scenario.adapt?.(data, seed) ?? data, seed));
  }
  return pairs;
}

function pairOf(
  scenario: Scenario,
  experiment: Experiment,
  data: Parameters<typeof train>[2],
  seed: number,
): Pair {
  const one = train(scenario, experiment, data, seed, 'dropout');
  const twin = train(scenario, experiment, data, seed, 'baseline');
  const rows =
    one.member.test && twin.member.test
      ? ([one.member.test.losses, twin.member.test.losses] as const)
      : undefined;
  return {
    info: one.info,
    rows,
    difference: bestTestLoss(one.member.records) - bestTestLoss(twin.member.records),
  };
}

function bestTestLoss(records: readonly EpochRecord[]): number {
  return records
    .slice(1)
    .reduce((best, record) => (choosingLoss(record) < choosingLoss(best) ? record : best)).testLoss;
}
