import { finalTest } from '../../../src/core/analysis/final-test';
import type { VerdictMember } from '../../../src/core/analysis/verdict';
import { judge } from '../../../src/core/analysis/verdict';
import type { Dataset, Samples } from '../../../src/core/dataset';
import { createStream } from '../../../src/core/random';
import { createTrainer } from '../../../src/core/trainer';
import type { EpochRecord, Variant } from '../../../src/core/trainer-types';
import { loadDataset } from '../../../src/data/load';
import { parseExperiment } from '../../../src/experiment/parse';
import type { Experiment } from '../../../src/experiment/schema';
import type { RunInfo } from '../../../src/protocol';
import { rowFacts, verdictInput } from '../../../src/report/verdict-input';
import { runInfo } from '../../../src/worker/run-info';
import type { Scenario } from './scenarios';
import { type Counted, tallyOf } from './tally';

/** Numbers of seeds that a person may choose. */
export const SEEDS = [1, 2, 3, 5, 10] as const;
/** Pairs of a repetition. */
export const PAIRS = 20;
/** Comparisons that a group of pairs is good for where it does not matter which side is which. */
const FLIPS = 8;

interface Trained {
  readonly info: RunInfo;
  readonly members: readonly VerdictMember[];
}

/** Trains {@link PAIRS} pairs and judges every group of them that a run could have been. */
export async function repeat(scenario: Scenario, repetition: number): Promise<Counted[]> {
  const experiment = experimentOf(scenario);
  const runSeed = 1 + repetition * PAIRS;
  const text = new TextEncoder().encode(scenario.table?.(repetition) ?? '');
  const trained: Trained[] = [];
  const pairs = scenario.sides === 'views' ? SEEDS[SEEDS.length - 1] : PAIRS;
  for (let i = 0; i < pairs; i++) {
    const seed = runSeed + i;
    const data = await loadDataset(experiment.data, { seed, runSeed, readFile: async () => text });
    trained.push(pairOf(scenario, experiment, scenario.adapt?.(data, seed) ?? data, seed));
  }
  return SEEDS.flatMap((seeds) => {
    // Groups of one table share its chance, which a claim on a view rests on.
    const groups = scenario.sides === 'views' ? 1 : Math.floor(PAIRS / seeds);
    const flips = scenario.sides === 'masks' ? Math.min(2 ** seeds, FLIPS) : 1;
    return Array.from({ length: groups * flips }, (_, i) => {
      const group = trained.slice(Math.floor(i / flips) * seeds).slice(0, seeds);
      const run = { ...experiment, seeds };
      const members = group.flatMap((pair, j) => flipped(pair.members, swaps(repetition, i, flips, j)));
      const verdict = judge(verdictInput(run, group[0].info, members));
      return {
        ...tallyOf(scenario.id, seeds, verdict, experiment.training.epochs),
        repetition,
        flip: i % flips,
      };
    });
  });
}

/** Whether the sides of a group's `pair`-th pair change places: in no pair at first, then at random. */
function swaps(repetition: number, comparison: number, flips: number, pair: number): boolean {
  if (comparison % flips === 0) return false;
  if (flips === 2) return true;
  return createStream(repetition, 'analysis', 100 + 50 * comparison + pair).below(2) === 1;
}

function flipped(members: readonly VerdictMember[], swap: boolean): readonly VerdictMember[] {
  const other = { dropout: 'baseline', baseline: 'dropout' } as const;
  return swap ? members.map((member) => ({ ...member, variant: other[member.variant] })) : members;
}

/** Throws an `Error` where the scenario is no valid experiment. */
export function experimentOf({ experiment }: Scenario): Experiment {
  const parsed = parseExperiment({ version: 1, baseline: true, ...experiment });
  if (!parsed.ok) throw new Error(`a scenario is not valid: ${JSON.stringify(parsed)}`);
  return parsed.experiment;
}

function pairOf(scenario: Scenario, experiment: Experiment, data: Dataset, seed: number): Trained {
  const [one, twin] = (['dropout', 'baseline'] as const).map((side) =>
    train(scenario, experiment, data, seed, side),
  );
  return { info: one.info, members: [one.member, twin.member] };
}

/** One side of a pair. */
export function train({ sides }: Scenario, spec: Experiment, data: Dataset, seed: number, side: Variant) {
  const seen = sides === 'views' ? halfOf(data, side) : data;
  const variant = sides === 'dropout' ? side : 'dropout';
  // Masks of seeds that no other training has.
  const maskSeed = sides === 'dropout' ? seed : seed + (side === 'dropout' ? 0x40000000 : 0x80000000);
  const trainer = createTrainer({ spec, data: seen, variant, seed, maskSeed });
  const records: EpochRecord[] = [trainer.evaluate()];
  while (!trainer.outcome) {
    const { epoch } = trainer.advance(Number.MAX_SAFE_INTEGER);
    if (epoch) records.push(epoch);
  }
  const test = finalTest(trainer, seen, spec.training);
  const info = runInfo(seen, trainer, spec.training);
  const member: VerdictMember = {
    variant: side,
    seed,
    records,
    ending: trainer.outcome,
    test,
    rows: rowFacts(info),
  };
  trainer.dispose();
  return { info, member };
}

/** One of two views: the first half of the features, or the second. */
function halfOf(data: Dataset, side: Variant): Dataset {
  const features = data.features / 2;
  const from = side === 'dropout' ? 0 : features;
  const cut = ({ count, x, y }: Samples): Samples => ({
    count,
    x: Float32Array.from({ length: count * features }, (_, i) => {
      return x[Math.floor(i / features) * data.features + from + (i % features)];
    }),
    y,
  });
  const { train, validation, test, featureNames } = data;
  return {
    ...data,
    features,
    featureNames: featureNames.slice(from, from + features),
    train: cut(train),
    ...(validation && { validation: cut(validation) }),
    test: cut(test),
  };
}
