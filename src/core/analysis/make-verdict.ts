import { type Advice, type AdviceKind, settled } from './advice';
import { adviceOn, type Cause, causesOf, isOffCourse, isTooLittle, meanRate } from './causes';
import { type Findings, lowestEpochs, overfits, stillFalls } from './findings';
import { isGuess } from './guess';
import { remarksOf } from './remarks';
import { type Spread, spreadOf } from './spread';
import type { VerdictKind } from './verdict-kind';
import type { NoDropCause, Verdict } from './verdict-type';

/** Advice about dropout; it comes after advice about faults of the training. */
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
  // For a training that went wrong, neither more epochs nor another stopping point helps.
  const onCourse = !causes.some(isOffCourse);
  const others = advice.filter(
    ({ kind }) =>
      !ABOUT_DROPOUT.has(kind) &&
      !first.some((one) => one.kind === kind) &&
      (onCourse || (kind !== 'moreEpochs' && kind !== 'stopAt')),
  );
  return [...first, ...others];
}

/** Why a verdict is in doubt: poor trainings, or a curve that is still falling and could change it. */
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

/** Verdicts that name the fault of the training themselves, or that concern the test rows only. */
const WITHOUT_CAUSES: ReadonlySet<VerdictKind> = new Set([
  'diverged',
  'unstable',
  'unlikeTraining',
  'leaked',
  'nothingDropped',
]);

/** The epochs from which curves rise. */
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

/** Test loss of a guess; a single value if all seeds have the same. */
function guessSpread(members: Findings['dropout'], testChance: number): Spread {
  const guesses = members.map(({ guess }) => guess);
  return spreadOf(guesses.every((guess) => guess === testChance) ? [testChance] : guesses);
}

export function make(
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
