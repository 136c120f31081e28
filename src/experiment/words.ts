import * as l10n from '@vscode/l10n';
import { excludesNone, isContradictory, SMALLEST } from '../core/analysis/compare-pairs';
import type { Comparison, Verdict, VerdictKind } from '../core/analysis/verdict';
import { isSevere } from '../core/cautions';
import { type AdviceWords, adviceWords } from './advice-words';
import {
  type ComparisonRow,
  comparisonRows,
  comparisonSentences,
  disagreementSentence,
  methodWords,
  settingWords,
} from './comparison-words';
import { formatEpochs, formatNumber, formatSpread, rateText } from './number-text';
import { type ConfusionTable, confusionTables, remarkWords } from './remark-words';

export type { AdviceWords } from './advice-words';
export { formatNumber, formatSpread } from './number-text';

/** A verdict in words, and what can be done next. */
export interface VerdictWords {
  readonly title: string;
  /** All of it: what is said, with its numbers. */
  readonly text: string;
  /** What is said, without the numbers that stand in the rows. */
  readonly lead: string;
  /** Dropout against no dropout, in numbers; empty where nothing is compared. */
  readonly rows: readonly ComparisonRow[];
  /** What has to be known beside it, a sentence or two each. */
  readonly remarks: readonly string[];
  /** Which classes are taken for which, where they are uneven. */
  readonly confusions: readonly ConfusionTable[];
  /** What the numbers are means of, at which settings, and whether they may change; empty where there are none. */
  readonly basis: string;
  readonly tone: 'good' | 'bad' | 'neutral';
  readonly advice: readonly AdviceWords[];
}

/** Says a verdict in the person's language. */
export function verdictWords(verdict: Verdict): VerdictWords {
  const lead = leads[verdict.kind](verdict).filter(Boolean);
  const numbers = COMPARED.has(verdict.kind) ? comparisonSentences(verdict) : [];
  return {
    title: doubtful(verdict) ?? titles[verdict.kind](verdict),
    lead: lead.join(' '),
    rows: COMPARED.has(verdict.kind) ? comparisonRows(verdict) : [],
    text: [...lead, ...numbers].join(' '),
    remarks: (verdict.remarks ?? []).map((remark) => remarkWords(remark, isAlone(verdict))).filter(Boolean),
    confusions: (verdict.remarks ?? []).flatMap(confusionTables),
    basis: basis(verdict),
    tone: (!single(verdict) && !doubtful(verdict) && tones[verdict.kind]) || 'neutral',
    advice: verdict.advice.flatMap((advice) => adviceWords(advice) ?? []),
  };
}

/** A verdict as one piece of plain text. */
export function verdictText({ title, text, remarks, basis }: VerdictWords): string {
  return [title, text, ...remarks, basis].filter(Boolean).join(' ');
}

const tones: Partial<Record<VerdictKind, 'good' | 'bad'>> = {
  dropoutHelps: 'good',
  fine: 'good',
  diverged: 'bad',
  unstable: 'bad',
  unlikeTraining: 'bad',
  leaked: 'bad',
  overfitting: 'bad',
  underfitting: 'bad',
  nothingLearned: 'bad',
  dropoutHurts: 'bad',
  stopEarly: 'bad',
  pastBest: 'bad',
};

const single = (verdict: Verdict) => verdict.evidence.difference?.count === 1;

/** Whether the run has no baseline: what is said of it is not said of dropout. */
const isAlone = ({ evidence }: Verdict): boolean => !evidence.baselineTest;

/** A claim names the learning rate that it was measured at; runs of older versions do not know it. */
function atRate({ setting }: Verdict, without: string, say: (rate: string) => string): string {
  if (!setting) return without;
  const { meanRate, learningRate } = setting;
  return say(
    meanRate === undefined
      ? rateText(learningRate)
      : l10n.t('{0} on average', rateText(Number(meanRate.toPrecision(2)))),
  );
}

/** What stands in the place of a claim about trainings that did not go well; undefined where nothing speaks against them. */
function doubtful(verdict: Verdict): string | undefined {
  const { kind, doubt } = verdict;
  if (!doubt) return undefined;
  if (kind === 'nothingLearned') return l10n.t('Nothing is learned yet.');
  if (kind === 'fine') return l10n.t('Looks fine so far.');
  if (single(verdict)) return undefined;
  return atRate(verdict, '', doubts[doubt][kind === 'dropoutHelps' ? 'lower' : 'higher']);
}

