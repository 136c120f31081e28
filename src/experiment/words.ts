import * as l10n from '@vscode/l10n';
import type { Advice, AdviceKind, Spread, Verdict, VerdictKind } from '../core/analysis/verdict';

/** A verdict in words, and what can be done next. */
export interface VerdictWords {
  readonly title: string;
  readonly text: string;
  /** What the numbers are means of, and whether they may change; empty where there are none. */
  readonly basis: string;
  readonly tone: 'good' | 'bad' | 'neutral';
  readonly advice: readonly AdviceWords[];
}

export interface AdviceWords {
  readonly label: string;
  /** The edit of the experiment that follows the advice, where there is one. */
  readonly edit?: { readonly path: readonly string[]; readonly value: unknown };
}

/** A number with three significant digits, as curves are read. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1000 || (size > 0 && size < 0.001)) return value.toExponential(1);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** `0.27 ± 0.02` over several seeds, `0.27` for one. */
export function formatSpread({ mean, deviation, count }: Spread): string {
  // What the last bits of equal numbers differ by is no spread.
  const spread = deviation < 1e-9 * Math.abs(mean) ? 0 : deviation;
  return count > 1 ? `${formatNumber(mean)} ± ${formatNumber(spread)}` : formatNumber(mean);
}

/** Says a verdict in the person's language. */
export function verdictWords(verdict: Verdict): VerdictWords {
  return {
    title: titles[verdict.kind](verdict),
    text: texts[verdict.kind](verdict).filter(Boolean).join(' '),
    basis: basis(verdict),
    tone: (!single(verdict) && tones[verdict.kind]) || 'neutral',
    advice: verdict.advice.map(adviceWords),
  };
}

/** A verdict as one piece of plain text. */
export function verdictText({ title, text, basis }: VerdictWords): string {
  return [title, text, basis].filter(Boolean).join(' ');
}

const tones: Partial<Record<VerdictKind, 'good' | 'bad'>> = {
  dropoutHelps: 'good',
  fine: 'good',
  diverged: 'bad',
  unstable: 'bad',
  overfitting: 'bad',
  underfitting: 'bad',
  dropoutHurts: 'bad',
};

const single = (verdict: Verdict) => verdict.evidence.difference?.count === 1;

const titles: Record<VerdictKind, (verdict: Verdict) => string> = {
  tooEarly: () => l10n.t('Too early to say.'),
  diverged: ({ at }) => l10n.t('Diverged at step {0}.', at.divergedAt),
  unstable: () => l10n.t('The loss has blown up.'),
  overfitting: () => l10n.t('Overfitting.'),
  underfitting: () => l10n.t('Underfitting.'),
  dropoutHelps: (v) =>
    single(v) ? l10n.t('Lower test loss with dropout, in one run.') : l10n.t('Dropout helps here.'),
  dropoutHurts: (v) =>
    single(v) ? l10n.t('Higher test loss with dropout, in one run.') : l10n.t('Dropout hurts here.'),
  noDifference: () => l10n.t('No difference that these runs can show.'),
  notNeeded: (v) =>
    single(v) ? l10n.t('No need for dropout in this one run.') : l10n.t('Dropout is not needed here.'),
  nothingDropped: () => l10n.t('Nothing is dropped.'),
  tooSlow: () => l10n.t('Learning is slow.'),
  stillImproving: () => l10n.t('Still improving.'),
  fine: () => l10n.t('Looks fine.'),
};

const texts: Record<VerdictKind, (verdict: Verdict) => string[]> = {
  tooEarly: () => [l10n.t('A few more epochs will tell.')],
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
  overfitting: (v) => [
    l10n.t(
      'The training loss is {0}, the test loss {1}: the network knows its training set better than its task.',
      number(v, 'dropoutTrain'),
      number(v, 'dropoutTest'),
    ),
    risingSentence(v),
  ],
  underfitting: (v) => [highSentence(v), learnsWithout(v)],
  dropoutHelps: (v) => [baselineSentence(v), risingSentence(v), differenceSentence(v)],
  dropoutHurts: (v) => [baselineSentence(v), differenceSentence(v), fallingSentence(v)],
  noDifference: (v) => [baselineSentence(v), risingSentence(v), differenceSentence(v), fallingSentence(v)],
  notNeeded: (v) => [baselineSentence(v), differenceSentence(v)],
  nothingDropped: (v) => [
    l10n.t(
      'With and without dropout the network is one and the same: no layer drops, or the drop ratio is 0. Train {0}, test {1}.',
      number(v, 'dropoutTrain'),
      number(v, 'dropoutTest'),
    ),
  ],
  tooSlow: (v) => [
    l10n.t(
      'The training loss is {0} and still falls: the updates are small, or there are too few of them.',
      number(v, 'dropoutTrain'),
    ),
  ],
  stillImproving: (v) => [
    l10n.t('The test loss is {0} and was still falling at the end.', number(v, 'dropoutTest')),
  ],
  fine: (v) => [
    l10n.t(
      'Train {0}, test {1}: the gap is small, and the test loss has stopped falling.',
      number(v, 'dropoutTrain'),
      number(v, 'dropoutTest'),
    ),
  ],
};

