import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { type Idea, SRIVASTAVA } from '../idea';
import '../mask-table';

/** A realization: the thinned net of this step. */
export const masks: Idea = {
  id: 'masks',
  title: () => l10n.t('One thinned net'),
  text: () =>
    l10n.t(
      'Every training step draws a mask. A neuron marked False puts out nothing, and in the backward pass no gradient goes through it: the signal is blocked both ways, by the same mask. The next step draws another: press Next mask. In evaluation there is no mask at all.',
    ),
  source: { label: 'Srivastava et al. 2014, § 4', url: SRIVASTAVA },
  network: true,
  view: (store) => html`<dp-mask-table .store=${store}></dp-mask-table>`,
};
