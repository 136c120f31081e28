import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import type { Idea } from '../idea';
import '../mask-table';
import { figure, SRIVASTAVA, section } from '../sources';

/** A realization: the thinned net of this step. */
export const masks: Idea = {
  id: 'masks',
  title: () => l10n.t('One thinned net'),
  claims: () => [
    {
      text: l10n.t(
        'Every training step draws a mask for each sample. A neuron marked False puts out nothing, and in the backward pass no gradient goes through it: the signal is blocked both ways, by the same mask.',
      ),
      source: section(SRIVASTAVA, '5.1'),
    },
    {
      text: l10n.t('The next step draws another: press Next mask.'),
    },
    {
      text: l10n.t('In evaluation there is no mask at all.'),
      source: figure(SRIVASTAVA, 2),
    },
  ],
  network: true,
  view: (store) => html`<dp-mask-table .store=${store}></dp-mask-table>`,
};