const doubts: Record<NonNullable<Verdict['doubt']>, Record<'lower' | 'higher', (rate: string) => string>> = {
  rateTooHigh: {
    lower: (rate) => l10n.t('Lower test loss with dropout, at learning rate {0}, which is too high.', rate),
    higher: (rate) => l10n.t('Higher test loss with dropout, at learning rate {0}, which is too high.', rate),
  },
  littleLearned: {
    lower: () => l10n.t('Lower test loss with dropout, where little is learned.'),
    higher: () => l10n.t('Higher test loss with dropout, where little is learned.'),
  },
  worseThanGuess: {
    lower: () => l10n.t('Lower test loss with dropout, though neither is below that of a guess.'),
    higher: () => l10n.t('Higher test loss with dropout, though neither is below that of a guess.'),
  },
  soFar: {
    lower: (rate) => l10n.t('Lower test loss with dropout so far, at learning rate {0}.', rate),
    higher: (rate) => l10n.t('Higher test loss with dropout so far, at learning rate {0}.', rate),
  },
};

const hasCause = ({ remarks = [] }: Verdict) => remarks.some(({ kind }) => kind === 'cause');

/** How each side at its best epoch compares. */
const atBest = ({ comparison }: Verdict) => comparison?.best.outcome ?? 'unknown';

/** Whether the best epochs leave open which side is ahead, or by how much. */
const isOpenAtBest = (verdict: Verdict) => ['unknown', 'small'].includes(atBest(verdict));

/** The comparison that the verdict is about. */
const primaryOf = ({ comparison }: Verdict): Comparison | undefined => comparison?.[comparison.primary];

/** Whether a claim holds at the best epochs, and the end says something else. */
const isOfBest = ({ comparison }: Verdict): boolean =>
  comparison?.primary === 'best' && comparison.last.outcome !== comparison.best.outcome;

/** Whether the ratio and the difference of the mean losses point to different sides, each beyond chance. */
const isSplit = (comparison: Comparison | undefined): boolean =>
  comparison !== undefined && excludesNone(comparison) && isContradictory(comparison);

