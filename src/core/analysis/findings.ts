import { isSevere, overSeeds, type SeedsCaution } from '../cautions';
import type { Task } from '../dataset';
import type { Variant } from '../trainer-types';
import { comparable, isFinished, type VerdictMember } from './comparable';
import { type Comparison, comparePairs } from './compare-pairs';
import type { DataFacts, RowFacts } from './data-facts';
import { type MemberSummary, type Moment, summarizeMember } from './member-summary';
import { testLuck } from './test-luck';

export interface VerdictInput {
  readonly task: Task;
  /** Number of classes or target columns. */
  readonly outputs: number;
  /** Loss of a guess. Default: that of equally frequent classes, or 1 for regression. */
  readonly guessLoss?: number | undefined;
  readonly data?: DataFacts | undefined;
  readonly members: readonly VerdictMember[];
  readonly settings: {
    readonly learningRate: number;
    /** The shared drop ratio; undefined if no site uses it, or if some site has a higher ratio of its own. */
    readonly ratio: number | undefined;
    /** Whether some site has a drop ratio of its own. */
    readonly ownRatios?: boolean;
    /** Why no neuron is dropped, regardless of schedules: no site has dropout, or all ratios are 0. */
    readonly nothingDrops?: 'placement' | 'ratio' | undefined;
    readonly epochs: number;
    readonly seeds: number;
    /** The training loss. Default: that of the task. */
    readonly loss?: string;
    readonly classWeights?: string;
    readonly optimizer?: string;
    readonly rule?: string;
    /** Number of hidden layers. */
    readonly hiddenLayers?: number;
    readonly patience?: number;
    readonly restoreBest?: boolean;
    /** Id of the learning-rate schedule. */
    readonly schedule?: string;
    readonly activation?: string;
    readonly weightDecay?: number;
    readonly l1?: number;
    readonly maxNorm?: number;
  };
}

/** Input of the verdict rules. */
export interface Findings {
  readonly input: VerdictInput;
  /** Some training is unfinished, so the findings may change. */
  readonly open: boolean;
  /** Facts about the rows of each seed; for older runs, those of the first seed. */
  readonly rows: readonly RowFacts[];
  /** Reasons why the test may not predict performance on new rows, and in how many seeds. */
  readonly cautions: readonly SeedsCaution[];
  /** Training and test loss of a guess; mean over the seeds, each on its own rows. */
  readonly chance: number;
  readonly testChance: number;
  readonly dropout: readonly MemberSummary[];
  readonly baseline: readonly MemberSummary[];
  /** The variants that have members. */
  readonly sides: readonly Variant[];
  /** The reference for dropout: the baseline, or its own curves if there is none. */
  readonly against: readonly MemberSummary[];
  /** Dropout compared with its baseline, over the seeds that have both: at the end, and each at its best epoch. */
  readonly last: Comparison | undefined;
  readonly best: Comparison | undefined;
  /** Some side's test loss has risen since its best epoch, so the end is the wrong place to compare. */
  readonly turned: boolean;
  /** All pairs are identical to the bit so far: nothing was dropped. */
  readonly identical: boolean;
  /**
   * The epoch in which dropout first made a difference (median over seeds); undefined if that was the first evaluated
   * one.
   */
  readonly began: number | undefined;
}

/** A gap between test and training loss above this fraction of the chance loss is overfitting. */
const GAP = 0.2;
/** The test loss has risen if it ends at this multiple of its value at the best epoch. */
const RISE = 1.1;
/** A test loss is still falling if it fell by more than this share over the last fifth of the run. */
const FALLING = 0.05;
/** A training loss below this fraction of the chance loss means that something was learned. */
const LEARNED = 0.85;
/** Accuracy far below chance: below this fraction of it, and by this many standard errors. */
const REVERSED = { share: 0.7, errors: 4 };
/** The same for a curve with its minimum at the end, over its second half. */
const FALLING_HALF = 0.02;
/** A loss below this fraction of the chance loss leaves nothing to gain. */
const NOTHING_LEFT = 0.001;

