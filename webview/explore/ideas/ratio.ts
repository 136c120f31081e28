import * as l10n from '@vscode/l10n';
import { type Idea, SRIVASTAVA } from '../idea';
import { sweepPlot } from '../sweep-plot';

/** Test loss against drop ratio. */
export const ratio: Idea = {
  id: 'ratio',
  title: () => l10n.t('How much'),
  text: () =>
    l10n.t(
      'Too little does not help, too much stops the network from learning. People start between 0.2 and 0.5, and the curve is often flat there: what is best depends on the data and the width. The sweep trains your set-up at ten ratios and several seeds.',
    ),
  source: { label: 'Srivastava et al. 2014, fig. 9', url: SRIVASTAVA },
  sweep: 'ratio',
  scenario: 'ratio-too-high',
  view: (store) => sweepPlot(store, 'ratio', { x: l10n.t('drop ratio'), axis: 'linear' }),
};
