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
  /** Classes, or target columns. */
  readonly outputs: number;
  /** The loss of someone who guesses; that of equally frequent classes, or 1, where it is left out. */
  readonly guessLoss?: number | undefined;
  readonly data?: DataFacts | undefined;
  readonly members: readonly VerdictMember[];
  readonly settings: {
    readonly learningRate: number;
    /** The shared drop ratio; undefined where no site takes it, or some site has a higher one of its own. */
    readonly ratio: number | undefined;
    /** Some site drops by a ratio of its own. */
    readonly ownRatios?: boolean;
    /** Why no neuron is dropped, schedules left out: no site has dropout, or all ratios are 0. */
    readonly nothingDrops?: 'placement' | 'ratio' | undefined;
    readonly epochs: number;
    readonly seeds: number;
    /** The loss that is trained; the task's own where it is left out. */
    readonly loss?: string;
    readonly classWeights?: string;
    readonly optimizer?: string;
    readonly rule?: string;
    /** Number of hidden layers. */
    readonly hiddenLayers?: number;
    readonly patience?: number;
    readonly restoreBest?: boolean;
    /** How the learning rate is scheduled: an id. */
    readonly schedule?: string;
    readonly activation?: string;
    readonly weightDecay?: number;
    readonly l1?: number;
    readonly maxNorm?: number;
  };
}

/** What the rules of a verdict look at. */
export interface Findings {
  readonly input: VerdictInput;
  /** Some training has not come to its end: whatever is found may change. */
  readonly open: boolean;
  /** What is known of the rows of each seed; of runs that do not say it, those of the first. */
  readonly rows: readonly RowFacts[];
  /** What keeps the test from saying how the network does on new rows, and in how many seeds. */
  readonly cautions: readonly SeedsCaution[];
  /** The training loss of someone who guesses, and the test loss: the mean over the seeds, each on its own rows. */
  readonly chance: number;
  readonly testChance: number;
  readonly dropout: readonly MemberSummary[];
  readonly baseline: readonly MemberSummary[];
  /** The sides that have members. */
  readonly sides: readonly Variant[];
  /** What dropout is held against: the baseline, or where there is none its own curves. */
  readonly against: readonly MemberSummary[];
  /** Dropout against its baseline, for every seed that has both: at the end, and each at its best epoch. */
  readonly last: Comparison | undefined;
  readonly best: Comparison | undefined;
  /** A side's test loss has risen since its best epoch: the end is the wrong place to compare. */
  readonly turned: boolean;
  /** Each pair has come out alike to the last bit so far: nothing was dropped. */
  readonly identical: boolean;
  /** The epoch in which dropout first made a difference, of most seeds; undefined where it was the first that was evaluated. */
  readonly began: number | undefined;
}

/** A gap between test and training loss above this share of chance is overfitting. */
const GAP = 0.2;
/** The test loss counts as rising when it ends this much above that of the best epoch. */
const RISE = 1.1;
/** A test loss that fell by more than this share over the last fifth of the run goes on falling. */
const FALLING = 0.05;
/** A training loss below this share of chance has learned something. */
const LEARNED = 0.85;
/** Accuracy far below chance: this share of it, and so many standard errors. */
const REVERSED = { share: 0.7, errors: 4 };
/** Of a curve whose lowest point is at its end, over its second half. */
const FALLING_HALF = 0.02;
/** A loss below this share of chance leaves nothing to gain. */
const NOTHING_LEFT = 0.001;

/** Sums up the members that may be compared. */
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

/** What each seed has said of its rows. */
function rowsOf({ members, data }: VerdictInput): RowFacts[] {
  const known = new Map(members.flatMap(({ seed, rows }) => (rows ? [[seed, rows] as const] : [])));
  return known.size > 0 ? [...known.values()] : data ? [data] : [];
}

/**
 * Networks that have learned, and are right far less often than answers that know nothing of the features: what held in
 * the training rows does not hold in the test rows.
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

/** How often a class drawn as in training is right in the test. */
function agreement(train: readonly number[], test: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  return train.reduce((sum, count, label) => sum + count * test[label]!, 0) / (total(train) * total(test));
}

