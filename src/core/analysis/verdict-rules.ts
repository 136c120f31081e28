import { isLeak, isSevere } from '../cautions';
import { greatest, least } from '../lists';
import {
  type Advice,
  adviceFor,
  dropHidden,
  lowerRate,
  lowerRatio,
  moreEpochs,
  moreSeeds,
  raiseRate,
  raiseRatio,
} from './advice';
import { causesOf, isHardlyBegun, isTooLittle, isTooSlow, UNDERFIT } from './causes';
import { type Comparison, excludesNone, type Outcome } from './compare-pairs';
import { sharesTestRows } from './data-facts';
import { type Findings, hasSevere, hasTurned, mean, meanOf, overfits, stillFalls } from './findings';
import { answersBetter, GUESS, isGuess } from './guess';
import { make } from './make-verdict';
import { spreadOf } from './spread';
import type { NoDropCause, Verdict } from './verdict-type';

/** Above this fraction of the chance loss, hardly anything was learned. */
const HARDLY_LEARNED = 0.85;
/**
 * A loss this many times its initial value, or that of a guess, has blown up. Memorization raises the test loss too,
 * but less.
 */
const BLOWN_UP = { train: 5, test: 100 };
/** A training loss is still falling if it fell by more than this share over the last fifth of the run. */
const FALLING = 0.02;
/** A training loss that still falls at least half as steeply as on average is far from converged. */
const STEEP = 0.5;
/** With fewer test rows than this over all seeds, no claim is made. */
const FEWEST_ROWS = 30;

