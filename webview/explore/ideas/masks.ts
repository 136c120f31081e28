import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import type { Idea } from '../idea';
import '../mask-table';
import { figure, SRIVASTAVA, section } from '../sources';

/** A realization: the thinned net of this step. */
export const masks: Idea = {
  id: 'masks',
  title: () => l10n.t('One realization'),
  claims: () => [
    {
      text: l10n.t(
        'Every training step draws random numbers of the shape of x. Where a number is above the drop ratio the mask is True, elsewhere False: mask = rand(x.shape) > ratio. What is left is one realization of the network, a thinned net.',
      ),
      source: section(SRIVASTAVA, '4'),
    },
    {
      text: l10n.t(
        'A neuron marked False puts out nothing, and in the backward pass no gradient goes through it, as with ReLU: what passes forward passes backward, by the same mask.',
      ),
      source: section(SRIVASTAVA, '5.1'),
    },
    {
      text: l10n.t('The next step draws another: press Next mask.'),
    },
    {
      text: l10n.t(
        'In evaluation there is no mask at all: switch the network above to “In evaluation” to see all neurons and their scale.',
      ),
      source: figure(SRIVASTAVA, 2),
    },
  ],
  network: true,
  view: (store) => html`<dp-mask-table .store=${store}></dp-mask-table>`,
};