/** Whether a seed has test rows on which its test loss says nothing. */
export const hasSevere = ({ cautions }: Findings): boolean =>
  cautions.some(({ caution }) => isSevere(caution));

/**
 * The test loss as a share of what a guess costs on the same rows: that of the seed in the middle, since one row far away
 * can decide a mean, or of the means, since a few easy seeds can; the lesser of the two.
 */
export function guessShare(members: readonly MemberSummary[], moment: 'last' | 'best'): number {
  if (members.length === 0) return Number.NaN;
  const shares = members.map((member) => member[moment].test / member.guess);
  return Math.min(median(shares), mean(members, moment, 'test') / meanOf(members, 'guess'));
}

/** The first epoch after which a training differs from its twin; undefined where that is the first, or none. */
function beginning(member: VerdictMember, members: readonly VerdictMember[]): number | undefined {
  const twin = members.find(({ variant, seed }) => variant === 'baseline' && seed === member.seed);
  if (!twin) return undefined;
  const trained = member.records.filter(({ epoch }) => epoch > 0);
  const losses = new Map(twin.records.map(({ epoch, trainLoss }) => [epoch, trainLoss]));
  const first = trained.findIndex(({ epoch, trainLoss }) => trainLoss !== losses.get(epoch));
  return first > 0 ? trained[first]!.epoch : undefined;
}

/** Whether the trainings of a seed have the same losses, with and without dropout, of every seed that has both. */
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

/** Classes that count alike, however rare: whoever guesses says that each is as probable. */
const isBalanced = ({ settings }: VerdictInput): boolean => settings.classWeights === 'balanced';

function chanceOf(input: VerdictInput): number {
  const { task, outputs, settings, guessLoss } = input;
  if (guessLoss !== undefined && !isBalanced(input)) return guessLoss;
  if (task === 'regression') return 1;
  const classes = Math.max(2, outputs);
  return settings.loss === 'meanSquaredError' ? (classes - 1) / classes ** 2 : Math.log(classes);
}

/** Whether the test loss ends well above where it was at the best epoch; not with no members. */
export function hasTurned({ chance }: Pick<Findings, 'chance'>, members: readonly MemberSummary[]): boolean {
  const end = mean(members, 'last', 'test');
  return isClearlyLower(mean(members, 'best', 'test'), end, chance);
}

/** Whether a test loss is so far below that of the end that the curve has risen from there. */
export const isClearlyLower = (low: number, end: number, chance: number): boolean =>
  end > RISE * low && end - low > 0.01 * chance;

/** Whether the members know their training set much better than their test set. */
export function overfits(findings: Findings, members: readonly MemberSummary[]): boolean {
  const { chance } = findings;
  const gap = mean(members, 'last', 'test') - mean(members, 'last', 'train');
  return gap > GAP * chance || (hasTurned(findings, members) && gap > (GAP / 2) * chance);
}

/**
 * Whether the test loss was still falling at the end, and had something left to gain; not with no members. What has risen
 * since its best epoch may fall again for a while: that is no reason to go on.
 */
export function stillFalls(findings: Findings, members: readonly MemberSummary[]): boolean {
  const falls = meanOf(members, 'testGain') > FALLING || isLowestAtEnd(members);
  if (!falls || hasTurned(findings, members)) return false;
  return mean(members, 'last', 'test') > NOTHING_LEFT * findings.chance;
}

/** Whether most have their best epoch in the last tenth, and came down to it in more than trifles. */
function isLowestAtEnd(members: readonly MemberSummary[]): boolean {
  const atEnd = members.filter(({ best, reached }) => best.epoch > 0.9 * reached);
  const gain = members.reduce((sum, { course }) => sum + course.halfGain, 0) / members.length;
  return 2 * atEnd.length > members.length && gain > FALLING_HALF;
}

/** Where a curve has its lowest point, and whether it has turned there: on the whole, and that of most seeds. */
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

/** The middle value; of an even number the lower of the two in the middle. */
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