const titles: Record<VerdictKind, (verdict: Verdict) => string> = {
  tooEarly: () => l10n.t('Too early to say.'),
  diverged: ({ at }) => l10n.t('Diverged at step {0}.', at.divergedAt),
  unstable: () => l10n.t('The loss has blown up.'),
  unlikeTraining: (v) => {
    const seeds = unlikeSeeds(v);
    return seeds
      ? l10n.t('In {0} of {1} seeds the test rows are not like the training rows.', seeds.count, seeds.of)
      : l10n.t('The test rows are not like the training rows.');
  },
  leaked: (v) =>
    isRepeated(v)
      ? l10n.t('The test rows are training rows as well.')
      : l10n.t('The target is among the features.'),
  tooFewTestRows: ({ at }) => l10n.t('Too few test rows to compare: {0}.', at.testRows),
  overfitting: () => l10n.t('Overfitting.'),
  underfitting: ({ evidence, advice }) =>
    !evidence.baselineTrain
      ? l10n.t('The training loss stays high.')
      : advice.some(({ kind }) => kind === 'lowerRatio')
        ? l10n.t('Underfitting.')
        : l10n.t('Hardly anything is learned.'),
  nothingLearned: () => l10n.t('Nothing is learned that holds on the test set.'),
  dropoutHelps: (v) => {
    if (single(v))
      return isOfBest(v)
        ? l10n.t('Lower test loss with dropout at the best epoch, in one run.')
        : l10n.t('Lower test loss with dropout, in one run.');
    return isOfBest(v)
      ? atRate(v, l10n.t('Dropout helps here at the best epochs.'), (rate) =>
          l10n.t('Dropout helps here at the best epochs, at learning rate {0}.', rate),
        )
      : atRate(v, l10n.t('Dropout helps here.'), (rate) =>
          l10n.t('Dropout helps here, at learning rate {0}.', rate),
        );
  },
  dropoutHurts: (v) => {
    if (single(v))
      return isOfBest(v)
        ? l10n.t('Higher test loss with dropout at the best epoch, in one run.')
        : l10n.t('Higher test loss with dropout, in one run.');
    return isOfBest(v)
      ? atRate(v, l10n.t('Dropout hurts here at the best epochs.'), (rate) =>
          l10n.t('Dropout hurts here at the best epochs, at learning rate {0}.', rate),
        )
      : atRate(v, l10n.t('Dropout hurts here.'), (rate) =>
          l10n.t('Dropout hurts here, at learning rate {0}.', rate),
        );
  },
  heldOff: (v) => {
    if (isOpenAtBest(v))
      return single(v)
        ? l10n.t('Dropout held off overfitting, in one run.')
        : l10n.t('Dropout holds off overfitting.');
    return single(v)
      ? l10n.t('Dropout held off overfitting, in one run; stopping early did as well.')
      : l10n.t('Dropout holds off overfitting; stopping early does as well.');
  },
  stopEarly: (v) =>
    single(v)
      ? l10n.t('Stopping early did better than dropout, in one run.')
      : l10n.t('Stopping early does better than dropout here.'),
  mixed: (v) =>
    single(v)
      ? l10n.t('Loss and accuracy disagree about dropout, in one run.')
      : l10n.t('Loss and accuracy disagree about dropout.'),
  endsWorse: (v) => {
    if (single(v)) return l10n.t('Worse with dropout at the end, not at the best epoch, in one run.');
    if (atBest(v) === 'lower') return l10n.t('Dropout is ahead at its best epoch, and behind at the end.');
    return isOpenAtBest(v)
      ? l10n.t('Dropout is behind at the end; at the best epochs it is open.')
      : l10n.t('Dropout is behind at the end, and level at the best epochs.');
  },
  tooSmall: () => l10n.t('A difference too small to matter.'),
  small: () => l10n.t('A small difference; whether it matters is open.'),
  noDifference: (v) =>
    isSplit(primaryOf(v))
      ? l10n.t('The seeds disagree about dropout.')
      : l10n.t('No difference that these runs can show.'),
  notNeeded: (v) =>
    single(v) ? l10n.t('No need for dropout in this one run.') : l10n.t('Dropout is not needed here.'),
  nothingDropped: () => l10n.t('Nothing is dropped.'),
  tooSlow: () => l10n.t('Learning is slow.'),
  stillImproving: () => l10n.t('Still improving.'),
  pastBest: () => l10n.t('Past its best epoch.'),
  fine: () => l10n.t('Looks fine.'),
};

/** The severe cautions of a verdict. */
const severe = ({ remarks = [] }: Verdict) =>
  remarks.flatMap((remark) => (remark.kind === 'caution' && isSevere(remark.caution) ? [remark] : []));

const isRepeated = (verdict: Verdict): boolean =>
  severe(verdict).some(({ caution }) => caution.kind === 'repeated');

/** In how many of the seeds the worst caution holds; undefined where one holds in all. */
function unlikeSeeds(verdict: Verdict) {
  const found = severe(verdict).map(({ seeds }) => seeds);
  return found.includes(undefined)
    ? undefined
    : found.reduce((a, b) => (b!.count > a!.count ? b : a), found[0]);
}

/** Verdicts whose numbers are those of a comparison. */
const COMPARED: ReadonlySet<VerdictKind> = new Set([
  'dropoutHelps',
  'dropoutHurts',
  'heldOff',
  'stopEarly',
  'mixed',
  'endsWorse',
  'tooSmall',
  'small',
  'noDifference',
  'notNeeded',
]);