/** Derives the findings from the comparable members. */
export function find(input: VerdictInput): Findings {
  const members = comparable(input.members).filter(({ records }) => records.length > 1);
  const chance = chanceOf(input);
  const guessOf = ({ rows }: VerdictMember) =>
    isBalanced(input) ? chance : (rows?.guessTestLoss ?? input.data?.guessTestLoss ?? chance);
  const summarize = (variant: Variant) =>
    members
      .filter((member) => member.variant === variant)
      .map((member) => {
        const restored = input.settings.restoreBest === true && isFinished(member);
        const from = variant === 'dropout' ? beginning(member, members) : undefined;
        return summarizeMember(member, { restored, from, guess: guessOf(member) });
      });
  const summaries = { dropout: summarize('dropout'), baseline: summarize('baseline') };
  const { dropout, baseline } = summaries;
  const pairs = dropout.flatMap((one) => {
    const twin = baseline.find((other) => other.seed === one.seed);
    return twin ? [[one, twin] as const] : [];
  });
  const luck = testLuck(input, members, pairs);
  const compared = (moment: 'last' | 'best') =>
    pairs.length > 0
      ? comparePairs(
          pairs.map(([one, twin]) => [one[moment], twin[moment]] as const),
          chance,
          luck,
        )
      : undefined;
  const late = dropout.flatMap(({ from }) => from ?? []);
  const rows = rowsOf(input);
  const known = overSeeds(rows.map(({ cautions }) => cautions));
  const all = [...dropout, ...baseline];
  return {
    input,
    rows,
    cautions: [...reversed(input, rows, all, chance), ...known],
    began: 2 * late.length > dropout.length ? median(late) : undefined,
    identical: pairs.length > 0 && areIdentical(members),
    open: input.members.some(({ ending }) => ending === undefined),
    chance,
    testChance: all.length > 0 ? meanOf(all, 'guess') : chance,
    dropout,
    baseline,
    sides: (['dropout', 'baseline'] as const).filter((side) => summaries[side].length > 0),
    against: baseline.length > 0 ? baseline : dropout,
    last: compared('last'),
    best: compared('best'),
    turned: [dropout, baseline].some((side) => hasTurned({ chance }, side)),
  };
}

/** Row facts of each seed. */
function rowsOf({ members, data }: VerdictInput): RowFacts[] {
  const known = new Map(members.flatMap(({ seed, rows }) => (rows ? [[seed, rows] as const] : [])));
  return known.size > 0 ? [...known.values()] : data ? [data] : [];
}

/**
 * Detects networks that have learned, but whose accuracy is far below that of a guess: relations in the training rows
 * do not hold in the test rows.
 */
function reversed(
  { data, task }: VerdictInput,
  rows: readonly RowFacts[],
  members: readonly MemberSummary[],
  chance: number,
): SeedsCaution[] {
  const counts = rows.flatMap(({ classCounts }) => classCounts ?? []);
  if (task === 'regression' || !data?.split || counts.length === 0 || members.length === 0) return [];
  const agreements = counts.map(({ train, test }) => agreement(train, test));
  const expected = agreements.reduce((sum, one) => sum + one, 0) / agreements.length;
  const share = mean(members, 'last', 'score');
  const error = Math.sqrt((expected * (1 - expected)) / data.testCount);
  if (mean(members, 'last', 'train') > LEARNED * chance) return [];
  if (!(share < expected - REVERSED.errors * error && share < REVERSED.share * expected)) return [];
  return [{ caution: { kind: 'reversed', share, chance: expected }, seeds: rows.length, of: rows.length }];
}

/** Expected test accuracy of classes drawn at their training frequencies. */
function agreement(train: readonly number[], test: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  return train.reduce((sum, count, label) => sum + count * test[label]!, 0) / (total(train) * total(test));
}

/** Whether some seed has test rows that make its test loss meaningless. */
export const hasSevere = ({ cautions }: Findings): boolean =>
  cautions.some(({ caution }) => isSevere(caution));

/**
 * Test loss relative to that of a guess on the same rows. The lower of the median over seeds, since a single outlier
 * row can dominate a mean, and the ratio of the means, since a few easy seeds can dominate otherwise.
 */
export function guessShare(members: readonly MemberSummary[], moment: 'last' | 'best'): number {
  if (members.length === 0) return Number.NaN;
  const shares = members.map((member) => member[moment].test / member.guess);
  return Math.min(median(shares), mean(members, moment, 'test') / meanOf(members, 'guess'));
}

/** The first epoch in which a training differs from its baseline; undefined if it is the first one, or none. */
function beginning(member: VerdictMember, members: readonly VerdictMember[]): number | undefined {
  const twin = members.find(({ variant, seed }) => variant === 'baseline' && seed === member.seed);
  if (!twin) return undefined;
  const trained = member.records.filter(({ epoch }) => epoch > 0);
  const losses = new Map(twin.records.map(({ epoch, trainLoss }) => [epoch, trainLoss]));
  const first = trained.findIndex(({ epoch, trainLoss }) => trainLoss !== losses.get(epoch));
  return first > 0 ? trained[first]!.epoch : undefined;
}

