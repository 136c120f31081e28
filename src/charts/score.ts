import * as l10n from '@vscode/l10n';
import { type ChartSpec, formatTick, type LineSpec } from './chart-spec';
import { formatScore } from './format';

const lines = (variant: LineSpec['variant']): readonly LineSpec[] => [
  {
    id: `${variant}.testScore`,
    variant,
    column: 'testScore',
    title: l10n.t('test'),
    stroke: 'solid',
    width: 2,
  },
  {
    id: `${variant}.validationScore`,
    variant,
    column: 'validationScore',
    title: l10n.t('validation'),
    stroke: 'longDashed',
    width: 1.25,
  },
  {
    id: `${variant}.trainScore`,
    variant,
    column: 'trainScore',
    title: l10n.t('train'),
    stroke: 'dashed',
    width: 1.5,
  },
];

/** Accuracy, or R² for regression. */
export const score: ChartSpec = {
  id: 'score',
  title: (task) => (task === 'classification' ? l10n.t('Accuracy') : l10n.t('R²')),
  lines: () => [...lines('dropout'), ...lines('baseline')],
  format: formatScore,
  tick: (value, task) => (task === 'classification' ? `${formatTick(value * 100)}%` : formatTick(value)),
  labelsMarks: false,
  logarithmic: false,
  axis: ({ from }, task) =>
    task === 'classification'
      ? { from: Math.max(0, Math.floor(from * 10) / 10), to: 1 }
      : // An R² far below 0 is no more informative than one just below 0, and would flatten the rest.
        { from: Math.max(-0.5, Math.min(0, Math.floor(from * 10) / 10)), to: 1 },
};