/** What is said; of a comparison without its numbers. */
const leads: Record<VerdictKind, (verdict: Verdict) => string[]> = {
  tooEarly: (v) => [
    hasCause(v)
      ? l10n.t('The trainings ended before there was anything to compare.')
      : l10n.t('A few more epochs will tell.'),
  ],
  diverged: (v) => [
    l10n.t(
      'The loss is no longer a finite number. The usual cause is a learning rate so large that each update overshoots by more than the last one.',
    ),
    whichDiverged(v),
  ],
  unstable: (v) => [
    l10n.t(
      'A loss has come to {0}, far above where it began. The usual cause is a learning rate that is too large; where an optimizer bounds its steps, as Adam does, the numbers stay finite.',
      number(v, v.evidence.blownUp ? 'blownUp' : 'dropoutTrain'),
    ),
  ],
  unlikeTraining: (v) => [
    l10n.t('The test loss on such rows says nothing about rows like the training rows.'),
    ...measured(v),
  ],
  leaked: (v) => [
    isRepeated(v)
      ? l10n.t(
          'Such a test rewards remembering what trained; it does not say how the network does on new rows, nor whether dropout helps there.',
        )
      : l10n.t(
          'The network only has to copy it: without what gives it away, both sides may do quite differently.',
        ),
    ...measured(v),
  ],
  tooFewTestRows: (v) => [
    l10n.t('A handful of rows decides everything; no difference can be claimed.'),
    ...measured(v),
  ],
  overfitting: (v) => [
    l10n.t(
      'The training loss is {0}, the test loss {1}: the network knows its training set better than its task.',
      number(v, 'dropoutTrain'),
      number(v, 'dropoutTest'),
    ),
    risingSentence(v),
  ],
  underfitting: (v) => [highSentence(v), learnsWithout(v)],
  nothingLearned: (v) => [
    v.at.missed === 1
      ? l10n.t(
          'Guessing costs {0} on the test rows; neither the end nor the best epoch, which validation chose, does clearly better.',
          number(v, 'testChance'),
        )
      : l10n.t(
          'Guessing costs {0} on the test rows, and no epoch does clearly better.',
          number(v, 'testChance'),
        ),
    ...measured(v),
  ],
  dropoutHelps: curveSentences,
  dropoutHurts: curveSentences,
  heldOff: (v) => [...curveSentences(v), openSentence(v)],
  stopEarly: curveSentences,
  mixed: (v) => [
    disagreementSentence((v.comparison?.[v.comparison.primary].logRatio.mean ?? 0) < 0),
    ...curveSentences(v),
  ],
  endsWorse: curveSentences,
  tooSmall: (v) => [tooSmallSentence(v), ...curveSentences(v)],
  small: (v) => [
    l10n.t(
      'The difference is clear over the seeds. Its interval reaches past a tenth of the loss, the smallest that counts here.',
    ),
    ...curveSentences(v),
  ],
  noDifference: (v) => [isSplit(primaryOf(v)) ? splitSentence() : '', ...curveSentences(v)],
  notNeeded: curveSentences,
  nothingDropped: (v) => [
    causeSentence(v),
    l10n.t('Train {0}, test {1}.', number(v, 'dropoutTrain'), number(v, 'dropoutTest')),
  ],
  tooSlow: (v) => [
    hasCause(v)
      ? l10n.t(
          'The training loss has come to {0}, and more training would bring it down.',
          number(v, 'dropoutTrain'),
        )
      : l10n.t(
          'The training loss is {0} and still falls: the learning rate is too low, or there are too few epochs.',
          number(v, 'dropoutTrain'),
        ),
    v.without ? '' : l10n.t('Nothing can be said about dropout yet.'),
  ],
  stillImproving: (v) => [
    l10n.t('The test loss is {0} and was still falling at the end.', number(v, 'dropoutTest')),
  ],
  pastBest: (v) => [
    l10n.t('Train {0}, test {1}.', number(v, 'dropoutTrain'), number(v, 'dropoutTest')),
    risingSentence(v),
  ],
  fine: (v) => [
    isSmallGap(v)
      ? l10n.t(
          'Train {0}, test {1}: the gap is small, and the test loss has stopped falling.',
          number(v, 'dropoutTrain'),
          number(v, 'dropoutTest'),
        )
      : l10n.t(
          'Train {0}, test {1}: the test loss has stopped falling and does not rise.',
          number(v, 'dropoutTrain'),
          number(v, 'dropoutTest'),
        ),
  ],
};

