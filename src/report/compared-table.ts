import * as l10n from '@vscode/l10n';
import { comparedVariant, type RunCurves } from '../charts/compared';
import { formatScore } from '../charts/format';
import { taskOf } from '../charts/model';
import type { Column } from '../charts/rows';
import { spreadOf } from '../core/analysis/spread';
import type { Variant } from '../core/trainer-types';
import { type DifferenceRow, differenceTable } from '../experiment/differences';
import { formatNumber } from '../experiment/words';
import type { ComparedTraining, LogRole } from '../protocol';
import { finalValues } from './results';

/** What compared runs differ in, and what they came to: settings and results by rows, runs by columns. */
export interface ComparedTable {
  /** Names of the runs. */
  readonly runs: readonly string[];
  /** Only what differs. */
  readonly settings: readonly DifferenceRow[];
  readonly results: readonly DifferenceRow[];
}

/**
 * Compares any number of runs, and other trainings behind them; empty where there are fewer than two. What a log calls its
 * settings is not what this program calls its own: they have a row for themselves.
 */
export function comparedTable(
  all: readonly RunCurves[],
  trainings: readonly ComparedTraining[] = [],
): ComparedTable {
  if (all.length + trainings.length < 2) return { runs: [], settings: [], results: [] };
  const none = trainings.map(() => '–');
  const row = (title: string, variant: Variant, column: Column, format: (value: number) => string) => ({
    title,
    values: [
      ...all.map((one) => spreadText(finalValues(one.run, one.series, variant, column), format)),
      ...none,
    ],
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
  const beside = trainings.length > 0 ? besideRows(all, trainings, score) : [];
  const own = differenceTable(all.map(({ run }) => run.experiment));
  const settings = own.map(({ title, values }) => ({ title, values: [...values, ...none] }));
  if (trainings.some(({ settings: some }) => some.length > 0))
    settings.push({
      title: trainings.every(({ from }) => from === 'log')
        ? l10n.t('Settings in the log')
        : l10n.t('Settings in log or script'),
      values: [...all.map(() => '–'), ...trainings.map(({ settings: some }) => some.join(' ') || '–')],
    });
  return {
    runs: [...all.map(({ run }) => run.name), ...trainings.map(({ name }) => name)],
    settings,
    results: [...beside, ...results].filter(({ values }) => values.some((value) => value !== '–')),
  };
}

/** What other trainings end with on rows that do not train, and the runs beside them. */
function besideRows(
  all: readonly RunCurves[],
  trainings: readonly ComparedTraining[],
  formatScore: (value: number) => string,
): DifferenceRow[] {
  const row = (title: string, column: LogRole & Column, format: (value: number) => string) => ({
    title,
    values: [
      ...all.map(({ run, series }) =>
        spreadText(finalValues(run, series, comparedVariant(run), column), format),
      ),
      ...trainings.map((training) => lastText(training, column, format)),
    ],
  });
  return [
    row(l10n.t('Last validation loss'), 'validationLoss', formatNumber),
    row(l10n.t('Last test loss'), 'testLoss', formatNumber),
    row(l10n.t('Last validation score'), 'validationScore', formatScore),
    row(l10n.t('Last test score'), 'testScore', formatScore),
  ].filter(({ values }) => values.slice(all.length).some((value) => value !== '–'));
}

function lastText(
  { lines, seeds }: ComparedTraining,
  role: LogRole,
  format: (value: number) => string,
): string {
  const line = lines.find((one) => one.role === role);
  const value = line?.y.at(-1) ?? Number.NaN;
  if (!Number.isFinite(value)) return '–';
  const deviation = line?.deviation?.at(-1);
  const error = deviation === undefined ? '' : ` ± ${format(deviation / Math.sqrt(seeds))}`;
  return `${format(value)}${error} ${l10n.t('(n = {0})', seeds)}`;
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