function number(verdict: Verdict, name: string): string {
  const spread = verdict.evidence[name];
  return spread ? formatSpread(spread) : '–';
}

/** What the training set costs without dropout, and what the test set does. */
function baselineSentence(verdict: Verdict): string {
  const [train, test] = [number(verdict, 'baselineTrain'), number(verdict, 'baselineTest')];
  if (verdict.overfits)
    return l10n.t('Without dropout the network overfits: train {0}, test {1}.', train, test);
  return verdict.kind === 'notNeeded'
    ? l10n.t('Without dropout the gap is small: train {0}, test {1}.', train, test)
    : l10n.t('Without dropout: train {0}, test {1}.', train, test);
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
  if (!baselineTrain || !dropoutTrain) return '';
  return verdict.advice.some(({ kind }) => kind === 'lowerRatio')
    ? l10n.t(
        'Without dropout it reaches {0}: this drop ratio leaves it too little.',
        formatSpread(baselineTrain),
      )
    : l10n.t(
        'It is {0} without dropout too: the network is too small, or the data has no more to tell.',
        formatSpread(baselineTrain),
      );
}

/** Dropout wins against a curve that went on too long; where stopping early would have been as good, that is told. */
function risingSentence({ at, evidence }: Verdict): string {
  const { lowestTest, baselineTest, dropoutTest } = evidence;
  if (at.risingSince === undefined || !lowestTest) return '';
  const rising = l10n.t(
    'Its test loss was lowest at epoch {0}, at {1}, and has risen since.',
    at.risingSince,
    formatSpread(lowestTest),
  );
  return baselineTest && dropoutTest && lowestTest.mean <= dropoutTest.mean
    ? `${rising} ${l10n.t('Stopped there it would do as well without dropout (an epoch that only the test set tells).')}`
    : rising;
}

function fallingSentence({ advice }: Verdict): string {
  return advice.some(({ kind }) => kind === 'moreEpochs')
    ? l10n.t('With dropout the test loss was still falling at the end.')
    : '';
}

function differenceSentence(verdict: Verdict): string {
  const { difference, dropoutTest, dropoutTrain } = verdict.evidence;
  if (!difference || !dropoutTest) return '';
  const sign = difference.mean < 0 ? '−' : '+';
  const size = formatSpread({ ...difference, mean: Math.abs(difference.mean) });
  return l10n.t(
    'With dropout: train {0}, test {1} ({2}{3}).',
    formatSpread(dropoutTrain),
    formatSpread(dropoutTest),
    sign,
    size,
  );
}

/** How much the verdict rests on. */
function basis(verdict: Verdict): string {
  const { evidence, open } = verdict;
  const count = evidence.difference?.count ?? evidence.dropoutTest?.count ?? 0;
  if (count === 0) return '';
  const what =
    count === 1
      ? l10n.t('One seed: no spread, so no more than an indication.')
      : evidence.difference
        ? l10n.t(
            'Means of {0} seeds over their last evaluations, ± one standard deviation; differences are taken seed by seed.',
            count,
          )
        : l10n.t('Means of {0} seeds over their last evaluations, ± one standard deviation.', count);
  return open ? `${what} ${l10n.t('Trainings go on, so this may change.')}` : what;
}

const advices: Record<AdviceKind, (value: number) => AdviceWords> = {
  raiseRatio: (value) => ({
    label: l10n.t('Try drop ratio {0}', value),
    edit: { path: ['dropout', 'ratio'], value },
  }),
  lowerRatio: (value) => ({
    label: l10n.t('Try drop ratio {0}', value),
    edit: { path: ['dropout', 'ratio'], value },
  }),
  raiseLearningRate: (value) => ({
    label: l10n.t('Try learning rate {0}', value),
    edit: { path: ['training', 'learningRate'], value },
  }),
  lowerLearningRate: (value) => ({
    label: l10n.t('Try learning rate {0}', value),
    edit: { path: ['training', 'learningRate'], value },
  }),
  moreEpochs: (value) => ({
    label: l10n.t('Train for {0} epochs', value),
    edit: { path: ['training', 'epochs'], value },
  }),
  moreSeeds: (value) => ({ label: l10n.t('Repeat with {0} seeds', value), edit: { path: ['seeds'], value } }),
  noDropout: () => ({
    label: l10n.t('Train without dropout'),
    edit: { path: ['dropout', 'ratio'], value: 0 },
  }),
  dropHidden: () => ({
    label: l10n.t('Drop in the hidden layers'),
    edit: { path: ['dropout', 'placement', 'hidden'], value: true },
  }),
  biggerNetwork: () => ({ label: l10n.t('Give the network more neurons') }),
};

function adviceWords({ kind, value }: Advice): AdviceWords {
  return advices[kind](value ?? 0);
}
