import * as l10n from '@vscode/l10n';
import type { TrialTableColumn } from '../../src/charts/study/table';
import { QUANTITIES, type Trials } from '../../src/charts/study/trials';
import { fateText, quantityTitle, resultText, valueText } from '../../src/charts/study/words';
import type { StudyState } from '../../src/protocol';
import { formatCount, formatNumber, NONE } from '../format';

/** The columns of the table of trials. */
export function trialColumns(study: Pick<StudyState, 'axes' | 'task'>, trials: Trials): TrialTableColumn[] {
  const { axes, task } = study;
  const whole = (value: number) => (Number.isNaN(value) ? NONE : formatCount(value));
  const column = (
    id: 'seeds' | 'epoch' | 'seconds',
    title: string,
    format: (value: number) => string,
  ): TrialTableColumn => ({
    ...{ id, title },
    value: (trial) => trials.get(trial, id),
    text: (trial) => format(trials.get(trial, id)),
  });
  return [
    { id: 'trial', title: l10n.t('trial'), value: (trial) => trial, text: formatCount },
    ...axes.map(
      (axis, i): TrialTableColumn => ({
        id: axis.name,
        title: axis.title,
        value: (trial) => trials.value(trial, i),
        text: (trial) => valueText(axis, trials.value(trial, i)),
        hasWords: axis.choices !== undefined,
      }),
    ),
    ...QUANTITIES.map(
      (quantity): TrialTableColumn => ({
        id: quantity,
        title: quantityTitle(quantity, task),
        value: (trial) => trials.get(trial, quantity),
        text: (trial) => resultText(trials, trial, quantity, task),
      }),
    ),
    column('epoch', l10n.t('best epoch'), whole),
    column('seeds', l10n.t('seeds'), whole),
    column('seconds', l10n.t('seconds'), formatNumber),
    {
      id: 'state',
      title: l10n.t('state'),
      value: (trial) => trials.get(trial, 'state'),
      text: (trial) => fateText(trials, trial),
      hasWords: true,
    },
  ];
}
