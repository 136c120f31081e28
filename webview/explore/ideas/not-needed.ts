import * as l10n from '@vscode/l10n';
import { type Idea, SRIVASTAVA } from '../idea';
import { sweepPlot } from '../sweep-plot';

/** No overfitting, no need. */
export const notNeeded: Idea = {
  id: 'not-needed',
  title: () => l10n.t('When it is not needed'),
  text: () =>
    l10n.t(
      'With much data, or a small network, there is no overfitting to cure: dropout then costs training time and brings nothing. There are exceptions: dropout in the first part of a run can help against underfitting (arXiv 2303.01500). The sweep trains both twins on more and more samples.',
    ),
  source: { label: 'Srivastava et al. 2014, fig. 10', url: SRIVASTAVA },
  sweep: 'trainingSamples',
  scenario: 'not-needed',
  view: (store) =>
    sweepPlot(store, 'trainingSamples', { x: l10n.t('training samples'), axis: 'logarithmic' }),
};
