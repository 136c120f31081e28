import * as l10n from '@vscode/l10n';
import type { Comparison, Verdict } from '../core/analysis/verdict';
import {
  changeInterval,
  changeText,
  formatShare,
  formatSpread,
  rateText,
  shortChangeText,
} from './number-text';

/** A line of a table: what is compared, with dropout, without, and how far apart they are. */
export interface ComparisonRow {
  readonly title: string;
  readonly dropout: string;
  readonly baseline: string;
  readonly change: string;
}

/** The numbers of a comparison as a table; empty for runs of older versions, which have none. */
export function comparisonRows(verdict: Verdict): ComparisonRow[] {
  const { comparison, evidence } = verdict;
  if (!comparison) return [];
  const losses = (title: string, key: 'Test' | 'Best' | 'Train', change: string): ComparisonRow => ({
    title,
    dropout: formatSpread(evidence[`dropout${key}`]),
    baseline: formatSpread(evidence[`baseline${key}`]),
    change,
  });
  const scores = (title: string, key: 'Score' | 'BestScore'): ComparisonRow[] => {
    const accuracies = accuraciesOf(verdict, key);
    if (!accuracies) return [];
    const [dropout, baseline] = accuracies;
    const points = (dropout - baseline) * 100;
    const sign = points < 0 ? '−' : '+';
    return [
      {
        title,
        dropout: formatShare(dropout),
        baseline: formatShare(baseline),
        change: l10n.t('{0} points', `${sign}${Math.abs(points).toFixed(1)}`),
      },
    ];
  };
  const end = [
    losses(l10n.t('Training loss'), 'Train', ''),
    losses(l10n.t('Test loss'), 'Test', shortChange(comparison.last)),
    ...scores(l10n.t('Test accuracy'), 'Score'),
  ];
  if (comparison.primary === 'last') return end;
  return [
    ...end,
    losses(l10n.t('Test loss, best epoch'), 'Best', shortChange(comparison.best)),
    ...scores(l10n.t('Test accuracy, best epoch'), 'BestScore'),
  ];
}

/** Dropout against its baseline at the moment that the verdict is about, and where curves have turned at the other too. */
export function comparisonSentences(verdict: Verdict): string[] {
  const { comparison } = verdict;
  if (!comparison) return [oldSentence(verdict)];
  const end = [withoutSentence(verdict), endSentence(verdict, comparison.last)];
  return comparison.primary === 'best' ? [...end, bestSentence(verdict, comparison.best)] : end;
}

/** Runs of an older version have the mean difference alone. */
function oldSentence({ evidence }: Verdict): string {
  const { difference, dropoutTest, dropoutTrain } = evidence;
  if (!difference || !dropoutTest || !dropoutTrain) return '';
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

function withoutSentence({ evidence }: Verdict): string {
  const { baselineTrain, baselineTest } = evidence;
  return l10n.t(
    'Without dropout: train {0}, test {1}.',
    formatSpread(baselineTrain),
    formatSpread(baselineTest),
  );
}

function endSentence(verdict: Verdict, last: Comparison): string {
  const { dropoutTest, dropoutTrain } = verdict.evidence;
  const loss = l10n.t(
    'With dropout: train {0}, test {1}, {2}.',
    formatSpread(dropoutTrain),
    formatSpread(dropoutTest),
    changeWords(last),
  );
  return loss + accuracySentence(verdict, 'Score');
}

function bestSentence(verdict: Verdict, best: Comparison): string {
  const { dropoutBest, baselineBest } = verdict.evidence;
  const loss = l10n.t(
    'Each at its best epoch: {0} with dropout, {1} without, {2}.',
    formatSpread(dropoutBest),
    formatSpread(baselineBest),
    changeWords(best),
  );
  return loss + accuracySentence(verdict, 'BestScore');
}

/** At the end or at the best epochs: mean accuracy with dropout and without; undefined where there is none. */
function accuraciesOf(
  { task, evidence }: Verdict,
  key: 'Score' | 'BestScore',
): readonly [number, number] | undefined {
  const [dropout, baseline] = [evidence[`dropout${key}`]?.mean, evidence[`baseline${key}`]?.mean];
  const known = task === 'classification' && Number.isFinite(dropout) && Number.isFinite(baseline);
  return known ? [dropout!, baseline!] : undefined;
}

function accuracySentence(verdict: Verdict, key: 'Score' | 'BestScore'): string {
  const accuracies = accuraciesOf(verdict, key)?.map(formatShare);
  return accuracies ? ` ${l10n.t('Accuracy {0} against {1}.', ...accuracies)}` : '';
}

/** `50% lower (95% interval: 44 to 56% lower)`; of one pair the change alone. */
function changeWords({ logRatio, half }: Comparison): string {
  const change = changeText(logRatio.mean);
  if (!hasInterval(half)) return change;
  const interval = changeInterval(logRatio.mean - half, logRatio.mean + half);
  return l10n.t('{0} (95% interval: {1})', change, interval);
}

/** There is none of one pair (saved, infinity is null) or of pairs that are equal, nor one worth showing of losses of next to nothing. */
const hasInterval = (half: number | null): boolean => half !== null && half <= 5 && half >= 0.0005;

/** `60% lower (−72% to −42%)`, for a table whose head says what the brackets are. */
function shortChange({ logRatio, half }: Comparison): string {
  const change = changeText(logRatio.mean);
  if (!hasInterval(half)) return change;
  const [low, high] = [shortChangeText(logRatio.mean - half), shortChangeText(logRatio.mean + half)];
  return l10n.t('{0} ({1} to {2})', change, low, high);
}

/** What loss and accuracy mean where they disagree. */
export function disagreementSentence(lossIsLower: boolean): string {
  return lossIsLower
    ? l10n.t(
        'The loss is lower with dropout and the accuracy is lower too: the probabilities are better calibrated, and fewer decisions are right. Which of the two counts depends on what the network is for.',
      )
    : l10n.t(
        'The loss is higher with dropout and the accuracy is higher too: more decisions are right, and the probabilities are worse calibrated. Which of the two counts depends on what the network is for.',
      );
}

/** How the interval was made. */
export function methodWords({ comparison }: Verdict): string {
  const count = comparison?.last.logRatio.count ?? 0;
  if (count < 2) return '';
  const method = l10n.t('Interval: Student’s t over {0} pairs, on the logarithm of the ratio.', count);
  switch (comparison?.last.widened) {
    case 'sameRows':
      return `${method} ${l10n.t('It includes the luck of the test rows, which are the same for every seed.')}`;
    case 'sharedRows':
      return `${method} ${l10n.t('It is widened because the seeds share most of their rows (Nadeau and Bengio 2003).')}`;
    default:
      return method;
  }
}

/** A claim holds where it was measured. */
export function settingWords({ setting, comparison }: Verdict): string {
  if (!setting || !comparison) return '';
  if (setting.meanRate !== undefined)
    return l10n.t(
      'All this is at a mean learning rate of {0}; each side’s own best rate may be another.',
      rateText(Number(setting.meanRate.toPrecision(2))),
    );
  return l10n.t(
    'All of this holds at learning rate {0}; the best rate of each side may differ.',
    rateText(setting.learningRate),
  );
}
