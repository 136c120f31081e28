import type { Task } from '../dataset';
import type { Variant } from '../trainer-types';
import { comparable, isFinished, type VerdictMember } from './comparable';
import { type Comparison, comparePairs } from './compare-pairs';
import type { DataFacts } from './data-facts';
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
  /** The training loss of someone who guesses, and the test loss. */
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
/** Of a curve whose lowest point is at its end, over its second half. */
const FALLING_HALF = 0.02;
/** A loss below this share of chance leaves nothing to gain. */
const NOTHING_LEFT = 0.001;

/** Sums up the members that may be compared. */
export function find(input: VerdictInput): Findings {
  const members = comparable(input.members).filter(({ records }) => records.length > 1);
  const summarize = (variant: Variant) =>
    members
      .filter((member) => member.variant === variant)
      .map((member) => {
        const restored = input.settings.restoreBest === true && isFinished(member);
        const from = variant === 'dropout' ? beginning(member, members) : undefined;
        return summarizeMember(member, { restored, from });
      });
  const summaries = { dropout: summarize('dropout'), baseline: summarize('baseline') };
  const { dropout, baseline } = summaries;
  const pairs = dropout.flatMap((one) => {
    const twin = baseline.find((other) => other.seed === one.seed);
    return twin ? [[one, twin] as const] : [];
  });
  const chance = chanceOf(input);
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
  return {
    input,
    began: 2 * late.length > dropout.length ? median(late) : undefined,
    identical: pairs.length > 0 && areIdentical(members),
    open: input.members.some(({ ending }) => ending === undefined),
    chance,
    testChance: isBalanced(input) ? chance : (input.data?.guessTestLoss ?? chance),
    dropout,
    baseline,
    sides: (['dropout', 'baseline'] as const).filter((side) => summaries[side].length > 0),
    against: baseline.length > 0 ? baseline : dropout,
    last: compared('last'),
    best: compared('best'),
    turned: [dropout, baseline].some((side) => hasTurned({ chance }, side)),
  };
}

/** The first epoch after which a training differs from its twin; undefined where that is the first, or none. */
function beginning(member: VerdictMember, members: readonly VerdictMember[]): number | undefined {
  const twin = members.find(({ variant, seed }) => variant === 'baseline' && seed === member.seed);
  if (!twin) return undefined;
  const trained = member.records.filter(({ epoch }) => epoch > 0);
  const losses = new Map(twin.records.map(({ epoch, trainLoss }) => [epoch, trainLoss]));
  const first = trained.findIndex(({ epoch, trainLoss }) => trainLoss !== losses.get(epoch));
  return first > 0 ? trained[first].epoch : undefined;
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
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1];
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
  key: 'testGain' | 'trainGain' | 'steepness' | 'trainWithDropout',
): number {
  return members.reduce((sum, member) => sum + member[key], 0) / members.length;
}
