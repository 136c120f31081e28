import { isLeak, isSevere } from '../cautions';
import type { Task } from '../dataset';
import {
  type Advice,
  adviceFor,
  isFarBelowUsual,
  lowerRate,
  lowerRatio,
  moreEpochs,
  moreSeeds,
  raiseRate,
  raiseRatio,
} from './advice';
import type { Comparison, Outcome } from './compare-pairs';
import { sharesTestRows } from './data-facts';
import {
  type Findings,
  find,
  guessShare,
  hasSevere,
  lowestEpochs,
  mean,
  meanOf,
  overfits,
  stillFalls,
  type VerdictInput,
} from './findings';
import { type Remark, remarksOf } from './remarks';
import { type Spread, spreadOf } from './spread';
import type { VerdictKind } from './verdict-kind';

export type { Advice, AdviceKind } from './advice';
export type { VerdictMember } from './comparable';
export type { Comparison } from './compare-pairs';
export type { RowFacts } from './data-facts';
export type { VerdictInput } from './findings';
export type { Remark } from './remarks';
export type { Spread } from './spread';
export type { VerdictKind } from './verdict-kind';

/** What the runs carry, with the numbers that it rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /**
   * At the end: `dropoutTest`, `dropoutTrain`, `baselineTest`, `baselineTrain`, and their scores `dropoutScore`,
   * `baselineScore`. At the best epoch: `dropoutBest`, `baselineBest`, `dropoutBestScore`, `baselineBestScore` (test
   * loss and score). `difference`: dropout − baseline test loss, by seed, at the moment that is compared; `lowestTest`:
   * the test loss at the best epoch of the curves that dropout is held against; `blownUp`: the losses that are far above
   * their start; `chance`, `testChance`: the loss of a guess, on the training and the test set.
   */
  readonly evidence: Readonly<Record<string, Spread>>;
  /**
   * `testRows`: where they are too few; `divergedAt` (a step), `risingSince` and `bestEpoch` (epochs); how many trainings
   * diverged: `dropoutDiverged` of `dropoutCount`, `baselineDiverged` of `baselineCount`.
   */
  readonly at: Readonly<Record<string, number>>;
  readonly advice: readonly Advice[];
  /** Dropout against the baseline; `primary` is the moment that the verdict is about. Runs of older versions have none. */
  readonly comparison?: {
    readonly primary: 'last' | 'best';
    readonly last: Comparison;
    readonly best: Comparison;
  };
  /** What has to be known beside it. */
  readonly remarks?: readonly Remark[];
  /** Runs of older versions do not say it. */
  readonly task?: Task;
  /** At which settings it was found. */
  readonly setting?: { readonly learningRate: number; readonly optimizer?: string };
  /** Trainings ended with the weights of their best epoch: the end is that epoch. */
  readonly restored?: boolean;
  /** Some training has not come to its end: all this may change. */
  readonly open?: boolean;
  /** The curves that dropout is held against (its own, without a baseline) have a wide gap. */
  readonly overfits?: boolean;
}

/** A training loss above this share of chance has learned little. */
const UNDERFIT = 0.6;
/** Above this share hardly anything. */
const HARDLY_LEARNED = 0.85;
/** A test loss above this share of what guessing costs is no better than a guess. */
const GUESS = 0.97;
/**
 * A loss this many times what guessing gives, or what it was at the start, has blown up: memorising raises a test loss
 * too, but not by so much.
 */
const BLOWN_UP = { train: 5, test: 100 };
/** A training loss that fell by more than this share over the last fifth of the run goes on falling. */
const FALLING = 0.02;
/** A training loss that falls at the end at least half as steeply as on average has hardly begun to settle. */
const STEEP = 0.5;
/** Fewer test rows than these, all seeds together, carry no claim. */
const FEWEST_ROWS = 30;

/** Says what the runs show, and no more: a comparison needs a spread over seeds that carries it. */
export function judge(input: VerdictInput): Verdict {
  const findings = find(input);
  const rules = [
    diverged,
    tooEarly,
    unstable,
    unfinished,
    leaked,
    unlikeTraining,
    nothingDropped,
    tooSlow,
    tooFewTestRows,
    nothingLearned,
    underfitting,
    compared,
    alone,
  ];
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
  return make(findings, 'diverged', [lowerRate(settings, 0.3)], { at });
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
  return Math.max(0, ...[...dropout, ...baseline].map(({ reached }) => reached));
}

/** Finite, and yet far above where it began: adaptive optimizers bound each step, so that a loss can stop at 10¹⁶. */
function unstable(findings: Findings): Verdict | undefined {
  const { dropout, baseline, chance, input } = findings;
  // Test rows far from what trained have any loss, and the training is not to blame.
  const unlike = hasSevere(findings);
  const blown = [...dropout, ...baseline].filter(({ last, initial, guess }) => {
    const start = Math.max(chance, initial.train);
    const testStart = Math.max(start, guess, initial.test || 0);
    return last.train > BLOWN_UP.train * start || (!unlike && last.test > BLOWN_UP.test * testStart);
  });
  if (blown.length === 0) return undefined;
  const blownUp = spreadOf(blown.map(({ last }) => Math.max(last.train, last.test)));
  return make(findings, 'unstable', [lowerRate(input.settings, 0.1)], { evidence: { blownUp } });
}

