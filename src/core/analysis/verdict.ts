import type { Task } from '../dataset';
import type { Variant } from '../trainer-types';
import { comparable, type VerdictMember } from './comparable';
import { type MemberSummary, summarizeMember } from './member-summary';
import { isDistinct, type Spread, spreadOf } from './spread';

export type { VerdictMember } from './comparable';
export type { Spread } from './spread';

/** One thing that the runs show. The words for it are made where they are shown. */
export type VerdictKind =
  | 'tooEarly'
  | 'diverged'
  | 'unstable'
  | 'overfitting'
  | 'underfitting'
  | 'dropoutHelps'
  | 'dropoutHurts'
  | 'noDifference'
  | 'notNeeded'
  | 'tooSlow'
  | 'stillImproving'
  | 'fine';

export type AdviceKind =
  | 'raiseRatio'
  | 'lowerRatio'
  | 'raiseLearningRate'
  | 'lowerLearningRate'
  | 'moreEpochs'
  | 'moreSeeds'
  | 'noDropout'
  | 'biggerNetwork';

/** What can be done next; `value` is what to set, in the units of the setting. */
export interface Advice {
  readonly kind: AdviceKind;
  readonly value?: number;
}

/** What the runs carry, with the numbers that it rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** `dropoutTest`, `dropoutTrain`, `baselineTest`, `baselineTrain`; `difference`: dropout − baseline test loss, by seed. */
  readonly evidence: Readonly<Record<string, Spread>>;
  /** `divergedAt` (a step), `risingSince` and `bestEpoch` (epochs). */
  readonly at: Readonly<Record<string, number>>;
  readonly advice: readonly Advice[];
}

export interface VerdictInput {
  readonly task: Task;
  /** Classes, or target columns. */
  readonly outputs: number;
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

interface Findings {
  readonly input: VerdictInput;
  /** The loss of someone who guesses: ln(classes), the variance of one-hot targets, or 1 for a standardized target. */
  readonly chance: number;
  readonly dropout: readonly MemberSummary[];
  readonly baseline: readonly MemberSummary[];
  /** Dropout − baseline final test loss, for every seed that has both. */
  readonly differences: readonly number[];
  /** ln(dropout / baseline) of the same losses: what one seed makes larger by half, another may double. */
  readonly logRatios: readonly number[];
}

/** A training loss above this share of chance has learned too little. */
const UNDERFIT = 0.6;
/** A gap between test and training loss above this share of chance is overfitting. */
const GAP = 0.2;
/** The test loss counts as rising when it ends this much above its lowest. */
const RISE = 1.1;
/** A difference below this share of the baseline's loss is of no use to anyone. */
const WORTH = 0.02;
/** A training loss this many times what guessing gives, or what it was at the start, has blown up. */
const BLOWN_UP = 5;
/** Losses of nothing have no ratio. */
const TINY = 1e-12;

/** Says what the runs show, and no more: a comparison needs a spread over seeds that carries it. */
export function judge(input: VerdictInput): Verdict {
  const findings = find(input);
  const rules = [diverged, tooEarly, unstable, underfitting, compared, alone];
  for (const rule of rules) {
    const verdict = rule(findings);
    if (verdict) return verdict;
  }
  return make(findings, 'fine', []);
}

function find(input: VerdictInput): Findings {
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
    chance: chanceOf(input),
    dropout,
    baseline,
    differences: pairs.map(([one, twin]) => one - twin),
    logRatios: pairs.map(([one, twin]) => Math.log(Math.max(one, TINY) / Math.max(twin, TINY))),
  };
}

function chanceOf({ task, outputs, settings }: VerdictInput): number {
  if (task === 'regression') return 1;
  const classes = Math.max(2, outputs);
  return settings.loss === 'meanSquaredError' ? (classes - 1) / classes ** 2 : Math.log(classes);
}

function diverged(findings: Findings): Verdict | undefined {
  const { members, settings } = findings.input;
  const steps = members.flatMap(({ ending }) => (ending?.kind === 'diverged' ? [ending.step] : []));
  if (steps.length === 0) return undefined;
  const advice: Advice[] = [{ kind: 'lowerLearningRate', value: roundTo1(settings.learningRate / 10) }];
  return make(findings, 'diverged', advice, { divergedAt: Math.min(...steps) });
}

function tooEarly(findings: Findings): Verdict | undefined {
  const { dropout, baseline, input } = findings;
  const longest = Math.max(0, ...[...dropout, ...baseline].map((member) => member.epoch));
  return longest < Math.min(5, input.settings.epochs) || dropout.length === 0
    ? make(findings, 'tooEarly', [])
    : undefined;
}

/** Finite, and yet far above where it began: adaptive optimizers bound each step, so that a loss can stop at 10¹⁶. */
function unstable(findings: Findings): Verdict | undefined {
  const { dropout, baseline, chance, input } = findings;
  const blown = [...dropout, ...baseline].some((one) => one.train > BLOWN_UP * Math.max(chance, one.initial));
  if (!blown) return undefined;
  const value = roundTo1(Math.min(input.settings.learningRate / 10, 0.1));
  return make(findings, 'unstable', [{ kind: 'lowerLearningRate', value }]);
}

