import { isLeak, isSevere } from '../cautions';
import type { Task } from '../dataset';
import {
  type Advice,
  type AdviceKind,
  adviceFor,
  dropHidden,
  lowerRate,
  lowerRatio,
  moreEpochs,
  moreSeeds,
  raiseRate,
  raiseRatio,
  settled,
} from './advice';
import {
  adviceOn,
  type Cause,
  causesOf,
  isHardlyBegun,
  isOffCourse,
  isTooLittle,
  isTooSlow,
  meanRate,
  UNDERFIT,
} from './causes';
import { type Comparison, excludesNone, type Outcome } from './compare-pairs';
import { sharesTestRows } from './data-facts';
import {
  type Findings,
  find,
  guessShare,
  hasSevere,
  hasTurned,
  lowestEpochs,
  mean,
  meanOf,
  overfits,
  stillFalls,
  type VerdictInput,
} from './findings';
import { answersBetter } from './guess';
import { type Remark, remarksOf } from './remarks';
import { type Spread, spreadOf } from './spread';
import type { VerdictKind } from './verdict-kind';

export type { Advice, AdviceKind } from './advice';
export type { Cause } from './causes';
export type { VerdictMember } from './comparable';
export type { Comparison } from './compare-pairs';
export type { RowFacts } from './data-facts';
export type { VerdictInput } from './findings';
export type { Remark } from './remarks';
export type { Spread } from './spread';
export type { VerdictKind } from './verdict-kind';

/** Why nothing was dropped: no site has dropout, all ratios are 0, the schedule keeps them at 0, or they are that low. */
export type NoDropCause = 'placement' | 'ratio' | 'schedule' | 'chance';