/** Remembering is rewarded: what dropout costs here says nothing about new rows. */
function leaked(findings: Findings): Verdict | undefined {
  return findings.cautions.some(({ caution }) => isSevere(caution) && isLeak(caution))
    ? make(findings, 'leaked', [])
    : undefined;
}

/** What the data itself forbids to be concluded. */
function unlikeTraining(findings: Findings): Verdict | undefined {
  const { data } = findings.input;
  if (!hasSevere(findings)) return undefined;
  const ordered = data?.split?.order === 'fileOrder' && !data.split.testFile;
  return make(findings, 'unlikeTraining', ordered ? [{ kind: 'shuffleRows' }] : []);
}

/** There is no dropout to be judged: what is left to say is about the network alone. */
function nothingDropped(findings: Findings): Verdict | undefined {
  const { identical, dropout, input } = findings;
  if (!identical) return undefined;
  if (input.settings.ratio === 0)
    return make(findings, 'nothingDropped', overfits(findings, dropout) ? raiseRatio(findings) : []);
  // A schedule may begin late.
  if (findings.open && longest(findings) < input.settings.epochs) return make(findings, 'tooEarly', []);
  return make(findings, 'nothingDropped', input.settings.hiddenLayers === 0 ? [] : [{ kind: 'dropHidden' }]);
}

/**
 * Every curve still falls nearly as steeply as on average, or at all with a learning rate far below what is usual: the
 * updates are small, or there are too few of them.
 */
function tooSlow(findings: Findings): Verdict | undefined {
  const { sides, chance, input } = findings;
  // What has passed its lowest test loss is not held up by small updates.
  if (findings.turned) return undefined;
  const falls = (side: Side) => meanOf(side, 'trainGain') > FALLING;
  const steep = (side: Side) =>
    mean(side, 'last', 'train') > UNDERFIT * chance &&
    meanOf(side, 'steepness') > STEEP &&
    (falls(side) || barelyMoved(side));
  const isSlow = isFarBelowUsual(input.settings) ? (side: Side) => falls(side) || barelyMoved(side) : steep;
  return sides.every((side) => isSlow(findings[side]))
    ? make(findings, 'tooSlow', [...raiseRate(input.settings), ...moreEpochs(findings)])
    : undefined;
}

type Side = Findings['dropout'];

/** The whole training took off less than a tenth of the loss that it began with. */
function barelyMoved(side: Side): boolean {
  const start = mean(side, 'initial', 'train');
  const end = mean(side, 'last', 'train');
  return end < start && end > 0.9 * start;
}

function tooFewTestRows(findings: Findings): Verdict | undefined {
  const { data } = findings.input;
  const seeds = findings.last?.difference.count ?? 0;
  if (!data || seeds === 0) return undefined;
  const rows = sharesTestRows(data) ? data.testCount : data.testCount * seeds;
  return rows < FEWEST_ROWS
    ? make(findings, 'tooFewTestRows', [], { at: { testRows: data.testCount } })
    : undefined;
}

/** Neither at the end nor at its best epoch is any side better than a guess on the test rows. */
function nothingLearned(findings: Findings): Verdict | undefined {
  const { sides, dropout, baseline, chance, turned } = findings;
  const guesses = sides.every((side) =>
    (['best', 'last'] as const).every((moment) => guessShare(findings[side], moment) >= GUESS),
  );
  if (!guesses) return undefined;
  // One side alone whose training loss is that of a guess too may just not have learned yet.
  const high = mean(dropout, 'last', 'train') > UNDERFIT * chance;
  if (baseline.length === 0 && high && !turned) return undefined;
  return make(findings, 'nothingLearned', []);
}

/** The training loss stays high, and the test loss does not speak for it: on noisy labels a high training loss is right. */
function underfitting(findings: Findings): Verdict | undefined {
  const { dropout, baseline, chance, input, last } = findings;
  if (mean(dropout, 'last', 'train') < UNDERFIT * chance) return undefined;
  const improves = meanOf(dropout, 'trainGain') > FALLING && meanOf(dropout, 'testGain') > 0;
  const longer = improves ? moreEpochs(findings) : [];
  if (!last) return make(findings, 'underfitting', [...longer, { kind: 'addBaseline' }]);
  const outcome = primary(findings).outcome;
  const learns = mean(baseline, 'last', 'train') < UNDERFIT * chance;
  if (learns) {
    const less = lowerRatio(input.settings);
    return outcome === 'higher' && less.length > 0
      ? make(findings, 'underfitting', [...less, ...longer])
      : undefined;
  }
  // A network that is better than a guess may have learned all that noisy data has to tell.
  const nothing = [dropout, baseline].every((side) => mean(side, 'last', 'train') > HARDLY_LEARNED * chance);
  if (outcome === 'lower' || outcome === 'higher' || !nothing) return undefined;
  return make(findings, 'underfitting', [...longer, ...(canMemorize(findings) ? [] : [BIGGER])]);
}