function diverged(findings: Findings): Verdict | undefined {
  const { members, settings } = findings.input;
  const steps = members.flatMap(({ ending }) => (ending?.kind === 'diverged' ? [ending.step] : []));
  if (steps.length === 0) return undefined;
  const at: Record<string, number> = { divergedAt: least(steps) };
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

/** The first tenth of a running training is not judged: dropout starts more slowly. */
function unfinished(findings: Findings): Verdict | undefined {
  return findings.open && longest(findings) < findings.input.settings.epochs / 10
    ? make(findings, 'tooEarly', [])
    : undefined;
}

function longest({ dropout, baseline }: Findings): number {
  return greatest([0, ...[...dropout, ...baseline].map(({ reached }) => reached)]);
}

/** Finite but far above the initial loss: adaptive optimizers bound each step, so a loss may end at 10¹⁶. */
function unstable(findings: Findings): Verdict | undefined {
  const { dropout, baseline, chance, input } = findings;
  // Test rows far from the training rows can have any loss; the training is not to blame.
  const unlike = hasSevere(findings);
  const blown = [...dropout, ...baseline].filter(({ course: { calm }, initial, guess }) => {
    const start = Math.max(chance, initial.train);
    const testStart = Math.max(start, guess, initial.test || 0);
    // The minimum rather than the mean: a single jump that has been recovered from does not count.
    return calm.train > BLOWN_UP.train * start || (!unlike && calm.test > BLOWN_UP.test * testStart);
  });
  if (blown.length === 0) return undefined;
  const blownUp = spreadOf(blown.map(({ last }) => Math.max(last.train, last.test)));
  return make(findings, 'unstable', [lowerRate(input.settings, 0.1)], { evidence: { blownUp } });
}

/** Memorization is rewarded, so the effect of dropout here does not generalize to new rows. */
function leaked(findings: Findings): Verdict | undefined {
  return findings.cautions.some(({ caution }) => isSevere(caution) && isLeak(caution))
    ? make(findings, 'leaked', [])
    : undefined;
}

/** The data rules out a conclusion. */
function unlikeTraining(findings: Findings): Verdict | undefined {
  const { data } = findings.input;
  if (!hasSevere(findings)) return undefined;
  const { order, testFile, inTime } = data?.split ?? {};
  // Rows ordered in time must be predicted from earlier ones; shuffling would only hide the difference.
  const shuffles = order === 'fileOrder' && !testFile && inTime === undefined;
  return make(findings, 'unlikeTraining', shuffles ? [{ kind: 'shuffleRows' }] : []);
}

/** There is no dropout to judge. */
function nothingDropped(findings: Findings): Verdict | undefined {
  const { identical, dropout, input, began } = findings;
  if (began !== undefined && !findings.open && dropout.every(({ last }) => last.epoch < began))
    return make(findings, 'nothingDropped', [{ kind: 'constantRatio' }], {
      cause: 'schedule',
      at: { began },
    });
  if (!identical) return undefined;
  const cause = whyNone(findings);
  // A schedule may start dropout late.
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

/** A ratio below this may drop no neuron in a whole training. */
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
 * The learning rate was so low that the network hardly moved, or every curve still falls almost as steeply as on
 * average.
 */
function tooSlow(findings: Findings): Verdict | undefined {
  const { sides, chance, input } = findings;
  // If the test loss has passed its minimum, updates were not too small.
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

/** Whether the whole training reduced the initial loss by less than a tenth. */
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

/** No side is better than a guess on the test rows, at the end or at its best epoch, by loss or by score. */
function nothingLearned(findings: Findings): Verdict | undefined {
  const { sides, dropout, baseline, testChance, chance, turned } = findings;
  if (!isGuess(findings) || sides.some((side) => answersBetter(findings, side))) return undefined;
  // A single side whose training loss is also that of a guess may just not have learned yet.
  const high = mean(dropout, 'last', 'train') > UNDERFIT * chance;
  if (baseline.length === 0 && high && !turned) return undefined;
  const lowest = sides.map(
    (side) => findings[side].reduce((sum, { course }) => sum + course.lowestTest, 0) / findings[side].length,
  );
  const missed = least(lowest) < GUESS * testChance;
  return make(findings, 'nothingLearned', [], missed ? { at: { missed: 1 } } : {});
}

/**
 * The training loss stays high, and the test loss does not justify it; with noisy labels a high training loss is
 * correct.
 */
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
    // The ratio is not blamed if there is another cause.
    const less = causesOf(findings).length > 0 ? [] : lowerRatio(input.settings);
    return outcome === 'higher' && less.length > 0
      ? make(findings, 'underfitting', [...less, ...longer])
      : undefined;
  }
  // A network that is better than a guess may have learned all there is in noisy data.
  const nothing = [dropout, baseline].every((side) => mean(side, 'last', 'train') > HARDLY_LEARNED * chance);
  if (outcome === 'lower' || outcome === 'higher' || !nothing) return undefined;
  return make(findings, 'underfitting', [...longer, ...(canMemorize(findings) ? [] : [BIGGER])]);
}

const BIGGER: Advice = { kind: 'biggerNetwork' };

/** Whether there are more weights than training samples, so that capacity is not the limit. */
function canMemorize({ input: { data, outputs } }: Findings): boolean {
  return data !== undefined && data.parameterCount > data.trainCount * Math.max(1, outputs);
}

/** The comparison that the verdict is about: at the best epochs if a curve has turned, otherwise at the end. */
function primary({ turned, last, best }: Findings): Comparison {
  return (turned ? best : last)!;
}

const OPEN: ReadonlySet<Outcome> = new Set(['unknown', 'small']);

/** Compares dropout with its baseline. */
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

/** Adds advice for more epochs if a curve is still falling. */
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

/** The verdict on a run without a baseline. */
function alone(findings: Findings): Verdict | undefined {
  const { dropout } = findings;
  if (overfits(findings, dropout))
    return make(findings, 'overfitting', [...adviceFor.stopping(findings), ...raiseRatio(findings)]);
  if (hasTurned(findings, dropout)) return make(findings, 'pastBest', adviceFor.stopping(findings));
  return stillFalls(findings, dropout) ? make(findings, 'stillImproving', moreEpochs(findings)) : undefined;
}

/** All rules by priority: the first that applies gives the verdict. */
export const rules: readonly ((findings: Findings) => Verdict | undefined)[] = [
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
