import * as l10n from '@vscode/l10n';
import type { Interval } from '../core/analysis/compare/paired';
import { formatCount, formatNumber } from '../experiment/number-text';
import type { FairAnswer, FairComparison, SideAnswer } from './fair';

/** What a fair comparison says: a title, what it rests on, and what else there is to know, one sentence each. */
export interface FairWords {
  readonly title: string;
  readonly evidence: string;
  readonly remarks: readonly string[];
}

/** The answer about two sides of a comparison in words. */
export function fairWords(answer: FairAnswer, comparison: FairComparison): FairWords {
  const sides = [comparison.first, comparison.second].map(
    (name) => answer.sides.find((side) => side.name === name)!,
  );
  return {
    title: titleOf(comparison, answer),
    evidence: evidenceOf(comparison),
    remarks: [...openWords(comparison), ...sides.flatMap(sideRemarks), ...scopeWords(answer)],
  };
}

function titleOf({ claim, first, second, pairs }: FairComparison, answer: FairAnswer): string {
  if (answer.tunesStrengths && (claim === 'lower' || claim === 'higher'))
    return claim === 'lower'
      ? l10n.t('Each at its best, {0} has a lower test loss than {1}', first, second)
      : l10n.t('Each at its best, {0} has a lower test loss than {1}', second, first);
  const isTuned = answer.sides.some(({ trials }) => trials.length > 0);
  switch (claim) {
    case 'lower':
    case 'higher': {
      const [better, worse] = claim === 'lower' ? [first, second] : [second, first];
      return isTuned
        ? l10n.t('Each at its best learning rate, {0} has a lower test loss than {1}', better, worse)
        : l10n.t('At these settings, {0} has a lower test loss than {1}', better, worse);
    }
    case 'none':
      return isTuned
        ? l10n.t(
            'Each at its best learning rate, {0} and {1} do not differ by anything that matters',
            first,
            second,
          )
        : l10n.t('At these settings, {0} and {1} do not differ by anything that matters', first, second);
    case 'open':
      return l10n.t('{0} seeds do not settle whether {1} or {2} is better', pairs, first, second);
  }
}

function evidenceOf({ first, second, difference, pairs }: FairComparison): string {
  const { mean } = difference;
  const range = intervalWords(difference);
  return l10n.t(
    'test loss, {0} − {1}: {2} ({3}; {4} fresh seeds)',
    first,
    second,
    signed(mean),
    range,
    pairs,
  );
}

/** `97% interval −0.05 … 0.01, sign-flip test`; where there is none, why. */
export function intervalWords({ low, high, level, method }: Interval): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return l10n.t('too few seeds for an interval');
  const share = `${formatNumber((1 - level) * 100)}%`;
  return method === 'signFlip'
    ? l10n.t('{0} interval {1} … {2} by the exact sign-flip test', share, signed(low), signed(high))
    : l10n.t("{0} interval {1} … {2} by Student's t", share, signed(low), signed(high));
}

const signed = (value: number): string => `${value < 0 ? '−' : ''}${formatNumber(Math.abs(value))}`;

function openWords({ claim, pairsNeeded }: FairComparison): string[] {
  if (claim !== 'open') return [];
  return pairsNeeded === null
    ? [l10n.t('More seeds would hardly settle it.')]
    : [l10n.t('About {0} seeds would, if they vary as these do.', formatCount(pairsNeeded))];
}

function sideRemarks({ name, atEdge, stillImproving, trials }: SideAnswer): string[] {
  const edge = atEdge && trials.length > 0;
  return [
    ...(edge ? [l10n.t('The best learning rate of {0} is at the edge of those that were tried.', name)] : []),
    ...(stillImproving
      ? [l10n.t('{0} still improves at its last epochs: with more of them it may do better.', name)]
      : []),
  ];
}

/** What the answer is about, and what could overturn it. */
function scopeWords({ sides, relevant, tunesStrengths }: FairAnswer): string[] {
  const isTuned = sides.some(({ trials }) => trials.length > 0);
  return [
    l10n.t('A difference of {0} or more would matter: 10% of the lower loss.', formatNumber(relevant)),
    tunesStrengths
      ? l10n.t(
          'Each side tuned its learning rate and its own strength on validation losses. Early stopping ends with its best epoch, all others with the last.',
        )
      : isTuned
        ? l10n.t(
            'Tuned were the learning rate and, by the best epoch on validation, the number of epochs; nothing else.',
          )
        : l10n.t('Nothing was tuned: at another learning rate the answer may be another.'),
  ];
}
