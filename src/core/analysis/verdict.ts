import { comparison, type Findings, find, lowestEpochs, mean, overfits, type VerdictInput } from './findings';
import { type Spread, spreadOf } from './spread';

export type { VerdictMember } from './comparable';
export type { VerdictInput } from './findings';
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
  | 'nothingDropped'
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
  | 'dropHidden'
  | 'biggerNetwork';

/** What can be done next; `value` is what to set, in the units of the setting. */
export interface Advice {
  readonly kind: AdviceKind;
  readonly value?: number;
}

/** What the runs carry, with the numbers that it rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /**
   * `dropoutTest`, `dropoutTrain`, `baselineTest`, `baselineTrain`; `difference`: dropout − baseline test loss, by seed;
   * `lowestTest`: the lowest test loss of the curves that dropout is held against; `blownUp`: the losses that are far
   * above their start; `chance`: the loss of a guess.
   */
  readonly evidence: Readonly<Record<string, Spread>>;
  /**
   * `divergedAt` (a step), `risingSince` and `bestEpoch` (epochs); how many trainings diverged: `dropoutDiverged` of
   * `dropoutCount`, `baselineDiverged` of `baselineCount`.
   */
  readonly at: Readonly<Record<string, number>>;
  readonly advice: readonly Advice[];
  /** Some training has not come to its end: all this may change. */
  readonly open?: boolean;
  /** The curves that dropout is held against (its own, without a baseline) have a wide gap. */
  readonly overfits?: boolean;
}

/** A training loss above this share of chance has learned too little. */
const UNDERFIT = 0.6;
/** A test loss above this share of chance is hardly better than a guess, however bad the baseline's is. */
const GUESS = 0.9;
/**
 * A loss this many times what guessing gives, or what it was at the start, has blown up: memorising raises a test loss
 * too, but not by so much.
 */
const BLOWN_UP = { train: 5, test: 100 };
/** Losses that fell by more than these shares over the last fifth of the run go on falling. */
const FALLING = { slow: 0.02, steady: 0.05 };
/** More seeds than this are not advised. */
const MANY_SEEDS = 10;

/** Says what the runs show, and no more: a comparison needs a spread over seeds that carries it. */
export function judge(input: VerdictInput): Verdict {
  const findings = find(input);
  const rules = [diverged, tooEarly, unstable, unfinished, nothingDropped, underfitting, compared, alone];
  for (const rule of rules) {
    const verdict = rule(findings);
    if (verdict) return verdict;
  }
  return make(findings, 'fine', []);
}

function diverged(findings: Findings): Verdict | undefined {
  const { members, settings } = findings.input;
  const steps = members.flatMap(({ ending }) => (ending?.kind === 'diverged' ? [ending.step] : []));
  if (steps.length === 0) return undefined;
  const at: Record<string, number> = { divergedAt: Math.min(...steps) };
  for (const variant of ['dropout', 'baseline'] as const) {
    const all = members.filter((member) => member.variant === variant);
    at[`${variant}Count`] = all.length;
    at[`${variant}Diverged`] = all.filter(({ ending }) => ending?.kind === 'diverged').length;
  }
  return make(findings, 'diverged', [lowerRate(settings.learningRate, 0.3)], { at });
}

/** A tenth, but no more than what any optimizer may stand: far beyond that a tenth would be as bad. */
function lowerRate(learningRate: number, most: number): Advice {
  return { kind: 'lowerLearningRate', value: roundTo1(Math.min(learningRate / 10, most)) };
}

function tooEarly(findings: Findings): Verdict | undefined {
  const { dropout, input } = findings;
  return longest(findings) < Math.min(5, input.settings.epochs) || dropout.length === 0
    ? make(findings, 'tooEarly', [])
    : undefined;
}

/** Of a training that goes on, the first tenth tells nothing: dropout starts more slowly. */
function unfinished(findings: Findings): Verdict | undefined {
  return findings.open && longest(findings) < findings.input.settings.epochs / 10
    ? make(findings, 'tooEarly', [])
    : undefined;
}

function longest({ dropout, baseline }: Findings): number {
  return Math.max(0, ...[...dropout, ...baseline].map((member) => member.epoch));
}

/** Finite, and yet far above where it began: adaptive optimizers bound each step, so that a loss can stop at 10¹⁶. */
function unstable(findings: Findings): Verdict | undefined {
  const { dropout, baseline, chance, input } = findings;
  const blown = [...dropout, ...baseline].filter(({ train, test, initial }) => {
    const start = Math.max(chance, initial);
    return train > BLOWN_UP.train * start || test > BLOWN_UP.test * start;
  });
  if (blown.length === 0) return undefined;
  const blownUp = spreadOf(blown.map(({ train, test }) => Math.max(train, test)));
  const advice = lowerRate(input.settings.learningRate, 0.1);
  return make(findings, 'unstable', [advice], { evidence: { blownUp } });
}

/** There is no dropout to be judged: what is left to say is about the network alone. */
function nothingDropped(findings: Findings): Verdict | undefined {
  const { identical, dropout, input } = findings;
  if (!identical) return undefined;
  if (input.settings.ratio > 0) return make(findings, 'nothingDropped', [{ kind: 'dropHidden' }]);
  return make(findings, 'nothingDropped', overfits(findings, dropout) ? towardsMoreDropout(findings) : []);
}