const BIGGER: Advice = { kind: 'biggerNetwork' };

/** More weights than training samples: what is not learned is not for want of neurons. */
function canMemorize({ input: { data, outputs } }: Findings): boolean {
  return data !== undefined && data.parameterCount > data.trainCount * Math.max(1, outputs);
}

/** The comparison that the verdict is about: where a curve has turned, each side at its best epoch. */
function primary({ turned, last, best }: Findings): Comparison {
  return (turned ? best : last)!;
}

/** Dropout against its baseline. */
function compared(findings: Findings): Verdict | undefined {
  const { last, input, turned } = findings;
  if (!last) return undefined;
  const now = primary(findings);
  const seeds = moreSeeds(last.difference.count, input.settings.seeds, now.outcome === 'unknown');
  if (now.disagrees) return make(findings, 'mixed', seeds);
  if (turned && last.outcome === 'lower' && now.outcome !== 'lower')
    return make(findings, now.outcome === 'higher' ? 'stopEarly' : 'heldOff', [
      ...seeds,
      ...adviceFor.stopping(findings),
    ]);
  return verdictOf[now.outcome](findings, seeds);
}

const verdictOf: Record<Outcome, (findings: Findings, seeds: readonly Advice[]) => Verdict> = {
  lower: (findings, seeds) => make(findings, 'dropoutHelps', [...seeds, ...adviceFor.falling(findings)]),
  higher: (findings, seeds) =>
    make(findings, 'dropoutHurts', [
      ...seeds,
      ...adviceFor.falling(findings),
      ...adviceFor.lessDropout(findings),
    ]),
  tooSmall: (findings, seeds) => make(findings, 'tooSmall', [...seeds, ...adviceFor.stopping(findings)]),
  alike: (findings, seeds) =>
    [findings.dropout, findings.baseline].some((side) => stillFalls(findings, side)) ||
    overfits(findings, findings.baseline)
      ? undecided(findings, seeds)
      : make(findings, 'notNeeded', [...seeds, ...adviceFor.noDropout(findings)]),
  unknown: undecided,
};

function undecided(findings: Findings, seeds: readonly Advice[]): Verdict {
  return make(findings, 'noDifference', [
    ...seeds,
    ...adviceFor.falling(findings),
    ...adviceFor.stopping(findings),
  ]);
}

/** A run without a baseline. */
function alone(findings: Findings): Verdict | undefined {
  const { dropout } = findings;
  if (overfits(findings, dropout))
    return make(findings, 'overfitting', [...adviceFor.stopping(findings), ...raiseRatio(findings)]);
  return stillFalls(findings, dropout) ? make(findings, 'stillImproving', moreEpochs(findings)) : undefined;
}

function make(
  findings: Findings,
  kind: VerdictKind,
  advice: readonly Advice[],
  more: { readonly at?: Record<string, number>; readonly evidence?: Record<string, Spread> } = {},
): Verdict {
  const { sides, against, chance, testChance, open, last, best, turned, input } = findings;
  const guesses = against.map(({ guess }) => guess);
  const evidence: Record<string, Spread> = {
    chance: spreadOf([chance]),
    testChance: guesses.every((guess) => guess === testChance) ? spreadOf([testChance]) : spreadOf(guesses),
  };
  for (const name of sides) {
    const members = findings[name];
    evidence[`${name}Test`] = spreadOf(members.map((member) => member.last.test));
    evidence[`${name}Train`] = spreadOf(members.map((member) => member.last.train));
    evidence[`${name}Score`] = spreadOf(members.map((member) => member.last.score));
    evidence[`${name}Best`] = spreadOf(members.map((member) => member.best.test));
    evidence[`${name}BestScore`] = spreadOf(members.map((member) => member.best.score));
  }
  if (last && best) evidence.difference = (turned ? best : last).difference;
  if (against.length > 0) evidence.lowestTest = spreadOf(against.map((member) => member.best.test));
  const { learningRate, optimizer } = input.settings;
  return {
    kind,
    evidence: { ...evidence, ...more.evidence },
    at: { ...lowestEpochs(against), ...more.at },
    advice,
    task: input.task,
    remarks: remarksOf(findings, kind),
    setting: { learningRate, ...(optimizer !== undefined && { optimizer }) },
    ...(last &&
      best && { comparison: { primary: turned ? ('best' as const) : ('last' as const), last, best } }),
    ...(input.settings.restoreBest && { restored: true }),
    ...(open && { open }),
    ...(against.length > 0 && overfits(findings, against) && { overfits: true }),
  };
}