/** Why both trainings are one. */
function causeSentence({ cause, at }: Verdict): string {
  if (at.began !== undefined)
    return l10n.t(
      'The weights that were put back are from before dropout first acted, in epoch {0}.',
      at.began,
    );
  switch (cause) {
    case 'placement':
      return l10n.t('With and without dropout the network is one and the same: no layer drops.');
    case 'ratio':
      return l10n.t('With and without dropout the network is one and the same: the drop ratio is 0.');
    case 'schedule':
      return l10n.t(
        'With and without dropout the network is one and the same: the dropout schedule keeps the drop ratio at 0.',
      );
    case 'chance':
      return l10n.t(
        'With and without dropout the network is one and the same: at so low a drop ratio no neuron happened to be dropped.',
      );
    default:
      return l10n.t(
        'With and without dropout the network is one and the same: no layer drops, or the drop ratio is 0.',
      );
  }
}

/** Test losses less than a quarter above the training losses. */
function isSmallGap({ evidence }: Verdict, side: 'dropout' | 'baseline' = 'dropout'): boolean {
  const [train, test, chance] = [evidence[`${side}Train`], evidence[`${side}Test`], evidence.chance];
  if (!train || !test) return false;
  return test.mean - train.mean < Math.max(0.25 * train.mean, 0.02 * (chance?.mean ?? 0));
}

/** Numbers without a claim. */
function measured(verdict: Verdict): string[] {
  const { baselineTest } = verdict.evidence;
  if (!verdict.evidence.dropoutTest) return [];
  return baselineTest
    ? [
        l10n.t(
          'Test loss {0} with dropout, {1} without.',
          number(verdict, 'dropoutTest'),
          number(verdict, 'baselineTest'),
        ),
      ]
    : [l10n.t('Train {0}, test {1}.', number(verdict, 'dropoutTrain'), number(verdict, 'dropoutTest'))];
}

function number(verdict: Verdict, name: string): string {
  const spread = verdict.evidence[name];
  return spread ? formatSpread(spread) : '–';
}

/** What the curves show beside the comparison. */
function curveSentences(verdict: Verdict): string[] {
  return [gapSentence(verdict), risingSentence(verdict)];
}

/** Whether one sentence says that the baseline overfits and since when its test loss rises. */
const risesByOverfitting = ({ overfits, at, evidence }: Verdict): boolean =>
  overfits === true && at.risingSince !== undefined && evidence.baselineTest !== undefined;

/** How well the curve that dropout is held against knows its test set. */
function gapSentence(verdict: Verdict): string {
  if (risesByOverfitting(verdict)) return '';
  if (verdict.overfits) return l10n.t('Without dropout the network overfits.');
  return verdict.kind === 'notNeeded' && isSmallGap(verdict, 'baseline')
    ? l10n.t('Without dropout the gap between training and test is small.')
    : '';
}

function highSentence(verdict: Verdict): string {
  const train = number(verdict, 'dropoutTrain');
  const { chance } = verdict.evidence;
  return chance
    ? l10n.t(
        'Even the training loss stays high: {0} with dropout off, where a guess costs {1}.',
        train,
        formatNumber(chance.mean),
      )
    : l10n.t('Even the training loss stays high: {0} with dropout off.', train);
}

/** Which trainings diverged, where it was not all of them. */
function whichDiverged({ at }: Verdict): string {
  const { dropoutCount = 0, dropoutDiverged = 0, baselineCount = 0, baselineDiverged = 0 } = at;
  if (dropoutDiverged + baselineDiverged >= dropoutCount + baselineCount) return '';
  return baselineCount > 0
    ? l10n.t(
        'Diverged with dropout: {0} of {1} trainings; without: {2} of {3}.',
        dropoutDiverged,
        dropoutCount,
        baselineDiverged,
        baselineCount,
      )
    : l10n.t('Diverged: {0} of {1} trainings.', dropoutDiverged, dropoutCount);
}

/** Whose fault underfitting is, where the baseline tells. */
function learnsWithout(verdict: Verdict): string {
  const { baselineTrain, dropoutTrain } = verdict.evidence;
  if (verdict.without)
    return l10n.t(
      'The data may have no more to tell, or network, learning rate and epochs do not get at it.',
    );
  if (!baselineTrain || !dropoutTrain)
    return hasCause(verdict)
      ? ''
      : l10n.t(
          'A run without dropout would show whether dropout is the cause, or the learning rate, the number of epochs or the data.',
        );
  if (hasCause(verdict)) return l10n.t('It is {0} without dropout too.', formatSpread(baselineTrain));
  return verdict.advice.some(({ kind }) => kind === 'lowerRatio')
    ? l10n.t(
        'Without dropout it reaches {0}, and the test loss is lower too: this drop ratio leaves it too little.',
        formatSpread(baselineTrain),
      )
    : l10n.t(
        'It is {0} without dropout too: there may be no more to learn from the data, or the network, the learning rate or the number of epochs is not up to it.',
        formatSpread(baselineTrain),
      );
}