function underfitting(findings: Findings): Verdict | undefined {
  const { dropout, baseline, chance, input } = findings;
  if (mean(dropout, 'train') < UNDERFIT * chance || helpsAnyway(findings)) return undefined;
  const { ratio, learningRate, epochs } = input.settings;
  const baselineLearns = baseline.length > 0 && mean(baseline, 'train') < UNDERFIT * chance;
  const falling = mean(dropout, 'trainGain') > FALLING.slow;
  const longer: Advice[] = falling ? [{ kind: 'moreEpochs', value: epochs * 2 }] : [];
  if (falling && !baselineLearns) {
    const faster: Advice = { kind: 'raiseLearningRate', value: roundTo1(learningRate * 3) };
    return make(findings, 'tooSlow', [faster, ...longer]);
  }
  const advice = [...longer];
  if (baselineLearns || (baseline.length === 0 && ratio > 0.2))
    advice.unshift({ kind: 'lowerRatio', value: lower(ratio) });
  if (!baselineLearns) advice.push({ kind: 'biggerNetwork' });
  return make(findings, 'underfitting', advice);
}

/** On noisy labels a high training loss is right: what counts is the test loss. */
function helpsAnyway(findings: Findings): boolean {
  const { differences, dropout, chance } = findings;
  return differences.length > 0 && mean(dropout, 'test') < GUESS * chance && comparison(findings) === 'lower';
}

/** Dropout against its baseline. */
function compared(findings: Findings): Verdict | undefined {
  const { baseline, dropout, differences, input } = findings;
  if (differences.length === 0) return undefined;
  const result = comparison(findings);
  const seeds = moreSeeds(differences.length, input.settings.seeds, result === 'unknown');
  if (result === 'lower') return make(findings, 'dropoutHelps', seeds);
  const falling = mean(dropout, 'testGain') > FALLING.steady;
  const epochs: Advice[] = falling ? [{ kind: 'moreEpochs', value: input.settings.epochs * 2 }] : [];
  const wide = overfits(findings, baseline);
  if (result === 'higher') {
    const less: Advice = wide
      ? { kind: 'lowerRatio', value: lower(input.settings.ratio) }
      : { kind: 'noDropout' };
    return make(findings, 'dropoutHurts', [...seeds, ...epochs, less]);
  }
  return wide || result === 'unknown'
    ? make(findings, 'noDifference', [...seeds, ...epochs, ...(wide ? towardsMoreDropout(findings) : [])])
    : make(findings, 'notNeeded', [...seeds, { kind: 'noDropout' }]);
}

/** One pair always asks for more; several where they show neither a difference nor that there is none. */
function moreSeeds(pairs: number, seeds: number, unknown: boolean): Advice[] {
  if (pairs === 1) return [{ kind: 'moreSeeds', value: Math.max(3, seeds) }];
  const value = Math.min(MANY_SEEDS, 2 * pairs);
  return unknown && value > seeds ? [{ kind: 'moreSeeds', value }] : [];
}

/** A run without a baseline. */
function alone(findings: Findings): Verdict | undefined {
  const { dropout, input } = findings;
  if (overfits(findings, dropout)) return make(findings, 'overfitting', towardsMoreDropout(findings));
  if (mean(dropout, 'testGain') > FALLING.steady)
    return make(findings, 'stillImproving', [{ kind: 'moreEpochs', value: input.settings.epochs * 2 }]);
  return undefined;
}

function towardsMoreDropout({ input }: Findings): Advice[] {
  const { ratio } = input.settings;
  return ratio < 0.5 ? [{ kind: 'raiseRatio', value: ratio < 0.2 ? 0.2 : 0.5 }] : [];
}

function make(
  findings: Findings,
  kind: VerdictKind,
  advice: readonly Advice[],
  more: { readonly at?: Record<string, number>; readonly evidence?: Record<string, Spread> } = {},
): Verdict {
  const { dropout, baseline, differences, chance, open } = findings;
  const evidence: Record<string, Spread> = { chance: spreadOf([chance]) };
  for (const [name, members] of [
    ['dropout', dropout],
    ['baseline', baseline],
  ] as const) {
    if (members.length === 0) continue;
    evidence[`${name}Test`] = spreadOf(members.map((member) => member.test));
    evidence[`${name}Train`] = spreadOf(members.map((member) => member.train));
  }
  if (differences.length > 0) evidence.difference = spreadOf(differences);
  const against = baseline.length > 0 ? baseline : dropout;
  if (against.length > 0) evidence.lowestTest = spreadOf(against.map(({ bestTest }) => bestTest));
  return {
    kind,
    evidence: { ...evidence, ...more.evidence },
    at: { ...lowestEpochs(against), ...more.at },
    advice,
    ...(open && { open }),
    ...(against.length > 0 && overfits(findings, against) && { overfits: true }),
  };
}

function lower(ratio: number): number {
  return ratio > 0.5 ? 0.5 : ratio > 0.2 ? 0.2 : Math.round(ratio * 50) / 100;
}

/** One significant digit: 0.0031 becomes 0.003. */
function roundTo1(value: number): number {
  return Number(value.toPrecision(1));
}
