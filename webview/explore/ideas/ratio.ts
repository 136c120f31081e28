import * as l10n from '@vscode/l10n';
import type { Idea } from '../idea';
import { appendix, figure, SRIVASTAVA } from '../sources';

/** Test loss against drop ratio. */
export const ratio: Idea = {
  id: 'ratio',
  title: () => l10n.t('How much to drop'),
  claims: () => [
    {
      text: l10n.t(
        'Too little does not prevent overfitting; too much hinders training itself, so that even the training loss, measured with all neurons, stays high. In between the curve of the test loss is often flat.',
      ),
      source: figure(SRIVASTAVA, 9),
    },
    {
      text: l10n.t(
        'People start between 0.2 and 0.5 at hidden layers; what is best depends on the data and the width.',
      ),
      source: appendix(SRIVASTAVA, 'A.4'),
    },
    {
      text: l10n.t(
        'The sweep trains your set-up at ten ratios and several seeds, and shows training and test loss.',
      ),
    },
  ],
  sweeps: ['ratio'],
  hasFigure: true,
  scenario: 'ratio-too-high',
  sweepOptions: { withTraining: true },
};