/** What the runs carry, with the numbers that it rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /**
   * At the end: `dropoutTest`, `dropoutTrain`, `baselineTest`, `baselineTrain`, and their scores `dropoutScore`,
   * `baselineScore`. At the best epoch: `dropoutBest`, `baselineBest`, `dropoutBestScore`, `baselineBestScore` (test
   * loss and score). `difference`: dropout − baseline test loss, by seed, at the moment that is compared; `lowestTest`:
   * the test loss at the best epoch of the curves that dropout is held against; `dropoutBestEpoch`, `baselineBestEpoch`:
   * these epochs; `blownUp`: the losses that are far above their start; `chance`, `testChance`: the loss of a guess, on the
   * training and the test set.
   */
  readonly evidence: Readonly<Record<string, Spread>>;
  /**
   * `missed`: 1 where some epoch was clearly better than a guess, but not the one that was chosen; `began`: the epoch in
   * which dropout first acted;
   * `testRows`: where they are too few; `divergedAt` (a step), `risingSince` and `bestEpoch` (epochs) of the curves that
   * dropout is held against, `dropoutRisingSince` of dropout's own; how many trainings diverged: `dropoutDiverged` of
   * `dropoutCount`, `baselineDiverged` of `baselineCount`.
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
  readonly setting?: {
    readonly learningRate: number;
    readonly optimizer?: string;
    /** Its mean over the steps, where it was not the same at all of them. */
    readonly meanRate?: number;
  };
  /** Why a comparison is no more than what these trainings came to; of other kinds, that more training may tell. */
  readonly doubt?: 'rateTooHigh' | 'littleLearned' | 'worseThanGuess' | 'soFar';
  /** Trainings ended with the weights of their best epoch: the end is that epoch. */
  readonly restored?: boolean;
  /** `nothingDropped`: why; runs of older versions do not say it. */
  readonly cause?: NoDropCause;
  /** There is no dropout in this run, which has no baseline either. */
  readonly without?: boolean;
  /** Some training has not come to its end: all this may change. */
  readonly open?: boolean;
  /** The curves that dropout is held against (its own, without a baseline) have a wide gap. */
  readonly overfits?: boolean;
}

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
  const { dropout, open, input } = findings;
  const begins = open && longest(findings) < Math.min(5, input.settings.epochs);
  return begins || dropout.length === 0 || isHardlyBegun(findings)
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
  const blown = [...dropout, ...baseline].filter(({ course: { calm }, initial, guess }) => {
    const start = Math.max(chance, initial.train);
    const testStart = Math.max(start, guess, initial.test || 0);
    // Not the mean: one epoch that jumps has not blown up a training that is back where it was.
    return calm.train > BLOWN_UP.train * start || (!unlike && calm.test > BLOWN_UP.test * testStart);
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
  const { order, testFile, inTime } = data?.split ?? {};
  // Rows in time are to be told from those before: shuffling would only hide that they differ.
  const shuffles = order === 'fileOrder' && !testFile && inTime === undefined;
  return make(findings, 'unlikeTraining', shuffles ? [{ kind: 'shuffleRows' }] : []);
}

/** There is no dropout to be judged: what is left to say is about the network alone. */
function nothingDropped(findings: Findings): Verdict | undefined {
  const { identical, dropout, input, began } = findings;
  if (began !== undefined && !findings.open && dropout.every(({ last }) => last.epoch < began))
    return make(findings, 'nothingDropped', [{ kind: 'constantRatio' }], {
      cause: 'schedule',
      at: { began },
    });
  if (!identical) return undefined;
  const cause = whyNone(findings);
  // A schedule may begin late.
  const isSet = input.settings.nothingDrops !== undefined || cause === 'ratio';
  if (!isSet && findings.open && longest(findings) < input.settings.epochs)
    return make(findings, 'tooEarly', []);
  const advice: Record<NoDropCause, () => Advice[]> = {
    placement: () => dropHidden(input.settings),
    ratio: () => (overfits(findings, dropout) ? raiseRatio(findings) : []),
    schedule: () => [{ kind: 'constantRatio' }],
    chance: () => raiseRatio(findings),
  };
  return make(findings, 'nothingDropped', advice[cause](), { cause });
}

/** A ratio below this may drop nobody in a whole training. */
const LOWEST_RATIO = 0.001;

function whyNone({ input: { members, settings } }: Findings): NoDropCause {
  const { nothingDrops, ratio } = settings;
  if (nothingDrops) return nothingDrops;
  if (ratio === 0) return 'ratio';
  const records = members.flatMap(({ variant, records: all }) => (variant === 'dropout' ? all : []));
  if (records.every(({ dropRatio }) => dropRatio === 0)) return 'schedule';
  return ratio !== undefined && ratio >= LOWEST_RATIO ? 'placement' : 'chance';
}

/**
 * The learning rate was so low that the steps add up to little, or every curve still falls nearly as steeply as on
 * average.
 */
function tooSlow(findings: Findings): Verdict | undefined {
  const { sides, chance, input } = findings;
  // What has passed its lowest test loss is not held up by small updates.
  if (findings.turned) return undefined;
  const causes = causesOf(findings);
  const steep = (side: Side) =>
    mean(side, 'last', 'train') > UNDERFIT * chance &&
    meanOf(side, 'steepness') > STEEP &&
    (meanOf(side, 'trainGain') > FALLING || barelyMoved(side));
  if (!isTooSlow(findings, causes) && !sides.every((side) => steep(findings[side]))) return undefined;
  return make(
    findings,
    'tooSlow',
    causes.some((cause) => isTooLittle(cause) && cause.kind !== 'fewSteps')
      ? []
      : [...raiseRate(input.settings), ...moreEpochs(findings)],
  );
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

/** Neither at the end nor at its best epoch is any side better than a guess on the test rows, by loss or by its answers. */
function nothingLearned(findings: Findings): Verdict | undefined {
  const { sides, dropout, baseline, testChance, chance, turned } = findings;
  if (!isGuess(findings) || sides.some((side) => answersBetter(findings, side))) return undefined;
  // One side alone whose training loss is that of a guess too may just not have learned yet.
  const high = mean(dropout, 'last', 'train') > UNDERFIT * chance;
  if (baseline.length === 0 && high && !turned) return undefined;
  const lowest = sides.map(
    (side) => findings[side].reduce((sum, { course }) => sum + course.lowestTest, 0) / findings[side].length,
  );
  const missed = Math.min(...lowest) < GUESS * testChance;
  return make(findings, 'nothingLearned', [], missed ? { at: { missed: 1 } } : {});
}

/** Whether no side's test loss is better than what a guess costs. */
function isGuess({ sides, ...of }: Findings): boolean {
  return sides.every((side) =>
    (['best', 'last'] as const).every((moment) => guessShare(of[side], moment) >= GUESS),
  );
}

/** The training loss stays high, and the test loss does not speak for it: on noisy labels a high training loss is right. */
function underfitting(findings: Findings): Verdict | undefined {
  const { dropout, baseline, chance, input, last } = findings;
  if (mean(dropout, 'last', 'train') < UNDERFIT * chance) return undefined;
  const improves = meanOf(dropout, 'trainGain') > FALLING && meanOf(dropout, 'testGain') > 0;
  const longer = improves ? moreEpochs(findings) : [];
  if (!last)
    return make(
      findings,
      'underfitting',
      input.settings.nothingDrops ? longer : [...longer, { kind: 'addBaseline' }],
    );
  const outcome = primary(findings).outcome;
  const learns = mean(baseline, 'last', 'train') < UNDERFIT * chance;
  if (learns) {
    // The ratio is not to blame where something else is.
    const less = causesOf(findings).length > 0 ? [] : lowerRatio(input.settings);
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

const OPEN: ReadonlySet<Outcome> = new Set(['unknown', 'small']);

/** Dropout against its baseline. */
function compared(findings: Findings): Verdict | undefined {
  const { last, input, turned } = findings;
  if (!last) return undefined;
  const now = primary(findings);
  const seeds = moreSeeds(last.difference.count, input.settings.seeds, OPEN.has(now.outcome));
  if (now.disagrees) return make(findings, 'mixed', seeds);
  if (turned && last.outcome === 'lower' && now.outcome !== 'lower')
    return make(findings, now.outcome === 'higher' ? 'stopEarly' : 'heldOff', [
      ...seeds,
      ...adviceFor.stopping(findings),
    ]);
  if (turned && last.outcome === 'higher' && now.outcome !== 'higher')
    return make(findings, 'endsWorse', withEpochs(findings, seeds));
  return verdictOf[now.outcome](findings, seeds);
}

/** Further advice about the epochs: where a curve goes on falling, more of them. */
function withEpochs(findings: Findings, advice: readonly Advice[]): Advice[] {
  return [...advice, ...adviceFor.falling(findings), ...adviceFor.stopping(findings)];
}

const verdictOf: Record<Outcome, (findings: Findings, seeds: readonly Advice[]) => Verdict> = {
  lower: (findings, seeds) => make(findings, 'dropoutHelps', [...seeds, ...adviceFor.falling(findings)]),
  higher: (findings, seeds) =>
    make(findings, 'dropoutHurts', [
      ...seeds,
      ...adviceFor.falling(findings),
      ...adviceFor.lessDropout(findings),
    ]),
  small: (findings, seeds) => make(findings, 'small', withEpochs(findings, seeds)),
  tooSmall: (findings, seeds) => make(findings, 'tooSmall', withEpochs(findings, seeds)),
  alike: (findings, seeds) =>
    causesOf(findings).length > 0 ||
    [findings.dropout, findings.baseline].some((side) => stillFalls(findings, side)) ||
    overfits(findings, findings.baseline)
      ? make(
          findings,
          excludesNone(primary(findings)) ? 'tooSmall' : 'noDifference',
          withEpochs(findings, seeds),
        )
      : make(findings, 'notNeeded', [...seeds, ...adviceFor.noDropout(findings)]),
  unknown: (findings, seeds) => make(findings, 'noDifference', withEpochs(findings, seeds)),
};

/** A run without a baseline. */
function alone(findings: Findings): Verdict | undefined {
  const { dropout } = findings;
  if (overfits(findings, dropout))
    return make(findings, 'overfitting', [...adviceFor.stopping(findings), ...raiseRatio(findings)]);
  if (hasTurned(findings, dropout)) return make(findings, 'pastBest', adviceFor.stopping(findings));
  return stillFalls(findings, dropout) ? make(findings, 'stillImproving', moreEpochs(findings)) : undefined;
}

/** What is wrong with the training goes before what can be done about dropout. */
const ABOUT_DROPOUT: ReadonlySet<AdviceKind> = new Set([
  'noDropout',
  'lowerRatio',
  'raiseRatio',
  'biggerNetwork',
]);

function withCauses(
  findings: Findings,
  causes: readonly Cause[],
  doubt: Verdict['doubt'],
  advice: readonly Advice[],
): Advice[] {
  if (causes.length === 0 && doubt !== 'worseThanGuess') return [...advice];
  const first = adviceOn(findings, causes);
  // Trainings that took a wrong course should not go on, nor stop elsewhere on it.
  const onCourse = !causes.some(isOffCourse);
  const others = advice.filter(
    ({ kind }) =>
      !ABOUT_DROPOUT.has(kind) &&
      !first.some((one) => one.kind === kind) &&
      (onCourse || (kind !== 'moreEpochs' && kind !== 'stopAt')),
  );
  return [...first, ...others];
}

/** What speaks against a claim: the trainings, or that a side goes on falling which could change it. */
function doubtOf(findings: Findings, kind: VerdictKind, causes: readonly Cause[]): Verdict['doubt'] {
  if (kind === 'nothingLearned' || kind === 'fine') return causes.some(isTooLittle) ? 'soFar' : undefined;
  if (kind !== 'dropoutHelps' && kind !== 'dropoutHurts') return undefined;
  if (causes.some((cause) => cause.kind === 'rateTooHigh')) return 'rateTooHigh';
  if (causes.some((cause) => !isTooLittle(cause))) return 'littleLearned';
  if (isGuess(findings)) return 'worseThanGuess';
  const { dropout, baseline } = findings;
  const falling = (kind === 'dropoutHelps' ? [baseline] : [dropout, baseline]).some((side) =>
    stillFalls(findings, side),
  );
  return falling || causes.length > 0 ? 'soFar' : undefined;
}

/** Verdicts on trainings that say themselves what went wrong, or on test rows, whatever trained. */
const WITHOUT_CAUSES: ReadonlySet<VerdictKind> = new Set([
  'diverged',
  'unstable',
  'unlikeTraining',
  'leaked',
  'nothingDropped',
]);

/** Where the curves have their lowest points and rise from there. */
function risings(findings: Findings): Record<string, number> {
  const { against, dropout } = findings;
  const { risingSince } = lowestEpochs(findings, dropout);
  const own = dropout !== against && risingSince !== undefined ? { dropoutRisingSince: risingSince } : {};
  return { ...lowestEpochs(findings, against), ...own };
}

function settingOf(findings: Findings): NonNullable<Verdict['setting']> {
  const { learningRate, optimizer } = findings.input.settings;
  const rate = meanRate(findings);
  return {
    learningRate,
    ...(optimizer !== undefined && { optimizer }),
    ...(rate !== learningRate && { meanRate: rate }),
  };
}

/** What a guess costs on the test rows: one number where all seeds have the same. */
function guessSpread(members: Side, testChance: number): Spread {
  const guesses = members.map(({ guess }) => guess);
  return spreadOf(guesses.every((guess) => guess === testChance) ? [testChance] : guesses);
}

function make(
  findings: Findings,
  kind: VerdictKind,
  advice: readonly Advice[],
  more: {
    readonly at?: Record<string, number>;
    readonly evidence?: Record<string, Spread>;
    readonly cause?: NoDropCause;
  } = {},
): Verdict {
  const { sides, against, chance, testChance, open, last, best, turned, input } = findings;
  const evidence: Record<string, Spread> = {
    chance: spreadOf([chance]),
    testChance: guessSpread(against, testChance),
  };
  for (const name of sides) {
    const members = findings[name];
    evidence[`${name}Test`] = spreadOf(members.map((member) => member.last.test));
    evidence[`${name}Train`] = spreadOf(members.map((member) => member.last.train));
    evidence[`${name}Score`] = spreadOf(members.map((member) => member.last.score));
    evidence[`${name}Best`] = spreadOf(members.map((member) => member.best.test));
    evidence[`${name}BestScore`] = spreadOf(members.map((member) => member.best.score));
    evidence[`${name}BestEpoch`] = spreadOf(members.map((member) => member.best.epoch));
  }
  if (last && best) evidence.difference = (turned ? best : last).difference;
  if (against.length > 0) evidence.lowestTest = spreadOf(against.map((member) => member.best.test));
  const causes = WITHOUT_CAUSES.has(kind) ? [] : causesOf(findings);
  const doubt = doubtOf(findings, kind, causes);
  return {
    kind,
    evidence: { ...evidence, ...more.evidence },
    at: { ...risings(findings), ...more.at },
    advice: settled(withCauses(findings, causes, doubt, advice), input.settings),
    task: input.task,
    remarks: remarksOf(findings, kind, causes),
    setting: settingOf(findings),
    ...(doubt && { doubt }),
    ...(last &&
      best && { comparison: { primary: turned ? ('best' as const) : ('last' as const), last, best } }),
    ...(input.settings.restoreBest && { restored: true }),
    ...(more.cause && { cause: more.cause }),
    ...(input.settings.nothingDrops && against === findings.dropout && { without: true }),
    ...(open && { open }),
    ...(against.length > 0 && overfits(findings, against) && { overfits: true }),
  };
}
