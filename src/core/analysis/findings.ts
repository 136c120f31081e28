import type { Task } from '../dataset';
import type { Variant } from '../trainer-types';
import { comparable, type VerdictMember } from './comparable';
import { type MemberSummary, summarizeMember } from './member-summary';
import { halfInterval, isDistinct, type Spread, spreadOf } from './spread';

export interface VerdictInput {
  readonly task: Task;
  /** Classes, or target columns. */
  readonly outputs: number;
  /** The loss of someone who guesses; that of equally frequent classes, or 1, where it is left out. */
  readonly guessLoss?: number | undefined;
  readonly members: readonly VerdictMember[];
  readonly settings: {
    readonly learningRate: number;
    readonly ratio: number;
    readonly epochs: number;
    readonly seeds: number;
    /** The loss that is trained; the task's own where it is left out. */
    readonly loss?: string;
  };
}

/** What the rules of a verdict look at. */
export interface Findings {
  readonly input: VerdictInput;
  /** Some training has not come to its end: whatever is found may change. */
  readonly open: boolean;
  /** The loss of someone who guesses. */
  readonly chance: number;
  readonly dropout: readonly MemberSummary[];
  readonly baseline: readonly MemberSummary[];
  /** Dropout − baseline final test loss, for every seed that has both. */
  readonly differences: readonly number[];
  /** ln(dropout / baseline) of the same losses: what one seed makes larger by half, another may double. */
  readonly logRatios: readonly number[];
  /** Each pair came out alike to the last bit from its first epoch to its last: nothing was dropped. */
  readonly identical: boolean;
}

/** A gap between test and training loss above this share of chance is overfitting. */
const GAP = 0.2;
/** The test loss counts as rising when it ends this much above its lowest. */
const RISE = 1.1;
/** A difference below this share of the baseline's loss is of no use to anyone. */
const WORTH = Math.log(1.02);
/** Nor is one below this share of what guessing costs: a loss of 0.0003 is as good as one of 0.0001. */
const WORTH_OF_CHANCE = 0.001;
/**
 * One pair has no spread to be held against. Two trainings that differ by nothing of effect (drop ratio 0.005) come out
 * 8 % apart, one standard deviation; three of these and the pair may be told apart.
 */
const WORTH_OF_ONE = Math.log(1.25);
/** Dropout is called unneeded only where the runs leave no room for a loss lower by more than this. */
const ROOM = Math.log(0.9);
/** Losses of nothing have no ratio. */
const TINY = 1e-12;

/** Sums up the members that may be compared. */
export function find(input: VerdictInput): Findings {
  const members = comparable(input.members).filter(({ records }) => records.length > 1);
  const summaries = (variant: Variant) =>
    members.filter((member) => member.variant === variant).map(summarizeMember);
  const [dropout, baseline] = [summaries('dropout'), summaries('baseline')];
  const pairs = dropout.flatMap((one) => {
    const twin = baseline.find((other) => other.seed === one.seed);
    return twin ? [[one.test, twin.test] as const] : [];
  });
  return {
    input,
    identical: pairs.length > 0 && areIdentical(members),
    open: input.members.some(({ ending }) => ending === undefined),
    chance: chanceOf(input),
    dropout,
    baseline,
    differences: pairs.map(([one, twin]) => one - twin),
    logRatios: pairs.map(([one, twin]) => Math.log(Math.max(one, TINY) / Math.max(twin, TINY))),
  };
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

function chanceOf({ task, outputs, settings, guessLoss }: VerdictInput): number {
  if (guessLoss !== undefined) return guessLoss;
  if (task === 'regression') return 1;
  const classes = Math.max(2, outputs);
  return settings.loss === 'meanSquaredError' ? (classes - 1) / classes ** 2 : Math.log(classes);
}

/**
 * How dropout's final test loss stands against the baseline's: `lower` or `higher` where the pairs carry it, `alike`
 * where they leave no room for a gain that matters, `unknown` where they show neither.
 */
export function comparison(findings: Findings): 'lower' | 'higher' | 'alike' | 'unknown' {
  const { differences, logRatios, chance } = findings;
  const ratio = spreadOf(logRatios);
  const difference = spreadOf(differences).mean;
  const worth = Math.abs(ratio.mean) > WORTH && Math.abs(difference) > WORTH_OF_CHANCE * chance;
  // One seed in which everything went wrong can turn the mean difference against the mean ratio.
  const agree = Math.sign(ratio.mean) === Math.sign(difference);
  if (worth && agree && isToldApart(ratio)) return ratio.mean < 0 ? 'lower' : 'higher';
  return leavesNoRoom(ratio) || !isSizeable(differences, chance) ? 'alike' : 'unknown';
}

/** Whether the mean log ratio is told apart from zero: by its 95 % confidence interval, or of one pair by its size. */
function isToldApart(ratio: Spread): boolean {
  return ratio.count === 1 ? Math.abs(ratio.mean) > WORTH_OF_ONE : isDistinct(ratio);
}

function leavesNoRoom(ratio: Spread): boolean {
  return ratio.count === 1 ? Math.abs(ratio.mean) <= -ROOM : ratio.mean - halfInterval(ratio) > ROOM;
}

function isSizeable(differences: readonly number[], chance: number): boolean {
  return differences.some((difference) => Math.abs(difference) > WORTH_OF_CHANCE * chance);
}

/** Whether the members know their training set much better than their test set. */
export function overfits({ chance }: Findings, members: readonly MemberSummary[]): boolean {
  const gap = mean(members, 'test') - mean(members, 'train');
  const rising = mean(members, 'test') > RISE * mean(members, 'bestTest');
  return gap > GAP * chance || (rising && gap > (GAP / 2) * chance);
}

/** Where the curve that dropout is held against has its lowest point, and whether it rises from there: of most seeds. */
export function lowestEpochs(members: readonly MemberSummary[]): Record<string, number> {
  if (members.length === 0) return {};
  const bestEpoch = median(members.map((member) => member.bestEpoch));
  const rising = members.filter((one) => one.test > RISE * one.bestTest && one.bestEpoch < one.epoch);
  return { bestEpoch, ...(2 * rising.length > members.length && { risingSince: bestEpoch }) };
}

/** The middle value; of an even number the lower of the two in the middle. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1];
}

/** NaN with no members. */
export function mean(
  members: readonly MemberSummary[],
  key: 'test' | 'train' | 'bestTest' | 'testGain' | 'trainGain',
): number {
  return members.reduce((sum, member) => sum + member[key], 0) / members.length;
}
