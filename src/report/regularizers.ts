import * as l10n from '@vscode/l10n';
import { formatScore } from '../charts/format';
import { formatSpread, rateText } from '../experiment/number-text';
import { formatNumber } from '../experiment/words';
import type { FairState } from '../protocol';
import { plain, table } from './markdown';

const signed = (value: number): string =>
  `${value < 0 ? '−' : value > 0 ? '+' : ''}${formatNumber(Math.abs(value))}`;

/** What each regularizer changes against none, and costs, as a section of a report; nothing: it was not compared. */
export function regularizersSection(fair: FairState | undefined): string[] {
  if (!fair?.answer) return [];
  const { sides, pairs, remarks } = fair.answer;
  const { level, seeds } = pairs[0]!.difference;
  const rows = sides.map(({ name, test, score, strength, learningRate, cost = 1 }, i) => {
    const difference = pairs[i - 1]?.difference;
    const interval = difference && `${signed(difference.low)} … ${signed(difference.high)}`;
    return [
      ...[name, difference ? signed(difference.mean) : '', interval ?? ''],
      ...[formatSpread(test), formatScore(score.mean, fair.task ?? 'classification')],
      ...[strength === undefined ? '' : rateText(strength), rateText(learningRate), `× ${cost.toFixed(2)}`],
    ].map(plain);
  });
  const head = [
    '',
    l10n.t('test loss − that of none'),
    l10n.t('{0}% interval', formatNumber(100 * level)),
    l10n.t('test loss'),
    fair.task === 'regression' ? l10n.t('test R²') : l10n.t('test accuracy'),
    l10n.t('strength'),
    l10n.t('learning rate'),
    l10n.t('time'),
  ];
  return [
    `## ${l10n.t('Regularizers against none, on {0} fresh seeds', seeds)}`,
    table(head, rows, new Set(head.map((_, i) => i).slice(1))),
    [...pairs.map(({ title }) => title), ...remarks].map((one) => `- ${plain(one)}`).join('\n'),
  ];
}
