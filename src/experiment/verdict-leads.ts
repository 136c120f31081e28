import * as l10n from '@vscode/l10n';
import { SMALLEST } from '../core/analysis/compare-pairs';
import type { Verdict, VerdictKind } from '../core/analysis/verdict';
import { disagreementSentence } from './comparison-words';
import { formatEpochs, formatNumber, formatSpread } from './number-text';
import { atBest, hasCause, isRepeated, isSplit, primaryOf } from './verdict-facts';

/** What is said; of a comparison without its numbers. */
export const leads: Record<VerdictKind, (verdict: Verdict) => string[]> = {
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
      'A loss has reached {0}, far above where it began. The usual cause is a learning rate that is too large; where an optimizer bounds its steps, as Adam does, the numbers stay finite.',
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
          'The training loss has reached {0}, and more training would bring it down.',
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
  return formatSpread(verdict.evidence[name]);
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
      'The data may hold no more to learn, or the network, learning rate and epochs do not reach it.',
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
