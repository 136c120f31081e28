import * as l10n from '@vscode/l10n';
import { comparePaired, type PairedComparison } from '../core/analysis/compare/paired';
import { SMALLEST } from '../core/analysis/compare-pairs';
import { formatNumber } from '../experiment/number-text';
import { chartsOf } from './charts';
import { courseOf } from './course';
import { counted, dropRatioOf, isDropRatio, seedOf } from './group';
import type { LogRun } from './run';
import type { LogVerdict } from './words';

/** What some trainings with dropout and some without carry together. */
export interface PairsVerdict extends Omit<LogVerdict, 'kind'> {
  readonly kind: PairedComparison['claim'];
}

interface Ended {
  readonly ratio: number;
  readonly seed: string;
  /** All settings but these two. */
  readonly rest: string;
  /** The validation loss at the end. */
  readonly loss: number;
}

/**
 * Compares trainings with and without dropout that are otherwise the same, paired by their seeds, by the rules of every
 * comparison here: of each ratio of losses the logarithm, and a claim for as few pairs as carry one. Undefined where no
 * two pairs are there.
 */
export function pairsVerdict(runs: readonly LogRun[]): PairsVerdict | undefined {
  const ended = runs.flatMap(endOf);
  const ratios = [...new Set(ended.map(({ ratio }) => ratio))].filter((ratio) => ratio > 0);
  const compared = ratios.flatMap((ratio) => {
    const pairs = ended.flatMap((one): (readonly [Ended, Ended])[] => {
      const other = ended.find((two) => two.ratio === 0 && two.seed === one.seed && two.rest === one.rest);
      return one.ratio === ratio && other ? [[one, other]] : [];
    });
    return pairs.length < 2 ? [] : [{ ratio, pairs }];
  });
  const best = compared.toSorted((a, b) => meanOf(a.pairs) - meanOf(b.pairs))[0];
  if (!best) return undefined;
  const differences = best.pairs.map(([one, other]) => Math.log(one.loss / other.loss));
  const comparison = comparePaired(differences, {
    planned: best.pairs.length,
    relevant: SMALLEST.loss,
    comparisons: compared.length,
  });
  return inWords(best.ratio, best.pairs, comparison);
}

function endOf(run: LogRun): Ended[] {
  const ratio = dropRatioOf(run);
  const seed = seedOf(run);
  const course = courseOf(chartsOf(run.curves));
  const loss = course?.isLoss ? course.end.validation : Number.NaN;
  if (ratio === undefined || seed === undefined || !(loss > 0)) return [];
  const rest = counted(run).filter(([name]) => !isDropRatio(name));
  return [{ ratio, seed, rest: JSON.stringify(rest), loss }];
}

const meanOf = (pairs: readonly (readonly [Ended, Ended])[]): number =>
  pairs.reduce((sum, [one, other]) => sum + Math.log(one.loss / other.loss), 0) / pairs.length;

function inWords(
  ratio: number,
  pairs: readonly (readonly [Ended, Ended])[],
  { claim, difference, pairsNeeded }: PairedComparison,
): PairsVerdict {
  const mean = (side: 0 | 1) =>
    formatNumber(pairs.reduce((sum, pair) => sum + pair[side].loss, 0) / pairs.length);
  const percent = (logRatio: number) =>
    `${logRatio < 0 ? '−' : '+'}${Math.abs(100 * Math.expm1(logRatio)).toFixed(1)} %`;
  const lead = l10n.t(
    'Validation loss at the end: {0} with dropout, {1} without, {2} on the mean of {3} pairs of the same seed.',
    ...[mean(0), mean(1), percent(difference.mean), pairs.length],
  );
  const range = Number.isFinite(difference.low + difference.high)
    ? l10n.t(
        'The interval of the difference is from {0} to {1}.',
        percent(difference.low),
        percent(difference.high),
      )
    : l10n.t('These are too few pairs for an interval.');
  const more = pairsNeeded === null ? [] : [l10n.t('About {0} pairs would probably settle it.', pairsNeeded)];
  const tone = claim === 'lower' ? 'good' : claim === 'higher' ? 'bad' : 'neutral';
  return { kind: claim, tone, title: TITLES[claim](ratio, pairs.length), lead, remarks: [range, ...more] };
}

const TITLES: Readonly<Record<PairedComparison['claim'], (ratio: number, pairs: number) => string>> = {
  lower: (ratio) => l10n.t('Drop ratio {0} has a lower validation loss than no dropout.', ratio),
  higher: (ratio) => l10n.t('Drop ratio {0} has a higher validation loss than no dropout.', ratio),
  none: (ratio) => l10n.t('Drop ratio {0} and no dropout do not differ by anything that matters.', ratio),
  open: (ratio, pairs) => l10n.t('{1} seeds do not settle whether drop ratio {0} helps.', ratio, pairs),
};