/** What the best epochs leave open. */
function openSentence(verdict: Verdict): string {
  if (isSplit(verdict.comparison?.best)) return splitSentence();
  switch (atBest(verdict)) {
    case 'unknown':
      return l10n.t('Whether dropout or stopping early does better is open.');
    case 'small':
      return l10n.t('At the best epochs the difference is small; whether it matters is open.');
    default:
      return '';
  }
}

function splitSentence(): string {
  return l10n.t(
    'The ratio of the losses and their difference point to different sides: a few seeds decide, and more are needed.',
  );
}

/** Losses that differ by a large part of next to nothing are too close as well. */
function tooSmallSentence(verdict: Verdict): string {
  const { logRatio, half } = primaryOf(verdict) ?? {};
  return logRatio && Math.abs(logRatio.mean) + (half ?? 0) >= SMALLEST.loss
    ? l10n.t(
        'The difference is clear over the seeds, but both losses are next to nothing beside what a guess costs.',
      )
    : l10n.t(
        'The difference is clear over the seeds, but smaller than a tenth of the loss, the smallest that counts here.',
      );
}

/** Curves that went on too long. */
function risingSentence(verdict: Verdict): string {
  const { at, evidence } = verdict;
  const { lowestTest, baselineTest, baselineBestEpoch, dropoutBestEpoch } = evidence;
  // Runs of older versions know the middle one of the epochs alone.
  const epochs = (spread: typeof lowestTest | undefined, middle: number) =>
    spread ? formatEpochs(spread) : String(middle);
  if (!baselineTest)
    return at.risingSince === undefined || !lowestTest
      ? ''
      : l10n.t(
          'The test loss has risen since its best epoch, {0}, where it was {1}.',
          epochs(dropoutBestEpoch, at.risingSince),
          formatSpread(lowestTest),
        );
  const without = (say: (epoch: string) => string) =>
    at.risingSince === undefined ? '' : say(epochs(baselineBestEpoch, at.risingSince));
  return [
    risesByOverfitting(verdict)
      ? without((epoch) =>
          l10n.t(
            'Without dropout the network overfits: its test loss has risen since its best epoch, {0}.',
            epoch,
          ),
        )
      : without((epoch) =>
          l10n.t('Without dropout the test loss has risen since its best epoch, {0}.', epoch),
        ),
    at.dropoutRisingSince === undefined
      ? ''
      : l10n.t(
          'With dropout the test loss has risen since its best epoch, {0}.',
          epochs(dropoutBestEpoch, at.dropoutRisingSince),
        ),
  ]
    .filter(Boolean)
    .join(' ');
}

/** How much the verdict rests on. */
function basis(verdict: Verdict): string {
  const { evidence } = verdict;
  const open = verdict.open ? l10n.t('Trainings go on, so this may change.') : '';
  if (WITHOUT_BASIS.has(verdict.kind)) return open;
  const count = evidence.difference?.count ?? evidence.dropoutTest?.count ?? 0;
  if (count === 0) return '';
  return [
    meansOf(verdict, count),
    ...(COMPARED.has(verdict.kind) ? [methodWords(verdict), settingWords(verdict)] : []),
    open,
  ]
    .filter(Boolean)
    .join(' ');
}

function meansOf({ restored }: Verdict, seeds: number): string {
  if (seeds === 1) return l10n.t('One seed: no spread, so no more than an indication.');
  return restored
    ? l10n.t(
        'Means of {0} seeds at their best epochs, whose weights were put back, ± one standard deviation.',
        seeds,
      )
    : l10n.t('Means of {0} seeds over their last evaluations, ± one standard deviation.', seeds);
}

/** Their numbers are of single trainings, or there are none. */
const WITHOUT_BASIS: ReadonlySet<VerdictKind> = new Set(['tooEarly', 'diverged', 'unstable']);
