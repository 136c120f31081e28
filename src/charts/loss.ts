import * as l10n from '@vscode/l10n';
import { type ChartSpec, formatTick, type Stroke } from './chart-spec';
import { formatNumber } from './format';

/** Losses: cross-entropy in nats, or mean squared error of the standardized target. */
export const loss: ChartSpec = {
  id: 'loss',
  title: () => l10n.t('Loss'),
  lines: () => [
    line('dropout', 'testLoss', l10n.t('test'), 'solid', 2),
    line('dropout', 'validationLoss', l10n.t('validation'), 'longDashed', 1.25),
    line('dropout', 'trainLoss', l10n.t('train'), 'dashed', 1.5),
    line('dropout', 'trainLossWithDropout', l10n.t('train, dropout on'), 'dotted', 1.25),
    line('baseline', 'testLoss', l10n.t('test'), 'solid', 2),
    line('baseline', 'validationLoss', l10n.t('validation'), 'longDashed', 1.25),
    line('baseline', 'trainLoss', l10n.t('train'), 'dashed', 1.5),
  ],
  format: formatNumber,
  tick: formatTick,
  labelsMarks: true,
  logarithmic: true,
  axis: ({ to }, _task, ceiling) => ({ from: 0, to: Math.min(to, ceiling) }),
};

function line(
  variant: 'dropout' | 'baseline',
  column: 'testLoss' | 'validationLoss' | 'trainLoss' | 'trainLossWithDropout',
  title: string,
  stroke: Stroke,
  width: number,
) {
  return { id: `${variant}.${column}`, variant, column, title, stroke, width };
}
