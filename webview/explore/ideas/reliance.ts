import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import type { AnalysisResults } from '../../../src/core/analysis/ids';
import type { ViewStore } from '../../store';
import type { Idea } from '../idea';
import '../neurons-view';
import '../plot-view';
import { type Pair, relianceSpec, SHOWN } from '../reliance-spec';
import { BREIMAN, figure, type Source, SRIVASTAVA, section } from '../sources';

const GEIRHOS: Source = {
  name: 'Geirhos et al. 2020, Shortcut Learning, arXiv 2004.07780',
  url: 'https://arxiv.org/abs/2004.07780',
};

/** Not leaning on one feature, and not leaning on each other. */
export const reliance: Idea = {
  id: 'reliance',
  title: () => l10n.t('No leaning on one feature'),
  claims: () => [
    {
      text: l10n.t('How much does the test loss rise when one feature is shuffled?'),
      source: section(BREIMAN, '10'),
    },
    {
      text: l10n.t(
        'A network that leans on the one feature that gave the label away in training pays for it when that feature fails.',
      ),
      source: GEIRHOS,
    },
    {
      text: l10n.t(
        'With dropout at the input no neuron can count on any one feature: the loss then rises less when the dominant one is shuffled. Dropout in hidden layers alone need not do that: there it is each other that neurons cannot count on.',
      ),
      source: figure(SRIVASTAVA, 7),
    },
    {
      text: l10n.t(
        'In the nets of that paper neurons agree less and more of them stay silent; here the table tells.',
      ),
      source: figure(SRIVASTAVA, 8),
    },
  ],
  analyses: ['reliance', 'hidden'],
  scenario: 'dominant-feature',
  view(store) {
    const names = store.run?.info?.featureNames ?? [];
    const measured = pairOf(store, 'reliance');
    const permutation = relianceSpec(measured, names, 'permutation');
    const norms = relianceSpec(measured, names, 'weightNorm');
    if (!permutation || !norms) return undefined;
    const count = measured[0].result.weightNorm.length;
    return html`
      <div class="pair">
        <dp-plot .spec=${permutation}></dp-plot>
        <dp-plot .spec=${norms}></dp-plot>
      </div>
      ${
        count > SHOWN
          ? html`<p class="muted">${l10n.t('{0} of {1} features: those with the longest weights.', SHOWN, count)}</p>`
          : ''
      }
      <dp-neurons
        .activity=${pairOf(store, 'hidden')}
        .reliance=${measured}
        .featureNames=${names}
      ></dp-neurons>
    `;
  },
};

/** An analysis of both variants, as far as there is one. */
function pairOf<I extends 'reliance' | 'hidden'>(store: ViewStore, id: I): Pair<AnalysisResults[I]> {
  return (['baseline', 'dropout'] as const).flatMap((variant) => {
    const result = store.analysis(variant, id);
    return result ? [{ variant, result }] : [];
  });
}
