import * as l10n from '@vscode/l10n';
import { formatCount, formatScore, NONE } from '../charts/format';
import { taskOf } from '../charts/model';
import { COLUMN, type Column, type Rows } from '../charts/rows';
import { isFinished } from '../core/analysis/comparable';
import { spreadOf } from '../core/analysis/spread';
import { bestOf, finalOf } from '../core/best-epoch';
import type { Task } from '../core/dataset';
import { choosingLoss, type Variant } from '../core/trainer-types';
import { nothingDrops } from '../experiment/sites';
import { formatNumber } from '../experiment/words';
import type { MemberState, RunState } from '../protocol';
import { table } from './markdown';
import { type RecordedRun, rowsOf } from './recorded-run';

const NUMBERS = new Set([1, 2, 3, 4, 5, 6]);

/** Table of final values per variant: means and sample standard deviations over seeds. */
export function resultsText(recorded: RecordedRun): string {
  const { members } = recorded.run;
  const series = rowsOf(recorded);
  const task = taskOf(recorded.run);
  const rows = (['dropout', 'baseline'] as const).flatMap((variant) => {
    const seeds = members.filter(
      (member) => member.variant === variant && (series.get(member.key)?.count ?? 0) > 0,
    );
    return seeds.length === 0 ? [] : [meanRow(nameOf(variant, recorded.run), seeds, series, task)];
  });
  return table(headOf(task, l10n.t('Variant')), rows, NUMBERS);
}

/** Table of final values per seed, and how it ended. */
export function seedsText(recorded: RecordedRun): string {
  const series = rowsOf(recorded);
  const task = taskOf(recorded.run);
  const rows = recorded.run.members.map((member) => {
    const name = l10n.t('{0}, seed {1}', nameOf(member.variant, recorded.run), member.seed);
    return [name, ...seedCells(member, series.get(member.key), task), endingText(member)];
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

/** Name of a variant; a run that drops nothing and has no baseline is called “without dropout”. */
function nameOf(variant: Variant, { experiment, members }: RunState): string {
  const { dropout, network, changes } = experiment;
  const alone = members.every((member) => member.variant === variant) && changes.length === 0;
  const none = alone && nothingDrops(dropout.placement, dropout.ratio, network.hidden.length);
  return variant === 'dropout' && !none ? l10n.t('with dropout') : l10n.t('without dropout');
}

/** The values of a variant's final networks, one for each seed that finished; of all where none did. */
export function finalValues(
  { members }: RunState,
  series: ReadonlyMap<string, Rows>,
  variant: Variant,
  column: Column,
): number[] {
  const seeds = members.filter(
    (member) => member.variant === variant && (series.get(member.key)?.count ?? 0) > 0,
  );
  return counted(seeds).map(({ key, ending }) => {
    const rows = series.get(key)!;
    const last = ending?.restored === undefined ? rows.count - 1 : rows.indexOfEpoch(ending.restored);
    return rows.at(last, COLUMN[column]);
  });
}

function counted(seeds: readonly MemberState[]): readonly MemberState[] {
  const whole = seeds.filter(isFinished);
  return whole.length > 0 ? whole : seeds;
}

/** Mean over the seeds that finished; over all if none did. */
function meanRow(
  name: string,
  seeds: readonly MemberState[],
  series: ReadonlyMap<string, Rows>,
  task: Task,
): string[] {
  const those = counted(seeds);
  const moments = those.map((member) => momentsOf(member, series.get(member.key)!));
  const over = (column: Column, format: (value: number) => string) =>
    spreadText(
      moments.map(({ final }) => final(column)),
      format,
    );
  const score = (value: number) => formatScore(value, task);
  return [
    variantCell(name, those.length, seeds.length),
    over('trainLoss', formatNumber),
    over('testLoss', formatNumber),
    over('trainScore', score),
    over('testScore', score),
    spreadText(
      moments.map(({ best }) => best('testLoss')),
      formatNumber,
    ),
    spreadText(
      moments.map(({ best }) => best('epoch')),
      formatCount,
    ),
  ];
}

function variantCell(name: string, counted: number, seeds: number): string {
  if (seeds === 1) return name;
  return counted === seeds
    ? l10n.t('{0} ({1} seeds)', name, seeds)
    : l10n.t('{0} ({1} of {2} seeds)', name, counted, seeds);
}

function seedCells(member: MemberState, rows: Rows | undefined, task: Task): string[] {
  if (!rows || rows.count === 0) return [NONE, NONE, NONE, NONE, NONE, NONE];
  const { final, best } = momentsOf(member, rows);
  return [
    formatNumber(final('trainLoss')),
    formatNumber(final('testLoss')),
    formatScore(final('trainScore'), task),
    formatScore(final('testScore'), task),
    formatNumber(best('testLoss')),
    formatCount(best('epoch')),
  ];
}

/** Mean and sample standard deviation; neither is given if a value is not finite (a diverged run). */
function spreadText(values: readonly number[], format: (value: number) => string): string {
  if (!values.every(Number.isFinite)) return NONE;
  const { mean, deviation, count } = spreadOf(values);
  // Non-breaking, since cells are narrow.
  return count > 1 ? `${format(mean)}\u00a0±\u00a0${format(deviation)}` : format(mean);
}

/** Accessor for the values of a row, by column. */
type Moment = (column: Column) => number;

/** Values of the final network, and of the epoch with the best validation loss (test loss without a validation set). */
function momentsOf({ ending }: MemberState, rows: Rows): { readonly final: Moment; readonly best: Moment } {
  const moments = Array.from(
    { length: rows.count },
    (_, index): Moment =>
      (column) =>
        rows.at(index, COLUMN[column]),
  );
  return {
    final: finalOf(moments, (at) => at('epoch'), ending?.restored)!,
    best: bestOf(moments, (at) =>
      choosingLoss({ validationLoss: at('validationLoss'), testLoss: at('testLoss') }),
    ),
  };
}

function endingText({ ending, failure, status }: MemberState): string {
  if (failure) return l10n.t('failed at step {0}', formatCount(failure.step));
  if (!ending) return status === 'queued' ? l10n.t('not started') : l10n.t('unfinished');
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
