import * as l10n from '@vscode/l10n';
import type { Advice, AdviceKind, Spread, Verdict, VerdictKind } from '../core/analysis/verdict';

/** A verdict in words, and what can be done next. */
export interface VerdictWords {
  readonly title: string;
  readonly text: string;
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
  return count > 1 ? `${formatNumber(mean)} ± ${formatNumber(deviation)}` : formatNumber(mean);
}

/** Says a verdict in the person's language. */
export function verdictWords(verdict: Verdict): VerdictWords {
  return {
    title: titles[verdict.kind](verdict),
    text: [...texts[verdict.kind](verdict), basis(verdict)].filter(Boolean).join(' '),
    tone: tones[verdict.kind] ?? 'neutral',
    advice: verdict.advice.map(adviceWords),
  };
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
    single(v) ? l10n.t('Dropout helped in this one run.') : l10n.t('Dropout helps here.'),
  dropoutHurts: (v) =>
    single(v) ? l10n.t('Dropout cost more than it brought in this one run.') : l10n.t('Dropout hurts here.'),
  noDifference: () => l10n.t('No difference that these runs can show.'),
  notNeeded: () => l10n.t('Dropout is not needed here.'),
  tooSlow: () => l10n.t('Learning is slow.'),
  stillImproving: () => l10n.t('Still improving.'),
  fine: () => l10n.t('Looks fine.'),
};

const texts: Record<VerdictKind, (verdict: Verdict) => string[]> = {
  tooEarly: () => [l10n.t('A few more epochs will tell.')],
  diverged: () => [
    l10n.t(
      'The loss is no longer a finite number: each update overshot by more than the last one. The usual cause is a learning rate that is too large.',
    ),
  ],
  unstable: (v) => [
    l10n.t(
      'The training loss is {0}, far above where it began: the updates overshoot. The usual cause is a learning rate that is too large; this optimizer bounds its steps, so that the numbers stay finite.',
      number(v, 'dropoutTrain'),
    ),
  ],
  overfitting: (v) => [gapSentence(v, 'dropout'), risingSentence(v)],
  underfitting: (v) => [
    l10n.t(
      'Even the training loss stays high, at {0} with dropout off: the network has not learned its own training set.',
      number(v, 'dropoutTrain'),
    ),
    learnsWithout(v),
  ],
  dropoutHelps: (v) => [gapSentence(v, 'baseline'), risingSentence(v), differenceSentence(v)],
  dropoutHurts: (v) => [differenceSentence(v)],
  noDifference: (v) => [gapSentence(v, 'baseline'), differenceSentence(v)],
  notNeeded: (v) => [
    l10n.t(
      'Without dropout the network does not overfit: train {0}, test {1}.',
      number(v, 'baselineTrain'),
      number(v, 'baselineTest'),
    ),
    differenceSentence(v),
  ],
  tooSlow: (v) => [
    l10n.t(
      'The training loss is {0} and still falling steadily: the updates are small, or there are too few of them.',
      number(v, 'dropoutTrain'),
    ),
  ],
  stillImproving: (v) => [
    l10n.t('The test loss is {0} and was still falling at the end.', number(v, 'dropoutTest')),
  ],
  fine: (v) => [
    l10n.t(
      'Train {0}, test {1}: the gap is small and the test loss has settled.',
      number(v, 'dropoutTrain'),
      number(v, 'dropoutTest'),
    ),
  ],
};

function number(verdict: Verdict, name: string): string {
  const spread = verdict.evidence[name];
  return spread ? formatSpread(spread) : '–';
}

function gapSentence(verdict: Verdict, variant: 'dropout' | 'baseline'): string {
  const [train, test] = [number(verdict, `${variant}Train`), number(verdict, `${variant}Test`)];
  return variant === 'baseline'
    ? l10n.t('Without dropout the network memorises: train {0}, test {1}.', train, test)
    : l10n.t(
        'The training loss is {0}, the test loss {1}: the network knows its training set better than its task.',
        train,
        test,
      );
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

function risingSentence({ at }: Verdict): string {
  return at.risingSince === undefined
    ? ''
    : l10n.t('Its test loss has been rising since epoch {0}.', at.risingSince);
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
function basis({ evidence }: Verdict): string {
  const count = evidence.difference?.count ?? evidence.dropoutTest?.count ?? 0;
  if (count === 0) return '';
  return count === 1
    ? l10n.t('One seed: no spread, so no more than an indication.')
    : l10n.t('Means of {0} seeds over their last evaluations, ± one standard deviation.', count);
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
  biggerNetwork: () => ({ label: l10n.t('Give the network more neurons') }),
};

function adviceWords({ kind, value }: Advice): AdviceWords {
  return advices[kind](value ?? 0);
}
