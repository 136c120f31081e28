import * as l10n from '@vscode/l10n';
import { formatCount, formatScore, NONE } from '../charts/format';
import { taskOf } from '../charts/model';
import { COLUMN, type Column, type Rows } from '../charts/rows';
import { isFinished } from '../core/analysis/comparable';
import { spreadOf } from '../core/analysis/spread';
import type { Task } from '../core/dataset';
import { choosingLoss, type Variant } from '../core/trainer-types';
import { formatNumber } from '../experiment/words';
import type { MemberState } from '../protocol';
import { table } from './markdown';
import { type RecordedRun, rowsOf } from './recorded-run';

const NUMBERS = new Set([1, 2, 3, 4, 5, 6]);

/** The last values of both variants, their means and sample standard deviations over seeds. */
export function resultsText(recorded: RecordedRun): string {
  const { members } = recorded.run;
  const series = rowsOf(recorded);
  const task = taskOf(recorded.run);
  const rows = (['dropout', 'baseline'] as const).flatMap((variant) => {
    const seeds = members.filter(
      (member) => member.variant === variant && (series.get(member.key)?.count ?? 0) > 0,
    );
    return seeds.length === 0 ? [] : [meanRow(variant, seeds, series, task)];
  });
  return table(headOf(task, l10n.t('Variant')), rows, NUMBERS);
}

/** The last values of every seed, and how it ended. */
export function seedsText(recorded: RecordedRun): string {
  const series = rowsOf(recorded);
  const task = taskOf(recorded.run);
  const rows = recorded.run.members.map((member) => {
    const name = l10n.t('{0}, seed {1}', variantWords(member.variant), member.seed);
    return [name, ...seedCells(series.get(member.key), task), endingText(member)];
  });
  return table([...headOf(task, l10n.t('Training')), l10n.t('Ending')], rows, NUMBERS);
}

function headOf(task: Task, first: string): string[] {
  const score =
    task === 'classification'
      ? [l10n.t('Training accuracy'), l10n.t('Test accuracy')]
      : [l10n.t('Training R²'), l10n.t('Test R²')];
  return [
    first,
    l10n.t('Training loss'),
    l10n.t('Test loss'),
    ...score,
    l10n.t('Test loss at the best epoch'),
    l10n.t('Best epoch'),
  ];
}

const variantWords = (variant: Variant): string =>
  variant === 'dropout' ? l10n.t('with dropout') : l10n.t('without dropout');

/** Of the seeds that came to their end; of all where none did. */
function meanRow(
  variant: Variant,
  seeds: readonly MemberState[],
  series: ReadonlyMap<string, Rows>,
  task: Task,
): string[] {
  const whole = seeds.filter(isFinished);
  const rows = (whole.length > 0 ? whole : seeds).map(({ key }) => series.get(key)!);
  const over = (column: Column, format: (value: number) => string) =>
    spreadText(
      rows.map((one) => one.at(one.count - 1, COLUMN[column])),
      format,
    );
  const best = rows.map(bestOf);
  const score = (value: number) => formatScore(value, task);
  return [
    variantCell(variant, rows.length, seeds.length),
    over('trainLoss', formatNumber),
    over('testLoss', formatNumber),
    over('trainScore', score),
    over('testScore', score),
    spreadText(
      best.map(({ loss }) => loss),
      formatNumber,
    ),
    spreadText(
      best.map(({ epoch }) => epoch),
      formatCount,
    ),
  ];
}

function variantCell(variant: Variant, counted: number, seeds: number): string {
  const name = variantWords(variant);
  if (seeds === 1) return name;
  return counted === seeds
    ? l10n.t('{0} ({1} seeds)', name, seeds)
    : l10n.t('{0} ({1} of {2} seeds)', name, counted, seeds);
}

function seedCells(rows: Rows | undefined, task: Task): string[] {
  if (!rows || rows.count === 0) return [NONE, NONE, NONE, NONE, NONE, NONE];
  const last = (column: Column) => rows.at(rows.count - 1, COLUMN[column]);
  const best = bestOf(rows);
  return [
    formatNumber(last('trainLoss')),
    formatNumber(last('testLoss')),
    formatScore(last('trainScore'), task),
    formatScore(last('testScore'), task),
    formatNumber(best.loss),
    formatCount(best.epoch),
  ];
}

/** Mean and sample standard deviation; one value that is not finite (a run that diverged) makes both none. */
function spreadText(values: readonly number[], format: (value: number) => string): string {
  if (!values.every(Number.isFinite)) return NONE;
  const { mean, deviation, count } = spreadOf(values);
  // Not to be broken between lines: cells are narrow.
  return count > 1 ? `${format(mean)}\u00a0±\u00a0${format(deviation)}` : format(mean);
}

/** The test loss at the epoch that validation chooses (the test loss itself where nothing validates). */
function bestOf(rows: Rows): { readonly loss: number; readonly epoch: number } {
  const choosing = (index: number) =>
    choosingLoss({
      validationLoss: rows.at(index, COLUMN.validationLoss),
      testLoss: rows.at(index, COLUMN.testLoss),
    });
  let best = Math.min(1, rows.count - 1);
  for (let index = best + 1; index < rows.count; index++) {
    if (choosing(index) < choosing(best) || !Number.isFinite(choosing(best))) best = index;
  }
  return { loss: rows.at(best, COLUMN.testLoss), epoch: rows.at(best, COLUMN.epoch) };
}

function endingText({ ending, failure, status }: MemberState): string {
  if (failure) return l10n.t('failed at step {0}', formatCount(failure.step));
  if (!ending) return status === 'queued' ? l10n.t('not begun') : l10n.t('not over');
  const words = {
    completed: l10n.t('completed'),
    stoppedEarly: l10n.t('stopped early at epoch {0}', formatCount(ending.epoch)),
    diverged: l10n.t('diverged at step {0}', formatCount(ending.step)),
    stopped: l10n.t('stopped at epoch {0}', formatCount(ending.epoch)),
  };
  return ending.restored === undefined
    ? words[ending.kind]
    : l10n.t('{0}; the weights of epoch {1} put back', words[ending.kind], formatCount(ending.restored));
}
