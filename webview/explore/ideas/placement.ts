import * as l10n from '@vscode/l10n';
import type { Idea } from '../idea';
import { appendix, BREIMAN, SRIVASTAVA, section } from '../sources';
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
  claims: () => [
    {
      text: l10n.t('Hidden layers are the usual place. At the input 0.2 is usual.'),
      source: appendix(SRIVASTAVA, 'A.4'),
    },
    {
      text: l10n.t(
        'At the input, dropout hides a random subset of the features from every sample, as random forests do for each split.',
      ),
      source: section(BREIMAN, '4'),
    },
    {
      text: l10n.t(
        'At the output it sets logits to zero. When it is the true class’s, the network is left with a guess: the table shows what that costs.',
      ),
    },
  ],
  sweep: 'placement',
  view: (store) =>
    sweepPlot(store, 'placement', {
      x: l10n.t('placement'),
      axis: 'categories',
      category: (label) => NAMES[label]?.() ?? label,
    }),
};