function underfitting(findings: Findings): Verdict | undefined {
  const { dropout, baseline, chance, input } = findings;
  if (mean(dropout, 'train') < UNDERFIT * chance) return undefined;
  const { ratio, learningRate, epochs } = input.settings;
  if (mean(dropout, 'recentGain') > 0.02) {
    const advice: Advice[] = [
      { kind: 'raiseLearningRate', value: roundTo1(learningRate * 3) },
      { kind: 'moreEpochs', value: epochs * 2 },
    ];
    return make(findings, 'tooSlow', advice);
  }
  const baselineLearns = baseline.length > 0 && mean(baseline, 'train') < UNDERFIT * chance;
  const advice: Advice[] = [];
  if (ratio > 0.2 && (baselineLearns || baseline.length === 0))
    advice.push({ kind: 'lowerRatio', value: lower(ratio) });
  if (!baselineLearns) advice.push({ kind: 'biggerNetwork' });
  return make(findings, 'underfitting', advice);
}

/** Dropout against its baseline. */
function compared(findings: Findings): Verdict | undefined {
  const { baseline, differences, logRatios, input } = findings;
  if (differences.length === 0) return undefined;
  const ratio = spreadOf(logRatios);
  const single =
    differences.length === 1
      ? [{ kind: 'moreSeeds' as const, value: Math.max(3, input.settings.seeds) }]
      : [];
  const worth = Math.abs(Math.expm1(ratio.mean)) > WORTH;
  if (!worth || !isDistinct(ratio)) {
    return overfits(findings, baseline)
      ? make(findings, 'noDifference', [...single, ...towardsMoreDropout(findings)])
      : make(findings, 'notNeeded', [...single, { kind: 'noDropout' }]);
  }
  if (ratio.mean < 0) return make(findings, 'dropoutHelps', single);
  const advice: Advice[] = overfits(findings, baseline)
    ? [{ kind: 'lowerRatio', value: lower(input.settings.ratio) }]
    : [{ kind: 'noDropout' }];
  return make(findings, 'dropoutHurts', [...single, ...advice]);
}

/** A run without a baseline. */
function alone(findings: Findings): Verdict | undefined {
  const { dropout, input } = findings;
  if (overfits(findings, dropout)) return make(findings, 'overfitting', towardsMoreDropout(findings));
  if (mean(dropout, 'recentGain') > 0.05)
    return make(findings, 'stillImproving', [{ kind: 'moreEpochs', value: input.settings.epochs * 2 }]);
  return undefined;
}

function overfits({ chance }: Findings, members: readonly MemberSummary[]): boolean {
  const gap = mean(members, 'test') - mean(members, 'train');
  const rising = mean(members, 'test') > RISE * mean(members, 'bestTest');
  return gap > GAP * chance || (rising && gap > (GAP / 2) * chance);
}

function towardsMoreDropout({ input }: Findings): Advice[] {
  const { ratio } = input.settings;
  return ratio < 0.5 ? [{ kind: 'raiseRatio', value: ratio < 0.2 ? 0.2 : 0.5 }] : [];
}

function make(
  findings: Findings,
  kind: VerdictKind,
  advice: readonly Advice[],
  at: Record<string, number> = {},
): Verdict {
  const { dropout, baseline, differences } = findings;
  const evidence: Record<string, Spread> = {};
  for (const [name, members] of [
    ['dropout', dropout],
    ['baseline', baseline],
  ] as const) {
    if (members.length === 0) continue;
    evidence[`${name}Test`] = spreadOf(members.map((member) => member.test));
    evidence[`${name}Train`] = spreadOf(members.map((member) => member.train));
  }
  if (differences.length > 0) evidence.difference = spreadOf(differences);
  return { kind, evidence, at: { ...epochs(findings), ...at }, advice };
}

/** Where the curve that dropout is held against has its lowest point, and whether it rises from there: of most seeds. */
function epochs({ dropout, baseline }: Findings): Record<string, number> {
  const members = baseline.length > 0 ? baseline : dropout;
  if (members.length === 0) return {};
  const bestEpoch = median(members.map((member) => member.bestEpoch));
  const rising = members.filter((one) => one.test > RISE * one.bestTest && one.bestEpoch < one.epoch);
  return { bestEpoch, ...(2 * rising.length > members.length && { risingSince: bestEpoch }) };
}

/** The middle value; of an even number the lower of the two in the middle. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1];
}

function mean(members: readonly MemberSummary[], key: 'test' | 'train' | 'bestTest' | 'recentGain'): number {
  return members.reduce((sum, member) => sum + member[key], 0) / members.length;
}

function lower(ratio: number): number {
  return ratio > 0.5 ? 0.5 : ratio > 0.2 ? 0.2 : Math.round(ratio * 50) / 100;
}

/** One significant digit: 0.0031 becomes 0.003. */
function roundTo1(value: number): number {
  return Number(value.toPrecision(1));
}
