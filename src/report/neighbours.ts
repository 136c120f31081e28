import * as l10n from '@vscode/l10n';
import { SMALLEST } from '../core/analysis/compare-pairs';
import { formatSpread, rateText } from '../experiment/number-text';
import type { RunSummary } from '../protocol';

type AtRate = NonNullable<RunSummary['atRate']>;
type SideId = 'dropout' | 'baseline';

/**
 * What complete runs of the list that differ from a run in the learning rate alone say of its comparison: each side at
 * the best of the rates. Nothing where there is none; `runs` newest first.
 */
export function neighbourWords(runs: readonly RunSummary[], id: string): string[] {
  const here = runs.find((run) => run.id === id)?.atRate;
  if (!here) return [];
  const rates = [...ratesLike(here, runs).values()];
  if (rates.length < 2) return [];
  const dropout = bestOf(rates, 'dropout');
  const baseline = bestOf(rates, 'baseline');
  if (!dropout || !baseline) return [];
  const said = l10n.t(
    'Each side at the best of the {0} learning rates in the list of runs: {1} with dropout (at {2}), {3} without (at {4}). The same test losses chose the rates, so this is no more than an indication.',
    rates.length,
    formatSpread(dropout.dropout),
    rateText(dropout.learningRate),
    formatSpread(baseline.baseline),
    rateText(baseline.learningRate),
  );
  const overturned =
    signOf(here.dropout.mean, here.baseline.mean) !== signOf(dropout.dropout.mean, baseline.baseline.mean);
  return overturned
    ? [
        said,
        l10n.t(
          'At this learning rate alone it looks different. Compare Fairly tunes each side on validation losses and compares them on fresh seeds.',
        ),
      ]
    : [said];
}

/** One a learning rate: the run itself, or else the newest. */
function ratesLike(here: AtRate, runs: readonly RunSummary[]): Map<number, AtRate> {
  const rates = new Map([[here.learningRate, here]]);
  for (const { atRate } of runs)
    if (atRate?.key === here.key && !rates.has(atRate.learningRate)) rates.set(atRate.learningRate, atRate);
  return rates;
}

function bestOf(rates: readonly AtRate[], side: SideId): AtRate | undefined {
  return rates
    .filter((rate) => Number.isFinite(rate[side].mean))
    .reduce<AtRate | undefined>(
      (best, rate) => (best && best[side].mean <= rate[side].mean ? best : rate),
      undefined,
    );
}

/** −1: the first is lower; 0: by nothing that matters. */
function signOf(first: number, second: number): number {
  const ratio = Math.log(first / second);
  return Math.abs(ratio) <= SMALLEST.loss ? 0 : Math.sign(ratio);
}