/** Whether the losses with and without dropout are identical for every seed that has both. */
function areIdentical(members: readonly VerdictMember[]): boolean {
  return members
    .filter(({ variant }) => variant === 'dropout')
    .every(({ seed, records }) => {
      const twin = members.find((other) => other.variant === 'baseline' && other.seed === seed);
      return (
        twin === undefined ||
        records.every(
          ({ trainLoss, testLoss }, i) =>
            trainLoss === twin.records[i]?.trainLoss && testLoss === twin.records[i].testLoss,
        )
      );
    });
}

/** Whether classes are weighted equally, so that a guess gives each the same probability. */
const isBalanced = ({ settings }: VerdictInput): boolean => settings.classWeights === 'balanced';

function chanceOf(input: VerdictInput): number {
  const { task, outputs, settings, guessLoss } = input;
  if (guessLoss !== undefined && !isBalanced(input)) return guessLoss;
  if (task === 'regression') return 1;
  const classes = Math.max(2, outputs);
  return settings.loss === 'meanSquaredError' ? (classes - 1) / classes ** 2 : Math.log(classes);
}

/** Whether the test loss ends well above its value at the best epoch; false without members. */
export function hasTurned({ chance }: Pick<Findings, 'chance'>, members: readonly MemberSummary[]): boolean {
  const end = mean(members, 'last', 'test');
  return isClearlyLower(mean(members, 'best', 'test'), end, chance);
}

/** Whether a test loss is far enough below that of the end to say that the curve has risen since. */
export const isClearlyLower = (low: number, end: number, chance: number): boolean =>
  end > RISE * low && end - low > 0.01 * chance;

/** Whether the members overfit: their test loss is well above their training loss. */
export function overfits(findings: Findings, members: readonly MemberSummary[]): boolean {
  const { chance } = findings;
  const gap = mean(members, 'last', 'test') - mean(members, 'last', 'train');
  return gap > GAP * chance || (hasTurned(findings, members) && gap > (GAP / 2) * chance);
}

/**
 * Whether the test loss was still falling at the end, with something left to gain; false without members. A curve that
 * has risen since its best epoch does not count, even if it falls again for a while.
 */
export function stillFalls(findings: Findings, members: readonly MemberSummary[]): boolean {
  const falls = meanOf(members, 'testGain') > FALLING || isLowestAtEnd(members);
  if (!falls || hasTurned(findings, members)) return false;
  return mean(members, 'last', 'test') > NOTHING_LEFT * findings.chance;
}

/** Whether most members have their best epoch in the last tenth, after a notable decrease. */
function isLowestAtEnd(members: readonly MemberSummary[]): boolean {
  const atEnd = members.filter(({ best, reached }) => best.epoch > 0.9 * reached);
  const gain = members.reduce((sum, { course }) => sum + course.halfGain, 0) / members.length;
  return 2 * atEnd.length > members.length && gain > FALLING_HALF;
}

/** The epoch of the lowest point, and whether the curve has turned there. */
export function lowestEpochs(
  findings: Findings,
  members: readonly MemberSummary[],
): { readonly bestEpoch?: number; readonly risingSince?: number } {
  if (members.length === 0) return {};
  const bestEpoch = median(members.map(({ best }) => best.epoch));
  const rising = members.filter(({ last, best }) => last.test > RISE * best.test && best.epoch < last.epoch);
  const turned = hasTurned(findings, members) && 2 * rising.length > members.length;
  return { bestEpoch, ...(turned && { risingSince: bestEpoch }) };
}

/** The lower median. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]!;
}

/** NaN with no members. */
export function mean(
  members: readonly MemberSummary[],
  moment: 'last' | 'best' | 'initial',
  key: 'test' | 'train' | 'validation' | 'score',
): number {
  const of = (member: MemberSummary) => (member[moment] as Partial<Moment>)[key] ?? Number.NaN;
  return members.reduce((sum, member) => sum + of(member), 0) / members.length;
}

/** NaN with no members. */
export function meanOf(
  members: readonly MemberSummary[],
  key: 'testGain' | 'trainGain' | 'steepness' | 'trainWithDropout' | 'guess',
): number {
  return members.reduce((sum, member) => sum + member[key], 0) / members.length;
}
