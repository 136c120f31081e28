import * as l10n from '@vscode/l10n';
import { comparePaired, type PairedComparison } from '../core/analysis/compare/paired';
import { SMALLEST } from '../core/analysis/compare-pairs';
import { formatNumber } from '../experiment/number-text';
import { roleWords } from '../experiment/role-words';
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
  readonly measure: Measure;
  /** What is measured, at the end. */
  readonly value: number;
}

/** In the order in which one is believed. */
const MEASURES = ['validationLoss', 'testLoss', 'validationScore', 'testScore'] as const;
type Measure = (typeof MEASURES)[number];
const isScore = (measure: Measure): boolean => measure.endsWith('Score');

/**
 * Compares trainings with and without dropout that are otherwise the same, paired by their seeds, by the rules of every
 * comparison here: of each ratio of losses the logarithm, of scores the difference, and a claim for as few pairs as carry
 * one. Undefined where no two pairs are there.
 */
export function pairsVerdict(runs: readonly LogRun[]): PairsVerdict | undefined {
  const all = runs.flatMap(endsOf);
  for (const measure of MEASURES) {
    const verdict = verdictBy(
      measure,
      all.filter((one) => one.measure === measure),
    );
    if (verdict) return verdict;
  }
  return undefined;
}

function verdictBy(measure: Measure, ended: readonly Ended[]): PairsVerdict | undefined {
  const ratios = [...new Set(ended.map(({ ratio }) => ratio))].filter((ratio) => ratio > 0);
  const compared = ratios.flatMap((ratio) => {
    const pairs = ended.flatMap((one): Pair[] => {
      const other = ended.find((two) => two.ratio === 0 && two.seed === one.seed && two.rest === one.rest);
      return one.ratio === ratio && other ? [[one, other]] : [];
    });
    return pairs.length < 2 ? [] : [{ ratio, pairs }];
  });
  const sign = isScore(measure) ? -1 : 1;
  const best = compared.toSorted((a, b) => sign * (meanOf(a.pairs) - meanOf(b.pairs)))[0];
  if (!best) return undefined;
  const differences = best.pairs.map(differenceOf);
  const comparison = comparePaired(differences, {
    planned: best.pairs.length,
    relevant: isScore(measure) ? SMALLEST.score * unitOf(best.pairs) : SMALLEST.loss,
    comparisons: compared.length,
  });
  return inWords(measure, best.ratio, best.pairs, comparison);
}

type Pair = readonly [Ended, Ended];

const differenceOf = ([one, other]: Pair): number =>
  isScore(one.measure) ? one.value - other.value : Math.log(one.value / other.value);

/** Many log a score in per cent. */
const unitOf = (pairs: readonly Pair[]): number =>
  pairs.flat().some(({ value }) => Math.abs(value) > 1.5) ? 100 : 1;

/** What a training ends with: a loss and a score of rows that do not train, as far as there are any. */
function endsOf(run: LogRun): Ended[] {
  const ratio = dropRatioOf(run);
  const seed = seedOf(run);
  if (ratio === undefined || seed === undefined) return [];
  const rest = JSON.stringify(counted(run).filter(([name]) => !isDropRatio(name)));
  const charts = chartsOf(run.curves);
  return (['loss', 'score'] as const).flatMap((kind): Ended[] => {
    const validates = ({ role }: LogRun['curves'][number]) => /^(?:validation|test)/.test(role ?? '');
    const chart = charts.find((one) => one.kind === kind && one.curves.some(validates));
    const course = chart && courseOf([chart]);
    const value = course?.end.validation ?? Number.NaN;
    if (!course || !(kind === 'loss' ? value > 0 : Number.isFinite(value))) return [];
    const measure = `${course.isTest ? 'test' : 'validation'}${kind === 'loss' ? 'Loss' : 'Score'}` as const;
    return [{ ratio, seed, rest, measure, value }];
  });
}

const meanOf = (pairs: readonly Pair[]): number =>
  pairs.reduce((sum, pair) => sum + differenceOf(pair), 0) / pairs.length;

function inWords(
  measure: Measure,
  ratio: number,
  pairs: readonly Pair[],
  { claim, difference, pairsNeeded }: PairedComparison,
): PairsVerdict {
  const mean = (side: 0 | 1) =>
    formatNumber(pairs.reduce((sum, pair) => sum + pair[side].value, 0) / pairs.length);
  const change = (size: number) =>
    isScore(measure)
      ? `${size < 0 ? '−' : '+'}${formatNumber(Math.abs(size))}`
      : `${size < 0 ? '−' : '+'}${Math.abs(100 * Math.expm1(size)).toFixed(1)} %`;
  const lead = l10n.t(
    'At the end, {0}: {1} with dropout, {2} without, {3} on the mean of {4} pairs of the same seed.',
    ...[roleWords(measure), mean(0), mean(1), change(difference.mean), pairs.length],
  );
  const range = Number.isFinite(difference.low + difference.high)
    ? l10n.t(
        'The interval of the difference is from {0} to {1}.',
        change(difference.low),
        change(difference.high),
      )
    : l10n.t('These are too few pairs for an interval.');
  const more = pairsNeeded === null ? [] : [l10n.t('About {0} pairs would probably settle it.', pairsNeeded)];
  const good = isScore(measure) ? 'higher' : 'lower';
  const tone = claim === good ? 'good' : claim === 'none' || claim === 'open' ? 'neutral' : 'bad';
  return {
    kind: claim,
    tone,
    title: TITLES[claim](ratio, pairs.length, roleWords(measure)),
    lead,
    remarks: [range, ...more],
  };
}

const TITLES: Readonly<
  Record<PairedComparison['claim'], (ratio: number, pairs: number, what: string) => string>
> = {
  lower: (ratio, _, what) => l10n.t('Drop ratio {0} has a lower {1} than no dropout.', ratio, what),
  higher: (ratio, _, what) => l10n.t('Drop ratio {0} has a higher {1} than no dropout.', ratio, what),
  none: (ratio) => l10n.t('Drop ratio {0} and no dropout do not differ by anything that matters.', ratio),
  open: (ratio, pairs) => l10n.t('{1} seeds do not settle whether drop ratio {0} helps.', ratio, pairs),
};
