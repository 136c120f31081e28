import * as l10n from '@vscode/l10n';
import { type Idea, SRIVASTAVA } from '../idea';
import { sweepPlot } from '../sweep-plot';

const NAMES: Readonly<Record<string, () => string>> = {
  none: () => l10n.t('none'),
  input: () => l10n.t('input'),
  hidden: () => l10n.t('hidden'),
  output: () => l10n.t('output'),
  'input + hidden': () => l10n.t('input + hidden'),
  'hidden + output': () => l10n.t('hidden + output'),
  all: () => l10n.t('all'),
};

/** Where dropout stands. */
export const placement: Idea = {
  id: 'placement',
  title: () => l10n.t('Where'),
  text: () =>
    l10n.t(
      'Hidden layers are the usual place. At the input, dropout hides a random subset of the features in every step, as random forests do for each split; 0.2 is usual there, and with two features it hides half of what there is. At the output it sets logits to zero, which says “as likely as anything else” about a random class: rarely wanted.',
    ),
  source: { label: 'Srivastava et al. 2014, § 6', url: SRIVASTAVA },
  sweep: 'placement',
  view: (store) =>
    sweepPlot(store, 'placement', {
      x: l10n.t('placement'),
      axis: 'categories',
      category: (label) => NAMES[label]?.() ?? label,
    }),
};
