import * as l10n from '@vscode/l10n';
import type { Verdict, VerdictKind } from '../core/analysis/verdict';
import { rateText } from './number-text';
import {
  atBest,
  isOfBest,
  isOpenAtBest,
  isRepeated,
  isSplit,
  primaryOf,
  single,
  unlikeSeeds,
} from './verdict-facts';

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
export function doubtful(verdict: Verdict): string | undefined {
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

export const titles: Record<VerdictKind, (verdict: Verdict) => string> = {
  tooEarly: () => l10n.t('Too early to say.'),
  diverged: ({ at }) => l10n.t('Diverged at step {0}.', at.divergedAt!),
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
  tooFewTestRows: ({ at }) => l10n.t('Too few test rows to compare: {0}.', at.testRows!),
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
