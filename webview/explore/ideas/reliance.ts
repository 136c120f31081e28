import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import type { ViewStore } from '../../store';
import { type Idea, SRIVASTAVA } from '../idea';
import type { PlotSeries, PlotSpec } from '../plot-spec';
import '../plot-view';

/** Features that are drawn at the most. */
const SHOWN = 16;

/** Not leaning on one feature, and not leaning on each other. */
export const reliance: Idea = {
  id: 'reliance',
  title: () => l10n.t('No leaning on one feature'),
  text: () =>
    l10n.t(
      'How much does the test loss rise when one feature is shuffled? A network that leans on the one feature that gave the label away in training pays for it when that feature fails. With dropout a neuron cannot count on any other being there, and neither on any single input: the weight spreads out, hidden neurons agree less, and more of them stay silent.',
    ),
  source: { label: 'Srivastava et al. 2014, fig. 7 and 8', url: SRIVASTAVA },
  analyses: ['reliance', 'hidden'],
  scenario: 'dominant-feature',
  view(store) {
    const permutation = spec(store, 'permutation');
    if (!permutation) return undefined;
    return html`
      <dp-plot .spec=${permutation}></dp-plot>
      <dp-plot .spec=${spec(store, 'weightNorm')!}></dp-plot>
      ${hiddenTable(store)}
    `;
  },
};

function spec(store: ViewStore, measure: 'permutation' | 'weightNorm'): PlotSpec | undefined {
  const names = store.run?.info?.featureNames.slice(0, SHOWN) ?? [];
  const series = (['baseline', 'dropout'] as const).flatMap((variant): PlotSeries[] => {
    const result = store.analysis(variant, 'reliance');
    if (!result) return [];
    return [
      {
        label: variant === 'dropout' ? l10n.t('dropout') : l10n.t('baseline'),
        color: variant,
        style: 'bars',
        points: names.map((_, x) => {
          const [y, error] = [result[measure][x], result.permutationError[x]];
          return measure === 'permutation' ? { x, y, low: y - error, high: y + error } : { x, y };
        }),
      },
    ];
  });
  if (series.length === 0) return undefined;
  const title =
    measure === 'permutation'
      ? l10n.t('rise of the test loss when shuffled')
      : l10n.t('norm of the outgoing weights');
  return {
    label: l10n.t('Reliance on each feature: {0}', title),
    x: { title: l10n.t('feature'), categories: names },
    y: { title },
    series,
  };
}

function hiddenTable(store: ViewStore) {
  const rows = (['baseline', 'dropout'] as const).flatMap((variant) =>
    (store.analysis(variant, 'hidden')?.layers ?? []).map((layer, i) => ({ variant, i, layer })),
  );
  if (rows.length === 0) return '';
  const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
  return html`<table>
    <caption>
      ${l10n.t('Hidden neurons on test data')}
    </caption>
    <thead>
      <tr>
        <th scope="col">${l10n.t('layer')}</th>
        <th scope="col">${l10n.t('mean activation')}</th>
        <th scope="col">${l10n.t('silent')}</th>
        <th scope="col">${l10n.t('mean |correlation|')}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ variant, i, layer }) =>
          html`<tr>
            <th scope="row">${variant === 'dropout' ? l10n.t('dropout') : l10n.t('baseline')}, ${l10n.t('hidden {0}', i + 1)}</th>
            <td>${layer.meanActivation.toFixed(2)}</td>
            <td>${percent(layer.zeroShare)}</td>
            <td>${Number.isFinite(layer.meanCorrelation) ? layer.meanCorrelation.toFixed(2) : '–'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
