import * as l10n from '@vscode/l10n';
import type { StudyAxis, StudyFleet, StudyState, TRIAL_ENDS, TRIAL_STATES } from '../../protocol';
import { formatNumber, formatPlace, formatScore, NONE } from '../format';
import { DEVIATION, type Quantity, type Trials } from './trials';

type Study = Pick<StudyState, 'axes' | 'task'>;

export function quantityTitle(quantity: Quantity, task: StudyState['task']): string {
  if (quantity === 'testScore') return task === 'regression' ? l10n.t('test R²') : l10n.t('test accuracy');
  if (quantity === 'testLoss') return l10n.t('test loss');
  return quantity === 'trainLoss' ? l10n.t('training loss') : l10n.t('validation loss');
}

/** `validation loss over Drop ratio and Learning rate` */
export const heatTitle = (
  { axes, task }: Study,
  [x, y]: readonly [number, number],
  quantity: Quantity,
): string => l10n.t('{0} over {1} and {2}', quantityTitle(quantity, task), axes[x]!.title, axes[y]!.title);

export const parallelTitle = ({ task }: Study, quantity: Quantity): string =>
  l10n.t('Each trial as a line over all settings to its {0}', quantityTitle(quantity, task));

export function quantityText(quantity: Quantity, value: number, task: StudyState['task']): string {
  return quantity === 'testScore' ? formatScore(value, task ?? 'classification') : formatNumber(value);
}

/** A value of a setting; that which a trial does not have: `–`. */
export function valueText({ choices }: StudyAxis, value: number): string {
  if (Number.isNaN(value)) return NONE;
  return choices ? (choices[value] ?? NONE) : formatPlace(value);
}

export function statusText(status: StudyState['status']): string {
  const texts: Readonly<Record<StudyState['status'], string>> = {
    running: l10n.t('running'),
    paused: l10n.t('paused'),
    completed: l10n.t('completed'),
    stopped: l10n.t('stopped'),
    failed: l10n.t('failed'),
    elsewhere: l10n.t('running in another window'),
  };
  return texts[status];
}

export function stateText(state: (typeof TRIAL_STATES)[number]): string {
  const texts: Readonly<Record<typeof state, string>> = {
    running: l10n.t('running'),
    complete: l10n.t('complete'),
    pruned: l10n.t('pruned'),
    failed: l10n.t('failed'),
  };
  return texts[state];
}

/** Why a trial ended early; empty: it did not. */
export function endText(end: (typeof TRIAL_ENDS)[number]): string {
  const texts: Readonly<Record<typeof end, string>> = {
    none: '',
    beaten: l10n.t('clearly worse than the best on the same seeds'),
    median: l10n.t('worse than the median at the same epoch'),
    rung: l10n.t('not among the best third at a rung'),
    diverged: l10n.t('diverged'),
    failed: '',
  };
  return texts[end];
}

/** `pruned: worse than the median at the same epoch` */
export function fateText(trials: Trials, trial: number): string {
  const [state, end] = [stateText(trials.state(trial)), endText(trials.why(trial))];
  return end ? l10n.t('{0}: {1}', state, end) : state;
}

/** `Drop ratio 0.3, Learning rate 0.003`; what a trial does not have is left out. */
export function valuesText({ axes }: Study, trials: Trials, trial: number): string {
  return axes
    .flatMap((axis, i) => {
      const value = trials.value(trial, i);
      return Number.isNaN(value) ? [] : [`${axis.title} ${valueText(axis, value)}`];
    })
    .join(', ');
}

/** A trial's value of a quantity, with the deviation over its seeds where it is known. */
export function resultText(
  trials: Trials,
  trial: number,
  quantity: Quantity,
  task: StudyState['task'],
): string {
  const deviation = trials.get(trial, DEVIATION[quantity]);
  const values = [trials.get(trial, quantity), ...(Number.isFinite(deviation) ? [deviation] : [])];
  return values.map((value) => quantityText(quantity, value, task)).join(' ± ');
}

/** A trial in a line: number, values, result, and how it ended where that is not as planned. */
export function trialText(study: Study, trials: Trials, trial: number, quantity: Quantity): string {
  const result = `${quantityTitle(quantity, study.task)} ${resultText(trials, trial, quantity, study.task)}`;
  const isWhole = trials.state(trial) === 'complete' && trials.why(trial) === 'none';
  const isTold = isWhole && trials.get(trial, 'seeds') === 0;
  const parts = [l10n.t('Trial {0}', trial), valuesText(study, trials, trial), result];
  const fate = isTold ? l10n.t('reported by another program') : fateText(trials, trial);
  return [...parts, ...(isWhole && !isTold ? [] : [fate])].join(' · ');
}

/** `12 s`, `3 min`, `1.5 h`; empty where it is not known. */
export function durationText(seconds: number): string {
  if (!(seconds >= 1)) return '';
  if (seconds < 90) return l10n.t('{0} s', Math.round(seconds));
  return seconds < 5_400
    ? l10n.t('{0} min', Math.round(seconds / 60))
    : l10n.t('{0} h', (seconds / 3_600).toFixed(1));
}

/** What a person can do while their Optuna is waited for. */
export const awaitedWords = (count: number): string =>
  count === 0
    ? l10n.t(
        'It waits for trials that your own Optuna proposes: copy a few lines of Python and run them where Optuna is installed. Any of its samplers will do.',
      )
    : l10n.t('It waits for the next trial that your own Optuna proposes.');

/** The answer; before there is one, what is known so far. */
export function studySentence(study: StudyState, trials: Trials): string {
  const { answer, status, reason, fresh, freshTotal, count } = study;
  if (answer) return answer.sentence;
  if (status === 'failed' && reason) return reason;
  const best = trials.best();
  if (best === undefined)
    return count === 0 || trials.state(0) === 'running'
      ? l10n.t('No trial has ended yet.')
      : l10n.t('No trial has ended with a finite loss yet.');
  const loss = resultText(trials, best, 'validationLoss', study.task);
  const lead = l10n.t(
    'Best so far: {0}, with a validation loss of {1}.',
    valuesText(study, trials, best),
    loss,
  );
  return `${lead} ${furtherWords(fresh.length, freshTotal, trials)}`.trim();
}

function furtherWords(fresh: number, freshTotal: number, trials: Trials): string {
  const complete = trials.counting('validationLoss').length;
  if (fresh > 0)
    return l10n.t('It is trained on seeds that the search has not seen: {0} of {1}.', fresh, freshTotal);
  if (complete < 2) return '';
  return l10n.t('The best of {0} looks better than it is; fresh seeds will tell.', complete);
}

export const machineTitles = (): string[] => [
  l10n.t('Machine'),
  l10n.t('Threads'),
  l10n.t('Trained'),
  l10n.t('Mean time'),
  l10n.t('State'),
];

export function machineTexts({
  name,
  threads,
  trained,
  meanSeconds,
  differs,
  isHere,
}: StudyFleet['machines'][number]): string[] {
  const mean = meanSeconds === null ? NONE : l10n.t('{0} s', formatNumber(meanSeconds));
  const state = differs ? l10n.t('put aside') : isHere ? l10n.t('here') : l10n.t('gone');
  return [name, isHere ? String(threads) : NONE, String(trained), mean, state];
}
