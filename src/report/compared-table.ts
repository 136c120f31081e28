import * as l10n from '@vscode/l10n';
import type { RunCurves } from '../charts/compared';
import { formatScore } from '../charts/format';
import { taskOf } from '../charts/model';
import type { Column } from '../charts/rows';
import { spreadOf } from '../core/analysis/spread';
import type { Variant } from '../core/trainer-types';
import { type DifferenceRow, differenceTable } from '../experiment/differences';
import { formatNumber } from '../experiment/words';
import { finalValues } from './results';

/** What compared runs differ in, and what they came to: settings and results by rows, runs by columns. */
export interface ComparedTable {
  /** Names of the runs. */
  readonly runs: readonly string[];
  /** Only what differs. */
  readonly settings: readonly DifferenceRow[];
  readonly results: readonly DifferenceRow[];
}

/** Compares any number of runs; empty where there are fewer than two. */
export function comparedTable(all: readonly RunCurves[]): ComparedTable {
  if (all.length < 2) return { runs: [], settings: [], results: [] };
  const row = (title: string, variant: Variant, column: Column, format: (value: number) => string) => ({
    title,
    values: all.map((one) => spreadText(finalValues(one.run, one.series, variant, column), format)),
  });
  const task = taskOf(all[0]!.run);
  const score = (value: number) => formatScore(value, task);
  const isClasses = task === 'classification';
  const results = [
    row(l10n.t('Test loss with dropout'), 'dropout', 'testLoss', formatNumber),
    row(l10n.t('Test loss without dropout'), 'baseline', 'testLoss', formatNumber),
    row(
      isClasses ? l10n.t('Test accuracy with dropout') : l10n.t('Test R² with dropout'),
      ...(['dropout', 'testScore', score] as const),
    ),
    row(
      isClasses ? l10n.t('Test accuracy without dropout') : l10n.t('Test R² without dropout'),
      ...(['baseline', 'testScore', score] as const),
    ),
  ];
  return {
    runs: all.map(({ run }) => run.name),
    settings: differenceTable(all.map(({ run }) => run.experiment)),
    results: results.filter(({ values }) => values.some((value) => value !== '–')),
  };
}

/** `0.312 ± 0.004 (n = 5)`: mean and its standard error over seeds; where one diverged, how many of them have a value. */
function spreadText(values: readonly number[], format: (value: number) => string): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return '–';
  const { mean, deviation, count } = spreadOf(finite);
  const error = count > 1 ? ` ± ${format(deviation / Math.sqrt(count))}` : '';
  const n =
    count === values.length ? l10n.t('(n = {0})', count) : l10n.t('(n = {0} of {1})', count, values.length);
  return `${format(mean)}${error} ${n}`;
}
